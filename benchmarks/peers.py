"""What a user could pick instead, each as one function from a file to the text it reads there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.plain import tesseract_text

__all__ = ["ocrmypdf_text", "our_text", "pdfplumber_text", "program", "rapidocr_text", "tesseract_text"]


def program(name_or_path: str) -> str:
    """The program's path, or a message that says what to do and exit code 2."""
    found = shutil.which(name_or_path)
    if found is None:
        raise SystemExit(
            f"There is no program {name_or_path}: pip install ocrmypdf somewhere, and name its path."
        )
    return found


def ocrmypdf_text(path: Path, ocrmypdf: str, jobs: int) -> str:
    """Every page as ``ocrmypdf --deskew --rotate-pages --sidecar`` reads it; empty where it gives up.

    A picture is taken to be of 300 dpi. Text layers are left as they are, pages without one are read.
    """
    with tempfile.TemporaryDirectory() as folder:
        sidecar = Path(folder) / "text"
        command = [
            ocrmypdf,
            "--deskew",
            "--rotate-pages",
            "--sidecar",
            str(sidecar),
            "-j",
            str(jobs),
            "--quiet",
        ]
        command += ["--skip-text"] if path.suffix == ".pdf" else ["--image-dpi", "300"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        subprocess.run(
            [*command, str(path), f"{folder}/out.pdf"], env=environment, capture_output=True, timeout=900, check=False
        )  # fmt: skip
        return sidecar.read_text(errors="replace") if sidecar.exists() else ""


def pdfplumber_text(path: Path, pages: int | None = None) -> str:
    """The text layer of the first pages, or of all."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages[:pages])


@cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    one_thread = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "critical", **one_thread})


def rapidocr_text(path: Path) -> str:
    """The picture as RapidOCR reads it with its three models and one thread, as it is called out of the box."""
    said = _rapidocr()(str(path))
    return "\n".join(said.txts or ())


def our_text(path: Path) -> str:
    """Every page as this program's first look reads it; empty where it refuses the file.

    Before numbers that look like a taxpayer's are masked, which receipts have too: masking is no fault of
    reading. The limits of time are set aside: on a machine that others use, they would measure the others.
    """
    from ingest.errors import IngestError
    from ingest.look import LookSettings, first_look
    from ingest.pages import pages_of
    from ingest.source import open_source

    engine, second = _our_readers()
    try:
        pages = pages_of(open_source(path))
        read = [
            first_look(pages.page(number), engine, LookSettings(900.0), second)[0]
            for number in range(1, len(pages) + 1)
        ]
    except IngestError:
        return ""
    return "\n".join(page.text for page in read)


@cache
def _our_readers() -> Any:
    from ingest.ocr.second import second_reader
    from ingest.ocr.tesseract import TesseractSettings, tesseract

    return tesseract(TesseractSettings(timeout_s=900.0)), second_reader()


def words_of(text: str) -> list[str]:
    """Runs of letters and runs of digits, in lower case: what is left when blanks and signs are set aside."""
    return re.findall(r"[^\W\d_]+|\d+", text.lower())
