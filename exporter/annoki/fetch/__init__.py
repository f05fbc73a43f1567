"""Fetch: the only code that opens a socket. A configured source becomes documents for the readers.

Every fetch ends as complete (the listing is known to be whole), partial (`problems` say what did
not arrive) or failed (FetchError). The parts load on use: starting up must not import `requests`.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..config import Source
from .result import Fetched, FetchError

if TYPE_CHECKING:
    from .web import Web

__all__ = ["KINDS", "FetchError", "Fetched", "fetch"]

KINDS = ("hypothesis", "blog", "memos")
"""The kinds of source that are fetched; the others are read from files."""


def fetch(source: Source, web: Web) -> Fetched:
    """What `source` holds now, asked for through `web`.

    Raises FetchError when nothing usable arrived, Cancelled when `web` was told to stop.
    """
    before = web.requests
    fetched = _fetched(source, web)
    return dataclasses.replace(fetched, requests=web.requests - before)


def _fetched(source: Source, web: Web) -> Fetched:
    if source.kind == "hypothesis":
        from .hypothesis import fetch_hypothesis

        return fetch_hypothesis(source, web)
    if source.kind == "memos":
        from .memos import fetch_memos

        return fetch_memos(source, web)
    if source.kind == "blog":
        from .blog import fetch_blog

        return fetch_blog(source, web)
    raise FetchError(f"a source of kind {source.kind!r} is not fetched")
