"""Packages that are exported, over the one before or not, and imported."""

from __future__ import annotations

from typing import Any, Dict, Set

import annoki
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from . import excuses, hands
from .books import bind, taken
from .devices import Device
from .dice import Dice
from .faces import FACES
from .invariants import Violation
from .ledger import packaged
from .world import Package, World, path_of

IF_NEWER, ALWAYS, NEVER = 0, 1, 2


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
        _import(world, device, package, dice)
        if device.look() == before or "Import" not in device.col.undo_status().undo:
            return  # it changed nothing: Anki would undo what was before
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
    held = packaged(path) if old else set()
    if fresh:
        path.unlink(missing_ok=True)
    annoki.export(paths, path)
    if not path.exists():
        return None
    package = Package(path, 0 if fresh or old is None else old.edition + 1, views=views)
    for one in views:
        for token in one.shown:
            package.faces.setdefault(token, set()).add(one.face.name)
    was: Dict[str, Set[str]] = old.faces if old and not fresh else {}
    package.changed = {token for token, faces in package.faces.items() if was.get(token) != faces}
    told = {token for token, faces in package.faces.items() if any(FACES[one].ids for one in faces)}
    holds = packaged(path)
    package.ever = {one for one in holds if one[0] in told}
    if old and not fresh:
        package.ever |= old.ever
        package.before = old.before | held
        package.made_of = dict(old.made_of)
    for token, guid in holds:
        package.made_of.setdefault((token, guid), excuses.made_of(world.source, views, token))
    package.learn(None if fresh else old)
    world.packages[name] = package
    return package


def _import(world: World, device: Device, package: Package, dice: Dice) -> None:
    if package.brings_back(device, world.devices):
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
    by_import = bind(world, device, before, seen, package.views)
    ledger.set_aside(seen)
    for kept, shown in taken(ledger, seen):
        if hands.may_change_hands(world.source, kept, shown, package):
            hands.change_hands(ledger, kept, shown, package.before)
            ledger.deleted.pop(shown, None)  # the import has brought it
    excuses.after_an_import(ledger, before, seen, package.known)
    for kept in by_import:
        kept.imported = True
        kept.made_of = package.made_of.get((kept.token, kept.guid), kept.made_of)
        if hands.bears_anothers_id(kept, package):
            ledger.split.setdefault(kept.token, excuses.MARKS)
    for token in {kept.token for kept in by_import} | (seen.awake() - before.awake()):
        ledger.deleted.pop(token, None)
    for token in package.faces:
        if len(ledger.of(token)) > 1:
            ledger.pending[token] = excuses.APART
    exported = {token: thing for view in package.views for token, thing in view.things.items()}
    for token, thing in exported.items():
        for kept in ledger.of(token).values():
            if excuses.is_replaced(kept, thing, mode, token in package.changed):
                kept.release()
