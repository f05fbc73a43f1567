"""What a sync or an import did to the notes, written into the ledger."""

from __future__ import annotations

from typing import List, Sequence, Tuple

from . import excuses, hands
from .devices import Device
from .faces import View, can_join
from .invariants import Violation
from .ledger import Kept, Ledger, Snapshot
from .world import World


def settle(world: World, device: Device, before: Snapshot, seen: Snapshot) -> None:
    """What became of notes that are no longer there, or set aside: joined with another of the same
    thing."""
    ledger = device.ledger
    gone = {nid for nid in ledger.notes if nid in before.notes and nid not in seen.notes}
    for nid in sorted(gone | ledger.set_aside(seen)):
        kept = ledger.notes.pop(nid) if nid in gone else ledger.notes[nid]
        heirs = [one for one in ledger.of(kept.token).items() if one[0] in seen.notes]
        if not heirs and hands.may_be_joined(world.source, kept, ledger):
            ledger.given_away.add(kept.token)
        if not heirs and kept.token not in seen.awake() | ledger.given_away:
            raise Violation("one_note_one_thing", f"the note of {kept.token} vanished")
        ledger.joined.add(kept.token)
        # Of several notes of it the one that it was joined with knows what it was known by.
        near = [heir for _, heir in heirs if can_join(heir.known, kept.known)]
        for heir in near or [heir for _, heir in heirs]:
            heir.known |= kept.known
        for name, words in kept.edits.items():
            # Of several that a thing was split into, only one was joined with it. What both had
            # written into one field cannot both stand there: the one goes into the learner's notes.
            holding = [
                (heir, field)
                for nid, heir in heirs
                for field in (name, "My notes")
                if words in seen.notes[nid].fields[field]
            ]
            for heir, field in holding or [(heir, name) for _, heir in heirs]:
                heir.edits.setdefault(field, words)
        tagged = [heir for nid, heir in heirs if kept.tags <= seen.notes[nid].tag_list]
        for heir in tagged or [heir for _, heir in heirs]:
            heir.tags |= kept.tags
    for cid in [cid for cid in ledger.cards if cid in before.cards and cid not in seen.cards]:
        if not ledger.cards[cid].reps:
            del ledger.cards[cid]


def bind(
    world: World, device: Device, before: Snapshot, seen: Snapshot, views: Sequence[View]
) -> List[Kept]:
    """Write down which thing each new note shows."""
    ledger, found = device.ledger, []
    # A file may have been cut in what nobody has seen whole: of such notes nothing is known.
    cut = [token for view in views if view.may_be_whole for token in view.cut]
    for row in seen.ours():
        if row.id in before.notes or row.guid in ledger.own:
            continue
        if cut and (len(row.shown) != 1 or row.shown[0] in cut):
            ledger.broken_off.add(row.id)
        if len(row.shown) == 1 and row.id not in ledger.notes:
            token = row.shown[0]
            device.kinds[token] = world.source.things[token].kind
            kept = Kept(token, row.guid, excuses.made_of(world.source, views, token))
            ledger.notes[row.id] = kept
            found.append(kept)
    return found


def give_away_unseen(ledger: Ledger, seen: Snapshot, views: Sequence[View]) -> None:
    """Note which things may have been given a note that the learner has written over, so that it
    does not show them (`excuses`, TAKEN FOR ANOTHER)."""
    written = [kept for kept in ledger.notes.values() if kept.edits]
    missing = {token for view in views for token in view.shown} - seen.awake()
    ledger.given_away |= {
        token
        for token in missing
        if any(excuses.may_be_taken_for(kept, token, views) for kept in written)
    }


def taken(ledger: Ledger, seen: Snapshot) -> List[Tuple[Kept, str]]:
    """The notes that show another thing than they did, each with that."""
    shown = {nid: seen.notes[nid].shown for nid in ledger.notes if nid in seen.notes}
    return [
        (kept, shown[nid][0])
        for nid, kept in ledger.notes.items()
        if nid in shown and len(shown[nid]) == 1 and shown[nid][0] != kept.token
    ]
