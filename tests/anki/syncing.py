"""A collection kept in step with a reader's page: what the tests of the sync rules share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, AbstractSet, Any, Iterable, List, Sequence, Tuple, Union

from annoki.compose import compose
from annoki.config import Config, parse
from annoki.identity.guids import identify
from annoki.model import Item, Note
from annoki.notetype import MODEL_ID, NOTE_TYPE
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.syncing import Plan, carry_out, compare
from annoki.sync.collection_plan import CollectionPlan
from annoki.sync.gone import Answered
from annoki.sync.origins import NAMED, origin_of
from annoki.sync.plan import plan_collection
from annoki.targets.collection import apply as collection
from annoki.targets.collection.apply import Applied
from annoki.targets.memory import field_of
from real_anki import (
    BAMBOO,
    COMET,
    NEWEST,
    NOTEBOOK,
    TIDES,
    Annotation,
    Desk,
    Learner,
    Tables,
    card,
)

from tests.texts import prose

if TYPE_CHECKING:
    from anki.collection import Collection


Restored = Union[bool, AbstractSet[str]]

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
ANSWERED = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))
BRIGHTER = COMET.noted("彗尾的方向:::总是背着太阳")
LATER = [NEWEST, BETTER, *NOTEBOOK[1:3], BRIGHTER, ANSWERED, *NOTEBOOK[6:]]
"""What NOTEBOOK became: one is new, two are changed, one is answered, and SALT is gone."""

WEEKLY = (Answered("weekly.txt", origin_of(NAMED, "weekly.txt"), "whole", 98),)
"""The listing that every `memo` comes from."""


class Kept:
    """A learner's collection that is synced, again and again, with the page on a desk."""

    def __init__(self, desk: Desk, learner: Learner) -> None:
        self.desk = desk
        self.learner = learner
        self.applied: Applied

    @property
    def col(self) -> Collection:
        return self.learner.col

    def wanted(self, annotations: Iterable[Annotation], **options: Any) -> Gathered:
        """What a page of `annotations` gives under the configuration `options`."""
        return gathered([self.desk.write(annotations)], **options)

    def plan(
        self, annotations: Iterable[Annotation], *, restore: Restored = False, **options: Any
    ) -> CollectionPlan:
        """What a sync with a page of `annotations` would do."""
        wanted = self.wanted(annotations, **options)
        return self.plan_notes(wanted.notes, wanted.answers, restore)

    def plan_notes(
        self,
        notes: Sequence[Note],
        answers: Sequence[Answered] = (),
        restore: Restored = False,
    ) -> CollectionPlan:
        present = collection.present(self.col, notes)
        return plan_collection(notes, present, answers, restore=restore)

    def apply(self, plan: CollectionPlan, gone: str = "tag") -> CollectionPlan:
        self.applied = collection.apply(self.col, replace(plan, gone_action=gone))
        return plan

    def sync(self, annotations: Iterable[Annotation], **options: Any) -> CollectionPlan:
        """Sync with a page of `annotations`; the plan that was carried out."""
        return self.apply(self.plan(annotations, **options), options.get("gone", "tag"))

    def sync_notes(
        self, notes: Sequence[Note], answers: Sequence[Answered] = (), gone: str = "tag"
    ) -> CollectionPlan:
        """Sync with `notes` as they are."""
        return self.apply(self.plan_notes(notes, answers), gone)

    def by_guid(self, guid: str) -> Any:
        """The only note of a GUID."""
        assert self.col.db
        (id,) = self.col.db.list("select id from notes where guid = ?", guid)
        return self.col.get_note(id)

    def notetype(self) -> Any:
        found = self.col.models.get(MODEL_ID)  # type: ignore[arg-type]
        assert found
        return found


def gathered(inputs: Sequence[Path], format: str = "", **options: Any) -> Gathered:
    """What `inputs`, of a known `format` or not, give under the configuration `options`."""
    sources = [{"path": str(path), "format": format} for path in inputs]
    return gather(parse({**options, "sources": sources}, "a test")).whole()


def whole(learner: Learner) -> Tables:
    """Every row of every table, the collection's own mod time included."""
    assert learner.col.db
    names = learner.col.db.list(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    )
    return learner.tables(names)


def differing(before: Tables, after: Tables) -> List[str]:
    """The tables whose rows are not the same."""
    return sorted(name for name in before if before[name] != after[name])


def own_types(learner: Learner) -> List[str]:
    """The note types whose name begins like ours."""
    names = [entry.name for entry in learner.col.models.all_names_and_ids()]
    return [name for name in names if name.startswith(NOTE_TYPE)]


def statuses(note: Any) -> List[str]:
    return [tag for tag in note.tags if tag.startswith("annoki::status::")]


def in_collection(note: Note) -> Tuple[str, ...]:
    """The fields of `note` as a sync writes them: the last remembers where it came from."""
    return (*note.fields, field_of(note.memory, note.guid))


def memo(lead: str, text: str, *source_ids: str) -> Note:
    """The note of a link note whose source calls it `source_ids`."""
    body = prose(f"{lead} {text}")
    item = Item("memo", "weekly", "here", 1, body=body, captured="2024-05", source_ids=source_ids)
    ((one,),) = identify([[item]])
    note = compose(item, one.guid, Config(), origin=WEEKLY[0].origin)
    return note._replace(memory=note.memory._replace(ids=one.ids, keys=one.keys))


def facts(count: int) -> List[Annotation]:
    """Annotations that each give a card."""
    return [
        Annotation(
            f"Fact number {n} of the almanac. 年鉴第 {n} 条。", card(f"第 {n} 条？", f"{n} 号")
        )
        for n in range(1, count + 1)
    ]


def plan_of(kept: Kept, *inputs: Path) -> CollectionPlan:
    """What the whole way from files to the collection plans, carried out."""
    return kept.apply(compare(kept.col, gathered(inputs), Config()))


def planned(kept: Kept, listed: Sequence[Annotation], **options: Any) -> Plan:
    """What a sync with a page of `listed` would do, and the report of it."""
    config = parse({**options, "sources": [{"path": "x"}]}, "a test")
    return compare(kept.col, kept.wanted(listed), config)


def carried_out(
    kept: Kept, listed: Sequence[Annotation], **options: Any
) -> Tuple[Plan, CollectionPlan]:
    """What a sync with a page of `listed` planned, and what it did of that."""
    plan = planned(kept, listed, **options)
    return plan, carry_out(kept.col, plan).plan


def rows_of(kept: Kept, id: int) -> List[Any]:
    """All that the collection holds of the note `id` and its cards."""
    assert kept.col.db
    notes = kept.col.db.all("select * from notes where id = ?", id)
    return [*notes, *kept.col.db.all("select * from cards where nid = ?", id)]
