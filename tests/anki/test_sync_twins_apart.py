"""Devices that join the same twins before they meet cost neither a review nor the note."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, List, Tuple

import pytest
import test_anki_sync
import test_sync_devices
from anki.consts import QUEUE_TYPE_SUSPENDED
from annoki.sync.details import TWIN
from real_anki import BAMBOO, NOTEBOOK, TIDES, Desk, card
from syncing import Kept
from test_anki_sync import Synced
from test_sync_devices import Both, met, travel
from test_sync_twins import of_guid, study, twin

from tests.planning import note

server = test_anki_sync.server
devices = test_anki_sync.devices
both = test_sync_devices.both

Apart = Tuple[Kept, Kept, Tuple[Synced, Synced]]

BETTER = (TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊")), *NOTEBOOK[1:])


@pytest.fixture
def apart(both: Both, desk: Desk) -> Apart:
    """Two desktops that hold the same twins."""
    kept, desktop, other = both
    kept.sync(NOTEBOOK)
    twin(kept, TIDES)
    ago(kept, 1000)
    travel(desktop, other)
    return kept, Kept(desk, other.learner), (desktop, other)


def twins(kept: Kept, of: Any) -> List[Any]:
    (wanted,) = kept.wanted([of]).notes
    return of_guid(kept, wanted.guid)


def ago(kept: Kept, seconds: int) -> None:
    """What was written here since the devices met was written so long ago, and cards were set aside
    then. Of two versions of one second Anki keeps both."""
    assert kept.col.db
    said = "json_extract(json_extract(data, '$.cd'), '$.annoki')"
    kept.col.db.execute(
        f"update cards set data = replace(data, {said}, {said} - ?)"
        " where usn = -1 and data like '%annoki%'",
        seconds,
    )
    for table in ("notes", "cards"):
        kept.col.db.execute(f"update {table} set mod = mod - ? where usn = -1", seconds)


def state(kept: Kept, note: Any) -> Tuple[bool, bool]:
    """(whether it is set aside, whether its cards sleep)."""
    there = kept.col.get_note(note.id)
    return TWIN in there.tags, all(one.queue == QUEUE_TYPE_SUSPENDED for one in there.cards())


ASIDE, AWAKE = (True, True), (False, False)


@pytest.mark.parametrize("last", [0, 1], ids=["the one", "the other"])
@pytest.mark.parametrize("page", [NOTEBOOK, BETTER], ids=["the same", "mended"])
def test_the_reviewed_one_is_awake_whichever_each_device_chose(
    apart: Apart, last: int, page: Any
) -> None:
    kept, other, devices = apart
    first, second = twins(kept, TIDES)
    study(other, other.col.get_note(second.id))
    for one in (kept, other):
        one.sync(NOTEBOOK)
    assert (state(kept, first), state(kept, second)) == (AWAKE, ASIDE)
    assert (state(other, first), state(other, second)) == (ASIDE, AWAKE)
    for seconds, one in ((60, (kept, other)[last]), (120, (other, kept)[last])):
        ago(one, seconds)

    travel(*devices, devices[0])
    for one in (kept, other):
        one.sync(page)
        travel(*devices, devices[0])

    for one in (kept, other):
        assert (state(one, first), state(one, second)) == (ASIDE, AWAKE)
        assert len(one.learner.tables(["revlog"])["revlog"]) == 1
        assert not one.sync(page).changes_anything
        one.learner.assert_sound()
    assert met(kept) == met(other)


@pytest.mark.parametrize("ids", [(), ("hypothesis:a1",)], ids=["as before", "with an id"])
def test_one_that_was_set_aside_and_reviewed_elsewhere_meanwhile_is_back(
    apart: Apart, ids: Tuple[str, ...]
) -> None:
    kept, other, devices = apart
    first, second = twins(kept, TIDES)
    (told,) = kept.wanted([TIDES]).notes
    told = told._replace(memory=told.memory._replace(ids=ids))
    page = [told, *kept.wanted(NOTEBOOK[1:]).notes]
    kept.sync(NOTEBOOK)
    kept.learner.edit(kept.col.get_note(first.id), Answer="<p>我自己的说法</p>")
    study(other, other.col.get_note(second.id))
    ago(kept, 60)

    travel(*devices, devices[0])
    kept.sync_notes(page)

    assert (state(kept, first), state(kept, second)) == (ASIDE, AWAKE)
    assert kept.col.get_note(second.id)["Answer"] == "<p>我自己的说法</p>"
    assert not kept.plan_notes(page).changes_anything


@pytest.mark.parametrize("other_page", [False, True], ids=["the same", "mended"])
def test_one_that_was_set_aside_and_moved_elsewhere_meanwhile_sleeps_again(
    apart: Apart, other_page: bool
) -> None:
    kept, other, devices = apart
    first, second = twins(kept, TIDES)
    kept.sync(NOTEBOOK)
    study(kept, first)
    own = other.col.decks.id("自己的")
    assert own
    other.col.set_deck([one.id for one in other.col.get_note(second.id).cards()], own)
    ago(kept, 60)
    travel(*devices, devices[0])
    assert state(kept, second) == (True, False), "Anki keeps the later card"

    kept.sync(BETTER if other_page else NOTEBOOK)

    assert (state(kept, first), state(kept, second)) == (AWAKE, ASIDE)
    kept.col.sched.unsuspend_cards([one.id for one in kept.col.get_note(second.id).cards()])
    assert not kept.sync(BETTER if other_page else NOTEBOOK).changes_anything, "he woke it"
    assert state(kept, second) == (True, False)


def test_of_three_the_one_that_was_reviewed_elsewhere_is_back_at_once(apart: Apart) -> None:
    kept, other, devices = apart
    first, second = twins(kept, TIDES)
    kept.sync(NOTEBOOK)
    study(other, other.col.get_note(second.id))
    ago(kept, 60)
    travel(*devices, devices[0])
    third = kept.col.new_note(kept.notetype())
    third.guid, third.fields = first.guid, list(first.fields)
    kept.col.add_note(third, first.cards()[0].did)

    kept.sync(NOTEBOOK)

    assert [state(kept, one) for one in (first, second, third)] == [ASIDE, AWAKE, ASIDE]
    assert not kept.sync(NOTEBOOK).changes_anything


def test_what_sleeps_for_a_twin_wakes_though_its_deck_became_one_with_another(
    apart: Apart,
) -> None:
    kept, _, _ = apart
    first, second = twins(kept, TIDES)
    (one,) = second.cards()
    double = kept.col.decks.id("Annoki::Cards+")
    assert double
    assert kept.col.db
    kept.col.set_deck([one.id], double)
    kept.apply(replace(kept.plan(NOTEBOOK), decks=()))
    kept.col.db.execute(
        "update cards set mod = mod - 60, data = replace(data, ?, ?) where id = ?",
        *(str(marked(kept, one.id)), str(marked(kept, one.id) - 60), one.id),
    )
    assert kept.sync(NOTEBOOK).decks
    second.load()
    second.tags.remove(TWIN)  # as an old package brings it, imported with "always"
    kept.col.update_note(second)
    study(kept, first)
    kept.col.remove_notes([first.id])

    kept.sync(NOTEBOOK)

    assert state(kept, second) == AWAKE


def marked(kept: Kept, card_id: Any) -> int:
    """When the card was set aside."""
    said = json.loads(kept.col.get_card(card_id).custom_data)
    return int(said["annoki"])


def test_what_the_learner_suspended_stays_so_whatever_slept_for_a_twin(apart: Apart) -> None:
    kept, _, devices = apart
    first, second = twins(kept, TIDES)
    kept.col.sched.suspend_notes([first.id])
    study(kept, second)

    kept.sync(NOTEBOOK)
    assert (state(kept, first), state(kept, second)) == (ASIDE, AWAKE)
    kept.col.sched.suspend_notes([second.id])
    travel(*devices)

    assert not kept.sync(NOTEBOOK).changes_anything
    assert state(kept, second) == (False, True)


def test_a_question_that_waits_sleeps_on_whichever_each_device_chose(
    both: Both, desk: Desk
) -> None:
    kept, *devices = both
    kept.sync(NOTEBOOK)
    twin(kept, BAMBOO)
    travel(*devices)

    kept.sync(NOTEBOOK)

    first, second = twins(kept, BAMBOO)
    assert (state(kept, first), state(kept, second)) == ((False, True), ASIDE)
    assert not kept.sync(NOTEBOOK).changes_anything
    answered = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))
    kept.sync([answered if of is BAMBOO else of for of in NOTEBOOK])
    assert (state(kept, first), state(kept, second)) == (AWAKE, ASIDE)


def test_one_undo_takes_back_what_was_set_aside(apart: Apart) -> None:
    kept, _, _ = apart
    before = met(kept)
    data = kept.col.db.all("select id, data from cards order by id")  # type: ignore[union-attr]

    kept.sync(NOTEBOOK)
    assert met(kept) != before
    kept.col.undo()

    assert met(kept) == before
    assert kept.col.db.all("select id, data from cards order by id") == data  # type: ignore[union-attr]


def test_what_was_set_aside_once_and_is_suspended_by_the_learner_now_stays_so(
    apart: Apart,
) -> None:
    """An old package took the tag away, and he had woken it himself."""
    kept, _, _ = apart
    first, second = twins(kept, TIDES)
    study(kept, first)
    kept.sync(NOTEBOOK)
    kept.col.remove_notes([first.id])
    kept.col.sched.unsuspend_cards([one.id for one in second.cards()])
    second.load()
    second.tags.remove(TWIN)
    kept.col.update_note(second)
    kept.col.sched.suspend_notes([second.id])
    kept.col.db.execute("update cards set mod = mod + 60 where nid = ?", second.id)  # type: ignore[union-attr]

    kept.sync(NOTEBOOK)

    assert state(kept, second) == (False, True)


def test_what_was_set_aside_is_joined_with_the_one_that_turns_out_to_be_its_twin(
    apart: Apart,
) -> None:
    """It was reviewed elsewhere meanwhile, and what it was set aside for is no longer there; a
    package brought another, which knows no id."""
    kept, _, _ = apart
    told = note("told", ids=("memos:/12#SQLite",), Prompt="SQLite", Answer="一个文件就是一个库。")
    told = told._replace(memory=told.memory._replace(keys=("lead",)))
    kept.sync_notes([told])
    (aside,) = of_guid(kept, "told")
    study(kept, aside)
    aside.tags.append(TWIN)
    kept.col.update_note(aside)
    kept.sync_notes([note("lead", Prompt="SQLite", Answer="一个文件就是一个库。")])
    (brought,) = of_guid(kept, "lead")

    kept.sync_notes([told])

    assert (state(kept, aside), state(kept, brought)) == (AWAKE, ASIDE)
    assert not kept.sync_notes([told]).changes_anything
