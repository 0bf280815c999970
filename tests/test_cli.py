"""Whole commands: what they print, where, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli

FAKES = Path(__file__).parent / "mailroom"
CANARIES = ("000-12-3456", "000123456", "Quentin", "Canary")


@pytest.fixture(autouse=True)
def desk_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, no settings from outside, and the fakes where a reader finds them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(FAKES))
    for name in list(os.environ):
        if name.startswith("INGEST_"):
            monkeypatch.delenv(name)


def run(*arguments: str, reader: str = "by_content") -> Result:
    return CliRunner().invoke(cli.ingest, arguments, obj=cli.Desk(reading=f"fake_readers:{reader}"))


def letter(word: str, name: str = "letter.pdf") -> str:
    Path(name).write_text(f"{word}\n{name}")
    return name


def test_json_is_one_object_for_each_file_and_line() -> None:
    result = run("classify", letter("accepted", "a.pdf"), letter("not_irs", "b.pdf"), "--json")
    assert result.exit_code == 0
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [r["source"]["name"] for r in records] == ["a.pdf", "b.pdf"]
    assert result.stderr == ""


def test_a_card_says_what_and_by_when() -> None:
    result = run("classify", letter("accepted"))
    assert result.exit_code == 0
    assert "CP504" in result.stdout
    assert "April 10, 2024" in result.stdout


def test_a_card_in_spanish_by_flag_and_by_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    flagged = run("classify", letter("accepted"), "--lang", "es")
    assert flagged.exit_code == 0
    assert "10 de abril de 2024" in flagged.stdout
    assert "PRIMERO" in flagged.stdout
    monkeypatch.setenv("INGEST_ADVICE_LANG", "es")
    assert run("classify", letter("accepted")).stdout == flagged.stdout
    assert "DO FIRST" in run("classify", letter("accepted"), "--lang", "en").stdout


def test_a_language_that_is_not_there_is_refused_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("classify", letter("accepted"), "--lang", "fr").exit_code == 2
    monkeypatch.setenv("INGEST_ADVICE_LANG", "fr")
    result = run("classify", letter("accepted"))
    assert result.exit_code == 5
    assert result.stdout == ""
    assert result.stderr == "There is no language 'fr'. There are: en, es.\n"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *(("accepted", 0), ("not_irs", 0), ("review", 10), ("unreadable", 10), ("accepted+review", 10)),
        *(("quoting", 1), ("locked", 3), ("no_tesseract", 4), ("aborting", 4), ("no_model", 5)),
    ],
)
def test_exit_codes(word: str, code: int) -> None:
    result = run("classify", letter(word))
    assert result.exit_code == code
    failed = code not in {0, 10}
    assert (result.stdout == "") == failed
    assert len(result.stderr.splitlines()) == (1 if failed else 0)
    as_json = run("classify", letter(word), "--json")
    assert as_json.exit_code == code
    assert as_json.stderr == ""
    assert ("error" in json.loads(as_json.stdout)) == failed


def test_the_worst_of_many_wins_and_all_are_worked() -> None:
    words = ("accepted", "review", "locked", "not_irs")
    result = run("classify", *(letter(word, f"{word}.pdf") for word in words), "--json")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 4


@pytest.mark.parametrize("what", ["nowhere.pdf", ".", "pipe"])
def test_what_is_no_file_is_one_clear_line(what: str) -> None:
    os.mkfifo("pipe")
    result = run("classify", what)
    assert (result.exit_code, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1


def test_wrong_usage_and_wrong_settings() -> None:
    assert run("classify").exit_code == 2
    assert run("nonsense").exit_code == 2
    Path("ingest.toml").write_text("[watch]\nsetle_s = 5\n")
    result = run("classify", letter("accepted"))
    assert (result.exit_code, result.stdout) == (5, "")
    assert "watch.settle_s" in result.stderr


def test_what_the_person_knows_goes_to_the_reader() -> None:
    arguments = ("--abroad", "--postmark", "2024-03-12", "--today", "2024-04-01", "--json")
    result = run("classify", letter("accepted"), *arguments, reader="repeating_settings")
    advice = json.loads(result.stdout)["letters"][0]["provenance"]
    assert advice == {"abroad": True, "postmark": "2024-03-12", "today": "2024-04-01"}


def test_explain_shows_where_each_field_was_read() -> None:
    result = run("explain", letter("accepted"))
    assert result.exit_code == 0
    assert "amount_due: 9533.53" in result.stdout


def test_batch_ends_with_the_most_urgent_and_the_counts() -> None:
    Path("in").mkdir()
    for word in ("accepted", "review", "locked"):
        letter(word, f"in/{word}.pdf")
    result = run("batch", "in", "--output", "out", "--workers", "2")
    assert result.exit_code == 3
    assert "1 accepted, 1 review, 0 not_irs, 0 unreadable, 1 errors" in result.stdout
    assert "2024-04-10" in result.stdout.splitlines()[0]
    assert result.stderr == ""
    assert run("batch", "nowhere", "--output", "out").exit_code == 3
    assert run("batch", "in", "--output", "in").exit_code == 6


def test_loose_pages_of_one_letter_are_one_where_that_is_asked_for() -> None:
    for number in (1, 2):
        Path(f"{number}.jpg").write_text(f"loose_page {number} 2 1234 {number}.jpg")
    apart = run("classify", "2.jpg", "1.jpg", "--json", reader="loose_page")
    assert [len(json.loads(line)["letters"]) for line in apart.stdout.splitlines()] == [1, 1]
    joined = run("classify", "2.jpg", "1.jpg", "--json", "--join", reader="loose_page")
    second, first = (json.loads(line) for line in joined.stdout.splitlines())
    assert first["letters"][0]["pages"] == [1, 2]
    assert second["belongs_to"]["name"] == "1.jpg"
    card = run("classify", "2.jpg", "1.jpg", "--join", reader="loose_page")
    assert "2.jpg: a part of the letter told under 1.jpg." in card.stdout


def test_a_separator_sheet_is_written_and_never_over_something() -> None:
    made = run("separator", "-o", "sheet.pdf")
    assert made.exit_code == 0
    content = Path("sheet.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    again = run("separator", "-o", "sheet.pdf")
    assert again.exit_code == 6
    assert again.stderr == "sheet.pdf is there already. Give another name.\n"
    assert Path("sheet.pdf").read_bytes() == content
    assert run("separator", "-o", "nowhere/sheet.pdf").exit_code == 6


def test_watch_once() -> None:
    Path("drop").mkdir()
    letter("review", "drop/a.pdf")
    result = run("watch", "drop", "--once", "--settle-s", "0")
    assert result.exit_code == 10
    assert result.stdout == ""
    assert Path("drop/review/a.pdf.reason.txt").exists()


def test_no_canary_sings_at_the_most_verbose() -> None:
    """Names and whole numbers planted in errors, answers, stderr and file names show nowhere."""
    Path("in").mkdir()
    for word in ("telling", "quoting", "aborting", "leaking", "locked"):
        letter(word, f"in/{word} 000-12-3456 000123456.pdf")
    told = ""
    files = [str(path) for path in Path("in").iterdir()]
    for arguments in (
        ("--debug", "classify", *files),
        ("--debug", "classify", "--json", *files),
        ("--debug", "explain", files[0]),
        ("--debug", "batch", "in", "--output", "out"),
        ("--debug", "watch", "in", "--once", "--settle-s", "0"),
    ):
        result = run(*arguments)
        told += result.stdout + result.stderr
    for folder in ("out", "in"):
        for path in Path(folder).rglob("*"):
            ours = path.is_file() and path.suffix in {".json", ".jsonl", ".csv", ".txt"}
            told += path.read_text("utf-8") if ours else ""
    assert "XXX-XX-3456" in told
    assert [canary for canary in CANARIES if canary in told] == []


def test_help_and_version_are_quick_and_load_no_decoder() -> None:
    program = (
        "import sys, cli, mailroom.batch, mailroom.watch, mailroom.card, mailroom.report, mailroom.doctor;"
        "heavy = {'cv2', 'pypdfium2', 'sklearn', 'numpy', 'PIL', 'pdfplumber', 'tesserocr', 'pytesseract'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(cli.__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    started = time.process_time()
    assert run("--help").exit_code == 0
    assert run("--version").stdout.startswith("ingest")
    assert time.process_time() - started < 1


def test_the_program_as_a_process(tmp_path: Path) -> None:
    root = Path(cli.__file__).parent
    missing = [sys.executable, str(root / "cli.py"), "classify", "nowhere.pdf"]
    done = subprocess.run(missing, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "nowhere.pdf: There is no file nowhere.pdf. Check the path.\n"


def test_an_interrupt_ends_with_130_and_leaves_no_reader(tmp_path: Path) -> None:
    letter("hanging")
    note = tmp_path / "child"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "FAKE_CHILD": str(note)}
    program = [sys.executable, str(FAKES / "fake_desk.py"), "classify", "letter.pdf"]
    with subprocess.Popen(
        program,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests run in the background of a shell, interrupts are ignored from birth.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        end = time.monotonic() + 20
        while not (note.exists() and note.read_text()):
            assert time.monotonic() < end
            time.sleep(0.02)
        running.send_signal(2)
        assert running.wait(10) == 130
        assert running.stderr is not None
        assert running.stderr.read() == "Interrupted.\n"


def test_doctor_names_each_lack_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = run("doctor", "--json")
    assert json.loads(fit.stdout)["fit"] == (fit.exit_code == 0)
    monkeypatch.setenv("PATH", "/nonexistent")
    result = run("doctor")
    assert result.exit_code in {4, 5}
    assert "lack  Tesseract: not on the path" in result.stdout
    assert "apt-get install tesseract-ocr" in result.stdout


def test_notices_lists_the_catalogue() -> None:
    assert "CP504" in run("notices").stdout
    assert "CP504" in run("notices", "cp 504").stdout
    assert run("notices", "CP9999").exit_code == 5


def test_a_picture_shows_the_page_with_its_boxes() -> None:
    from PIL import Image

    Image.new("RGB", (400, 300), "white").save("letter.png")
    assert run("explain", "letter.png", "--picture", "out.png", reader="with_a_box").exit_code == 0
    with Image.open("out.png") as picture:
        pixels = picture.convert("RGB").tobytes()
    colourful = (max(pixels[at : at + 3]) - min(pixels[at : at + 3]) > 80 for at in range(0, len(pixels), 3))
    assert any(colourful)
    beyond = run("explain", "letter.png", "--picture", "out2.png", "--page", "2", reader="with_a_box")
    assert beyond.exit_code == 3
    assert not Path("out2.png").exists()
    for name in ("out.png", "letter.png"):
        again = run("explain", "letter.png", "--picture", name, reader="with_a_box")
        assert (again.exit_code, again.stdout, len(again.stderr.splitlines())) == (6, "", 1)
    replaced = run("explain", "letter.png", "--picture", "out.png", "--force", reader="with_a_box")
    assert replaced.exit_code == 0
