"""What is known of each notice and letter: one TOML file each, with its sources and how far it is verified.

``notices/`` holds the notices, ``law.toml`` the sources that many of them share, ``options.toml`` the ways
to settle a debt, ``ladders.toml`` the order in which letters usually come, ``rates.toml`` what an unpaid
debt costs, ``signs.toml`` what is unusual on a letter.
"""

from classify.catalogue.checks import list_problems
from classify.catalogue.entry import (
    Catalogue,
    DeadlineRule,
    Mark,
    Notice,
    Source,
    Statement,
    Threshold,
    Unclassified,
)
from classify.catalogue.ladders import Ladder, Wait
from classify.catalogue.load import load_catalogue
from classify.catalogue.option import Option
from classify.catalogue.rates import InterestRate, Rates
from classify.catalogue.spoken import in_language, load_language

__all__ = [
    "Catalogue",
    "DeadlineRule",
    "InterestRate",
    "Ladder",
    "Mark",
    "Notice",
    "Option",
    "Rates",
    "Source",
    "Statement",
    "Threshold",
    "Unclassified",
    "Wait",
    "in_language",
    "list_problems",
    "load_catalogue",
    "load_language",
]
