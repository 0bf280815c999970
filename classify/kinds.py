"""What is known of some kinds of letters before they are read."""

from __future__ import annotations

import re

# The letter behind a number tells one printing of a notice from another: CP259A of CP259.
_PRINTING = re.compile(r"(?<=\d)-?[A-Z]{1,2}$")

# "LT1058" is Letter 1058; the LT11 has a number of its own.
_SHORT = re.compile(r"^LT(?=\d{3})")


class Kind(frozenset[str]):
    """Codes of letters that are alike in something; each stands for all its printings."""

    __slots__ = ()

    def __contains__(self, code: object) -> bool:
        """Whether a code, or the one that it is a printing of, belongs to the kind."""
        if not isinstance(code, str):
            return False
        known, code = super().__contains__, _SHORT.sub("Letter ", code)
        return known(code) or known(_PRINTING.sub("", code))


# Letters that always ask for money: none found means none read.
ASKS_FOR_MONEY = Kind(
    {"CP14", "CP501", "CP503", "CP504", "CP504B", "LT11", "Letter 1058", "CP90", "CP297", "CP523", "CP161"}
    | {"CP11", "CP22A", "CP215", "CP71C"}
    | {
        "CP14C",
        "CP21A",
        "CP21E",
        "CP22E",
        "CP51A",
        "CP60",
        "CP71A",
        "CP101",
        "CP102",
        "CP128",
        "CP134B",
        "CP260",
    }
    | {"CP714", "CP601", "CP603", "CP604", "CP623"}
)
# Requests for returns and papers, news of refunds and numbers: none asks for money, whatever its small print
# says of amounts due.
ASKS_NOTHING = Kind(
    {
        "CP01A",
        "CP05",
        "CP05A",
        "CP09",
        "CP27",
        "CP31",
        "CP32",
        "CP39",
        "CP42",
        "CP45",
        "CP49",
        "CP53",
        "CP59",
        "CP62",
        "CP63",
        "CP75",
        "CP75A",
        "CP75D",
        "CP89",
        "CP2005",
    }
    | {"CP259", "CP276A", "CP276B", "CP515", "CP516", "CP518", "CP575", "CP2057"}
    | {
        "Letter 12C",
        "Letter 86C",
        "Letter 147C",
        "Letter 566",
        "Letter 2205",
        "Letter 2205-A",
        "Letter 2645C",
    }
    | {"Letter 4464C", "Letter 4883C", "Letter 5071C", "Letter 5747C"}
)
# Letters about a payment plan that begins or goes on.
PLANS = Kind({"CP521", "Letter 1961C", "Letter 2273C", "Letter 2604C", "Letter 2840C", "Letter 3217C"})
# Letters about one that ends: they ask for the payments that are past due.
ENDS_PLAN = Kind({"CP523", "CP623"})
# Notices of deficiency, what goes before them (a CP2000 may have an "amount due" in its headline, and is no
# bill), letters with a proposal that was corrected, and the first letter about an employer's
# shared responsibility or a penalty on persons and payers: what they propose is assessed later, if at all.
PROPOSES = Kind(
    {"CP2000", "CP3219A", "CP3219B", "CP3219N", "Letter 531", "Letter 1862", "Letter 3219", "Letter 3219-C"}
    | {
        "Letter 226-J",
        "Letter 227",
        "Letter 525",
        "Letter 692",
        "Letter 915",
        "Letter 950",
        "Letter 972CG",
        "Letter 1153",
        "Letter 2626C",
    }
)
# Letters that ask for the returns of other periods beside the one in their head: they are about all of them.
WANTS_RETURNS = Kind({"CP63", "CP88", "LT14", "LT16", "LT18", "LT26", "LT73", "Letter 2050", "Letter 725-B"})
# Letters about an election, or a schedule of deposits: what they say of years is about what is to come.
ELECTIONS = Kind({"CP136", "CP261", "CP262", "CP264", "CP277", "CP288", "CP290", "CP291"})
# Letters about an election, a number, an address or a passport: most name no period of any tax.
HAS_NO_PERIOD = Kind(
    ELECTIONS
    | {"CP148", "CP209", "CP508", "CP547", "CP560", "CP565", "CP566", "CP567", "CP575"}
    | {"Letter 147C", "Letter 252C"}
)
# Bills that ask for payment at once; many print no date.
PRINTS_NO_DATE = Kind({"CP503", "CP504", "CP504B", "CP603", "CP604"})
# A letter printed with a date of payment by custom: none found means none read.
PRINTS_DUE_DATE = Kind({"CP14", "CP501", "CP161", "CP714", "CP601"})
