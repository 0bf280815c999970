"""The drawn letters are what their truth says, add up, and repeat from their seed."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from samples import days, layouts, make, model, others, spoil

LETTERS = [(code, layout) for code in make.CORE for layout in layouts.layouts_of(code)]


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize(("code", "layout"), LETTERS)
def test_text_layer_holds_every_value_of_the_truth(code: str, layout: str) -> None:
    letter = make.make_letter(code, 0, layout)
    text = text_of(letter.pdf)
    missing = [e for e in letter.entries if e.printed not in text]
    # a table's words may be broken over two lines; dates and sums never may
    assert not [e for e in missing if e.kind == "amount"]
    squeezed = text.replace(" ", "")
    assert all(e.printed.replace(" ", "") in squeezed for e in missing)
    assert letter.truth["taxpayer_id_last4"] in text
    assert code.replace(" ", "") in squeezed
    assert letter.truth["tax_periods"]


@pytest.mark.parametrize("code", make.CORE)
def test_sums_add_up(code: str) -> None:
    for seed in range(3):
        letter = make.make_letter(code, seed)
        case = model.make_case(code, seed, letter.layout)
        parts = sum(a.owed + a.payment_penalty + a.interest for a in case.accounts)
        assert parts == case.debt
        by_role: dict[str, list[Decimal]] = {}
        for amount in letter.truth["amounts"]:
            by_role.setdefault(amount["role"], []).append(Decimal(amount["value"]))
        asked = Decimal(letter.truth["amount_due"])
        assert asked in by_role["due_now"] and len(by_role["due_now"]) == 1
        if code == "CP523":
            assert by_role["whole_debt"] == [case.debt]
        else:
            assert asked == case.debt
        if len(case.accounts) > 1:
            totals = [a.total for a in case.accounts]
            assert set(totals) == set(by_role["period_total"]) and sum(totals) == asked


def test_due_dates_follow_the_rules_or_say_that_they_do_not() -> None:
    deviating = 0
    for seed in range(200):
        for code in ("CP14", "LT11", "CP90"):
            case = model.make_case(code, seed, "box")
            due = case.pay_by or case.hearing_by
            if due is None:
                continue
            wait = 21 if code == "CP14" else 30
            rule = case.notice_date + dt.timedelta(days=wait)
            if code == "CP14" and case.debt >= 100_000:
                rule = days.add_business_days(case.notice_date, 10)
            assert (due == rule) is not case.deviates
            deviating += case.deviates
    assert 10 <= deviating <= 50


def test_due_date_is_null_where_none_is_printed() -> None:
    letters = [make.make_letter("CP504", seed) for seed in range(12)]
    undated = [letter for letter in letters if letter.truth["due_date"] is None]
    assert undated and len(undated) < len(letters)
    for letter in undated:
        assert not {d["role"] for d in letter.truth["dates"]} & {"pay_by", "hearing"}


def test_no_whole_number_could_be_anyones() -> None:
    for seed in range(60):
        for code in ("CP14", "CP504B"):
            number = model.make_case(code, seed, "box").taxpayer.number
            whole = re.fullmatch(r"(\d{3})-(\d\d)-\d{4}|(\d\d)-\d{7}", number)
            if not whole:
                continue
            area, group, prefix = whole.groups()
            assert prefix == "00" or area == "000" or (area[0] == "9" and int(group) < 50)


def test_dates_do_not_run_ahead_of_the_letter() -> None:
    for code in make.CORE:
        for seed in (0, 1):
            truth = make.make_letter(code, seed).truth
            past = [d["value"] for d in truth["dates"] if d["role"] in ("mentioned", "period_end")]
            assert all(value <= truth["notice_date"] for value in past)


@pytest.mark.parametrize("code", [*make.OUTSIDE, *make.NOT_IRS])
def test_other_pages_draw(code: str) -> None:
    letter = make.make_letter(code, 3)
    assert (letter.truth["amount_due"] is None) is (code not in others.ASKING)
    assert letter.truth["status"] == ("irs" if code in make.OUTSIDE else "not_irs")
    assert letter.truth["notice"] == (code if code in make.OUTSIDE else None)
    squeezed = text_of(letter.pdf).replace(" ", "")
    assert all(entry.printed.replace(" ", "") in squeezed for entry in letter.entries)
    assert (code not in make.OUTSIDE) or letter.truth["taxpayer_id_last4"] in squeezed


def test_same_seed_same_bytes() -> None:
    first, again = make.make_letter("CP504", 7), make.make_letter("CP504", 7)
    assert first.pdf == again.pdf and first.truth == again.truth
    assert make.make_letter("CP504", 8).pdf != first.pdf
    short = make.make_letter("CP49", 1)
    for kind in make.KINDS:
        assert make.capture(short, kind, 1) == make.capture(short, kind, 1)


def test_no_label_leaks_through_metadata() -> None:
    with pypdfium2.PdfDocument(make.make_letter("CP504", 7).pdf) as document:
        assert not any("504" in value for value in document.get_metadata_dict().values())


def test_fax_is_a_many_page_bilevel_tiff() -> None:
    letter = make.make_letter("LT11", 2)
    data, suffix = make.capture(letter, "fax", 5)
    with Image.open(io.BytesIO(data)) as image:
        assert suffix == ".tif"
        assert (image.mode, image.size[0]) == ("1", 1728)
        assert getattr(image, "n_frames", 1) == letter.pages


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
@pytest.mark.parametrize("suffix", [".pdf", ".tif", ".png"])
def test_pages_pack_into_every_file_kind(mode: str, suffix: str) -> None:
    pages = [Image.new(mode, (60, 80), "white") for _ in range(2)]
    assert len(spoil.pack(pages, suffix, 70, 300)) > 100
    assert spoil.pack(pages, suffix, 70, 300) == spoil.pack(pages, suffix, 70, 300)


def test_grey_and_bilevel_scans_both_occur() -> None:
    letter = make.make_letter("BLANK", 1)
    shots = [make.captured(letter, "scan", seed) for seed in range(5)]
    assert {shot.truth["spoilt"]["bilevel"] for shot in shots} == {True, False}


def test_photo_shows_every_headline_field() -> None:
    for seed in range(20):
        letter = make.make_letter("CP90", seed)
        if letter.needs > 1:
            break
    shot = make.captured(letter, "photo", 1)
    assert shot.suffix == ".pdf" and shot.truth["pages"] >= letter.needs
    assert shot.truth["tax_periods"] == letter.truth["tax_periods"]


def test_command_writes_files_with_their_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(tmp_path), "--codes", "CP14", "BLANK", "--captures", "pdf", "--seed", "9"]
    assert make.main(arguments) == 0
    assert "seed 9" in capsys.readouterr().err
    truth = json.loads((tmp_path / "cp14-0009-pdf.pdf.truth.json").read_text(encoding="utf-8"))
    assert truth["notice"] == "CP14" and truth["capture"] == "pdf"
    assert (tmp_path / "blank-0009-pdf.pdf").is_file()
