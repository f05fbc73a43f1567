"""What a file breaks off in is left as it is: neither added, nor changed, nor gone.

So is what a partial file may show another of: the one that is held may be what it lacks.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from itertools import takewhile
from typing import (
    TYPE_CHECKING,
    AbstractSet,
    Dict,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Set,
)

from ..contained import contained
from ..model import Note, Problem
from ..sync.cut import as_written, cut_of, text_in
from ..sync.file_ends import FileEnd, FileEnds, file_ends_in
from ..sync.gone import Answered
from ..sync.matching import says_another
from ..sync.memory import EMPTY, hash_of
from ..sync.package_plan import as_kept
from ..sync.present_note import Present, PresentNote
from ..words import message
from .report import Account, Report

if TYPE_CHECKING:
    from ..targets.apkg.earlier import EarlierPackage
    from ..targets.collection import Collection


class Uncut(NamedTuple):
    """What is left to be compared, and how the files ended."""

    notes: Sequence[Note]
    answers: Sequence[Answered]
    found: Present
    ends: FileEnds


def without_cut(
    col: Collection,
    notes: Sequence[Note],
    answers: Sequence[Answered],
    found: Present,
    report: Report,
    before: FileEnds,
    apart: AbstractSet[int],
) -> Uncut:
    """The same, without the notes that are the beginnings of notes in `col` (see `sync.cut`); the
    input that breaks off is partial, which its account in `report` tells as a Problem. `before` is
    how files ended when they were read last: what stood there may have grown since. Nor with those
    that only partial inputs show, and that have but a name in common with what they would change.
    What is `apart` (ids) counts as not there.
    """
    places = {account.end: at for at, account in enumerate(report.accounts) if account.end}
    found = _grown(col, notes, found, before, apart) if before else found
    cut: Set[str] = set()
    shown: Set[int] = set()
    told: List[Answered] = list(answers)
    ends: Dict[str, FileEnd] = {}
    for note in notes if places else ():
        if note.guid not in places:
            continue
        at = places[note.guid]
        have = found.changed.get(note.guid)
        end = _end(report.accounts[at], note, have.guid if have else note.guid)
        of = None
        if (have or note.guid not in found.guids) and not end.is_sure(before.get(told[at].origin)):
            of = _cut_of(col, note, have, apart)
        if of is not None:
            report.lose(note.guid, _cut(note))
            told[at] = told[at]._replace(state="partial")
            cut.add(note.guid)
            shown.add(of)
        if told[at].origin:
            ends[told[at].origin] = end._replace(doubted=of is not None)
    partial = {one.origin for one in answers if one.state == "partial"}
    for note in notes if partial else ():
        have = found.changed.get(note.guid)
        if have and _is_partial(note, partial) and says_another(note, have.memory, have.fields):
            report.lose(note.guid, Problem("", message("pipeline.waits"), note.fields[0]))
            cut.add(note.guid)
            shown.add(have.note_id)
    if cut:
        left = tuple(one for one in found.unmatched if one.note_id not in shown)
        notes = [note for note in notes if note.guid not in cut]
        held = (found.changed[guid] for guid in sorted(cut) if guid in found.changed)
        # What the learner answered himself needs no source.
        answered = (*found.answered, *(one for one in held if one.waits and one.answered))
        found = replace(found, unmatched=left, answered=answered)
    return Uncut(notes, told, found, ends)


def as_held_before(
    notes: Iterator[Note],
    earlier: Optional[EarlierPackage],
    report: Report,
    ends: Dict[str, FileEnd],
) -> Iterator[Note]:
    """The same, but that a note that is the beginning of one in the package `earlier` is that one;
    the input that breaks off is partial, which its account in `report` tells as a Problem. `ends`
    is told how the files ended; what it holds at first is how they ended before. So stays what a
    partial input may show another of."""
    seen: Set[str] = set()
    partial: Set[str] = set()
    held_back: List[Note] = []
    ending: Dict[str, Account] = {}

    def held_before(note: Note) -> Optional[Note]:
        account = ending.get(note.guid)
        whole = None
        if account:
            end = _end(account, note, note.guid)
            if earlier and not end.is_sure(ends.get(account.origin)):
                whole = _whole(note, earlier)
            if account.origin:
                ends[account.origin] = end._replace(doubted=whole is not None)
            if whole and _cut(note) not in account.problems:
                account.problems.append(_cut(note))
        if earlier and not whole and _is_partial(note, partial):
            same = earlier.kept(note.guid)
            if same and says_another(note, same.memory, same.fields):
                whole = as_kept(note, same)
        return whole

    for note in notes:
        # Who ends where is known when the first comes.
        if not (ending or partial):
            ending = {one.end: one for one in reversed(report.accounts) if one.end}
            partial = {one.origin for one in report.accounts if one.answer.state == "partial"}
        prompt = note.fields[0]
        whole = contained("comparing", prompt, functools.partial(held_before, note), prompt)
        if isinstance(whole, Problem):
            report.lose(note.guid, whole)
            continue
        if whole and whole.guid != note.guid:
            held_back.append(whole)
        else:
            seen.add(note.guid)
            yield whole or note
    yield from (note for note in held_back if note.guid not in seen)


def ends_before(earlier: Optional[EarlierPackage]) -> Dict[str, FileEnd]:
    """How files ended when the package `earlier` was made."""
    return file_ends_in(earlier.says.get("ends", {})) if earlier else {}


def _end(account: Account, note: Note, guid: str) -> FileEnd:
    return FileEnd(account.above, hash_of(text_in(note.fields)), guid)


def _whole(note: Note, earlier: EarlierPackage) -> Optional[Note]:
    """The note of `earlier` that `note` is the beginning of, as it is there."""
    same = earlier.kept(note.guid)
    near = [same] if same else earlier.beginning_like(note.fields[0])
    held = ((one, text_in(one.fields)) for one in near)
    whole = cut_of(text_in(note.fields), held, bool(same))
    return whole and as_kept(note, whole)


def _cut(note: Note) -> Problem:
    what = message("pipeline.cut")
    return Problem(message("places.end"), what, note.fields[0])


def _cut_of(
    col: Collection, note: Note, have: Optional[PresentNote], apart: AbstractSet[int]
) -> Optional[int]:
    """The id of the note in `col` that `note` is the beginning of; what the learner wrote into one
    himself says nothing about that, nor what comes after."""
    from ..targets.collection.beginnings import beginning_like

    near = [have] if have else beginning_like(col, note.fields[0], apart)
    held = ((one.note_id, _as_written(one)) for one in near)
    return cut_of(text_in(note.fields), held, bool(have))


def _is_partial(note: Note, partial: AbstractSet[str]) -> bool:
    """Whether no input shows `note` but those of which the origins are `partial`."""
    return bool(note.memory.origins) and partial >= {*note.memory.origins}


def _as_written(one: PresentNote) -> str:
    # What the learner wrote where the source says nothing is no part of its text.
    said = (name for name in as_written(one.fields) if one.memory.source.get(name, EMPTY) != EMPTY)
    return text_in(one.fields, takewhile(lambda name: not one.touched(name), said))


def _grown(
    col: Collection,
    notes: Sequence[Note],
    found: Present,
    before: FileEnds,
    apart: AbstractSet[int],
) -> Present:
    """`found`, where a note that ended a file `before`, and is no longer shown, is the new one that
    it is the beginning of, and nothing else could be."""
    from ..targets.collection.beginnings import of_guid

    changed, taken = dict(found.changed), set()
    for origin, end in before.items():
        gone = [one for one in found.unmatched if one.guid == end.guid]
        have = of_guid(col, end.guid, apart) if gone else None
        if not have:
            continue
        grown = [
            note.guid
            for note in notes
            if origin in note.memory.origins
            and note.guid not in found.guids
            and note.guid not in found.deleted
            and cut_of(_as_written(have), [(True, text_in(note.fields))])
        ]
        if len(grown) == 1:
            changed[grown[0]] = have
            taken.add(have.note_id)
    if not taken:
        return found
    left = tuple(one for one in found.unmatched if one.note_id not in taken)
    return replace(found, guids=found.guids.union(changed), changed=changed, unmatched=left)
