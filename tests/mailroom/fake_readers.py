"""Readers that do one thing each: answer well, or go wrong in one way. They read no document."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ingest.errors import DamagedFile, EncryptedFile, SetupError, ToolMissing
from mailroom.config import Settings
from mailroom.reader import Progress

CANARY_NUMBER = "000-12-3456"
CANARY_NAME = "Quentin Q. Canary"


def letter_of(sha256: str, status: str = "accepted", number: int = 1) -> dict[str, Any]:
    """A made-up letter as a record holds it."""
    irs = status in {"accepted", "review"}
    return {
        "id": f"{sha256[:8]}#{number}",
        "pages": [number],
        "status": status,
        "doubts": [{"name": "amount-unsure", "field": "amount_due", "why": "One witness."}]
        if status == "review"
        else [],
        "notice": _field("CP504" if irs else None, title="Intent to levy"),
        "notice_date": _field("2024-03-11"),
        "tax_periods": _field([{"form": "1040", "end": "2021-12-31"}]),
        "amount_due": _field("9533.53"),
        "due_date": _field("2024-04-10"),
        "taxpayer_id_last4": _field("1234"),
        "amounts": [],
        "dates": [],
        "contact": {
            "phone": "800-555-0100",
            "fax": None,
            "reply_address": None,
            "person": None,
            "reference": None,
        },
        "capture": {"kind": "scan", "quality": "good", "advice": None},
        "missing_pages": [],
        "advice": _advice() if irs else None,
        "provenance": {},
    }


def _field(value: object, **more: object) -> dict[str, Any]:
    return {"value": value, "accepted": True, "probability": None, "evidence": [], **more}


def _advice() -> dict[str, Any]:
    return {
        "meaning": "The IRS means to take your state refund.",
        "category": "intent to levy",
        "urgency": 4,
        "stage": "last notice before levy on a state refund",
        "deadline": {"date": "2024-04-10", "kind": "soft", "from": "printed", "derivation": []},
        "other_deadlines": [],
        "next_action": "Pay or call by the date.",
        "options": [],
        "rights": [],
        "warnings": [],
        "sources": [],
    }


def record_of(path: Path, *statuses: str) -> dict[str, Any]:
    """A record for the file, with one letter for each status."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "schema": 1,
        "source": {"name": path.name, "sha256": sha256, "pages": len(statuses), "kind": "pdf"},
        "letters": [letter_of(sha256, status, n) for n, status in enumerate(statuses, 1)],
    }


# The process that made this module ready.
_warmed_by: list[int] = []


def warm() -> None:
    """Note who made these readers ready."""
    _warmed_by.append(os.getpid())


def warmed(*_: object) -> dict[str, Any]:
    """Tell which processes warmed this one, after burning a measurable while of CPU time."""
    while time.process_time() < _BURNT_S:
        pass
    return {"schema": 1, "warmed_by": _warmed_by, "parent": os.getppid(), "reader": os.getpid()}


_BURNT_S = 0.3


def accepting(path: Path, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Every file is one accepted letter."""
    del settings
    progress(1, 1)
    return record_of(path, "accepted")


def by_content(path: Path, settings: Settings, progress: Progress) -> dict[str, Any]:
    """Do what the file's first line says: a status, or the name of another fake here; count the reads."""
    word = path.read_bytes().split(b"\n")[0].decode("ascii")
    log = os.environ.get("FAKE_READS")
    if log:
        with Path(log).open("a", encoding="ascii") as reads:
            reads.write(hashlib.sha256(path.read_bytes()).hexdigest() + "\n")
    time.sleep(float(os.environ.get("FAKE_SECONDS", "0")))
    if word in globals():
        found: dict[str, Any] = globals()[word](path, settings, progress)
        return found
    progress(1, 1)
    return record_of(path, *word.split("+"))


def locked(*_: object) -> dict[str, Any]:
    """The file asks for a password."""
    raise EncryptedFile("The PDF is locked.")


def no_tesseract(*_: object) -> dict[str, Any]:
    """The machine lacks something."""
    raise ToolMissing("Tesseract is not on the path.")


def quoting(*_: object) -> dict[str, Any]:
    """A library's error that quotes its input."""
    number = int(CANARY_NUMBER)
    return {"never": number}


def telling(*_: object) -> dict[str, Any]:
    """A deliberate error whose sentence holds what it must not, and talk on stderr."""
    _talk()
    raise DamagedFile(f"Bad \x1b[31mpage with {CANARY_NUMBER}")


def leaking(path: Path, *_: object) -> dict[str, Any]:
    """A record with a whole taxpayer number in it."""
    record = record_of(path, "accepted")
    record["letters"][0]["advice"]["meaning"] = f"Yours is {CANARY_NUMBER}."
    return record


def _talk() -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.write(f"{CANARY_NAME} {CANARY_NUMBER}\n")
        stream.flush()


def aborting(*_: object) -> dict[str, Any]:
    """As PDFium does at its memory limit."""
    _talk()
    os.abort()


def killed(*_: object) -> dict[str, Any]:
    """As the kernel does when memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def leaving(*_: object) -> dict[str, Any]:
    """Exit 0 without an answer."""
    os._exit(0)


def hanging(*_: object) -> dict[str, Any]:
    """Never end, and leave a child that never ends either."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    note = os.environ.get("FAKE_CHILD")
    if note:
        Path(note).write_text(f"{os.getpid()} {child.pid}", encoding="ascii")
    time.sleep(600)
    return {}


def crawling(_path: Path, _settings: Settings, progress: Progress) -> dict[str, Any]:
    """Tell of page after page, without end."""
    for page in range(1, 100000):
        progress(page, 100000)
        time.sleep(0.05)
    return {}


def eating(*_: object) -> dict[str, Any]:
    """Take memory until none is left."""
    eaten = []
    while True:
        eaten.append(bytearray(64 * 1024 * 1024))


def writing(*_: object) -> dict[str, Any]:
    """Write without end to the answer, but never a line."""
    for descriptor in range(3, 64):
        try:
            while True:
                os.write(descriptor, b"x" * 65536)
        except OSError:
            continue
    return {}


def garbage(*_: object) -> dict[str, Any]:
    """Answer what is no JSON on every pipe that can be found."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\x80\x04garbage\xff\n")
        except OSError:
            continue
    time.sleep(600)
    return {}


def half_a_line(*_: object) -> dict[str, Any]:
    """Start an answer and stall."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b'{"record": {"sch')
        except OSError:
            continue
    time.sleep(600)
    return {}


def shapeless(path: Path, *_: object) -> dict[str, Any]:
    """A JSON object that is no record."""
    record = record_of(path, "accepted")
    record["letters"] = "none"
    return record


def another_file(path: Path, *_: object) -> dict[str, Any]:
    """A record of other bytes than the file's."""
    record = record_of(path, "accepted")
    record["source"]["sha256"] = "0" * 64
    return record


def not_json(*_: object) -> dict[str, Any]:
    """A record that JSON cannot hold."""
    return {"schema": object()}


def huge(*_: object) -> dict[str, Any]:
    """A record over the limit."""
    return {"schema": 1, "text": "x" * (9 * 1024 * 1024)}


def no_model(*_: object) -> dict[str, Any]:
    """The installation is damaged."""
    raise SetupError("The model is not the one that was shipped.")


def repeating_settings(path: Path, settings: Settings, _progress: Progress) -> dict[str, Any]:
    """A record that tells with which settings it was made."""
    record = record_of(path, "accepted")
    advice = settings.advice
    record["letters"][0]["provenance"] = {
        "abroad": advice.abroad,
        "postmark": str(advice.postmark),
        "today": str(advice.today),
    }
    return record


def with_a_box(path: Path, *_: object) -> dict[str, Any]:
    """A record with one place on page 1."""
    record = record_of(path, "accepted")
    place = {"page": 1, "box": [100, 80, 200, 120], "text": "CP504", "rule": "fake", "engine": "fake"}
    record["letters"][0]["notice"]["evidence"] = [place]
    return record


def loose_page(path: Path, settings: Settings, progress: Progress, *, further: Any = ()) -> dict[str, Any]:
    """A file is one page of a letter: its words are its number, of how many, and the last four digits.

    Files behind it are read with it, as one letter of all their pages; ``torn`` in one makes it two letters.
    """
    del settings
    log = os.environ.get("FAKE_READS")
    if log:
        with Path(log).open("a", encoding="ascii") as reads:
            reads.write(" ".join([path.name, *(Path(other).name for other in further)]) + "\n")
    progress(1, 1)
    files = [path, *map(Path, further)]
    said = [file.read_text(encoding="ascii").split() for file in files]
    record = record_of(path, *(["review"] * (2 if len(files) > 1 and any("torn" in s for s in said) else 1)))
    letter = record["letters"][0]
    numbers, of = sorted(int(words[1]) for words in said), int(said[0][2])
    letter["pages"] = list(range(1, len(files) + 1))
    letter["taxpayer_id_last4"] = _field(said[0][3])
    letter["missing_pages"] = [number for number in range(1, of + 1) if number not in numbers]
    letter["signs"] = {
        "numbers": numbers,
        "of": of,
        "code": "CP504",
        "date": "2024-03-11",
        "last4": said[0][3],
        "period": None,
    }
    record["source"]["pages"] = len(files)
    if further:
        record["source"]["further"] = [
            {
                "name": "?",
                "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
                "kind": "jpeg",
                "pages": [at],
            }
            for at, file in enumerate(files[1:], 2)
        ]
    return record
