"""Fictional taxpayers: pools and drawing. No pool is shared with any other maker."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIRST = (
    "Odalys",
    "Bertrand",
    "Marisol",
    "Thaddeus",
    "Ingrid",
    "Kwabena",
    "Philippa",
    "Anselmo",
    "Winifred",
    "Desmond",
    "Yolanda",
    "Casimir",
    "Lorraine",
    "Rashad",
    "Gudrun",
    "Ignacio",
    "Beatrix",
    "Terrence",
    "Noriko",
    "Wendell",
    "Esperanza",
    "Clifford",
    "Anjali",
    "Horace",
    "Brigitte",
    "Leopold",
    "Shanice",
    "Vernon",
    "Malka",
    "Roderick",
    "Tamsin",
    "Quentin",
    "Delphine",
    "Orville",
    "Xiomara",
    "Barnaby",
    "Ludmila",
    "Curtis",
)
LAST = (
    "Abernathy",
    "Quiñones-Vega",
    "Vandermolen",
    "Okonjo",
    "Szymanski",
    "Prudhomme",
    "Castellanos",
    "Haverstock",
    "Thistlewood",
    "Ramaswamy",
    "Delacroix",
    "Obradovich",
    "Pemberton",
    "Yamashiro",
    "Lindqvist",
    "Baptiste",
    "Kowalczyk",
    "Featherstone",
    "Achterberg",
    "Montoya",
    "Wetherby",
    "Nakagawa",
    "Stavropoulos",
    "Ellsworth",
    "McGillicuddy",
    "Oyelaran",
    "Birnbaum",
    "Trujillo",
    "Vanterpool",
    "Kirkendall",
    "Zielinski",
    "Holloway",
)
FIRM = (
    "Blue Heron Drywall",
    "Cottonwood Dental Arts",
    "Tidewater Marine Supply",
    "Granite State Paving",
    "La Paloma Bakery",
    "Redbud Early Learning",
    "Northfork Timber Hauling",
    "Copperline Electric",
    "Magnolia Home Health",
    "Silver Spur Diner",
    "Three Rivers Auto Glass",
    "Pinnacle Tile & Stone",
    "Harbor Lights Catering",
    "Juniper Creek Nursery",
    "Old Mill Printing",
    "Sunbeam Janitorial",
)
SUFFIX = ("LLC", "Inc", "Corp", "Co", "LP", "PC")
STREET = (
    "Larkspur Ln",
    "Cannery Row",
    "Buttonwood Ave",
    "Old Post Rd",
    "Tamarack Dr",
    "Whippoorwill Way",
    "Catalpa St",
    "Millrace Ct",
    "Persimmon Pl",
    "Quarry Hill Rd",
    "Sandpiper Blvd",
    "Foundry St",
    "Ferncliff Ter",
    "County Road 418",
    "Gristmill Cir",
    "W Esplanade Ave",
)
TOWN = (
    ("Elmendorf", "TX", "78112"),
    ("Gouverneur", "NY", "13642"),
    ("Pahokee", "FL", "33476"),
    ("Waupaca", "WI", "54981"),
    ("Tillamook", "OR", "97141"),
    ("Opelousas", "LA", "70570"),
    ("Kankakee", "IL", "60901"),
    ("Susanville", "CA", "96130"),
    ("Chillicothe", "OH", "45601"),
    ("Winnemucca", "NV", "89445"),
    ("Tazewell", "VA", "24651"),
    ("Skowhegan", "ME", "04976"),
    ("Ypsilanti", "MI", "48197"),
    ("Sylacauga", "AL", "35150"),
    ("Punxsutawney", "PA", "15767"),
    ("Bemidji", "MN", "56601"),
    ("Socorro", "NM", "87801"),
    ("Willimantic", "CT", "06226"),
)
OFFICES = (
    ("Andover", "MA", "01810-9041"),
    ("Atlanta", "GA", "39901-0025"),
    ("Austin", "TX", "73301-0052"),
    ("Cincinnati", "OH", "45999-0039"),
    ("Fresno", "CA", "93888-0025"),
    ("Holtsville", "NY", "11742-9018"),
    ("Kansas City", "MO", "64999-0204"),
    ("Memphis", "TN", "37501-0030"),
    ("Ogden", "UT", "84201-0039"),
    ("Philadelphia", "PA", "19255-0533"),
)
BANKS = ("Keystone Prairie Bank NA", "First Lakes Credit Union", "Bayou Trust & Savings", "Orchard Federal")
PAYERS = (
    "MERIDIAN FREIGHT LINES",
    "OAKHURST BROKERAGE SVCS",
    "STATE OF OREGON UC",
    "BEACON HILL STAFFING",
    "PINE RIDGE CASINO",
    "SUMMIT 401K TRUST",
    "GLACIER PAYMENTS INC",
    "HELIOS DIGITAL ASSETS",
)


@dataclass(frozen=True)
class Taxpayer:
    """Who the letter is written to."""

    names: tuple[str, ...]
    business: bool
    street: str
    town: str
    state: str
    zip: str
    number: str  # nine digits

    @property
    def last4(self) -> str:
        """The four digits that a reader has to find."""
        return self.number[-4:]

    @property
    def name(self) -> str:
        """The name line, joint filers joined as the IRS does."""
        return " & ".join(self.names)

    @property
    def address(self) -> list[str]:
        """Name and address lines."""
        return [self.name, self.street, f"{self.town}, {self.state} {self.zip}"]


def _number(rng: random.Random, business: bool) -> str:
    """Nine digits that were never issued: unassigned EIN prefixes and SSN areas."""
    if business:
        return rng.choice(
            ("07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "78", "79", "89")
        ) + "".join(rng.choices("0123456789", k=7))
    area = rng.choice(("666", f"9{rng.randrange(100):02d}"))
    return f"{area}{rng.randrange(1, 50):02d}{rng.randrange(1, 10000):04d}"


def _person(rng: random.Random, last: str) -> str:
    middle = rng.choice(("", "", " " + rng.choice("ABCDEGHJKLMNPRSTW")))
    return f"{rng.choice(FIRST)}{middle} {last}"


def draw_taxpayer(rng: random.Random, business: bool) -> Taxpayer:
    """One taxpayer; a third of the people file jointly."""
    town, state, zip5 = rng.choice(TOWN)
    zipc = zip5 + (f"-{rng.randrange(1000, 9999)}" if rng.random() < 0.5 else "")
    if business:
        firm = f"{rng.choice(FIRM)} {rng.choice(SUFFIX)}"
        names: tuple[str, ...] = (firm,)
        if rng.random() < 0.2:
            names = (f"{firm} % {_person(rng, rng.choice(LAST))}",)
    else:
        last = rng.choice(LAST)
        names = (_person(rng, last),)
        if rng.random() < 0.35:
            names += (_person(rng, last if rng.random() < 0.8 else rng.choice(LAST)),)
    street = f"{rng.randrange(3, 9870)} {rng.choice(STREET)}"
    if rng.random() < 0.2:
        street += rng.choice((" Apt ", " Unit ", " Ste ")) + str(rng.randrange(1, 340))
    return Taxpayer(names, business, street, town, state, zipc, _number(rng, business))


def phone(rng: random.Random, toll_free: bool = True) -> str:
    """A telephone number in one of the printed forms; exchange 555 where local."""
    if toll_free:
        a, b, c = (
            rng.choice(("800", "877", "866", "844")),
            rng.choice(("829", "555", "568", "908")),
            rng.randrange(1000, 9999),
        )
    else:
        a, b, c = str(rng.randrange(203, 979)), "555", rng.randrange(100, 199) + 0
        return rng.choice((f"({a}) 555-0{c}", f"{a}-555-0{c}"))
    return rng.choice((f"{a}-{b}-{c}", f"1-{a}-{b}-{c}", f"1-{a}-{b}-{c}"))
