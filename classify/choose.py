"""From many candidates and their witnesses to one value, or none and the reason.

A value is accepted because independent witnesses agree, not because an engine is confident. Two places
on the letter are two witnesses, so are two engines on one place, and so is a sum or a span of days that
comes out. Several looks of one engine at one place are one witness.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from classify.extract.candidate import Candidate
from classify.field import Evidence, Field, Rival
from classify.layout import Spot, same_place

V = TypeVar("V", bound=Hashable)
W = TypeVar("W", bound=Hashable)

# A rival this strong beside the winner is a contradiction.
_RIVAL_SHARE = 0.45
# A label that says something else contradicts, however much speaks for the winner: a coupon of another
# letter is no slip of the engine.
_LABELLED = 2.4
# A place that no more than hints at its role still shows how the value was read there.
_HINTED = 1.0
# A place whose rule weighs less only hints at the role; on a picture no number of such places tells it.
_TELLING = 1.5
# On a clean scan, one place read alike twice with this confidence is enough: no such value was wrong among
# 1,387 (scans; not so for fax and photo).
_SURE_CONFIDENCE = 90.0


@dataclass(frozen=True, slots=True)
class Vote(Generic[V]):
    """What speaks for one value."""

    value: V = field(repr=False)
    weight: float
    places: int
    engines: int
    sure: bool
    candidates: tuple[Candidate[V], ...] = field(repr=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """One piece of evidence for each place, strongest rule first."""
        seen: list[Candidate[V]] = []
        for candidate in sorted(self.candidates, key=lambda c: (-c.weight, c.cost, c.spot.reading)):
            if not any(same_place(candidate.spot, other.spot) for other in seen):
                seen.append(candidate)
        return tuple(map(evidence_of, seen))

    def stands_at(self, spot: Spot) -> bool:
        """Whether the value was read at that place too."""
        return any(same_place(candidate.spot, spot) for candidate in self.candidates)


def evidence_of(candidate: Candidate[V]) -> Evidence:
    """A candidate's place as evidence."""
    spot = candidate.spot
    return Evidence(spot.page, spot.box, spot.text, candidate.rule, spot.engine)


def tally(candidates: Iterable[Candidate[V]]) -> list[Vote[V]]:
    """Count what speaks for each value, strongest first."""
    places = _places(candidates)
    weights: dict[V, float] = {}
    seats: dict[V, int] = {}
    engines: dict[V, int] = {}
    sure: dict[V, bool] = {}
    backers: dict[V, list[Candidate[V]]] = {}
    for place in places:
        for value, share in _shares(place).items():
            mine = [c for c in place if c.value == value]
            best = max(c.weight * 0.9**c.cost for c in mine)
            weights[value] = weights.get(value, 0.0) + best * share
            # A place that is read in two ways speaks for neither.
            seats[value] = seats.get(value, 0) + (share > 0.6)
            # What a streak took away no engine sees: all of them read what is left, and read it alike.
            free = {_family(c.spot.engine) for c in mine if not c.spot.crossed}
            engines[value] = max(engines.get(value, 1), len(free))
            twice = len({c.spot.reading for c in mine}) > 1
            confident = max(c.spot.confidence for c in mine) >= _SURE_CONFIDENCE
            clean = share == 1.0 and all(c.cost == 0 for c in mine)
            sure[value] = sure.get(value, False) or (twice and confident and clean)
            backers.setdefault(value, []).extend(mine)
    votes = [
        Vote(value, weights[value], seats[value], engines[value], sure[value], tuple(backers[value]))
        for value in weights
    ]
    return sorted(votes, key=lambda v: -v.weight)


def _family(engine: str) -> str:
    return engine.split(" ", maxsplit=1)[0]


def _places(candidates: Iterable[Candidate[V]]) -> list[list[Candidate[V]]]:
    places: list[list[Candidate[V]]] = []
    for candidate in candidates:
        spot = candidate.spot
        for place in places:
            if same_place(place[0].spot, spot):
                place.append(candidate)
                break
        else:
            places.append([candidate])
    return places


def _shares(place: Sequence[Candidate[V]]) -> dict[V, float]:
    """How the readings of one place divide among values; a reading that needed repair counts less."""
    best: dict[tuple[V, int], float] = {}
    for c in place:
        key = (c.value, c.spot.reading)
        best[key] = max(best.get(key, 0.0), 0.7**c.cost)
    totals: dict[V, float] = {}
    for (value, _), score in best.items():
        totals[value] = totals.get(value, 0.0) + score
    whole = sum(totals.values())
    return {value: score / whole for value, score in totals.items()}


@dataclass(frozen=True, slots=True)
class Bench:
    """How strict to be with this letter, and what outside the candidates speaks for a value.

    Parameters
    ----------
    digital
        The letter's text layer was read: its characters are certain, only their role is to be told.
    clean
        A scan of good quality.
    legible
        Every page was captured well, in whatever way.
    outside
        For a value, how many witnesses that are no place: a sum, a span of days, the wording.

    """

    digital: bool
    clean: bool
    legible: bool = False
    outside: Callable[[object], int] = lambda _value: 0


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """The chosen value with what spoke for it; ``why`` says what keeps it from being accepted."""

    value: V | None = field(repr=False)
    accepted: bool
    why: str | None
    votes: tuple[Vote[V], ...] = field(repr=False, default=())

    def as_field(self, convert: Callable[[V], W]) -> Field[W]:
        """The field of the record, its values converted."""
        if self.value is None:
            return Field(None, accepted=self.accepted, rivals=self._rivals(self.votes, convert))
        best = next(v for v in self.votes if v.value == self.value)
        rest = [v for v in self.votes if v.value != self.value]
        return Field(convert(self.value), self.accepted, best.evidence, self._rivals(rest, convert))

    @staticmethod
    def _rivals(votes: Sequence[Vote[V]], convert: Callable[[V], W]) -> tuple[Rival[W], ...]:
        return tuple(Rival(convert(v.value), round(v.weight, 2), v.evidence) for v in votes[:5])


def choose(candidates: Iterable[Candidate[V]], bench: Bench, *, enough: float = 2.0) -> Choice[V]:
    """The value that most speaks for; accepted where its witnesses are enough and none contradicts."""
    votes = tally(candidates)
    if not votes:
        return Choice(None, accepted=False, why="nothing was found")
    ranked = sorted(votes, key=lambda v: -(v.weight + 1.5 * bench.outside(v.value)))
    return judge_votes(ranked, bench, enough=enough)


def judge_votes(ranked: Sequence[Vote[V]], bench: Bench, *, enough: float = 2.0) -> Choice[V]:
    """Whether the first of the ranked votes can be accepted beside the others."""
    best = ranked[0]
    why = _lack(best, bench, enough) or _contradiction(ranked, bench)
    return Choice(best.value, accepted=why is None, why=why, votes=tuple(ranked))


def _lack(best: Vote[V], bench: Bench, enough: float) -> str | None:
    if best.weight < enough * 0.8 and not bench.outside(best.value):
        return "no label says that this is it"
    if bench.digital:
        return None
    if not bench.outside(best.value) and all(c.weight < _TELLING for c in best.candidates):
        return "no label says that this is it"
    witnesses = best.places + (best.engines - 1) + bench.outside(best.value)
    if witnesses >= 2 or (bench.clean and best.sure):
        return None
    return "only one place on the letter says so"


def _contradiction(ranked: Sequence[Vote[V]], bench: Bench) -> str | None:
    best = ranked[0]
    outside = bench.outside(best.value)
    strength = best.weight + 1.5 * outside
    # One engine may slip alike everywhere: on a photo it read "-1927" as "-4927" at three places of four.
    borne_out = outside > 0 or len({_family(c.spot.engine) for c in best.candidates}) > 1
    for rival in ranked[1:]:
        told = rival.weight >= _LABELLED or _nearly_alike(best, rival, bench)
        contradicts = told and not (borne_out and is_slip(best, rival, bench))
        if contradicts or rival.weight >= max(1.5, _RIVAL_SHARE * strength):
            return "another place on the letter says something else"
    return None


def _nearly_alike(best: Vote[V], rival: Vote[V], bench: Bench) -> bool:
    """Whether a place of its own on a picture differs in one character: one of the two was misread."""
    if bench.digital or not rival.places or rival.weight < _HINTED:
        return False
    return OSA.distance(str(best.value), str(rival.value)) <= 1


def is_slip(best: Vote[V], rival: Vote[V], bench: Bench) -> bool:
    """Whether a picture's rival is one character misread at one place, against three witnesses and more."""
    witnesses = best.places + bench.outside(best.value)
    if bench.digital or rival.places > 1 or witnesses < 3:
        return False
    return OSA.distance(str(best.value), str(rival.value)) <= 1


def merge_forms(options: Mapping[str, float]) -> str | None:
    """The form most spoken for, or None."""
    return max(options, key=lambda form: options[form]) if options else None
