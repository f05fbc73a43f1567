"""The notes of a plan, group by group, and what may be chosen of them."""

from __future__ import annotations

from typing import Dict, FrozenSet, Iterable, List, NamedTuple, Sequence, Tuple

from annoki.model import Note
from annoki.sync.collection_plan import CollectionPlan
from annoki.sync.present_note import Conflict, Update
from annoki.sync.twins import Joined
from annoki.text.field import one_line
from aqt.qt import QAbstractItemView, QHeaderView, Qt, QTreeWidget, QTreeWidgetItem

from .i18n import tr

_AT_MOST = 300
"""How many notes of a kind are listed; nobody reads more, and Qt is slow with many rows."""

_GUID = Qt.ItemDataRole.UserRole


class _Row(NamedTuple):
    """A note, what happens to it, and details below it."""

    note: str
    what: str = ""
    details: Sequence[str] = ()
    guid: str = ""
    """Of a note of which something may be chosen."""


class PreviewTree(QTreeWidget):
    """Shows `plan`. `chosen(name)` are the GUIDs of the notes for which `name` was ticked."""

    def __init__(self, plan: CollectionPlan) -> None:
        super().__init__()
        self.setObjectName("annoki_preview_tree")
        self.setHeaderLabels([tr("preview.note"), tr("preview.what")])
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        # Anki's dark theme hardly shows an empty box in a list.
        self.setStyleSheet("QTreeView::indicator:unchecked { border: 1px solid palette(mid); }")
        header = self.header()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, 220)
        self._choices: Dict[str, List[Tuple[QTreeWidgetItem, List[str]]]] = {}
        lost = plan.lost if plan.is_much_lost else ()
        new = {note.guid for note in plan.add} - {note.guid for note in lost}
        gone = ("gone", [_Row(one_line(one.prompt)) for one in plan.gone], "")
        # What needs eyes stands first.
        groups = [
            ("lost", [_added(one) for one in lost], ""),
            *([gone] if plan.is_much_gone else []),
            ("conflict", _conflicts(plan.conflicts), "take_theirs"),
            *([] if plan.is_much_gone else [gone]),
            ("twins", [_joined(one) for one in plan.twins], ""),
            ("decks", [_Row(one.name) for one in plan.decks], ""),
            ("deleted", [_deleted(one) for one in plan.deleted], "restore"),
            ("update", [_updated(one) for one in plan.update if one.seen], ""),
            ("add", [_added(one) for one in plan.add if one.guid in new], ""),
            ("kept", _conflicts(plan.kept), "take_theirs"),
        ]
        for key, rows, choice in groups:
            if rows:
                self._add(key, rows, choice)
        if plan.upgrade:
            self.addTopLevelItem(QTreeWidgetItem([tr("preview.upgrade"), ""]))

    @property
    def has_choices(self) -> bool:
        """Whether anything may be chosen."""
        return bool(self._choices)

    def has_chosen(self) -> bool:
        """Whether anything was."""
        return any(self.chosen(choice) for choice in self._choices)

    def chosen(self, choice: str) -> FrozenSet[str]:
        """The GUIDs of notes for which `choice` was ticked; of a whole group, also those unseen."""
        found: List[str] = []
        for group, guids in self._choices.get(choice, ()):
            rows = [group.child(at) for at in range(group.childCount())]
            ticked = [row.data(0, _GUID) for row in rows if row is not None and _is_ticked(row)]
            found += guids if _is_ticked(group) else ticked
        return frozenset(found)

    def _add(self, key: str, rows: Sequence[_Row], choice: str) -> None:
        group = QTreeWidgetItem([tr(f"preview.{key}", n=len(rows)), ""])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        for row in rows[:_AT_MOST]:
            item = QTreeWidgetItem([row.note, row.what])
            item.setToolTip(0, row.note)
            item.setToolTip(1, row.what)
            for text in row.details:
                below = QTreeWidgetItem([text, ""])
                below.setToolTip(0, text)
                item.addChild(below)
            if choice:
                item.setData(0, _GUID, row.guid)
                item.setText(1, tr(f"preview.{choice}"))
                item.setCheckState(1, Qt.CheckState.Unchecked)
            group.addChild(item)
        if len(rows) > _AT_MOST:
            group.addChild(QTreeWidgetItem([tr("preview.more", n=len(rows) - _AT_MOST), ""]))
        self.addTopLevelItem(group)
        if choice:
            group.setFlags(group.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            group.setText(1, tr("preview.whole_group"))
            group.setCheckState(1, Qt.CheckState.Unchecked)
            guids = [row.guid for row in rows]
            self._choices.setdefault(choice, []).append((group, guids))
        else:
            group.setFirstColumnSpanned(True)
        group.setExpanded(True)
        for at in range(group.childCount()):
            child = group.child(at)
            if child is not None and key == "conflict":
                child.setExpanded(True)  # Both sides are seen at once.


def _is_ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(1) == Qt.CheckState.Checked


def _added(note: Note) -> _Row:
    return _Row(one_line(note.fields[0]), tr(f"status.{note.status}"))


def _deleted(note: Note) -> _Row:
    return _Row(one_line(note.fields[0]), guid=note.guid)


def _joined(twins: Joined) -> _Row:
    return _Row(one_line(twins.after.fields[0]), tr("preview.together", n=len(twins.note_ids)))


def _updated(update: Update) -> _Row:
    what = [change.name for change in update.changes]
    what += [tr("preview.tags")] if update.tags != update.before.tags else []
    what += [tr("preview.wake")] if update.wake else []
    details = [
        f"{change.name}: {one_line(change.before)} → {one_line(change.after)}".strip()
        for change in update.changes
    ]
    return _Row(one_line(update.prompt), ", ".join(what), details)


def _conflicts(conflicts: Iterable[Conflict]) -> List[_Row]:
    """A row a note: what is chosen holds for all its fields."""
    found: Dict[str, _Row] = {}
    for one in conflicts:
        row = found.setdefault(one.guid, _Row(one_line(one.prompt), "", [], one.guid))
        sides = (("preview.yours", one.yours), ("preview.source", one.source))
        told = [
            tr("preview.side", field=one.field, whose=tr(whose), text=one_line(text))
            for whose, text in sides
        ]
        found[one.guid] = row._replace(details=[*row.details, *told])
    return list(found.values())
