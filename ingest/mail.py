"""Pages of an e-mail message: those of all its attachments, one after the other.

Nothing but the attachments is read: no subject, no sender, no text. Messages in messages are opened. What a
part claims to be counts for nothing; its first bytes tell, as those of a file do.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator, Sequence
from email.header import decode_header, make_header
from email.message import Message

from ingest.errors import DamagedFile, OversizeFile, SourceError, UnsupportedFile
from ingest.images import ImagePages
from ingest.page import Page, Pixels
from ingest.pages import PageSource, Part, pages_of
from ingest.privacy import safe_name
from ingest.source import SourceFile, SourceKind, SourceLimits, enclosed, kind_of, sha256_of
from ingest.together import Run

_DEPTH = 5
# A picture with no side this long is a sender's logo or a smile: a letter cannot be read in it.
_LOGO_PX = 400


class MailPages(Run):
    """The pages of all attachments of one message, numbered through.

    An attachment that cannot be opened stands as one page that cannot be read, so that nobody takes the rest
    for the whole; logos and files of other kinds are left out and named in ``parts``.

    Raises
    ------
    UnsupportedFile
        where nothing in the message is a file that is read.
    DamagedFile, EmptyFile, EncryptedFile, OversizeFile
        where no attachment can be opened, or all together are over the limits.

    """

    parts: tuple[Part, ...] = ()

    def __init__(self, source: SourceFile, limits: SourceLimits, passwords: Sequence[str] = ()) -> None:
        self.sources: tuple[tuple[SourceFile, PageSource], ...] = ()
        count = 0
        failure: SourceError | None = None
        for name, content in _files(source.content, limits):
            kind = kind_of(content)
            try:
                opened = _opened(content, kind, name, limits, passwords)
            except SourceError as error:
                failure = failure or error
                opened = (enclosed(content, kind or "pdf", name), _Unopened(error))
            pages = range(0)
            if opened is not None:
                pages = range(count + 1, count + len(opened[1]) + 1)
                self.sources += (opened,)
                count += len(pages)
            self.parts += (Part(safe_name(name), sha256_of(content), kind, pages),)
            if count > limits.max_pages:
                raise OversizeFile(f"The attachments have more than {limits.max_pages} pages.")
        if failure and all(isinstance(pages, _Unopened) for _, pages in self.sources):
            raise failure
        if not self.sources:
            raise UnsupportedFile(
                "The e-mail has no attachment that is read here.",
                advice="Save the letter as PDF or take a picture of it, and give that.",
            )
        super().__init__([pages for _, pages in self.sources])


class _Unopened:
    """Stands for an attachment that cannot be opened: one page that cannot be read."""

    parts: tuple[Part, ...] = ()

    def __init__(self, error: SourceError) -> None:
        self._error = error

    def __len__(self) -> int:
        return 1

    def page(self, number: int) -> Page:
        raise self._told(number)

    def picture(self, number: int) -> Pixels:
        raise self._told(number)

    def _told(self, number: int) -> Exception:
        return self._error if number == 1 else IndexError(number)


def _opened(
    content: bytes, kind: SourceKind | None, name: str, limits: SourceLimits, passwords: Sequence[str]
) -> tuple[SourceFile, PageSource] | None:
    """The attachment's pages; None where it is of no kind that is read, or a logo."""
    if kind is None:
        return None
    source = enclosed(content, kind, name)
    pages = pages_of(source, limits=limits, passwords=passwords)
    if isinstance(pages, ImagePages) and max(pages.first_size_px) < _LOGO_PX:
        return None
    return source, pages


def _files(content: bytes, limits: SourceLimits) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file in a message and in the messages inside it, in their order."""
    # From the back, so that what comes first in the message comes off first.
    waiting = [(_parsed(content), 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > limits.max_parts:
            raise OversizeFile(f"The e-mail has more than {limits.max_parts} parts.")
        if part.is_multipart():
            inside = depth + (part.get_content_type() == "message/rfc822")
            _check_depth(inside)
            waiting.extend((child, inside) for child in reversed(_children(part)))
            continue
        untrusted = _decoded(part)
        if untrusted is None:
            continue
        if kind_of(untrusted) == "eml":
            _check_depth(depth + 1)
            waiting.append((_parsed(untrusted), depth + 1))
            continue
        yield _name_of(part, seen), untrusted


def _check_depth(depth: int) -> None:
    if depth > _DEPTH:
        raise OversizeFile(f"The e-mail holds messages in messages, more than {_DEPTH} deep.")


def _parsed(content: bytes) -> Message:
    try:
        return email.message_from_bytes(content, policy=email.policy.compat32)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise DamagedFile("The e-mail cannot be taken apart: it is damaged.") from None


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _decoded(part: Message) -> bytes | None:
    """The bytes of a part that is a file; None for the message's own text and for what is empty."""
    disposition = str(part.get("Content-Disposition", "")).lower()
    if part.get_content_maintype() == "text" and not disposition.startswith("attachment"):
        return None
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise DamagedFile("An attachment of the e-mail cannot be decoded.") from None
    return payload if isinstance(payload, bytes) and payload else None


def _name_of(part: Message, number: int) -> str:
    """What the message calls the file; its name is shown, never used as a path."""
    try:
        name = part.get_filename()
        shown = str(make_header(decode_header(name))) if name else ""
    except (ValueError, LookupError, TypeError, AttributeError):
        shown = ""
    return shown.strip() or f"part {number}"
