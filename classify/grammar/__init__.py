"""Strict grammars for what letters print: dates, money, taxpayer numbers, forms, notice codes.

A grammar may put right what an engine does to characters of the wrong type (the letter O among the
digits of a date, a full stop in place of a comma in money) and counts every such repair as a cost. It
never changes one digit into another, and never one code into a neighbouring one.
"""

from __future__ import annotations

from classify.grammar.code import Code, codes, letter_numbers, levy_forms, page_codes
from classify.grammar.common import FIRST_YEAR, LAST_YEAR, Match, digits
from classify.grammar.date import (
    DAY,
    LISTED,
    MONTH,
    dates,
    day_first,
    is_month_end,
    months,
    other_order,
    quarter_lists,
    quarters,
    spanish_dates,
    years,
)
from classify.grammar.dollars import money
from classify.grammar.form import TAX_FORMS, fits_form, forms, garbled_forms
from classify.grammar.taxpayer import bare_fours, ending_fours, last_fours, masked_tails, short_masks
from classify.grammar.type_code import accounts

__all__ = [
    "DAY",
    "FIRST_YEAR",
    "LAST_YEAR",
    "LISTED",
    "MONTH",
    "TAX_FORMS",
    "Code",
    "Match",
    "accounts",
    "bare_fours",
    "codes",
    "dates",
    "day_first",
    "digits",
    "ending_fours",
    "fits_form",
    "forms",
    "garbled_forms",
    "is_month_end",
    "last_fours",
    "letter_numbers",
    "levy_forms",
    "masked_tails",
    "money",
    "months",
    "other_order",
    "page_codes",
    "quarter_lists",
    "quarters",
    "short_masks",
    "spanish_dates",
    "years",
]
