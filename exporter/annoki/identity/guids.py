"""Which note an item is (docs/sync-contract.md).

A GUID is made from what the reader can never edit, so that fixing an answer keeps the review
history, and the same thing seen through another face is the same note. Printed numbers, order,
dates, decks, rendered HTML and repairs never enter a key.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from itertools import chain, count
from typing import Callable, Dict, List, Mapping, NamedTuple, Sequence, Set, Tuple

from ..model import Face, Item
from ..text.scripts import EAST_ASIAN
from ..text.spans import written, written_text_of
from .likeness import clusters, excerpt, normalised, text_key

_BASE91 = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"
)
# The lead of a link note: its Latin name up to the first Chinese character, or its Chinese name
# up to the first space or stop. What follows is the reader's own text, who may rewrite it.
_LATIN_LEAD = re.compile(f"[^{EAST_ASIAN}\\n]+")
_CJK_LEAD = re.compile(r"[^\s。!?;,]+(?:(?<=:)\s*[^\s。!?;,]+)?")
_SENTENCE_END = re.compile(r"(?<=[^\d\s][.!?;])\s")
_TAGS_ONLY = re.compile(r"\s*(?:#[^\s#]+\s*)*$")
_HEAD_LENGTH = 40

_Key = Tuple[str, str]


def guid_for(kind: str, key: str) -> str:
    """Base91 of the first 8 bytes of SHA-256, equal to `genanki.guid_for(kind, key)`."""
    number = int.from_bytes(hashlib.sha256(f"{kind}__{key}".encode()).digest()[:8], "big")
    digits = []
    while number:
        number, digit = divmod(number, 91)
        digits.append(_BASE91[digit])
    return "".join(reversed(digits))


def lead_of(line: str) -> str:
    """The start of a link note that names its subject, from its flattened first line."""
    line = unicodedata.normalize("NFKC", line).strip()
    latin = _LATIN_LEAD.match(line)
    if latin and re.search(r"\w{2}", latin.group()):
        return _SENTENCE_END.split(latin.group(), maxsplit=1)[0].strip(" \t:,.;-–—(“\"'")
    chinese = _CJK_LEAD.match(line)
    return chinese.group() if chinese else line


def plain_key(item: Item) -> str:
    """The key of `item` as long as nothing else in the run shares it."""
    if item.kind == "annotation":
        return normalised(written_text_of(item.passage))
    if item.kind == "page-note":
        return _page_note(item.uri.partition("#")[0] or item.host, item)
    if item.kind == "post":
        return normalised(written(item.title)) or excerpt(item)
    return normalised(lead_of(_lead_line(_text(item))))


def poorer_keys(item: Item) -> Tuple[str, ...]:
    """The keys that `item` has where it is seen through a face that tells less of it."""
    keys: Tuple[str, ...] = ()
    if item.kind == "page-note" and item.uri:
        keys = (_page_note(item.host, item), _page_note("", item))
    elif item.kind == "post" and item.title and item.body and 0 < item.face < Face.PAGE:
        keys = (excerpt(item),)
    own = plain_key(item) if keys else ""
    return tuple(key for key in keys if key not in ("", own))


def known_as(listings: Sequence[Sequence[Item]]) -> Dict[_Key, _Key]:
    """The key of a thing seen through a poor face → its key seen through the richer one, for the
    things of `listings` that are seen through both. Where it could be two things it is neither."""
    found: Dict[_Key, Set[_Key]] = {}
    titled: Dict[str, List[Item]] = {}
    untitled: Dict[str, str] = {}
    for item in (item for items in listings for item in items):
        for key in poorer_keys(item) if item.face else ():
            found.setdefault((item.kind, key), set()).add((item.kind, plain_key(item)))
        if item.kind != "post":
            continue
        if not item.title:
            untitled[excerpt(item)] = ""
        elif item.face:
            titled.setdefault(text_key(item)[:_HEAD_LENGTH], []).append(item)
    # A whole post begins with what an untitled excerpt shows of it.
    for text in untitled:
        for item in titled.get(text[:_HEAD_LENGTH], ()) if len(text) >= _HEAD_LENGTH else ():
            if text_key(item).startswith(text):
                found.setdefault(("post", text), set()).add(("post", plain_key(item)))
    return {poorer: richer.pop() for poorer, richer in found.items() if len(richer) == 1}


def _lead_line(text: str) -> str:
    """The first line; not one of tags only, which many memos may share."""
    lines = text.split("\n")
    return next((line for line in lines if not _TAGS_ONLY.match(line)), lines[0])


class Identified(NamedTuple):
    """An item and its GUID."""

    guid: str
    item: Item


def identify(listings: Sequence[Sequence[Item]]) -> List[List[Identified]]:
    """A GUID for each item of each listing, in the same order.

    Items of different listings that are the same thing get the same GUID. Items that only share a
    key are told apart: annotations on one passage by an ordinal (oldest = 0), everything else by
    host or by the head of its text, the oldest keeping the plain key.
    """
    # A GUID stands for its key: a hundred thousand passages need not be in memory once more.
    guids = [[guid_for(item.kind, plain_key(item)) for item in items] for items in listings]
    for guid, places in _shared(guids, known_as(listings)).items():
        items = [listings[listing][at] for listing, at in places]
        kind, key = items[0].kind, plain_key(items[0])
        suffixes = _told_apart([(listing, item) for (listing, _), item in zip(places, items)])
        for (listing, at), suffix in zip(places, suffixes):
            guids[listing][at] = guid_for(kind, key + suffix) if suffix else guid
    return [list(map(Identified, guids[at], items)) for at, items in enumerate(listings)]


def _shared(
    guids: Sequence[Sequence[str]], known: Mapping[_Key, _Key]
) -> Dict[str, List[Tuple[int, int]]]:
    """The places (listing, at) of each GUID that several items have; of a thing `known` by a
    richer face, those of its poorer one after them."""
    times = Counter(chain.from_iterable(guids))
    pairs = [(guid_for(*poorer), guid_for(*richer)) for poorer, richer in known.items()]
    looked_for = {guid for guid, many in times.items() if many > 1}.union(*pairs)
    groups: Dict[str, List[Tuple[int, int]]] = {}
    for listing, ones in enumerate(guids):
        for at, guid in enumerate(ones):
            if guid in looked_for:
                groups.setdefault(guid, []).append((listing, at))
    for poorer, richer in pairs:
        if poorer in groups and richer in groups:
            groups[richer] += groups.pop(poorer)
    return {guid: places for guid, places in groups.items() if len(places) > 1}


def _told_apart(places: Sequence[Tuple[int, Item]]) -> List[str]:
    """For each (listing, item) that shares one plain key: what to add to the key."""
    items = [item for _, item in places]
    suffixes = _distinct(items, lambda item: item.host)
    if items[0].kind == "annotation":
        for host in set(suffixes):
            on_host = [at for at, suffix in enumerate(suffixes) if suffix == host]
            for at, ordinal in zip(on_host, _ordinals([places[at] for at in on_host])):
                suffixes[at] = host + (f"\n{ordinal}" if ordinal else "")
    elif not any(suffixes):
        suffixes = _apart_by_text(items)
    return suffixes


def _apart_by_text(items: Sequence[Item]) -> List[str]:
    # A link note's lead opens its text, a post's title does not.
    lead = len(plain_key(items[0])) if items[0].kind == "memo" else 0

    def head(item: Item) -> str:
        return excerpt(item)[lead : lead + _HEAD_LENGTH]

    if not any(item.face for item in items):
        return _distinct(items, head)
    suffixes = [""] * len(items)
    things = clusters(items)
    oldest = min(things, key=lambda thing: min(items[at].captured or "9999" for at in thing))
    for thing in things:
        poorest = min(thing, key=lambda at: items[at].face)
        for at in thing if thing is not oldest else ():
            suffixes[at] = f"\n{head(items[poorest]) or items[poorest].link}"
    return suffixes


def _distinct(items: Sequence[Item], part: Callable[[Item], str]) -> List[str]:
    """`part` of each item, but empty for the oldest item's part and where it is unknown."""
    known = [(item.captured or "9999", part(item)) for item in items if part(item)]
    oldest = min(known)[1] if known else ""
    return ["" if part(item) in ("", oldest) else f"\n{part(item)}" for item in items]


def _ordinals(places: Sequence[Tuple[int, Item]]) -> List[int]:
    """Which of several annotations on one passage each is, oldest = 0.

    Only a listing that holds the passage twice says that there are several. An annotation of
    another listing is the one with the same note, or else the one at its own place.
    """
    by_listing: Dict[int, List[int]] = {}
    for index, (listing, _) in enumerate(places):
        by_listing.setdefault(listing, []).append(index)
    for indices in by_listing.values():
        # Newest are printed first; the sort is stable, so print order decides within a month.
        indices.reverse()
        indices.sort(key=lambda index: places[index][1].captured or "9999")
    notes = [text_key(item) for _, item in places]
    slots: Dict[str, List[int]] = {}
    longest = max(by_listing.values(), key=len)
    for slot, index in enumerate(longest):
        slots.setdefault(notes[index], []).append(slot)
    ordinals = [0] * len(places)
    for indices in by_listing.values():
        taken: Set[int] = set()
        lowest = count()
        same = {body: iter(known) for body, known in slots.items()}
        # Stable: those whose note is known choose first, the others in order of age.
        for index in sorted(indices, key=lambda index: notes[index] not in slots):
            choice = chain(same.get(notes[index], ()), lowest)
            ordinals[index] = next(slot for slot in choice if slot not in taken)
            taken.add(ordinals[index])
    return ordinals


def _page_note(page: str, item: Item) -> str:
    return f"{page}\n{normalised(_text(item).split(chr(10), 1)[0])}"


def _text(item: Item) -> str:
    """What the item says first."""
    first = next(filter(None, (written_text_of([block]) for block in item.body)), "")
    return first or written_text_of(item.passage) or written(item.title)
