"""Whose a note is, where what it was is taken for another thing: see `excuses`, MARKS and TAKEN."""

from __future__ import annotations

from typing import TYPE_CHECKING, AbstractSet, Sequence, Set, Tuple

from .excuses import APART, MARKS, seen_through
from .faces import Handle, View
from .ledger import Kept, Ledger
from .things import Growing, Thing

if TYPE_CHECKING:
    from .world import Package


def change_hands(
    ledger: Ledger, kept: Kept, shown: str, before: AbstractSet[Tuple[str, str]] = frozenset()
) -> None:
    """The note `kept` shows the thing `shown` from now on (MARKS, TAKEN FOR ANOTHER); `before` is
    what the editions before showed (`Package.before`)."""
    ledger.given_away |= {kept.token, shown} if (shown, kept.guid) in before else {kept.token}
    kept.token = shown
    ledger.pending[shown] = APART
    if kept.is_named:
        ledger.split.setdefault(shown, MARKS)


def may_be_taken(ledger: Ledger, kept: Kept, shown: str, views: Sequence[View]) -> bool:
    """Whether a sync may have taken the note `kept` of a mark for the mark `shown` on its passage
    (SPLIT): an id is known on one side at most, and its own mark is not shown as it was, or has
    another note."""
    seen = seen_through(views)
    now, own = seen.get(shown, set()), seen.get(kept.token, set())
    told = all(any(one[0] == "id" for one in known) for known in (kept.known, now))
    passage = {one for one in kept.known if one[0] == "passage"}
    if kept.token in ledger.split:
        return bool(passage & now)  # it may say another's id (MARKS)
    return bool(passage & now) and kept.known & own <= passage and not told


def may_have_moved(source: Growing, kept: Kept, shown: str, views: Sequence[View]) -> bool:
    """Whether the post `shown` may be that of the note `kept`, mended and at a new address: nothing
    shows that any more, and the two have one title, and begin and end alike (TAKEN FOR ANOTHER);
    not where both tell their day."""
    seen = seen_through(views)
    now = seen.get(shown, set())  # nothing, where a sync gave the note what it was not shown
    days = (any(each[0] == "dated" for each in known) for known in (kept.known, now))
    return (
        bool(now)
        and _frame_alike(source, kept.token, shown)
        and kept.token not in seen
        and not all(days)
    )


def may_be_joined(source: Growing, kept: Kept, ledger: Ledger) -> bool:
    """Whether the note `kept` of a post may be held for the second of another one's: the two have
    one title, and begin and end alike, and of one no address is known (TAKEN FOR ANOTHER)."""
    return any(
        not (kept.is_named and one.is_named) and _frame_alike(source, kept.token, one.token)
        for one in ledger.notes.values()
        if one.token != kept.token and not one.aside
    )


def _frame_alike(source: Growing, token: str, other: str) -> bool:
    """Whether two things are posts of one title that begin alike: all posts end alike."""
    things = source.things[token], source.things[other]
    begin = {(one.kind, one.title, one.answer.partition(one.token)[0]) for one in things}
    return len(begin) == 1 and things[0].kind == "post"


def may_change_hands(source: Growing, kept: Kept, shown: str, package: Package) -> bool:
    """Whether importing `package` may have made the note `kept` show the thing `shown` (MARKS): not
    if it has told with an id that the note's GUID is that of what the note showed, unless an
    edition that was not imported here gave it to the other; that keeps it under another title."""
    same_kind = source.things[kept.token].kind == source.things[shown].kind
    seen = [view for view in package.views if shown in view.shown]
    kept_it = (shown, kept.guid) in package.before
    known = kept.known | _titles_before(source.things[kept.token])
    named = _titles_before(source.things[shown]) if kept_it else set[Handle]()
    alike = any(known & (named | view.handles(shown)) for view in seen)
    told = any(view.face.ids for view in seen) and (kept.token, kept.guid) in package.ever
    return same_kind and alike and (kept_it or not told)


def _titles_before(thing: Thing) -> Set[Handle]:
    return {("title", title) for title in thing.titles}


def bears_anothers_id(kept: Kept, package: Package) -> bool:
    """Whether the note `kept` of `package` was another thing's in an edition before, which told its
    id, and is taken for that since (MARKS): it shows what was never told with an id as this."""
    told = {token for token, guid in package.ever if guid == kept.guid}
    return bool(told) and kept.token not in told
