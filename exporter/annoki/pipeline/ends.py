"""What a file breaks off in is left as it is: neither added, nor changed, nor gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, List, Sequence, Set, Tuple

from ..model import Note, Problem
from ..sync.cut import cut_of, texts_in
from ..sync.gone import Answered
from ..sync.present_note import Present
from .report import Report

if TYPE_CHECKING:
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
        account = report.accounts[at]
        what = "breaks off in a note that is known in full; it is left as it was"
        problem = Problem("the end", what, note.fields[0])
        if problem not in account.problems:
            account.problems.append(problem)
        told[at] = told[at]._replace(state="partial")
        cut.add(note.guid)
        shown.add(of)
    if not cut:
        return notes, answers, found
    left = tuple(one for one in found.unmatched if one.note_id not in shown)
    kept = [note for note in notes if note.guid not in cut]
    return kept, told, replace(found, unmatched=left)


def _cut_of(col: Collection, note: Note, found: Present) -> int | None:
    """The id of the note in `col` that `note` is the beginning of; what the learner wrote into one
    himself says nothing about that."""
    from ..targets.collection.beginnings import beginning_like

    have = found.changed.get(note.guid)
    near = [have] if have else beginning_like(col, note.fields[0])
    held = [one for one in near if not any(map(one.touched, ("Prompt", "Answer", "Passage")))]
    return cut_of(texts_in(note.fields), ((one.note_id, texts_in(one.fields)) for one in held))
