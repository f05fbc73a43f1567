"""What is asked of things that may be one: what each is known by, and how it looks."""

from __future__ import annotations

from typing import FrozenSet, Optional, Protocol, Tuple

from .addresses import Address


class Named(Protocol):
    """Anything that is known by a GUID, by others, and by what its source calls it."""

    @property
    def guid(self) -> str:
        """Its own GUID."""

    @property
    def keys(self) -> Tuple[str, ...]:
        """The GUIDs that it has through other faces."""

    @property
    def ids(self) -> Tuple[str, ...]:
        """What its sources call it."""


class Look(Protocol):
    """What tells things apart that share a name; each part is made when it is asked for."""

    @property
    def captured(self) -> str:
        """Its date, as precise as known (`2023-08`)."""

    @property
    def made(self) -> str:
        """The day on which an annotation or page note was made, which never changes; empty where
        unknown: a page and a dump tell when it was last edited."""

    @property
    def host(self) -> str:
        """Where it stands; empty where unknown."""

    @property
    def page(self) -> Optional[Address]:
        """Of which page an annotation or page note is, where that is known."""

    @property
    def length(self) -> int:
        """How much it says, what is quoted in it and all."""

    @property
    def text(self) -> str:
        """What it says, normalised."""

    @property
    def body(self) -> str:
        """The same without what is told of it apart, its title."""

    @property
    def hashes(self) -> FrozenSet[str]:
        """Of the texts that a note was made of, where it remembers them."""

    @property
    def said(self) -> str:
        """What its source said: its text, or how that began where the learner has rewritten it."""

    @property
    def is_gone(self) -> bool:
        """Whether its source was seen without it."""

    @property
    def is_own(self) -> bool:
        """Whether it says what its source said, and not what the learner made of it."""
