"""What the learner does in Anki, on one of his devices."""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Tuple

from annoki.config import Config
from annoki.pipeline.finishing import Walk

from .devices import Device
from .dice import Dice
from .ledger import WAITING, Kept, NoteRow, tokens_in
from .words import WROTE
from .world import World

_EDITABLE = ("Prompt", "Answer", "Passage", "Answer")


def _note(
    world: World, dice: Dice, fits: Callable[[NoteRow], bool] = lambda row: True
) -> Tuple[Device, Optional[Any], Optional[Kept]]:
    """A note of ours on a device, chosen by what it shows."""
    device = world.device(dice)
    rows = [row for row in device.look().ours() if row.id in device.ledger.notes and fits(row)]
    row = dice.choose("note", rows, lambda row: device.ledger.notes[row.id].token)
    if row is None:
        return device, None, None
    return device, device.col.get_note(row.id), device.ledger.notes[row.id]


def _write(world: World, device: Device, note: Any, kept: Kept) -> None:
    device.col.update_note(note)
    kept.edited = world.now


def edits(world: World, dice: Dice) -> None:
    """A field in his own words. What is never edited stays, so that it can be told what it is."""
    device, note, kept = _note(world, dice)
    if note and kept:
        name = dice.pick("field", _EDITABLE)
        words = f"我的说法 my words {WROTE}{dice.below('words', 10**9)}"
        note[name] = " ".join([words, *tokens_in(note[name])])
        kept.edits[name], kept.touched = words, True
        _write(world, device, note, kept)


def writes_my_notes(world: World, dice: Dice) -> None:
    device, note, kept = _note(world, dice)
    if note and kept:
        words = f"自己的笔记 {WROTE}{dice.below('words', 10**9)}"
        note["My notes"] = words
        kept.edits["My notes"] = words
        _write(world, device, note, kept)


def tags(world: World, dice: Dice) -> None:
    device, note, kept = _note(world, dice)
    if note and kept:
        tag = f"期末-{dice.below('tag', 5)}"
        note.tags = [*note.tags, tag]
        kept.tags.add(tag)
        _write(world, device, note, kept)


def answers_a_question(world: World, dice: Dice) -> None:
    """He answers an open question in Anki, not in the source."""
    device, note, kept = _note(world, dice, lambda row: row.fields["Status"] == "unfinished")
    if note and kept:
        cards = note.cards()
        name = device.col.decks.name(cards[0].did)
        words = f"我想是这样 {WROTE}{dice.below('words', 10**9)}"
        note["Answer"] = " ".join([words, *tokens_in(note["Answer"])])
        kept.edits["Answer"], kept.touched = words, True
        left_alone = device.ledger.card(cards[0].id).left_alone
        kept.answered = left_alone and not cards[0].reps and name == WAITING
        _write(world, device, note, kept)


def finishes_a_question(world: World, dice: Dice) -> None:
    """He answers one where Annoki asks for it: it wakes at once, whoever put it to sleep."""
    waiting = ("unfinished", "highlight")
    device, note, kept = _note(world, dice, lambda row: row.fields["Status"] in waiting)
    walk = Walk(Config())
    asked = walk.go(device.col).asked if note else None
    while asked and note and asked.note.note_id != note.id:
        asked = walk.go(device.col, asked, walk.skip).asked
    if asked and note and kept:
        words = f"{WROTE}{dice.below('words', 10**9)}"
        text = " ".join([words, *tokens_in(note["Answer"])])
        walk.answer(device.col, asked, text, "", "Annoki: answer")
        kept.edits["Answer"], kept.touched, kept.answered = words, True, True
        kept.edited = world.now
        for card in note.cards():
            device.ledger.card(card.id).suspended = None


def deletes_a_note(world: World, dice: Dice) -> None:
    device, note, kept = _note(world, dice)
    if note and kept:
        graves = "select count() from graves where type = 1 and oid = ?"
        if any(one.col.db.scalar(graves, note.id) for one in world.devices):
            return  # see `excuses`, SECOND GRAVE
        device.col.remove_notes([note.id])
        device.ledger.forget_note(note.id)
        for card in list(device.ledger.cards):
            if device.col.db.scalar("select count() from cards where id = ?", card) == 0:
                del device.ledger.cards[card]
        another = bool(device.ledger.of(kept.token))
        (device.ledger.one_of_two if another else device.ledger.deleted)[kept.token] = kept


def copies_a_note(world: World, dice: Dice) -> None:
    """Notes > Create Copy: another GUID, the same text, the same memory."""
    device, note, kept = _note(world, dice)
    if note and kept and len(device.ledger.own) < 6:
        copy = device.col.new_note(note.note_type())
        copy.fields, copy.tags = list(note.fields), list(note.tags)
        copy.guid = f"copy-{dice.below('guid', 10**9)}"
        device.col.add_note(copy, note.cards()[0].did)
        device.ledger.own.add(copy.guid)


def _card(world: World, dice: Dice) -> Tuple[Device, Optional[Any]]:
    device, note, kept = _note(world, dice)
    if kept and kept.answered:
        kept.answered = False
    return device, note.cards()[0] if note else None


def flags(world: World, dice: Dice) -> None:
    device, card = _card(world, dice)
    if card:
        flag = 1 + dice.below("flag", 6)
        device.col.set_user_flag_for_cards(flag, [card.id])
        device.ledger.card(card.id).flag = flag


def moves_a_card(world: World, dice: Dice) -> None:
    device, card = _card(world, dice)
    if card:
        deck = device.col.decks.id(f"我的 {device.number}::{dice.below('deck', 3)}")
        device.col.set_deck([card.id], deck)
        device.ledger.card(card.id).deck = int(deck)


def suspends(world: World, dice: Dice) -> None:
    device, card = _card(world, dice)
    if card:
        asleep = card.queue == -1
        if asleep:
            device.col.sched.unsuspend_cards([card.id])
        else:
            device.col.sched.suspend_cards([card.id])
        mine = device.ledger.card(card.id)
        mine.suspended, mine.waits = (
            not asleep,
            card.note()["Status"] in ("unfinished", "highlight"),
        )


def reviews(world: World, dice: Dice) -> None:
    """He answers some cards, whatever is due."""
    device = world.device(dice)
    seen = device.look()
    for nid in sorted(device.ledger.notes, key=lambda nid: device.ledger.notes[nid].token):
        kept = device.ledger.notes[nid]
        for at, row in enumerate(seen.cards_of(nid)):
            if row.queue == -1 or not dice.chance(f"{kept.token}/{at}", 0.15):
                continue
            card = device.col.get_card(row.id)
            card.start_timer()
            states = device.col._backend.get_scheduling_states(card.id)
            rating = dice.pick(f"{kept.token}/rating", (0, 2, 2, 3))
            answer = device.col.sched.build_answer(card=card, states=states, rating=rating)
            device.col.sched.answer_card(answer)
            device.ledger.card(card.id).reps = row.reps + 1
            kept.answered = False


def renames_a_deck(world: World, dice: Dice) -> None:
    device = world.device(dice)
    decks = [one for one in device.col.decks.all_names_and_ids() if one.name.startswith("Annoki::")]
    chosen = dice.choose("deck", decks, lambda one: str(one.name))
    if chosen:
        device.col.decks.rename(chosen.id, f"改名 {device.number}-{dice.below('name', 10**4)}")


def edits_the_style(world: World, dice: Dice) -> None:
    device = world.device(dice)
    found = device.col.models.by_name("Annoki")
    if found:
        found["css"] += f"\n/* 我的样式 {dice.below('css', 10**6)} */"
        device.col.models.update_dict(found)
        device.ledger.css = found["css"]


def undoes_an_edit(world: World, dice: Dice) -> None:
    """He writes, and thinks better of it."""
    device, note, kept = _note(world, dice)
    if note and kept:
        before = device.ledger.copy()
        note["My notes"] = "写错了"
        device.col.update_note(note)
        device.col.undo()
        device.ledger = before


EVENTS: List[tuple[Callable[[World, Dice], None], int]] = [
    (edits, 9),
    (writes_my_notes, 4),
    (tags, 4),
    (answers_a_question, 3),
    (finishes_a_question, 3),
    (deletes_a_note, 3),
    (copies_a_note, 1),
    (flags, 3),
    (moves_a_card, 3),
    (suspends, 3),
    (reviews, 14),
    (renames_a_deck, 1),
    (edits_the_style, 1),
    (undoes_an_edit, 1),
]
