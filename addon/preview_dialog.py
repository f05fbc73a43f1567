"""What a sync will do, before it does it; also the question, where something is unusual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, FrozenSet, Optional

from annoki.config import Config
from annoki.sync.collection_plan import CollectionPlan
from aqt.qt import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget, qconnect
from aqt.utils import disable_help_button

from .host import restore_size
from .i18n import summary, tr
from .preview_tree import PreviewTree


@dataclass(frozen=True)
class Choice:
    """How a sync is wanted: the GUIDs of notes for which something else than usual was chosen."""

    without_unusual: bool = False
    take_theirs: FrozenSet[str] = frozenset()
    restore: FrozenSet[str] = frozenset()


class PreviewDialog(QDialog):
    """Shows `plan`; `answered` is called once, when the dialog is left: None means not to sync."""

    def __init__(
        self,
        parent: QWidget,
        plan: CollectionPlan,
        config: Config,
        answered: Callable[[Optional[Choice]], None],
    ) -> None:
        super().__init__(parent)
        self._answered: Optional[Callable[[Optional[Choice]], None]] = answered
        self._tree = PreviewTree(plan)
        disable_help_button(self)
        self.setObjectName("annoki_preview")
        self.setWindowTitle(tr("preview.title"))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(_heading(plan, bool(self._tree.topLevelItemCount())))
        if plan.unusual():
            layout.addWidget(_question(plan, config))
        if self._tree.topLevelItemCount():
            layout.addWidget(self._tree)
            restore_size(self, "annokiPreview", 760, 520)
        else:
            layout.addStretch()
            self.resize(460, 160)
        layout.addWidget(self._buttons(plan))
        if self._best is not None:
            # Only now, in its dialog, can a button be the default.
            self._best.setDefault(True)
            self._best.setFocus()
        qconnect(self.finished, self._finished)

    def _buttons(self, plan: CollectionPlan) -> QDialogButtonBox:
        role = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox()
        self._best: Optional[QPushButton] = None
        if plan.changes_anything:
            _button(box, "cancel", role.RejectRole, "annoki_preview_cancel")
        else:
            _button(box, "report.close", role.RejectRole, "annoki_preview_close")
        if plan.changes_anything or self._tree.has_choices:
            label = "preview.all" if plan.unusual() else "preview.sync"
            yes = _button(box, label, role.AcceptRole, "annoki_preview_sync")
            self._best = yes
        if plan.unusual():
            self._best = _button(box, "preview.without", role.ActionRole, "annoki_preview_without")
            qconnect(self._best.clicked, lambda: self._answer(without_unusual=True))
        if not plan.changes_anything and self._tree.has_choices:
            yes.setEnabled(False)
            qconnect(self._tree.itemChanged, lambda: yes.setEnabled(self._tree.has_chosen()))
        qconnect(box.accepted, self._answer)
        qconnect(box.rejected, self.reject)
        return box

    def _answer(self, without_unusual: bool = False) -> None:
        chosen = self._tree.chosen
        self._leave(Choice(without_unusual, chosen("take_theirs"), chosen("restore")))

    def _leave(self, answer: Optional[Choice]) -> None:
        answered, self._answered = self._answered, None
        self.accept()
        if answered is not None:
            answered(answer)

    def _finished(self) -> None:
        if self._answered is not None:
            self._leave(None)


def left_to_ask(plan: CollectionPlan) -> str:
    """What a sync that asks nobody left alone."""
    said = [tr("lost.later", n=len(plan.lost))] if plan.is_much_lost else []
    return "<br>".join(
        [*said, *([tr("gone.later", n=len(plan.gone))] if plan.is_much_gone else [])]
    )


def _button(
    box: QDialogButtonBox, key: str, role: QDialogButtonBox.ButtonRole, name: str
) -> QPushButton:
    button = box.addButton(tr(key), role)
    assert button is not None
    button.setObjectName(name)
    return button


def _heading(plan: CollectionPlan, is_seen: bool) -> QLabel:
    something = is_seen and plan.changes_anything
    text = tr("preview.intro" if something else "preview.nothing")
    label = QLabel(f"{text}<br><b>{summary(plan.counts())}</b>")
    label.setObjectName("annoki_preview_summary")
    label.setWordWrap(True)
    return label


def _question(plan: CollectionPlan, config: Config) -> QLabel:
    asked = []
    if plan.is_much_lost:
        asked.append((tr("lost.question", n=len(plan.lost)), tr("lost.hint")))
    if plan.is_much_gone:
        question = tr("gone.question", n=len(plan.gone), total=plan.present)
        asked.append((question, tr("gone.hint", action=tr(f"gone.{config.gone}"))))
    label = QLabel("<br>".join(f"<b>{question}</b><br>{hint}" for question, hint in asked))
    label.setObjectName("annoki_preview_question")
    label.setWordWrap(True)
    return label
