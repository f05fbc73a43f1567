"""Whatever faces show a note, in whatever order and for however long: they take no turns."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import List

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Face, Item, Note, Span
from annoki.notetype import WRITTEN
from annoki.sync.memory import hash_of
from annoki.sync.merge import merge
from annoki.sync.present_note import PresentNote

from tests.texts import passage, prose

POST = Item("post", "blog", "entry 1", 1)
ANNOTATION = Item("annotation", "hypothesis", "line 1", 1, passage=passage("Keys are hashed."))
BODIES = {
    "post": [
        prose("夜里的灯都亮着。\n\n河边没有人。"),
        prose("夜里的灯 都亮着。"),
        prose("短。"),
        prose(*["夜里的灯都亮着，河边没有人，桥上也没有。"] * 400),
    ],
    "annotation": [
        (),
        prose("[!NOTE] 为什么?\nflashcard\n因为快"),
        prose("为什么?"),
        prose("批注"),
        prose("They are hashed first."),
        prose("Keys 的作用"),
        prose("什么意思?"),
    ],
}


def face(dice: random.Random, item: Item, origin: str) -> Note:
    """What one listing shows of `item`: more or less, and some of it otherwise."""
    shown = item._replace(
        body=dice.choice(BODIES[item.kind]),
        title=dice.choice([(), (Span("夜行"),)]) if item.kind == "post" else (),
        captured=dice.choice(["", "2023-08", "2023-08-13", "2023-09-01"]),
        host=dice.choice(["", "b.example", "c.example"]),
        collection=dice.choice(["", "博客"]),
        link=dice.choice(["", "https://b.example/a", "https://b.example/b"]),
        tags=dice.choice([(), ("a",), ("a", "b")]),
        face=dice.choice([Face.EXCERPT, Face.PAGE, Face.PAGE, Face.RECORD]),
        source_ids=dice.choice([(), (origin,)]),
    )
    return compose(shown, "g", Config(), origin=hash_of(origin))


def synced(wanted: Note, have: PresentNote) -> PresentNote:
    """What `have` is after a sync with `wanted`."""
    update = merge(wanted, have).update
    if update is None:
        return have
    fields = dict(zip(WRITTEN, have.fields))
    fields.update((change.name, change.after) for change in update.changes)
    return replace(
        have,
        fields=tuple(fields.values()),
        tags=update.tags,
        memory=update.memory,
        asleep=have.asleep and not update.wake,
    )


def added(wanted: Note) -> PresentNote:
    memory = wanted.memory._replace(of=hash_of(wanted.guid))
    return PresentNote(1, wanted.guid, wanted.fields, wanted.tags, memory, wanted.suspended)


@pytest.mark.parametrize("item", [POST, ANNOTATION], ids=["post", "annotation"])
def test_once_all_faces_were_seen_nothing_goes_to_and_fro(item: Item) -> None:
    for seed in range(400):
        dice = random.Random(seed)
        faces = [face(dice, item, f"listing {n}") for n in range(dice.randint(2, 4))]
        have = added(faces[0])
        if seed % 2:
            at = dice.randrange(6)
            have = replace(have, fields=(*have.fields[:at], "我的", *have.fields[at + 1 :]))
        rounds: List[PresentNote] = []
        for _ in range(5):
            for one in faces:
                have = synced(one, have)
                rounds.append(have)
        last = rounds[-len(faces) :]
        assert all(one == last[0] for one in last), seed
        if seed % 2:
            assert have.fields[at] == "我的", seed
        elif any(one.fields[5] for one in faces):
            assert have.text("Captured"), seed


@pytest.mark.parametrize("item", [POST, ANNOTATION], ids=["post", "annotation"])
def test_a_memory_holds_nothing_that_it_need_not(item: Item) -> None:
    """Several listings that say the same are as one."""
    for seed in range(100):
        shown = [face(random.Random(seed), item, f"listing {n}") for n in range(3)]
        have = added(shown[0])
        for one in shown * 2:
            have = synced(one, have)
        assert set(have.memory.source) <= set(WRITTEN), seed
