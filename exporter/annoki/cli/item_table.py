"""What becomes of each item, as a table for who reads it on a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
from io import StringIO
from typing import Dict, Iterator, List, NamedTuple, Sequence, Tuple

from rich.box import ASCII2, SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..files.names import printable
from ..model import Note
from ..notetype import FIELDS
from ..pipeline.report import Account, Entry, Report
from ..repair.rule import rule_name
from ..text.field import one_line
from ..text.scripts import EAST_ASIAN, FORMS
from ..words import message
from .saying import Voice

_STYLES = {
    "ready": "bold green",
    "unsure": "bold yellow",
    "passage": "bold cyan",
    "digest": "bold blue",
    "unfinished": "bold red",
    "highlight": "bold magenta",
}
_FIELDS = {"Prompt": "bold", "Answer": "", "Passage": "dim"}
_WIDE = 100
"""From so many columns on the reason has one of its own; on fewer it stands below the note."""
_SIDE, _WHY = 16, 30
"""So wide may be, in columns, what stands beside the note: its status and place; the reason."""
_AT_ONCE = 100
"""So many rows are drawn at once: the first can be read while the rest is drawn."""
_SIGNS = "─→"

# A line may end behind a space, and beside a sign of East Asia; but for these, at this side.
_WIDE_SIGNS = f"{EAST_ASIAN}{FORMS}\U00020000-\U0003ffff"
_OPENS, _CLOSES = (
    r"(\[{“‘（［｛《〈「『【〔",
    r")\]},.!?:;%…”’）］｝》〉」』】〕、。，．！？：；・ー々",
)
_BREAK = re.compile(
    r"(?<=\s)(?=\S)"
    rf"|(?:(?<=[{_WIDE_SIGNS}])|(?=[{_WIDE_SIGNS}]))(?<![{_OPENS}\s])(?![{_CLOSES}\s])"
)
_FILLING = re.compile(" +$", re.MULTILINE)

_Part = Tuple[object, str]
_Row = Tuple[Styled, Styled, "_Lines", "_Lines"]


def show_items(voice: Voice, report: Report, notes: Dict[str, Note]) -> None:
    """What becomes of each item of each input, and why, in tables as wide as the terminal.
    Raises Untold."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    has_lines = _SIGNS.encode(encoding, "ignore").decode(encoding) == _SIGNS
    drawing = _Drawing(voice, notes, shutil.get_terminal_size().columns, has_lines)
    for account in report.accounts:
        for part in drawing.of(account):
            voice.show_drawn(part)


class _Lines(NamedTuple):
    """Texts below each other, each as broad as there is room, in Chinese as well."""

    texts: Sequence[Styled]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[Styled]:
        for text in self.texts:
            yield from _broken(text, options.max_width)


def _broken(text: Styled, width: int) -> Iterator[Styled]:
    """`text` in lines of at most `width` columns, but for words that are longer."""
    places, column, start = [], 0, 0
    for end in (*(found.start() for found in _BREAK.finditer(text.plain)), len(text.plain)):
        piece = text.plain[start:end]
        if column and column + cell_len(piece.rstrip()) > width:
            places.append(start)
            column = 0
        column += cell_len(piece)
        start = end
    for line in text.divide(places):
        line.rstrip()
        yield line


class _Drawing(NamedTuple):
    """Draws on a terminal of that width; whose encoding may have no signs for lines."""

    voice: Voice
    notes: Dict[str, Note]
    width: int
    has_lines: bool

    def of(self, account: Account) -> Iterator[str]:
        """The table of `account`, in parts that follow each other."""
        rows = [*map(self._item, account.entries)]
        for one in account.skipped:
            status = (message("inspect.skipped"), "dim")
            rows.append(self._row("-", status, one.where, [], one.why))
        cells = (line for row in rows for line in row[1].plain.split("\n"))
        side = min(_SIDE, max(map(cell_len, cells), default=0))
        for start in range(0, len(rows), _AT_ONCE):
            table = self._table(len(str(len(rows))), side)
            table.show_header = start == 0
            for row in rows[start : start + _AT_ONCE]:
                table.add_row(*row[: len(table.columns)])
            if start == 0:
                name = (account.input, "bold"), ("  ", ""), (account.format or "", "dim")
                yield self._drawn(self._line(*name))
            yield self._drawn(Padding(table, (0, 0, 1, 0)))

    def _item(self, entry: Entry) -> _Row:
        fields = self.notes[entry.guid].fields
        told = [(one_line(fields[FIELDS.index(name)]), _FIELDS[name]) for name in _FIELDS]
        lines = [self._line(one) for one in told if one[0]]
        arrow = (" → " if self.has_lines else " -> ", "dim")
        for repair in entry.repairs:
            # Ends of lines, and spaces at an end, are seen.
            before, after = repr(repair.before), repr(self.voice.told(repair.after))
            name = (rule_name(repair), "dim"), ("  ", "")
            lines.append(self._line(*name, (before, "red"), arrow, (after, "green")))
        status = (message(f"status.{entry.status}"), _STYLES.get(entry.status, ""))
        return self._row(str(entry.n), status, entry.where, lines, entry.why)

    def _row(self, number: str, status: _Part, where: str, note: List[Styled], why: str) -> _Row:
        if self.width < _WIDE:
            note.append(self._line((message("inspect.because", why=why), "dim")))
        side = Styled("\n").join([self._line(status), self._line((where, "dim"))])
        return Styled(number, "dim"), side, _Lines(note), _Lines([self._line((why, "dim"))])

    def _table(self, number: int, side: int) -> Table:
        box = SIMPLE_HEAD if self.has_lines else ASCII2
        table = Table(box=box, width=self.width, show_edge=False, header_style="dim", leading=1)
        names = (message(f"inspect.{name}") for name in ("number", "status", "note", "why"))
        first, second, third, fourth = map(self.voice.told, names)
        table.add_column(first, justify="right", width=max(number, cell_len(first)))
        table.add_column(second, width=max(side, cell_len(second)))
        table.add_column(third, ratio=1)
        if self.width >= _WIDE:
            table.add_column(fourth, width=_WHY)
        return table

    def _line(self, *parts: _Part) -> Styled:
        """One line of what no terminal obeys."""
        line = Styled()
        for said, style in parts:
            line.append(printable(self.voice.told(said)), style)
        return line

    def _drawn(self, what: object) -> str:
        file = StringIO()
        console = Console(
            file=file,
            width=self.width,
            force_terminal=True,
            # Who wants no colours gets no styles either: nothing that a terminal obeys.
            color_system=None if os.environ.get("NO_COLOR") else "auto",
            legacy_windows=False,
            highlight=False,
        )
        console.print(what)
        # What fills up the lines would be copied, too.
        return _FILLING.sub("", file.getvalue())
