"""A source as a list shows it: what it is called, of what kind, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, NamedTuple, Optional

from ..config import Source
from ..config.check import source, understood
from ..errors import UsageError
from ..words import but_for, message, said_by
from .results import Result, key_of, result_in


class SourceRow(NamedTuple):
    """Of an `entry` in a configuration: the `source` that can be made of it, complete or not (None
    if it is of no kind that is known), and its `problem`, empty if it can be read. Two of one
    `key` read the same; it is empty where there is a problem."""

    entry: Any
    source: Optional[Source]
    name: str
    kind: str
    problem: str
    key: str

    def last(self, kept: Mapping[str, Any]) -> Result:
        """How it answered last, of what is `kept` by key; or what keeps it from answering."""
        if self.problem:
            return Result(self.problem, good=False)
        if self.source and not self.source.is_live and not Path(self.source.path).exists():
            return Result(message("results.missing"), good=False)
        return result_in(kept.get(self.key))


def source_row(entry: Any) -> SourceRow:
    """What a list shows of `entry`."""
    usable = understood(entry)
    made = Source(**usable) if usable else None
    problem = ""
    try:
        source(entry, "")
    except UsageError as error:
        problem = message("results.problem", what=but_for(error, ""))
    name = (made.name if made else "") or message("results.unnamed")
    return SourceRow(
        entry, made, name, _kind(made), problem, key_of(made) if made and not problem else ""
    )


def _kind(made: Optional[Source]) -> str:
    if made is None:
        return message("results.unknown")
    kind = said_by(made.declared.label)
    if not made.is_live and Path(made.path).is_dir():
        kind = message("results.folder")
    named = getattr(made, "format", "")
    return message("results.read_as", kind=kind, format=named) if named else kind
