"""New notes come in together, as a package of them would, and leave nothing else behind."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest
from annoki.identity.note_ids import card_ids, note_id
from real_anki import EULER, NEWEST, NOTEBOOK, SALT, TIDES, Desk
from syncing import Kept, differing, facts, whole


@pytest.fixture
def altered(kept: Kept) -> Kept:
    """A collection whose note type has a field of the learner's between ours, and a style."""
    kept.sync([SALT])
    notetype = kept.notetype()
    kept.col.models.add_field(notetype, kept.col.models.new_field("助记"))
    kept.col.models.reposition_field(notetype, notetype["flds"][-1], 1)
    notetype["css"] += ".mine {}"
    kept.col.models.update_dict(notetype)
    return kept


def wanted(kept: Kept, **options: Any) -> Dict[str, Any]:
    return {note.guid: note for note in kept.wanted(NOTEBOOK, **options).notes}


def test_ids_are_those_of_the_guid(kept: Kept) -> None:
    kept.sync(NOTEBOOK, reverse_separator=True)

    for note in kept.learner.notes():
        assert note.id == note_id(note.guid)
        assert note.card_ids() == card_ids(note.guid)[: len(note.card_ids())]
    assert len(kept.learner.note(EULER).cards()) == 2
    assert set(kept.applied.note_ids) == {note.id for note in kept.learner.notes()}
    kept.learner.assert_sound()
    assert {note.id for note in kept.learner.notes()} == set(kept.applied.note_ids)


def test_new_cards_come_in_reading_order_after_those_that_are_there(kept: Kept) -> None:
    basic = kept.col.models.by_name("Basic")
    assert basic
    own: List[Any] = [kept.col.new_note(basic) for _ in range(3)]
    for n, note in enumerate(own):
        note["Front"] = f"自己的卡片 {n}"
    kept.col.add_note(own[0], 1)  # type: ignore[arg-type]
    kept.sync(NOTEBOOK[2:], reverse_separator=True)
    kept.col.add_note(own[1], 1)  # type: ignore[arg-type]
    kept.sync([NEWEST, *NOTEBOOK])
    kept.col.add_note(own[2], 1)  # type: ignore[arg-type]

    dues: Dict[str, List[int]] = {}
    for one in kept.learner.cards():
        dues.setdefault(one.note().guid, []).append(one.due)
    assert all(len(set(of_note)) == 1 for of_note in dues.values())
    order = [of_note[0] for of_note in dues.values()]
    assert order == list(range(order[0], order[0] + len(order))), "each has its own, without gaps"
    oldest_first = [note.guid for note in kept.wanted(NOTEBOOK[2:]).notes]
    then = [note.guid for note in kept.wanted([NEWEST, *NOTEBOOK[:2]]).notes]
    middle = [own[0].guid, *oldest_first, own[1].guid, *then, own[2].guid]
    assert list(dues) == middle


def test_a_changed_note_type_takes_them_as_it_is(altered: Kept) -> None:
    tables = ("notetypes", "fields", "templates")
    before = altered.learner.tables(tables)

    altered.sync(NOTEBOOK)

    assert altered.learner.tables(tables) == before
    for note in altered.learner.notes():
        assert note["助记"] == ""
        assert note["Prompt"] == wanted(altered)[note.guid].fields[0]
    altered.learner.assert_sound()


def test_decks_that_are_there_are_used_as_they_are(kept: Kept) -> None:
    kept.sync([SALT, TIDES])
    cards = kept.col.decks.by_name("Annoki::Cards")
    assert cards
    renamed = {**cards, "name": "我的::卡片", "desc": "记得", "extendRev": 7}
    kept.col.decks.update_dict(renamed)
    own = kept.col.decks.id("annoki::passages")
    before = kept.learner.tables(["decks", "deck_config"])

    kept.sync(NOTEBOOK, decks={"cards": "我的::卡片", "to_finish": "Annoki"})

    assert kept.learner.tables(["decks", "deck_config"]) == before
    assert {kept.learner.deck_of(one) for one in kept.learner.cards()} == {
        "我的::卡片",
        "Annoki",
        "Annoki::Passages",
    }
    assert kept.col.decks.id_for_name("Annoki::Passages") == own


def test_one_undo_takes_what_was_added_to_a_changed_type_back(altered: Kept) -> None:
    before = whole(altered.learner)

    altered.sync(facts(250))
    assert len(altered.learner.notes()) == 251
    altered.col.undo()

    assert differing(before, whole(altered.learner)) == []
    altered.col.redo()
    assert len(altered.learner.notes()) == 251
    altered.learner.assert_sound()


def test_a_package_over_what_was_synced_changes_nothing(kept: Kept, desk: Desk) -> None:
    kept.sync(NOTEBOOK)
    before = kept.learner.tables(["notes", "cards"])

    imported = kept.learner.import_package(desk.export(NOTEBOOK))

    assert (imported.new, imported.updated) == (0, 0)
    assert kept.learner.tables(["notes", "cards"]) == before
