"""Desks to export from and collections to import into, each in a folder of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Callable, Iterator, List

import pytest
from anki.collection import Collection
from anki.decks import DeckId
from ankiweb import add_card, upload
from annoki.cli.commands import main
from annoki.headless.account import Login, logged_in
from command_line import Annoki, Said
from real_anki import EXAMPLES, NOTEBOOK, Annotation, Desk, Learner
from syncing import Kept, facts

from tests.addon.phone import Phone
from tests.sync_server import PASSWORD, USER, sync_server


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


@pytest.fixture
def learners(tmp_path: Path) -> Iterator[Callable[[], Learner]]:
    """Opens a fresh collection at each call."""
    opened: list[Learner] = []

    def learner() -> Learner:
        opened.append(Learner(tmp_path / f"learner{len(opened)}" / "collection.anki2"))
        return opened[-1]

    yield learner
    for one in opened:
        one.close()


@pytest.fixture
def learner(learners: Callable[[], Learner]) -> Learner:
    return learners()


@pytest.fixture
def kept(desk: Desk, learner: Learner) -> Kept:
    """A fresh collection, and the page that it is synced with."""
    return Kept(desk, learner)


@pytest.fixture(scope="session")
def examples_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that the README's first command makes."""
    folder = tmp_path_factory.mktemp("examples")
    return Desk(folder).export_files([EXAMPLES], folder / "annoki.apkg")


@pytest.fixture
def annoki(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Annoki:
    """Runs the command line's own entry point; what escapes it would be a traceback."""

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["annoki", *map(str, arguments)])
        capsys.readouterr()  # of the test itself: older Ankis print what takes them long
        with pytest.raises(SystemExit) as done:
            main()
        assert isinstance(done.value.code, int)
        return Said(done.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A closed collection with a note of the learner's own."""
    path = tmp_path / "profile" / "collection.anki2"
    path.parent.mkdir()
    col = Collection(str(path))
    basic = col.models.by_name("Basic")
    assert basic
    note = col.new_note(basic)
    note["Front"] = "自己的卡片"
    col.add_note(note, DeckId(1))
    col.close()
    return path


@pytest.fixture
def dump(desk: Desk) -> Path:
    return desk.write(NOTEBOOK)


@pytest.fixture
def many(annoki: Annoki, collection: Path, desk: Desk) -> List[Annotation]:
    """Thirty notes, synced."""
    all_of_them = facts(30)
    assert annoki("sync", "--collection", collection, desk.write(all_of_them)).code == 0
    return all_of_them


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user's folders are; nobody is logged in."""
    for name in ("DATA", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name))
    for name in ("USER", "PASSWORD"):
        monkeypatch.delenv(f"ANNOKI_ANKIWEB_{name}", raising=False)
    return tmp_path / "home"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with sync_server(tmp_path / "account") as address:
        yield address


@pytest.fixture
def account(home: Path, server: str, annoki: Annoki, monkeypatch: pytest.MonkeyPatch) -> Login:
    """The account that is logged in, still without a card."""
    with monkeypatch.context() as environment:
        environment.setenv("ANNOKI_ANKIWEB_USER", USER)
        environment.setenv("ANNOKI_ANKIWEB_PASSWORD", PASSWORD)
        assert annoki("login", "--endpoint", server).code == 0
    return logged_in()


@pytest.fixture
def phone(tmp_path: Path, server: str) -> Iterator[Phone]:
    """Another device, with a card of the learner's own, from which the account began."""
    phone = Phone(tmp_path / "phone.anki2", server)
    add_card(phone.col, "自己的卡片")
    upload(phone)
    yield phone
    phone.col.close()
