"""Twice as many notes, or twice as much in them, cost twice as much, whatever they share."""

from __future__ import annotations

from typing import Callable, Dict, List

import pytest
from annoki.atlas import atlas_of
from annoki.model import Kind, Note
from annoki.notetype import WRITTEN

from tests.work import bounded, linear

TITLE = "Sorting in Sublinear Space with Cuckoo Buckets"


def note(n: int, title: str, text: str, kind: Kind = "post") -> Note:
    """A note of one of seven listings."""
    fields = {**dict.fromkeys(WRITTEN, ""), "Prompt": f"<p>{title}</p>", "Answer": f"<p>{text}</p>"}
    return Note(
        f"g{n}", tuple(fields.values()), (), "d", False, "digest", "why",
        reading_order=("", n % 7, n), kind=kind,
    )  # fmt: skip


def authors(n: int) -> List[Note]:
    names = [note(at, f"堆化指南{at}", f"Ada Quill{at}, Jo Winter, Max Abel") for at in range(n)]
    cites = [note(n + at, "", "see Quillfeather et al. 2018", "annotation") for at in range(n)]
    return names + cites


MANY: Dict[str, Callable[[int], List[Note]]] = {
    "one title in one text": lambda n: [note(0, TITLE, "x"), note(1, "y", f"{TITLE}. " * n)],
    "one beginning of all titles": lambda n: [
        *(note(at, f"Sorting in Sublinear Space {at} Times", "x") for at in range(n)),
        note(n, "y", "Sorting in Sublinear " * n),
    ],
    "all to one address": lambda n: [
        note(at, f"t{at}", '<a href="https://a.org/p/heap">A Heap of Many Words</a>')
        for at in range(n)
    ],
    "as many addresses twice": lambda n: [
        note(0, f"t{at}", "".join(f"https://a.org/p/heap-{to} " for to in range(n)))
        for at in range(2)
    ],
    "translations of one": lambda n: [
        *(note(at, "在 4 GB 的 Zed 上 5B LLM RLHF", "x") for at in range(n)),
        *(note(n + at, "On 4 GB of Zed with 5B LLM RLHF", "x") for at in range(n)),
    ],
    "authors": authors,
    "digits": lambda n: [note(0, "1" * n, "1." * n)],
    "marks": lambda n: [note(0, "x", "《" * n), note(1, "y", "《堆化的历史与现状》" * n)],
    "slashes": lambda n: [note(0, "o/r-1", "a/b-" * n)],
}


@pytest.mark.parametrize("kind", MANY)
def test_the_atlas_costs_as_much_as_there_is(kind: str) -> None:
    linear(lambda n: atlas_of(MANY[kind](n)), 200)
    bounded(lambda: atlas_of(MANY[kind](2_000)))
