"""Text that is sound stays as it is: a repair that changes it is worse than none."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from annoki.model import BlockKind, Item
from annoki.repair import repair

from tests.texts import block, passage, prose, said

SOUND = [
    line
    for line in (Path(__file__).parent / "sound.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ") or line.startswith("#a")
]
PROOF = " We found it in the beginningof the log."
"""A joint that proves a passage damaged, after which the doubtful repairs are made too."""


def test_there_is_enough_of_it() -> None:
    assert len(SOUND) > 200


@pytest.mark.parametrize("text", SOUND)
def test_sound_passage(text: str) -> None:
    item = Item("annotation", "hypothesis", "line 1", 1, passage=passage(text))
    assert repair(item) is item


@pytest.mark.parametrize("text", SOUND)
@pytest.mark.parametrize("kind", ["annotation", "post"])
def test_sound_body(text: str, kind: str) -> None:
    blocks = tuple(block(block_kind, text) for block_kind in get_args(BlockKind))
    item = Item(kind, "source", "line 1", 1, body=blocks)  # type: ignore[arg-type]
    assert repair(item) is item


def test_sound_text_in_one_passage() -> None:
    item = Item("annotation", "hypothesis", "line 1", 1, passage=passage("\n".join(SOUND)))
    assert repair(item) is item


TERMS_IN_PROVEN = [text for text in SOUND if text.isascii() and " and " in text and "(" not in text]


@pytest.mark.parametrize("text", TERMS_IN_PROVEN)
def test_sound_words_beside_damage(text: str) -> None:
    item = Item("annotation", "hypothesis", "line 1", 1, passage=passage(text + "." + PROOF))
    changes = [made.before for made in repair(item).repairs]
    assert set(changes) <= {"beginningof"}


@pytest.mark.parametrize("kind", ["annotation", "post"])
def test_words_run_together_are_parted_in_passages_only(kind: str) -> None:
    """A writer may mean them; and where a name has lost its hyphens is a guess anywhere."""
    words = prose("模型叫 Cedar23BChat。" + PROOF)
    own = Item(kind, "source", "line 1", 1, body=words)  # type: ignore[arg-type]
    assert repair(own) is own
    marked = Item("annotation", "hypothesis", "line 1", 1, passage=words)
    healed = said(repair(marked).passage)
    assert healed == "模型叫 Cedar23BChat。 We found it in the beginning of the log."
