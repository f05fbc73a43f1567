"""What was sent when, with the text before: written down before it is sent, so that whatever ends a
run, the next one knows what may have been done.

A line of JSON each, only ever added to. The first of an entry holds all of it, each later one what
became of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Iterator, List, Literal, NamedTuple

from ..errors import AnnokiError
from ..files.contents import kept
from ..files.names import why
from ..words import at, message, unwritten

if sys.platform != "win32":
    import fcntl

EntryState = Literal["sending", "sent", "not sent", "undoing", "undone", "left"]
"""`sending`, `undoing`: nobody knows, as the run ended meanwhile; `left`: not to be undone, since
it was changed later."""


class SentText(NamedTuple):
    """One text that was sent in the run called `run`: that of the annotation `id` of the service
    `origin`, of which the note `guid` of `collection` is made.

    `answer` is the hash of the field that was sent, or, once it is undone, that was there then;
    `said` and `had` those of the source's text and of the field, as remembered before.
    """

    run: str
    when: str
    collection: str
    origin: str
    id: str
    guid: str
    title: str
    before: str
    after: str
    answer: str
    said: str
    had: str
    state: EntryState = "sending"


class Journal:
    """The journal in `folder`, which is made when something is written. Raises AnnokiError where it
    cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "sent.jsonl"

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Within it, no other run sends anything. Raises AnnokiError where one does."""
        with self._told():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.path.parent / "sending.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform != "win32":
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise AnnokiError(at(self.path.parent, message("push.under_way"))) from None
            yield
        finally:
            os.close(lock)

    def entries(self, collection: str) -> List[SentText]:
        """What was sent for `collection`, in order."""
        found: Dict[str, SentText] = {}
        for line in self._lines():
            try:
                said = json.loads(line)
                known = found.get(said["key"])
                more = {name: str(said[name]) for name in SentText._fields if name in said}
                found[said["key"]] = known._replace(**more) if known else SentText(**more)  # type: ignore[arg-type]
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # of a run that was killed as it wrote it, or somebody's
        return [one for one in found.values() if one.collection == collection]

    def begin(self, entry: SentText) -> None:
        """Write down that `entry` is about to be sent."""
        self._add({"key": _key(entry), **entry._asdict()})

    def mark(self, entry: SentText, state: EntryState, answer: str = "") -> SentText:
        """Write down what became of `entry`, which is given back so."""
        entry = entry._replace(state=state, answer=answer or entry.answer)
        said = {"key": _key(entry), "state": state, "answer": entry.answer, "at": now()}
        self._add(said)
        return entry

    def _lines(self) -> List[bytes]:
        with self._told():
            try:
                return kept(self.path).split(b"\n")
            except FileNotFoundError:
                return []

    def _add(self, said: Dict[str, Any]) -> None:
        with self._told():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                # What was cut short ends here, and what comes is whole.
                size = os.lseek(file, 0, os.SEEK_END)
                cut = size and os.lseek(file, size - 1, os.SEEK_SET) and os.read(file, 1) != b"\n"
                line = ("\n" if cut else "") + json.dumps(said) + "\n"
                data = line.encode()
                while data:
                    data = data[os.write(file, data) :]
                os.fsync(file)
            finally:
                os.close(file)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise AnnokiError(unwritten(self.path, why(error))) from error


def _key(entry: SentText) -> str:
    return " ".join((entry.run, entry.origin, entry.id, entry.collection))


def now() -> str:
    """The moment, to the microsecond, as entries are dated."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")
