"""The catalogue in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from classify.catalogue import Catalogue, Notice
from ingest.errors import SetupError


def show(console: Console, catalogue: Catalogue, code: str | None = None) -> None:
    """Print one line for each notice, or what is known of one.

    Parameters
    ----------
    console
        Where to.
    code
        As the IRS writes it, or an alias; None lists all.

    Raises
    ------
    SetupError
        for a code that the catalogue does not know.

    """
    if code is None:
        for notice in catalogue.notices.values():
            console.print(Text(f"{notice.code:<14} {notice.title.text}"), soft_wrap=True)
        return
    found = catalogue.find(code)
    if found is None:
        raise SetupError("The catalogue has no such notice.", advice="`ingest notices` lists all it knows.")
    for line in _lines(found):
        console.print(Text(line), soft_wrap=True)


def _lines(notice: Notice) -> list[str]:
    return [f"{notice.code}  {notice.title.said}", f"  {notice.meaning.said}", f"  Stage: {notice.stage}"]
