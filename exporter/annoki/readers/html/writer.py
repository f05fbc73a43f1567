"""Text and formulas in, blocks out: what a walk through rendered HTML writes to.

White space collapses as in a browser. What stands between two words of one inline element is set
as they are; between two elements it is set as neither.
"""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Tuple

from ...model import Block, BlockKind, Row, Span, SpanKind, Spans
from ...text.notation import Inside, with_notation
from ...text.spans import BREAK, cut, plain
from .sup_sub import set_in_line

# A space that does not break parts words like any other here: pages indent with it.
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\xa0\u2028\u2029]+")
_ENDS = " \t\n\xa0\u2002\u2003\u3000\u200b\u200c\u200d\u2060\ufeff"
_DEEPEST_LIST = 8
_NOTHING, _BLANK, _SOFT, _HARD = range(4)


class Mark:
    """An inline element that sets what is in it: `strong`, `emphasis`, `code`, or a link."""

    def __init__(self, setting: str, link: str = "") -> None:
        self.setting = setting
        self.link = link


class ListItem:
    """A list item: `used` once its line is written."""

    def __init__(self, kind: BlockKind, level: int, number: int) -> None:
        self.kind = kind
        self.level = min(level, _DEEPEST_LIST)
        self.number = number
        self.used = False


class _Piece(NamedTuple):
    span: Span
    marks: Tuple[Mark, ...]
    around: Tuple[str, ...] = ()
    text: str = ""  # of the page, where it is `around` something


class Writer:
    """Collects blocks; `lines` keeps the line breaks of the source, as a note's typist means them.

    `in_cell` writes the text of one table cell.
    """

    def __init__(self, lines: bool = False, in_cell: bool = False) -> None:
        self.blocks: List[Block] = []
        self.kind: BlockKind = "prose"
        self.level = 0
        self.item: Optional[ListItem] = None
        self.open: List[Mark] = []
        self.around: Tuple[str, ...] = ()
        """The elements that are open which a formula's signs may have made (names.py)."""
        self._lines = lines
        self._in_cell = in_cell
        self._pieces: List[_Piece] = []
        self._gap = _NOTHING
        self._rows: List[Tuple[int, List[Span]]] = []
        self._first: Optional[ListItem] = None
        self._last: Optional[ListItem] = None
        self._next = 0

    def text(self, text: str, written: str = "") -> None:
        """Text as it stands in the page, or words of one line that are `written` otherwise."""
        if written:
            pieces = len(self._pieces)
            self._text(text)
            if len(self._pieces) > pieces:
                last = self._pieces[-1]
                self._pieces[-1] = last._replace(span=last.span._replace(written=written))
            return
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
        verbatim = self._verbatim()
        self._write(body, "code" if verbatim else "text")
        if self.around and not verbatim:
            self._pieces[-1] = self._in_script(self._pieces[-1])
        if text.endswith(" "):
            self._gap = _BLANK

    def _in_script(self, piece: _Piece) -> _Piece:
        """`piece`, the last one, as a superscript or subscript is set, if it is one."""
        text, span = piece.span.text, piece.span
        script = next((one for one in reversed(self.around) if one in ("sup", "sub")), "")
        before = self._pieces[-2].span if len(self._pieces) > 1 else Span("")
        shown = set_in_line(text, script, before.text if before.kind == "text" else "")
        if shown and shown != text:
            written = text if shown[0] in "^_" else ""
            span = span._replace(text=shown, written=written)
        return piece._replace(span=span, around=self.around, text=text)

    def _verbatim(self) -> bool:
        return bool(self.open) and self.open[-1].setting == "code"

    def formula(self, tex: str, display: bool) -> None:
        """A formula."""
        if self._verbatim():
            self.text(tex)
        else:
            self._write(tex, "display" if display else "formula")

    def damaged(self, text: str) -> None:
        """What is left of a formula."""
        if self._verbatim():
            self.text(text)
        else:
            self._write(text, "damaged")

    def line_break(self) -> None:
        """A printed line break; two of them part paragraphs."""
        if self._gap == _HARD and self.item is None and not self._in_cell:
            self.flush()
        elif self._pieces:
            self._gap = _HARD

    def _write(self, text: str, kind: SpanKind) -> None:
        marks = tuple(self.open)
        if self._gap and self._pieces:
            if self._gap == _BLANK or self.kind in ("heading", "caption"):
                before = self._pieces[-1].marks
                shared = tuple([one for one, other in zip(before, marks) if one is other])
                inside_code = bool(shared) and shared[-1].setting == "code"
                self._pieces.append(_set(" ", "code" if inside_code else "text", shared))
            else:
                self._pieces.append(_Piece(BREAK, ()))
        self._gap = _NOTHING
        self._pieces.append(_set(text, kind, marks))

    def flush(self) -> None:
        """End a block: what has been written since the last one is one, unless it is nothing."""
        spans = _joined(self._pieces)
        inside = _inside(self._pieces) if any(one.around for one in self._pieces) else []
        self._pieces.clear()
        self._gap = _NOTHING
        text = plain(spans)
        bare = text.strip(_ENDS)
        if not bare:
            return
        start = len(text) - len(text.lstrip(_ENDS))
        if len(bare) < len(text):
            spans = cut(spans, start, start + len(bare))
            inside = [one._replace(at=one.at - start) for one in inside]
        spans = with_notation(spans, inside)
        if self.item is None:
            self.add(Block(self.kind, spans, level=self.level))
        elif not self.item.used:
            self._add_row(self.item, spans)
        elif self._rows and self._last is self.item:
            self._rows[-1][1].extend((BREAK, *spans))
        else:
            self.add(Block(self.kind, spans, level=self.level))

    def add(self, block: Block) -> None:
        """A whole block; a list that it stands in goes on after it."""
        self.end_list()
        if self.item:
            self.item.used = True
        self.blocks.append(block)

    def _add_row(self, item: ListItem, spans: Spans) -> None:
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
        self._rows.append((item.level, list(spans)))

    def end_list(self) -> None:
        """The list so far is a block."""
        if self._first:
            kind, start = self._first.kind, self._first.number
            rows = tuple([Row((tuple(spans),), level) for level, spans in self._rows])
            self.blocks.append(Block(kind, rows=rows, start=start if kind == "numbers" else 1))
        self._rows = []
        self._first = self._last = None


def _set(text: str, kind: SpanKind, marks: Tuple[Mark, ...]) -> _Piece:
    settings = {mark.setting for mark in marks}
    link = next((mark.link for mark in marks if mark.link), "")
    return _Piece(Span(text, kind, "strong" in settings, "emphasis" in settings, link), marks)


def _inside(pieces: List[_Piece]) -> List[Inside]:
    """Where the spans of `pieces` stand in elements that a formula's signs may have made."""
    found: List[Inside] = []
    at = 0
    for span, _, around, text in pieces:
        if around:
            found.append(Inside(at, len(span.text), around, text))
        at += len(span.text)
    return found


def _joined(pieces: List[_Piece]) -> Spans:
    """The pieces as spans: what stands in one element of code, and neighbours set alike, as one."""
    result: List[Span] = []
    last: Tuple[Mark, ...] = ()
    for span, marks, _, _ in pieces:
        alike = bool(result) and result[-1][1:] == span[1:]
        words = span.kind == "text" and not span.link
        if alike and (words or (span.kind in ("text", "code") and marks == last)):
            result[-1] = result[-1]._replace(text=result[-1].text + span.text)
        else:
            result.append(span)
        last = marks
    return tuple(result)
