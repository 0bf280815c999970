"""Labels of Spanish letters in the words of the English ones, so that one set of rules reads both.

The IRS prints the same letter in both languages, box for box and sentence for sentence. What stands around a
value is therefore told here, word by word and in place, as the English letter would have it; values are never
touched. The letterhead and some terms (cantidad adeudada, fecha de vencimiento, multa por pagar tarde) were
seen on the IRS's own Spanish pages; the others are the common words of the trade, and no Spanish letter was
at hand to hold them against. A label that is not here leaves its field unread, which is a doubt.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from classify import grammar
from classify.words import LEAST_SNAPPED, slips_allowed

# Without accents, one phrase and its English to a line; the longest that fits is taken. A # at the end stands
# for a date that must follow, and is not part of the phrase.
_TABLE = """
    departamento del tesoro de los estados unidos: united states department of the treasury
    departamento del tesoro: department of the treasury
    servicio de impuestos internos: internal revenue service
    servicio federal de impuestos internos: internal revenue service
    tesoro de los estados unidos: united states treasury
    tesoro de estados unidos: united states treasury
    defensor del contribuyente: taxpayer advocate
    publicacion: publication
    formulario: form
    formularios: forms
    numero de formulario: form number
    numero del formulario: form number
    tipo de impuesto: type of tax

    aviso: notice
    avisos: notices
    numero de aviso: notice number
    numero del aviso: notice number
    numero de este aviso: notice number
    codigo del aviso: notice code
    carta: letter
    cartas: letters
    numero de carta: letter number
    numero de la carta: letter number
    numero: number
    num: number
    codigo: code
    pagina: page

    fecha: date
    fechas: dates
    fecha del aviso: notice date
    fecha de aviso: notice date
    fecha de este aviso: notice date
    fecha de la carta: letter date
    fecha de esta carta: letter date
    la fecha de este aviso: the date of this notice
    la fecha del aviso: the date of the notice
    la fecha de esta carta: the date of this letter
    fecha de vencimiento: due date
    fecha de vencimiento del pago: payment due date
    fecha limite: due date
    fecha limite de pago: payment due date
    fecha limite para pagar: payment due date
    fecha limite para responder: respond by
    fecha limite para contestar: respond by
    vencimiento: due date
    vence el #: due on
    vence: due

    ano: year
    anos: years
    ano tributario: tax year
    ano contributivo: tax year
    ano fiscal: tax year
    anos tributarios: tax years
    anos contributivos: tax years
    ano calendario: calendar year
    periodo: period
    periodos: periods
    periodo tributario: tax period
    periodo contributivo: tax period
    periodos tributarios: tax periods
    periodos contributivos: tax periods
    trimestre: quarter
    trimestres: quarters
    que termino: ended
    que termino el: ended
    terminado el: ended
    terminado: ended
    que finalizo el: ended
    finalizado el: ended
    que termina el: ending
    que finaliza el: ending
    declaracion: return
    declaracion de impuestos: tax return
    declaracion de impuestos de: tax return for
    declaracion de impuestos del: tax return for the
    declaracion de impuestos sobre los ingresos: income tax return
    correspondiente a: for
    correspondientes a: for
    correspondiente al: for the
    correspondientes al: for the

    numero de seguro social: social security number
    numero de su seguro social: social security number
    seguro social: social security
    numero de identificacion del contribuyente: taxpayer identification number
    numero de identificacion personal del contribuyente: taxpayer identification number
    numero de identificacion patronal: employer identification number
    numero de identificacion del empleador: employer identification number
    numero de identificacion de empleador: employer identification number
    ultimos cuatro digitos: last four digits
    ultimos 4 digitos: last 4 digits

    cantidad: amount
    cantidad adeudada: amount due
    cantidad adeudada inmediatamente: amount due immediately
    cantidad adeudada para el: amount due by
    cantidad total adeudada: total amount due
    cantidad total a pagar: total amount due
    cantidad a pagar: amount due
    cantidad vencida: past due amount
    cantidad que adeuda: amount you owe
    cantidad que usted adeuda: amount you owe
    cantidad que usted debe: amount you owe
    cantidad que adeudaba: amount you owed
    cantidad que usted adeudaba: amount you owed
    cantidad sin pagar: unpaid amount
    importe adeudado: amount due
    monto adeudado: amount due
    saldo: balance
    saldo adeudado: balance due
    saldo pendiente: balance due
    saldo total adeudado: total balance due
    saldo sin pagar: unpaid balance
    saldo anterior: previous balance
    saldo total: entire balance
    deuda total: entire debt
    total adeudado: total due
    total a pagar: total amount due
    usted adeuda: you owe
    adeuda: you owe
    que adeuda: you owe
    que usted adeuda: you owe
    adeudada: due
    adeudado: due
    adeudados: due
    vencido: past due
    vencida: past due
    impuesto: tax
    impuestos: taxes
    impuesto que usted adeudaba: tax you owed
    impuesto que adeudaba: tax you owed
    impuesto adeudado: tax due
    impuestos adeudados: tax due
    impuesto sin pagar: unpaid tax
    impuestos sin pagar: unpaid tax
    impuesto no pagado: unpaid tax
    impuestos no pagados: unpaid tax
    impuesto pendiente: unpaid tax
    impuesto propuesto: proposed tax
    impuesto sobre los ingresos: income tax
    impuesto sobre el ingreso: income tax
    sobre los ingresos: income
    aumento en el impuesto: increase in tax
    aumento del impuesto: increase in tax
    propuesto: proposed
    propuesta: proposed
    propuestos: proposed
    cambios propuestos: proposed changes
    multa: penalty
    multas: penalties
    multa por no pagar: failure-to-pay penalty
    multa por falta de pago: failure-to-pay penalty
    multa por pagar tarde: failure-to-pay penalty
    multa por incumplimiento de pago: failure-to-pay penalty
    multa por no presentar: failure-to-file penalty
    interes: interest
    intereses: interest
    cargos por intereses: interest charges
    cargo por intereses: interest charges
    reembolso: refund
    sobrepago: overpayment
    pago en exceso: overpayment
    pago: payment
    pagos: payments
    pagos y creditos: payments and credits
    credito: credit
    creditos: credits
    retencion: withholding
    retenido: withheld
    embargo: levy
    cuota: fee of
    tarifa: fee of
    cargo administrativo: user fee
    ejemplo: example
    mas de: more than
    menos de: less than
    por lo menos: at least
    al menos: at least
    minimo: minimum
    hasta: up to
    entre: between

    pague: pay
    pagar: pay
    pagado: paid
    pago vence el: payment due on
    pague esta cantidad: pay this amount
    pague inmediatamente: pay immediately
    pague antes del: pay by
    pague antes de: pay by
    pague a mas tardar el: pay by
    pague para el #: pay by
    a mas tardar el: by
    a mas tardar: by
    no mas tarde del: by
    antes del #: by
    antes de: before
    para el #: by
    hasta el #: until
    el #: on
    al #: to
    del #: from
    a partir del #: as of
    desde el #: from
    inmediatamente: immediately
    de inmediato: immediately

    responda: respond
    responder: respond
    conteste: answer
    contestar: answer
    respuesta: response
    comuniquese con nosotros: contact us
    comunicarse con nosotros: contact us
    para comunicarse con nosotros: to contact us
    comuniquese: contact
    llame: call
    llamenos: call us
    llamar: call
    envie: send
    envienos: send us
    enviar: send
    devuelva: return
    presente: file
    presentar: file
    peticion: petition
    recibimos: received
    recibido: received
    recibida: received
    recibamos: receive
    recibir: receive
    aplicamos: applied
    aplicado: applied
    audiencia: hearing
    apelacion: appeal
    apelar: appeal
    para solicitar una audiencia: to request a hearing
    para pedir una audiencia: to request a hearing
    para apelar: to appeal
    solicitud: request
    equivalente: equivalent
    cancelaremos: terminate
    cancelar: terminate
    cancelara: terminate
    si cancelamos: if we terminate
    cancelacion: termination
    terminaremos: terminate
    terminacion: termination
    fecha de cancelacion: termination date
    fecha de terminacion: termination date
    ultimo dia para: last day to
    ultima fecha para: last date to
    es el #: is
    dentro de: within
    dias: days
    treinta: thirty
    a partir de la fecha: from the date
    desde la fecha: from the date
    despues de la fecha: after the date
    de la fecha: of the date
    telefono: telephone
    correo: mail
    fax: fax

    y: and
    de: of
    del: of the
    el: the
    la: the
    los: the
    las: the
    para: for
    para el: for the
    por: for
    su: your
    sus: your
    nuestro: our
    nuestra: our
    este: this
    esta: this
    anterior: previous
    previo: previous
    primer: first
    ultimo: last
    total: total
"""
_Phrase = tuple[str, ...]


def _table() -> Mapping[str, Sequence[tuple[_Phrase, str]]]:
    """First word to the phrases that begin with it, longest first, and their English."""
    table: dict[str, list[tuple[_Phrase, str]]] = {}
    for line in filter(None, map(str.strip, _TABLE.splitlines())):
        spanish, english = line.split(": ")
        words = tuple(spanish.split())
        table.setdefault(words[0], []).append((words, english))
    return {first: sorted(phrases, key=lambda p: -len(p[0])) for first, phrases in table.items()}


_PHRASES = _table()
_VOCABULARY = frozenset(word for phrases in _PHRASES.values() for words, _ in phrases for word in words)
_LONG = sorted(word for word in _VOCABULARY if len(word) >= LEAST_SNAPPED)
# What English data makes of words with letters that it does not know.
_SLIPS = {"afio": "ano", "aiio": "ano", "ajio": "ano", "afios": "anos", "aiios": "anos"}
_SIGNS = string.punctuation + "¡¿«»º°\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2022"
# Of a date in words: the day, "de", the month, "de" or "del", the year.
_DATE_WORDS = 5


def folded(text: str) -> str:
    """The text in lower case without accents, as many characters as before."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text.lower())


def plain_words(texts: Sequence[str], *, snap: bool) -> list[str]:
    """The words in plain text as the English letter would have them, one for each.

    The English of a phrase stands at its first word, the others are empty. A date in words becomes
    ``march 11, 2024``.

    Parameters
    ----------
    texts
        The words of a passage in their order.
    snap
        Put right slips of an engine in words of labels, as ``classify.words`` does for English.

    """
    parts = [_parts(text, snap=snap) for text in texts]
    out: list[str] = []
    while len(out) < len(texts):
        at = len(out)
        length, english = _date_at(texts, at) or _phrase_at(texts, parts, at)
        out += [english, *[""] * (length - 1)]
    return out


@dataclass(frozen=True, slots=True)
class _Parts:
    """A word without accents, and the signs before and behind it."""

    lead: str
    word: str
    tail: str


def _parts(text: str, *, snap: bool) -> _Parts:
    low = folded(text)
    word = low.strip(_SIGNS)
    start = low.find(word) if word else len(low)
    return _Parts(low[:start], _known(word, snap=snap), low[start + len(word) :])


def _known(word: str, *, snap: bool) -> str:
    """A folded word; with ``snap``, the word of the table that it stands a slip or two away from."""
    word = _SLIPS.get(word, word)
    if not snap or len(word) < LEAST_SNAPPED or word in _VOCABULARY or not word.isalnum() or word.isdigit():
        return word
    ranked = extract(word, _LONG, scorer=OSA.distance, score_cutoff=slips_allowed(word), limit=2)
    if not ranked or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return word
    return str(ranked[0][0])


def _date_at(texts: Sequence[str], at: int) -> tuple[int, str] | None:
    """How many words the date that begins at a word has, and what it is in English."""
    if at + _DATE_WORDS > len(texts) or texts[at + 1].lower() != "de":
        return None
    text = " ".join(texts[at : at + _DATE_WORDS])
    found = next(grammar.spanish_dates(text), None)
    if found is None:
        return None
    day = found.value
    lead, tail = text[: found.start].lower(), text[found.end :].lower()
    return _DATE_WORDS, f"{lead}{day:%B} {day.day}, {day.year}{tail}".lower()


def _phrase_at(texts: Sequence[str], parts: Sequence[_Parts], at: int) -> tuple[int, str]:
    """How many words the longest phrase of the table that begins at a word has, and its English."""
    first = parts[at]
    for phrase, english in _PHRASES.get(first.word, ()):
        needs_date = phrase[-1] == "#"
        length = len(phrase) - needs_date
        found = parts[at : at + length]
        if tuple(part.word for part in found) != phrase[:length] or _torn(found):
            continue
        if not needs_date or _date_at(texts, at + length):
            return length, f"{first.lead}{english}{found[-1].tail}"
    return 1, f"{first.lead}{first.word}{first.tail}"


def _torn(parts: Sequence[_Parts]) -> bool:
    """Whether a sign stands between the words of a phrase, so that it is none."""
    return any(one.tail or other.lead for one, other in pairwise(parts))
