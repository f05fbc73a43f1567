"""The programs: what each is given, and how it is run, as its own documentation says."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from abc import ABC, abstractmethod
from importlib.metadata import version
from pathlib import Path
from typing import Dict, List, Sequence, Type

from annoki import __version__

from ..generate import written
from . import environments
from .corpus import Item, Source, pages
from .desk import Desk
from .notation import as_html

ROOT = Path(__file__).parents[2]


class Failed(Exception):
    """A program ended with an error; the message is the last that it said."""


class Program(ABC):
    """A way to bring notes into Anki. `use` says which of its documented uses this is."""

    name: str
    distribution: str = ""
    """What is installed for it, as its file in `pins` says; nothing if it is here already."""
    use: str
    says: str = ""
    """What its documentation says of what it does not do."""

    def __init__(self, desk: Desk, environment: Path) -> None:
        self.desk = desk
        self.bin = environment / "bin"
        self.files = desk.folder / "files"
        self.files.mkdir()
        self.package = desk.folder / "notes.apkg"
        self.ids: Dict[str, str] = {}
        for command in self.ready():
            self._call(command)

    @classmethod
    def version(cls) -> str:
        return environments.version(cls.distribution)

    def ready(self) -> Sequence[Sequence[str]]:
        """Configure it once; what a person types for that."""
        return ()

    @abstractmethod
    def write(self, source: Source) -> None:
        """The source in the program's own format, as far as it is no work of the program."""

    @abstractmethod
    def commands(self) -> Sequence[Sequence[str]]:
        """What a person types."""

    def imports(self) -> bool:
        """Whether a package is written that is to be imported."""
        return True

    def stamped(self, source: Source) -> Dict[str, str]:
        """The ids that the program wrote into its files, by the keys of the items."""
        return {}

    def run(self, source: Source) -> float:
        """Bring `source` into the collection; the processor seconds of the program and Anki."""
        self.write(source)
        seconds = sum(map(self._call, self.commands()))
        if self.imports():
            seconds += self.desk.import_package(self.package)
        self.ids.update(self.stamped(source))
        return seconds

    def _call(self, command: Sequence[str]) -> float:
        """Run it where nothing of ours, and no network, is in reach; its processor seconds."""
        home = str(self.desk.home)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_CACHE_HOME": f"{home}/cache",
            "XDG_DATA_HOME": f"{home}/data",
            "APY_CONFIG": f"{home}/apy.json",
            "QT_QPA_PLATFORM": "offscreen",
            "LANG": "C.UTF-8",
            "HTTPS_PROXY": "http://127.0.0.1:9",
            "HTTP_PROXY": "http://127.0.0.1:9",
        }
        if not self.distribution:
            environment["PYTHONPATH"] = str(ROOT / "exporter")
        before = _children()
        done = subprocess.run(
            list(command),
            cwd=self.files,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
            raise Failed(f"{os.path.basename(command[0])}: {said or done.returncode}")
        with Path(self.desk.folder, "said.txt").open("a", encoding="utf-8") as said_before:
            said_before.write(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}\n")
        return _children() - before


class AnnokiExport(Program):
    """The package, imported by hand."""

    name = "Annoki, a package"
    use = (
        "`annoki export` of the activity page as text, over its own last package. It is given no "
        "ids: the page prints none."
    )
    says = (
        "“A note that is gone from the source stays in Anki.” “If you edited the note, even only "
        "its tags, your version stays, also when its source changes later: the update waits.”"
    )

    @classmethod
    def version(cls) -> str:
        return __version__

    def ready(self) -> Sequence[Sequence[str]]:
        (self.files / "config.json").write_text('{"pictures": false}', encoding="utf-8")
        return ()

    def write(self, source: Source) -> None:
        with Path(self.files, "page.txt").open("w", encoding="utf-8") as dump:
            for _ in written(len(listed(source)), pages(source), dump):
                pass

    def commands(self) -> Sequence[Sequence[str]]:
        annoki = [sys.executable, "-m", "annoki", "export", "--config", "config.json"]
        return [[*annoki, "page.txt", "-o", str(self.package)]]


class AnnokiSync(AnnokiExport):
    """The collection, kept in step."""

    name = "Annoki, a sync"
    use = "`annoki sync` of the same page into the collection, as the add-on does it."
    says = ""

    def commands(self) -> Sequence[Sequence[str]]:
        annoki = [sys.executable, "-m", "annoki", "sync", "--config", "config.json"]
        return [[*annoki, "--collection", str(self.desk.collection), "page.txt"]]

    def imports(self) -> bool:
        return False


class ByHand(Program):
    """A script of one's own."""

    name = "genanki by hand"
    use = (
        "a script of 30 lines: HTML by Python-Markdown, formulas in Anki's brackets, and, as the "
        "README recommends, a GUID of what identifies a note: the passage, else the question."
    )
    says = (
        "“If you import a new note that has the same GUID as an existing note, the new note will "
        "overwrite the old one.”"
    )

    @classmethod
    def version(cls) -> str:
        return version("genanki")

    def write(self, source: Source) -> None:
        notes = [
            {
                "front": as_html(item.front, item),
                "back": as_html(item.back, item),
                "identity": item.identity,
            }
            for item in listed(source)
        ]
        (self.files / "notes.json").write_text(json.dumps(notes), encoding="utf-8")

    def commands(self) -> Sequence[Sequence[str]]:
        script = Path(__file__).with_name("by_hand.py")
        return [[sys.executable, str(script), "notes.json", str(self.package)]]


def _children() -> float:
    """Processor seconds of all processes that ended so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def listed(source: Source) -> List[Item]:
    """The items of all documents, in their order."""
    return [item for page in source for item in page]


HERE: Dict[str, Type[Program]] = {
    "annoki-sync": AnnokiSync,
    "annoki-export": AnnokiExport,
    "genanki": ByHand,
}
"""Those for which nothing has to be installed."""
