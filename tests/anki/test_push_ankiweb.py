"""From the phone into the margin: what is answered there goes through Anki's sync server and a run
without a desktop into the annotation, and nothing is left to do anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Iterator, List

import pytest
from anki.collection import Collection
from anki.notes import Note
from command_line import Annoki

from tests.addon.phone import NO_CHANGES, Phone
from tests.fetch.servers import TOKEN, row
from tests.push.service import Service
from tests.sync_server import PASSWORD, USER, sync_server

CALLOUT = "> [!NOTE] What is the sky?\n> Blue.\n\n#weather"
QUESTION = "> [!QUESTION] Why is it blue?"


@pytest.fixture
def service() -> Iterator[Service]:
    with Service([row(0, text=CALLOUT), row(1, text=QUESTION)]) as running:
        yield running


def test_what_is_answered_on_a_phone_stands_in_the_annotation(
    service: Service, annoki: Annoki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name))
    monkeypatch.setenv("ANNOKI_ANKIWEB_USER", USER)
    monkeypatch.setenv("ANNOKI_ANKIWEB_PASSWORD", PASSWORD)
    config = tmp_path / "annoki.json"
    source = {"kind": "hypothesis", "user": "me", "token": TOKEN, "api": service.api}
    config.write_text(json.dumps({"sources": [source]}), encoding="utf-8")
    config.chmod(0o600)
    with sync_server(tmp_path / "account") as address:
        assert annoki("login", "--endpoint", address).code == 0
        run = ("sync", "--ankiweb", "--config", config)
        said = annoki(*run, "--first-upload")
        assert said.code == 0, said
        phone = Phone(tmp_path / "phone.anki2", address)
        phone.sync()
        write(phone.col, "Why is it blue?", "Short waves scatter most.")
        phone.sync()

        said = annoki(*run, "--push")
        assert said.code == 0, said
        assert [one.after for one in service.writes] == [
            "> [!QUESTION] Why is it blue?\n> Short waves scatter most."
        ]
        phone.sync()
        # On the train: an edit that has not been synced when the next run begins.
        write(phone.col, "What is the sky?", "Azure.")
        phone.sync()
        said = annoki("push", "--ankiweb", "--config", config)
        assert (said.code, len(service.writes)) == (0, 2), said
        assert service.row("row-0")["text"] == CALLOUT.replace("Blue", "Azure")

        phone.sync()
        assert {note["Status"] for note in notes(phone.col)} == {"ready"}
        said = annoki(*run, "--push")
        assert "0 new, 0 updated, 2 unchanged" in said.out
        assert len(service.writes) == 2
        assert phone.sync() == NO_CHANGES
        phone.col.close()


def notes(col: Collection) -> List[Note]:
    return [col.get_note(one) for one in col.find_notes("note:Annoki")]


def write(col: Collection, prompt: str, answer: str) -> None:
    (note,) = [one for one in notes(col) if prompt in one["Prompt"]]
    note["Answer"] = answer
    col.update_note(note)
