"""`annoki sync --ankiweb`, against Anki's own sync server: an account is kept in step where no Anki
is, and nothing that is on other devices is lost by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ankiweb import add_card, ours, refuse_the_key, upload
from annoki.errors import CollectionError
from annoki.headless.account import Login
from annoki.headless.device import Device
from annoki.headless.round import Round
from command_line import Annoki, Said, one_line
from real_anki import NEWEST, NOTEBOOK, Desk
from syncing import facts

from tests.addon.phone import NO_CHANGES, Phone


def device_of(account: Login) -> Device:
    return Device(account.folder)


def test_a_phone_alone_is_enough(
    annoki: Annoki, account: Login, phone: Phone, desk: Desk, dump: Path
) -> None:
    said = annoki("sync", "--ankiweb", dump)
    assert said == Said(
        0, "8 new, 0 updated, 0 unchanged\n", "Fetching the collection for the first time.\n"
    )
    assert phone.sync() == NO_CHANGES
    assert ours(phone.col) == 8

    phone.answer(phone.note("tidal").cards()[0])
    note = phone.note("tidal")
    note["My notes"] = "在海边见过"
    phone.col.update_note(note)
    assert phone.sync() == NO_CHANGES
    desk.write([NEWEST, *NOTEBOOK])
    assert annoki("sync", "--ankiweb", dump) == Said(0, "1 new, 0 updated, 8 unchanged\n", "")
    assert annoki("sync", "--ankiweb", dump) == Said(0, "0 new, 0 updated, 9 unchanged\n", "")

    assert phone.sync() == NO_CHANGES
    assert ours(phone.col) == 9
    with device_of(account).opened() as col:
        (here,) = col.find_notes("tidal")
        assert col.get_note(here)["My notes"] == "在海边见过"
        assert col.db
        assert col.db.scalar("select count() from revlog") == 1
        assert len(col.find_notes("自己的卡片")) == 1


def test_media_go_both_ways(annoki: Annoki, account: Login, phone: Phone, dump: Path) -> None:
    phone.col.media.write_data("phone.txt", b"from the phone")
    phone.sync_media()
    assert annoki("sync", "--ankiweb", dump).code == 0
    with device_of(account).opened() as col:
        assert Path(col.media.dir(), "phone.txt").read_bytes() == b"from the phone"
        col.media.write_data("here.txt", b"from here")

    said = annoki("sync", "--ankiweb", "-v", dump)
    assert said.code == 0
    steps = [line for line in said.err.splitlines() if line.startswith("next: ")]
    assert steps[0] == f"next: {dump}"
    assert steps[-2:] == ["next: what was done goes up", "next: media, both ways"]

    assert phone.sync_media() == ["here.txt", "phone.txt"]


def test_an_account_without_cards_is_begun_only_where_that_is_meant(
    annoki: Annoki, account: Login, server: str, dump: Path, tmp_path: Path
) -> None:
    one_line(annoki("sync", "--ankiweb", dump), "--first-upload", "on a computer")

    assert annoki("sync", "--ankiweb", "--first-upload", dump).code == 0

    assert annoki("sync", "--ankiweb", dump) == Said(0, "0 new, 0 updated, 8 unchanged\n", "")
    phone = Phone(tmp_path / "phone.anki2", server)
    phone.sync()
    assert ours(phone.col) == 8
    phone.col.close()


def test_a_first_upload_never_replaces_what_is_there(
    annoki: Annoki, account: Login, phone: Phone, dump: Path
) -> None:
    assert annoki("sync", "--ankiweb", "--first-upload", dump).code == 0

    assert phone.sync() == NO_CHANGES
    assert len(phone.col.find_notes("自己的卡片")) == 1
    assert ours(phone.col) == 8


def test_a_first_upload_that_failed_is_taken_up_again(
    annoki: Annoki, account: Login, dump: Path, tmp_path: Path
) -> None:
    """Written here, while the account is still empty: then another device begins it, or none."""
    device = device_of(account)
    with device.held(), device.opened() as col:
        add_card(col, "never sent")
    one_line(annoki("sync", "--ankiweb", dump), "--first-upload")

    assert annoki("sync", "--ankiweb", "--first-upload", dump).code == 0

    phone = Phone(tmp_path / "phone.anki2", account.endpoint)
    phone.sync()
    assert (ours(phone.col), len(phone.col.find_notes('"never sent"'))) == (8, 1)
    phone.col.close()


def written_not_sent(annoki: Annoki, account: Login, page: Path) -> None:
    """As a run leaves the copy that ends between writing and sending, however it ends."""
    assert annoki("sync", "--collection", device_of(account).path, page).code == 0


def test_what_was_written_and_not_sent_goes_up_with_the_next_run(
    annoki: Annoki, account: Login, phone: Phone, desk: Desk, dump: Path
) -> None:
    assert annoki("sync", "--ankiweb", dump).code == 0
    desk.write([NEWEST, *NOTEBOOK])
    written_not_sent(annoki, account, dump)
    phone.sync()
    phone.answer(phone.note("tidal").cards()[0])
    phone.sync()

    # Looking sends nothing.
    said = annoki("sync", "--ankiweb", "--dry-run", dump)
    assert said.out.splitlines()[-1] == "Would be: 0 new, 0 updated, 9 unchanged"
    phone.sync()
    assert ours(phone.col) == 8

    assert annoki("sync", "--ankiweb", dump) == Said(0, "0 new, 0 updated, 9 unchanged\n", "")
    assert phone.sync() == NO_CHANGES
    assert ours(phone.col) == 9
    with device_of(account).opened() as col:
        assert col.db
        assert col.db.scalar("select count() from revlog") == 1


def test_of_a_full_sync_the_account_wins_and_what_was_not_sent_comes_again(
    annoki: Annoki, account: Login, phone: Phone, desk: Desk, dump: Path
) -> None:
    assert annoki("sync", "--ankiweb", dump).code == 0
    written_not_sent(annoki, account, desk.write(facts(30)))
    phone.col.mod_schema(check=False)
    add_card(phone.col, "after the schema changed")
    upload(phone)

    said = annoki("sync", "--ankiweb", dump)

    assert (said.code, said.out) == (0, "30 new, 0 updated, 0 unchanged\n")
    assert "A full sync is demanded" in said.err
    assert "Nothing is lost" in said.err
    assert phone.sync() == NO_CHANGES
    assert len(phone.col.find_notes('"after the schema changed"')) == 1
    assert ours(phone.col) == 30


def test_what_another_device_replaced_meanwhile_is_not_written_over(
    annoki: Annoki, account: Login, phone: Phone, dump: Path
) -> None:
    device = device_of(account)
    with (  # noqa: PT012
        device.held(),
        pytest.raises(CollectionError, match="the next run fetches it"),
        Round(device, account, lambda _: None).in_step() as col,
    ):
        add_card(col, "here")
        phone.col.mod_schema(check=False)
        add_card(phone.col, "there")
        upload(phone)

    assert annoki("sync", "--ankiweb", dump).code == 0
    phone.sync()
    assert len(phone.col.find_notes("there")) == 1
    assert ours(phone.col) == 8


def test_a_second_run_at_once_says_so_and_ends(
    annoki: Annoki, account: Login, phone: Phone, dump: Path
) -> None:
    with device_of(account).held():
        one_line(annoki("sync", "--ankiweb", dump), "another run")

    assert annoki("sync", "--ankiweb", dump).code == 0


@pytest.mark.parametrize("whole", [0, 3, 4096], ids=["empty", "none", "half made"])
def test_a_copy_that_cannot_be_opened_is_fetched_anew(
    annoki: Annoki, account: Login, phone: Phone, dump: Path, whole: int
) -> None:
    assert annoki("sync", "--ankiweb", dump).code == 0
    path = device_of(account).path
    path.write_bytes(path.read_bytes()[:whole])

    assert annoki("sync", "--ankiweb", dump).out == "0 new, 0 updated, 8 unchanged\n"


def test_a_copy_that_proves_damaged_ends_one_run_and_is_fetched_by_the_next(
    annoki: Annoki, account: Login, phone: Phone, desk: Desk, dump: Path
) -> None:
    assert annoki("sync", "--ankiweb", desk.write(facts(200))).code == 0
    desk.write([*NOTEBOOK, *facts(200)])
    path = device_of(account).path
    held = path.read_bytes()
    page = held.index("自己的卡片".encode()) // 4096 * 4096
    path.write_bytes(held[:page] + b"\xff" * 4096 + held[page + 4096 :])

    one_line(annoki("sync", "--ankiweb", dump), "run it again")
    assert annoki("sync", "--ankiweb", dump).code == 0
    phone.sync()
    assert (ours(phone.col), len(phone.col.find_notes("自己的卡片"))) == (208, 1)


def test_what_a_cut_download_left_is_removed(
    annoki: Annoki, account: Login, phone: Phone, dump: Path
) -> None:
    cut = account.folder / ".tmpAbCdEf"
    cut.parent.mkdir()
    cut.write_bytes(b"half")

    assert annoki("sync", "--ankiweb", dump).code == 0
    assert not cut.exists()


def test_what_a_person_should_be_asked_is_left_and_all_else_done(
    annoki: Annoki, account: Login, phone: Phone, desk: Desk, dump: Path
) -> None:
    many = facts(30)
    assert annoki("sync", "--ankiweb", desk.write(many)).code == 0

    said = annoki("sync", "--ankiweb", desk.write([NEWEST, *many[:10]]))

    assert (said.code, said.out.split(",")[0]) == (1, "1 new")
    assert "20" in said.err
    phone.sync()
    assert ours(phone.col) == 31
    assert not phone.col.find_notes("tag:annoki::gone")
    assert annoki("sync", "--ankiweb", "--allow-gone", dump).code == 0
    phone.sync()
    assert len(phone.col.find_notes("tag:annoki::gone")) == 20


def test_each_run_leaves_its_report_also_one_that_failed(
    annoki: Annoki, account: Login, phone: Phone, dump: Path
) -> None:
    assert annoki("sync", "--ankiweb", dump).code == 0
    refuse_the_key(account)
    assert annoki("sync", "--ankiweb", dump).code == 1

    failed, done = map((reports := device_of(account).reports).read, reports.names())
    assert len(done["plan"]["added_notes"]) == 8
    assert (failed["ended"], "annoki login" in failed["what"]) == ("failed", True)


def test_a_collection_and_the_account_are_two_things(
    annoki: Annoki, account: Login, collection: Path, dump: Path
) -> None:
    one_line(annoki("sync", dump), "--collection", "--ankiweb")
    one_line(annoki("sync", "--ankiweb", "--collection", collection, dump), "name one")
    one_line(annoki("sync", "--first-upload", "--collection", collection, dump), "--ankiweb")
