"""A whole push, with a collection that is opened when it is needed: while a server is waited for,
Anki has it."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Callable,
    ContextManager,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
)

from ..config import Config
from ..errors import UsageError
from ..sync.present_note import PresentNote
from ..targets.collection.edited import (
    UNDO_SENT,
    SentAnswer,
    edited,
    notes_called,
    remember_sent,
)
from ..targets.collection.renamed_decks import decks_now
from ..words import message
from .journal import Journal, SentText
from .planning import Outgoing, outgoing
from .sending import Outcome, send, settle, taken_back, undo, unsettled
from .services import Services, written_to

if TYPE_CHECKING:
    from ..fetch.web import Web
    from ..targets.collection import Collection
    from ..targets.collection.apply import Applied

Tell = Callable[[int, int, str], None]
Remembering = Callable[["Collection"], "Applied"]


def _unheard(done: int, total: int, what: str) -> None:
    pass


class PushPlan(NamedTuple):
    """What would be sent, and what was found out of what an earlier run left unknown."""

    outgoing: Tuple[Outgoing, ...]
    settled: Tuple[Outcome, ...] = ()


class Push:
    """Sends the answers of one collection back to the sources of `config`.

    `opened` opens it to be looked at, `written` to be written into, as often as that is needed;
    `name` is what it is called in the journal in `folder`. `web` makes what goes to the network,
    `undo_name` is the name of the step in Anki's menu. `tell` hears how far it is, and may raise
    Cancelled; `came` hears what became of each answer at once. `remember`, if there is one, is
    given what writes that into their notes, to be done later.
    """

    def __init__(
        self,
        opened: Callable[[], ContextManager[Collection]],
        name: str,
        config: Config,
        web: Callable[[], Web],
        folder: Path,
        written: Optional[Callable[[], ContextManager[Collection]]] = None,
        undo_name: str = UNDO_SENT,
        tell: Tell = _unheard,
        came: Callable[[Outcome], None] = lambda outcome: None,
        remember: Optional[Callable[[Remembering], None]] = None,
    ) -> None:
        self._opened, self._name, self._config = opened, name, config
        self._journal, self._tell, self._undo_name = Journal(folder), tell, undo_name
        self._web, self._written, self._came = web, written or opened, came
        self._remember = remember or self._at_once

    def plan(self, dry: bool = False) -> PushPlan:
        """What there is to send. Nothing is sent; what an earlier run left unknown is found out and
        remembered, unless it is a `dry` run, and nothing is written at all.

        Raises UsageError if no source can be written to, AnnokiError if another run is sending.
        """
        written_to(self._config)
        with contextlib.nullcontext() if dry else self._journal.alone():
            settled = () if dry else self._settle()
            with self._opened() as col:
                notes = edited(col, decks_now(col, self._config.decks))
            if not notes:
                return PushPlan((), settled)
            back = taken_back(self._entries())
            found = outgoing(notes, self._services(), self._config, back, self._tell)
            return PushPlan(tuple(found), settled)

    def send(self, chosen: Sequence[Outgoing]) -> Tuple[Outcome, ...]:
        """Send those of `chosen` that are ready: what became of each, which their notes remember
        from then on, however it ends. Raises as `plan` does, CollectionError if they cannot: then
        the next run sees to it."""
        ready = [one for one in chosen if one.state == "ready"]
        if not ready:
            return ()
        with self._journal.alone():
            services, journal = self._services(), self._journal
            return self._remembering(
                send(ready, services, journal, self._name, self._config, self._tell)
            )

    def undo(self) -> Tuple[Outcome, ...]:
        """Put back what the last run sent that was not put back yet. Raises as `send` does, and
        UsageError where there is nothing to put back."""
        with self._journal.alone():
            settled = self._settle()
            entries = [one for one in self._entries() if one.state == "sent"]
            if not entries:
                raise UsageError(message("push.nothing_to_undo"))
            notes = self._notes(entries)
            done = undo(entries, notes, self._services(), self._journal, self._config)
            return (*settled, *self._remembering(done))

    def can_undo(self) -> bool:
        """Whether anything was sent that was not put back yet."""
        return any(one.state == "sent" for one in self._entries())

    def settle(self) -> Tuple[Outcome, ...]:
        """Find out what became of all that an earlier run left unknown, and remember it: a sync
        before that would take it for a change of the source. Raises as `send` does."""
        if not self._entries():
            return ()
        with self._journal.alone():
            return self._settle()

    def _settle(self) -> Tuple[Outcome, ...]:
        entries = self._entries()
        entries = unsettled(entries, self._notes(entries)) if entries else []
        if not entries:
            return ()
        return self._remembering(settle(entries, self._services(), self._journal, self._config))

    def _services(self) -> Services:
        # Anew for each step: a person may look at a plan for long, and what is asked has its time.
        return Services(self._config, self._web)

    def _entries(self) -> List[SentText]:
        return self._journal.entries(self._name)

    def _notes(self, entries: Sequence[SentText]) -> Mapping[str, PresentNote]:
        with self._opened() as col:
            decks = decks_now(col, self._config.decks)
            return notes_called(col, (one.guid for one in entries), decks)

    def _remembering(self, outcomes: Iterator[Outcome]) -> Tuple[Outcome, ...]:
        done: List[Outcome] = []
        try:
            for one in outcomes:
                done.append(one)
                self._came(one)
        finally:
            answers = [one.memory for one in done if one.memory]
            if answers:
                self._remember(partial(self._write, answers))
        return tuple(done)

    def _write(self, answers: Sequence[SentAnswer], col: Collection) -> Applied:
        decks = decks_now(col, self._config.decks)
        return remember_sent(col, answers, decks, self._undo_name)

    def _at_once(self, remembering: Remembering) -> None:
        with self._written() as col:
            remembering(col)
