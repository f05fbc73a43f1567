"""When two things cannot be one, whatever else they share: what their sources call them differs.

A name that two things share (a title, a passage, a template's first line) says that they may be
one. Their ids can say that they are not, and where these say nothing the place that they were found
at, or that they begin otherwise and have little in common; nothing else can.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Dict, List, Optional, Sequence, Set

from .addresses import PREFIX, Address, address_in, two_pages, without_host
from .keys import HEAD, Names, counterpart, guid_for, is_head
from .likeness import differ_between, likeness
from .look import Look, Named

MEMO = "memos"
"""How the id of a memo begins."""

ENOUGH = 0.5
"""So much of the one text must stand in the other, where a name says that they may be one."""

REST = 0.7
"""So much of a text stays where its beginning is rewritten: posts of a blog have phrases in common,
and an end."""

NO_SUMMARY = 500
"""A text as long is no summary."""

_ENDS = 20
"""So many of the names and ids that a thing was known by first, and so many of the last, are
compared with another's."""


def in_short(one: Named) -> Named:
    """`one` with as many names and ids as are compared. Of what is taken for one that moves, time
    and again (posts of one title in hundreds of files), there is no end of them."""
    if max(len(one.keys), len(one.ids)) <= 2 * _ENDS:
        return one
    keys, ids = (
        each if len(each) <= 2 * _ENDS else (*each[:_ENDS], *each[-_ENDS:])
        for each in (one.keys, one.ids)
    )
    return Names(one.guid, keys, ids)


def alike(look: Look, other: Look) -> float:
    """How alike two texts are, as their sources told them, whatever the learner has made of either
    since: 0 if they are two, more than 1 if they were the same."""
    return 2.0 if look.hashes & other.hashes else likeness(look.said, other.said)


def two_texts(look: Look, other: Look) -> bool:
    """Whether two texts have no more in common than how they begin and end, as have posts of a blog
    that are made alike: of a short text that may be most of it. Where the learner has rewritten a
    long one nobody knows."""
    if look.is_own and other.is_own:
        return differ_between(look.body, other.body)
    is_whole = max(len(look.said), len(other.said)) <= NO_SUMMARY
    return is_whole and differ_between(look.said, other.said)


def place_of(look: Look) -> str:
    """Where and when, as far as is known: it tells apart what says the same."""
    return f"{look.page.id if look.page else look.host} {look.captured}"


def contradict(one: Named, other: Named, look: Look, other_look: Look) -> bool:
    """Whether `one` and `other`, which share a name, are two things."""
    one, other = in_short(one), in_short(other)
    spaces, other_spaces = _by_space(one.ids), _by_space(other.ids)
    if spaces.keys().isdisjoint(other_spaces):
        return _unlike(one, other, look, other_look)
    for space in spaces.keys() & other_spaces.keys():
        mine, theirs = spaces[space], other_spaces[space]
        # A path without a host says nothing beside the same with one.
        told, they_told = _paths_at_hosts(mine), _paths_at_hosts(theirs)
        same = (set(mine) & set(theirs)) - (told & they_told)
        if same:
            return all(map(is_anybodys, same)) and stands_instead(one, other, look, other_look)
        addresses = list(filter(None, map(address_in, set(mine) - told)))
        their_addresses = list(filter(None, map(address_in, set(theirs) - they_told)))
        # What the learner made of a title is no matter: it is among what both are known by.
        same_title = _shared(one, other)
        unlike = say_otherwise(one, other, look, other_look)
        if any(
            not _elsewhere(one_address, another, same_title, unlike, look, other_look)
            for one_address in addresses
            for another in their_addresses
        ):
            return False
    return True


def _unlike(one: Named, other: Named, look: Look, seen: Look) -> bool:
    """Whether two things are two, of which no ids can be compared."""
    elsewhere = _read_elsewhere(look, seen)
    if _made_apart(look, seen):
        return True
    if not (one.ids or other.ids):
        # Two texts of one title that begin otherwise: what a text begins with are its other keys.
        apart = one.keys and other.keys and not _shared(one, other)
        return elsewhere or bool(apart and (not alike(look, seen) or two_texts(look, seen)))
    # Of all that is read only a blog moves to another host.
    if elsewhere and not any(id.startswith(PREFIX) for id in (*one.ids, *other.ids)):
        return True
    return say_otherwise(one, other, look, seen)


def called_otherwise(one: Named, other: Named) -> bool:
    """Whether names alone say that two things are two, of which one is no longer there to look at:
    their sources call them by other names, or they never began alike."""
    ids, other_ids = ({*map(without_host, each.ids)} for each in (one, other))
    if _by_space(tuple(ids)).keys() & _by_space(tuple(other_ids)).keys():
        return ids.isdisjoint(other_ids)
    return begin_otherwise(one, other)


def say_otherwise(one: Named, other: Named, look: Look, seen: Look) -> bool:
    """Whether two texts are two: they never began alike, and have little in common. How the source
    began says more than what the learner has made of it since."""
    return begin_otherwise(one, other) and alike(look, seen) < REST


def stands_instead(one: Named, other: Named, look: Look, seen: Look) -> bool:
    """Whether what is called as another was may be another: of another day, with another text. A
    blog that numbers its posts anew gives one the address of another. Of a post of which neither
    host nor day is told another title says so."""
    days = days_apart(look, seen)
    if days is None:
        address = next(filter(None, map(address_in, filter(is_anybodys, one.ids))), None)
        if address is None or shared_titles(one, other) - {guid_for("post", address.key)}:
            return False
    elif days <= 1:
        return False
    return not begin_alike(one, other) and alike(look, seen) < ENOUGH


def is_anybodys(id: str) -> bool:
    """Whether another source may call another thing by `id`: it tells no host, and of servers of
    memos each counts from 1, as blogs do whose paths are numbers."""
    address = address_in(id)
    return not address.host if address else id.startswith(f"{MEMO}:/")


def days_apart(look: Look, seen: Look) -> Optional[int]:
    """How many days lie between the dates of two things; None if one tells no day."""
    try:
        return abs((date.fromisoformat(look.captured) - date.fromisoformat(seen.captured)).days)
    except ValueError:
        return None


def begin_alike(one: Named, other: Named) -> bool:
    """Whether of both it is known how their texts begin, and they once began alike."""
    begins = {key for each in one.keys if is_head(each) for key in (each, counterpart(each))}
    return not begins.isdisjoint(other.keys)


def share_the_best(one: Named, other: Named) -> bool:
    """Whether the GUID of either is a name of the other."""
    return other.guid in (one.guid, *one.keys) or one.guid in other.keys


def begin_otherwise(one: Named, other: Named) -> bool:
    """Whether of both it is known how their texts begin, and they never began alike."""
    known = all(any(map(is_head, each.keys)) for each in (one, other))
    return known and not begin_alike(one, other)


def _read_elsewhere(look: Look, seen: Look) -> bool:
    """Whether two things are of two pages, or hosts where no more is told."""
    page = look.page
    other = page and seen.page
    if page and other and page.host == other.host:
        # An export tells one address of a document for all of it, which may have several.
        is_document = min(look.length, seen.length) >= HEAD and alike(look, seen) >= 1
        return two_pages(page, other) and not is_document
    host, other_host = look.host, seen.host
    return bool(host and other_host) and _bare(host) != _bare(other_host)


def _made_apart(look: Look, seen: Look) -> bool:
    """Whether of two annotations the one was made when the other had long been there."""
    for one, other in ((look, seen), (seen, look)):
        made = one.made
        if not made:
            continue
        try:
            after = date.fromisoformat(made) - _last_day(other.made or other.captured)
        except ValueError:  # a month, or what the learner wrote there
            continue
        # The day may differ by one with the time zone that a face tells it in.
        if after > timedelta(days=1):
            return bool(other.made) or alike(look, seen) < 1
    return False


def _last_day(captured: str) -> date:
    """The last that `captured` (`2023`, `2023-08`, `2023-08-13`) may mean. Raises ValueError."""
    if len(captured) >= len("2023-08-13"):
        return date.fromisoformat(captured)
    year, month = (*map(int, captured.split("-")), 12)[:2]
    return date(year, month, monthrange(year, month)[1])


def _shared(one: Named, other: Named) -> bool:
    """Whether both are known by one of their lesser names, or each by the GUID of the other."""
    known = {*one.keys, *map(counterpart, one.keys)}
    crossed = one.guid in other.keys and other.guid in one.keys
    return crossed or not known.isdisjoint(other.keys)


def shared_titles(one: Named, other: Named) -> Set[str]:
    """The names that they share, less how their texts begin."""
    return {name for name in (one.guid, *one.keys) if not is_head(name)}.intersection(
        (other.guid, *other.keys)
    )


def _by_space(ids: Sequence[str]) -> Dict[str, List[str]]:
    """Ids of one kind name different things; an item of a memo is no memo."""
    spaces: Dict[str, List[str]] = {}
    for id in ids:
        is_part = "#" in id and not id.startswith("post:")
        spaces.setdefault(id.partition(":")[0] + "#" * is_part, []).append(id)
    return spaces


def _paths_at_hosts(ids: Sequence[str]) -> Set[str]:
    """The addresses among `ids` that tell a host, without it."""
    return {path for id, path in zip(ids, map(without_host, ids)) if path != id}


def _elsewhere(
    one: Address, other: Address, same_title: bool, unlike: bool, look: Look, seen: Look
) -> bool:
    """Whether two addresses are those of two posts."""
    if two_pages(one, other):
        return True
    if not one.host or not other.host or one.host == other.host:
        return False
    # A blog that moved shows the same posts; another may have a path, and a title, by chance.
    same_text, days = alike(look, seen) >= ENOUGH, (look.captured, seen.captured)
    if one.says_nothing:
        return not same_text
    return unlike or not (same_text or same_title or not all(days) or _same_date(*days))


def _bare(host: str) -> str:
    return host[4:] if host.startswith("www.") else host


def _same_date(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
