"""How files are read: the settings of ingest, light enough for a process that never opens a document."""

from __future__ import annotations

from dataclasses import dataclass

# How Tesseract calls its Spanish data.
SPANISH_DATA = "spa"


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How files are read.

    Parameters
    ----------
    language
        Tesseract's language data, joined by ``+``. A page that turns out to be Spanish is read anew with
        Spanish data in front of them, where they are installed.
    ocr_s
        Limit for Tesseract on one picture.
    page_s
        After so much processor time no further way is tried on a page that does not read well.
    in_process
        Tesseract inside the reading process, where tesserocr is installed; else as a program.
    second
        Use the second reader where it is installed.
    password_file
        Path of a text file with the passwords to try on locked PDFs, one to a line; empty: none.

    """

    language: str = "eng"
    ocr_s: float = 60.0
    page_s: float = 30.0
    in_process: bool = True
    second: bool = True
    password_file: str = ""
