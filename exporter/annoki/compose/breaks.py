"""Where a line may break inside what has no spaces: identifiers, paths, addresses."""

from __future__ import annotations

import re

_LONG = re.compile("[!-~]{24,}")
_PLACES = re.compile(
    r"(?<=[_(/])(?=[A-Za-z0-9&])|(?<=\.)(?=[A-Za-z_&])|(?<=[a-z0-9])(?=[A-Z][a-z])"
)
_BREAK = "<wbr>"


def breakable(escaped: str) -> str:
    """`escaped`, text as HTML without tags, whose long words may be broken after `_ . ( /` and
    before a hump."""
    if len(escaped) < 24 or not _LONG.search(escaped):
        return escaped
    return _LONG.sub(lambda word: _PLACES.sub(_BREAK, word[0]), escaped)
