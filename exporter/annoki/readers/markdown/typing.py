"""Blocks of spans to the Markdown that a person would type for them: the way back of `blocks`.

Not all that a page can hold can be typed: who needs it the same reads it again and compares.
"""

from __future__ import annotations

from ...model import Block, Blocks, Span, Spans

_MARKS = {"code": "`", "formula": "$", "display": "$$"}
_INDENT = "    "
_LEVEL = 3
"""Of a heading whose level is not known."""


def markdown_of(blocks: Blocks) -> str:
    """What may be typed for `blocks`."""
    return "\n\n".join(map(_block, blocks))


def _block(block: Block) -> str:
    if block.kind == "code":
        return f"```{block.language}\n{block.code}\n```"
    if block.kind == "picture":
        return f"![{_line(block.spans)}]({block.address})"
    if block.kind == "table":
        first, *rest = (f"| {' | '.join(map(_line, row.cells))} |" for row in block.rows)
        return "\n".join([first, "|" + " --- |" * len(block.rows[0].cells), *rest])
    if block.rows:
        signs = ("-" if block.kind == "bullets" else f"{block.start + at}." for at in range(9999))
        return "\n".join(
            f"{_INDENT * row.level}{sign} {_line(row.cells[0])}"
            for row, sign in zip(block.rows, signs)
        )
    text = _line(block.spans)
    if block.kind == "heading":
        return f"{'#' * (block.level or _LEVEL)} {text}"
    return "\n".join(f"> {line}" for line in text.split("\n")) if block.kind == "quote" else text


def _line(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    mark = _MARKS.get(span.kind, "")
    mark = f"{'**' if span.strong else ''}{'*' if span.emphasis else ''}{mark}"
    text = f"{mark}{span.text}{mark[::-1]}"
    return f"[{text}]({span.link})" if span.link and span.link != span.text else text
