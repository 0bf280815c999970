"""Is this machine fit? Every lack with its remedy. Loads no decoder into this process."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.text import Text

from ingest.settings import SPANISH_DATA
from mailroom.nursery import ONE_THREAD
from mailroom.shown import shown
from mailroom.version import DISTRIBUTION

OLDEST_TESSERACT = (5, 0)
LANGUAGE = "eng"
OUR_NAMES = frozenset({"ingest", "classify", "models", "mailroom", "cli"})
# What must be there to read; the extras for development are not looked for.
LIBRARIES = (
    "click",
    "holidays",
    "numpy",
    "opencv-python-headless",
    "pdfplumber",
    "pikepdf",
    "pillow",
    "pillow-heif",
    "pypdfium2",
    "pytesseract",
    "rapidfuzz",
    "rich",
    "scikit-learn",
    "skops",
    "sqlalchemy",
    "tesserocr",
    "zxing-cpp",
)
# The second reader; without it the program works and accepts less.
_SECOND_READER = ("rapidocr", "onnxruntime")
_LEAST_FREE_MIB = 500
_TIMEOUT_S = 20.0
_TOOL, _SETUP = 4, 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Parameters
    ----------
    name, found
        What, and what is there.
    state
        ``lack`` stops the work, ``care`` deserves a look.
    remedy
        What to do; empty where nothing is to be done.
    exit_code
        Of the command, where this lacks.

    """

    name: str
    found: str
    state: Literal["fit", "care", "lack"] = "fit"
    remedy: str = ""
    exit_code: int = 0


def examine(folder: Path) -> list[Check]:
    """Look at everything; ``folder`` is where the person works."""
    looks: tuple[Callable[[], Iterator[Check]], ...] = (
        _python,
        _tesseract,
        _in_process_reader,
        _libraries,
        _second_reader,
        _opencv,
        _our_names,
        lambda: _places(folder),
    )
    return [check for look in looks for check in look()]


def show(console: Console, checks: list[Check], *, as_json: bool) -> None:
    """Print the checks, one line each, or as one JSON object."""
    if as_json:
        console.print_json(json.dumps({"fit": exit_code(checks) == 0, "checks": [asdict(c) for c in checks]}))
        return
    for check in checks:
        console.print(Text(shown(f"{check.state:<5} {check.name}: {check.found}")), soft_wrap=True)
        if check.remedy:
            console.print(Text(shown(f"      {check.remedy}")), soft_wrap=True)
    lacking = sum(check.state == "lack" for check in checks)
    console.print(Text(f"{lacking} to mend." if lacking else "This machine is fit."), soft_wrap=True)


def exit_code(checks: list[Check]) -> int:
    """0 where nothing lacks; 5 before 4, as everywhere."""
    return max((check.exit_code for check in checks if check.state == "lack"), default=0)


def _python() -> Iterator[Check]:
    # An older one cannot install this program.
    yield Check("Python", ".".join(map(str, sys.version_info[:3])))
    cores = len(os.sched_getaffinity(0))
    yield Check("cores", f"{cores}, one reader each, {ONE_THREAD['OMP_THREAD_LIMIT']} thread per reader")


def _tesseract() -> Iterator[Check]:
    """The program, its version and its languages."""
    install = "Install it: apt-get install tesseract-ocr tesseract-ocr-eng"
    program = shutil.which("tesseract")
    if program is None:
        yield Check("Tesseract", "not on the path", "lack", install, _TOOL)
        return
    told = _said(program, "--version")
    version = re.search(r"tesseract v?((\d+)\.(\d+)[\w.-]*)", told or "")
    if version is None:
        yield Check("Tesseract", "does not tell its version", "lack", install, _TOOL)
        return
    new = (int(version[2]), int(version[3])) >= OLDEST_TESSERACT
    yield Check("Tesseract", version[1]) if new else Check("Tesseract", version[1], "lack", install, _TOOL)
    # The first line is a heading.
    languages = (_said(program, "--list-langs") or "").splitlines()[1:]
    if LANGUAGE in languages:
        yield Check("Tesseract's languages", ", ".join(languages))
    else:
        yield Check("Tesseract's languages", f"no {LANGUAGE}", "lack", install, _TOOL)
    if SPANISH_DATA not in languages:
        found = f"no {SPANISH_DATA} (optional): pictures of Spanish letters go to a person"
        remedy = "If you get any, install it: apt-get install tesseract-ocr-spa"
        yield Check("Spanish letters", found, "care", remedy)


def _in_process_reader() -> Iterator[Check]:
    """Whether tesserocr can read with the language data it will be given, asked in a process of its own."""
    program = (
        "import tesserocr; from ingest.ocr.tesseract import tessdata_folder;"
        f"tesserocr.PyTessBaseAPI(path=str(tessdata_folder()), lang={LANGUAGE!r}); print({LANGUAGE!r})"
    )
    found = _said(sys.executable, "-c", program)
    if found is not None and found.strip() == LANGUAGE:
        yield Check("in-process reader", f"reads {LANGUAGE}")
        return
    remedy = (
        "Set TESSDATA_PREFIX to the folder that `tesseract --list-langs` names; until then reading is slower."
    )
    yield Check(
        "in-process reader", f"cannot load {LANGUAGE}: the program is used, which is slower", "care", remedy
    )


def _libraries() -> Iterator[Check]:
    for name in LIBRARIES:
        try:
            yield Check(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, "not installed", "lack", f"Install it: pip install {name}", _SETUP)


def _second_reader() -> Iterator[Check]:
    missing = [name for name in _SECOND_READER if util.find_spec(name) is None]
    if missing:
        remedy = "Install the extra second-reader: pip install 'irs-letter-reader[second-reader]'"
        yield Check("second reader", f"no {' and no '.join(missing)}: less is accepted", "care", remedy)
    else:
        yield Check("second reader", f"rapidocr {metadata.version('rapidocr')}")


def _opencv() -> Iterator[Check]:
    """Two builds of OpenCV in one environment overwrite each other's files."""
    pattern = re.compile(r"opencv[-_](contrib[-_])?python")
    builds = sorted({d.name for d in metadata.distributions() if pattern.match(d.name)})
    if len(builds) > 1:
        remedy = "Uninstall all of them, then: pip install opencv-python-headless"
        yield Check("OpenCV", f"{' and '.join(builds)} overwrite each other", "lack", remedy, _SETUP)


def _our_names() -> Iterator[Check]:
    """Another distribution with our top-level names overwrites our files, or is overwritten."""
    for distribution in metadata.distributions():
        if distribution.name == DISTRIBUTION:
            continue
        tops = {Path(str(path)).parts[0].removesuffix(".py") for path in distribution.files or []}
        taken = sorted(tops & OUR_NAMES)
        if taken:
            remedy = "Install this program into an environment of its own: uv tool install or pipx install."
            yield Check("names", f"{distribution.name} also ships {', '.join(taken)}", "lack", remedy, _SETUP)


def _places(folder: Path) -> Iterator[Check]:
    """Write access and free space where work is done."""
    for name, path in (("this folder", folder), ("temporary folder", Path(tempfile.gettempdir()))):
        try:
            with tempfile.TemporaryFile(dir=path):
                free_mib = shutil.disk_usage(path).free // 1024**2
        except OSError:
            yield Check(name, "cannot be written", "lack", "Change to a folder that you may write.", _SETUP)
            continue
        if free_mib < _LEAST_FREE_MIB:
            yield Check(
                name, f"{free_mib} MiB free", "care", "Make room: a watched folder waits for 500 MiB."
            )
        else:
            yield Check(name, f"writable, {free_mib} MiB free")


def _said(*command: str) -> str | None:
    """What a program prints; None where it fails or takes too long."""
    try:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=True, env=environment)
    except (OSError, subprocess.SubprocessError):
        return None
    return (done.stdout or done.stderr).decode("utf-8", "replace")
