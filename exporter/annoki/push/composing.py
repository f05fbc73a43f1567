"""What an annotation, with this or that text, is to a learner: read, repaired and composed."""

from __future__ import annotations

from typing import Any, NamedTuple

from .. import readers
from ..config import Config
from ..errors import InputError
from ..model import Item, Note, Problem, Skipped
from ..pipeline.making import maker
from ..pipeline.report import Account, Report
from ..words import message
from .services import Service


class AsComposed(NamedTuple):
    """The item that was read, and the note that it gives."""

    item: Item
    note: Note


def composed_of(
    service: Service, annotation: Any, text: str, guid: str, config: Config
) -> AsComposed:
    """What `annotation` of `service` gives, if its text is `text`, as the note `guid`. Raises
    InputError where it gives none."""
    reading = readers.read(service.writing.document(annotation, text), service.writing.format)
    found = list(reading.found)
    items = [one for one in found if isinstance(one, Item)]
    if len(items) != 1:
        whys = [one.what for one in found if isinstance(one, Problem)]
        whys += [one.why for one in found if isinstance(one, Skipped)]
        raise InputError(whys[0] if whys else message("push.gives_no_note"))
    report = Report(accounts=[Account("", service.origin)])
    made = maker(report, config, True, {})(items, [0])[0]
    if isinstance(made, Problem):
        raise InputError(made.what)
    return AsComposed(items[0], made[0]._replace(guid=guid))
