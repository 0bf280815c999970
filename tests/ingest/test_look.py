"""First and closer looks with engines made up for the purpose."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import pytest

from ingest.clean import clean_page
from ingest.clean.deskew import quarters_of
from ingest.errors import ToolFailed, ToolMissing, ToolTimedOut
from ingest.look import LookSettings, closer_look, first_look, quick_look
from ingest.ocr.engine import Layout, page_text
from ingest.page import CleanPage, Page
from ingest.skim import Skim, skim
from ingest.text import PageText, Word
from ingest.transform import Box, Transform

_GOOD = "the notice that you received about your tax payment amount due with penalty and interest"
_LITTER = "qx vbn zzt jkq wpl xxr"


def _words(text: str, confidence: float = 95.0) -> list[Word]:
    return [
        Word(part, Box(40.0 * n, 10, 40.0 * n + 30, 30), confidence) for n, part in enumerate(text.split())
    ]


@dataclass
class Scripted:
    """Says what it was told to, one saying after the other, the last for ever; keeps what it was shown.

    Of single rows it says only ``of_rows``: what it reads on a page covers none of the page's letters.
    """

    sayings: Sequence[str | Exception]
    shown: list[tuple[CleanPage, Box | None, Layout]] = field(default_factory=list)
    name: str = "scripted"
    of_rows: str = ""
    rows: list[CleanPage] = field(default_factory=list)

    def version(self) -> str:
        """One, for ever."""
        return "1"

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """The next saying."""
        if layout == "line":
            self.rows.append(page)
            return page_text(page, _words(self.of_rows, 95.0), "scripted 1")
        saying = self.sayings[min(len(self.shown), len(self.sayings) - 1)]
        self.shown.append((page, region, layout))
        if isinstance(saying, Exception):
            raise saying
        return page_text(page, _words(saying, 95.0 if saying is _GOOD else 20.0), "scripted 1")


def test_a_good_first_reading_is_the_only_one(drawn: Any) -> None:
    engine = Scripted([_GOOD])
    page, _ = first_look(drawn.page(), engine, LookSettings())
    assert len(engine.shown) == 1
    assert page.readings[0].text.startswith("the")
    assert page.capture.quality == "good"


@dataclass
class Sideways(Scripted):
    """Makes out the words of a page that lies on its side, each by itself, and the rows of the next one."""

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """Words as tall as those of a page on its side are; of parts nothing."""
        if layout != "page":
            return page_text(page, [], "scripted 1")
        reading = super().read(page, region, layout)
        if len(self.shown) > 1:
            return reading
        tall = [Box(10, 40.0 * n, 30, 40.0 * n + 34) for n in range(2 * len(reading.words))]
        words = [Word(w.text, box, 95.0) for w, box in zip(2 * reading.words, tall, strict=True)]
        return page_text(page, words, "scripted 1")


def test_a_page_whose_words_stand_on_end_is_laid_level_and_read_again(drawn: Any) -> None:
    engine = Sideways([_GOOD])
    lying = dataclasses.replace(drawn.page(), pixels=np.ascontiguousarray(np.rot90(drawn.pixels)))
    page, _ = first_look(lying, engine, LookSettings())
    first, again = (shown for shown, _, _ in engine.shown)
    assert all(word.box.height < word.box.width for word in page.readings[0].words)
    # What stood out turned it the first time; the second time rows are known to lie as they did before.
    assert quarters_of(first.steps) % 2 == 1
    assert quarters_of(again.steps) % 2 == 0


def test_litter_is_tried_upside_down_and_in_other_branches(drawn: Any) -> None:
    # The page, its strip, the strip upside down, then the whole page that way.
    engine = Scripted([_LITTER, _LITTER, _GOOD, _GOOD])
    page, _ = first_look(drawn.page(), engine, LookSettings())
    first, last = engine.shown[0][0], engine.shown[-1][0]
    # The first reading is of the page made smaller.
    back = np.ascontiguousarray(np.rot90(last.pixels, 2))
    smaller = cv2.resize(back, first.pixels.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(smaller.astype(int) - first.pixels.astype(int)).mean() < 1
    assert "notice" in page.text


@dataclass
class Knowing:
    """A second reader that says one thing of every page; keeps the pages that it was asked to read."""

    saying: str
    turn: int | None
    read: list[CleanPage] = field(default_factory=list)
    asked: list[CleanPage] = field(default_factory=list)

    def read_page(self, page: CleanPage) -> PageText:
        """What it says."""
        self.read.append(page)
        return page_text(page, _words(self.saying), "knowing 1")

    def quarters(self, page: CleanPage) -> int | None:
        """The way up that it was told."""
        self.asked.append(page)
        return self.turn


def test_a_good_first_reading_never_pays_for_a_second_reader(drawn: Any) -> None:
    second = Knowing(_GOOD, None)
    first_look(drawn.page(), Scripted([_GOOD]), LookSettings(), second)
    assert (second.read, second.asked) == ([], [])


def test_litter_is_turned_as_the_second_reader_says_and_read_by_it_too(drawn: Any) -> None:
    second = Knowing(_GOOD, 3)
    page, clean = first_look(drawn.page(), Scripted([_LITTER]), LookSettings(), second)
    assert clean is second.read[0]
    assert clean.pixels.shape == second.asked[0].pixels.shape[::-1]
    # The better reading stands in front, the other stays as a witness.
    assert [reading.engine for reading in page.readings] == ["knowing 1", "scripted 1"]
    # A page that only one of them can read was not captured well.
    assert page.capture.quality == "fair"


def test_a_line_of_text_outweighs_a_page_of_litter_with_more_words_in_it_by_chance(drawn: Any) -> None:
    litter = " ".join([_LITTER, _LITTER, "notice"] * 12)
    page, _ = first_look(
        drawn.page(), Scripted([litter]), LookSettings(), Knowing("amount due with penalty", 0)
    )
    assert [reading.engine for reading in page.readings] == ["knowing 1", "scripted 1"]


def test_where_the_second_reader_cannot_tell_either_the_usual_ways_are_tried(drawn: Any) -> None:
    engine = Scripted([_LITTER, _LITTER, _GOOD, _GOOD])
    page, _ = first_look(drawn.page(), engine, LookSettings(), Knowing("", None))
    assert "notice" in page.text
    assert len(page.readings) == 1


def test_a_reading_unsure_of_itself_is_read_by_the_second_reader_as_it_lies(drawn: Any) -> None:
    unsure = " ".join(["amount"] * 12)
    second = Knowing(_GOOD, 2)
    page, _ = first_look(drawn.page(), Scripted([unsure]), LookSettings(), second)
    assert second.asked == []
    assert len(page.readings) == 2


@pytest.mark.parametrize("fault", [ToolFailed("ended"), ToolTimedOut("late")])
def test_the_second_reader_reads_what_the_first_one_could_not(drawn: Any, fault: Exception) -> None:
    page, _ = first_look(drawn.page(), Scripted([fault]), LookSettings(), Knowing(_GOOD, 0))
    assert [reading.engine for reading in page.readings] == ["knowing 1"]


def test_a_blank_page_is_shown_to_no_second_reader(drawn: Any) -> None:
    second = Knowing(_GOOD, 0)
    blank = dataclasses.replace(drawn.page(), pixels=np.full((1650, 1275), 255, np.uint8))
    page, _ = first_look(blank, Scripted([""]), LookSettings(), second)
    assert (page.readings, second.read, second.asked) == ((), [], [])


def test_litter_read_into_a_few_specks_is_no_text_and_costs_no_further_way(drawn: Any) -> None:
    pixels = np.full((1650, 1275), 255, np.uint8)
    pixels[400:1200:60, 300:900:300] = 0
    specked = dataclasses.replace(drawn.page(), pixels=cv2.erode(pixels, np.ones((14, 10), np.uint8)))
    engine, second = Scripted([_LITTER]), Knowing(_GOOD, 0)
    page, _ = first_look(specked, engine, LookSettings(), second)
    assert (page.readings, second.read, second.asked) == ((), [], [])
    assert len({shown.branch for shown, _, _ in engine.shown}) == 1
    # Few letters that make sense stay.
    few, _ = first_look(specked, Scripted([f"page {_LITTER}"]), LookSettings())
    assert "page" in few.text


def test_litter_to_the_end_is_poor_and_says_what_to_do(drawn: Any) -> None:
    engine = Scripted([_LITTER])
    page, _ = first_look(drawn.page(), engine, LookSettings())
    assert page.capture.quality == "poor"
    assert page.capture.advice
    assert len({shown.branch for shown, _, _ in engine.shown}) > 1


def test_no_further_way_is_tried_after_the_time(drawn: Any) -> None:
    engine = Scripted([_LITTER])
    first_look(drawn.page(), engine, LookSettings(page_s=0.0))
    whole = [layout for _, _, layout in engine.shown if layout == "page"]
    assert len(whole) == 1


@pytest.mark.parametrize("fault", [ToolFailed("ended"), ToolTimedOut("late")])
def test_an_engine_that_fails_leaves_the_page_unread(drawn: Any, fault: Exception) -> None:
    page, _ = first_look(drawn.page(), Scripted([fault]), LookSettings())
    assert page.readings == ()
    assert page.capture.quality == "poor"
    assert page.capture.advice


def test_a_missing_engine_is_no_fault_of_the_page(drawn: Any) -> None:
    with pytest.raises(ToolMissing):
        first_look(drawn.page(), Scripted([ToolMissing("none")]), LookSettings())


def test_a_closer_look_gives_one_reading_a_size_in_pixels_of_the_clean_page(drawn: Any) -> None:
    clean = dataclasses.replace(clean_page(drawn.page()), kind="photo")
    spot = dict(drawn.words)["$1,075.21"]
    engine = Scripted([], of_rows="$1,075.21")
    whole, small = closer_look(clean, [spot], engine)
    assert engine.rows[0].pixels.shape[0] > engine.rows[1].pixels.shape[0]
    there = clean.to_original.inverse.box(spot)
    for reading in (whole, small):
        assert reading.to_original == clean.to_original
        box = reading.words[0].box
        assert there.left - 60 < box.left < there.right
        assert there.top - 60 < box.top < there.bottom
    assert whole.branch != small.branch


def test_a_scan_that_was_first_read_smaller_is_looked_at_in_its_own_size(drawn: Any) -> None:
    clean = clean_page(drawn.page())
    engine = Scripted([], of_rows="$1,075.21")
    assert clean.kind == "scan"
    assert len(closer_look(clean, [dict(drawn.words)["$1,075.21"]], engine)) == 1


class Forgetful:
    """Reads every word of a drawn page but for one row, unless it is shown just that row.

    In its place it has nothing, or litter that it is little sure of.
    """

    name = "forgetful"

    def __init__(self, drawn: Any, row: str, *, litter: str = "", sure: float = 95.0) -> None:
        first, *_, last = row.split()
        boxes = dict(drawn.words)
        self.words, self.box = drawn.words, boxes[first].union(boxes[last])
        self.row, self.litter, self.sure = row, litter, sure

    def version(self) -> str:
        """One, for ever."""
        return "1"

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """The words where they stand on the page, or the row where it is shown."""
        del region
        if layout == "line":
            middle = page.to_original.inverse.point(*self.box.middle)
            inside = 0 < middle[0] < page.pixels.shape[1] and 0 < middle[1] < page.pixels.shape[0]
            return page_text(page, _words(self.row, self.sure) if inside else (), "forgetful 1")
        there = page.to_original.inverse
        words = [
            Word(text, there.box(box), 95.0)
            for text, box in self.words
            if not self.box.top <= box.middle[1] <= self.box.bottom
        ]
        if self.litter:
            words.append(Word(self.litter, there.box(self.box), 40.0))
        return page_text(page, words, "forgetful 1")


def test_a_row_that_the_engine_passed_over_is_read_by_itself(drawn: Any) -> None:
    row = "Interest charges 145.07"
    page, _ = first_look(drawn.page(), Forgetful(drawn, row), LookSettings())
    assert row in [line.text for line in page.readings[0].lines]
    lines = page.readings[0].text.splitlines()
    assert lines.index(row) == lines.index("Payments and credits -3,328.00") + 1


@pytest.mark.parametrize("kind", ["scan", "photo"])
@pytest.mark.parametrize(("sure", "kept"), [(95.0, False), (35.0, True)])
def test_a_row_that_the_engine_hardly_made_out_is_read_by_itself_where_that_is_surer(
    drawn: Any, sure: float, kept: bool, kind: Any
) -> None:
    row = "Interest charges 145.07"
    engine = Forgetful(drawn, row, litter="lnterGOmes", sure=sure)
    look = quick_look(dataclasses.replace(clean_page(drawn.page()), kind=kind), engine)
    assert look.reading is not None
    lines = [line.text for line in look.reading.lines]
    assert (row in lines) is not kept
    assert ("lnterGOmes" in lines) is kept


@pytest.mark.parametrize("reach", [0.3, 3.0])
def test_signs_before_hardly_read_digits_are_read_anew_with_them(drawn: Any, reach: float) -> None:
    """Those that mask a number are too small to be letters; a rule beside a cell is none of its signs."""
    box = dict(drawn.words)["145.07"]
    shown: list[float] = []

    class Masked(Forgetful):
        def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
            if layout == "line":
                shown.append(page.to_original.point(0, 0)[0])
                return page_text(page, _words("***-145.07"), "forgetful 1")
            found = super().read(page, region, layout)
            there = page.to_original.inverse
            wide = dataclasses.replace(box, left=box.left - reach * box.height)
            return page_text(page, [*found.words, Word("xx.145.07", there.box(wide), 40.0)], "forgetful 1")

    page = drawn.page()
    pixels = page.pixels.copy()
    pixels[int(box.top) - 4 : int(box.bottom) + 4, : int(box.left) - 4] = 255
    quick_look(clean_page(dataclasses.replace(page, pixels=pixels)), Masked(drawn, "Interest charges 145.07"))
    reaches = box.left - max(shown)
    assert (reaches > 2 * box.height) is (reach > 2)


def test_a_spot_outside_of_the_page_harms_nothing(drawn: Any) -> None:
    clean = clean_page(drawn.page())
    for box in (Box(-900, -900, -800, -880), Box(9e4, 9e4, 9.1e4, 9.1e4), Box(10, 10, 10, 10)):
        assert all(len(reading.words) <= 1 for reading in closer_look(clean, [box], Scripted(["x"])))


@pytest.mark.parametrize(("before", "lies"), [(0, 0), (0, 1), (1, 1)])
def test_a_page_that_lies_otherwise_than_the_others_is_skimmed_as_it_lies(before: int, lies: int) -> None:
    upright = np.full((3300, 2550), 255, np.uint8)
    for number, top in enumerate(range(150, 3200, 70)):
        # Lines of other letters each, or their letters would stand in columns.
        text = (3 * _GOOD)[7 * number % 41 :][:180]
        cv2.putText(upright, text, (150, top), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0,), 3)
    pixels = np.ascontiguousarray(np.rot90(upright, lies))
    arrived = Page(2, pixels, None, Transform.identity(), (pixels.shape[1], pixels.shape[0]))
    engine = Scripted([_GOOD])
    page = skim(arrived, engine, lambda _page: True, Skim(before))
    assert page is not None
    assert quarters_of(page.steps) % 2 == lies
    # A band across the page, and no stripe down its side.
    high, wide = engine.shown[-1][0].pixels.shape
    assert high / wide == pytest.approx(0.14 * 3300 / 2550, rel=0.05)


@pytest.mark.parametrize("before", [0, 2])
def test_head_and_foot_are_cut_off_a_page_cleaned_whole_as_the_pages_before_it_lie(before: int) -> None:
    pixels = np.full((3300, 2550), 255, np.uint8)
    for number, top in enumerate(range(150, 3200, 70)):
        text = (3 * _GOOD)[7 * number % 41 :][:180]
        cv2.putText(pixels, text, (150, top), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0,), 3)
    arrived = Page(2, pixels, None, Transform.identity(), (2550, 3300))
    clean = clean_page(arrived)
    engine = Scripted([_GOOD])
    page = skim(arrived, engine, lambda _page: True, Skim(before), clean)
    assert page is not None
    assert quarters_of(page.steps) == before
    high = round(0.14 * clean.pixels.shape[0])
    upright = clean.pixels if not before else np.rot90(clean.pixels, 2)
    shown = engine.shown[0][0].pixels
    small = cv2.resize(upright[:high], shown.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(shown.astype(int) - small).mean() < 1


@pytest.mark.parametrize(("said", "whole"), [(_GOOD + " " + _GOOD, False), ("page 3", True)])
def test_a_page_whose_foot_is_empty_is_read_whole_for_its_coupon(said: str, whole: bool) -> None:
    pixels = np.full((3300, 2550), 255, np.uint8)
    for top in (*range(150, 1500, 70), 3200):
        cv2.putText(pixels, _GOOD, (150, top), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0,), 3)
    arrived = Page(3, pixels, None, Transform.identity(), (2550, 3300))
    # Its head says where it belongs; the coupon stood in the middle.
    page = skim(arrived, Scripted([_GOOD, said]), lambda _page: True, Skim(witness=True, coupon=True))
    assert (page is None) is whole


def test_nothing_is_read_of_a_last_page_without_print_at_its_foot_before_it_is_read_whole() -> None:
    pixels = np.full((3300, 2550), 255, np.uint8)
    for top in range(150, 1500, 70):
        cv2.putText(pixels, _GOOD, (150, top), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0,), 3)
    arrived = Page(3, pixels, None, Transform.identity(), (2550, 3300))
    engine = Scripted([_GOOD])
    assert skim(arrived, engine, lambda _page: True, Skim(coupon=True)) is None
    assert not engine.shown


@pytest.mark.parametrize(("ink", "back"), [(0.12, True), (1.0, False)])
def test_faint_litter_that_makes_sense_in_a_mirror_is_the_back_of_a_sheet(
    drawn_fine: Any, ink: float, *, back: bool
) -> None:
    pixels = np.asarray(255 - (255.0 - drawn_fine.pixels[:, ::-1]) * ink, np.uint8)
    arrived = Page(1, pixels, None, Transform.identity(), (pixels.shape[1], pixels.shape[0]))
    # The page, then its strip in a mirror, then as it lies.
    engine, second = Scripted([_LITTER, _GOOD, _LITTER]), Knowing(_GOOD, None)
    page, _ = first_look(arrived, engine, LookSettings(), second)
    assert page.has_words is not back
    assert (len(engine.shown) == 3) is back
    if back:
        assert not second.read
        assert page.capture.quality == "good"
        assert "other side" in str(page.capture.advice)


@pytest.mark.parametrize("read", [_LITTER, _GOOD])
def test_litter_off_a_photo_of_a_blank_sheet_is_its_desk(monkeypatch: pytest.MonkeyPatch, read: str) -> None:
    monkeypatch.setattr("ingest.look.shows_a_blank_sheet", lambda _page: True)
    pixels = np.full((1900, 1500, 3), (70, 65, 60), np.uint8)
    pixels[150:1750, 150:1350] = (np.linspace(140, 230, 1200)[None, :, None] * (1.0, 0.97, 0.9)).astype(
        np.uint8
    )
    for top in range(300, 1500, 60):
        cv2.putText(pixels, _GOOD[:40], (250, top), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 3)
    page, clean = first_look(
        Page(1, pixels, None, Transform.identity(), (1500, 1900)), Scripted([read]), LookSettings()
    )
    assert clean is not None
    assert clean.kind == "photo"
    assert page.has_words is (read == _GOOD)
