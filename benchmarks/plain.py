"""The plain way to compare with: Tesseract on page 1 as it comes, and one regular expression a field."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

_DATE = r"([A-Z][a-z]+ \d{1,2}, \d{4}|\d{2}/\d{2}/\d{4})"
_CODE = re.compile(r"\b(CP ?\d{2,4}[A-Z]?|LT ?11|Letter 1058)\b")
_NOTICE_DATE = re.compile(r"(?:Notice date|Date of this notice|Date):?\s*" + _DATE)
_AMOUNT = re.compile(r"(?:Amount due[^$\n]*|Payment [Dd]ue[^$\n]*|[Aa]mount you owe[^$\n]*)\$([\d,]+\.\d\d)")
_YEAR = re.compile(r"(?:Tax year|tax year|for)[:\s]+(20\d\d)")
_FORMATS = ("%B %d, %Y", "%m/%d/%Y")


def plain_fields(path: Path) -> tuple[str | None, str | None, str | None, list[str]]:
    """Code, date, amount and period ends as the plain way reads them."""
    text = _text(path)
    code, amount, year = _CODE.search(text), _AMOUNT.search(text), _YEAR.search(text)
    date = _NOTICE_DATE.search(text)
    return (
        re.sub(r"(?<=CP|LT) ", "", code[1]) if code else None,
        _iso(date[1]) if date else None,
        amount[1].replace(",", "") if amount else None,
        [f"{year[1]}-12-31"] if year else [],
    )


def _iso(text: str) -> str | None:
    for form in _FORMATS:
        try:
            return dt.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def _text(path: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page.png"
        _first_page(path).save(picture)
        done = subprocess.run(
            ["tesseract", str(picture), "-", "--psm", "3"],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    return done.stdout


def _first_page(path: Path) -> Image.Image:
    """Page 1 as a picture: of a PDF rendered at 300 dpi."""
    if path.suffix != ".pdf":
        with Image.open(path) as image:
            return image.convert("L")
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        rendered = document[0].render(scale=300 / 72)
        picture: Image.Image = rendered.to_pil().convert("L")
        return picture
