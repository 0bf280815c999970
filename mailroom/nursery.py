"""Where readers are born: a small trusted process that has loaded the decoders and uses none.

Started as ``python -m mailroom.nursery FD MODULE...``. Where a module has a function ``warm``, it is called
once: what is the same for every file is loaded here and not anew in each reader. For each job that comes
down its socket the nursery forks a reader and watches over it: when the line to the supervisor says stop or
breaks (the supervisor was killed), the reader's whole process group dies, and with it the Tesseract it
started; when the nursery itself dies, the kernel ends its readers. So no process outlives the one that asked
for it.

One process watches over all: another one between the nursery and each reader, as there once was, made every
file pay for two forks and met no danger that one does not.

The standard ``multiprocessing`` forkserver was not taken: it pickles, it runs the main script again in
each child, and two threads that wait for two of its processes can take each other's exit status.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ingest.errors import IngestError

# One library call must not start as many threads as the machine has cores: many readers run at once.
ONE_THREAD = dict.fromkeys(
    ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
# Larger than any job: a path and the settings as text.
MOST_BYTES = 128 * 1024


def main(arguments: Sequence[str]) -> None:
    """Fork a reader for each job until the supervisor closes the socket."""
    control = socket.socket(fileno=int(arguments[0]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("mailroom.reader", *arguments[1:]):
        module = importlib.import_module(name)
        if hasattr(module, "warm"):
            module.warm()
    # What is here to stay is not gone through again by any reader's garbage collector: that would also
    # copy every page of it.
    gc.collect()
    gc.freeze()
    # What loading took and gave back would else be part of every reader.
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    _watch(control)


@dataclass(frozen=True, slots=True)
class _Born:
    """A reader at work: its process, what tells that it has ended, and the line to the supervisor."""

    pid: int
    ended: int
    line: int


def _watch(control: socket.socket) -> None:
    """Start readers and see each to its end until the supervisor closes the socket."""
    waiting = select.poll()
    waiting.register(control, select.POLLIN)
    at_work: dict[int, _Born] = {}
    while True:
        heard = {descriptor for descriptor, _ in waiting.poll()}
        for descriptor in heard & at_work.keys():
            # One that was heard of under both of its descriptors may have ended just now.
            if (known := at_work.pop(descriptor, None)) is None:
                continue
            waiting.unregister(descriptor)
            # Also after its own end: what it started may still run.
            _kill_group(known.pid)
            if descriptor == known.ended:
                if at_work.pop(known.line, None):
                    waiting.unregister(known.line)
                _tell_end(known)
        # New readers come last: theirs may be the numbers of descriptors that were closed above.
        if control.fileno() not in heard:
            continue
        job, descriptors, _, _ = socket.recv_fds(control, MOST_BYTES, 3)
        if not job:
            _end_all(set(at_work.values()))
            return
        born = _born(job, descriptors)
        if born is not None:
            for descriptor in (born.ended, born.line):
                at_work[descriptor] = born
                waiting.register(descriptor, select.POLLIN)


def _born(job: bytes, descriptors: Sequence[int]) -> _Born | None:
    """Fork a reader for the job; None where the machine has no room for another process."""
    from mailroom import reader

    line, answer, *trace = descriptors
    order = json.loads(job)
    with suppress(IngestError):
        # Here, so that no reader need do it again; what is wrong with them the reader tells.
        reader.settings_of(json.dumps(order["settings"]))
    try:
        pid = os.fork()
    except OSError:
        # The supervisor hears that nobody answers.
        os.close(line)
        pid = -1
    if pid == 0:
        reader.work(order, answer, trace[0] if trace else None)
    for descriptor in (answer, *trace):
        os.close(descriptor)
    if pid < 0:
        return None
    with suppress(OSError):
        # The reader does so too; whoever comes first.
        os.setpgid(pid, pid)
    return _Born(pid, os.pidfd_open(pid), line)


def _tell_end(born: _Born) -> None:
    """Take the exit status of a reader that has ended and pass it on; its CPU time then counts as ours."""
    status = os.waitstatus_to_exitcode(os.waitpid(born.pid, 0)[1])
    with suppress(OSError):
        os.write(born.line, b"%d" % status)
    os.close(born.line)
    os.close(born.ended)


def _end_all(readers: Iterable[_Born]) -> None:
    """With the supervisor gone or done every reader ends at once."""
    for born in readers:
        _kill_group(born.pid)
        os.waitpid(born.pid, 0)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
