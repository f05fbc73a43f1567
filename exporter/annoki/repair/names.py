"""Rule `name`: parts two names in a note that ran together where a page left their marks out.

`stage_paramsstage_steps` is two identifiers of the passage. Where only the second stands there,
the first has to end in a plural, which no name has inside.
"""

from __future__ import annotations

import re
from typing import List, Set

from ..model import Item
from ..text.spans import text_of
from .lexicon import is_word
from .rule import Mended, mended

_NAME = re.compile(r"(?<![\w.\-/\\@$])[A-Za-z]\w{7,99}(?![\w(])", re.ASCII)
_IN_PASSAGE = re.compile(r"[A-Za-z_]\w{3,99}", re.ASCII)
_SHORTEST = 4


def may_hold(text: str) -> bool:
    """Whether `names` has to look at `text`."""
    return "_" in text


def names(text: str, item: Item) -> List[Mended]:
    """The names that are two, each of which is parted."""
    told: Set[str] = set()
    found: List[Mended] = []
    for match in _NAME.finditer(text):
        name = match.group()
        if "_" not in name:
            continue
        told = told or set(_IN_PASSAGE.findall(text_of(item.passage)))
        places = [at for at in range(_SHORTEST, len(name) - _SHORTEST + 1) if _met(name, at, told)]
        if name not in told and len(places) == 1:
            at = places[0]
            found.append(mended("name", text, *match.span(), f"{name[:at]} {name[at:]}"))
    return found


def _met(name: str, at: int, told: Set[str]) -> bool:
    left, right = name[:at], name[at:]
    if right not in told or left[-1] == "_" or right[0] == "_":
        return False
    if left in told:
        return "_" in left or "_" in right
    last = left.rpartition("_")[2]
    if "_" not in left or len(last) < 3 or last[-1] != "s" or not is_word(last):
        return False
    return not is_word(last + right.partition("_")[0])
