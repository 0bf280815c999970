"""Where readers are born: a small trusted process that has loaded the decoders and uses none.

Started as ``python -m mailroom.nursery FD MODULE...``. Where a module has a function ``warm``, it is called
once: what is the same for every file is loaded here and not anew in each reader. For each job that comes
down its socket the nursery forks a nanny; the nanny forks the reader and stays between it and the
supervisor: when the line to the supervisor says stop or breaks (the supervisor was killed), the reader's
whole process group dies, and with it the Tesseract it started. So no process outlives the one that asked
for it.

The standard ``multiprocessing`` forkserver was not taken: it pickles, it runs the main script again in
each child, and two threads that wait for two of its processes can take each other's exit status.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Sequence

# One library call must not start as many threads as the machine has cores: many readers run at once.
ONE_THREAD = dict.fromkeys(
    ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
# Larger than any job: a path and the settings as text.
MOST_BYTES = 128 * 1024


def main(arguments: Sequence[str]) -> None:
    """Fork a nanny for each job until the supervisor closes the socket."""
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
    while True:
        job, descriptors, _, _ = socket.recv_fds(control, MOST_BYTES, 3)
        _reap(os.WNOHANG)
        if not job:
            break
        if os.fork() == 0:
            control.close()
            _nanny(json.loads(job), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
    # With the supervisor gone or done every nanny ends at once.
    _reap(0)


def _reap(options: int) -> None:
    """Take the exit status of nannies that have ended: so that the CPU time of readers counts as ours."""
    try:
        while os.waitpid(-1, options)[0]:
            pass
    except ChildProcessError:
        return


def _nanny(job: dict[str, object], descriptors: Sequence[int]) -> None:
    """Fork the reader, wait for its end or for the order to end it, tell its exit status. Never returns."""
    from mailroom import reader

    line, answer, *trace = descriptors
    child = os.fork()
    if child == 0:
        os.close(line)
        reader.work(job, answer, trace[0] if trace else None)
    os.setpgid(child, child)
    for descriptor in (answer, *trace):
        os.close(descriptor)
    ended = os.pidfd_open(child)
    select.select([ended, line], [], [])
    # Also after its own end: what it started may still run.
    _kill_group(child)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.write(line, b"%d" % status)
    except BrokenPipeError:
        os._exit(1)
    os._exit(0)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
