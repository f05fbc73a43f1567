"""Syncs and AnkiWeb: never a full sync, and the other device sees it all. The server is Anki's."""

from __future__ import annotations

from typing import Any, Dict, List, Set, Tuple

import pytest
import test_anki_sync
from anki.sync import SyncOutput
from annoki.notetype import CSS, NOTE_TYPE
from annoki.targets.collection import note_type
from real_anki import BAMBOO, COMET, EULER, NEWEST, NOTEBOOK, SALT, TIDES, Desk, card, plain
from syncing import Kept, differing, own_types, whole
from test_anki_sync import Synced, begin

from tests.planning import counted

server = test_anki_sync.server
devices = test_anki_sync.devices

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
ANSWERED = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))
UPDATED = [NEWEST, BETTER, *NOTEBOOK[1:5], ANSWERED, *NOTEBOOK[6:]]
OLD_CSS = "/* 旧的 old */"

Both = Tuple[Kept, Synced, Synced]


@pytest.fixture
def both(desk: Desk, devices: Tuple[Synced, Synced]) -> Both:
    """A desktop with Annoki and a phone, of one account, after their first full syncs."""
    desktop, phone = devices
    begin(desktop, phone)
    return Kept(desk, desktop.learner), desktop, phone


def travel(*devices: Synced) -> None:
    for device in devices:
        assert not device.learner.col.schema_changed()
        assert device.sync() == SyncOutput.NO_CHANGES, "a normal sync does it all"


MET = {
    "notes": "id, guid, mid, mod, tags, flds",
    "cards": "id, nid, did, ord, mod, type, queue, due, ivl, reps, flags",
    "revlog": "id, cid, ease",
    # Of two decks of one name Anki calls the one that arrives otherwise, on each device another.
    "decks": "id",
    "notetypes": "id, name",
}


def met(kept: Kept) -> Dict[str, List[Any]]:
    """What devices that have met share, row by row."""
    assert kept.col.db
    return {
        table: kept.col.db.all(f"select {columns} from {table} order by id")
        for table, columns in MET.items()
    }


def test_no_sync_ever_changes_the_schema(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first sync with AnkiWeb, that is; ours may come first or last."""
    kept, desktop, phone = both
    pages = (NOTEBOOK, UPDATED, NOTEBOOK[1:], NOTEBOOK)
    for n, page in enumerate(pages):
        kept.sync(page, reverse_separator=n > 0, decks={"cards": f"牌组 {n}"}, gone="suspend")
        travel(desktop, phone)
    notetype = kept.notetype()
    notetype["css"] = OLD_CSS
    kept.col.models.update_dict(notetype)
    monkeypatch.setattr(note_type, "SHIPPED", frozenset({note_type.text_hash(OLD_CSS)}))
    kept.sync(NOTEBOOK, reverse_separator=True)
    travel(desktop, phone)

    for device in (desktop, phone):
        found: Any = device.learner.col.models.by_name(NOTE_TYPE)
        assert found["css"] == CSS
        assert own_types(device.learner) == [NOTE_TYPE]
        device.learner.assert_sound()


def test_what_is_synced_arrives_and_reviews_come_back(both: Both) -> None:
    kept, desktop, phone = both
    kept.sync(NOTEBOOK)
    travel(desktop, phone)
    assert len(phone.learner.notes()) == 1 + len(NOTEBOOK)

    phone.learner.study("Annoki::Cards")
    reviews = phone.learner.tables(["revlog"])["revlog"]
    assert reviews
    phone.learner.edit(phone.learner.note(SALT), ago=-1, My_notes="冬天试试")
    kept.sync(UPDATED)
    travel(phone, desktop, phone)

    for device in (desktop, phone):
        learner = device.learner
        assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])
        assert learner.card(TIDES).reps == 1
        assert not learner.is_suspended(BAMBOO)
        assert learner.note(SALT)["My notes"] == "冬天试试"
        assert len(learner.tables(["revlog"])["revlog"]) == len(reviews)
        learner.assert_sound()


def test_nothing_changed_leaves_ankiweb_nothing_to_send(both: Both) -> None:
    kept, desktop, phone = both
    kept.sync(NOTEBOOK)
    travel(desktop, phone)

    kept.sync(NOTEBOOK)

    status = desktop.learner.col.sync_status(desktop.auth)
    assert status.required == status.NO_CHANGES


def test_an_edit_on_the_phone_is_a_conflict_on_the_desktop(both: Both) -> None:
    kept, desktop, phone = both
    kept.sync(NOTEBOOK)
    travel(desktop, phone)
    phone.learner.edit(phone.learner.note(TIDES), ago=-1, Answer="我自己的说法")
    travel(phone, desktop)

    plan = kept.sync(UPDATED)
    travel(desktop, phone)

    assert [one.field for one in plan.conflicts] == ["Answer"]
    for device in (desktop, phone):
        assert device.learner.note(TIDES)["Answer"] == "我自己的说法"


def test_the_second_desktop_finds_the_work_done(both: Both, desk: Desk) -> None:
    kept, desktop, other = both
    kept.sync(NOTEBOOK)
    travel(desktop, other)
    second = Kept(desk, other.learner)
    before = whole(other.learner)

    plan = second.sync(NOTEBOOK)

    assert plan.counts() == counted(unchanged=8)
    assert differing(before, whole(other.learner)) == []


def test_an_undone_sync_leaves_the_account_as_it_was(both: Both) -> None:
    kept, desktop, phone = both
    kept.sync(NOTEBOOK)
    kept.col.undo()
    travel(desktop, phone)

    assert len(phone.learner.notes()) == 1
    kept.sync(NOTEBOOK)
    travel(desktop, phone)
    assert len(phone.learner.notes()) == 1 + len(NOTEBOOK)


def test_two_desktops_that_met_late_have_one_note_each(both: Both, desk: Desk) -> None:
    """Both synced before they met: the notes have the same ids, so Anki sees that they are one."""
    kept, desktop, other = both
    second = Kept(desk, other.learner)
    for one, page in ((kept, NOTEBOOK), (second, UPDATED[:1] + UPDATED[3:])):
        one.sync(page, reverse_separator=True)
    kept.learner.study("Annoki::Cards")
    reviews = len(kept.learner.tables(["revlog"])["revlog"])
    kept.learner.edit(kept.learner.note(SALT), ago=-1, My_notes="冬天试试")
    for device in (desktop, other, desktop):
        assert device.sync() == SyncOutput.NO_CHANGES

    for one in (kept, second):
        assert len(one.learner.notes()) == 1 + len(NOTEBOOK) + 1
        assert len(one.learner.tables(["revlog"])["revlog"]) == reviews > 0
        assert one.learner.card(TIDES).reps == 1
        assert len(one.learner.note(EULER).cards()) == 2
        assert one.learner.note(SALT)["My notes"] == "冬天试试"
        assert not one.sync(UPDATED, reverse_separator=True).add
    for device in (desktop, other, desktop):
        assert device.sync() == SyncOutput.NO_CHANGES
    assert met(kept) == met(second)
    for device in (desktop, other):
        device.learner.assert_sound()


def test_what_was_deleted_on_one_device_stays_deleted_on_the_other(both: Both, desk: Desk) -> None:
    kept, desktop, other = both
    kept.sync(NOTEBOOK)
    travel(desktop, other)
    other.learner.col.remove_notes([other.learner.note(TIDES).id])
    travel(other, desktop)

    for one in (kept, Kept(desk, other.learner)):
        plan = one.sync(NOTEBOOK)
        assert [note.guid for note in plan.deleted] == [kept.wanted([TIDES]).notes[0].guid]
        assert not plan.changes_anything


def test_deleted_and_restored_again_and_again_never_asks_for_a_full_sync(both: Both) -> None:
    kept, desktop, phone = both
    kept.sync(NOTEBOOK)
    travel(desktop, phone)
    ids: Set[int] = set()
    for device in (phone, desktop, phone):
        note_id = device.learner.note(TIDES).id
        ids.add(note_id)
        device.learner.col.remove_notes([note_id])
        travel(device, phone, desktop, phone)
        assert len(kept.sync(NOTEBOOK).deleted) == 1
        plan = kept.plan(NOTEBOOK, restore=True)
        assert len(plan.add) == 1
        kept.apply(plan)
        travel(desktop, phone)
    assert len(ids) == 3
    for device in (desktop, phone):
        assert device.learner.note(TIDES)
        device.learner.assert_sound()


def test_a_package_deleted_and_imported_again_and_again_never_asks_for_a_full_sync(
    both: Both, desk: Desk
) -> None:
    _, desktop, phone = both
    for _ in range(3):
        desktop.learner.import_package(desk.export(NOTEBOOK))
        travel(desktop, phone)
        for device in (desktop, phone):
            assert len(device.learner.notes()) == 1 + len(NOTEBOOK)
            device.learner.assert_sound()
        phone.learner.col.remove_notes([phone.learner.note(TIDES).id])
        travel(phone, desktop)


def test_what_was_deleted_is_known_after_a_full_upload(both: Both) -> None:
    """Anki then forgets what it knew of deletions; a sync that wrote something has not."""
    kept, desktop, _ = both
    kept.sync(NOTEBOOK)
    kept.col.remove_notes([kept.learner.note(TIDES).id])
    kept.sync([NEWEST, *NOTEBOOK])

    kept.col.mod_schema(check=False)
    desktop.full_sync(upload=True)
    assert kept.col.db
    assert kept.col.db.scalar("select count() from graves") == 0

    plan = kept.sync([NEWEST, *NOTEBOOK])
    assert (len(plan.add), len(plan.deleted)) == (0, 1)


def test_packages_that_place_a_card_otherwise_leave_devices_of_one_mind(
    both: Both, desk: Desk
) -> None:
    _, desktop, phone = both
    desktop.learner.import_package(desk.export([*NOTEBOOK[:3], *NOTEBOOK[4:]], to="one.apkg"))
    phone.learner.import_package(desk.export(NOTEBOOK, to="other.apkg"))
    travel(desktop, phone, desktop)

    # In which deck each lies is another matter: each device made its own.
    places = [
        device.learner.col.db.all("select id, mod, due from cards order by id")  # type: ignore[union-attr]
        for device in (desktop, phone)
    ]
    assert places[0] == places[1]


def test_decks_and_flags_set_on_the_phone_stay(both: Both) -> None:
    kept, desktop, phone = both
    kept.sync(NOTEBOOK)
    travel(desktop, phone)
    own = phone.learner.col.decks.id("自己的")
    assert own
    phone.learner.col.set_deck([phone.learner.card(EULER).id], own)
    phone.learner.col.set_user_flag_for_cards(4, [phone.learner.card(COMET).id])
    travel(phone, desktop)

    kept.sync(UPDATED)
    travel(desktop, phone)

    for device in (desktop, phone):
        assert device.learner.deck_of(device.learner.card(EULER)) == "自己的"
        assert device.learner.card(COMET).user_flag() == 4


def decks_of(device: Synced) -> Dict[str, int]:
    """Deck → how many cards it holds, where it holds any."""
    col = device.learner.col
    assert col.db
    rows = col.db.all("select did, count() from cards group by did")
    return {col.decks.name(did): count for did, count in rows}


def test_decks_that_two_desktops_made_before_they_met_become_one(both: Both, desk: Desk) -> None:
    kept, desktop, phone = both
    other = Kept(desk, phone.learner)
    made = kept.sync(NOTEBOOK)
    wanted = {**decks_of(desktop), "Default": 1}
    other.sync(NOTEBOOK)
    own: Any = phone.learner.col.decks.id("Annoki::Passages++")
    basic = phone.learner.col.new_note(phone.learner.col.models.by_name("Basic") or {})
    basic["Front"] = "自己的卡片"
    phone.learner.col.add_note(basic, own)
    travel(desktop, phone, desktop)
    named = {kept: decks_of(desktop), other: decks_of(phone)}
    (settled,) = (one for one, decks in named.items() if "Annoki::Cards+" in decks)
    before = whole(settled.learner)

    plan = settled.sync(NOTEBOOK)

    assert (len(made.add), plan.counts()) == (8, counted(unchanged=8))
    assert "= 2 decks become one: Annoki::Cards" in plan.lines()
    settled.col.undo()
    assert not {"cards", "decks"}.intersection(differing(before, whole(settled.learner)))
    settled.col.redo()
    travel(desktop, phone, desktop, phone)
    for one, device in ((kept, desktop), (other, phone)):
        assert not one.sync(NOTEBOOK).changes_anything
        assert decks_of(device) == {**wanted, "Annoki::Passages++": 1}
