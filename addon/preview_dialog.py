"""What a sync will do, before it does it; also the question, where something is unusual."""

from __future__ import annotations

from enum import Enum, auto
from typing import Callable, Iterable, List, Optional, Sequence, Tuple

from annoki.config import Config
from annoki.sync.merge import Update
from annoki.sync.plan import CollectionPlan
from annoki.text.field import one_line
from aqt.qt import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    Qt,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button

from .host import restore_size
from .i18n import summary, tr

_AT_MOST = 300
"""How many notes of a kind are listed; nobody reads more, and Qt is slow with many rows."""

PlannedRow = Tuple[str, str, Sequence[Tuple[str, str]]]
"""A note, what happens to it, and details below it as (what, text)."""


class Answer(Enum):
    """What the person decided."""

    YES = auto()
    WITHOUT_GONE = auto()
    NO = auto()


class PreviewDialog(QDialog):
    """Shows `plan`; `answered` is called once, when the dialog is left."""

    def __init__(
        self,
        parent: QWidget,
        plan: CollectionPlan,
        config: Config,
        answered: Callable[[Answer], None],
    ) -> None:
        super().__init__(parent)
        self._answered: Optional[Callable[[Answer], None]] = answered
        self._best: Optional[QPushButton] = None
        disable_help_button(self)
        self.setObjectName("annoki_preview")
        self.setWindowTitle(tr("preview.title"))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(_heading(plan))
        if plan.unusual():
            layout.addWidget(_question(plan, config))
        if plan.changes_anything or plan.conflicts:
            layout.addWidget(_tree(plan))
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
        if not plan.changes_anything:
            _button(box, "report.close", role.RejectRole, "annoki_preview_close")
        else:
            _button(box, "cancel", role.RejectRole, "annoki_preview_cancel")
            label = "preview.all" if plan.unusual() else "preview.sync"
            yes = _button(box, label, role.AcceptRole, "annoki_preview_sync")
            best = yes
            if plan.unusual():
                best = _button(box, "preview.without", role.ActionRole, "annoki_preview_without")
                qconnect(best.clicked, lambda: self._answer(Answer.WITHOUT_GONE))
            self._best = best
        qconnect(box.accepted, lambda: self._answer(Answer.YES))
        qconnect(box.rejected, self.reject)
        return box

    def _answer(self, answer: Answer) -> None:
        answered, self._answered = self._answered, None
        self.accept()
        if answered is not None:
            answered(answer)

    def _finished(self) -> None:
        if self._answered is not None:
            self._answer(Answer.NO)


def _button(
    box: QDialogButtonBox, key: str, role: QDialogButtonBox.ButtonRole, name: str
) -> QPushButton:
    button = box.addButton(tr(key), role)
    assert button is not None
    button.setObjectName(name)
    return button


def _heading(plan: CollectionPlan) -> QLabel:
    something = plan.changes_anything or plan.conflicts
    text = tr("preview.intro" if something else "preview.nothing")
    label = QLabel(f"{text}<br><b>{summary(plan.counts())}</b>")
    label.setObjectName("annoki_preview_summary")
    label.setWordWrap(True)
    return label


def _question(plan: CollectionPlan, config: Config) -> QLabel:
    asked = tr("gone.question", n=len(plan.gone), total=plan.present)
    hint = tr("gone.hint", action=tr(f"gone.{config.gone}"))
    label = QLabel(f"<b>{asked}</b><br>{hint}")
    label.setObjectName("annoki_preview_question")
    label.setWordWrap(True)
    return label


def _tree(plan: CollectionPlan) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("annoki_preview_tree")
    tree.setHeaderLabels([tr("preview.note"), tr("preview.what")])
    tree.setAlternatingRowColors(True)
    tree.setUniformRowHeights(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    tree.setTextElideMode(Qt.TextElideMode.ElideRight)
    # What needs eyes stands first.
    groups: List[Tuple[str, Sequence[PlannedRow]]] = [
        ("preview.conflict", [*_conflicts(plan)]),
        ("preview.gone", [(one_line(one.prompt), "", ()) for one in plan.gone]),
        ("preview.update", [_updated(one) for one in plan.update]),
        (
            "preview.add",
            [(one_line(note.fields[0]), tr(f"status.{note.status}"), ()) for note in plan.add],
        ),
    ]
    if plan.unusual():
        groups.insert(0, groups.pop(1))
    for key, rows in groups:
        if rows:
            tree.addTopLevelItem(_group(tr(key, n=len(rows)), rows))
    if plan.upgrade:
        tree.addTopLevelItem(QTreeWidgetItem([tr("preview.upgrade"), ""]))
    for at in range(tree.topLevelItemCount()):
        item = tree.topLevelItem(at)
        assert item is not None
        item.setExpanded(True)
        item.setFirstColumnSpanned(True)
    header = tree.header()
    assert header is not None
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
    header.resizeSection(1, 220)
    return tree


def _group(title: str, rows: Sequence[PlannedRow]) -> QTreeWidgetItem:
    group = QTreeWidgetItem([title, ""])
    font = group.font(0)
    font.setBold(True)
    group.setFont(0, font)
    for note, what, details in rows[:_AT_MOST]:
        item = QTreeWidgetItem([note, what])
        item.setToolTip(0, note)
        for name, text in details:
            below = QTreeWidgetItem([f"{name}: {text}", ""])
            below.setToolTip(0, text)
            item.addChild(below)
        group.addChild(item)
    if len(rows) > _AT_MOST:
        group.addChild(QTreeWidgetItem([tr("preview.more", n=len(rows) - _AT_MOST), ""]))
    return group


def _updated(update: Update) -> PlannedRow:
    what = [change.name for change in update.changes]
    what += [tr("preview.wake")] if update.wake else []
    details = [
        (change.name, f"{one_line(change.before)} → {one_line(change.after)}".strip())
        for change in update.changes
    ]
    return one_line(update.prompt), ", ".join(what) or tr("preview.tags"), details


def _conflicts(plan: CollectionPlan) -> Iterable[PlannedRow]:
    for one in plan.conflicts:
        details = [
            (tr("preview.yours"), one_line(one.yours)),
            (tr("preview.source"), one_line(one.source)),
        ]
        yield one_line(one.prompt), one.field, details
