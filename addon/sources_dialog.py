"""Sources and options without JSON; what is kept is the same JSON as the command line's."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Dict, List, Sequence, Tuple

from annoki.config import Source
from annoki.errors import UsageError
from annoki.pipeline.results import Result
from annoki.pipeline.source_list import ListedSource, SourceList, SourceReading, readable
from annoki.profile import Profile, settings
from annoki.sources import kinds
from aqt import qt
from aqt.utils import show_warning

from . import menu
from .i18n import said, tr
from .options_box import OptionsBox
from .parts import Window, buttons, label, named_as, ok_and_cancel
from .source_forms import SourceDialog, choose_files, choose_folder
from .source_tree import SourceTree

_KEYS = {"edit": ("F2", "Return", "Enter"), "remove": ("Delete",)}
"""By which keys buttons are pressed in the list."""


class SourcesDialog(Window):
    """Edits the sources and the options that `profile` keeps; kept with OK, and by a sync. What is
    dropped on it, and can be read, is a source. Raises UnreadableFile."""

    def __init__(self, profile: Profile) -> None:
        config = settings.raw(profile)
        super().__init__("sources", tr("sources.title"), ("annokiSources", 900, 540))
        self.setAcceptDrops(True)
        self._profile, self._config = profile, config
        self._list = SourceList(config.get("sources"), profile.read_results())
        self._tree, self._options = SourceTree(), OptionsBox(config)
        self._details = label("sources_details", plain=True, alignment=qt.Qt.AlignmentFlag.AlignTop)
        self._details.setAccessibleName(tr("sources.state"))
        starts: Dict[str, Callable[[], None]] = {
            "add": lambda: None,  # Its menu opens.
            "edit": self._edit,
            "remove": self._remove,
            "test": lambda: self._read(self._list.to_read(self._tree.chosen())),
            "sync": self._sync,
        }
        self._buttons = buttons("sources", starts)
        self._lay_out()
        qt.qconnect(self._tree.itemSelectionChanged, self._tell)
        qt.qconnect(self._tree.itemDoubleClicked, lambda _item, _column: self._edit())
        self._show()
        self._tree.setFocus()

    def _lay_out(self) -> None:
        self._buttons["add"].setMenu(self._menu())
        column = qt.QVBoxLayout()
        for name, button in self._buttons.items():
            column.addWidget(button)
            for key in _KEYS.get(name, ()):
                shortcut = qt.QShortcut(qt.QKeySequence(key), self._tree)
                shortcut.setContext(qt.Qt.ShortcutContext.WidgetShortcut)
                qt.qconnect(shortcut.activated, button.click)
        column.insertStretch(column.count() - 1)
        self._details.setTextInteractionFlags(qt.Qt.TextInteractionFlag.TextSelectableByMouse)
        # Room for what is usually said, so that the list does not jump.
        self._details.setMinimumHeight(4 * self._details.fontMetrics().lineSpacing())
        page = qt.QWidget()
        grid = qt.QGridLayout(page)
        grid.setSpacing(10)
        grid.addWidget(label("sources_intro", tr("sources.intro")), 0, 0, 1, 2)
        grid.addWidget(self._tree, 1, 0)
        grid.addLayout(column, 1, 1)
        grid.addWidget(self._details, 2, 0, 1, 2)
        tabs = named_as(qt.QTabWidget(), "sources_tabs")
        tabs.addTab(page, tr("sources.tab"))
        tabs.addTab(self._options, tr("sources.options"))
        layout = qt.QVBoxLayout(self)
        layout.addWidget(tabs, 1)
        layout.addWidget(ok_and_cancel(self))

    def _menu(self) -> qt.QMenu:
        entries = named_as(qt.QMenu(self), "sources_menu")
        # Files and folders are only chosen; the others are added by filling in a form.
        starts: Dict[str, Tuple[str, Callable[[], None]]] = {
            "file": (said(kinds()["file"].add), lambda: self.dropped(choose_files(self))),
            "folder": (tr("add.folder"), lambda: self.dropped([choose_folder(self)])),
        }
        for kind in kinds().values():
            if kind.fetch:
                starts[kind.name] = said(kind.add), partial(self._ask, Source(kind.name), self._add)
        for name, (text, start) in starts.items():
            action = entries.addAction(text)
            assert action is not None
            action.setObjectName(f"annoki_add_{name}")
            qt.qconnect(action.triggered, lambda _checked=False, start=start: start())
        return entries

    def dropped(self, names: List[str]) -> None:
        """Put the files, folders and addresses `names` at the end of the list, and read them."""
        self._read(self._list.add_named(filter(None, names)), choose=True)

    def _add(self, entry: Dict[str, Any]) -> None:
        self._read([self._list.add(entry)], choose=True)

    def _edit(self) -> None:
        """Edit the selected source in a dialog of its own, and read it at once."""
        chosen = self._tree.chosen()
        source = chosen[0].row.source if len(chosen) == 1 else None
        if source is not None:
            self._ask(source, partial(self._edited, chosen[0]))

    def _edited(self, listed: ListedSource, entry: Dict[str, Any]) -> None:
        self._list.edit(listed, entry)
        self._read([listed])

    def _ask(self, source: Source, then: Callable[[Dict[str, Any]], None]) -> None:
        dialog = SourceDialog(self, source)
        qt.qconnect(dialog.accepted, lambda: then(dialog.entry()))
        qt.qconnect(dialog.finished, lambda _result: dialog.deleteLater())
        dialog.open()

    def _remove(self) -> None:
        """Take the selected sources off the list. Their notes stay in the collection."""
        self._list.remove(self._tree.chosen())
        self._show()

    def _read(self, rows: Sequence[ListedSource], choose: bool = False) -> None:
        """Tell what is in the sources `rows`, once they were read in the background."""
        readings = [listed.begin(self._config) for listed in rows]
        for reading in filter(None, readings):
            self.in_background(reading.ask, partial(self._was_read, reading), beside=True)
        self._show()
        if choose:
            self._tree.choose(rows)

    def _was_read(self, reading: SourceReading, result: Result) -> None:
        if reading.ended(result) and result.when:
            self._profile.keep_results({reading.key: result.as_dict()})
        self._show()

    def _sync(self) -> None:
        """Keep what was edited, and sync the selected sources, or all."""
        if self._keep():
            menu.sync_then(self._recall, sources=readable(self._tree.chosen()))

    def _recall(self) -> None:
        """A sync has ended; by now this may have been closed."""
        if not self.is_over:
            self._list.recall(self._profile.read_results())
            self._show()

    def left(self) -> None:
        """Whatever is still read is not waited for."""
        for listed in self._list.rows:
            listed.forget()

    def accept(self) -> None:
        """Keep what was edited."""
        if self._keep():
            super().accept()

    def _keep(self) -> bool:
        data = {**self._config, "sources": self._list.in_json(), **self._options.values()}
        try:
            as_found = self._list.left_as_found()
            self._config = settings.save_edited(self._profile, self._config, data, as_found)
        except (UsageError, OSError) as error:
            show_warning(said(error), parent=self)
            return False
        self._options.keep_decks()
        return True

    def _show(self) -> None:
        self._tree.show_sources(self._list.rows)
        self._tell()

    def _tell(self) -> None:
        """Tell what there is to say, and offer what can be done."""
        chosen = self._tree.chosen()
        for name, is_possible in self._list.can(chosen).items():
            self._buttons[name].setEnabled(is_possible)
        self._buttons["test"].setText(tr("sources.stop" if self._list.is_read else "sources.test"))
        self._details.setText("\n".join(map(said, self._list.told(chosen))))
