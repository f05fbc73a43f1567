"""An account on a sync server, as tests find it and leave it."""

from __future__ import annotations

from anki.collection import Collection
from annoki.headless.account import Login, data_folder

from tests.addon.phone import Phone


def add_card(col: Collection, front: str) -> None:
    basic = col.models.by_name("Basic")
    assert basic
    note = col.new_note(basic)
    note["Front"] = front
    col.add_note(note, 1)  # type: ignore[arg-type]


def upload(phone: Phone) -> None:
    """A full sync, as a person chooses it there."""
    phone.col.sync_collection(phone.auth, False)
    phone.col.close_for_full_sync()
    phone.col.full_upload_or_download(auth=phone.auth, server_usn=None, upload=True)
    phone.col.reopen(after_full_sync=True)


def ours(col: Collection) -> int:
    return len(col.find_notes("note:Annoki"))


def refuse_the_key(account: Login) -> None:
    """As when the password was changed elsewhere."""
    kept = data_folder() / "ankiweb" / "account.json"
    kept.write_text(kept.read_text().replace(account.key, "0" * 40))
