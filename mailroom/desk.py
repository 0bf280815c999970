"""The desk: one file becomes one record. Here ingest, classify, models and catalogue are wired together."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import importlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from classify.advise import advise
from classify.catalogue import Catalogue, in_language, load_catalogue, load_language
from classify.decide import (
    classify_letter,
    is_missing_something,
    is_sure,
    is_told,
    open_places,
    runs_on,
    spots_in_doubt,
    torn_pages,
    unlike,
)
from classify.finding import Finding
from classify.guess import NoticeGuesser, RoleGuesser
from classify.layout import sheets
from classify.record import SCHEMA, letter_record
from classify.suggest import with_objections, with_suggestions
from classify.unusual import doubt_about, unusual_in, with_caution
from classify.workdays import VERIFIED, holiday_name
from ingest.errors import IngestError
from ingest.kept import Kept
from ingest.letter import Letter
from ingest.ocr.second import second_reader
from ingest.ocr.tesseract import TesseractInProcess, TesseractSettings, language_data_mark
from ingest.read import Reader, Said
from ingest.settings import SPANISH_DATA
from mailroom import cache
from mailroom.config import Settings
from mailroom.specimen import specimen
from mailroom.version import pipeline, version
from models.notice_guesser import load_notice_guesser
from models.role_guesser import load_role_guesser

Record = dict[str, Any]
Progress = Callable[[int, int], None]
# What a reading loads at its first need, and most readings of pictures need.
_LATE = ("ingest.images", "ingest.pdf", "pdfplumber", "tesserocr")


def warm() -> None:
    """Load what is the same for every file. What is damaged is told by the first reading that needs it."""
    with suppress(IngestError):
        _english()
        _guesser().guess("")
    for year in VERIFIED:
        holiday_name(dt.date(year, 1, 1))
    _pipeline()
    _libraries()
    cache.reading_key(Settings())
    for module in _LATE:
        # Tesserocr is not on every machine.
        with suppress(ImportError):
            importlib.import_module(module)
    with suppress(IngestError):
        TesseractInProcess(TesseractSettings(Settings().read.language)).load()
    if second := second_reader():
        second.load()
    # Whatever is wrong with the program is told by the first reading that meets it, not here.
    with suppress(Exception), tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(specimen())
        file.flush()
        record_of_file(Path(file.name), Settings(), lambda _page, _of: None)


@functools.cache
def _english() -> Catalogue:
    return load_catalogue()


@functools.cache
def _catalogue(lang: str) -> Catalogue:
    return in_language(_english(), load_language(lang))


@functools.cache
def _guesser() -> NoticeGuesser:
    return load_notice_guesser()


@functools.cache
def _role_guesser() -> RoleGuesser:
    return load_role_guesser()


def record_of_file(
    path: Path,
    settings: Settings,
    progress: Progress,
    *,
    pdf: str = "",
    attach: bool = False,
    further: Sequence[str] = (),
) -> Record:
    """Read one file and say what its letters mean.

    Parameters
    ----------
    progress
        Called with page and pages as each page has been read.
    pdf
        Where to write a copy whose text can be searched; then every page is read whole. Empty: nowhere.
    attach
        Put the file as it came into that copy.
    further
        Files whose pages are read behind its own, as one file: loose pages of a letter.

    Returns
    -------
    dict
        The record of docs/record.md.

    Raises
    ------
    IngestError
        where the file cannot be worked, a tool is missing, or the installation is damaged.

    """
    catalogue, guesser = _catalogue(settings.advice.lang), _guesser()
    today = settings.advice.today or dt.date.today()  # noqa: DTZ011 - the desk's own calendar day is meant
    enough = None if pdf else partial(said, guesser=guesser, today=today)
    behind = [Path(other) for other in further]
    kept = partial(_kept, settings=settings)
    with Reader(path, settings.read, progress, further=behind, kept=kept) as reader:
        found = reader.letters(enough)
        letters = [_letter_record(reader, letter, catalogue, guesser, settings, today) for letter in found]
        if pdf:
            reader.write_searchable(Path(pdf), found, attach=attach)
        record = {"schema": SCHEMA, "source": _source(reader), "letters": letters}
        return record | _to_keep(reader.kept, settings)


def _kept(sha256: str, settings: Settings) -> Kept:
    """What was read of that file before, where readings are kept."""
    if not settings.cache.folder:
        return Kept()
    usual = settings.read.language
    marks = (language_data_mark(usual), language_data_mark(f"{SPANISH_DATA}+{usual}"))
    return Kept(cache.kept(settings, sha256), " ".join(filter(None, marks)))


def _to_keep(kept: Kept, settings: Settings) -> Record:
    """The readings for the supervisor to keep, beside the record; nothing where none are new or kept."""
    if not settings.cache.folder or not kept.grown:
        return {}
    packed = kept.packed()
    return {"readings": base64.b64encode(packed).decode("ascii")} if len(packed) <= cache.MOST_BYTES else {}


def _source(reader: Reader) -> Record:
    """The file: name, hash, pages, kind; files inside or behind it, and where separator sheets lie."""
    source = reader.source
    told: Record = {
        "name": source.name,
        "sha256": source.sha256,
        "pages": reader.page_count,
        "kind": source.kind,
    }
    parts = [
        {"name": part.name, "sha256": part.sha256, "kind": part.kind, "pages": list(part.pages)}
        for part in reader.parts
    ]
    if parts or source.kind == "eml":
        told["attachments" if source.kind == "eml" else "further"] = parts
    if reader.separators:
        told["separators"] = list(reader.separators)
    return told


def _letter_record(
    reader: Reader,
    letter: Letter,
    catalogue: Catalogue,
    guesser: NoticeGuesser,
    settings: Settings,
    today: dt.date,
) -> Record:
    """Read, look again where there is doubt, advise."""
    finding = classify_letter(letter, today=today, guesser=guesser)
    letter, finding = _second_look(reader, letter, finding, guesser, today)
    told = with_objections(finding, sheets(letter), _role_guesser())
    finding = with_suggestions(told, sheets(letter), _role_guesser(), today)
    # Nothing is advised on, or counted from, what is only suggested.
    advice, doubts = advise(
        told,
        catalogue,
        today=today,
        abroad=settings.advice.abroad,
        postmark=settings.advice.postmark,
    )
    unusual = unusual_in(letter, finding, catalogue)
    doubts = (*doubts, *doubt_about(unusual, catalogue))
    advice = with_caution(advice, unusual, catalogue)
    entry = catalogue.find(finding.notice.value) if finding.notice.value else None
    title = entry.title.said if entry else None
    provenance = _provenance(letter, catalogue, guesser, settings)
    return letter_record(letter, finding, advice, doubts, provenance, title, unusual)


def said(letter: Letter, *, guesser: NoticeGuesser, today: dt.date) -> Said:
    """What the pages so far tell: where it is all, those behind them are skimmed, as further witnesses."""
    if all(page.capture.kind == "digital" for page in letter.pages):
        # A text layer is never skimmed, and most likely what follows has one too: asking costs more.
        return Said("open")
    finding = classify_letter(letter, today=today, guesser=guesser)
    if not is_told(finding, len(letter.pages)):
        page = letter.pages[-1]
        waits = page.number in torn_pages(finding) and runs_on(finding, page)
        return Said("open") if waits else Said("open", open_places(finding), torn_pages(finding))
    if is_sure(finding):
        return Said("sure")
    # On a good scan a closer look at what is in doubt costs less than further witnesses on every page behind.
    clean = all(page.capture.kind == "scan" and page.capture.quality == "good" for page in letter.pages)
    return Said("told", spots_in_doubt(finding) if clean else ())


def _second_look(
    reader: Reader, letter: Letter, finding: Finding, guesser: NoticeGuesser, today: dt.date
) -> tuple[Letter, Finding]:
    """Read the doubtful places again, closer and by the second engine; a text layer needs no second look."""
    if finding.origin == "not_irs" or all(page.capture.kind == "digital" for page in letter.pages):
        return letter, finding
    spots = spots_in_doubt(finding)
    if not finding.doubts and not spots:
        return letter, finding
    torn = torn_pages(finding)
    letter = reader.look_again(letter, spots, whole=is_missing_something(finding), torn=torn)
    finding = classify_letter(letter, today=today, guesser=guesser)
    # Rows of a table may come up that the first reading left out.
    if further := unlike(spots_in_doubt(finding), spots):
        letter = reader.look_again(letter, further)
        finding = classify_letter(letter, today=today, guesser=guesser)
    return letter, finding


def _provenance(
    letter: Letter, catalogue: Catalogue, guesser: NoticeGuesser, settings: Settings
) -> dict[str, Any]:
    """What the record rests on: program, engines, catalogue, models, settings, and every clean-up step."""
    return {
        "program": version(),
        "pipeline": _pipeline(),
        "engines": sorted({reading.engine for page in letter.pages for reading in page.readings}),
        "libraries": _libraries(),
        "catalogue": catalogue.version,
        "models": [guesser.id, _role_guesser().id],
        "settings": settings.digest(),
        "steps": {
            str(page.number): [{"name": step.name, **dict(step.settings)} for step in page.steps]
            for page in letter.pages
            if page.steps
        },
    }


@functools.cache
def _libraries() -> dict[str, str]:
    return {name: metadata.version(name) for name in ("pypdfium2", "opencv-python-headless", "numpy")}


@functools.cache
def _pipeline() -> str:
    return pipeline()
