"""Lines for a terminal or a pipe: labels, wrapped text, list items.

Whatever comes from outside becomes a ``Text`` by ``safe``: its control characters are shown as ``?``,
and markup in it is only letters. Lines carry no trailing blanks, so that what is piped stays clean.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from classify.language import ENGLISH, Language
from mailroom.shown import shown

# Longer lines are hard to read, however wide the terminal is.
WIDEST = 100
_LABEL = 11


def safe(text: str, style: str = "") -> Text:
    """Text from outside, so that nothing in it takes effect."""
    return Text(shown(text), style=style)


def plain(console: Console) -> bool:
    """Whether frames would be in the way: the output is piped, or the terminal cannot draw."""
    return not console.is_terminal or console.is_dumb_terminal


class Lines:
    """Text laid out to a width, line by line.

    Parameters
    ----------
    console
        Knows how wide each character is.
    inset
        Columns that a frame around the lines will take.
    language
        What headings, labels and banners are told in; texts come in it already.

    """

    def __init__(self, console: Console, *, inset: int = 0, language: Language = ENGLISH) -> None:
        self._console = console
        self.language = language
        self.width = max(24, min(console.width, WIDEST) - inset)
        self.made: list[Text] = []

    def gap(self) -> None:
        """An empty line, but never two."""
        if self.made and self.made[-1].plain:
            self.made.append(Text())

    def heading(self, text: str) -> None:
        """A heading of our own, with a gap above."""
        self.gap()
        self.made.append(Text(self.language.say(text), style="bold"))

    def say(self, text: Text | str, *, indent: int = 0) -> None:
        """A paragraph."""
        self._hang("", text, indent)

    def verbatim(self, text: str, *, indent: int = 0) -> None:
        """A line that is never broken: an address on the web must stay whole to be copied."""
        self.made.append(Text.assemble(" " * indent, safe(text)))

    def item(self, text: Text | str, *, mark: str = "-", indent: int = 2) -> None:
        """One of a list, its further lines under its first word."""
        self._hang(" " * indent + f"{mark} ", text, indent + len(mark) + 1)

    def items(self, heading: str, texts: Iterable[str]) -> None:
        """A list under a heading, or nothing where it is empty."""
        for number, text in enumerate(texts):
            if number == 0:
                self.heading(heading)
            self.item(text)

    def row(self, label: str, text: Text | str, *, inset: int = 0) -> None:
        """A label in the left column, text beside it; an empty label goes on with the row above."""
        self._hang(self.language.say(label) if label else "", text, _LABEL + inset, "bold")

    def banner(self, text: str, style: str) -> None:
        """A line nobody overlooks: filled on a terminal, starred in a pipe."""
        text = self.language.say(text)
        if plain(self._console):
            self.made.append(Text(f"*** {text} ***"))
        else:
            self.made.append(Text(f" {text} ".ljust(self.width), style=style))

    def _hang(self, lead: str, text: Text | str, indent: int, style: str = "") -> None:
        body = safe(text) if isinstance(text, str) else text
        for line in body.wrap(self._console, self.width - indent, overflow="fold"):
            line.rstrip()
            self.made.append(Text.assemble((lead.ljust(indent), style), line))
            lead = ""

    def show(self) -> None:
        """Print the lines as they are."""
        for line in self.made:
            self._console.print(line, soft_wrap=True)

    def show_framed(self, title: str, style: str) -> None:
        """Print the lines in a frame; in a pipe, under the title."""
        if plain(self._console):
            self._console.print(safe(title), soft_wrap=True)
            self.show()
            return
        frame = Panel(
            Group(*self.made), title=safe(title), title_align="left", border_style=style, width=self.width + 4
        )
        self._console.print(frame)
