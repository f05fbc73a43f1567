"""Tells what is being read, and lets it be cancelled."""

from __future__ import annotations

import os
from typing import Callable, Sequence, Tuple

from annoki.config import Source
from aqt import colors, qt

from .i18n import tr
from .notice import Notice

_SHOWN_AFTER = 400
_LOOKS_EVERY = 100

State = Tuple[int, int, str]
"""How much of how much is done, and what is being read (empty: notes are being made)."""


class ProgressNotice(Notice):
    """Appears if reading `sources` takes a while.

    `look` is asked how far it is; `cancel` is called once, by its button.
    """

    def __init__(
        self, sources: Sequence[Source], look: Callable[[], State], cancel: Callable[[], None]
    ) -> None:
        sign = ("↻", colors.STATE_NEW)
        button = ("read.cancel", cancel)
        super().__init__(tr("read.start"), [button], sign, waits=True, name="annoki_progress")
        self._look_at = look
        self._services = {source.name for source in sources if source.is_live}
        self._said = ""
        self._bar = qt.QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        self._bar.setRange(0, 0)
        self.add(self._bar)
        timer = qt.QTimer(self)
        qt.qconnect(timer.timeout, self._update)
        timer.start(_LOOKS_EVERY)
        qt.QTimer.singleShot(_SHOWN_AFTER, self.appear)

    def tell(self, said: str) -> None:
        """Reading is done; say what follows, which is short."""
        self._said = said
        self._bar.setRange(0, 0)
        self.label.setText(said)

    def _update(self) -> None:
        done, total, what = self._look_at()
        if self._said or not total:
            return
        if what in self._services:
            self.label.setText(tr("read.ask", what=_short(what)))
        elif what:
            self.label.setText(tr("read.one", what=_short(os.path.basename(what) or what)))
        else:
            self.label.setText(tr("read.compose", done=done, total=total))
        # Of a single source nobody knows how far it is.
        self._bar.setRange(0, total if total > 1 else 0)
        self._bar.setValue(done)


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:24]}…{text[-23:]}"
