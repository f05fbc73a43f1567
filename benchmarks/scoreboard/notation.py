"""What was written, in the notation of a program: its brackets for formulas, or HTML."""

from __future__ import annotations

import html
import re
from typing import Callable, Dict, NamedTuple, Tuple

import markdown

from .corpus import Item

_CODE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
_KEPT = re.compile("\ue000(\\d+)\ue001")


class Brackets(NamedTuple):
    """How a program wants formulas in a line, formulas of their own, and a mere dollar."""

    line: Tuple[str, str]
    block: Tuple[str, str]
    dollar: str


DOLLARS = Brackets(("$", "$"), ("$$", "$$"), "&#36;")
OWN_LINES = Brackets(("$", "$"), ("\n\n$$\n", "\n$$\n\n"), "&#36;")
ANKI = Brackets(("\\(", "\\)"), ("\\[", "\\]"), "&#36;")


def noted(text: str, item: Item, brackets: Brackets) -> str:
    """Markdown in which the formulas of `item` stand in `brackets`."""
    return _outside_code(text, item, brackets, lambda formula: formula)


def as_html(text: str, item: Item) -> str:
    """HTML as Anki wants it, by Python-Markdown; no dollar stands in it."""
    kept: Dict[str, str] = {}

    def keep(formula: str) -> str:
        kept[str(len(kept))] = html.escape(formula, quote=False)
        return f"\ue000{len(kept) - 1}\ue001"

    prose = _outside_code(text, item, ANKI, keep)
    made = markdown.markdown(prose, extensions=["fenced_code", "sane_lists"])
    return _KEPT.sub(lambda found: kept[found[1]], made.replace("$", "&#36;"))


def _outside_code(text: str, item: Item, brackets: Brackets, keep: Callable[[str], str]) -> str:
    parts = _CODE.split(text)
    parts[::2] = [_bracketed(part, item, brackets, keep) for part in parts[::2]]
    return "".join(parts)


def _bracketed(text: str, item: Item, brackets: Brackets, keep: Callable[[str], str]) -> str:
    found: Dict[str, str] = {}
    for formula in sorted(set(item.formulas), key=len, reverse=True):
        for sign, (opens, closes) in (("$$", brackets.block), ("$", brackets.line)):
            mark = f"\ue002{len(found)}\ue003"
            found[mark] = keep(f"{opens}{formula}{closes}")
            text = text.replace(f"{sign}{formula}{sign}", mark)
    text = text.replace("$", brackets.dollar)
    for mark, formula in found.items():
        text = text.replace(mark, formula)
    return text
