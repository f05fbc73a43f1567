"""Where the same thing was met again: a paper, a post, a repository that several places name.

A thing is known by its address, whichever of them a place gives; by the title of what was read, or
by the name that a link gives it, where those are distinctive and stand elsewhere as a name. What is
less than that is no link: none is better than a false one.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Dict, Iterator, List, Literal, NamedTuple, Sequence, Set, Tuple

from ..model import Note
from .documents import ReadDocument
from .inferred import Titled, by_author, translated
from .names import Name, NamesToFind, books_in, distinctive, names_in_title
from .things import (
    called_by_title,
    is_paper,
    repository,
    repository_in,
    says_little,
    thing_at,
)
from .told import ToldIn, told_in_note
from .units import Unit, units_of

Evidence = Literal["address", "title", "name"]
"""What tells that it is the same: an address; the title of one that stands in another; a name that
both give it. Of a meeting, the weakest that it needs."""

_STRENGTH: Tuple[Evidence, ...] = ("address", "title", "name")
_ADDRESS, _TITLE, _NAME = range(3)
_OFTEN, _SHARE = 5, 4
"""What stands in more than so many places of a source, and in one of so many, is its furniture."""
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,38}/[\w.-]{2,100}", re.ASCII)


class MetAt(NamedTuple):
    """Where a thing was met: a document, and which notes of it name the thing; none, where the
    document is the thing itself."""

    document: int
    notes: Tuple[int, ...] = ()


class Meeting(NamedTuple):
    """A thing that was met in several places: what tells that it is the same, `text` by which it is
    known, and its address, where one is known."""

    by: Evidence
    text: str
    url: str
    places: Tuple[MetAt, ...]

    def as_dict(self) -> Dict[str, Any]:
        """Its part of the atlas."""
        places = [{"document": one.document, "notes": list(one.notes)} for one in self.places]
        return {"by": self.by, "text": self.text, "url": self.url, "places": places}


def met_again(notes: Sequence[Note], documents: Sequence[ReadDocument]) -> Tuple[Meeting, ...]:
    """What was met in several places of `notes`, which come from `documents`; in the order of the
    first of them."""
    found = _Things(notes, documents)
    found.look_at_addresses()
    found.look_for_names()
    found.infer()
    return tuple(found.meetings())


class _Met(NamedTuple):
    """How a unit met a thing: the strength of what tells it (less is more), and the notes that name
    the thing; none, where the unit is the thing."""

    strength: int
    notes: Set[int]


class _Naming(NamedTuple):
    """A name, the key of what it names, and the strength that it has."""

    name: Name
    key: str
    strength: int


class _Things:
    """Things by their keys, and who met them."""

    def __init__(self, notes: Sequence[Note], documents: Sequence[ReadDocument]) -> None:
        self._told: List[ToldIn] = [told_in_note(note) for note in notes]
        self._units: List[Unit] = list(units_of(notes, documents))
        self._unit_of = {n: u for u, unit in enumerate(self._units) for n in unit.notes}
        self._met: Dict[str, Dict[int, _Met]] = {}
        self._called: Dict[str, str] = {}
        self._inferred: Dict[str, str] = {}
        self._urls: Dict[str, str] = {}
        self._keys: Dict[str, str] = {}
        self._labels: Dict[Tuple[str, ...], Tuple[Name, Set[str]]] = {}
        self._own = [self._key_at(unit.address) for unit in self._units]

    def _key_at(self, address: str) -> str:
        key = self._keys.get(address)
        if key is None:
            key = self._keys[address] = thing_at(address) if address else ""
            if key:
                self._urls.setdefault(key, address)
        return key

    def _is(self, key: str, unit: int, strength: int) -> None:
        met = self._met.setdefault(key, {})
        if unit not in met or met[unit].notes:
            met[unit] = _Met(strength, set())

    def _names(self, key: str, note: int, strength: int) -> None:
        met, unit = self._met.setdefault(key, {}), self._unit_of[note]
        held = met.setdefault(unit, _Met(strength, {note}))
        if held.notes:
            met[unit] = _Met(min(strength, held.strength), held.notes | {note})

    def look_at_addresses(self) -> None:
        """Meet things at their addresses, and repositories as they are called."""
        for n, told in enumerate(self._told):
            for address, label in told.links:
                key = self._key_at(address)
                if key:
                    self._names(key, n, _ADDRESS)
                for name in distinctive(label) if key and "://" not in label else ():
                    self._labels.setdefault(name.words, (name, set()))[1].add(key)
        for u, unit in enumerate(self._units):
            if not self._own[u]:
                key, is_sure = called_by_title(unit.title)
                self._own[u] = key if is_sure or key in self._met else ""
            if self._own[u]:
                self._is(self._own[u], u, _ADDRESS)
        known = {key for key in self._met if repository_in(key)}
        for n, told in enumerate(self._told) if known else ():
            for line in told.lines:
                for bare in _REPOSITORY.findall(line) if "/" in line else ():
                    key = repository(bare.rstrip("."))
                    if key in known:
                        self._names(key, n, _NAME)

    def look_for_names(self) -> None:
        """Meet things by title and name."""
        titled: Dict[Tuple[str, ...], Tuple[Name, List[int]]] = {}
        for u, unit in enumerate(self._units):
            for name in names_in_title(unit.title):
                titled.setdefault(name.words, (name, []))[1].append(u)
        names: Dict[Tuple[str, ...], _Naming] = {}
        for words, (name, units) in titled.items():
            key = self._key_of(name, units)
            if key:
                names[words] = _Naming(name, key, _TITLE)
                for u in units:
                    self._is(key, u, _TITLE)
        for words, (name, keys) in self._labels.items():
            if len(keys) == 1:  # else it names none of them
                names.setdefault(words, _Naming(name, next(iter(keys)), _NAME))
        for n, told in enumerate(self._told):
            for line in told.lines:
                for name in books_in(line):
                    known = names.get(name.words)
                    key = known.key if known else f"name:{' '.join(name.words)}"
                    self._called.setdefault(key, name.shown)
                    self._names(key, n, _NAME)
        for one in names.values():
            self._called.setdefault(one.key, one.name.shown)
        self._look_up(names)

    def _key_of(self, name: Name, units: Sequence[int]) -> str:
        """The key of what those `units` are that have the title `name`; empty if it is no name of
        one thing."""
        own = {self._own[u] for u in units} - {""}
        if len(own) == 1:
            return next(iter(own))
        hosts = Counter(key.partition("/")[0] for key in own)
        sources = Counter(self._units[u].source for u in units)
        if own and (max(hosts.values()) > 1 or not (name.is_long or any(map(is_paper, own)))):
            return ""
        # What one source calls several so is what kind of thing they are.
        return f"title:{' '.join(name.words)}" if max(sources.values()) == 1 else ""

    def _look_up(self, names: Dict[Tuple[str, ...], _Naming]) -> None:
        named = NamesToFind(one.name for one in names.values())
        for n, told in enumerate(self._told):
            for line in told.lines:
                for name in named.in_line(line):
                    self._names(names[name.words].key, n, names[name.words].strength)

    def infer(self) -> None:
        """Meet what only its names in another language, or its authors, tell."""
        titles = [Titled(u, unit.title) for u, unit in enumerate(self._units) if unit.title]
        texts = [[self._told[n].lines for n in unit.notes] for unit in self._units]
        nameless = [
            u
            for u, unit in enumerate(self._units)
            if unit.is_whole and not unit.title and not unit.address
        ]
        things: Dict[int, Set[str]] = {}
        for key, met in self._met.items():
            for u in met:
                things.setdefault(u, set()).add(key)
        for one in (*translated(titles), *by_author(titles, nameless, texts)):
            if things.get(one.one, set()).isdisjoint(things.get(one.other, set())):
                key = f"name:{one.one}:{one.other}"
                named = {self._units[one.other].notes[at] for at in one.notes}
                self._inferred[key] = one.text
                self._met[key] = {one.one: _Met(_NAME, set()), one.other: _Met(_NAME, named)}

    def meetings(self) -> Iterator[Meeting]:
        """What was met in several places."""
        size = Counter(unit.source for unit in self._units)
        found: Dict[Tuple[MetAt, ...], List[Meeting]] = {}
        for key, met in self._met.items():
            sources = Counter(self._units[u].source for u, one in met.items() if one.notes)
            furniture = {
                source
                for source, times in sources.items()
                if times > _OFTEN and times * _SHARE >= size[source]
            }
            left = {
                u: one
                for u, one in met.items()
                if not one.notes or self._units[u].source not in furniture
            }
            names_only = all(one.notes for one in left.values())
            if len(left) > 1 and not (names_only and says_little(key)):
                one = self._meeting(key, left)
                found.setdefault(one.places, []).append(one)
        for places in sorted(found):
            each = sorted(found[places], key=lambda one: (_STRENGTH.index(one.by), one.text))
            # What is less than an address, and of the same places, is most often the same thing.
            yield from [one for one in each if one.by == "address"] or each[:1]

    def _meeting(self, key: str, met: Dict[int, _Met]) -> Meeting:
        places = sorted(self._place(u, one.notes) for u, one in met.items())
        by = _STRENGTH[max(one.strength for one in met.values())]
        titles = (self._units[u].title for u, one in sorted(met.items()) if not one.notes)
        url = self._urls.get(key, "")
        told = self._inferred.get(key) or _as_written(repository_in(key), url)
        text = told or next(filter(None, titles), "") or self._called.get(key, key)
        return Meeting(by, text, url, tuple(places))

    def _place(self, u: int, notes: Set[int]) -> MetAt:
        unit = self._units[u]
        named = notes if unit.is_whole else {*notes, *unit.notes}
        return MetAt(unit.document, tuple(sorted(named)))


def _as_written(name: str, url: str) -> str:
    """`name`, in small letters, as `url` writes it."""
    at = url.casefold().find(name)
    return url[at : at + len(name)] if at >= 0 else name
