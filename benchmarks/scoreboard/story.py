"""What happens to the notes: edits at the source, and what a learner does in Anki."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import FrozenSet, List, Sequence, Tuple

from .corpus import Item, Source, others

_WHOLE = 844
_SEED = 16


@dataclass(frozen=True)
class Story:
    """The source before and after, and the keys of the notes to which something happens.

    What is `corrected` or `retitled` holds a word of its own afterwards: see `word`.
    """

    before: Source
    after: Source
    corrected: FrozenSet[str]
    retitled: FrozenSet[str]
    moved: FrozenSet[str]
    deleted: FrozenSet[str]
    inserted: FrozenSet[str]
    repeated: FrozenSet[str]
    typed: FrozenSet[str]
    tagged: FrozenSet[str]
    decked: FrozenSet[str]
    suspended: FrozenSet[str]
    reviewed: FrozenSet[str]


def word(kind: str, key: str) -> str:
    """What is written where `key` was `corrected`, `retitled` or `typed` into."""
    return f"{kind[0]}w{key[2:]}"


def story(before: Source) -> Story:
    """The same story for the same source. Of 844 notes the numbers are those in the text."""
    dice = Random(_SEED)
    items = [item for page in before for item in page]
    count = len(items)
    left = [item.key for item in items if item.answered]
    titled = {item.key for item in items if item.titled}
    beside = {item.key for page in before for item in page if len(page) > 1}

    def some(whole: int, of: Sequence[str]) -> FrozenSet[str]:
        return frozenset(dice.sample(list(of), min(len(of), max(2, whole * count // _WHOLE))))

    learnt = [*left]
    corrected = some(40, left)
    left = [key for key in left if key not in corrected]
    retitled = some(20, [key for key in left if key in titled])
    left = [key for key in left if key not in retitled]
    moved = some(40, [key for key in left if key in beside])
    left = [key for key in left if key not in moved]
    deleted = some(20, left)
    left = [key for key in left if key not in deleted]
    repeated = some(10, [key for key in left if key in titled])
    inserted = max(2, 20 * count // _WHOLE)
    new = list(others(inserted + len(repeated), count))

    # Some answers are typed where the source is corrected, too.
    both = sorted(corrected)[: max(1, len(corrected) // 4)]
    typed = frozenset(both) | some(30, [key for key in learnt if key not in corrected])
    titles = [item.front for item in items if item.key in repeated]
    again = [item.asked(title) for item, title in zip(new[inserted:], titles)]
    pages = [[_edited(item, corrected, retitled) for item in page] for page in before]
    pages = [_rearranged(page, moved, deleted) for page in pages]
    for item in (*new[:inserted], *again):
        page = dice.choice([page for page in pages if page])
        page.insert(dice.randrange(len(page)), _at_home(item, page[0]))
    return Story(
        before=before,
        after=tuple(tuple(page) for page in pages),
        corrected=corrected,
        retitled=retitled,
        moved=moved,
        deleted=deleted,
        inserted=frozenset(item.key for item in new[:inserted]),
        repeated=frozenset(item.key for item in again),
        typed=typed,
        tagged=some(40, learnt),
        decked=some(40, learnt),
        suspended=some(40, learnt),
        reviewed=some(200, learnt),
    )


def _edited(item: Item, corrected: FrozenSet[str], retitled: FrozenSet[str]) -> Item:
    if item.key in corrected:
        return item.said(f"更正 {word('corrected', item.key)}。")
    if item.key in retitled:
        return item.asked(f"{word('retitled', item.key)} {item.front}")
    return item


def _rearranged(page: List[Item], moved: FrozenSet[str], deleted: FrozenSet[str]) -> List[Item]:
    """What is moved goes from the first half of its document to the end, or to the start."""
    kept = [item for item in page if item.key not in deleted]
    half: Tuple[List[Item], List[Item]] = ([], [])
    for at, item in enumerate(kept):
        if item.key in moved:
            half[at < len(kept) / 2].append(item)
    return [*half[0], *(item for item in kept if item.key not in moved), *half[1]]


def _at_home(item: Item, beside: Item) -> Item:
    return Item(item.key, beside.month, beside.host, item.written, item.formulas)
