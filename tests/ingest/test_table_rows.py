"""Rows of ruled tables: closed only where an amount lost its label."""

from __future__ import annotations

from ingest.ocr.table_rows import close_rows, lonely_amounts, ruled_rows
from ingest.text import PageText, Word, lines_of
from ingest.transform import Box, Transform


def _text(*placed: tuple[str, float, float]) -> PageText:
    words = [Word(text, Box(left, top, left + 20 * len(text), top + 30)) for text, left, top in placed]
    return PageText(lines_of(words), (2550, 3300), Transform.identity(), "text layer")


_WRAPPED = (
    ("Failure-to-pay", 100.0, 100.0),
    ("$1,234.56", 900.0, 130.0),
    ("penalty", 100.0, 160.0),
    ("Total", 100.0, 260.0),
    ("$9.00", 900.0, 260.0),
)
_ROWS = [[Box(80, 80, 800, 200), Box(800, 80, 1200, 200)], [Box(80, 240, 800, 300), Box(800, 240, 1200, 300)]]


def test_an_amount_alone_on_its_row_is_lonely() -> None:
    assert lonely_amounts(_text(*_WRAPPED)) == (145.0,)
    assert lonely_amounts(_text(("Total", 100, 100), ("$9.00", 900, 100))) == ()
    assert lonely_amounts(_text(("Page", 100, 100))) == ()


def test_the_rules_close_the_row_and_leave_the_others() -> None:
    closed = close_rows(_text(*_WRAPPED), _ROWS)
    assert [line.text for line in closed.lines] == ["Failure-to-pay penalty   $1,234.56", "Total   $9.00"]
    assert sorted(w.text for w in closed.words) == sorted(text for text, _, _ in _WRAPPED)


def test_words_beside_the_table_keep_their_line() -> None:
    text = _text(*_WRAPPED, ("aside", 1800.0, 130.0))
    closed = close_rows(text, _ROWS)
    assert [line.text for line in closed.lines] == [
        "Failure-to-pay penalty   $1,234.56",
        "aside",
        "Total   $9.00",
    ]


def test_nothing_is_closed_without_rules_or_label() -> None:
    text = _text(("$1.00", 900.0, 100.0), ("$2.00", 900.0, 160.0))
    assert close_rows(text, []) == text
    assert close_rows(text, [[Box(800, 80, 1200, 200)]]) == text


def test_what_pdfminer_cannot_read_has_no_rows() -> None:
    assert ruled_rows(b"%PDF-1.4 not really", 1, Transform.identity()) == []


def test_a_letter_that_the_box_beside_it_reaches_over_stays_on_its_row() -> None:
    # As Tesseract gave "Page 2 of 4": the box of "of" reaches over half of the 4.
    boxes = {"Page": (1230, 270, 1280, 294), "2": (1287, 270, 1297, 289), "of": (1306, 269, 1341, 290)}
    words = [Word(text, Box(*map(float, box))) for text, box in boxes.items()]
    (line,) = lines_of([*words, Word("4", Box(1334, 263, 1346, 300))])
    assert line.text == "Page 2 of 4"


def test_words_over_each_other_are_no_row() -> None:
    over = [Word("date", Box(100, 100, 180, 130)), Word("year", Box(110, 112, 190, 142))]
    assert len(lines_of(over)) == 2


def test_a_speck_taken_for_a_colon_ties_no_halves_of_two_rows_together() -> None:
    """As Tesseract gave two columns whose rows do not stand level, with specks between them."""
    boxes = {
        "Service": (494, 246, 618, 273), ":": (1361, 265, 1365, 269), "Notice": (1306, 267, 1403, 292),
        "date": (1415, 265, 1482, 292), "January": (1493, 267, 1619, 299), "OH": (364, 287, 413, 312),
    }  # fmt: skip
    words = [Word(text, Box(*map(float, box))) for text, box in boxes.items()]
    assert "Notice date January" in [phrase.text for line in lines_of(words) for phrase in line.phrases]


def test_a_cell_half_beside_a_row_of_another_column_waits_for_its_own() -> None:
    """A fact box whose rows stand half a line lower than the address beside it."""
    boxes = {
        "ARCHIBALD": (152, 333, 356, 359), "TENNANT": (405, 333, 572, 358), "2022": (1365, 343, 1442, 369),
        "Tax": (877, 346, 931, 371), "year": (942, 351, 1011, 378), "29": (154, 377, 190, 403),
    }  # fmt: skip
    words = [Word(text, Box(*map(float, box))) for text, box in boxes.items()]
    assert [line.text for line in lines_of(words)] == ["ARCHIBALD   TENNANT", "Tax year   2022", "29"]
