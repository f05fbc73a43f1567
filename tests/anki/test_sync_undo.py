"""One undo step, and one transaction: all of a sync or nothing of it (docs/sync-contract.md)."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import Any, Callable, Iterator, List, Tuple

import pytest
from anki.decks import DeckId
from anki.errors import AnkiException
from annoki.errors import CollectionError
from annoki.notetype import CSS
from annoki.sync.collection_plan import UNDO_NAME
from annoki.targets.apkg import archive
from annoki.targets.collection import apply as collection
from annoki.targets.collection import note_type
from annoki.targets.collection.trouble import reason_of
from real_anki import BAMBOO, BARE, NEWEST, NOTEBOOK, SALT, TIDES, Annotation, Tables, card
from syncing import Kept, differing, whole

OLD_CSS = "/* 旧的 old */ .annoki { color: teal }"
BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
ANSWERED = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))
ASKED = Annotation("Glaciers flow downhill. 冰川会流动。", "冰川为什么是蓝的？", month="Dec 2024")
# New, new and asleep, changed, answered, gone (SALT, never reviewed; and one that was).
LATER = [NEWEST, ASKED, BETTER, *NOTEBOOK[2:4], ANSWERED, *NOTEBOOK[6:]]


class Failure(Exception):
    """What a disk, a signal or Anki may throw at any time."""


@pytest.fixture
def studied(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Synced once by an older version, studied, and about to be synced with LATER."""
    kept.sync(NOTEBOOK)
    notetype = kept.notetype()
    notetype["css"] = OLD_CSS
    kept.col.models.update_dict(notetype)
    monkeypatch.setattr(note_type, "SHIPPED", frozenset({note_type.text_hash(OLD_CSS)}))
    kept.learner.study("Annoki::Cards")
    kept.learner.tag(kept.learner.note(TIDES), "期末考试")
    kept.learner.edit(kept.learner.note(BARE), My_notes="我的")
    kept.col.set_user_flag_for_cards(2, [kept.learner.card(TIDES).id])
    return kept


def later(kept: Kept) -> Callable[[], None]:
    """A second sync that writes all that a sync can write."""
    options: Any = {"gone": "delete_unreviewed", "decks": {"cards": "新的::Cards"}}
    plan = kept.plan(LATER, **options)
    assert all((plan.add, plan.update, plan.gone))
    assert any(note.suspended for note in plan.add)
    assert any(update.wake for update in plan.update)
    return lambda: void(kept.apply(plan, "delete_unreviewed"))


def first(kept: Kept) -> Callable[[], None]:
    """A first sync, which brings the note type and the decks."""
    plan = kept.plan(NOTEBOOK)
    return lambda: void(kept.apply(plan))


def void(_: object) -> None:
    pass


def test_the_second_sync_of_these_tests_writes_all_that_there_is_to_write(studied: Kept) -> None:
    later(studied)()

    assert studied.learner.note(NEWEST)
    assert studied.learner.is_suspended(ASKED)
    assert not studied.learner.is_suspended(BAMBOO)
    assert studied.notetype()["css"] == CSS
    assert not studied.col.find_notes(f'"{SALT.passage}"')
    assert len(studied.col.find_notes("tag:annoki::gone")) == 1


@pytest.mark.parametrize("act", [first, later])
def test_one_undo_brings_everything_back_exactly_and_redo_brings_it_again(
    act: Callable[[Kept], Callable[[], None]], request: pytest.FixtureRequest
) -> None:
    one: Kept = request.getfixturevalue("kept" if act is first else "studied")
    sync = act(one)
    before = whole(one.learner)

    sync()
    after = whole(one.learner)
    assert one.col.undo_status().undo == UNDO_NAME
    one.col.undo()

    assert differing(before, whole(one.learner)) == []
    assert one.col.undo_status().redo == UNDO_NAME
    one.col.redo()
    assert differing(after, whole(one.learner)) == []
    one.col.undo()
    assert differing(before, whole(one.learner)) == []


def test_undo_takes_new_decks_and_the_note_type_away(kept: Kept) -> None:
    decks = [deck.name for deck in kept.col.decks.all_names_and_ids()]
    types = [one.name for one in kept.col.models.all_names_and_ids()]
    kept.sync(NOTEBOOK)

    kept.col.undo()

    assert [deck.name for deck in kept.col.decks.all_names_and_ids()] == decks
    assert [one.name for one in kept.col.models.all_names_and_ids()] == types
    assert kept.col.find_notes("") == []


def test_a_sync_after_an_undo_does_it_all_again(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.col.undo()

    assert len(kept.sync(NOTEBOOK).add) == len(NOTEBOOK)

    assert len(kept.learner.notes()) == len(NOTEBOOK)
    assert not kept.sync(NOTEBOOK).changes_anything
    kept.learner.assert_sound()


def test_what_the_learner_did_before_the_sync_can_be_undone_after_it(studied: Kept) -> None:
    studied.col.set_user_flag_for_cards(1, [studied.learner.card(BARE).id])
    undo = studied.col.undo_status().undo
    later(studied)()
    studied.col.undo()

    assert studied.col.undo_status().undo == undo
    studied.col.undo()
    assert studied.learner.card(BARE).user_flag() == 0


def test_anki_is_told_what_changed(kept: Kept) -> None:
    """A `CollectionOp` returns it, so that open windows are drawn again."""
    kept.sync(NOTEBOOK)
    changes = kept.applied.changes
    assert changes.note
    assert changes.card
    assert changes.deck
    assert changes.notetype
    assert changes.tag
    assert changes.study_queues
    assert changes.browser_table

    kept.sync(NOTEBOOK)
    nothing = kept.applied.changes
    assert not (nothing.note)
    assert not (nothing.card)
    assert not (nothing.deck)
    assert not (nothing.study_queues)


WRITES = [
    "import_anki_package",
    "remove_config",
    "set_config",
    "remove_notes",
    "models.update_dict",
    "update_notes",
    "sched.unsuspend_cards",
    "tags.bulk_add",
    "merge_undo_entries",
]


def break_write(kept: Kept, write: str, when: str, monkeypatch: pytest.MonkeyPatch) -> List[str]:
    """Make `write` raise once, before or after it really wrote; what has been called."""
    owner: Any = kept.col
    *path, name = write.split(".")
    for part in path:
        owner = getattr(owner, part)
    real = getattr(owner, name)
    called: List[str] = []

    def broken(*args: Any, **kwargs: Any) -> Any:
        if called:
            return real(*args, **kwargs)
        called.append(name)
        if when == "after":
            real(*args, **kwargs)
        raise Failure(f"{when} {write}")

    monkeypatch.setattr(owner, name, broken)
    return called


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("write", WRITES)
def test_an_exception_at_any_write_leaves_the_collection_as_it_was(
    write: str, when: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    one: Kept = request.getfixturevalue("studied")
    sync = later(one)
    before = whole(one.learner)
    with monkeypatch.context() as broken:
        called = break_write(one, write, when, broken)
        with pytest.raises(Failure):
            sync()
    assert called

    assert differing(before, whole(one.learner)) == []
    sync()
    assert differing(before, whole(one.learner))
    one.learner.assert_sound()


ENDS = ({"kind": "commit"}, {"kind": "rollback"})


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[[Kept, int, str], List[int]]:
    """Makes the nth command that Anki's backend is given raise, before or after it is run."""

    def fail_at(kept: Kept, nth: int, when: str) -> List[int]:
        seen: List[int] = []
        for name in ("_run_command", "_db_command"):
            real = getattr(kept.col._backend, name)

            def broken(*args: Any, real: Any = real) -> Any:
                if args[0] in ENDS:
                    # A transaction that was ended has been ended.
                    return real(*args)
                seen.append(len(seen))
                if len(seen) != nth:
                    return real(*args)
                if when == "after":
                    # That there is no such note type yet is an answer as well.
                    with suppress(Exception):
                        real(*args)
                raise Failure(f"{when} command {nth}")

            monkeypatch.setattr(kept.col._backend, name, broken)
        return seen

    return fail_at


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("act", [first, later])
def test_an_exception_at_any_command_whatever_leaves_the_collection_as_it_was(
    act: Callable[[Kept], Callable[[], None]],
    when: str,
    command: Callable[[Kept, int, str], List[int]],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one: Kept = request.getfixturevalue("kept" if act is first else "studied")
    sync = act(one)
    before = whole(one.learner)
    left_over: List[Tuple[int, List[str]]] = []
    for nth in _until_done(sync, lambda nth: command(one, nth, when), monkeypatch):
        changed = differing(before, whole(one.learner))
        if changed:
            left_over.append((nth, changed))
            break
    assert left_over == []
    assert differing(before, whole(one.learner)), "in the end it was done"


def _until_done(
    sync: Callable[[], None],
    fail_at: Callable[[int], List[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[int]:
    """Sync with each command failing in turn; each number at which it did."""
    for nth in range(1, 500):
        seen = fail_at(nth)
        try:
            sync()
            failed = False
        except Failure:
            failed = True
        finally:
            monkeypatch.undo()
        if not failed and len(seen) < nth:
            assert nth > 5
            return
        assert failed, f"command {nth} failed, and nobody heard of it"
        yield nth


FIRST_ROWS = (
    *(f"insert on {name}" for name in ("notes", "cards", "decks", "tags", "notetypes", "config")),
    "insert on templates",
)
LATER_ROWS = (
    *(f"insert on {name}" for name in ("notes", "cards", "decks", "tags", "templates", "graves")),
    *("update on notes", "update on cards", "delete on notes", "delete on cards"),
)


@pytest.mark.parametrize("act", [first, later])
def test_a_full_disk_leaves_the_collection_as_it_was(
    act: Callable[[Kept], Callable[[], None]], request: pytest.FixtureRequest
) -> None:
    """Anki then takes back its own step, and forgets how to undo the others."""
    one: Kept = request.getfixturevalue("kept" if act is first else "studied")
    one.col.optimize()  # no room is left inside the file
    sync = act(one)
    assert one.col.db
    before = whole(one.learner)
    told: List[str] = []
    pages = one.col.db.scalar("pragma page_count")
    for more in range(200):
        one.col.db.execute(f"pragma max_page_count = {pages + more}")
        try:
            sync()
        except (AnkiException, CollectionError) as error:
            told.append(reason_of(error))
        else:
            break
        finally:
            one.col.db.execute("pragma max_page_count = 1073741823")
        assert differing(before, whole(one.learner)) == []
    else:
        pytest.fail("the disk never had room enough")
    assert set(told) == {"the disk is full; make room and try again"}
    one.learner.assert_sound()


@pytest.mark.parametrize(
    ("act", "rows"),
    [*((first, rows) for rows in FIRST_ROWS), *((later, rows) for rows in LATER_ROWS)],
)
def test_what_the_database_refuses_is_not_written_by_half(
    act: Callable[[Kept], Callable[[], None]], rows: str, request: pytest.FixtureRequest
) -> None:
    """Rows of one kind, whosever: all of the sync fails, or each note of which they are."""
    one: Kept = request.getfixturevalue("kept" if act is first else "studied")
    sync = act(one)
    assert one.col.db
    before = whole(one.learner)
    one.col.db.execute(
        f"create temp trigger no after {rows} begin select raise(abort, 'not today'); end"
    )
    try:
        sync()
        assert one.applied.failed
    except (AnkiException, CollectionError):
        # The collection's own mod time tells of the trigger.
        assert [name for name in differing(before, whole(one.learner)) if name != "col"] == []
    one.col.db.execute("drop trigger no")
    one.learner.assert_sound()

    later_options: Any = {"gone": "delete_unreviewed", "decks": {"cards": "新的::Cards"}}
    page, options = (NOTEBOOK, {}) if act is first else (LATER, later_options)
    one.sync(page, **options)
    assert not one.sync(page, **options).changes_anything
    one.learner.assert_sound()


def test_a_failed_first_sync_can_be_tried_again(kept: Kept) -> None:
    plan = kept.plan(NOTEBOOK)
    with pytest.MonkeyPatch.context() as broken:
        break_write(kept, "import_anki_package", "after", broken)
        with pytest.raises(Failure):
            kept.apply(plan)

    assert len(kept.sync(NOTEBOOK).add) == len(NOTEBOOK)
    assert not kept.sync(NOTEBOOK).changes_anything
    kept.learner.assert_sound()


def test_a_failed_upgrade_of_the_style_is_not_forgotten(
    studied: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anki hands out note types that it keeps in memory."""
    sync = later(studied)
    with monkeypatch.context() as broken:
        break_write(studied, "models.update_dict", "before", broken)
        with pytest.raises(Failure):
            sync()

    assert studied.notetype()["css"] == OLD_CSS
    sync()
    studied.col.models._clear_cache()
    assert studied.notetype()["css"] == CSS


def test_what_failed_half_way_cannot_be_redone_by_half(studied: Kept) -> None:
    """Edit > Redo right after the error must not bring the half that was taken back."""
    before = whole(studied.learner)
    with pytest.MonkeyPatch.context() as broken:
        sync = later(studied)
        break_write(studied, "tags.bulk_add", "before", broken)
        with pytest.raises(Failure):
            sync()

    if studied.col.undo_status().redo:
        studied.col.redo()

    assert differing(before, whole(studied.learner)) == []


def test_a_failure_leaves_nothing_of_ours_to_undo(studied: Kept) -> None:
    """What the learner did before may be undone as before; Anki may have forgotten it as well."""
    studied.col.set_user_flag_for_cards(1, [studied.learner.card(BARE).id])
    undo = studied.col.undo_status().undo
    sync = later(studied)
    with pytest.MonkeyPatch.context() as broken:
        break_write(studied, "update_notes", "before", broken)
        with pytest.raises(Failure):
            sync()

    assert studied.col.undo_status().undo in (undo, "")
    if studied.col.undo_status().undo:
        studied.col.undo()
        assert studied.learner.card(BARE).user_flag() == 0


def test_an_exception_while_the_package_is_made_leaves_no_trace(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole(kept.learner)
    undo = kept.col.undo_status().undo

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive, "zipped", no_room)
    with pytest.raises(OSError, match="space"):
        collection.apply(kept.col, kept.plan(NOTEBOOK))

    assert differing(before, whole(kept.learner)) == []
    assert kept.col.undo_status().undo == undo


def test_a_note_deleted_between_planning_and_writing_spoils_nothing(studied: Kept) -> None:
    sync = later(studied)
    studied.col.remove_notes([studied.learner.note(TIDES).id])
    before: Tables = whole(studied.learner)

    try:
        sync()
    except Exception:
        assert differing(before, whole(studied.learner)) == []
    else:
        assert studied.learner.note(NEWEST)


@pytest.mark.parametrize("name", ["Annoki", "Annoki::Cards"])
def test_a_filtered_deck_in_the_way_is_said_and_leaves_the_collection_as_it_was(
    kept: Kept, name: str
) -> None:
    """It can hold no new cards, and no decks: Anki would call ours otherwise, without a word."""
    filtered = kept.col.sched.get_or_create_filtered_deck(DeckId(0))
    filtered.name = name
    filtered.allow_empty = True
    kept.col.sched.add_or_update_filtered_deck(filtered)
    before = whole(kept.learner)
    wanted = kept.wanted(NOTEBOOK)

    with pytest.raises(CollectionError, match=f"'{name}' is a filtered deck"):
        kept.sync_notes(wanted.notes, wanted.answers)

    assert differing(before, whole(kept.learner)) == []
