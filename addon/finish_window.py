"""*To finish*: walks through what waits for an answer, one question at a time.

All that touches the collection runs in the background, after whatever a sync is doing there. What
was typed and not saved is there again as long as Anki runs.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Tuple

from annoki.config import Config
from annoki.pipeline.finishing import Question, Walk, WalkStep, Went
from annoki.profile import Profile
from aqt import gui_hooks, qt
from aqt.errors import show_exception
from aqt.operations import QueryOp, on_op_finished
from aqt.utils import disable_help_button
from aqt.webview import AnkiWebView

from . import host
from .i18n import tr

if TYPE_CHECKING:
    from anki.collection import OpChanges

_CARD = """<style>body {{ margin: 0; }} .card {{ box-sizing: border-box; min-height: 100vh;
margin: 0; padding: 16px 20px; }}</style><div class="card card1">{}</div>
<script>MathJax.startup.promise.then(() => MathJax.typesetPromise());</script>"""
_JS = ["js/mathjax.js", "js/vendor/mathjax/tex-chtml-full.js"]
_LARGER, _MARGIN = 1.3, 14

_typed: Dict[Tuple[str, int], str] = {}
"""What was typed and not saved, by profile and note."""


class FinishWindow(qt.QDialog):
    """Asks what waits in `profile`, whose configuration is `config`."""

    def __init__(self, profile: Profile, config: Config) -> None:
        super().__init__(host.main_window())
        disable_help_button(self)
        self.setObjectName("annoki_finish")
        self.setWindowTitle(tr("finish.title"))
        self._profile, self._walk = profile, Walk(config)
        self._question: Optional[Question] = None
        self._is_busy = self._is_over = False
        self._parts: Dict[str, Any] = {}
        self._lay_out()
        host.restore_size(self, "annokiFinish", 720, 560)
        gui_hooks.operation_did_execute.append(self._on_operation)
        gui_hooks.sync_did_finish.append(self._go)
        qt.qconnect(self.finished, self._on_finished)
        self._go()

    def _lay_out(self) -> None:
        layout, buttons = qt.QVBoxLayout(self), qt.QHBoxLayout()
        self._card = self._add("card", AnkiWebView(parent=self), layout, 3)
        self._add("notice", qt.QLabel(), layout).setWordWrap(True)
        self._asks = self._add("question", qt.QLineEdit(), layout)
        self._asks.setTextMargins(_MARGIN, _MARGIN // 2, _MARGIN, _MARGIN // 2)
        self._box = self._add("answer", qt.QPlainTextEdit(), layout, 2)
        self._box.document().setDocumentMargin(_MARGIN)
        self._box.setTabChangesFocus(True)
        font = self._box.font()
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        self._parts["notice"].setFont(font)
        for name in ("question", "answer"):
            self._parts[name].setFont(font)
            self._parts[name].setPlaceholderText(tr(f"finish.hint.{name}"))
        qt.qconnect(self._asks.returnPressed, self._box.setFocus)
        qt.qconnect(self._box.textChanged, self._on_typed)
        delete = partial(self._walk.delete, undo_name=tr("finish.undo_delete"))
        self._add_button("delete", buttons, lambda: self._go(delete))
        buttons.addStretch()
        self._add("counter", qt.QLabel(), buttons)
        buttons.addStretch()
        self._add_button("later", buttons, lambda: self._go(self._walk.later))
        self._add_button("skip", buttons, lambda: self._go(self._walk.skip))
        self._add_button("save", buttons, self._save).setToolTip("Ctrl+Return")
        self._add_button("close", buttons, self.reject)
        layout.addLayout(buttons)
        for name in ("notice", "question", "close"):
            self._parts[name].hide()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            qt.qconnect(qt.QShortcut(qt.QKeySequence(keys), self).activated, self._save)

    def _add(self, name: str, widget: Any, layout: qt.QBoxLayout, stretch: int = 0) -> Any:
        widget.setObjectName(f"annoki_finish_{name}")
        if name in ("card", "question", "answer"):
            widget.setAccessibleName(tr(f"finish.{name}"))
        layout.addWidget(widget, stretch)
        self._parts[name] = widget
        return widget

    def _add_button(self, name: str, layout: qt.QBoxLayout, start: Callable[[], Any]) -> Any:
        button = self._add(name, qt.QPushButton(tr(f"finish.{name}")), layout)
        button.setAutoDefault(name == "close")  # Else Return is for lines of the answer.
        qt.qconnect(button.clicked, lambda _checked=False: start())
        return button

    def _key(self, question: Question) -> Tuple[str, int]:
        return str(self._profile.beside), question.note.note_id

    def _on_typed(self) -> None:
        text, it = self._box.toPlainText(), self._question
        self._parts["save"].setEnabled(bool(text.strip() or (it and it.draft.kept)))
        if it is not None:
            _typed[self._key(it)] = text
            if text == it.draft.text:
                del _typed[self._key(it)]

    def _save(self) -> None:
        text, asks, name = self._box.toPlainText(), self._asks.text(), tr("finish.undo_answer")
        if self._parts["save"].isEnabled():
            self._go(partial(self._walk.answer, text=text, question=asks, undo_name=name))

    def _on_operation(self, changes: OpChanges, initiator: Optional[object]) -> None:
        if initiator is not self and (changes.note or changes.notetype):
            self._go()

    def _go(self, step: Optional[WalkStep] = None) -> None:
        """Take `step`, and show what is asked then, be it the same; as soon as Anki is free."""
        shown = self._question
        if step is not None:
            if self._is_busy or shown is None:
                return
            self._set_busy(True)
        is_typed_on = shown is not None and self._key(shown) in _typed
        take = partial(self._walk.go, shown=shown, step=step, is_typed_on=is_typed_on)

        def went(to: Went) -> None:
            if to.changes is not None and shown is not None:
                _typed.pop(self._key(shown), None)
                on_op_finished(host.main_window(), to.changes, self)
            if not self._is_over:
                self._show(to.asked, to.is_late)
                if step is not None:  # Else something may be being typed just now.
                    self._set_busy(False)

        def failed(error: Exception) -> None:
            if not self._is_over:
                self._set_busy(False)
                show_exception(parent=self, exception=error)

        op = QueryOp(parent=self, op=take, success=went).failure(failed)
        host.when_free(lambda: None if self._is_over else op.run_in_background())

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._box.setReadOnly(is_busy)

    def _show(self, asked: Optional[Question], is_late: bool) -> None:
        shown, self._question = self._question, asked
        notice, was_told = self._parts["notice"], self._parts["notice"].isVisible()
        for name, part in self._parts.items():
            part.setVisible((asked is None) == (name in ("close", "notice")))
        if asked is None:
            notice.setAlignment(qt.Qt.AlignmentFlag.AlignCenter)
            notice.setText(self._what_was_done())
            self._parts["close"].setFocus()
            return
        same = shown if shown and shown.note.note_id == asked.note.note_id else None
        is_new = same is None or same.note.fields != asked.note.fields
        stays = same is not None and (not is_new or self._key(asked) in _typed)
        notice.setText(tr("finish.changed"))
        notice.setVisible(is_late or (stays and (is_new or was_told)))
        self._asks.setVisible(asked.is_bare)
        self._parts["counter"].setText(tr("finish.counter", n=asked.number, total=asked.total))
        self._parts["later"].setEnabled(asked.number < asked.total)
        if is_new:
            text = host.main_window().prepare_card_text_for_display(asked.card)
            self._card.stdHtml(_CARD.format(text), css=["css/reviewer.css"], js=_JS, context=self)
        if not stays:
            self._asks.clear()
            self._box.setPlainText(_typed.get(self._key(asked), asked.draft.text))
            self._box.moveCursor(qt.QTextCursor.MoveOperation.End)
            self._box.setFocus()
            self._on_typed()

    def _what_was_done(self) -> str:
        counts = self._walk.counts
        said = [tr(f"finish.{name}", n=counts[name]) for name in counts if counts[name]]
        return f"<h2>{tr('finish.end')}</h2>{'<br>'.join(said)}" if said else tr("finish.nothing")

    def _on_finished(self, _result: int) -> None:
        self._is_over = True
        gui_hooks.operation_did_execute.remove(self._on_operation)
        gui_hooks.sync_did_finish.remove(self._go)
        self._card.cleanup()
