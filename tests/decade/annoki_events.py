"""What Annoki does: syncs, and packages that are exported and imported; and when devices meet."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence, Tuple

import annoki
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from . import excuses
from .devices import Device
from .dice import Dice
from .faces import DAMAGES, FACES, View
from .invariants import AFTER_A_SYNC, Violation, devices_agree, look
from .ledger import Kept, Ledger, Snapshot
from .world import Package, World, path_of

IF_NEWER, ALWAYS, NEVER = 0, 1, 2
Paths = List[Path]


def syncs(world: World, dice: Dice) -> None:
    """A sync with the files that are configured on a device, now and then some of them damaged."""
    device = world.device(dice)
    if dice.chance("anki first", 0.5):
        device.meet(world.cloud)
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
        _expect_same(before, device.look(), "an undone sync left something behind")


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
        if any(world.is_back(removed) for one in plan.twins for removed in one.removed):
            return False
        written = plan.changes_anything
        annoki.sync(device.col, plan, allow_gone=dice.chance("allow", 0.8))
    except annoki.UnusualPlan:
        return False
    except annoki.AnnokiError as error:
        raise Violation("a_sync_goes_through", f"{type(error).__name__}: {error}") from error
    seen = device.look()
    excuses.before_a_sync(device.ledger, views)
    _settle(device, before, seen)
    for kept, shown in _taken(device.ledger, seen):
        if excuses.may_be_taken(device.ledger, kept, shown, views):
            excuses.change_hands(device.ledger, kept, shown)
    for kept in _bind(world, device, before, seen, views):
        kept.by_sync = True
    for check in AFTER_A_SYNC:
        look(check, device, seen, world.source, views)
    for row in seen.ours():
        for token in row.shown:
            device.ledger.deleted.pop(token, None)
    excuses.after_a_sync(device.ledger, views)
    look(_the_same_again, device, paths, dice.chance("again", 0.25))
    return bool(written)


def _the_same_again(device: Device, paths: Sequence[Path], carry_out: bool) -> None:
    """A second sync with the same files changes nothing."""
    before = device.look()
    again: Any = annoki.plan(device.col, paths)
    if again.changes_anything:
        said = "; ".join(again.lines())[:300]
        raise Violation("unchanged_writes_nothing", f"the same again would change: {said}")
    if carry_out:
        annoki.sync(device.col, again)
        _expect_same(before, device.look(), "the same again changed something")


def _settle(device: Device, before: Snapshot, seen: Snapshot) -> None:
    """What became of notes that are no longer there: joined with another of the same thing."""
    ledger = device.ledger
    for nid in [nid for nid in ledger.notes if nid in before.notes and nid not in seen.notes]:
        kept = ledger.notes.pop(nid)
        heirs = [one for one in ledger.of(kept.token).items() if one[0] in seen.notes]
        if not heirs and kept.token not in {t for row in seen.ours() for t in row.shown}:
            raise Violation("one_note_one_thing", f"the note of {kept.token} vanished")
        for _, heir in heirs:
            heir.known |= kept.known
        for name, words in kept.edits.items():
            # Of several that a thing was split into, only one was joined with it.
            holding = [heir for nid, heir in heirs if words in seen.notes[nid].fields[name]]
            for heir in holding or [heir for _, heir in heirs]:
                # What both had written into one field cannot both stand there.
                heir.edits.setdefault(name, words)
        tagged = [heir for nid, heir in heirs if kept.tags <= seen.notes[nid].tag_list]
        for heir in tagged or [heir for _, heir in heirs]:
            heir.tags |= kept.tags
    for cid in [cid for cid in ledger.cards if cid in before.cards and cid not in seen.cards]:
        if not ledger.cards[cid].reps:
            del ledger.cards[cid]


def _bind(
    world: World, device: Device, before: Snapshot, seen: Snapshot, views: Sequence[View]
) -> List[Kept]:
    """Write down which thing each new note shows."""
    ledger, found = device.ledger, []
    # A file may have been cut in what nobody has seen whole: of such notes nothing is known.
    cut = [token for view in views if not view.face.counts for token in view.cut]
    for row in seen.ours():
        if row.id in before.notes or row.guid in ledger.own:
            continue
        if cut and (len(row.shown) != 1 or row.shown[0] in cut):
            ledger.broken_off.add(row.id)
        if len(row.shown) == 1 and row.id not in ledger.notes:
            token = row.shown[0]
            device.kinds[token] = world.source.things[token].kind
            kept = Kept(token, row.guid)
            for view in sorted(views, key=lambda one: one.face.ids):  # what tells an id names it
                if token in view.shown:
                    kept.made_of = excuses.made_of(world.source, view.face, view.things[token])
            ledger.notes[row.id] = kept
            found.append(kept)
    return found


def _expect_same(before: Snapshot, after: Snapshot, said: str) -> None:
    for name, old, new in zip(before._fields, before, after):
        if old != new:
            raise Violation("undo_and_again", f"{said}: table {name}")


def imports(world: World, dice: Dice) -> None:
    """A package is exported, over the one before or not, and imported."""
    device = world.device(dice)
    package = _export(world, device, dice)
    if package:
        _import(world, device, package, dice)


def imports_an_old_package(world: World, dice: Dice) -> None:
    """A package that was made before, on whatever device, is imported here."""
    device = world.device(dice)
    package = dice.choose("package", world.packages.values(), lambda one: one.path.name)
    if package:
        _import(world, device, package, dice)


def undoes_an_import(world: World, dice: Dice) -> None:
    device = world.device(dice)
    package = dice.choose("package", world.packages.values(), lambda one: one.path.name)
    if package:
        ledger, before = device.ledger.copy(), device.look()
        step = device.col.undo_status().last_step
        _import(world, device, package, dice)
        status = device.col.undo_status()
        if status.last_step == step or "Import" not in status.undo:
            return  # it changed nothing
        device.col.undo()
        device.ledger = ledger
        if set(device.look().notes) != set(before.notes):
            raise Violation("undo_and_again", "an undone import left notes behind")


def _export(world: World, device: Device, dice: Dice) -> Package | None:
    name = dice.pick("package", ("margin", "all"))
    fresh = dice.chance("fresh", 0.2)
    names = device.faces if name == "margin" else sorted(world.configured(dice))
    into = f"packages/{name}-files"
    views = world.files(names, dice, lambda _: "", into)
    paths = [path for one in views if (path := path_of(world, into, one))]
    if not paths:
        return None
    path = world.folder / "packages" / f"{name}.apkg"
    old = world.packages.get(name)
    if fresh:
        path.unlink(missing_ok=True)
    annoki.export(paths, path)
    if not path.exists():
        return None
    package = Package(path, 0 if fresh or old is None else old.edition + 1, views=views)
    for one in views:
        for token in one.shown:
            package.faces.setdefault(token, set()).add(one.face.name)
    was: Dict[str, set[str]] = old.faces if old and not fresh else {}
    package.changed = {token for token, faces in package.faces.items() if was.get(token) != faces}
    told = {token for token, faces in package.faces.items() if any(FACES[one].ids for one in faces)}
    before = old if old and not fresh else Package(path)
    package.ever = told | before.ever
    package.undated = before.undated | {
        token
        for token in told - before.ever
        if not any(FACES[one].ids for one in package.faces[token] - {"page.html"})
    }
    package.learn(None if fresh else old)
    world.packages[name] = package
    return package


def _import(world: World, device: Device, package: Package, dice: Dice) -> None:
    if package.brings_back(device, [one for one in world.devices if one is not device]):
        return
    mode: Any = dice.pick("mode", (IF_NEWER, IF_NEWER, IF_NEWER, ALWAYS, NEVER))
    options = ImportAnkiPackageOptions(
        with_scheduling=dice.chance("scheduling", 0.5), update_notes=mode
    )
    world.said.append(f"{package.path.name}, {('if newer', 'always', 'never')[mode]}")
    before = device.look()
    request = ImportAnkiPackageRequest(package_path=str(package.path), options=options)
    device.col.import_anki_package(request)
    seen = device.look()
    ledger = device.ledger
    by_import = _bind(world, device, before, seen, package.views)
    for kept, shown in _taken(ledger, seen):
        if excuses.may_change_hands(world.source, ledger, kept, shown, package):
            excuses.change_hands(ledger, kept, shown)
    excuses.after_an_import(ledger, before, seen, package.known)
    for kept in by_import:
        kept.unsure = kept.token in package.undated
        ledger.deleted.pop(kept.token, None)
    for token in package.faces:
        if len(ledger.of(token)) > 1:
            ledger.pending[token] = excuses.APART
    exported = {token: thing for view in package.views for token, thing in view.things.items()}
    for token, thing in exported.items():
        for kept in ledger.of(token).values():
            if excuses.is_replaced(kept, thing, mode, token in package.changed):
                kept.release()


def _taken(ledger: Ledger, seen: Snapshot) -> List[Tuple[Kept, str]]:
    """The notes that show another thing than they did, each with that."""
    shown = {nid: seen.notes[nid].shown for nid in ledger.notes if nid in seen.notes}
    return [
        (kept, shown[nid][0])
        for nid, kept in ledger.notes.items()
        if nid in shown and len(shown[nid]) == 1 and shown[nid][0] != kept.token
    ]


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
        # Of one GUID only packages make two; of several GUIDs, other faces.
        if len(guids) > 1:
            ledger.pending.setdefault(token, excuses.APART)
        elif any(token in package.faces for package in world.packages.values()):
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
