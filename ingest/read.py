"""The whole of ingest on one screen: a file goes in, letters come out, and can be looked at again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, Self

from ingest.around import phrases_around
from ingest.clean import clean_page
from ingest.clean.deskew import quarters_of, turned
from ingest.errors import EmptyFile, SourceError
from ingest.imprint import imprint_of
from ingest.kept import Kept, digest
from ingest.language import is_spanish
from ingest.letter import Capture, Letter, ReadPage
from ingest.links import codes_on
from ingest.look import (
    LookSettings,
    closer_look,
    first_look,
    placed_on,
    read_anew,
    stamp_look,
)
from ingest.ocr.engine import Engine, page_text
from ingest.ocr.patient import PatientReader
from ingest.ocr.second import SecondReader, second_reader
from ingest.ocr.tesseract import TesseractProgram, TesseractSettings, has_data, tesseract
from ingest.page import CleanPage, Page
from ingest.page_number import number_phrases
from ingest.pages import Part, pages_of
from ingest.privacy import mask_words
from ingest.separator import is_separator, reads_as_separator
from ingest.settings import SPANISH_DATA, ReadSettings
from ingest.skim import Skim, skim
from ingest.source import SourceFile, SourceLimits, open_source, passwords_in
from ingest.split import begins_nothing, goes_on, split
from ingest.text import PageText, Phrase
from ingest.together import Together
from ingest.transform import Box

# Where nothing at all was found for a field, the second reader goes over the page, up to so many phrases.
_MOST_PHRASES = 90
# Marks the branch of a page that was read as one block.
_BLOCK = " block"
# What a letter says of itself stands on its first pages; those behind explain.
_WHOLE_PAGES = 2
# Clean pages kept at hand, about 8 MB each: cleaning a photo again would cost as much as reading it.
_KEPT_PAGES = 4

Progress = Callable[[int, int], None]
# What a letter has said as far as it was read: not all; all; all, and nothing of it is in doubt.
Told = Literal["open", "told", "sure"]
Spots = Sequence[tuple[int, Box]]


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """What a letter has said as far as it was read, and where a closer look may bring what it has not.

    Parameters
    ----------
    told
        Whether that is all.
    closer
        Places, page and box, where a value stands that was not made out.
    torn
        Pages with a table that lacks a row or has a misread one.

    """

    told: Told
    closer: Spots = ()
    torn: Collection[int] = ()


Enough = Callable[[Letter], Said]


class Reader:
    """Reads one file: every page once, and the doubtful places again where it is asked to.

    Parameters
    ----------
    further
        Files whose pages are read behind its own, as if they were one file.

    Raises
    ------
    SourceError
        where the file cannot be worked.

    """

    def __init__(
        self,
        path: Path,
        settings: ReadSettings | None = None,
        progress: Progress | None = None,
        *,
        limits: SourceLimits | None = None,
        engine: Engine | None = None,
        further: Sequence[Path] = (),
        kept: Callable[[str], Kept] | None = None,
    ) -> None:
        self.settings = settings or ReadSettings()
        self.source: SourceFile = open_source(path, limits)
        named = self.settings.password_file
        passwords = passwords_in(Path(named)) if named else ()
        self._pages = pages_of(self.source, limits=limits, passwords=passwords)
        if further:
            opened = [open_source(other, limits) for other in further]
            rest = [(o, pages_of(o, limits=limits, passwords=passwords)) for o in opened]
            self._pages = Together([(self.source, self._pages), *rest])
        self._progress = progress
        # What stands behind the file is not in its hash, so that nothing may be kept under it.
        self.kept = kept(self.source.sha256) if kept and not further else Kept()
        self._engines: dict[str, Engine] = {"": engine} if engine else {}
        self._cleaned: dict[int, CleanPage] = {}
        self._looked_at: dict[int, set[Box]] = {}
        self.separators: tuple[int, ...] = ()
        self._second: SecondReader | None = second_reader() if self.settings.second else None
        self._of_pages = PatientReader(self._second, self._second.name) if self._second else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left open: the file's bytes were read once."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The files that came inside this one, a message's attachments, or behind it."""
        return self._pages.parts

    @property
    def page_count(self) -> int:
        """How many pages the file has."""
        return len(self._pages)

    def letters(self, enough: Enough | None = None) -> tuple[Letter, ...]:
        """Every letter of the file after a first look at each page.

        Parameters
        ----------
        enough
            Asked after each page that was read whole, with the letter as far as it goes: where it has told
            all, the pages behind need only be skimmed for where they belong, and a coupon on the last one
            for a further witness where something is in doubt. Without it every page is read whole.

        Raises
        ------
        SourceError
            where no page at all can be read; a bad page among good ones is only left unread.
        ToolMissing
            where a picture must be read and there is no engine.

        """
        pages = list(self._read_pages(enough))
        letters = split(pages, self.source.sha256[:8])
        if unsure := {page.number for letter in letters if letter.cut_unsure for page in letter.pages}:
            pages = [self._numbered_again(page) if page.number in unsure else page for page in pages]
            letters = split(pages, self.source.sha256[:8])
        if all(page.separator for page in pages):
            raise EmptyFile(
                "The file holds separator sheets and no letter.", advice="Scan the letters with them."
            )
        self.separators = tuple(page.number for page in pages if page.separator)
        if enough is None or not (whole := _to_read_whole(letters, enough)):
            return letters
        pages = [self._page(p.number, "open", ()) if p.number in whole else p for p in pages]
        return split(pages, self.source.sha256[:8])

    def _read_pages(self, enough: Enough | None) -> Iterator[ReadPage]:
        failure: SourceError | None = None
        read = 0
        at_hand: list[ReadPage] = []
        told: Told = "open"
        for number in range(1, self.page_count + 1):
            try:
                page = self._page(number, told, at_hand)
                if told != "open" and not (page.separator or self._is_next(page, at_hand)):
                    # A page that does not go on begins another letter, which has to tell all by itself.
                    at_hand, told = [], "open"
                read += 1
            except SourceError as error:
                failure = error
                page = ReadPage(number, (1, 1), (), Capture("scan", "poor", error.message))
            if self._progress:
                self._progress(number, self.page_count)
            if page.separator:
                at_hand, told = [], "open"
                yield page
                continue
            asked = enough is not None and told == "open" and number < self.page_count
            if enough and asked and page.readings and not all(map(_has_own_text, (*at_hand, page))):
                page, told = self._asked(page, at_hand, enough)
            at_hand.append(page)
            yield page
        if failure and not read:
            raise failure

    def _asked(self, page: ReadPage, before: Sequence[ReadPage], enough: Enough) -> tuple[ReadPage, Told]:
        """What the letter has told with this page, which is looked at closer where that may bring the rest.

        Then the pages behind it need not be read.
        """

        def said() -> Said:
            return enough(split([*before, page], self.source.sha256[:8])[-1])

        answer = said()
        if boxes := [box for number, box in answer.closer if number == page.number]:
            page = self._further(page, boxes)
            answer = said()
        if page.number in answer.torn:
            page = self._further(page, (), block=True)
            answer = said()
        return page, answer.told

    def _is_next(self, page: ReadPage, at_hand: Sequence[ReadPage]) -> bool:
        """Whether a page goes on with the letter at hand, beyond doubt."""
        if _is_skimmed(page):
            return True
        letters = split([*at_hand, page], self.source.sha256[:8])
        return len(letters) == 1 and not letters[0].cut_unsure

    def _page(self, number: int, told: Told, at_hand: Sequence[ReadPage]) -> ReadPage:
        """The page as kept, or read now: as much of it as is wanted after what the pages before it told."""
        name = f"{number} {told}"
        if told != "open":
            before = " ".join(f"{page.number}{'s' * _is_skimmed(page)}" for page in at_hand)
            name = f"{name} after {before}"

        def read() -> ReadPage:
            """The page read now, or the sheet that parts letters."""
            arrived = self._pages.page(number)
            if (sheet := _separator(arrived)) is not None:
                return sheet
            clean = (
                clean_page(arrived) if told != "open" and _lies_unlike_a_sheet(arrived, at_hand[0]) else None
            )
            found = self._skimmed(arrived, told, at_hand, clean)
            found = found or _separator_in_words(self._read_page(arrived, clean))
            if found.separator:
                return found
            return dataclasses.replace(found, links=(*arrived.links, *codes_on(arrived)))

        return self.kept.page(name, read)

    def _read_page(self, arrived: Page, clean: CleanPage | None) -> ReadPage:
        settings = LookSettings(self.settings.page_s)
        page, clean = first_look(arrived, self._opened(), settings, self._of_pages, clean)
        if clean is not None:
            page = self._in_its_language(page, clean)
            if imprint_of(page).paper == "envelope" and (stamp := stamp_look(clean, self._opened())):
                page = dataclasses.replace(page, readings=(*page.readings, stamp))
            self._keep_at_hand(page.number, clean)
        # A text layer is masked where it is read.
        return page if clean is None else _masked(page)

    def _in_its_language(self, page: ReadPage, clean: CleanPage) -> ReadPage:
        """A Spanish page read anew with Spanish data; as it is, and said to lack them, without."""
        wanted = self.settings.language
        if not page.readings or SPANISH_DATA in wanted.split("+") or not is_spanish(page.readings[0].words):
            return page
        wanted = f"{SPANISH_DATA}+{wanted}"
        if not has_data(wanted):
            return dataclasses.replace(page, data=wanted, lacks_data=True)
        return dataclasses.replace(read_anew(page, clean, self._opened(wanted)), data=wanted)

    def _clean(self, page: ReadPage) -> CleanPage:
        """The page cleaned as it was when it was read."""
        clean = self._cleaned.get(page.number)
        if clean is None:
            clean = clean_page(self._pages.page(page.number), _branch(page))
            clean = turned(clean, quarters_of(page.steps) - quarters_of(clean.steps))
        self._keep_at_hand(page.number, clean)
        return clean

    def _keep_at_hand(self, number: int, clean: CleanPage) -> None:
        """Keep a clean page for further looks; those go that were not looked at for longest."""
        self._cleaned.pop(number, None)
        self._cleaned[number] = clean
        for oldest in list(self._cleaned)[:-_KEPT_PAGES]:
            del self._cleaned[oldest]

    def _skimmed(
        self, arrived: Page, told: Told, at_hand: Sequence[ReadPage], clean: CleanPage | None
    ) -> ReadPage | None:
        """The page with little of it read, where that is enough and shows that it goes on with its letter."""
        if told == "open":
            return None
        unsure = told == "told"
        last = arrived.number == self.page_count
        how = Skim(quarters_of(at_hand[0].steps), witness=unsure, coupon=unsure and last)
        next_page = partial(goes_on, before=at_hand)
        skimmed = skim(arrived, self._opened(), next_page, how, clean)
        if skimmed is None or not (next_page(skimmed) or begins_nothing(skimmed, at_hand)):
            return None
        return _masked(skimmed)

    def write_searchable(self, out: Path, letters: Sequence[Letter], *, attach: bool) -> None:
        """Write a copy of the file whose text can be searched: its pages with what was read on them.

        Raises
        ------
        DamagedFile
            where the file can be read but not copied.

        """
        from ingest.searchable import write_searchable

        pages = [page for letter in letters for page in (*letter.pages, *letter.enclosures)]
        read = {page.number: page.readings[0] for page in pages if page.readings}
        write_searchable(out, self.source, self._pages, read, attach=attach)

    def look_again(
        self,
        letter: Letter,
        spots: Sequence[tuple[int, Box]],
        *,
        whole: bool = False,
        torn: Collection[int] = (),
    ) -> Letter:
        """The letter with further readings of the places named; of whole pages where something is missing.

        Each place is read by Tesseract alone and at a second size, and by the second reader with all that
        stands around it, so that its label is read anew too.

        Parameters
        ----------
        spots
            Page number and box in pixels of the page as it arrived.
        whole
            Read whole pages too, as one block: what Tesseract took for a column of its own and left out comes
            back that way. The second reader goes over the first page.
        torn
            Numbers of pages that are read as one block in any case, since rows of a table are missing there.

        """
        pages = []
        for page in letter.pages:
            boxes = [box for number, box in spots if number == page.number]
            block = page.number in torn or (whole and page in letter.pages[:_WHOLE_PAGES])
            all_of_it = whole and page is letter.pages[0]
            pages.append(self._further(page, boxes, all_of_it=all_of_it, block=block))
        return dataclasses.replace(letter, pages=tuple(pages))

    def _further(
        self, page: ReadPage, boxes: Sequence[Box], *, all_of_it: bool = False, block: bool = False
    ) -> ReadPage:
        """The page with further readings: of the places named, as one block, of all that may hold a value."""
        block = block and not any(reading.branch.endswith(_BLOCK) for reading in page.readings)
        # A second look at the same places would show the same; with a block, other phrases stand around them.
        seen = self._looked_at.setdefault(page.number, set())
        boxes = boxes if block else [box for box in boxes if box not in seen]
        seen.update(boxes)
        if page.capture.kind == "digital" or not page.readings or not (boxes or block or all_of_it):
            return page
        name = f"{page.number} again {digest(page, tuple(boxes), all_of_it, block)}"
        read = partial(self._read_again, page, boxes, all_of_it=all_of_it, block=block)
        return dataclasses.replace(page, readings=(*page.readings, *self.kept.readings(name, read)))

    def _read_again(
        self, page: ReadPage, boxes: Sequence[Box], *, all_of_it: bool, block: bool
    ) -> tuple[PageText, ...]:
        """The further readings of one page, masked: of the places named, or of all that may hold a value."""
        clean = self._clean(page)
        further = list(closer_look(clean, boxes, self._engine_of(page))) if boxes else []
        base = next((r for r in page.readings if r.branch.endswith(_BLOCK)), page.readings[0])
        if block:
            base = self._as_one_block(clean, self._engine_of(page))
            further.append(base)
        if boxes or all_of_it:
            further += self._second_reading(clean, base, () if all_of_it else boxes)
        masked = _masked(dataclasses.replace(page, readings=(*page.readings, *further)))
        return masked.readings[len(page.readings) :]

    def _numbered_again(self, page: ReadPage) -> ReadPage:
        """The page with its number read by the second reader too: where cuts are unsure, one was misread."""
        if self._second is None or page.capture.kind == "digital" or not page.readings:
            return page

        def read() -> tuple[PageText, ...]:
            clean = self._clean(page)
            phrases = [p for reading in page.readings for p in number_phrases(placed_on(clean, reading))]
            return tuple(self._read_phrases(clean, phrases))

        further = self.kept.readings(f"{page.number} numbered {digest(page)}", read)
        return dataclasses.replace(page, readings=(*page.readings, *further))

    def _engine_of(self, page: ReadPage) -> Engine:
        return self._opened("" if page.lacks_data else page.data)

    def _as_one_block(self, clean: CleanPage, engine: Engine) -> PageText:
        reading = engine.read(clean, None, "block")
        return dataclasses.replace(reading, branch=f"{clean.branch}{_BLOCK}")

    def _second_reading(self, clean: CleanPage, first: PageText, boxes: Sequence[Box]) -> Iterator[PageText]:
        yield from self._read_phrases(clean, phrases_around(placed_on(clean, first), boxes)[:_MOST_PHRASES])

    def _read_phrases(self, clean: CleanPage, phrases: Sequence[Phrase]) -> Iterator[PageText]:
        if self._second is None:
            return
        words = [word for phrase in phrases for word in self._second.read(clean, phrase)]
        if words:
            yield page_text(clean, words, f"{self._second.name} {self._second.version()}")

    def _opened(self, data: str = "") -> Engine:
        """The engine with its usual language data, or with others."""
        if data not in self._engines:
            settings = TesseractSettings(data or self.settings.language, self.settings.ocr_s)
            made = tesseract(settings) if self.settings.in_process else TesseractProgram(settings)
            self._engines[data] = made
        return self._engines[data]


def _separator(raw: Page) -> ReadPage | None:
    """The page as one that parts letters, where it is such a sheet; nothing on it is read."""
    if not is_separator(raw):
        return None
    capture = Capture("scan" if raw.text is None else "digital")
    return ReadPage(raw.number, raw.size_px, (), capture, separator=True)


def _separator_in_words(page: ReadPage) -> ReadPage:
    """The page, as one that parts letters where it says so in words though its code could not be read."""
    if not any(map(reads_as_separator, page.readings)):
        return page
    return ReadPage(page.number, page.size_px, (), page.capture, separator=True)


def _to_read_whole(letters: Sequence[Letter], enough: Enough) -> frozenset[int]:
    """Pages that were skimmed as going on with a letter, and belong to one that is not told without them."""
    if len(letters) == 1:
        return frozenset()
    numbers: set[int] = set()
    for letter in letters:
        skimmed = {page.number for page in letter.pages if any(step.name == "skimmed" for step in page.steps)}
        whole = tuple(page for page in letter.pages if page.number not in skimmed)
        if skimmed and not (whole and enough(dataclasses.replace(letter, pages=whole)).told != "open"):
            numbers |= skimmed
    return frozenset(numbers)


def _has_own_text(page: ReadPage) -> bool:
    """Whether the page has a text layer: none is skimmed, and those behind it likely have one too."""
    return page.capture.kind == "digital"


# Rows that fall more than this over the width of a page leave a band across it.
_ASKEW_DEG = 2.0


def _lies_unlike_a_sheet(arrived: Page, first: ReadPage) -> bool:
    """Whether a page behind another is a picture of which a band across it may not be a band of the sheet."""
    if arrived.text is not None or arrived.pixels is None:
        return False
    degrees = (dict(note.settings).get("degrees", 0.0) for note in first.steps if note.name == "straighten")
    return first.capture.kind == "photo" or any(abs(float(skew)) > _ASKEW_DEG for skew in degrees)


def _branch(page: ReadPage) -> str:
    return page.readings[0].branch.split(" ")[0]


def _is_skimmed(page: ReadPage) -> bool:
    """Whether only a part of the page was read."""
    return any(note.name == "skimmed" for note in page.steps)


def _masked(page: ReadPage) -> ReadPage:
    """Whole taxpayer numbers are masked here, before anything else sees the words."""
    return dataclasses.replace(page, readings=tuple(mask_words(reading) for reading in page.readings))
