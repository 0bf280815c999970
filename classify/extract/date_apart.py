"""Dates that look like a day to pay or answer by and are none, or are told otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classify.extract.candidate import labels
from classify.extract.date_rules import BY, PAY
from classify.fax_line import tells_time
from classify.layout import Spot

# The rule of a day in a row of what is owed if it is paid by then.
IF_PAID = "row:if-paid"
# To such a day interest is figured; an engine reads the comma behind it as a full stop, which ends no sentence here.
_FIGURED = re.compile(
    rf"\binterest\b\W*(?:i[ft] (?:you )?{PAY}|charged)\b.{{0,30}}\b(?:{BY}|to|through|on)\W*$"
    rf"|\b(?:interest|penalt\w+)\b.{{0,60}}\b(?:figured|computed|calculated)\b.{{0,30}}\b(?:{BY}|to|through|on)\W*$"
)
# A line that says itself what its day is for: "Amount due by".
_DUE = re.compile(r"^\W*(?:amount|payment|balance|total)\b.{0,25}\bdue\b")
# The stamp or note of an office through whose hands a letter went, and the line that a fax machine prints.
_STAMPED = re.compile(
    r"^\W*(?:received|rec.?d|faxed|scanned|copied|logged|entered|filed|opened|paid|docketed|calendared|reviewed|tickler"
    r"|(?:internal |office )?follow[- ]?up)\W*(?:on|date|by)?\W*$"
)
_WORD = re.compile(r"[a-z]{4}")
_EDGE = 0.1
# The name of Form 12153, with which both hearings are asked for; the day behind it is that of the first.
_FORM_12153 = re.compile(r"\bdue process (?:or|and|/|&)? ?(?:an )?equivalent hearing\b")
# For a year from the letter's date the weaker hearing may be asked for.
_FOR_A_YEAR = re.compile(
    r"\bhearing\b.{0,20}\b(?:for|within) (?:one|1|a) year\b\W*(?:until|by|that is,? by|through)\W*$"
)
# "If we do not have your payment until that day, you will owe about so much": what is asked for is due before.
_UNLESS = re.compile(r"\bif (?:we|you) (?:do not|don.?t|have not|haven.?t)\b")
_OWED_THEN = re.compile(r"^\W*you(?:.?ll| will| may)? owe\b")
# "If you wait to pay, we estimate that your balance will grow to $13,484.04 by July 2": another sum than is asked for.
_GROWN = re.compile(
    r"\b(?:(?:grow|increase|rise)s?|(?:would|will|could|may) (?:then )?be|estimated? (?:to be|at)|estimated? (?:\w+ ){0,3}of) (?:about |around )?"
    r"\$? ?[\d,]+(?:\.\d\d)?,? (?:by|as of|on|if (?:you )?(?:pay|paid|payment)\b[^.;$]{0,20})\W*$"
    r"|\b(?:grow|increase|rise)s? to\b(?:[^.;]|\.\d){0,40}\b(?:by|as of|on)\W*$"
)
# By such a day the IRS acts, or says that it will: nothing is asked before it.
_WITHIN = r"(?:(?!\bif\b|\bunless\b|\buntil\b|\byou (?:can|must|need|have)\b)(?:[^.]|\.(?=\d))){0,80}"
_UP_TO = rf"{_WITHIN}\bby\W*$"
# The IRS itself may act "before" a day as well; what the reader may get before one he may have to ask for.
_UP_TO_DAY = rf"{_WITHIN}\b(?:by|before|no later than|on or before)\W*$"
# What comes to the reader by then, beyond doubt: a word of the IRS, or the money.
TO_YOU = "sentence:comes-to-you"
_TO_YOU = re.compile(
    r"\b(?:you(?: will|.ll| should)? hear|if you (?:do not|don.?t|have not|haven.?t) (?:hear|heard)) from (?:us|me|this office)"
    r"(?: again)? by\W*$"
    r"|\byou (?:will|should) (?:get|receive)(?: it| your (?:\w+ )?(?:refund|check)(?: of \$[\d,.]+)?)? by\W*$"
    r"|\bwe will (?:send|mail|issue) (?:you )?(?:a|the|your) (?:\w+ )?(?:refund|check)(?: (?:for|of) \$[\d,.]+)? by\W*$"
    r"|\bwe will (?:finish|complete) our \w+ by\W*$"
)
_FROM_YOU = r"\w+ (?:hear|receive|get) (?:back )?(?:[^.,;]{0,40}\bfrom you\b|your (?:payment|reply|answer|response|return)\b)"
_IRS_ACTS = re.compile(
    # "We should hear from you by November 2" is none of them.
    rf"(?:(?<!\bwe )|(?!{_FROM_YOU}))\b(?:should|will|you.?ll|may|can expect to|deberia) (?:hear|receive|get)\b{_UP_TO}"
    rf"|\bif you (?:do not|don.?t|have not|haven.?t) (?:hear|get|receive|received|heard)\b{_UP_TO}"
    rf"|\blook for (?:a|our|the) (?:letter|notice|check|refund)\b{_UP_TO}"
    rf"|\b(?:refund|check|payment|reply|answer|response|letter)\b[^.]{{0,25}}(?:\.\d\d)?\b ?(?:will|should) be (?:sent|mailed|issued)\b{_UP_TO}"
    rf"|\b(?:i|we|they|that office) (?:will|expect to|plan to|hope to) (?:mail|send|refund|contact|write|call|finish|complete|respond"
    rf"|answer|reply|process|review)\b{_UP_TO}"
    rf"|\b(?:should|will|.ll) (?:be with|reach|get to) you\b{_UP_TO}"
    rf"|\b(?:an?|our|the|someone|somebody)(?: [\w']+){{0,4}} will (?:call|contact|write|visit|be in (?:contact|touch)|respond|reply)\b{_UP_TO_DAY}"
    rf"|\bwe (?:should be able|have|aim) to (?:respond|reply|answer|complete|finish|contact|write|send)\b{_UP_TO_DAY}"
    rf"|\bour goal is to \w+ you\b{_UP_TO_DAY}|\byou(?: will|.ll) hear\b{_UP_TO_DAY}|\bwe(?: will|.ll) (?:send|contact|write)\b{_UP_TO_DAY}"
    rf"|\bwe(?: will|.ll) (?:take care|have (?:it|this|that|them)|get|finish)\b{_UP_TO_DAY}"
    r"|\bcontacts? (?:may|will|can) be made\b[^.;]{0,60}\b(?:from|between|beginning|to|and|through|until)(?: on)?\W*$"
    r"|\bwe (?:may|will|intend to|expect to) (?:make|contact)\b[^.;]{0,120}\b(?:beginning|starting|ending|from|between|through|until|to|and)(?: on)?\W*$"
)
# "You should receive your refund within 2-3 weeks (about October 22, 2012)".
_EXPECT = re.compile(
    r"\b(?:should|will|may|can expect to) (?:hear|receive|get)\b(?:(?!\bif\b|\bunless\b)[^.]){0,80}\b(?:about|around|approximately)\W*$"
)
# "Don't call before June 4".
_NOT_BEFORE = re.compile(
    r"\b(?:don.?t|do not|please do not) (?:\w+ ){0,2}(?:call|contact|file|write|send)\b[^.;]{0,60}\b(?:before|until)\W*$"
)
# "If you can't answer by then, call for more time before May 31": the answer itself has longer.
_MORE_TIME = re.compile(
    r"\b(?:call|ask|write|apply)\b[^.;]{0,20}\bfor (?:more time|an extension)\b[^.;]{0,20}\b(?:before|by)\W*$"
)
# "We must have it before March 6, 2024, the day on which your agreement will otherwise end."
_ENDS_THEN = re.compile(
    r"^\W*(?:the|that is the|which is the) (?:day|date) (?:on which|when|that) (?:your|the) (?:\w+ )?(?:agreement|plan)\b[^.;]{0,30}\bends?\b"
)
# "We intend to end your agreement 30 days from the date of this notice, August 17, 2011."
_DAYS_FROM = re.compile(r"\bdays (?:from|after) the date of (?:this|the|our) (?:notice|letter)\W*$")
# "We sent a CP2000 on December 1, 2021 asking for an answer by December 31, 2021"; "I asked the office that works
# on it to answer by then".
_ASKED_BEFORE = re.compile(
    # "If you sent your return before April 15, please disregard this"; "please allow us until May 30 to process it".
    r"\bif you (?:have |already )*(?:sent|mailed|filed|paid|returned|responded)\b[^.;]*\b(?:before|by)\W*$"
    r"|\ballow us (?:\w+ ){0,3}until\W*$|\bno need to \w+\b[^.;]{0,20}\buntil\W*$|\bwe received your request\b[^.;]*\buntil\W*$"
    # "Your employer was asked on January 5, 2022 to send your new Form W-4 by March 1, 2022."
    r"|\byour (?:employer|bank|payer|accountant|preparer) (?:was|were|has been|have been) (?:asked|told|ordered|directed|instructed) \b"
    r"(?:(?!\b(?:if|unless|you|please)\b)[^.;])*\b(?:by|before|until)\W*$"
    r"|\bif you (?:do not|don.?t) have your refund by\W*$|\bhold\b[^.;]{0,30}\buntil\W*$|\binterest (?:runs|continues)\b[^.;]*\buntil\W*$"
    r"|\b(?:do not|don.?t) (?:have|need) to (?:respond|reply|answer|call)\b[^.;]*\bby\W*$"
    r"|\byour (?:employer|bank|payer|spouse)\b[^.;]{0,20}\b(?:must|should|has to)\b[^.;]*\bby\W*$|"
    r"\bwe (?:sent|mailed|issued)\b[^.;]{0,100}\basking\b[^.;]{0,60}\b(?:by|before)\W*$"
    r"|\b(?:i|we)(?: have|.ve)? (?:asked|requested)\b(?:(?!\byour?\b)[^.;])*\b(?:by|before)\W*$"
    r"|\bwe (?:have )?asked your (?:employer|bank|payer|spouse)\b[^.;]*\bby\W*$"
)
# When a return or a payment was due, and until when the IRS may collect: history and law, no day of this letter's.
_PAST_DUE = re.compile(
    r"\bestimated (?:tax )?payments?\b[^.;]{0,40}\bdue(?: on| by)?\W*$|\b(?:was|were) (?:originally )?due (?:on|by)\W*$|\b(?:return|filing|original)(?:.?s)? due (?:date|on|by)\b.{0,20}$"
    r"|\b(?:years?|months?|days) (?:of|from|after) the due date\W*$|\bdue date of (?:the|your|this) (?:\w+ ){0,2}return\b.{0,12}$|\bdeadline (?:for|to) fil\w+ (?:it|(?:the|your|that|a) (?:\w+ )?return) (?:remains|is still|was)\W*$|\b(?:can|may|to) collect\b[^.]{0,60}\b(?:until|through|by)\W*$"
)
# "Amounts shown on your account before September 27, 2021 may not be in this figure."
_UP_TO_THEN = re.compile(
    r"\b(?:shown|posted|received|assessed|charged|credited|made|mailed|sent|filed)\b(?: \w+){0,5} (?:before|until|through|by)\W*$"
)
_NOT_IN_IT = re.compile(
    r"^\W*(?:may|might|will|can|are|is) not (?:yet )?(?:be )?(?:in|included|shown|reflected|part of|counted)\b"
)
# A row of what is owed if it is paid by one day or another: the day that is asked for stands elsewhere too.
_IF_PAID = re.compile(r"^\W*if (?:you )?(?:pay|paid|payment)\b")
# "To pay by May 31, 2011, add $288.40."
_ADD_THEN = re.compile(r"^\W*(?:please )?add \$")
# By such a day a refund is to be claimed: what is lost then is the refund, and the answer is due sooner.
_TO_REFUND = re.compile(
    r"^\W*to (?:receive|claim|get|be paid) (?:one\b|it\b|(?:your|the|a|any) (?:\w+ )?(?:refund|credit))"
    r"|^\W*is the last (?:day|date)\b[^.;]{0,40}\b(?:pay|claim|get|receive) (?:a|your|the|any) (?:refund|credit)"
)
_REFUND = re.compile(r"\brefund\b|\bfile (?:your|a|the) (?:\w+ ){0,3}return\b")
# "Figured to December 30, 2013. Please pay by that date."
_BY_THAT_DAY = re.compile(
    r"^[^.;]{0,3}[.;]?\W*(?:we must have\b[^.;$]{0,40}|(?:please )?(pay|send|reply|respond|answer|call|write)\b[^.;$]{0,40}|you can (?:stop|prevent|avoid) (?:this|it|that)\b[^.;$]{0,120})"
    r"\b(?:by|before|until|no later than) (?:(?:that|this) (?:date|day)|then)\b"
)
# "If you are due a refund, you lose it if you do not file by April 15"; "If you receive no check by July 8, call".
# A right to a hearing can be lost as well: the refund must be named.
_LOSES_IT = re.compile(
    r"\brefund\b[^.;]*\b(?:lose|forfeit) it\b[^.;]*$|\b(?:lose|forfeit) (?:the|your|this) refund\b[^.;]*$"
)
_NO_CHECK = re.compile(r"\breceive no (?:check|refund|payment)\b[^.;]{0,30}\bby\W*$")
_RESPONSE = re.compile(r"^\W*response date\W*$")


def of_others(spot: Spot) -> tuple[str, str, float] | None:
    """The role of a date that somebody else put on the letter: a stamp, a note, the line of a fax machine."""
    around = spot.around
    # The date of a stamp may have been read twice, the second time under what was left of the first.
    under = 2 if around.above and not _WORD.search(around.above[0]) else 1
    if any(_STAMPED.match(text) for text in (around.left, around.same_line, *around.above[:under])):
        return "mentioned", "label:stamp", 0
    if spot.y < _EDGE and tells_time(around.row):
        return "mentioned", "line:fax", 0
    return None


def set_apart(spot: Spot) -> tuple[str, str, float] | None:
    """The role of a date that looks like a day for paying or answering and is none, or is told otherwise."""
    return next((told for so, told in _apart(spot) if so), None)


def _apart(spot: Spot) -> Iterator[tuple[object, tuple[str, str, float]]]:
    """Roles for days of other kinds, each with what tells it; the first that is so counts."""
    around = spot.around
    # A lien lapses that day unless it is filed again: the IRS's day to act, and nobody else's.
    yield any("refil" in text for text in labels(around)), ("mentioned", "label:refiling", 0)
    # A transcript was asked for and given on one day: "Request Date" over "Response Date".
    given = _RESPONSE.match(around.left) and spot.text.lower() in around.above[:1]
    yield given, ("mentioned", "label:response", 0)
    # The year for an equivalent hearing is what is left when the date for a hearing has passed.
    late = "equivalent" in _FORM_12153.sub(" ", around.before) or _FOR_A_YEAR.search(around.same_line)
    yield late, ("mentioned", "sentence:equivalent-hearing", 0)
    owed = _UNLESS.search(around.before) and _OWED_THEN.match(around.after)
    yield owed, ("mentioned", "sentence:owed-then", 0)
    yield _GROWN.search(around.before), ("mentioned", "sentence:grown-by-then", 0)
    yield _EXPECT.search(around.before), ("mentioned", "sentence:expect", 0)
    yield _TO_YOU.search(around.before), ("mentioned", TO_YOU, 0)
    yield _IRS_ACTS.search(around.before), ("mentioned", "sentence:irs-acts", 0)
    ends = "termination" if "terminat" in around.before else "answer_by"
    yield _DAYS_FROM.search(around.before), (ends, "sentence:days-from", 2)
    yield _NOT_BEFORE.search(around.before), ("mentioned", "sentence:not-before", 0)
    yield _ENDS_THEN.match(around.after), ("termination", "sentence:ends-then", 2)
    yield _ASKED_BEFORE.search(around.before), ("mentioned", "sentence:asked-before", 0)
    yield any(map(_PAST_DUE.search, labels(around))), ("mentioned", "label:was-due", 0)
    yield _PAST_DUE.search(around.before), ("mentioned", "sentence:was-due", 0)
    counted = _UP_TO_THEN.search(around.before) and _NOT_IN_IT.match(around.after)
    yield counted, ("mentioned", "sentence:not-in-it", 0)
    if_paid = _IF_PAID.match(around.same_line) or _ADD_THEN.match(around.after)
    yield if_paid, ("pay_by", IF_PAID, 1)
    named = _BY_THAT_DAY.match(around.after)
    yield named, ("pay_by" if named and named[1] == "pay" else "answer_by", "sentence:by-that-day", 2)
    yield _MORE_TIME.search(around.before), ("mentioned", "sentence:more-time", 0)
    own = _DUE.match(around.same_line)
    figured = _FIGURED.search(around.same_line) or (not own and _FIGURED.search(around.before))
    yield figured, ("mentioned", "line:figured-to", 0)
    refund = _TO_REFUND.search(around.after) and _REFUND.search(around.before + around.after)
    yield refund or _LOSES_IT.search(around.before), ("refund_by", "sentence:refund-by", 2)
    yield _NO_CHECK.search(around.before), ("mentioned", "sentence:no-check-by", 0)
