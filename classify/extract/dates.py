"""Dates and the part each plays: the letter's own, for paying, answering, a hearing, ending a plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from classify import grammar
from classify.extract.accounts import rows_of_others
from classify.extract.candidate import (
    FACT_SIGN,
    NO_RULE,
    PAST,
    Candidate,
    judge,
    labels,
    matches,
    rule,
    without_past,
)
from classify.extract.history import rows_of_the_past
from classify.fax_line import tells_time
from classify.layout import SIGNS, Sheet, Spot

_BY = r"(?:by|before|until|no later than|on or before|not later than|before the (?:end|close) of business on)"
_PAY = r"(?:pay|paid|paying|payment|payments|remit|remitted|settle|settled|let us have|have it reach us)"

# The rule of a day by which a sentence asks for the amount itself: "Pay the amount due of $1,083.59 by May 6".
ASKED_BY = "sentence:pay-amount-by"
# Rules that tell the day of a letter where nothing better does: other letters and papers have such days too.
ISSUED, DATE_OF_THIS, THREE_FACTS = "label:issued", "sentence:date-of-this", "line:three-facts"
HINTS_AT_LETTER = frozenset({ISSUED, DATE_OF_THIS, THREE_FACTS})
# By such a day something is to be done, and no rule knows what.
BY_ALONE = "sentence:by"
# The day of the next payment of a plan.
NEXT_PAYMENT = "sentence:next-payment"
# First match wins: a label before a sentence, the particular before the general.
RULES = (
    rule("letter", "label:notice-date", "label", r"\b(?:notice|letter) date|date of (?:this |the )?(?:notice|letter)|^\W*(?:the )?(?:(?:day|date)(?: that)?|when) we (?:wrote|sent|mailed|issued) (?:this|it)", 3),
    rule("letter", "label:date-issued", "label",
         r"^\W*(?:statement|notice|letter) issued(?: on)?|^\W*written(?: on)?|^\W*(?:(?:notice|letter|ntc|ltr)\.? )?(?:date (?:issued|mailed|sent|prepared|of (?:issue|issuance|mailing|correspondence))"
         r"|(?:issue|issuance|mail|mailing|correspondence|document) date|(?:issued|mailed|sent|dated)(?: on)?(?=:)|dt\b)|^\W*(?:ntc|ltr)\.? date|^\W*dt\.? of (?:ntc|notice|ltr|letter)", 3),
    rule("letter", "label:date", "label", r"^\W*date(?:d(?=\W*[:\u2013\u2014]))?", 2.5),
    rule("period_end", "label:period", "label", r"\b(?:tax )?(?:period|year|quarter|yr\.?|prd\.?|per\.)\(?s?\)?(?: ?\(s\))?(?: end(?:ed|ing|s)?)?(?: date)?", 3),
    rule("period_end", "label:ended", "label", r"\b(?:period|year|quarter)\w* .{0,20}end(?:ed|ing)", 3),
    rule("pay_by", "label:due-by", "label", rf"\b(?:amount|payment|balance|total|tax)\b.{{0,25}}\bdue (?:{_BY}|on|date)", 3),
    rule("pay_by", "label:due-date", "label", r"\b(?:payment )?due date(?: is)?|\bpay(?:ment|able)? (?:due )?(?:by|on or before)|^\W*due by|^\W*ay by|pay this amount by"
         r"|^\W*(?:(?:date|payment|pymt\.?|pmt\.?) )*due(?: on| dt\.?)?|^\W*pay[- ]by d(?:ate|t\.?)|^\W*pay(?:ment)? deadline", 3),
    rule("pay_by", "label:pay-before", "label",
         rf"^\W*(?:please )?(?:pay|remit|settle|catch up|(?:payment )?(?:must|to) be (?:paid|received)|payment (?:is )?required|action required|act) {_BY}", 3),
    rule("hearing", "label:hearing-by", "label", rf"\b(?:hearing|appeal)\b.{{0,40}}\b{_BY}", 3),
    rule("hearing", "label:hearing-deadline", "label", r"\b(?:hearing|appeal|cdp)(?: hearing)?(?: request)? (?:deadline|due(?: date)?)", 3),
    rule("hearing", "label:hearing-date", "label", r"\b(?:date|day) (?:to|for) (?:request|requesting|ask for|asking for|appeal)\w*\b.{0,30}", 3),
    rule("termination", "label:termination", "label", r"\bterminat\w+ (?:date|on)", 3),
    rule("answer_by", "label:answer-by", "label", rf"\b(?:respond|reply|response|answer|object|disagree|tell us|call us|contact us)\b.{{0,20}}\b(?:{_BY}|due|date)", 3),
    rule("answer_by", "label:petition", "label", r"\blast (?:day|date) (?:to|for)\b.{0,40}\bpetition\b.{0,60}", 3),
    rule("answer_by", "label:deadline", "label", r"^\W*deadline(?: (?:to|for)\b.{0,40})?\W*|\bresponse deadline", 3),
    rule("answer_by", "label:last-day", "label", r"\b(?:last|final) (?:day|date) (?:to|for)\b.{0,60}", 3),
    rule("termination", "sentence:terminate", "sentence", r"\b(?:terminat\w+|(?:it|agreement|plan) (?:will )?ends?|(?:will|may|must|intend to) (?:end|cancel))\b(?!.*\b(?:balance|debt),? which\b).*\b(?:on|by|effective|as of)", 2),
    rule("hearing", "sentence:hearing", "sentence", rf"\b(?:hearing|appeal|12153|section 63[23]0)\b.*\b{_BY}", 2),
    rule("answer_by", "sentence:petition", "sentence", rf"\bpetition\b.{{0,60}}\b(?:{_BY}|is)", 2),
    rule("pay_by", NEXT_PAYMENT, "sentence", r"\b(?:next|monthly|regular)(?: \w+)? payment\b.{0,40}\bis due(?: on| by)?", 2),
    rule("pay_by", "sentence:payment-is-due", "sentence", r"\bpayment\b.{0,40}\bis due(?: on| by)?", 2),
    rule("pay_by", "sentence:first-of-many", "sentence", r"\b(?:pay|payment|withdraw)\b.{0,90}\b(?:beginning|starting)(?: on)?", 2),
    rule("pay_by", "sentence:owe-by", "sentence", rf"\byou (?:now )?owe (?:us )?\$? ?[\d,]+\.\d\d,? {_BY}", 2),
    rule("pay_by", "sentence:payment-due", "sentence", r"\b(?:first|next) payment\b.{0,25}\bdue(?: on| by)?", 2),
    rule("pay_by", ASKED_BY, "sentence",
         rf"\b(?:pay|remit) (?:us )?(?:the )?(?:full |total )?(?:(?:amount|balance)(?: due| you owe)?)?(?: of)? ?(?:\$? ?[\d,]+\.\d\d)? ?{_BY}", 2),
    rule("pay_by", "sentence:pay-by", "sentence", rf"\b(?:{_PAY}|amount|balance|(?:sum|money|check) must|(?:do not|don.?t) have \$ ?[\d,.]+)(?!\w).*\b{_BY}", 2),
    rule("answer_by", "sentence:answer-by", "sentence",
         rf"\b(?:respond|reply|response|answer|contact|call|write|correct|do one of these|you (?:need|have) to do|return|send|sent|mail(?:ed)?|filed?|fax(?:ed)?|petition|act|receive|hear|verify|provide|submit"
         r"|be seen|reach(?:es)? (?:us|me)|we ask that|please take care of|have your (?:call|answer|reply)|let (?:us|me) have|may i have|get (?:it|them|this|that) to (?:us|me)|(?:must|need to) have (?:it|them)|in our hands"
         rf"|complete|confirm|sign|tell us|let us know|amend|disagree|request|apply)\b.*\b{_BY}", 2),
    rule("answer_by", "sentence:within-days", "sentence", r"\b(?:within|have) \d+ (?:calendar )?days\b.{0,80}\b(?:by|until)", 2),
    rule("letter", "sentence:this-notice-dated", "sentence", r"\bthis (?:is )?(?:an? |our |your )?(?:notice|letter)\b(?:,? (?:an? )?(?:irs )?(?:notice |letter )?(?:cp|lt)?[- ]?\d{1,4}[a-z]{0,2})?,? (?:dated|issued)(?: on)?|\bdate of this (?:notice|letter) is", 2.5),
    rule("letter", "sentence:signed", "sentence", r"\bsigned at\b.{0,60}\bon ?this,? ?(?:the)?(?: date)?|(?:\bwritten|(?:^|\()\W*dated) at\b.{0,40}\b(?:on|this)(?: the)?", 2.5),
    rule("answer_by", "sentence:last-day", "sentence", r"\blast (?:day|date) (?:to|for) .*\bis", 2),
    rule("period_end", "sentence:period", "sentence", r"\b(?:tax )?(?:period|year|quarter)s?(?: (?:ended|ending|that ended))?", 2),
    rule("answer_by", "sentence:you-have-until", "sentence", r"\byou have (?:\w+ days?\W{0,3})?(?:until|through)(?: the)?", 2),
    rule("answer_by", BY_ALONE, "sentence", rf"\b{_BY}\b", 1),
)  # fmt: skip
# The rule of a day that stands by itself near the top of the first page.
ALONE_AT_TOP = "place:alone-at-top"
# The rule of a day in a row of what is owed if it is paid by then.
IF_PAID = "row:if-paid"
# Ends the name of a rule where a date in numbers was read with its day first, as Spanish has it.
DAY_FIRST = ":day-first"
# To such a day interest is figured; an engine reads the comma behind it as a full stop, which ends no sentence here.
_FIGURED = re.compile(
    rf"\binterest\b\W*(?:i[ft] (?:you )?{_PAY}|charged)\b.{{0,30}}\b(?:{_BY}|to|through|on)\W*$"
    rf"|\b(?:interest|penalt\w+)\b.{{0,60}}\b(?:figured|computed|calculated)\b.{{0,30}}\b(?:{_BY}|to|through|on)\W*$"
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
_WITHIN = r"(?:(?!\bif\b|\bunless\b|\buntil\b)(?:[^.]|\.(?=\d))){0,80}"
_UP_TO = rf"{_WITHIN}\bby\W*$"
# The IRS itself may act "before" a day as well; what the reader may get before one he may have to ask for.
_UP_TO_DAY = rf"{_WITHIN}\b(?:by|before|no later than|on or before)\W*$"
_IRS_ACTS = re.compile(
    rf"\b(?:should|will|(?:you|we).?ll|may|can expect to|deberia) (?:hear|receive|get)\b{_UP_TO}"
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
# What is to be done stands behind the day: "By May 25, 2022, file your return".
_BY_ALONE = re.compile(r"(?:^|[.:;])\W*(?:by|no later than|on or before)\W*$")
_TO_DO = re.compile(
    r"^\W{0,4}(?:please )?(?:either )?(?:(?:complete|sign|date|fill),? (?:and |in |out )*)?(?:file|send|mail|return|reply|respond|answer|call|contact|sign|tell us|let us know)\b"
)
_TO_PAY = re.compile(r"^\W{0,4}(?:please )?(?:either )?(?:pay|repay|remit)\b")
# "Signed at | DENVER, CO | , on this, the 27th day of": the blanks of a form are filled in apart.
_SIGNED_AT = re.compile(r"\bsigned at\b")
_ON_THIS = re.compile(r"^\W*on ?this\b.{0,8}$")
_HEARING_AFTER = ("to request a hearing", "to ask for a hearing", "to appeal")
# "Figured to December 30, 2013. Please pay by that date."
_BY_THAT_DAY = re.compile(
    r"^[^.;]{0,3}[.;]?\W*(?:we must have\b[^.;$]{0,40}|(?:please )?(pay|send|reply|respond|answer|call|write)\b[^.;$]{0,40}|you can (?:stop|prevent|avoid) (?:this|it|that)\b[^.;$]{0,120})"
    r"\b(?:by|before|until|no later than) (?:(?:that|this) (?:date|day)|then)\b"
)
# Letters of the correspondence system print no label: "Mar. 18, 2016   LTR 288C   K0" under "In reply refer to".
_CODE_BEHIND = re.compile(r"\b(?:19|20)\d\d\W+(?:ltr|letter)\W?\d{2,4}c\b")
_DATE_LABEL = re.compile(r"\bdated?\W*$")
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
# "If you are due a refund, you lose it if you do not file by April 15"; "If you receive no check by July 8, call".
# A right to a hearing can be lost as well: the refund must be named.
_LOSES_IT = re.compile(
    r"\brefund\b[^.;]*\b(?:lose|forfeit) it\b[^.;]*$|\b(?:lose|forfeit) (?:the|your|this) refund\b[^.;]*$"
)
_NO_CHECK = re.compile(r"\breceive no (?:check|refund|payment)\b[^.;]{0,30}\bby\W*$")
_RESPONSE = re.compile(r"^\W*response date\W*$")
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
# A page that carries the letter's own date carries it near the top, standing by itself.
_TOP = 0.33
_FOOT = 0.85


def dates(sheets: Sequence[Sheet]) -> Iterator[Candidate[dt.date]]:
    """Every date on the letter with its role; ``mentioned`` where nothing gives it one."""
    yield from without_past(list(_dates(sheets)))


def _dates(sheets: Sequence[Sheet]) -> Iterator[Candidate[dt.date]]:
    # Rows of what went before, and of what the letter is not about.
    others = {sheet: rows_of_the_past(sheet) | rows_of_others(sheet) for sheet in sheets}
    salutation = {sheet: _salutation(sheet) for sheet in sheets}
    for match, sheet, spot in matches(sheets, grammar.dates):
        role, name, weight = ("mentioned", PAST, 0.0) if spot.row in others[sheet] else _role(spot)
        if name == NO_RULE and spot.row < salutation[sheet] and _is_bare(spot):
            role, name, weight = "letter", ALONE_AT_TOP, 1.0
        if name == BEHIND_CODE and grammar.is_month_end(match.value):
            role, name, weight = "mentioned", NO_RULE, 0.0
        if role == "period_end" and not grammar.is_month_end(match.value):
            # No tax period ends so: where labels stand under their values, the one above is another's.
            role, name, weight = "mentioned", NO_RULE, 0.0
        yield Candidate(match.value, role, name, weight, spot, match.cost)
        # A place that is read in two ways speaks for neither: another must tell which it is.
        if sheet.spanish and (other := grammar.other_order(spot.text)):
            yield Candidate(other, role, f"{name}{DAY_FIRST}", weight, spot, match.cost)


_DEAR = re.compile(
    r"^\W*(?:dear\b|to whom it may concern\b|(?:mr|mrs|ms|messrs)\.? [^.]{2,40}[:,\u2013\u2014-]\W*$)"
)
_UPPER_HALF = 0.5


_LABELLED = re.compile(
    r":\W*$|\b(?:appointment|response|inquiry|correspondence|received|death|birth|due|needed|by|form \d+|dated)\b"
)


def _is_bare(spot: Spot) -> bool:
    """Whether a day of the first page stands by itself, without a label beside or over it."""
    above = next(iter(spot.around.above), "")
    return spot.first and spot.alone and not spot.around.left.strip() and not _LABELLED.search(above)


def _salutation(sheet: Sheet) -> int:
    """The row of the salutation in the upper half of a page: a day by itself above it is the letter's; 0 without one."""
    reach = _UPPER_HALF * sheet.text.size_px[1]
    rows = range(sum(row.box.top < reach for row in sheet.rows))
    return next((row for row in rows if _DEAR.match(sheet.plain_row(row))), 0)


def _role(spot: Spot) -> tuple[str, str, float]:
    told = _of_others(spot) or _set_apart(spot)
    if told:
        return told
    found = judge(spot.around, RULES)
    open_to_both = found is not None and found.name in {"sentence:you-have-until", BY_ALONE}
    if open_to_both and any(phrase in spot.around.after for phrase in _HEARING_AFTER):
        return "hearing", "sentence:by-to-request", 2
    if found and found.name == "label:date" and _in_column(spot):
        return "mentioned", "column:date", 0
    if found and found.name != BY_ALONE:
        return found.role, found.name, found.weight
    other = next((told for so, told in _without_rule(spot) if so), None)
    own = (found.role, found.name, found.weight) if found else ("mentioned", NO_RULE, 0)
    return other or own


def _in_column(spot: Spot) -> bool:
    """Whether a date stands in a table of payments, whose column is headed "Date"."""
    around = spot.around
    labelled = _DATE_LABEL.search(around.same_line) or _DATE_LABEL.search(around.left)
    # Over its label another value stands under its own: a panel beside the text.
    panel = (
        len(around.above) > 2 and re.search(r"\d", around.above[1]) and not re.search(r"\d", around.above[2])
    )
    return not labelled and not panel and next(grammar.money(around.row), None) is not None


# What stands beside the day in a list of payments: "07/20/2022 | 270251038840417 | $5,100.00".
_OF_A_LIST = re.compile(r"[^a-z]*\$ ?[\d,]+\.\d\d[^a-z]*")


def _without_rule(spot: Spot) -> Iterator[tuple[object, tuple[str, str, float]]]:
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
    issued = cell and any(map(_ISSUED.fullmatch, (around.left, *around.above[:1])))
    yield spot.first and issued, ("letter", ISSUED, 2.5)
    by_itself = around.before.strip() == around.same_line.strip() and not around.rest.strip()
    yield spot.first and by_itself and _ISSUED.fullmatch(around.same_line), ("letter", ISSUED, 2)
    among_facts = _SENT_FACT.search(around.same_line) and _FACT_ENDS.match(around.rest)
    yield spot.first and among_facts, ("letter", "line:sent", 2.5)
    told = _DATE_OF_THIS.match(around.after) or _OF_THIS_DATE.search(around.before)
    yield told, ("letter", DATE_OF_THIS, 2.5)
    yield at_top and _SENT_ON.match(around.same_line) and not around.rest.strip(), ("letter", "line:sent", 2)
    headed = _LETTERHEAD.match(around.same_line) and _CODE_OR_NOTHING.match(around.rest)
    yield at_top and headed, ("letter", "line:letterhead", 2)
    placed = _PLACE.match(around.same_line) and not around.rest.strip()
    listed = _OF_A_LIST.fullmatch(around.row.replace(spot.text.lower(), "", 1))
    yield at_top and (spot.alone or placed) and not listed, ("letter", ALONE_AT_TOP, 1)


# The label of a day in a cell of its own: "Pay | On or before" over "$4,733.28 | Jul. 7, 2025".
_BY_LABEL = re.compile(r"\W*(?:(?:on or before|(?:no|not) later than)|(by))\W*")
# "By February 5, 2025." under the question "When?"; "By 5 February. On that day we'll end the plan".
_BY_ITSELF = re.compile(rf"\W*{_BY}\W*")
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


def _of_others(spot: Spot) -> tuple[str, str, float] | None:
    """The role of a date that somebody else put on the letter: a stamp, a note, the line of a fax machine."""
    around = spot.around
    # The date of a stamp may have been read twice, the second time under what was left of the first.
    under = 2 if around.above and not _WORD.search(around.above[0]) else 1
    if any(_STAMPED.match(text) for text in (around.left, around.same_line, *around.above[:under])):
        return "mentioned", "label:stamp", 0
    if spot.y < _EDGE and tells_time(around.row):
        return "mentioned", "line:fax", 0
    return None


def _set_apart(spot: Spot) -> tuple[str, str, float] | None:
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
