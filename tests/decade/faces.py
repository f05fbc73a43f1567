"""The formats through which the source is seen, and how much of it each tells.

A view is written as its service, program or converter would write it; a damaged one says less.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import AbstractSet, Callable, Dict, FrozenSet, List, Sequence, Tuple

from . import blog, hypothesis, memos
from .dice import Dice
from .things import Growing, Thing

Handle = Tuple[str, ...]
"""Something that a note may be known by: an id, a path, a title, a lead."""


@dataclass(frozen=True)
class Face:
    """`write` gives a file's text. `ids`: it tells ids or addresses; `counts`: a cut is told by
    the file alone; `rich`: notes follow it, whatever they were made from."""

    name: str
    write: Callable[[Growing], str]
    kinds: Tuple[str, ...]
    ids: bool = False
    counts: bool = True
    rich: bool = False


FACES: Dict[str, Face] = {
    face.name: face
    for face in (
        Face("page.txt", hypothesis.page_text, ("annotation", "page-note")),
        Face("page.html", hypothesis.page_html, ("annotation", "page-note"), ids=True),
        Face("api.json", hypothesis.api, ("annotation", "page-note"), ids=True, rich=True),
        Face("export.json", hypothesis.export, ("annotation", "page-note"), ids=True, rich=True),
        Face("export.csv", hypothesis.csv_of_one_page, ("annotation", "page-note"), counts=False),
        Face("export.txt", hypothesis.text_of_one_page, ("annotation", "page-note"), counts=False),
        Face("feed.xml", blog.feed, ("post",), ids=True, rich=True),
        Face("summary.xml", blog.summaries, ("post",), ids=True),
        Face("search.xml", blog.search, ("post",), ids=True, rich=True),
        Face("home.txt", blog.home, ("post",), counts=False),
        Face("memos.json", memos.listing, ("memo", "item"), ids=True, rich=True),
        Face("weekly.txt", memos.weekly, ("item",), counts=False),
    )
}
SERVICES = {"hypothesis": 0, "blog": 1, "memos": 2}
OF_SERVICE: Tuple[Tuple[str, ...], ...] = (
    ("page.txt", "page.html", "api.json", "export.json", "export.csv", "export.txt"),
    ("feed.xml", "summary.xml", "search.xml", "home.txt"),
    ("memos.json", "weekly.txt"),
)


def handles(face: Face, thing: Thing) -> FrozenSet[Handle]:
    """What `thing`, as it is now, may be known by when it is seen through `face`."""
    if thing.kind == "annotation":
        found: List[Handle] = [("passage", thing.passage)]
        found.append(("said", thing.passage, thing.question, thing.version))
    elif thing.kind == "page-note":
        found = [("first", thing.host, thing.first)]
        if face.name != "page.txt":
            found.append(("on", thing.uri, thing.first))
    elif thing.kind == "post":
        found = [("title", thing.title)]
        if face.ids:
            found.append(("path", thing.path))
        if face.name in ("feed.xml", "summary.xml"):
            found.append(("dated", thing.title, str(thing.created)))
        return frozenset(found)
    elif thing.kind == "item":
        found = [("lead", thing.first)]
        if face.ids:
            found.append(("part", thing.issue, thing.first))
        return frozenset(found)
    else:
        found = [("first", thing.first)]
    if face.ids:
        found.append(("id", thing.id))
    return frozenset(found)


def can_join(known: AbstractSet[Handle], seen: AbstractSet[Handle]) -> bool:
    """Whether a note known by `known` can be told to be what is seen by `seen`.

    Of a post seen at another path only its title and date tell that it has moved; the title alone
    says so little that it counts only where no path is known.
    """
    common = known & seen
    if not common:
        return False
    paths = {one[0] for one in known} & {one[0] for one in seen} & {"path"}
    return not paths or any(one[0] in ("path", "dated") for one in common)


def primary(face: Face, thing: Thing) -> Handle:
    """What the GUID of a note is made of that is first seen through `face`."""
    names = {one[0]: one for one in handles(face, thing)}
    order = {"annotation": ("passage",), "post": ("path", "title"), "item": ("part", "lead")}
    for name in order.get(thing.kind, ("id", "on", "first")):
        if name in names:
            return names[name]
    raise AssertionError(thing.kind)


@dataclass(frozen=True)
class View:
    """A file as it stands there: `shown` are the tokens that are whole in it, `cut` those that it
    shows in part; `damage` says what befell it, empty if nothing did. `things` are those that are
    shown, by token, as they were then: a package may be imported years later."""

    face: Face
    data: bytes
    shown: Tuple[str, ...]
    cut: Tuple[str, ...] = ()
    damage: str = ""
    things: Dict[str, Thing] = field(default_factory=dict)

    def handles(self, token: str) -> FrozenSet[Handle]:
        """What the thing `token`, which it shows, may be known by."""
        return handles(self.face, self.things[token])

    @property
    def may_be_whole(self) -> bool:
        """Whether nothing in a file that was cut tells that: not even the number of its things, if
        it was cut in the last; or where in a thing, if a line of it ends there."""
        if self.face.name != "page.txt":
            return not self.face.counts
        begun = re.findall(rb"(?m)^ {4}\d+\.", self.data)
        return self.data.endswith(b"\n") or self.data.startswith(b"%d Matching" % len(begun))

    def with_whole(self, tokens: AbstractSet[str], source: Growing) -> View:
        """The same, where it turns out that it shows `tokens` whole: of a face whose syntax tells
        what is whole, the thing that it was cut in or behind may be."""
        whole = tuple(one for one in self.cut if one in tokens) if self.face.counts else ()
        things = {**self.things, **_now(source, whole)}
        return replace(self, shown=(*self.shown, *whole), things=things) if whole else self


DAMAGES = ("missing", "garbled", "cut", "cut", "partial")
_GARBAGE = (
    b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
    b"\x00\x01\x02\xff\xfe PK\x03\x04 garbage",
    b'{"status": "failure", "reason": "Either the resource you requested does not exist"}',
)


def view(face: Face, source: Growing, dice: Dice, damage: str = "") -> View:
    """What stands in the file of `face`, after `damage` if any."""
    text = _partial(face, source, dice) if damage == "partial" else face.write(source)
    tokens = _tokens_in(text, source, face)
    data = text.encode()
    if damage == "missing":
        return View(face, b"", (), (), damage)
    if damage == "garbled":
        return View(face, dice.pick("garbage", _GARBAGE), (), (), damage)
    if damage == "cut" and data:
        data = data[: 1 + dice.below("cut", len(data))]
        left = data.decode(errors="ignore")  # it may end in the middle of a sign
        there = [one for one in tokens if one in left]
        # What stands before something else is whole; what a file ends in may not be, and with an
        # item the record that it is part of.
        issue = source.things[there[-1]].issue if there and face.ids else ""
        whole = [one for one in there[:-1] if not issue or source.things[one].issue != issue]
        if face.name == "home.txt" and f"{left}\n".count(" ...\n") < 2:
            whole = []  # one excerpt and a bit of text: no home page
        return View(
            face, data, tuple(whole), tuple(tokens[len(whole) :]), "cut", _now(source, whole)
        )
    said = damage if text else "missing"
    return View(face, data, tuple(tokens), (), said, _now(source, tokens))


def _now(source: Growing, tokens: Sequence[str]) -> Dict[str, Thing]:
    return {token: replace(source.things[token]) for token in tokens}


def _tokens_in(text: str, source: Growing, face: Face) -> List[str]:
    places = {
        token: text.find(token)
        for token, thing in source.things.items()
        if thing.kind in face.kinds and token in text
    }
    return sorted(places, key=places.__getitem__)


def _partial(face: Face, source: Growing, dice: Dice) -> str:
    """The file without some of its things, but with the numbers of all."""
    left_out = set(dice.some("left out", sorted(source.things), 0.3))
    return {
        "page.txt": lambda: hypothesis.page_text(source, left_out),
        "page.html": lambda: hypothesis.page_html(source, left_out),
        "api.json": lambda: hypothesis.api(source, left_out),
        "memos.json": lambda: memos.listing(source, more=True),
    }.get(face.name, lambda: "")()


def healthy(views: Sequence[View]) -> List[View]:
    return [one for one in views if not one.damage]
