"""`ingest clean`: two pictures and one line for each page."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageDraw, ImageFont

import cli
from mailroom.cleaned import _line

_SAMPLES = Path(__file__).parent.parent.parent / "samples"


def _clean(*arguments: object) -> Result:
    return CliRunner().invoke(cli.ingest, ["clean", *map(str, arguments)])


@pytest.fixture
def tilted(tmp_path: Path) -> Path:
    """A small sheet of two pages, each tilted by two degrees."""
    sheet = Image.new("L", (850, 1100), 255)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for row in range(24):
        pen.text((90, 90 + 36 * row), "Our records show an unpaid balance for the year", font=font, fill=0)
    turned = sheet.rotate(2, fillcolor=255, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    turned.save(out, "TIFF", save_all=True, append_images=[turned], compression="tiff_lzw")
    path = tmp_path / "scan.tif"
    path.write_bytes(out.getvalue())
    return path


def test_each_page_before_and_after_with_one_line(tilted: Path, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    done = _clean(tilted, "-o", out)
    assert done.exit_code == 0, done.output
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["page 1", "page 2"]
    assert "straighten (" in done.stdout
    names = [f"page-00{n}-{state}.png" for n in (1, 2) for state in ("after", "before")]
    assert sorted(path.name for path in out.iterdir()) == names
    before, after = (np.asarray(Image.open(out / f"page-001-{state}.png")) for state in ("before", "after"))
    assert before.shape == (1100, 850, 3)
    rows = (np.asarray(after) < 128).sum(axis=1)
    # Straight rows leave white between them, tilted ones do not.
    assert (rows[100:-100] == 0).mean() > 0.3
    again = _clean(tilted, "-o", out)
    assert again.exit_code == 6
    assert len(again.stderr.splitlines()) == 1
    assert _clean(tilted, "-o", out, "--force").exit_code == 0


def test_a_text_layer_has_nothing_to_clean(tmp_path: Path) -> None:
    done = _clean(_SAMPLES / "cp14-pdf.pdf", "-o", tmp_path)
    assert done.exit_code == 0
    assert "nothing to clean" in done.stdout
    assert not list(tmp_path.glob("*-after.png"))
    assert (tmp_path / "page-001-before.png").exists()


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.4 torn")
    done = _clean(path, "-o", tmp_path / "pages")
    assert (done.exit_code, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert not list((tmp_path / "pages").iterdir())


def test_what_a_reader_says_is_made_safe() -> None:
    page = {"number": 1, "kind": "scan", "branch": "plain", "after": True, "error": None}
    steps = [{"name": "kind\n\x1b[2J", "settings": {"a": 0.12345, "b": ["x"], "c": "123-45-6789"}}]
    line = _line({**page, "steps": steps})
    assert line.isprintable()
    assert "0.1235" in line
    assert "123-45" not in line
    assert _line({**page, "steps": [], "error": "It is torn."}) == "page 1: It is torn."
