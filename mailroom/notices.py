"""The catalogue in a terminal: all of it in short, or one notice with everything that is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from classify.catalogue import Catalogue, DeadlineRule, Notice, Source, Statement
from classify.catalogue.entry import CHECK_FIRST, KnownLine, spelled
from ingest.errors import SetupError
from mailroom import wording
from mailroom.lines import Lines, safe
from mailroom.shown import shown

_MARKS = {
    "verified": ("verified", "green"),
    "secondary": ("secondary", "yellow"),
    "general": ("general knowledge: check before relying on it", "red"),
}
_LEGEND = "Verified: read in law or at the IRS. Secondary: read elsewhere. The numbers are the sources below."
# Where the days run from; every other clock stands only where the letter prints its date.
_ANCHORS = {"notice_date": "the notice date", "termination_date": "the date on which the plan ends"}
_KINDS = {"law": "law", "irs": "IRS or Taxpayer Advocate", "other": "neither law nor IRS"}
_MOST_CODES = 12


def show(console: Console, catalogue: Catalogue, code: str | None = None) -> None:
    """Print two lines for each notice, or everything that is known of one.

    Parameters
    ----------
    console
        Where to.
    code
        As the IRS writes it, or an alias; None lists all.

    Raises
    ------
    SetupError
        for a code that the catalogue does not know; no other is taken for it.

    """
    lines = Lines(console)
    code = None if code is None else catalogue.meant_by(code)
    if code is None:
        _list(lines, catalogue)
    elif (entry := catalogue.find_unclassified(code)) is not None:
        lines.say(Text.assemble((f"{entry.code}  ", "bold"), "not classified"))
        lines.say(f"{entry.why} No meaning and no date is given for it: a person must look at the letter.")
    else:
        _Entry(lines, catalogue).write(entry_of(catalogue, code), code)
    lines.show()


def entry_of(catalogue: Catalogue, code: str) -> Notice:
    """The notice that a code stands for.

    Raises
    ------
    SetupError
        for a code that the catalogue does not know, and for one of which nothing was confirmed.

    """
    found = catalogue.find(code)
    if found is not None:
        return found
    entry = catalogue.find_unclassified(code)
    if entry is None:
        raise _unknown(code, catalogue)
    message = f"{entry.code} is not classified: {entry.why} No meaning and no date is given for it."
    raise SetupError(message, advice="A person must look at the letter.")


def _unknown(code: str, catalogue: Catalogue) -> SetupError:
    """The refusal; where what was typed is only the number or the beginning of codes, it lists them."""
    if numbered := catalogue.numbered(code):
        advice = f"Write the whole code; this number belongs to {', '.join(numbered)}."
        return SetupError(f"The catalogue has no letter {shown(code)[:40]}.", advice=advice)
    begun = [
        known for known in catalogue.notices if spelled(code) and spelled(known).startswith(spelled(code))
    ]
    listed = ", ".join(sorted(begun, key=in_order)[:_MOST_CODES])
    more = ", ..." if len(begun) > _MOST_CODES else ""
    advice = f"These begin so: {listed}{more}." if begun else "`ingest notices` lists all it knows."
    return SetupError(f"The catalogue has no notice {shown(code)[:40]}.", advice=advice)


def in_order(code: str) -> list[tuple[int, str]]:
    """A key that puts CP71 before CP501."""
    parts = re.findall(r"\d+|\D+", code)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _list(lines: Lines, catalogue: Catalogue) -> None:
    listed = sorted(catalogue.notices.values(), key=lambda notice: in_order(notice.code))
    wide = max((len(notice.code) for notice in listed), default=0)
    for notice in listed:
        words, colour = wording.urgency(notice.urgency)
        title = Text.assemble((notice.title.said, "bold"))
        lines.item(title, mark=notice.code.ljust(wide), indent=0)
        dated = f"; {_first(notice.deadlines[0])}" if notice.deadlines else "; sets no date"
        told = Text.assemble((words, colour), f" ({notice.urgency} of 5); {notice.category}{dated}")
        lines.say(told, indent=wide + 1)
    unknown = sorted(catalogue.unclassified, key=in_order)
    if unknown:
        lines.gap()
        lines.say(f"Known to exist, of which nothing was confirmed: {', '.join(unknown)}.")
    lines.gap()
    lines.say(f"{len(listed)} notices and letters. `ingest notices CODE` tells everything about one.")


def _first(rule: DeadlineRule) -> str:
    return clock(rule) if rule.basis.mark != "general" else f"{clock(rule)} ({CHECK_FIRST})"


def clock(rule: DeadlineRule) -> str:
    """A deadline in short: ``pay or contact the IRS within 30 days from the notice date``."""
    counts = ((rule.days, "day"), (rule.business_days, "business day"), (rule.years, "year"))
    length = next((f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in counts if count), None)
    if rule.clock not in _ANCHORS and not rule.printed:
        return f"{rule.act} by a day that the letter does not tell"
    if length is None or rule.clock not in _ANCHORS:
        return f"{rule.act} by the date that the letter prints, and only where it prints one"
    return f"{rule.act} within {length} from {_ANCHORS[rule.clock]}"


def _with_number(line: KnownLine) -> Statement:
    return replace(line.basis, text=f"{line.number}: {line.basis.text}")


class _Entry:
    """One notice written out; sources are numbered as they are first cited."""

    def __init__(self, lines: Lines, catalogue: Catalogue) -> None:
        self._lines = lines
        self._catalogue = catalogue
        self._cited: dict[Source, int] = {}

    def write(self, notice: Notice, asked: str) -> None:
        """Everything, in the order in which it is needed."""
        lines = self._lines
        self._head(notice, asked)
        for heading, said in (
            ("WHAT IT MEANS", [notice.meaning]),
            ("DO FIRST", [notice.next_action]),
            ("WHERE TO SEND", [notice.send_to]),
            ("ITS PHONE LINE", [_with_number(line) for line in notice.phones]),
            ("NEXT STEPS", notice.steps),
        ):
            self._statements(heading, said)
        for rule in notice.deadlines:
            self._deadline(rule)
        for heading, said in (
            ("RIGHTS", notice.rights),
            ("NOT A RIGHT FROM THIS LETTER", notice.not_rights),
            ("CAUTIONS", notice.cautions),
            ("IF NOTHING IS DONE", [notice.if_ignored]),
            ("WHAT MAY BE TAKEN", [] if notice.levy is None else [notice.levy]),
        ):
            self._statements(heading, said)
        self._options(notice)
        lines.items("HEADLINES ON THE LETTER", notice.headlines)
        lines.items("FORMS", notice.forms)
        around = (("after", notice.follows), ("before", notice.precedes))
        lines.items("USUALLY COMES", [f"{when} {', '.join(codes)}" for when, codes in around if codes])
        self._sources()

    def _head(self, notice: Notice, asked: str) -> None:
        lines = self._lines
        lines.say(Text.assemble((f"{notice.code}  ", "bold"), self._said(notice.title, "bold")))
        if spelled(asked) != spelled(notice.code):
            lines.say(f"{asked.upper()} shares the treatment of {notice.code}; its own wording comes first.")
        words, colour = wording.urgency(notice.urgency)
        lines.say(Text.assemble((words, f"bold {colour}"), f" ({notice.urgency} of 5)"))
        who = {"both": "individuals and businesses"}.get(notice.audience, notice.audience)
        lines.gap()
        lines.say(f"{notice.category}; {notice.stage}; for: {who}")
        spanish = None if notice.spanish is None else notice.spanish.text
        also = [alias for alias in notice.aliases if alias != spanish]
        if also:
            lines.say(f"Also: {', '.join(also)}")
        if notice.spanish is not None:
            lines.say(Text.assemble("In Spanish: ", self._said(notice.spanish)))
        lines.say(Text(_LEGEND, style="italic"))

    def _said(self, statement: Statement, style: str = "") -> Text:
        """A statement with its mark and the numbers of its sources."""
        words, colour = _MARKS[statement.mark]
        numbers = [self._cited.setdefault(source, len(self._cited) + 1) for source in statement.sources]
        cited = ("", *(str(number) for number in numbers))
        text = statement.text.replace("{by}", "by the deadline")
        return Text.assemble(safe(text, style), " ", (f"[{words}{' '.join(cited)}]", colour))

    def _statements(self, heading: str, said: Iterable[Statement]) -> None:
        for number, statement in enumerate(said):
            if number == 0:
                self._lines.heading(heading)
            self._lines.item(self._said(statement))

    def _deadline(self, rule: DeadlineRule) -> None:
        lines = self._lines
        lines.heading(f"DEADLINE: {rule.name}")
        lines.item(Text.assemble((clock(rule), "bold"), f" ({rule.kind})"))
        lines.item(f"Set by: {rule.authority}")
        if rule.threshold is not None:
            amount = wording.money(f"{rule.threshold.amount:.2f}")
            lines.item(f"From {amount} on: {rule.threshold.business_days} business days.")
        if rule.abroad_days is not None:
            lines.item(f"For an address abroad: {rule.abroad_days} days.")
        if rule.statutory:
            lines.item("A last day on a weekend or legal holiday moves to the next business day.")
        if rule.roll_is_open:
            lines.item("Whether a last day on a weekend or legal holiday moves is not settled: it is left.")
        if rule.estimated_why is not None:
            lines.item(f"Counted, it is only an estimate. {rule.estimated_why}")
        if rule.from_mailing:
            lines.item("Counts from the day of mailing where the letter was mailed after its date.")
        lines.item(Text.assemble("At stake: ", self._said(replace(rule.basis, text=rule.lost))))
        lines.item(Text.assemble("Why: ", self._said(rule.basis)))
        lines.item(Text.assemble("When it has passed: ", self._said(rule.if_late)))

    def _options(self, notice: Notice) -> None:
        for number, key in enumerate(notice.options):
            if number == 0:
                self._lines.heading("WHAT ELSE IS POSSIBLE")
            option = self._catalogue.options[key]
            self._lines.item(Text.assemble((option.name, "bold"), ": ", self._said(option.why)))
            for limit in option.limits_of(None):
                self._lines.say(Text.assemble("Limit: ", self._said(limit.basis)), indent=4)
            for need in option.needs:
                self._lines.say(Text.assemble("Needs: ", self._said(need.statement)), indent=4)

    def _sources(self) -> None:
        if self._cited:
            self._lines.heading("SOURCES")
        for source, number in self._cited.items():
            self._lines.item(
                f"{source.what} ({_KINDS[source.kind]}, read {source.read.isoformat()})", mark=f"[{number}]"
            )
            self._lines.verbatim(source.url, indent=len(f"[{number}]") + 3)
