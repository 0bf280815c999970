"""The reader: a throw-away process that turns one file into JSON, and is trusted with nothing else.

It answers lines of JSON on one pipe: ``{"page": 2, "of": 4}`` while it works, and at last one of
``{"record": …}``, ``{"error": …}`` (a deliberate error) or ``{"fault": …}`` (a fault of the program,
told by type and place: messages of the standard library quote their input).
"""

from __future__ import annotations

import ctypes
import faulthandler
import functools
import importlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from ingest.errors import IngestError, OversizeFile
from mailroom.config import ProcessSettings, Settings

Progress: TypeAlias = Callable[[int, int], None]
Reading: TypeAlias = Callable[..., dict[str, Any]]

_MIB = 1024 * 1024
_PR_SET_PDEATHSIG = 1


def work(job: dict[str, Any], answer: int, trace: int | None) -> NoReturn:
    """Read the job's file, answer on the pipe, end the process.

    Parameters
    ----------
    job
        ``reading`` (``module:function``), ``path``, ``settings`` as texts, and ``order``: what the
        reading takes beyond a ``Reading``'s three arguments.
    answer
        Descriptor of the pipe to answer on.
    trace
        Descriptor for what the interpreter says when it crashes; None: nowhere.

    """
    _stand_alone(answer, trace)
    message = _message(job, lambda page, of: _tell(answer, {"page": page, "of": of}))
    try:
        _tell(answer, message)
    finally:
        os._exit(0)


def resolved(name: str) -> Reading:
    """The function that ``module:function`` names."""
    module, _, function = name.partition(":")
    found: Reading = getattr(importlib.import_module(module), function)
    return found


@functools.lru_cache(maxsize=1)
def settings_of(texts: str) -> Settings:
    """The settings of a job, as JSON of their texts; those of one job are most likely those of the next.

    Raises
    ------
    SetupError

    """
    return Settings.of_texts(json.loads(texts))


def _stand_alone(answer: int, trace: int | None) -> None:
    """Own process group, dead with the nursery, no terminal, no descriptor but the pipe."""
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.umask(0o077)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(null, standard)
    os.dup2(null if trace is None else trace, 2)
    os.closerange(3, answer)
    os.closerange(answer + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    if trace is not None:
        faulthandler.enable(2)


def _limit(limits: ProcessSettings) -> None:
    """No more memory, time, files or cores than agreed; the decoders are loaded already."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    size = pages * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, size + limits.memory_mib * _MIB),
        (resource.RLIMIT_CPU, int(limits.ceiling_s) + 1),
        (resource.RLIMIT_FSIZE, limits.written_mib * _MIB),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _message(job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The last message: what became of the file."""
    try:
        settings = settings_of(json.dumps(job["settings"]))
        reading = resolved(job["reading"])
        _limit(settings.process)
        return {"record": reading(Path(job["path"]), settings, progress, **job["order"])}
    except IngestError as error:
        return {"error": {"name": type(error).__name__, "message": error.message, "advice": error.advice}}
    except MemoryError:
        full = OversizeFile(f"Reading the file takes more than {settings.process.memory_mib} MiB of memory.")
        return {"error": {"name": "OversizeFile", "message": full.message, "advice": full.advice}}
    except Exception as fault:  # noqa: BLE001 - here a file becomes an outcome: no fault may pass unseen
        return {"fault": {"type": type(fault).__name__, "at": places(fault)}}


def places(fault: BaseException) -> list[str]:
    """The innermost frames as ``folder/file.py:line function``, without what they held."""
    frames = traceback.extract_tb(fault.__traceback__)[-4:]
    return [f"{'/'.join(Path(f.filename).parts[-2:])}:{f.lineno} {f.name}" for f in frames]


def _tell(answer: int, message: dict[str, Any]) -> None:
    """Write one line; a record that is no JSON is a fault like any other."""
    try:
        line = json.dumps(message, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as fault:
        line = json.dumps({"fault": {"type": type(fault).__name__, "at": ["the answer is no JSON"]}})
    with os.fdopen(os.dup(answer), "wb") as pipe:
        pipe.write(line.encode("ascii") + b"\n")


if sys.platform != "linux":
    message = "a reader's limits need Linux (on Windows: WSL; on macOS: a container)"
    raise ImportError(message)
