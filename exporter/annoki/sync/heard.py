"""What each of several origins last said of a note, so that two of them never take turns.

A feed and the index of its search may show one post in other words, and a page saved last year
says what was true then. Each is followed when it says something new, not when it says again what
it said.
"""

from __future__ import annotations

from typing import Dict, Mapping

from ..model import Pushed
from .memory import EMPTY

_MANY = 8
"""Of more origins the latest are remembered."""


class Heard:
    """The source texts (hashes) behind a note's fields, as `wanted` adds to those of `pushed`.

    `now` maps a field to the text that its content was made of. That an origin last said something
    else stands beside it in a memory, under `field@origin`.
    """

    def __init__(self, pushed: Pushed, wanted: Pushed) -> None:
        self.now: Dict[str, str] = {}
        self._otherwise: Dict[str, str] = {}
        self._alike = pushed.face == wanted.face
        self._richer = wanted.face > pushed.face
        self._speaking = wanted.origins
        self._others = [one for one in pushed.origins if one not in wanted.origins][-_MANY:]
        for name, text in pushed.source.items():
            if "@" not in name:
                self.now[name] = text
            elif not self._richer:
                self._otherwise[name] = text

    def is_news(self, name: str, says: str, latest: str) -> bool:
        """Whether `says`, of the field `name`, is to be looked at; `latest` is what was heard last.

        It is not if the origin said so before, and another has said something newer since.
        """
        keys = [f"{name}@{origin}" for origin in self._speaking]
        if self._alike and says != latest:
            if any(self._otherwise.get(key) == says for key in keys):
                return False
            for origin in self._others:
                self._otherwise.setdefault(f"{name}@{origin}", latest)
        for key in keys:
            self._otherwise.pop(key, None)
        return True

    def remembered(self, newer: Mapping[str, str]) -> Dict[str, str]:
        """What a memory holds of it; `newer` are texts heard since those of `now`."""
        latest = {**self.now, **newer}
        otherwise = {
            key: text
            for key, text in self._otherwise.items()
            if text != latest.get(key.split("@")[0], EMPTY)
        }
        return {**self.now, **otherwise}
