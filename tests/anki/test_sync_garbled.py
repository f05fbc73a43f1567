"""What the collection holds of one note cannot be read: it is told, and all others go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki.collection import Collection
from command_line import Annoki, note_count
from real_anki import NOTEBOOK, SALT, TIDES, Desk, card
from syncing import LATER, Kept, carried_out, facts, planned, rows_of


@pytest.fixture
def synced(kept: Kept) -> Kept:
    carried_out(kept, NOTEBOOK)
    return kept


FEWER = ["flds = 'a'", "flds = ''", "flds = 'a' || char(31) || 'b'"]
MORE = ["flds = flds || char(31) || 'x'"]


@pytest.mark.parametrize("row", [*FEWER, *MORE])
def test_a_note_with_another_number_of_fields_is_told_and_left_alone(
    row: str, synced: Kept
) -> None:
    id = synced.learner.note(TIDES).id
    assert synced.col.db
    synced.col.db.execute(f"update notes set {row} where id = ?", id)
    before = rows_of(synced, id)

    plan, done = carried_out(synced, LATER)

    assert rows_of(synced, id) == before
    assert (len(done.add), len(done.update), done.gone) == (1, 2, ())
    (problem,) = plan.report.accounts[0].problems
    assert problem.where.startswith("line ")
    assert "Check Database" in problem.what
    assert sum("octopus" in str(note.fields) for note in synced.learner.notes()) == 1
    synced.col.fix_integrity()
    plan, done = carried_out(synced, LATER)
    assert not plan.report.failed
    assert len(done.gone) == 1


def test_of_many_notes_those_that_cannot_be_read_are_found_together(kept: Kept) -> None:
    """What the others say anew is no less believed for them."""
    listed = facts(60)
    carried_out(kept, listed)
    bad = list(kept.col.find_notes(""))[::7]
    assert kept.col.db
    kept.col.db.execute(f"update notes set flds = 'a' where id in ({','.join(map(str, bad))})")

    later = [one.noted(card(f"又问 {n}?", f"另答 {n}")) for n, one in enumerate(listed)]
    plan, done = carried_out(kept, later)

    (account,) = plan.report.accounts
    assert len(account.problems) == account.lost == len(bad)
    assert len(done.update) == len(listed) - len(bad)


def test_what_cannot_be_read_and_no_source_shows_is_told_as_the_collections(synced: Kept) -> None:
    id = synced.learner.note(SALT).id
    assert synced.col.db
    synced.col.db.execute("update notes set flds = 'a' where id = ?", id)
    before = rows_of(synced, id)

    plan, done = carried_out(synced, LATER)

    assert rows_of(synced, id) == before
    assert (len(done.add), len(done.update)) == (1, 3)
    account = plan.report.accounts[-1]
    assert account.input == synced.col.path
    assert [one.where for one in account.problems] == [f"note nid:{id}"]


HALF = "\\ud800"


@pytest.mark.parametrize("name", ["ids", "keys", "from"])
def test_half_a_character_in_the_memory_of_a_note_is_no_memory(name: str, synced: Kept) -> None:
    note = synced.learner.note(TIDES)
    garbled = note["Sync"].replace(f'"{name}":[', f'"{name}":["{HALF}",', 1).replace(",]", "]")
    synced.learner.edit(note, Sync=garbled)
    synced.desk.page = synced.desk.folder / "another name.txt"

    plan, done = carried_out(synced, LATER)

    assert not plan.report.failed
    assert (len(done.add), done.counts()["update"]) == (1, 2)
    assert [one.field for one in done.conflicts] == ["Answer"]
    assert HALF not in synced.learner.note(TIDES)["Sync"]


@pytest.mark.parametrize("said", ["[abc]", '["a" "b"]', '["a]b"]', "[&quot;a&quot;x]"])
def test_origins_that_somebody_typed_are_none(said: str, synced: Kept) -> None:
    note = synced.learner.note(TIDES)
    synced.learner.edit(note, Sync=f'{{"v":1,"ids":[],"from":{said}}}')
    synced.desk.page = synced.desk.folder / "another name.txt"

    assert not carried_out(synced, NOTEBOOK)[0].report.failed
    assert not planned(synced, NOTEBOOK).changes_anything


def test_the_command_line_names_the_note_and_counts_what_was_done(
    annoki: Annoki, collection: Path, desk: Desk
) -> None:
    assert annoki("sync", "--collection", collection, desk.write(NOTEBOOK)).code == 0
    col = Collection(str(collection))
    assert col.db
    (id,) = col.find_notes('"two tidal bulges"')
    col.db.execute("update notes set flds = flds || char(31) where id = ?", id)
    col.close()

    said = annoki("sync", "--collection", collection, desk.write(LATER))

    assert said.code == 1
    assert said.err.startswith(f"{desk.page}: line 14: its note in Anki has 13 fields")
    assert said.err.count("\n") == 1
    assert "1 new, 2 updated, 4 unchanged" in said.out
    assert "was read in part only" in said.out
    assert note_count(collection) == len(NOTEBOOK) + 1
