"""Golden pairs a person can read: a title, `.`, the input, `.`, what must come of it, `.`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterable, NamedTuple, Sequence

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
EXAMPLES = ROOT / "examples"
# Real inputs, which are not ours to copy. Where a checkout lies beside them, the tests of our own
# inputs are run on them, too; where it does not, the same behaviour is tested with ours alone.
SEEDS = ROOT.parent / "shared" / "seeds"
SAMPLES = ROOT.parent / "shared" / "samples"


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


def seed(number: str) -> Path:
    """The real dump whose name begins with `number`; a path that leads nowhere without them."""
    return next(SEEDS.glob(f"{number}*"), SEEDS / number)


def at_hand(cases: Iterable[Sequence[Any]]) -> list[Any]:
    """Those of `cases`, parameters of a test that begin with a path, whose file is here.

    At least the first is ours, so that there is always something to test.
    """
    here = [case for case in cases if case[0].exists()]
    return [pytest.param(*case, id=case[0].name) for case in here]
