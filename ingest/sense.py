"""How much of a reading makes sense: right side up and sharp, words come out; else, litter."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.text import Word

# The commonest words of English and Spanish letters of three and more letters; shorter ones come out
# of upside-down print too often.
_COMMON = frozenset(
    """
    the and you your for that this with have are not from our can may will was has been but all any
    pay paid amount due date tax notice page if please call must number letter form year department
    service internal revenue treasury income security social what need contact within days before
    after information about more other than them they their there these those which when where who
    how its also only make made send sent mail address phone name balance interest penalty penalties
    payment payments account return returns owe owed request hearing appeal total charges billing
    summary credits office box street state city united states received file filed under over into
    out use each such because every first would could should see enclosed continued check order money
    online visit website help don't didn't haven't we're you're we've january february march april
    june july august september october november december immediately agreement installment levy lien
    los las del que por para con una sus usted este esta fecha pago impuesto aviso carta
    """.split()  # noqa: SIM905 - a table of words reads best as words
)
_PUNCTUATION = ".,;:!?()[]\"'\u2019\u201c\u201d*"
# Words that an engine is this sure of count half, known or not.
_CONFIDENT = 88.0


def known_letters(words: Iterable[Word]) -> float:
    """Letters that stand in common words; those of other words read confidently count half."""
    total = 0.0
    for word in words:
        bare = word.text.strip(_PUNCTUATION)
        if bare.lower() in _COMMON:
            total += len(bare)
        elif len(bare) >= 3 and word.confidence >= _CONFIDENT:
            total += 0.5 * len(bare)
    return total


def sense(words: Iterable[Word]) -> float:
    """The share of known letters among all, from 0 to 1: about 0.6 for a good page, under 0.2 for litter."""
    listed = list(words)
    letters = sum(len(word.text) for word in listed)
    return known_letters(listed) / letters if letters else 0.0


# First pages of 25 letters (scans, faxes and photos, stained ones too) had at least 0.53 and 86; receipts had
# 0.39 at most, and mostly less than 75.
_LEAST_SENSE, _LEAST_CONFIDENCE = 0.45, 80.0


def is_doubtful(words: Iterable[Word]) -> bool:
    """Whether a reading makes so little sense, or is so unsure of itself, that another engine should look."""
    listed = list(words)
    letters = max(1, sum(len(word.text) for word in listed))
    confidence = sum(len(word.text) * word.confidence for word in listed) / letters
    return sense(listed) < _LEAST_SENSE or confidence < _LEAST_CONFIDENCE
