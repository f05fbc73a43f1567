"""What is not promised. Each excuse stands here once, with its reason; nothing else is excused.

- SPLIT: a thing known only by what a poor face shows of it (no address, no id) was edited in just
  that, or moved and renamed at once. It may become a new note. So may one of several marks on a
  passage, known by an id on one side at most, once its text is another, of whose notes that are
  two. What is left of it may be taken for another mark there, or for a new post of that title.
- APART: two notes were made where neither side could know of the other: by a package of another
  face (a package does not ask the collection), or on devices that had not met and saw different
  faces. The next sync that is shown the thing with its id or address joins them, but for one that
  is known by nothing that the thing or its other notes are known by now: that is SPLIT. Until
  then any of them but one may be called gone, or all, if a package gave them one text (MARKS).
- EDITIONS: two editions of a package were imported on devices that had not met. A note that the
  edition before held has another id in each; the next sync joins them.
- BROKEN_OFF: a file of a format that does not say how much it holds was cut inside a thing that
  the collection has never seen whole: it cannot be told from a short one. Nor can, where a text was
  cut at a line's end, an answer that goes on below: it comes when the file is whole. So does a mark
  known by its passage alone that was rewritten: a file that lacks something may lack the one that
  is held, and show another on that passage.
- OVERTAKEN: Anki's own rule: of two versions of one note the later is kept, whole. What the learner
  wrote in the other is lost by it, and so is what that note was known by.
- REPLACED: a package imported with "always", or "if newer" after the source of that note changed,
  replaces what the learner wrote there (README, *Importing again*), and what it was known by.
- DECKS: Anki's import makes decks with ids of its own. Of one deck made on two devices that have
  not met, by a package or a sync, there are two; the devices do not agree which holds a card.
  Where such decks meet Anki renames them, now and then both, and Check Database makes one anew.
- FLAGS: to Anki a flag is no change of its card: devices that flag one apart keep their own flags.
- PROGRESS: one package, imported with its progress here and without it there, leaves a card asleep
  on the one device and awake on the other, both changed at one time: Anki joins them not.
- MARKS: a package of a face without ids tells two marks on one passage (two notes that begin alike)
  apart by nothing but their order, and one that has never held the older of two does not know that
  there was one; neither asks the collection: it may take one for the other. So may one that first
  saw both on a page that tells the day of the last edit alone: which is the older, it does not say.
  Whoever has been given another title since keeps the GUID that its former one made. An edition
  may be imported where the one before, which took the one for the other, was not; where it says
  the ids of both, a sync that sees either joins the notes of both. If what the
  note was came with an id, the note goes on saying that, on whatever device it comes in, and what
  it was taken for may have two for good. So may one, even with ids, that has the name for the one
  thing where a sync, from a face without ids, had it for the other. Whose note was given away so,
  and of which a sync once made two notes one, may count as deleted, where Anki has kept the
  settings of a device that did not know of that: it keeps those of one device, whole. It is listed,
  and can be restored.
- TAKEN FOR ANOTHER: so does a sync, through faces without ids, or of a note that no face has told
  one of, where the one has come and the other has left: nothing tells that the one is not the
  other, edited. What has come has no note then, or the other's, which shows what the learner wrote.
  So does one that sees no days, or no addresses, of a post that has the title, beginning and end of
  another: that may have moved, or be the same.
  A mark rewritten as another of its passage came or left counts as gone, or has two, till ids tell.
- SECOND GRAVE: a package does not know what was deleted. If it brings a note back under the id that
  it had (an edition imported again, or two packages of one thing), and the learner deletes it once
  more, Anki never tells the second deletion and demands a full sync. So he suspends it instead. A
  backup in which the first deletion waits to be told again does the same: it is not restored.
  Nor is a package imported that brings a note back which a device has yet to delete, or to tell
  of: the devices meet first, and who has heard of a deletion tells of it once more.
- REMADE: a deleted note comes back if an import brings it, or if the thing is now seen by nothing
  that the deleted note was made of: a grave keeps no more than an id. Of several marks on one
  passage a face without ids shows but the order, of which then the id is made, and that may change:
  so it may also hold another mark on that passage for the deleted one.
  So may a post that has moved, unless its title and all its text are as they were. So it does where
  another thing has the name that it is seen by, and no id tells them apart, or the device knew none
  of the deleted one: nobody knows whose grave it is. A new thing known by the one name that such a
  one had may count as deleted, and can be restored. So may what one device set aside for a note
  that another had deleted, and then brought back by an import, before they met.
- ASLEEP: Anki does not say who suspended a card. A question that waits for its answer and was awake
  (an import without scheduling wakes it), and that the learner suspends, wakes with its answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, AbstractSet, Dict, List, Mapping, Sequence, Set

from .faces import Handle, View, can_join, primary
from .ledger import CardRow, Kept, KeptCard, Ledger, NoteRow, Snapshot
from .things import Growing, Thing

if TYPE_CHECKING:
    from .devices import Device

SPLIT, APART, EDITIONS, BROKEN_OFF = "split", "apart", "editions", "broken off"
MARKS, MISTAKEN = "marks", "mistaken"


def before_a_sync(ledger: Ledger, views: Sequence[View]) -> None:
    """Note what may become two by what `views` show now, and what must be one again after."""
    shown = seen_through(views)
    for token, seen in shown.items():
        others = [one for other, one in shown.items() if other != token]
        if _is_another_mark(ledger, token, seen, others) or _is_apart(
            [kept.known for kept in ledger.of(token).values()], seen
        ):
            ledger.split.setdefault(token, SPLIT)
        elif _is_mistaken(ledger, token, seen, views):
            ledger.pending.setdefault(token, MISTAKEN)
    for view in views:
        for token in view.shown:
            told = view.face.ids or ledger.pending.get(token) == EDITIONS
            if told and token in ledger.pending:
                del ledger.pending[token]


def seen_through(views: Sequence[View]) -> Dict[str, Set[Handle]]:
    """By what `views` together let each thing be known that they show."""
    seen: Dict[str, Set[Handle]] = {}
    for view in views:
        for token in view.shown:
            seen.setdefault(token, set()).update(view.handles(token))
    return seen


def _is_apart(notes: Sequence[AbstractSet[Handle]], seen: AbstractSet[Handle]) -> bool:
    """Whether one of several notes of a thing, each by what it is known, can be joined neither with
    what is `seen` nor with what that can be joined with."""
    left, known = list(notes), set(seen)
    while near := [one for one in left if can_join(one, known)]:
        left = [one for one in left if one not in near]
        known.update(*near)
    return bool(left)


def _is_another_mark(
    ledger: Ledger, token: str, seen: AbstractSet[Handle], others: Sequence[AbstractSet[Handle]]
) -> bool:
    """Whether a thing is one of several marks on a passage, and `seen` with another text than one
    of its notes knows, and without an id in common. Of one note as the source made it a part of the
    text is enough."""
    passage = {one for one in seen if one[0] == "passage"}
    there = [*ledger.notes.values(), *ledger.deleted.values()]
    others = [*others, *(kept.known for kept in there if kept.token != token)]
    if passage.isdisjoint(set().union(*others)):
        return False
    notes = ledger.of(token).values()
    unlike = any(kept.known and kept.known & seen <= passage for kept in notes)
    return unlike and len(notes) > 1


def _is_mistaken(
    ledger: Ledger, token: str, seen: AbstractSet[Handle], views: Sequence[View]
) -> bool:
    """Whether a mark is `seen` with another text than its notes know, and without an id, and
    another mark of the passage has left, or come (TAKEN FOR ANOTHER)."""
    notes = ledger.of(token).values()
    others = (kept for kept in ledger.notes.values() if kept.token != token)
    left = any(may_be_taken_for(kept, token, views) for kept in others)
    come = any(seen & one for other, one in seen_through(views).items() if not ledger.of(other))
    return bool(notes) and all(_is_rewritten(kept, seen) for kept in notes) and (left or come)


def _is_rewritten(kept: Kept, seen: AbstractSet[Handle]) -> bool:
    """Whether what is `seen` has but the passage in common with what the note `kept` knows."""
    return {one[0] for one in kept.known & seen} == {"passage"}


def after_a_sync(ledger: Ledger, views: Sequence[View], after: Snapshot) -> None:
    """Note what notes are known by, now that they were seen through `views`: of what they say, what
    stands there `after` the sync, as a poorer face than the one before changes no text."""
    seen = seen_through(views)
    for nid, kept in ledger.notes.items():
        row = after.notes.get(nid)
        if kept.aside or row is None:
            continue
        now = told = {
            one
            for one in seen.get(kept.token, set())
            if one[0] != "said" or kept.touched or one[-1] in row.text
        }
        if kept.token in ledger.split:
            told = {one for one in now if one[0] != "passage"}  # which of its notes it is
        if not kept.known or can_join(kept.known, told):
            kept.known |= now


def after_an_import(
    ledger: Ledger, before: Snapshot, seen: Snapshot, known: Mapping[str, AbstractSet[Handle]]
) -> None:
    """Note that what an import added or replaced is `known` by what the package knows, and no more
    (REPLACED); all else has learnt nothing by it."""
    for nid, kept in ledger.notes.items():
        if before.remembers(nid) != seen.remembers(nid) and kept.token in known:
            kept.known = set(known[kept.token])


def may_be_gone(ledger: Ledger, kept: Kept) -> bool:
    """Whether a note of what stands in its source may be called gone (SPLIT, APART): a thing that
    is pending has not been seen with its id. So may one that may have been taken for another."""
    pending = ledger.pending.get(kept.token)
    # Of which another device may have set the others aside meanwhile.
    notes = [one for one in ledger.notes.values() if one.token == kept.token]
    apart = pending and len(notes) > 1
    return kept.token in ledger.split or pending == MISTAKEN or bool(apart)


def may_miss_it(kept: Kept, views: Sequence[View]) -> bool:
    """Whether nothing tells that a note is what `views` show of its thing (SPLIT): one of two that
    a thing became stays as it was, though the other was removed and counts as deleted since. Or
    no more than a name, and all that show it lack something (BROKEN_OFF)."""
    seen = seen_through(views).get(kept.token, set())
    lacking = all(view.damage for view in views if kept.token in view.shown)
    rewritten = lacking and _is_rewritten(kept, seen)
    return bool(kept.known) and (rewritten or not can_join(kept.known, seen))


def made_of(source: Growing, views: Sequence[View], token: str) -> Handle:
    """What the GUID of a note is made of that is first seen through `views`: what tells an id names
    it; of one of several marks on a passage that id, or, where none is told, its place, by which
    nobody finds it. Nothing of what they do not show."""
    seen = [view for view in views if token in view.shown]
    if not seen:
        return ()
    view = sorted(seen, key=lambda one: one.face.ids)[-1]
    face, thing = view.face, view.things[token]
    if thing.kind == "annotation" and source.is_repeated(thing):
        return ("id", thing.id) if face.ids else ("place",)
    return primary(face, thing)


def may_be_remade(source: Growing, device: Device, token: str, views: Sequence[View]) -> bool:
    """Whether the thing of a deleted note is seen by nothing that the note was made of, or by what
    another thing is seen or known by, too."""
    ledger, thing = device.ledger, source.things[token]
    kept = ledger.deleted[token]
    seen = [view for view in views if token in view.shown]
    paths = {one for one in kept.known if one[0] == "path"}
    if paths and all(paths.isdisjoint(view.handles(token)) for view in seen):
        return True
    if thing.kind == "annotation" and source.is_repeated(thing):
        seen = [view for view in seen if view.face.ids]
    if not any(kept.made_of in view.handles(token) for view in seen):
        return True
    others: List[AbstractSet[Handle]] = [
        view.handles(other) for view in seen for other in view.shown if other != token
    ]
    others += [other.known for other in ledger.notes.values() if other.token != token]
    shared = any(kept.made_of in known for known in others)
    return shared and not (kept.guid in device.named and any(view.face.ids for view in seen))


def has_woken(kept: KeptCard, card: CardRow, note: NoteRow) -> bool:
    """Whether a card that the learner suspended while it waited has got its answer (ASLEEP)."""
    return kept.waits and not card.reps and card.queue == 0 and note.fields["Status"] == "ready"


def may_be_taken_for(kept: Kept, token: str, views: Sequence[View]) -> bool:
    """Whether what `views` show may have been taken for the thing of the note `kept`, which they do
    not show (TAKEN FOR ANOTHER), or not by what the note is known by (SPLIT)."""
    told = any(view.face.ids for view in views if token in view.shown) and kept.is_named
    now, own = (seen_through(views).get(one, set()) for one in (token, kept.token))
    left = not own or may_miss_it(kept, views) or _is_rewritten(kept, own)
    return left and not told and bool(kept.known & now)


def may_lack_a_note(ledger: Ledger, token: str, views: Sequence[View], named: Set[str]) -> bool:
    """Whether what `views` show may have no note (TAKEN FOR ANOTHER, MARKS, REMADE)."""
    if token in ledger.joined and token in ledger.given_away:
        return True
    seen = seen_through(views).get(token, set())
    told = named if any(one[0] in ("id", "path") for one in seen) else set[str]()
    left = [kept for kept in ledger.notes.values() if kept.token in ledger.split]
    by_name = (one for one in (*ledger.deleted.values(), *left) if one.guid not in told)
    taken = (may_be_taken_for(kept, token, views) for kept in ledger.notes.values())
    return any(one.known & seen for one in by_name) or any(taken)


def may_be_two(ledger: Ledger, token: str) -> bool:
    return token in ledger.split or token in ledger.pending


def is_replaced(kept: Kept, thing: Thing, mode: int, face_changed: bool) -> bool:
    """Whether an import (`mode`: 0 if newer, 1 always, 2 never) may replace what was written."""
    return mode == 1 or (mode == 0 and (thing.changed >= kept.edited or face_changed))
