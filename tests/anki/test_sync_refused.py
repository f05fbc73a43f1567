"""A note that cannot be read, compared or written stays as it was, and all others go on."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Tuple

import pytest
from annoki.errors import CollectionError
from annoki.sync import plan as planning
from annoki.sync.collection_plan import UNDO_NAME
from annoki.sync.details import GONE
from annoki.targets.apkg import database
from annoki.targets.collection import apply as applying
from annoki.targets.collection import pairing, present, twins
from annoki.targets.memory import field_of
from real_anki import BAMBOO, COMET, NEWEST, NOTEBOOK, SALT, TIDES, Annotation
from syncing import LATER, Kept, carried_out, differing, facts, planned, rows_of, whole

CHANGED = (NEWEST, TIDES, COMET, BAMBOO, SALT)


@pytest.fixture
def synced(kept: Kept) -> Kept:
    carried_out(kept, NOTEBOOK)
    return kept


def note_id(kept: Kept, of: Annotation) -> int:
    return next((id for id in kept.col.find_notes(f'"{of.passage}"')), 0)


REFUSED: Mapping[str, Tuple[Annotation, str, str]] = {
    "to be added": (NEWEST, "insert on notes", "new.flds like '%octopus%'"),
    "to have a card": (
        NEWEST,
        "insert on cards",
        "(select flds from notes where id = new.nid) like '%octopus%'",
    ),
    "to be updated": (TIDES, "update on notes", "new.id = {id}"),
    "to wake": (BAMBOO, "update on cards", "new.nid = {id}"),
    "to be tagged": (SALT, "update on notes", "new.id = {id}"),
    "to be deleted": (SALT, "delete on notes", "old.id = {id}"),
}
"""What the collection itself refuses to do to one note: who it is, and the trigger's words."""


@pytest.mark.parametrize("what", REFUSED)
def test_what_anki_refuses_of_one_note_is_told_and_all_others_are_written(
    what: str, synced: Kept
) -> None:
    of, rows, when = REFUSED[what]
    options = {"gone": "delete_unreviewed"} if what == "to be deleted" else {}
    id = note_id(synced, of)
    before, everything = rows_of(synced, id), whole(synced.learner)
    assert synced.col.db
    synced.col.db.execute(
        f"create temp trigger no before {rows} when {when.format(id=id)}"
        " begin select raise(abort, 'this \"one\" is locked'); end"
    )

    plan, done = carried_out(synced, LATER, **options)

    assert rows_of(synced, note_id(synced, of)) == before
    assert sum(done.counts()[name] for name in ("add", "update", "gone")) == len(CHANGED) - 1
    for one in CHANGED:
        if one is not of and one is not SALT:
            assert synced.learner.note(one)["Prompt"]
    assert bool(synced.col.find_notes(f"tag:{GONE}")) == (of is not SALT)
    (problem,) = [one for account in plan.report.accounts for one in account.problems]
    assert (problem.stage, bool(problem.raw)) == ("refused", True)
    assert problem.error == f'this "one" is locked; trigger no on {rows.split()[-1]}'
    assert f"({problem.error}), so nothing of it was written; look" in problem.what
    assert problem.where.startswith("line " if of is not SALT else "Salt ")
    assert plan.report.failed
    # One step, which takes all back; and another sync does all of it.
    assert synced.col.undo_status().undo == UNDO_NAME
    synced.col.undo()
    synced.col.db.execute("drop trigger no")
    assert [name for name in differing(everything, whole(synced.learner)) if name != "col"] == []
    assert not carried_out(synced, LATER, **options)[0].report.failed
    assert not planned(synced, LATER).changes_anything
    synced.learner.assert_sound()


def failing(make: Callable[..., Any], only: str) -> Callable[..., Any]:
    """`make`, which fails at whatever holds the text `only`."""

    def fails(*arguments: Any, **named: Any) -> Any:
        if only in str([getattr(one, "_fields", one) for one in arguments]) + str(arguments):
            raise ZeroDivisionError("of this one")
        return make(*arguments, **named)

    return fails


BROKEN: Mapping[str, Tuple[Any, str, str]] = {
    "reading it": (present, "PresentNote", "comparing"),
    "merging it": (planning, "merge", "comparing"),
    "telling which it is": (pairing, "match", "comparing"),
    "updating it": (applying, "field_of", "writing"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_we_fail_at_of_one_note_is_told_and_all_others_are_written(
    what: str, synced: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name, stage = BROKEN[what]
    id = note_id(synced, TIDES)
    before = rows_of(synced, id)
    with monkeypatch.context() as patched:
        only = synced.learner.note(TIDES).guid if name == "field_of" else "two tidal bulges"
        patched.setattr(owner, name, failing(getattr(owner, name), only))
        plan, done = carried_out(synced, LATER)

    assert rows_of(synced, id) == before
    assert (len(done.add), len(done.update)) == (1, 2)
    (problem,) = plan.report.accounts[0].problems
    assert problem.stage == stage
    assert problem.where.startswith("line ")
    assert "ZeroDivisionError: of this one" in problem.error
    assert len(plan.report.accounts) == 1
    account = plan.report.accounts[0]
    assert (account.found, account.made, account.lost) == (len(LATER), len(LATER) - 1, 1)
    if stage == "comparing":
        assert "was read in part only" in plan.why_not_gone()
        assert done.gone == ()
    plan, done = carried_out(synced, LATER)
    assert not plan.report.failed
    assert len(done.update) == 1


def test_of_new_notes_one_that_we_fail_at_is_left_out(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tides,) = [one.guid for one in kept.wanted(NOTEBOOK).notes if "bulges" in one.fields[2]]
    with monkeypatch.context() as patched:
        patched.setattr(database, "field_of", failing(field_of, tides))
        plan, done = carried_out(kept, NOTEBOOK)
    assert len(done.add) == len(kept.learner.notes()) == len(NOTEBOOK) - 1
    assert [one.stage for one in plan.report.accounts[0].problems] == ["writing"]
    assert kept.col.undo_status().undo == UNDO_NAME
    plan, done = carried_out(kept, NOTEBOOK)
    assert (len(done.add), plan.report.failed) == (1, False)
    kept.learner.assert_sound()


def test_twins_that_cannot_be_joined_stay_two_and_all_others_go_on(
    synced: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin(synced, TIDES)
    before = [rows_of(synced, id) for id in synced.col.find_notes('"two tidal bulges"')]
    assert len(before) == 2
    with monkeypatch.context() as patched:
        patched.setattr(twins, "field_of", failing(field_of, ""))
        plan, done = carried_out(synced, LATER)
    assert [rows_of(synced, id) for id in synced.col.find_notes('"two tidal bulges"')] == before
    assert (len(done.twins), len(done.add), len(done.update)) == (0, 1, 2)
    assert [one.stage for one in plan.report.accounts[0].problems] == ["writing"]
    assert len(carried_out(synced, LATER)[1].twins) == 1
    synced.learner.assert_sound()


def twin(kept: Kept, of: Annotation) -> None:
    """Bring the note of `of` once more, as a device does that has not met this one."""
    assert kept.col.db
    (note,) = kept.col.db.all("select * from notes where id = ?", kept.learner.note(of).id)
    (its,) = kept.col.db.all("select * from cards where nid = ?", note[0])
    for table, row in (
        ("notes", [note[0] + 1, *note[1:]]),
        ("cards", [its[0] + 1, note[0] + 1, *its[2:]]),
    ):
        kept.col.db.execute(f"insert into {table} values ({','.join('?' * len(row))})", *row)


def test_where_none_can_be_written_nothing_is(kept: Kept) -> None:
    carried_out(kept, NOTEBOOK)
    before = whole(kept.learner)
    assert kept.col.db
    kept.col.db.execute(
        "create temp trigger no before insert on notes begin select raise(abort, 'none'); end"
    )
    with pytest.raises(CollectionError, match=r"\(none; trigger no on notes\), so nothing"):
        carried_out(kept, [*facts(12), *LATER])
    kept.col.db.execute("drop trigger no")
    assert [name for name in differing(before, whole(kept.learner)) if name != "col"] == []
    assert len(carried_out(kept, [*facts(12), *LATER])[1].add) == 13
    kept.learner.assert_sound()


RULES = {
    "a function that is missing": "select hats(new.id)",
    "a table that is missing": "insert into hats values (1)",
    "nothing said": "select raise(ignore)",
    "all taken back": "select raise(rollback, 'no')",
}


@pytest.mark.parametrize("what", RULES)
def test_whatever_a_rule_of_others_does_is_told_and_nothing_is_half_written(
    what: str, synced: Kept
) -> None:
    before = whole(synced.learner)
    assert synced.col.db
    synced.col.db.execute(
        f"create temp trigger theirs before insert on notes begin {RULES[what]}; end"
    )
    plan, done = carried_out(synced, [*NOTEBOOK, NEWEST])
    assert not done.changes_anything
    (problem,) = plan.report.accounts[0].problems
    assert problem.stage == "refused"
    assert "trigger theirs on notes" in problem.what
    assert "{" not in problem.what
    synced.col.db.execute("drop trigger theirs")
    assert [name for name in differing(before, whole(synced.learner)) if name != "col"] == []
    assert len(carried_out(synced, [*NOTEBOOK, NEWEST])[1].add) == 1
    synced.learner.assert_sound()
