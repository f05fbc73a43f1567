"""What a fetch gives, and the error of one that gives nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from ..errors import InputError
from ..model import Document, Problem


class FetchError(InputError):
    """Nothing usable arrived. The text is one line and holds no token.

    `status` is the HTTP status that was answered, 0 where there was none; `unreachable` says that
    the host did not answer at all, so that asking it for more is idle. `who` is as in `Fetched`,
    empty where it failed before that was known.
    """

    def __init__(
        self, text: str, status: int = 0, unreachable: bool = False, who: str = ""
    ) -> None:
        super().__init__(text)
        self.status = status
        self.unreachable = unreachable
        self.who = who


class Unsure(FetchError):
    """What was sent may have been done, or may still be."""


@dataclass(frozen=True)
class Fetched:
    """What arrived. Partial if there are `problems`; whole only if `complete` says so."""

    documents: Tuple[Document, ...]
    format: str = ""
    """The reader format of the documents; empty = detect."""
    complete: bool = False
    """The listing is known to be whole: only then may anything be called gone."""
    problems: Tuple[Problem, ...] = ()
    """What did not arrive."""
    requests: int = 0
    """How many HTTP requests were made, retries included."""
    account: str = ""
    """The user as the service names him, e.g. `acct:me@hypothes.is`."""
    who: str = ""
    """What was listed, in words that stay the same however the source is configured: the service,
    the account that asked, and what narrows the listing. Empty: its settings say so."""
