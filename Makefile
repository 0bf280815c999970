# Two commands on a bare Debian 12 with Python 3.11, git and make:
#   make demo   install what is needed and read a photographed sample
#   make test   install what is needed and pass every test
.POSIX:
SHELL = /bin/sh
PYTHON = .venv/bin/python
# Sets of files that are not ours, for the tests that can use them; they say so where there are none.
TEST_DATA = ../shared/data

.PHONY: demo test lock lint evaluate samples cards model clean

demo: .venv/ready
	$(PYTHON) cli.py classify samples/cp504-photo.jpg || test $$? -eq 10

test: .venv/ready
	if [ -d $(TEST_DATA) ]; then export INGEST_TEST_DATA=$(TEST_DATA); fi; \
	OMP_THREAD_LIMIT=1 $(PYTHON) -m pytest -q -n 2

# The lock anew: names, versions and hashes, no index addresses.
lock:
	uv pip compile pyproject.toml --all-extras --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --python-version 3.11 -o requirements.lock

lint: .venv/ready
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

evaluate: .venv/ready
	OMP_THREAD_LIMIT=1 $(PYTHON) -m benchmarks.evaluate

samples: .venv/ready
	$(PYTHON) -m samples.make samples --kept

# The pictures of docs/cards, from the present texts.
cards: .venv/ready
	$(PYTHON) -m benchmarks.cards docs/cards

model: .venv/ready
	$(PYTHON) -m models.train
	$(PYTHON) -m models.train_roles

.venv/ready: requirements.lock .ci/setup
	sh .ci/setup
	touch .venv/ready

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
