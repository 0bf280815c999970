"""Letters of nobody's template: labels under values, facts in one line or in prose, labels of their own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from classify.decide import classify_letter
from classify.extract.tax_period import tax_periods
from classify.kinds import ASKS_FOR_MONEY
from classify.layout import sheets
from ingest.letter import Letter
from tests.classify.conftest import TODAY, page_of
from tests.classify.rows import Classify, Rows, headed_letter

_NAME: Rows = ["Sample Taxpayer", "307 Example Street, Testville, OH 43999", None]
_TYPED: Rows = [
    "Internal Revenue Service",
    "Ogden, UT 84201",
    None,
    *_NAME,
    "March 21, 2024",
    None,
    "SSN: XXX-XX-1234",
    None,
]


def _ends(found: object) -> list[dt.date]:
    return [period.end for period in found.tax_periods.value or ()]  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------- who sent it


@pytest.mark.parametrize(
    "head",
    [
        "Internal Revenue Service - AUR Operations - Austin, TX 73301",
        "IRS - Dept of the Treasury - Ogden UT 84201-0038",
        "From: Internal Revenue Service, Underreporter Unit, Ogden UT 84201",
        "Internal Revenue Service - Large Case Examination Group 1409",
        "IRS Independent Office of Appeals",
    ],
)
def test_a_letterhead_may_hold_its_office_and_place(classify: Classify, head: str) -> None:
    found = classify([head, None, *_NAME, "Date: March 21, 2024   SSN: XXX-XX-1234"])
    assert found.origin == "irs"


@pytest.mark.parametrize(
    "head", ["IRS Tax Relief Group, Dallas TX 75201", "IRS tax debt helpers of Dallas, Texas 75201"]
)
def test_nobody_else_has_such_a_letterhead(classify: Classify, head: str) -> None:
    found = classify(
        [head, None, *_NAME, "Date: March 21, 2024   SSN: XXX-XX-1234", None, "We can help you today."]
    )
    assert found.origin != "irs"


def test_who_asks_for_gift_cards_is_not_the_irs(classify: Classify) -> None:
    rows: Rows = [
        "Public Judgment Records - Tax Division",
        None,
        *_NAME,
        "Social security number XXX-XX-1234",
    ]
    asks = "Call 800-829-1419 today and settle by prepaid gift cards or wire transfer to avoid arrest."
    assert classify([*rows, asks]).origin == "not_irs"
    warns = "We never ask you to pay by gift cards."
    assert classify(headed_letter("CP14", None, warns, year=2022)).origin == "irs"


# --------------------------------------------------------------------------------- labels under values


def test_a_panel_of_cards_beside_the_text_has_its_labels_under_its_values(classify: Classify) -> None:
    text = "Because you asked for a hearing about employment taxes before"
    rows: Rows = [
        "Internal Revenue Service",
        None,
        *_NAME,
        None,
        [(100, "CP297A")],
        [(100, "notice")],
        None,
        None,
        [(100, "Dec. 2, 2024"), (900, text)],
        [(100, "date"), (900, "the law let us levy first and offer the hearing afterwards")],
        None,
        None,
        [(100, "Jun. 30, 2024"), (900, text)],
        [(100, "period ending"), (900, "we ask you to read this letter and what came with it")],
        None,
        None,
        [(100, "Jan. 2, 2025")],
        [(100, "last day to ask for a hearing")],
        None,
        None,
        [(100, "$19,077.14")],
        [(100, "unpaid; pay now")],
    ]
    found = classify(rows)
    assert found.notice.value == "CP297A"
    assert (found.notice_date.value, found.notice_date.accepted) == (dt.date(2024, 12, 2), True)
    assert _ends(found) == [dt.date(2024, 6, 30)]
    assert found.due_date.value == dt.date(2025, 1, 2)
    assert found.amount_due.value == Decimal("19077.14")


def test_a_label_before_its_value_is_none_of_what_stands_above(classify: Classify) -> None:
    rows = headed_letter(
        "CP14", None, None, "$881.00", [(100, "Amount due"), (600, "$2,310.55")], None, year=2022
    )
    assert classify(rows).amount_due.value == Decimal("2310.55")


# ------------------------------------------------------------------------------------- lines of facts


@pytest.mark.parametrize(
    ("line", "code", "day"),
    [
        ("Internal Revenue Service, Austin, Texas 73301 - June 2, 2025 - CP49", "CP49", dt.date(2025, 6, 2)),
        ("CP2501 Aug. 5, 2024 Tax yr 2022 Acct. XXX-XX-1234", "CP2501", dt.date(2024, 8, 5)),
        ("Letter 2205 Date: January 22, 2024", "Letter 2205", dt.date(2024, 1, 22)),
        ("Reference Letter 5747C", "Letter 5747C", None),
        ("Stmt. no. CP521 SSN: XXX-XX-1234", "CP521", None),
    ],
)
def test_a_line_of_facts_has_the_code_and_the_day(
    classify: Classify, line: str, code: str, day: dt.date | None
) -> None:
    found = classify([line, None, "Internal Revenue Service", None, *_NAME, "SSN: XXX-XX-1234"])
    assert (found.notice.value, found.notice.accepted) == (code, True)
    assert day is None or (found.notice_date.value, found.notice_date.accepted) == (day, True)


def test_a_line_of_three_facts_may_stand_in_the_middle_of_the_page(classify: Classify) -> None:
    body: Rows = [None, "We fixed a mistake on your return.", *[None] * 30]
    found = classify(
        ["Internal Revenue Service", *_NAME, *body, "CP12 May 9, 2025 XXX-XX-1603", *[None] * 30]
    )
    assert (found.notice.value, found.notice_date.value) == ("CP12", dt.date(2025, 5, 9))


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("the day we wrote this", "June 3, 2024"),
        ("When we sent it:", "Feb. 24, 2025"),
        ("Statement issued", "Jun. 16, 2025"),
        ("written", "11 April 2025"),
    ],
)
def test_the_day_of_a_letter_has_labels_of_many_words(classify: Classify, label: str, value: str) -> None:
    rows: Rows = ["Internal Revenue Service", *_NAME, [(100, label), (1200, value)], None, "CP501"]
    found = classify(rows).notice_date
    assert found.accepted
    assert found.evidence[0].rule.startswith("label:")


# ---------------------------------------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("line", "form", "ends"),
    [
        ("Your plan for Form 1040, 2019, calls for $225.00 each month.", "1040", [2019]),
        ("In re: Collection - Form 1040 - 2018, 2019 and 2020 - SSN XXX-XX-1234", "1040", [2018, 2019, 2020]),
        ("Case file 7719284 Your SSN: XXX-XX-1234 2023 Form 1040", "1040", [2023]),
        ('Make out a check with "2019 Form 1040" on it.', "1040", [2019]),
        ("Tx Yr 2021", None, [2021]),
        ("Form 1040 - 2022", "1040", [2022]),
    ],
)
def test_a_year_and_its_form_need_no_label(
    classify: Classify, line: str, form: str | None, ends: list[int]
) -> None:
    found = classify([*_TYPED, line, None, "CP501"])
    assert _ends(found) == [dt.date(year, 12, 31) for year in ends]
    assert form is None or {period.form for period in found.tax_periods.value or ()} == {form}


def test_the_year_alone_tells_no_period_of_what_is_filed_by_quarter(classify: Classify) -> None:
    assert not _ends(classify([*_TYPED, "Form 941 - 2022", None, "CP161"]))


def test_a_cell_may_name_a_quarter_by_its_abbreviation(classify: Classify) -> None:
    rows = [*_TYPED, [(100, "Form 941, qtr. ended Mar. 31,"), (1500, "CP161")], [(100, "2025")]]
    assert _ends(classify(rows)) == [dt.date(2025, 3, 31)]


def test_a_list_below_its_label_is_taken_whole(classify: Classify) -> None:
    subject = "Subject: Final demand and right to a hearing, Form 1040, tax years"
    assert _ends(classify([*_TYPED, subject, "2016 and 2021", None, "CP90"])) == [
        dt.date(2016, 12, 31),
        dt.date(2021, 12, 31),
    ]


# ---------------------------------------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        (["Pay at once: $14,621.16"], "14621.16"),
        ([[(100, "You must pay"), (900, "17,204.88")]], "17204.88"),
        (
            ["What remains on your Form 1040 for 2022, with penalty and interest, comes to $1,047.62."],
            "1047.62",
        ),
        (["Interest so far is $212.19. Pay $10,212.19 by April 12, 2024."], "10212.19"),
        (
            ["Several notices went out to you. The unpaid balance,", "with additions, is", None, "$8,450.07"],
            "8450.07",
        ),
        (["The two years above remain unpaid. Together they come to $33,180.26 as of today."], "33180.26"),
    ],
)
def test_what_is_asked_for_is_said_in_many_ways(classify: Classify, lines: Rows, amount: str) -> None:
    found = classify(headed_letter("CP504", None, *lines, year=2022))
    assert found.amount_due.value == Decimal(amount)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("CP2000", ["If the figures are right, you would owe a further $2,655.00."]),
        ("Letter 692", ["In place of what we showed before, it proposes that you'd owe $2,655 in all."]),
        ("Letter 3219", ["There is a deficiency (increase in tax) of $2,655.00 for the year 2020."]),
        ("Letter 531", ["You owe additional tax, called a deficiency, of $2,655.00 for the year."]),
        ("Letter 525", ["Under the new figures the tax and interest we propose come to $2,655.00."]),
        (
            "Letter 950",
            [
                [(100, "Tax year"), (900, "Increase in tax")],
                [(100, "2020"), (900, "$1,450.00")],
                [(100, "2021"), (900, "$1,205.00")],
                [(100, "Together"), (900, "$2,655.00")],
            ],
        ),
    ],
)
def test_what_is_proposed_is_said_in_many_ways(classify: Classify, code: str, lines: Rows) -> None:
    found = classify(headed_letter(code, None, *lines, year=2020))
    assert found.amount_due.value is None
    assert Decimal(2655) in {amount.value for amount in found.amounts if amount.role == "proposed"}


@pytest.mark.parametrize(
    "line",
    [
        "$862.50 is on its way to you as a refund.",
        "Because of the correction your refund has changed to $862.50.",
        "Refund we are sending you $862.50",
        "Refund being held   $862.50",
    ],
)
def test_a_refund_is_told_in_many_ways(classify: Classify, line: str) -> None:
    found = classify(headed_letter("CP21B", None, line, year=2022))
    assert Decimal("862.50") in {amount.value for amount in found.amounts if amount.role == "refund"}


def test_a_letter_of_another_spelling_always_asks_for_money() -> None:
    assert "LT1058" in ASKS_FOR_MONEY
    assert "LT11" in ASKS_FOR_MONEY
    assert "LT105" not in ASKS_FOR_MONEY


# ------------------------------------------------------------------------------------------ days to act


@pytest.mark.parametrize(
    ("code", "lines", "role"),
    [
        ("CP2000", ["The protest has to be mailed to me on or before April 12, 2024."], "answer_by"),
        ("CP75", ["They must reach us by April 12, 2024."], "answer_by"),
        ("CP75", ["Please get them to me by April 12, 2024."], "answer_by"),
        (
            "CP523",
            ["We must have it before April 12, 2024, the day on which your plan will end."],
            "termination",
        ),
        ("CP523", ["By April 12, 2024. On that day we'll end the plan if you have not paid."], "termination"),
        ("CP504", ["If we do not have $5,530.26 by April 12, 2024, we may take your refund."], "pay_by"),
        ("CP504", ["If the whole sum isn't in our hands by April 12, 2024, we may take it."], "answer_by"),
        (
            "Letter 5071C",
            ["Call us from 7 a.m. to 7 p.m. your local time, on or before April 12, 2024."],
            "answer_by",
        ),
        ("Letter 5747C", ["What you need to do by April 12, 2024"], "answer_by"),
        ("LT11", [[(100, "April 12, 2024"), (600, "last day to mail Form 12153 for a hearing.")]], "hearing"),
        (
            "CP161",
            [[(100, "Pay"), (900, "On or before")], [(100, "$733.28"), (900, "April 12, 2024")]],
            "pay_by",
        ),
        (
            "Letter 2205",
            [[(100, "Call"), (600, "Felix Sample, 831-555-0120")], [(100, "By"), (600, "12 April 2024")]],
            "answer_by",
        ),
    ],
)
def test_the_day_to_act_by_is_said_in_many_ways(
    classify: Classify, code: str, lines: Rows, role: str
) -> None:
    found = classify(headed_letter(code, None, None, *lines, year=2022))
    assert [d.role for d in found.dates if d.value == dt.date(2024, 4, 12)] == [role]
    assert found.due_date.value == dt.date(2024, 4, 12)


@pytest.mark.parametrize(
    "lines",
    [
        ["If you can't answer by then, call for more time before April 2, 2024."],
        ["You'll receive a refund of $933.60 by April 12, 2024, if you owe nothing else."],
        [
            "If you did not file the 2023 return, tell us at once; the",
            "deadline for filing it remains April 15, 2024.",
        ],
    ],
)
def test_other_days_are_none_to_act_by(classify: Classify, lines: Rows) -> None:
    found = classify(headed_letter("CP2000", None, None, *lines, year=2022))
    assert [d.role for d in found.dates if d.value.month == 4] == ["mentioned"]


def test_a_plan_that_ends_asks_for_what_is_past_due_and_not_for_the_next_payment(classify: Classify) -> None:
    ends = "If you don't pay, we will terminate your agreement on April 21, 2024."
    found = classify(
        headed_letter("CP523", None, ends, "Your next monthly payment of $185.00 is due April 15, 2024.")
    )
    assert found.due_date.value == dt.date(2024, 4, 21)


def test_a_month_without_its_day_is_a_date_not_read_on_a_picture(classify: Classify) -> None:
    said = [
        "Amount due immediately: $4,351.77",
        None,
        "If it is not paid by November 2024 we may levy your refund.",
    ]
    rows = headed_letter("CP504", None, *said, year=2022)
    assert not classify(rows, kind="scan").due_date.accepted
    assert classify(rows).due_date.accepted


# --------------------------------------------------------------------------------------------- numbers


def test_the_last_four_digits_may_begin_the_next_line(classify: Classify) -> None:
    rows = [
        "Internal Revenue Service",
        *_NAME,
        "Someone filed a Form 1040 for tax year 2023 under your name and number (last four:",
        "5147).",
    ]
    assert classify([*rows, "Letter 5747C"]).taxpayer_id_last4.value == "5147"


def test_digits_whose_mask_was_lost_need_another_engine() -> None:
    rows: Rows = [
        *headed_letter("CP523", None, year=2022),
        None,
        [(100, "Taxpayer ID"), (900, "44.9954")],
        *[None] * 40,
        [(100, "ID number"), (900, "44.9954")],
    ]
    rows = [row for row in rows if row is None or "XXX-XX-1234" not in str(row)]

    def last_four(*engines: str) -> tuple[str | None, bool]:
        page = page_of(1, *[rows] * len(engines), engines=engines)
        found = classify_letter(Letter("0a1b2c3d#1", (page,)), today=TODAY).taxpayer_id_last4
        return found.value, found.accepted

    assert last_four("tesseract 5") == ("9954", False)
    assert last_four("tesseract 5", "rapidocr 3") == ("9954", True)


# ---------------------------------------------------------------------------------- codes in sentences


@pytest.mark.parametrize(
    "said",
    [
        "We intend to seize your property, and this letter, which we call LT11, tells you of your rights.",
        "You will want your number and the number of this notice, LT11.",
        "What you owe becomes payable. This letter (an LT11) is the notice of that.",
        "With this notice, number LT11, we tell you that we intend to levy.",
        "This is a reminder, and it bears the number LT11.",
        "A levy may follow, and LT11 is the notice of it.",
        "When replying please refer to LT11 and to your number.",
        "Write LT11 and Form 1040 on your check.",
    ],
)
def test_a_letter_names_itself_in_many_sentences(classify: Classify, said: str) -> None:
    found = classify([*_TYPED, "Dear Taxpayer:", None, said])
    assert (found.notice.value, found.notice.accepted) == ("LT11", True)


@pytest.mark.parametrize(
    "title",
    [
        "A lien has been filed - you have a right to a hearing (LT11)",
        "We corrected your 2024 Form 1040 - LT11",
        "Final notice, LT11: your tax is overdue",
        "Second reminder (LT11): you still have a balance",
        "Notice LT11. Changes to your Form 1040 for tax year 2022.",
    ],
)
def test_a_title_may_end_with_the_code(classify: Classify, title: str) -> None:
    found = classify([*_TYPED, title, None, "Dear Taxpayer:", "You owe tax."])
    assert (found.notice.value, found.notice.accepted) == ("LT11", True)


def test_a_sentence_that_ends_with_a_code_is_no_title(classify: Classify) -> None:
    said = "If we do not hear from you we will send a statutory notice of deficiency (CP3219A)."
    found = classify(headed_letter("CP2000", None, said, year=2022)).notice
    assert (found.value, found.accepted) == ("CP2000", True)


@pytest.mark.parametrize(
    "line",
    [
        "Letter 915 / case of E. Sample, SSN XXX-XX-1234",
        "Notice CP75 for taxpayer XXX-XX-1234",
        "Corporation's EIN: XX-XXX1234. Letter 3572. Enclosures: Form 4564",
        "CP14 (mailed first class)",
        "In reply refer to: Letter 531 \u2022 person to contact: I. Sample",
    ],
)
def test_the_last_lines_may_have_the_code(classify: Classify, line: str) -> None:
    found = classify(
        [*_TYPED, "Dear Taxpayer:", *["We ask you to read this."] * 40, "Sincerely,", None, line]
    )
    assert found.notice.value is not None
    assert found.notice.accepted


def test_a_letter_of_the_correspondence_system_may_have_its_bare_number(classify: Classify) -> None:
    head: Rows = ["Internal Revenue Service", "Austin, TX 73301", None]
    assert classify([*head, "JUNE 30, 2025", "6331C", *_NAME]).notice.value == "Letter 6331C"
    assert classify([*head, [(100, "Nov. 18, 2024"), (1500, "106C")], *_NAME]).notice.value == "Letter 106C"
    assert (
        classify([*head, "Sample Taxpayer", "4 Elm Street, 106C", "Testville, OH 43999"]).notice.value is None
    )


def test_the_only_code_that_the_text_names_is_for_a_person_to_look_at(classify: Classify) -> None:
    said = "The formal notice, CP21B, is enclosed with this letter and says the same thing."
    found = classify([*_TYPED, "Dear Taxpayer:", said])
    assert (found.notice.value, found.notice.accepted) == ("CP21B", False)
    assert classify([*_TYPED, "Dear Taxpayer:", "You did not answer our CP2000 notice."]).notice.value is None


# ------------------------------------------------------------------------------------ what stands where


@pytest.mark.parametrize("label", ["Dated", "Sent", "Mailed", "Issued"])
@pytest.mark.parametrize("over", [True, False])
def test_one_word_is_label_enough_for_the_day_of_a_letter(
    classify: Classify, label: str, *, over: bool
) -> None:
    two = [[(900, label)], [(100, "CP90"), (900, "Jan 22, 2024")]]
    rows: Rows = ["Internal Revenue Service", *_NAME, *(two if over else two[::-1]), None, None]
    found = classify(rows).notice_date
    assert (found.value, found.accepted) == (dt.date(2024, 1, 22), True)
    assert found.evidence[0].rule.startswith("label:")


def test_a_day_above_the_salutation_is_the_letters(classify: Classify) -> None:
    rows: Rows = [*[None] * 28, "February 18, 2025", None, "Dear Taxpayer:", None, "We wrote by May 3, 2023."]
    assert classify(["Internal Revenue Service", *_NAME, *rows]).notice_date.value == dt.date(2025, 2, 18)


@pytest.mark.parametrize("end", ["XXX-XX-1234 on it", "a card"])
def test_an_unknown_day_is_no_absence_where_the_letters_own_is_not_known(
    classify: Classify, end: str
) -> None:
    rows: Rows = [
        "Internal Revenue Service",
        *_NAME,
        f"Bring your papers on July 3, 2025 and {end}.",
        "Letter 950",
    ]
    assert not classify(rows).due_date.accepted


# --------------------------------------------------------------------------------- nothing is left out


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (
            "What you owe on Form 1040 for the year 2019, namely $7.90, and for the year 2022, $70.48.",
            [2019, 2022],
        ),
        ("It covers Form 1040 for both 2021 and 2022.", [2021, 2022]),
        ("The debt is income tax for 2017 and 2018, both reported on Form 1040.", [2017, 2018]),
        ("Tax on Form 1040 for 2020 and again for 2021 has gone unpaid.", [2020, 2021]),
        (
            "We determined deficiencies in your tax: for 2020, $8,412.00, and for 2021, $3,977.00.",
            [2020, 2021],
        ),
        ("I see no tax returns (Form 1040) from you for 2022 and 2023.", [2022, 2023]),
        ("The plan covers your Form 1040 liabilities for 2018 and 2019.", [2018, 2019]),
        ("The return, Form 1065, that Halcyon Ridge Partners filed for 2022 has been selected.", [2022]),
        ("Your 2019 individual return (Form 1040) has been sent to me.", [2019]),
    ],
)
def test_every_year_of_a_sentence_is_told(classify: Classify, said: str, ends: list[int]) -> None:
    found = classify([*_TYPED, "Dear Taxpayer:", None, said, None, "Letter 1058"])
    assert _ends(found) == [dt.date(year, 12, 31) for year in ends]


def test_several_forms_of_one_kind_are_named_in_the_plural(classify: Classify) -> None:
    said = "We determined deficiencies in your tax: for 2020, $8,412.00, and for 2021, $3,977.00."
    rows = [
        *_TYPED,
        "Dear Taxpayer:",
        None,
        "The examination of your Forms 1040 has ended.",
        said,
        "Letter 531",
    ]
    assert {period.form for period in classify(rows).tax_periods.value or ()} == {"1040"}


def test_a_short_line_may_name_the_year_of_a_return(classify: Classify) -> None:
    assert _ends(classify([*_TYPED, "No record of your 2023 return (CP59)", None])) == [dt.date(2023, 12, 31)]


def test_years_in_cells_of_their_own_are_all_told(classify: Classify) -> None:
    cells = [(100, "Tax years"), (500, "2019"), (800, "2020"), (1100, "2021")]
    assert [end.year for end in _ends(classify([*_TYPED, cells, None, "LT11"]))] == [2019, 2020, 2021]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (
            "The tax on Forms 941 for the first and second quarters of 2023 is unpaid.",
            [(2023, 3, 31), (2023, 6, 30)],
        ),
        ("Form 941 for July through September 2022", [(2022, 9, 30)]),
    ],
)
def test_quarters_are_told_in_words(classify: Classify, said: str, ends: list[tuple[int, int, int]]) -> None:
    assert _ends(classify([*_TYPED, "Dear Taxpayer:", None, said, None, "CP297"])) == [
        dt.date(*d) for d in ends
    ]


def test_a_reading_that_lost_the_quarter_tells_no_year() -> None:
    rows = headed_letter("CP297", None, [(100, "Form"), (600, "Quarter"), (1100, "Amount")])
    whole = [*rows, [(100, "941"), (600, "Q2 2022"), (1100, "$8,140.92")]]
    lost = [*rows, [(100, "941"), (645, "2022"), (1100, "$8,140.92")]]
    page = page_of(1, whole, lost, engines=("tesseract 5", "tesseract 5"))
    told = tax_periods(sheets(Letter("0a1b2c3d#1", (page,))))
    assert {c.value.end for c in told} == {dt.date(2022, 6, 30)}


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("The total you owe today, with penalty and interest, is $31,066.45. Please pay it now.", "31066.45"),
        ("All told, $2,386.14 is what we are asking you to send.", "2386.14"),
        ("Two missed payments are $425.00, and that is the amount we need from you now.", "425.00"),
        ("The penalty for that is $100.00. We ask for payment of the $100.00 by August 18, 2025.", "100.00"),
        ("What stands against the company today is $7,905.63. Please pay that sum upon receipt.", "7905.63"),
        ("The amount to be paid is accordingly $3,540.91.", "3540.91"),
        ("So there is now $1,733.08 to pay.", "1733.08"),
        ("The sum still open on your account for that return comes to $6,218.97.", "6218.97"),
        ("The figure you now need to pay is $914.60.", "914.60"),
        ("It has reached $14,602.19. You can end the levy by paying that sum to me now.", "14602.19"),
        ("Due immediately   $5,715.64", "5715.64"),
    ],
)
def test_a_sentence_asks_for_an_amount_in_many_ways(classify: Classify, said: str, amount: str) -> None:
    found = classify(headed_letter("CP504", None, said, year=2022))
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal(amount), True)


def test_a_letter_with_a_payment_slip_asks_for_something(classify: Classify) -> None:
    rows = headed_letter("CP240", None, "PAYMENT SLIP", "Write Form 1065 on your check.", year=2022)
    assert not classify(rows).amount_due.accepted


def test_by_such_a_day_alone_is_for_a_person_to_look_at(classify: Classify) -> None:
    found = classify(
        headed_letter("CP59", None, "All of it belongs in a drawer by April 12, 2024.", year=2022)
    )
    assert (found.due_date.value, found.due_date.accepted) == (dt.date(2024, 4, 12), False)


@pytest.mark.parametrize(
    "said",
    [
        "Your social security number with us ends in 5683.",
        "Our accounts show you under the social security number that ends with 5683. Call us.",
        "The one on the return ends in the digits 5683.",
        "Taxpayer: H. Sample, number ending in 5683",
        "Please quote the last four digits of your social security number, which we show as 5683.",
    ],
)
def test_a_sentence_tells_the_last_four_digits(classify: Classify, said: str) -> None:
    rows = ["Internal Revenue Service", *_NAME, "Dear Taxpayer:", said, "CP518"]
    assert classify(rows).taxpayer_id_last4.value == "5683"


def test_a_bank_may_be_the_taxpayer(classify: Classify) -> None:
    head: Rows = [
        "Department of the Treasury Internal Revenue Service Ogden, UT 84201-0039",
        [(100, "PRAIRIE CROSSING NATIONAL BANK"), (1500, "Notice"), (2000, "CP297")],
        [(100, "200 COMMERCE PLAZA"), (1500, "Employer ID number"), (2000, "XX-XXX1234")],
    ]
    assert classify([*head, None, "See www.irs.gov. Call 1-800-829-3903."]).origin == "irs"


# ------------------------------------------------------------------------------- what is told elsewhere


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Today, October 2, 2023, the sum still open is $9,731.55.", dt.date(2023, 10, 2)),
        (
            "Here is in writing what our CP2000 of this date, November 6, 2023, is about.",
            dt.date(2023, 11, 6),
        ),
        ("With this notice, given at Ogden on the 17th of July, 2023, we tell you.", dt.date(2023, 7, 17)),
        ("On August 19, 2024, the date of this letter, we determined a deficiency.", dt.date(2024, 8, 19)),
        ("(dated at Covington on 05/05/2025)", dt.date(2025, 5, 5)),
        ("Operations Manager, Innocent Spouse (dated at Covington on 05/05/2025)", dt.date(2025, 5, 5)),
    ],
)
def test_a_sentence_tells_the_day_of_the_letter(classify: Classify, said: str, day: dt.date) -> None:
    rows: Rows = ["Internal Revenue Service", *_NAME, "Dear Taxpayer:", *[None] * 20, said]
    assert classify(rows).notice_date.value == day


def test_a_line_of_facts_tells_the_day_at_one_word(classify: Classify) -> None:
    facts = "Letter 3219 \u2022 Sent May 15, 2023 \u2022 Form 1040 \u2022 Your SSN ends in 2843"
    found = classify(["Internal Revenue Service", *[None] * 30, facts, None, *_NAME]).notice_date
    assert (found.value, found.accepted) == (dt.date(2023, 5, 15), True)


@pytest.mark.parametrize(
    "said",
    [
        "What you are holding is your first bill, known here as notice CP14.",
        "The change is announced under the number CP14.",
        "This final notice is our CP14.",
        "We fax you another copy of our bill, and CP14 of this date it is.",
    ],
)
def test_prose_calls_a_code_the_letters_own(classify: Classify, said: str) -> None:
    found = classify([*_TYPED, "Dear Taxpayer:", None, said])
    assert (found.notice.value, found.notice.accepted) == ("CP14", True)


def test_an_account_without_change_is_not_the_letters(classify: Classify) -> None:
    rows = [
        *_TYPED,
        "Subject: Employment tax examination, Forms 941 for all four quarters of 2021",
        None,
        "Your Form 945 for 2021 was also looked at; there is no change to it.",
        "Letter 915",
    ]
    assert _ends(classify(rows)) == [
        dt.date(2021, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]


def test_a_list_of_what_to_bring_names_no_period(classify: Classify) -> None:
    rows = [*_TYPED, "Have in front of you:", "- this letter;", "- your 2022 return;", "- your W-2s.", "CP05"]
    assert not _ends(classify(rows))


def test_what_a_sentence_goes_on_to_is_a_doubt_where_it_was_not_read(classify: Classify) -> None:
    said = "We went through the two open Forms 941, those for the quarters that ended on"
    whole = classify([*_TYPED, said, "March 31, 2023 and June 30, 2023. We agreed.", "Letter 1058"])
    assert _ends(whole) == [dt.date(2023, 3, 31), dt.date(2023, 6, 30)]
    broken = classify([*_TYPED, said, "March 31, 2023 and June 32, 2023,", None, "Letter 1058"], kind="scan")
    assert not broken.tax_periods.accepted


def test_a_year_under_its_quarter_is_no_period(classify: Classify) -> None:
    head = [*_TYPED, [(100, "Quarter"), (600, "Q2 2023")], None]
    table = [
        [(100, "Period"), (600, "Form"), (1100, "Total")],
        [(100, "Q2")],
        [(100, "2023"), (600, "941"), (1100, "$4,249.18")],
    ]
    assert _ends(classify([*head, *table, None, "CP297"])) == [dt.date(2023, 6, 30)]


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("Put together this makes $812.46, and we thank you.", "812.46"),
        ("Counting penalty and interest up to today it stands at $1,406.83.", "1406.83"),
        ("It follows that $2,093.57 is to be paid.", "2093.57"),
        ("It totals $41,207.33, and we ask that you pay it.", "41207.33"),
        ("Hence $1,550.80 remains to be paid.", "1550.80"),
    ],
)
def test_prose_comes_to_an_amount(classify: Classify, said: str, amount: str) -> None:
    assert classify(headed_letter("CP504", None, said, year=2022)).amount_due.value == Decimal(amount)


# --------------------------------------------------------------------------- what such rules must not take

_LETTER: Rows = [*_TYPED, "Dear Taxpayer:", None]


@pytest.mark.parametrize(
    "rows",
    [
        ["Thank you for your Form 843. It was mailed on January 3, 2024."],
        ["This letter replies to correspondence dated January 3, 2024."],
        ["This notice replaces one issued on January 3, 2024."],
        ["The balance as of this date, January 3, 2024, is $33.00."],
        ["Your power of attorney, dated at Dayton on January 3, 2024, is on file."],
        [[(100, "Refund"), (900, "Issued")], [(100, "$300.00"), (900, "January 3, 2024")]],
        [[(100, "Check number"), (900, "Issued")], [(100, "4471"), (900, "January 3, 2024")]],
        [[(100, "Bill sent"), (900, "January 3, 2024")]],
        [[(100, "When we wrote you"), (900, "January 3, 2024")]],
        ["We sent these before:", "CP14 January 3, 2024 XXX-XX-1234"],
    ],
)
def test_days_of_other_papers_are_not_the_letters(classify: Classify, rows: Rows) -> None:
    found = classify([*_LETTER, *rows, None, "Letter 86C"]).notice_date
    assert found.value == dt.date(2024, 3, 21) or not found.accepted


@pytest.mark.parametrize(
    ("code", "rows", "due"),
    [
        ("CP2000", ["We are giving you more time to respond, until May 10, 2024."], dt.date(2024, 5, 10)),
        (
            "CP2000",
            ["You may ask for more time before April 10, 2024. We must have your reply by then."],
            dt.date(2024, 4, 10),
        ),
        (
            "CP59",
            [
                [(100, "What happened"), (900, "When")],
                [(100, "We received your return"), (900, "April 15, 2024")],
            ],
            None,
        ),
        ("CP49", ["When will my refund come?", "By May 5, 2024."], None),
        ("Letter 2645C", ["We will take care of your case by June 10, 2024."], None),
        ("Letter 2645C", ["We will have it to you by June 10, 2024."], None),
        ("Letter 86C", ["An appeals conference will take place before June 10, 2024."], None),
        ("CP30", [[(100, "June 17, 2024"), (600, "last day to pay the second estimated tax of 2024")]], None),
    ],
)
def test_days_on_which_others_act_are_none_to_act_by(
    classify: Classify, code: str, rows: Rows, due: dt.date | None
) -> None:
    found = classify(headed_letter(code, None, *rows, year=2022)).due_date
    assert (found.value if found.accepted else None) == due


@pytest.mark.parametrize(
    "rows",
    [
        ["You will then get a final notice, known as LT11."],
        ["We sent you a bill in May 2023. It bears the number CP14."],
        ["If you call, refer to the CP14 you got in May."],
        ["Your case is now handled under the number CP2000."],
        [*["We ask you to read this."] * 40, "Enclosures:", "CP14 explanation"],
        [
            *["We ask you to read this."] * 40,
            "We also enclose what we sent before:",
            "CP2000 for taxpayer XXX-XX-1234",
        ],
    ],
)
def test_codes_of_other_notices_are_not_the_letters(classify: Classify, rows: Rows) -> None:
    assert not classify([*_LETTER, *rows]).notice.accepted


@pytest.mark.parametrize(
    "title",
    [
        "Response received (CP2000)",
        "Your request to cancel the levy threat, LT11: our answer",
        "Appeal of your penalty - CP215",
    ],
)
def test_a_title_about_an_answer_names_another_notice(classify: Classify, title: str) -> None:
    assert not classify([*_TYPED, title, None, "Dear Taxpayer:"]).notice.accepted


def test_the_number_of_an_apartment_is_no_letter(classify: Classify) -> None:
    rows: Rows = [
        "Internal Revenue Service",
        None,
        "Sample Taxpayer",
        "307 Example Street",
        "106C",
        "Testville, OH 43999",
    ]
    assert classify(rows).notice.value is None


@pytest.mark.parametrize(
    "said",
    [
        "Pay by check, or through your bank by wire transfer, to the United States Treasury.",
        "You can pay by prepaid debit card at www.irs.gov/payments.",
        "Criminals tell people to pay by wire transfer or gift card.",
    ],
)
def test_the_irs_may_speak_of_other_ways_of_paying(classify: Classify, said: str) -> None:
    assert classify([*_LETTER, said]).origin == "irs"


@pytest.mark.parametrize(
    "rows",
    [
        [
            "IRS Lien Relief Center, Washington, DC 20001",
            None,
            *_NAME,
            "SSN: XXX-XX-1234",
            "We know the IRS.",
        ],
        [
            "IRS Settlement Services of America - Tampa, FL 33602",
            None,
            *_NAME,
            "SSN: XXX-XX-1234",
            "We know the IRS.",
        ],
        [
            "March 21, 2024",
            "Internal Revenue Service, AUR Unit, Austin, TX 73301",
            "Re: SSN: XXX-XX-1234",
            "My client agrees.",
        ],
    ],
)
def test_who_names_the_irs_on_top_is_not_the_irs(classify: Classify, rows: Rows) -> None:
    found = classify(rows)
    assert found.origin != "irs" or any(doubt.name == "maybe-not-irs" for doubt in found.doubts)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("CP22A", "We counted your three payments. Together, they come to $500.00."),
        ("CP22A", "The two payments come to $500.00."),
        ("CP503", "You left out tips of $100.00. This makes $500.00 of income."),
        ("CP503", "We are holding your payment of $500.00, which is what we asked you to send."),
        ("CP21B", "$500.00 is what we want to refund to you."),
        ("CP21B", "There is now $500.00 to pay out as your refund."),
        ("CP503", "The fee is $500.00. You can apply by paying that amount."),
        ("CP523", "This month's payment: $500.00 received. Thank you."),
    ],
)
def test_other_sums_are_not_asked_for(classify: Classify, code: str, said: str) -> None:
    found = classify(headed_letter(code, None, said, year=2022)).amount_due
    assert found.value is None or not found.accepted


def test_a_label_with_words_behind_it_is_none_of_what_stands_above(classify: Classify) -> None:
    rows = headed_letter(
        "CP503", None, None, "$881.00", [(100, "Amount due"), (900, "by the end of June")], year=2022
    )
    assert classify(rows).amount_due.value is None


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        (["Your Form 1040 for 2021 was examined with no change in the penalty."], [dt.date(2021, 12, 31)]),
        (
            [
                "Form 940 for 2021 is unpaid.",
                "Forms 941 for all four quarters of 2021 are paid in full.",
            ],
            [dt.date(2021, 12, 31)],
        ),
        (
            ["Your Form CT-1 for 2022 is unpaid, as deposits of the third quarter of 2022 came late."],
            [dt.date(2022, 12, 31)],
        ),
        (["You may set aside up to $126,500 for calendar year 2024."], []),
        (["Before you file your 2024 return"], []),
        ([[(100, "Q1 2024"), (900, "$300.00")]], []),
    ],
)
def test_what_is_said_of_other_periods(classify: Classify, rows: Rows, ends: list[dt.date]) -> None:
    found = classify([*_LETTER, *rows, None, "Letter 86C"]).tax_periods
    assert [period.end for period in found.value or ()] == ends or not found.accepted


@pytest.mark.parametrize(
    "said",
    [
        "Pay from the bank account with a number that ends in 5683.",
        "The taxpayer may use the bank account number ending in 5683.",
        "We cashed a check with a number that ends in 5683.",
    ],
)
def test_other_numbers_end_in_digits_too(classify: Classify, said: str) -> None:
    rows = ["Internal Revenue Service", *_NAME, "Dear Taxpayer:", said, "CP518"]
    assert classify(rows).taxpayer_id_last4.value is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Letter 2645C", "We will send you a reply no later than June 10, 2024."),
        ("Letter 2645C", "We will write you again on or before June 10, 2024."),
        ("Letter 2645C", "You'll hear from us no later than June 10, 2024."),
        ("Letter 2645C", "A caseworker will call you by June 10, 2024."),
        ("Letter 2645C", "Someone from this office will be in contact by June 10, 2024."),
        ("Letter 2645C", "We should be able to respond by June 10, 2024."),
        ("Letter 2645C", "You don't have to respond by June 10, 2024 if you agree."),
        ("CP59", "If you sent your return before April 15, 2024, please disregard this notice."),
        (
            "CP2000",
            "If you have already sent us a response, please allow us until May 30, 2024 to process it.",
        ),
        ("CP05", "No need to call us until May 20, 2024."),
        ("CP503", "We asked your employer to send the records by May 30, 2024."),
        ("CP503", "Your employer must correct the Form W-2 by May 30, 2024."),
    ],
)
def test_what_others_do_by_a_day_is_none_to_act_by(classify: Classify, code: str, said: str) -> None:
    found = classify(headed_letter(code, None, said, year=2022)).due_date
    assert found.value is None or not found.accepted


def test_a_column_headed_by_is_none_of_a_day_to_act_by(classify: Classify) -> None:
    head, row = (
        [(100, "Rate"), (600, "From"), (1000, "By")],
        [(100, "8%"), (600, "January 1, 2024"), (1000, "April 3, 2024")],
    )
    found = classify(headed_letter("CP14", None, head, row, year=2022)).due_date
    assert found.value is None or not found.accepted


@pytest.mark.parametrize(
    "rows",
    [
        ["We are mailing you CP14 separately."],
        ["If you call, please refer to Letter 2205 we sent in May."],
        ["The bill was sent to you under the number CP14."],
        ["What you sent us", "CP2000 Date: January 3, 2024"],
        [*["We ask you to read this."] * 40, "Copies:", "CP504 for taxpayer"],
    ],
)
def test_further_codes_of_other_notices(classify: Classify, rows: Rows) -> None:
    assert not classify([*_LETTER, *rows]).notice.accepted


@pytest.mark.parametrize(
    "title",
    [
        "Audit reconsideration: CP2000",
        "Your penalty abatement - CP215",
        "Releasing the levy (Letter 1058)",
        "We closed your case (CP2000)",
        "Correction to your notice: CP14",
    ],
)
def test_further_titles_about_other_notices(classify: Classify, title: str) -> None:
    assert not classify([*_TYPED, title, None, "Dear Taxpayer:"]).notice.accepted


@pytest.mark.parametrize(
    "rows",
    [
        [[(100, "Date of death"), (900, "January 3, 2024")]],
        ["In response to your inquiry of:", "January 3, 2024"],
        [[(100, "Form 2848 dated"), (900, "January 3, 2024")]],
        ["Appointment", "January 3, 2024"],
    ],
)
def test_a_labelled_day_above_the_salutation_is_not_the_letters(classify: Classify, rows: Rows) -> None:
    found = classify(
        ["Internal Revenue Service", *[None] * 26, *_NAME, *rows, None, "Dear Estate:", "Letter 86C"]
    )
    assert found.notice_date.value is None or not found.notice_date.accepted


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("CP503", "None of the $800.00 is to be paid while your appeal is open."),
        ("CP503", "A penalty of 25%, or $250.00, is payable if you do not respond."),
        ("CP523", "If the plan ends, $9,000.00 is to be paid at once."),
        ("CP21B", "The amount we need to pay you is $500.00."),
        ("CP210", "The sum to be paid back is $500.00."),
        ("CP503", "There is $31.00 to pay for the application."),
    ],
)
def test_further_sums_that_are_not_asked_for(classify: Classify, code: str, said: str) -> None:
    found = classify(headed_letter(code, None, said, year=2022)).amount_due
    assert found.value is None or not found.accepted


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("Your Form 1040 for 2021 is unpaid, and for 2023 please file on time.", [dt.date(2021, 12, 31)]),
        ("We applied the credit to your Form 941 for the first quarter of 2024.", []),
        ("You no longer need to file Form 941 for the second quarter of 2024.", []),
        ("Use this number on your 2024 return", []),
        ("We reduced your 2023 refund", []),
    ],
)
def test_further_periods_of_others(classify: Classify, said: str, ends: list[dt.date]) -> None:
    found = classify([*_LETTER, said, None, "Letter 86C"]).tax_periods
    assert [period.end for period in found.value or ()] == ends or not found.accepted


_TO_THE_IRS: Rows = [
    "Sample Taxpayer",
    "307 Example Street, Testville, OH 43999",
    "March 21, 2024",
    "Internal Revenue Service",
    "Ogden, UT 84201",
]


@pytest.mark.parametrize(
    "rows",
    [
        [
            "Re: Notice CP504, SSN XXX-XX-1234, tax year 2022",
            "This letter is in response to the above notice.",
            "The balance was paid in January. A copy of the canceled check is attached.",
        ],
        ["Re: Notice CP2000", "We disagree with the proposed change. Supporting documents are attached."],
        ["Re: Notice CP2000", "Enclosed please find our response.", "Sincerely,", "Jane Roe, CPA"],
    ],
)
def test_whom_a_letter_is_sent_to_did_not_send_it(classify: Classify, rows: Rows) -> None:
    assert classify([*_TO_THE_IRS, *rows]).origin == "not_irs"


def test_an_employer_may_have_paid_in_coins(classify: Classify) -> None:
    said = "Your employer paid you using cryptocurrency. See www.irs.gov."
    rows: Rows = [[(100, "Notice"), (600, "CP2000")], *_NAME, "SSN: XXX-XX-1234", said]
    assert classify(rows).origin != "not_irs"


def test_what_one_may_get_before_a_day_is_to_be_asked_for_by_then(classify: Classify) -> None:
    said = (
        "You may receive a Collection Due Process hearing by mailing Form 12153 on or before April 12, 2024."
    )
    found = classify(headed_letter("LT11", None, said, year=2022)).due_date
    assert (found.value, found.accepted) == (dt.date(2024, 4, 12), True)
