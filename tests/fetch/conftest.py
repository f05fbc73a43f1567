"""The clock for every test of fetching that asks for it."""

from __future__ import annotations

import pytest

from tests.fetch.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("annoki.fetch.waiting.time", made)
    return made
