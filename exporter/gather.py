"""Gather: the wanted notes of all sources, and what their listings may be trusted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Callable, FrozenSet, Iterator, Optional, Sequence, Tuple

from .config import Config, Source
from .errors import Cancelled
from .model import Note
from .pipeline import Opened, notes_of, opened, read_all
from .report import Report

Progress = Callable[[int, int, str], None]
"""Told how much of how much is done (inputs, then items), and of what."""

_STRIDE = 200
"""How many items are composed between two looks at progress and cancellation."""


@dataclass(frozen=True)
class Gathered:
    """Notes, the account of them, and the origins of the listings that are known to be whole."""

    notes: Tuple[Note, ...]
    report: Report
    complete: FrozenSet[str]


def gather(
    config: Config,
    sources: Sequence[Source] = (),
    stdin: Optional[BinaryIO] = None,
    repairing: bool = True,
    detailed: bool = True,
    progress: Optional[Progress] = None,
    cancelled: Optional[Callable[[], bool]] = None,
) -> Gathered:
    """Read `sources` (or those configured) and compose their notes.

    `repairing` heals items first, `detailed` keeps an entry of each in the report.

    Raises Cancelled as soon as `cancelled()` says so, AccountingError if the sums do not add up.
    """
    chosen = sources or config.sources

    def tell(done: int, total: int, what: str) -> None:
        if cancelled and cancelled():
            raise Cancelled("cancelled; nothing was written")
        if progress:
            progress(done, total, what)

    def reading() -> Iterator[Opened]:
        for n, one in enumerate(opened(chosen, stdin, config.max_megabytes * 1024 * 1024)):
            tell(n, len(chosen), one.name)
            yield one

    def composing(numbers: range) -> Iterator[int]:
        for n in numbers:
            if n % _STRIDE == 0:
                tell(n, len(numbers), "")
            yield n

    listings, report = read_all(reading(), detailed)
    complete = _complete(report)
    notes = notes_of(listings, report, config, repairing, composing)
    return Gathered(tuple(notes), report, complete)


def _complete(report: Report) -> FrozenSet[str]:
    """The origins of the listings that were read whole.

    Only a page that says how many items there are, and holds as many, is known to be whole: a
    blog's home page and a weekly digest never hold everything. Where one input failed or was cut
    short, an item may have moved there from another, so then nothing is said to be gone.
    """
    counted = [account for account in report.accounts if account.declared is not None]
    if report.failed or any(account.declared != account.found for account in counted):
        return frozenset()
    return frozenset(account.origin for account in counted if account.origin and account.found)
