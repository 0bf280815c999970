"""Where a letter usually stands among others, and how soon the next may come.

It says what is usual, never what was sent: a letter that is not there may have been sent or left out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from classify.catalogue import Catalogue, Ladder, Notice, Wait
from classify.language import ENGLISH, Language

NO_INFERENCE = "Steps are often left out: this does not say which letters were sent to you."
# Events are told with their article, letters by their code alone.
_EVENTS = {"levy": "a levy", "bill": "a bill", "end of the plan": "the end of the plan"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The rung of a sequence that a letter stands on, and how soon the next comes.

    Parameters
    ----------
    ladder
        The sequence.
    rung
        The number of the rung, from 0.
    wait
        How soon the next rung comes; None where nobody has said, or this is the last.
    earliest
        The day before which it does not come, by law or as it was once seen; None without a date to
        count from.

    """

    ladder: Ladder
    rung: int
    wait: Wait | None = None
    earliest: dt.date | None = None

    @property
    def before(self) -> tuple[tuple[str, ...], ...]:
        """The rungs that usually came before."""
        return self.ladder.rungs[: self.rung]

    @property
    def after(self) -> tuple[str, ...]:
        """The rung that usually comes next; empty on the last."""
        return next(iter(self.ladder.rungs[self.rung + 1 :]), ())


def standing(
    notice: Notice, catalogue: Catalogue, *, business: bool | None = None, dated: dt.date | None = None
) -> Standing | None:
    """Where the notice stands; None where it belongs to no sequence.

    Parameters
    ----------
    business
        Whether the taxpayer is a business: it decides where the notice stands on two ladders.
    dated
        The date of the letter, where it is certain.

    """
    fitting = [
        (ladder, rung) for ladder in catalogue.ladders if (rung := ladder.rung_of(notice.code)) is not None
    ]
    if not fitting:
        return None
    ladder, rung = min(fitting, key=lambda found: _is_of_other(found[0], business=business))
    wait = ladder.wait_to(rung + 1) if rung + 1 < len(ladder.rungs) else None
    earliest = dated + dt.timedelta(days=wait.days) if dated is not None and wait is not None else None
    return Standing(ladder, rung, wait, earliest)


def _is_of_other(ladder: Ladder, *, business: bool | None) -> bool:
    return ladder.audience == ("individual" if business else "business")


def told(standing: Standing | None, language: Language = ENGLISH) -> tuple[str, ...]:
    """What usually came before and what usually comes next, in a few sentences; empty where unknown."""
    if standing is None:
        return ()
    sentences = []
    if standing.before:
        came = ", ".join(either(rung, language) for rung in standing.before)
        sentences.append(language.say("Usually came before it: {letters}.", letters=came))
    if standing.after:
        comes = either(standing.after, language) + _earliest(standing, language)
        sentences.append(language.say("Usually comes next: {letters}.", letters=comes))
    if standing.wait is not None:
        sentences.append(standing.wait.basis.said)
    return (*sentences, standing.ladder.basis.said, language.say(NO_INFERENCE))


def _earliest(standing: Standing, language: Language) -> str:
    if standing.earliest is None or standing.wait is None:
        return ""
    by = "by law not before {day}" if standing.wait.law else "not before about {day}"
    return f", {language.say(by, day=language.day(standing.earliest))}"


def either(rung: tuple[str, ...], language: Language = ENGLISH) -> str:
    """One rung as words: ``CP503``, or ``LT11, Letter 1058 or CP90``."""
    names = [language.say(_EVENTS[name]) if name in _EVENTS else name for name in rung]
    if len(names) == 1:
        return names[0]
    return language.say("{these} or {this}", these=", ".join(names[:-1]), this=names[-1])
