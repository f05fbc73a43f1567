"""When what stands elsewhere now, or under another name, is what stood there: it says the same."""

from __future__ import annotations

from .addresses import dated_alike
from .contradiction import (
    ENOUGH,
    NO_SUMMARY,
    alike,
    begin_otherwise,
    days_apart,
    in_short,
    shared_titles,
    two_texts,
)
from .keys import HEAD
from .look import Look, Named

_MOST = 0.8
"""So much of a long text a post keeps that is mended as it moves."""

_TOLD = HEAD // 2
"""So much says that two things of other names are the same ("worth a read" is said of many)."""


def moved(one: Named, other: Named, look: Look, seen: Look, alone: bool = False) -> float:
    """How sure it is that two posts that share a name, at two addresses, are one; 0 if they are
    not. They are of one day and do not say something else; or they say the same, and their dates
    differ by no more than a zone of time. Of texts too long for a summary less must agree: a blog
    that is built anew may date its posts anew, and their addresses; and where one tells no day (an
    index of a blog's search tells none) nor both addresses the same, one title and most of the text
    are enough; of a short one if nothing else has that title (`alone`). How all posts of a blog may
    begin and end is not enough, nor how they begin under another title."""
    one, other = in_short(one), in_short(other)
    how, titles = alike(look, seen), shared_titles(one, other)
    if how < ENOUGH and (begin_otherwise(one, other) or not titles):
        return 0.0
    if len(look.said) > NO_SUMMARY and look.hashes & seen.hashes:
        return 2.0 + how
    if two_texts(look, seen):
        return 0.0
    days = days_apart(look, seen)
    if days is None and dated_alike(one.ids, other.ids):
        days = 0
    if days == 0:
        return 1.0 + how
    is_long = min(len(look.said), len(seen.said)) > NO_SUMMARY
    enough = _MOST if titles and days is None and (is_long or alone) else 1.0
    return how if how >= enough and (days or 0) <= 1 and len(look.said) > HEAD else 0.0


def is_renamed(item: Named, other: Named, look: Look, seen: Look) -> bool:
    """Whether two items of a memo are one, which has another name there since."""
    said, told = _but_for_name(item, look), _but_for_name(other, seen)
    if not seen.is_own and len(seen.said) > NO_SUMMARY:
        said = said[: len(told)]  # of what the learner rewrote no more is known
    return len(said) >= _TOLD and said == told


def _but_for_name(item: Named, look: Look) -> str:
    """What an item of a memo says, without the name that it has among those of the memo."""
    said = look.said
    for id in item.ids:
        name = id.partition("#")[2]
        said = said.replace(name, "") if name else said
    return said
