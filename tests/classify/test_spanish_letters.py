"""Spanish letters through classify: the same rules read them, and English ones are read as before."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from classify import grammar
from classify.decide import classify_letter
from classify.field import Period
from classify.finding import Finding
from classify.guess import Guess
from classify.record import status_of
from classify.spanish import plain_words
from ingest.language import is_spanish, spanish_pages
from ingest.letter import Letter, ReadPage

TODAY = dt.date(2026, 11, 23)
BOX = 1500
Rows = list[Any]
Classify = Callable[..., Finding]
Pages = Callable[..., ReadPage]


def swapped(rows: Rows, swap: Callable[[str], str]) -> Rows:
    """The rows with every text made another."""
    return [
        row if row is None else swap(row) if isinstance(row, str) else [(x, swap(text)) for x, text in row]
        for row in rows
    ]


def without_accents(text: str) -> str:
    """What an engine with English data makes of it, at its best."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def bill(code: str, label: str, day: str, headline: str) -> Rows:
    """A made-up bill with its box, headline, summary and coupon; its date of payment by the label given."""
    return [
        [(100, "Departamento del Tesoro"), (BOX, "Aviso"), (BOX + 500, code)],
        [(100, "Servicio de Impuestos Internos (IRS)"), (BOX, "Año tributario"), (BOX + 500, "2021")],
        [(100, "Austin, TX 73301-0010"), (BOX, "Fecha del aviso"), (BOX + 500, "11 de marzo de 2024")],
        [(BOX, "Número de Seguro Social"), (BOX + 500, "XXX-XX-1234")],
        [(BOX, "Para comunicarse con nosotros"), (BOX + 500, "800-829-1040")],
        [(BOX, "Página 1 de 4")],
        None,
        headline,
        f"{label}{day}: $9,533.53" if day else f"{label}: $9,533.53",
        None,
        "Según nuestros registros, usted tiene impuestos sin pagar para el año",
        "tributario que terminó el 31 de diciembre de 2021 (Formulario 1040).",
        "Le escribimos el 4 de octubre de 2023 y le enviamos un aviso CP71.",
        "Recibimos un pago de $50.00 el 2 de enero de 2024.",
        None,
        "Resumen de la facturación",
        [(100, "Cantidad que usted adeudaba"), (BOX, "$9,444.07")],
        [(100, "Multa por no pagar"), (BOX, "34.98")],
        [(100, "Cargos por intereses"), (BOX, "54.48")],
        [(100, f"{label}{day}"), (BOX, "$9,533.53")],
        None,
        None,
        [(100, "Pago"), (BOX, "Aviso"), (BOX + 500, code)],
        [(BOX, "Fecha del aviso"), (BOX + 500, "11 de marzo de 2024")],
        [(BOX, "Número de Seguro Social"), (BOX + 500, "XXX-XX-1234")],
        "Haga su cheque o giro pagadero al Tesoro de los Estados Unidos (United States Treasury).",
        "Escriba su número de Seguro Social (XXX-XX-1234), el año tributario (2021) y el formulario (1040).",
        [(100, f"{label}{day}"), (BOX, "$9,533.53")],
    ]


DAY = "1 de abril de 2024"
CP714 = bill("CP714", "Cantidad adeudada a más tardar el ", DAY, "Usted tiene un saldo sin pagar")
CP601 = bill("CP601", "Cantidad a pagar antes del ", DAY, "Usted tiene un saldo pendiente de pago para 2021")
CP604 = bill("CP604", "Cantidad adeudada inmediatamente", "", "Aviso de intención de embargo")
CP14_SP = bill("CP14 (SP)", "Cantidad adeudada para el ", DAY, "Usted adeuda impuestos para 2021")
BILLS = pytest.mark.parametrize(
    ("rows", "code", "due"),
    [
        (CP714, "CP714", dt.date(2024, 4, 1)),
        (CP601, "CP601", dt.date(2024, 4, 1)),
        (CP604, "CP604", None),
        (CP14_SP, "CP14", dt.date(2024, 4, 1)),
    ],
    ids=["CP714", "CP601", "CP604", "CP14 (SP)"],
)


@BILLS
@pytest.mark.parametrize("kind", ["digital", "scan"])
@pytest.mark.parametrize("accents", [True, False])
def test_every_field_is_read(
    classify: Classify, rows: Rows, code: str, due: dt.date | None, kind: str, *, accents: bool
) -> None:
    finding = classify(rows if accents else swapped(rows, without_accents), kind=kind)
    assert finding.origin == "irs"
    assert finding.notice.value == code
    assert finding.notice_date.value == dt.date(2024, 3, 11)
    assert finding.tax_periods.value == (Period(dt.date(2021, 12, 31), "1040"),)
    assert finding.amount_due.value == Decimal("9533.53")
    assert finding.due_date.value == due
    assert finding.taxpayer_id_last4.value == "1234"
    assert status_of(finding, finding.doubts) == "accepted"


def test_what_is_mentioned_is_not_the_letters_own(classify: Classify) -> None:
    finding = classify(CP604)
    assert {dt.date(2023, 10, 4), dt.date(2024, 1, 2)} <= {
        d.value for d in finding.dates if d.role == "mentioned"
    }
    assert {a.role for a in finding.amounts if a.value == Decimal("50.00")} <= {"payments", "mentioned"}
    assert {a.role for a in finding.amounts if a.value == Decimal("34.98")} == {"penalty"}


def test_dates_in_numbers_are_us_and_in_doubt_without_a_witness(classify: Classify) -> None:
    numbers = swapped(CP714, lambda text: text.replace("11 de marzo de 2024", "03/11/2024"))
    finding = classify(numbers)
    assert finding.notice_date.value == dt.date(2024, 3, 11)
    assert not finding.notice_date.accepted
    assert dt.date(2024, 11, 3) in {rival.value for rival in finding.notice_date.rivals}
    (why,) = [doubt.why for doubt in finding.doubts if doubt.name == "notice-date-unsure"]
    assert "month first or its day first" in why
    # One place in words is a witness for the others.
    witnessed = [*numbers[:22], CP714[22], CP714[23], *numbers[24:]]
    assert classify(witnessed).notice_date.accepted
    # The thirteenth can be no month.
    plain = swapped(CP714, lambda text: text.replace("11 de marzo de 2024", "03/13/2024"))
    assert classify(plain).notice_date.value == dt.date(2024, 3, 13)
    assert classify(plain).notice_date.accepted


def test_an_english_letter_with_dates_in_numbers_is_as_before(classify: Classify, cp504: Rows) -> None:
    finding = classify(swapped(cp504, lambda text: text.replace("March 11, 2024", "03/11/2024")))
    assert finding.notice_date.value == dt.date(2024, 3, 11)
    assert finding.notice_date.accepted


def test_a_table_of_quarters_is_read_row_by_row(classify: Classify) -> None:
    table = [
        [(100, "Período tributario"), (700, "Tipo de impuesto"), (BOX, "Cantidad adeudada")],
        [(100, "31 de marzo de 2022"), (700, "Formulario 941"), (BOX, "$1,100.10")],
        [(100, "30 de junio de 2022"), (700, "Formulario 941"), (BOX, "$2,200.20")],
        [(100, "Cantidad total adeudada"), (BOX, "$3,300.30")],
    ]
    head = swapped(CP604[:7], lambda text: text.replace("2021", "31 de marzo de 2022"))
    finding = classify(
        [*head, "Cantidad adeudada inmediatamente: $3,300.30", None, *CP604[12:14], None, *table]
    )
    assert finding.tax_periods.value == (
        Period(dt.date(2022, 3, 31), "941"),
        Period(dt.date(2022, 6, 30), "941"),
    )
    assert finding.amount_due.value == Decimal("3300.30")


def test_a_coupon_that_says_something_else_is_a_contradiction(classify: Classify) -> None:
    for row, old, new in [
        (22, "CP714", "CP711"),
        (23, "11 de marzo de 2024", "27 de marzo de 2023"),
        (27, "$9,533.53", "$938.50"),
    ]:
        rows = [
            *CP714[:row],
            *swapped([CP714[row]], lambda t, o=old, n=new: t.replace(o, n)),
            *CP714[row + 1 :],
        ]
        finding = classify(rows)
        assert status_of(finding, finding.doubts) == "review"


class SureOfAnother:
    """Has learned English wording, and takes any other for a CP14."""

    id = "fake 0"
    codes = frozenset({"CP504", "CP14"})

    def guess(self, text: str) -> Guess:
        """Always the same."""
        assert text
        return Guess((("CP14", 0.99),))


def test_english_wording_is_no_witness_on_a_spanish_letter(pages: Pages) -> None:
    rows = swapped(CP604, lambda text: text.replace("CP604", "CP504 (SP)"))
    letter = Letter("x#1", (pages(1, rows, kind="digital"),))
    finding = classify_letter(letter, today=TODAY, guesser=SureOfAnother())
    assert finding.notice.value == "CP504"
    assert "notice-contradicted" not in {doubt.name for doubt in finding.doubts}


def test_another_countrys_tax_office_is_not_taken_for_the_irs(classify: Classify) -> None:
    rows = [
        "GOBIERNO DE CHILE",
        "Servicio de Impuestos Internos",
        None,
        "Estimado contribuyente: usted tiene impuestos sin pagar para el año tributario 2021.",
        "La cantidad adeudada es de $9,533.53 y debe pagar a más tardar el 1 de abril de 2024.",
    ]
    finding = classify(rows)
    assert status_of(finding, finding.doubts) != "accepted"


def test_english_pages_are_not_told_to_be_spanish(pages: Pages, cp504: Rows) -> None:
    greeting = "Si necesita ayuda en español, llame al número en la parte superior de este aviso."
    assert not is_spanish(pages(1, [*cp504, greeting]).readings[0].words)
    assert is_spanish(pages(1, CP714).readings[0].words)
    assert is_spanish(pages(1, swapped(CP714, without_accents)).readings[0].words)
    assert not is_spanish(pages(1, ["La Mesa, CA", "Maria de la Cruz", "Los Angeles"]).readings[0].words)


def test_a_page_that_says_little_goes_with_the_first(pages: Pages, cp504: Rows) -> None:
    little = [[(100, "Aviso"), (500, "CP714")], "Página 2 de 4"]
    assert spanish_pages([pages(1, CP714), pages(2, little), pages(3, cp504)]) == {1, 2}
    assert spanish_pages([pages(1, cp504), pages(2, little)]) == frozenset()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fecha del aviso:", "notice date:"),
        ("Pague antes del 1 de abril de 2024.", "pay by april 1, 2024."),
        ("Cantidad adeudada para el 28 de enero de 2024", "amount due by january 28, 2024"),
        ("impuestos para el año tributario", "taxes for the tax year"),
        ("Número de\tSeguro Social", "social security number"),
        # A full stop ends a phrase.
        ("La fecha. Del aviso", "the date. of the notice"),
    ],
)
def test_labels_are_told_in_english(text: str, told: str) -> None:
    for spelled in (text, text.upper(), without_accents(text)):
        words = plain_words(spelled.split(), snap=False)
        assert len(words) == len(spelled.split())
        assert " ".join(filter(None, words)) == told


def test_slips_in_labels_are_put_right_on_pictures_only() -> None:
    slipped = ["Fecba", "del", "avlso", "Nimero", "de", "Seguro", "Sociai", "Afio", "tributarlo"]
    assert list(filter(None, plain_words(slipped, snap=True))) == [
        "notice date", "social security number", "tax year"]  # fmt: skip
    assert "notice date" not in plain_words(slipped, snap=False)


@pytest.mark.parametrize(
    ("text", "day", "cost"),
    [
        ("11 de marzo de 2024", dt.date(2024, 3, 11), 0),
        ("11 DE MARZO DEL 2024", dt.date(2024, 3, 11), 0),
        ("1.º de abril de 2024", dt.date(2024, 4, 1), 0),
        ("1ro de abril, de 2024", dt.date(2024, 4, 1), 0),
        ("primero de setiembre de 2024", dt.date(2024, 9, 1), 0),
        ("marzo 11, 2024", dt.date(2024, 3, 11), 0),
        ("l1 de marzo de 2O24", dt.date(2024, 3, 11), 2),
        ("5 de septlembre de 2024", dt.date(2024, 9, 5), 1),
    ],
)
def test_dates_in_spanish_words(text: str, day: dt.date, cost: int) -> None:
    (found,) = grammar.dates(f"Fecha: {text}.")
    assert (found.value, found.cost) == (day, cost)
    assert list(grammar.years(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "31 de febrero de 2024",
        "11 de marzo",
        "4 de cada de 2024",
        # One slip away from two months.
        "3 de juiio de 2024",
        "3 de mazo de 2024",
    ],
)
def test_what_is_no_date_in_spanish(text: str) -> None:
    assert list(grammar.dates(text)) == []


def test_a_letter_by_its_number(classify: Classify) -> None:
    rows = swapped(CP604, lambda text: text.replace("Aviso", "Carta").replace("CP604", "1058"))
    assert classify(rows).notice.value == "Letter 1058"
    (code, *_) = grammar.codes("Carta 1058", {"LETTER1058": "Letter 1058"})
    assert code.value[0].name == "Letter 1058"
