"""The catalogue as it is shown: in order, with marks and sources, and no code taken for another."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from classify.catalogue import Catalogue, load_catalogue
from ingest.errors import SetupError
from mailroom.notices import show


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def told(catalogue: Catalogue, code: str | None = None, width: int = 80) -> str:
    out = io.StringIO()
    show(Console(file=out, width=width, highlight=False), catalogue, code)
    assert "\x1b" not in out.getvalue()
    return out.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_list_has_every_notice_in_the_order_of_numbers(catalogue: Catalogue) -> None:
    text = told(catalogue)
    wide = max(map(len, catalogue.notices))
    listed = [code for line in text.splitlines() if (code := line[:wide].rstrip()) in catalogue.notices]
    assert sorted(listed) == sorted(catalogue.notices)
    assert listed.index("CP14") < listed.index("CP90") < listed.index("CP504") < listed.index("LT11")
    assert "pay or contact the IRS within 30 days from the notice date" in flat(text)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_keep_the_width_but_addresses_stay_whole(catalogue: Catalogue, width: int) -> None:
    text = told(catalogue, width=width) + "".join(told(catalogue, code, width) for code in catalogue.notices)
    for line in text.splitlines():
        assert len(line) <= width or line.strip().startswith("http")
        assert not line.endswith(" ")


def test_everything_about_one_with_marks_and_sources(catalogue: Catalogue) -> None:
    notice = catalogue.notices["CP504"]
    text = told(catalogue, "cp 504", 100)
    for statement in notice.statements:
        assert flat(statement.text.replace("{by}", "by the deadline")) in flat(text)
        for source in statement.sources:
            assert source.url in text
    assert "[general knowledge: check before relying on it]" in flat(text)
    assert "[verified 5 6]" in flat(text)
    assert "{by}" not in text
    assert f"read {notice.title.sources[0].read.isoformat()}" in flat(text)


def test_an_alias_says_whose_treatment_it_shares(catalogue: Catalogue) -> None:
    assert "LT11D shares the treatment of LT11" in told(catalogue, "lt11d")


def test_a_letter_is_found_by_its_number_alone(catalogue: Catalogue) -> None:
    text = told(catalogue, "5071c")
    assert text.startswith("Letter 5071C ")
    assert "shares the treatment" not in text
    assert "ITS PHONE LINE" in text
    assert "800-830-5084: The hotline of the Taxpayer Protection Program" in flat(text)
    assert "LETTER 6331C shares the treatment of Letter 5071C" in flat(told(catalogue, "6331C"))


def test_an_unknown_code_is_never_taken_for_another(catalogue: Catalogue) -> None:
    with pytest.raises(SetupError) as unknown:
        told(catalogue, "CP505")
    assert unknown.value.exit_code == 5
    assert "CP504" not in unknown.value.message + unknown.value.advice
    with pytest.raises(SetupError) as begun:
        told(catalogue, "cp50")
    assert begun.value.advice.startswith("These begin so: CP501, CP503, CP504, CP504B")
    with pytest.raises(SetupError) as number:
        told(catalogue, "504")
    assert number.value.advice == "Write the whole code; this number belongs to CP504."
    with pytest.raises(SetupError) as hostile:
        told(catalogue, "\x1b[2J" + "x" * 500)
    assert "\x1b" not in hostile.value.message
    assert len(hostile.value.message) < 100


def test_a_day_that_no_letter_tells_is_not_promised_to_be_printed(catalogue: Catalogue) -> None:
    text = flat(told(catalogue, "Letter 3172"))
    assert "Form 12153 by the date that the letter prints, and only where it prints one" in text
    assert "ask for an equivalent hearing on Form 12153 by a day that the letter does not tell" in text


def test_what_is_not_settled_or_only_an_estimate_is_told(catalogue: Catalogue) -> None:
    text = flat(told(catalogue, "CP523"))
    assert "Counted, it is only an estimate. The law only says that a plan ends at least 30 days" in text
    assert "Whether a last day on a weekend or legal holiday moves is not settled: it is left." in text
