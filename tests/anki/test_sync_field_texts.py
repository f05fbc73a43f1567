"""How Anki's editor shows our fields: described, machine fields collapsed, and no full sync."""

from __future__ import annotations

from typing import List, Tuple

import pytest
from annoki.notetype import COLLAPSED, DESCRIPTIONS, FIELDS, MODEL_ID
from real_anki import NEWEST, NOTEBOOK, Desk, Learner
from syncing import Kept


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection that was synced once."""
    kept.sync(NOTEBOOK)
    return kept


def schema(kept: Kept) -> int:
    assert kept.col.db
    scm: int = kept.col.db.scalar("select scm from col")
    return scm


def shown(kept: Kept) -> List[Tuple[str, bool]]:
    kept.col.models._clear_cache()
    return [(one["description"], one["collapsed"]) for one in kept.notetype()["flds"]]


SHOWN_NOW = [(said, name in COLLAPSED) for name, said in zip(FIELDS, DESCRIPTIONS)]


def bare(kept: Kept) -> None:
    """Make the fields as they were before they were described."""
    notetype = kept.notetype()
    for one in notetype["flds"]:
        one.update(description="", collapsed=False)
    kept.col.models.update_dict(notetype)


def test_fields_say_in_the_editor_what_they_are_and_machine_fields_are_collapsed(
    synced: Kept,
) -> None:
    assert shown(synced) == SHOWN_NOW


def test_a_note_type_without_descriptions_gets_them_and_no_full_sync(synced: Kept) -> None:
    bare(synced)
    before = schema(synced)

    assert synced.sync(NOTEBOOK).upgrade

    assert shown(synced) == SHOWN_NOW
    assert schema(synced) == before
    assert not synced.sync(NOTEBOOK).changes_anything
    synced.col.undo()
    assert shown(synced) == [("", False)] * len(FIELDS)


def test_a_package_describes_the_fields_too_without_a_full_sync(
    desk: Desk, learner: Learner
) -> None:
    package = desk.export(NOTEBOOK)
    learner.import_package(package)
    kept = Kept(desk, learner)
    assert shown(kept) == SHOWN_NOW
    bare(kept)
    assert kept.col.db
    kept.col.db.execute("update notetypes set mtime_secs = 1 where id = ?", MODEL_ID)
    before = schema(kept)

    learner.import_package(desk.export([NEWEST, *NOTEBOOK]))

    assert shown(kept) == SHOWN_NOW
    assert schema(kept) == before


def test_how_the_learner_shows_the_fields_stays(synced: Kept) -> None:
    notetype = synced.notetype()
    for one in notetype["flds"]:
        one.update(description="", collapsed=one["name"] == "Context")
    synced.col.models.update_dict(notetype)
    before = shown(synced)

    assert not synced.sync(NOTEBOOK).changes_anything
    synced.sync([NEWEST, *NOTEBOOK])

    assert shown(synced) == before
