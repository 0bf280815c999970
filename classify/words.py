"""The words that labels on IRS letters are made of, and how a slip of the engine in them is put right."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Words of labels and of the phrases around dates and amounts. Near twins stand here both, so that neither
# is taken for the other: owe and owed, date and dated, notice and noticed.
_WORDS = """
    account additional address adjusted agreement amount another answer appeal assessed assessment balance
    before billing business caller case charges check collection contact coupon credit credits customer
    date dated dates deadline department due earlier employee employer enclosed ended ending entire failure
    federal file form former hearing identification identifying immediately income information installment
    intent interest internal invoice july june later letter letters levied levy liability lien mail mailed
    minimum money monthly notice notices notified number officer ordered order original overdue overpaid
    overpayment owe owed owes owing paid past payable payment payments penalties penalty period periods
    person phone please prior process property proposed quarter quarterly received reference refund refunds
    remaining reply request respond response return returned returns revenue right rights seize seizure
    send service security shown social state statement states summary sent tax taxes taxpayer taxpayers
    telephone terminate terminated terminating termination through total treasury treated type unpaid until
    wrote year years your
"""
_VOCABULARY = frozenset(_WORDS.split())
# Words of running text one slip away from a word of labels: read right, they are no slip of it. "Refund you
# will receive" is no payment received.
_OTHERS = """
    abatement appeals better calling cause changed charge charged collecting collections contest correction
    created credited disability earliest eight email enclose entered estate failed filed filer files finding
    forum general greater heading hears intend intends learning lease levies light meaning might offered
    offices older orders pending periodic proposal propose proposes protest rates receive receives refunded
    refused refuses related release relieved reminds requests retired sending sends serious several shows
    smaller special stage status takes taxable telling though thought typed write yours
"""
_STAY = _VOCABULARY | frozenset(_OTHERS.split())
_BY_LENGTH = {
    length: [word for word in _VOCABULARY if abs(len(word) - length) <= 1] for length in range(4, 16)
}
# Labels whose blank an engine loses where letters stand close.
_LABELS = """
    notice date, notice number, letter date, tax year, tax period, tax form, social security, security number,
    taxpayer id, amount due, due by, due immediately, payment due, balance due, total due, due date,
    caller id, contact us, to contact us, your caller id, your ssn, amount due by, amount due immediately,
    form number, employer id, id number
"""
_COMPOUNDS = {label.replace(" ", ""): label for label in " ".join(_LABELS.split()).split(", ")}
# Shorter words are not put right: too many are one slip apart.
LEAST_SNAPPED = 5
_SPECKS = "\u2018\u2019\u201c\u201d'\"`\u00b4~\u00b0"
_LETTERS = re.compile(r"[a-z0-9|!]*[a-z][a-z0-9|!]*")


def plain_word(text: str, *, snap: bool) -> str:
    """A word in lower case; with ``snap``, the label word that it stands one slip away from.

    Only words of five letters and more are put right, by one slip (two from seven letters on), and only
    where no other label word is as near. A word that is itself a label word stays, and so does one of running
    text that is no more than a slip away from one.
    """
    low = text.lower()
    if not snap:
        return low
    # Specks before a word are read as quotation marks.
    low = low.lstrip(_SPECKS) or low
    found = _LETTERS.search(low)
    if not found or len(found[0]) < LEAST_SNAPPED or found[0] in _STAY or found[0].isdigit():
        return low
    compound = _compound(found[0])
    if compound:
        return low[: found.start()] + compound + low[found.end() :]
    word = found[0].replace("rn", "m").replace("vv", "w")
    near = _BY_LENGTH.get(len(word))
    if not near:
        return low
    ranked = extract(word, near, scorer=OSA.distance, score_cutoff=slips_allowed(word), limit=2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return low
    return low[: found.start()] + ranked[0][0] + low[found.end() :]


def slips_allowed(word: str) -> int:
    """How many slips may be put right in a word."""
    return 1 if len(word) < 7 else 2


def _compound(word: str) -> str | None:
    """Two label words run together, one slip allowed from eight letters on: ``jaxperiod``."""
    if word in _COMPOUNDS:
        return _COMPOUNDS[word]
    if len(word) < 8:
        return None
    ranked = extract(word, list(_COMPOUNDS), scorer=OSA.distance, score_cutoff=1, limit=1)
    return _COMPOUNDS[ranked[0][0]] if ranked else None
