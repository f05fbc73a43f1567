"""Notes and collections to plan with, without any Anki."""

from __future__ import annotations

from typing import Iterable, Optional, Tuple

from annoki.model import Note, Status
from annoki.notetype import FIELDS
from annoki.sync.memory import hash_of, pushed_of, with_origin
from annoki.sync.plan import Plan, Present, PresentNote, plan_collection

AT = {name: at for at, name in enumerate(FIELDS)}
TAGS = ("annoki::source::hypothesis", "annoki::status::ready")
HERE, THERE = hash_of("/here.txt"), hash_of("/there.txt")
WHOLE = frozenset({HERE})


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
        name: text if name == "Status" or not text else f"<p r{renderer}>{text}</p>"
        for name, text in texts.items()
    }
    slept = suspended if asleep is None else asleep
    pushed = pushed_of(fields, texts, tags, ids, renderer, slept)
    fields["Sync"] = pushed.as_field()
    return Note(
        guid,
        tuple(fields.get(name, "") for name in FIELDS),
        tuple(tags),
        "Annoki::Cards",
        suspended,
        status,
        "a test",
        "2024-05",
        ("2024-05", 0, order),
        ids,
        origin,
    )


def in_collection(one: Note) -> Tuple[str, ...]:
    """Its fields as they are written: `Sync`, the last, names the listing that it came from."""
    return (*one.fields[:-1], with_origin(one.fields[-1], one.origin))


def present(
    pushed: Note, *, tags: Tuple[str, ...] = (), asleep: bool = False, **edits: str
) -> PresentNote:
    """What `pushed` has become in a collection after the learner's `edits`."""
    fields = list(in_collection(pushed))
    for name, text in edits.items():
        fields[AT[name.replace("_", " ")]] = text
    return PresentNote(7, pushed.guid, tuple(fields), tags or pushed.tags, asleep)


def plan_of(wanted: Note, have: PresentNote) -> Plan:
    return plan_collection([wanted], Present(frozenset({have.guid}), 1, {wanted.guid: have}))


def written(plan: Plan, have: PresentNote) -> Tuple[str, ...]:
    """The fields of `have` after `plan`."""
    fields = list(have.fields)
    for update in plan.update:
        assert update.before == have
        for change in update.changes:
            assert (fields[AT[change.name]], change.name != "Sync") == (change.before, True)
            fields[AT[change.name]] = change.after
        fields[AT["Sync"]] = update.memory
        assert update.prompt == fields[0]
    return tuple(fields)


OLD = note(Answer="一 one")
NEW = note(Answer="二 two")
MINE = "<b>我的 mine</b>"
UNFINISHED = note(status="unfinished", tags=TAGS)
FINISHED = note(Answer="答 answer", tags=TAGS)
