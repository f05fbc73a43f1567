"""Reads sources in the background, to tell what is in them. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Callable, NamedTuple, Sequence, Tuple

from annoki.config import Config, Source
from annoki.errors import AnnokiError, Cancelled
from annoki.model import Note
from annoki.pipeline.found import Recognised, found_in
from annoki.pipeline.gather import gather
from annoki.profile.settings import without_tokens
from aqt.operations import QueryOp

from . import host
from .i18n import said, tr


class Tested(NamedTuple):
    """What a test found: in a few words, and in full, with advice below. Some of the notes."""

    short: str
    full: str
    good: bool = True
    notes: Tuple[Note, ...] = ()


class SourceCheck:
    """One test of `sources`. `done` is called once, in the main thread, unless it was forgotten."""

    def __init__(
        self, sources: Sequence[Source], config: Config, done: Callable[[Tested], None]
    ) -> None:
        self._config = replace(config, sources=tuple(sources), pictures=False)
        self._done = done
        self._stopped = Event()
        self._forgotten = False

    def start(self) -> None:
        """Begin. Anki's collection is not touched, so that nothing has to be waited for."""
        QueryOp(
            # The dialog may be gone before this ends.
            parent=host.main_window(),
            op=lambda _col: self._found(),
            success=self._tell,
        ).failure(self._failed).without_collection().run_in_background()

    def stop(self) -> None:
        """End soon, and say so."""
        self._stopped.set()

    def forget(self) -> None:
        """End soon, and say nothing: nobody is there any more."""
        self._forgotten = True
        self._stopped.set()

    def _found(self) -> Recognised:
        gathered = gather(self._config, cancelled=self._stopped.is_set).whole()
        return found_in(self._config.sources, gathered)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._tell(Recognised(tr("test.stopped")))
        else:
            known = isinstance(error, AnnokiError)
            what = said(error) if known else f"{type(error).__name__}: {error}"
            self._tell(Recognised(tr("test.failed", what=what), good=False))

    def _tell(self, found: Recognised) -> None:
        lines = [
            without_tokens(said(one), self._config.sources) for one in (found.said, *found.advice)
        ]
        if not self._forgotten:
            self._done(Tested(lines[0], "\n".join(lines), found.good, found.notes))
