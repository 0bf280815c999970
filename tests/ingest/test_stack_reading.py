"""Least reading in a stack: pages are skimmed only for the letter that they go on with."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

import ingest.clean
from ingest.letter import Letter
from ingest.ocr.engine import Layout, page_text
from ingest.page import CleanPage, Page
from ingest.read import Reader, Said, Told
from ingest.settings import ReadSettings
from ingest.text import PageText, Phrase, Word
from ingest.transform import Box

_BODY = "the notice that you received about your tax payment amount due with penalty and interest"


class ByPage:
    """Reads what it was told stands at the head of each page; a whole page has running text below."""

    name = "by page"

    def __init__(self, heads: Sequence[Sequence[str]]) -> None:
        self.heads = heads
        self.whole: list[int] = []

    def version(self) -> str:
        """One, for ever."""
        return "1"

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """The rows of the page, on a whole one with its body; nothing in rows that are not where it says."""
        del region
        if layout == "line":
            return page_text(page, (), "by page 1")
        rows = list(self.heads[page.number - 1])
        if layout == "page":
            self.whole.append(page.number)
            rows += ["", "", "", "", "", "", _BODY]
        words = [
            Word(text, Box(30.0 + 90 * n, 20.0 + 90 * at, 110.0 + 90 * n, 50.0 + 90 * at))
            for at, row in enumerate(rows)
            for n, text in enumerate(row.split())
        ]
        return page_text(page, words, "by page 1")


def _scanned(path: Path, pages: int, skew_deg: float = 0.0) -> Path:
    """A TIFF of as many pages with lines of print on them."""
    images = []
    for _ in range(pages):
        pixels = np.full((1650, 1275), 255, np.uint8)
        for top in range(120, 1500, 40):
            cv2.putText(pixels, _BODY[:60], (100, top), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0,), 2)
        images.append(Image.fromarray(pixels).rotate(skew_deg, fillcolor=255))
    out = io.BytesIO()
    images[0].save(
        out, "TIFF", save_all=True, append_images=images[1:], compression="tiff_lzw", dpi=(150, 150)
    )
    path.write_bytes(out.getvalue())
    return path


def _read(
    path: Path, heads: Sequence[Sequence[str]], told: Mapping[str, Told]
) -> tuple[list[list[int]], list[int]]:
    """The pages of each letter, and which pages were read whole; a letter's telling hangs on its code."""

    def enough(letter: Letter) -> Said:
        return Said(next((word for code, word in told.items() if code in letter.text), "open"))

    engine = ByPage(heads)
    with Reader(_scanned(path, len(heads)), ReadSettings(second=False), engine=engine) as reader:
        letters = reader.letters(enough)
    return [[page.number for page in letter.pages] for letter in letters], engine.whole


def _head(code: str, number: int, count: int) -> tuple[str, str]:
    return f"Page {number} of {count}", f"Notice {code}"


def test_pages_that_go_on_are_skimmed_and_a_new_letter_is_read(tmp_path: Path) -> None:
    heads = [_head("CP14", n, 3) for n in (1, 2, 3)] + [_head("LT11", n, 2) for n in (1, 2)]
    letters, whole = _read(tmp_path / "stack.tif", heads, {"CP14": "sure"})
    assert letters == [[1, 2, 3], [4, 5]]
    assert whole == [1, 4, 5]


@pytest.mark.parametrize(
    "strange", [_head("LT11", 2, 3), _head("CP14", 3, 3), ("Page 2 of 4", "Notice CP14")], ids=str
)
def test_a_page_that_is_not_the_next_one_is_read_whole(tmp_path: Path, strange: tuple[str, str]) -> None:
    _, whole = _read(tmp_path / "stack.tif", [_head("CP14", 1, 3), strange], {"CP14": "sure"})
    assert whole == [1, 2]


@pytest.mark.parametrize(("skew_deg", "times"), [(0.0, 0), (5.0, 1)])
def test_a_page_behind_one_that_lies_askew_is_cleaned_whole_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, skew_deg: float, times: int
) -> None:
    cleaned: list[int] = []

    def clean_page(page: Page, branch: str | None = None) -> CleanPage:
        cleaned.append(page.number)
        return ingest.clean.clean_page(page, branch)

    monkeypatch.setattr("ingest.read.clean_page", clean_page)
    monkeypatch.setattr("ingest.look.clean_page", clean_page)
    heads = [_head("CP14", 1, 3), _head("CP14", 2, 3), _head("LT11", 1, 3)]
    path = _scanned(tmp_path / "stack.tif", len(heads), skew_deg)
    engine = ByPage(heads)
    with Reader(path, ReadSettings(second=False), engine=engine) as reader:
        reader.letters(lambda _letter: Said("sure"))
    # The second page is skimmed, the third read whole after all.
    assert (cleaned.count(2), cleaned.count(3)) == (times, 1)
    assert engine.whole == [1, 3]


_GOES_ON = ("Letter 1058 (Rev. 10-1999)", "If you do not pay the amount due we may take your property")


def test_a_letter_that_does_not_count_its_pages_goes_on_with_one_that_names_it(tmp_path: Path) -> None:
    heads = [("Letter 1058 (Rev. 10-1999)", "Dear Taxpayer"), _GOES_ON, _GOES_ON]
    letters, whole = _read(tmp_path / "letter.tif", heads, {"1058": "sure"})
    assert letters == [[1, 2, 3]]
    assert whole == [1]


@pytest.mark.parametrize(
    "head",
    [
        ("Letter 1058 (Rev. 10-1999)", "Department of the Treasury", "Internal Revenue Service"),
        ("Letter 3172 (Rev. 10-1999)", _GOES_ON[1]),
        ("Letter 1058 (Rev. 10-1999)", "lrn ffi uu"),
        ("Letter 1058 (Rev. 10-1999)", "Page 3", _GOES_ON[1]),
    ],
    ids=["looks like a first page", "another code", "litter", "out of turn"],
)
def test_any_other_page_without_a_count_is_read_whole(tmp_path: Path, head: tuple[str, ...]) -> None:
    heads = [("Letter 1058 (Rev. 10-1999)", "Dear Taxpayer"), head]
    assert _read(tmp_path / "letter.tif", heads, {"1058": "sure"})[1] == [1, 2]


_TEXT = ("If you do not pay the amount due we may take your property", "or your rights to it")


@pytest.mark.parametrize("head", [_TEXT, ("Page 2", *_TEXT)], ids=["no number", "its number alone"])
@pytest.mark.parametrize("told", ["sure", "told"])
def test_a_page_of_running_text_goes_on_with_the_letter_before_it(
    tmp_path: Path, head: tuple[str, ...], told: Told
) -> None:
    heads = [("Page 1 of 3", "Letter 1058 (Rev. 10-1999)", "Dear Taxpayer"), head, _TEXT]
    letters, whole = _read(tmp_path / "letter.tif", heads, {"1058": told})
    assert letters == [[1, 2, 3]]
    assert 2 not in whole


@pytest.mark.parametrize(
    ("first", "head"),
    [
        ((), ("Dear Ms. Roe:", *_TEXT)),
        ((), ("May 6, 2024", *_TEXT)),
        ((), ("Anytown, OH 44999", *_TEXT)),
        ((), ("Page 3", *_TEXT)),
        (("Page 1 of 1",), _TEXT),
    ],
    ids=["salutation", "date", "address", "out of turn", "the letter has all its pages"],
)
def test_a_page_that_may_begin_a_letter_is_read_whole(
    tmp_path: Path, first: tuple[str, ...], head: tuple[str, ...]
) -> None:
    heads = [(*first, "Letter 1058 (Rev. 10-1999)", "Dear Taxpayer"), head]
    assert _read(tmp_path / "letter.tif", heads, {"1058": "sure"})[1] == [1, 2]


def test_a_page_read_whole_that_surely_goes_on_does_not_begin_another_letter(tmp_path: Path) -> None:
    marks = ("Notice date May 6, 2024", "Social security number XXX-XX-1234")
    odd = ("Page 3 of 3", "Notice CP14", *marks)
    heads = [(*_head("CP14", 1, 3), *marks), odd, (*_head("CP14", 2, 3), *marks)]
    asked: list[int] = []

    def enough(letter: Letter) -> Said:
        asked.append(len(letter.pages))
        return Said("sure")

    with Reader(_scanned(tmp_path / "l.tif", 3), ReadSettings(second=False), engine=ByPage(heads)) as reader:
        (letter,) = reader.letters(enough)
    assert [page.number for page in letter.pages] == [1, 3, 2]
    assert asked == [1]


def test_what_was_skimmed_for_one_letter_is_read_whole_for_the_other_it_belongs_to(tmp_path: Path) -> None:
    marks = ("Notice date May 6, 2024", "Social security number XXX-XX-1234")
    heads = [
        ("Ogden, UT 84201", "Dear Taxpayer"),
        (*_head("LT11", 2, 2), *marks),
        (*_head("LT11", 1, 2), *marks),
    ]
    letters, whole = _read(tmp_path / "stack.tif", heads, {"Dear": "sure"})
    assert letters == [[1], [3, 2]]
    assert whole == [1, 3, 2]


class Corner(ByPage):
    """Reads a stamp only where words are looked for one by one, as in a round one."""

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """The rows, or the stamp."""
        if layout != "sparse":
            return super().read(page, region, layout)
        return page_text(page, [Word("26NOV2026", Box(10, 10, 110, 40))], "by page 1")


def test_the_corner_of_an_envelope_is_read_for_itself(tmp_path: Path) -> None:
    engine = Corner([_head("CP14", 1, 1), ("Official Business",)])
    with Reader(_scanned(tmp_path / "stack.tif", 2), ReadSettings(second=False), engine=engine) as reader:
        (letter,) = reader.letters()
    (envelope,) = letter.envelopes
    assert [reading.text for reading in envelope.readings[1:]] == ["26NOV2026"]
    whole, corner = (reading.size_px for reading in envelope.readings)
    assert corner == pytest.approx((whole[0] / 2, whole[1] / 2), abs=2)
    assert len(letter.pages[0].readings) == 1


class NumbersAlone:
    """A second reader that reads page numbers rightly, and is told where they stand."""

    name = "rapidocr"

    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = numbers
        self.asked: list[str] = []

    def version(self) -> str:
        """One, for ever."""
        return "1"

    def read(self, page: CleanPage, phrase: Phrase) -> list[Word]:
        """The number of the page, word by word in the phrase's place."""
        self.asked.append(phrase.text)
        said = self.numbers[page.number - 1].split()
        return [dataclasses.replace(word, text=text) for word, text in zip(phrase.words, said, strict=True)]


def test_where_a_cut_is_unsure_page_numbers_are_read_by_the_second_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = NumbersAlone([f"Page {n} of 4" for n in (1, 2, 3, 4)])
    monkeypatch.setattr("ingest.read.second_reader", lambda: second)
    said = [("LT11", 1), ("LT11", 2), ("LT14", 2), ("LT11", 4)]
    heads = [(*_head(code, number, 4), "We have not heard from you yet.") for code, number in said]
    with Reader(_scanned(tmp_path / "letter.tif", 4), ReadSettings(), engine=ByPage(heads)) as reader:
        letters = reader.letters()
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2, 3, 4]]
    assert not letters[0].cut_unsure
    assert set(second.asked) == {"Page 1 of 4", "Page 2 of 4", "Page 4 of 4"}


def _read_torn(path: Path, mended_by: int) -> tuple[ByPage, list[tuple[str, ...]], Letter]:
    """What was asked of a letter whose table on page 1 is torn until so many looks were taken at it."""
    heads = [_head("LT11", n, 3) for n in (1, 2, 3)]
    asked: list[tuple[str, ...]] = []

    def enough(letter: Letter) -> Said:
        asked.append(tuple(reading.branch for reading in letter.pages[0].readings))
        mended = len(asked) > mended_by
        return Said("sure") if mended else Said("open", ((1, Box(100, 100, 500, 130)),), {1})

    engine = ByPage(heads)
    with Reader(_scanned(path, 3), ReadSettings(second=False), engine=engine) as reader:
        (letter,) = reader.letters(enough)
        return engine, asked, reader.look_again(letter, (), torn={1})


def test_a_torn_table_is_looked_at_closer_before_the_pages_behind_it(tmp_path: Path) -> None:
    engine, asked, _ = _read_torn(tmp_path / "l.tif", mended_by=1)
    assert engine.whole == [1]
    assert [len(branches) for branches in asked] == [1, 2]


def test_a_table_still_torn_is_read_as_one_block_and_only_once(tmp_path: Path) -> None:
    engine, asked, again = _read_torn(tmp_path / "l.tif", mended_by=2)
    assert engine.whole == [1]
    assert [branches[-1].endswith(" block") for branches in asked] == [False, False, True]
    assert tuple(reading.branch for reading in again.pages[0].readings) == asked[-1]


def test_pages_behind_a_table_that_stays_torn_are_read_whole(tmp_path: Path) -> None:
    engine, asked, _ = _read_torn(tmp_path / "l.tif", mended_by=99)
    assert engine.whole == [1, 2, 3]
    assert [len(branches) for branches in asked] == [1, 2, 3, 3]


def test_a_place_is_looked_at_closer_once(tmp_path: Path) -> None:
    spot = (1, Box(100, 100, 500, 130))
    engine = ByPage([_head("LT11", n, 2) for n in (1, 2)])
    with Reader(_scanned(tmp_path / "l.tif", 2), ReadSettings(second=False), engine=engine) as reader:
        (letter,) = reader.letters(lambda _letter: Said("told", (spot,)))
        looked = [reading.branch for reading in letter.pages[0].readings]
        assert len(looked) == 2
        assert reader.look_again(letter, (spot,)) == letter
        other = reader.look_again(letter, (spot, (1, Box(100, 300, 500, 330))))
        assert len(other.pages[0].readings) == 3
