"""Whole taxpayer numbers never pass; what only looks a little like one is left alone."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.privacy import RedactingFilter, mask_text, mask_words, safe_name
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform

_DIGITS = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("SSN 123-45-6789", "SSN XXX-XX-6789"),
        ("000-00-1234", "XXX-XX-1234"),
        ("123 45 6789", "XXX XX 6789"),
        ("123\u201345\u20136789", "XXX\u2013XX\u20136789"),
        ("123- 45 -6789", "XXX- XX -6789"),
        ("123.45.6789", "XXX.XX.6789"),
        ("123-45-\n6789", "XXX-XX-\n6789"),
        ("l23-4S-6789", "XXX-XX-6789"),
        ("O00-OO-1234", "XXX-XX-1234"),
        ("id:123-45-6789B", "id:XXX-XX-6789B"),
        ("12-3456789", "XX-XXX6789"),
        ("Employer ID 12 3456789", "Employer ID XX XXX6789"),
        ("123456789", "XXXXX6789"),
        ("Social security number: 1 2 3 4 5 6 7 8 9", "Social security number: X X X X X 6 7 8 9"),
        ("SSN  123   45   6789", "SSN  XXX   XX   6789"),
        ("Social security numberI23456789", "Social security numberXXXXX6789"),
        ("SSN 123456789-2016", "SSN XXXXX6789-2016"),
        ("123456789 QX DOEE 30 0 202112 670", "XXXXX6789 QX DOEE 30 0 202112 670"),
        ("SSN: 123.45 2021", "SSN: XXX.XX 2021"),
        ("SSN 1,123.45 2021", "SSN 1,XXX.XX 2021"),
        ("$ SSN 123.45.2021", "$ SSN XXX.XX.2021"),
        ("$123-45-2021", "$XXX-XX-2021"),
        ("SSN 412-88-66771", "SSN XXX-XX-X6771"),
        ("0412-88-6671", "XXXX-XX-6671"),
        ("412/88/6671, 412,88,6671", "XXX/XX/6671, XXX,XX,6671"),
        ("(412)88-6671", "(XXX)XX-6671"),
        ("EIN 41-28866711", "EIN XX-XXXX6711"),
        ("123:45:6789, 123\u202245\u20226789", "XXX:XX:6789, XXX\u2022XX\u20226789"),
        ("12/3456789 333445555V", "XX/XXX6789 XXXXX5555V"),
    ],
)
def test_taxpayer_numbers_keep_only_their_last_four(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "If you believe someone used your Social Security number, submit Form 14039 or\ncall 1-800-908-4490.",
        "Pay now $15,665.51 2023 1040",
        "You owe $665.51 2023",
        "Caller ID: 008132\nSocial security number   Call: 1-800-829-1040",
        "Employer identification number   To contact us   (800) 829-4933",
    ],
)
def test_a_telephone_number_near_a_label_is_left_alone(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Call 800-829-0922 or 1-800-829-0922",
        "fax 855-214-7520, (800) 829-0922, 800 829 0922",
        "Cincinnati OH 45999-0149",
        "$123,456,789.00 and $1,234.56 and 123456789.00",
        "January 30, 2017, 01/30/2017, 01-30-2017, 2017-01-30",
        "Form 941 12 2021",
        "XXX-XX-6789 and ***-**-6789 and XX-XXX6789",
        "2017-01-30-2018, 1,412,88 and 800-8291040, case 1234-56-789",
        "Page 1 of 4, notice CP504B, Letter 1058",
        "00000095001234 0000000000 12345678901",
        "SSN 1234 December 31 2021",
        "Write your SSN on it and call 800-829-0922 12 hours a day",
        "SOLD TO BOSS IS SOILOZZO",
        "7012 1010 0001 2345 6789",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask_text(text) == text


@given(_DIGITS, st.sampled_from(["-", " ", " - ", "\u2013", "."]), st.text(), st.text())
@example("000000000", "-", "tel.", "")
def test_a_social_security_number_never_passes(digits: str, joint: str, before: str, after: str) -> None:
    number = joint.join((digits[:3], digits[3:5], digits[5:]))
    masked = mask_text(f"{before}\n{number}\n{after}")
    kept = masked[len(before) + 1 :][: len(number)]
    assert kept == joint.join(("XXX", "XX", digits[5:]))


@given(_DIGITS)
def test_an_employer_number_never_passes(digits: str) -> None:
    assert mask_text(f"EIN {digits[:2]}-{digits[2:]}") == f"EIN XX-XXX{digits[5:]}"


@given(st.text("0123456789 -.XOlS$,\nabcSN:", max_size=80))
def test_a_mask_fits_and_is_final(text: str) -> None:
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert mask_text(masked) == masked
    assert all(new in {old, "X"} for old, new in zip(text, masked, strict=True))


def _page(*rows: str) -> PageText:
    words = [
        Word(text, Box(at * 200.0, row * 60.0, at * 200.0 + 20 * len(text), row * 60.0 + 30))
        for row, line in enumerate(rows)
        for at, text in enumerate(line.split())
    ]
    return PageText(lines_of(words), (2000, 1000), Transform.identity(), "test")


def test_a_number_split_over_words_is_masked_and_keeps_its_boxes() -> None:
    page = _page("Social security number 123 45 6789", "see 12-3456789", "Amount due $9,533.53")
    masked = mask_words(page)
    assert [word.box for word in masked.words] == [word.box for word in page.words]
    assert " ".join(masked.text.split()) == (
        "Social security number XXX XX 6789 see XX-XXX6789 Amount due $9,533.53"
    )


def test_a_page_without_numbers_is_the_same_page() -> None:
    page = _page("Amount due $9,533.53")
    assert mask_words(page) is page
    assert mask_words(_page()).lines == ()


@given(st.lists(st.lists(st.text("0123456789-Ol", min_size=1, max_size=11), max_size=6), max_size=4))
def test_masking_words_is_masking_their_page(rows: list[list[str]]) -> None:
    page = _page(*(" ".join(row) for row in rows))
    assert mask_words(page).text == mask_text(page.text)


def test_a_safe_name_is_short_and_printable() -> None:
    assert safe_name("letter.pdf") == "letter.pdf"
    assert safe_name("a\nb\x1b\u202e\ud800.pdf").isprintable()
    assert len(safe_name("n" * 400 + ".pdf")) <= 120
    assert safe_name("n" * 400 + ".pdf").endswith(".pdf")


def test_a_log_keeps_neither_numbers_nor_the_words_of_an_exception() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedactingFilter())
    log = logging.Logger("test")  # noqa: LOG001  # no parents whose handlers have no filter
    log.addHandler(handler)
    log.warning("read %s", "123-45-6789")
    read = "987-65-4321 of Jane Roe"
    try:
        int(read)
    except ValueError:
        log.exception("failed")
    log.warning("%d does not fit", "words")
    text = written.getvalue()
    assert "XXX-XX-6789" in text
    assert "test_privacy.py" in text
    assert "ValueError" in text
    assert "Jane" not in text
    assert "4321" not in text
    assert "do not fit" in text


def test_the_year_of_a_date_makes_no_number_with_the_next_column() -> None:
    text = "Notice date   Your SSN\nMay 26, 2025   123-45-8820"
    assert mask_text(text) == "Notice date   Your SSN\nMay 26, 2025   XXX-XX-8820"
    text = "Notice date   Your SSN\n05/26/2025   123 45 8820"
    assert mask_text(text) == "Notice date   Your SSN\n05/26/2025   XXX XX 8820"


def test_a_year_before_a_whole_number_is_not_masked_with_it() -> None:
    said = "Caller ID Tax year Social Security number\n552868 1999 957-50-9765"
    assert mask_text(said).endswith("552868 1999 XXX-XX-9765")


def test_a_row_of_cells_makes_no_number_with_the_date_in_it() -> None:
    row = "EIN   FORM   TAX PERIOD\nXX-XXX0693   941   12/31/2020"
    assert mask_text(row) == row
    # A whole number in cells of one digit each is one, whatever stands behind it.
    cells = "EIN   DATE\n1   2   3   4   5   6   7   8   9   12/31/2020"
    assert mask_text(cells) == "EIN   DATE\nX   X   X   X   X   6   7   8   9   12/31/2020"
    assert mask_text("EIN 12 3456789/01/2020").endswith("XX XXX6789/01/2020")
    assert mask_text("SSN 123456789/12/31/2020") == "SSN XXXXX6789/12/31/2020"
    # A look-alike that begins a word ends no number.
    grid = "Letter   Tax year   Date   Taxpayer ID\nLetter 3219   2021   October 30, 2023"
    assert mask_text(grid) == grid
    assert mask_text("SSN 12345678Oname") == "SSN XXXXX678Oname"
    assert mask_text("Taxpayer ID 12345678O October") == "Taxpayer ID XXXXX678O October"
    row = "CODE   DATE ISSUED   TIN\nCP297   2020-11-02   XX-XXX8512"
    assert mask_text(row) == row
    assert mask_text("TIN   FORM\n12-3   4567-89-01").endswith("XX-X   XX67-89-01")
