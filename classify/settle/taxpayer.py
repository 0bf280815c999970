"""The last four digits of the taxpayer's number."""

from __future__ import annotations

from collections.abc import Sequence

from classify.choose import Bench, choose
from classify.doubt import Doubt
from classify.extract.taxpayer import taxpayer_numbers
from classify.field import Field
from classify.layout import Sheet


def settle_taxpayer(sheets: Sequence[Sheet], bench: Bench) -> tuple[Field[str], list[Doubt]]:
    """The last four digits; of two spouses' numbers the one that stands first and most often."""
    chosen = choose(taxpayer_numbers(sheets), bench, enough=1.5)
    if chosen.value is None:
        why = "The last four digits of the taxpayer's number could not be read."
        return Field(None, accepted=False), [Doubt("taxpayer-unread", why, "taxpayer_id_last4")]
    if chosen.accepted:
        return chosen.as_field(str), []
    why = f"The last four digits are not certain: {chosen.why}."
    return chosen.as_field(str), [Doubt("taxpayer-unsure", why, "taxpayer_id_last4")]
