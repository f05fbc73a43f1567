"""Shows sides in a browser, many on one page, and finds out which of them live."""

from __future__ import annotations

from typing import Iterator, NamedTuple, Sequence

from .browsers import BROWSERS
from .cards import Side
from .server import Server

A_PAGE = 200
"""How many sides one page shows."""
PROBES = ("script", "request", "element", "sound", "overlay")
"""What is looked for; the first word of whatever is found."""


class Alive(NamedTuple):
    """A side that does something: which, and what it does."""

    side: Side
    what: str


def alive(
    server: Server, browser: str, sides: Sequence[Side], on_a_page: int = A_PAGE
) -> list[Alive]:
    """All that the sides do in the browser.

    What cannot be told of a page which side it was is looked for by halves.
    """
    chunks = [sides[at : at + on_a_page] for at in range(0, len(sides), on_a_page)]
    found: list[Alive] = []
    while chunks:
        addresses = [server.add([side.html for side in chunk]) for chunk in chunks]
        again: list[Sequence[Side]] = []
        pages = 0
        for chunk, said in zip(chunks, BROWSERS[browser](server, addresses)):
            pages += 1
            found += [Alive(chunk[at], what) for at, what in said if at >= 0]
            of_page = [what for at, what in said if at < 0]
            if of_page and len(chunk) > 1:
                again += _halves(chunk)
            else:
                found += [Alive(chunk[0], what) for what in of_page]
        assert pages == len(chunks), f"{browser} has opened {pages} pages of {len(chunks)}"
        chunks = again
    return found


def _halves(sides: Sequence[Side]) -> Iterator[Sequence[Side]]:
    middle = len(sides) // 2
    yield sides[:middle]
    yield sides[middle:]
