"""What of ours a collection holds, and where to begin with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Dict, NamedTuple, Optional, Tuple

from ...config import Config
from ...notetype import FIELDS, MODEL_ID, field_places
from .renamed_decks import decks_now

if TYPE_CHECKING:
    from anki.collection import Collection

_BEGIN_WITH = ("ready", "unsure", "passage", "digest", "highlight", "unfinished")


class OurNotes(NamedTuple):
    """How many notes there are `by_status`, and the id of the `deck` to begin with: the one that
    the next new card of the most telling status is in. None where there is no card to study."""

    by_status: Dict[str, int]
    deck: Optional[int]


def our_notes(col: Collection, config: Config) -> OurNotes:
    """What `col` holds of ours; of a deck that `config` names, and what is inside it, the whole."""
    held: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    if held is None:
        return OurNotes({}, None)
    place = field_places(held["flds"]).get("Status", FIELDS.index("Status"))
    counts: Counter[str] = Counter()
    first: Tuple[int, int, int] = (len(_BEGIN_WITH), 0, 0)
    assert col.db is not None
    rows = col.db.execute(
        "select n.flds, c.did, c.queue, c.due from notes n join cards c on c.nid = n.id "
        f"and c.ord = 0 where n.mid = {MODEL_ID}"
    )
    for fields, deck, queue, due in rows:
        status = fields.split("\x1f")[place]
        counts[status] += 1
        if queue >= 0 and status in _BEGIN_WITH:
            first = min(first, (_BEGIN_WITH.index(status), due, deck))
    return OurNotes(dict(counts), _named(col, config, first[2]) if first[2] else None)


def _named(col: Collection, config: Config, deck: Any) -> int:
    """The deck that the configuration names, of one that lies inside it."""
    name = col.decks.name(deck)
    for above in vars(decks_now(col, config.decks)).values():
        found = col.decks.id_for_name(above)
        if found and f"{name}::".startswith(f"{above}::"):
            return int(found)
    return int(deck)


def deck_to_study(col: Collection, config: Config) -> Optional[Any]:
    """The id of the deck above all decks that `config` names, or else of the first, whatever the
    learner calls them now; None if there is none."""
    names = list(vars(decks_now(col, config.decks)).values())
    top = names[0].partition("::")[0]
    all_below = all(name.startswith(f"{top}::") for name in names)
    return col.decks.id_for_name(top if all_below else names[0])
