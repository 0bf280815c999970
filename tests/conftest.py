"""For every test: the machine counts as quiet, limits on time are what a test sets, no example is random."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same examples in every run, however slow: a test that fails by chance tells nobody what was changed.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def _quiet_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))
