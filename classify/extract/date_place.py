"""Dates to which no rule gives a role: told by what stands right before or behind them, or by their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classify.extract.candidate import FACT_SIGN, unnumbered
from classify.extract.date_rules import BY
from classify.layout import SIGNS, Spot

# Rules that tell the day of a letter where nothing better does: other letters and papers have such days too.
ISSUED, DATE_OF_THIS, THREE_FACTS = "label:issued", "sentence:date-of-this", "line:three-facts"
# And a day on which a sentence says that the letter is sent.
SENT_THEN = "sentence:sent-then"
HINTS_AT_LETTER = frozenset({ISSUED, DATE_OF_THIS, THREE_FACTS, SENT_THEN})
# The rule of a day that stands by itself near the top of the first page.
ALONE_AT_TOP = "place:alone-at-top"
# What is to be done stands behind the day: "By May 25, 2022, file your return".
_BY_ALONE = re.compile(r"(?:^|[.:;])\W*(?:by|no later than|on or before)\W*$")
_TO_DO = re.compile(
    r"^\W{0,4}(?:please )?(?:either )?(?:(?:complete|sign|date|fill),? (?:and |in |out )*)?(?:file|send|mail|return|reply|respond|answer|call|contact|sign|tell us|let us know)\b"
)
_TO_PAY = re.compile(r"^\W{0,4}(?:please )?(?:either )?(?:pay|repay|remit)\b")
# "Signed at | DENVER, CO | , on this, the 27th day of": the blanks of a form are filled in apart.
_SIGNED_AT = re.compile(r"\bsigned at\b")
_ON_THIS = re.compile(r"^\W*on ?this\b.{0,8}$")
# Letters of the correspondence system print no label: "Mar. 18, 2016   LTR 288C   K0" under "In reply refer to".
_CODE_BEHIND = re.compile(r"\b(?:19|20)\d\d\W+(?:ltr|letter)\W?\d{2,4}c\b")
_CODE_ONLY = re.compile(r"^\W*(?:ltr|letter)\W{0,2}\d{2,4}c(?: [a-z]?\d{1,2})?\W*$")
# "Re: IRS Notice CP-504, dated February 21, 2022": the letter's own, where it is no answer to one.
_CODE_DATED = re.compile(
    r"^\W*re\W+(?:irs )?(?:(?:form|notice|letter|ltr)\W+)?(?:(?:cp|lt)[- ]?)?\d{1,4}[- ]?[a-z]{0,2}(?: (?:notice|letter))?,? dated?\W*$"
)
BEHIND_CODE = "line:behind-code"
_BEHIND_CODE = re.compile(
    r"^\W*(?:irs )?(?:(?:notice|letter|form)\W)?(?:cp|lt)[- ]?\d{1,4}[a-z]{0,2}(?: (?:notice|letter)|\W+\((?:individual|business)\))?(?:\W{1,3}tax year (?:19|20)\d\d)?"
    r"(?:,? (?:(?:issued|dated|mailed|sent)(?: on)?|date of this (?:notice|letter)))?\W*$"
)
_NUMBER_ENDS = re.compile(r"^\W*(?:[x*\d]{2,3}-[x*\d-]{2,7}\d{4}\W*$|(?:ssn|ein|tin)\W+[x*\d]{2,3}-)")
# A line of a letter's code, its day and the taxpayer's number, and nothing else, wherever it stands.
_THREE_FACTS = re.compile(
    r"^\W*(?:cp|lt|letter )[- ]?\d{1,4}[a-z]{0,2}\W+(?!\d)[\w.,/ -]{8,20}?\W+[x*\d]{2,3}-[x*\d-]{2,7}\d{4}\W*$"
)
_THIS_WE_ISSUED = re.compile(
    r"\bthis (?:letter|notice) is\b.*\b(?:issued|mailed|sent) (?:it|this) on\W*$"
    r"|\bthis (?:letter|notice) was (?:prepared|printed|written|issued|mailed|sent)(?: and (?:mailed|sent|issued))?(?: out)?(?: to you)? on\W*$"
)
_FACT_ENDS = re.compile(
    rf"^\W*(?:{FACT_SIGN}|$|to (?:taxpayer|you)\b|(?:your )?(?:ssn|ein|tin|tax y(?:ea)?r|form|acct|account)\b)"
)
_SENT_ON = re.compile(r"^\W*(?:sent(?: out)?|issued|mailed|dated)(?: on)?\W*$")
# "Memphis, July 3, 2023", as letters are dated elsewhere.
_PLACE = re.compile(
    r"^\W*(?!(?:by|on|due|dated?|until|through|before|after|since|from|as of|received|ended|ending)\b)[a-z][a-z.' -]{2,24}"
    # "Andover MA 05501-0030 - December 18, 2023".
    r"(?:,| [a-z]{2} [\dx]{5}(?:-\d{4})? -)\W*$"
)
# "Internal Revenue Service, Austin, Texas 73301 - June 2, 2025 - CP49".
_LETTERHEAD = re.compile(r"^\W*(?:internal revenue service|irs)\b.{0,60}\b[\dx]{5}(?:-\d{4})?\W+$")
_CODE_OR_NOTHING = re.compile(r"^\W*(?:(?:notice |letter )?(?:cp|lt)?[- ]?\d{1,4}[a-z]{0,2}\W*)?$")
# The whole label of a cell.
_SENT = r"(?:dated|sent|mailed|issued|prepared)(?: on)?"
_ISSUED = re.compile(rf"\W*(?:date )?{_SENT}\W*")
# "Letter 3219 - Sent May 15, 2023 - Form 1040".
_SENT_FACT = re.compile(rf"{FACT_SIGN}\s*{_SENT}:?\s*$")
# "On August 19, 2024, the date of this letter, we determined".
_DATE_OF_THIS = re.compile(r"^\W*(?:the|which is the) date of this (?:letter|notice)\b")
# "Today, October 2, 2023, the sum still open"; "our CP2000 of this date, November 6, 2023"; "with this notice, given at
# Ogden on the 17th of July, 2023".
_OF_THIS_DATE = re.compile(
    r"(?:^|[.;:] )today,\W*$|\b(?:notice|letter|bill|cp ?\d{1,4}[a-z]{0,2}) of this date,?\W*$"
    r"|\bthis (?:letter|notice|transmittal),? (?:(?:is|was) )?(?:dated|written|given|issued|mailed)(?: at \w+)?(?: on)?(?: the)?\W*$"
    r"|\bthis (?:letter|notice|transmittal) is (?:letter|notice) \d{1,4}\w{0,2} and is dated\W*$"
)
# "I am sending you notice CP523 on May 5, 2021"; "this CP501, which we are mailing on May 5"; "today is May 5".
_SENT_THEN = re.compile(
    r"\b(?:i am|i.?m|we are|we.?re) (?:now )?(?:sending|mailing|issuing|writing|providing)\b(?:(?!\b(?:refunds?|checks?|cop(?:y|ies)|payments?|money|forms?)\b)[^.;]){0,60}\b(?:on|today)\W*$"
    r"|\bthis (?:letter|notice)\b[^.;]{0,30}\b(?:bears the date(?: of)?|and its date is)\W*$|(?:^|[.;] )today is\W*$"
)
# "On May 5, 2021 we are sending you a CP2000"; "as of May 5, 2021, the date on which this letter is issued".
_ON = re.compile(r"\b(?:on|as of)\W*$")
_WE_SEND = re.compile(
    r"^\W*(?:(?:i am|we are) (?:now )?(?:sending|mailing|issuing)|the (?:date|day) on which this (?:letter|notice) is (?:issued|mailed|sent))\b"
)
# A page that carries the letter's own date carries it near the top, standing by itself.
_TOP = 0.33
_FOOT = 0.85
# What stands beside the day in a list of payments: "07/20/2022 | 270251038840417 | $5,100.00".
_OF_A_LIST = re.compile(r"[^a-z]*\$ ?[\d,]+\.\d\d[^a-z]*")


def without_rule(spot: Spot) -> Iterator[tuple[object, tuple[str, str, float]]]:
    """Roles for days to which no rule gives one, each with what tells it; the first that is so counts."""
    around = spot.around
    begins = _BY_ALONE.search(around.before) or _BY_ALONE.match(around.same_line)
    yield begins and _TO_DO.match(around.after), ("answer_by", "sentence:by-then-do", 2)
    yield begins and _TO_PAY.match(around.after), ("pay_by", "sentence:by-then-pay", 2)
    yield from _in_a_list(spot)
    at_top = spot.first and spot.y < _TOP
    signed = _ON_THIS.match(around.same_line) and _SIGNED_AT.search(around.row)
    yield signed, ("letter", "sentence:signed", 2.5)
    coded = at_top and not around.same_line.strip() and _CODE_BEHIND.search(around.row)
    yield coded, ("letter", "row:letter-code", 2.5)
    near = (around.same_line or around.left, *around.above[:1])
    yield at_top and any(map(_CODE_ONLY.match, near)), ("letter", "row:letter-code", 2.5)
    yield at_top and _CODE_DATED.match(around.same_line), ("letter", "line:code-dated", 2.5)
    # "CP21B Oct 5, 2020", "CP504 notice / December 16, 2019 / Form 1040".
    coded = _BEHIND_CODE.match(around.same_line) and _FACT_ENDS.match(around.rest)
    yield at_top and coded, ("letter", BEHIND_CODE, 2.5)
    # And the line at the foot with both and the number: "CP504   September 15, 2025   XXX-XX-2978".
    footed = _BEHIND_CODE.match(around.same_line or around.left) and _NUMBER_ENDS.match(around.rest)
    yield spot.first and spot.y > _FOOT and footed, ("letter", BEHIND_CODE, 2.5)
    yield spot.first and footed and _THREE_FACTS.match(around.row), ("letter", THREE_FACTS, 2.5)
    yield (
        _THIS_WE_ISSUED.search(around.row.partition(spot.text.lower())[0]),
        ("letter", "sentence:this-issued", 2.5),
    )
    # In a list of payments, too, days stand under such a word; a card has its one label under its value.
    cell = not around.same_line.strip(SIGNS) and ("$" not in around.row or len(around.above) == 1)
    issued = cell and any(map(_ISSUED.fullmatch, map(unnumbered, (around.left, *around.above[:1]))))
    yield spot.first and issued, ("letter", ISSUED, 2.5)
    by_itself = around.before.strip() == around.same_line.strip() and not around.rest.strip()
    yield spot.first and by_itself and _ISSUED.fullmatch(around.same_line), ("letter", ISSUED, 2)
    among_facts = _SENT_FACT.search(around.same_line) and _FACT_ENDS.match(around.rest)
    yield spot.first and among_facts, ("letter", "line:sent", 2.5)
    told = _DATE_OF_THIS.match(around.after) or _OF_THIS_DATE.search(around.before)
    yield told, ("letter", DATE_OF_THIS, 2.5)
    sent = _SENT_THEN.search(around.before) or (_ON.search(around.before) and _WE_SEND.match(around.after))
    yield spot.first and sent, ("letter", SENT_THEN, 1)
    yield at_top and _SENT_ON.match(around.same_line) and not around.rest.strip(), ("letter", "line:sent", 2)
    headed = _LETTERHEAD.match(around.same_line) and _CODE_OR_NOTHING.match(around.rest)
    yield at_top and headed, ("letter", "line:letterhead", 2)
    placed = _PLACE.match(around.same_line) and not around.rest.strip()
    listed = _OF_A_LIST.fullmatch(around.row.replace(spot.text.lower(), "", 1))
    yield at_top and (spot.alone or placed) and not listed, ("letter", ALONE_AT_TOP, 1)


# The label of a day in a cell of its own: "Pay | On or before" over "$4,733.28 | Jul. 7, 2025".
_BY_LABEL = re.compile(r"\W*(?:(?:on or before|(?:no|not) later than)|(by))\W*")
# "By February 5, 2025." under the question "When?"; "By 5 February. On that day we'll end the plan".
_BY_ITSELF = re.compile(rf"\W*{BY}\W*")
_ENDS_ON_IT = re.compile(r"^\W*on that day\b[^.;]{0,20}\b(?:end|terminate|cancel)\b")
# "Feb. 12, 2025 | last day to mail Form 12153".
_LAST_DAY = re.compile(
    r"^\W*(?:is )?(?:the )?(?:last|final) (?:day|date) (?:to|for) (?:us to have )?(?:your |an? )?"
    r"(?:ask|request|appeal|mail|send|reply|respond|answer|petition|dispute|disagree|hearing)"
)
_HEARING = re.compile(r"\b(?:hearing|12153)\b")


def _in_a_list(spot: Spot) -> Iterator[tuple[object, tuple[str, str, float]]]:
    """Roles for days in lists and small tables, which say what they are for in a cell, above or behind."""
    around = spot.around
    near = (around.left, *around.above[:1])
    cell = not around.same_line.strip(SIGNS)
    labelled = next(filter(None, map(_BY_LABEL.fullmatch, near)), None) if cell else None
    # Over a column "By" may be anything; before its row it is what it says.
    labelled = None if labelled and labelled[1] and not around.row.startswith("by ") else labelled
    yield labelled, ("answer_by" if labelled and labelled[1] else "pay_by", "label:by", 3)
    by_itself = _BY_ITSELF.fullmatch(around.before)
    yield by_itself and _ENDS_ON_IT.match(around.after), ("termination", "sentence:ends-then", 2)
    behind = around.rest or around.row.partition(spot.text.lower())[2]
    last = cell and _LAST_DAY.match(behind)
    yield last, ("hearing" if _HEARING.search(behind) else "answer_by", "label:last-day", 3)
