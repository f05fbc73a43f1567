"""Packages and AnkiWeb: an update travels by a normal sync. The server is the one Anki ships."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator, Tuple

import pytest
from anki.decks import DeckId
from anki.sync import SyncOutput
from real_anki import NEWEST, NOTEBOOK, SALT, TIDES, Desk, Learner, card, plain

from tests.sync_server import PASSWORD, USER, sync_server

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with sync_server(tmp_path) as address:
        yield address


class Synced:
    """A learner's device that is logged in to the server."""

    def __init__(self, learner: Learner, server: str) -> None:
        self.learner = learner
        self.auth = learner.col.sync_login(USER, PASSWORD, server)

    def sync(self) -> int:
        """A normal sync; what is required after it, NO_CHANGES if it did all there was to do."""
        required = self.learner.col.sync_collection(self.auth, sync_media=False).required
        # Note types may be stale in the process that synced.
        self.learner.col.models._clear_cache()
        return required

    def full_sync(self, upload: bool) -> None:
        col = self.learner.col
        col.close_for_full_sync()
        col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
        col.reopen(after_full_sync=True)


@pytest.fixture
def devices(learners: Callable[[], Learner], server: str) -> Tuple[Synced, Synced]:
    """A desktop and a phone of one account."""
    return Synced(learners(), server), Synced(learners(), server)


def begin(desktop: Synced, phone: Synced) -> None:
    """The first syncs: all there is, a note of one's own too, goes up and down to the phone."""
    basic = desktop.learner.col.models.by_name("Basic")
    assert basic
    own = desktop.learner.col.new_note(basic)
    own["Front"] = "自己的卡片"
    desktop.learner.col.add_note(own, DeckId(1))
    assert desktop.sync() in (SyncOutput.FULL_SYNC, SyncOutput.FULL_UPLOAD)
    desktop.full_sync(upload=True)
    assert phone.sync() in (SyncOutput.FULL_SYNC, SyncOutput.FULL_DOWNLOAD)
    phone.full_sync(upload=False)


def test_updates_travel_by_normal_syncs_and_keep_reviews(
    desk: Desk, devices: Tuple[Synced, Synced]
) -> None:
    desktop, phone = devices
    desktop.learner.import_package(desk.export(NOTEBOOK))
    begin(desktop, phone)
    assert len(phone.learner.notes()) == 1 + len(NOTEBOOK)

    # The phone studies, while the page changes and the desktop imports it.
    phone.learner.study("Annoki::Cards")
    reviews = phone.learner.tables(["revlog"])["revlog"]
    assert reviews
    imported = desktop.learner.import_package(desk.export([NEWEST, BETTER, *NOTEBOOK[1:]]))
    assert (imported.new, imported.updated) == (1, 1)
    assert not desktop.learner.col.schema_changed()
    for device in (phone, desktop, phone):
        assert device.sync() == SyncOutput.NO_CHANGES, "a normal sync does it all"

    for device in devices:
        learner = device.learner
        assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])
        assert "三颗" in plain(learner.card(NEWEST).answer())
        assert learner.card(TIDES).reps == 1
        assert len(learner.tables(["revlog"])["revlog"]) == len(reviews)
        learner.assert_sound()


def test_a_first_import_into_a_synced_collection_needs_no_full_sync(
    desk: Desk, devices: Tuple[Synced, Synced]
) -> None:
    """For years of cards of one's own, a full sync would put the other device's reviews at risk."""
    desktop, phone = devices
    begin(desktop, phone)

    package = desk.export(NOTEBOOK, config={"reverse_separator": True})
    imported = desktop.learner.import_package(package)

    assert not desktop.learner.col.schema_changed()
    assert desktop.sync() == phone.sync() == SyncOutput.NO_CHANGES
    assert len(phone.learner.cards()) == len(desktop.learner.cards()) > imported.new
    assert SALT.note in plain(phone.learner.card(SALT).answer())


def test_importing_the_same_again_leaves_nothing_to_sync(
    desk: Desk, devices: Tuple[Synced, Synced]
) -> None:
    desktop, phone = devices
    desktop.learner.import_package(desk.export(NOTEBOOK))
    begin(desktop, phone)
    assert desktop.sync() == SyncOutput.NO_CHANGES

    desktop.learner.import_package(desk.export(NOTEBOOK))

    status = desktop.learner.col.sync_status(desktop.auth)
    assert status.required == status.NO_CHANGES


def test_both_devices_may_import_the_same_package(
    desk: Desk, devices: Tuple[Synced, Synced]
) -> None:
    desktop, phone = devices
    begin(desktop, phone)
    package = desk.export(NOTEBOOK)
    for device in devices:
        device.learner.import_package(package)

    for device in (desktop, phone, desktop):
        assert device.sync() == SyncOutput.NO_CHANGES

    for device in devices:
        assert len(device.learner.notes()) == len(device.learner.cards()) == 1 + len(NOTEBOOK)
        device.learner.assert_sound()
