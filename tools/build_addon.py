"""Builds the add-on: stages it, zips it reproducibly, and verifies what came out.

    python -m tools.build_addon [OUT.ankiaddon]

The package is `addon/` at its root, `annoki/` beside it without what only the command line
needs, the libraries that ship with it in `_vendor/`, and the manifest.
"""

from __future__ import annotations

import json
import sys
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath
from typing import Dict, Iterator, Tuple

from annoki import __version__

from .older_python import with_lazy_annotations
from .relative_imports import HOMES, LIBRARIES, STAND_INS, rewritten
from .verify_addon import problems

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "build" / "annoki.ankiaddon"

_COMMAND_LINE = (
    "cli/",
    "headless/",
    "pipeline/conformance.py",
    "__main__.py",
    "targets/collection/opening.py",
    "targets/collection/ankiweb.py",
    "targets/collection/copied.py",
    # Anki has it.
    "mathjax/",
)
_LEFT_OUT = tuple([f"annoki/{name}" for name in _COMMAND_LINE])
_SHIPPED = {".py", ".json", ".md", ".html", ".css", ".js", ".txt", ".gz"}
LICENCE = "LICENSE"

# Of BeautifulSoup and html5lib, what makes a tree of HTML; of chevron, what renders.
_PARTS_LEFT_OUT = {
    "bs4": {"tests", "diagnose.py", "_lxml.py", "_html5lib.py"},
    "html5lib": {"filters", "treeadapters", "treewalkers", "serializer.py"},
    "chevron": {"main.py", "metadata.py"},
}
_LICENCES = {"LICENSE", "LICENSE.txt", "LICENSE.md", "AUTHORS"}

# Of Pygments, what highlights code as HTML: all languages, one formatter, one style.
_PYGMENTS_FORMATTERS = {"__init__.py", "_mapping.py", "html.py"}
_PYGMENTS_STYLES = {"__init__.py", "_mapping.py", "default.py"}
_PYGMENTS_LEFT_OUT = {"__main__.py", "cmdline.py", "console.py", "sphinxext.py"}


def build(output: Path = OUTPUT) -> Path:
    """Write the add-on to `output`. Raises SystemExit, saying why, if it is not fit to ship."""
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(output.name + ".part")
    _zip(staged(), partial)
    wrong = problems(partial)
    if wrong:
        raise SystemExit("\n".join([f"{output.name} is not fit to ship:", *wrong]))
    partial.replace(output)
    return output


def staged() -> Dict[str, bytes]:
    """Name → content of every file of the add-on."""
    files = dict(_own())
    files.update(_libraries())
    files["manifest.json"] = _manifest()
    return {
        name: _module(name, data.decode("utf-8")).encode() if name.endswith(".py") else data
        for name, data in files.items()
    }


def _module(name: str, source: str) -> str:
    source = with_lazy_annotations(source) if name.startswith("_vendor/") else source
    return rewritten(source, name, HOMES)


def _own() -> Iterator[Tuple[str, bytes]]:
    for folder, prefix in ((ROOT / "addon", ""), (ROOT / "exporter" / "annoki", "annoki/")):
        for path in folder.rglob("*"):
            name = prefix + path.relative_to(folder).as_posix()
            ships = path.suffix in _SHIPPED or path.name == LICENCE
            if ships and not name.startswith(_LEFT_OUT) and "user_files" not in name:
                yield name, path.read_bytes()
    yield LICENCE, (ROOT / LICENCE).read_bytes()


def _manifest() -> bytes:
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    manifest["human_version"] = __version__
    return (json.dumps(manifest, indent=2) + "\n").encode()


def _libraries() -> Iterator[Tuple[str, bytes]]:
    """The files of the installed libraries that ship, and their licences."""
    yield "_vendor/__init__.py", b'"""Libraries of the add-on\'s own, as published."""\n'
    for module, name in STAND_INS.items():
        yield f"_vendor/{name}", (ROOT / "tools" / "stand_ins" / f"{module}.py").read_bytes()
    for package, library in LIBRARIES.items():
        found = distribution(library)
        for file in found.files or ():
            path = PurePosixPath(file.as_posix())
            if path.parts[0] == package and str(path) not in STAND_INS.values() and _needed(path):
                yield f"_vendor/{path}", Path(str(file.locate())).read_bytes()
        yield f"_vendor/{package}-LICENCE.txt", _licence(found)


def _needed(path: PurePosixPath) -> bool:
    if path.suffix != ".py":
        return False
    if not _PARTS_LEFT_OUT.get(path.parts[0], set()).isdisjoint(path.parts):
        return False
    if path.parent.name == "pygments":
        return path.name not in _PYGMENTS_LEFT_OUT
    if path.parts[:2] == ("pygments", "formatters"):
        return path.name in _PYGMENTS_FORMATTERS
    if path.parts[:2] == ("pygments", "styles"):
        return path.name in _PYGMENTS_STYLES
    return True


def _licence(found: Distribution) -> bytes:
    heading = f"{found.metadata['Name']} {found.version}\n\n".encode()
    texts = [
        Path(str(file.locate())).read_bytes()
        for file in found.files or ()
        if file.name in _LICENCES and ".dist-info" in str(file)
    ]
    if not texts:
        raise SystemExit(f"{found.metadata['Name']} is published without the text of its licence")
    return heading + b"\n".join(texts)


def _zip(files: Dict[str, bytes], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)


def main() -> None:
    """Build to the path given as the first argument, else to `build/annoki.ankiaddon`."""
    output = build(Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT)
    print(f"Wrote {output} ({output.stat().st_size / 1024:.0f} KiB), verified.")
    print("Double-click it, or in Anki: Tools > Add-ons > Install from file.")


if __name__ == "__main__":
    main()
