"""The card: what it says, in which order, and that nothing in a letter can act on the terminal."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from fake_readers import letter_of
from rich.console import Console

from classify.advise import advise
from classify.catalogue import Catalogue, load_catalogue
from classify.field import Field
from classify.finding import Finding
from classify.record import deadline_record
from mailroom import card, details, explain, wording

TODAY = dt.date(2024, 3, 20)
ANSI = re.compile(r"\x1b")
FRAME = re.compile(r"[\u2500-\u257f]")
HEARING = {
    "date": "2024-04-10",
    "kind": "hard",
    "from": "printed",
    "rule": "hearing",
    "act": "ask for a hearing on Form 12153",
    "lost": "The hearing.",
    "derivation": [],
}
LATER = {**HEARING, "date": "2025-03-11", "from": "computed", "act": "ask for an equivalent hearing"}
OPTION = {"name": "Payment plan", "why": "Fits if you can pay each month.", "needs": ["Form 9465"]}


def letter(status: str = "accepted", advice: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A made-up letter; ``advice`` is put over what the fake reader says."""
    made = letter_of("ab" * 32, status)
    if made["advice"] is not None:
        made["advice"] = {
            **made["advice"],
            "deadline": HEARING,
            "other_deadlines": [LATER],
            "steps": ["Fill in the form.", "Send it."],
            "options": [OPTION],
            "rights": ["A hearing."],
            "not_rights": ["No court."],
            "send_to": "The address for hearing requests.",
            **(advice or {}),
        }
    return {**made, **fields}


def shown(
    *letters: dict[str, Any],
    width: int = 80,
    today: dt.date = TODAY,
    terminal: bool = False,
    height: int = 200,
    long: bool = False,
) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        height=height,
        highlight=False,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        _environ={},
    )
    record = {"schema": 1, "source": {"name": "a.pdf"}, "letters": list(letters)}
    card.show(console, record, today, long=long)
    return out.getvalue()


def flat(text: str) -> str:
    """The words without line breaks, frames and colours."""
    return " ".join(FRAME.sub(" ", re.sub(r"\x1b\[[\d;]*m", "", text)).split())


def test_what_matters_most_stands_first() -> None:
    told = flat(shown(letter()))
    order = (
        *(
            "CP504",
            "Urgent (urgency 4 of 5)",
            "The IRS means to take",
            "HOW MUCH $9,533.53, Form 1040 for 2021",
        ),
        *("BY WHEN Wednesday, April 10, 2024: 21 days left", "to ask for a hearing on Form 12153"),
        *("Printed on the letter; it does not move", "Tuesday, March 11, 2025: 356 days left"),
        "DO FIRST Pay or call",
        *(
            "SEND TO The address for hearing requests.",
            "CALL 800-555-0100",
            "ending in 1234",
            "NEXT STEPS 1.",
        ),
        *("WHAT ELSE IS POSSIBLE", "Needs: Form 9465.", "YOUR RIGHTS", "NOT A RIGHT FROM THIS LETTER"),
        *("KEEP", "not tax or legal advice", "ingest notices CP504"),
    )
    places = [told.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2024-03-20", "today is the last day"),
        ("2024-03-21", "1 day left"),
        ("2024-04-20", "31 days left"),
        ("2024-03-19", "This date passed yesterday: Tuesday, March 19, 2024"),
        ("2020-03-20", "This date passed 1,461 days ago: Friday, March 20, 2020"),
    ],
)
def test_days_are_counted_from_the_day_given(date: str, words: str) -> None:
    told = flat(shown(letter(advice={"deadline": {**HEARING, "date": date}})))
    assert words in told
    assert told.count("(counted from March 20, 2024)") == 1
    assert ("act now, its date has passed" in told) == ("passed" in words)


def test_a_passed_date_is_said_once_with_what_is_still_open() -> None:
    warnings = ["The date to ask was Monday: it has passed.", "Still open until Tuesday: call.", "Call."]
    passed = {**HEARING, "date": "2024-03-01"}
    told = flat(shown(letter(advice={"deadline": passed, "warnings": warnings, "next_action": "Call."})))
    assert "it has passed" not in told
    assert told.count("Call.") == 1
    assert told.index("This date passed 19 days ago") < told.index("Still open until Tuesday")


def test_a_letter_in_review_says_so_before_anything_else() -> None:
    doubts = [{"name": "amount-unsure", "field": "amount_due", "why": f"Reason {n}."} for n in range(5)]
    unsure = {
        **letter()["amount_due"],
        "accepted": False,
        "rivals": [{"value": "9583.53", "score": 1.0, "evidence": []}],
    }
    lines = shown(letter("review", doubts=doubts, amount_due=unsure)).splitlines()
    told = flat("\n".join(lines))
    assert lines[1] == "*** A PERSON MUST LOOK AT THIS LETTER ***"
    assert lines[2] == "- Amount asked for: Reason 0."
    assert "2 more below, under NOT CERTAIN." in told
    assert all(f"Reason {n}." in told for n in range(5))
    assert "$9,533.53 (not certain)" in told
    assert "read as $9,533.53; could also be $9,583.53." in told


def test_every_field_that_is_not_accepted_is_marked() -> None:
    fields = {name: {**letter()[name], "accepted": False} for name in wording.FIELDS}
    told = flat(shown(letter("review", doubts=[], **fields)))
    assert told.count("(not certain)") == 5
    assert "Kind of letter: not certain." in told
    nothing = {name: {**letter()[name], "value": None, "accepted": False} for name in wording.FIELDS}
    told = flat(shown(letter("review", advice={"deadline": None}, doubts=[], **nothing)))
    assert "Could not be read: look at the letter, years could not be read" in told
    assert "No date is known" in told
    assert "Taxpayer number not read" in told


def test_a_kind_that_the_catalogue_does_not_know_gets_no_advice() -> None:
    made = {**letter("review"), "advice": None}
    told = flat(shown(made))
    assert "The catalogue does not know this kind" in told
    assert "BY WHEN Wednesday, April 10, 2024: 21 days left" in told
    assert "look there what it is for" in told
    assert "NEXT STEPS" not in told


def test_mail_of_others_and_what_cannot_be_read_get_short_cards() -> None:
    foreign = shown(letter("not_irs"))
    assert "does not look like a letter from the IRS" in foreign
    assert len(foreign.splitlines()) < 8
    dark = {"kind": "photo", "quality": "poor", "advice": "Photograph it again in even light."}
    unread = shown(letter("unreadable", capture=dark))
    assert "COULD NOT BE READ" in unread
    assert "even light" in unread
    assert len(unread.splitlines()) < 8
    assert "$" not in foreign + unread


def test_a_letter_that_asks_for_no_payment_says_so() -> None:
    none = {**letter()["amount_due"], "value": None}
    assert "No payment is asked for" in shown(letter(amount_due=none))


@pytest.mark.parametrize(("places", "mark"), [(2, ""), (1, " (not certain)")])
def test_what_a_notice_of_deficiency_proposes_stands_beside_that_nothing_is_asked_for(
    places: int, mark: str
) -> None:
    usual = letter()
    seen = [{"page": 1, "box": [0, n, 1, n + 1], "text": "$5,425.00", "rule": "x"} for n in range(places)]
    proposed = {"role": "proposed", "value": "5425.00", "evidence": seen}
    told = letter(
        notice={**usual["notice"], "value": "CP3219A"},
        amount_due={**usual["amount_due"], "value": None},
        amounts=[proposed],
        capture={"kind": "scan", "quality": "good", "advice": None},
    )
    assert f"Proposed: $5,425.00{mark}\n" in shown(told)
    assert "Proposed" not in shown(letter(amounts=[proposed]))


def test_a_letterhead_is_not_passed_off_as_the_place_to_send_to() -> None:
    place = {"page": 1, "box": [0, 0, 1, 1], "text": "x", "rule": "address:head"}
    contact = {**letter()["contact"], "reply_address": "IRS, Ogden", "evidence": [place]}
    assert "Letterhead, which need not be where to send (page 1): IRS, Ogden" in flat(
        shown(letter(contact=contact))
    )
    place["rule"] = "address:reply"
    told = flat(shown(letter(contact=contact)))
    assert "not as the address for hearing requests: look on the letter for that one (page 1): IRS" in told
    bill = letter(advice={"deadline": {**HEARING, "rule": "pay"}, "other_deadlines": []}, contact=contact)
    assert "Found on the letter, for payments or replies (page 1): IRS, Ogden" in flat(shown(bill))
    place["rule"] = "address:hearing"
    told = flat(shown(letter(contact=contact)))
    assert "Named on the letter for hearing requests (page 1): IRS, Ogden" in told


def test_a_part_of_a_plan_is_not_taken_for_the_whole_debt() -> None:
    whole = [{"role": "whole_debt", "value": "12000.00", "evidence": []}]
    ending = {"deadline": {**HEARING, "rule": "termination"}, "other_deadlines": []}
    told = flat(shown(letter(advice=ending, amounts=whole)))
    assert "HOW MUCH $9,533.53 past due, Form 1040 for 2021 Whole debt: $12,000.00" in told
    assert "past due" not in flat(shown(letter(advice=ending, amounts=[])))
    assert "past due" not in flat(shown(letter(amounts=whole)))


def test_an_option_that_was_not_checked_says_so() -> None:
    assert details.UNCHECKED not in shown(letter())
    unchecked = letter(advice={"options": [{**OPTION, "checked": False}]})
    assert "each month. Check before relying on it." in flat(shown(unchecked))


def test_many_letters_get_a_card_each() -> None:
    told = shown(letter(), letter("not_irs"))
    assert "a.pdf: letter 1 of 2, page 1" in told
    assert "a.pdf: letter 2 of 2, page 1" in told


def test_a_terminal_gets_frames_and_colours_and_a_pipe_neither() -> None:
    piped, terminal = shown(letter()), shown(letter(), terminal=True)
    assert not ANSI.search(piped)
    assert not FRAME.search(piped)
    assert not any(line.endswith(" ") for line in piped.splitlines())
    assert ANSI.search(terminal)
    assert FRAME.search(terminal)
    assert flat(piped).replace("a.pdf: page 1", "") in flat(terminal).replace("a.pdf: page 1", "")


def test_no_color_is_honoured() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=80, _environ={"NO_COLOR": "1", "TERM": "xterm"})
    card.show(console, {"source": {"name": "a.pdf"}, "letters": [letter()]}, TODAY)
    assert not re.search(r"\x1b\[[\d;]*[34]\d", out.getvalue())


def test_a_low_terminal_ends_with_the_gist() -> None:
    low = flat(shown(letter(), terminal=True, height=24))
    assert low.index("IN SHORT CP504") > low.index("KEEP")
    assert low.rindex("21 days left") > low.index("IN SHORT")
    assert "IN SHORT" not in shown(letter(), terminal=True, height=200)


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize(
    "hostile", ["\x1b[2J\x1b]0;owned\x07", "[bold red]x[/]", "[/]", "[link=http://x]y", "\r\n\x00"]
)
def test_nothing_in_a_letter_takes_effect(hostile: str, *, terminal: bool) -> None:
    """Markup stays letters, control characters become ``?``, in every text of a record."""

    def spoilt(value: Any) -> Any:
        match value:
            case dict():
                return {key: spoilt(item) for key, item in value.items()}
            case list():
                return [spoilt(item) for item in value]
            case str() if not re.fullmatch(r"[\d-]{10}|hard|printed|accepted|review|\w+_\w+", value):
                return f"{value}{hostile}"
        return value

    told = shown(spoilt(letter("review")), terminal=terminal, width=100)
    left = re.sub(r"\x1b\[[\d;]*m", "", told)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", left)
    assert "\x1b[2J" not in told
    visible = hostile.replace("\x1b", "?").replace("\x07", "?").replace("\r\n\x00", "???")
    assert f"CP504{visible}" in left


def test_no_whole_taxpayer_number_is_shown() -> None:
    told = shown(letter(advice={"meaning": "It bills 000-12-3456.", "steps": ["Write 00-0123456."]}))
    assert "000-12-3456" not in told
    assert "00-0123456" not in told
    assert "XXX-XX-3456" in told


@pytest.mark.parametrize("crooked", [5, "x", None, [5], {"a": 1}, [{"value": 5}], [None, {"evidence": 5}]])
def test_parts_of_another_shape_are_left_out(crooked: object) -> None:
    """The record's newer parts are not in its checked shape: a reader gone wrong must not break the card."""
    newer = ("steps", "not_rights", "ladder", "send_to", "if_ignored", "levy", "note", "title")
    made = letter("review", advice=dict.fromkeys(newer, crooked))
    for name in wording.FIELDS:
        made[name] = {**made[name], "accepted": False, "rivals": crooked, "evidence": crooked}
    made["contact"] = {**made["contact"], "evidence": crooked}
    made["advice"]["deadline"] = {**HEARING, "act": crooked, "lost": crooked}
    made["advice"]["options"] = [{**OPTION, "needs": crooked, "checked": crooked}]
    assert "NEXT STEPS" not in shown(made)
    out = io.StringIO()
    explain.show(
        Console(file=out), {"source": {"name": "a.pdf"}, "letters": [{**made, "provenance": crooked}]}
    )
    assert "CP504" in out.getvalue()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_card_of_every_notice_keeps_its_width(catalogue: Catalogue, width: int) -> None:
    for code in catalogue.notices:
        advised = advised_letter(catalogue, code)
        for terminal in (False, True):
            lines = re.sub(r"\x1b\[[\d;]*m", "", shown(advised, width=width, terminal=terminal)).splitlines()
            assert max(map(len, lines)) <= width, code
            first_screen = flat("\n".join(lines[:24]))
            if width >= 80:
                assert all(label in first_screen for label in ("HOW MUCH", "BY WHEN", "DO FIRST")), code


def advised_letter(catalogue: Catalogue, code: str) -> dict[str, Any]:
    """A letter of that code with what the catalogue says of it."""
    finding = Finding(
        origin="irs",
        notice=Field(code, accepted=True),
        notice_date=Field(dt.date(2024, 3, 11), accepted=True),
        tax_periods=Field(None, accepted=True),
        amount_due=Field(None, accepted=True),
        due_date=Field(None, accepted=True),
        taxpayer_id_last4=Field(None, accepted=True),
    )
    found, _ = advise(finding, catalogue, today=TODAY)
    assert found is not None
    names = (
        "meaning",
        "category",
        "urgency",
        "stage",
        "next_action",
        "send_to",
        "if_ignored",
        "levy",
        "note",
    )
    listed = ("steps", "rights", "not_rights", "warnings", "sources", "ladder")
    told = {name: getattr(found, name) for name in names}
    told |= {name: list(getattr(found, name)) for name in listed}
    told["options"] = [
        {"name": o.name, "why": o.why, "needs": list(o.needs), "checked": o.checked} for o in found.options
    ]
    told["deadline"] = found.deadline and deadline_record(found.deadline)
    told["other_deadlines"] = [deadline_record(deadline) for deadline in found.other_deadlines]
    made = letter(advice=told)
    made["notice"] = {**made["notice"], "value": code, "title": found.title}
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


def test_words_for_values() -> None:
    assert wording.money("-37765.00") == "-$37,765.00"
    assert wording.money("1e999999") == "1e999999"
    years = [{"form": "1040", "end": f"{year}-12-31"} for year in (2018, 2019, 2020)]
    assert wording.periods(years) == "Form 1040 for 2018, 2019 and 2020"
    quarter = [{"form": "941", "end": "2020-12-31"}, {"form": None, "end": "2020-03-31"}]
    told = "Form 941 for the period that ended December 31, 2020; for the period that ended March 31, 2020"
    assert wording.periods(quarter) == told
    civil = [{"form": "CIVPEN", "end": "2020-12-31"}]
    assert wording.periods(civil) == "a civil penalty for the period that ended December 31, 2020"
    assert wording.pages([1]) == "page 1"
    assert wording.pages([2, 3, 4]) == "pages 2 to 4"
    assert wording.pages([2, 4]) == "pages 2 and 4"
    assert wording.urgency(99) == wording.URGENCY[-1]


def test_what_is_unusual_has_its_own_heading_and_its_page() -> None:
    place = {
        "page": 2,
        "box": [1, 2, 3, 4],
        "text": "gift cards",
        "rule": "unusual:payment-way",
        "engine": "x",
    }
    one = {
        "key": "payment-way",
        "name": "A way of paying",
        "why": "It asks for gift cards.",
        "evidence": [place],
    }
    told = shown(letter("review", unusual=[one]))
    assert "UNUSUAL FOR A LETTER FROM THE IRS" in told
    assert "A way of paying: It asks for gift cards. (page 2)" in " ".join(told.split())
    assert "UNUSUAL" not in shown(letter())


def test_what_does_not_fit_is_told_with_its_reason() -> None:
    option = {
        "key": "cdp",
        "name": "Hearing",
        "why_not": "CP504 gives no hearing.",
        "source": "",
        "checked": True,
    }
    told = shown(letter(advice={"options_not_fitting": [option]}), long=True)
    assert "WHAT DOES NOT FIT" in told
    assert "Hearing: CP504 gives no hearing." in told
    assert "WHAT DOES NOT FIT" not in shown(letter(advice={"options_not_fitting": [option]}))


def test_more_ways_than_a_person_can_weigh_are_only_named() -> None:
    many = {"options": [{**OPTION, "name": f"Way {n}"} for n in range(1, 10)]}
    told = flat(shown(letter(advice=many)))
    assert told.count("Needs:") == 6
    assert "Also: Way 7; Way 8; Way 9." in told
    assert "`--long` tells more" in told
    whole = flat(shown(letter(advice=many), long=True))
    assert whole.count("Needs:") == 9
    assert "--long" not in whole


def test_a_date_before_the_one_that_counts_is_not_missed() -> None:
    early = {**HEARING, "date": "2024-03-25", "rule": "penalty-rate", "act": "pay before it doubles"}
    told = flat(shown(letter(advice={"other_deadlines": [early]})))
    assert told.index("Monday, March 25, 2024: 5 days left") < told.index("Wednesday, April 10, 2024")
    assert "NOTE An earlier date, Monday, March 25, 2024: pay before it doubles." in told
    gone = {**early, "date": "2024-03-15"}
    assert "An earlier date" not in flat(shown(letter(advice={"other_deadlines": [gone]})))
