"""A year in the real Anki: each week the source changes, the learner works, and clicks *Sync now*.

It is played inside Anki, where the add-on is; the promises are those of the decade.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List

from . import clock, learner, source_events
from .annoki_events import judge
from .devices import Device
from .dice import Dice
from .faces import DAMAGES, View
from .invariants import EACH_TIME, Violation, expect_same, look
from .ledger import Ledger, Snapshot
from .world import World

_DAY = 24 * clock.HOUR
_STUDIES = (1, 3, 5)
"""The days of the week on which he reviews."""


class _Here(Device):
    """The collection that is open in Anki."""

    def __init__(self, folder: Path, col: Any) -> None:
        self.number, self.name, self.folder = 0, "device 0", folder
        self.col = col
        self.ledger = Ledger()
        self.faces, self.kinds, self.named = [], {}, set()
        self.backup = None


def live(desk: Any, folder: str, kept: str, seed: int, weeks: int) -> Iterator[Any]:
    """Live through `weeks` as the learner at `desk`; `kept` is where his configuration is."""
    _set_to(clock.START - clock.WEEK)
    world = World(Path(folder), str(seed), 0, "")
    device = _Here(Path(folder), desk.col)
    world.devices = [device]
    device.faces = world.configured(Dice(f"{seed}/faces"))
    counts: Dict[str, int] = {"syncs": 0, "reviews": 0, "undone": 0, "asked": 0}
    for week in range(weeks):
        dice = Dice(f"{seed}/{week}")
        _set_to(clock.START + week * clock.WEEK)
        _happen(world, dice, "source", source_events.EVENTS, 6 if week == 0 else 2)
        if dice.chance("configures", 0.06):
            device.faces = world.configured(dice)
        yield from _sync(desk, world, device, dice, Path(kept), counts)
        _hold(world, device)
        for day in _STUDIES:
            _set_to(clock.START + week * clock.WEEK + day * _DAY)
            learner.reviews(world, Dice(f"{seed}/{week}/{day}"))
            _happen(world, Dice(f"{seed}/{week}/{day}/deeds"), "learner", learner.EVENTS, 1)
            _hold(world, device)
        desk.mw.reset()
        yield desk.idle
    counts["reviews"] = len(device.ledger.reviews)
    desk.results.update(counts, things=len(world.source.things), notes=len(device.ledger.notes))


def _set_to(seconds: int) -> None:
    """Make it `seconds` since 1970 now, in this process."""
    real = time.time() - float(os.environ["FAKETIME"])
    os.environ["FAKETIME"] = f"{seconds - real:+.3f}"


def _happen(world: World, dice: Dice, side: str, events: List[Any], count: int) -> None:
    offered = [event for event, weight in events for _ in range(weight)]
    for n in range(count):
        deed = Dice(f"{dice.seed}/{side}/{n}")
        dice.pick(f"{side}/{n}", offered)(world, deed)


def _hold(world: World, device: Device) -> None:
    seen = device.look()
    for check in EACH_TIME:
        look(check, device, seen)


def _sync(
    desk: Any, world: World, device: Device, dice: Dice, kept: Path, counts: Dict[str, int]
) -> Iterator[Any]:
    def damage(name: str) -> str:
        return dice.pick(f"damage {name}", DAMAGES) if dice.chance(name, 0.08) else ""

    views = world.files(device.faces, dice, damage, "files")
    paths = [str(world.folder / "files" / one.face.name) for one in views]
    sources = [{"kind": "file", "path": path} for path in paths]
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({"sources": sources}), encoding="utf-8")
    before, ledger = device.look(), device.ledger.copy()
    yield from _click(desk, dice, counts)
    if dice.chance("undoes", 0.06) and device.look() != before:
        # He takes it back by Anki's menu, and syncs again.
        desk.mw.form.actionUndo.trigger()
        yield lambda: desk.idle() and device.look().notes == before.notes
        expect_same(before, device.look(), "an undone sync left something behind")
        device.ledger = ledger
        counts["undone"] += 1
        yield from _click(desk, dice, counts)
    seen = device.look()
    _judge(world, device, before, views, seen != before)
    if dice.chance("again", 0.25):
        yield from _click(desk, dice, counts)
        expect_same(seen, device.look(), "the same again changed something")


def _click(desk: Any, dice: Dice, counts: Dict[str, int]) -> Iterator[Any]:
    """Tools > Annoki > Sync now, until it has said what it did; if it asks, it is answered."""
    said = len(desk.tooltips)
    desk.trigger("annoki_sync")
    yield lambda: desk.window("annoki_preview") or (len(desk.tooltips) > said and desk.idle())
    window = desk.window("annoki_preview")
    if window is not None:
        counts["asked"] += 1
        answer = "sync" if dice.chance("allow", 0.8) else "without"
        desk.click(window, f"annoki_preview_{answer}")
        yield lambda: len(desk.tooltips) > said and desk.idle()
    failed = [one for one in desk.tooltips[said:] if "could not sync" in one]
    if failed:
        raise Violation("a_sync_goes_through", failed[0])
    counts["syncs"] += 1


def _judge(
    world: World, device: Device, before: Snapshot, views: List[View], written: bool
) -> None:
    world.touched = [device]
    judge(world, device, before, views, written)
