"""The catalogue in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from ingest.errors import SetupError


def show(console: Console, catalogue: Mapping[str, Any], code: str | None = None) -> None:
    """Print one line for each notice, or all that is known of one.

    Parameters
    ----------
    console
        Where to.
    catalogue
        Notices by code, each with a ``title``.
    code
        As the IRS writes it; None lists all.

    Raises
    ------
    SetupError
        for a code that the catalogue does not know.

    """
    if code is None:
        for known, notice in catalogue.items():
            console.print(Text(f"{known:<14} {notice.title}"))
        return
    wanted = next((known for known in catalogue if _bare(known) == _bare(code)), None)
    if wanted is None:
        raise SetupError("The catalogue has no such notice.", advice="`ingest notices` lists all it knows.")
    console.print(Text(f"{wanted}  {catalogue[wanted].title}"))


def _bare(code: str) -> str:
    return "".join(code.split()).upper()
