"""Doubts: the named reasons why a person must look."""

from __future__ import annotations

from dataclasses import dataclass

# The one documented list; docs/record.md says the same, held by a test.
DOUBTS: dict[str, str] = {
    "notice-unread": "No notice code could be read.",
    "notice-unsure": "The notice code rests on one witness or its witnesses disagree.",
    "notice-unknown": "The code was read but is not in the catalogue.",
    "notice-unclassified": "The code is known to exist, but nothing of its meaning was confirmed.",
    "notice-contradicted": "The wording fits another notice better than the printed code.",
    "notice-date-unread": "No date of the letter could be read.",
    "notice-date-unsure": "The date of the letter rests on one witness or its witnesses disagree.",
    "notice-date-implausible": "The date of the letter lies in the future or does not fit its periods.",
    "tax-period-unread": "No tax period could be read.",
    "tax-period-unsure": "A tax period rests on one witness or its witnesses disagree.",
    "table-incomplete": "The rows of the table of periods do not add up to what is asked for.",
    "amount-unread": "The amount asked for could not be read.",
    "amount-unsure": "The amount rests on one witness or its witnesses disagree.",
    "amount-conflict": "The amounts of the letter do not add up or contradict each other.",
    "due-date-unsure": "The printed date for paying or answering is not certain.",
    "due-date-conflict": "The printed date differs from what the rule gives; the earlier one stands.",
    "postmark-unsure": "A date may hang on the envelope's postmark, and what was read of it is no proof.",
    "taxpayer-unread": "The last four digits could not be read.",
    "taxpayer-unsure": "The last four digits rest on one witness or its witnesses disagree.",
    "pages-missing": "The letter names pages that are not here.",
    "page-unread": "A page could not be read.",
    "capture-poor": "The picture is too poor to trust.",
    "spanish-data-missing": "The letter is in Spanish, and Tesseract's Spanish data are not installed.",
    "maybe-not-irs": "Parts of the letter do not look like an IRS letter.",
    "unusual": "Something on the letter is unusual for the IRS; that is no proof of anything.",
    "cut-unsure": "It is not certain where one letter ends and the next begins.",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason a person must look.

    Parameters
    ----------
    name
        One of ``DOUBTS``.
    why
        One sentence for a person.
    field
        The field of the record it bears on, or None.

    """

    name: str
    why: str
    field: str | None = None

    def __post_init__(self) -> None:
        if self.name not in DOUBTS:
            message = f"not a documented doubt: {self.name}"
            raise ValueError(message)
