"""Pages to letters: never two of one, never one of two, and missing pages named."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.deal import Pile
from ingest.imprint import imprint_of
from ingest.letter import Capture, Letter, ReadPage, Signs
from ingest.ocr.engine import SECOND_READER
from ingest.split import split
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform

_SIZE = (2550, 3300)
_BODY = "Our records show that you owe tax. See notice CP49 of October 4, 2021 for more, as we wrote."


def _page(number: int, *rows: str, body: str = _BODY, foot: str = "") -> ReadPage:
    """A page with rows in its heading, a body below, and a footer; words one blank apart."""
    placed = [(200 + 60 * at, row) for at, row in enumerate(rows)]
    placed += [(1600, body), (3200, foot)]
    words: list[Word] = []
    for top, row in placed:
        left = 200.0
        for text in row.split(" "):
            if text:
                words.append(Word(text, Box(left, top, left + 18 * len(text), top + 36)))
            left += 18 * len(text) + 20
    reading = PageText(lines_of(words), _SIZE, Transform.identity(), "test")
    return ReadPage(number, _SIZE, (reading,) if words else (), Capture("scan"))


def _blank(number: int) -> ReadPage:
    return ReadPage(number, _SIZE, (), Capture("scan"))


def _notice(start: int, pages: int, code: str, date: str, last: str = "1234") -> list[ReadPage]:
    return [
        _page(
            start + at,
            f"Notice {code}",
            f"Notice date {date}",
            f"Social security number XXX-XX-{last}",
            f"Page {at + 1} of {pages}",
        )
        for at in range(pages)
    ]


def _shape(pages: Sequence[ReadPage]) -> list[list[int]]:
    return [[page.number for page in letter.pages] for letter in split(pages, "a3f9c1b2")]


def test_one_letter_is_one() -> None:
    letters = split(_notice(1, 4, "CP14", "March 11, 2024"), "a3f9c1b2")
    assert [letter.id for letter in letters] == ["a3f9c1b2#1"]
    assert letters[0].missing_pages == ()
    assert not letters[0].cut_unsure


def test_no_pages_no_letters() -> None:
    assert split([], "a3f9c1b2") == ()


def test_a_second_first_page_begins_a_second_letter() -> None:
    pages = _notice(1, 4, "CP14", "March 11, 2024") + _notice(5, 2, "CP504", "May 6, 2024")
    letters = split(pages, "a3f9c1b2")
    assert _shape(pages) == [[1, 2, 3, 4], [5, 6]]
    assert [letter.id for letter in letters] == ["a3f9c1b2#1", "a3f9c1b2#2"]
    assert not any(letter.cut_unsure for letter in letters)


def test_the_same_notice_for_two_years_is_two_letters() -> None:
    pages = _notice(1, 3, "CP14", "March 11, 2024") + _notice(4, 3, "CP14", "March 11, 2024")
    assert _shape(pages) == [[1, 2, 3], [4, 5, 6]]


def test_blank_pages_stay_with_the_letter_before_them() -> None:
    first, second = _notice(1, 2, "CP14", "March 11, 2024"), _notice(5, 1, "CP503", "June 3, 2024")
    pages = [first[0], _blank(2), first[1], _blank(4), *second, _blank(6)]
    letters = split(pages, "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2, 2, 4], [5, 6]]
    assert [letter.missing_pages for letter in letters] == [(), ()]


def test_codes_and_dates_that_are_only_mentioned_do_not_cut() -> None:
    pages = [
        _page(1, "Notice CP504", "Notice date May 6, 2024"),
        _page(2, "We sent you notice CP14 on October 4, 2023 and", "CP501 on January 8, 2024, as you know."),
        _page(3, "Payment plan request by June 3, 2024"),
    ]
    assert _shape(pages) == [[1, 2, 3]]


def test_a_coupon_page_with_the_same_heading_stays() -> None:
    pages = [*_notice(1, 3, "CP14", "March 11, 2024"), _page(4, "Notice CP14", "Notice date March 11, 2024")]
    assert _shape(pages) == [[1, 2, 3, 4]]


def test_another_heading_without_page_numbers_cuts_and_says_so() -> None:
    pages = [_page(1, "Notice CP14", "March 11, 2024"), _page(2, "Letter 1058", "June 3, 2024")]
    letters = split(pages, "a3f9c1b2")
    assert len(letters) == 2
    assert all(letter.cut_unsure for letter in letters)


def test_one_misread_mark_does_not_cut() -> None:
    pages = _notice(1, 4, "CP14", "March 11, 2024")
    pages[2] = _page(3, "Notice CP19", "Notice date March 11, 2024", foot="Page 3 of 4")
    assert _shape(pages) == [[1, 2, 3, 4]]


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 2, 3], [0, 2, 1, 3]])
def test_pages_in_any_order_are_one_letter(order: list[int]) -> None:
    pages = _notice(1, 4, "CP90", "March 11, 2024")
    letters = split([pages[at] for at in order], "a3f9c1b2")
    assert len(letters) == 1
    assert letters[0].missing_pages == ()


def test_pages_out_of_order_are_put_in_order_with_their_backs() -> None:
    first, second, third = _notice(1, 3, "CP90", "March 11, 2024")
    filed = [third, _blank(7), first, second, _blank(8)]
    assert [page.number for page in split(filed, "a3f9c1b2")[0].pages] == [1, 2, 8, 3, 7]


def test_a_page_whose_number_was_not_read_is_the_one_that_no_other_can_be() -> None:
    _, second, third = _notice(1, 3, "CP90", "March 11, 2024")
    letterhead = _page(1, *_HEAD)
    letter = split([second, letterhead, third], "a3f9c1b2")[0]
    assert [page.number for page in letter.pages] == [1, 2, 3]
    assert letter.missing_pages == ()
    first = _page(1, "Notice CP90", "Notice date March 11, 2024", foot="Page 1 of 3")
    unread = _page(2, "Notice CP90", "Notice date March 11, 2024")
    letter = split([unread, first, third], "a3f9c1b2")[0]
    assert [page.number for page in letter.pages] == [1, 2, 3]


def test_a_page_that_says_nothing_behind_a_whole_letter_is_a_doubt() -> None:
    whole = _notice(1, 3, "CP14", "March 11, 2024")
    silent = _page(4, body=_BODY + " " + _BODY)
    assert split([*whole, silent], "a3f9c1b2")[0].cut_unsure
    # Also where one number was not read: there are as many pages as the letter says.
    unread = _page(2, "Notice CP14", "Notice date March 11, 2024")
    assert split([whole[0], unread, whole[2], silent], "a3f9c1b2")[0].cut_unsure
    assert not split([whole[0], unread, whole[2]], "a3f9c1b2")[0].cut_unsure


def test_a_page_number_without_a_count_beyond_sense_is_none() -> None:
    pages = [_page(1, "Notice CP14", foot="Page 11"), _page(2, foot="Page 2")]
    assert split(pages, "a3f9c1b2")[0].missing_pages == ()


def test_a_page_of_the_next_letter_inside_a_letter_goes_to_its_own() -> None:
    one, two = _notice(1, 4, "CP14", "March 11, 2024"), _notice(5, 3, "CP504", "May 6, 2024", "9876")
    letters = split([*one[:3], two[0], one[3], *two[1:]], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2, 3, 4], [5, 6, 7]]
    assert not any(letter.cut_unsure for letter in letters)
    assert [letter.missing_pages for letter in letters] == [(), ()]


def test_a_first_page_that_lost_its_number_still_says_of_how_many() -> None:
    one = _notice(1, 3, "CP14", "March 11, 2024")
    lost, alone = _page(3, *_HEAD, "Page of 2"), _page(5, foot="Page 2 of 2")
    letters = split([*one[:2], lost, dataclasses.replace(one[2], number=4), alone], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2, 4], [3, 5]]
    assert [letter.missing_pages for letter in letters] == [(), ()]
    # A sentence that happens to break there says nothing.
    assert imprint_of(_page(1, body="as was said on the page of 2 weeks ago")).count is None


def test_a_first_page_that_lost_its_number_may_have_its_count_in_the_next_row() -> None:
    torn, alone = _page(3, *_HEAD, "Page of", "2"), _page(5, foot="Page 2 of 2")
    one = _notice(1, 3, "CP14", "March 11, 2024")
    pages = [*one[:2], torn, dataclasses.replace(one[2], number=4), alone]
    assert _shape(pages) == [[1, 2, 4], [3, 5]]
    # Which of two is the count, nobody knows.
    assert imprint_of(_page(1, *_HEAD, "Page of", "2   3")).count is None


def test_a_later_page_alone_that_names_no_letter_may_be_any_letters() -> None:
    pages = [*_notice(1, 3, "CP14", "March 11, 2024"), _page(4, foot="Page 2 of 2")]
    letters = split(pages, "a3f9c1b2")
    assert [(len(letter.pages), letter.cut_unsure) for letter in letters] == [(3, False), (1, True)]
    (lone,) = split([_page(1, foot="Page 2 of 2")], "a3f9c1b2")
    assert not lone.cut_unsure


def test_a_letter_whose_later_pages_say_only_their_number_is_one() -> None:
    pages = [_page(1, "Notice CP523", "Notice date May 6, 2024", foot="Page 1")]
    pages += [_page(number, foot=f"Page {number}") for number in (2, 3)]
    letters = split([*pages, *_notice(4, 2, "CP14", "March 11, 2024")], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2, 3], [4, 5]]


_HEAD = ("Department of the Treasury", "Internal Revenue Service", "Ogden, UT 84201-0039", "Dear Taxpayer:")


def test_a_page_alone_that_looks_like_no_first_page_is_not_page_one() -> None:
    first, second = _page(1, *_HEAD), _page(2, foot="Letter 1058 Page 1")
    (letter,) = split([first, second, _page(3, foot="Letter 1058 Page 3")], "a3f9c1b2")
    assert not letter.cut_unsure
    assert _shape([first, _page(2, *_HEAD, foot="Letter 1058 Page 1")]) == [[1], [2]]


def test_a_number_in_the_foot_that_was_misread_for_the_one_before_cuts_nothing() -> None:
    feet = ["Letter 1058", "Letter 1058 Page 2", "Letter 1058 Page 2", "Letter 1058 Page 4"]
    pages = [_page(n, *(_HEAD if n == 1 else ()), foot=foot) for n, foot in enumerate(feet, 1)]
    assert _shape(pages) == [[1, 2, 3, 4]]
    others = [_page(n, *(_HEAD if n == 3 else ()), foot=feet[0 if n == 3 else 1]) for n in (3, 4)]
    assert _shape([*pages[:2], *others]) == [[1, 2], [3, 4]]


def test_first_pages_part_letters_that_number_nothing() -> None:
    pages = [_page(1, *_HEAD), _page(2), _page(3, *_HEAD), _page(4)]
    letters = split(pages, "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2], [3, 4]]
    assert not any(letter.cut_unsure for letter in letters)


def test_the_code_in_the_foot_holds_a_letter_together() -> None:
    pages = [_page(n, *(_HEAD if n in {1, 3} else ()), foot="Letter 525 (Rev. 9-2022)") for n in range(1, 4)]
    assert _shape(pages) == [[1, 2], [3]]


def test_mail_from_somebody_else_between_two_letters_is_a_letter_of_its_own() -> None:
    foreign = _page(3, "Hollow Creek Power", "Sampletown, OH 45130", "Alma Example", "Hanson Mills, CT 06183")
    pages = [*_notice(1, 2, "CP14", "March 11, 2024"), foreign, *_notice(4, 2, "CP504", "May 6, 2024")]
    assert _shape(pages) == [[1, 2], [3], [4, 5]]


def test_a_page_with_a_date_of_its_own_behind_a_whole_letter_is_another() -> None:
    """Of the first pages the dates were not read, and of the other one hardly more than its date."""
    letter = [_page(n, "Notice CP14", foot=f"Page {n} of 2") for n in (1, 2)]
    pages = [*letter, _page(3, "TAX DEBT RESOLUTION UNIT", "Date: April 18, 2016")]
    assert _shape(pages) == [[1, 2], [3]]
    assert all(one.cut_unsure for one in split(pages, "a3f9c1b2"))


def test_a_second_page_with_a_code_does_not_go_on_with_a_first_page_that_has_none() -> None:
    other = _page(1, "Riverside Savings Bank", "Columbus, OH 43201", "Dear Ms. Vale:", foot="Page 1")
    later = _page(2, "Notice CP161", "Page 2 of 2")
    first = _page(3, "Notice CP161", "Notice date June 24, 2024", "Page 1 of 2")
    assert _shape([other, later, first]) == [[1], [3, 2]]


def test_somebody_elses_page_where_the_last_one_of_a_letter_would_lie_is_a_letter_or_a_doubt() -> None:
    letter = _notice(1, 3, "CP504", "July 19, 2010")[:2]
    body = " ".join(["You owe $5 for water."] * 12)
    known = _page(3, "Hollow Creek Water", "Specimen Springs, CO 80796.", "Testbury. NY 10412", body=body)
    hardly = _page(3, "Hollow Creek Water", "Testbury. NY 10412", body=body)
    assert _shape([*letter, known]) == [[1, 2], [3]]
    assert all(one.cut_unsure for one in split([*letter, hardly], "a3f9c1b2"))


def test_a_first_page_whose_number_was_misread_is_the_first() -> None:
    first = _page(1, *_HEAD, "Austin, TX 73301-0052", "Testbury, NY 10412", foot="Page 3")
    assert _shape([first, _page(2, foot="Page 2")]) == [[1, 2]]


def test_a_page_that_the_next_letter_lacks_is_no_page_of_one_that_counts_none() -> None:
    lien = _page(
        1, "Department of the Treasury", "Internal Revenue Service", "Columbus, OH 43201", "Dear Ms. Vale:"
    )
    later = _page(2, "You may send your answer by mail.", "Page 2 of 2")
    first = _page(3, "Notice CP2000", "Notice date July 15, 2019", "Page 1 of 2")
    assert _shape([lien, later, first]) == [[1], [3, 2]]
    assert _shape([lien, later]) == [[1, 2]]


_LIEN = ("Form 668 (Y)(c) (Rev. February 2004)", "Notice of Federal Tax Lien")


def _filing(encloses: str = "Enclosures: Form 668(Y)(c), Notice of Federal Tax Lien") -> ReadPage:
    heads = ("Department of the Treasury", "Internal Revenue Service", "Columbus, OH 43201", "Dear Ms. Vale:")
    return _page(1, *heads, "Social security number XXX-XX-1234", body=f"{_BODY} {encloses}")


@pytest.mark.parametrize("number", ["Page 1 of 1", "Serial Number XXXXX7674"])
def test_a_copy_of_a_lien_lies_with_the_letter_that_encloses_it(number: str) -> None:
    lien = _page(2, *_LIEN, number, "Identifying number XXX-XX-1234")
    letters = split([_filing(), lien, *_notice(3, 2, "CP49", "May 6, 2024")], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1], [3, 4]]
    assert [page.number for page in letters[0].enclosures] == [2]


@pytest.mark.parametrize("beside", ["", "Form 1234", "12/31/1234", "Call (800) 913-1234"])
def test_a_lien_of_another_taxpayer_is_read(beside: str) -> None:
    lien = _page(2, "Internal Revenue Service", *_LIEN, "XXX-XX-9902", "Columbus, OH 43201", beside)
    assert _shape([_filing(), lien]) == [[1], [2]]
    assert _shape([lien]) == [[2]]


def test_a_lien_behind_a_letter_that_encloses_none_is_read() -> None:
    lien = _page(2, "Internal Revenue Service", *_LIEN, "Columbus, OH 43201", "XXX-XX-1234")
    letters = split([_filing("We sent you Letter 3172 in May 2021."), lien], "a3f9c1b2")
    assert not any(letter.enclosures for letter in letters)


def test_hours_to_call_are_no_line_of_a_fax_machine() -> None:
    first, hours = "Notice CP503", "Call 800-829-1040, 7:00 a.m. - 7:00 p.m."
    (letter,) = split([_page(1, first, "Page 1"), _page(2, first, f"{hours}    Page 3")], "a3f9c1b2")
    assert letter.missing_pages == (2,)


def test_what_a_fax_machine_counts_is_no_page_number() -> None:
    back = _page(3, "JUN-03 14:27 FAX 555-0171 PAGE 3", body="")
    assert _shape([*_notice(1, 2, "CP14", "March 11, 2024"), back]) == [[1, 2, 3]]
    letter = _filing("Thank you.")
    assert _shape([letter, dataclasses.replace(back, number=2)]) == [[1, 2]]


def test_leaflets_and_envelopes_lie_with_the_letter_and_are_not_read() -> None:
    leaflet = [_page(3, "Your Rights", "Publication 1 (Rev. 9-2017)"), _page(4)]
    envelope = _page(5, "Internal Revenue Service", "Official Business", "Penalty for Private Use, $300")
    pages = [
        *_notice(1, 2, "CP14", "March 11, 2024"),
        *leaflet,
        envelope,
        *_notice(6, 1, "CP49", "May 6, 2024"),
    ]
    letters = split(pages, "a3f9c1b2")
    assert _shape(pages) == [[1, 2], [6]]
    assert [page.number for page in letters[0].enclosures] == [3, 4, 5]
    assert letters[0].missing_pages == ()
    assert not letters[0].cut_unsure


def _cover(number: int, *more: str, sender: str = "Sample & Partner CPAs") -> ReadPage:
    rows = ("FAX", "TO: Example Practice", f"FROM: {sender}", "PAGES: 3 with this sheet", *more)
    return _page(number, *rows, body="The letter that we spoke about is behind this page.")


def test_the_cover_of_a_fax_lies_with_the_letter_behind_it() -> None:
    before, behind = _notice(1, 2, "CP14", "March 11, 2024"), _notice(4, 2, "CP49", "May 6, 2024")
    letters = split([*before, _cover(3, "DATE: June 3, 2024"), *behind], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2], [4, 5]]
    assert [[page.number for page in letter.enclosures] for letter in letters] == [[], [3]]


def test_a_cover_alone_is_a_letter_and_so_is_a_memorandum_of_the_irs() -> None:
    assert _shape([_cover(1)]) == [[1]]
    memo = _cover(1, "DATE: June 3, 2024", sender="Internal Revenue Service")
    assert _shape([memo, *_notice(2, 1, "CP49", "May 6, 2024")]) == [[1], [2]]


def test_a_cover_sheet_of_the_irs_lies_with_its_letter_as_well() -> None:
    rows = ("Department of the Treasury", "TO: Example Practice", "FROM: J. Sample, Revenue Officer")
    cover = _page(1, "FACSIMILE COVER SHEET", *rows, "PAGES: 2 with this sheet", body="Copy of a letter.")
    (letter,) = split([cover, *_notice(2, 1, "CP49", "May 6, 2024")], "a3f9c1b2")
    assert ([p.number for p in letter.pages], [p.number for p in letter.enclosures]) == ([2], [1])


def test_a_letter_that_an_officer_faxes_is_no_cover() -> None:
    rows = (
        "Department of the Treasury",
        "Internal Revenue Service",
        "FAX",
        "To: Sample",
        "From: Revenue Officer",
        "Pages: 1",
    )
    letter = _page(3, *rows, body="I need your answer by April 4, 2024. You owe $500.00.")
    assert _shape([*_notice(1, 2, "CP14", "March 11, 2024"), letter]) == [[1, 2], [3]]


def test_a_leaflet_may_say_whose_it_is_behind_its_number() -> None:
    foot = "Publication 3498-A (Rev. 10-2020) Catalog Number 35009N Department of the Treasury www.irs.gov"
    leaflet = _page(2, "The Examination Process", "Audits by Mail", foot=foot)
    (letter,) = split([*_notice(1, 1, "CP2000", "May 6, 2024"), leaflet], "a3f9c1b2")
    assert [page.number for page in letter.enclosures] == [2]


def _envelope(number: int) -> ReadPage:
    return _page(number, "Official Business", "US POSTAGE PAID", body="NOV 26 2026", foot="")


@pytest.mark.parametrize(
    ("order", "own"),
    [
        # Behind the only letter, before it, and between its pages.
        ("AAE", [[3]]),
        ("EAA", [[1]]),
        ("AEA", [[2]]),
        # Before the first and behind the last; between two letters it is nobody's.
        ("EAABBE", [[1], [6]]),
        ("AAEBB", [[], []]),
        ("EAAEBB", [[1], []]),
        # A separator sheet tells which it lies with.
        ("AAE|BB", [[3], []]),
        ("AA|EBBE", [[], [4, 7]]),
    ],
)
def test_an_envelope_is_a_letters_own_where_it_can_be_no_others(order: str, own: list[list[int]]) -> None:
    letters = {
        "A": iter(_notice(0, 2, "CP14", "March 11, 2024")),
        "B": iter(_notice(0, 2, "LT11", "May 6, 2024", "5678")),
    }
    pages = []
    for at, kind in enumerate(order, 1):
        if kind == "|":
            pages.append(ReadPage(at, _SIZE, (), Capture("scan"), separator=True))
        else:
            page = _envelope(at) if kind == "E" else next(letters[kind])
            pages.append(dataclasses.replace(page, number=at))
    found = split(pages, "a3f9c1b2")
    assert [[page.number for page in letter.envelopes] for letter in found] == own
    for letter in found:
        assert set(letter.envelopes) <= set(letter.enclosures)


def test_an_envelope_alone_is_known_as_one() -> None:
    (alone,) = split([_envelope(1), _blank(2)], "a3f9c1b2")
    assert alone.is_envelope
    (letter,) = split([*_notice(1, 2, "CP14", "March 11, 2024"), _envelope(3)], "a3f9c1b2")
    assert not letter.is_envelope
    assert not split([_blank(1)], "a3f9c1b2")[0].is_envelope


def test_a_letter_is_known_by_what_its_pages_say_alike() -> None:
    pages = _notice(1, 3, "CP14", "March 11, 2024")[1:]
    signs = split(pages, "a3f9c1b2")[0].signs
    assert (signs.numbers, signs.count, signs.code, signs.date) == ((2, 3), 3, "CP14", "2024-03-11")
    assert signs.last_four == "1234"
    misread = _page(3, "Notice CP19", "Notice date March 11, 2024", foot="Page 3 of 3")
    assert split([pages[0], misread], "a3f9c1b2")[0].signs.code is None


def test_a_second_page_goes_back_to_a_first_one_whose_number_was_lost() -> None:
    """A page of the letter before lies between them; what the later pages say is only dated further on."""
    before = _notice(1, 3, "CP14", "September 26, 2016", last="1436")
    first = _page(
        3,
        "Austin, TX 73301-0052",
        "August 7, 2023",
        "Dear Ms. Vale:",
        body="",
        foot="You will lose what you own if",
    )
    body = "you do not ask for a hearing in time. We may take your wages, and what you have at a bank."
    second = _page(5, "Notice CP90", "SSN XXX-XX-6634", "Page 2 of 4", body=body)
    rest = [
        _page(6 + at, "Notice CP90", "Notice date August 7, 2023", f"Page {3 + at} of 4") for at in range(2)
    ]
    last_before = dataclasses.replace(before[2], number=4)
    pages = [*before[:2], first, last_before, second, *rest]
    assert _shape(pages) == [[1, 2, 4], [3, 5, 6, 7]]


def test_a_page_with_a_letterhead_is_page_one_though_its_number_is_not_read() -> None:
    assert split([_page(1, *_HEAD)], "a3f9c1b2")[0].signs.numbers == (1,)
    assert split([_page(1)], "a3f9c1b2")[0].signs.numbers == ()


def test_a_leaflet_alone_is_read_as_a_letter() -> None:
    assert _shape([_page(1, "Your Rights", "Publication 1 (Rev. 9-2017)")]) == [[1]]


def test_a_separator_parts_what_would_be_one_letter_and_belongs_to_none() -> None:
    sheet = ReadPage(2, _SIZE, (), Capture("scan"), separator=True)
    letters = split([_page(1), sheet, _blank(3), _page(4)], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1], [4, 3]]


def test_a_fax_machine_that_numbers_the_whole_file_parts_nothing() -> None:
    def faxed(page: ReadPage) -> ReadPage:
        line = f"Page {page.number} of 4"
        words = [Word(w, Box(900 + 90 * at, 20, 980 + 90 * at, 50)) for at, w in enumerate(line.split())]
        reading = page.readings[0]
        more = PageText(lines_of([*words, *reading.words]), _SIZE, Transform.identity(), "test")
        return ReadPage(page.number, _SIZE, (more,), page.capture)

    pages = [*_notice(1, 2, "CP14", "March 11, 2024"), *_notice(3, 2, "CP504", "May 6, 2024")]
    assert _shape([faxed(page) for page in pages]) == [[1, 2], [3, 4]]


def test_a_page_that_could_not_be_read_may_begin_a_letter_and_that_is_said() -> None:
    unread = ReadPage(3, _SIZE, (), Capture("scan", "poor", "The page could not be read."))
    letters = split([*_notice(1, 2, "CP14", "March 11, 2024"), unread], "a3f9c1b2")
    assert [letter.cut_unsure for letter in letters] == [True]


def test_a_page_that_could_not_be_read_is_the_one_that_would_be_missing() -> None:
    first, _, third = _notice(1, 3, "CP14", "March 11, 2024")
    unread = ReadPage(2, _SIZE, (), Capture("scan", "poor", "The page could not be read."))
    letters = split([first, unread, third], "a3f9c1b2")
    assert [(letter.missing_pages, letter.cut_unsure) for letter in letters] == [((), False)]


def test_missing_pages_are_named() -> None:
    pages = _notice(1, 5, "CP14", "March 11, 2024")
    assert split([pages[0], pages[2]], "a3f9c1b2")[0].missing_pages == (2, 4, 5)
    assert split(pages[2:], "a3f9c1b2")[0].missing_pages == (1, 2)


def test_a_page_whose_number_was_not_read_takes_the_place_it_lies_in() -> None:
    pages = _notice(1, 4, "CP14", "March 11, 2024")
    pages[1] = _page(2)
    assert split(pages, "a3f9c1b2")[0].missing_pages == ()
    pages[1] = _blank(2)
    assert split(pages, "a3f9c1b2")[0].missing_pages == (2,)


@pytest.mark.parametrize(
    "foot",
    ["Page 2 of 4", "page 2 of 4", "Pagc 2 of 4", "Page Z of A", "Paqe 2 0f 4", "Page2of 4"],
)
def test_page_numbers_are_read_with_slips(foot: str) -> None:
    first = _page(1, foot="Page 1 of 4")
    missing = split([first, _page(2, foot=foot)], "a3f9c1b2")[0].missing_pages
    assert missing == (3, 4)


_WIDE = " " * 8


def test_a_page_number_with_a_slash_is_one_unless_a_fax_machine_put_it_there() -> None:
    for row, number in (
        (f"LT38{_WIDE}October 15, 2024{_WIDE}page 1/2", 1),
        (f"05/28/2024 10:29{_WIDE}Page 1/2", None),
        ("see page 1/2 of it", None),
    ):
        assert imprint_of(_page(1, "IRS", row)).number == number, row
    assert imprint_of(_page(1, "Page 1/2")).number is None


def test_a_page_number_torn_over_two_rows_is_none_of_another_page() -> None:
    """Rows of a curled sheet: of "Page 1 of 3" the engine made "Page 3" and "1 of"."""
    assert imprint_of(_page(1, "Page 3", "1 of")).number is None
    assert imprint_of(_page(1, "Page 3")).number == 3


def test_a_reading_that_tells_of_how_many_outdoes_one_that_has_a_part_of_it() -> None:
    page, other = _page(1, "Notice CP90", "Page 3"), _page(1, "Notice CP90", "Page 1 of 3")
    imprint = imprint_of(dataclasses.replace(page, readings=(*page.readings, *other.readings)))
    assert (imprint.number, imprint.count) == (1, 3)


def test_of_two_engines_the_second_reader_tells_the_number_of_a_page() -> None:
    pages = _notice(1, 4, "LT11", "August 22, 2022")
    misread = _page(3, "Notice LT14", "Page 2 of 4")
    assert any(letter.cut_unsure for letter in split([*pages[:2], misread, pages[3]], "a3f9c1b2"))
    again = dataclasses.replace(_page(3, "Page 3 of 4").readings[0], engine=f"{SECOND_READER} 3")
    read = dataclasses.replace(misread, readings=(*misread.readings, again))
    assert (imprint_of(read).number, imprint_of(read).count) == (3, 4)
    letters = split([*pages[:2], read, pages[3]], "a3f9c1b2")
    assert [(len(letter.pages), letter.cut_unsure) for letter in letters] == [(4, False)]


@pytest.mark.parametrize(
    ("said", "key"),
    [("2022", "2022"), ("June 30, 2022", "2022-06-30"), ("Junebd 2022", None), ("20S2", None)],
)
def test_a_period_is_a_mark_only_where_it_is_one(said: str, key: str | None) -> None:
    assert imprint_of(_page(1, f"Tax period {said}")).period == key


@pytest.mark.parametrize(
    "body",
    [
        "Please see the table on Page 2 of 9 of this letter for what you owe and how we worked it out.",
        "Page 9 of 4",
        "Page 1 of 1040",
        "pages 2 to 9",
    ],
)
def test_page_numbers_in_sentences_or_beyond_sense_count_for_nothing(body: str) -> None:
    assert split([_page(1, body=body)], "a3f9c1b2")[0].missing_pages == ()


def test_a_first_page_misread_as_last_is_never_cut_off_unsaid() -> None:
    """Both parts name the same letter, and one of them lacks the first page that the other may be."""
    pages = _notice(1, 3, "CP90", "August 22, 2022")
    pages[0] = _page(1, "Notice CP90", "Notice date August 22, 2022", foot="Page 3")
    letters = split(pages, "a3f9c1b2")
    assert len(letters) == 1 or all(letter.cut_unsure for letter in letters)


def test_a_last_page_misread_as_first_is_cut_but_said_to_be_unsure() -> None:
    pages = _notice(1, 4, "CP14", "March 11, 2024")[:3]
    pages.append(_notice(4, 4, "CP14", "March 11, 2024")[0])
    letters = split(pages, "a3f9c1b2")
    assert len(letters) == 2
    assert all(letter.cut_unsure for letter in letters)


def test_two_round_digits_of_a_letter_may_be_blurred_and_those_of_a_notice_are_two_notices() -> None:
    """A photo out of focus, whose letter numbers no first page: "Letter 1066" for 1058."""
    later = [_page(n, "Letter 1058", f"Page {n}") for n in (2, 3, 4)]
    blurred = _page(1, *_HEAD[:2], "Letter 1066")
    assert _shape([blurred, *later]) == [[1, 2, 3, 4]]
    other = _page(1, *_HEAD[:2], "Notice CP90")
    assert _shape([other, *(_page(n, "Notice CP88", f"Page {n}") for n in (2, 3))]) == [[1], [2, 3]]


def test_a_code_may_have_lost_what_it_begins_with() -> None:
    """A photo in a shadow: "S048", or "S504B", for CP504B costs less than a page of another letter."""
    later = _page(2, "Notice CP504B", "Social security number XXX-XX-1234", "Page 2 of 3")
    costs = [
        Pile.of([imprint_of(_page(1, *_HEAD, f"Notice {code}", "XXX-XX-1234", "Page 1 of 3"))]).cost_of(
            imprint_of(later)
        )
        for code in ("CP504B", "S048", "S504B", "S067")
    ]
    assert costs[0] < costs[1] == costs[2] < costs[3]


def test_a_report_of_an_examination_stays_with_the_letter_it_came_with() -> None:
    letter = _page(1, *_HEAD, "Letter 525", "January 16, 2024", "Social security number XXX-XX-1234")
    report = _page(2, "Form 4549", "Report of Changes", "XXX-XX-1234", "Page 1 of 2")
    (one,) = split([letter, report, _page(3, "Form 886-A", "Explanation of Items")], "a3f9c1b2")
    assert [page.number for page in one.enclosures] == [2, 3]
    assert not one.cut_unsure


@pytest.mark.parametrize(
    "title",
    [
        "Form 4549 Income Tax Examination Changes Page 1 of 2",
        "Form 4089 Notice of Deficiency - Waiver",
        "Form 886-A",
    ],
)
def test_a_report_may_have_its_title_beside_its_number(title: str) -> None:
    letter = _page(1, *_HEAD, "Letter 3219", "January 16, 2024", "Social security number XXX-XX-1234")
    (one,) = split([letter, _page(2, title, "Tax year 2021")], "a3f9c1b2")
    assert [page.number for page in one.enclosures] == [2]


def test_a_sentence_that_begins_with_the_number_of_a_report_is_none() -> None:
    letter = _page(1, *_HEAD, "Letter 525", "January 16, 2024", "Social security number XXX-XX-1234")
    page = _page(2, "Form 4549 shows what we propose to change.", "Social security number XXX-XX-1234")
    (one,) = split([letter, page], "a3f9c1b2")
    assert [page.number for page in one.pages] == [1, 2]


def test_a_page_with_an_address_behind_a_letter_that_numbers_nothing_is_a_doubt() -> None:
    letter = _page(1, *_HEAD, "Letter 3172", "June 20, 2023", "Taxpayer ID number XXX-XX-5948")
    bill = _page(2, "Hollow Creek Water", "Customer care 800-555-0166", "EXAMPLEVILLE, CA 92587-7645")
    assert all(found.cut_unsure for found in split([letter, bill], "a3f9c1b2"))
    assert not split([letter, _page(2, "What to do now")], "a3f9c1b2")[0].cut_unsure


def test_a_page_number_may_end_a_long_heading() -> None:
    heading = "See page 2 table January 13, 2025 for it, Page 2 of 3"
    assert (imprint_of(_page(2, heading)).number, imprint_of(_page(2, heading)).count) == (2, 3)
    sentence = "Please see what we say of this at length on page 2 of 3"
    assert imprint_of(_page(2, sentence)).number is None


@pytest.mark.parametrize("at", [0, 2])
def test_a_page_that_says_nothing_beside_a_letter_that_lacks_one_is_a_doubt_of_both(at: int) -> None:
    pages = _notice(2, 3, "CP503", "July 13, 2020")[:2]
    pages.insert(at, _page(1, "Payment", "Make your check out as it says here."))
    letters = split(pages, "a3f9c1b2")
    assert len(letters) == 1 or all(letter.cut_unsure for letter in letters)
    whole = [
        _page(1, "Payment", "Make your check out as it says here."),
        *_notice(2, 3, "CP503", "July 13, 2020"),
    ]
    assert not split(whole, "a3f9c1b2")[1].cut_unsure


def test_the_last_page_of_a_leaflet_may_be_the_one_that_the_next_letter_lacks() -> None:
    before, silent = _notice(1, 1, "CP14", "March 11, 2024"), _page(3, "Payment", "Your check goes there.")
    leaflet, lacking = _page(2, "Publication 594"), _notice(4, 3, "CP503", "July 13, 2020")
    letters = split([*before, leaflet, silent, *lacking[:2]], "a3f9c1b2")
    assert [letter.cut_unsure for letter in letters] == [True, True]
    letters = split([*before, leaflet, silent, *lacking], "a3f9c1b2")
    assert [letter.cut_unsure for letter in letters] == [False, False]


# -- marks with slips ----------------------------------------------------------------------------


def _poor(page: ReadPage) -> ReadPage:
    return dataclasses.replace(page, capture=Capture("fax", "poor", "The fax is coarse."))


@pytest.mark.parametrize("code", ["CP505", "CP5O4", "£P504", "_CP504_", "CPS04"])
def test_a_code_with_a_slip_parts_no_first_page_from_the_rest(code: str) -> None:
    pages = _notice(1, 3, "CP504", "May 6, 2024")
    pages[0] = _page(1, f"Notice {code}", "Notice date May 6, 2024", "Page 1 of 3")
    letters = split(pages, "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2, 3]]
    assert not letters[0].cut_unsure


def _with_sums(page: ReadPage, sums: str) -> ReadPage:
    return dataclasses.replace(
        page, readings=(_page(page.number, *_lines(page), body=f"{_BODY} {sums}").readings[0],)
    )


def _lines(page: ReadPage) -> list[str]:
    return [line.text for line in page.readings[0].lines[:-1]]


@pytest.mark.parametrize("at", [0, 1])
def test_a_first_page_that_the_feeder_took_twice_stays_with_its_letter(at: int) -> None:
    letter = _notice(1, 4, "CP14", "March 11, 2024")
    again = dataclasses.replace(letter[0], number=9)
    pages = [*letter[:at], again, *letter[at:]]
    letters = split(pages, "a3f9c1b2")
    assert [sorted(page.number for page in one.pages) for one in letters] == [[1, 2, 3, 4, 9]]
    assert letters[0].pages[2].number == 2
    assert letters[0].missing_pages == ()


def test_a_first_page_of_other_sums_is_another_letters() -> None:
    letter = _notice(1, 4, "CP14", "March 11, 2024")
    letter[0] = _with_sums(letter[0], "$1,250.11 2021 $31.60 $1,281.71 2/14")
    other = _with_sums(dataclasses.replace(letter[0], number=9), "$870.10 2022 $31.66 $901.76 3/14")
    assert len(split([other, *letter], "a3f9c1b2")) == 2


def test_a_whole_copy_of_a_letter_is_a_letter() -> None:
    letter = _notice(1, 2, "CP14", "March 11, 2024")
    copy = [dataclasses.replace(page, number=page.number + 2) for page in letter]
    assert _shape([*letter, *copy]) == [[1, 2], [3, 4]]


def test_one_digit_is_no_slip_where_nothing_else_agrees() -> None:
    pages = [_page(1, "Notice CP503", "Notice date May 6, 2024"), *_notice(2, 2, "CP504", "June 10, 2024")]
    assert _shape(pages) == [[1], [2, 3]]


@pytest.mark.parametrize(
    ("row", "mark"),
    [
        ("Notice deve May 6, 2024", "date"),
        ("Notice date Marah 11, 2024", "date"),
        ("Notice date May G, 2024", None),
        ("Notice date May 6, 2O24", "date"),
        ("Date Issued: 6 May 2024", "date"),
        ("Issue date: 2024-05-06", "date"),
        ("Statement date: March 31, 2025", "date"),
        ("Pay by May 6, 2024", None),
        ('Social security number **-"**1234', "last_four"),
        ("Your SSN XXX\u00b0XX-1234", "last_four"),
        ("SSN nnn-nn-1234", "last_four"),
        ("Ogden, UT XXXXX-1234", None),
        ("Notice DR-803", "code"),
        ("Lettar 1058 (Rev. 122000)", "code"),
        ("Notice of intent to levy", None),
    ],
)
def test_marks_are_read_with_slips_and_nothing_else_is_one(row: str, mark: str | None) -> None:
    imprint = imprint_of(_page(2, row, foot="Page 2 of 4"))
    assert {name for name in ("code", "date", "last_four") if getattr(imprint, name)} == ({mark} - {None})


def test_the_end_of_a_period_that_stands_alone_is_not_the_date_of_the_letter() -> None:
    assert imprint_of(_page(1, "December 31, 2022")).date is None
    for day in ("March 23, 2026", "March 23rd, 2026", "23-Mar-2026", "2026/03/23"):
        assert imprint_of(_page(1, day)).date == "2026-03-23"


def test_a_coupon_at_the_head_of_a_last_page_makes_no_first_page_of_it() -> None:
    coupon = ("Payment Notice CP504", "Ada Example", "Chillicothe, OH 45601", "INTERNAL REVENUE SERVICE")
    how = "Make your check or money order payable to the United States Treasury."
    assert imprint_of(_page(3, *coupon, "OGDEN, UT 84201-0157")).opening == 3
    assert imprint_of(_page(3, *coupon, how, "OGDEN, UT 84201-0157")).opening == 0


def test_litter_behind_a_whole_letter_begins_another_and_that_is_said() -> None:
    litter = _poor(_page(4, "rnv 'e ~ oc", body="sohat fava lesnent thy teves gage lch cesta peyton dee tp"))
    letters = split([*_notice(1, 3, "CP14", "March 11, 2024"), litter], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1, 2, 3], [4]]
    assert all(letter.cut_unsure for letter in letters)
    # Where pages are awaited it is one of them.
    assert _shape([*_notice(1, 4, "CP14", "March 11, 2024")[:3], litter]) == [[1, 2, 3, 4]]


def test_a_page_that_only_names_its_letter_goes_back_to_it() -> None:
    one, two = _notice(1, 3, "LT11", "March 11, 2024"), _notice(4, 2, "CP504", "May 6, 2024", "9876")
    named = _page(3, "LT11")
    assert _shape([*one[:2], two[0], named, two[1]]) == [[1, 2, 3], [4, 5]]


def test_a_first_page_whose_number_was_not_read_may_lie_last() -> None:
    assert _shape([_page(2, foot="Page 2 of 2"), _page(1, *_HEAD)]) == [[1, 2]]


def test_pages_that_say_only_their_numbers_wait_for_their_first_page() -> None:
    single = _page(1, *_HEAD)
    first = _notice(4, 3, "LT11", "March 11, 2024")[0]
    assert _shape([single, _page(2, foot="Page 3 of 3"), _page(3, foot="Page 2 of 3"), first]) == [
        [1],
        [4, 3, 2],
    ]


def test_two_pages_of_another_letter_do_not_vouch_for_each_other() -> None:
    first = _page(1, "Notice CP297", "Notice date June 17, 2011", *_HEAD)
    strangers = [_page(n, "LT11", "Notice date October 17, 2019") for n in (2, 3)]
    letters = split([first, *strangers], "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [[1], [2, 3]]


def test_a_page_number_without_a_count_is_no_page_of_a_letter_that_counts_its_pages() -> None:
    letters = split([_notice(1, 3, "CP297", "May 6, 2024")[0], _page(2, foot="Page 3")], "a3f9c1b2")
    assert all(letter.cut_unsure for letter in letters)


# -- Spanish -------------------------------------------------------------------------------------


def _spanish(start: int, pages: int, code: str, date: str, last: str = "1234") -> list[ReadPage]:
    return [
        _page(
            start + at,
            f"Aviso {code}",
            f"Fecha del aviso {date}",
            f"Número de Seguro Social XXX-XX-{last}",
            f"Página {at + 1} de {pages}",
        )
        for at in range(pages)
    ]


def test_a_stack_of_spanish_letters_is_cut_like_any_other() -> None:
    pages = [
        *_spanish(1, 3, "CP714", "11 de marzo de 2024"),
        *_spanish(4, 2, "CP604", "6 de mayo de 2024"),
        *_spanish(6, 4, "CP604", "6 de mayo de 2024", "9876"),
    ]
    letters = split(pages, "a3f9c1b2")
    assert [[page.number for page in letter.pages] for letter in letters] == [
        [1, 2, 3],
        [4, 5],
        [6, 7, 8, 9],
    ]
    assert not any(letter.cut_unsure for letter in letters)
    assert letters[0].signs == Signs((1, 2, 3), 3, "CP714", "2024-03-11", "1234", None)
    assert split([pages[6], pages[8]], "a3f9c1b2")[0].missing_pages == (1, 3)


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ("Página 2 de 4", "number", 2),
        ("Pagina 2 de 4", "count", 4),
        ("Paglna 2 dc 4", "number", 2),
        ("Página 2", "number", 2),
        ("Número del aviso: CP 714", "code", "CP714"),
        ("Carta 1058", "code", "LETTER1058"),
        ("Fecha de la carta: 3 de agosto de 2024", "date", "2024-08-03"),
        ("Fecha de este aviso 1 de enero del 2024", "date", "2024-01-01"),
        ("Fecha del avlso 11 de marzo de 2024", "date", "2024-03-11"),
        ("Pague a más tardar el 1 de abril de 2024", "date", None),
        ("Año tributario 2021", "period", "2021"),
    ],
)
def test_spanish_marks(row: str, name: str, value: object) -> None:
    rows = ("", "", row) if "gina 2" not in row or "de" in row else ()
    assert getattr(imprint_of(_page(2, *rows, foot="" if rows else row)), name) == value


def test_a_spanish_letterhead_makes_a_first_page() -> None:
    rows = ("Departamento del Tesoro", "Servicio de Impuestos Internos", "Austin, TX 73301-0010")
    assert imprint_of(_page(1, *rows, "Estimado contribuyente:")).opening >= 3


def test_a_spanish_leaflet_lies_with_its_letter() -> None:
    leaflet = _page(3, "Sus derechos", "Publicación 1SP (Rev. 9-2017)")
    letters = split([*_spanish(1, 2, "CP714", "11 de marzo de 2024"), leaflet], "a3f9c1b2")
    assert [page.number for page in letters[0].enclosures] == [3]


# -- every page in one letter --------------------------------------------------------------------


def _all_pages(letters: Sequence[Letter]) -> list[int]:
    return sorted(page.number for letter in letters for page in (*letter.pages, *letter.enclosures))


_DRAWN = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from(["CP14", "CP504", "LT11", "CP714"]),
        st.sampled_from(["March 11, 2024", "May 6, 2024"]),
        st.sampled_from(["1234", "9876", "5551"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


def _sheets(drawn: Sequence[tuple[int, str, str, str, bool]]) -> list[list[ReadPage]]:
    """The pages of letters, some in Spanish; their numbers are still to be given."""
    spanish = {"March 11, 2024": "11 de marzo de 2024", "May 6, 2024": "6 de mayo de 2024"}
    return [
        _spanish(1, count, code, spanish[date], last) if es else _notice(1, count, code, date, last)
        for count, code, date, last, es in drawn
    ]


def _as_filed(pages: Iterable[ReadPage]) -> list[ReadPage]:
    return [dataclasses.replace(page, number=at) for at, page in enumerate(pages, 1)]


_LOOSE_PAPER = (
    _blank(1),
    _page(1, "Your Rights", "Publication 1 (Rev. 9-2017)"),
    _page(1, "Internal Revenue Service", "Official Business", "Penalty for Private Use, $300"),
    _page(1),
    _poor(_page(1, "rnv 'e ~ oc", body="sohat fava lesnent")),
    ReadPage(1, _SIZE, (), Capture("scan", "poor", "The page could not be read.")),
    ReadPage(1, _SIZE, (), Capture("scan"), separator=True),
)


@settings(deadline=None)
@given(_DRAWN, st.lists(st.sampled_from(_LOOSE_PAPER), max_size=4), st.randoms(use_true_random=False))
def test_however_pages_are_dealt_none_is_lost_and_none_is_in_two_letters(
    drawn: list[tuple[int, str, str, str, bool]], paper: list[ReadPage], rng: random.Random
) -> None:
    sheets = [page for pages in _sheets(drawn) for page in pages] + paper
    rng.shuffle(sheets)
    pages = _as_filed(page for page in sheets if rng.random() < 0.9)
    letters = split(pages, "a3f9c1b2")
    assert _all_pages(letters) == [page.number for page in pages if not page.separator]
    assert [letter.id for letter in letters] == [f"a3f9c1b2#{n}" for n in range(1, len(letters) + 1)]


@settings(deadline=None)
@given(_DRAWN, st.randoms(use_true_random=False))
def test_letters_of_different_people_are_told_apart_though_their_pages_lie_in_any_order(
    drawn: list[tuple[int, str, str, str, bool]], rng: random.Random
) -> None:
    letters = _sheets([(*one[:3], str(1111 * at), one[4]) for at, one in enumerate(drawn, 1)])
    for pages in letters:
        rng.shuffle(pages)
    filed = _as_filed(page for pages in letters for page in pages)
    numbers = iter(filed)
    true = [sorted(next(numbers).number for _ in pages) for pages in letters]
    assert sorted(map(sorted, _shape(filed))) == true


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(["CP14", "CP504", ""])), max_size=8
    )
)
def test_every_page_is_in_one_letter(drawn: list[tuple[int, int, str]]) -> None:
    pages = [
        _page(at, f"Notice {code}", foot=f"Page {number} of {count}") if code else _blank(at)
        for at, (number, count, code) in enumerate(drawn, 1)
    ]
    letters = split(pages, "a3f9c1b2")
    assert _all_pages(letters) == [page.number for page in pages]
    for letter in letters:
        assert not set(letter.missing_pages) & {0}


def test_a_table_of_earlier_letters_says_nothing_of_the_page_it_stands_on() -> None:
    wide = " " * 12
    first = _page(1, "Letter 1058", "Date: May 18, 2014", "Taxpayer ID number XX-XXX0319", "Dear Taxpayer:")
    second = _page(
        2,
        "What you need to do immediately",
        f"Notice{wide}Date mailed{wide}Balance then",
        f"CP504{wide}April 13, 2014{wide}$260,080.79",
        "Thank you for your cooperation.",
        foot="Letter 1058 (Rev. 2-2012)",
    )
    imprint = imprint_of(second)
    assert (imprint.code, imprint.date) == ("LETTER1058", None)
    assert _shape([first, second]) == [[1, 2]]
    assert not split([first, second], "a3f9c1b2")[0].cut_unsure


def test_a_heading_that_holds_the_letters_own_date_heads_no_table_of_the_past() -> None:
    wide = " " * 12
    imprint = imprint_of(_page(1, f"Notice CP504{wide}Issued March 11, 2024", "Notice date March 11, 2024"))
    assert (imprint.code, imprint.date) == ("CP504", "2024-03-11")


def test_the_days_of_a_table_of_rates_are_not_that_of_the_page() -> None:
    page = _page(2, "Interest rates", "January 1, 2020 June 30, 2020 5%", "July 1, 2020 March 31, 2021 5%")
    (one,) = split([_page(1, *_HEAD, "CP14", "August 15, 2022"), page], "a3f9c1b2")
    assert not one.cut_unsure
