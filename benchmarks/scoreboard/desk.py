"""Real Anki: what a learner does in a collection, and what is in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, Iterator, List, Tuple

from .story import Story, word

if TYPE_CHECKING:
    from anki.cards import CardId
    from anki.collection import Collection
    from anki.notes import NoteId

PROFILE = "Learner"
MINE = "Mine"
"""A tag and a deck of the learner's own."""

_ANSWER = ("Answer", "Back")
_OURS = "Sync"
"""The field in which Annoki keeps what it remembers; it is on no card."""

_MAKE_PROFILE = """
import sys
from aqt.profiles import ProfileManager
pm = ProfileManager(ProfileManager.get_created_base_folder(sys.argv[1]))
pm.setupMeta()
pm.meta["defaultLang"] = "en_US"
pm.create(sys.argv[2])
pm.load(sys.argv[2])
pm.save()
"""


@dataclass(frozen=True)
class CardSeen:
    """One card; `memory` is what its reviews have made of it."""

    deck: str
    suspended: bool
    memory: Tuple[int, ...]
    reviews: FrozenSet[int]


@dataclass(frozen=True)
class NoteSeen:
    """One note, by all that its fields show."""

    id: int
    text: str
    tags: FrozenSet[str]
    cards: Tuple[CardSeen, ...]


Seen = Dict[str, List[NoteSeen]]
"""The notes that show an item, by its key."""


class Desk:
    """A folder with a profile of Anki's, and the files that a program reads and writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = folder / "Anki2"
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self.collection = self.base / PROFILE / "collection.anki2"
        self.collection.parent.mkdir(parents=True)
        with self.opened():
            pass

    def make_profile(self) -> None:
        """The profile of the collection, as Anki's desktop makes it on its first start."""
        subprocess.run(
            [sys.executable, "-c", _MAKE_PROFILE, str(self.base), PROFILE],
            check=True,
            capture_output=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )

    @contextmanager
    def opened(self) -> Iterator[Collection]:
        from anki.collection import Collection

        col = Collection(str(self.collection))
        try:
            yield col
        finally:
            col.close()

    def import_package(self, package: Path) -> float:
        """The processor seconds of File > Import, as Anki's dialog offers it."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        with self.opened() as col:
            start = time.process_time()
            options: Any = ImportAnkiPackageOptions(update_notes=0)  # type: ignore[arg-type]
            request = ImportAnkiPackageRequest(package_path=str(package), options=options)
            col.import_anki_package(request)
            return time.process_time() - start

    def look(self) -> Seen:
        """What the collection holds, by the words by which the items are known."""
        seen: Seen = {}
        with self.opened() as col:
            for id in col.find_notes(""):
                note = _note(col, id)
                for key in set(re.findall(r"zu\d{5}", note.text)):
                    seen.setdefault(key, []).append(note)
        return seen

    def learn(self, story: Story) -> Story:
        """Edit, move, suspend and review; what of `story` could be done."""
        seen = self.look()
        ids = {key: found[0].id for key, found in seen.items()}
        able = {key for key, id in ids.items() if not any(c.suspended for c in seen[key][0].cards)}
        with self.opened() as col:
            mine = col.decks.id(MINE)
            assert mine is not None
            for key in sorted(able & story.typed):
                note = col.get_note(_id(ids[key]))
                name = next(name for name in _ANSWER if name in note)
                note[name] += f"<div>{word('typed', key)}</div>"
                col.update_note(note)
            for key in sorted(able & story.tagged):
                note = col.get_note(_id(ids[key]))
                note.add_tag(MINE)
                col.update_note(note)
            for key in sorted(able & story.reviewed):
                for card in col.card_ids_of_note(_id(ids[key])):
                    _review(col, card)
            col.set_deck(_cards(col, ids, able & story.decked), mine)
            col.sched.suspend_cards(_cards(col, ids, able & story.suspended))
        done = {
            name: getattr(story, name) & able
            for name in ("typed", "tagged", "decked", "suspended", "reviewed")
        }
        return Story(**{**vars(story), **done})


def wait() -> None:
    """Until Anki's next whole second: by those it tells which of two edits is the later."""
    time.sleep(1.1)


def _id(id: int) -> NoteId:
    from anki.notes import NoteId

    return NoteId(id)


def _cards(col: Collection, ids: Dict[str, int], keys: FrozenSet[str] | set[str]) -> List[CardId]:
    return [card for key in sorted(keys) for card in col.card_ids_of_note(_id(ids[key]))]


def _review(col: Collection, id: CardId) -> None:
    scheduler: Any = col.sched
    for rating in (2, 3):  # Good, Easy
        card = col.get_card(id)
        card.start_timer()
        states = col._backend.get_scheduling_states(card.id)
        answer = scheduler.build_answer(card=card, states=states, rating=rating)
        scheduler.answer_card(answer)
        # Two reviews of one millisecond would have one id.
        time.sleep(0.002)


def _note(col: Collection, id: NoteId) -> NoteSeen:
    assert col.db
    note = col.get_note(id)
    cards = []
    for card in note.cards():
        reviews = col.db.list("select id from revlog where cid = ?", card.id)
        memory = (card.reps, card.lapses, card.ivl, card.due, card.factor)
        deck = col.decks.name(card.odid or card.did)
        cards.append(CardSeen(deck, card.queue == -1, memory, frozenset(reviews)))
    text = "\n".join(value for name, value in note.items() if name != _OURS)
    return NoteSeen(id, text, frozenset(note.tags), tuple(cards))
