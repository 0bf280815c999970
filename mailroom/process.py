"""The supervisor's side of reading: hands a file to a throw-away process and checks what comes back.

Nothing here parses a document or loads a decoder. The process is treated as hostile: it may die, hang,
eat memory, or answer anything. See ``mailroom.nursery`` for how it is started and ended.
"""

from __future__ import annotations

import json
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeAlias

from ingest import errors
from ingest.errors import IngestError, ProgramFault, ReaderDied, ToolFailed, ToolTimedOut
from ingest.patience import patience
from mailroom.cache import cache_of
from mailroom.config import ProcessSettings, Settings
from mailroom.nursery import ONE_THREAD
from mailroom.shown import crash_trace, shown

log = logging.getLogger(__name__)

# All that a reader may say, news of pages included.
MOST_ANSWER_BYTES = 8 * 1024 * 1024
_MOST_TRACE_BYTES = 4096
_MIB = 1024 * 1024
# Loaded once for many files, so that a new process costs milliseconds.
DECODERS = ("cv2", "pypdfium2", "PIL.Image")

OnPage: TypeAlias = Callable[[int, int], None]


class ReadingEnded(Exception):
    """The reading was ended from outside; nothing can be said about the file."""


@dataclass(slots=True, eq=False)
class _Desk:
    """One reader at work, as the supervisor sees it."""

    answer: int
    line: socket.socket
    trace: int | None
    started: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    pages: int = 1
    called_off: bool = False
    said: bytearray = field(default_factory=bytearray)
    cried: bytearray = field(default_factory=bytearray)


class ReadingRoom:
    """Where files are read, each in a process of its own.

    Parameters
    ----------
    reading
        ``module:function`` of a ``mailroom.reader.Reading``; imported by the reader only.
    settings
        Handed on to it.
    many
        True loads every decoder before the first file, and what the reading's module makes ready in its
        ``warm``, so that each further file starts in milliseconds. False leaves each to its first use:
        quickest for a single file.
    trace
        Log where the interpreter says that a reader crashed.

    """

    def __init__(self, reading: str, settings: Settings, *, many: bool = False, trace: bool = False) -> None:
        self.reading = reading
        self.settings = settings
        self.cache = cache_of(settings)
        self.trace = trace
        self._preload = (*DECODERS, reading.partition(":")[0]) if many else ()
        self._lock = threading.Lock()
        self._nursery: tuple[subprocess.Popen[bytes], socket.socket] | None = None
        self._desks: set[_Desk] = set()
        self._closed = False

    def __enter__(self) -> Self:
        """Start loading at once; the first file need not wait for the caller."""
        with self._lock:
            self._nursery = self._opened()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call_off(self, readings: Collection[Future[Any]]) -> None:
        """End every reader at work until none is left; their ``read`` raises ``ReadingEnded``."""
        for reading in readings:
            reading.cancel()
        # One that was just beginning is met the next time round.
        while wait(readings, timeout=0.05).not_done:
            self._end_all()

    def close(self) -> None:
        """End every reader, and take no more."""
        with self._lock:
            self._closed = True
        self._end_all()
        with self._lock:
            self._discard_nursery()

    def _end_all(self) -> None:
        with self._lock:
            for desk in self._desks:
                desk.called_off = True
                with suppress(OSError):
                    desk.line.shutdown(socket.SHUT_WR)

    def _discard_nursery(self) -> None:
        if self._nursery is not None:
            process, control = self._nursery
            control.close()
            process.wait()
            self._nursery = None

    @property
    def most_bytes(self) -> int:
        """The largest file that is read."""
        return self.settings.process.largest_mib * _MIB

    def read(self, path: Path, on_page: OnPage | None = None, **order: Any) -> dict[str, Any]:
        """Read one file; may be called from several threads at once. ``order`` goes to the reading as JSON.

        Returns
        -------
        dict
            The record as the reader gave it: JSON values, not yet checked.

        Raises
        ------
        IngestError
            what the reader raised, or ``ReaderDied``, ``ToolTimedOut``, ``ProgramFault``.
        ReadingEnded
            if it was called off, or the room is closed.

        """
        limits = self.settings.process
        with ExitStack() as stack:
            desk = self._started(path, order, stack)
            try:
                untrusted = _heard(desk, limits, on_page)
            finally:
                status = _ended(desk)
                with self._lock:
                    self._desks.discard(desk)
        if desk.called_off:
            raise ReadingEnded
        for cry in crash_trace(bytes(desk.cried)):
            log.debug("reader: %s", cry)
        return _record_in(untrusted, status)

    def _opened(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            command = [sys.executable, "-m", "mailroom.nursery", str(far.fileno()), *self._preload]
            paths = os.pathsep.join(sys.path)
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[far.fileno()],
                env={**os.environ, **ONE_THREAD, "PYTHONPATH": paths},
                start_new_session=True,
            )
        return process, near

    def _started(self, path: Path, order: dict[str, Any], stack: ExitStack) -> _Desk:
        """A reader for the file, asked for at the nursery; a nursery that died is opened anew once."""
        near, far = socket.socketpair()
        answer, answer_far = os.pipe()
        trace, trace_far = os.pipe() if self.trace else (None, None)
        ours = [fd for fd in (answer, trace) if fd is not None]
        theirs = [far.detach(), *(fd for fd in (answer_far, trace_far) if fd is not None)]
        stack.callback(near.close)
        for descriptor in ours:
            stack.callback(os.close, descriptor)
        job = {
            "reading": self.reading,
            "path": str(path.absolute()),
            "settings": self.settings.texts(),
            "order": order,
        }
        try:
            with self._lock:
                if self._closed:
                    raise ReadingEnded
                self._send(json.dumps(job).encode("ascii"), theirs)
                desk = _Desk(answer, near, trace)
                self._desks.add(desk)
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        return desk

    def _send(self, job: bytes, descriptors: list[int]) -> None:
        for last_try in (False, True):
            if self._nursery is None:
                self._nursery = self._opened()
            try:
                socket.send_fds(self._nursery[1], [job], descriptors)
            except OSError:
                self._discard_nursery()
                if last_try:
                    raise ToolFailed("The process that starts readers cannot be started.") from None
            else:
                return


def _heard(desk: _Desk, limits: ProcessSettings, on_page: OnPage | None) -> dict[str, Any]:
    """The reader's last message, or an empty one where it ended without.

    Raises
    ------
    ToolTimedOut
        when its time is up or no page was finished for too long.
    ReaderDied
        when it answers something that is no message, or too much.

    """
    for line in _lines(desk, limits):
        untrusted = _message_in(line)
        if "page" not in untrusted:
            return untrusted
        page, of = untrusted["page"], untrusted.get("of")
        if not (isinstance(page, int) and isinstance(of, int) and 0 < page <= of):
            raise ReaderDied("The reader told news of a page that cannot be.")
        desk.heard, desk.pages = time.monotonic(), of
        if on_page is not None:
            on_page(page, of)
    return {}


def _lines(desk: _Desk, limits: ProcessSettings) -> Iterator[bytes]:
    """The lines a reader answers, as they come, until it closes the pipe."""
    total = 0
    while True:
        chunk = _chunk(desk, limits)
        total += len(chunk)
        if total > MOST_ANSWER_BYTES:
            raise ReaderDied(f"The reader answered more than {MOST_ANSWER_BYTES // _MIB} MiB.")
        if not chunk:
            return
        desk.said += chunk
        *whole, rest = desk.said.split(b"\n")
        desk.said = rest
        yield from (bytes(line) for line in whole)


def _chunk(desk: _Desk, limits: ProcessSettings) -> bytes:
    """The next bytes of the answer, empty at its end; what is cried on stderr is kept aside."""
    while True:
        now, longer = time.monotonic(), patience()
        whole_s = min(limits.start_s + limits.page_s * desk.pages, limits.ceiling_s)
        left_s = min(desk.started + whole_s * longer, desk.heard + limits.silence_s * longer) - now
        if left_s <= 0:
            took = now - desk.started
            raise ToolTimedOut(f"Reading was stopped after {took:.0f} s without an end in sight.")
        listening = [desk.answer] if desk.trace is None else [desk.answer, desk.trace]
        ready, _, _ = select.select(listening, [], [], left_s)
        if desk.trace is not None and desk.trace in ready:
            _hear_cry(desk)
        if desk.answer in ready:
            return os.read(desk.answer, 1 << 16)


def _hear_cry(desk: _Desk) -> None:
    """Keep the end of what comes on stderr."""
    if desk.trace is not None:
        cry = os.read(desk.trace, _MOST_TRACE_BYTES)
        desk.cried = (desk.cried + cry)[-_MOST_TRACE_BYTES:]
        desk.trace = desk.trace if cry else None


def _ended(desk: _Desk) -> int | None:
    """End the reader with all it started; its exit status, None where the nursery cannot tell."""
    with suppress(OSError):
        desk.line.shutdown(socket.SHUT_WR)
    desk.line.settimeout(10.0)
    try:
        told = desk.line.recv(16)
    except OSError:
        return None
    # What it cried at the very end still lies in the pipe.
    while desk.trace is not None and select.select([desk.trace], [], [], 0)[0]:
        _hear_cry(desk)
    return int(told) if told else None


def _message_in(untrusted_line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(untrusted_line)
    except (ValueError, RecursionError):
        raise ReaderDied("The reader answered something that is no record.") from None
    if not isinstance(message, dict):
        raise ReaderDied("The reader answered something that is no record.")
    return message


def _record_in(untrusted: dict[str, Any], status: int | None) -> dict[str, Any]:
    """The record of a last message, or the error it tells of."""
    match untrusted:
        case {"record": dict() as record}:
            return record
        case {"error": {"name": str(name), "message": str(message), "advice": str(advice)}}:
            raise _error_named(name)(shown(message)[:500], advice=shown(advice)[:500])
        case {"fault": {"type": str(kind), "at": [*places]}}:
            where = " < ".join(str(place) for place in reversed(places))
            raise ProgramFault(shown(f"A fault in the program: {kind} at {where}")[:500])
    how = "without an exit status" if status is None else f"with status {status}"
    if status is not None and status < 0:
        how = f"by signal {-status}"
    raise ReaderDied(f"The reader ended {how} before it had read the file.")


def _error_named(untrusted_name: str) -> type[IngestError]:
    """The error class of that name; a name that is none is a reader gone wrong."""
    found = getattr(errors, untrusted_name, None)
    return found if isinstance(found, type) and issubclass(found, IngestError) else ReaderDied
