"""The ways forward that fit a letter: its stage by the catalogue, its debt and its taxpayer by the letter."""

from __future__ import annotations

from decimal import Decimal

from classify.advice import Option
from classify.catalogue import Catalogue, Notice

# Forms that only a business files; with any other form, or none, the taxpayer may be a person.
BUSINESS_FORMS = frozenset(
    {"720", "940", "941", "943", "944", "945", "1065", "1120", "1120-S", "1120S", "CT-1"}
)


def options_for(
    notice: Notice,
    catalogue: Catalogue,
    *,
    debt: Decimal | None = None,
    business: bool | None = None,
    gone: frozenset[str] = frozenset(),
) -> tuple[Option, ...]:
    """The options of a notice that fit, in the notice's order.

    Parameters
    ----------
    notice
        Its entry names what is open at its stage.
    catalogue
        Holds what each option is and needs.
    debt
        The whole debt in dollars; None where it is not known, and then no option is left out for it.
    business
        Whether the taxpayer is a business; None where the letter does not tell.
    gone
        Options whose date has passed.

    """
    if business is None and notice.audience != "both":
        business = notice.audience == "business"
    fitting = []
    for key in notice.options:
        if key in gone:
            continue
        option = catalogue.options[key]
        if business is not None and option.audience == ("individual" if business else "business"):
            continue
        if debt is not None and not option.allows(debt):
            continue
        why = option.why
        source = why.sources[0].cited if why.sources else ""
        fitting.append(Option(option.name, why.said, source, why.mark != "general", option.needs))
    return tuple(fitting)
