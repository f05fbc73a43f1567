"""What is in a wheel, an sdist and an add-on: what must not be, or is missing, is named."""

from __future__ import annotations

import re
import subprocess
import tarfile
from pathlib import Path
from typing import Callable, Dict, Tuple

import pytest

from tests.fixture_files import ROOT
from tests.release.conftest import Files, Pack, with_values
from tools.release.archives import normalise, problems
from tools.release.builds import differences, sums
from tools.release.tree import Tree, tree_of

Make = Callable[[str], Files]


def spoilt(name: str, data: bytes = b"x") -> Callable[[Files], None]:
    """Replaces the file whose name ends so, or adds it."""
    return lambda files: files.update({next((n for n in files if n.endswith(name)), name): data})


def without(name: str) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        del files[next(one for one in files if one.endswith(name))]

    return spoil


def only_without_licence(files: Files) -> None:
    del files["LICENSE"]


def older_manifest(files: Files) -> None:
    files["manifest.json"] = with_values(files["manifest.json"], human_version="0.0.9")


IN_ARCHIVE: Dict[str, Tuple[str, Callable[[Files], None], str]] = {
    "a file of nobody's": ("wheel", spoilt("annoki/notes.txt"), "is not in the checkout"),
    "the tests": ("wheel", spoilt("tests/__init__.py"), "is not in the checkout"),
    "no style": ("wheel", without(".css"), "is missing"),
    "another style": ("wheel", spoilt(".css"), "is not as in the checkout"),
    "no text of the licence": ("wheel", without("licenses/LICENSE"), "is not the licence"),
    "another licence": ("wheel", spoilt("licenses/LICENSE"), "is not the licence"),
    "no licence told": ("wheel", spoilt("METADATA", b"Version: 1"), "names no licence"),
    "an older wheel": ("wheel", spoilt("METADATA", b"Version: 0.0.9"), "is of version 0.0.9"),
    "a file beside": ("sdist", spoilt("beside.txt"), "stands beside"),
    "another's file": ("sdist", spoilt("tree/../../etc"), "would be unpacked elsewhere"),
    "no changelog": ("sdist", without("CHANGELOG.md"), "is missing"),
    "an older sdist": ("sdist", spoilt("PKG-INFO", b"Version: 0.0.9"), "is of version 0.0.9"),
    "an older add-on": ("addon", older_manifest, "is of version 0.0.9"),
    "a library of nobody's": ("addon", spoilt("_vendor/numpy.py"), "nor of a library that ships"),
    "a module of nobody's": ("addon", spoilt("more.py"), "is not in the checkout"),
    "no licence of a library": ("addon", without("genanki-LICENCE.txt"), "licence is missing"),
    "no licence of the style": ("addon", without("notetype/LICENSE"), "licence is missing"),
    "no licence of the words": ("addon", without("words-LICENSE.txt"), "licence is missing"),
    "no licence in the add-on": ("addon", only_without_licence, " LICENSE: the licence is missing"),
    "what Anki refuses": ("addon", spoilt("__pycache__/a.pyc"), "must not be in the add-on"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["wheel", "sdist", "addon"])
def test_what_is_built_of_this_checkout_is_fit(
    kind: str, tree: Tree, files: Make, pack: Pack
) -> None:
    if kind == "addon":
        tree = tree_of(ROOT)
    assert problems(pack(kind, files(kind)), tree) == []


@pytest.mark.parametrize("why", IN_ARCHIVE)
def test_what_of_an_archive_is_unfit_is_named(
    why: str, tree: Tree, files: Make, pack: Pack
) -> None:
    kind, spoil, message = IN_ARCHIVE[why]
    if kind == "addon":
        tree = tree_of(ROOT)
    # Reading the code of the libraries takes its time, and is another test's matter.
    library = re.compile(r"_vendor/.*\.py")
    inside = {name: data for name, data in files(kind).items() if not library.fullmatch(name)}
    spoil(inside)
    found = problems(pack(kind, inside), tree)
    assert any(message in one for one in found), found


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_archives_of_another_day_or_for_nobody_else_are_named(
    kind: str, tree: Tree, files: Make, pack: Pack
) -> None:
    path = pack(kind, files(kind))
    assert any("does not tell the time" in one for one in problems(path, tree._replace(epoch=1)))
    if kind == "sdist":
        with tarfile.open(path, "w:gz") as archive:
            one = tarfile.TarInfo(f"annoki-{tree.version}/README.md")
            one.mode = 0o600
            archive.addfile(one)
        assert any("may not be read by everybody" in one for one in problems(path, tree))


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_are_compared_byte_by_byte(kind: str, files: Make, pack: Pack) -> None:
    inside = files(kind)
    one = pack(kind, inside)
    other = one.rename(one.with_name(f"other-{one.name}"))
    one = pack(kind, dict(reversed([*inside.items()])))
    assert differences(one, other) == [], "in which order it was put together tells nothing"
    name = next(iter(inside))
    assert f"{name}: its data differ" in differences(pack(kind, {**inside, name: b""}), other)[0]
    assert "is only in one" in differences(pack(kind, {**inside, "z": b""}), other)[0]
    normalise(one := pack(kind, inside), 1600000000)
    assert "its time differ" in differences(one, other)[0]


def test_sums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    for name in ("a.whl", "b.ankiaddon"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "SHA256SUMS").write_text(sums([*tmp_path.glob("*.*")]), encoding="utf-8")
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True)
    assert done.stdout == b"a.whl: OK\nb.ankiaddon: OK\n"
