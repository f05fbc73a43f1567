"""A walk through what waits for an answer, one question at a time, in an open collection.

The learner may be long about it: what other devices, syncs and the editor have done meanwhile is
seen at each step, and never written over unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, NamedTuple, Optional

from ..config import Config
from ..sync.present_note import PresentNote
from ..targets.collection import finishing
from .typed import Draft, draft_of, typed_field

if TYPE_CHECKING:
    from ..targets.collection import Collection, OpChanges


class Question(NamedTuple):
    """What is asked now: the `number`-th of `total`. `card` is the HTML of its card without the
    `draft`, which may be typed on; `is_bare` says that nothing asks but a marked passage, so that
    a question may be typed, too. `is_done`: it has its answer by now, from elsewhere."""

    note: PresentNote
    card: str
    draft: Draft
    number: int
    total: int
    is_bare: bool
    is_done: bool = False


class Walk:
    """The walk itself. `counts` says what was done: `answered`, `deleted`, `skipped`."""

    def __init__(self, col: Collection, config: Config) -> None:
        self._config = config
        self._ids: List[int] = finishing.unfinished(col, config.decks)
        self._at = 0
        self.counts: Dict[str, int] = dict.fromkeys(("answered", "deleted", "skipped"), 0)

    def look(self, col: Collection) -> Optional[Question]:
        """The question that is on; what needs no answer any more is passed by. None at the end."""
        while self._at < len(self._ids):
            note = finishing.note_now(col, self._ids[self._at], self._config.decks)
            if note is not None and finishing.is_unfinished(note):
                return self._question(col, note)
            self._ids.pop(self._at)
        return None

    def look_again(self, col: Collection, shown: Question) -> Optional[Question]:
        """The note of `shown` as it is by now, whether it still waits or not; None if it is no
        more."""
        note = finishing.note_now(col, shown.note.note_id, self._config.decks)
        return None if note is None else self._question(col, note)

    def answer(
        self, col: Collection, to: Question, text: str, question: str, undo_name: str
    ) -> OpChanges:
        """Write the answer `text`, Markdown, below what of the draft cannot be typed, and go on.

        Raises CollectionChanged if the note is no more as it was shown.
        """
        answer = to.draft.kept + typed_field(text, self._config)
        asks = typed_field(question, self._config)
        changes = finishing.finish(col, to.note, answer, self._config.decks, asks, undo_name)
        self._go_on("answered", to)
        return changes

    def delete(self, col: Collection, what: Question, undo_name: str) -> OpChanges:
        """Delete the note of `what`, and go on. Raises CollectionChanged as `answer` does."""
        changes = finishing.delete(col, what.note, self._config.decks, undo_name)
        self._go_on("deleted", what)
        return changes

    def skip(self, what: Question) -> None:
        """Leave `what` as it is, and go on: the next walk asks it again."""
        self._go_on("skipped", what)

    def later(self, what: Question) -> None:
        """Go on, and ask `what` once more at the end of this walk."""
        if self._is_on(what):
            self._ids.append(self._ids.pop(self._at))

    def _go_on(self, how: str, what: Question) -> None:
        self.counts[how] += 1
        self._at += self._is_on(what)

    def _is_on(self, what: Question) -> bool:
        return self._ids[self._at : self._at + 1] == [what.note.note_id]

    def _question(self, col: Collection, note: PresentNote) -> Question:
        is_done = not finishing.is_unfinished(note)
        answer = note.text("Answer")
        draft = Draft() if is_done else draft_of(answer, self._config)
        card = finishing.as_card(col, note, answer if is_done else draft.kept)
        is_bare = note.text("Status") == "highlight" and not note.text("Passage")
        return Question(note, card, draft, self._at + 1, len(self._ids), is_bare, is_done)
