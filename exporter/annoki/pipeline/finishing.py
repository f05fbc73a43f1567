"""A walk through what waits for an answer, one question at a time, in an open collection.

The learner may be long about it: what other devices, syncs and the editor have done meanwhile is
seen at each step, and never written over unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, List, NamedTuple, Optional, Tuple

from ..config import Config, Decks
from ..errors import CollectionChanged
from ..sync.present_note import PresentNote
from ..targets.collection import finishing
from ..targets.collection.renamed_decks import decks_now
from ..words import Message, message
from .typed import Draft, draft_of, typed_field

if TYPE_CHECKING:
    from ..targets.collection import Collection, OpChanges


class Question(NamedTuple):
    """What is asked now: the `number`-th of `total`. `card` is the HTML of its card without the
    `draft`, which may be typed on; `is_bare` says that nothing asks but a marked passage, so that
    a question may be typed, too."""

    note: PresentNote
    card: str
    draft: Draft
    number: int
    total: int
    is_bare: bool

    def after(self, shown: Optional[Question]) -> Tuple[bool, bool]:
        """Whether it asks the note that was `shown` before, and whether that reads otherwise."""
        is_same = shown is not None and shown.note.note_id == self.note.note_id
        return is_same, shown is None or not is_same or shown.note.fields != self.note.fields


class Went(NamedTuple):
    """What a step of a walk came to: what it changed, and what is asked now (None: nothing more);
    `is_late` says that it was not taken, since the note is no more as it was shown."""

    asked: Optional[Question]
    changes: Optional[OpChanges] = None
    is_late: bool = False


WalkStep = Callable[["Collection", Question], Optional["OpChanges"]]
"""What is done with a question: `answer`, `delete`, `skip` or `later` of a walk."""


class Walk:
    """The walk itself. `counts` says what was done: `answered`, `deleted`, `skipped`."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._ids: Optional[List[int]] = None
        self._at = 0
        self.counts: Dict[str, int] = dict.fromkeys(("answered", "deleted", "skipped"), 0)

    def go(
        self,
        col: Collection,
        shown: Optional[Question] = None,
        step: Optional[WalkStep] = None,
        is_typed_on: bool = False,
    ) -> Went:
        """Take `step` with what is `shown`, and see what is asked then; without a step, whether
        that is still the same.

        Where an answer was typed, and could not be or was not written (`is_typed_on`), the note is
        asked as it is by now, whether it still waits or not, if it is there.
        """
        changes, is_late = None, False
        if shown is not None and step is not None:
            try:
                changes = step(col, shown)
            except CollectionChanged:
                is_late = True
        stays = shown if is_late or (is_typed_on and step is None) else None
        return Went(self._look(col, stays), changes, is_late)

    def answer(
        self, col: Collection, to: Question, text: str, question: str, undo_name: str
    ) -> OpChanges:
        """Write the answer `text`, Markdown, below what of the draft cannot be typed.

        Raises CollectionChanged if the note is no more as it was shown.
        """
        answer = to.draft.kept + typed_field(text, self._config)
        asks = typed_field(question, self._config) if to.is_bare else ""
        changes = finishing.finish(col, to.note, answer, self._decks(col), asks, undo_name)
        self._go_on("answered", to)
        return changes

    def delete(self, col: Collection, what: Question, undo_name: str) -> OpChanges:
        """Delete the note of `what`. Raises CollectionChanged as `answer` does."""
        changes = finishing.delete(col, what.note, self._decks(col), undo_name)
        self._go_on("deleted", what)
        return changes

    def skip(self, _col: Collection, what: Question) -> None:
        """Leave `what` as it is: the next walk asks it again."""
        self._go_on("skipped", what)

    def later(self, _col: Collection, what: Question) -> None:
        """Ask `what` once more at the end of this walk."""
        if self._ids and self._is_on(what):
            self._ids.append(self._ids.pop(self._at))

    def told(self) -> List[Message]:
        """What was done, a sentence for each kind."""
        return [message(f"finish.{how}", n=n) for how, n in self.counts.items() if n]

    def _look(self, col: Collection, stays: Optional[Question]) -> Optional[Question]:
        """What is asked by now; what needs no answer any more is passed by."""
        decks = self._decks(col)
        if self._ids is None:
            self._ids = finishing.unfinished(col, decks)
        note = finishing.note_now(col, stays.note.note_id, decks) if stays else None
        while note is None and self._at < len(self._ids):
            note = finishing.note_now(col, self._ids[self._at], decks)
            if note is None or not finishing.is_unfinished(note):
                note = None
                self._ids.pop(self._at)
        return None if note is None else self._question(col, note, len(self._ids))

    def _decks(self, col: Collection) -> Decks:
        return decks_now(col, self._config.decks)

    def _go_on(self, how: str, what: Question) -> None:
        self.counts[how] += 1
        self._at += self._is_on(what)

    def _is_on(self, what: Question) -> bool:
        return (self._ids or [])[self._at : self._at + 1] == [what.note.note_id]

    def _question(self, col: Collection, note: PresentNote, total: int) -> Question:
        answer, waits = note.text("Answer"), finishing.is_unfinished(note)
        draft = draft_of(answer, self._config) if waits else Draft()
        card = finishing.as_card(col, note, draft.kept if waits else answer)
        is_bare = note.text("Status") == "highlight" and not note.text("Passage")
        return Question(note, card, draft, min(self._at + 1, total), total, is_bare)
