"""Text and marks in, blocks out: what a walk through rendered HTML writes to.

White space collapses as in a browser. A mark opens right before the first text that it is about and
closes right after the last, so that marks never enclose nothing and are balanced on each line.
"""

from __future__ import annotations

import re
from typing import Dict, List, NamedTuple, Optional, Tuple

from ...model import Block, BlockKind
from ...text import marks

# A space that does not break parts words like any other here: pages indent with it.
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\xa0\u2028\u2029]+")
_ENDS = " \t\n\xa0\u2002\u2003\u3000\u200b\u200c\u200d\u2060\ufeff\u2028"
_DEEPEST_LIST = 8
_NOTHING, _BLANK, _SOFT, _HARD = range(4)


class Mark(NamedTuple):
    """An inline element: what opens and what closes it."""

    opening: str
    closing: str
    verbatim: bool = False


class ListItem:
    """A list item: `used` once its line is written."""

    def __init__(self, kind: BlockKind, level: int, number: int) -> None:
        self.kind = kind
        self.level = min(level, _DEEPEST_LIST)
        self.number = number
        self.used = False


class Writer:
    """Collects blocks; `lines` keeps the line breaks of the source, as a note's typist means them.

    `in_cell` writes the text of one table cell, in which a line break is `marks.BREAK`.
    """

    def __init__(self, lines: bool = False, in_cell: bool = False) -> None:
        self.blocks: List[Block] = []
        self.kind: BlockKind = "prose"
        self.item: Optional[ListItem] = None
        self.open: List[Mark] = []
        self.script: Dict[int, int] = {}
        """What a superscript or subscript is written with, inside one."""
        self._lines = lines
        self._in_cell = in_cell
        self._parts: List[Tuple[bool, str]] = []
        self._opened: List[Mark] = []
        self._gap = _NOTHING
        self._rows: List[List[str]] = []
        self._first: Optional[ListItem] = None
        self._last: Optional[ListItem] = None
        self._next = 0

    def text(self, text: str) -> None:
        """Text as it stands in the page."""
        if self._lines and "\n" in text and not self._verbatim():
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._gap = max(self._gap, _SOFT)
                self._text(line)
        else:
            self._text(text)

    def _text(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        body = text.strip(" ")
        if text.startswith(" "):
            self._gap = max(self._gap, _BLANK)
        if not body:
            return
        if self.script and all(ord(char) in self.script for char in body):
            body = body.translate(self.script)
        self._write(self._verbatim(), marks.clean(body))
        if text.endswith(" "):
            self._gap = _BLANK

    def _verbatim(self) -> bool:
        return bool(self.open) and self.open[-1].verbatim

    def formula(self, tex: str, display: bool) -> None:
        """A formula."""
        if self._verbatim():
            return self.text(tex)
        opening = marks.DISPLAY if display else marks.FORMULA
        closing = marks.DISPLAY_END if display else marks.FORMULA_END
        self._write(True, opening + marks.clean(tex) + closing)

    def line_break(self) -> None:
        """A printed line break; two of them part paragraphs."""
        if self._gap == _HARD and self.item is None and not self._in_cell:
            self.flush()
        elif self._parts:
            self._gap = _HARD

    def _write(self, is_mark: bool, text: str) -> None:
        broken = self._gap > _BLANK and bool(self._parts)
        shared = 0
        if not broken:
            for opened, wanted in zip(self._opened, self.open):
                if opened is not wanted:
                    break
                shared += 1
        self._close(shared)
        if self._gap and self._parts:
            self._parts.append((False, self._between()))
        self._gap = _NOTHING
        for mark in self.open[shared:]:
            self._parts.append((True, mark.opening))
        self._opened = list(self.open)
        self._parts.append((is_mark, text))

    def _between(self) -> str:
        if self._gap == _BLANK or self.kind in ("heading", "caption"):
            return " "
        return marks.BREAK if self.item or self._in_cell else "\n"

    def _close(self, depth: int) -> None:
        while len(self._opened) > depth:
            self._parts.append((True, self._opened.pop().closing))

    def flush(self) -> None:
        """End a block: what has been written since the last one is one, unless it is nothing."""
        self._close(0)
        text = _joined(self._parts).strip(_ENDS)
        self._parts.clear()
        self._gap = _NOTHING
        if not text:
            return
        if self.item is None:
            self.add(Block(self.kind, text))
        elif not self.item.used:
            self._add_row(self.item, text)
        elif self._rows and self._last is self.item:
            self._rows[-1] += [marks.BREAK, text]
        else:
            self.add(Block(self.kind, text))

    def add(self, block: Block) -> None:
        """A whole block; a list that it stands in goes on after it."""
        self.end_list()
        if self.item:
            self.item.used = True
        self.blocks.append(block)

    def _add_row(self, item: ListItem, text: str) -> None:
        first = self._first
        if first and (
            item.kind != first.kind
            or item.level < first.level
            or (item.kind == "numbers" and item.level == first.level and item.number != self._next)
        ):
            self.end_list()
        if not self._rows:
            self._first, self._next = item, item.number
        if self._first and item.level == self._first.level:
            self._next += 1
        self._last = item
        item.used = True
        self._rows.append(["\t" * item.level, text])

    def end_list(self) -> None:
        """The list so far is a block."""
        if self._first:
            kind, start = self._first.kind, self._first.number
            text = "\n".join("".join(row) for row in self._rows)
            self.blocks.append(Block(kind, text, start=start if kind == "numbers" else 1))
        self._rows = []
        self._first = self._last = None


def _joined(parts: List[Tuple[bool, str]]) -> str:
    """The parts as one text, whose literal stretches are guarded as wholes."""
    result: List[str] = []
    stretch: List[str] = []
    for is_mark, text in [*parts, (True, "")]:
        if not is_mark:
            stretch.append(text)
            continue
        if stretch:
            result.append(marks.literal("".join(stretch)))
            stretch = []
        result.append(text)
    return "".join(result)
