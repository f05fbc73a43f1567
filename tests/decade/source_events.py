"""What happens to the source: it grows, is mended, loses things, and moves."""

from __future__ import annotations

from typing import Callable, List, Optional

from . import memos, words
from .dice import Dice
from .things import CALLOUT, HIGHLIGHT, QUESTION, Thing, marked_again, new_thing
from .world import World

MOST = 34
"""How many things stand in the source at most, so that years stay cheap."""
_KINDS = ("annotation", "annotation", "annotation", "page-note", "post", "post", "memo")


def _add(world: World, thing: Thing) -> None:
    if thing.token not in world.source.things:
        world.source.things[thing.token] = thing


def _one(world: World, dice: Dice, fits: Callable[[Thing], bool]) -> Optional[Thing]:
    ones = [one for one in world.source.things.values() if one.alive and fits(one)]
    return dice.choose("thing", ones, lambda one: one.token)


def _edited(world: World, thing: Optional[Thing]) -> None:
    if thing:
        thing.mark += 1
        thing.changed = world.now


def writes(world: World, dice: Dice) -> None:
    kind = dice.pick("kind", _KINDS)
    if len(world.source.alive(*_KINDS)) < MOST:
        _add(world, new_thing(dice, kind, world.now))


def writes_a_weekly(world: World, dice: Dice) -> None:
    """A weekly memo; the one before last is taken away, as in a window."""
    for name in list(world.source.issues())[1:]:
        for old in world.source.issues()[name]:
            old.alive = False
    name = f"Issue{dice.number('issue'):020d}"[:22]
    for at in range(memos.FEWEST + 1 + dice.below("items", 3)):
        item = new_thing(Dice(f"{dice.seed}/{at}"), "item", world.now)
        item.issue, item.page = name, (at + 1) * 1000
        _add(world, item)


def adds_an_item(world: World, dice: Dice) -> None:
    """Into the newest weekly memo, at any place."""
    name = next(iter(world.source.issues()), None)
    if name and len(world.source.issues()[name]) < 9:
        item = new_thing(dice, "item", world.now)
        item.issue, item.page = name, dice.below("place", 8000)
        item.created = world.source.issues()[name][0].created
        _add(world, item)


def replaces_an_item(world: World, dice: Dice) -> None:
    items = next(iter(world.source.issues().values()), [])
    if items:
        old = items[0] if dice.chance("first", 0.6) else items[dice.below("which", len(items))]
        old.alive = False
        item = new_thing(dice, "item", world.now)
        item.issue, item.page, item.created = old.issue, old.page, old.created
        _add(world, item)


def marks_again(world: World, dice: Dice) -> None:
    """A passage is marked once more, with another note."""

    def fits(one: Thing) -> bool:
        return one.kind == "annotation" and one.token not in one.passage

    thing = _one(world, dice, fits)
    if thing and len(world.source.alive(*_KINDS)) < MOST:
        _add(world, marked_again(dice, thing, world.now))


def fixes_an_answer(world: World, dice: Dice) -> None:
    _edited(world, _one(world, dice, lambda one: one.style != HIGHLIGHT))


def fixes_a_question(world: World, dice: Dice) -> None:
    thing = _one(world, dice, lambda one: one.kind == "annotation" and one.style != HIGHLIGHT)
    if thing:
        thing.question = words.question(dice, "q")
    _edited(world, thing)


def fixes_a_first_line(world: World, dice: Dice) -> None:
    """A title, or the line that a memo, page note or item begins with."""
    kinds = ("post", "memo", "page-note", "item")
    thing = _one(world, dice, lambda one: one.kind in kinds)
    if thing and thing.kind == "post":
        thing.titles.append(thing.title)
        thing.title += "（修订）"
    elif thing and thing.kind == "item":
        thing.first += "-ng"
    elif thing:
        thing.first += " 改"
    _edited(world, thing)


def changes_tags(world: World, dice: Dice) -> None:
    thing = _one(world, dice, lambda one: one.kind != "item")
    if thing:
        thing.tags = tuple(dict.fromkeys(dice.some("tag", words.TAGS, 0.3)))
    _edited(world, thing)


def finishes(world: World, dice: Dice) -> None:
    """An open question gains its answer."""
    thing = _one(world, dice, lambda one: one.style == QUESTION)
    if thing:
        thing.style = CALLOUT
    _edited(world, thing)


def deletes(world: World, dice: Dice) -> None:
    def fits(one: Thing) -> bool:
        return one.kind != "item" or len(world.source.issues()[one.issue]) > memos.FEWEST + 1

    thing = _one(world, dice, fits)
    if thing and len(world.source.alive(*_KINDS, "item")) > 6:
        thing.alive = False


def deletes_one_of_two(world: World, dice: Dice) -> None:
    """Of two things that share a passage, title or first line one goes."""
    thing = _one(world, dice, world.source.is_repeated)
    if thing:
        thing.alive = False


def moves_a_post(world: World, dice: Dice) -> None:
    thing = _one(world, dice, lambda one: one.kind == "post")
    if thing:
        thing.paths.append(thing.path)
        thing.path = f"/posts/{dice.below('path', 10**6):06d}-moved/"
    _edited(world, thing)


def moves_the_blog(world: World, dice: Dice) -> None:
    hosts = ("https://blog.example.org", "http://www.blog.example.org", "https://notes.example.com")
    world.source.blog = dice.pick("host", hosts)


EVENTS: List[tuple[Callable[[World, Dice], None], int]] = [
    (writes, 24),
    (writes_a_weekly, 2),
    (adds_an_item, 2),
    (replaces_an_item, 2),
    (marks_again, 3),
    (fixes_an_answer, 6),
    (fixes_a_question, 3),
    (fixes_a_first_line, 4),
    (changes_tags, 3),
    (finishes, 2),
    (deletes, 8),
    (deletes_one_of_two, 3),
    (moves_a_post, 2),
    (moves_the_blog, 1),
]
