"""Money and dates keep their value on the way through JSON."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from classify.advise import advise
from classify.catalogue import load_catalogue
from classify.field import Amount, DatedMention, Field, Period, Rival
from classify.finding import Finding
from classify.record import letter_record
from ingest.letter import Capture, Letter, ReadPage

CATALOGUE = load_catalogue()
CODES = sorted(CATALOGUE.notices)
# The calendar of a year is made at its first use, which is slow on a busy machine.
PATIENT = settings(deadline=None)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))
MONEY = st.decimals(Decimal("-9999999.99"), Decimal("9999999999.99"), places=2)
ROLES = ("pay_by", "answer_by", "hearing", "termination")


def sure(value: Any, *rivals: Any) -> Field[Any]:
    return Field(value, accepted=True, rivals=tuple(Rival(rival, 0.4, ()) for rival in rivals))


@PATIENT
@given(
    st.sampled_from(CODES),
    DAYS,
    st.lists(MONEY, min_size=2, max_size=5),
    st.lists(st.tuples(st.sampled_from(ROLES), DAYS), max_size=4),
    st.none() | DAYS,
)
def test_money_and_dates_keep_their_value_through_json(
    code: str,
    dated: dt.date,
    money: list[Decimal],
    printed: list[tuple[str, dt.date]],
    postmark: dt.date | None,
) -> None:
    asked, rival, *others = money
    finding = Finding(
        "irs",
        sure(code),
        sure(dated, dated + dt.timedelta(days=1)),
        sure((Period(dated, "1040"), Period(dt.date(2023, 12, 31), None))),
        sure(asked, rival),
        sure(min((day for _, day in printed), default=None)),
        sure("1234"),
        amounts=tuple(Amount("tax", value, ()) for value in others),
        dates=tuple(DatedMention(role, day, ()) for role, day in printed),
    )
    advice, doubts = advise(finding, CATALOGUE, today=dt.date(2026, 11, 23), postmark=postmark)
    assert advice is not None
    page = ReadPage(1, (2550, 3300), (), Capture("digital"))
    written = letter_record(Letter("0a1b2c3d#1", (page,)), finding, advice, doubts, {}, None)
    back = json.loads(json.dumps(written))
    assert back == written

    assert Decimal(back["amount_due"]["value"]) == asked
    assert Decimal(back["amount_due"]["rivals"][0]["value"]) == rival
    assert [Decimal(amount["value"]) for amount in back["amounts"]] == others
    assert all(len(amount["value"].partition(".")[2]) == 2 for amount in back["amounts"])
    day = dt.date.fromisoformat
    assert day(back["notice_date"]["value"]) == dated
    assert day(back["notice_date"]["rivals"][0]["value"]) == dated + dt.timedelta(days=1)
    assert [(day(p["end"]), p["form"]) for p in back["tax_periods"]["value"]] == [
        (dated, "1040"),
        (dt.date(2023, 12, 31), None),
    ]
    assert [(mention["role"], day(mention["value"])) for mention in back["dates"]] == printed
    told = [back["advice"]["deadline"], *back["advice"]["other_deadlines"]]
    meant = [advice.deadline, *advice.other_deadlines]
    for deadline, one in zip(told, meant, strict=True):
        if one is None:
            assert deadline is None
            continue
        assert day(deadline["date"]) == one.date
        for key, value in (
            ("printed", one.printed),
            ("computed", one.computed),
            ("by_mailing", one.by_mailing),
        ):
            assert (None if deadline[key] is None else day(deadline[key])) == value
        assert (deadline["kind"], deadline["from"], deadline["checked"]) == (
            one.kind,
            one.origin,
            one.checked,
        )
        assert tuple(deadline["derivation"]) == one.derivation
