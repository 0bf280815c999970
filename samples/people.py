"""Fictional taxpayers: names, addresses, masked or invalid taxpayer numbers.

Every number that is printed whole lies in a range that is never issued (SSN 000-.. or 9..-01 to
9..-49, EIN 00-..), so that no letter can carry a real person's number.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words(
    """
    Alma Bruno Cora Dexter Edith Fabian Gilda Homer Ilse Jasper Keziah Lionel Minerva
    Norbert Ottilie Percival Quilla Rufus Sibyl Thaddeus Ursula Vernon Wilma Xavier Yolanda
    Zebedee
    """
)
_LAST = _words(
    """
    Applewhite Birdsong Clutterbuck Dandelion Everglade Fiddlewood Gooseberry Hollyhock
    Inkwell Jellicoe Kettlewell Lamplighter Mockingbird Nightingale Oatcake Pepperfield
    Quillfeather Ravensworth Sugarplum Thistledown Umberfield Velveteen Winterbottom Yarrow
    """
)
_STREETS = _words(
    """
    Boulder Harris Maple Larkspur Whimsy Teakettle Marigold Saltbox Old-Mill Cobbler
    Windmill Juniper Bluebell Cartwright Foxglove
    """
)
_KINDS = ("St", "Street", "Ave", "Avenue", "Ln", "Lane", "Rd", "Road", "Dr", "Ct", "Blvd", "Way")
_TOWNS = (
    ("Sampletown", "OH", "45000"),
    ("Fairmodel", "TX", "75000"),
    ("Hanson Mills", "CT", "06000"),
    ("Exampleville", "CA", "92000"),
    ("Mock Harbor", "WA", "98000"),
    ("Port Placeholder", "FL", "33000"),
    ("Specimen Springs", "CO", "80000"),
    ("Testbury", "NY", "10000"),
    ("Dummy Creek", "GA", "30000"),
)
_TRADES = _words(
    """
    Plumbing Bakery Roofing Landscaping Catering Trucking Upholstery Print Dental Hardware
    Consulting Masonry Florists Electric Salvage
    """
)
_LEGAL = ("LLC", "Inc", "Inc.", "Company", "Co", "Corp", "Partners", "& Sons")


@dataclass(frozen=True)
class Taxpayer:
    """Who the letter is addressed to.

    `number` is the taxpayer number as this letter prints it (masked or whole); `last4` its last
    four digits; `lines` the name and address lines as printed.
    """

    name: str
    lines: tuple[str, ...]
    business: bool
    number: str
    last4: str


def _person(rng: random.Random) -> str:
    middle = rng.choice(["", "", f" {rng.choice('ABCDEGHJKLMPRSTW')}"])
    last = rng.choice(_LAST)
    spouse = rng.random() < 0.3
    joint = rng.choice([" and ", " & "]) + rng.choice(_FIRST) if spouse else ""
    return f"{rng.choice(_FIRST)}{middle}{joint} {last}"


def _firm(rng: random.Random) -> str:
    return f"{rng.choice(_LAST)} {rng.choice(_TRADES)} {rng.choice(_LEGAL)}"


def person_name(rng: random.Random) -> str:
    """A single made-up person, such as the sender of a letter."""
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def street_address(rng: random.Random) -> tuple[str, str]:
    """A made-up street line and town line."""
    street = f"{rng.randint(10, 9899)} {rng.choice(_STREETS).replace('-', ' ')} {rng.choice(_KINDS)}"
    if rng.random() < 0.2:
        street += rng.choice([" Apt ", " Unit ", " # "]) + str(rng.randint(1, 60))
    town, state, zip_base = rng.choice(_TOWNS)
    code = str(int(zip_base) + rng.randint(1, 799)).zfill(5)
    plus4 = f"-{rng.randint(1, 9999):04d}" if rng.random() < 0.6 else ""
    return street, f"{town}, {state} {code}{plus4}"


def _number(rng: random.Random, business: bool) -> tuple[str, str]:
    """The number as printed and its last four digits."""
    last4 = f"{rng.randint(1, 9999):04d}"
    style = rng.choices(["X", "*", "n", "whole"], [50, 22, 10, 18])[0]
    if business:
        if style == "whole":
            return f"00-{rng.randint(100, 999)}{last4}", last4
        m = "N" if style == "n" else style
        return f"{m * 2}-{m * 3}{last4}", last4
    if style == "whole":
        group = rng.randint(1, 49)
        area = rng.choice(["000", str(rng.randint(900, 998))])
        return f"{area}-{group:02d}-{last4}", last4
    return f"{style * 3}-{style * 2}-{last4}", last4


def make_taxpayer(rng: random.Random, business: bool) -> Taxpayer:
    """A made-up person, couple or business with an address and a number."""
    name = _firm(rng) if business else _person(rng)
    street, town = street_address(rng)
    extra: tuple[str, ...] = ()
    if business and rng.random() < 0.25:
        extra = (f"% {person_name(rng)} {rng.choice(['MBR', 'Owner', 'GEN PTR'])}",)
    lines = (name, *extra, street, town)
    if rng.random() < 0.6:
        lines = tuple(line.upper() for line in lines)
    number, last4 = _number(rng, business)
    return Taxpayer(name, lines, business, number, last4)
