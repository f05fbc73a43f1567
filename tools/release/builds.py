"""Wheel, sdist and add-on, built of a copy of the checkout; twice, under other circumstances."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tarfile
from pathlib import Path
from typing import Iterator, List, NamedTuple

from .archives import normalise, read
from .installs import Done, run
from .tree import Tree, copied

BACKEND = Path(__file__).with_name("backend.txt")
"""What builds: one version, which a wheel names, so that it is the same next year."""


class Failed(Exception):
    """A build did not come about; says all that it printed."""


class Made(NamedTuple):
    """What is published."""

    wheel: Path
    sdist: Path
    addon: Path


def made(tree: Tree, folder: Path) -> Made:
    """Build all three of `tree` into `folder`/made. Raises Failed."""
    source, out = copied(tree, folder / "source"), folder / "made"
    out.mkdir(parents=True)
    addon = out / f"annoki-{tree.version}.ankiaddon"
    done = _addon(source, addon)
    if done.code:
        raise Failed(done.printed)
    built(tree, source, out, "--sdist", "--wheel")
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return Made(wheel, sdist, addon)


def again(tree: Tree, folder: Path) -> Made:
    """The same, elsewhere, on another day, by somebody with other habits. Raises Failed."""
    before, zone = os.umask(0o077), os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Kiritimati"
    try:
        return made(tree, folder / "再 一次")
    finally:
        os.umask(before)
        os.environ.pop("TZ")
        if zone is not None:
            os.environ["TZ"] = zone


def of_sdist(tree: Tree, sdist: Path, folder: Path) -> Path:
    """The wheel that is made of the sdist alone. Raises Failed."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    built(tree, source, folder / "made", "--wheel")
    (wheel,) = (folder / "made").glob("*.whl")
    return wheel


def built(tree: Tree, source: Path, out: Path, *kinds: str) -> None:
    """Build `kinds` of the tree's copy at `source`. Raises Failed."""
    # Setuptools leaves files beside the source, which the next build would take for it.
    work = source.with_name(source.name + "-built")
    # By name alone: in a variable, a space in the path would end it.
    shutil.copy(BACKEND, source.parent)
    for kind in kinds:
        shutil.copytree(source, work)
        done = run(
            *(sys.executable, "-m", "build", "--installer", "uv", kind, "-o", out, work),
            cwd=source.parent,
            SOURCE_DATE_EPOCH=str(tree.epoch),
            UV_CONSTRAINT=BACKEND.name,
        )
        shutil.rmtree(work)
        if done.code:
            raise Failed(done.printed)
    for path in [*out.glob("*.whl"), *out.glob("*.tar.gz")]:
        normalise(path, tree.epoch)


def _addon(source: Path, out: Path) -> Done:
    """By the tools of the copy, so that nothing of the checkout beside it gets in."""
    paths = os.pathsep.join([str(source / "exporter"), str(source)])
    return run(
        *(sys.executable, "-B", "-m", "tools.build_addon", out), cwd=source, PYTHONPATH=paths
    )


def differences(one: Path, other: Path) -> List[str]:
    """In what two archives that should be the same differ; empty if in not one byte."""
    if one.read_bytes() == other.read_bytes():
        return []
    named = [f"{one.name}: {what}" for what in _differences(one, other)]
    return named or [f"{one.name}: two builds differ, though what is in them does not"]


def _differences(one: Path, other: Path) -> Iterator[str]:
    ours, theirs = read(one), read(other)
    for name in sorted({*ours, *theirs}):
        if name not in ours or name not in theirs:
            yield f"{name}: is only in one of two builds"
        elif ours[name] != theirs[name]:
            which = [
                what for what, a, b in zip(ours[name]._fields, ours[name], theirs[name]) if a != b
            ]
            yield f"{name}: its {' and '.join(which)} differ between two builds"


def sums(paths: List[Path]) -> str:
    """As `sha256sum` prints them."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(paths)
    )
