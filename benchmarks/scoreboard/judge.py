"""What a run left: duplicates, lost edits, lost reviews, and formulas that are not as written."""

from __future__ import annotations

import html
import re
from dataclasses import asdict, dataclass
from typing import Callable, Counter, Dict, FrozenSet, List, Tuple

from ..generate import DAMAGED
from .desk import MINE, NoteSeen, Seen
from .story import Story, word

_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_TYPESET = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)


@dataclass(frozen=True)
class Count:
    """So many `lost`, `of` so many."""

    lost: int
    of: int

    @property
    def data(self) -> Dict[str, int]:
        return asdict(self)


Judgement = Dict[str, Count]


def first(story: Story, seen: Seen) -> Judgement:
    """After the first run: what is not there, and which formulas are not as written."""
    items = [item for page in story.before for item in page]
    there = [item for item in items if item.key in seen]
    wrong = false = 0
    for item in there:
        shown = typeset(seen[item.key][0].text)
        # Of a formula that is written twice both must be there.
        wanted = Counter(map(_bare, item.formulas))
        missed = sum((wanted - Counter(shown)).values())
        others = sum(1 for tex in shown if tex not in wanted and tex not in _DAMAGED)
        wrong += missed
        # What became of a formula is counted once.
        false += max(0, others - missed)
    return {
        "notes missing": Count(len(items) - len(there), len(items)),
        "formulas wrong": Count(wrong, sum(len(item.formulas) for item in there)),
        "formulas that are none": Count(false, false),
    }


def typeset(fields: str) -> List[str]:
    """What MathJax takes for TeX in `fields`, as HTML, without white space."""
    found = _TYPESET.findall(_CODE.sub("", fields))
    return [_bare(html.unescape(line or block)) for line, block in found]


def duplicates(seen: Seen) -> Count:
    """Notes that show what another shows already."""
    return Count(sum(len(notes) - 1 for notes in seen.values()), len(seen))


def edits(story: Story, seen: Seen, learnt: Seen) -> Judgement:
    """What of the learner's work is not on the card that shows the item as the source has it."""

    def lost(keys: FrozenSet[str], kept: Callable[[str, NoteSeen], bool]) -> Count:
        gone = [key for key in keys if not any(kept(key, note) for note in now[key])]
        return Count(len(gone), len(keys))

    now = {key: _current(story, key, seen.get(key, [])) for key in learnt}
    return {
        "answers": lost(story.typed, lambda key, note: word("typed", key) in note.text),
        "tags": lost(story.tagged, lambda key, note: MINE in note.tags),
        "decks": lost(
            story.decked, lambda key, note: any(card.deck == MINE for card in note.cards)
        ),
        "suspended": lost(
            story.suspended, lambda key, note: any(card.suspended for card in note.cards)
        ),
        "reviews": lost(story.reviewed, lambda key, note: _reviewed(note, learnt[key][0])),
    }


def edits_of_source(story: Story, seen: Seen, before: Seen) -> Judgement:
    """What of the edits at the source has not arrived; `before` is what there was before them."""
    corrected, retitled = (
        [key for key in keys if not any(word(kind, key) in n.text for n in seen.get(key, []))]
        for kind, keys in (
            # Where the learner typed as well, one of both has to wait.
            ("corrected", story.corrected - story.typed),
            ("retitled", story.retitled - story.typed),
        )
    )
    added = story.inserted | story.repeated
    silent = [
        key
        for key in story.deleted & before.keys()
        if any(_same(note, before[key]) for note in seen.get(key, []))
    ]
    return {
        "corrections not arrived": Count(
            len(corrected) + len(retitled), len((story.corrected | story.retitled) - story.typed)
        ),
        "additions missing": Count(len(added - seen.keys()), len(added)),
        "deletions not told": Count(len(silent), len(story.deleted & before.keys())),
    }


def _current(story: Story, key: str, notes: List[NoteSeen]) -> List[NoteSeen]:
    """Of the notes that show an item those that show it as its source has it now."""
    for kind in ("corrected", "retitled"):
        if key in getattr(story, kind):
            return [note for note in notes if word(kind, key) in note.text] or notes
    return notes


def _reviewed(note: NoteSeen, learnt: NoteSeen) -> bool:
    """Whether each card that was reviewed has its reviews, and what they made of it."""
    had: List[Tuple[Tuple[int, ...], FrozenSet[int]]] = [(c.memory, c.reviews) for c in note.cards]
    return all((card.memory, card.reviews) in had for card in learnt.cards if card.reviews)


def _same(note: NoteSeen, before: List[NoteSeen]) -> bool:
    """Whether `note` is as it was, by its tags and by whether it is asked."""
    return any(
        note.id == one.id
        and note.tags == one.tags
        and [card.suspended for card in note.cards] == [card.suspended for card in one.cards]
        for one in before
    )


def _bare(tex: str) -> str:
    return re.sub(r"\s+", "", tex)


_DAMAGED = {_bare(tex) for tex in DAMAGED}
"""Formulas of passages, which were damaged by copying: to mend them is no mistake."""
