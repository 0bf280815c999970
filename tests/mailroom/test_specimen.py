"""The letter that the nursery reads first: it must take the way of any born-digital bill."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from mailroom.config import Settings
from mailroom.desk import record_of_file
from mailroom.specimen import specimen


def test_it_is_read_off_its_text_layer_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "specimen.pdf"
    path.write_bytes(specimen())
    (letter,) = record_of_file(path, Settings(), lambda _page, _of: None)["letters"]
    assert letter["notice"]["value"] == "CP501"
    assert letter["amount_due"]["value"] == "1234.56"
    assert letter["provenance"]["engines"] == ["text layer"]
    assert letter["advice"]["deadline"]["date"] == "2020-02-03"


def test_it_is_a_sound_pdf(tmp_path: Path) -> None:
    path = tmp_path / "specimen.pdf"
    path.write_bytes(specimen())
    with pikepdf.open(path) as document:
        assert len(document.pages) == 1
        assert document.check_pdf_syntax() == []
