"""A learner's world: the source, the files that show it, devices, packages, and the time."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple
from zipfile import ZipFile

from .devices import Cloud, Device
from .dice import Dice
from .faces import FACES, OF_SERVICE, Handle, View, can_join, view
from .things import Growing


class Event(NamedTuple):
    """What happens: when (hours since the beginning), what, and the seed of all that it draws."""

    hour: int
    name: str
    seed: str


@dataclass
class Package:
    """The editions of one package, each made over the one before. `faces` gives, by token, the
    names of the faces that the newest shows it through."""

    path: Path
    edition: int = 0
    faces: Dict[str, Set[str]] = field(default_factory=dict)
    changed: Set[str] = field(default_factory=set)
    """Tokens that the newest edition shows through other faces than the one before."""
    ever: Set[Tuple[str, str]] = field(default_factory=set)
    """Token and GUID of what this edition and those before it have shown with an id or address."""
    before: Set[Tuple[str, str]] = field(default_factory=set)
    """Token and GUID of what the editions before this one have shown."""
    made_of: Dict[Tuple[str, str], Handle] = field(default_factory=dict)
    """By token and GUID what that is made of: later editions keep it, whatever they show."""
    views: List[View] = field(default_factory=list)
    known: Dict[str, Set[Handle]] = field(default_factory=dict)
    """By token, what the notes that it holds or has held are known by."""

    def learn(self, old: Package | None) -> None:
        """Remember what `old`, the edition before, knew, but for a date: that is told now or not
        at all."""
        before = old.known if old else {}
        undated = {
            token: {one for one in known if one[0] != "dated"} for token, known in before.items()
        }
        for one in self.views:
            for token in one.shown:
                self.known.setdefault(token, set()).update(one.handles(token))
        for token, known in undated.items():
            now = self.known.get(token)
            if now is None:
                self.known[token] = known
            elif can_join(known, now):
                now |= known

    def brings_back(self, device: Device, devices: Sequence[Device]) -> bool:
        """Whether it holds a note under an id that `device` has deleted, and which one of `devices`
        has yet to delete, or to tell of (see `excuses`, SECOND GRAVE)."""
        database = self.path.with_suffix(".anki2")
        with ZipFile(self.path) as package:
            database.write_bytes(package.read("collection.anki2"))
        with closing(sqlite3.connect(database)) as file:
            held = {id for (id,) in file.execute("select id from notes")}
        graves = "select oid from graves where type = 1"
        held &= set(device.col.db.list(graves))
        held -= set(device.col.db.list("select id from notes"))
        late = (f"{graves} and usn = -1", "select id from notes")
        return any(held.intersection(one.col.db.list(sql)) for one in devices for sql in late)


class World:
    """Everything that events happen to."""

    def __init__(self, folder: Path, seed: str, devices: int, server: str) -> None:
        self.folder = folder
        self.dice = Dice(f"{seed}/world")
        self.source = Growing()
        self.packages: Dict[str, Package] = {}
        self.cloud = Cloud()
        self.devices = [Device(n, folder, server) for n in range(devices)]
        for device in self.devices:
            device.faces = self.configured(Dice(f"{seed}/{device.name}"))
        self.touched: List[Device] = []
        self.said: List[str] = []

    @property
    def now(self) -> int:
        return int(time.time())

    def device(self, dice: Dice) -> Device:
        """The device that an event happens on."""
        chosen = self.devices[dice.below("device", len(self.devices))]
        self.touched.append(chosen)
        self.said.append(chosen.name)
        return chosen

    def is_back(self, note_id: int) -> bool:
        """Whether a note is there again on a device that has told of its deletion: it must not
        be deleted elsewhere (see `excuses`, SECOND GRAVE)."""
        back = (
            "select count() from notes join graves on oid = notes.id"
            " where oid = ? and type = 1 and graves.usn != -1"
        )
        return any(one.col.db.scalar(back, note_id) for one in self.devices)

    @staticmethod
    def configured(dice: Dice) -> List[str]:
        """The files that are given to Annoki: of each service one or two, or none."""
        names: List[str] = []
        for at, offered in enumerate(OF_SERVICE):
            names.append(dice.pick(f"face {at}", offered))
            if dice.chance(f"second {at}", 0.3):
                names.append(dice.pick(f"another {at}", offered))
        return list(dict.fromkeys(names))

    def files(
        self, names: List[str], dice: Dice, damage: Callable[[str], str], into: str
    ) -> List[View]:
        """Write the files `names`, damaged as `damage` says, into a folder of the world."""
        folder = self.folder / into
        folder.mkdir(parents=True, exist_ok=True)
        views = []
        for name in names:
            made = view(FACES[name], self.source, Dice(f"{dice.seed}/{name}"), damage(name))
            path = folder / name
            if made.damage == "missing" and not made.data:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(made.data)
            views.append(made)
        shown = ", ".join(
            one.face.name + (f" ({one.damage})" if one.damage else "") for one in views
        )
        self.said.append(f"{into}: {shown}")
        return views

    def close(self) -> None:
        for device in self.devices:
            device.close()


def path_of(world: World, into: str, made: View) -> Optional[Path]:
    path = world.folder / into / made.face.name
    return path if path.exists() else None
