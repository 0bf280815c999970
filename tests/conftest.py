"""For every test: the machine counts as quiet, so that limits on time are what a test sets."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _quiet_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))
