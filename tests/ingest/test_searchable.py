"""Searchable copies: the page as it came, its words where they stand, nothing of it to be seen."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pikepdf
import pillow_heif
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.pages import PageSource, pages_of
from ingest.privacy import mask_words
from ingest.searchable import write_searchable
from ingest.source import SourceFile, open_source
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform


def _reading(drawn: Any, way: Transform | None = None) -> PageText:
    """What would be read on the drawn page; ``way`` leads from it to the page as it arrived."""
    words = [Word(text, box) for text, box in drawn.words]
    height, width = drawn.pixels.shape
    reading = PageText(lines_of(words), (width, height), way or Transform.identity(), "tesseract 5.3.0")
    return mask_words(reading)


def _packed(drawn: Any, kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(drawn.pixels).save(out, kind, **settings)
    return out.getvalue()


class _Copy:
    """A file, and the searchable copy that was written of it."""

    def __init__(self, folder: Path, content: bytes, **readings: PageText) -> None:
        path, self.path = folder / "letter", folder / "copy.pdf"
        path.write_bytes(content)
        self.source: SourceFile = open_source(path)
        self.pages: PageSource = pages_of(self.source)
        numbered = {int(name.removeprefix("page")): reading for name, reading in readings.items()}
        write_searchable(self.path, self.source, self.pages, numbered, attach=True)
        self.document = pypdfium2.PdfDocument(self.path)

    def text(self, number: int = 1) -> str:
        return str(self.document[number - 1].get_textpage().get_text_range()).replace("\r\n", "\n")

    def shown(self, number: int = 1, scale: float = 1.0) -> Any:
        return np.asarray(self.document[number - 1].render(scale=scale).to_pil().convert("L")).astype(int)


def _assert_shows_the_same(copy: _Copy, number: int = 1, tolerance: float = 4.0) -> None:
    shown = copy.shown(number)
    before = Image.fromarray(copy.pages.picture(number)).convert("L")
    small = np.asarray(before.resize(shown.shape[::-1], Image.Resampling.BOX)).astype(int)
    assert np.abs(shown - small).mean() < tolerance


def _assert_words_stand_where_they_are_shown(copy: _Copy, drawn: Any, way: Transform, width_px: int) -> None:
    """Each word's first letter lies at the left of its box; ``way`` leads to the page as it is shown."""
    textpage = copy.document[0].get_textpage()
    width, height = copy.document[0].get_size()
    scale = width / width_px
    for text in ("$1,075.21", "balance", "Treasury"):
        box = next(box for word, box in drawn.words if word == text)
        found = textpage.search(text).get_next()
        assert found is not None
        left, bottom, right, top = textpage.get_charbox(found[0], loose=True)
        middle = (left + right) / 2, (bottom + top) / 2
        place = way.box(box)
        assert place.left * scale - 4 <= middle[0] <= place.right * scale + 4
        assert place.top * scale - 4 <= height - middle[1] <= place.bottom * scale + 4


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_becomes_a_page_with_its_words(tmp_path: Path, drawn: Any, kind: str) -> None:
    copy = _Copy(tmp_path, _packed(drawn, kind, dpi=(150, 150)), page1=_reading(drawn))
    assert copy.document[0].get_size() == pytest.approx((612, 792), abs=1)
    lines = copy.text().split("\n")
    assert "Amount due: $1,075.21 by February 20, 2018" in lines
    assert "You have a balance due for the tax year" in lines
    _assert_shows_the_same(copy)
    _assert_words_stand_where_they_are_shown(copy, drawn, Transform.identity(), drawn.pixels.shape[1])
    with pdfplumber.open(copy.path) as plumbed:
        assert "Amount due: $1,075.21 by February 20, 2018" in plumbed.pages[0].extract_text()
    with pikepdf.open(copy.path) as document:
        assert document.attachments["letter"].get_file().read_bytes() == copy.source.content


def test_a_photo_is_put_in_byte_for_byte_however_it_is_turned(tmp_path: Path, drawn: Any) -> None:
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        copy = _Copy(tmp_path, _packed(drawn, "JPEG", exif=exif))
        _assert_shows_the_same(copy)
        with pikepdf.open(copy.path) as document:
            (image,) = document.pages[0].Resources.XObject.values()
            assert image.read_raw_bytes() == copy.source.content


def test_a_fax_and_a_black_and_white_scan_stay_as_small_as_they_are(tmp_path: Path, drawn: Any) -> None:
    sheet = Image.fromarray(drawn.pixels).resize((1728, 1078)).convert("1")
    out = io.BytesIO()
    sheet.save(out, "TIFF", compression="group4", dpi=(204, 98))
    copy = _Copy(tmp_path, out.getvalue())
    width, height = copy.document[0].get_size()
    assert height / width == pytest.approx(1.3, abs=0.02)
    _assert_shows_the_same(copy)
    with pikepdf.open(copy.path) as document:
        (image,) = document.pages[0].Resources.XObject.values()
        assert image.BitsPerComponent == 1


def test_a_heic_photo_becomes_a_page(tmp_path: Path, drawn: Any) -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(drawn.pixels).convert("RGB")).save(out, quality=95)
    copy = _Copy(tmp_path, out.getvalue(), page1=_reading(drawn))
    _assert_shows_the_same(copy)
    assert "$1,075.21" in copy.text()


def _scanned_pdf(drawn: Any, turn: int = 0, hidden: str = "") -> bytes:
    """A PDF of one scanned page that its entry turns upright, with another's words behind it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792) if turn % 180 == 0 else (792, 612))
    canvas.setPageRotation(turn)
    picture = Image.fromarray(drawn.pixels).rotate(turn, expand=True)
    width, height = (612, 792) if turn % 180 == 0 else (792, 612)
    if hidden:
        text = canvas.beginText(50, 500)
        text.setTextRenderMode(3)
        text.textLine(hidden)
        canvas.drawText(text)
    canvas.drawImage(ImageReader(picture), 0, 0, width, height)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scan_in_a_pdf_keeps_its_page_and_gets_words(tmp_path: Path, drawn: Any, turn: int) -> None:
    way = Transform.scale(2550 / drawn.pixels.shape[1], 3300 / drawn.pixels.shape[0])
    copy = _Copy(tmp_path, _scanned_pdf(drawn, turn), page1=_reading(drawn, way))
    assert "Amount due: $1,075.21 by February 20, 2018" in copy.text()
    assert copy.document[0].get_rotation() == turn
    _assert_shows_the_same(copy)
    if turn == 0:
        _assert_words_stand_where_they_are_shown(copy, drawn, way, 2550)


def test_another_programs_hidden_words_give_way_to_ours(tmp_path: Path, drawn: Any) -> None:
    way = Transform.scale(2550 / drawn.pixels.shape[1], 3300 / drawn.pixels.shape[0])
    content = _scanned_pdf(drawn, hidden="SSN 123-45-6789 Amounl duc")
    assert "123-45-6789" in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    copy = _Copy(tmp_path, content, page1=_reading(drawn, way))
    assert "123-45" not in copy.text()
    assert "$1,075.21" in copy.text()
    _assert_shows_the_same(copy)


def test_hidden_words_in_a_form_go_too_and_open_states_do_no_harm(tmp_path: Path, drawn: Any) -> None:
    way = Transform.scale(2550 / drawn.pixels.shape[1], 3300 / drawn.pixels.shape[0])
    with pikepdf.open(io.BytesIO(_scanned_pdf(drawn))) as document:
        page = document.pages[0]
        form = document.make_stream(b"BT 3 Tr /F1 12 Tf 50 400 Td (Amounl duc) Tj ET")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = [0, 0, 612, 792]
        form.Resources = page.Resources
        name = page.add_resource(form, pikepdf.Name.XObject)
        page.contents_add(f"{name} Do q q 3 0 0 3 70 70 cm".encode())
        out = io.BytesIO()
        document.save(out)
    copy = _Copy(tmp_path, out.getvalue(), page1=_reading(drawn, way))
    assert "duc" not in copy.text()
    _assert_words_stand_where_they_are_shown(copy, drawn, way, 2550)


def test_names_that_lead_nowhere_or_in_a_circle_do_no_harm(tmp_path: Path, drawn: Any) -> None:
    with pikepdf.open(io.BytesIO(_scanned_pdf(drawn))) as document:
        page = document.pages[0]
        form = document.make_stream(b"")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = [0, 0, 612, 792]
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Me=form, Too=form))
        page.Resources.XObject["/Circle"] = form
        page.Resources.XObject["/Nowhere"] = document.make_indirect(pikepdf.Dictionary())
        page.Resources.XObject["/Number"] = 3
        out = io.BytesIO()
        document.save(out)
    way = Transform.scale(2550 / drawn.pixels.shape[1], 3300 / drawn.pixels.shape[0])
    assert "$1,075.21" in _Copy(tmp_path, out.getvalue(), page1=_reading(drawn, way)).text()


def test_skewed_words_stay_in_their_lines(tmp_path: Path, drawn: Any) -> None:
    turn = np.radians(2.0)
    matrix = np.array([[np.cos(turn), -np.sin(turn), 30], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    way = Transform.of_matrix(matrix)
    copy = _Copy(tmp_path, _packed(drawn, "PNG"), page1=_reading(drawn, way))
    lines = copy.text().split("\n")
    assert "Our records show that you have unpaid taxes and penalties" in lines
    assert "on the form that you filed. If you already paid the balance" in lines


def test_whole_taxpayer_numbers_cannot_be_found(tmp_path: Path, drawn: Any) -> None:
    words = [Word("SSN", Box(100, 100, 160, 120)), Word("123-45-6789", Box(170, 100, 330, 120))]
    reading = mask_words(PageText(lines_of(words), (850, 1100), Transform.identity(), "tesseract 5"))
    copy = _Copy(tmp_path, _packed(drawn, "PNG"), page1=reading)
    assert "SSN XXX-XX-6789" in copy.text()
    assert "123" not in copy.text()


def test_born_digital_pages_stay_and_nothing_runs_on_opening(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792))
    for row in range(12):
        canvas.drawString(60, 700 - 20 * row, "Our records show an unpaid balance for the tax year")
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = script
        out = io.BytesIO()
        document.save(out)
    path = tmp_path / "letter"
    path.write_bytes(out.getvalue())
    text = pages_of(open_source(path)).page(1).text
    assert text is not None
    copy = _Copy(tmp_path, out.getvalue(), page1=text)
    assert copy.text().count("unpaid balance") == 12
    with pikepdf.open(copy.path) as document:
        assert "/OpenAction" not in document.Root


def test_the_attachments_of_a_message_make_one_copy(tmp_path: Path, drawn: Any) -> None:
    message = EmailMessage()
    message["Subject"] = "letters"
    for name, content in (("a.pdf", _scanned_pdf(drawn)), ("b.png", _packed(drawn, "PNG"))):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    message.add_attachment(b"%PDF-1.4 torn", maintype="application", subtype="pdf", filename="c.pdf")
    way = Transform.scale(2550 / drawn.pixels.shape[1], 3300 / drawn.pixels.shape[0])
    copy = _Copy(tmp_path, message.as_bytes(), page1=_reading(drawn, way), page2=_reading(drawn))
    assert len(copy.document) == 3
    assert ["$1,075.21" in copy.text(number) for number in (1, 2, 3)] == [True, True, False]
    _assert_shows_the_same(copy, 2)
