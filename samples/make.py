"""Draw made-up IRS letters, spoil them as scanners, faxes and phones do, and write their truth.

    python -m samples.make OUT --codes CP14 CP504 --captures scan photo --count 3 --seed 7

writes FILE and FILE.truth.json for each letter and capture. Everything follows from the seed.
The few files kept beside this module were written by

    python -m samples.make samples --kept

The truth has the meanings of the record that the product prints; amounts and dates are listed by
role as far as they stand on the captured pages. Credits and payments are given without a sign.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import pypdfium2

from samples import layouts, others, spoil
from samples.model import Case, Entry, Ledger, make_case
from samples.typeset import Pen

Kind = Literal["pdf", "scan", "fax", "photo"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CORE = (
    "CP14",
    "CP501",
    "CP503",
    "CP504",
    "CP504B",
    "LT11",
    "Letter 1058",
    "CP90",
    "CP297",
    "CP523",
)
OUTSIDE = others.OUTSIDE
NOT_IRS = others.NOT_IRS
CODES = (*CORE, *OUTSIDE, *NOT_IRS)
Truth = dict[str, Any]

# name, code, capture, seed of the letter, seed of the capture: one of each core code, and small
KEPT: tuple[tuple[str, str, Kind, int, int], ...] = (
    ("cp14-pdf", "CP14", "pdf", 4, 1),
    ("cp501-fax", "CP501", "fax", 4, 1),
    ("cp503-scan", "CP503", "scan", 2, 1),
    ("cp504-photo", "CP504", "photo", 3, 1),
    ("cp504b-fax", "CP504B", "fax", 2, 1),
    ("lt11-pdf", "LT11", "pdf", 1, 1),
    ("letter-1058-scan", "Letter 1058", "scan", 3, 1),
    ("cp90-scan", "CP90", "scan", 0, 7),
    ("cp297-fax", "CP297", "fax", 1, 1),
    ("cp523-photo", "CP523", "photo", 2, 1),
)


@dataclass(frozen=True)
class DrawnLetter:
    """A letter as it left the printer.

    `pdf` is the born-digital file, `truth` what all its pages say, `texts` the words per page
    (page 1 first), `needs` how many of the first pages hold every headline field.
    """

    code: str
    seed: int
    layout: str
    pdf: bytes
    truth: Truth
    texts: tuple[str, ...]
    needs: int
    entries: tuple[Entry, ...]

    @property
    def pages(self) -> int:
        """Number of pages."""
        return len(self.texts)

    def truth_of(self, pages: int) -> Truth:
        """The truth of the first `pages` pages, when only these were captured."""
        text = "\n".join(self.texts[:pages])
        kept = [entry for entry in self.entries if entry.printed in text]
        periods = [_as_printed(period, self.texts[:pages]) for period in self.truth["tax_periods"]]
        return {**self.truth, **_listed(kept), "tax_periods": periods, "pages": pages}


@dataclass(frozen=True)
class Captured:
    """A captured letter: the file, its suffix with the dot, and the truth of what it shows."""

    data: bytes
    suffix: str
    truth: Truth


def _listed(entries: Iterable[Entry]) -> Truth:
    """Amounts, dates and contact as the truth lists them, each once.

    What is mentioned and has a plainer role elsewhere on the pages is listed under that role only.
    """
    entries = list(entries)
    plain = {(entry.kind, entry.value) for entry in entries if entry.role != "mentioned"}
    amounts: dict[tuple[str, str], None] = {}
    dates: dict[tuple[str, str], None] = {}
    contact: dict[str, list[str]] = {}
    for entry in entries:
        if entry.kind == "contact":
            values = contact.setdefault(entry.role, [])
            if entry.value not in values:
                values.append(entry.value)
        elif entry.role != "mentioned" or (entry.kind, entry.value) not in plain:
            {"amount": amounts, "date": dates}[entry.kind][entry.role, entry.value] = None
    keys = ("phone", "fax", "reply_address", "person", "reference")
    return {
        "amounts": [{"role": role, "value": value} for role, value in amounts],
        "dates": [{"role": role, "value": value} for role, value in dates],
        "contact": {key: ", ".join(contact[key]) if key in contact else None for key in keys},
    }


def _truth(case: Case, ledger: Ledger) -> Truth:
    beside = case.pay_by or case.hearing_by or case.ends_on
    return {
        "status": "irs",
        "notice": case.code,
        "notice_date": case.notice_date.isoformat(),
        "tax_periods": [
            {"form": form, "end": end.isoformat()} for form, end in sorted(ledger.periods, key=str)
        ],
        "amount_due": f"{case.asked:.2f}",
        "due_date": beside.isoformat() if beside else None,
        "taxpayer_id_last4": case.taxpayer.last4,
        **_listed(ledger.entries),
        "layout": case.layout,
        "due_date_deviates": case.deviates,
    }


def _needs(ledger: Ledger, texts: Sequence[str], truth: Truth) -> int:
    """How many pages from the first on hold every headline field."""
    wanted = list(ledger.periods.values())
    wanted += [e.printed for e in ledger.entries if e.value == truth["due_date"]][:1]
    pages = [next(n for n, text in enumerate(texts, 1) if words in text) for words in wanted]
    return max(pages, default=1)


def make_letter(code: str, seed: int, layout: str | None = None) -> DrawnLetter:
    """Draw the letter `code` from `seed`; `layout` is chosen by the seed where not given.

    `code` is one of CODES: a notice code as the record writes it, or a kind of foreign page.
    """
    if code not in CORE:
        return _make_other(code, seed)
    chosen = layout or random.Random(f"layout/{code}/{seed}").choice(layouts.layouts_of(code))
    case = make_case(code, seed, chosen)
    pen, ledger, pdf = layouts.lay_out(case)
    return _drawn(pen, ledger, pdf, _truth(case, ledger), (code, seed, chosen))


def _make_other(code: str, seed: int) -> DrawnLetter:
    page = others.draw(code, seed)
    return _drawn(
        page.pen,
        page.ledger,
        page.pdf,
        {**page.truth, **_listed(page.ledger.entries)},
        (code, seed, page.truth["layout"]),
    )


def _as_printed(period: Truth, texts: Sequence[str]) -> Truth:
    """The period, without its form where no page prints it: a phone number that ends in 1040 is no form."""
    form = period["form"]
    named = form and any(re.search(rf"(?<![\w.,/-]){re.escape(form)}(?![\w-])", text) for text in texts)
    return period if named else {**period, "form": None}


def _drawn(pen: Pen, ledger: Ledger, pdf: bytes, truth: Truth, name: tuple[str, int, str]) -> DrawnLetter:
    texts = tuple("\n".join(pen.words.get(n, [])).replace("\n", " ") for n in range(1, pen.page + 1))
    truth = {**truth, "tax_periods": [_as_printed(period, texts) for period in truth["tax_periods"]]}
    code, seed, layout = name
    return DrawnLetter(
        code,
        seed,
        layout,
        pdf,
        {**truth, "pages": len(texts)},
        texts,
        _needs(ledger, texts, truth),
        tuple(ledger.entries),
    )


def captured(letter: DrawnLetter, kind: Kind, seed: int) -> Captured:
    """The letter as a file of the given kind, with the truth of the pages in it."""
    if kind == "pdf":
        return Captured(letter.pdf, ".pdf", {**letter.truth, "capture": "pdf"})
    rng = random.Random(f"capture/{letter.code}/{letter.seed}/{kind}/{seed}")
    pages = _captured_pages(letter, kind, rng)
    dated = dt.date.fromisoformat(letter.truth["notice_date"] or "2024-03-04")
    sent = dated + dt.timedelta(days=rng.randint(4, 40))
    with pypdfium2.PdfDocument(letter.pdf) as document:
        data, suffix, spoilt = spoil.spoil(document, pages, kind, rng, sent)
    return Captured(data, suffix, {**letter.truth_of(pages), "capture": kind, "spoilt": spoilt})


def _captured_pages(letter: DrawnLetter, kind: Kind, rng: random.Random) -> int:
    """Scans and faxes are whole; with a phone people often take the first pages only."""
    if kind == "photo":
        return min(letter.pages, letter.needs + rng.choice([0, 0, 0, 1, 2]))
    return letter.pages


def capture(letter: DrawnLetter, kind: Kind, seed: int) -> tuple[bytes, str]:
    """The letter as a file of the given kind: its bytes and its suffix with the dot."""
    shot = captured(letter, kind, seed)
    return shot.data, shot.suffix


def write(folder: Path, name: str, shot: Captured) -> Path:
    """Write the file and its truth beside it; the file's path is given back."""
    path = folder / f"{name}{shot.suffix}"
    path.write_bytes(shot.data)
    text = json.dumps(shot.truth, indent=1, ensure_ascii=False) + "\n"
    path.with_name(path.name + ".truth.json").write_text(text, encoding="utf-8")
    return path


def write_kept(folder: Path) -> None:
    """Write the small set that stays in the repository."""
    for name, code, kind, seed, shot in KEPT:
        print(write(folder, name, captured(make_letter(code, seed), kind, shot)))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m samples.make", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--codes", nargs="+", default=list(CORE), choices=CODES, metavar="CODE")
    parser.add_argument("--captures", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--kept", action="store_true", help="write the kept set instead")
    parser.add_argument("--count", type=int, default=1, help="letters per code and capture")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first letter")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.kept:
        write_kept(options.out)
        return 0
    print(f"seed {options.seed}", file=sys.stderr)
    for code in options.codes:
        for seed in range(options.seed, options.seed + options.count):
            letter = make_letter(code, seed)
            for kind in options.captures:
                name = f"{code.lower().replace(' ', '-')}-{seed:04d}-{kind}"
                print(write(options.out, name, captured(letter, kind, seed)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
