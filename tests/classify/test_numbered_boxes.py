"""What other people's samples brought: numbered boxes, points in dates, plans, swindles."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from classify import grammar
from classify.advise import advise
from classify.catalogue import load_catalogue
from classify.decide import classify_letter
from classify.unusual import unusual_in, with_caution
from ingest.letter import Letter
from ingest.text import Word, lines_of
from ingest.transform import Box
from tests.classify.conftest import TODAY, page_of
from tests.classify.rows import Classify, Rows, headed_letter

_HEAD: Rows = [
    "Internal Revenue Service",
    "Department of the Treasury",
    None,
    "Sample Taxpayer",
    "307 Example Street, Testville, OH 43999",
    None,
]
_FACTS: Rows = [
    "Date: March 21, 2024",
    "SSN: XXX-XX-1234",
    "Tax period: December 31, 2022",
    "Form: 1040",
    None,
]


@pytest.mark.parametrize(("label", "code"), [("1 Letter no.", "1058"), ("1 Notice no.", "CP504")])
def test_the_number_of_a_box_is_no_part_of_its_label(classify: Classify, label: str, code: str) -> None:
    rows: Rows = [
        *_HEAD,
        [(100, label), (800, "2 Mailed on"), (1500, "3 Taxpayer no.")],
        [(100, code), (800, "11/06/2023"), (1500, "XX-XXX7442")],
        None,
        [(100, "4 Form"), (800, "5 Period"), (1500, "6 Pay in total")],
        [(100, "941"), (800, "4th quarter 2022"), (1500, "$12,476.76")],
        None,
        "We may levy your property to collect the amount in the box.",
    ]
    found = classify(rows)
    assert (found.notice.value or "").endswith(code)
    assert (found.notice_date.value, found.notice_date.accepted) == (dt.date(2023, 11, 6), True)
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("12476.76"), True)


def test_points_between_day_month_and_year() -> None:
    assert [m.value for m in grammar.dates("Ogden, 25.09.2023")] == [dt.date(2023, 9, 25)]
    assert [m.value for m in grammar.dates("9.25.2023")] == [dt.date(2023, 9, 25)]
    # An engine takes 18/01 for 13/01 more often than anybody writes so.
    assert not list(grammar.dates("13/01/2020"))
    assert not list(grammar.dates("2023.13.01"))
    assert not list(grammar.money("800-829-0922 25.09.2023"))


def test_type_spaced_out_to_the_margin_leaves_a_date_whole() -> None:
    def cells(*placed: tuple[int, str]) -> list[str]:
        words = [Word(text, Box(x, 100, x + 16 * len(text), 130), 90.0) for x, text in placed]
        return [phrase.text for line in lines_of(words) for phrase in line.phrases]

    assert cells((100, "May"), (240, "20,"), (300, "2019")) == ["May 20, 2019"]
    assert cells((100, "May"), (240, "20,"), (300, "pages")) == ["May", "20, pages"]
    assert cells((100, "May"), (700, "20,"), (760, "2019")) == ["May", "20, 2019"]


def test_beside_a_day_first_a_date_of_two_readings_is_not_taken_for_certain(classify: Classify) -> None:
    rows: Rows = [
        *_HEAD,
        [(100, "Notice"), (600, "CP503")],
        [(100, "Notice date"), (600, "05.09.2023")],
        None,
    ]
    plain = classify([*rows, "SSN: XXX-XX-1234"]).notice_date
    assert (plain.value, plain.accepted) == (dt.date(2023, 5, 9), True)
    beside = classify([*rows, "SSN: XXX-XX-1234", "We wrote to you on 21.08.2023."]).notice_date
    assert not beside.accepted


@pytest.mark.parametrize(
    ("cells", "end"),
    [
        ([(100, "Tax year(s) ended:"), (900, "2014/12")], dt.date(2014, 12, 31)),
        ([(100, "Tax period ended:"), (900, "2014/06")], dt.date(2014, 6, 30)),
    ],
)
def test_a_period_may_be_its_year_and_month(
    classify: Classify, cells: list[tuple[float, str]], end: dt.date
) -> None:
    found = classify([*_HEAD, "Date: July 18, 2016", "Form number: 1120S", cells, None, "Letter 2205-A"])
    assert [period.end for period in found.tax_periods.value or ()] == [end]


@pytest.mark.parametrize(
    ("code", "rows", "amount"),
    [
        ("CP523", ["Please settle the arrears of USD 555.00 by April 11, 2024."], "555.00"),
        ("CP523", [[(100, "Arrears"), (900, "USD 555.00")]], "555.00"),
        ("LT11", [[(100, "Amount you owe us"), (900, "$8,554.95")]], "8554.95"),
        ("Letter 1277", ["The penalty and interest that remain unpaid are $2,176.45."], "2176.45"),
        ("Letter 3172", ["The total on the lien is $22,358.25."], "22358.25"),
    ],
)
def test_what_is_asked_for_in_other_words(classify: Classify, code: str, rows: Rows, amount: str) -> None:
    found = classify([*_HEAD, *_FACTS, code, None, *rows]).amount_due
    assert found.value == Decimal(amount)


@pytest.mark.parametrize(
    "said",
    [
        "We found your payment of $3,315.60 dated Oct. 29, 2010. It had been credited to the wrong account.",
        "We traced your payment of $3,315.60 to another account.",
        "You owe nothing. The payment of $3,315.60 was applied.",
    ],
)
def test_a_payment_that_was_found_is_not_asked_for(classify: Classify, said: str) -> None:
    found = classify([*_HEAD, *_FACTS, "LTR 673C", None, said]).amount_due
    assert found.value is None


def test_a_letter_that_says_that_nothing_is_owed_leaves_no_amount_certain(classify: Classify) -> None:
    asks = "Please pay $450.00 by April 11, 2024."
    assert classify(headed_letter("CP14", None, asks, year=2022)).amount_due.accepted
    nothing = "Your account for this period is paid and you owe nothing."
    assert not classify(headed_letter("CP14", None, asks, nothing, year=2022)).amount_due.accepted
    perhaps = "If you owe nothing for later years, call us."
    assert classify(headed_letter("CP14", None, asks, perhaps, year=2022)).amount_due.accepted


@pytest.mark.parametrize(
    "rows",
    [
        ["The first payment will be taken on April 28, 2024."],
        [[(100, "Your first payment is due:"), (900, "April 28, 2024")]],
    ],
)
def test_the_first_payment_of_a_plan_has_its_day(classify: Classify, rows: Rows) -> None:
    found = classify([*_HEAD, *_FACTS, "LTR 2840C", None, "Your monthly payment: $165.00", *rows]).due_date
    assert found.value == dt.date(2024, 4, 28)


# ------------------------------------------------------------------------------------------- who sent it


@pytest.mark.parametrize(
    "rows",
    [
        [
            "ConServe",
            "Taxpayer ID: XXX-XX-6203",
            "The Internal Revenue Service has assigned your overdue taxes to ConServe for collection.",
            "Send $2,650.88 to: Internal Revenue Service, PO Box 802501, Cincinnati, OH 45280.",
        ],
        ["Sample Recovery", "Your IRS account: $912.00", "This communication is from a debt collector."],
        [
            "Sample Professional, Inc.",
            "We are an IRS contractor. Balance owed to the IRS: $3,076.54",
            "Make your check payable to the United States Treasury.",
        ],
        [
            [(100, "Creditor"), (900, "INTERNAL REVENUE SERVICE")],
            "The IRS may seize your property under Section 6331.",
            "The sender is a private company and is not a government agency. Call 855-555-0199.",
        ],
        [
            "State of Example Employment Development Department",
            [(100, "Amount due"), (900, "$5,460.00")],
            "We may take your federal refunds. Form 1099-G was sent to the Internal Revenue Service.",
        ],
    ],
)
def test_who_collects_or_advertises_is_not_the_irs(classify: Classify, rows: Rows) -> None:
    letter: Rows = [
        *rows[:1],
        None,
        "Sample Taxpayer",
        "307 Example Street, Testville, OH 43999",
        None,
        *rows[1:],
    ]
    assert classify(letter).origin == "not_irs"


def test_the_irs_says_itself_to_whom_it_gave_an_account(classify: Classify) -> None:
    said = "We assigned your overdue tax account to ConServe, a private collection agency."
    assert classify(headed_letter("CP40", None, said, year=2022)).origin == "irs"


def test_under_a_letterhead_of_the_irs_money_for_gift_cards_waits_for_its_word() -> None:
    asks = (
        "To stop the case you must pay $2,950.00 before 5:00 pm with Apple, Target or Google Play GIFT CARDS."
    )
    letter = Letter("0a1b2c3d#1", (page_of(1, headed_letter("CP503", None, asks, year=2022)),))
    found, catalogue = classify_letter(letter, today=TODAY), load_catalogue()
    advice, _ = advise(found, catalogue, today=TODAY)
    unusual = unusual_in(letter, found, catalogue)
    assert {one.key for one in unusual} == {"payment-way"}
    cautious = with_caution(advice, unusual, catalogue)
    assert advice is not None
    assert cautious is not None
    assert "until the IRS has said" in cautious.next_action
    assert advice.next_action not in (cautious.next_action, *cautious.warnings)
    assert cautious.send_to == ""
    assert with_caution(advice, (), catalogue) == advice


# ------------------------------------------------------------------------------------------------- prose

_PROSE: Rows = [
    *_HEAD[:3],
    "Sample Taxpayer, 307 Example Street, Testville, OH 43999",
    None,
    "Dear Sample Taxpayer:",
    None,
    "This is our CP503. It is about the balance due for 2021 on your Form 1040, which has not been paid.",
    "We must ask you to pay us $2,310.55 by April 11, 2024. Our file is under XXX-XX-1234.",
]


def test_on_a_letter_without_a_certain_date_what_sentences_tell_is_in_doubt(classify: Classify) -> None:
    found = classify(_PROSE)
    assert not found.notice_date.accepted
    assert found.amount_due.value == Decimal("2310.55")
    assert [period.end for period in found.tax_periods.value or ()] == [dt.date(2021, 12, 31)]
    assert found.due_date.value == dt.date(2024, 4, 11)
    fields = (found.amount_due, found.tax_periods, found.due_date)
    assert [field.accepted for field in fields] == [False] * 3
    told = {doubt.field for doubt in found.doubts if "only a sentence tells it" in doubt.why}
    assert told == {"amount_due", "tax_periods", "due_date"}


def test_with_its_date_at_a_label_sentences_are_believed(classify: Classify) -> None:
    found = classify([*_PROSE[:4], [(100, "Notice date"), (900, "March 21, 2024")], *_PROSE[4:]])
    fields = (found.notice_date, found.amount_due, found.tax_periods, found.due_date)
    assert [field.accepted for field in fields] == [True] * 4


def test_a_label_is_believed_without_a_date(classify: Classify) -> None:
    found = classify([*_PROSE, None, [(100, "Amount due"), (900, "$2,310.55")]])
    assert (found.amount_due.value, found.amount_due.accepted) == (Decimal("2310.55"), True)


@pytest.mark.parametrize(
    "said",
    [
        "Your employer was asked on January 5, 2024 to send your new Form W-4 by March 29, 2024.",
    ],
)
def test_by_such_a_day_somebody_else_acts(classify: Classify, said: str) -> None:
    rows = headed_letter("CP504", None, "Pay $500.00 by April 11, 2024.", said, year=2022)
    assert classify(rows).due_date.value == dt.date(2024, 4, 11)


def test_a_payment_that_was_missed_hides_no_day_to_come(classify: Classify) -> None:
    rows = headed_letter(
        "CP523",
        None,
        "If you don't pay the past due amount by April 19, 2024, we will terminate your agreement.",
        "You missed the payment due on February 15, 2024.",
        year=2022,
    )
    assert classify(rows).due_date.value == dt.date(2024, 4, 19)


@pytest.mark.parametrize(
    "said",
    [
        "I am sending you notice CP503 on March 21, 2024.",
        "On March 21, 2024 we are sending you a CP503.",
        "This notice is a CP503 and its date is March 21, 2024.",
        "Today is March 21, 2024.",
        "As of March 21, 2024, the date on which this letter is issued, you owe us $2,310.55.",
    ],
)
def test_a_sentence_tells_the_day_of_its_letter_with_a_doubt(classify: Classify, said: str) -> None:
    found = classify([*_PROSE, said]).notice_date
    assert (found.value, found.accepted) == (dt.date(2024, 3, 21), False)


@pytest.mark.parametrize(
    "said",
    [
        "I sent you notice CP501 on March 21, 2024.",
        "We are sending your refund on March 21, 2024.",
        "On March 21, 2024 we sent you a CP501.",
    ],
)
def test_what_was_sent_or_will_be_is_not_the_letter(classify: Classify, said: str) -> None:
    assert classify([*_PROSE, said]).notice_date.value is None


@pytest.mark.parametrize(
    "said",
    [
        "It is kept under the taxpayer identification number of which the final four digits are 4419.",
        "The company, whose employer number ends in 4419, filed late.",
        "We have your EIN as ending in 4419.",
        "It is recorded under the social security number that concludes with the digits 4419.",
    ],
)
def test_a_sentence_tells_how_the_taxpayers_number_ends(classify: Classify, said: str) -> None:
    found = classify([*_HEAD, "Date: March 21, 2024", "Notice CP503", None, said]).taxpayer_id_last4
    assert (found.value, found.accepted) == ("4419", True)


@pytest.mark.parametrize(
    "said",
    [
        "Your spouse's social security number ends in 4419.",
        "We have the EIN of your bank, with the account ending in 4419.",
        "Write your social security number on the check ending in 4419.",
        "Your employer, whose bank account ends in 4419, was told.",
    ],
)
def test_other_numbers_end_so_too(classify: Classify, said: str) -> None:
    assert (
        classify([*_HEAD, "Date: March 21, 2024", "Notice CP503", None, said]).taxpayer_id_last4.value is None
    )


def test_a_bill_whose_head_was_lost_is_not_told_to_be_somebody_elses(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Notice date"), (900, "Tax period"), (1500, "Employer ID number")],
        [(100, "Nov. 8, 2021"), (900, "March 31, 2021"), (1500, "XX-XXX5543")],
        None,
        "Immediate action required: you have unpaid taxes for March 31, 2021 on your Form 941.",
        [(100, "Failure-to-pay penalty"), (1500, "$165.11")],
        [(100, "Amount due"), (1500, "$6,875.00")],
    ]
    assert classify(rows, kind="scan").origin != "not_irs"


# ------------------------------------------------------------------------ what a reviewer made of the rules


@pytest.mark.parametrize(
    ("code", "said", "day"),
    [
        (
            "LT11",
            "Your bank accounts are subject to levy unless you request a hearing by April 20, 2024.",
            20,
        ),
        ("CP2000", "If the wages of your employer are incorrect, send us a Form W-2c by April 20, 2024.", 20),
        ("CP90", "You and your spouse are each entitled to a hearing if requested by April 20, 2024.", 20),
        ("CP523", "If your bank account number is incorrect, call us by April 11, 2024.", 11),
        (
            "LT16",
            "We will contact your employer, which you can still stop by paying $450.00 by April 11, 2024.",
            11,
        ),
    ],
)
def test_a_day_for_the_reader_is_not_somebody_elses(
    classify: Classify, code: str, said: str, day: int
) -> None:
    assert classify(headed_letter(code, None, said, year=2022)).due_date.value == dt.date(2024, 4, day)


@pytest.mark.parametrize("written", ["$9,533.53.1", "$9,533.53.0"])
def test_a_sum_is_not_cut_to_its_first_digits(written: str) -> None:
    assert [m.value for m in grammar.money(written)] == [Decimal("9533.53")]


@pytest.mark.parametrize(
    "said",
    [
        "The Internal Revenue Service has assigned your delinquent account to me for collection.",
        "The IRS assigned your case to the Independent Office of Appeals.",
        "Beware of scams: companies that call you are not a government agency.",
        "We determined that you are not a government entity under section 115.",
        "This letter is a solicitation for your views.",
    ],
)
def test_the_irs_may_say_so_under_its_letterhead(classify: Classify, said: str) -> None:
    assert classify([*_HEAD, *_FACTS, said, "See www.irs.gov."]).origin == "irs"


def test_a_state_may_be_the_taxpayer(classify: Classify) -> None:
    rows = headed_letter("CP161", None, [(100, "Amount due"), (900, "$450.00")], year=2022)
    rows = [*rows[:2], "STATE OF OHIO", *rows[2:]]
    assert classify(rows).origin == "irs"


def test_a_list_of_periods_in_years_and_months_is_not_cut_to_its_first(classify: Classify) -> None:
    rows: Rows = [*_HEAD, "Date: March 21, 2022", "Tax periods: 2021/03, 2021/06 and 2021/12", "Letter 1058"]
    assert not classify(rows).tax_periods.accepted


@pytest.mark.parametrize(
    "said",
    [
        "You offered to settle your balance of $12,430.00 for $1,000.00. We are returning your offer.",
        "Your offer to settle $12,430.00 in unpaid tax has been rejected.",
        "The tax that remains unpaid is $12,430.00, all of it your former spouse's; we relieved you of it.",
        "The penalties that remain unpaid are $176.45 for 2021 and $80.00 for 2022.",
        "The total on the lien is $22,358.25. Since then you paid $20,000.00.",
    ],
)
def test_such_sums_are_not_taken_for_certain(classify: Classify, said: str) -> None:
    found = classify([*_HEAD, *_FACTS, "Letter 3499", None, said]).amount_due
    assert found.value is None or not found.accepted


@pytest.mark.parametrize(
    "said",
    [
        "We charge interest from the due date of the return to the date your account is paid in full.",
        "Make sure your account is paid in full by April 11, 2024.",
        "Adjust your withholding so that you owe nothing when you file.",
        "You owe nothing for 2021. This notice is about 2022 only.",
        "Your return showed that you owe nothing. We changed it.",
    ],
)
def test_a_plain_bill_stays_certain(classify: Classify, said: str) -> None:
    rows = headed_letter("CP14", None, [(100, "Amount due"), (900, "$450.00")], said, year=2022)
    assert classify(rows).amount_due.accepted


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        (
            ["Amount due: $450.00 by April 11, 2024", [(100, "First payment due"), (900, "April 15, 2024")]],
            11,
        ),
        (["First payment due: April 28, 2024", "Return this form by April 11, 2024."], 11),
    ],
)
def test_a_first_payment_hides_no_earlier_day(classify: Classify, rows: Rows, day: int) -> None:
    assert classify(headed_letter("CP521", None, *rows, year=2022)).due_date.value == dt.date(2024, 4, day)


def test_beside_a_day_that_has_passed_another_is_not_certain(classify: Classify) -> None:
    rows = headed_letter(
        "CP14", None, "Amount due by March 1, 2024: $450.00", "Apply for a plan by June 30, 2024.", year=2022
    )
    assert not classify(rows).due_date.accepted
