"""An account on a sync server, the devices that meet there, and the run that has no screen."""

from __future__ import annotations

import io
import multiprocessing
import os
import pkgutil
import random
import shutil
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Callable, List, Optional

from anki.collection import Collection

from tests.addon.pages import NOTEBOOK, page
from tests.kills import runs
from tests.sync_server import PASSWORD, USER, SyncServer

from .devices import Device, Held, held, held_in
from .proxy import Answer, Proxy
from .reading import Reading, picture

Decide = Callable[[int], Answer]


class World:
    """`run` is `annoki` without a screen: in a process of its own each time, with folders of its
    own, behind a proxy of its own, `net`."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self._folder, self.home = folder, folder / "home"
        self._pool = _pool(self.home)
        # An older Anki prints what took its time, for its developers.
        self._quiet = redirect_stdout(io.StringIO())
        self._quiet.__enter__()
        self.server = SyncServer(folder / "account")
        self.server.start()
        self.net, self._open = (Proxy(lambda: self.server.address) for _ in range(2))
        self.reading = Reading(folder / "reading")
        dice = random.Random(seed)
        self.desktop, self.phone = (
            Device(name, folder, self._open.address, dice) for name in ("desktop", "phone")
        )
        self.desktop.writes("Whose cards are these? 谁的卡片?", picture(250))
        self.desktop.review(1)
        self.desktop.begin(first=True)
        self.desktop.sync()
        self.phone.begin(first=False)
        self.rounds = 0

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_error: object) -> None:
        self._quiet.__exit__(None, None, None)
        self._pool.shutdown()
        self.desktop.close()
        self.phone.close()
        self.net.close()
        self._open.close()
        self.reading.close()
        self.server.kill()

    def annoki(self, *arguments: str, strace: Optional[List[str]] = None) -> runs.Ended:
        """A run of the command line, traced by `strace` if there are options for that."""
        return self._pool.submit(runs.run, self.home, list(arguments), strace).result()

    def login(self) -> None:
        ended = self.annoki("login", "--endpoint", self.net.address)
        assert ended.code == 0, ended

    def forget(self) -> None:
        """Let the run begin anew, as on another machine."""
        shutil.rmtree(self.home / "data")
        (self.home / "data").mkdir()

    def left(self) -> List[str]:
        """What no run should leave behind."""
        found = [one for one in (self.home / "tmp").iterdir() if one.is_dir()]
        found += [*self.home.rglob(".annoki-*"), *self.home.rglob("*.part")]
        return sorted(str(one.relative_to(self.home)) for one in found)

    @property
    def sync(self) -> List[str]:
        """The command that is run in each round."""
        return ["sync", "--ankiweb", "--config", str(self.reading.config)]

    def run(
        self, decide: Optional[Decide] = None, strace: Optional[List[str]] = None
    ) -> runs.Ended:
        """One run, during which `decide` says what becomes of each request."""
        self.net.asked.clear()
        self.net.decide = decide
        try:
            return self.annoki(*self.sync, strace=strace)
        finally:
            self.net.decide = None
            self.server.start()

    def collection(self) -> Optional[Path]:
        """The collection of the run; none if it has none yet."""
        found = [
            path
            for path in (self.home / "data").rglob("*.anki2")
            if not path.name.startswith((".", "tmp"))
        ]
        assert len(found) <= 1, found
        return found[0] if found else None

    def held(self) -> Optional[Held]:
        """What the run's collection holds, in which Anki finds nothing to mend."""
        path = self.collection()
        return held_in(path, self._folder / "looked-at") if path else None

    def live(self) -> str:
        """A day of reading and reviewing, of which not all has been sent; what was read last."""
        self.rounds += 1
        number = self.rounds
        for device in (self.desktop, self.phone):
            device.sync()
            device.review(2)
            device.remarks(f"{device.name}, {number}")
            device.sync()
        self.phone.review(1)
        if number % 3 == 0:
            self.desktop.writes(f"Own card {number}", picture(250 - number) if number < 9 else b"")
            self.desktop.sync()
            self.desktop.review(1)
        if number % 4 == 0:
            self.reading.blog(number)
        return self.reading.grow(number)

    def meet(self) -> None:
        """Both devices send and get all that there is, by normal syncs."""
        for device in (self.phone, self.desktop, self.phone):
            device.sync()

    def judge(self, answer: str) -> None:
        """After a run that ended well: all devices hold the same, every review, and `answer`."""
        self.meet()
        theirs = [held(device.col) for device in (self.desktop, self.phone)]
        difference = theirs[0].other_than(theirs[1])
        assert not difference, f"desktop and phone: {difference}"
        lost = (self.desktop.reviewed | self.phone.reviewed) - set(theirs[0].reviews)
        assert not lost, f"{len(lost)} reviews are lost"
        read = [fields for fields, _ in theirs[0].ours.values() if answer in fields]
        assert len(read) == 1, f"{answer!r} is on {len(read)} notes"

    @property
    def full_syncs(self) -> List[str]:
        """The full syncs that the run asked for since its last beginning."""
        return [path for path in self.net.asked if path.endswith(("/upload", "/download"))]


def _pool(home: Path) -> ProcessPoolExecutor:
    """One process, which forks for each run; made before there is any thread here."""
    for name in ("tmp", "cache", "data", "config"):
        (home / name).mkdir(parents=True)
    os.environ.update(
        XDG_DATA_HOME=str(home / "data"),
        XDG_CONFIG_HOME=str(home / "config"),
        ANNOKI_ANKIWEB_USER=USER,
        ANNOKI_ANKIWEB_PASSWORD=PASSWORD,
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    )
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    pool.submit(_load, home).result()
    return pool


def _load(home: Path) -> None:
    """Load all that a run needs, so that forks have it."""
    import annoki

    for module in pkgutil.walk_packages(annoki.__path__, "annoki."):
        if "__main__" not in module.name:
            import_module(module.name)
    tried = home / "tried"
    tried.mkdir()
    (tried / "page.txt").write_text(page(NOTEBOOK), "utf-8")
    with redirect_stdout(io.StringIO()):
        Collection(str(tried / "a.anki2")).close()
    runs.load(home, [["sync", "--collection", *(str(tried / n) for n in ("a.anki2", "page.txt"))]])
    shutil.rmtree(tried)
