"""What would be sent: each edited answer with the text that it goes into, or why it does not."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Literal, Mapping, Optional, Sequence, Tuple

from ..config import Config
from ..errors import InputError
from ..fetch.result import FetchError
from ..model import Note
from ..sync.memory import EMPTY, hash_of
from ..sync.present_note import PresentNote
from ..text.field import one_line
from ..words import message, said_by, with_messages
from .answer_part import NoWayBack, with_answer
from .composing import composed_of
from .services import Service, Services

OutgoingState = Literal["ready", "same", "conflict", "refused", "failed"]
"""`ready` to be sent; `same`: the source has it already; `conflict`: the source is not as it was
read; `refused`: it cannot go there, or is not to; `failed`: that could not be found out."""

_OF_THE_TEXT = ("Prompt", "Answer", "Passage")


@dataclass(frozen=True)
class Outgoing:
    """An answer that the learner has edited, of the note `note`: `before` and `after` are the text
    of its annotation, `annotation` that as it was read from `service`. `why` says why it is not
    `ready`; then there may be no texts."""

    note: PresentNote
    state: OutgoingState
    why: str = ""
    service: Optional[Service] = None
    annotation: Any = None
    before: str = ""
    after: str = ""

    @property
    def guid(self) -> str:
        """The GUID of its note."""
        return self.note.guid

    @property
    def title(self) -> str:
        """What its note asks, on one line."""
        return one_line(self.note.fields[0])

    def diff(self) -> List[str]:
        """The lines of the text before and after, each behind `-`, `+` or a space."""
        before, after = self.before.split("\n"), self.after.split("\n")
        lines = difflib.ndiff(before, after)
        return [line[0] + line[2:] for line in lines if line[0] != "?"]

    def as_dict(self) -> Dict[str, Any]:
        """Its part of a JSON report."""
        texts = {"before": self.before, "after": self.after} if self.state == "ready" else {}
        said = with_messages({"why": self.why}) if self.why else {}
        return {"guid": self.guid, "title": self.title, "state": self.state, **said, **texts}


def outgoing(
    notes: Sequence[PresentNote],
    services: Services,
    config: Config,
    taken_back: Mapping[str, str],
    tell: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> Iterator[Outgoing]:
    """What becomes of each of `notes` (`targets.collection.edited.edited`), as the services have
    their annotations now. Nothing is changed.

    `taken_back` maps the GUIDs of answers that were sent and taken back to the hashes of the fields
    that held them: these are sent again only once they are edited. `tell` hears how many of how
    many are looked at, and may raise Cancelled.
    """
    taken: Dict[Tuple[str, str], str] = {}
    for n, note in enumerate(notes):
        tell(n, len(notes), one_line(note.fields[0]))
        if taken_back.get(note.guid) == hash_of(note.text("Answer")):
            yield Outgoing(note, "refused", message("push.taken_back"))
            continue
        one = _one(note, services, config)
        if one.state == "ready" and one.service:
            key = one.service.kind, one.annotation.id
            if taken.setdefault(key, note.guid) != note.guid:
                one = Outgoing(note, "refused", message("push.of_another"))
        yield one


def _one(note: PresentNote, services: Services, config: Config) -> Outgoing:
    found = [(service, id) for service in services for id in service.ids_of(note)]
    if not found:
        why = services.why[0] if services.why else message("push.not_configured")
        return Outgoing(note, "failed" if services.why else "refused", why)
    tried = [_of_annotation(note, service, id, config) for service, id in found]
    # Of the annotations that it was made of, that which it shows.
    return min(tried, key=lambda one: _ORDER.index(one.state))


_ORDER = ("ready", "same", "refused", "conflict", "failed")


def _of_annotation(note: PresentNote, service: Service, id: str, config: Config) -> Outgoing:
    try:
        annotation = service.writing.read(id)
    except FetchError as error:
        why = message("push.gone") if error.status in (404, 410) else said_by(error)
        return Outgoing(note, "refused" if error.status in (404, 410) else "failed", why, service)
    if not annotation.is_ours:
        return Outgoing(note, "refused", message("push.not_ours"), service)
    before = annotation.text
    try:
        fresh = composed_of(service, annotation, before, note.guid, config)
    except InputError as error:
        return Outgoing(note, "conflict", said_by(error), service)
    if note.memory.kept.get("Answer") == _said(fresh.note, "Answer"):
        return Outgoing(note, "conflict", message("push.both"), service)
    if not is_as_read(fresh.note, note):
        return Outgoing(note, "conflict", message("push.changed"), service)
    try:
        after = with_answer(before, note.text("Answer"), fresh.item, config)
        if after == before:
            return Outgoing(note, "same", message("push.same"), service)
    except (NoWayBack, InputError) as error:
        return Outgoing(note, "refused", said_by(error), service)
    return Outgoing(note, "ready", "", service, annotation, before, after)


def is_as_read(fresh: Note, note: PresentNote) -> bool:
    """Whether the source says what `note` was last made of."""
    return all(_said(fresh, name) == note.memory.source.get(name, EMPTY) for name in _OF_THE_TEXT)


def _said(note: Note, name: str) -> str:
    return note.memory.source.get(name, EMPTY)
