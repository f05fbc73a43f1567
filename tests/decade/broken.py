"""Builds that are broken on purpose, to show that the simulation sees it.

Each is a patch of one function of Annoki, named below: where identity is decided, and where ids
are made.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Callable, Dict, List, Tuple

IDS = ("annoki.identity.note_ids", "free_ids")
"""(guid, edition, taken, templates) → the ids of a note's cards, the first being the note's."""

CONTRADICTION = ("annoki.identity.contradiction", "contradict")
"""Whether two things that share a name are two: where ids speak against a GUID."""


def _broken(place: Tuple[str, str], with_this: Callable[..., Any]) -> None:
    """Put `with_this` in the place of a function, before anything imports it from there."""
    module, name = place
    try:
        home = import_module(module)
    except ImportError:
        home = None
    if home is None or not hasattr(home, name):
        raise SystemExit(f"nothing to break: there is no {module}.{name}; see {__file__}")
    setattr(home, name, with_this)


def ids_by_position() -> None:
    """A note's id says where in the run it stood, not which note it is."""

    def by_position(guid: str, edition: int, taken: Any, templates: int = 2) -> List[int]:
        first = 50_000_000_000 + len(taken) * 1024
        return [first + 512 * n for n in range(templates)]

    _broken(IDS, by_position)


def guid_over_source_id() -> None:
    """A match by GUID comes before the ids, and counts, whatever they say."""
    _broken(CONTRADICTION, lambda *_: False)
    home: Any = import_module("annoki.identity.recognise")._Recognition
    by_id = home.by_id

    def by_guid_then_id(self: Any) -> None:
        guids = {one.guid: at for at, one in enumerate(self._known)}
        for n, one in enumerate(self._wanted):
            if one.guid in guids and guids[one.guid] not in self._index.taken:
                self._take(n, guids[one.guid])
        before = dict(self.places)
        by_id(self)
        self.places.update(before)

    home.by_id = by_guid_then_id


BROKEN: Dict[str, Callable[[], None]] = {
    "ids-by-position": ids_by_position,
    "guid-over-source-id": guid_over_source_id,
}
