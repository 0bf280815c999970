"""How labels and sentences name a tax period, and how they name one that the letter is not about."""

from __future__ import annotations

import re

from classify import grammar
from classify.extract.candidate import labels
from classify.extract.period_form import FORM_AND_PERIOD
from classify.extract.period_list import LIST
from classify.layout import Surroundings

_UNIT = (
    r"(?:year|period|quarter|yr\.?|prd\.?|per\.|qtr\.?|fy)s?(?: ?\(s\))?(?: or (?:year|period|quarter)s?)?"
)
_ENDED = r"end(?:ed|ing|s)?(?: date)?"
_PERIOD = rf"\b(?:tax(?:able)?|tx) {_UNIT}(?: (?:{_ENDED}|is|of|for|covered|involved|affected|(?:at|in) (?:issue|question)))?"
LABEL = re.compile(
    rf"(?:{_PERIOD}|^\W*(?:for the )?(?:tax |tx |fiscal |calendar |return )?{_UNIT}(?: (?:{_ENDED}|(?:at|in) (?:issue|question)))?|^\W*(?:ty|calendar)|^\W*tax year (?:of|for|on) [a-z0-9 ]{{3,40}})"
    rf"(?:{grammar.LISTED}| and (?:deficiency|penalty))[\s:;,.()#&]*$"
)
# "For Form 941 for the periods 06/30/2013 through 12/31/2013".
FOR_PERIODS = re.compile(rf"(?:{_PERIOD}|\bfor (?:the )?(?:period|quarter|year)s(?: end(?:ed|ing))?)[\s:,]*$")
# The label says that it is a tax period, and not just a period.
TAX_PERIOD = re.compile(rf"{_PERIOD}[\s:;,.()#&]*$")
SENTENCE = re.compile(
    rf"(?:{_PERIOD}|\b(?:period|year|quarter)s? (?:that )?end(?:ed|ing)|(?<!\d )\bfor (?:the )?calendar years?)(?: on)?{grammar.LISTED}(?: (?:on|the))?[\s:;,.()#&]*$"
)
HEADLINE = re.compile(
    r"\b(?:taxes|tax|due|owed?|balance|return|refund|account|liability|income)\b(?: \w+)? for(?: both)?(?: (?:the )?(?:calendar |tax )?(?:year|period))?"
    rf"{grammar.LISTED}[\W]*$|\bdeficienc(?:y|ies)\b[^.;$]{{0,60}}\bfor[\W]*$"
)
# "We applied ... your refund to the amount you owe for 2015": the year of another account.
# A payment is applied to the account that the letter is about.
# "We used all of it to pay part of the tax that you still owed for 2014"; but not "to reduce what you owe".
APPLIED = re.compile(
    r"\bappl(?:y|ied)\b(?! (?:an?|your|the|this|that) payments?\b).* to\b"
    r"|\bwe(?: have)? used (?:all|part|some|most|\S+) (?:of )?(?:it|this|that|the|your)\b[^.;]{0,30} to (?:pay|reduce|cover)\b(?! (?:\w+ of )?what you (?:now )?owe\b)"
)
# "This notice does not cover tax year 2010"; "have with you a return for 2015".
SETTLED = re.compile(
    # "Your Forms 941 for 2020 show you paid wages", in a letter about a Form 940.
    r"^\W*shows? (?:that )?you paid (?:wages|employees|salaries)\b|"
    # "Your Form 945 for 2021 was also looked at; there is no change to it."
    r"^\W*was also (?:looked at|examined|reviewed)\b|"
    r"^\W*(?:\(.{0,14}\) )?(?:is|was|are|were|has been|have been) (?:(?:fully|already|now) )?(?:paid|settled|closed|forgiven|refunded)\b"
    r"|^\W*(?:\([^()]{0,30}\) )?you(?: will|.ll) (?:get|receive|be sent) (?:another|a separate|its own)\b"
    # "In tax year 2009 they had 162 clinics."
    r"|^\W*(?:they|there|taxpayers|people|more than|about|over) (?:\w+ ){0,2}(?:had|were|was|have|filed|got|helped|received)\b"
    r"|^\W*(?:is|was|are|were)(?: not|n.?t) (?:part of|covered|included|affected)\b"
)
NOT_OWN = re.compile(
    r"\blookback period\b[^.;]*$|\bno longer need to file\b[^.;]*$|\bwe have your form\b[^.;]*$|\b(?:review|change) your withholding\b[^.;]*$|"
    r"\b(?:cannot|can.?t|can|may|may not|if you) claim (?:it|them|this|that|(?:the|this) credit)\b[^.;]{0,30}$"
    r"|\byour next (?:filing|return|form)\b[^.;]{0,40}$|\bprior[- ]year\b[^.;]{0,40}$|\b(?:credit|apply|credited|applied)\b(?:[^.;]|\.\d)* to your (?:\d{4} )?estimated tax\b[^.;]*$"
    # As "You may need your return for 2022 also" says of another year.
    r"|\b(?:may|will) (?:also )?need (?:your|the) (?:tax )?(?:return|form)\b[^.;]*$"
    # "If you qualified for penalty relief for tax years 2020 and 2021, it was applied already."
    r"|\bif you (?:qualif|were eligible|are eligible)[^.;]*\brelief\b[^.;]{0,60}$"
    r"|\b(?:does|do|did)(?: not|n.?t) (?:cover|include|affect|concern|apply to|relate to)\b|\b(?:have|bring) with you\b"
    r"|\breport (?:it|this|that|them|the (?:interest|refund)) (?:on|in|with) your\W*$"
    r"|\b(?:first|originally|wrongly|incorrectly|mistakenly|had|had been) (?:gone|credited|applied|posted|sent) to\W*(?:tax )?(?:year|period)?\W*$"
)


def _row_before(around: Surroundings) -> str:
    """The row up to a value that has something before it on its line: "Form / Tax year:   1040 / December 31"."""
    at = around.row.find(around.same_line) if around.same_line.strip() else -1
    return around.row[: at + len(around.same_line)] if at >= 0 else ""


def is_labelled(around: Surroundings) -> bool:
    """Whether a label for periods stands at a value, or at the list or column that it goes on with."""
    if any(LABEL.search(text) for text in labels(around)):
        return True
    if FORM_AND_PERIOD.search(around.before) or FORM_AND_PERIOD.search(_row_before(around)):
        return True
    behind = around.same_line.strip() or next(iter(around.above), "")
    # Of "for tax years / 2016 and 2021" both stand in the line below.
    listed = LIST.fullmatch(behind) or (not around.same_line.strip() and LIST.fullmatch(around.rest))
    return bool(listed and SENTENCE.search(around.before))
