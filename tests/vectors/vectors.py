"""The vectors: hostile texts, each with a name, as the files of `data/` list them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

KINDS = ("markup", "mutation", "mathjax", "anki", "css", "encodings", "addresses")
"""What the files of `data/` are called."""

_DATA = Path(__file__).parent / "data"
_CHARACTER = re.compile(r"⟪U\+([0-9A-F]{4,6})⟫")


class Vector(NamedTuple):
    """A text that was written to do harm. `hit()` is what a script of it would call, and
    `trap.invalid` a host that it would ask."""

    kind: str
    name: str
    text: str


@lru_cache(1)
def all_vectors() -> tuple[Vector, ...]:
    """Those of all kinds, in the order written; a name stands once."""
    found = [one for kind in KINDS for one in _listed(kind)]
    names = [one.name for one in found]
    assert len(set(names)) == len(names), [one for one in set(names) if names.count(one) > 1]
    assert len({one.text for one in found}) == len(found), "a vector stands twice"
    return tuple(found)


def vector(name: str) -> Vector:
    """The vector of that name."""
    return next(one for one in all_vectors() if one.name == name)


def _listed(kind: str) -> list[Vector]:
    lines = (_DATA / f"{kind}.txt").read_text(encoding="utf-8").split("\n")
    # What is no vector is said to the reader of the file.
    found = [line.partition(" | ") for line in lines if line and not line.startswith("# ")]
    assert all(text for _, _, text in found), f"{kind}: a line without a vector"
    return [Vector(kind, name, _read(text)) for name, _, text in found]


def _read(text: str) -> str:
    return _CHARACTER.sub(lambda one: chr(int(one[1], 16)), text.replace("⏎", "\n"))
