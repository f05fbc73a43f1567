"""Text of items written short, and shown so that a person can read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annoki.model import Block, BlockKind, Row, Span
from annoki.readers.markdown.flattened import spans_of
from annoki.text.spans import written_text_of


def block(kind: BlockKind, text: str, language: str = "", start: int = 1) -> Block:
    """A block of flattened text: a list item or a row a line, cells and levels by tabs."""
    if kind == "code":
        return Block(kind, code=text, language=language)
    if kind == "table":
        rows = [Row(tuple(map(spans_of, line.split("\t")))) for line in text.split("\n")]
        return Block(kind, rows=tuple(rows))
    if kind in ("bullets", "numbers"):
        lines = [(line.lstrip("\t"), line) for line in text.split("\n")]
        rows = [Row((spans_of(bare),), len(line) - len(bare)) for bare, line in lines]
        return Block(kind, rows=tuple(rows), start=start)
    return Block(kind, spans_of(text))


def prose(*texts: str) -> tuple[Block, ...]:
    """Paragraphs."""
    return tuple(block("prose", text) for text in texts)


def passage(text: str) -> tuple[Block, ...]:
    """A passage: code where it has several lines."""
    return (block("code" if "\n" in text else "prose", text),) if text else ()


def said(blocks: Sequence[Block]) -> str:
    """The text of `blocks` as it stands in the input."""
    return written_text_of(blocks)


def shown(blocks: Iterable[Block]) -> str:
    """A line a block; the signs are told in `fixtures/rich.txt`."""
    return "\n".join(map(_line, blocks))


_SIGNS = {"code": "c", "formula": "f", "display": "d"}


def _line(block: Block) -> str:
    if block.kind == "code":
        text = block.code.replace("\n", "↵").replace("\t", "→")
    elif block.rows:
        inner = "→" if block.kind == "table" else ""
        text = "↵".join(
            "→" * row.level + inner.join(_spans(cell, "⏎") for cell in row.cells)
            for row in block.rows
        )
    else:
        text = _spans(block.spans, "↵")
    more = f"[{block.language}]" if block.language else ""
    more += f"[{block.start}]" if block.start != 1 else ""
    more += f" <{block.address}>" if block.address else ""
    return f"{block.kind}{more}: {text}".rstrip()


def _spans(spans: Sequence[Span], line_break: str) -> str:
    text = "".join(_span(span, line_break) for span in spans)
    return re.sub(r"\{/([bi])\}\{\1\}", "", text)


def _span(span: Span, line_break: str) -> str:
    text = line_break if span.kind == "break" else span.text
    sign = _SIGNS.get(span.kind)
    text = f"{{{sign}}}{text}{{/{sign}}}" if sign else text
    text = f"{{i}}{text}{{/i}}" if span.emphasis else text
    text = f"{{b}}{text}{{/b}}" if span.strong else text
    return f"{{a {span.link}}}{text}{{/a}}" if span.link not in ("", span.text) else text
