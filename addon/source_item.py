"""A row of the list of sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional

from annoki.config import Config, Source
from annoki.errors import UsageError
from aqt.qt import QTreeWidgetItem

from . import settings
from .i18n import said, tr
from .source_check import SourceCheck, Tested


class SourceItem(QTreeWidgetItem):
    """A source as the configuration holds it (`entry`), and what is known about it."""

    def __init__(self, entry: Any) -> None:
        super().__init__()
        self._test: Optional[SourceCheck] = None
        self.entry: Any = None
        self.source: Optional[Source] = None
        """What can be made of `entry`; None if it is of no kind that we know."""
        self.valid = False
        self.found = Tested("", "")
        self.put(entry)

    def put(self, entry: Any) -> None:
        """Take `entry`, whose test is still to come."""
        self.forget()
        self.entry = entry
        self.source = settings.usable_source(entry)
        problem = ""
        try:
            settings.configured(entry)
        except UsageError as error:
            problem = tr("source.problem", what=said(error))
        self.valid = not problem
        is_file = self.source is not None and not self.source.is_live
        if self.source and self.valid and is_file and not Path(self.source.path).exists():
            problem = tr("sources.missing")
        name = self.source.name if self.source else ""
        self.setText(0, name or tr("sources.unnamed"))
        self.setToolTip(0, name)
        self.setText(1, _kind(self.source))
        self._say(Tested(problem, problem, good=not problem))

    def test(self, config: Config, ended: Callable[[], None]) -> None:
        """Begin to read the source; `ended` is called when that has told something."""
        if self.source is None or not self.valid or self.testing:
            return
        asking = "test.asking" if self.source.is_live else "test.reading"

        def done(found: Tested) -> None:
            self._test = None
            self._say(found)
            ended()

        self._say(Tested(tr(asking), ""))
        self._test = SourceCheck((self.source,), config, done)
        self._test.start()

    @property
    def testing(self) -> bool:
        """Whether a test is under way."""
        return self._test is not None

    def stop(self) -> None:
        """End the test, which then says so."""
        if self._test is not None:
            self._test.stop()

    def forget(self) -> None:
        """End the test; it has nothing to say any more."""
        if self._test is not None:
            self._test.forget()
            self._test = None

    def _say(self, found: Tested) -> None:
        self.found = found
        self.setText(2, found.short)
        self.setToolTip(2, found.full)


def _kind(source: Optional[Source]) -> str:
    if source is None:
        return tr("kind.unknown")
    kind = said(source.declared.label)
    if source.is_live:
        return kind
    kind = tr("kind.folder") if Path(source.path).is_dir() else kind
    return f"{kind} ({source.format})" if source.format else kind
