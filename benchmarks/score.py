"""Score records against truth: per capture and field, with exact intervals.

    python benchmarks/score.py TRUTH.jsonl RECORDS.jsonl [--json OUT]

A letter whose record is missing counts as wrong in every field. Where the truth
lists alternatives for a field (letters on which the definition is open), any of
them counts as right; the last line of the table says how many such there were.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from scipy.stats import beta

FIELDS = ("notice", "notice_date", "tax_periods", "amount_due", "due_date", "taxpayer_id_last4")
Json = dict[str, Any]


def clopper_pearson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Exact two-sided binomial interval for k of n."""
    if n == 0:
        return 0.0, 1.0
    a = (1 - level) / 2
    low = 0.0 if k == 0 else float(beta.ppf(a, k, n - k + 1))
    high = 1.0 if k == n else float(beta.ppf(1 - a, k + 1, n - k))
    return low, high


def norm_money(value: Any) -> Any:
    """An amount as a number of cents, or as it came where it is none."""
    try:
        return (
            None
            if value is None
            else Decimal(str(value).replace(",", "").replace("$", "")).quantize(Decimal("0.01"))
        )
    except InvalidOperation:
        return value


def norm_periods(value: Any) -> frozenset[tuple[Any, Any]]:
    """Periods as a set of (form, end)."""
    return frozenset((p.get("form"), p.get("end")) for p in value or [])


def norm_ends(value: Any) -> frozenset[Any]:
    """Periods as a set of ends."""
    return frozenset(p.get("end") for p in value or [])


NORM: dict[str, Callable[[Any], Any]] = {"amount_due": norm_money, "tax_periods": norm_periods}


def right(name: str, want: Any, got: Any, norm: Callable[[Any], Any] | None = None) -> bool:
    """Exact after normalisation."""
    f = norm or NORM.get(name, lambda x: x)
    return bool(f(want) == f(got))


@dataclass
class Result:
    """What became of one letter."""

    truth: Json
    status: str | None
    fields: dict[str, tuple[bool, bool]]  # name -> (right, accepted)
    ends: bool = False
    read: Json = field(default_factory=dict)
    late: str | None = None
    deadline: bool | None = None

    @property
    def all_right(self) -> bool:
        """Every field and the status right."""
        return all(ok for ok, _ in self.fields.values())

    @property
    def accepted(self) -> bool:
        """The letter went through without a person (a stranger told as such counts)."""
        return self.status in ("accepted", "not_irs")

    @property
    def silent(self) -> bool:
        """Through without a person, and wrong."""
        return self.accepted and not self.all_right


def load_records(path: Path) -> dict[str, Json]:
    """Records by file name."""
    lines = (json.loads(x) for x in path.read_text().splitlines() if x.strip())
    return {r["source"]["name"].rsplit("/", 1)[-1]: r for r in lines if "source" in r}


def record_of(truth: Json, records: dict[str, Json], folder: Path) -> Json | None:
    """The record of a letter: by name, else by content, since a name with a long number in it is masked."""
    named = records.get(truth["file"])
    path = folder / truth["file"]
    if named is not None or not path.is_file():
        return named
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return next((r for r in records.values() if r["source"].get("sha256") == digest), None)


def pick_letter(record: Json | None) -> Json:
    """The letter of a file; a file split in two keeps its first part, and lacks the rest."""
    letters = (record or {}).get("letters") or [{}]
    return letters[0] or {}


def judge(truth: Json, record: Json | None) -> Result:
    """Compare one letter."""
    letter = pick_letter(record)
    status = letter.get("status")
    if truth["status"] == "not_irs":
        ok = status == "not_irs" and len((record or {}).get("letters") or []) == 1
        return Result(
            truth, status, {"status": (ok, status in ("not_irs", "accepted"))}, read={"status": status}
        )
    several = len((record or {}).get("letters") or []) > 1
    fields, read = {}, {}
    for name in FIELDS:
        entry = letter.get(name) if isinstance(letter.get(name), dict) else None
        value = entry.get("value") if entry else None
        wants = [truth[name], *truth.get("alternatives", {}).get(name, [])]
        ok = (
            entry is not None
            and status not in (None, "not_irs", "unreadable")
            and any(right(name, x, value) for x in wants)
        )
        accepted = bool(entry and entry.get("accepted")) and status not in (None, "not_irs", "unreadable")
        fields[name], read[name] = (ok, accepted), value
    fields["status"] = (status in ("accepted", "review"), status in ("accepted", "not_irs"))
    wants = [truth["tax_periods"], *truth.get("alternatives", {}).get("tax_periods", [])]
    ends = any(right("tax_periods", x, read["tax_periods"], norm_ends) for x in wants) and fields["status"][0]
    result = Result(
        truth, status, fields, ends, read | {"status": status} | ({"letters": "several"} if several else {})
    )
    judge_deadline(result, letter)
    return result


def judge_deadline(result: Result, letter: Json) -> None:
    """A deadline shown must never be later than the true one, and should be it."""
    shown = ((letter.get("advice") or {}).get("deadline") or {}).get("date")
    want = (result.truth.get("deadline") or {}).get("date")
    result.deadline = shown == want
    if shown and want and shown > want:
        result.late = f"{shown} shown, {want} true"


def percent(k: int, n: int) -> str:
    """K of n in percent."""
    return f"{100 * k / n:6.1f}" if n else "   -  "


def rate(k: int, n: int) -> str:
    """Percent with its interval."""
    low, high = clopper_pearson(k, n)
    return f"{percent(k, n)} [{100 * low:5.1f},{100 * high:5.1f}]"


def field_lines(label: str, group: list[Result]) -> Iterable[str]:
    """One line per field of a group."""
    for name in (*FIELDS, "status"):
        got = [r.fields[name] for r in group if name in r.fields]
        n, ok, acc = len(got), sum(a for a, _ in got), sum(b for _, b in got)
        wrong = sum(b and not a for a, b in got)
        yield f"{label:13} {name:18} {n:5} {rate(ok, n)} {percent(acc, n)} {wrong:6}"
    irs = [r for r in group if r.truth["status"] == "irs"]
    yield f"{label:13} {'period ends only':18} {len(irs):5} {rate(sum(r.ends for r in irs), len(irs))}"
    dead = [r for r in irs if r.deadline is not None]
    yield f"{label:13} {'deadline date':18} {len(dead):5} {rate(sum(bool(r.deadline) for r in dead), len(dead))}        late {sum(r.late is not None for r in dead)}"


def letter_lines(groups: dict[str, list[Result]]) -> Iterable[str]:
    """One line per group for whole letters."""
    yield f"\n{'capture':13} {'letters':>7} {'all six right':>22} {'accepted whole':>22} {'silent errors':>22}"
    for label, rs in groups.items():
        n, acc = len(rs), [r for r in rs if r.accepted]
        yield (
            f"{label:13} {n:7} {rate(sum(r.all_right for r in rs), n):>22} {rate(len(acc), n):>22}"
            f" {sum(r.silent for r in acc):4} of {len(acc):4} {rate(sum(r.silent for r in acc), len(acc))}"
        )


def grouped(results: list[Result], key: str) -> dict[str, list[Result]]:
    """Results by a truth field, with the whole last."""
    groups: dict[str, list[Result]] = {}
    for r in results:
        groups.setdefault(str(r.truth.get(key)), []).append(r)
    return dict(sorted(groups.items())) | {"ALL": results}


def faults(results: list[Result]) -> list[Json]:
    """Every accepted value that is wrong: file, field, truth, read."""
    out = []
    for r in results:
        for name, (ok, accepted) in r.fields.items():
            if accepted and not ok:
                out.append(
                    {
                        "file": r.truth["file"],
                        "capture": r.truth["capture"],
                        "layout": r.truth["layout"],
                        "field": name,
                        "truth": r.truth[name],
                        "read": r.read.get(name),
                        "letter_status": r.status,
                    }
                )
    return out


def report(results: list[Result], by: str) -> str:
    """The whole printed report."""
    groups = grouped(results, by)
    lines = [
        f"{by:13} {'field':18} {'n':>5} {'exact %  [95 % interval]':>22} {'acc. %':>6} {'wrong accepted':>6}"
    ]
    for label, group in groups.items():
        lines += list(field_lines(label, group))
    lines += list(letter_lines(groups))
    lines.append("\naccepted but wrong")
    lines += [
        f"{f['file']} {f['capture']} {f['layout']} [{f['letter_status']}] {f['field']}: truth {f['truth']!r} read {f['read']!r}"
        for f in faults(results)
    ]
    lines.append("\ndeadline shown later than the true one")
    lines += [f"{r.truth['file']} {r.truth['notice']} {r.late}" for r in results if r.late]
    bases = len({r.truth["base"] for r in results})
    loose = sum(bool(r.truth.get("alternatives")) for r in results)
    missing = sum(r.status is None for r in results)
    lines.append(
        f"\n{len(results)} files of {bases} base letters; {missing} without a record; {loose} with an alternative reading allowed."
    )
    if bases < len(results):
        lines.append("Several files share a base letter: the intervals are narrower than they should be.")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Entry point; 1 where an accepted value is wrong or a deadline is late."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("truth", type=Path)
    ap.add_argument("records", type=Path)
    ap.add_argument("--by", default="capture", choices=("capture", "layout", "notice"))
    ap.add_argument("--json", type=Path, help="write the accepted-but-wrong list here")
    a = ap.parse_args(argv)
    truths = [json.loads(x) for x in a.truth.read_text().splitlines() if x.strip()]
    records = load_records(a.records)
    results = [judge(t, record_of(t, records, a.truth.parent)) for t in truths]
    print(report(results, a.by))
    if a.json:
        a.json.write_text(json.dumps(faults(results), indent=1))
    return int(any(r.silent or r.late for r in results))


if __name__ == "__main__":
    sys.exit(main())
