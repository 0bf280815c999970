"""How well made-up letters are read: ``python -m benchmarks.evaluate``, or ``make evaluate``.

Letters are drawn freshly from the printed seed by samples/make.py, captured as PDF, scan, fax and photo,
read as the program reads them, and compared with the truth of what they show. A field is right only where
its value is exact; missing counts as wrong. These are letters of our own maker: what they show is that
nothing is broken, not how well anybody else's letters are read (docs/evaluation.md).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from scipy.stats import beta

FIELDS = ("notice", "notice_date", "tax_periods", "amount_due", "due_date", "taxpayer_id_last4")
CAPTURES = ("pdf", "scan", "fax", "photo")
TODAY = dt.date(2026, 11, 23)
Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """One letter: which fields are right, which accepted, its status, and what it took."""

    capture: str
    code: str
    seed: int
    right: frozenset[str]
    accepted: frozenset[str]
    status: str
    seconds: float
    pages: int
    plain: bool | None
    misses: tuple[tuple[str, str, str], ...]

    @property
    def whole(self) -> bool:
        """Whether every field is right."""
        return len(self.right) == len(FIELDS)

    @property
    def wrong_accepted(self) -> frozenset[str]:
        """Fields that were accepted and are not right: the worst that can happen."""
        return self.accepted - self.right


def interval(hits: int, n: int) -> tuple[float, float]:
    """The exact (Clopper-Pearson) 95 % interval of a share, in percent."""
    low = float(beta.ppf(0.025, hits, n - hits + 1)) if hits else 0.0
    high = float(beta.ppf(0.975, hits + 1, n - hits)) if hits < n else 1.0
    return 100 * low, 100 * high


def same(field: str, read: object, true: object) -> bool:
    """Whether a value is the true one; periods are compared as a set."""
    if field == "tax_periods":
        return as_set(read) == as_set(true)
    return read == true


def as_set(periods: object) -> set[tuple[str, str]]:
    """Periods as a set of end and form."""
    return {(p["end"], p["form"] or "") for p in periods} if isinstance(periods, list) else set()


def read_one(task: tuple[str, str, int, bool]) -> Score:
    """Draw, capture and read one letter."""
    from mailroom.config import AdviceSettings, Settings
    from mailroom.desk import record_of_file
    from samples.make import captured, make_letter

    code, capture, seed, with_plain = task
    shot = captured(make_letter(code, seed), capture, seed)  # type: ignore[arg-type]
    settings = Settings(advice=AdviceSettings(today=TODAY))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"letter{shot.suffix}"
        path.write_bytes(shot.data)
        started = time.process_time()
        record = record_of_file(path, settings, lambda _page, _of: None)
        seconds = time.process_time() - started
        plain = plainly_right(path, shot.truth) if with_plain else None
    return score(task, shot.truth, record, seconds, plain)


def score(
    task: tuple[str, str, int, bool], truth: Truth, record: dict[str, Any], seconds: float, plain: bool | None
) -> Score:
    """Compare a record with the truth; the first letter of the file is meant, further ones count against it."""
    code, capture, seed, _ = task
    letter = record["letters"][0]
    alone = len(record["letters"]) == 1 and letter["status"] in {"accepted", "review"}
    right = frozenset(f for f in FIELDS if alone and same(f, letter[f]["value"], truth[f]))
    accepted = frozenset(f for f in FIELDS if letter[f]["accepted"])
    misses = tuple(
        (f, json.dumps(letter[f]["value"]), json.dumps(truth[f])) for f in FIELDS if f not in right
    )
    pages = record["source"]["pages"]
    return Score(capture, code, seed, right, accepted, letter["status"], seconds, pages, plain, misses)


def plainly_right(path: Path, truth: Truth) -> bool:
    """What anybody would try first: Tesseract on page 1 and a regular expression for each field."""
    from benchmarks.plain import PlainFields, fields_in, tesseract_text

    ends = frozenset(p["end"] for p in truth["tax_periods"])
    wanted = PlainFields(truth["notice"], truth["notice_date"], truth["amount_due"], ends)
    return fields_in(tesseract_text(path)) == wanted


def rows(scores: Iterable[Score]) -> Iterator[str]:
    """The table, capture by capture."""
    listed = list(scores)
    yield f"{'capture':8}{'letters':>8}{'fields exact':>30}{'accepted':>10}{'wrong acc.':>11}{'letters whole':>15}{'accepted':>10}{'CPU s':>8}{'plain':>8}"
    for capture in CAPTURES:
        mine = [s for s in listed if s.capture == capture]
        if mine:
            yield _row(capture, mine)
    yield ""
    yield f"{'field':20}" + "".join(f"{capture:>22}" for capture in CAPTURES)
    for field in FIELDS:
        yield f"{field:20}" + "".join(_cell(field, [s for s in listed if s.capture == c]) for c in CAPTURES)


def _row(capture: str, mine: list[Score]) -> str:
    n = len(mine)
    fields = n * len(FIELDS)
    right = sum(len(s.right) for s in mine)
    low, high = interval(right, fields)
    accepted = sum(len(s.accepted) for s in mine)
    wrong = sum(len(s.wrong_accepted) for s in mine)
    whole, passed = sum(s.whole for s in mine), sum(s.status == "accepted" for s in mine)
    tried = [s.plain for s in mine if s.plain is not None]
    plain = f"{100 * sum(tried) / len(tried):.0f}%" if tried else "-"
    exact = f"{100 * right / fields:.2f}% [{low:.2f}, {high:.2f}]"
    seconds = sum(s.seconds for s in mine) / n
    return (
        f"{capture:8}{n:>8}{exact:>30}{100 * accepted / fields:>9.1f}%{wrong:>11}"
        f"{100 * whole / n:>14.1f}%{100 * passed / n:>9.1f}%{seconds:>8.2f}{plain:>8}"
    )


def _cell(field: str, mine: list[Score]) -> str:
    if not mine:
        return f"{'-':>22}"
    right = sum(field in s.right for s in mine)
    low, _ = interval(right, len(mine))
    return f"{f'{100 * right / len(mine):.1f}% (>= {low:.1f})':>22}"


@click.command()
@click.option("--count", default=20, show_default=True, help="Letters of each code in each capture.")
@click.option("--seed", default=None, type=int, help="First seed; without it one is drawn and printed.")
@click.option("--captures", default=",".join(CAPTURES), show_default=True)
@click.option("--codes", default="", help="Codes, separated by commas; without it the core ones.")
@click.option("--workers", default=2, show_default=True)
@click.option("--plain", is_flag=True, help="Also read page 1 with plain Tesseract and regular expressions.")
@click.option("--misses", is_flag=True, help="List every value that is not right, as it is read.")
def main(
    count: int, seed: int | None, captures: str, codes: str, workers: int, plain: bool, misses: bool
) -> None:
    """Draw letters, read them, print how many fields are right."""
    from samples.make import CORE

    first = seed if seed is not None else int.from_bytes(os.urandom(3), "big")
    print(f"seed {first}, {count} letters of each code in each capture", flush=True)
    tasks = [
        (code, capture, first + number, plain)
        for number in range(count)
        for code in (codes.split(",") if codes else CORE)
        for capture in captures.split(",")
    ]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        scores = []
        for s in pool.map(read_one, tasks):
            scores.append(s)
            for field, read, true in s.misses if misses else ():
                mark = "ACCEPTED" if field in s.accepted else ""
                print(f"{s.code} {s.seed} {s.capture} {field} {mark} read {read} true {true}", flush=True)
    print("\n".join(rows(scores)))
    wrong = Counter(f for s in scores for f in s.wrong_accepted)
    print(f"\naccepted and wrong: {dict(wrong) or 'none'}")


if __name__ == "__main__":
    main()
