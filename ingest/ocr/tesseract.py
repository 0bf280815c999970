"""All that is known here about Tesseract: in process through tesserocr, or as a program.

Both give the same words; in process is faster, since no picture is written and no program started.
One thread each: Tesseract's own threads slow it down several times over on a busy machine.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytesseract

from ingest.errors import ToolFailed, ToolGaveNothing, ToolMissing, ToolTimedOut
from ingest.ocr.engine import Layout, page_text
from ingest.page import CleanPage, Pixels
from ingest.patience import patience
from ingest.text import PageText, Word
from ingest.transform import Box

# Page segmentation modes: 3 finds columns by itself, 6 one block, 7 one line, 11 words anywhere.
_MODE: dict[Layout, int] = {"page": 3, "block": 6, "line": 7, "sparse": 11}
_USUAL_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)
# White around a picture that is read: letters that touch the edge are dropped.
_MARGIN_PX = 12
# What Tesseract takes the resolution to be; pages are cleaned to this size of text.
_DPI = 300
# Fewer dark pixels than this are dust, not text.
_LEAST_INK_PX = 24
# More strokes than this, met in every so manyth row, are the grain of a blank page made into ink: the engine
# would sort them into columns for ten minutes and more, past any limit of time. The fullest page of print
# that was measured has 48,000, such grain 119,000.
_MOST_STROKES, _EACH_ROW = 60_000, 8
_NO_DATA = "Install Tesseract's English data (Debian: tesseract-ocr-eng) or set TESSDATA_PREFIX."


@dataclass(frozen=True, slots=True)
class TesseractSettings:
    """How Tesseract is used.

    Parameters
    ----------
    language
        Language data, joined by ``+``.
    timeout_s
        Limit for one picture.
    program
        Name or path of the program.

    """

    language: str = "eng"
    timeout_s: float = 60.0
    program: str = "tesseract"


class TesseractInProcess:
    """Tesseract as a library in this process (tesserocr).

    The library takes no fault kindly: whoever reads untrusted pages does so in a process that may die.
    """

    name = "tesseract"

    def __init__(self, settings: TesseractSettings | None = None) -> None:
        self._settings = settings or TesseractSettings()

    def version(self) -> str:
        """The library's version, such as ``5.5.4``."""
        return str(_tesserocr().tesseract_version().split()[1])

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """Read the page or a region of it."""
        picture, left, top = _picture(page.pixels, region)
        label = f"{self.name} {self.version()}"
        if not _may_be_print(picture):
            return page_text(page, (), label)
        return page_text(page, _moved(self._words(picture, layout), left, top), label)

    def _words(self, picture: Pixels, layout: Layout) -> list[Word]:
        api = self._opened()
        height, width = picture.shape
        api.SetPageSegMode(_MODE[layout])
        api.SetImageBytes(picture.tobytes(), width, height, 1, width)
        api.SetSourceResolution(_DPI)
        try:
            timeout_s = self._settings.timeout_s * patience()
            if not api.Recognize(timeout=int(timeout_s * 1000)):
                raise ToolTimedOut(f"Tesseract did not finish within {timeout_s:.0f} s.")
            return list(_iterated(api))
        except RuntimeError as error:
            # The library's messages may quote what it read.
            raise ToolFailed("Tesseract ended with an error.") from error
        finally:
            api.Clear()

    def load(self) -> None:
        """Load the language data now: once in a process, and what is forked from it has them too.

        Raises
        ------
        ToolMissing, ToolFailed

        """
        self._opened()

    def _opened(self) -> Any:
        return _library(
            tessdata_folder(self._settings.language, self._settings.program), self._settings.language
        )


@functools.cache
def _library(folder: Path, language: str) -> Any:
    library = _tesserocr()
    try:
        api = library.PyTessBaseAPI(path=str(folder), lang=language)
    except RuntimeError as error:
        raise ToolFailed("Tesseract's language data cannot be loaded.", advice=_NO_DATA) from error
    # Letters of white on black are rare on letters, and looking for them costs time.
    api.SetVariable("tessedit_do_invert", "0")
    return api


class TesseractProgram:
    """Tesseract as a program, through pytesseract: slower, and nothing it does can hurt this process."""

    name = "tesseract"

    def __init__(self, settings: TesseractSettings | None = None) -> None:
        self._settings = settings or TesseractSettings()
        self._version = ""

    def version(self) -> str:
        """The program's version, such as ``5.3.0``."""
        if not self._version:
            said = _run([self._settings.program, "--version"], self._settings.timeout_s).split()
            if len(said) < 2 or said[0] != "tesseract":
                raise ToolFailed("The program that should be Tesseract does not tell its version.")
            self._version = said[1].removeprefix("v")
        return self._version

    def read(self, page: CleanPage, region: Box | None = None, layout: Layout = "page") -> PageText:
        """Read the page or a region of it."""
        picture, left, top = _picture(page.pixels, region)
        label = f"{self.name} {self.version()}"
        if not _may_be_print(picture):
            return page_text(page, (), label)
        return page_text(page, _moved(self._words(picture, layout), left, top), label)

    def _words(self, picture: Pixels, layout: Layout) -> list[Word]:
        with tempfile.TemporaryDirectory(prefix="ingest-") as folder:
            # PGM is written in a moment; encoding PNG took longer than a third of the reading.
            path = Path(folder) / "page.pgm"
            height, width = picture.shape
            path.write_bytes(b"P5 %d %d 255\n" % (width, height) + picture.tobytes())
            table = self._table(path, layout)
        if not table.startswith("level\t"):
            raise ToolGaveNothing("Tesseract said that it succeeded and gave no table of words.")
        return list(_tabled(table))

    def _table(self, path: Path, layout: Layout) -> str:
        """What the program says of a picture file, as a table of tab-separated values."""
        timeout_s = self._settings.timeout_s * patience()
        config = f"--psm {_MODE[layout]} --dpi {_DPI} -c tessedit_do_invert=0 -c tessedit_create_tsv=1"
        # Both are read by pytesseract when it starts the program; it has no other place for them.
        pytesseract.pytesseract.tesseract_cmd = self._settings.program
        os.environ["OMP_THREAD_LIMIT"] = "1"
        try:
            # A path, not a picture: pytesseract would encode the page as PNG first.
            said = pytesseract.run_and_get_output(
                str(path), extension="tsv", lang=self._settings.language, config=config, timeout=timeout_s
            )
        except pytesseract.TesseractNotFoundError:
            raise ToolMissing("The program tesseract is not on the path.") from None
        except pytesseract.TesseractError as error:
            # Its message is what the program said, which may be text of the letter.
            raise ToolFailed(f"Tesseract ended with exit code {error.status}.") from None
        except FileNotFoundError:
            raise ToolGaveNothing("Tesseract said that it succeeded and gave no table of words.") from None
        except UnicodeDecodeError:
            raise ToolFailed("Tesseract's table of words cannot be understood.") from None
        except RuntimeError:
            raise ToolTimedOut(f"Tesseract did not finish within {timeout_s:.0f} s.") from None
        return str(said)


def tesseract(settings: TesseractSettings | None = None) -> TesseractInProcess | TesseractProgram:
    """The faster of the two ways that this machine has.

    Raises
    ------
    ToolMissing
        where it has neither.

    """
    wanted = (settings or TesseractSettings()).program
    if shutil.which(wanted) is None:
        # The library alone would do where the data lies in a usual place, but a machine without the program
        # has data of unknown origin: one clear line now is better than a surprise later.
        raise ToolMissing("The program tesseract is not on the path.")
    with contextlib.suppress(ToolMissing):
        library = TesseractInProcess(settings)
        library.version()
        tessdata_folder((settings or TesseractSettings()).language)
        return library
    program = TesseractProgram(settings)
    program.version()
    return program


@functools.cache
def tessdata_folder(language: str = "eng", program: str = "tesseract") -> Path:
    """Where the language data lie: TESSDATA_PREFIX, the usual places, or where the program says.

    Raises
    ------
    ToolMissing
        where no folder holds data for every language asked for.

    """
    names = [f"{part}.traineddata" for part in language.split("+")]
    for folder in _folders(program):
        if all((folder / name).is_file() for name in names):
            return folder
    raise ToolMissing(f"No language data for {language} were found for Tesseract.", advice=_NO_DATA)


def has_data(language: str) -> bool:
    """Whether data for every language asked for lie in one folder."""
    try:
        tessdata_folder(language)
    except ToolMissing:
        return False
    return True


def language_data_mark(language: str) -> str:
    """Stands for the language data that would be used now, since other data may read otherwise.

    Empty where there are none.
    """
    try:
        folder = tessdata_folder(language)
        states = [(folder / f"{part}.traineddata").stat() for part in language.split("+")]
    except (ToolMissing, OSError):
        return ""
    return " ".join(f"{state.st_size}.{state.st_mtime_ns}" for state in states)


def _folders(program: str) -> Iterator[Path]:
    prefix = os.environ.get("TESSDATA_PREFIX")
    if prefix:
        yield Path(prefix)
        yield Path(prefix) / "tessdata"
    yield from map(Path, _USUAL_FOLDERS)
    with contextlib.suppress(ToolMissing, ToolFailed, ToolTimedOut):
        # List of available languages in "/usr/share/tessdata/" (2):
        said = _run([program, "--list-langs"], timeout_s=10).split('"')
        if len(said) > 2:
            yield Path(said[1])


def _tesserocr() -> Any:
    try:
        import tesserocr
    except ImportError as error:
        raise ToolMissing("The Python package tesserocr is not installed.") from error
    return tesserocr


def _run(command: Sequence[str], timeout_s: float) -> str:
    """Run a program in a process group of its own and give its standard output.

    Raises
    ------
    ToolMissing, ToolTimedOut, ToolFailed

    """
    program = shutil.which(command[0])
    if program is None:
        raise ToolMissing("The program tesseract is not on the path.")
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        )
        try:
            code = process.wait(timeout=timeout_s)
        except subprocess.TimeoutExpired as error:
            raise ToolTimedOut(f"Tesseract did not finish within {timeout_s:g} s.") from error
        finally:
            if process.poll() is None:
                _kill_group(process)
        if code != 0:
            raise ToolFailed(f"Tesseract ended with exit code {code}.")
        out.seek(0)
        return out.read().decode("utf-8", errors="replace")


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End the program and all it started; on a system without groups, the program alone."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _picture(pixels: Pixels, region: Box | None) -> tuple[Pixels, int, int]:
    """The region with white around it, and where its first pixel lies on the page."""
    height, width = pixels.shape
    left, top, right, bottom = 0, 0, width, height
    if region is not None:
        left, top = max(0, int(region.left)), max(0, int(region.top))
        right, bottom = min(width, int(np.ceil(region.right))), min(height, int(np.ceil(region.bottom)))
    part = pixels[top : max(bottom, top), left : max(right, left)]
    if not part.size:
        return np.zeros((0, 0), np.uint8), left, top
    edge = (_MARGIN_PX,) * 4
    framed = cv2.copyMakeBorder(part, *edge, borderType=cv2.BORDER_CONSTANT, value=(255.0,))
    return np.asarray(framed, np.uint8), left - _MARGIN_PX, top - _MARGIN_PX


def _may_be_print(picture: Pixels) -> bool:
    """Whether there is ink, and not more of it than a page of print can have."""
    if not picture.size or int(np.count_nonzero(picture < 128)) < _LEAST_INK_PX:
        return False
    dark = picture[::_EACH_ROW] < 128
    return int(np.count_nonzero(dark[:, 1:] & ~dark[:, :-1])) <= _MOST_STROKES


def _moved(words: Sequence[Word], left: int, top: int) -> Iterator[Word]:
    """The words in pixels of the whole page."""
    for word in words:
        b = word.box
        box = Box(b.left + left, b.top + top, b.right + left, b.bottom + top)
        yield Word(word.text, box, word.confidence)


def _iterated(api: Any) -> Iterator[Word]:
    """The words of a page that the library has recognised."""
    import tesserocr

    level = tesserocr.RIL.WORD
    results = api.GetIterator()
    if results is None:
        return
    for result in tesserocr.iterate_level(results, level):
        # Boxes without words make the library raise.
        if result.Empty(level):
            continue
        text = result.GetUTF8Text(level).strip()
        corners = result.BoundingBox(level)
        if text and corners:
            yield from _split(text, Box(*map(float, corners)), float(result.Confidence(level)))


def _tabled(table: str) -> Iterator[Word]:
    """The words of the program's table of tab-separated values."""
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        for row in rows:
            text = (row["text"] or "").strip()
            if row["level"] != "5" or not text:
                continue
            left, top = float(row["left"]), float(row["top"])
            box = Box(left, top, left + float(row["width"]), top + float(row["height"]))
            yield from _split(text, box, float(row["conf"]))
    except (KeyError, TypeError, ValueError):
        # The fault would quote the row, which is text of the letter.
        raise ToolFailed("Tesseract's table of words cannot be understood.") from None


def _split(text: str, box: Box, confidence: float) -> Iterator[Word]:
    """A word with a blank inside as its parts, each with its share of the box."""
    parts = text.split()
    if len(parts) == 1:
        yield Word(text, box, confidence)
        return
    at, unit = 0, box.width / len(text)
    for part in parts:
        at = text.index(part, at)
        left, right = box.left + at * unit, box.left + (at + len(part)) * unit
        yield Word(part, Box(left, box.top, right, box.bottom), confidence)
        at += len(part)
