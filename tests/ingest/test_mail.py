"""Messages: the pages of their attachments in order, and nothing else of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import DamagedFile, EncryptedFile, OversizeFile, UnsupportedFile
from ingest.pages import PageSource, pages_of
from ingest.source import SourceLimits, open_source

Pages = Callable[..., PageSource]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    def open_bytes(content: bytes, passwords: tuple[str, ...] = (), **limits: int) -> PageSource:
        path = tmp_path / "message"
        path.write_bytes(content)
        return pages_of(open_source(path), limits=SourceLimits(**limits), passwords=passwords)

    return open_bytes


def _message(*files: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "somebody@example.org"
    message["Subject"] = "Amount due $9,999.99"
    message.set_content("Notice CP14: you owe $8,888.88. %PDF-1.4 is not here.")
    for name, content in files:
        # What a part claims to be counts for nothing.
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def _pdf(text: str, count: int = 1, **settings: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), **settings)
    for number in range(1, count + 1):
        canvas.drawString(60, 700, f"{text} sheet {number} of your letter about the tax year")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _picture(kind: str, size: tuple[int, int] = (850, 1100)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, kind)
    return out.getvalue()


def _text(source: PageSource, number: int) -> str:
    text = source.page(number).text
    return "" if text is None else text.text


def test_all_attachments_in_their_order_and_nothing_else(pages: Pages) -> None:
    first, second = _pdf("one", 2), _pdf("two")
    message = _message(("letter.txt", first), ("scan.pdf", _picture("PNG")), ("b.pdf", second))
    source = pages(message.as_bytes())
    assert len(source) == 4
    assert "one sheet 2" in _text(source, 2)
    assert source.page(3).text is None
    assert source.page(3).number == 3
    assert source.page(3).size_px == (850, 1100)
    assert "two sheet 1" in _text(source, 4)
    assert "888" not in "".join(_text(source, number) for number in (1, 2, 4))
    assert source.picture(3).shape == (1100, 850, 3)
    assert [(part.name, part.kind, list(part.pages)) for part in source.parts] == [
        ("letter.txt", "pdf", [1, 2]),
        ("scan.pdf", "png", [3]),
        ("b.pdf", "pdf", [4]),
    ]
    for number in (0, 5, -1):
        with pytest.raises(IndexError):
            source.page(number)


def test_messages_in_messages_are_opened(pages: Pages) -> None:
    inner = _message(("letter.pdf", _pdf("inner")))
    outer = _message()
    outer.add_attachment(inner)
    raw = _message(("forwarded.eml", outer.as_bytes()), ("last.pdf", _pdf("last")))
    source = pages(raw.as_bytes())
    assert ["inner" in _text(source, 1), "last" in _text(source, 2)] == [True, True]


def test_messages_nested_without_end_are_refused(pages: Pages) -> None:
    message = _message(("letter.pdf", _pdf("inner")))
    for _ in range(8):
        outer = _message()
        outer.add_attachment(message)
        message = outer
    with pytest.raises(OversizeFile, match="deep"):
        pages(message.as_bytes())
    many = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 300
    with pytest.raises(OversizeFile, match="parts"):
        pages(many)
    headers = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(3000)
    )
    with pytest.raises((DamagedFile, OversizeFile, UnsupportedFile)):
        pages(b"Subject: x\n" + headers)


def test_a_message_without_a_letter_is_one_clear_error(pages: Pages) -> None:
    for message in (_message(), _message(("letter.docx", b"PK\x03\x04" + b"\0" * 99))):
        with pytest.raises(UnsupportedFile, match="no attachment") as refused:
            pages(message.as_bytes())
        assert refused.value.advice


def test_logos_and_other_files_are_named_but_not_read(pages: Pages) -> None:
    files = ("logo.png", _picture("PNG", (120, 40))), ("a.docx", b"PK\x03\x04"), ("a.pdf", _pdf("a"))
    source = pages(_message(*files).as_bytes())
    assert len(source) == 1
    assert [(part.kind, len(part.pages)) for part in source.parts] == [("png", 0), (None, 0), ("pdf", 1)]


def test_an_attachment_that_cannot_be_opened_is_a_page_that_cannot_be_read(pages: Pages) -> None:
    lock = {"encrypt": StandardEncryption("user", "owner")}
    files = ("a.pdf", _pdf("a")), ("locked.pdf", _pdf("b", 2, **lock)), ("torn.png", _picture("PNG")[:99])
    raw = _message(*files).as_bytes()
    source = pages(raw)
    assert len(source) == 3
    assert "a sheet 1" in _text(source, 1)
    with pytest.raises(EncryptedFile):
        source.page(2)
    with pytest.raises(DamagedFile):
        source.page(3)
    assert len(pages(raw, ("user",))) == 4
    with pytest.raises(EncryptedFile):
        pages(_message(files[1]).as_bytes())


def test_limits_hold_for_all_attachments_together(pages: Pages) -> None:
    raw = _message(("a.pdf", _pdf("a", 3)), ("b.pdf", _pdf("b", 3))).as_bytes()
    with pytest.raises(OversizeFile, match="pages"):
        pages(raw, max_pages=5)


@pytest.mark.parametrize(
    "name", ["=?utf-8?b?w4TDlg==?=", "=?nonsense?q?x?=", "a\x00b", "../../etc/passwd", "123-45-6789.pdf", ""]
)
def test_names_of_attachments_are_made_safe(pages: Pages, name: str) -> None:
    head = f'Content-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n'
    import base64

    raw = f"Subject: x\n{head}\n".encode() + base64.encodebytes(_pdf("a"))
    (part,) = pages(raw).parts
    assert part.name.isprintable()
    assert part.name
    assert "123-45" not in part.name
