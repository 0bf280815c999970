"""The names that people give to the facts of a notice, each before its value, beside it and over it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from classify.field import Period
from tests.classify.rows import Classify, Rows

_FACTS = {
    "notice": ("Notice Number", "CP504"),
    "notice_date": ("Notice Date", "March 21, 2024"),
    "taxpayer_id_last4": ("Social Security Number", "XXX-XX-4821"),
    "form": ("Form", "1040"),
    "tax_periods": ("Tax Year", "2022"),
    "amount_due": ("Amount Due", "$4,812.33"),
    "due_date": ("Due Date", "April 20, 2024"),
}
_TRUE = {
    "notice": "CP504",
    "notice_date": dt.date(2024, 3, 21),
    "taxpayer_id_last4": "4821",
    "tax_periods": (Period(dt.date(2022, 12, 31), "1040"),),
    "amount_due": Decimal("4812.33"),
    "due_date": dt.date(2024, 4, 20),
}
_LABELS = {
    "notice": (
        "Notice|Notice No.|Notice #|Notice ID|Notice Code|Notice Type|IRS Notice|Letter|Letter Number"
        "|CP Number|Document Type|Correspondence Type|Type of Notice|Notice or Letter Number|Doc Type"
        "|Ntc No.|Notice Title|Code|Re"
    ),
    "notice_date": (
        "Date|Dated|Letter Date|Date of Letter|Date Issued|Issued|Issued On|Issue Date|Notice Dated"
        "|Ntc Date|Correspondence Date|Date Mailed|Mailed|Mail Date|Notice Issue Date|Document Date"
        "|Date of Issue|Date sent|Sent"
    ),
    "taxpayer_id_last4": (
        "SSN|SSN/EIN|EIN/SSN|Taxpayer ID|TIN|TP ID|Tax ID|Tax ID Number|Your SSN|ID Number"
        "|Social Security No.|Soc. Sec. No.|Taxpayer Identification Number (TIN)"
        "|Taxpayer Identifying Number|FEIN|ITIN"
    ),
    "form": (
        "Form Type|Tax Form|Form Number|Return|Return Type|Type of Tax|Type of Return|Form No.|Form #"
        "|Tax Type|Form(s)|Form Filed|Kind of Tax"
    ),
    "tax_periods": (
        "Tax Year(s)|Tax Yr|Tax Yr.|Year|Tax Period|Period|Tax Years at Issue|Year(s)|Tax Period Covered"
        "|Taxable Year|Calendar Year|TY|Tax Per.|Year at Issue|Tax Year Affected|Tax Year in Question"
        "|Return Year"
    ),
    "amount_due": (
        "Balance Due|Total Due|Amount Owed|Total Owed|Amount You Owe|Amt Due|Amt. Due|Bal. Due|Balance"
        "|Outstanding Balance|Current Balance|Amount to Pay|Pay This Amount|Unpaid Balance"
        "|Total Balance Due|Amount Payable|Balance Owed|Total Amount You Owe|Amount Demanded|New Balance"
        "|Payoff Amount|Amount Past Due|Amount outstanding"
    ),
    "due_date": (
        "Pay By|Payment Due|Payment Due Date|Due By|Due|Pay on or before|Respond By|Response Due|Reply By"
        "|Deadline|Payment Deadline|Pay no later than|Due on|Pymt Due|Must be paid by|Date Due|Act by"
        "|Response Due Date|Must Be Received By|Final date to pay|Action Required By|Remit by|Pay-by date"
        "|Hearing request deadline|CDP deadline"
    ),
}
_VALUES = {
    "notice": ["CP 504", "CP-504", "Notice CP504", "IRS Notice CP504", "CP504 (Intent to Levy)"],
    "taxpayer_id_last4": [
        *("XXXXX4821", "xxx-xx-4821", "XXX XX 4821", "###-##-4821", "ending in 4821", "(last 4) 4821"),
        *("**** 4821", "[redacted]-4821", "...4821", "x4821", "xxxx-4821", "last four: 4821"),
    ],
    "amount_due": ["$4812.33", "$ 4,812.33", "4,812.33", "USD 4,812.33", "US$4,812.33", "$4,812.33 USD"],
    "tax_periods": ["December 31, 2022", "12/31/2022", "2022-12-31", "31 December 2022"],
}  # fmt: skip


def _letter(field: str, label: str, value: str, layout: str) -> Rows:
    rows: Rows = ["Internal Revenue Service", "Department of the Treasury", "Austin, TX 73301-0010", None]
    for name, usual in _FACTS.items():
        said, told = (label, value) if name == field else usual
        if layout == "before":
            rows.append(f"{said}: {told}")
        elif layout == "beside":
            rows.append([(100, said), (900, told)])
        else:
            rows += [said, told, None]
    rows += [None, "Sample Taxpayer", "307 Example Street", "Testville, OH 43999", None]
    return [*rows, "If we do not hear from you we may seize your property. Call us at 800-829-7650."]


def _lost(classify: Classify, field: str, layout: str, ways: list[tuple[str, str]]) -> list[tuple[str, str]]:
    name = "tax_periods" if field == "form" else field
    found: Any = [getattr(classify(_letter(field, *way, layout)), name) for way in ways]
    return [
        way for way, one in zip(ways, found, strict=True) if (one.value, one.accepted) != (_TRUE[name], True)
    ]


@pytest.mark.parametrize("layout", ["before", "beside", "over"])
@pytest.mark.parametrize("field", _LABELS)
def test_a_fact_is_known_by_many_names(classify: Classify, field: str, layout: str) -> None:
    assert not _lost(
        classify, field, layout, [(label, _FACTS[field][1]) for label in _LABELS[field].split("|")]
    )


@pytest.mark.parametrize("layout", ["before", "beside", "over"])
@pytest.mark.parametrize("field", _VALUES)
def test_a_fact_is_written_in_many_ways(classify: Classify, field: str, layout: str) -> None:
    assert not _lost(classify, field, layout, [(_FACTS[field][0], value) for value in _VALUES[field]])


def test_a_page_that_says_when_it_was_printed_does_not_say_its_date(classify: Classify) -> None:
    found = classify(_letter("notice_date", "Printed", "March 21, 2024", "before")).notice_date
    assert (found.value, found.accepted) == (None, False)


def test_what_is_owed_in_all_gives_way_to_what_is_due(classify: Classify) -> None:
    rows = [*_letter("amount_due", "Outstanding Balance", "$9,100.00", "before"), "Amount due now: $4,812.33"]
    found = classify(rows).amount_due
    assert (found.value, found.accepted) == (Decimal("4812.33"), True)
