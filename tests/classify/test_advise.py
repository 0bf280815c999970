"""What is said of a letter: the wrong rules of other tools, uncertainty, and dates that have passed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.advice import INFORMS, Advice
from classify.advise import advise
from classify.catalogue import load_catalogue
from classify.doubt import Doubt
from classify.field import Amount, DatedMention, Evidence, Field, Period, Rival
from classify.finding import Finding, Origin
from ingest.transform import Box

CATALOGUE = load_catalogue()
# The calendar of a year is made at its first use, which is slow on a busy machine.
PATIENT = settings(deadline=None)
D = dt.date
TODAY = D(2024, 3, 20)
ALL = sorted(CATALOGUE.notices)
WITH_CLOCK = sorted(code for code, notice in CATALOGUE.notices.items() if notice.deadlines)
HEARING = ("LT11", "Letter 1058", "CP90", "CP297")
NO_HEARING = ("CP14", "CP501", "CP503", "CP504", "CP504B", "CP523")


def known(value: Any, *rivals: Any, accepted: bool = True) -> Field[Any]:
    return Field(value, accepted, rivals=tuple(Rival(rival, 0.4, ()) for rival in rivals))


MARCH_11 = D(2024, 3, 11)


def letter(code: str | None, dated: dt.date | None = MARCH_11, **changes: Any) -> Finding:
    """A finding in which everything is certain but what is changed."""
    fields: dict[str, Any] = {
        "origin": "irs",
        "notice": known(code),
        "notice_date": known(dated),
        "tax_periods": known((Period(D(2021, 12, 31), "1040"),)),
        "amount_due": known(Decimal("9533.53")),
        "due_date": known(None),
        "taxpayer_id_last4": known("1234"),
    }
    return Finding(**{**fields, **changes})


def advice(finding: Finding, today: dt.date = TODAY) -> Advice:
    given_advice, _ = advise(finding, CATALOGUE, today=today)
    assert given_advice is not None
    return given_advice


def everything_said(given_advice: Advice) -> str:
    options = [text for o in given_advice.options for text in (o.name, o.why, *o.needs)]
    return " ".join(
        [
            *(given_advice.title, given_advice.meaning, given_advice.next_action, given_advice.send_to),
            *(given_advice.steps + given_advice.rights + given_advice.warnings + given_advice.forms),
            *options,
        ]
    )


# The wrong rules of open tools that touch meaning and dates, one test each.


@pytest.mark.parametrize(
    ("code", "category", "words"),
    [
        ("CP14", "balance due", "first bill"),
        ("CP501", "reminder", "reminds you"),
        ("CP503", "reminder", "second time"),
        ("CP504", "intent to levy", "state tax refund"),
        ("CP504B", "intent to levy", "business"),
        ("LT11", "final notice+CDP", "final notice"),
        ("Letter 1058", "final notice+CDP", "revenue officer"),
        ("CP90", "final notice+CDP", "final notice"),
        ("CP297", "final notice+CDP", "business"),
        ("CP523", "installment agreement", "payment plan"),
        ("CP91", "intent to levy", "Social Security"),
        ("Letter 3172", "lien", "public notice"),
        ("CP297A", "final notice+CDP", "already made a levy for employment tax"),
        ("LT11C", "intent to levy", "not the same letter as the LT11"),
    ],
)
def test_each_code_means_what_it_means(code: str, category: str, words: str) -> None:
    """CP297 removes no lien, CP91 is no FICA notice, LT11 no first bill, Letter 3172 asks no third party."""
    said = advice(letter(code))
    assert said.category == category
    assert words in said.meaning


def test_a_cp297_and_an_lt11_give_a_hearing_within_thirty_days() -> None:
    for code in HEARING:
        said = advice(letter(code))
        assert said.deadline is not None
        assert said.deadline.rule == "hearing"
        assert said.deadline.date == D(2024, 4, 10)
        assert "Form 12153" in said.forms
        assert "never to the payment address" in said.next_action


@pytest.mark.parametrize("code", NO_HEARING)
def test_a_letter_without_a_hearing_never_asks_for_the_hearing_form(code: str) -> None:
    """Form 12153 against a CP504 preserves nothing; its right belongs to the final notices."""
    said = advice(letter(code))
    assert "12153" not in everything_said(said)
    assert not any("Equivalent" in option.name or "Due Process" in option.name for option in said.options)
    assert any("no right to a Collection Due Process hearing" in right for right in said.not_rights)
    assert said.deadline is None or "hearing" not in said.deadline.act


@pytest.mark.parametrize("code", ["CP7000", "CP0000", "CP2900", "CP505", "CP568", "Letter 9999"])
def test_an_unknown_code_gets_no_advice_and_no_date_but_a_reason(code: str) -> None:
    """Thirty days for a letter nobody knows, or its nearest neighbour, are worse than nothing."""
    said, doubts = advise(letter(code), CATALOGUE, today=TODAY)
    assert said is None
    assert [doubt.name for doubt in doubts] == ["notice-unknown"]
    assert code in doubts[0].why


@pytest.mark.parametrize("code", WITH_CLOCK)
def test_without_a_date_on_the_letter_there_is_no_deadline(code: str) -> None:
    """Never counted from today or from the day the letter came."""
    for today in (D(2019, 1, 1), TODAY, D(2030, 1, 1)):
        said = advice(letter(code, None), today)
        assert said.deadline is None
        assert said.other_deadlines == ()
        assert any("No date could be worked out" in warning for warning in said.warnings)


@PATIENT
@given(st.sampled_from(ALL), st.dates(D(2015, 1, 1), D(2030, 1, 1)), st.dates(D(2015, 1, 1), D(2032, 1, 1)))
def test_today_moves_no_date(code: str, dated: dt.date, today: dt.date) -> None:
    one, doubts = advise(letter(code, dated), CATALOGUE, today=today)
    other, same = advise(letter(code, dated), CATALOGUE, today=D(2020, 2, 2))
    assert one is not None
    assert other is not None
    assert one.deadline == other.deadline
    assert one.other_deadlines == other.other_deadlines
    assert doubts == same == ()


def test_the_printed_date_rules_where_guides_disagree() -> None:
    """Guides name 10, 21 and 30 days for a CP504: what is printed stands, and the rule has its source."""
    for printed in (D(2024, 3, 21), D(2024, 4, 1), D(2024, 4, 10)):
        finding = letter("CP504", due_date=known(printed), dates=(DatedMention("pay_by", printed, ()),))
        said, doubts = advise(finding, CATALOGUE, today=TODAY)
        assert said is not None
        assert said.deadline is not None
        assert (said.deadline.date, said.deadline.kind, doubts) == (printed, "soft", ())
        assert "6331(d)" in said.deadline.source


def test_a_difference_is_shown_with_both_dates() -> None:
    finding = letter("LT11", dates=(DatedMention("hearing", D(2024, 5, 1), ()),))
    said, doubts = advise(finding, CATALOGUE, today=TODAY)
    assert said is not None
    assert said.deadline is not None
    assert said.deadline.date == D(2024, 4, 10)
    assert said.deadline.printed == D(2024, 5, 1)
    assert [(doubt.name, doubt.field) for doubt in doubts] == [("due-date-conflict", "due_date")]


# What is not certain.


@pytest.mark.parametrize("origin", ["not_irs", "unreadable"])
def test_nothing_is_said_of_what_is_no_irs_letter(origin: Origin) -> None:
    assert advise(letter("CP14", origin=origin), CATALOGUE, today=TODAY) == (None, ())


def test_nothing_is_said_without_a_code() -> None:
    assert advise(letter(None), CATALOGUE, today=TODAY) == (None, ())


def test_a_doubt_that_is_held_already_is_not_said_twice() -> None:
    held = Doubt("notice-unknown", "Read, but not known.", "notice")
    assert advise(letter("CP7000", doubts=(held,)), CATALOGUE, today=TODAY) == (None, ())


def test_an_uncertain_date_gives_an_estimate_from_the_earliest_plausible_one() -> None:
    uncertain = known(D(2024, 3, 11), D(2024, 3, 1), D(2028, 3, 11), D(2019, 5, 1), accepted=False)
    said = advice(letter("LT11", notice_date=uncertain))
    assert said.deadline is not None
    assert said.deadline.kind == "estimated"
    assert said.deadline.date == D(2024, 4, 1)  # March 31 is a Sunday; 2019 is before the period ended
    assert all(other.kind == "estimated" for other in said.other_deadlines)
    assert "estimate" in said.warnings[0]


def test_an_uncertain_code_gives_the_earliest_date_of_all_that_it_may_be() -> None:
    uncertain = known("LT11", "CP14", accepted=False)
    said = advice(letter("LT11", notice=uncertain))
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.kind) == (D(2024, 4, 1), "estimated")
    assert said.deadline.act == "ask for a Collection Due Process hearing on Form 12153"


def test_an_uncertain_printed_date_never_makes_the_date_later() -> None:
    mentions = (DatedMention("hearing", D(2024, 4, 18), ()),)
    uncertain = known(D(2024, 4, 18), D(2024, 4, 8), D(2024, 1, 10), accepted=False)
    said = advice(letter("LT11", due_date=uncertain, dates=mentions))
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.kind) == (D(2024, 4, 8), "estimated")


def test_a_printed_date_that_could_not_be_told_still_bounds_the_estimate() -> None:
    said = advice(letter("LT11", due_date=known(None, D(2024, 4, 3), accepted=False)))
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.kind) == (D(2024, 4, 3), "estimated")


def test_an_uncertain_amount_counts_as_unknown() -> None:
    said = advice(letter("CP14", D(2024, 5, 13), amount_due=known(Decimal(500), accepted=False)))
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.kind) == (D(2024, 5, 28), "estimated")


def test_two_printed_days_for_one_thing_leave_the_earlier_and_a_doubt() -> None:
    mentions = tuple(DatedMention("hearing", day, ()) for day in (D(2024, 4, 11), D(2024, 4, 10)))
    said, doubts = advise(letter("LT11", dates=mentions), CATALOGUE, today=TODAY)
    assert said is not None
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.kind) == (D(2024, 4, 10), "estimated")
    assert said.deadline.derivation[-2].endswith("More than one day was read for it; this is the earliest.")
    assert [doubt.name for doubt in doubts] == ["due-date-unsure"]


def test_two_ends_of_one_plan_leave_nothing_certain_that_hangs_on_the_end() -> None:
    mentions = tuple(DatedMention("termination", day, ()) for day in (D(2024, 4, 18), D(2024, 4, 28)))
    said, _ = advise(letter("CP523", dates=mentions), CATALOGUE, today=TODAY)
    assert said is not None
    assert said.deadline is not None
    made = {d.rule: (d.date, d.kind) for d in (said.deadline, *said.other_deadlines)}
    assert made == {
        "termination": (D(2024, 4, 18), "estimated"),
        "appeal": (D(2024, 4, 10), "soft"),
        "appeal-after": (D(2024, 5, 18), "estimated"),
    }


def test_an_appeal_is_not_after_the_end_of_a_plan_that_another_reading_ends_sooner() -> None:
    """Were the letter a CP503 its date would be March 21: then nothing of a CP523 may be later."""
    dates = (DatedMention("termination", D(2024, 4, 26), ()), DatedMention("pay_by", D(2024, 3, 21), ()))
    finding = letter(None, notice=known("CP523", "CP503", accepted=False), dates=dates)
    said = advice(finding)
    assert said.deadline is not None
    assert said.deadline.date == D(2024, 3, 21)
    appeal = next(d for d in said.other_deadlines if d.rule == "appeal")
    assert (appeal.date, appeal.kind) == (D(2024, 3, 21), "estimated")


def test_a_date_of_unknown_purpose_on_a_letter_3172_is_doubted_and_warned_of() -> None:
    finding = letter("Letter 3172", due_date=known(D(2024, 4, 18)))
    said, (doubt,) = advise(finding, CATALOGUE, today=TODAY)
    assert said is not None
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.kind) == (D(2024, 4, 18), "estimated")
    assert (doubt.name, doubt.field) == ("due-date-unsure", "due_date")
    assert "what for is not known" in doubt.why
    assert any(warning.startswith("The date is an estimate") for warning in said.warnings)


NEAR = st.dates(D(2022, 2, 1), D(2024, 12, 31))
MONEY = st.sampled_from([Decimal("500.00"), Decimal("99999.99"), Decimal("100000.00"), Decimal("250000.00")])
ROLES = st.sampled_from(["pay_by", "answer_by", "hearing", "termination"])


@PATIENT
@given(
    st.sampled_from(ALL),
    NEAR,
    st.dictionaries(ROLES, NEAR, max_size=2),
    MONEY,
    st.sets(st.sampled_from(["notice", "notice_date", "amount_due", "due_date"])),
    st.lists(NEAR, max_size=3),
)
def test_a_date_is_never_later_because_a_field_is_less_certain(
    code: str,
    dated: dt.date,
    printed: dict[str, dt.date],
    amount: Decimal,
    unsure: set[str],
    rivals: list[dt.date],
) -> None:
    mentions = tuple(DatedMention(role, day, ()) for role, day in printed.items())
    due = min(printed.values(), default=None)
    fields = {
        "notice": ("LT11", "CP14") if code != "LT11" else ("CP14",),
        "notice_date": tuple(rivals),
        "amount_due": (),
        "due_date": tuple(rivals),
    }
    values = {"notice": code, "notice_date": dated, "amount_due": amount, "due_date": due}
    sure = {name: known(value) for name, value in values.items()}
    less = {name: known(values[name], *fields[name], accepted=name not in unsure) for name in values}
    one, _ = advise(letter(code, **{**sure, "dates": mentions}), CATALOGUE, today=TODAY)
    other, _ = advise(letter(code, **{**less, "dates": mentions}), CATALOGUE, today=TODAY)
    assert one is not None
    assert other is not None
    certain = {d.rule: d for d in (one.deadline, *one.other_deadlines) if d is not None}
    unsure_dates = {d.rule: d for d in (other.deadline, *other.other_deadlines) if d is not None}
    assert set(unsure_dates) == set(certain)
    for rule, deadline in unsure_dates.items():
        assert deadline.date <= certain[rule].date
        if unsure & {"notice", "notice_date", "due_date"}:
            assert deadline.kind == "estimated"


@PATIENT
@given(
    st.sampled_from(ALL),
    st.dates(D(2022, 2, 1), D(2024, 12, 31)),
    st.lists(st.dates(D(2022, 2, 1), D(2024, 12, 31)), max_size=3),
)
def test_an_estimate_is_never_later_than_any_plausible_reading(
    code: str, dated: dt.date, rivals: list[dt.date]
) -> None:
    said = advice(letter(code, notice_date=known(dated, *rivals, accepted=False)))
    for day in (dated, *rivals):
        sure = advice(letter(code, day))
        if sure.deadline is not None:
            assert said.deadline is not None
            assert said.deadline.date <= sure.deadline.date
            assert said.deadline.kind == "estimated"


# Dates that have passed.


def test_a_date_that_has_passed_is_said_first_with_what_is_still_open() -> None:
    said = advice(letter("LT11"), D(2024, 6, 1))
    assert said.warnings[0].endswith("was Wednesday, April 10, 2024: it has passed.")
    assert said.warnings[1].startswith("Still open until Tuesday, March 11, 2025: ask for an equivalent")
    assert "equivalent hearing" in said.next_action
    assert "at once" in said.steps[2]


def test_when_the_year_has_passed_as_well_no_hearing_is_offered() -> None:
    said = advice(letter("LT11"), D(2025, 6, 1))
    assert "it has passed" in said.warnings[0]
    assert "No hearing is left" in said.warnings[1]
    assert said.next_action == said.warnings[1]
    left = " ".join((*said.steps, *said.warnings[2:], said.send_to))
    assert not any(words in left for words in ("12153", "hearing", "printed date"))


def test_a_letter_mailed_late_is_not_given_up_while_the_law_still_runs() -> None:
    """Dated March 11, mailed March 20: the working date passed on April 10, the law's on April 19."""
    postmark = D(2024, 3, 20)
    said, _ = advise(letter("LT11"), CATALOGUE, today=D(2024, 4, 15), postmark=postmark)
    assert said is not None
    assert "was Wednesday, April 10, 2024: it has passed" in said.warnings[0]
    assert said.warnings[1].startswith("The law counts from mailing, to Friday, April 19, 2024: act at once")
    assert said.next_action.startswith("Send Form 12153 at once")
    assert "Collection Due Process hearing" in names(said)
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.by_mailing) == (D(2024, 4, 10), D(2024, 4, 19))
    gone, _ = advise(letter("LT11"), CATALOGUE, today=D(2024, 4, 20), postmark=postmark)
    assert gone is not None
    assert "Collection Due Process hearing" not in names(gone)
    assert not any("from mailing" in warning for warning in gone.warnings)


def stamped(*days: dt.date) -> tuple[DatedMention, ...]:
    """The days read on an envelope that is page 5."""
    place = Evidence(5, Box(0, 0, 9, 9), "MAR 20 2024", "postmark:label", "tesseract 5")
    return tuple(DatedMention("postmark", day, (place,)) for day in days)


def test_a_postmark_that_was_read_keeps_a_hearing_open_and_sends_the_letter_to_a_person() -> None:
    said, doubts = advise(letter("LT11", dates=stamped(D(2024, 3, 20))), CATALOGUE, today=D(2024, 4, 15))
    assert said is not None
    assert said.warnings[1].startswith(
        "If the postmark on the envelope was read right, the law counts from mailing, to Friday, April 19,"
    )
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.by_mailing) == (D(2024, 4, 10), D(2024, 4, 19))
    assert not said.deadline.mailing_sure
    assert "Collection Due Process hearing" in names(said)
    assert [doubt.name for doubt in doubts] == ["postmark-unsure"]
    assert "page 5" in doubts[0].why


def test_both_dates_are_said_before_the_earlier_one_has_passed() -> None:
    by_hand, _ = advise(letter("LT11"), CATALOGUE, today=TODAY, postmark=D(2024, 3, 20))
    read, _ = advise(letter("LT11", dates=stamped(D(2024, 3, 20))), CATALOGUE, today=TODAY)
    assert by_hand is not None
    assert read is not None
    assert by_hand.warnings[0].startswith("Counted from mailing, the law gives until Friday, April 19, 2024")
    assert read.warnings[0].startswith("If the postmark on the envelope was read right, the law gives until")
    assert by_hand.deadline is not None
    assert by_hand.deadline.date == D(2024, 4, 10)


def test_a_postmark_given_by_hand_goes_before_the_one_that_was_read() -> None:
    finding = letter("LT11", dates=stamped(D(2024, 3, 20)))
    by_hand, doubts = advise(finding, CATALOGUE, today=TODAY, postmark=D(2024, 3, 14))
    plain, _ = advise(letter("LT11"), CATALOGUE, today=TODAY, postmark=D(2024, 3, 14))
    assert (by_hand, doubts) == (plain, ())


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ((D(2024, 3, 13), D(2024, 3, 20)), "March 13, 2024 and March 20, 2024. None is counted from."),
        ((D(2024, 3, 28),), "read as March 28, 2024, which has not come."),
    ],
)
def test_marks_that_cannot_be_the_postmark_are_doubted_and_not_counted_from(
    days: tuple[dt.date, ...], why: str
) -> None:
    said, doubts = advise(letter("LT11", dates=stamped(*days)), CATALOGUE, today=TODAY)
    plain, _ = advise(letter("LT11"), CATALOGUE, today=TODAY)
    assert said == plain
    assert [doubt.name for doubt in doubts] == ["postmark-unsure"]
    assert why in doubts[0].why


def test_a_bill_has_no_use_for_a_postmark() -> None:
    finding = letter("CP14", dates=stamped(D(2024, 3, 20)))
    assert advise(finding, CATALOGUE, today=TODAY) == advise(letter("CP14"), CATALOGUE, today=TODAY)


def test_nothing_is_counted_from_a_day_that_has_not_come() -> None:
    doubt = Doubt("notice-date-implausible", "The date of the letter lies in the future.", "notice_date")
    said, _ = advise(letter("LT11", D(2034, 3, 11), doubts=(doubt,)), CATALOGUE, today=TODAY)
    assert said is not None
    assert (said.deadline, said.other_deadlines) == (None, ())
    assert "lies in the future" in said.warnings[0]
    mentions = (DatedMention("hearing", D(2024, 4, 10), ()),)
    said, _ = advise(letter("LT11", D(2034, 3, 11), dates=mentions, doubts=(doubt,)), CATALOGUE, today=TODAY)
    assert said is not None
    assert said.deadline is not None
    assert (said.deadline.date, said.deadline.origin) == (D(2024, 4, 10), "printed")


def test_a_printed_day_one_working_day_after_the_laws_names_the_safe_one() -> None:
    for printed, told in ((D(2024, 4, 11), True), (D(2024, 4, 10), False), (D(2024, 4, 9), False)):
        said = advice(letter("LT11", dates=(DatedMention("hearing", printed, ()),)))
        assert said.deadline is not None
        assert said.deadline.date == printed
        assert ("The rule gives Wednesday, April 10, 2024: to be safe, act by then." in said.warnings) == told
    plan = advice(letter("CP523", dates=(DatedMention("termination", D(2024, 4, 26), ()),)))
    assert not any("to be safe" in warning for warning in plan.warnings)


def test_the_last_day_itself_has_not_passed() -> None:
    said = advice(letter("LT11"), D(2024, 4, 10))
    assert said.next_action.startswith("Send Form 12153 by Wednesday, April 10, 2024")
    assert not any("passed" in warning for warning in said.warnings)


@pytest.mark.parametrize("code", HEARING + NO_HEARING)
def test_an_old_letter_is_warned_about_and_not_doubted(code: str) -> None:
    """Whether a letter is accepted must not depend on the day it is read."""
    mentions = (DatedMention("pay_by", D(2018, 2, 20), ()),)
    said, doubts = advise(letter(code, D(2018, 1, 30), dates=mentions), CATALOGUE, today=TODAY)
    assert said is not None
    assert doubts == ()
    assert any("it has passed" in warning for warning in said.warnings)


# What fits the taxpayer.


def names(said: Advice) -> list[str]:
    return [option.name for option in said.options]


def test_options_fit_the_debt() -> None:
    small = names(advice(letter("CP504", amount_due=known(Decimal("50000.00")))))
    large = names(advice(letter("CP504", amount_due=known(Decimal("50000.01")))))
    huge = names(advice(letter("CP504", amount_due=known(Decimal("100000.00")))))
    assert "Long-term payment plan, asked for online" in small
    assert "Long-term payment plan with a financial statement" not in small
    assert "Long-term payment plan with a financial statement" in large
    assert "Short-term payment plan" in large
    assert "Short-term payment plan" not in huge


def test_the_whole_debt_counts_where_the_letter_tells_it() -> None:
    whole = (Amount("whole_debt", Decimal("80000.00"), ()),)
    said = advice(letter("CP523", amount_due=known(Decimal("300.00")), amounts=whole))
    assert "Long-term payment plan, asked for online" not in names(said)


def test_options_fit_the_kind_of_taxpayer() -> None:
    person = names(advice(letter("Letter 1058")))
    business = names(advice(letter("Letter 1058", tax_periods=known((Period(D(2021, 3, 31), "941"),)))))
    unknown = names(advice(letter("Letter 1058", tax_periods=known(None, accepted=False))))
    assert "Innocent spouse relief" in person
    assert "Payment plan for a business, asked for online" not in person
    assert "Innocent spouse relief" not in business
    assert "Payment plan for a business, asked for online" in business
    assert {"Innocent spouse relief", "Payment plan for a business, asked for online"} <= set(unknown)


@pytest.mark.parametrize("code", ALL)
def test_what_is_not_checked_says_so_and_everything_else_has_a_source(code: str) -> None:
    said = advice(letter(code, amount_due=known(Decimal("60000.00"))))
    for option in said.options:
        assert option.checked == bool(option.source)
        assert option.checked != ("Check before relying on it" in option.why)
    assert all(source.startswith("http") and "(read 20" in source for source in said.sources)
    assert said.note == INFORMS


@pytest.mark.parametrize("code", ALL)
def test_no_placeholder_is_left(code: str) -> None:
    for dated, today in ((D(2024, 3, 11), TODAY), (D(2024, 3, 11), D(2026, 1, 1)), (None, TODAY)):
        said = advice(letter(code, dated), today)
        assert "{" not in everything_said(said)


# The ladder.


def test_the_ladder_says_what_is_usual_and_infers_nothing() -> None:
    said = advice(letter("CP504"))
    assert said.ladder[0] == "Usually came before it: CP14, CP501, CP503."
    assert said.ladder[1].startswith("Usually comes next: LT11, Letter 1058, CP90")
    assert said.ladder[-1].endswith("this does not say which letters were sent to you.")


def test_the_ladder_of_a_business() -> None:
    quarter = known((Period(D(2021, 3, 31), "941"),))
    assert "CP504B" in advice(letter("LT11", tax_periods=quarter)).ladder[0]
    assert "CP503" in advice(letter("LT11")).ladder[0]
    assert advice(letter("CP14")).ladder[0].startswith("Usually comes next: CP501")


def test_a_sibling_code_is_named_and_shares_the_treatment() -> None:
    said = advice(letter("CP14H"))
    assert any("The letter is a CP14H; it is treated like a CP14." in warning for warning in said.warnings)
    assert not any("treated like" in warning for warning in advice(letter("CP 14")).warnings)


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        (D(2024, 4, 10), {"Collection Due Process hearing", "Equivalent hearing"}),
        (D(2024, 4, 11), {"Equivalent hearing"}),
        (D(2025, 3, 12), set()),
    ],
)
def test_a_hearing_whose_date_has_passed_is_no_longer_an_option(today: dt.date, offered: set[str]) -> None:
    said = advice(letter("LT11"), today)
    assert {name for name in names(said) if "hearing" in name.lower()} == offered
    if not offered:
        assert not any("12153" in step for step in said.steps)


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        (D(2024, 4, 18), {"Collection Due Process hearing", "Equivalent hearing"}),
        (D(2024, 4, 19), {"Equivalent hearing"}),
        (D(2025, 4, 20), set()),
    ],
)
def test_the_equivalent_hearing_about_a_lien_outlives_the_other_one(
    today: dt.date, offered: set[str]
) -> None:
    """Its year runs from the filing, which the letter does not date: none is given, no right lost."""
    said = advice(letter("Letter 3172", dates=(DatedMention("hearing", D(2024, 4, 18), ()),)), today)
    assert {name for name in names(said) if "hearing" in name.lower()} == offered
    assert said.other_deadlines == ()
