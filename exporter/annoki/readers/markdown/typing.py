"""Blocks of spans to the Markdown that a person would type for them: the way back of `blocks`.

Not all that a page can hold can be typed: who needs it the same reads it again and compares.
"""

from __future__ import annotations

import re
from itertools import count, groupby
from typing import NamedTuple, Sequence, Tuple

from ...model import Block, Blocks, Span, Spans
from ...text.spans import lines, outline

_INDENT = "    "
_LEVEL = 3
"""Of a heading whose level is not known."""
_TICKS = re.compile("`+")
_SIGNS = "\\`*_[]$<&~="
"""What a text may hold that Markdown would read as marks, anywhere in a line."""
_OPENS = re.compile(r"^(?:([#>+|-])|(\d{1,9})([.)]))", re.MULTILINE)


class Manner(NamedTuple):
    """How somebody types: the marks, and of formulas what stands before and behind them. A
    backslash stands before each sign of `escaped` that words hold, and, if there is any, before
    what would open a list or the like."""

    bullet: str = "-"
    strong: str = "**"
    emphasis: str = "*"
    formula: Tuple[str, str] = ("$", "$")
    display: Tuple[str, str] = ("$$", "$$")
    escaped: str = ""


PLAIN = Manner()
_IN_BRACKETS = re.compile(r"\\\(.{1,400}?\\\)")
_BULLET = re.compile(r"^[ \t>]*([-*+])[ \t]", re.MULTILINE)


def manner_of(text: str) -> Manner:
    """How who typed `text` does, as far as that shows in it."""
    bullet = _BULLET.search(text)
    manner = Manner(bullet[1]) if bullet else PLAIN
    if "$" not in text and _IN_BRACKETS.search(text):
        manner = manner._replace(formula=("\\(", "\\)"))
    return manner


def markdown_of(blocks: Blocks) -> str:
    """What may be typed for `blocks`."""
    return "\n\n".join(map(markdown_of_block, blocks))


def markdown_of_block(block: Block, manner: Manner = PLAIN) -> str:
    """What may be typed for `block` by who types in this `manner`."""
    if block.kind == "code":
        fence = _longer(block.code, 3)
        return f"{fence}{block.language}\n{block.code}\n{fence}"
    if block.kind == "picture":
        return f"![{_lines(block.spans, manner)}]({block.address})"
    if block.kind == "table":
        rows = [[_lines(cell, manner) for cell in row.cells] for row in block.rows]
        first, *rest = (f"| {' | '.join(row)} |" for row in rows)
        return "\n".join([first, "|" + " --- |" * len(block.rows[0].cells), *rest])
    if block.rows:
        signs = (
            manner.bullet if block.kind == "bullets" else f"{at}." for at in count(block.start)
        )
        return "\n".join(
            f"{_INDENT * row.level}{sign} "
            + _lines(row.cells[0], manner).replace("\n", f"\n{_INDENT * row.level}  ")
            for row, sign in zip(block.rows, signs)
        )
    text = _lines(block.spans, manner)
    if block.kind == "heading":
        return f"{'#' * (block.level or _LEVEL)} {text}"
    return "\n".join(f"> {line}" for line in text.split("\n")) if block.kind == "quote" else text


def signs_in(block: Block) -> str:
    """The signs of `block` that Markdown may read as marks, though they are its words."""
    words = "".join(outline(row.cells[0]) for row in block.rows) or outline(block.spans)
    return "".join(sign for sign in _SIGNS if sign in words)


def _lines(spans: Spans, manner: Manner) -> str:
    text = "\n".join(_line(line, manner) for line in lines(spans))
    return _OPENS.sub(r"\2\\\1\3", text) if manner.escaped else text


def _line(spans: Spans, manner: Manner) -> str:
    parts = []
    for link, group in groupby(spans, lambda span: span.link if span.link != span.text else ""):
        here = tuple(group)
        lasts = sum(one.emphasis for one in here) > sum(one.strong for one in here)
        text = _marked(here, ("emphasis", "strong") if lasts else ("strong", "emphasis"), manner)
        parts.append(f"[{text}]({link})" if link else text)
    return "".join(parts)


def _marked(spans: Spans, settings: Sequence[str], manner: Manner) -> str:
    """`spans` of a line, neighbours that are set the same between one pair of marks."""
    if not settings:
        return "".join(_span(span, manner) for span in spans)
    name, *others = settings
    mark = getattr(manner, name)
    parts = []
    for is_set, group in groupby(spans, lambda span: bool(getattr(span, name))):
        text = _marked(tuple(group), others, manner)
        bare = text.strip()
        if is_set and bare:
            # Marks hug what they set.
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            text = f"{before}{mark}{bare}{mark}{after}"
        parts.append(text)
    return "".join(parts)


def _span(span: Span, manner: Manner) -> str:
    if span.kind == "code":
        ticks = _longer(span.text, 1)
        gap = " " if "`" in span.text else ""
        return f"{ticks}{gap}{span.text}{gap}{ticks}"
    if span.kind in ("formula", "display"):
        before, after = manner.formula if span.kind == "formula" else manner.display
        return f"{before}{span.text}{after}"
    signs = "" if span.kind != "text" or span.link == span.text else manner.escaped
    return "".join(f"\\{sign}" if sign in signs else sign for sign in span.text)


def _longer(code: str, least: int) -> str:
    """Backticks, `least` or more, of which `code` holds no row as long."""
    longest = max(map(len, _TICKS.findall(code)), default=0)
    return "`" * max(least, longest + 1 if longest >= least else least)
