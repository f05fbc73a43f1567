"""A second device."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, List

from anki.collection import Collection

from tests.sync_server import PASSWORD, USER

NO_CHANGES, NORMAL, FULL_DOWNLOAD = 0, 1, 3


class Phone:
    """A second device: a collection that knows nothing of the add-on."""

    def __init__(self, path: Path, server: str) -> None:
        self.col = Collection(str(path))
        self.auth = self.col.sync_login(USER, PASSWORD, server)

    def sync(self) -> int:
        """Sync as a phone would; what kind of sync the server asked for."""
        found = self.col.sync_collection(self.auth, False)
        if found.required == FULL_DOWNLOAD:
            self.col.close_for_full_sync()
            self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=False)
            self.col.reopen(after_full_sync=True)
        self.col.models._clear_cache()
        return int(found.required)

    def sync_media(self) -> List[str]:
        """Fetch media, and tell which files are here then."""
        self.col.sync_media(self.auth)
        while self.col.media_sync_status().active:
            time.sleep(0.05)
        return sorted(os.listdir(self.col.media.dir()))

    def note(self, text: str) -> Any:
        (note_id,) = self.col.find_notes(f'"{text}"')
        return self.col.get_note(note_id)

    def answer(self, card: Any) -> None:
        """Review `card`."""
        card.start_timer()
        sched: Any = self.col.sched
        states = self.col._backend.get_scheduling_states(card.id)
        sched.answer_card(sched.build_answer(card=card, states=states, rating=2))
