"""Whole files through the real program in process: ingest, Tesseract, classify, catalogue."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from cli import ingest
from ingest.errors import EncryptedFile
from ingest.letter import Letter
from ingest.ocr.second import second_reader
from ingest.read import Reader, Said, Told
from ingest.settings import ReadSettings
from mailroom.config import AdviceSettings, Settings
from mailroom.desk import record_of_file, said
from mailroom.nursery import ONE_THREAD

SAMPLES = Path(__file__).parent.parent / "samples"
FIELDS = ("notice", "notice_date", "tax_periods", "amount_due", "due_date", "taxpayer_id_last4")
SETTINGS = Settings(advice=AdviceSettings(today=dt.date(2026, 11, 23)))


def read(path: Path) -> dict[str, Any]:
    """The record of a file, and nothing told of its pages."""
    return record_of_file(path, SETTINGS, lambda _page, _of: None)


def wrong(record: dict[str, Any], truth: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Fields that are not as the truth has them, with what was read."""
    letter = record["letters"][0]
    return {f: (letter[f]["value"], truth[f]) for f in FIELDS if letter[f]["value"] != truth[f]}


@pytest.mark.parametrize(
    "name", ["cp14-pdf.pdf", "lt11-pdf.pdf", "cp503-scan.tif", "cp501-fax.tif", "cp504-photo.jpg"]
)
def test_a_kept_sample_is_read(name: str) -> None:
    """Every field is right, or it is not accepted: never wrong and sure of itself."""
    record = read(SAMPLES / name)
    truth = json.loads((SAMPLES / f"{name}.truth.json").read_text("utf-8"))
    letter = record["letters"][0]
    assert letter["status"] in {"accepted", "review"}
    missed = wrong(record, truth)
    assert not [f for f in missed if letter[f]["accepted"]]
    # Periods are a set; a capture may lose a field to doubt, but not most of them.
    assert len(missed) <= (0 if name.endswith(".pdf") else 2)
    assert letter["advice"]["meaning"]


def test_a_born_digital_letter_is_accepted_with_its_deadline() -> None:
    record = read(SAMPLES / "cp14-pdf.pdf")
    letter = record["letters"][0]
    assert (letter["status"], letter["doubts"]) == ("accepted", [])
    assert letter["advice"]["deadline"]["date"] == letter["due_date"]["value"]
    assert letter["advice"]["deadline"]["derivation"]
    assert letter["provenance"]["engines"] == ["text layer"]


def test_a_code_that_leads_elsewhere_is_told_by_its_host_alone(tmp_path: Path) -> None:
    code, out = QrCodeWidget("https://refund-office.example/c/48213?id=123456789"), io.BytesIO()
    page = Drawing(612, 792)
    page.add(Rect(400, 280, 110, 110, fillColor=white, strokeColor=None))
    page.add(code)
    code.x, code.y, code.barWidth, code.barHeight = 410, 290, 90, 90
    renderPDF.drawToFile(page, out)
    with pikepdf.open(SAMPLES / "cp14-pdf.pdf") as pdf, pikepdf.open(out) as drawn:
        pdf.pages[0].add_overlay(drawn.pages[0])
        pdf.save(tmp_path / "letter.pdf")
    record = read(tmp_path / "letter.pdf")
    letter = record["letters"][0]
    (found,) = letter["unusual"]
    assert (found["key"], found["evidence"][0]["text"]) == ("qr-code", "refund-office.example")
    assert [doubt["name"] for doubt in letter["doubts"]] == ["unusual"]
    assert not [part for part in ("48213", "123456789") if part in json.dumps(record)]


def test_an_envelope_behind_a_letter_is_a_hint_of_when_it_was_mailed(tmp_path: Path) -> None:
    truth = json.loads((SAMPLES / "lt11-pdf.pdf.truth.json").read_text("utf-8"))
    mailed = dt.date.fromisoformat(truth["notice_date"]) + dt.timedelta(days=5)
    out, stamp = io.BytesIO(), f"{mailed:%b} {mailed.day} {mailed.year}".upper()
    canvas = Canvas(out, (612, 792))
    for at, line in enumerate(("Official Business", "Penalty for Private Use, $300", "PAT EXAMPLE")):
        canvas.drawString(72, 700 - 20 * at, line)
    for at, line in enumerate(("US POSTAGE PAID", stamp, "MAILED FROM ZIP CODE 84201")):
        canvas.drawString(400, 720 - 14 * at, line)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(SAMPLES / "lt11-pdf.pdf") as pdf, pikepdf.open(out) as envelope:
        pdf.pages.extend(envelope.pages)
        pdf.save(tmp_path / "letter.pdf")
    (letter,) = read(tmp_path / "letter.pdf")["letters"]
    (alone,) = read(SAMPLES / "lt11-pdf.pdf")["letters"]
    page = letter["enclosures"][0]
    assert letter["enclosures"] == [page]
    (mark,) = [date for date in letter["dates"] if date["role"] == "postmark"]
    assert (mark["value"], mark["evidence"][0]["page"]) == (mailed.isoformat(), page)
    assert [doubt["name"] for doubt in letter["doubts"]] == ["postmark-unsure"]
    hint, plain = letter["advice"]["deadline"], alone["advice"]["deadline"]
    assert (hint["date"], hint["kind"]) == (plain["date"], plain["kind"])
    assert hint["by_mailing"] > hint["date"]
    assert (hint["mailing_sure"], plain["mailing_sure"]) == (False, True)


@pytest.mark.parametrize("told", ["told", "sure"])
def test_pages_behind_a_bill_are_skimmed(told: Told) -> None:
    """The first page of a bill tells all; the coupon on the last page is read where something is in doubt."""
    seen: list[Letter] = []

    def enough(letter: Letter) -> Said:
        seen.append(letter)
        return Said(told)

    with Reader(SAMPLES / "cp503-scan.tif") as reader:
        letters = reader.letters(enough)
        whole = reader.letters()
    assert len(seen) == 1
    assert [len(letter.pages) for letter in letters] == [len(letter.pages) for letter in whole]
    behind = letters[0].pages[1:]
    skimmed = [page for page in behind if any(step.name == "skimmed" for step in page.steps)]
    assert all(len(p.text) < len(whole[0].pages[p.number - 1].text) for p in skimmed)
    # The foot of its last page is empty, so that the coupon stands higher and the page is read whole.
    assert len(behind) - len(skimmed) == (told == "told")
    assert (behind[-1].text == whole[0].pages[-1].text) is (told == "told")


def test_a_letter_of_text_layers_is_judged_once_and_not_page_by_page() -> None:
    def never(*_: object) -> NoReturn:
        raise AssertionError("asked")

    guesser = SimpleNamespace(guess=never, id="none", codes=frozenset[str]())
    with Reader(SAMPLES / "cp14-pdf.pdf") as reader:
        (letter,) = reader.letters()
    assert said(letter, guesser=guesser, today=dt.date(2026, 11, 23)).told == "open"
    scanned = replace(letter.pages[-1], capture=replace(letter.pages[-1].capture, kind="scan"))
    mixed = replace(letter, pages=(*letter.pages[:-1], scanned))
    with pytest.raises(AssertionError, match="asked"):
        said(mixed, guesser=guesser, today=dt.date(2026, 11, 23))


def test_a_reader_is_made_ready_without_a_thread_that_a_fork_would_lose() -> None:
    """What is loaded before readers are forked must not have started anything."""
    program = "import os; from mailroom.desk import warm; warm(); print(len(os.listdir('/proc/self/task')))"
    environment = {**os.environ, **ONE_THREAD}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert int(done.stdout) == 1


def test_the_second_reader_reports_to_nobody(tmp_path: Path) -> None:
    """ONNX Runtime's reports go out from a thread of their own and name a number kept for the machine."""
    if second_reader() is None:
        pytest.skip("RapidOCR is not installed")
    program = (
        "import os, time; from ingest.ocr.second import second_reader; second_reader().load();"
        "time.sleep(0.5); print(len(os.listdir('/proc/self/task')))"
    )
    environment = {**os.environ, **ONE_THREAD, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert int(done.stdout) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_second_look_adds_readings_of_another_engine() -> None:
    with Reader(SAMPLES / "cp503-scan.tif") as reader:
        letter = reader.letters()[0]
        first = letter.pages[0].readings[0]
        line = next(line for line in first.lines if "date" in line.text.lower())
        place = first.to_original.box(line.box)
        closer = reader.look_again(letter, [(1, place)], whole=False)
    engines = {reading.engine.split()[0] for reading in closer.pages[0].readings}
    assert engines == ({"tesseract", "rapidocr"} if second_reader() else {"tesseract"})
    assert closer.pages[1:] == letter.pages[1:]
    for reading in closer.pages[0].readings[1:]:
        for word in reading.words:
            there = reading.to_original.box(word.box)
            assert there.bottom > place.top - 6 * place.height
            assert there.top < place.bottom + 3 * place.height


def test_a_locked_letter_is_read_with_its_password(tmp_path: Path) -> None:
    locked, passwords = tmp_path / "locked.pdf", tmp_path / "passwords"
    with pikepdf.open(SAMPLES / "cp14-pdf.pdf") as letter:
        letter.save(locked, encryption=pikepdf.Encryption(user="open sesame", owner="owner"))
    passwords.write_text("another one\nopen sesame\n")
    with pytest.raises(EncryptedFile):
        read(locked)
    settings = replace(SETTINGS, read=ReadSettings(password_file=str(passwords)))
    record = record_of_file(locked, settings, lambda _page, _of: None)
    assert not wrong(record, json.loads((SAMPLES / "cp14-pdf.pdf.truth.json").read_text("utf-8")))
    assert "sesame" not in json.dumps(record)
    assert settings.digest() == SETTINGS.digest()


def test_a_message_gives_the_letters_of_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Notice CP504 of 123-45-6789"
    message.set_content("The amount due is $7.77.")
    for name in ("cp14-pdf.pdf", "lt11-pdf.pdf"):
        content = (SAMPLES / name).read_bytes()
        message.add_attachment(content, maintype="image", subtype="png", filename=name)
    path = tmp_path / "letters.txt"
    path.write_bytes(message.as_bytes())
    record = read(path)
    assert (record["source"]["kind"], len(record["letters"])) == ("eml", 2)
    assert [letter["notice"]["value"] for letter in record["letters"]] == ["CP14", "LT11"]
    attachments = record["source"]["attachments"]
    assert [a["name"] for a in attachments] == ["cp14-pdf.pdf", "lt11-pdf.pdf"]
    numbered = [number for attachment in attachments for number in attachment["pages"]]
    assert numbered == list(range(1, record["source"]["pages"] + 1))
    assert "7.77" not in json.dumps(record)


def test_a_searchable_copy_is_written_with_the_record(tmp_path: Path) -> None:
    """The whole command in a process of its own; nothing is written over."""
    out = tmp_path / "new" / "copy.pdf"
    letter = SAMPLES / "cp90-scan.pdf"
    command = ["classify", str(letter), "--json", "--pdf", str(out), "--attach"]
    done = CliRunner().invoke(ingest, command)
    assert done.exit_code in {0, 10}, done.output
    record = json.loads(done.stdout)
    with pikepdf.open(out) as document:
        assert len(document.pages) == record["source"]["pages"]
        (name,) = document.attachments
        assert document.attachments[name].get_file().read_bytes() == letter.read_bytes()
    pages = pypdfium2.PdfDocument(out)
    assert "Intent to seize your assets" in pages[0].get_textpage().get_text_range()
    # Also the pages that are only skimmed for the record are read whole.
    assert all(len(page.get_textpage().get_text_range()) > 500 for page in pages)
    assert list(out.parent.iterdir()) == [out]
    again = CliRunner().invoke(ingest, command)
    assert (again.exit_code, again.stdout) == (6, "")
    assert len(again.stderr.splitlines()) == 1
    two = CliRunner().invoke(ingest, [*command, str(letter)])
    assert two.exit_code == 2
