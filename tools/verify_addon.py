"""What must hold of an `.ankiaddon`, checked in the file itself.

Anki's floor runs Python 3.9 and bundles few libraries; AnkiWeb refuses `__pycache__` and a top
folder. Nothing here imports what it looks at.
"""

from __future__ import annotations

import ast
import json
import sys
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any, Dict, Iterator, List, Set, Tuple

from .relative_imports import imports

BUNDLED = {"anki", "aqt", "jsonschema", "markdown", "orjson", "requests", "urllib3"}
"""What Anki 25.02 bundles beside the standard library (and newer ones still do); `urllib3` is what
`requests` is made of. BeautifulSoup is bundled, too, and the business of other add-ons."""

_GONE = """
    aifc asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap
    msilib nis nntplib ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib
"""
_NEWER = {"tomllib", "annotationlib", "compression"}
STANDARD = set(sys.stdlib_module_names) - _NEWER - set(_GONE.split())
"""Modules of the standard library in every Python from 3.9 to 3.13."""

# Asked for only by an option that we never use, or done without where it is missing.
_OPTIONAL = {
    ("_vendor/feedparser/encodings.py", "cchardet"),
    ("_vendor/feedparser/encodings.py", "chardet"),
    ("_vendor/bs4/dammit.py", "cchardet"),
    ("_vendor/bs4/dammit.py", "chardet"),
    ("_vendor/bs4/dammit.py", "charset_normalizer"),
    ("_vendor/html5lib/_inputstream.py", "chardet"),
    ("_vendor/html5lib/treebuilders/etree_lxml.py", "lxml"),
    ("_vendor/pygments/formatters/html.py", "ctags"),
    ("_vendor/pygments/lexer.py", "chardet"),
    ("_vendor/chevron/renderer.py", "tokenizer"),
    ("_vendor/genanki/package.py", "anki"),
    ("_vendor/genanki/package.py", "aqt"),
}

_NO_PARTS = {"__pycache__", "test", "tests", "cli", "click", "user_files"}
_NO_FILES = {
    "annoki/__main__.py",
    "meta.json",
}
_FILES = {
    "__init__.py",
    "manifest.json",
    "config.json",
    "config.md",
    "config.schema.json",
    "annoki/__init__.py",
    "annoki/repair/words.txt.gz",
}
_MANIFEST = {
    "package": str,
    "name": str,
    "conflicts": list,
    "min_point_version": int,
    "max_point_version": int,
    "human_version": str,
    "homepage": str,
}
MAX_BYTES = 3 * 1024 * 1024


def problems(path: Path) -> List[str]:
    """Everything that is wrong with the add-on at `path`; empty when it may be published."""
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
        found = list(_archive(package, path))
    found += _names(files)
    found += _manifest(files)
    for name in sorted(files):
        if name.endswith(".py"):
            found += _module(name, files)
    return found


def _archive(package: zipfile.ZipFile, path: Path) -> Iterator[str]:
    names = package.namelist()
    if names != sorted(set(names)):
        yield "entries are not sorted, or double"
    if {info.date_time for info in package.infolist()} != {(1980, 1, 1, 0, 0, 0)}:
        yield "entries carry times, so that no two builds are the same"
    if path.stat().st_size > MAX_BYTES:
        yield f"{path.stat().st_size} bytes are more than {MAX_BYTES}"


def _names(files: Dict[str, bytes]) -> Iterator[str]:
    for name in sorted(_FILES - set(files)):
        yield f"{name}: is missing"
    for name in sorted(files):
        parts = PurePosixPath(name).parts
        if _NO_PARTS.intersection(parts) or name in _NO_FILES or name.endswith((".pyc", "/")):
            yield f"{name}: must not be in the add-on"
        if not name.isascii() or "\\" in name or name.startswith("/") or ".." in parts:
            yield f"{name}: not a name for every system"


def _manifest(files: Dict[str, bytes]) -> Iterator[str]:
    manifest: Dict[str, Any] = json.loads(files.get("manifest.json", b"{}"))
    for key, value in manifest.items():
        if key not in _MANIFEST:
            yield f"manifest.json: Anki does not know {key}"
        elif type(value) is not _MANIFEST[key]:
            yield f"manifest.json: {key} has a type for which Anki rejects the add-on"
    for key in ("package", "name", "min_point_version", "human_version"):
        if not manifest.get(key):
            yield f"manifest.json: {key} is missing"
    config = json.loads(files.get("config.json", b"{}"))
    for key in config:
        if key.startswith("_"):
            yield f"config.json: Anki keeps names such as {key} for itself"


def _module(name: str, files: Dict[str, bytes]) -> Iterator[str]:
    source = files[name].decode("utf-8")
    try:
        tree = ast.parse(source, name, feature_version=(3, 9))
    except SyntaxError as error:
        yield f"{name}: line {error.lineno}: not Python 3.9: {error.msg}"
        return
    for line, level, module, names in imports(tree):
        where = f"{name}: line {line}"
        if level:
            yield from _relative(where, name, level, module, names, files)
        else:
            yield from _absolute(where, name, module.split(".")[0])


def _absolute(where: str, name: str, top: str) -> Iterator[str]:
    if (name, top) in _OPTIONAL:
        return
    if top not in STANDARD | BUNDLED:
        yield f"{where}: imports {top}, which Anki does not bundle"
    if top == "aqt" and "/" in name:
        yield f"{where}: imports aqt, which is the business of the add-on's own modules"
    if top == "anki" and "/" in name and not name.startswith("annoki/targets/"):
        yield f"{where}: imports anki, which is the business of targets"


def _relative(
    where: str,
    name: str,
    level: int,
    module: str,
    names: Tuple[str, ...],
    files: Dict[str, bytes],
) -> Iterator[str]:
    folder = PurePosixPath(name).parent
    if level > len(folder.parts) + 1:
        yield f"{where}: leaves the package"
        return
    for _ in range(level - 1):
        folder = folder.parent
    target = folder.joinpath(*module.split(".")) if module else folder
    if f"{target}.py" in files:
        return
    package = str(target / "__init__.py")
    if package not in files:
        yield f"{where}: {target} is not in the add-on"
        return
    defined = _names_in(files[package].decode("utf-8"))
    for one in names:
        if not {f"{target / one}.py", str(target / one / "__init__.py")} & set(files) and not (
            {one, "__getattr__"} & defined or one == "*"
        ):
            yield f"{where}: {target / one} is not in the add-on"


def _names_in(source: str) -> Set[str]:
    """What a module defines, wherever in it; `__getattr__` stands for any name."""
    found: Set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(alias.asname or alias.name for alias in node.names)
    return found
