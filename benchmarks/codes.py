"""How well QR codes are seen, and what looking costs: ``python -m benchmarks.codes --count 20``.

A code of a given size is drawn into a free place of a letter, captured as scanner, fax and phone do, and looked for
as the program does (ingest/links.py). CPU time is that of the look alone, on one core, letters with and without codes.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import tempfile
import time
from pathlib import Path

import click
import cv2
import pikepdf
import pypdfium2
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import white

from benchmarks.evaluate import interval
from ingest.links import codes_on
from ingest.pages import pages_of
from ingest.source import open_source
from samples import spoil
from samples.make import make_letter

CAPTURES = ("scan", "fax", "photo")
SIZES_PT = (43, 50, 72)
_HOST = "refund-office.example"
_LEFT, _BOTTOM = 430, 400


def with_code(pdf: bytes, side_pt: int) -> bytes:
    """Page 1 of a letter with a code of that size, white around it."""
    code = QrCodeWidget(f"https://{_HOST}/case/48213", barLevel="M", barBorder=0)
    code.x, code.y, code.barWidth, code.barHeight = _LEFT, _BOTTOM, side_pt, side_pt
    page = Drawing(612, 792)
    page.add(Rect(_LEFT - 8, _BOTTOM - 8, side_pt + 16, side_pt + 16, fillColor=white, strokeColor=None))
    page.add(code)
    drawn, made = io.BytesIO(), io.BytesIO()
    renderPDF.drawToFile(page, drawn)
    with pikepdf.open(io.BytesIO(pdf)) as letter, pikepdf.open(drawn) as over:
        letter.pages[0].add_overlay(over.pages[0], None)
        del letter.pages[1:]
        letter.save(made)
    return made.getvalue()


def look(pdf: bytes, capture: str, seed: int, folder: Path) -> tuple[bool, float]:
    """Whether the code was told, and the CPU seconds of the look."""
    with pypdfium2.PdfDocument(pdf) as document:
        data, suffix, _ = spoil.spoil(document, 1, capture, random.Random(seed), dt.date(2026, 3, 2))
    path = folder / f"letter{suffix}"
    path.write_bytes(data)
    page = pages_of(open_source(path)).page(1)
    began = time.process_time()
    found = codes_on(page)
    return any(link.host == _HOST for link in found), time.process_time() - began


@click.command()
@click.option("--count", default=20, show_default=True, help="Letters for each capture and size.")
@click.option("--seed", default=1, show_default=True)
@click.option("--capture", "captures", multiple=True, type=click.Choice(CAPTURES), help="Else all.")
def main(count: int, seed: int, captures: tuple[str, ...]) -> None:
    """Draw, capture, look, and print the table."""
    cv2.setNumThreads(1)
    click.echo(f"seed {seed}")
    click.echo(
        f"{'capture':<8} {'side':>6} {'n':>4} {'told':>5} {'%':>6} {'(95 % interval)':<17} {'ms/page':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for capture in captures or CAPTURES:
            for side_pt in SIZES_PT:
                results = [
                    look(with_code(make_letter("CP504", at).pdf, side_pt), capture, at, Path(folder))
                    for at in range(seed, seed + count)
                ]
                right, seconds = sum(told for told, _ in results), sum(cost for _, cost in results)
                low, high = interval(right, count)
                click.echo(
                    f"{capture:<8} {side_pt / 72:>5.2f}″ {count:>4} {right:>5} {100 * right / count:>6.1f}"
                    f" ({low:5.1f} to {high:5.1f})  {1000 * seconds / count:>8.1f}"
                )


if __name__ == "__main__":
    main()
