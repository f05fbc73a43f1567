"""The table of what was read of each blog, printed and in docs/formats.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import List, Mapping, Sequence, Tuple

from .judging import WHAT, Judged
from .reading import Read
from .truth import Post

DOCS = Path("docs/formats.md")
_PLACE = re.compile(r"(<!-- blogs -->\n).*?(?=<!-- /blogs -->)", re.DOTALL)
_HEAD = ("theme", *WHAT, "furniture", "wrong formulas", "notes")


def of(found: Mapping[str, Read], posts: Sequence[Post]) -> str:
    """The table, as Markdown."""
    rows = [_HEAD, tuple("-" * len(name) for name in _HEAD)]
    rows += [_row(name, one, posts) for name, one in found.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def write(found: Mapping[str, Read], posts: Sequence[Post]) -> None:
    """Put the table where the paper has its place."""
    text = DOCS.read_text(encoding="utf-8")
    table = of(found, posts)
    DOCS.write_text(_PLACE.sub(lambda place: place.group(1) + table, text), encoding="utf-8")


def is_whole(found: Read, posts: Sequence[Post]) -> bool:
    """Whether everything was read, and nothing else."""
    sums = _sum(found)
    return (
        sums.right == sums.wanted
        and not sums.furniture
        and not sums.wrong
        and found.notes == _told(posts)
    )


def _row(name: str, found: Read, posts: Sequence[Post]) -> Tuple[str, ...]:
    sums = _sum(found)
    counts: List[str] = [_share(sums.right[what], sums.wanted[what]) for what in WHAT]
    notes = _share(found.notes, _told(posts))
    return (name, *counts, str(sums.furniture), str(sums.wrong), notes)


def _share(right: int, wanted: int) -> str:
    return f"all {wanted}" if right == wanted else f"**{right}/{wanted}**"


def _sum(found: Read) -> Judged:
    sums = Judged()
    for judged in found.ways.values():
        sums.add(judged)
    return sums


def _told(posts: Sequence[Post]) -> int:
    return sum(post.is_told for post in posts)
