"""Notes and collections to plan with, without any Anki."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Iterable, Optional, Tuple

from annoki.model import Note, Pushed, Status
from annoki.notetype import WRITTEN
from annoki.sync.collection_plan import CollectionPlan
from annoki.sync.gone import Answered
from annoki.sync.matching import with_said
from annoki.sync.memory import hash_of, pushed_of
from annoki.sync.plan import plan_collection
from annoki.sync.present_note import Present, PresentNote

_BARE = ("Captured", "Status")

AT = {name: at for at, name in enumerate(WRITTEN)}
TAGS = ("annoki::source::hypothesis", "annoki::status::ready")
HERE, THERE = hash_of("/here.txt"), hash_of("/there.txt")
WHOLE = (Answered("here.txt", HERE, "whole", 1),)
ELSEWHERE = (Answered("there.txt", THERE, "whole", 1),)


def note(
    guid: str = "g",
    *,
    status: Status = "ready",
    tags: Iterable[str] = TAGS,
    renderer: int = 1,
    ids: Tuple[str, ...] = (),
    order: int = 0,
    origin: str = HERE,
    asleep: Optional[bool] = None,
    **texts: str,
) -> Note:
    """A note made from `texts`; how it is rendered depends on the renderer's version.

    `asleep` says whether we suspended it, where that does not follow from its status.
    """
    suspended = status in ("unfinished", "highlight")
    texts = {"Prompt": "问题 question", **texts, "Status": status}
    fields = {
        name: text if name in _BARE or not text else f"<p r{renderer}>{text}</p>"
        for name, text in texts.items()
    }
    slept = suspended if asleep is None else asleep
    memory = pushed_of(
        fields, texts, tags, ids, renderer, slept, origins=(origin,) if origin else ()
    )
    written = tuple(fields.get(name, "") for name in WRITTEN)
    return Note(
        guid,
        written,
        tuple(tags),
        "Annoki::Cards",
        suspended,
        status,
        "a test",
        with_said(memory, written),
        "2024-05",
        ("2024-05", 0, order),
    )


def present(
    pushed: Note,
    *,
    tags: Tuple[str, ...] = (),
    asleep: bool = False,
    memory: Optional[Pushed] = None,
    **edits: str,
) -> PresentNote:
    """What `pushed` has become in a collection after the learner's `edits`."""
    fields = list(pushed.fields)
    for name, text in edits.items():
        fields[AT[name.replace("_", " ")]] = text
    remembered = pushed.memory if memory is None else memory
    return PresentNote(7, pushed.guid, tuple(fields), tags or pushed.tags, remembered, asleep)


def counted(**some: int) -> Dict[str, int]:
    """A plan's counts: `some`, and all others 0."""
    return {**CollectionPlan().counts(), **some}


def plan_of(wanted: Note, have: PresentNote, **more: Any) -> CollectionPlan:
    found = Present(frozenset({have.guid}), 1, {wanted.guid: have}, home="Annoki::Cards")
    return plan_collection([wanted], found, **more)


def written(plan: CollectionPlan, have: PresentNote) -> PresentNote:
    """What `have` is after `plan`, but for its tags and cards."""
    fields, memory = list(have.fields), have.memory
    for update in plan.update:
        assert update.before == have
        for change in update.changes:
            assert fields[AT[change.name]] == change.before
            fields[AT[change.name]] = change.after
        memory = update.memory
        assert update.prompt == fields[0]
    return replace(have, fields=tuple(fields), memory=memory)


OLD = note(Answer="一 one")
NEW = note(Answer="二 two")
MINE = "<b>我的 mine</b>"
UNFINISHED = note(status="unfinished", tags=TAGS)
FINISHED = note(Answer="答 answer", tags=TAGS)
