"""The real dumps, where they are beside the checkout: each repair was read and found right.

Pinned by number only, as the dumps are not ours to copy: 46 `word` repairs and so on, no other.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict, List

import pytest
from annoki.model import Document, Item
from annoki.readers import read
from annoki.repair import repair

from tests.fixture_files import seed
from tests.texts import said

EXPECTED: Dict[str, Dict[str, int]] = {
    "000": {"button": 6, "formula": 12, "list": 21, "word": 46},
    "001": {"gutter": 5, "table": 1},
    "002": {"list": 1},
    "003": {},
    "004": {"list": 1},
}
STAYS = (
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


def items(number: str) -> List[Item]:
    path = seed(number)
    document = Document(path.name, path.read_text(encoding="utf-8"))
    return [found for found in read(document).found if isinstance(found, Item)]


def text(item: Item) -> str:
    return said((*item.passage, *item.body))


@pytest.mark.parametrize("number", EXPECTED)
def test_repairs_by_rule(number: str) -> None:
    made = Counter(made.rule for item in items(number) for made in repair(item).repairs)
    assert made == EXPECTED[number]


@pytest.mark.parametrize("number", EXPECTED)
def test_a_second_run_changes_nothing(number: str) -> None:
    for item in items(number):
        once = repair(item)
        assert repair(once) is once


@pytest.mark.parametrize("number", EXPECTED)
def test_sound_strings_stay(number: str) -> None:
    for item in items(number):
        healed = repair(item)
        for stays in STAYS:
            assert text(item).count(stays) == text(healed).count(stays), (item.where, stays)


def test_only_passages_and_bodies_change() -> None:
    for item in items("000"):
        healed = repair(item)
        assert (healed.title, healed.host, healed.captured) == (
            item.title,
            item.host,
            item.captured,
        )
