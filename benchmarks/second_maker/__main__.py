"""Command line: draw letters with their truth, or check a set that was drawn."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import cv2
import numpy as np
from PIL import Image

from . import camera, files, truth
from .catalogue import CODES, draw_letter
from .content import truth_of
from .layouts import render

cv2.setNumThreads(1)


def token(*parts: object) -> str:
    """A random-looking name that tells nothing."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:14]


@lru_cache(maxsize=4)
def base_letter(seed: int, index: int, codes: tuple[str, ...]) -> tuple[bytes, dict[str, Any]]:
    """The PDF of a base letter and its truth line, without file and capture."""
    letter, rng = draw_letter(seed, index, list(codes))
    t = truth_of(letter)
    seen = {(p["form"], p["end"]): p for p in t["tax_periods"]}
    t["tax_periods"] = list(seen.values())
    head = {
        "base": token("base", seed, index, codes),
        "layout": letter.case.style.layout,
        "draw": {"seed": seed, "index": index, "codes": list(codes)},
    }
    return render(letter, rng), head | t


def fax_stamp(rng: random.Random, page: int, pages: int) -> str:
    """A sending machine's line for a page."""
    if rng.random() < 0.3:
        return ""
    rng = random.Random(rng.random())
    return (
        f"{rng.choice(('FROM: LAW OFFICE', 'TAX SVCS', 'UPS STORE 4471', ''))} {rng.randint(1, 12):02d}/{rng.randint(1, 28):02d}/{rng.randint(2005, 2026)} "
        f"{rng.randint(8, 17):02d}:{rng.randint(0, 59):02d}  555{rng.randrange(1000, 9999)}  P.{page:02d}/{pages:02d}"
    )


def save_capture(out: Path, name: str, kind: str, images: list[np.ndarray], rng: random.Random) -> str:
    """Write the captured pages in one of the formats that offices use; gives the file name."""
    quality = rng.randint(78, 92) if kind != "photo_hard" else rng.randint(66, 82)
    if kind.startswith("fax"):
        dpi = (204, 196 if kind == "fax_fine" else 98)
        file, write = (f"{name}.tif", "tiff") if rng.random() < 0.8 else (f"{name}.pdf", "pdf")
        files.write_tiff(out / file, images, dpi) if write == "tiff" else files.write_pdf(
            out / file, images, dpi, quality
        )
        return file
    if kind.startswith("photo"):
        if len(images) == 1:
            (out / f"{name}.jpg").write_bytes(files.jpeg(images[0], quality))
            return f"{name}.jpg"
        files.write_pdf(out / f"{name}.pdf", images, (200, 200), quality)
        return f"{name}.pdf"
    if len(images) == 1 and rng.random() < 0.3:
        Image.fromarray(images[0]).save(out / f"{name}.png", dpi=(300, 300))
        return f"{name}.png"
    if rng.random() < 0.15:
        files.write_tiff(out / f"{name}.tif", images, (300, 300))
        return f"{name}.tif"
    files.write_pdf(out / f"{name}.pdf", images, (300, 300), quality)
    return f"{name}.pdf"


def make(job: tuple[str, int, int, str, tuple[str, ...]]) -> dict[str, Any]:
    """Draw one file, unless an earlier run that was cut off has drawn it; gives its truth line."""
    out, seed, index, kind, codes = Path(job[0]), job[1], job[2], job[3], job[4]
    pdf, t = base_letter(seed, index, codes)
    kept = sorted(out.glob(token("file", seed, index, kind, codes) + ".*"))
    if kept:
        return {"file": kept[0].name, "base": t["base"], "capture": kind} | {
            k: v for k, v in t.items() if k != "base"
        }
    texts = files.text_pages(pdf)
    wrong = truth.misses(texts, t)
    if wrong:
        raise AssertionError(f"truth of draw {seed}/{index} not in the text: {wrong}")
    rng, name = random.Random(f"capture/{seed}/{index}/{kind}"), token("file", seed, index, kind, codes)
    if kind == "pdf":
        file = f"{name}.pdf"
        (out / file).write_bytes(pdf)
    else:
        pages = files.raster(pdf)
        if t["layout"] in ("typewriter", "courier"):
            pages = [camera.ribbon(p) for p in pages]
        if kind.startswith("photo") and truth.all_on_first(texts, t) and rng.random() < 0.75:
            pages = pages[:1]
        g = np.random.default_rng(rng.getrandbits(64))
        stamped = rng.random() < 0.7
        stamp_rng = rng.random()
        images = [
            camera.capture(
                kind, g, p, fax_stamp(random.Random(stamp_rng), i + 1, len(pages)) if stamped else ""
            )
            for i, p in enumerate(pages)
        ]
        file = save_capture(out, name, kind, images, rng)
    return {"file": file, "base": t["base"], "capture": kind} | {k: v for k, v in t.items() if k != "base"}


def jobs(a: argparse.Namespace) -> list[tuple[str, int, int, str, tuple[str, ...]]]:
    """Which letter in which capture; captures come round evenly."""
    codes, kinds = tuple(a.codes or CODES), list(a.captures or camera.CAPTURES)
    return [
        (
            str(a.out),
            a.seed,
            i // a.same_letter,
            kinds[i % len(kinds)]
            if a.same_letter == 1
            else kinds[(i + i // len(kinds) // a.same_letter) % len(kinds)],
            codes,
        )
        for i in range(a.count)
    ]


def check(out: Path) -> int:
    """Draw every base letter of a set again and read its truth from the text layer."""
    bad = 0
    lines = [json.loads(x) for x in (out / "truth.jsonl").read_text().splitlines()]
    for t in lines:
        d = t["draw"]
        pdf, again = base_letter(d["seed"], d["index"], tuple(d["codes"]))
        wrong = truth.misses(files.text_pages(pdf), t) + [k for k in again if k in t and t[k] != again[k]]
        if t["capture"] == "pdf":
            wrong += truth.misses(files.text_pages((out / t["file"]).read_bytes()), t)
        if wrong or not (out / t["file"]).exists():
            bad += 1
            print(t["file"], wrong or "file missing")
    print(f"{len(lines)} lines, {bad} with a fault")
    return 1 if bad else 0


def main(argv: list[str] | None = None) -> int:
    """Entry point."""
    ap = argparse.ArgumentParser(prog="benchmarks.second_maker", description=__doc__)
    ap.add_argument("out", type=Path)
    ap.add_argument("--count", type=int, default=90)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--codes", nargs="+", choices=list(CODES))
    ap.add_argument("--captures", nargs="+", choices=camera.CAPTURES)
    ap.add_argument(
        "--same-letter", type=int, default=1, metavar="K", help="draw each base letter in K captures"
    )
    ap.add_argument("--workers", type=int, default=1)
    ap.add_argument("--check", action="store_true", help="check the truth of an existing set")
    a = ap.parse_args(argv)
    if a.check:
        return check(a.out)
    a.out.mkdir(parents=True, exist_ok=True)
    print(f"seed {a.seed}", file=sys.stderr)
    with ProcessPoolExecutor(a.workers) as pool:
        lines = list(pool.map(make, jobs(a), chunksize=1))
    lines.sort(key=lambda t: t["file"])
    (a.out / "truth.jsonl").write_text("".join(json.dumps(t) + "\n" for t in lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
