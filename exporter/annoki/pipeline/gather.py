"""Gather: the wanted notes of all sources, and what their listings may be trusted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    BinaryIO,
    Callable,
    FrozenSet,
    Generator,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
)
from urllib.parse import urlsplit

from ..config import Config, Source
from ..errors import Cancelled
from ..model import Item, Note
from ..repair import forget
from .inputs import Input, opened
from .listings import read_all
from .notes import notes_of
from .report import Report

if TYPE_CHECKING:
    from ..fetch.web import Web

Progress = Callable[[int, int, str], None]
"""Told how much of how much is done (inputs, then items), and of what."""

_STRIDE = 200
"""How many items are composed between two looks at progress and cancellation."""


@dataclass(frozen=True)
class Gathered:
    """Notes, the account of them, and the origins of the listings that are known to be whole.

    `media` gives, by name, the files that the notes show.
    """

    notes: Tuple[Note, ...]
    report: Report
    complete: FrozenSet[str]
    media: Mapping[str, Path] = field(default_factory=dict)


class Gathering(NamedTuple):
    """What `Gathered` says, while `notes` are still being made: in reading order, to be taken once.

    `report` tells of the reading at once, of the notes when the last is taken.
    """

    notes: Generator[Note, None, None]
    report: Report
    complete: FrozenSet[str]
    media: Mapping[str, Path]

    def whole(self) -> Gathered:
        """Wait for all notes."""
        notes = tuple(self.notes)
        forget()
        return Gathered(notes, self.report, self.complete, self.media)

    def close(self) -> None:
        """Make no more notes; processes that shared the work are ended."""
        self.notes.close()


def gather(
    config: Config,
    sources: Sequence[Source] = (),
    stdin: Optional[BinaryIO] = None,
    repairing: bool = True,
    detailed: bool = True,
    progress: Optional[Progress] = None,
    cancelled: Optional[Callable[[], bool]] = None,
    cache: Optional[Path] = None,
    processes: int = 1,
) -> Gathering:
    """Read `sources` (or those configured), and begin to compose their notes.

    `repairing` heals items first, `detailed` keeps an entry of each in the report. `cache` is a
    folder for pictures, and for what need not be asked for again; without it there are no pictures.
    `processes` share the work; more than one only where this process has a single thread.

    Raises Cancelled as soon as `cancelled()` says so; AccountingError, with the last note, if the
    sums do not add up.
    """
    chosen = sources or config.sources
    max_bytes = config.max_megabytes * 1024 * 1024

    def tell(done: int, total: int, what: str) -> None:
        if cancelled and cancelled():
            raise Cancelled("cancelled; nothing was written")
        if progress:
            progress(done, total, what)

    def web() -> Web:
        from ..fetch.web import Web

        return Web(max_bytes, cancelled, cache)

    def reading() -> Iterator[Input]:
        for n, source in enumerate(chosen):
            tell(n, len(chosen), source.name)
            for one in opened(source, stdin, max_bytes, web):
                tell(n, len(chosen), one.name)
                yield one

    def composing(numbers: range) -> Iterator[int]:
        for n in numbers:
            if n % _STRIDE == 0:
                tell(n, len(numbers), "")
            yield n

    listings, report = read_all(reading(), detailed)
    # A picture that could not be had says nothing about the listing that shows it.
    complete = _complete(report)
    media: Mapping[str, Path] = {}
    pictures: Mapping[str, str] = {}
    if cache is not None and config.pictures:
        tell(len(chosen), len(chosen), "pictures")
        pictures, media = _pictures(listings, report, chosen, web, cache)
    notes = notes_of(listings, report, config, repairing, composing, pictures, processes)
    return Gathering(notes, report, complete, media)


def _complete(report: Report) -> FrozenSet[str]:
    """The origins of the listings that were read whole.

    A source that was asked knows whether it answered in full. Of files only a page that says how
    many items there are, and holds as many, is known to be whole: a blog's home page and a weekly
    digest never hold everything. Where one input failed or was cut short, an item may have moved
    there from another, so then nothing is said to be gone.
    """
    counted = [one for one in report.accounts if one.complete is None and one.declared is not None]
    if report.failed or any(account.declared != account.found for account in counted):
        return frozenset()
    whole = [*counted, *(account for account in report.accounts if account.complete)]
    return frozenset(account.origin for account in whole if account.origin and account.found)


def _pictures(
    listings: Sequence[List[Item]],
    report: Report,
    sources: Sequence[Source],
    web: Callable[[], Web],
    cache: Path,
) -> Tuple[Mapping[str, str], Mapping[str, Path]]:
    """(address → file name, file name → file) of the pictures in `listings` that could be had.

    One that could not be had is a line in the report; nothing of a source is missing without it.
    """
    blocks = (block for listing in listings for item in listing for block in item.body)
    shown = {block.address: None for block in blocks if block.kind == "picture" and block.address}
    if not shown:
        return {}, {}
    from ..fetch.pictures import fetch_pictures

    hosts = frozenset(
        urlsplit(url).netloc for url in (getattr(one, "url", "") for one in sources) if url
    )
    found, problems = fetch_pictures(shown, web(), cache / "pictures", trusted_hosts=hosts)
    report.missing_pictures += problems
    names = {address: picture.name for address, picture in found.items()}
    return names, {picture.name: picture.path for picture in found.values()}
