"""What is known of some kinds of letters before they are read."""

from __future__ import annotations

# Letters that always ask for money: none found means none read.
ASKS_FOR_MONEY = frozenset(
    {"CP14", "CP501", "CP503", "CP504", "CP504B", "LT11", "Letter 1058", "CP90", "CP297", "CP523", "CP161"}
    | {"CP714", "CP601", "CP603", "CP604", "CP623"}
)
# Bills that ask for payment at once; many print no date.
PRINTS_NO_DATE = frozenset({"CP503", "CP504", "CP504B", "CP603", "CP604"})
# A letter printed with a date of payment by custom: none found means none read.
PRINTS_DUE_DATE = frozenset({"CP14", "CP501", "CP161", "CP714", "CP601"})
