"""Every deliberate error, with the exit code it ends a command with.

::

    IngestError
      SourceError   3   the file cannot be worked
        MissingFile  UnsupportedFile  DamagedFile  EncryptedFile  EmptyFile  OversizeFile
      ToolError     4   an outside program cannot be used
        ToolMissing  ToolFailed  ToolTimedOut  ToolGaveNothing
        ReaderDied    the process that read the file
      SetupError    5   configuration, catalogue or model
      StoreError    6   the database
      QuestionError 2   what was asked cannot be answered as it was asked
      ProgramFault  1   a mistake in this program

Not being sure is no error: it is a Doubt, which is data.
"""

from __future__ import annotations

from typing import ClassVar


class IngestError(Exception):
    """The work cannot be done; says what is wrong and what to do about it.

    Parameters
    ----------
    message
        One sentence for a person, without text of the letter.
    advice
        One sentence: what to do. A class-wide one stands in where none is given.

    """

    exit_code: ClassVar[int] = 1
    default_advice: ClassVar[str] = ""

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = self.default_advice if advice is None else advice

    def __reduce__(self) -> tuple[object, ...]:
        """Cross process borders whole."""
        return _rebuild, (type(self), self.message, self.advice)


def _rebuild(kind: type[IngestError], message: str, advice: str) -> IngestError:
    return kind(message, advice=advice)


class SourceError(IngestError):
    """The file cannot be worked."""

    exit_code = 3


class MissingFile(SourceError):
    """There is no such file, or it is not a regular file."""

    default_advice = "Check the path."


class UnsupportedFile(SourceError):
    """The bytes are of no kind that is read here."""

    default_advice = "Give a PDF or a picture: TIFF, JPEG, PNG, HEIC or WebP."


class DamagedFile(SourceError):
    """The bytes start like a known kind but cannot be decoded."""

    default_advice = "Scan or save the letter again; if it came by mail, ask the sender for it again."


class EncryptedFile(SourceError):
    """The PDF asks for a password to be opened."""

    default_advice = "Give the password in a file with --password-file, or save a copy without one."


class EmptyFile(SourceError):
    """The file has no bytes or no pages."""

    default_advice = "The scan or the transfer may have been cut off: make it again."


class OversizeFile(SourceError):
    """The file, a page or a picture is over the limit."""

    default_advice = "Split the file or scan at 300 dpi."


class ToolError(IngestError):
    """An outside program cannot be used."""

    exit_code = 4


class ToolMissing(ToolError):
    """The program is not installed or not on the path."""

    default_advice = "Run `ingest doctor` to see what is missing and how to install it."


class ToolFailed(ToolError):
    """The program ended with an error."""

    default_advice = "Run `ingest doctor`; if it finds nothing, try again with fewer workers."


class ReaderDied(ToolError):
    """The process that read the file died, or answered what is no record."""

    default_advice = "The file may be damaged or hostile: scan the letter again and give the new file."


class ToolTimedOut(ToolError):
    """The program was stopped after its time limit."""

    default_advice = "Try a cleaner or smaller scan, or raise the limit."


class ToolGaveNothing(ToolError):
    """The program said that it succeeded and gave no output."""

    default_advice = "Run `ingest doctor`."


class SetupError(IngestError):
    """Configuration, catalogue or model is not usable."""

    exit_code = 5
    default_advice = "Run `ingest doctor`."


class StoreError(IngestError):
    """The database cannot be read or written."""

    exit_code = 6
    default_advice = "Check free space and write access to the folder."


class QuestionError(IngestError):
    """What was asked cannot be answered as it was asked: something is missing or is no date or amount."""

    exit_code = 2


class ProgramFault(IngestError):
    """A mistake in this program, told by kind and place; never with the text that led to it."""

    default_advice = "Please report this line; the file itself need not be sent."
