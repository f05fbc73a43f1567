"""Whole dumps, ours and the real ones: each repair was read and found right.

Pinned by number only: so many `word` repairs and so on, no other.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Dict, List

import pytest
from annoki.model import Document, Item
from annoki.readers import read
from annoki.repair import repair

from tests.fixture_files import EXAMPLES, at_hand, seed
from tests.texts import said

CASES = at_hand(
    [
        (EXAMPLES / "hypothesis-page.txt", {"button": 3, "formula": 6, "list": 5, "word": 3}),
        (EXAMPLES / "blog-titled.txt", {"gutter": 5, "table": 1}),
        (EXAMPLES / "blog-untitled.txt", {}),
        (EXAMPLES / "blog-untitled-page2.txt", {}),
        (EXAMPLES / "weekly.txt", {"list": 1}),
        (seed("000"), {"button": 6, "formula": 12, "list": 21, "word": 46}),
        (seed("001"), {"gutter": 5, "table": 1}),
        (seed("002"), {"list": 1}),
        (seed("003"), {}),
        (seed("004"), {"list": 1}),
    ]
)
STAYS = (
    "/build/*.o",
    "HEAD^2",
    "OrderedDict",
    "conflict serializability",
    "difftastic",
    "kkk",
    "near-optimal",
    "real-time",
    "write-ahead",
    "www",
    "...",
    ":::",
    "[CLS]",
    "[NOTE]",
    "DataCollatorForLanguageModeling",
    "PreTrainedTokenizerFast",
    "hyperparameters",
    "reparameterizing",
    "recharacterizing",
    "misspelled",
    "checkpointing",
    "finetuning",
    "tokenizer",
    "pytorch",
    "unimodal",
    "nvme",
    "warmed-up",
    "image-text",
    "pre-training",
    "zero-shot",
    "mini-batch",
    "run-to-run",
    "self-attention",
    "xxxxxx",
    "XXX",
    "torch.no_grad()",
    "max_position_embeddings",
    " - os.getcwd()",
    "🤗",
)
"""Sound strings of the dumps that look like damage."""


def items(path: Path) -> List[Item]:
    document = Document(path.name, path.read_text(encoding="utf-8"))
    return [found for found in read(document).found if isinstance(found, Item)]


def text(item: Item) -> str:
    return said((*item.passage, *item.body))


@pytest.mark.parametrize(("path", "expected"), CASES)
def test_repairs_by_rule(path: Path, expected: Dict[str, int]) -> None:
    made = Counter(made.rule for item in items(path) for made in repair(item).repairs)
    assert made == expected


@pytest.mark.parametrize(("path", "expected"), CASES)
def test_a_second_run_changes_nothing(path: Path, expected: Dict[str, int]) -> None:
    for item in items(path):
        once = repair(item)
        assert repair(once) is once


@pytest.mark.parametrize(("path", "expected"), CASES)
def test_sound_strings_stay(path: Path, expected: Dict[str, int]) -> None:
    for item in items(path):
        healed = repair(item)
        for stays in STAYS:
            assert text(item).count(stays) == text(healed).count(stays), (item.where, stays)


@pytest.mark.parametrize(("path", "expected"), CASES)
def test_only_passages_and_bodies_change(path: Path, expected: Dict[str, int]) -> None:
    for item in items(path):
        healed = repair(item)
        assert (healed.title, healed.host, healed.captured) == (
            item.title,
            item.host,
            item.captured,
        )
