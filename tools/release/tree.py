"""What a release is made of: the files of the checkout, and what must hold of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Iterator, List, NamedTuple, Optional, Tuple

from tools.pythons import RUNS

NO_COMMIT = 315532800
"""The time of what no commit dates, in s since 1970: the first that a zip archive can tell."""

_NOT_SOURCE = (".git", ".venv*", "build", "*.egg-info", "__pycache__", ".*_cache", "user_files")
_SECTION = re.compile(r"^## (\S+) \((.*)\)$", re.MULTILINE)
_LICENSES = re.compile(r"^license-files = \[(.*?)\]", re.MULTILINE | re.DOTALL)


class Tree(NamedTuple):
    """The files of a checkout: `names` relative to `root`, sorted, with `/`."""

    root: Path
    names: Tuple[str, ...]
    commit: str
    """The commit that it is at; empty where there is no repository."""
    epoch: int
    """When that was made, in s since 1970: the time of all that is built."""
    changed: Tuple[str, ...]
    """What is not as in the commit, or not in it."""
    tags: Tuple[str, ...]

    def text(self, name: str) -> str:
        """What the file `name` says; empty if there is none."""
        path = self.root / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def version(self) -> str:
        """What `annoki.__version__` says; empty if nothing."""
        return _first(r'^__version__ = "(.*)"$', self.text("exporter/annoki/__init__.py"))

    @property
    def said(self) -> str:
        """What the changelog says of this version, without the heading."""
        text = self.text("CHANGELOG.md")
        heading = next((one for one in _SECTION.finditer(text) if one[1] == self.version), None)
        return text[heading.end() :].partition("\n## ")[0].strip() if heading else ""


def tree_of(root: Path) -> Tree:
    """The checkout at `root`: what git knows of, or would take; where there is no repository, all
    that is no trace of a build."""
    top = _git(root, "rev-parse", "--show-toplevel")
    if top is None or Path(top.strip()).resolve() != root.resolve():
        return Tree(root, tuple(sorted(_walked(root))), "", _epoch(NO_COMMIT), (), ())
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard") or ""
    names = sorted({name for name in listed.split("\0") if name and (root / name).is_file()})
    changed = _git(root, "status", "--porcelain", "-z", "--no-renames") or ""
    dated = _git(root, "log", "-1", "--format=%H %ct") or f" {NO_COMMIT}"
    commit, _, time = dated.strip().rpartition(" ")
    tags = _git(root, "tag", "--points-at", "HEAD") or ""
    return Tree(
        root,
        tuple(names),
        commit,
        _epoch(int(time)),
        tuple(one[3:] for one in changed.split("\0") if one),
        tuple(tags.split()),
    )


def copied(tree: Tree, folder: Path, mode: int = 0o644) -> Path:
    """Its files alone, in `folder`: nothing that lies beside them can get into what is built."""
    for name in tree.names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree.root / name, target)
        target.chmod(mode | (tree.root / name).stat().st_mode & 0o100)
    return folder


def problems(tree: Tree) -> List[str]:
    """Why this checkout is not fit to be released; empty when it is."""
    found = [f"{name}: is not as in the commit; commit it, or put it back" for name in tree.changed]
    return [*found, *_version(tree), *_changelog(tree), *_ankis(tree), *_pythons(tree), *_of(tree)]


def _version(tree: Tree) -> Iterator[str]:
    project, manifest = tree.text("pyproject.toml"), json.loads(tree.text("manifest.json") or "{}")
    if not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", tree.version):
        yield f'exporter/annoki/__init__.py: __version__ is "{tree.version}", not as in 1.2.3'
    told = {
        "pyproject.toml": _first(r'^version = "(.*)"$', project)
        or (tree.version if 'version = { attr = "annoki.__version__" }' in project else ""),
        "manifest.json": manifest.get("human_version", tree.version),
    }
    told.update({f"the tag {one}": one[1:] for one in tree.tags if re.match(r"v\d", one)})
    for where, version in told.items():
        if version != tree.version:
            said = f"says {version}" if version else "does not say"
            yield f"{where}: {said}, where annoki.__version__ is {tree.version}: make them agree"


def _changelog(tree: Tree) -> Iterator[str]:
    sections = [(one[1], one[2]) for one in _SECTION.finditer(tree.text("CHANGELOG.md"))]
    if tree.version not in dict(sections):
        yield f"CHANGELOG.md: has no section ## {tree.version} (date); write it"
        return
    if sections[0][0] != tree.version:
        yield f"CHANGELOG.md: {sections[0][0]} stands above {tree.version}; which is released?"
    if not tree.said:
        yield f"CHANGELOG.md: the section {tree.version} is empty; say what a user notices"
    dated = re.fullmatch(r"20\d\d-\d\d-\d\d", dict(sections)[tree.version])
    if f"v{tree.version}" in tree.tags and not dated:
        yield f"CHANGELOG.md: {tree.version} is tagged; its heading must tell the day: (2026-12-31)"


def _ankis(tree: Tree) -> Iterator[str]:
    """The oldest and the newest Anki are each told in several places."""
    project, makefile = tree.text("pyproject.toml"), tree.text("Makefile")
    manifest = json.loads(tree.text("manifest.json") or "{}")
    oldest, newest = manifest.get("min_point_version", 0), manifest.get("max_point_version", 0)
    tested = _first(r"^FLOOR := anki==([\d.]+)", makefile)
    for where, version in (
        ("Makefile: FLOOR", tested),
        ("pyproject.toml: the extra anki", _first(r'"anki>=([\d.]+)"', project)),
    ):
        if version != tested or _point(version) // 100 != oldest // 100:
            yield (
                f"{where}: the oldest Anki is {version or 'not told'}, "
                f"{oldest} in manifest.json and {tested} in the tests: make them agree"
            )
    for library in ("anki", "aqt"):
        version = _first(rf'"{library}==([\d.]+)"', project)
        if _point(version) != newest:
            yield (
                f"pyproject.toml: the newest {library} is {version or 'not told'}, "
                f"{newest} in manifest.json: make them agree"
            )


def _point(version: str) -> int:
    """Anki's own number of a version: 250207 of 25.2.7."""
    parts = [int(one) for one in version.split(".") if one]
    return parts[0] * 10000 + parts[1] * 100 + parts[2] if len(parts) == 3 else 0


def _pythons(tree: Tree) -> Iterator[str]:
    project = tree.text("pyproject.toml")
    told = tuple(re.findall(r'"Programming Language :: Python :: (3\.\d+)"', project))
    if told != RUNS:
        yield f"pyproject.toml: says Python {', '.join(told)}; the tests run {', '.join(RUNS)}"
    if f'requires-python = ">={RUNS[0]}"' not in project:
        yield f"pyproject.toml: requires-python is not >={RUNS[0]}, the oldest that is tested"


def _of(tree: Tree) -> Iterator[str]:
    """The licences, of all and of parts."""
    named = _LICENSES.search(tree.text("pyproject.toml"))
    names = re.findall(r'"(.*?)"', named[1]) if named else []
    if "LICENSE" not in names:
        yield "pyproject.toml: license-files does not name LICENSE"
    for name in names:
        if not tree.text(name).strip():
            yield f"{name}: the licence that pyproject.toml names is not there"


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    return found[1] if found else ""


def _epoch(made: int) -> int:
    return max(int(os.environ.get("SOURCE_DATE_EPOCH", made)), NO_COMMIT)


def _walked(root: Path) -> Iterator[str]:
    ignored = shutil.ignore_patterns(*_NOT_SOURCE)
    for folder, inside, files in os.walk(root):
        inside[:] = [one for one in inside if one not in ignored(folder, inside)]
        for name in set(files) - ignored(folder, files):
            yield Path(folder, name).relative_to(root).as_posix()


def _git(root: Path, *arguments: str) -> Optional[str]:
    """What git answers; None where there is no git, or no repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
