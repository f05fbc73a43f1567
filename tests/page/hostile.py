"""What strangers write, on pages of cards: made of whole files, and looked through in browsers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Iterator, Sequence

from annoki.config import Config, Source
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.paging import cards_page

from tests.formats import LAYOUTS
from tests.vectors.browsers import BROWSERS
from tests.vectors.notes import Seen, built_otherwise, documents, traps_of
from tests.vectors.server import Server
from tests.vectors.vectors import all_vectors

from .pages import hash_of, scripts_of

A_LAYOUT = 10_000
"""How far the numbers of two layouts' items are apart."""
_PROBE = (Path(__file__).with_name("probe.js")).read_text(encoding="utf-8")


def pages_of(layouts: Sequence[str], folder: Path, stride: int = 1) -> Iterator[bytes]:
    """A page of the vectors in each layout, one in two of them in an odd item, but for what is
    built as something before; of the rest one in so many."""
    for gathered in _gathered(layouts, folder):
        if gathered.notes:
            yield cards_page(replace(gathered, notes=gathered.notes[::stride]))


def _gathered(layouts: Sequence[str], folder: Path) -> Iterator[Gathered]:
    seen: Seen = set()
    for at, layout in enumerate(layouts):
        paths = []
        for n, data in enumerate(documents(layout, traps_of(all_vectors(), at * A_LAYOUT, at))):
            paths.append(folder / f"{at}-{n}")
            paths[-1].write_bytes(data)
        sources = [Source(path=str(path), format=LAYOUTS[layout].format) for path in paths]
        config = Config(pictures=False, reverse_separator=True, one_way_separator=True)
        whole = gather(config, sources).whole()
        yield replace(whole, notes=tuple(built_otherwise(whole.notes, seen)))


def alive(browser: str, server: Server, pages: Sequence[bytes], views: Sequence[str]) -> list[str]:
    """All that lives on the pages in the browser, in each view."""
    addresses = [
        f"{server.add_page(probed(page.decode()))}{view}" for page in pages for view in views
    ]
    opened = list(BROWSERS[browser](server, addresses))
    assert len(opened) == len(addresses)
    return [what for found in opened for _, what in found]


def probed(page: str, probe: str = _PROBE) -> str:
    """The page with a probe in it, which its policy lets run."""
    known = f"&#x27;sha256-{hash_of(scripts_of(page)[-1])}&#x27;"
    page = page.replace(known, f"{known} &#x27;sha256-{hash_of(probe)}&#x27;")
    return page.replace("</head>", f"<script>{probe}</script></head>", 1)
