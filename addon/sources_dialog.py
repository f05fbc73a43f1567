"""Sources and options without JSON; what is kept is the same JSON as the command line's."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

from annoki.config import Source
from annoki.errors import UsageError
from annoki.pipeline.results import Result
from annoki.profile import Profile, settings
from annoki.sources import kinds
from annoki.sources.typed import source_typed
from aqt import qt
from aqt.utils import show_warning

from . import menu
from .i18n import said, tr
from .options_box import OptionsBox
from .parts import Window, buttons, label, named_as
from .source_forms import SourceDialog, choose_files, choose_folder
from .source_item import WHERE, SourceItem, source_tree

_KEYS = {"edit": ("F2", "Return", "Enter"), "remove": ("Delete",)}
"""What keys do in the list."""


class SourcesDialog(Window):
    """Edits the sources and the options that `profile` keeps; kept with OK, and by a sync. What is
    dropped on it, and can be read, is a source. Raises UnreadableFile."""

    def __init__(self, profile: Profile) -> None:
        config = settings.raw(profile)
        super().__init__("sources", tr("sources.title"), ("annokiSources", 900, 540))
        self._profile, self._config, self._notice = profile, config, ""
        self.setAcceptDrops(True)
        self.tree, self._details, self._options = source_tree(), _details(), OptionsBox(config)
        tabs = named_as(qt.QTabWidget(), "sources_tabs")
        tabs.addTab(self._list(), tr("sources.tab"))
        tabs.addTab(self._options, tr("sources.options"))
        standard = qt.QDialogButtonBox.StandardButton
        box = qt.QDialogButtonBox(standard.Ok | standard.Cancel)
        qt.qconnect(box.accepted, self.accept)
        qt.qconnect(box.rejected, self.reject)
        layout = qt.QVBoxLayout(self)
        layout.addWidget(tabs, 1)
        layout.addWidget(box)
        qt.qconnect(self.tree.itemSelectionChanged, self._refresh)
        qt.qconnect(self.tree.itemDoubleClicked, lambda _item, _column: self.edit())
        sources, kept = config.get("sources", []), profile.read_results()
        for entry in sources if isinstance(sources, list) else []:
            self.tree.addTopLevelItem(SourceItem(entry, kept))
        self._refresh()
        self.tree.setFocus()

    def _list(self) -> qt.QWidget:
        page, column = qt.QWidget(), qt.QVBoxLayout()
        starts: Dict[str, Callable[[], None]] = {
            "add": lambda: None,  # Its menu opens.
            "edit": self.edit,
            "remove": self.remove,
            "test": self.test,
            "sync": self.sync,
        }
        self._buttons = buttons("sources", starts)
        for name, button in self._buttons.items():
            for key in _KEYS.get(name, ()):
                shortcut = qt.QShortcut(qt.QKeySequence(key), self.tree)
                shortcut.setContext(qt.Qt.ShortcutContext.WidgetShortcut)
                qt.qconnect(shortcut.activated, button.click)
            column.addWidget(button)
        column.insertStretch(len(starts) - 1)
        self._buttons["add"].setMenu(self._menu())
        intro = label("sources_intro", tr("sources.intro"))
        layout = qt.QGridLayout(page)
        layout.setSpacing(10)
        layout.addWidget(intro, 0, 0, 1, 2)
        layout.addWidget(self.tree, 1, 0)
        layout.addLayout(column, 1, 1)
        layout.addWidget(self._details, 2, 0, 1, 2)
        return page

    def _menu(self) -> qt.QMenu:
        entries = named_as(qt.QMenu(self), "sources_menu")
        # Files and folders are only chosen; the others are added by filling in a form.
        starts: Dict[str, Tuple[str, Callable[[], None]]] = {
            "file": (said(kinds()["file"].add), lambda: self.add_named(choose_files(self))),
            "folder": (tr("add.folder"), lambda: self.add_named([choose_folder(self)])),
        }
        for kind in kinds().values():
            if kind.fetch:
                starts[kind.name] = said(kind.add), partial(self._ask, Source(kind.name), self.add)
        for name, (called, start) in starts.items():
            action = entries.addAction(called)
            assert action is not None
            action.setObjectName(f"annoki_add_{name}")
            qt.qconnect(action.triggered, lambda _checked=False, start=start: start())
        return entries

    def dragEnterEvent(self, event: Any) -> None:
        """Files, folders and addresses are welcome."""
        event.setAccepted(event.mimeData().hasUrls() or event.mimeData().hasText())

    def dropEvent(self, event: Any) -> None:
        """Add what was dropped."""
        event.acceptProposedAction()
        urls = [url.toLocalFile() or url.toString() for url in event.mimeData().urls()]
        self.add_named(urls or event.mimeData().text().splitlines())

    def add_named(self, names: Iterable[str]) -> None:
        """Put the files, folders and addresses `names` at the end of the list."""
        self._notice = ""
        self.tree.clearSelection()
        for name in filter(None, map(str.strip, names)):
            try:
                self.add(source_typed(name).as_dict())
            except UsageError as error:
                self._notice = said(error)
                self._refresh()

    def add(self, entry: Dict[str, Any]) -> None:
        """Put a source at the end of the list, but if it is there; and test it at once."""
        item = SourceItem(entry, {})
        there = self._others(item)
        if there:
            item = there[0]
            self._notice = tr("sources.there", name=item.text(WHERE))
        else:
            self.tree.addTopLevelItem(item)
        item.setSelected(True)
        self.tree.scrollToItem(item)
        self._test(item)

    def edit(self) -> None:
        """Edit the selected source in a dialog of its own, and test it at once. Another that reads
        the same is one too many then."""
        item = self._one()
        if item is None or item.row.source is None:
            return

        def edited(entry: Dict[str, Any]) -> None:
            item.put(entry, {})
            self._take(self._others(item))
            self._test(item)

        self._ask(item.row.source, edited)

    def remove(self) -> None:
        """Take the selected sources off the list. Their notes stay in the collection."""
        self._notice = ""
        self._take(self._selected())
        self._refresh()

    def test(self) -> None:
        """Read the selected sources, or all, and tell what is in them. While it reads: stop it."""
        self._notice = ""
        testing = [item for item in self._items() if item.testing]
        for item in testing:
            item.stop()
        for item in [] if testing else self._selected() or self._items():
            self._test(item)

    def sync(self) -> None:
        """Keep what was edited, and sync the selected sources, or all."""
        chosen = [item.row.source for item in self._selected() if item.row.source and item.row.key]
        if self._keep():
            menu.sync_then(self._recall, sources=chosen)

    def left(self) -> None:
        """Whatever is still read is not waited for."""
        for item in self._items():
            item.forget()

    def accept(self) -> None:
        """Keep what was edited."""
        if self._keep():
            super().accept()

    def _keep(self) -> bool:
        entries = [item.row.entry for item in self._items()]
        untouched = [item.row.entry for item in self._items() if item.row.problem]
        data = {**self._config, "sources": entries, **self._options.values()}
        try:
            settings.save(self._profile, data, as_they_are=untouched)
        except (UsageError, OSError) as error:
            show_warning(said(error), parent=self)
            return False
        self._options.keep_decks()
        return True

    def _ask(self, source: Source, then: Callable[[Dict[str, Any]], None]) -> None:
        dialog = SourceDialog(self, source)

        def finished(result: int) -> None:
            if result == qt.QDialog.DialogCode.Accepted:
                then(dialog.entry())
            dialog.deleteLater()

        qt.qconnect(dialog.finished, finished)
        dialog.open()

    def _test(self, item: SourceItem) -> None:
        item.test(self._config, self._tested)
        self._refresh()

    def _tested(self, key: str, result: Result) -> None:
        if result.when:
            self._profile.keep_results({key: result.as_dict()})
        self._refresh()

    def _recall(self) -> None:
        """A sync has ended; by now this may have been closed."""
        if not self.is_over:
            kept = self._profile.read_results()
            for item in self._items():
                item.recall(kept)
            self._refresh()

    def _take(self, items: Iterable[SourceItem]) -> None:
        for item in items:
            item.forget()
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(item))

    def _items(self) -> List[SourceItem]:
        items = (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount()))
        return [item for item in items if isinstance(item, SourceItem)]

    def _others(self, item: SourceItem) -> List[SourceItem]:
        """Those that read the same as `item`."""
        same = [one for one in self._items() if one.row.key and one.row.key == item.row.key]
        return [one for one in same if one is not item]

    def _selected(self) -> List[SourceItem]:
        return [item for item in self._items() if item.isSelected()]

    def _one(self) -> Optional[SourceItem]:
        selected = self._selected()
        return selected[0] if len(selected) == 1 else None

    def _refresh(self) -> None:
        items, one = self._items(), self._one()
        can = {"edit": one is not None and one.row.source is not None}
        can.update(remove=bool(self._selected()), test=bool(items), sync=bool(items))
        for name, enabled in can.items():
            self._buttons[name].setEnabled(enabled)
        testing = any(item.testing for item in items)
        self._buttons["test"].setText(tr("sources.stop" if testing else "sources.test"))
        self._details.setText("\n".join(filter(None, (self._notice, self._told(one)))))

    def _told(self, one: Optional[SourceItem]) -> str:
        """What there is to say in full: of the chosen source, else of those with a problem."""
        if not self._items():
            return tr("sources.empty")
        bad = [item for item in self._items() if not item.good][:2]
        return one.told if one else "\n".join(f"{item.text(WHERE)}: {item.told}" for item in bad)


def _details() -> qt.QLabel:
    details = label("sources_details", plain=True)
    details.setAccessibleName(tr("sources.state"))
    details.setTextInteractionFlags(qt.Qt.TextInteractionFlag.TextSelectableByMouse)
    # Room for what is usually said, so that the list does not jump.
    details.setMinimumHeight(4 * details.fontMetrics().lineSpacing())
    details.setAlignment(qt.Qt.AlignmentFlag.AlignTop)
    return details
