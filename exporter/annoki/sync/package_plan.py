"""The plan of a package, compared with the package that it replaces. Pure.

The earlier package is the memory of what changed, and of who is who; its notes are never edited in
place.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from functools import lru_cache, partial
from typing import (
    Callable,
    Dict,
    Iterable,
    Iterator,
    Literal,
    Mapping,
    NamedTuple,
    Optional,
    Set,
    Tuple,
    cast,
    get_args,
)

from ..contained import contained
from ..model import Note, Problem, Pushed, Status
from ..notetype import WRITTEN
from ..text.field import one_line
from .details import DETAILS, joined_site, less_exact, namespace
from .memory import hash_of

PackageChange = Literal["add", "update", "same"]

UNDATED = calendar.timegm((2000, 1, 1, 12, 0, 0))
"""The second that stands for a date which no source gives; any fixed one would do."""


_PICTURE = re.compile(r'<img src="(annoki-[\w.]+)"')
_STATUS = WRITTEN.index("Status")


class Earlier(NamedTuple):
    """A note as the previous package holds it: when it was modified (s), its content's hash, the
    face that it was made from, and which edition of it (`identity.note_ids`) that is; what its
    source calls it, by which other GUIDs it is known, and the `origins` that have shown it. One
    that only packages before held (`held` says so) is remembered, for when it comes back. `digest`
    is that of its memory, and `older` by how much (s) it says that it is older than the newest
    before it, which is `modified`.
    """

    guid: str
    modified: int
    content: bytes
    face: int = 0
    edition: int = 0
    ids: Tuple[str, ...] = ()
    keys: Tuple[str, ...] = ()
    held: bool = False
    digest: str = ""
    older: int = 0
    origins: Tuple[str, ...] = ()


class Kept(NamedTuple):
    """A note as a package holds it; `fields` are those of `notetype.WRITTEN`."""

    guid: str
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]
    memory: Pushed
    deck: str
    suspended: bool


class Step(NamedTuple):
    """What becomes of one note: `modified` is its mod time in seconds since the epoch.

    `edition` is another than the previous package's, so that what the learner deleted and imports
    again has another id: Anki tells other devices of a deletion under one id only once. `before` is
    what the previous package holds of it.
    """

    note: Note
    change: PackageChange
    modified: int
    edition: int = 0
    before: Optional[Earlier] = None


Failed = Callable[[str, Problem], object]
"""Told of what kept the note of a GUID from being written."""

KeptOf = Callable[[str], Optional[Kept]]
"""Finds what the package before holds of the note of a GUID."""

ContentOf = Callable[[Note], bytes]
"""The hash of what a package holds of a note, as in `Earlier`; how it is held, a target knows."""


class PackagePlan:
    """What becomes of `notes`, which come in reading order, beside their `present` selves.

    It is planned step by step, as the steps are taken, once; `count` and `gone` speak of those that
    were; `now` is the time (s since 1970). A note's mod time is when the item was edited, if the
    source says so, else its date, carried over for as long as the content is the same. Once it
    differs, and the source does not say when, it is just newer than before: newer than what Anki
    has untouched of it, which Anki then replaces, but older than what the learner has done since.
    What a face does not tell of a note stays as the package before, asked by `kept`, has it. A note
    that fails is left out, which `failed` is told.
    """

    def __init__(
        self,
        notes: Iterable[Note],
        present: Mapping[str, Earlier],
        content_of: ContentOf,
        now: float,
        failed: Failed = lambda guid, problem: None,
        kept: KeptOf = lambda guid: None,
    ) -> None:
        self._notes = notes
        self._kept = kept
        self._present = present
        self._content_of = content_of
        self._changes: Counter[PackageChange] = Counter()
        self._now = now
        self._left = dict.fromkeys(present)
        self._failed = failed
        self._left_out: Set[str] = set()

    @classmethod
    def of_unchanged(cls, count: int) -> PackagePlan:
        """What became of `count` notes, if they are as they were and all that there are."""
        plan = cls((), {}, lambda _note: b"", 0)
        plan._changes["same"] = count
        return plan

    @property
    def steps(self) -> Iterator[Step]:
        """What becomes of each note."""
        for note in self._notes:
            step = contained("comparing", "", partial(self._step, note))
            if isinstance(step, Problem):
                self.leave_out(note, step)
                continue
            yield step
            if note.guid not in self._left_out:
                self._changes[step.change] += 1
                self._left.pop(note.guid, None)

    def leave_out(self, note: Note, problem: Problem) -> None:
        """Go on without `note`, of which a step was begun."""
        self._left_out.add(note.guid)
        said = one_line(note.fields[0])
        self._failed(note.guid, problem._replace(where=said, raw=said))

    def _step(self, note: Note) -> Step:
        before = self._present.get(note.guid)
        if before:
            note = self._told_in_full(_remembered(note, before), before)
        change, modified = self._planned(note, before)
        return Step(note, change, modified, before.edition + 1 if before else 0, before)

    def _told_in_full(self, note: Note, before: Earlier) -> Note:
        if not before.held or before.content == self._content_of(note):
            return note
        kept = self._kept(note.guid)
        if kept is None:
            return note
        if note.memory.face < before.face:
            return _as_richer(note, kept)
        return _with_details(note, kept)

    def count(self, change: PackageChange) -> int:
        """How many notes underwent `change`."""
        return self._changes[change]

    @property
    def gone(self) -> Tuple[str, ...]:
        """The GUIDs that the package before holds, but that are no longer wanted."""
        return tuple(guid for guid in self._left if self._present[guid].held)

    @property
    def left(self) -> Dict[str, Earlier]:
        """What was held before, and may come back."""
        return {guid: self._present[guid] for guid in self._left}

    def _planned(self, note: Note, before: Optional[Earlier]) -> Tuple[PackageChange, int]:
        if before is None:
            return "add", dated(note, self._now)
        if not before.held:
            return "add", max(dated(note, self._now), before.modified + 1)
        if before.content == self._content_of(note):
            return "same", before.modified
        return "update", max(_possible(note.modified, self._now), before.modified + 1)


def _remembered(note: Note, before: Earlier) -> Note:
    """`note`, known also by all that it was known by."""
    memory = note.memory
    if set(before.ids) <= set(memory.ids) and set(before.keys) <= set(memory.keys):
        return note
    ids = tuple(sorted({*memory.ids, *before.ids}))
    keys = tuple(sorted({*memory.keys, *before.keys}))
    return note._replace(memory=memory._replace(ids=ids, keys=keys))


def as_kept(note: Note, kept: Kept) -> Note:
    """`note`, of which a run shows less than was `kept`, as that is; its pictures, too."""
    shown = {name for text in kept.fields for name in _PICTURE.findall(text)}
    status = kept.fields[_STATUS]
    known = cast(Status, status) if status in get_args(Status) else note.status
    return note._replace(**kept._asdict(), media=tuple(sorted(shown)), status=known)


def _as_richer(note: Note, kept: Kept) -> Note:
    """What was `kept` of `note`, of which a poorer face now says less."""
    wanted, had = note.memory, kept.memory
    origins = tuple(sorted({*had.origins, *wanted.origins}))
    memory = had._replace(ids=wanted.ids, keys=wanted.keys, origins=origins)
    return as_kept(note, kept)._replace(memory=memory)


def _with_details(note: Note, kept: Kept) -> Note:
    """`note`, with what its face does not tell of where and when it was written."""
    new, old = dict(zip(WRITTEN, note.fields)), dict(zip(WRITTEN, kept.fields))
    full = {name: new[name] or old[name] for name in DETAILS}
    full["Source"] = joined_site(new["Source"], old["Source"])
    if less_exact(new["Captured"], old["Captured"]):
        full["Captured"] = old["Captured"]
    filled = {name: text for name, text in full.items() if text != new[name]}
    if not filled:
        return note
    untold = {"month"} if "Captured" in filled else set()
    untold |= {"host"} - {*map(namespace, note.tags)}
    tags = {tag for tag in note.tags if namespace(tag) not in untold}
    tags.update(tag for tag in kept.tags if namespace(tag) in untold)
    source, content = dict(note.memory.source), dict(note.memory.content)
    for name, text in filled.items():
        content[name] = hash_of(text)
        if name in kept.memory.source and (name == "Captured" or not new[name]):
            source[name] = kept.memory.source[name]
    memory: Pushed = note.memory._replace(source=source, content=content)
    fields = tuple(filled.get(name, text) for name, text in new.items())
    return note._replace(fields=fields, tags=tuple(sorted(tags)), memory=memory)


def dated(note: Note, now: float) -> int:
    """The mod time of a note that is new: when the item was edited, if the source says so, else
    its date. So it is the same on every device, and older than whatever the learner does to it.

    What a source dates later than `now` (s since 1970), as a post that is pinned to the top, would
    be newer than every edit: it counts as undated. So does what Anki has no number for.
    """
    return _possible(note.modified, now) or _possible(epoch_of(note.captured), now) or UNDATED


def _possible(second: int, now: float) -> int:
    return second if UNDATED <= second <= now else 0


@lru_cache(maxsize=1024)
def epoch_of(captured: str) -> int:
    """Noon UTC of the first day that `captured` (`2023`, `2023-08`, `2023-08-13`) may mean.

    At noon it is that day everywhere between UTC-12 and UTC+11, so that Anki's Created column,
    which shows local time, does not tell the month before.
    """
    if not captured:
        return UNDATED
    year, month, day = (*(int(part) for part in captured[:10].split("-")), 1, 1)[:3]
    return calendar.timegm((year, month, day, 12, 0, 0))
