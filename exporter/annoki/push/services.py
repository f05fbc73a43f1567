"""The services that answers go back to: those of the configured sources that can be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, NamedTuple, Protocol, Tuple

from ..config import Config, Source, Unusable
from ..errors import InputError, UsageError
from ..fetch.result import FetchError
from ..model import Document
from ..sync.origins import origin_of
from ..sync.present_note import PresentNote
from ..words import at, message, said_by

if TYPE_CHECKING:
    from ..fetch.web import Web


class Writing(Protocol):
    """What a kind of source names as `writes`: made of a source and a `fetch.web.Web`.

    `who` is as in `fetch.result.Fetched`, `place` the same for all sources of one service, `format`
    that of a `document`. An annotation has an `id`, a `text`, and `is_ours`, which says whether the
    token may change that.
    """

    who: str
    place: str
    format: str

    def read(self, id: str) -> Any:
        """The annotation `id` as it is now. Raises FetchError."""

    def write(self, id: str, before: str, after: str) -> Any:
        """Make `after` of its text `before`: the annotation as it is then. Raises FetchError where
        that was not done, Unsure where it may have been."""

    def document(self, annotation: Any, text: str) -> Document:
        """What its reader would read of `annotation`, if its text were `text`."""
        ...

    def keep(self, annotation: Any) -> None:
        """See to it that the next listing knows that `annotation` was written."""


class Service(NamedTuple):
    """A source that can be written to; `origin` is what it is called in a note's memory, `name`
    what a person calls it."""

    origin: str
    kind: str
    writing: Writing
    name: str

    def ids_of(self, note: PresentNote) -> List[str]:
        """What it calls the things of which `note` was made."""
        if self.origin not in note.memory.origins:
            return []
        start = f"{self.kind}:"
        return [one[len(start) :] for one in note.memory.ids if one.startswith(start)]


def written_to(config: Config) -> List[Source]:
    """The sources of `config` that can be written to. Raises UsageError where there is none."""
    able = [
        one
        for one in config.sources
        if not isinstance(one, Unusable) and one.declared.writes and one.secrets
    ]
    if not able:
        raise UsageError(message("push.no_service"))
    return able


def without_token(config: Config) -> List[Source]:
    """The sources of `config` that could be written to, had they a token."""
    usable = [one for one in config.sources if not isinstance(one, Unusable)]
    return [one for one in usable if one.declared.writes and not one.secrets]


class Services:
    """All of `config` that can be written to, each asked who its token belongs to; `why` says of
    those that do not answer so. Raises UsageError where there is none."""

    def __init__(self, config: Config, web: Callable[[], Web]) -> None:
        self.why: List[str] = []
        self._by_origin: Dict[str, Service] = {}
        for source in written_to(config):
            try:
                writing: Writing = source.declared.writer()(source.revealed(), web())
            except InputError as error:
                self.why.append(at(source.name, said_by(error)))
            else:
                origin = origin_of(source.kind, writing.who)
                self._by_origin.setdefault(
                    origin, Service(origin, source.kind, writing, source.name)
                )

    def __iter__(self) -> Iterator[Service]:
        return iter(self._by_origin.values())

    def called(self, origin: str) -> Service:
        """The one that a note's memory calls `origin`. Raises FetchError if there is none."""
        if origin not in self._by_origin:
            raise FetchError(self.why[0] if self.why else message("push.not_configured"))
        return self._by_origin[origin]

    def beside(self, service: Service) -> Tuple[str, ...]:
        """The origins of all sources that read where `service` does: what it is told, they show."""
        place = service.writing.place
        return tuple(one.origin for one in self if one.writing.place == place)

    def keep(self, written: Any) -> None:
        """See to it that the next listings know what was `written`."""
        for one in self:
            one.writing.keep(written)
