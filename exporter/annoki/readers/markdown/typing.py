"""Blocks of spans to the Markdown that a person would type for them: the way back of `blocks`.

Not all that a page can hold can be typed: who needs it the same reads it again and compares.
"""

from __future__ import annotations

import re
from itertools import count, groupby
from typing import Sequence, Tuple

from ...model import Block, Blocks, Span, Spans
from ...text.spans import lines, outline

_MARKS = {"formula": "$", "display": "$$"}
_SET = (("strong", "**"), ("emphasis", "*"))
_INDENT = "    "
_LEVEL = 3
"""Of a heading whose level is not known."""
_TICKS = re.compile("`+")
_SIGNS = "\\`*_[]$<&~="
"""What a text may hold that Markdown would read as marks, anywhere in a line."""
_OPENS = re.compile(r"^(?:([#>+|-])|(\d{1,9})([.)]))", re.MULTILINE)


def markdown_of(blocks: Blocks) -> str:
    """What may be typed for `blocks`."""
    return "\n\n".join(map(markdown_of_block, blocks))


def markdown_of_block(block: Block, escaped: str = "") -> str:
    """What may be typed for `block`, a backslash before each sign of `escaped` that its words hold,
    and, if there is any, before what would open a list or the like."""
    if block.kind == "code":
        fence = _longer(block.code, 3)
        return f"{fence}{block.language}\n{block.code}\n{fence}"
    if block.kind == "picture":
        return f"![{_lines(block.spans, escaped)}]({block.address})"
    if block.kind == "table":
        rows = [[_lines(cell, escaped) for cell in row.cells] for row in block.rows]
        first, *rest = (f"| {' | '.join(row)} |" for row in rows)
        return "\n".join([first, "|" + " --- |" * len(block.rows[0].cells), *rest])
    if block.rows:
        signs = ("-" if block.kind == "bullets" else f"{at}." for at in count(block.start))
        return "\n".join(
            f"{_INDENT * row.level}{sign} "
            + _lines(row.cells[0], escaped).replace("\n", f"\n{_INDENT * row.level}  ")
            for row, sign in zip(block.rows, signs)
        )
    text = _lines(block.spans, escaped)
    if block.kind == "heading":
        return f"{'#' * (block.level or _LEVEL)} {text}"
    return "\n".join(f"> {line}" for line in text.split("\n")) if block.kind == "quote" else text


def signs_in(block: Block) -> str:
    """The signs of `block` that Markdown may read as marks, though they are its words."""
    words = "".join(outline(row.cells[0]) for row in block.rows) or outline(block.spans)
    return "".join(sign for sign in _SIGNS if sign in words)


def _lines(spans: Spans, escaped: str) -> str:
    text = "\n".join(_line(line, escaped) for line in lines(spans))
    return _OPENS.sub(r"\2\\\1\3", text) if escaped else text


def _line(spans: Spans, escaped: str) -> str:
    parts = []
    for link, group in groupby(spans, lambda span: span.link if span.link != span.text else ""):
        text = _marked(tuple(group), _SET, escaped)
        parts.append(f"[{text}]({link})" if link else text)
    return "".join(parts)


def _marked(spans: Spans, settings: Sequence[Tuple[str, str]], escaped: str) -> str:
    """`spans` of a line, neighbours that are set the same between one pair of marks."""
    if not settings:
        return "".join(_span(span, escaped) for span in spans)
    (name, mark), *others = settings
    parts = []
    for is_set, group in groupby(spans, lambda span: bool(getattr(span, name))):
        text = _marked(tuple(group), others, escaped)
        bare = text.strip()
        if is_set and bare:
            # Marks hug what they set.
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            text = f"{before}{mark}{bare}{mark}{after}"
        parts.append(text)
    return "".join(parts)


def _span(span: Span, escaped: str) -> str:
    if span.kind == "code":
        ticks = _longer(span.text, 1)
        gap = " " if "`" in span.text else ""
        return f"{ticks}{gap}{span.text}{gap}{ticks}"
    if span.kind == "text":
        signs = "" if span.link == span.text else escaped
        return "".join(f"\\{sign}" if sign in signs else sign for sign in span.text)
    mark = _MARKS.get(span.kind, "")
    return f"{mark}{span.text}{mark}"


def _longer(code: str, least: int) -> str:
    """Backticks, `least` or more, of which `code` holds no row as long."""
    longest = max(map(len, _TICKS.findall(code)), default=0)
    return "`" * max(least, longest + 1 if longest >= least else least)
