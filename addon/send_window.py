"""*Send answers back…*: what was answered in Anki goes into the annotations that are ticked."""

from __future__ import annotations

from functools import partial

from annoki.pipeline.in_steps import take
from annoki.profile import Profile, settings
from annoki.push.inside import Sending
from aqt import qt

from . import host, notice
from .i18n import said, tr
from .items_view import ItemsView
from .parts import Window, buttons, in_a_row, label
from .steps import WAITS

_LOOKS_EVERY = 100


class SendWindow(Window):
    """Lists the answers that can go back from the collection of `profile`, and sends those that are
    ticked. Raises UsageError where the configuration cannot be used."""

    def __init__(self, profile: Profile) -> None:
        config = settings.stored_config(profile)
        super().__init__("send", tr("send.title"), ("annokiSend", 900, 580))
        self._sources, is_open = config.sources, partial(host.is_profile_open, profile)
        sending = Sending(
            config, profile.sent, profile.cache, WAITS, is_open, self._show, tr("send.undo_name")
        )
        self._sending = sending
        self._items = ItemsView(ticked=self._tell)
        self._said = label("send_said", plain=True)
        intro = label("send_intro", tr("send.intro"))
        starts = {
            "undo": lambda: take(sending.undo()),
            "send": lambda: take(sending.send()),
            "close": self.reject,
        }
        self._buttons = buttons("send", starts)
        layout = qt.QVBoxLayout(self)
        layout.setSpacing(10)
        for part in (intro, self._items, self._said):
            layout.addWidget(part, part is self._items)
        layout.addLayout(in_a_row(None, *self._buttons.values()))
        self._buttons["send"].setDefault(True)
        self._items.list.setFocus()
        timer = qt.QTimer(self)
        qt.qconnect(timer.timeout, self._tell)
        timer.start(_LOOKS_EVERY)
        take(sending.look())

    def left(self) -> None:
        """It is closed: nothing more is begun, and what was sent is told elsewhere."""
        self._sending.stop()

    def _show(self) -> None:
        if not self.is_over:
            overview = f"<p>{tr('send.pick')}</p>"
            self._items.show_rows(self._sending.listed, overview, self._sending.ticks)
            self._tell()
        elif self._sending.parting and not self._sending.is_off:
            notice.tell(said(self._sending.parting))

    def _tell(self) -> None:
        self._said.setText(settings.without_tokens(said(self._sending.told), self._sources))
        self._buttons["send"].setEnabled(self._sending.can_send)
        self._buttons["undo"].setEnabled(self._sending.can_undo and not self._sending.is_busy)
