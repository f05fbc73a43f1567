"""What must hold after every event: the promises of docs/sync-contract.md, one function each."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Sequence, Set, Tuple

from annoki.notetype import NOTE_TYPE

from . import excuses
from .ledger import WAITING, Snapshot
from .words import WROTE

if TYPE_CHECKING:
    from .devices import Device
    from .faces import View
    from .things import Growing


class Violation(Exception):
    """A promise was broken: which one, and how it shows."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}: {what}")
        self.name = name


IGNORED: Set[str] = set()
"""Names of promises that are not looked at, to see what else is broken."""


def look(check: Callable[..., None], *what: Any) -> None:
    """Hold `check` against `what`. Raises Violation."""
    try:
        check(*what)
    except Violation as broken:
        if broken.name not in IGNORED:
            raise


Check = Callable[["Device", Snapshot], None]


def no_review_lost(device: Device, seen: Snapshot) -> None:
    """Every review stays in the log, and the card that was reviewed stays, unless the learner
    deleted its note."""
    ledger = device.ledger
    lost = ledger.reviews - seen.reviews
    if lost:
        raise Violation("no_review_lost", f"{len(lost)} rows of the review log are gone")
    ledger.reviews = set(seen.reviews)
    for cid, kept in ledger.cards.items():
        card = seen.cards.get(cid)
        if kept.reps and (card is None or card.reps < kept.reps):
            have = "gone" if card is None else f"at {card.reps}"
            raise Violation("no_review_lost", f"a card with {kept.reps} reviews is {have}")


def no_edit_lost(device: Device, seen: Snapshot) -> None:
    """What the learner wrote into a field stays there, and so do his own tags."""
    for nid, kept in device.ledger.notes.items():
        row = seen.notes.get(nid)
        if row is None:
            continue
        for name, words in kept.edits.items():
            if words not in row.fields[name]:
                said = f"{name} of {kept.token} held {words!r}, now {row.fields[name][:80]!r}"
                raise Violation("no_edit_lost", said)
        missing = kept.tags - row.tag_list
        if missing:
            raise Violation("no_edit_lost", f"{kept.token} has lost the tag {min(missing)}")


def no_choice_lost(device: Device, seen: Snapshot) -> None:
    """Decks that the learner chose, his flags and suspensions stay."""
    for cid, kept in device.ledger.cards.items():
        card = seen.cards.get(cid)
        if card is None:
            continue
        shown = seen.notes[card.nid]
        was = {"flag": kept.flag, "deck": kept.deck, "suspended": kept.suspended}
        now = {"flag": card.flag, "deck": card.did, "suspended": card.queue == -1}
        if shown.is_twin or excuses.has_woken(kept, card, shown):
            kept.suspended = was["suspended"] = None
        for name, value in was.items():
            if value is not None and value != now[name]:
                said = f"{name} of a card of {shown.shown}: {value} became {now[name]}"
                raise Violation("no_choice_lost", said)


def one_note_one_thing(device: Device, seen: Snapshot) -> None:
    """A note shows one thing, and the same for ever."""
    ledger = device.ledger
    for row in seen.ours():
        if row.guid in ledger.own or row.id in ledger.broken_off:
            continue
        kept = ledger.notes.get(row.id)
        if len(row.shown) != 1:
            said = " and ".join(row.shown) or f"nothing whole: {row.text[:100]!r}"
            raise Violation("one_note_one_thing", f"a note shows {said}")
        if kept and kept.token != row.shown[0]:
            kind = device.kinds.get(kept.token, "")
            said = f"the note of {kind} {kept.token} became that of {row.shown[0]}"
            raise Violation("one_note_one_thing", said)


def one_thing_one_note(device: Device, seen: Snapshot) -> None:
    """A thing has one note."""
    ledger = device.ledger
    notes: Dict[str, List[str]] = {}
    for row in seen.ours():
        if row.guid in ledger.own or row.id in ledger.broken_off or row.is_twin:
            continue
        for token in row.shown:
            notes.setdefault(token, []).append(f"{row.id}/{row.guid}")
    for token, there in notes.items():
        if len(there) > 1 and not excuses.may_be_two(ledger, token):
            said = f"{device.kinds.get(token, '')} {token} has {len(there)} notes: {there}"
            raise Violation("one_thing_one_note", said)


def one_note_type(device: Device, seen: Snapshot) -> None:
    """There is one note type of ours; the learner's style stays."""
    names = [one.name for one in device.col.models.all_names_and_ids()]
    ours = [name for name in names if name.startswith(NOTE_TYPE)]
    if ours not in ([], [NOTE_TYPE]):
        raise Violation("one_note_type", f"note types {ours}")
    if device.ledger.css and device.css() != device.ledger.css:
        raise Violation("one_note_type", "the learner's style is gone")


EACH_TIME: Tuple[Check, ...] = (
    no_review_lost,
    no_edit_lost,
    no_choice_lost,
    one_note_one_thing,
    one_thing_one_note,
    one_note_type,
)
"""After every event, on the devices that it touched."""


def everything_has_a_note(
    device: Device, seen: Snapshot, source: Growing, views: Sequence[View]
) -> None:
    """After a sync what its files show whole is there, unless the learner deleted it."""
    there, ledger = seen.awake(), device.ledger
    for view in views:
        missing = [one for one in view.shown if one not in there]
        for token in missing:
            lacking = token in ledger.deleted
            if not lacking and not excuses.may_lack_a_note(ledger, token, views, device.named):
                kind = source.things[token].kind
                said = f"{kind} {token} stands in {view.face.name}, and has no note"
                raise Violation("everything_has_a_note", said)


def what_was_deleted_stays_deleted(
    device: Device, seen: Snapshot, source: Growing, views: Sequence[View]
) -> None:
    """A sync does not bring back what the learner deleted."""
    for row in seen.ours():
        if row.guid in device.ledger.own or row.id in device.ledger.broken_off or row.is_twin:
            continue
        for token in row.shown:
            if token not in device.ledger.deleted:
                continue
            if not excuses.may_be_remade(source, device, token, views):
                said = f"{source.things[token].kind} {token} is back"
                raise Violation("what_was_deleted_stays_deleted", said)


def the_source_arrives(
    device: Device, seen: Snapshot, source: Growing, views: Sequence[View]
) -> None:
    """A note that the learner left alone shows what a rich face shows of it now."""
    shown = {token for view in views if view.face.rich for token in view.shown}
    for nid, kept in device.ledger.notes.items():
        thing, row = source.things[kept.token], seen.notes.get(nid)
        if kept.token not in shown or row is None or row.is_twin or kept.touched:
            continue
        if WROTE in row.text:
            continue  # taken over from a twin
        several = len(device.ledger.of(kept.token)) > 1 or kept.token in device.ledger.one_of_two
        if several or excuses.may_miss_it(kept, views):
            continue  # another note follows it, or did until he deleted that
        if thing.style != "highlight" and thing.version not in row.text:
            said = f"{thing.kind} {kept.token} does not show {thing.version}: {row.text[:120]!r}"
            raise Violation("the_source_arrives", said)


def nothing_alive_is_gone(
    device: Device, seen: Snapshot, source: Growing, views: Sequence[View]
) -> None:
    """What still stands in its source is not called gone; of two notes for it, one may be."""
    ledger = device.ledger
    for nid, kept in ledger.notes.items():
        row = seen.notes.get(nid)
        alive = source.things[kept.token].alive
        alive = alive and not excuses.may_be_gone(ledger, kept)
        if row and alive and not row.is_twin and "annoki::gone" in row.tags.split():
            said = f"{source.things[kept.token].kind} {kept.token} is called gone"
            raise Violation("nothing_alive_is_gone", said)


def an_answered_question_wakes(
    device: Device, seen: Snapshot, source: Growing, views: Sequence[View]
) -> None:
    """A question that the learner answered in Anki wakes up, if he left its card alone, in a deck
    of the name that is configured; not a twin that was set aside."""
    shown = {token for view in views for token in view.shown}
    for nid, kept in device.ledger.notes.items():
        if kept.answered and kept.token in shown:
            asleep = [card for card in seen.cards_of(nid) if card.queue == -1 and not card.reps]
            asleep = [one for one in asleep if device.col.decks.name(one.did) == WAITING]
            if asleep and not seen.notes[nid].is_twin:
                raise Violation("an_answered_question_wakes", f"{kept.token} sleeps on")
            kept.answered = False


AFTER_A_SYNC = (
    everything_has_a_note,
    what_was_deleted_stays_deleted,
    the_source_arrives,
    nothing_alive_is_gone,
    an_answered_question_wakes,
)


def devices_agree(devices: Sequence[Device]) -> None:
    """Devices that have all met hold the same, row for row."""
    first, *others = [_everything(device) for device in devices]
    for other in others:
        for name, rows in first.items():
            if rows != other[name]:
                odd = sorted(set(rows) ^ set(other[name]))[:2]
                said = f"table {name} differs: {[one[:900] for one in odd]}"
                raise Violation("devices_agree", said)


def _everything(device: Device) -> Dict[str, List[str]]:
    # In which deck a card lies, its flag, and whether a new one sleeps (if the learner suspends it,
    # its mod time tells): see `excuses`, DECKS, FLAGS and PROGRESS.
    queue = "case when queue = -1 and type = 0 and reps = 0 then 0 else queue end"
    columns = {
        "notes": "id, guid, mid, mod, tags, flds",
        "cards": f"id, nid, ord, mod, type, {queue}, due, ivl, reps, lapses, odid",
        "revlog": "id, cid, ease, ivl, lastIvl, factor, time, type",
        "decks": "id",
    }
    return {
        name: sorted(repr(row) for row in device.col.db.all(f"select {part} from {name}"))
        for name, part in columns.items()
    }


def expect_same(before: Snapshot, after: Snapshot, said: str) -> None:
    for name, old, new in zip(before._fields, before, after):
        if old != new:
            raise Violation("undo_and_again", f"{said}: table {name}")


def anki_finds_nothing(device: Device, folder: Path) -> None:
    """Check Database and Empty Cards, on a copy of the collection, find nothing."""
    from anki.collection import Collection

    path = folder / "checked.anki2"
    device.copy_to(path)
    copy: Any = Collection(str(path))
    try:
        homeless = "select count() from cards where did not in (select id from decks)"
        # Of a card's versions on two devices it keeps the later, and the reviews of both.
        excused = ["last review time"]
        if not copy.db.scalar(homeless):
            excused.append("missing deck")  # above others: see `excuses`, DECKS
        problems, ok = copy.fix_integrity()
        # What it says about a collection without problems is one line.
        lines = problems.splitlines()
        said = [line for line in lines if not any(one in line for one in excused)]
        if len(said) != 1 or not (ok or len(said) < len(lines)):
            raise Violation("anki_finds_nothing", problems)
        if copy.get_empty_cards().notes:
            raise Violation("anki_finds_nothing", "empty cards")
    finally:
        copy.close()
        for left in folder.glob("checked.*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
