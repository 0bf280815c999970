"""Spanish letters as pictures through the real program, with Tesseract's Spanish data and without."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.ocr.tesseract import has_data, tessdata_folder
from ingest.read import Reader, Said
from ingest.settings import ReadSettings
from mailroom.config import AdviceSettings, Settings
from mailroom.desk import record_of_file

SETTINGS = Settings(advice=AdviceSettings(today=dt.date(2026, 11, 23)), read=ReadSettings(second=False))
SAMPLES = Path(__file__).parent.parent / "samples"
LETTER = (
    (0.9, 0.9, "Departamento del Tesoro"),
    (0.9, 1.1, "Servicio de Impuestos Internos"),
    (0.9, 1.3, "Austin, TX 73301-0010"),
    (5.2, 0.9, "Aviso"), (6.9, 0.9, "CP604"),
    (5.2, 1.1, "Año tributario"), (6.9, 1.1, "2021"),
    (5.2, 1.3, "Fecha del aviso"), (6.9, 1.3, "11 de marzo de 2024"),
    (5.2, 1.5, "Número de Seguro Social"), (6.9, 1.5, "XXX-XX-1234"),
    (5.2, 1.7, "Página 1 de 1"),
    (0.9, 2.6, "Aviso de intención de embargo"),
    (0.9, 2.9, "Cantidad adeudada inmediatamente: $9,533.53"),
    (0.9, 3.4, "Según nuestros registros, usted tiene impuestos sin pagar para el año tributario"),
    (0.9, 3.6, "que terminó el 31 de diciembre de 2021 (Formulario 1040). Si no recibimos el pago, los"),
    (0.9, 3.8, "intereses y las multas aumentarán y podemos embargar su reembolso de impuestos estatales."),
    (0.9, 4.0, "Si usted ya pagó la cantidad adeudada en su totalidad, no tenga en cuenta este aviso."),
    (0.9, 4.5, "Cantidad que usted adeudaba"), (5.2, 4.5, "$9,444.07"),
    (0.9, 4.7, "Multa por no pagar"), (5.2, 4.7, "34.98"),
    (0.9, 4.9, "Cargos por intereses"), (5.2, 4.9, "54.48"),
    (0.9, 5.1, "Cantidad adeudada inmediatamente"), (5.2, 5.1, "$9,533.53"),
    (0.9, 8.4, "Pago"), (5.2, 8.4, "Aviso"), (6.9, 8.4, "CP604"),
    (5.2, 8.6, "Fecha del aviso"), (6.9, 8.6, "11 de marzo de 2024"),
    (5.2, 8.8, "Número de Seguro Social"), (6.9, 8.8, "XXX-XX-1234"),
    (0.9, 9.0, "Haga su cheque o giro pagadero al Tesoro de los Estados Unidos."),
    (0.9, 9.2, "Escriba en él el año tributario (2021) y el número del formulario (1040)."),
    (0.9, 9.6, "Cantidad adeudada inmediatamente"), (5.2, 9.6, "$9,533.53"),
)  # fmt: skip
TRUTH = {
    "notice": "CP604",
    "notice_date": "2024-03-11",
    "tax_periods": [{"form": "1040", "end": "2021-12-31"}],
    "amount_due": "9533.53",
    "due_date": None,
    "taxpayer_id_last4": "1234",
}


@pytest.fixture
def digital(tmp_path: Path) -> Path:
    """A made-up CP604 as a born-digital PDF."""
    path = tmp_path / "aviso.pdf"
    canvas = Canvas(str(path), pagesize=(8.5 * 72, 11 * 72), invariant=True)
    canvas.setFont("Helvetica", 10)
    for x, y, text in LETTER:
        canvas.drawString(x * 72, (11 - y) * 72, text)
    canvas.save()
    return path


@pytest.fixture
def picture(digital: Path, tmp_path: Path) -> Path:
    """The same as a scan at 300 dpi."""
    path = tmp_path / "aviso.png"
    page = pypdfium2.PdfDocument(digital)[0].render(scale=300 / 72).to_pil()
    page.convert("L").save(path, dpi=(300, 300))
    return path


def read(path: Path) -> dict[str, Any]:
    """The only letter of a file."""
    (letter,) = record_of_file(path, SETTINGS, lambda _page, _of: None)["letters"]
    return letter  # type: ignore[no-any-return]


def wrong(letter: dict[str, Any]) -> list[str]:
    """The fields that are not as the truth has them."""
    return [name for name, value in TRUTH.items() if letter[name]["value"] != value]


@pytest.mark.skipif(not has_data("spa+eng"), reason="Tesseract's Spanish data are not installed (optional)")
def test_with_spanish_data_every_field_is_read_and_accepted(picture: Path) -> None:
    letter = read(picture)
    assert wrong(letter) == []
    assert (letter["status"], letter["doubts"]) == ("accepted", [])


@pytest.mark.skipif(not has_data("spa+eng"), reason="Tesseract's Spanish data are not installed (optional)")
def test_with_spanish_data_accents_are_read(picture: Path) -> None:
    with Reader(picture, SETTINGS.read) as reader:
        (page,) = reader.letters()[0].pages
    assert "Número de Seguro Social" in page.text
    assert (page.data, page.lacks_data) == ("spa+eng", False)


def only_english_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only English data be found, whatever this machine has."""
    folder.mkdir()
    (folder / "eng.traineddata").symlink_to(tessdata_folder("eng") / "eng.traineddata")
    monkeypatch.setattr("ingest.ocr.tesseract.tessdata_folder", tessdata_folder.__wrapped__)
    monkeypatch.setattr("ingest.ocr.tesseract._folders", lambda _program: iter([folder]))


def test_without_spanish_data_a_person_is_told_to_install_them(
    picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_english_data(tmp_path / "tessdata", monkeypatch)
    letter = read(picture)
    (doubt,) = [doubt for doubt in letter["doubts"] if doubt["name"] == "spanish-data-missing"]
    assert doubt["why"].startswith("This letter is in Spanish: install Tesseract's Spanish data")
    assert letter["status"] == "review"
    # It is read all the same, and nothing wrong is accepted.
    assert not [name for name in wrong(letter) if letter[name]["accepted"]]


def test_a_born_digital_letter_needs_no_data(
    digital: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_english_data(tmp_path / "tessdata", monkeypatch)
    letter = read(digital)
    assert wrong(letter) == []
    assert (letter["status"], letter["doubts"]) == ("accepted", [])


def test_an_english_page_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        pytest.fail("an English page was read anew")

    monkeypatch.setattr("ingest.read.read_anew", never)
    with Reader(SAMPLES / "cp503-scan.tif", SETTINGS.read) as reader:
        pages = [page for letter in reader.letters(lambda _letter: Said("sure")) for page in letter.pages]
    assert pages
    assert not any(page.data or page.lacks_data for page in pages)
