"""Where a letter usually stands among others. It says what is usual, never what was sent."""

from __future__ import annotations

from classify.catalogue import Catalogue, Ladder, Notice

NO_INFERENCE = "Steps are often left out: this does not say which letters were sent to you."


def ladder_of(notice: Notice, catalogue: Catalogue, *, business: bool | None = None) -> Ladder | None:
    """The sequence that the notice belongs to; where there are two, the one of the taxpayer's kind."""
    fitting = [ladder for ladder in catalogue.ladders if any(notice.code in rung for rung in ladder.rungs)]
    if len(fitting) > 1 and business:
        fitting.sort(key=lambda ladder: "business" not in ladder.name)
    return fitting[0] if fitting else None


def told(notice: Notice, catalogue: Catalogue, *, business: bool | None = None) -> tuple[str, ...]:
    """What usually came before and what usually comes next, in a few sentences; empty where unknown."""
    ladder = ladder_of(notice, catalogue, business=business)
    if ladder is None:
        return ()
    here = next(n for n, rung in enumerate(ladder.rungs) if notice.code in rung)
    sentences = []
    if here:
        came = ", ".join(_either(rung) for rung in ladder.rungs[:here])
        sentences.append(f"Usually came before it: {came}.")
    if here + 1 < len(ladder.rungs):
        sentences.append(f"Usually comes next: {_either(ladder.rungs[here + 1])}.")
    return (*sentences, ladder.basis.said, NO_INFERENCE)


def _either(rung: tuple[str, ...]) -> str:
    """One rung as words: ``CP503``, or ``LT11, Letter 1058 or CP90``."""
    return rung[0] if len(rung) == 1 else f"{', '.join(rung[:-1])} or {rung[-1]}"
