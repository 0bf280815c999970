"""Settings: flag before environment before file before default, and a typing mistake is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest.errors import SetupError
from mailroom.config import Settings, load


def test_flag_before_environment_before_file_before_default(tmp_path: Path) -> None:
    (tmp_path / "ingest.toml").write_text("[watch]\nsettle_s = 1\nevery_s = 1.5\n[process]\nworkers = 1\n")
    environment = {
        "INGEST_WATCH_SETTLE_S": "2",
        "INGEST_PROCESS_WORKERS": "2",
        "HOME": "/",
        "INGEST_TEST_DATA": "x",
    }
    found = load({"process.workers": "3"}, environment, file=None, folder=tmp_path)
    assert (found.process.workers, found.watch.settle_s, found.watch.every_s) == (3, 2.0, 1.5)
    assert found.process.page_s == Settings().process.page_s


def test_every_setting_survives_being_told_as_text() -> None:
    texts = {
        "advice.postmark": "2024-03-11",
        "advice.abroad": "true",
        "watch.ledger": "a=b",
        "process.page_s": "0.5",
    }
    settings = Settings.of_texts(texts)
    assert settings.advice.postmark == dt.date(2024, 3, 11)
    assert Settings.of_texts(settings.texts()) == settings
    assert Settings.of_texts(Settings().texts()) == Settings()


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("[watch]\nsetle_s = 1", "watch.settle_s"),
        ("[wach]\nsettle_s = 1", "watch.settle_s"),
        ("abroad = true", "advice.abroad"),
    ],
)
def test_an_unknown_name_in_the_file_is_told_with_the_nearest(tmp_path: Path, text: str, near: str) -> None:
    (tmp_path / "ingest.toml").write_text(text)
    with pytest.raises(SetupError) as caught:
        load({}, {}, file=None, folder=tmp_path)
    assert near in caught.value.advice


def test_an_unknown_name_in_the_environment_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as caught:
        load({}, {"INGEST_WATCH_SETTLE": "1"}, file=None, folder=tmp_path)
    assert "INGEST_WATCH_SETTLE_S" in caught.value.advice


@pytest.mark.parametrize(
    "wrong",
    [
        {"process.workers": "-1"},
        {"process.workers": "1.5"},
        {"process.page_s": "nan"},
        {"process.page_s": "inf"},
        {"advice.abroad": "perhaps"},
        {"advice.postmark": "03/11/2024"},
    ],
)
def test_a_wrong_value_is_told_without_being_quoted(wrong: dict[str, str]) -> None:
    [(name, text)] = wrong.items()
    with pytest.raises(SetupError) as caught:
        Settings.of_texts(wrong)
    assert name in caught.value.message
    assert text not in caught.value.message


def test_a_file_that_is_named_must_be_there_and_be_toml(tmp_path: Path) -> None:
    with pytest.raises(SetupError):
        load({}, {}, file=tmp_path / "nowhere.toml", folder=tmp_path)
    (tmp_path / "bad.toml").write_text("[watch")
    with pytest.raises(SetupError):
        load({}, {"INGEST_CONFIG": str(tmp_path / "bad.toml")}, file=None, folder=tmp_path)


def test_only_what_bears_on_a_record_changes_the_digest() -> None:
    plain = Settings().digest()
    assert Settings.of_texts({"process.workers": "7", "watch.settle_s": "9"}).digest() == plain
    assert Settings.of_texts({"advice.abroad": "true"}).digest() != plain
