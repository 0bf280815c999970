"""Field by field, a room to each: from its candidates to the chosen value and the doubts about it."""

from classify.settle.amounts import Money, settle_amounts
from classify.settle.dates import Dates, settle_dates
from classify.settle.notice import settle_notice
from classify.settle.periods import settle_periods
from classify.settle.taxpayer import settle_taxpayer

__all__ = [
    "Dates",
    "Money",
    "settle_amounts",
    "settle_dates",
    "settle_notice",
    "settle_periods",
    "settle_taxpayer",
]
