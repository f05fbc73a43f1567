"""Fetch: the only code that opens a socket. A configured source becomes documents for the readers.

Every fetch ends as complete (the listing is known to be whole), partial (`problems` say what did
not arrive) or failed (FetchError). The parts load on use: starting up must not import `requests`.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..model import Problem
from ..sources.source import Source
from .result import Fetched, FetchError

if TYPE_CHECKING:
    from .web import Web

__all__ = ["FetchError", "Fetched", "fetch"]


def fetch(source: Source, web: Web) -> Fetched:
    """What `source` holds now, asked for through `web`.

    Raises FetchError when nothing usable arrived, InputError where it refers to a secret that is
    not there: who asked without it would take what is public for all that there is. Raises
    Cancelled when `web` was told to stop, TypeError where a kind of another distribution gives
    something else.
    """
    from ..readers.shape import as_messages, misfit

    before = web.requests
    fetched: Fetched = source.declared.fetcher()(source.revealed(), web)
    if isinstance(fetched, Fetched) and isinstance(fetched.problems, tuple):
        problems = (
            as_messages(one) if isinstance(one, Problem) else one for one in fetched.problems
        )
        fetched = dataclasses.replace(fetched, problems=tuple(problems))
    wrong = "no Fetched" if not isinstance(fetched, Fetched) else misfit(fetched, is_read=False)
    if wrong:
        raise TypeError(f"the fetching of {source.kind} gives {wrong}")
    return dataclasses.replace(fetched, requests=web.requests - before)
