"""Golden pairs a person can read: a title, `.`, the input, `.`, what must come of it, `.`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parent
ROOT = TESTS.parent
EXAMPLES = ROOT / "examples"


class Pair(NamedTuple):
    title: str
    given: str
    expected: str


def pairs(path: Path) -> list[Pair]:
    """The pairs in `path`; text before a title (comments) is free."""
    blocks = path.read_text(encoding="utf-8").split("\n.\n")
    result = []
    for title, given, expected in zip(blocks[0::3], blocks[1::3], blocks[2::3]):
        result.append(Pair(title.strip().split("\n")[-1], given, expected))
    return result
