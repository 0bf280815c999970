"""Pages to letters: which pages of a file belong together, and which are missing.

A file is one letter unless there is positive evidence of another: a second "Page 1 of 4", or a page
whose heading names another notice and another date. What looks like a cut but is not certain is
cut all the same where the evidence is strong, and both sides say so.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.letter import Letter, ReadPage
from ingest.text import Line, PageText

# Digits as OCR reads them in a small footer.
_DIGIT_SLIPS = str.maketrans("lI|!iOoQSsBZzAg", "111110005582249")
_NUMBER = r"([0-9lI|!iOoQSsBZzAg]{1,3})"
_PAGE_OF = re.compile(
    rf"\bP\s?[aeo4@]\s?[gqy9]\s?[eco]\s*{_NUMBER}\s*[o0c][f1ltr]\s*{_NUMBER}(?![\w$])", re.IGNORECASE
)
_MOST_PAGES = 60
# "See page 2 of 4 for details" is a sentence, not a page number.
_LONGEST_FOOTER_WORDS = 10
# Headings stand in the upper third of a page. There a code or a date stands alone or after its label;
# in a sentence it is only mentioned.
_HEADING = 0.36
_CODE = re.compile(
    r"(?:Notice|Letter)?(?:\s+(?:number|no\.?))?:?\s*((?:CP|LT|LP)\s?-?\d{1,4}[A-Z]{0,2}|Letter\s+\d{2,4}[A-Z]{0,2})",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?:(?:Notice|Letter)?\s*date:?\s*)?"
    rf"(?:({'|'.join(_MONTHS)})[a-z]*\.?\s+(\d{{1,2}}),?\s+(\d{{4}})|(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}}))",
    re.IGNORECASE,
)
_LAST_FOUR = re.compile(r"\b[X*0-9]{3}-[X*0-9]{2}-(\d{4})\b|\b[X*0-9]{2}-[X*0-9]{3}(\d{4})\b")


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a page says of the letter it belongs to; None where it does not say.

    ``number`` of ``count`` is its "Page 2 of 4"; the others stand in its heading.
    """

    number: int | None = None
    count: int | None = None
    code: str | None = field(default=None, repr=False)
    date: str | None = field(default=None, repr=False)
    last_four: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class _Pile:
    """The pages put together so far for one letter."""

    pages: list[ReadPage]
    marks: list[_Marks]
    unsure: bool = False

    def known(self, name: str) -> str | None:
        """The first page's word for a mark, else the first one after it that has it."""
        return next((value for marks in self.marks if (value := getattr(marks, name))), None)

    def differences(self, marks: _Marks) -> int:
        """In how many of code, date and last four digits a page contradicts the pile."""
        pairs = ((self.known(name), getattr(marks, name)) for name in ("code", "date", "last_four"))
        return sum(None not in pair and pair[0] != pair[1] for pair in pairs)


def split(pages: Sequence[ReadPage], source_id: str) -> tuple[Letter, ...]:
    """Put the pages of a file together as letters, in the order of the file.

    Parameters
    ----------
    pages
        In order; a blank page or one that could not be read has no readings and stays with the
        letter before it.
    source_id
        First eight hex digits of the file's SHA-256; the letters are called ``a3f9c1b2#1`` and so on.

    """
    piles: list[_Pile] = []
    for page in pages:
        marks = _marks_of(page)
        cut = _cut(piles[-1], marks) if piles else "sure"
        if cut is None:
            piles[-1].pages.append(page)
            piles[-1].marks.append(marks)
            continue
        unsure = cut == "unsure"
        if unsure:
            piles[-1].unsure = True
        piles.append(_Pile([page], [marks], unsure))
    return tuple(
        Letter(f"{source_id}#{number}", tuple(pile.pages), _missing(pile), pile.unsure)
        for number, pile in enumerate(piles, 1)
    )


def goes_on(page: ReadPage) -> bool:
    """Whether a page says of itself that it is a later page of its letter: "Page 2 of 4"."""
    number = _marks_of(page).number
    return number is not None and number > 1


def _cut(pile: _Pile, marks: _Marks) -> str | None:
    """Whether a new letter begins with this page: ``sure``, ``unsure``, or None for no."""
    differs = pile.differences(marks)
    numbers = {old.number for old in pile.marks if old.number}
    counts = {old.count for old in pile.marks if old.count}
    goes_on = marks.number is not None and marks.number not in numbers and marks.count in counts
    if marks.number == 1 and 1 in numbers:
        # A misread "4 of 4" looks like this too, but then the letter still lacks pages.
        return "sure" if differs or len(numbers) >= max(counts) else "unsure"
    if marks.number == 1 and not goes_on:
        return "unsure" if differs or numbers else None
    if marks.number in numbers and (differs or marks.count not in counts):
        return "unsure"
    return "unsure" if differs >= 2 and not goes_on else None


def _missing(pile: _Pile) -> tuple[int, ...]:
    """Numbers that the letter's own count names and none of its pages can be."""
    counts = collections.Counter(marks.count for marks in pile.marks if marks.count)
    if not counts:
        return ()
    count = max(counts, key=lambda c: (counts[c], -c))
    present = {marks.number for marks in pile.marks if marks.number}
    last = 0
    for page, marks in zip(pile.pages, pile.marks, strict=True):
        if marks.number:
            last = marks.number
        elif page.readings and last + 1 not in present and last < count:
            # A page whose footer was not read takes the place it lies in.
            last += 1
            present.add(last)
    return tuple(number for number in range(1, count + 1) if number not in present)


def _marks_of(page: ReadPage) -> _Marks:
    """The marks of a page; the best reading first, the others where it says nothing."""
    found: dict[str, str | int] = {}
    for reading in page.readings:
        for name, value in _marks_in(reading):
            found.setdefault(name, value)
    return _Marks(**found)  # type: ignore[arg-type]


def _marks_in(reading: PageText) -> Iterator[tuple[str, str | int]]:
    numbered = next(_page_numbers(reading.lines), None)
    if numbered:
        yield "number", numbered[0]
        yield "count", numbered[1]
    reach = _HEADING * reading.size_px[1]
    for line in reading.lines:
        if line.box.bottom > reach:
            return
        for phrase in line.phrases:
            if code := _CODE.fullmatch(phrase.text):
                yield "code", re.sub(r"[\s-]", "", code.group(1)).upper()
            elif dated := _DATE.fullmatch(phrase.text):
                yield "date", _date_key(dated)
        if last := _LAST_FOUR.search(line.text):
            yield "last_four", last.group(1) or last.group(2)


def _page_numbers(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Every "Page 2 of 4" that stands in a heading or a footer."""
    for line in lines:
        for phrase in line.phrases:
            match = _PAGE_OF.search(phrase.text)
            if not match or len(phrase.words) > _LONGEST_FOOTER_WORDS:
                continue
            number, count = (_as_number(part) for part in match.groups())
            if number and count and number <= count <= _MOST_PAGES:
                yield number, count


def _as_number(text: str) -> int | None:
    digits = text.translate(_DIGIT_SLIPS)
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _date_key(match: re.Match[str]) -> str:
    """A date so written that two readings of one date compare equal."""
    month, day, year, month_number, day_of, year_of = match.groups()
    if month:
        return f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{int(day):02}"
    return f"{year_of}-{int(month_number):02}-{int(day_of):02}"
