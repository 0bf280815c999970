"""The plain way to compare with: whatever text there is, and regular expressions for each field.

This is what a person writes in an afternoon who has seen some letters: the first match wins, nothing is
checked against anything else, and what is not found is missing.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

_DATE = r"((?:[A-Z][a-z]{2,8}\.?) \d{1,2}, ?\d{4}|\d{2}[/-]\d{2}[/-]\d{4})"
_CODE = re.compile(r"\b(CP ?\d{2,4}[A-Z]{0,2}|LT ?\d{2}[A-Z]?|(?:Letter|LTR) ?\d{3,4}[A-Z]?)\b")
_NOTICE_DATE = re.compile(
    r"(?:Notice date|Date of (?:this )?notice|Letter date|Date):?\s*" + _DATE, re.IGNORECASE
)
_MONEY = r"\$ ?([\d,]+\.\d\d)"
# In this order: what a letter calls the sum it asks for.
_AMOUNTS = tuple(
    re.compile(label + r"[^$]{0,60}" + _MONEY, re.IGNORECASE)
    for label in (
        r"amount due (?:immediately|now|by|today)", r"amount due", r"amount you owe", r"balance due",
        r"payment due", r"pay(?:ment)? by", r"you (?:still )?owe",
    )
)  # fmt: skip
_ENDS = re.compile(
    r"(?:Tax periods?|periods? end(?:ed|ing)|Form \d+[A-Z-]*|quarter end\w*)\W{0,4}(?:ended|ending)?\s*"
    + _DATE,
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:tax years?|tax periods?|for|your)[:\s]+((?:19|20)\d\d)\b", re.IGNORECASE)
_FORMATS = ("%B %d, %Y", "%b %d, %Y", "%m/%d/%Y", "%m-%d-%Y")
_PSM = ("--psm", "3")


@dataclass(frozen=True, slots=True)
class PlainFields:
    """What was found: code, date, amount as in a record, and the ends of the periods."""

    notice: str | None
    notice_date: str | None
    amount_due: str | None
    ends: frozenset[str]


def fields_in(text: str) -> PlainFields:
    """The first match of each field in a text."""
    code, date = _CODE.search(text), _NOTICE_DATE.search(text)
    amount = next((found for found in (rule.search(text) for rule in _AMOUNTS) if found), None)
    printed = {end for end in map(_iso, _ENDS.findall(text)) if end}
    year = _YEARS.search(text)
    return PlainFields(
        re.sub(r"(?<=CP|LT) ", "", code[1]) if code else None,
        _iso(date[1]) if date else None,
        amount[1].replace(",", "") if amount else None,
        frozenset(printed or ([f"{year[1]}-12-31"] if year else [])),
    )


def _iso(text: str) -> str | None:
    plain = re.sub(r"\s+", " ", text.replace(".", "").replace(",", ", ")).replace("Sept ", "Sep ")
    for form in _FORMATS:
        try:
            return dt.datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def tesseract_text(path: Path) -> str:
    """Page 1 as Tesseract reads it with one thread, given a path: a PDF's page is rendered at 300 dpi."""
    with tempfile.TemporaryDirectory() as folder:
        picture = path if path.suffix in {".png", ".jpg", ".tif"} else _rendered(path, Path(folder))
        done = subprocess.run(
            ["tesseract", str(picture), "-", *_PSM],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"}, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
    return done.stdout


def _rendered(path: Path, folder: Path) -> Path:
    """Page 1 as a file that is written quickly: encoding PNG costs as much as reading."""
    picture = folder / "page.pgm"
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            document[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L").save(picture)
    else:
        with Image.open(path) as image:
            image.convert("L").save(picture)
    return picture
