"""Blocks with marks as a person can read them; the signs are told in `fixtures/rich.txt`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annoki.model import Block
from annoki.text import marks

_PAIRS = {
    "b": (marks.STRONG, marks.STRONG_END),
    "i": (marks.EMPHASIS, marks.EMPHASIS_END),
    "c": (marks.CODE, marks.CODE_END),
    "f": (marks.FORMULA, marks.FORMULA_END),
    "d": (marks.DISPLAY, marks.DISPLAY_END),
}


def shown(blocks: Iterable[Block]) -> str:
    """A line a block."""
    return "\n".join(map(_line, blocks))


def _line(block: Block) -> str:
    text = block.text
    for name, (opening, closing) in _PAIRS.items():
        text = text.replace(opening, f"{{{name}}}").replace(closing, f"{{/{name}}}")
    text = re.sub(f"{marks.LINK}([^{marks.LINK_TEXT}]*){marks.LINK_TEXT}", r"{a \1}", text)
    text = text.replace(marks.LINK_END, "{/a}").replace(marks.BREAK, "⏎")
    for guarded in "\ue01d\ue01e\ue01f":
        text = text.replace(guarded, "\\" + marks.itself(guarded))
    text = text.replace("\n", "↵").replace("\t", "→")
    more = f"[{block.language}]" if block.language else ""
    more += f"[{block.start}]" if block.start != 1 else ""
    more += f" <{block.address}>" if block.address else ""
    return f"{block.kind}{more}: {text}".rstrip()
