"""Desks to export from and collections to import into, each in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator

import pytest
from real_anki import EXAMPLES, Desk, Learner
from syncing import Kept

from exporter.targets import apkg


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


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that a collection gets the note type from."""
    path = tmp_path_factory.mktemp("seed") / "seed.apkg"
    apkg.write_seed(path)
    return path


@pytest.fixture
def kept(desk: Desk, learner: Learner, seed: Path) -> Kept:
    """A fresh collection, and the page that it is synced with."""
    return Kept(desk, learner, seed)


@pytest.fixture(scope="session")
def examples_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that the README's first command makes."""
    folder = tmp_path_factory.mktemp("examples")
    return Desk(folder).export_files([EXAMPLES], folder / "annoki.apkg")
