"""Edits of what Anki shows, made in what the reader has typed: all that was not touched stays as it
was typed there, whatever else could be typed for it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

_WORD = re.compile(r"[A-Za-z0-9]+|[ \t]+|.|\n", re.DOTALL)
_MOST_COMPARED = 1_000_000
"""So many pairs of words are compared; what differs in more is one change."""
_Difference = Tuple[str, int, int, int, int]


class _Edit(NamedTuple):
    """Words `start:end` of what stood there, and what takes their place."""

    start: int
    end: int
    after: str


def edits_in(source: str, before: str, after: str) -> Iterator[str]:
    """`source` with the changes that lead from `before` to `after`, two texts of which the first
    says what `source` does; several, where a change stands beside what `before` has not. Whether
    one of these says what `after` does has to be looked at."""
    typed, shown, wanted = (_WORD.findall(text) for text in (source, before, after))
    edits = [
        _Edit(start, end, "".join(wanted[first:last]))
        for tag, start, end, first, last in _differences(shown, wanted)
        if tag != "equal"
    ]
    places: Dict[int, int] = {}
    for tag, start, end, first, _ in _differences(shown, typed):
        if tag == "equal":
            places.update((at, first + at - start) for at in range(start, end))
    places[-1], places[len(shown)] = -1, len(typed)
    for how in (_around, _inside):
        made = _made(typed, edits, [how(one, places) or _around(one, places) for one in edits])
        if made is not None:
            yield made


class _Range(NamedTuple):
    start: int
    end: int


def _around(edit: _Edit, places: Dict[int, int]) -> Optional[_Range]:
    """What stands between the words that stay; what is added stands right before the next."""
    if edit.end not in places or edit.start - 1 not in places:
        return _inside(edit, places) if edit.start < edit.end else _beside(edit, places)
    end = places[edit.end]
    return _Range(places[edit.start - 1] + 1 if edit.start < edit.end else end, end)


def _inside(edit: _Edit, places: Dict[int, int]) -> Optional[_Range]:
    """The words that go, and no more; what is added stands right behind the last."""
    if edit.start == edit.end:
        return _beside(edit, places)
    if edit.start not in places or edit.end - 1 not in places:
        return None
    return _Range(places[edit.start], places[edit.end - 1] + 1)


def _beside(edit: _Edit, places: Dict[int, int]) -> Optional[_Range]:
    at = places.get(edit.start - 1)
    if at is not None:
        return _Range(at + 1, at + 1)
    after = places.get(edit.end)
    return None if after is None else _Range(after, after)


def _made(typed: List[str], edits: List[_Edit], ranges: List[Optional[_Range]]) -> Optional[str]:
    parts: List[str] = []
    at = 0
    for edit, there in zip(edits, ranges):
        if there is None or not at <= there.start <= there.end:
            return None
        parts += [*typed[at : there.start], edit.after]
        at = there.end
    return "".join([*parts, *typed[at:]])


def _differences(one: List[str], other: List[str]) -> List[_Difference]:
    """How `other` differs from `one`, in order."""
    shorter = min(len(one), len(other))
    head = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    left = shorter - head
    tail = next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)
    middle = one[head : len(one) - tail], other[head : len(other) - tail]
    found: List[_Difference] = [("equal", 0, head, 0, head)]
    if len(middle[0]) * len(middle[1]) > _MOST_COMPARED:
        found.append(("replace", head, len(one) - tail, head, len(other) - tail))
    else:
        for tag, *ends in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
            start, end, first, last = (head + at for at in ends)
            found.append((tag, start, end, first, last))
    return [*found, ("equal", len(one) - tail, len(one), len(other) - tail, len(other))]
