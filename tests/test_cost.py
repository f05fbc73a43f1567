"""The search for what costs too much finds it."""

from __future__ import annotations

from typing import Any, List

import pytest

from tests import cost
from tests.fuzz.cost import Watch


def told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], power: int
) -> List[str]:
    """What is told if a second is what 100 kB take, and other sizes take a `power` of that."""
    taken: List[float] = []

    def export(inputs: Any) -> None:
        taken.append((cost.length_of(inputs) / 100_000) ** power)

    def seconds(_: Watch, task: Any, may: float) -> float:
        task()
        return taken[-1]

    monkeypatch.setattr(cost, "export", export)
    monkeypatch.setattr(Watch, "seconds", seconds)
    code = cost.main(["--format", "memos-json,blog-html", "--part", "1/50"])
    lines = capsys.readouterr().out.splitlines()
    assert code == (" 0 too costly" not in lines[0])
    return lines


def test_what_takes_as_long_as_it_may_is_fine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = told(monkeypatch, capsys, power=1)
    assert lines[0].endswith(" shapes, 0 too costly")
    assert len(lines) == 1 + cost.SHOWN


def test_what_grows_faster_than_its_length_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = told(monkeypatch, capsys, power=2)
    assert len(lines) > 1 + cost.SHOWN
    assert all("×4" in line or "×3.9" in line for line in lines[1:])
