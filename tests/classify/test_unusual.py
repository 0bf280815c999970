"""What is called unusual, and above all what is not: a real letter must give no sign."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from classify.catalogue import load_catalogue
from classify.decide import classify_letter
from classify.finding import Finding
from classify.unusual import Unusual, doubt_about, unusual_in
from ingest.letter import Letter, ReadPage
from ingest.page import Link
from ingest.transform import Box

TODAY = dt.date(2026, 11, 23)
CATALOGUE = load_catalogue()
SIGNS = CATALOGUE.signs
Pages = Callable[..., ReadPage]
Look = Callable[..., tuple[Unusual, ...]]


@pytest.fixture
def look(pages: Pages) -> Look:
    """What is unusual on one page of rows."""

    def run(rows: Sequence[Any], kind: str = "digital", links: Sequence[Link] = ()) -> tuple[Unusual, ...]:
        page = dataclasses.replace(pages(1, rows, kind=kind), links=tuple(links))
        letter = Letter("0a1b2c3d#1", (page,))
        finding = classify_letter(letter, today=TODAY)
        assert finding.origin == "irs"
        return unusual_in(letter, finding, CATALOGUE)

    return run


def changed(rows: Sequence[Any], old: str, new: str) -> list[Any]:
    """The rows with one cell or line in place of another, which must be there."""

    def cell(text: str) -> str:
        return text.replace(old, new)

    made = [
        row if row is None else cell(row) if isinstance(row, str) else [(x, cell(t)) for x, t in row]
        for row in rows
    ]
    assert made != list(rows)
    return made


@pytest.mark.parametrize("kind", ["digital", "scan", "fax", "photo"])
def test_an_ordinary_letter_has_nothing_unusual(cp504: Sequence[Any], look: Look, kind: str) -> None:
    assert look(cp504, kind) == ()


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("Make your check payable to Northfork Tax Recovery LLC.", "payee", '"Northfork Tax Recovery LLC"'),
        ("Make your check or money order payable to I.R.S. and mail it today.", "payee", '"I.R.S'),
        ("Please pay this amount with gift cards from any store.", "payment-way", "by gift cards"),
        ("Payment must be sent in Bitcoin within 24 hours.", "payment-way", "by bitcoin"),
        (
            "Settle the debt by prepaid debit cards or a wire transfer.",
            "payment-way",
            "by prepaid debit cards",
        ),
        ("You can pay through Zelle to the number above.", "payment-way", "by zelle"),
        ("Pay now at www.irs-gov-payments.com and enter your number.", "web-address", "irs-gov-payments.com"),
        ("Pay now at https://irs.gov.pay-tax.org/case and sign in.", "web-address", "irs.gov.pay-tax.org"),
        ("Write to agent.miller@irs-collections.net for a settlement.", "web-address", "irs-collections.net"),
        ("Go to www.irs.com to pay your balance.", "web-address", "irs.com"),
        ("Go to irspayment.us.com to see your case.", "web-address", "irspayment.us.com"),
    ],
)
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_each_sign_is_seen_with_its_place_and_reason(
    cp504: Sequence[Any], look: Look, line: str, key: str, said: str, kind: str
) -> None:
    found = look([*cp504, None, line], kind)
    assert {one.key for one in found} == {key}
    assert said in found[0].why
    assert SIGNS.by_key[key].why.said in found[0].why
    place = found[0].evidence[0]
    assert place.page == 1
    assert place.box.top > 1000
    assert place.text
    assert place.text in line


@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_the_next_order_is_no_payee_where_the_payee_was_lost(
    cp504: Sequence[Any], look: Look, kind: str
) -> None:
    line = "Make your check payable to * Write your Social Security number on it."
    assert look([*cp504, None, line], kind) == ()


@pytest.mark.parametrize(("date", "seen"), [("March 24, 1997", False), ("May 6, 2024", True)])
def test_checks_were_made_out_to_the_irs_up_to_1998(
    cp504: Sequence[Any], look: Look, date: str, seen: bool
) -> None:
    rows = changed(cp504, "March 11, 2024", date)
    line = "Make your check or money order payable to the INTERNAL REVENUE SERVICE."
    assert bool(look([*rows, None, line], "scan")) is seen


def test_a_payee_that_was_not_made_out_is_nobody_else(cp504: Sequence[Any], look: Look) -> None:
    line = "Make your check payable to the In#-~ ' and mail it."
    assert look([*cp504, None, line], "photo") == ()


def test_what_is_left_of_the_treasury_on_a_poor_picture_is_nobody_else(
    cp504: Sequence[Any], look: Look
) -> None:
    line = "Make your check payable to the vored States\u201d ieee 1D number."
    assert look([*cp504, None, line], "photo") == ()
    assert look([*cp504, None, line], "digital")


@pytest.mark.parametrize(
    "line",
    [
        "Make your check or money order payable to: U.S. Treasury.",
        "Make the check payable to the U. S. Treasury and write your number on it.",
        "Make your payment payable to the United States",
        "A refund check payable to you and your spouse was sent in May.",
        "You will receive a check payable to the estate of the taxpayer.",
        "The IRS will never ask you to pay with gift cards or by wire transfer.",
        "Do not pay anybody who asks for gift cards: it is a scam.",
        "Businesses can pay by same-day wire transfer from their bank.",
        "If you live abroad you can pay by an international wire transfer.",
        "You can pay by debit card, credit card or digital wallet such as PayPal.",
        "You reported income from the sale of bitcoin on your return.",
        "If you do not pay, we may seize your digital assets and bank accounts.",
        "Go to www.irs.gov/payments or IRS.gov/es, or www.taxpayeradvocate.irs.gov.",
        "Pay by card at www.pay1040.com or fed.acipayonline.com; a fee applies.",
        "Employers pay at www.eftps.gov. See also travel.state.gov, ustaxcourt.gov and usa.gov.",
        "Verify who you are at https://www.id.me or call us.",
        "We received your return on May 2.Your refund was used to pay this debt.",
        "See our notice CP2000 and Letter 0525 that we sent before.",
    ],
)
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_what_real_letters_say_is_not_unusual(cp504: Sequence[Any], look: Look, line: str, kind: str) -> None:
    assert look([*cp504, None, line], kind) == ()


@pytest.mark.parametrize(
    "misread",
    [
        "www.irs.qov",
        "www.1rs.gov",
        "www.irs.govipayments",
        "www.rs.govipayments.",
        "www.irs.gowoffers",
        "wwwirs.gov",
        "www.lrs.gov",
    ],
)
def test_a_slip_of_an_engine_makes_no_strange_address(cp504: Sequence[Any], look: Look, misread: str) -> None:
    assert look([*cp504, None, f"Go to {misread} to see your balance."], "scan") == ()


def test_a_collection_agency_has_its_own_address(cp504: Sequence[Any], look: Look) -> None:
    rows = [*changed(cp504, "CP504", "CP40"), None, "The agency is at www.northfork-agency.com."]
    assert "web-address" not in {one.key for one in look(rows)}


@pytest.mark.parametrize("code", ["CP50411", "CP0000", "LT00", "CP 00"])
def test_a_code_that_cannot_be(cp504: Sequence[Any], look: Look, code: str) -> None:
    found = look(changed(cp504, "CP504", code))
    assert [one.key for one in found] == ["notice-code"]
    assert found[0].why.startswith(f"The letter calls itself {code}.")


@pytest.mark.parametrize("code", ["CP01", "CP599", "CP9999", "LT99", "Letter 7777"])
def test_a_code_that_is_only_unknown_is_not_unusual(cp504: Sequence[Any], look: Look, code: str) -> None:
    assert look(changed(cp504, "CP504", code)) == ()


def test_amounts_that_do_not_add_up(cp504: Sequence[Any], look: Look) -> None:
    found = look(changed(cp504, "54.48", "45.48"))
    assert [one.key for one in found] == ["amounts"]
    assert found[0].evidence[0].text == "Amount due immediately $9,533.53"
    # An engine may misread a digit; only a text layer can be held to its sums.
    assert look(changed(cp504, "54.48", "45.48"), "scan") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("34.98", "-34.98"),
        ("Interest charges", "Payments and credits"),
        ("Amount you owed", "Some other amount"),
    ],
)
def test_a_sum_is_doubted_only_where_it_is_one_and_no_sign_can_save_it(
    cp504: Sequence[Any], look: Look, old: str, new: str
) -> None:
    assert look(changed(cp504, old, new)) == ()


@pytest.mark.parametrize(
    ("host", "unusual"),
    [
        ("www.irs.gov", False),
        ("sa.www4.irs.gov", False),
        ("pay1040.com", False),
        ("irs.gov.example.com", True),
        ("irs.qov.example", True),
        ("1rs.gov.co", True),
        ("192.0.2.7", True),
        ("bitcoin:", True),
    ],
)
@pytest.mark.parametrize("kind", ["qr-code", "link"])
def test_where_a_code_or_a_link_leads(
    cp504: Sequence[Any], look: Look, host: str, unusual: bool, kind: Any
) -> None:
    found = look(cp504, links=[Link(Box(1000, 2000, 1090, 2090), host, kind)])
    assert [one.key for one in found] == ([kind] if unusual else [])
    if unusual:
        place = found[0].evidence[0]
        assert (place.page, place.text, place.rule) == (1, host, f"unusual:{kind}")
        assert found[0].why.startswith(
            f"{'A QR code leads' if kind == 'qr-code' else 'A link in the file leads'} to {host}."
        )


def test_a_link_behind_the_name_of_another_place_says_both(cp504: Sequence[Any], look: Look) -> None:
    rows = [*cp504, None, "Pay now at www.irs.gov/payments with your card."]
    top = 60 + 42 * (len(rows) - 1)
    link = Link(Box(90, top - 10, 900, top + 40), "pay.example.net", "link")
    (found,) = look(rows, links=[link])
    assert found.why.startswith("The text says irs.gov, and the link behind it leads to pay.example.net.")


def test_the_agency_of_cp40_may_have_its_own_code(cp504: Sequence[Any], look: Look) -> None:
    rows = changed(cp504, "CP504", "CP40")
    assert look(rows, links=[Link(Box(0, 0, 9, 9), "northfork-agency.example", "qr-code")]) == ()


VERIFY = [
    [(100, "Department of the Treasury"), (1500, "Letter 4883C")],
    [(100, "Internal Revenue Service"), (1500, "Date: March 11, 2024")],
    [(100, "Holtsville, NY 11742-0480"), (1500, "Taxpayer ID number: XXX-XX-1234")],
    [(1500, "Tax year: 2023")],
    None,
    "We received a federal income tax return, Form 1040, with your name and Social Security number.",
    "We need to verify your identity and your tax return before we can process it.",
    "Call us toll-free at 800-830-5084 to verify your identity.",
    "You can also ask the Internal Revenue Service for help at www.irs.gov/verifyreturn.",
]


def test_the_line_that_a_kind_is_known_to_print(look: Look) -> None:
    assert look(VERIFY) == ()
    assert look(VERIFY, "scan") == ()
    (found,) = look(changed(VERIFY, "800-830-5084", "888-555-0143"))
    assert found.key == "phone"
    assert "says to call 888-555-0143; this kind is known to print 800-830-5084." in found.why
    assert found.evidence[0].text == "888-555-0143"
    assert found.source.startswith("https://www.improveirs.org/")


@pytest.mark.parametrize("number", ["800-829-1040", "267-941-1000", "877-777-4778"])
def test_a_line_of_all_letters_is_not_unusual(look: Look, number: str) -> None:
    assert look(changed(VERIFY, "800-830-5084", number)) == ()


def test_the_advocates_line_beside_it_makes_a_strange_number_no_better(look: Look) -> None:
    rows = [*changed(VERIFY, "800-830-5084", "888-555-0143"), "The Taxpayer Advocate: 877-777-4778."]
    assert [one.key for one in look(rows)] == ["phone"]


def test_a_person_who_is_named_has_a_line_of_their_own(look: Look) -> None:
    rows = changed(VERIFY, "800-830-5084", "888-555-0143")
    assert look([*rows[:4], "Person to contact: Robin Sample", *rows[4:]]) == ()


def test_a_slip_on_a_digit_is_no_other_line(look: Look) -> None:
    assert look(changed(VERIFY, "800-830-5084", "800-830-5034"), "scan") == ()
    assert len(look(changed(VERIFY, "800-830-5084", "800-830-5034"))) == 1


def test_of_a_kind_without_a_known_line_no_number_is_judged(cp504: Sequence[Any], look: Look) -> None:
    assert look(changed(cp504, "800-829-1040", "888-555-0143")) == ()


def test_it_sends_the_letter_to_a_person_and_claims_no_proof(cp504: Sequence[Any], look: Look) -> None:
    assert doubt_about((), CATALOGUE) == ()
    (doubt,) = doubt_about(look([*cp504, "Please pay this amount with gift cards."]), CATALOGUE)
    assert doubt.name == "unusual"
    assert "a way of paying that the IRS does not use" in doubt.why
    assert "Unusual is not proof" in doubt.why
    assert not any(word in doubt.why.lower() for word in ("fraud", "fake", "scam"))


@pytest.mark.parametrize("name", ["CP14", "CP161", "CP504", "CP523", "CP90"])
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_official_wording_is_not_unusual(name: str, kind: str, look: Look) -> None:
    folder = os.environ.get("INGEST_TEST_DATA")
    if not folder:
        pytest.skip("INGEST_TEST_DATA names no folder with official wording")
    text = (Path(folder) / "official-text" / f"{name}.p1.txt").read_text("utf-8")
    assert look([line.strip() or None for line in text.splitlines()], kind) == ()


def test_a_letter_of_somebody_else_is_not_looked_over(pages: Pages) -> None:
    letter = Letter("0a1b2c3d#1", (pages(1, ["Pay with gift cards at www.example.com."], kind="digital"),))
    finding: Finding = classify_letter(letter, today=TODAY)
    assert finding.origin != "irs"
    assert unusual_in(letter, finding, CATALOGUE) == ()
