"""Watching a drop folder: what is dropped is read once and filed away, whatever happens in between.

One loop in one thread owns the folder and the ledger; only the reading itself runs beside it, in
threads that wait for throw-away processes. Start-up finishes what lies in work by the normal path.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import IngestError, StoreError
from mailroom.config import Settings
from mailroom.drop import DropFolder, Stamp, Waiting
from mailroom.folder import only_writer, private_folder
from mailroom.outcome import JsonObject, Outcome, error_object, fingerprint, outcome_of, worst
from mailroom.process import ReadingEnded, ReadingRoom
from mailroom.reason import reason_of
from mailroom.shown import shown_name
from mailroom.store import Delivery, Final, Ledger
from mailroom.version import pipeline

log = logging.getLogger(__name__)

# The machine's fault, not the letter's: the file waits in work until it is mended.
_MACHINE = frozenset({"ToolMissing", "SetupError", "StoreError"})
_PUT_OFF_S = 30.0
_MOST_DEATHS = 2
_MIB = 1024 * 1024
_BECOMES: dict[str, Final] = {
    "accepted": "done",
    "review": "review",
    "unreadable": "review",
    "not_irs": "not_irs",
    "error": "failed",
}

Clock = Callable[[], float]


class Settling:
    """Which files have stopped changing: those whose stamp has stayed the same for long enough."""

    def __init__(self, settle_s: float, clock: Clock) -> None:
        self._settle_s = settle_s
        self._clock = clock
        self._since: dict[bytes, tuple[Stamp, float]] = {}

    def settled(self, listing: list[Waiting]) -> list[Waiting]:
        """Those of the listing that have settled; names that are gone are forgotten."""
        now = self._clock()
        earlier = self._since
        self._since = {}
        for waiting in listing:
            stamp, since = earlier.get(waiting.name, (waiting.stamp, now))
            self._since[waiting.name] = (waiting.stamp, since if stamp == waiting.stamp else now)
        return [w for w in listing if now - self._since[w.name][1] >= self._settle_s]


@dataclass(frozen=True, slots=True)
class _PutOff:
    """A delivery to be tried again at a moment; ``machine`` says that only a mended machine will help."""

    when: float
    delivery: Delivery
    machine: bool


@dataclass(slots=True)
class _Work:
    """The deliveries in work: to be given out, being read, put off."""

    waiting: deque[Delivery] = field(default_factory=deque)
    reading: dict[Future[tuple[Outcome, bool]], Delivery] = field(default_factory=dict)
    put_off: list[_PutOff] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.waiting) + len(self.reading) + len(self.put_off)

    @property
    def ids(self) -> set[str]:
        deliveries = (*self.waiting, *self.reading.values(), *(p.delivery for p in self.put_off))
        return {delivery.id for delivery in deliveries}

    def due(self, now: float) -> list[Delivery]:
        """Take out what is to be given out now."""
        due = [*self.waiting, *(p.delivery for p in self.put_off if p.when <= now)]
        self.waiting.clear()
        self.put_off = [p for p in self.put_off if p.when > now]
        return due

    @property
    def active(self) -> bool:
        """Whether waiting for it makes sense, the machine being as it is."""
        return bool(self.waiting or self.reading) or any(not p.machine for p in self.put_off)


class Watch:
    """One watcher of one folder; the caller holds the folder's lock.

    Parameters
    ----------
    drop, ledger, room
        Where files come and go, what is known of them, and where they are read.
    settings
        As everywhere.
    workers
        Files read at the same time.
    clock
        Monotonic seconds.

    """

    def __init__(
        self,
        drop: DropFolder,
        ledger: Ledger,
        room: ReadingRoom,
        settings: Settings,
        *,
        workers: int,
        clock: Clock = time.monotonic,
    ) -> None:
        self._drop, self._ledger, self._room = drop, ledger, room
        self._settings, self._workers, self._clock = settings.watch, workers, clock
        self._most_bytes = settings.process.largest_mib * _MIB
        self._reading = f"{pipeline()}.{settings.digest()}"
        self._settling = Settling(settings.watch.settle_s, clock)
        self._work = _Work()
        self._ready: deque[Waiting] = deque()
        self._unsettled = False
        # Files may lie in work that are not in hand; and something was wrong since the last look.
        self._strays, self._troubled = True, False
        # No use in looking more rarely than files can settle.
        self._pause_s = min(settings.watch.every_s, max(settings.watch.settle_s, 0.05))
        self._next_look = clock()
        self._odd: set[bytes] = set()
        self._codes: list[int] = []
        # What wakes the loop: a finished reading, or None to stop. A SimpleQueue may be filled from a signal.
        self._inbox: queue.SimpleQueue[Future[tuple[Outcome, bool]] | None] = queue.SimpleQueue()

    def stop(self) -> None:
        """End after what is being done this moment; safe in a signal handler."""
        self._inbox.put(None)

    def run(self, *, once: bool = False) -> int:
        """Watch until stopped, or with ``once`` until nothing is left to do; the worst exit code.

        Raises
        ------
        IngestError
            what put files off, with ``once``.

        """
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                while True:
                    self._take_up()
                    self._look()
                    self._claim()
                    self._give_out(pool)
                    if once and self._idle():
                        return worst(self._codes)
                    if self._sleep():
                        return worst(self._codes)
            finally:
                # Readers that still run are ended; their files lie in work for the next start.
                self._room.call_off(self._work.reading.keys())

    def _idle(self) -> bool:
        return not self._work.active and (self._troubled or not (self._ready or self._unsettled))

    def _sleep(self) -> bool:
        """Until a reading ends or it is time to look again; whether to stop."""
        more = self._ready and not self._full and not self._troubled
        try:
            found = self._inbox.get(timeout=0 if more else self._pause_s)
            while True:
                if found is None:
                    return True
                self._take_in(found)
                found = self._inbox.get_nowait()
        except queue.Empty:
            return False

    def _take_up(self) -> None:
        """At the start, and after a claim that failed: queue what lies in work, in the ledger or not."""
        if not self._strays:
            return
        try:
            for delivery_id, name, size in self._drop.claimed():
                if name is not None:
                    self._ledger.claim(delivery_id, name, size)
            unfinished = self._ledger.unfinished()
            known = {delivery.id for delivery in unfinished}
            for delivery_id, name, _ in list(self._drop.claimed()):
                if name is None and delivery_id not in known:
                    self._drop.leave(delivery_id)
        except (OSError, StoreError) as error:
            self._trouble("work cannot be listed", error)
            return
        in_hand = self._work.ids
        self._work.waiting.extend(delivery for delivery in unfinished if delivery.id not in in_hand)
        self._strays = False
        log.info("%d in work", len(unfinished))

    def _trouble(self, what: str, error: OSError | IngestError) -> None:
        """The machine's, not a letter's: told, and tried again with the next look."""
        log.warning("%s: %s", what, type(error).__name__)
        self._codes.append(StoreError.exit_code)
        self._troubled = True

    @property
    def _full(self) -> bool:
        """Whether enough is in work; the rest waits where it was dropped."""
        return self._work.count >= 2 * self._workers

    def _look(self) -> None:
        """List the folder when it is time: what has settled is ready to be claimed."""
        if self._clock() < self._next_look:
            return
        self._next_look = self._clock() + self._pause_s
        self._troubled = False
        try:
            listing, odd = self._drop.listing()
        except OSError as error:
            self._trouble("the folder cannot be listed", error)
            return
        for _ in odd - self._odd:
            log.warning("neither file nor folder: left where it is")
        self._odd = odd
        self._ready = deque(self._settling.settled(listing))
        self._unsettled = len(listing) > len(self._ready)

    def _claim(self) -> None:
        """Claim as many as will soon be read."""
        while self._ready and not self._full:
            if shutil.disk_usage(self._drop.path).free < self._settings.free_mib * _MIB:
                log.warning("less than %d MiB free: nothing is claimed", self._settings.free_mib)
                return
            waiting = self._ready.popleft()
            try:
                delivery_id = self._drop.claim(waiting)
                if delivery_id is not None:
                    size = waiting.stamp[1]
                    self._work.waiting.append(self._ledger.claim(delivery_id, waiting.name, size))
                    log.info("%s claimed, %d bytes", delivery_id, size)
            except (OSError, StoreError) as error:
                self._strays = True
                self._trouble("a file cannot be claimed", error)
                return

    def _give_out(self, pool: ThreadPoolExecutor) -> None:
        """Each waiting delivery is filed where its outcome is known, or its file is read."""
        for delivery in self._work.due(self._clock()):
            try:
                self._start(delivery, pool)
            except (OSError, StoreError) as error:
                self._machine_at_fault(delivery, type(error).__name__, StoreError.exit_code)

    def _start(self, delivery: Delivery, pool: ThreadPoolExecutor) -> None:
        if delivery.becomes is not None and delivery.outcome is not None:
            self._file(delivery, delivery.outcome)
            return
        path = self._drop.in_work(delivery.id, delivery.name)
        try:
            sha256 = fingerprint(path, self._most_bytes)
        except IngestError as error:
            self._settle(delivery, Outcome(error_object(error, name=""), None), delivery.id)
            return
        if any(other.sha256 == sha256 for other in self._work.reading.values()):
            # The same bytes are being read: their outcome will be this one's.
            self._work.waiting.append(delivery)
            return
        known = self._ledger.known(sha256, self._reading)
        if known is not None:
            self._settle(delivery, *known)
            return
        self._ledger.working(delivery.id, sha256)
        future = pool.submit(self._read, path)
        self._work.reading[future] = self._ledger.delivery(delivery.id)
        future.add_done_callback(self._inbox.put)

    def _read(self, path: Path) -> tuple[Outcome, bool]:
        """The outcome, and whether the file stayed as it was meanwhile. Runs in a thread of the pool."""
        before = _stamp_of(path)
        outcome = outcome_of(path, self._room)
        return outcome, _stamp_of(path) == before

    def _take_in(self, future: Future[tuple[Outcome, bool]]) -> None:
        """File what was read, or queue its file again."""
        delivery = self._work.reading.pop(future)
        try:
            outcome, unchanged = future.result()
        except ReadingEnded:
            return
        error = outcome.error["name"] if outcome.error else ""
        try:
            if not unchanged:
                log.info("%s changed while it was read", delivery.id)
                moment = self._clock() + self._settings.settle_s
                self._work.put_off.append(_PutOff(moment, delivery, machine=False))
            elif error in _MACHINE:
                self._machine_at_fault(delivery, error, outcome.exit_code)
            elif error == "ReaderDied" and self._ledger.died(delivery.id) < _MOST_DEATHS:
                self._work.waiting.append(delivery)
            else:
                self._ledger.learn(delivery.id, outcome, self._reading)
                self._settle(delivery, outcome, delivery.id)
        except (OSError, StoreError) as fault:
            self._machine_at_fault(delivery, type(fault).__name__, StoreError.exit_code)

    def _machine_at_fault(self, delivery: Delivery, what: str, exit_code: int) -> None:
        """Not the letter's fault: it waits in work until the machine is mended."""
        log.warning("%s put off: %s", delivery.id, what)
        self._codes.append(exit_code)
        self._work.put_off.append(_PutOff(self._clock() + _PUT_OFF_S, delivery, machine=True))

    def _settle(self, delivery: Delivery, outcome: Outcome, first_delivery: str) -> None:
        """Its outcome is known: write it down as what is filed with it, and file it."""
        note = {"delivery": delivery.id, "reading": self._reading}
        if first_delivery != delivery.id:
            note["same_bytes_as_delivery"] = first_delivery
        self._codes.append(outcome.exit_code)
        self._file(delivery, outcome.under_name(shown_name(os.fsdecode(delivery.name)), **note))

    def _file(self, delivery: Delivery, outcome: JsonObject) -> None:
        """Give it a name in its folder, write that down, and move it there."""
        becomes = _BECOMES[Outcome(outcome, None).state]
        filed_as, number = delivery.filed_as, 1
        while True:
            if filed_as is None:
                filed_as, number = self._drop.free_name(becomes, delivery.name, number)
                if not self._ledger.plan(delivery.id, becomes, filed_as, outcome):
                    filed_as, number = None, number + 1
                    continue
            try:
                record = json.dumps(outcome, ensure_ascii=False, indent=1).encode()
                reason = reason_of(outcome).encode() if becomes in {"review", "failed"} else None
                self._drop.file_away(delivery.id, delivery.name, becomes, filed_as, (record, reason))
            except FileExistsError:
                filed_as, number = None, number + 1
                continue
            self._ledger.finish(delivery.id)
            log.info("%s filed: %s", delivery.id, becomes)
            return


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns


@contextmanager
def watching(path: Path, room: ReadingRoom, settings: Settings, *, workers: int) -> Iterator[Watch]:
    """The only watcher of the folder, with its lock and ledger.

    Raises
    ------
    StoreError
        where another process watches the folder, or the ledger cannot be opened.

    """
    drop = DropFolder(path)
    place = settings.watch.ledger
    ledger_path = Path(place) if place else private_folder(drop.path / ".ledger") / "ledger.sqlite"
    private = private_folder(drop.path / ".ledger")
    busy = f"Another process watches {shown_name(path)}."
    with only_writer(private / "lock", busy=busy, advice="Stop it first; one watcher is enough."):
        ledger = Ledger(ledger_path)
        try:
            yield Watch(drop, ledger, room, settings, workers=workers)
        finally:
            ledger.close()
