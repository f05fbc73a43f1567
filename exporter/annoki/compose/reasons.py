"""Why an item is what it is to a learner, as messages."""

from __future__ import annotations

from functools import lru_cache

from ..words import Message, message


@lru_cache(maxsize=1000)
def reason(key: str, **values: str) -> Message:
    """The message `key`, one and the same for all the items of which it is told."""
    return message(key, **values)


def also(why: str, more: str) -> Message:
    """`why`, and one reason `more`."""
    return reason("errors.and", one=why, other=more)
