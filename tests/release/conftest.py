"""A checkout to spoil, and what would be built of it, put together as the builders do."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Callable, Dict

import pytest

from tests.fixture_files import ROOT
from tools.build_addon import build
from tools.release.archives import normalise, read
from tools.release.tree import Tree, copied, tree_of

KEPT = ("addon/", "exporter/annoki/notetype/", "exporter/annoki/repair/", "tools/release/listing/")
ALONE = {"LICENSE", "CHANGELOG.md", "Makefile", "manifest.json", "pyproject.toml", "README.md"}
ALONE |= {"exporter/annoki/__init__.py", "README.zh-CN.md", "docs/sync-contract.md"}
TIME = 1700000001

Files = Dict[str, bytes]
Pack = Callable[[str, Files], Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A copy of what of this checkout the checks look at, as committed."""
    tree = tree_of(ROOT)
    kept = (n for n in tree.names if n.startswith(KEPT) or n in ALONE or n.endswith("/LICENSE"))
    tree = tree._replace(names=tuple(kept), changed=(), tags=(), epoch=TIME)
    return tree._replace(root=copied(tree, tmp_path / "tree"))


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What is in the built add-on, but for the many languages of its highlighter."""
    built = read(build(tmp_path_factory.mktemp("addon") / "annoki.ankiaddon"))
    many = "_vendor/pygments/lexers/"
    kept = {f"{many}__init__.py", f"{many}_mapping.py"}
    return {name: one.data for name, one in built.items() if many not in name or name in kept}


@pytest.fixture
def files(tree: Tree, package: Files) -> Callable[[str], Files]:
    """`files(kind)`: name → content of what is in a wheel, an sdist or an add-on of the tree."""

    def made(kind: str) -> Files:
        if kind == "addon":
            return dict(package)
        sources = {name: (tree.root / name).read_bytes() for name in tree.names}
        told = f"Version: {tree.version}\nLicense-File: LICENSE\n".encode()
        if kind == "sdist":
            top = f"annoki-{tree.version}"
            return {f"{top}/{name}": data for name, data in {**sources, "PKG-INFO": told}.items()}
        about, ours = f"annoki-{tree.version}.dist-info", "exporter/annoki/"
        inside = {n[len("exporter/") :]: data for n, data in sources.items() if n.startswith(ours)}
        licence = {f"{about}/licenses/LICENSE": sources["LICENSE"]}
        return {**inside, **licence, f"{about}/METADATA": told, f"{about}/RECORD": b""}

    return made


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """`pack(kind, files)` puts them into an archive of that kind."""

    def packed(kind: str, files: Files) -> Path:
        path = tmp_path / {"wheel": "a.whl", "sdist": "a.tar.gz", "addon": "a.ankiaddon"}[kind]
        if kind == "sdist":
            with tarfile.open(path, "w:gz") as sdist:
                for name, data in files.items():
                    one = tarfile.TarInfo(name)
                    one.size = len(data)
                    sdist.addfile(one, io.BytesIO(data))
        else:
            with zipfile.ZipFile(path, "w") as archive:
                for name, data in sorted(files.items()):
                    archive.writestr(zipfile.ZipInfo(name), data)
        normalise(path, TIME if kind != "addon" else 315532800)
        return path

    return packed


def with_values(data: bytes, **values: object) -> bytes:
    """JSON with other values."""
    return json.dumps({**json.loads(data), **values}).encode()
