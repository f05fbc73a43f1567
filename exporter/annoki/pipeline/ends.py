"""What a file breaks off in is left as it is: neither added, nor changed, nor gone."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Iterator, List, Optional, Sequence, Set, Tuple

from ..model import Note, Problem
from ..sync.cut import SAYS, cut_of, text_in
from ..sync.gone import Answered
from ..sync.present_note import Present, PresentNote
from .report import Account, Report

if TYPE_CHECKING:
    from ..targets.apkg.earlier import EarlierPackage
    from ..targets.collection import Collection


def without_cut(
    col: Collection,
    notes: Sequence[Note],
    answers: Sequence[Answered],
    found: Present,
    report: Report,
) -> Tuple[Sequence[Note], Sequence[Answered], Present]:
    """The same, without the notes that are the beginnings of notes in `col` (see `sync.cut`); the
    input that breaks off is partial, which its account in `report` tells as a Problem.
    """
    ends = {account.end: at for at, account in enumerate(report.accounts) if account.end}
    looked_at = [
        note
        for note in (notes if ends else ())
        if note.guid in ends and (note.guid in found.changed or note.guid not in found.guids)
    ]
    cut: Set[str] = set()
    shown: Set[int] = set()
    told: List[Answered] = list(answers)
    for note in looked_at:
        of = _cut_of(col, note, found)
        if of is None:
            continue
        at = ends[note.guid]
        _tell(report.accounts[at], note)
        told[at] = told[at]._replace(state="partial")
        cut.add(note.guid)
        shown.add(of)
    if not cut:
        return notes, answers, found
    left = tuple(one for one in found.unmatched if one.note_id not in shown)
    kept = [note for note in notes if note.guid not in cut]
    return kept, told, replace(found, unmatched=left)


def as_held_before(
    notes: Iterator[Note], earlier: EarlierPackage, report: Report
) -> Iterator[Note]:
    """The same, but that a note that is the beginning of one in the package `earlier` is that one;
    the input that breaks off is partial, which its account in `report` tells as a Problem."""
    seen: Set[str] = set()
    held_back: List[Note] = []
    for note in notes:
        # Who ends where is known when the first comes.
        account = next((one for one in report.accounts if one.end == note.guid), None)
        whole = _whole(note, earlier) if account else None
        if account and whole:
            _tell(account, note)
        if whole and whole.guid != note.guid:
            held_back.append(whole)
        else:
            seen.add(note.guid)
            yield whole or note
    yield from (note for note in held_back if note.guid not in seen)


def _whole(note: Note, earlier: EarlierPackage) -> Optional[Note]:
    """The note of `earlier` that `note` is the beginning of, as it is there."""
    same = earlier.kept(note.guid)
    near = [same] if same else earlier.beginning_like(note.fields[0])
    whole = cut_of(text_in(note.fields), ((one, text_in(one.fields)) for one in near), bool(same))
    return whole and note._replace(**whole._asdict(), media=())


def _tell(account: Account, note: Note) -> None:
    what = "breaks off in a note that is known in full; it is left as it was"
    problem = Problem("the end", what, note.fields[0])
    if problem not in account.problems:
        account.problems.append(problem)


def _cut_of(col: Collection, note: Note, found: Present) -> int | None:
    """The id of the note in `col` that `note` is the beginning of; what the learner wrote into one
    himself says nothing about that, nor what comes after."""
    from ..targets.collection.beginnings import beginning_like

    have = found.changed.get(note.guid)
    near = [have] if have else beginning_like(col, note.fields[0])
    held = ((one.note_id, _as_written(one)) for one in near)
    return cut_of(text_in(note.fields), held, bool(have))


def _as_written(one: PresentNote) -> str:
    return text_in(one.fields, takewhile(lambda name: not one.touched(name), SAYS))
