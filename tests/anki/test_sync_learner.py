"""What is the learner's and stays so, whatever a sync does (docs/sync-contract.md)."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from anki.consts import QUEUE_TYPE_SUSPENDED
from anki.decks import DeckId
from annoki.notetype import MODEL_ID, NOTE_TYPE
from annoki.sync.collection_plan import UNDO_NAME
from annoki.sync.plan import plan_collection
from annoki.sync.present_note import Present
from annoki.targets.collection import apply as collection
from real_anki import (
    BAMBOO,
    BARE,
    COMET,
    EULER,
    LOOP,
    NEWEST,
    NOTEBOOK,
    SALT,
    TIDES,
    Annotation,
    Desk,
    Learner,
    card,
    plain,
)
from syncing import Kept, differing, facts, own_types, statuses, whole

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
CHANGED = [
    *(of.noted(f"{of.note} (改 changed)") for of in NOTEBOOK[:5]),
    BAMBOO.noted("竹子到底为什么长得这么快? Why?"),
    LOOP.noted(f"{LOOP.note}\n\n(改 changed)"),
    BARE,
]
"""Every note but the bare highlight, and none that was unfinished is finished."""


@pytest.fixture
def studied(kept: Kept) -> Kept:
    """A collection that was synced once, and then made the learner's own."""
    kept.sync(NOTEBOOK)
    learner, col = kept.learner, kept.col
    own = col.decks.id("自己的::Physics")
    assert own
    col.set_deck([learner.card(TIDES).id, learner.card(BARE).id], own)
    learner.study("Annoki::Cards")
    learner.study("自己的")
    col.set_user_flag_for_cards(3, [learner.card(TIDES).id])
    col.sched.suspend_cards([learner.card(COMET).id])
    col.sched.bury_cards([learner.card(SALT).id])
    col.sched.set_due_date([learner.card(EULER).id], "40")
    return kept


def test_decks_flags_suspension_due_dates_and_reviews_are_untouched(studied: Kept) -> None:
    names = ("cards", "revlog", "decks", "deck_config", "notetypes", "fields", "templates")
    before = studied.learner.tables(names)
    assert len(before["revlog"]) >= 4

    plan = studied.sync([NEWEST, *CHANGED])

    assert len(plan.update) == len(NOTEBOOK) - 1
    after = studied.learner.tables(names)
    new = studied.learner.card(NEWEST)
    after["cards"] = [row for row in after["cards"] if row[0] != new.id]
    assert after == before
    studied.learner.assert_sound()


def test_foreign_tags_stay_when_ours_change(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.learner.tag(
        kept.learner.note(COMET), "期末考试", "marked", "annoki", "annokish::x", "a*b_%"
    )

    kept.sync([*NOTEBOOK[:3], COMET.noted("彗尾的方向:::总是背着太阳"), *NOTEBOOK[4:]])

    note = kept.learner.note(COMET)
    assert statuses(note) == ["annoki::status::ready"]
    assert {"期末考试", "marked", "annoki", "annokish::x", "a*b_%"} <= set(note.tags)


def test_tags_of_ours_that_the_learner_took_away_stay_away(kept: Kept) -> None:
    """As long as the source says nothing new about tags."""
    kept.sync(NOTEBOOK)
    note = kept.learner.note(TIDES)
    note.tags = ["物理"]
    kept.learner.edit(note)

    kept.sync([BETTER, *NOTEBOOK[1:]])

    assert "12 小时" in plain(kept.learner.note(TIDES)["Answer"])
    assert kept.learner.note(TIDES).tags == ["物理"]


@pytest.mark.parametrize("own", ["Annoki", "ANNOKI::mine", "Annoki::Status"])
def test_a_tag_of_the_learners_in_other_letters_changes_nothing(kept: Kept, own: str) -> None:
    """Anki writes a new tag in the letters that the collection already has for its parents."""
    basic = kept.col.models.by_name("Basic")
    assert basic
    mine = kept.col.new_note(basic)
    mine["Front"], mine.tags = "自己的卡片", [own]
    kept.col.add_note(mine, DeckId(1))
    kept.sync(NOTEBOOK)
    assert not kept.sync(NOTEBOOK).changes_anything

    kept.sync([*NOTEBOOK[:3], COMET.noted("彗尾的方向:::总是背着太阳"), *NOTEBOOK[4:]])

    tags = [tag.lower() for tag in kept.learner.note(COMET).tags]
    assert [tag for tag in tags if "status" in tag] == ["annoki::status::ready"]
    gone = kept.sync([*NOTEBOOK[1:3], COMET.noted("彗尾的方向:::总是背着太阳"), *NOTEBOOK[4:]])
    assert [plain(one.prompt) for one in gone.gone] == ["海水每天涨落几次？"]
    before = whole(kept.learner)
    again = kept.sync([*NOTEBOOK[1:3], COMET.noted("彗尾的方向:::总是背着太阳"), *NOTEBOOK[4:]])
    assert not again.changes_anything
    assert differing(before, whole(kept.learner)) == []


def test_tags_with_wildcards_match_only_themselves(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.learner.tag(kept.learner.note(TIDES), "annoki::*", "*", "annoki::g_ne", "%")
    kept.learner.tag(kept.learner.note(SALT), "annokiXXgone", "annoki::gone::no")
    before = kept.learner.note(SALT).tags

    plan = kept.sync(NOTEBOOK[1:])

    assert [one.guid for one in plan.gone] == [kept.learner.note(TIDES).guid]
    assert {"annoki::*", "*", "annoki::g_ne", "%", "annoki::gone"} <= set(
        kept.learner.note(TIDES).tags
    )
    assert kept.learner.note(SALT).tags == before
    kept.sync(NOTEBOOK)
    assert {"annoki::*", "*", "annoki::g_ne", "%"} <= set(kept.learner.note(TIDES).tags)
    assert "annoki::gone" not in kept.learner.note(TIDES).tags


def test_the_order_of_own_tags_is_no_change(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.learner.tag(kept.learner.note(TIDES), "zebra", "Äpfel", "啊", "a")
    before = whole(kept.learner)

    assert not kept.sync(NOTEBOOK).changes_anything
    assert differing(before, whole(kept.learner)) == []


def test_cards_stay_where_they_are_when_the_configured_decks_change(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    before = kept.learner.tables(["cards"])["cards"]

    kept.sync([NEWEST, BETTER, *NOTEBOOK[1:]], decks={"cards": "新的::Cards", "passages": "段落"})

    assert set(before) <= set(kept.learner.tables(["cards"])["cards"])
    assert kept.learner.deck_of(kept.learner.card(NEWEST)) == "新的::Cards"


def test_cards_of_each_document_or_site_have_a_deck_where_that_is_configured(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    before = kept.learner.tables(["cards"])["cards"]
    new = [NEWEST, *NOTEBOOK]

    kept.sync(new, decks_by="host")

    assert set(before) <= set(kept.learner.tables(["cards"])["cards"])
    deck = kept.learner.deck_of(kept.learner.card(NEWEST))
    assert deck == f"Annoki::Cards::{NEWEST.host}"
    assert not kept.sync(new, decks_by="host").changes_anything
    # Where it was made is no place that the learner chose.
    kept.sync(NOTEBOOK, decks_by="host", gone="delete_unreviewed")
    assert len(kept.learner.notes()) == len(NOTEBOOK)


def test_notes_in_a_filtered_deck_stay_there(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    col = kept.col
    filtered = col.sched.get_or_create_filtered_deck(DeckId(0))
    filtered.name = "突击 Cram"
    filtered.config.search_terms[0].search = "deck:Annoki::Cards"
    col.sched.add_or_update_filtered_deck(filtered)
    assert kept.learner.deck_of(kept.learner.card(TIDES)) == "突击 Cram"
    before = kept.learner.tables(["cards", "decks"])

    plan = kept.sync([NEWEST, BETTER, *NOTEBOOK[1:]])

    assert (len(plan.add), len(plan.update)) == (1, 1)
    after = kept.learner.tables(["cards", "decks"])
    assert set(before["cards"]) < set(after["cards"])
    assert before["decks"] == after["decks"]
    assert kept.learner.deck_of(kept.learner.card(TIDES)) == "突击 Cram"
    assert not kept.sync([NEWEST, BETTER, *NOTEBOOK[1:]]).changes_anything
    kept.learner.assert_sound()


def test_gone_notes_in_a_filtered_deck_can_be_suspended(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    filtered = kept.col.sched.get_or_create_filtered_deck(DeckId(0))
    filtered.config.search_terms[0].search = "deck:Annoki::Cards"
    kept.col.sched.add_or_update_filtered_deck(filtered)

    kept.sync(NOTEBOOK[1:], gone="suspend")

    assert kept.learner.is_suspended(TIDES)
    assert not kept.sync(NOTEBOOK[1:], gone="suspend").changes_anything
    kept.learner.assert_sound()


def test_a_note_that_the_learner_turned_into_another_type_is_left_alone(kept: Kept) -> None:
    """Tools > Change Note Type: it is the learner's now, and is not added a second time."""
    kept.sync(NOTEBOOK)
    basic = kept.col.models.by_name("Basic")
    assert basic
    note = kept.learner.note(TIDES)
    change = kept.col.models.change_notetype_info(
        old_notetype_id=note.mid, new_notetype_id=basic["id"]
    )
    request = change.input
    request.note_ids.extend([note.id])
    kept.col.models.change_notetype_of_notes(request)
    count = len(kept.learner.notes())
    before = whole(kept.learner)

    plan = kept.sync(NOTEBOOK)

    assert plan.counts()["add"] == 0
    assert len(kept.learner.notes()) == count
    assert differing(before, whole(kept.learner)) == []
    kept.sync([BETTER, *NOTEBOOK[1:]])
    kept.sync(NOTEBOOK[1:])
    assert len(kept.learner.notes()) == count
    assert differing(before, whole(kept.learner)) == []


def test_notes_of_other_types_are_never_looked_at(kept: Kept) -> None:
    basic = kept.col.models.by_name("Basic")
    assert basic
    own = kept.col.new_note(basic)
    own["Front"], own.tags = "自己的卡片", ["annoki::source::hypothesis"]
    kept.col.add_note(own, DeckId(1))
    before = kept.learner.tables(["notes", "cards"])

    kept.sync(NOTEBOOK)
    plan = kept.sync(NOTEBOOK[1:])

    assert len(plan.gone) == 1
    for name, rows in before.items():
        assert set(rows) <= set(kept.learner.tables([name])[name])


def test_a_learners_note_of_our_type_is_left_alone(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    own = kept.col.new_note(kept.notetype())
    own["Prompt"], own["Answer"] = "自己加的", "by hand"
    kept.col.add_note(own, DeckId(1))
    before = whole(kept.learner)

    assert not kept.sync(NOTEBOOK).changes_anything
    assert differing(before, whole(kept.learner)) == []


def test_a_note_type_of_the_learners_with_our_name_is_left_alone(kept: Kept) -> None:
    theirs = kept.col.models.copy(kept.col.models.by_name("Basic"))  # type: ignore[arg-type]
    theirs["name"] = NOTE_TYPE
    kept.col.models.update_dict(theirs)
    own = kept.col.new_note(theirs)
    own["Front"] = "自己的卡片"
    kept.col.add_note(own, DeckId(1))

    kept.sync(NOTEBOOK)

    assert next(f["name"] for f in kept.notetype()["flds"]) == "Prompt"
    kept_theirs: Any = kept.col.models.get(theirs["id"])
    assert [f["name"] for f in kept_theirs["flds"]] == ["Front", "Back"]
    assert kept.col.get_note(own.id)["Front"] == "自己的卡片"
    assert len(own_types(kept.learner)) == 2
    assert not kept.sync(NOTEBOOK).changes_anything


def test_the_learners_decks_and_options_are_as_before(kept: Kept) -> None:
    """The default deck renamed, as many do: nothing but our decks is added."""
    default: Any = kept.col.decks.get(DeckId(1))
    default["name"] = "默认"
    kept.col.decks.save(default)
    before = {deck.name for deck in kept.col.decks.all_names_and_ids()}

    kept.sync(NOTEBOOK)

    after = {deck.name for deck in kept.col.decks.all_names_and_ids()}
    ours = {"Annoki", "Annoki::Cards", "Annoki::Passages", "Annoki::To finish"}
    assert after - before == ours
    assert before <= after


def test_a_first_sync_makes_no_deck_but_ours(desk: Desk, learners: Callable[[], Learner]) -> None:
    """Several times, since what Anki makes of two decks of one name is a matter of chance."""
    for _ in range(6):
        kept = Kept(desk, learners())
        kept.sync(NOTEBOOK)

        assert [deck.name for deck in kept.col.decks.all_names_and_ids()] == [
            "Annoki",
            "Annoki::Cards",
            "Annoki::Passages",
            "Annoki::To finish",
            "Default",
        ]


IMPORT_OPTIONS = ("mergeNotetypes", "withScheduling", "withDeckConfigs", "updateNotes")


def test_what_the_import_dialog_was_set_to_is_as_before(kept: Kept) -> None:
    """Anki remembers the options of the last import; ours is not the learner's."""
    for key, value in zip(IMPORT_OPTIONS, (True, True, True, "Always")):
        kept.col.set_config(key, value)
    before = [kept.col.get_config(key) for key in IMPORT_OPTIONS]

    kept.sync(NOTEBOOK)

    assert [kept.col.get_config(key) for key in IMPORT_OPTIONS] == before


def test_the_add_window_offers_the_note_type_that_it_offered_before(kept: Kept) -> None:
    kept.sync([TIDES])
    basic = kept.col.models.by_name("Basic")
    assert basic
    own = kept.col.new_note(basic)
    own["Front"] = "自己的卡片"
    kept.col.add_note(own, DeckId(1))
    before = kept.col.defaults_for_adding(current_review_card=None)

    kept.sync(NOTEBOOK)

    assert kept.col.defaults_for_adding(current_review_card=None) == before


def test_thirty_and_more_decks(kept: Kept) -> None:
    """Anki's undo holds about 30 steps back; each new deck is one."""

    page = facts(40)
    notes = [
        note._replace(deck=f"书架::第 {n} 本 Book {n}")
        for n, note in enumerate(kept.wanted(page).notes)
    ]
    before = whole(kept.learner)

    kept.sync_notes(notes)

    assert len(kept.learner.notes()) == 40
    assert len({kept.learner.deck_of(one) for one in kept.learner.cards()}) == 40
    assert kept.col.undo_status().undo == UNDO_NAME
    kept.col.undo()
    assert differing(before, whole(kept.learner)) == []


def test_many_notes_of_which_each_changes(kept: Kept) -> None:
    page = facts(60)
    kept.sync(page)
    before = whole(kept.learner)

    plan = kept.sync([of.noted(f"{of.note}。改") for of in page])

    assert len(plan.update) == 60
    kept.col.undo()
    assert differing(before, whole(kept.learner)) == []


def test_a_note_that_gains_a_second_card_gets_it_alone(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.learner.study("Annoki::Cards")
    before = kept.learner.tables(["cards", "revlog"])

    kept.sync(NOTEBOOK, reverse_separator=True)

    after = kept.learner.tables(["cards", "revlog"])
    assert after["revlog"] == before["revlog"]
    assert set(before["cards"]) < set(after["cards"])
    there, back = kept.learner.note(EULER).cards()
    assert (there.reps, back.reps) == (1, 0)
    assert not kept.sync(NOTEBOOK, reverse_separator=True).changes_anything
    kept.learner.assert_sound()


@pytest.mark.parametrize(
    "question", ["007", "What does <tracker> stand for? 是什么", "1 < 2 && 3 > 2, 对吗？"]
)
def test_a_gone_note_is_named_as_it_was_written(kept: Kept, question: str) -> None:
    odd = Annotation("Some passage, 随便一段。", card(question, "1 < 2 & <b>3</b>"))
    kept.sync([odd, TIDES])
    assert not kept.sync([odd, TIDES]).changes_anything

    assert kept.plan([TIDES]).lines() == [f"- gone: {question}"]


def test_a_suspended_learner_card_of_a_changed_note_stays_suspended(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.col.sched.suspend_cards([kept.learner.card(TIDES).id])

    kept.sync([BETTER, *NOTEBOOK[1:]])

    assert kept.learner.card(TIDES).queue == QUEUE_TYPE_SUSPENDED


def test_the_learner_may_empty_the_prompt(kept: Kept) -> None:
    """Anki then has a blank card; a sync neither mends nor minds it."""
    kept.sync(NOTEBOOK)
    note = kept.learner.note(BAMBOO)
    kept.learner.edit(note, Prompt="")

    plan = kept.sync(NOTEBOOK)

    assert not plan.changes_anything
    assert kept.by_guid(note.guid)["Prompt"] == ""


def test_nothing_is_known_to_be_present_before_the_first_sync(kept: Kept) -> None:
    wanted = kept.wanted(NOTEBOOK)
    before = whole(kept.learner)

    found = collection.present(kept.col, wanted.notes)

    assert found == Present(frozenset(), 0, {}, (), False)
    plan = plan_collection(wanted.notes, found, wanted.answers)
    assert (len(plan.add), plan.gone, plan.upgrade) == (len(NOTEBOOK), (), False)
    assert kept.col.models.get(MODEL_ID) is None  # type: ignore[arg-type]
    assert differing(before, whole(kept.learner)) == []
