"""Foreign pages whose text is known, against what a user could pick instead.

    INGEST_TEST_DATA=/path/to/data python -m benchmarks.pages --ocrmypdf /elsewhere/bin/ocrmypdf

The pages: receipts of ICDAR 2019 SROIE (boxes with their text) and pages of Tesseract's own test set (text typed by
people). Each is read as it is, turned by a quarter or half, skewed by a few degrees, and both; turn and skew
follow from the page's name. The reading order of columns and receipts is open, so the same is used for all: words are runs
of letters or of digits in lower case, signs and blanks set aside; each true word is paired with a read one so that
the sum of their edits is least (an assignment), and what is left over on either side counts with all its characters.
The character error is that sum over the characters of the truth. A page that a program gives up counts as 100 %.

Half of the pages may be looked at while the reader is worked on; the table is printed for all and for the other half,
from which nothing may be tuned.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import resource
import statistics
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click
import cv2
import numpy as np
from PIL import Image
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment
from scipy.stats import binomtest

from benchmarks.peers import ocrmypdf_text, our_text, program, rapidocr_text, tesseract_text, words_of

# Pages that were looked at while the reader was made better; those left are measured only.
LOOKED_AT = frozenset({"phototest", *(f"SROIE {number:03}" for number in range(0, 10, 2))})
CONDITIONS = ("as it is", "turned", "skewed", "turned, skewed")
# Further behind the best than this is listed, in points of character error.
_BEHIND = 2.0
_OURS = "this program"
Ways: TypeAlias = dict[str, Callable[[Path], str]]


@dataclass(frozen=True, slots=True)
class Known:
    """A page and its words."""

    name: str
    path: Path
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """What a way made of a page in a condition: character error in percent, CPU seconds."""

    page: str
    condition: str
    way: str
    error: float
    cpu_s: float


def known_pages(data: Path) -> Iterator[Known]:
    """Every page of the data whose text people have written down, the dissimilar ones first."""
    tesseract = data / "images/tesseract-ocr+test/testing"
    for name in ("phototest", "8071_093.3B", "8087_054.3B"):
        text = next(
            tesseract / f"{name}{end}"
            for end in (".gold.txt", ".txt")
            if (tesseract / f"{name}{end}").exists()
        )
        yield Known(name, tesseract / f"{name}.tif", tuple(words_of(text.read_text("utf-8"))))
    receipts = data / "images/zzzDavid+ICDAR-2019-SROIE/data"
    for box in sorted((receipts / "box").glob("*.csv")):
        with box.open(encoding="utf-8", newline="") as file:
            # Eight numbers of the corners, then the text with its commas.
            said = " ".join(",".join(row[8:]) for row in csv.reader(file, quoting=csv.QUOTE_NONE))
        yield Known(f"SROIE {box.stem}", receipts / f"img/{box.stem}.jpg", tuple(words_of(said)))


def in_condition(page: Known, condition: str, folder: Path) -> Path:
    """The page's picture in a condition, as a grey PNG of 300 dpi; as it is: the file itself."""
    if condition == "as it is":
        return page.path
    chance = zlib.crc32(page.name.encode())
    with Image.open(page.path) as image:
        pixels = np.asarray(image.convert("L"))
    if "skewed" in condition:
        degrees = (3 + chance % 5) * (1 if chance & 64 else -1)
        pixels = _skewed(pixels, degrees)
    if "turned" in condition:
        pixels = np.rot90(pixels, 1 + chance // 128 % 3)
    path = folder / f"{page.name}-{condition}.png".replace(" ", "-")
    Image.fromarray(np.ascontiguousarray(pixels)).save(path, dpi=(300, 300), compress_level=1)
    return path


def kept_in(file: Path | None) -> list[Shot]:
    """The shots of an earlier run; none where there is no such file."""
    if file is None or not file.exists():
        return []
    return [Shot(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def _skewed(pixels: np.ndarray, degrees: float) -> np.ndarray:
    """The sheet askew on a larger white one."""
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = int(width * cos + height * sin), int(width * sin + height * cos)
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return np.asarray(cv2.warpAffine(pixels, turn, size, flags=cv2.INTER_CUBIC, borderValue=255))


def character_error(true: Sequence[str], read: Sequence[str]) -> float:
    """Percent of the truth's characters that are wrong, missing or too many, wherever the words stand."""
    longest = max(len(true), len(read))
    # A word without a partner costs its length: the empty word stands in for it.
    padded = [[*words, *[""] * (longest - len(words))] for words in (true, read)]
    costs = cdist(padded[0], padded[1], scorer=Levenshtein.distance, dtype=np.int32)
    least = costs[linear_sum_assignment(costs)].sum()
    return 100.0 * float(least) / sum(map(len, true))


def shots(
    pages: Sequence[Known], conditions: Sequence[str], ways: Ways, kept: Sequence[Shot] = ()
) -> Iterator[Shot]:
    """Every page in every condition, read every way, but for what is kept of an earlier run."""
    done = {(shot.page, shot.condition, shot.way) for shot in kept}
    with tempfile.TemporaryDirectory() as folder:
        for condition in conditions:
            for page in pages:
                left = {way: text for way, text in ways.items() if (page.name, condition, way) not in done}
                if not left:
                    continue
                path = in_condition(page, condition, Path(folder))
                for way, text in left.items():
                    before = _spent_s()
                    read = words_of(text(path))
                    cpu_s = _spent_s() - before
                    yield Shot(
                        page.name, condition, way, min(100.0, character_error(page.words, read)), cpu_s
                    )


def _spent_s() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def table(found: Sequence[Shot], ways: Sequence[str]) -> Iterator[str]:
    """Median and worst by condition and way, how often we are the better, and where we are far behind."""
    yield f"{'':16}{'':14}{'pages':>6}{'median':>9}{'mean':>8}{'worst':>8}{'CPU s':>8}   {'we are better than it on':26}"
    for condition in dict.fromkeys(shot.condition for shot in found):
        ours = {shot.page: shot.error for shot in found if (shot.condition, shot.way) == (condition, _OURS)}
        for way in ways:
            mine = [shot for shot in found if (shot.condition, shot.way) == (condition, way)]
            errors = [shot.error for shot in mine]
            row = f"{condition:16}{way:14}{len(mine):>6}{statistics.median(errors):>8.1f}%{statistics.fmean(errors):>7.1f}%"
            row += f"{max(errors):>7.1f}%{statistics.fmean(shot.cpu_s for shot in mine):>8.1f}"
            yield row + (f"   {_compared(ours, mine)}" if way != _OURS else "")
    yield f"\nMore than {_BEHIND:g} points behind the best:"
    behind = list(_behind(found))
    yield from behind or ["none"]


def _compared(ours: dict[str, float], mine: Sequence[Shot]) -> str:
    """On how many pages we are better, of those where there is a difference, with the exact interval."""
    better = sum(ours[shot.page] < shot.error for shot in mine)
    apart = sum(ours[shot.page] != shot.error for shot in mine)
    if not apart:
        return "no difference"
    low, high = binomtest(better, apart).proportion_ci()
    return f"{better} of {apart} [{100 * low:.0f}, {100 * high:.0f}]"


def _behind(found: Sequence[Shot]) -> Iterator[str]:
    for condition, page in dict.fromkeys((shot.condition, shot.page) for shot in found):
        here = {shot.way: shot.error for shot in found if (shot.condition, shot.page) == (condition, page)}
        best = min(here, key=lambda way: here[way])
        if here[_OURS] > here[best] + _BEHIND:
            yield f"{condition:16}{page:14}{here[_OURS]:>6.1f}% against {here[best]:.1f}% ({best})"


@click.command(help=__doc__.splitlines()[0] if __doc__ else None)
@click.option(
    "--ocrmypdf", help="Path of OCRmyPDF, from an environment of its own; without it that column is left out."
)
@click.option(
    "--all", "every", is_flag=True, help="Every page in every condition; takes an hour on two cores."
)
@click.option("--pages", default=6, show_default=True, help="Pages of the sample.")
@click.option(
    "--shots",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write each reading's figures to this file, and do not read again what stands there.",
)
@click.option(
    "--conditions",
    default=";".join(CONDITIONS[:3]),
    show_default=True,
    help="Parted by semicolons; the fourth, 'turned, skewed', comes with --all.",
)
def main(ocrmypdf: str | None, every: bool, pages: int, file: Path | None, conditions: str) -> None:
    """Read the pages, print the table."""
    data = Path(os.environ.get("INGEST_TEST_DATA", ""))
    if not (data / "images").is_dir():
        raise SystemExit("INGEST_TEST_DATA does not name a folder with images in it.")
    ways: Ways = {_OURS: our_text, "Tesseract": tesseract_text, "RapidOCR": rapidocr_text}
    if ocrmypdf:
        ways["OCRmyPDF"] = partial(ocrmypdf_text, ocrmypdf=program(ocrmypdf), jobs=1)
    chosen = list(known_pages(data))[: None if every else pages]
    wanted = CONDITIONS if every else conditions.split(";")
    found = [shot for shot in kept_in(file) if shot.condition in wanted]
    for shot in shots(chosen, wanted, ways, found):
        found.append(shot)
        if file:
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(dataclasses.asdict(shot)) + "\n")
    print("\n".join(table(found, list(ways))))
    if measured := [shot for shot in found if shot.page not in LOOKED_AT]:
        print("\nOnly the pages that nothing was tuned on:\n")
        print("\n".join(table(measured, list(ways))))


if __name__ == "__main__":
    main()
