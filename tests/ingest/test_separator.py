"""Our separator sheet is known on paper of every kind, and nothing else is taken for it."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp

from ingest.errors import EmptyFile
from ingest.page import Page, Pixels
from ingest.pages import pages_of
from ingest.read import Reader
from ingest.separator import PAYLOAD, is_separator, reads_as_separator, sheet
from ingest.source import open_source
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform
from samples import spoil


def _first_page(path: Path) -> Page:
    return pages_of(open_source(path)).page(1)


def _picture(pixels: Pixels) -> Page:
    return Page(1, pixels, 300, Transform.identity(), (pixels.shape[1], pixels.shape[0]))


def _with_code(text: str, side_px: int) -> Page:
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    code = np.array(zxingcpp.write_barcode_to_image(barcode, scale=1), np.uint8)
    code = np.kron(code, np.ones((side_px // len(code),) * 2, np.uint8))
    pixels = np.full((3300, 2550), 255, np.uint8)
    pixels[200 : 200 + len(code), 200 : 200 + len(code)] = code
    return _picture(pixels)


def test_the_sheet_is_the_same_every_time_and_known_by_its_words(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(sheet())
    assert sheet() == sheet()
    page = _first_page(tmp_path / "sheet.pdf")
    assert page.text is not None
    assert is_separator(page)


@pytest.mark.parametrize("kind", ["scan", "fax", "photo"])
def test_the_sheet_is_known_from_the_scanner_the_fax_and_the_phone(kind: str, tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(sheet()) as document:
        data, suffix, _ = spoil.spoil(document, 1, kind, random.Random(20), dt.date(2026, 3, 2))
    path = tmp_path / f"sheet{suffix}"
    path.write_bytes(data)
    assert is_separator(_first_page(path))


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_sheet_may_lie_any_way_round(quarters: int) -> None:
    with pypdfium2.PdfDocument(sheet()) as document:
        pixels = spoil.render(document, 0, 150)
    assert is_separator(_picture(np.ascontiguousarray(np.rot90(pixels, quarters))))


def test_a_small_code_on_a_letter_does_not_hide_it() -> None:
    assert is_separator(_with_code(PAYLOAD, 1000))
    assert not is_separator(_with_code(PAYLOAD, 400))


def test_another_code_is_no_separator() -> None:
    assert not is_separator(_with_code("https://www.irs.gov/cp504", 1000))


def test_a_file_of_sheets_alone_holds_no_letter(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(sheet())
    with Reader(tmp_path / "sheet.pdf") as reader, pytest.raises(EmptyFile, match="no letter"):
        reader.letters()


def test_a_sheet_whose_code_a_fax_has_smeared_is_known_by_the_words_read_on_it() -> None:
    words = [
        Word(text, Box(100, 100 + 60 * at, 900, 140 + 60 * at)) for at, text in enumerate(("SHEET", PAYLOAD))
    ]
    more = [Word("owed", Box(100, 400 + 40 * at, 300, 430 + 40 * at)) for at in range(80)]

    def reading(found: list[Word]) -> PageText:
        return PageText(lines_of(found), (2550, 3300), Transform.identity(), "test")

    assert reads_as_separator(reading(words))
    assert not reads_as_separator(reading(words[:1]))
    # A letter that only mentions it.
    assert not reads_as_separator(reading([*words, *more]))
