"""Desktops to start: one is prepared once, each test gets its own copy."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Iterable, Sequence

import pytest

from tests.addon.desktop import Desktop
from tests.addon.pages import Entry, page
from tests.fixture_files import ROOT


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Qt itself crashes now and then as it ends, once a test has its results, where the machine is
    busy: such a test is run again, once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun="but Anki ended with -11"))


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built add-on."""
    from tools.build_addon import build

    return build(tmp_path_factory.mktemp("addon") / "annoki.ankiaddon")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, package: Path) -> Desktop:
    """A desktop with the add-on installed, never to be used itself."""
    desktop = Desktop(tmp_path_factory.mktemp("desktop"))
    desktop.prepare(package, "Reader", "Other")
    return desktop


@pytest.fixture
def desktop(prepared: Desktop, tmp_path: Path) -> Desktop:
    """A desktop to use and spoil; `ANNOKI_PICTURES` names a folder for what it shows."""
    pictures = os.environ.get("ANNOKI_PICTURES")
    return prepared.copy(tmp_path / "desktop", Path(ROOT, pictures) if pictures else None)


@pytest.fixture
def write(desktop: Desktop) -> Callable[..., Path]:
    """`write(entries, **options)` writes the reader's page and configures it as the source."""
    path = desktop.folder / "page.txt"

    def written(entries: Iterable[Entry], declared: int = -1, **options: Any) -> Path:
        path.write_text(page(entries, declared), encoding="utf-8")
        sources = [{"kind": "file", "path": str(path), "format": ""}]
        desktop.configure(**{"sources": sources, **options})
        return path

    return written
