"""The learner's devices: real collections, which meet through a sync server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Set

from anki.collection import Collection
from anki.errors import SyncError
from anki.sync import SyncOutput

from tests.sync_server import PASSWORD, USER

from .invariants import Violation
from .ledger import Kept, KeptCard, Ledger, Snapshot, snapshot


class Cloud:
    """What the server holds of one account, as it was after the last meeting."""

    def __init__(self) -> None:
        self.seen: Snapshot = Snapshot({}, {}, set())
        self.ledger = Ledger()


class Backup(NamedTuple):
    """A copy of a collection's file, and what could be relied on then."""

    path: Path
    ledger: Ledger


class Device:
    """A collection, its ledger, and the files that Annoki reads there. `kinds` gives, by token, the
    kind of each thing that was bound to a note, for messages; `named` are the GUIDs of the notes of
    which a sync that wrote something here knew an id or an address."""

    def __init__(self, number: int, folder: Path, server: str) -> None:
        self.number = number
        self.name = f"device {number}"
        self.folder = folder / f"device-{number}"
        self.folder.mkdir(parents=True)
        self.path = self.folder / "collection.anki2"
        self.col: Any = Collection(str(self.path))
        self.ledger = Ledger()
        self.faces: List[str] = []
        self.kinds: Dict[str, str] = {}
        self.named: Set[str] = set()
        self.backup: Optional[Backup] = None
        self.auth = self.col.sync_login(USER, PASSWORD, server)

    def look(self) -> Snapshot:
        return snapshot(self.col)

    def begin(self, cloud: Cloud, first: bool) -> None:
        """The first meeting: a full sync, up from one device and down to the others."""
        required = self.col.sync_collection(self.auth, sync_media=False).required
        wanted = SyncOutput.FULL_UPLOAD if first else SyncOutput.FULL_DOWNLOAD
        assert required in (SyncOutput.FULL_SYNC, wanted), required
        self.col.close_for_full_sync()
        self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=first)
        self.col.reopen(after_full_sync=True)
        self.col.models._clear_cache()
        if first:
            cloud.ledger, cloud.seen = self.ledger.copy(), self.look()
        else:
            self.ledger = cloud.ledger.copy()

    def meet(self, cloud: Cloud) -> None:
        """A normal sync with the server, which must do it all."""
        before = self.look()
        if self.col.schema_changed():
            raise Violation("no_full_sync", f"{self.name}: the schema has changed")
        try:
            output = self.col.sync_collection(self.auth, sync_media=False)
        except SyncError as error:
            raise Violation("no_full_sync", f"{self.name}: {error}") from error
        self.col.models._clear_cache()
        if output.required != SyncOutput.NO_CHANGES:
            said = f"{self.name}: AnkiWeb demands {output.required}; {output.server_message}"
            raise Violation("no_full_sync", said)
        after = self.look()
        self.ledger = _met(self.ledger, before, cloud.ledger, cloud.seen, after)
        self.ledger.css = self.css()
        cloud.ledger, cloud.seen = self.ledger.copy(), after

    def css(self) -> str:
        found = self.col.models.by_name("Annoki")
        return str(found["css"]) if found else ""

    def keep_backup(self) -> None:
        self.col.close()
        path = self.folder / "backup.anki2"
        shutil.copy(self.path, path)
        self.col = Collection(str(self.path))
        self.backup = Backup(path, self.ledger.copy())

    def restore(self) -> None:
        """Put the copy of the file back, as after a disk was lost."""
        if self.backup is None:
            return
        self.col.close()
        shutil.copy(self.backup.path, self.path)
        self.col = Collection(str(self.path))
        self.ledger = self.backup.ledger.copy()

    def copy_to(self, path: Path) -> None:
        """Copy the collection's file, which is open again after."""
        self.col.close()
        shutil.copy(self.path, path)
        self.col = Collection(str(self.path))

    def close(self) -> None:
        self.col.close()


def _met(
    mine: Ledger, before: Snapshot, theirs: Ledger, there: Snapshot, after: Snapshot
) -> Ledger:
    """What may be relied on after a meeting: Anki keeps the later version of each note and card,
    whole, and what was deleted on either side is deleted (`excuses`, OVERTAKEN)."""
    met = Ledger(own=mine.own | theirs.own, broken_off=mine.broken_off | theirs.broken_off)
    met.joined = mine.joined | theirs.joined
    met.given_away = mine.given_away | theirs.given_away
    met.split = {**theirs.split, **mine.split}
    met.pending = {**theirs.pending, **mine.pending}
    for nid, row in after.notes.items():
        is_mine, is_theirs = row == before.notes.get(nid), row == there.notes.get(nid)
        one: Optional[Kept] = mine.notes.get(nid) if is_mine else theirs.notes.get(nid)
        if not (is_mine or is_theirs):
            raise Violation("devices_agree", f"a meeting made up a version of {row.text[:80]!r}")
        if one:
            met.notes[nid] = one
    for cid, card in after.cards.items():
        same = before.cards.get(cid)
        kept: Optional[KeptCard] = (
            mine.cards.get(cid) if same and same.text == card.text else theirs.cards.get(cid)
        )
        if kept:
            met.cards[cid] = kept
            kept.reps = min(kept.reps, card.reps)
            known = [one.cards.get(cid) for one in (before, there)]
            if all(one is None or one.text != card.text for one in known):
                kept.flag = card.flag  # the server had kept another device's (`excuses`, FLAGS)
            if not kept.left_alone and card.nid in met.notes:
                met.notes[card.nid].answered = False  # the card was touched where it stays as it is
    met.reviews = mine.reviews | theirs.reviews
    met.set_aside(after)
    present = {kept.token for kept in met.notes.values() if not kept.aside}
    met.one_of_two = {**theirs.one_of_two, **mine.one_of_two}
    # What was set aside for a note that another device had deleted sleeps on: it counts as deleted.
    aside = {kept.token for kept in met.notes.values() if kept.aside}
    gone = {
        kept.token: kept
        for ledger in (theirs, mine)
        for nid, kept in ledger.notes.items()
        if nid not in after.notes and kept.token in aside
    }
    both: Dict[str, Kept] = {**gone, **met.one_of_two, **theirs.deleted, **mine.deleted}
    # The other side had a note of another GUID for it, which may be joined with what was deleted.
    for token, one in both.items():
        if all(other.guid != one.guid for other in met.of(token).values()):
            met.one_of_two[token] = one
    met.deleted = {token: kept for token, kept in both.items() if token not in present}
    return met.copy()
