"""What is known of some kinds of letters before they are read."""

from __future__ import annotations

# Letters that always ask for money: none found means none read.
ASKS_FOR_MONEY = frozenset(
    {"CP14", "CP501", "CP503", "CP504", "CP504B", "LT11", "Letter 1058", "CP90", "CP297", "CP523", "CP161"}
    | {"CP714", "CP601", "CP603", "CP604", "CP623"}
)
# Requests for returns and papers, news of refunds and numbers: none asks for money, whatever its small print
# says of amounts due.
ASKS_NOTHING = frozenset(
    {
        "CP01A",
        "CP05",
        "CP05A",
        "CP09",
        "CP27",
        "CP31",
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
PLANS = frozenset({"CP521", "Letter 1961C", "Letter 2273C", "Letter 2604C", "Letter 2840C", "Letter 3217C"})
# Letters about one that ends: they ask for the payments that are past due.
ENDS_PLAN = frozenset({"CP523", "CP623"})
# Notices of deficiency, letters with a proposal that was corrected, and the first letter about an employer's
# shared responsibility: what they propose is assessed later, if at all.
PROPOSES = frozenset(
    {"CP3219A", "CP3219B", "CP3219N", "Letter 531", "Letter 1862", "Letter 3219", "Letter 3219-C"}
    | {"Letter 226-J", "Letter 692", "Letter 2626C"}
)
# Letters that ask for the returns of other periods beside the one in their head: they are about all of them.
WANTS_RETURNS = frozenset(
    {"CP63", "CP88", "LT14", "LT16", "LT18", "LT26", "LT73", "Letter 2050", "Letter 725-B"}
)
# Letters about a number that was given or asked for, and no tax of any period.
HAS_NO_PERIOD = frozenset({"CP560", "CP565", "CP566", "CP567", "CP575", "Letter 147C"})
# Bills that ask for payment at once; many print no date.
PRINTS_NO_DATE = frozenset({"CP503", "CP504", "CP504B", "CP603", "CP604"})
# A letter printed with a date of payment by custom: none found means none read.
PRINTS_DUE_DATE = frozenset({"CP14", "CP501", "CP161", "CP714", "CP601"})
