"""What Annoki does: syncs, and packages that are exported and imported; and when devices meet."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Callable, List, Sequence, Tuple

import annoki

from . import excuses, hands
from .books import bind, give_away_unseen, settle, taken
from .devices import Device
from .dice import Dice
from .faces import DAMAGES, FACES, View
from .invariants import AFTER_A_SYNC, Violation, devices_agree, expect_same, look
from .ledger import Snapshot
from .package_events import imports, imports_an_old_package, undoes_an_import
from .world import World

Paths = List[Path]


def syncs(world: World, dice: Dice) -> None:
    """A sync with the files that are configured on a device, now and then some of them damaged."""
    device = world.device(dice)
    if dice.chance("anki first", 0.5):
        _meet(world, device)
    names = device.faces
    if dice.chance("another face", 0.15):
        names = [dice.pick("face", sorted(FACES))]

    def damage(name: str) -> str:
        return dice.pick(f"damage {name}", DAMAGES) if dice.chance(name, 0.12) else ""

    sync(world, device, dice, names, damage)


def undoes_a_sync(world: World, dice: Dice) -> None:
    device = world.device(dice)
    ledger, before = device.ledger.copy(), device.look()
    if sync(world, device, dice, device.faces, lambda name: ""):
        device.col.undo()
        device.ledger = ledger
        expect_same(before, device.look(), "an undone sync left something behind")


def configures(world: World, dice: Dice) -> None:
    """Other files are given to Annoki on a device."""
    world.device(dice).faces = world.configured(dice)


def sync(
    world: World, device: Device, dice: Dice, names: List[str], damage: Callable[[str], str]
) -> bool:
    """Write the files `names`, and sync them into a collection; whether anything was written."""
    into = device.name.replace(" ", "-") + "/files"
    views = world.files(names, dice, damage, into)
    # A file that is missing is still asked for.
    paths = [world.folder / into / one.face.name for one in views]
    before = device.look()
    try:
        plan: Any = annoki.plan(device.col, paths)
        written = plan.changes_anything
        annoki.sync(device.col, plan, allow_gone=dice.chance("allow", 0.8))
    except annoki.UnusualPlan:
        return False
    except annoki.AnnokiError as error:
        raise Violation("a_sync_goes_through", f"{type(error).__name__}: {error}") from error
    judge(world, device, before, views, bool(written))
    look(_the_same_again, device, paths, dice.chance("again", 0.25))
    return bool(written)


def judge(world: World, device: Device, before: Snapshot, views: List[View], written: bool) -> None:
    """Write down what a sync did that read `views`, and hold the promises against it."""
    seen = device.look()
    made = {token for row in seen.ours() if row.id not in before.notes for token in row.shown}
    made.difference_update(*(one.shown for one in views))  # made of what shows it whole
    views = [one.with_whole(made, world.source) for one in views]
    excuses.before_a_sync(device.ledger, views)
    settle(world, device, before, seen)
    for kept, shown in taken(device.ledger, seen):
        if (
            excuses.may_be_taken_for(kept, shown, views)
            or hands.may_be_taken(device.ledger, kept, shown, views)
            or hands.may_have_moved(world.source, kept, shown, views)
        ):
            hands.change_hands(device.ledger, kept, shown)
    bind(world, device, before, seen, views)
    give_away_unseen(device.ledger, seen, views)
    for check in AFTER_A_SYNC:
        look(check, device, seen, world.source, views)
    for token in seen.awake():
        device.ledger.deleted.pop(token, None)
    excuses.after_a_sync(device.ledger, views, seen)
    if written:
        device.named |= {one.guid for one in device.ledger.notes.values() if one.is_named}


def _the_same_again(device: Device, paths: Sequence[Path], carry_out: bool) -> None:
    """A second sync with the same files changes nothing."""
    before = device.look()
    again: Any = annoki.plan(device.col, paths)
    if again.changes_anything:
        said = "; ".join(again.lines())[:300]
        raise Violation("unchanged_writes_nothing", f"the same again would change: {said}")
    if carry_out:
        annoki.sync(device.col, again)
        expect_same(before, device.look(), "the same again changed something")


def meets(world: World, dice: Dice) -> None:
    """A device syncs with AnkiWeb."""
    _meet(world, world.device(dice))


def all_meet(world: World, dice: Dice) -> None:
    """All devices sync with AnkiWeb, twice round; then they hold the same."""
    for device in world.devices + world.devices:
        _meet(world, device)
    world.touched += world.devices
    look(devices_agree, world.devices)


def _meet(world: World, device: Device) -> None:
    device.meet(world.cloud)
    ledger = device.ledger
    for token in {kept.token for kept in ledger.notes.values()}:
        notes = ledger.of(token)
        if len(notes) < 2 or token in ledger.split:
            continue
        guids = {kept.guid for kept in notes.values()}
        # Of one GUID only packages make two, whatever those show that were exported since; of
        # several GUIDs, other faces.
        if len(guids) > 1:
            ledger.pending[token] = excuses.APART
        elif any(kept.imported for kept in notes.values()):
            ledger.pending.setdefault(token, excuses.EDITIONS)


def keeps_a_backup(world: World, dice: Dice) -> None:
    world.device(dice).keep_backup()


def restores_a_backup(world: World, dice: Dice) -> None:
    device = world.device(dice)
    if device.backup and not _deletes_again(world, device.backup.path):
        device.restore()


def _deletes_again(world: World, backup: Path) -> bool:
    """Whether a backup tells of deletions that were told before, of what is there again."""
    with closing(sqlite3.connect(backup)) as file:
        untold = file.execute("select oid from graves where type = 1 and usn = -1").fetchall()
    return any(world.is_back(oid) for (oid,) in untold)


EVENTS: List[Tuple[Callable[[World, Dice], None], int]] = [
    (syncs, 24),
    (undoes_a_sync, 1),
    (configures, 1),
    (imports, 4),
    (imports_an_old_package, 2),
    (undoes_an_import, 1),
    (meets, 10),
    (keeps_a_backup, 1),
    (restores_a_backup, 1),
]
