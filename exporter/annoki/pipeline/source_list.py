"""The sources of a configuration while a person edits them: listed, read to see what is in them."""

from __future__ import annotations

from threading import Event
from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence

from ..config import Source
from ..errors import UsageError
from ..sources.typed import source_typed
from ..words import at, message, said_by
from .results import Result, asked
from .source_rows import source_row

_TOLD = 2
"""How many problems are told at once."""


class ListedSource:
    """A source in the list: its `row`, and the `result` that is shown beside it."""

    def __init__(self, entry: Any, kept: Mapping[str, Any]) -> None:
        self._stopped: Optional[Event] = None
        self.put(entry, kept)

    def put(self, entry: Any, kept: Mapping[str, Any]) -> None:
        """It is `entry` now, of which the last result may be among those `kept`."""
        self.forget()
        self.row = source_row(entry)
        self.recall(kept)

    def recall(self, kept: Mapping[str, Any]) -> None:
        """Its last result may be among those `kept` now."""
        if not self.is_read:
            self.result = self.row.last(kept)

    @property
    def is_read(self) -> bool:
        """Whether it is being read."""
        return self._stopped is not None

    def stop(self) -> None:
        """Read no more, and say so."""
        if self._stopped is not None:
            self._stopped.set()

    def forget(self) -> None:
        """Read no more; nobody wants to know what comes of it."""
        self.stop()
        self._stopped = None

    def begin(self, options: Mapping[str, Any]) -> Optional[SourceReading]:
        """Begin to read it, by these of a configuration; None where it cannot be, or is already."""
        source = self.row.source
        if source is None or not self.row.key or self.is_read:
            return None
        self._stopped = stopped = Event()
        self.result = Result(message("results.asking" if source.is_live else "results.reading"))

        def ended(result: Result) -> bool:
            if self._stopped is not stopped:
                return False
            self._stopped, self.result = None, result
            return True

        def ask(_: object = None) -> Result:
            return asked(source, options, stopped.is_set)

        return SourceReading(self.row.key, ask, ended)


class SourceReading(NamedTuple):
    """One reading of the source whose results are kept under `key`: `ask` does it, in any thread
    and whatever it is handed; `ended` takes what came of it, and says whether anybody still wants
    to know."""

    key: str
    ask: Callable[..., Result]
    ended: Callable[[Result], bool]


class SourceList:
    """The `rows` are the sources that are listed. Many are `chosen` for what is done to them."""

    def __init__(self, entries: Any, kept: Mapping[str, Any]) -> None:
        self.rows = (
            [ListedSource(one, kept) for one in entries] if isinstance(entries, list) else []
        )
        self.notice = ""

    @property
    def is_read(self) -> bool:
        """Whether any is being read."""
        return any(one.is_read for one in self.rows)

    def recall(self, kept: Mapping[str, Any]) -> None:
        """The last results of each may be among those `kept` now."""
        for one in self.rows:
            one.recall(kept)

    def add(self, entry: Any) -> ListedSource:
        """The source that `entry` is: at the end, but if one is there that reads the same."""
        new = ListedSource(entry, {})
        for other in self._others(new):
            self.notice = message("results.there", name=other.row.name)
            return other
        self.rows.append(new)
        return new

    def add_named(self, names: Iterable[str]) -> List[ListedSource]:
        """The sources that were typed, chosen or dropped as `names`."""
        self.notice, found = "", []
        for name in names:
            try:
                found.append(self.add(source_typed(name).as_dict()))
            except UsageError as error:
                self.notice = said_by(error)
        return found

    def edit(self, listed: ListedSource, entry: Any) -> None:
        """Let `listed` be `entry`; another that reads the same is one too many then."""
        listed.put(entry, {})
        self.remove(self._others(listed))

    def remove(self, chosen: Iterable[ListedSource]) -> None:
        """Take these off the list."""
        self.notice = ""
        for one in list(chosen):
            one.forget()
            self.rows.remove(one)

    def to_read(self, chosen: Sequence[ListedSource]) -> Sequence[ListedSource]:
        """Those that are to be read now, of the chosen ones, or all; none, where that stops what is
        being read."""
        self.notice = ""
        being_read = [one for one in self.rows if one.is_read]
        for one in being_read:
            one.stop()
        return [] if being_read else chosen or self.rows

    def in_json(self) -> List[Any]:
        """The list as a configuration holds it."""
        return [one.row.entry for one in self.rows]

    def left_as_found(self) -> List[Any]:
        """Those of it that nobody can use, and nobody has changed."""
        return [one.row.entry for one in self.rows if one.row.problem]

    def can(self, chosen: Sequence[ListedSource]) -> Dict[str, bool]:
        """What can be done."""
        is_one = len(chosen) == 1 and chosen[0].row.source is not None
        some = bool(self.rows)
        return {"edit": is_one, "remove": bool(chosen), "test": some, "sync": some}

    def told(self, chosen: Sequence[ListedSource]) -> List[str]:
        """What there is to say in full, line by line: of the one that is chosen, else of those with
        a problem."""
        lines = [self.notice] if self.notice else []
        if not self.rows:
            return [*lines, message("results.no_sources")]
        if len(chosen) == 1:
            return [*lines, chosen[0].result.said, *chosen[0].result.lines]
        for one in [row for row in self.rows if not row.result.good][:_TOLD]:
            lines += [at(one.row.name, one.result.said), *one.result.lines]
        return lines

    def _others(self, listed: ListedSource) -> List[ListedSource]:
        key = listed.row.key
        return [one for one in self.rows if key and one.row.key == key and one is not listed]


def readable(chosen: Iterable[ListedSource]) -> List[Source]:
    """Those of the chosen sources that can be read."""
    return [one.row.source for one in chosen if one.row.source and one.row.key]
