"""What the letter asks for; sums that come out are witnesses."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from classify import arithmetic
from classify.choose import Bench, Choice, choose, tally
from classify.doubt import Doubt
from classify.extract.accounts import TOTAL, TableRow
from classify.extract.amount import COMES_TO, INSTALMENT, NOTHING_DUE, PAYMENT_AMOUNT, PROPOSED_DUE, amounts
from classify.extract.candidate import Candidate, labels, with_echoes
from classify.field import Amount, Evidence, Field
from classify.kinds import ASKS_FOR_MONEY, ASKS_NOTHING, ENDS_PLAN, PLANS, PROPOSES
from classify.layout import Sheet
from classify.passage import sentence_tail

_MONEY_CUE = re.compile(r"(?<!\bno )\b(?:amount|balance|payment) due\b|\bamount you owe\b|\byou owe \$")
# Somebody is to pay, whatever sum that is.
_TO_PAY = re.compile(
    r"\b(?:amount you are paying|amount enclosed|your payment must reach us|(?:need|receive) your payment)\b"
    r"|\bwe charged you a\b|\bwhat you (?:have|need) to pay\b|\b(?:now|still) due\b|\bpay by\b"
    r"|\bpayable to\b|\brepay\b|\bpay (?:(?:it|this|that|them|these) |(?:the|your) \w+ )?in full\b"
    r"|\bsend (?:us )?your payment\b|\bsum (?:that )?you (?:need|have) to pay\b"
    r"|\basks? that (?:it|this|that) be paid\b"
    r"|\b(?:amount|balance) overdue\b|\boverdue amount\b"
    r"|\bpayment slip\b|\bon your (?:check|payment)\b|\bpay the penalty\b|\bask (?:that you|you to) pay\b"
)
# "Please pay the total by August 6": the sum stands at its label, whatever kind of letter it is.
_PAY_THE_TOTAL = re.compile(
    r"(?<!not )(?<!n.t )\b(?:pay|send|remit)(?: us)? (?:the|this) total\b(?! (?:amount|balance|due|tax|you))"
)
# A transcript tells a balance and asks for nothing.
_NO_BILL = re.compile(r"\bthis is not a payoff amount\b|\baccount transcript\b")
# The digits of a barcode are no sum.
_SUM = r"\$\d{1,3}(?:,?\d{3})*(?:\.\d\d)?\b"
# And the sum stands there: no refund beside it changes that.
_TO_PAY_SUM = re.compile(
    rf"(?<!asked you to )\b(?:pay|send)(?: us)? {_SUM}|\b(?:send|make)(?: us)? a payment of {_SUM}"
    r"|\b(?:pay|send|remit)(?: us)? that (?:sum|amount)\b|\bplease (?:pay|send|remit) (?:us )?it by\b"
    r"|\b(?:now|still) due\b[^.$]{0,30}\$\d"
    rf"|\bthere is (?:now )?due {_SUM}|{_SUM} (?:must|has to|is to) be paid\b"
    rf"|{_SUM} is what you (?:\w+ ){{0,4}}(?:owe|pay)\b"
    r"|(?<!\bif )\b(?:we (?:expect|ask) you|(?:you|the \w+) (?:is|are) asked) to pay\b"
)
_STILL_OWED = re.compile(r"\byou (?:still|now) owe(?: us)?(?: a (?:total|balance) of)?\W*$")
_BILLED_APART = re.compile(r"^[^.]{0,40}\b(?:separate|another|its own) (?:notice|bill|letter)\b")
# "Your account for this period is paid and you owe nothing."
# "You owe $1,000.00 for 2020 and $2,000.00 for 2021."
_AND_ANOTHER = re.compile(
    r"^\W*for (?:the )?(?:tax )?(?:year |period )?[^.;$]{0,30}(?:,| and)[^.;$]{0,20}\$\d"
)
_OWES_NOTHING = re.compile(
    r"\byou (?:now )?owe (?:us )?nothing\b(?! for\b| when\b| on\b)"
    r"|\byou (?:do not|don.?t) (?:now )?owe (?:us )?(?:anything|any (?:tax|money|more))\b"
    r"(?! for\b| when\b| on\b)"
    r"|\bnothing (?:more |further )?is (?:now )?(?:due|owed)\b"
)
# What may be so, or is somebody's opinion.
_PERHAPS = re.compile(
    r"\b(?:if|unless|until|once|when|whether|believe|think|feel|claim"
    r"|show(?:s|ed|n)?|prove|say|said|agree|because|reasons?|so that|sure)\b"
)
# A label weighs so much, a sentence less.
_BY_LABEL = 2.5


@dataclass(frozen=True, slots=True)
class Money:
    """What the letter asks for, and every amount with its role."""

    amount_due: Field[Decimal]
    amounts: tuple[Amount, ...]
    doubts: tuple[Doubt, ...]


def settle_amounts(
    sheets: Sequence[Sheet], bench: Bench, rows: Sequence[TableRow], code: str | None
) -> Money:
    """Choose what is asked for; sums that come out are witnesses for it."""
    found = list(with_echoes(list(amounts(sheets))))
    inside = {id(c) for c in found if _in_table(c, rows)}
    due = _asked_for(found, inside, rows)
    sums = set[Decimal]().union(*(arithmetic.totals(sheet) for sheet in sheets)) if sheets else set[Decimal]()
    row_sum = arithmetic.total_of(rows)
    if row_sum is not None:
        sums.add(row_sum)
    due = [_with_additions(c, found) for c in due]
    if code in ASKS_NOTHING:
        # What a sentence says of paying is about another account, or about everybody.
        due = [c for c in due if c.weight >= _BY_LABEL or _is_left(c)]
    if code in PLANS:
        # They ask for the next payment; the whole debt may stand beside it.
        due = [c for c in due if not (_WHOLE.search(next(labels(c.spot.around), "")) or _is_owed(c))]
        due = due or [
            dataclasses.replace(c, role="due_now") for c in found if c.rule in {INSTALMENT, PAYMENT_AMOUNT}
        ]
    if code in ENDS_PLAN:
        due = _past_due_first(due)
    said = [passage.plain for sheet in sheets for passage, _ in sheet.passages]
    totals_asked = code in ASKS_FOR_MONEY or any(map(_PAY_THE_TOTAL.search, said))
    if not any(map(_NO_BILL.search, said)):
        due = due or _owed_or_total(
            [c for c in found if id(c) not in inside], code, totals_asked=totals_asked
        )

    def added(value: object) -> int:
        return int(value in sums)

    if code in PROPOSES or (due and all(c.rule.endswith(PROPOSED_DUE) for c in due)):
        return Money(Field(None, accepted=True), tuple(_proposed(found, due, inside, rows)), ())
    listed = tuple(_listed(found, inside, rows))
    if not due:
        outside = [c for c in found if id(c) not in inside]
        return _none_due(sheets, outside, rows, code, listed, digital=bench.digital)
    chosen = choose([_with_size(c) for c in due], dataclasses.replace(bench, outside=added))
    chosen = _whole(_of_its_kind(chosen, code, said), found, digital=bench.digital)
    doubts = []
    if not chosen.accepted:
        conflict = bool(chosen.why and chosen.why.startswith("another"))
        name = "amount-conflict" if conflict else "amount-unsure"
        doubts.append(Doubt(name, f"The amount asked for is not certain: {chosen.why}.", "amount_due"))
    return Money(chosen.as_field(_same_amount), listed, tuple(doubts))


def _asked_for(
    found: Sequence[Candidate[Decimal]], inside: set[int], rows: Sequence[TableRow]
) -> list[Candidate[Decimal]]:
    """What a label or a sentence asks for, outside of the table of accounts.

    A strip of facts reads like a table of one row: "SSN | Form | Period | Pay now".
    """
    due = [c for c in found if c.role == "due_now"]
    outside = [c for c in due if id(c) not in inside]
    return outside or (due if len(rows) == 1 else [])


# An amount with its cents; so many others show that a letter prints them.
_CENTS, _LEAST_CENTS = re.compile(r"\d(?:\.\s?|\s)\d\d\b"), 3


def _whole(chosen: Choice[Decimal], found: Sequence[Candidate[Decimal]], *, digital: bool) -> Choice[Decimal]:
    """The amount, in doubt where no place has it with cents and all others of a picture have theirs."""
    own = [c for c in found if c.value == chosen.value]
    others = [c for c in found if c.value != chosen.value and _CENTS.search(c.spot.text)]
    lost = len(others) >= _LEAST_CENTS and not any(_CENTS.search(c.spot.text) for c in own)
    if digital or not chosen.accepted or not lost:
        return chosen
    return dataclasses.replace(chosen, accepted=False, why="its cents may not have been read")


def _owed_or_total(
    found: Sequence[Candidate[Decimal]], code: str | None, *, totals_asked: bool
) -> list[Candidate[Decimal]]:
    """What is owed, or the total under a table of accounts: asked for where nothing else says what is."""
    owed = [c for c in found if c.role == "owed" and c.value > 0 and code not in ASKS_NOTHING]
    # A column of the table may be headed "Total" as well.
    return owed or [c for c in found if c.role == "total" and totals_asked]


def _is_left(candidate: Candidate[Decimal]) -> bool:
    """Whether page 1 says that an amount is owed still: "After this credit, you still owe $1,046.37"."""
    around = candidate.spot.around
    owed = _STILL_OWED.search(around.before) is not None and not _BILLED_APART.match(around.after)
    return candidate.spot.first and owed


def _with_additions(due: Candidate[Decimal], found: Sequence[Candidate[Decimal]]) -> Candidate[Decimal]:
    """The total that an amount is a part of, as "Amount you owe as of July 18" with "Additional interest"."""
    column = [c for c in found if _below(c, due)]
    for n, total in enumerate(column):
        if total.role == "total" and n and total.value == due.value + sum(c.value for c in column[:n]):
            return dataclasses.replace(due, value=total.value, rule="table:total-with", spot=total.spot)
    return due


def _below(candidate: Candidate[Decimal], due: Candidate[Decimal]) -> bool:
    """Whether an amount stands under another in a column of one reading."""
    one, other = candidate.spot, due.spot
    aligned = abs(one.upright.right - other.upright.right) < other.upright.height
    return (one.page, one.reading) == (other.page, other.reading) and one.row > other.row and aligned


def _of_its_kind(chosen: Choice[Decimal], code: str | None, said: Sequence[str]) -> Choice[Decimal]:
    """The amount, in doubt where such a letter asks for nothing: it may be one that was proposed before.

    Or where the letter says that nothing is owed, or only the text of a later page
    speaks of paying it, which explains what may happen to anybody.
    """
    if not chosen.accepted:
        return chosen
    own = next(vote for vote in chosen.votes if vote.value == chosen.value)
    if all(c.rule in COMES_TO for c in own.candidates):
        why = "nothing says that it is asked for"
    elif code in ASKS_NOTHING:
        why = "letters of this kind ask for nothing, and this one has an amount due"
    elif not any(c.spot.first or not c.rule.startswith("sentence:") for c in own.candidates):
        why = "only a sentence on a later page speaks of it"
    elif all(_AND_ANOTHER.match(c.spot.around.after) for c in own.candidates):
        why = "the sentence goes on with another sum"
    elif any(map(_says_nothing_owed, said)):
        why = "the letter says as well that nothing is owed"
    else:
        return chosen
    return dataclasses.replace(chosen, accepted=False, why=why)


def _says_nothing_owed(text: str) -> bool:
    """Whether a passage says so outright, and not on a condition."""
    places = _OWES_NOTHING.finditer(text)
    return any(not _PERHAPS.search(sentence_tail(text[: found.start()])) for found in places)


def _same_amount(value: Decimal) -> Decimal:
    return value


def _with_size(candidate: Candidate[Decimal]) -> Candidate[Decimal]:
    """A headline speaks louder than a line of text."""
    louder = 1.5 if candidate.spot.size >= 1.25 and candidate.spot.first else 1.0
    return dataclasses.replace(candidate, weight=candidate.weight * louder)


def _past_due_first(due: list[Candidate[Decimal]]) -> list[Candidate[Decimal]]:
    """A CP523 asks for the payments that are past due; the whole debt stands beside it."""
    past = {c.value for c in due if c.rule == "label:past-due" or "immediate" in c.spot.around.row}
    # One whose headline and summary ask for another sum lists the missed payments only to explain.
    asked = collections.Counter(c.value for c in due if c.rule == "label:amount-due")
    if past and any(times > 1 and value not in past for value, times in asked.items()):
        return due
    return [c for c in due if c.value in past] or due


def _none_due(
    sheets: Sequence[Sheet],
    found: Sequence[Candidate[Decimal]],
    rows: Sequence[TableRow],
    code: str | None,
    listed: tuple[Amount, ...],
    *,
    digital: bool,
) -> Money:
    """No label for an amount due: the sum of a table of accounts, or nothing, is what is asked for.

    Rows that add up do not say that every row was made out: on a picture the total must be printed as well.
    """
    # The rows of a plan come to what is owed in all; what sends no bill asks for no sum of its table either.
    row_sum = None if code in PLANS or code in ASKS_NOTHING else arithmetic.total_of(rows)
    totals = {c.value for c in found if c.role == "total"}
    totalled = row_sum in totals
    if row_sum is not None and (totalled or all(row.adds_up for row in rows)):
        # A total that is printed and not theirs shows that a row was not made out, in a text layer too.
        certain = totalled or (digital and not totals)
        evidence = tuple(
            Evidence(
                row.total_spot.page,
                row.total_spot.box,
                row.total_spot.text,
                "table:sum",
                row.total_spot.engine,
            )
            for row in rows
        )
        why = "The amount asked for is not certain: no total that the rows come to could be read."
        doubts = () if certain else (Doubt("amount-unsure", why, "amount_due"),)
        return Money(Field(row_sum, accepted=certain, evidence=evidence), listed, doubts)
    said = [passage.plain for sheet in sheets for passage, _ in sheet.passages]
    asks = code not in ASKS_NOTHING and (
        code in ASKS_FOR_MONEY
        or bool(rows)
        or (code is None and bool(found))
        or any(_MONEY_CUE.search(text) or _TO_PAY.search(text) for text in said)
        or (code not in PLANS and any(c.rule == "sentence:whole-debt" for c in found))
    )
    # A bill that speaks of a refund, as of one that a state was made to send in, asks for money all the same.
    bill = code in ASKS_FOR_MONEY and not any(map(_says_nothing_owed, said))
    refunds = not bill and any(c.role == "refund" for c in found)
    told = code not in ASKS_NOTHING and any(map(_TO_PAY_SUM.search, said))
    # Twice, as one of two zeros may be all that a picture shows of an amount.
    nothing = len({(c.spot.page, c.spot.row) for c in found if c.rule == NOTHING_DUE}) > 1 - digital
    if not told and (refunds or nothing or not asks):
        return Money(Field(None, accepted=True), listed, ())
    why = "No amount that the letter asks for could be read."
    return Money(Field(None, accepted=False), listed, (Doubt("amount-unread", why, "amount_due"),))


_WHOLE = re.compile(r"\b(?:total|balance|you owe)\b")


def _is_owed(candidate: Candidate[Decimal]) -> bool:
    """Whether a sentence says of an amount that it is owed."""
    return candidate.spot.around.before.rstrip(" $").endswith("you owe")


# A table's heading and its next row lie within so many heights of a row.
_ROW_ABOVE = 2.5
# No cell of a table has so many words beside its amount.
_WORD, _TEXT_WORDS = re.compile(r"[a-z]{2,}"), 4


def _in_table(candidate: Candidate[Decimal], rows: Sequence[TableRow]) -> bool:
    """Whether an amount stands among the rows of a table of accounts and not in its line of totals.

    A row that could not be made out as one holds amounts too, under a heading such as "Amount you owe".
    """
    spot = candidate.spot
    beside = [row.spot for row in rows if row.spot.page == spot.page]
    if not beside or TOTAL.search(spot.around.row):
        return False
    top, bottom = min(s.upright.top for s in beside), max(s.upright.bottom for s in beside)
    middle, reach = spot.upright.middle[1], _ROW_ABOVE * spot.upright.height
    own_label = spot.around.same_line.strip(" $") and candidate.rule.startswith("label")
    # "You still owe / $11,045.96, which should be paid by March 11": text right above the first row.
    line = f"{spot.around.same_line} {spot.around.rest}"
    in_text = candidate.rule.startswith("sentence") and len(_WORD.findall(line)) >= _TEXT_WORDS
    return top - reach <= middle <= bottom + reach and not own_label and not in_text


def _proposed(
    found: Sequence[Candidate[Decimal]],
    due: Sequence[Candidate[Decimal]],
    inside: set[int],
    rows: Sequence[TableRow],
) -> Iterable[Amount]:
    """Every amount of a letter that only proposes: what it calls due is proposed, and stands first."""
    for vote in tally([*due, *_totals_proposed(found)]):
        yield Amount("proposed", vote.value, vote.evidence)
    yield from (amount for amount in _listed(found, inside, rows) if amount.role != "due_now")


def _totals_proposed(found: Sequence[Candidate[Decimal]]) -> list[Candidate[Decimal]]:
    """The total under what is proposed for each of several years."""
    parts = {c.value for c in found if c.role == "proposed"}
    return [c for c in found if c.role == "total" and len(parts) > 1 and c.value == sum(parts)]


def _listed(
    found: Sequence[Candidate[Decimal]], inside: set[int], rows: Sequence[TableRow]
) -> Iterable[Amount]:
    roles = (
        "due_now",
        "whole_debt",
        "tax",
        "penalty",
        "interest",
        "payments",
        "refund",
        "proposed",
        "mentioned",
    )
    for role in roles:
        # A total that nobody is asked for is only mentioned.
        alike = {role, "total", "owed"} if role == "mentioned" else {role}
        for vote in tally(c for c in found if c.role in alike and id(c) not in inside):
            yield Amount(role, vote.value, vote.evidence)
    for row in rows:
        spot = row.total_spot
        yield Amount(
            "period_total",
            row.amounts[-1],
            (Evidence(spot.page, spot.box, spot.text, "table:row", spot.engine),),
        )
