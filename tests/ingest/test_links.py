"""Codes and links lead to a host, and nothing of them is kept but that."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from ingest.kept import Kept
from ingest.letter import Capture
from ingest.links import codes_on, host_of
from ingest.page import Page
from ingest.pages import pages_of
from ingest.read import Reader
from ingest.source import open_source
from samples import spoil
from samples.make import make_letter

ADDRESS = "https://refund-office.example/case?id=123-45-6789"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.irs.gov/cp504", "www.irs.gov"),
        ("HTTPS://WWW.IRS.GOV/CP504", "www.irs.gov"),
        ("http://irs.gov@pay.example/x", "pay.example"),
        ("http://pay.example\\@irs.gov/x", "pay.example"),
        ("https:/pay.example/x", "pay.example"),
        ("http://pay.example:8080?https://www.irs.gov", "pay.example"),
        ("http://pay.example./x", "pay.example"),
        ("http://192.0.2.7/pay", "192.0.2.7"),
        ("http://ir\u0455.gov/pay", "xn--ir-foc.gov"),
        ("http://[bad/pay", "?bad"),
        ("http://me:secret@[bad?id=48213", "?bad"),
        ("Scan: https://pay.example/x", "pay.example"),
        ("www.pay.example/x", "www.pay.example"),
        ("pay-tax.com", "pay-tax.com"),
        ("mailto:agent@pay.example?subject=tax", "pay.example"),
        ("bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT?amount=0.2", "bitcoin:"),
        ("http://123-45-6789.pay.example/", "XXX-XX-6789.pay.example"),
        ("http://000123456.pay.example/", "XXXXX3456.pay.example"),
        ("http://4821300017.pay.example/", "XXXXXXXXXX.pay.example"),
    ],
)
def test_an_address_leads_to_its_host_and_nothing_else_of_it_is_kept(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "tel:8008291040",
        "CP504|202312|9533.53",
        "1234567890",
        "M1.12.2023",
        "javascript:alert(1)",
        "page 2",
    ],
)
def test_what_is_no_address_leads_nowhere(payload: str) -> None:
    assert host_of(payload) is None


def _letter(side_pt: float, address: str = ADDRESS) -> bytes:
    """Page 1 of a letter with a code of that size in a free place."""
    out = io.BytesIO()
    canvas = Canvas(out, (612, 792), invariant=True)
    canvas.setFillGray(1)
    canvas.rect(420, 300, side_pt + 20, side_pt + 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    widget = QrCodeWidget(address, barLevel="M", barBorder=0)
    widget.barWidth = widget.barHeight = side_pt
    drawing = Drawing(side_pt, side_pt)
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, 430, 310)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(make_letter("CP504", 2).pdf)) as pdf, pikepdf.open(out) as code:
        pdf.pages[0].add_overlay(code.pages[0])
        del pdf.pages[1:]
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _first_page(data: bytes, path: Path) -> Page:
    path.write_bytes(data)
    return pages_of(open_source(path)).page(1)


@pytest.mark.parametrize("kind", ["scan", "fax", "photo"])
def test_a_code_is_read_from_the_scanner_the_fax_and_the_phone(kind: str, tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(_letter(72)) as document:
        data, suffix, _ = spoil.spoil(document, 1, kind, random.Random(8), dt.date(2026, 3, 2))
    found = codes_on(_first_page(data, tmp_path / f"letter{suffix}"))
    assert [(link.host, link.kind) for link in found] == [("refund-office.example", "qr-code")]


def test_a_code_drawn_on_a_born_digital_page_is_read_where_it_stands(tmp_path: Path) -> None:
    page = _first_page(_letter(60), tmp_path / "letter.pdf")
    assert page.pixels is None
    (link,) = page.links
    assert link.host == "refund-office.example"
    left, top, right, bottom = (value * 300 / 72 for value in (430, 792 - 370, 490, 792 - 310))
    sides = (link.box.left, link.box.top, link.box.right, link.box.bottom)
    assert sides == pytest.approx((left, top, right, bottom), abs=9)


def test_links_of_a_born_digital_page(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, (612, 792), invariant=True)
    for line in range(30):
        canvas.drawString(
            72, 700 - 14 * line, "You can pay the tax that you owe for the year at irs.gov/pay."
        )
    canvas.linkURL(ADDRESS, (72, 690, 300, 712))
    canvas.linkURL("https://www.irs.gov/payments", (72, 650, 300, 660))
    canvas.bookmarkPage("top")
    canvas.linkRect("", "top", (72, 600, 100, 610))
    canvas.showPage()
    canvas.save()
    page = _first_page(out.getvalue(), tmp_path / "letter.pdf")
    assert page.pixels is None
    assert [(link.host, link.kind) for link in page.links] == [
        ("refund-office.example", "link"),
        ("www.irs.gov", "link"),
    ]
    assert page.links[0].box.top == pytest.approx((792 - 712) * 300 / 72)
    assert "refund" not in repr(page.links)


def test_a_read_page_has_its_links_and_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(_letter(60))
    with Reader(tmp_path / "letter.pdf") as reader:
        (letter,) = reader.letters()
    page = letter.pages[0]
    assert [link.host for link in page.links] == ["refund-office.example"]
    kept = Kept()
    scanned = dataclasses.replace(page, capture=Capture("scan"))
    kept.page("1 open", lambda: scanned)
    assert Kept(kept.packed()).page("1 open", pytest.fail) == scanned
