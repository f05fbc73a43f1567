"""Gather: the wanted notes of all sources, and what their listings may be trusted for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    BinaryIO,
    Callable,
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
from ..contained import failure
from ..errors import AnnokiError, Cancelled
from ..model import Item, Note
from ..repair import forget
from ..sync.gone import Answered
from ..words import message
from .composed import composed_before
from .inputs import Input, opened, unasked
from .listings import read_all
from .notes import notes_of
from .report import Report
from .unchanged import NO_INPUTS, RunInputs, context_of, of_summary, run_of

if TYPE_CHECKING:
    from ..fetch.web import Web
    from ..targets.apkg.earlier import EarlierPackage

Progress = Callable[[int, int, str], None]
"""Told how much of how much is done (inputs, then items), and of what."""

Known = Callable[[str], Optional[Mapping[str, Any]]]
"""The summary (`unchanged.summary_of`) of the run of a digest, where that is to stand for it."""


_STRIDE = 200
"""How many items are composed between two looks at progress and cancellation."""


@dataclass(frozen=True)
class Gathered:
    """Notes, the account of them, and what the inputs say about notes that they do not show.

    `media` gives, by name, the files that the notes show.
    """

    notes: Tuple[Note, ...]
    report: Report
    answers: Tuple[Answered, ...]
    media: Mapping[str, Path] = field(default_factory=dict)
    run: RunInputs = NO_INPUTS
    proceed: Optional[Callable[[], Gathering]] = None
    """As in `Gathering`."""


class Gathering(NamedTuple):
    """What `Gathered` says, while `notes` are still being made: in reading order, to be taken once.

    `report` tells of the reading at once, of the notes when the last is taken.
    """

    notes: Generator[Note, None, None]
    report: Report
    media: Mapping[str, Path]
    run: RunInputs
    unasked: Sequence[Answered] = ()
    """What is configured and was left out."""
    proceed: Optional[Callable[[], Gathering]] = None
    """Where the inputs answered as in a run that is known, so that there are no notes: goes on as
    if they had not."""

    def whole(self) -> Gathered:
        """Wait for all notes."""
        notes = tuple(self.notes)
        forget()
        # What one item fails at is known now, and that its listing is not all there. A picture that
        # could not be had says nothing about the listing that shows it.
        read = () if self.proceed else self.report.accounts
        answers = (*(account.answer for account in read), *(self.unasked if read else ()))
        return Gathered(notes, self.report, answers, self.media, self.run, self.proceed)

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
    earlier: Optional[EarlierPackage] = None,
    known: Optional[Known] = None,
) -> Gathering:
    """Read `sources` (or those configured), and begin to compose their notes. What is configured,
    and not among them, makes nothing gone that it may have.

    `repairing` heals items first, `detailed` keeps an entry of each in the report. `cache` is a
    folder for pictures, and for what need not be asked for again; without it there are no pictures.
    `processes` share the work; more than one only where this process has a single thread. `earlier`
    is the package that the notes will replace: what it knows keeps its GUID. What is `known` of a
    run of the same answers stands for the notes and the report.

    Raises Cancelled as soon as `cancelled()` says so; AccountingError, with the last note, if the
    sums do not add up.
    """
    chosen = sources or config.sources
    max_bytes = config.max_megabytes * 1024 * 1024

    def tell(done: int, total: int, what: str) -> None:
        if cancelled and cancelled():
            raise Cancelled(message("errors.cancelled"))
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
                yield one._replace(of=n)

    def composing(numbers: range) -> Iterator[int]:
        for n in numbers:
            if n % _STRIDE == 0:
                tell(n, len(numbers), "")
            yield n

    def begin() -> Gathering:
        # Of each input the text is let go when its items are read.
        listings, report = read_all((inputs.popleft() for _ in run.names), detailed)
        media: Mapping[str, Path] = {}
        pictures: Mapping[str, str] = {}
        if cache is not None and config.pictures:
            tell(len(chosen), len(chosen), message("places.pictures"))
            pictures, media = _pictures(listings, report, chosen, web, cache)
        notes = notes_of(
            listings,
            report,
            config,
            repairing,
            composing,
            pictures,
            processes,
            earlier,
            lambda count: composed_before(cache, context_of(config, repairing), count),
        )
        return Gathering(notes, report, media, run, left_out)

    inputs = deque(reading())
    places = {one.place for one in chosen}
    others = (one for one in config.sources if one.place not in places)
    left_out = [answer for one in others for answer in unasked(one)]
    run = run_of(inputs, left_out, config, repairing, cache is not None and config.pictures)
    summary = known(run.digest) if known and run.digest else None
    report = of_summary(summary, inputs) if summary is not None else None
    return Gathering(_none(), report, {}, run, (), begin) if report else begin()


def _none() -> Generator[Note, None, None]:
    yield from ()


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
    try:
        found, problems = fetch_pictures(shown, web(), cache / "pictures", trusted_hosts=hosts)
    except AnnokiError:
        raise
    except Exception as error:
        report.missing_pictures.append(failure("fetching", message("pipeline.the_pictures"), error))
        return {}, {}
    report.missing_pictures += problems
    names = {address: picture.name for address, picture in found.items()}
    return names, {picture.name: picture.path for picture in found.values()}
