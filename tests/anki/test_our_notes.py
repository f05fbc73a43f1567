"""What a collection holds of ours, counted, and the deck to begin with."""

from __future__ import annotations

from annoki.config import parse
from annoki.pipeline.found import made_of
from annoki.targets.collection.our_notes import deck_to_study, our_notes
from annoki.targets.collection.renamed_decks import keep_decks
from annoki.words import told
from real_anki import NOTEBOOK
from syncing import Kept

CONFIG = parse({}, "")


def test_a_collection_without_notes_of_ours_has_none(kept: Kept) -> None:
    assert our_notes(kept.col, CONFIG) == ({}, None)


def test_notes_are_counted_and_the_cards_that_are_ready_come_first(kept: Kept) -> None:
    notes = kept.wanted(NOTEBOOK).notes
    kept.sync(NOTEBOOK)
    found = our_notes(kept.col, CONFIG)
    assert sum(found.by_status.values()) == len(notes)
    assert found.by_status["ready"] == sum(note.status == "ready" for note in notes)
    assert found.deck == kept.col.decks.id_for_name("Annoki::Cards")
    assert told(made_of(found.by_status), "en").startswith(f"{len(notes)} notes: ")


def test_of_decks_by_host_the_one_above_them_is_begun_with(kept: Kept) -> None:
    kept.sync(NOTEBOOK, decks_by="host")
    assert our_notes(kept.col, CONFIG).deck == kept.col.decks.id_for_name("Annoki::Cards")


def test_where_no_card_is_awake_there_is_nothing_to_begin_with(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.col.sched.suspend_cards(kept.col.find_cards(""))
    assert our_notes(kept.col, CONFIG).deck is None


def test_after_a_sync_the_deck_above_all_is_studied_or_else_the_first(kept: Kept) -> None:
    assert deck_to_study(kept.col, CONFIG) is None
    kept.sync(NOTEBOOK)
    assert deck_to_study(kept.col, CONFIG) == kept.col.decks.id_for_name("Annoki")
    apart = parse({"decks": {"digests": "Reading"}}, "")
    assert deck_to_study(kept.col, apart) == kept.col.decks.id_for_name("Annoki::Cards")


def test_decks_that_were_renamed_are_those_to_study(kept: Kept) -> None:
    kept.sync(NOTEBOOK, decks_by="host")
    decks = kept.col.decks
    cards, parent = decks.id("Annoki::Cards"), decks.id("Annoki")
    assert cards
    assert parent
    keep_decks(kept.col, vars(CONFIG.decks).values())
    decks.rename(parent, "Reading")
    decks.rename(cards, "Reading::Questions")
    assert our_notes(kept.col, CONFIG).deck == cards
    decks.add_normal_deck_with_name("Annoki::Cards")
    assert deck_to_study(kept.col, CONFIG) == cards
