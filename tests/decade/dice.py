"""Chance that does not depend on what was drawn before.

Each draw has a name, and what is chosen of several is the one that hashes highest: an event draws
the same in a history in which others are left out, so that histories can be shortened.
"""

from __future__ import annotations

import hashlib
from typing import Callable, Iterable, List, Optional, Sequence, TypeVar

T = TypeVar("T")


class Dice:
    """Draws that are a function of `seed` and of the draw's name."""

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def number(self, name: str) -> int:
        """A number below 2**64."""
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        return int.from_bytes(digest[:8], "big")

    def below(self, name: str, end: int) -> int:
        return self.number(name) % end

    def chance(self, name: str, share: float) -> bool:
        return self.number(name) < share * 2**64

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of a fixed list."""
        return options[self.below(name, len(options))]

    def choose(self, name: str, ones: Iterable[T], key: Callable[[T], str] = str) -> Optional[T]:
        """One of those that happen to be there; None of none."""
        return max(ones, key=lambda one: self.number(f"{name}/{key(one)}"), default=None)

    def some(self, name: str, ones: Iterable[T], share: float) -> List[T]:
        """About `share` of `ones`, in their order."""
        return [one for one in ones if self.chance(f"{name}/{one}", share)]

    def token(self) -> str:
        """A word that nothing else holds: 〔k4w8e2r5〕; nothing in it that a rule mends."""
        letters, digits = "bcdfghjkmpqrtvwz", "23456789"
        number = self.number("token")
        said = ""
        for _ in range(4):
            number, letter = divmod(number, len(letters))
            number, digit = divmod(number, len(digits))
            said += letters[letter] + digits[digit]
        return f"〔{said}〕"
