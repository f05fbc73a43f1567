"""One history, from its first event to its last or to the first promise that is broken."""

from __future__ import annotations

import tempfile
import traceback
from pathlib import Path
from typing import Any, Callable, List, NamedTuple, Optional, Sequence, Tuple

from tests.sync_server import sync_server

from . import clock, history
from .annoki_events import sync
from .dice import Dice
from .invariants import EACH_TIME, Violation, anki_finds_nothing, look
from .world import Event, World


class Failure(NamedTuple):
    """Which promise was broken, how it shows, after which event (-1: at the beginning), and what
    each event said of itself."""

    name: str
    what: str
    at: int
    said: Tuple[str, ...] = ()


def simulate(seed: int, devices: int, events: Sequence[Event]) -> Optional[Failure]:
    """Live through `events` in a folder of their own; the first broken promise, if any."""
    clock.set_to(clock.START - clock.WEEK)
    with tempfile.TemporaryDirectory(prefix="annoki-decade-") as name:
        folder = Path(name)
        with sync_server(folder / "server") as server:
            return _lived(lambda: World(folder, str(seed), devices, server), events)


def _lived(begun: Callable[[], World], events: Sequence[Event]) -> Optional[Failure]:
    at, world = -1, None
    said: List[str] = []
    try:
        world = begun()
        _begin(world)
        for at, event in enumerate(events):  # noqa: B007 (told in a failure)
            clock.set_to(clock.START + event.hour * clock.HOUR)
            try:
                happen(world, event)
            finally:
                said.append("; ".join(dict.fromkeys(world.said)))
        return None
    except Violation as broken:
        return Failure(broken.name, str(broken), at, tuple(said))
    except Exception as error:
        return Failure(
            f"crash {type(error).__name__}", traceback.format_exc(limit=-6), at, tuple(said)
        )
    finally:
        if world:
            world.close()


def _begin(world: World) -> None:
    """The first syncs with AnkiWeb, of collections with a note of the learner's own."""
    first = world.devices[0]
    basic = first.col.models.by_name("Basic")
    own = first.col.new_note(basic)
    own["Front"] = "自己的卡片"
    first.col.add_note(own, 1)
    if world.dice.chance("before", 0.5):
        sync(world, first, world.dice, first.faces, lambda name: "")
    for n, device in enumerate(world.devices):
        device.begin(world.cloud, n == 0)


def happen(world: World, event: Event) -> None:
    """One event, and a look at what must hold after it."""
    world.touched, world.said = [], []
    act: Any = history.EVENTS[event.name]
    act(world, Dice(event.seed))
    for device in dict.fromkeys(world.touched):
        seen = device.look()
        for check in EACH_TIME:
            look(check, device, seen)
        if event.name == "all_meet":
            look(anki_finds_nothing, device, world.folder)
