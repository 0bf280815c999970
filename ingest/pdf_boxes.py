"""What PDFium does not tell of a page's boxes."""

from __future__ import annotations

import io

import pikepdf

# Beyond these a unit is a slip: a letter sheet would be a stamp or a sports ground.
_UNITS = (0.05, 100.0)


def user_units(content: bytes, password: str) -> dict[int, float]:
    """The pages, by number from 1, whose unit is not one point (1/72 inch), and their unit in points.

    Empty where the file cannot be looked into; a page is then taken to be as large as PDFium says.
    """
    found = {}
    try:
        with pikepdf.open(io.BytesIO(content), password=password) as document:
            for number, page in enumerate(document.pages, 1):
                unit = float(page.obj.get("/UserUnit", 1))
                if unit != 1 and _UNITS[0] <= unit <= _UNITS[1]:
                    found[number] = unit
    except (pikepdf.PdfError, ValueError, TypeError, OverflowError, RuntimeError):
        return {}
    return found
