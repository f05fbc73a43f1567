"""*To finish*: walks through what waits for an answer, one question at a time.

All that touches the collection runs in the background, after whatever a sync is doing there. What
was typed and not saved is there again as long as Anki runs.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Dict, Optional

from annoki.pipeline.finishing import Question, Walk, WalkStep, Went
from annoki.profile import Profile, settings
from aqt import gui_hooks, qt
from aqt.errors import show_exception
from aqt.operations import QueryOp, on_op_finished
from aqt.webview import AnkiWebView

from . import host
from .i18n import said, tr
from .parts import Window, buttons, in_a_row, label, named_as

if TYPE_CHECKING:
    from anki.collection import OpChanges

_CARD = Path(__file__).with_name("finish.html").read_text(encoding="utf-8")
_CSS, _JS = ["css/reviewer.css"], ["js/mathjax.js", "js/vendor/mathjax/tex-chtml-full.js"]
_LARGER, _MARGIN = 1.3, 14

_typed: Dict[Path, Dict[int, str]] = {}
"""What was typed and not saved, by the folder of the profile and the note."""


class FinishWindow(Window):
    """Asks what waits in `profile`. Raises UsageError where its configuration cannot be used."""

    def __init__(self, profile: Profile) -> None:
        config = settings.stored_config(profile)
        super().__init__("finish", tr("finish.title"), ("annokiFinish", 720, 560))
        self._walk, self._typed = Walk(config), _typed.setdefault(profile.beside, {})
        self._question: Optional[Question] = None
        self._card = named_as(AnkiWebView(parent=self), "finish_card", tr("finish.card"))
        self._notice = label("finish_notice")
        self._counter = named_as(qt.QLabel(), "finish_counter")
        self._asks = named_as(qt.QLineEdit(), "finish_question", tr("finish.question"))
        self._box = named_as(qt.QPlainTextEdit(), "finish_answer", tr("finish.answer"))
        delete = partial(self._walk.delete, undo_name=tr("finish.undo_delete"))
        starts: Dict[str, Callable[[], None]] = {
            "delete": partial(self._go, delete),
            "later": partial(self._go, self._walk.later),
            "skip": partial(self._go, self._walk.skip),
            "save": self._save,
            "close": self.reject,
        }
        self._buttons = buttons("finish", starts)
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            qt.qconnect(qt.QShortcut(qt.QKeySequence(keys), self).activated, self._save)
        gui_hooks.operation_did_execute.append(self._on_operation)
        gui_hooks.sync_did_finish.append(self._go)
        self._go()

    def left(self) -> None:
        """It is closed."""
        gui_hooks.operation_did_execute.remove(self._on_operation)
        gui_hooks.sync_did_finish.remove(self._go)
        self._card.cleanup()

    def _lay_out(self) -> None:
        layout = qt.QVBoxLayout(self)
        for part, share in ((self._card, 3), (self._notice, 0), (self._asks, 0), (self._box, 2)):
            layout.addWidget(part, share)
        delete, *others = self._buttons.values()
        layout.addLayout(in_a_row(delete, None, self._counter, None, *others))
        font = self._box.font()
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        for one in (self._notice, self._asks, self._box):
            one.setFont(font)
        self._asks.setPlaceholderText(tr("finish.hint.question"))
        self._asks.setTextMargins(_MARGIN, _MARGIN // 2, _MARGIN, _MARGIN // 2)
        qt.qconnect(self._asks.returnPressed, self._box.setFocus)
        self._box.setPlaceholderText(tr("finish.hint.answer"))
        self._box.document().setDocumentMargin(_MARGIN)  # type: ignore[union-attr]
        self._box.setTabChangesFocus(True)
        qt.qconnect(self._box.textChanged, self._on_typed)
        self._buttons["save"].setToolTip("Ctrl+Return")
        self._buttons["close"].setAutoDefault(True)  # Else Return is for lines of the answer.
        for hidden in (self._notice, self._asks, self._buttons["close"]):
            hidden.hide()

    def _on_typed(self) -> None:
        text, it = self._box.toPlainText(), self._question
        self._buttons["save"].setEnabled(bool(text.strip() or (it and it.draft.kept)))
        if it is not None:
            self._typed[it.note.note_id] = text
            if text == it.draft.text:
                del self._typed[it.note.note_id]

    def _save(self) -> None:
        text, asks, name = self._box.toPlainText(), self._asks.text(), tr("finish.undo_answer")
        if self._buttons["save"].isEnabled():
            self._go(partial(self._walk.answer, text=text, question=asks, undo_name=name))

    def _on_operation(self, changes: OpChanges, initiator: Optional[object]) -> None:
        if initiator is not self and (changes.note or changes.notetype):
            self._go()

    def _go(self, step: Optional[WalkStep] = None) -> None:
        """Take `step`, and show what is asked then, be it the same; as soon as Anki is free."""
        shown = self._question
        if step is not None:
            if self._box.isReadOnly() or shown is None:
                return
            self._box.setReadOnly(True)
        is_typed_on = shown is not None and shown.note.note_id in self._typed
        take = partial(self._walk.go, shown=shown, step=step, is_typed_on=is_typed_on)

        def went(to: Went) -> None:
            if to.changes is not None and shown is not None:
                self._typed.pop(shown.note.note_id, None)
                on_op_finished(host.main_window(), to.changes, self)
            if not self.is_over:
                self._show(to.asked, to.is_late)
                if step is not None:  # Else something may be being typed just now.
                    self._box.setReadOnly(False)

        def failed(error: Exception) -> None:
            if not self.is_over:
                self._box.setReadOnly(False)
                show_exception(parent=self, exception=error)

        op = QueryOp(parent=self, op=take, success=went).failure(failed)
        host.when_free(lambda: None if self.is_over else op.run_in_background())

    def _show(self, asked: Optional[Question], is_late: bool) -> None:
        shown, self._question = self._question, asked
        for part in (self._card, self._asks, self._box, self._counter, *self._buttons.values()):
            part.setVisible((asked is None) == (part is self._buttons["close"]))
        if asked is None:
            self._notice.setAlignment(qt.Qt.AlignmentFlag.AlignCenter)
            done = "<br>".join(map(said, self._walk.told()))
            end = f"<h2>{tr('finish.end')}</h2>{done}" if done else tr("finish.nothing")
            self._notice.setText(end)
            self._notice.show()
            self._buttons["close"].setFocus()
            return
        is_same, is_new = asked.after(shown)
        stays = is_same and (not is_new or asked.note.note_id in self._typed)
        was_told = self._notice.isVisible()
        self._notice.setText(tr("finish.changed"))
        self._notice.setVisible(is_late or (stays and (is_new or was_told)))
        self._asks.setVisible(asked.is_bare)
        self._counter.setText(tr("finish.counter", n=asked.number, total=asked.total))
        self._buttons["later"].setEnabled(asked.number < asked.total)
        if is_new:
            card = host.main_window().prepare_card_text_for_display(asked.card)
            self._card.stdHtml(_CARD.replace("$card", card), css=_CSS, js=_JS, context=self)
        if not stays:
            self._asks.clear()
            self._box.setPlainText(self._typed.get(asked.note.note_id, asked.draft.text))
            self._box.moveCursor(qt.QTextCursor.MoveOperation.End)
            self._box.setFocus()
            self._on_typed()
