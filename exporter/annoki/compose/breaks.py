"""Where a line may break inside what has no spaces: identifiers, paths, addresses."""

from __future__ import annotations

import re
from functools import partial
from typing import Match

_LONG = re.compile("[!-~]{24,}")
_PLACES = re.compile(
    r"(?<=[_(/])(?=[A-Za-z0-9&])|(?<=\.)(?=[A-Za-z_&])|(?<=[a-z0-9])(?=[A-Z][a-z])"
)


def _broken(word: Match[str]) -> str:
    return _PLACES.sub("<wbr>", word[0])


breakable = partial(_LONG.sub, _broken)
"""A text as HTML, without tags, whose long words may be broken after `_ . ( /` and before a hump:
asked for every text, hence no function around it."""
