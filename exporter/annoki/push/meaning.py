"""What two texts have to share to mean the same to a learner, however each is written."""

from __future__ import annotations

import re
from typing import List
from unicodedata import normalize

from ..compose.code_like import with_code
from ..model import Block, Blocks, Row, Span, Spans
from ..text.spans import stripped

_UNSEEN = re.compile("[\u200b\u2060\ufeff]")
_SPACES = re.compile("[ \t\xa0]+")


def meaning_of(blocks: Blocks) -> Blocks:
    """`blocks` without what nobody sees: how they were written, and signs without width."""
    return tuple(map(_block, blocks))


def mean_the_same(some: Blocks, others: Blocks) -> bool:
    """Whether both, as `meaning_of` gives them, mean the same: code need not be marked where it is
    taken for code anyhow, nor need it say in which language it is."""
    return some == others or _as_set(some) == _as_set(others)


def _as_set(blocks: Blocks) -> Blocks:
    return tuple([_block(block)._replace(language="") for block in with_code(blocks)])


def _block(block: Block) -> Block:
    if block.kind == "code":
        code = "\n".join(line.rstrip() for line in block.code.split("\n")).strip("\n")
        return block._replace(code=code)
    rows = tuple([Row(tuple(map(_spans, row.cells)), row.level) for row in block.rows])
    return block._replace(spans=_spans(block.spans), rows=rows)


def _spans(spans: Spans) -> Spans:
    result: List[Span] = []
    for span in spans:
        text = _UNSEEN.sub("", normalize("NFC", span.text))
        if span.kind in ("formula", "display"):
            text = text.strip()
        elif span.kind != "break":
            text = _SPACES.sub(" ", text)
        span = span._replace(
            text=text, written="", link=text if span.link == span.text else span.link
        )
        last = result[-1] if result else None
        if last and last.kind == span.kind == "text" and last[2:5] == span[2:5]:
            result[-1] = last._replace(text=last.text + span.text)
        elif span.text:
            result.append(span)
    return stripped(tuple(result))
