"""Which letters exist, in which layouts, and how often each is drawn."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import bills, levies, not_irs, others
from .content import Case, Letter, draw_case

COMPUTER = ("typewriter", "courier", "box", "plainbox", "box", "redesign", "strip")
MODERN = ("box", "plainbox", "box", "redesign", "strip", "letter")
LETTERS = ("letter", "memo", "letter", "strip", "courier")

#: code -> (builder, audience: i, b or ib, layouts, weight)
CODES: dict[str, tuple[Callable[[Case], Letter], str, tuple[str, ...], int]] = {
    "CP14": (bills.cp14, "i", COMPUTER, 8),
    "CP501": (bills.cp501, "i", COMPUTER, 6),
    "CP503": (bills.cp503, "i", COMPUTER, 6),
    "CP504": (bills.cp504, "i", COMPUTER, 8),
    "CP504B": (bills.cp504, "b", COMPUTER, 5),
    "CP523": (bills.cp523, "i", COMPUTER, 6),
    "LT11": (levies.lt11, "ib", ("letter", "memo", "box", "plainbox", "redesign", "strip", "courier"), 7),
    "Letter 1058": (levies.letter_1058, "ib", ("letter", "memo", "letter", "memo", "courier", "strip"), 7),
    "CP90": (levies.cp90, "i", ("box", "plainbox", "letter", "memo", "courier", "redesign", "typewriter"), 5),
    "CP297": (
        levies.cp90,
        "b",
        ("box", "plainbox", "letter", "memo", "courier", "redesign", "typewriter"),
        5,
    ),
    "CP2000": (others.cp2000, "i", MODERN, 4),
    "CP11": (bills.cp11, "i", COMPUTER, 3),
    "CP12": (others.cp12, "i", COMPUTER, 2),
    "CP49": (others.cp49, "i", COMPUTER, 2),
    "CP05": (others.cp05, "i", MODERN, 2),
    "CP21B": (others.cp21b, "i", COMPUTER, 2),
    "CP22A": (bills.cp22a, "i", COMPUTER, 3),
    "CP59": (others.cp59, "i", MODERN, 2),
    "CP71C": (bills.cp71c, "i", COMPUTER, 3),
    "CP161": (bills.cp161, "b", COMPUTER, 5),
    "CP75": (others.cp75, "i", MODERN, 2),
    "Letter 5071C": (others.letter_5071c, "i", LETTERS, 2),
    "Letter 3172": (levies.letter_3172, "ib", LETTERS, 3),
    "Letter 525": (others.letter_525, "i", LETTERS, 2),
    "CP3219A": (others.cp3219a, "i", MODERN, 2),
    "CP508C": (levies.cp508c, "i", ("box", "plainbox", "redesign", "letter"), 2),
    "not_irs": (not_irs.state_bill, "ib", ("box", "plainbox", "strip", "letter", "memo", "courier"), 13),
}


def draw_letter(seed: int, index: int, codes: list[str]) -> tuple[Letter, random.Random]:
    """The base letter of a draw; the generator returned goes on to lay it out."""
    rng = random.Random(f"second/{seed}/{index}/{','.join(codes)}")
    code = rng.choices(codes, [CODES[c][3] for c in codes])[0]
    build, audience, layouts, _ = CODES[code]
    if code == "not_irs":
        build = rng.choice(list(not_irs.KINDS.values()))
    case = draw_case(rng, rng.choice(layouts), rng.choice(audience) == "b")
    return build(case), rng
