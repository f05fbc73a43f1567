"""The source: what a person wrote over the years, each thing once, however it is seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Tuple

from . import words
from .dice import Dice

CALLOUT, SEPARATOR, PLAIN, QUESTION, HIGHLIGHT = (
    "callout",
    "separator",
    "plain",
    "question",
    "highlight",
)
HOSTS = ("reading.example.org", "docs.example.net", "papers.example.com")


@dataclass
class Thing:
    """An annotation, page note, post, memo, or item of a weekly memo.

    `token` stands in its text and is never edited: it says of every note which thing it shows.
    `mark` counts edits and stands in the text too: it says which version a note shows. `changed` is
    when it was last edited (s since 1970). What does not fit its kind is empty.
    """

    kind: str
    token: str
    id: str
    created: int
    changed: int
    alive: bool = True
    mark: int = 0
    tags: Tuple[str, ...] = ()
    passage: str = ""
    style: str = PLAIN
    question: str = ""
    answer: str = ""
    page: int = 0
    first: str = ""
    title: str = ""
    path: str = ""
    issue: str = ""
    paths: List[str] = field(default_factory=list)
    """Where a post stood before."""
    titles: List[str] = field(default_factory=list)
    """What a post was called before."""

    @property
    def host(self) -> str:
        return HOSTS[self.page % len(HOSTS)]

    @property
    def uri(self) -> str:
        return f"https://{self.host}/page-{self.page}"

    @property
    def page_title(self) -> str:
        return f"A page about 潮汐 {self.page}"

    @property
    def version(self) -> str:
        """What the text says of its version."""
        return f"〈{self.mark}〉"

    @property
    def text(self) -> str:
        """The part of its text that is typed again at each edit."""
        return f"{self.answer} {self.version}"


@dataclass
class Growing:
    """All that was ever written, by token, and where the blog stands."""

    things: Dict[str, Thing] = field(default_factory=dict)
    blog: str = "https://blog.example.org"

    def alive(self, *kinds: str) -> List[Thing]:
        """Those of `kinds` that still stand there, newest first."""
        found = [one for one in self.things.values() if one.alive and one.kind in kinds]
        return sorted(found, key=lambda one: (-one.created, one.token))

    def issues(self) -> Dict[str, List[Thing]]:
        """Each weekly memo's items in their order, newest memo first."""
        found: Dict[str, List[Thing]] = {}
        for one in self.alive("item"):
            found.setdefault(one.issue, []).append(one)
        return {name: sorted(ones, key=lambda one: one.page) for name, ones in found.items()}

    def is_repeated(self, thing: Thing) -> bool:
        """Whether another thing has, or had, the same passage, title or first line."""
        part = {"annotation": "passage", "post": "title", "memo": "first", "page-note": "first"}
        name = part.get(thing.kind)
        return bool(name) and any(
            other is not thing
            and other.kind == thing.kind
            and getattr(other, name or "") == getattr(thing, name or "")
            for other in self.things.values()
        )


def new_thing(dice: Dice, kind: str, now: int) -> Thing:
    token = dice.token()
    id = f"{kind[:2].title().replace('-', '')}{dice.number('id'):020d}"[:22]
    thing = Thing(kind, token, id, now, now, page=dice.below("page", 6))
    thing.tags = tuple(dict.fromkeys(dice.some("tag", words.TAGS, 0.2)))
    thing.question, thing.answer = words.question(dice, "q"), words.answer(dice, "a")
    unique, some = words.number(dice, "unique"), words.sentence(dice, "some")
    if kind == "annotation":
        thing.style = dice.pick("style", (CALLOUT, CALLOUT, SEPARATOR, PLAIN, QUESTION, HIGHLIGHT))
        # What may be marked twice cannot be told apart by its passage.
        inside = thing.style in (QUESTION, HIGHLIGHT) or dice.chance("inside", 0.6)
        thing.passage = f"{some} {token} {unique}: {words.sentence(dice, 'more')}"
        if not inside:
            thing.passage = f"{some} {unique}: {words.sentence(dice, 'more')}"
            thing.answer = f"{token} {thing.answer}"
    elif kind in ("page-note", "memo"):
        shared = dice.chance("template", 0.4)
        thing.first = dice.pick("first", words.FIRST_LINES) if shared else f"{some} {unique}"
        thing.answer = f"{token} {thing.answer}"
    elif kind == "post":
        shared = dice.chance("repeated", 0.4)
        thing.title = dice.pick("title", words.TITLES) if shared else f"{thing.question} {unique}"
        thing.path = f"/{2024 + dice.below('year', 2)}/{dice.below('path', 10**6):06d}-note/"
        thing.answer = f"{some} {token} {thing.answer}"
    elif kind == "item":
        thing.first = f"{dice.pick('lead', words.LEADS)}-{dice.below('lead#', 10**7)}"
        thing.answer = f"值得一读。{token} {thing.answer}"
    return thing


def marked_again(dice: Dice, thing: Thing, now: int) -> Thing:
    """A second annotation on the passage of `thing`."""
    again = new_thing(dice, "annotation", now)
    again.passage, again.page, again.style = thing.passage, thing.page, thing.style
    if again.token not in again.answer:
        again.answer = f"{again.token} {again.answer}"
    return again
