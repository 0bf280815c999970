"""Loose pages: files of one letter read together, by positive evidence only, each set once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mailroom import batch as batches
from mailroom import loose, sheet
from mailroom.config import Settings
from mailroom.outcome import Outcome
from mailroom.process import ReadingRoom

Run = Callable[[], list[dict[str, Any]]]
HERE = Path(__file__).parent


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What has been read so far, a reading to a line: the file and those read with it."""
    log = tmp_path / "reads"
    monkeypatch.setenv("FAKE_READS", str(log))
    return lambda: log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A folder to fill."""
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def run(drop: Path, tmp_path: Path, reads: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Work the folder once more."""
    del reads
    monkeypatch.syspath_prepend(str(HERE))
    with ReadingRoom("fake_readers:loose_page", Settings(), many=False) as room:
        yield lambda: batches.run(batches.Batch(drop, tmp_path / "out", workers=2), room)


def page(drop: Path, name: str, number: int, of: int = 3, last4: str = "1234", more: str = "") -> None:
    (drop / name).write_text(f"loose_page {number} {of} {last4} {name} {more}")


def by_name(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    assert Counter(r["source"]["name"] for r in records).most_common(1)[0][1] == 1
    return {record["source"]["name"]: record for record in records}


def test_the_file_with_the_lowest_number_carries_the_letter(drop: Path, run: Run) -> None:
    for name, number in {"a.jpg": 3, "b.jpg": 1, "c.jpg": 2}.items():
        page(drop, name, number)
    found = by_name(run())
    letter = found["b.jpg"]["letters"][0]
    assert letter["pages"] == [1, 2, 3]
    assert letter["missing_pages"] == []
    assert [(p["name"], p["pages"]) for p in found["b.jpg"]["source"]["further"]] == [
        ("c.jpg", [2]),
        ("a.jpg", [3]),
    ]
    for name, number in {"a.jpg": 3, "c.jpg": 2}.items():
        where = found[name]["belongs_to"]
        assert found[name]["letters"] == []
        assert (where["name"], where["id"], where["pages"]) == ("b.jpg", letter["id"], [number])
        assert Outcome(found[name], None).exit_code == 0


def test_each_file_keeps_a_row_and_the_letter_has_one(drop: Path, run: Run) -> None:
    for number in (1, 2, 3):
        page(drop, f"{number}.jpg", number)
    rows = sheet.csv_of(run()).decode("utf-8-sig").splitlines()
    assert sorted(row.split(",")[3] for row in rows[1:]) == ["joined", "joined", "review"]


def test_a_second_run_reads_nothing(drop: Path, run: Run, reads: Callable[[], list[str]]) -> None:
    for number in (1, 2, 3):
        page(drop, f"{number}.jpg", number)
    first = run()
    before = reads()
    assert sorted(before) == ["1.jpg", "1.jpg 2.jpg 3.jpg", "2.jpg", "3.jpg"]
    assert by_name(run()) == by_name(first)
    assert reads() == before


def test_a_page_that_comes_later_joins(drop: Path, run: Run, reads: Callable[[], list[str]]) -> None:
    page(drop, "1.jpg", 1)
    page(drop, "3.jpg", 3)
    assert by_name(run())["1.jpg"]["letters"][0]["missing_pages"] == [2]
    page(drop, "2.jpg", 2)
    found = by_name(run())
    assert found["1.jpg"]["letters"][0]["missing_pages"] == []
    assert found["2.jpg"]["belongs_to"]["pages"] == [2]
    assert found["3.jpg"]["belongs_to"]["pages"] == [3]
    assert reads()[-2:] == ["2.jpg", "1.jpg 2.jpg 3.jpg"]


def test_when_a_page_changes_the_others_are_read_alone_again(drop: Path, run: Run) -> None:
    page(drop, "1.jpg", 1, of=2)
    page(drop, "2.jpg", 2, of=2)
    run()
    page(drop, "2.jpg", 2, of=2, last4="9999")
    found = by_name(run())
    assert found["1.jpg"]["letters"][0]["missing_pages"] == [2]
    assert found["2.jpg"]["letters"][0]["missing_pages"] == [1]


@pytest.mark.parametrize(
    ("number", "of", "last4"), [(1, 3, "1234"), (2, 4, "1234"), (2, 3, "9876")], ids=["twice", "of", "person"]
)
def test_pages_that_may_be_of_two_letters_are_not_joined(
    drop: Path, run: Run, number: int, of: int, last4: str
) -> None:
    page(drop, "1.jpg", 1)
    page(drop, "2.jpg", number, of=of, last4=last4)
    assert all("belongs_to" not in record for record in run())


def test_what_does_not_read_as_one_letter_stays_apart_and_is_not_tried_again(
    drop: Path, run: Run, reads: Callable[[], list[str]]
) -> None:
    page(drop, "1.jpg", 1)
    page(drop, "2.jpg", 2, more="torn")
    assert all(len(record["letters"]) == 1 for record in run())
    before = reads()
    run()
    assert reads() == before


def test_old_lines_are_kept_aside(drop: Path, tmp_path: Path, run: Run) -> None:
    page(drop, "1.jpg", 1, of=2)
    page(drop, "2.jpg", 2, of=2)
    run()
    old = (tmp_path / "out" / "records.superseded.jsonl").read_text().splitlines()
    assert [json.loads(line)["letters"][0]["missing_pages"] for line in old] in ([[2], [1]], [[1], [2]])


def test_a_whole_letter_needs_no_other_page(drop: Path, run: Run) -> None:
    page(drop, "1.jpg", 1, of=1)
    page(drop, "2.jpg", 1, of=1)
    assert all("belongs_to" not in record for record in run())


def record(number: int, **more: Any) -> dict[str, Any]:
    """A record of one page of a letter of two; more of its signs, and ``read``: fields that were accepted."""
    read = more.pop("read", {})
    signs = {
        "numbers": [number],
        "of": 2,
        "code": "CP14",
        "date": "2024-03-11",
        "last4": "1234",
        "period": None,
    }
    fields = {
        name: {"value": read.get(name), "accepted": name in read}
        for name in ("notice", "notice_date", "taxpayer_id_last4")
    }
    every = {**signs, "period": None, **more}
    letter = {"missing_pages": [3 - number], "doubts": [], "signs": every, **fields}
    return {"source": {"sha256": f"{number} {more}"}, "letters": [letter]}


PATHS = (Path("1.jpg"), Path("2.jpg"))


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ({"period": "2022"}, {"period": "2022"}, True),
        ({"period": "2022"}, {}, True),
        ({"period": "2022"}, {"period": "2021"}, False),
        # What a heading does not say, an accepted field may.
        ({"last4": None}, {}, False),
        ({"last4": None, "read": {"taxpayer_id_last4": "1234"}}, {}, True),
        ({"code": "LETTER1058", "read": {"notice": "Letter 1058"}}, {"code": "LETTER1058"}, True),
        ({"last4": "1284", "read": {"taxpayer_id_last4": "1234"}}, {}, False),
        # A first page known by its letterhead does not say of how many.
        ({"of": None}, {}, True),
        ({"of": None}, {"of": None}, False),
        ({}, {"of": 3}, False),
        ({}, {"numbers": [3]}, False),
    ],
)
def test_what_makes_a_set(first: dict[str, Any], second: dict[str, Any], joined: bool) -> None:
    found = loose.sets_of({PATHS[0]: record(1, **first), PATHS[1]: record(2, **second)})
    assert found == ([PATHS] if joined else [])


def test_twin_letters_about_two_years_are_told_apart_by_the_period_on_every_page() -> None:
    paths = [Path(f"{at}.jpg") for at in range(4)]
    marks = [(1, "2021"), (2, "2022"), (1, "2022"), (2, "2021")]
    twins = {path: record(number, period=period) for path, (number, period) in zip(paths, marks, strict=True)}
    assert sorted(loose.sets_of(twins)) == [(paths[0], paths[3]), (paths[2], paths[1])]
    # One page that does not say may be of either.
    twins[paths[1]] = record(2)
    assert loose.sets_of(twins) == []
