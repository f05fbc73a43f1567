"""Line numbers that a flattened code table fused to its code (`12git lfs install`)."""

from __future__ import annotations

from typing import NamedTuple


class Gutter(NamedTuple):
    """An exact run 1, 2, … `last`, written without gaps; `length` is its number of digits."""

    last: int
    length: int


def gutter_of(text: str) -> Gutter:
    """The gutter that opens `text`; its `last` is 0 where there is none.

    Any digits but an exact run 1..n are the code's own (docs/formats.md).
    """
    last = length = 0
    while text.startswith(str(last + 1), length):
        last += 1
        length += len(str(last))
    return Gutter(0, 0) if text[length : length + 1].isdigit() else Gutter(last, length)
