"""Draws the card of each of the ten core notices as an SVG picture, from the present texts.

``python -m benchmarks.cards docs/cards`` writes one file for each notice.
The letters are made up and nothing is read: what is drawn is what the catalogue says of such a letter.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from classify.advise import advise
from classify.catalogue import Catalogue, load_catalogue
from classify.field import Amount, Contact, DatedMention, Evidence, Field, Period
from classify.finding import Finding
from classify.record import letter_record
from ingest.letter import Capture, Letter, ReadPage
from ingest.transform import Box
from mailroom import card

# The card is 100 characters wide; the rest is margin.
_WIDTH = 104
_TODAY = dt.date(2024, 3, 18)
_DATED = dt.date(2024, 3, 11)
_PHONE = "800-555-0142"
# Width by height of a letter of the first fonts below: with another, words drift from where they are drawn.
_ASPECT = 0.602
# Fonts of the reader's own machine: a picture fetches nothing.
_FRAME = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
{lines}
</defs>
<rect width="{width}" height="{height}" fill="#ffffff"/>
<g transform="translate(16 16)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
_PAPER = TerminalTheme(
    (255, 255, 255),
    (20, 20, 20),
    [
        (0, 0, 0),
        (176, 0, 32),
        (0, 110, 40),
        (140, 90, 0),
        (0, 60, 160),
        (130, 0, 120),
        (0, 110, 120),
        (90, 90, 90),
    ],
)


@dataclass(frozen=True, slots=True)
class Model:
    """What a made-up letter of a kind says."""

    code: str
    form: str
    ends: tuple[dt.date, ...]
    amount: str
    printed: dict[str, dt.date]
    reply: str | None = None
    person: str | None = None
    whole: str | None = None


_YEAR = (dt.date(2022, 12, 31),)
_YEARS = (dt.date(2020, 12, 31), dt.date(2021, 12, 31))
_QUARTERS = (dt.date(2022, 9, 30), dt.date(2022, 12, 31))
_PAY_BY = {"pay_by": dt.date(2024, 4, 1)}
_HEARING = {"hearing": dt.date(2024, 4, 10)}
_OFFICE = "Internal Revenue Service, PO Box 0000, Anytown, US 00000-0000"
MODELS = (
    Model("CP14", "1040", _YEAR, "1075.21", _PAY_BY),
    Model("CP501", "1040", _YEAR, "1211.40", _PAY_BY),
    Model("CP503", "1040", _YEAR, "1263.77", _PAY_BY),
    Model("CP504", "1040", _YEAR, "9533.53", _PAY_BY),
    Model("CP504B", "941", _QUARTERS, "18204.66", _PAY_BY),
    Model("LT11", "1040", _YEARS, "23118.02", _HEARING, reply=_OFFICE),
    Model("Letter 1058", "1040", _YEARS, "64250.00", _HEARING, reply=_OFFICE, person="R. Example"),
    Model("CP90", "1040", _YEARS, "12890.35", _HEARING, reply=_OFFICE),
    Model("CP297", "941", _QUARTERS, "31877.90", _HEARING, reply=_OFFICE),
    Model("CP523", "1040", _YEAR, "300.00", {"termination": dt.date(2024, 4, 15)}, whole="8412.19"),
)


def drawn(model: Model, catalogue: Catalogue) -> str:
    """The card of a model letter as SVG, without its place on the reader's disk or any network address."""
    console = Console(
        record=True,
        width=_WIDTH,
        height=1000,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        file=io.StringIO(),
        highlight=False,
        _environ={},
    )
    card.show(console, _record(model, catalogue), _TODAY, catalogue.language)
    return console.export_svg(
        title=model.code, theme=_PAPER, code_format=_FRAME, font_aspect_ratio=_ASPECT, unique_id="card"
    )


def carded(model: Model, catalogue: Catalogue) -> str:
    """The card of a model letter as plain text, in the language of the catalogue."""
    text = io.StringIO()
    console = Console(width=_WIDTH, file=text, highlight=False, _environ={})
    card.show(console, _record(model, catalogue), _TODAY, catalogue.language)
    return text.getvalue()


def file_name(model: Model) -> str:
    """``letter-1058.svg``."""
    return f"{model.code.lower().replace(' ', '-')}.svg"


def _record(model: Model, catalogue: Catalogue) -> dict[str, Any]:
    letter = Letter("0a1b2c3d#1", (ReadPage(1, (2550, 3300), (), Capture("digital")),))
    finding = _finding(model)
    advice, doubts = advise(finding, catalogue, today=_TODAY)
    notice = catalogue.notices[model.code]
    made = letter_record(letter, finding, advice, doubts, {}, notice.title.text)
    return {"source": {"name": f"{model.code}.pdf"}, "letters": [made]}


def _finding(model: Model) -> Finding:
    amounts = [Amount("due_now", Decimal(model.amount), ())]
    if model.whole:
        amounts.append(Amount("whole_debt", Decimal(model.whole), ()))
    return Finding(
        origin="irs",
        notice=Field(model.code, accepted=True),
        notice_date=Field(_DATED, accepted=True),
        tax_periods=Field(tuple(Period(end, model.form) for end in model.ends), accepted=True),
        amount_due=Field(Decimal(model.amount), accepted=True),
        due_date=Field(next(iter(model.printed.values())), accepted=True),
        taxpayer_id_last4=Field("0000", accepted=True),
        amounts=tuple(amounts),
        dates=tuple(DatedMention(role, day, ()) for role, day in model.printed.items()),
        contact=Contact(phone=_PHONE, reply_address=model.reply, person=model.person, evidence=_read(model)),
    )


def _read(model: Model) -> tuple[Evidence, ...]:
    """Where an address was read: these letters say that hearing requests go there."""
    if model.reply is None:
        return ()
    return (Evidence(1, Box(0, 0, 1, 1), model.reply, "address:hearing", "text layer"),)


def write(folder: Path) -> Iterator[Path]:
    """Write every card into a folder, in place of those that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = load_catalogue()
    for model in MODELS:
        path = folder / file_name(model)
        path.write_text(drawn(model, catalogue), encoding="utf-8")
        yield path


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cards", description=__doc__)
    parser.add_argument("folder", type=Path)
    for path in write(parser.parse_args(arguments).folder):
        print(path, file=sys.stderr)


if __name__ == "__main__":
    main()
