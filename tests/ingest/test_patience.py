"""Limits on time are stretched where the machine's cores are fought over."""

from __future__ import annotations

import os

import pytest

from ingest.patience import patience


@pytest.mark.parametrize(
    ("load", "cores", "longer"),
    [(0.0, 2, 1.0), (2.0, 2, 1.0), (8.0, 2, 4.0), (8.0, 8, 1.0), (500.0, 2, 10.0)],
)
def test_it_grows_with_what_waits_for_each_core(
    monkeypatch: pytest.MonkeyPatch, load: float, cores: int, longer: float
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert patience() == longer
