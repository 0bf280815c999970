"""Which language a page is printed in: English or Spanish, told by its commonest words alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.letter import ReadPage
from ingest.text import Word

# Words that running text cannot do without, and those of labels; without accents, which an engine that
# reads with English data loses. None of them is a word of the other language. Small words count in lower
# case only, since names of people and towns begin with La, Los and Del.
_SPANISH_SMALL = """
    de la los las del el que para por con una un su sus al se es si como este esta estos usted o y
    nosotros nuestro nos cuando desde hasta antes sobre entre debe tiene puede ser sido fue
""".split()  # noqa: SIM905 - a table of words reads best as words
_SPANISH_LABELS = """
    aviso carta fecha cantidad adeudada adeuda adeudado saldo impuesto impuestos tributario contributivo
    servicio internos departamento tesoro seguro formulario pago pague multa multas intereses vencimiento
    tardar declaración declaracion teléfono telefono contribuyente número numero año período periodo
    inmediatamente resumen embargo embargar reembolso información informacion pagar días dias
""".split()  # noqa: SIM905
_ENGLISH_SMALL = """
    the of and to you your for is this we our or if have by that on are from with will not be it an as at
    may can has been was which their any all when what do does us
""".split()  # noqa: SIM905
_SPANISH = frozenset([*_SPANISH_SMALL, *_SPANISH_LABELS, *(word.capitalize() for word in _SPANISH_LABELS)])
_ENGLISH = frozenset(_ENGLISH_SMALL)
# So many different words of a language tell it, where those of the other are fewer.
_LEAST_WORDS = 6


def is_spanish(words: Iterable[Word]) -> bool:
    """Whether a page is printed in Spanish: six different words of it and more, and more than of English."""
    spanish, english = _told(words)
    return spanish >= _LEAST_WORDS and spanish > english


def spanish_pages(pages: Sequence[ReadPage]) -> frozenset[int]:
    """The numbers of the pages that are Spanish by their best reading.

    A page with too little on it to tell, such as one that was only skimmed, goes with the first page.
    """
    found: set[int] = set()
    first = None
    for page in pages:
        if not page.readings:
            continue
        spanish, english = _told(page.readings[0].words)
        if spanish < _LEAST_WORDS and first is None and english <= spanish:
            continue
        told = spanish >= _LEAST_WORDS and spanish > english
        first = told if first is None else first
        if told or (first and spanish >= english):
            found.add(page.number)
    return frozenset(found)


def _told(words: Iterable[Word]) -> tuple[int, int]:
    """How many different common words of Spanish and of English stand there."""
    seen = {word.text for word in words}
    return len(seen & _SPANISH), len(seen & _ENGLISH)
