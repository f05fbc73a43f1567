"""Sends what was ticked, puts back what was sent, and finds out what became of it.

Before each text is written the annotation is read again, and the journal says what is about to be
done; what a run left unknown, the next one finds out first.
"""

from __future__ import annotations

from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Literal,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
)

from ..config import Config
from ..errors import InputError
from ..fetch.result import FetchError, Unsure
from ..model import Note
from ..sync.memory import EMPTY, hash_of
from ..sync.present_note import PresentNote
from ..targets.collection.edited import SentAnswer
from ..words import message, said_by, with_messages
from .composing import composed_of
from .journal import EntryState, Journal, SentText, now
from .planning import Outgoing
from .services import Service, Services

OutcomeState = Literal["sent", "undone", "conflict", "refused", "failed", "unknown"]
"""`conflict`: it is not as it was read, and nothing was written; `unknown`: it may have been
written, and the next run finds out."""


class Outcome(NamedTuple):
    """What became of one answer: `why` it was not sent, or put back; `memory` is what its note has
    to remember of it."""

    guid: str
    title: str
    state: OutcomeState
    why: str = ""
    memory: Optional[SentAnswer] = None

    def as_dict(self) -> Dict[str, Any]:
        """Its part of a JSON report."""
        said = with_messages({"why": self.why}) if self.why else {}
        return {"guid": self.guid, "title": self.title, "state": self.state, **said}


def send(
    chosen: Sequence[Outgoing],
    services: Services,
    journal: Journal,
    collection: str,
    config: Config,
    tell: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> Iterator[Outcome]:
    """Send those of `chosen` that are `ready`, one after the other.

    What each comes to has to be remembered in the `collection` of that name
    (`targets.collection.edited.remember_sent`). Raises AnnokiError where the journal cannot be
    written: what was sent by then the next run finds in it. `tell` is as in `planning.outgoing`.
    """
    run = now()
    for n, one in enumerate(chosen):
        if one.state != "ready" or one.service is None:
            continue
        tell(n, len(chosen), one.title)
        try:
            service = services.called(one.service.origin)
            read = service.writing.read(one.annotation.id)
        except FetchError as error:
            yield Outcome(one.guid, one.title, "failed", said_by(error))
            continue
        if read.text != one.before or not read.is_ours:
            yield Outcome(one.guid, one.title, "conflict", message("push.changed_now"))
            continue
        memory = one.note.memory
        entry = SentText(
            run,
            now(),
            collection,
            service.origin,
            read.id,
            one.guid,
            one.title,
            one.before,
            one.after,
            hash_of(one.note.text("Answer")),
            memory.source.get("Answer", EMPTY),
            memory.content.get("Answer", EMPTY),
        )
        journal.begin(entry)
        yield _written(entry, service, services, journal, config)


def _written(
    entry: SentText, service: Service, services: Services, journal: Journal, config: Config
) -> Outcome:
    try:
        written = service.writing.write(entry.id, entry.before, entry.after)
    except Unsure as error:
        return Outcome(entry.guid, entry.title, "unknown", said_by(error))
    except FetchError as error:
        journal.mark(entry, "not sent")
        return Outcome(entry.guid, entry.title, "failed", said_by(error))
    entry = journal.mark(entry, "sent")
    services.keep(written)
    return _sent(entry, service, services, written, config)


def _now(
    entry: SentText, service: Service, services: Services, written: Any, config: Config
) -> Note:
    """The note that `written` gives, of which every source of that service says the same now."""
    note = composed_of(service, written, written.text, entry.guid, config).note
    return note._replace(memory=note.memory._replace(origins=services.beside(service)))


def _sent(
    entry: SentText, service: Service, services: Services, written: Any, config: Config
) -> Outcome:
    note = _now(entry, service, services, written, config)
    return Outcome(
        entry.guid, entry.title, "sent", memory=SentAnswer(entry.guid, note, entry.answer)
    )


def _undone(
    entry: SentText, service: Service, services: Services, written: Any, config: Config
) -> Outcome:
    memory = None
    try:
        note = _now(entry, service, services, written, config)
        # Of a field that was empty nothing is remembered, and that is remembered, too.
        memory = SentAnswer(entry.guid, note, entry.answer, entry.had)
    except InputError:
        pass  # as before an empty note was answered: the next sync sees to it
    return Outcome(entry.guid, entry.title, "undone", memory=memory)


def unsettled(entries: Iterable[SentText], notes: Mapping[str, PresentNote]) -> List[SentText]:
    """Those of `entries` of which it is not known what became of them, or of which their note, as
    it is in `notes`, knows nothing: the collection may be an older one."""
    latest = {(one.origin, one.id): one for one in entries}
    found = []
    for one in latest.values():
        memory = notes[one.guid].memory if one.guid in notes else None
        forgot = memory is not None and (one.said, one.had) == (
            memory.source.get("Answer", EMPTY),
            memory.content.get("Answer", EMPTY),
        )
        if one.state in ("sending", "undoing") or (one.state == "sent" and forgot):
            found.append(one)
    return found


def settle(
    entries: Sequence[SentText], services: Services, journal: Journal, config: Config
) -> Iterator[Outcome]:
    """Find out what became of `entries`: what was done after all is to be remembered."""
    for entry in entries:
        try:
            service = services.called(entry.origin)
            now_there = service.writing.read(entry.id)
        except FetchError as error:
            if error.status in (404, 410):
                journal.mark(entry, "left")
            else:
                yield Outcome(entry.guid, entry.title, "unknown", said_by(error))
            continue
        if now_there.text == entry.after:
            entry = journal.mark(entry, "sent") if entry.state != "sent" else entry
            services.keep(now_there)
            yield _sent(entry, service, services, now_there, config)
        elif entry.state == "undoing" and now_there.text == entry.before:
            services.keep(now_there)
            undone = journal.mark(entry, "undone")
            yield _undone(undone, service, services, now_there, config)
        else:
            state: EntryState = "not sent" if now_there.text == entry.before else "left"
            journal.mark(entry, state)


def undo(
    entries: Sequence[SentText],
    notes: Mapping[str, PresentNote],
    services: Services,
    journal: Journal,
    config: Config,
) -> Iterator[Outcome]:
    """Put back what the last run sent of `entries` that was not put back yet; `notes` are theirs,
    by GUID. What was changed since stays."""
    sent = [one for one in entries if one.state == "sent"]
    for entry in [one for one in sent if one.run == sent[-1].run]:
        try:
            service = services.called(entry.origin)
            read = service.writing.read(entry.id)
        except FetchError as error:
            if error.status in (404, 410):
                # Else it would stand before all that was sent earlier for good.
                journal.mark(entry, "left")
                yield Outcome(entry.guid, entry.title, "conflict", message("push.gone"))
            else:
                yield Outcome(entry.guid, entry.title, "failed", said_by(error))
            continue
        if read.text != entry.after or not read.is_ours:
            journal.mark(entry, "left")
            yield Outcome(entry.guid, entry.title, "conflict", message("push.left"))
            continue
        note = notes.get(entry.guid)
        entry = journal.mark(entry, "undoing", hash_of(note.text("Answer")) if note else "")
        try:
            written = service.writing.write(entry.id, entry.after, entry.before)
        except Unsure as error:
            yield Outcome(entry.guid, entry.title, "unknown", said_by(error))
        except FetchError as error:
            journal.mark(entry, "sent")
            yield Outcome(entry.guid, entry.title, "failed", said_by(error))
        else:
            services.keep(written)
            undone = journal.mark(entry, "undone")
            yield _undone(undone, service, services, written, config)


def taken_back(entries: Iterable[SentText]) -> Mapping[str, str]:
    """GUID → hash of the field, of the answers that were put back and not sent since."""
    latest = {one.guid: one for one in entries if one.state not in ("not sent", "left")}
    return {one.guid: one.answer for one in latest.values() if one.state == "undone"}
