"""Weekly syncs through the menu, with edits and with reviews on several days of each week.

Some weeks of them here; `make year` lives through all 52, and through those of other seeds.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest

from tests.addon.desktop import PROFILE, Desktop
from tests.decade import clock
from tests.fixture_files import ROOT

WEEKS, SEED = (int(os.environ.get(name, usual)) for name, usual in (("WEEKS", "8"), ("SEED", "1")))


def _live(desk: Any, root: str, folder: str, kept: str, seed: int, weeks: int) -> Iterator[Any]:
    import importlib
    import importlib.abc
    import importlib.machinery
    import importlib.util
    import sys
    import threading
    import time

    # On a clock that is moved, `sleep` does not work.
    def sleep(seconds: Any) -> None:
        threading.Event().wait(seconds)

    time.sleep = sleep

    # The promises are those of the decade, and speak of `annoki`: here that is the add-on, and the
    # modules are those of the library inside it.
    found: Dict[str, Any] = {}

    class Inside(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
            top = name.split(".")[1] if name.startswith("annoki.") else "annoki"
            is_ours = top != "annoki" and importlib.util.find_spec(f"annoki.annoki.{top}")
            return importlib.machinery.ModuleSpec(name, self) if is_ours else None

        def create_module(self, spec: Any) -> Any:
            module = importlib.import_module(f"annoki.{spec.name}")
            found[spec.name] = module.__spec__
            return module

        def exec_module(self, module: Any) -> None:
            module.__spec__ = found[module.__spec__.name]

    sys.path.append(root)
    sys.meta_path.insert(0, Inside())
    year = importlib.import_module("tests.decade.desktop_year")
    yield from year.live(desk, folder, kept, seed, weeks)


class _Later(Desktop):
    """A desktop on a clock that its script moves: by a variable, which costs less than a file."""

    def environment(self) -> Dict[str, str]:
        return {
            **super().environment(),
            "LD_PRELOAD": clock.library(),
            "FAKETIME": "+0",
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_SKIP_CMDS": "QtWebEngineProcess",
            "TZ": "UTC",
        }


# On a moved clock Qt may crash as it starts.
@pytest.mark.flaky(reruns=1, only_rerun="ended with -11")
@pytest.mark.skipif(not clock.library(), reason=clock.MISSING)
def test_weeks_through_the_menu_break_no_promise(prepared: Desktop, tmp_path: Path) -> None:
    copied = prepared.copy(tmp_path / "desktop")
    desktop = _Later(copied.folder, copied.display)
    outcome = desktop.run(
        _live,
        root=str(ROOT),
        folder=str(tmp_path),
        kept=str(desktop.kept("config.json", PROFILE)),
        seed=SEED,
        weeks=WEEKS,
        limit=3000,
    )
    assert outcome.errors == []
    print(f"{WEEKS} weeks, seed {SEED}: {outcome.results}")
    assert outcome.results["syncs"] >= WEEKS
    assert outcome.results["reviews"] > WEEKS
