"""Rewrites absolute imports of what ships inside the add-on into relative ones.

An add-on is installed under a name that it does not choose, and what it puts on `sys.path` is
shared with every other add-on. So each library that it brings along lives inside its own package,
and is imported from there. The repository keeps the usual absolute imports, which every tool
understands; the build rewrites them, line for line, so that tracebacks still point at the source.
"""

from __future__ import annotations

import ast
import re
from typing import Dict, Iterator, List, Mapping, NamedTuple, Sequence, Tuple

_FROM = re.compile(r"from\s+([\w.]+)(?=\s+import\b)")
_MOVED = {"http_client": "http.client as http_client", "urllib": "urllib.response"}
"""Name in `six.moves`, which is no module of any file → how html5lib's use of it is imported."""
_IMPORT = re.compile(r"import\s+([\w.]+)(?:\s+as\s+(\w+))?(?=\s*(?:#.*)?$)")


class RewriteError(Exception):
    """An import that cannot be made relative; its text names the file and the line."""


class _Edit(NamedTuple):
    line: int
    column: int
    old: str
    new: str


def rewritten(source: str, name: str, homes: Mapping[str, str]) -> str:
    """`source` of the module file `name` (`annoki/compose/highlight.py`), with relative imports.

    `homes` maps the top-level libraries that ship to the folder they are in, relative to the root
    of the package: `{"pygments": "_vendor", "annoki": ""}`. Raises RewriteError.
    """
    lines = source.splitlines(keepends=True)
    depth = name.count("/") + 1
    edits = list(_edits(ast.parse(source, name), lines, name, depth, homes))
    for edit in sorted(edits, reverse=True):
        text = lines[edit.line]
        end = edit.column + len(edit.old)
        lines[edit.line] = text[: edit.column] + edit.new + text[end:]
    return "".join(lines)


def _edits(
    tree: ast.AST, lines: Sequence[str], name: str, depth: int, homes: Mapping[str, str]
) -> Iterator[_Edit]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "six.moves":
                yield _moved(node, lines, name)
            elif node.module.split(".")[0] in homes:
                match = _at(_FROM, lines, node, name)
                new = f"from {_relative(node.module, depth, homes)}"
                yield _Edit(node.lineno - 1, match.start(), match.group(), new)
        elif isinstance(node, ast.Import):
            ours = [alias.name for alias in node.names if alias.name.split(".")[0] in homes]
            if ours:
                match = _at(_IMPORT, lines, node, name)
                yield _Edit(
                    node.lineno - 1, match.start(), match.group(), _import(match, depth, homes)
                )
        elif isinstance(node, ast.Call) and _is_dynamic(node):
            yield _dynamic(node, lines, name, homes)


def _moved(node: ast.ImportFrom, lines: Sequence[str], name: str) -> _Edit:
    wanted = [one.name for one in node.names]
    old = f"from six.moves import {', '.join(wanted)}"
    if lines[node.lineno - 1].rstrip() != old or not set(wanted) <= set(_MOVED):
        raise RewriteError(f"{name}: line {node.lineno}: of six.moves only {', '.join(_MOVED)}")
    return _Edit(node.lineno - 1, 0, old, f"import {', '.join(map(_MOVED.__getitem__, wanted))}")


def _at(pattern: re.Pattern[str], lines: Sequence[str], node: ast.stmt, name: str) -> re.Match[str]:
    line = lines[node.lineno - 1]
    column = len(line.encode()[: node.col_offset].decode())
    match = pattern.match(line, column)
    if not match:
        raise RewriteError(f"{name}: line {node.lineno}: cannot be made relative: {line.strip()}")
    return match


def _import(match: re.Match[str], depth: int, homes: Mapping[str, str]) -> str:
    parent, _, last = match[1].rpartition(".")
    if parent and not match[2]:
        # `import a.b` binds `a`; nothing that ships needs it, and it has no relative form.
        raise RewriteError(f"{match.group()}: say `from {parent} import {last}`")
    home = _relative(parent, depth, homes) if parent else "." * depth + homes[last]
    return f"from {home} import {last}" + (f" as {match[2]}" if match[2] else "")


def _relative(module: str, depth: int, homes: Mapping[str, str]) -> str:
    home = homes[module.split(".")[0]]
    return "." * depth + (f"{home}.{module}" if home else module)


def _is_dynamic(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "__import__"


def _dynamic(node: ast.Call, lines: Sequence[str], name: str, homes: Mapping[str, str]) -> _Edit:
    """`__import__(x, …)` of a library's own lazy loader: `x` is absolute, so it gets a head."""
    parts = name.split("/")
    library = next((part for part in parts if homes.get(part)), "")
    if not library or node.args[0].lineno != node.lineno:
        raise RewriteError(f"{name}: line {node.lineno}: __import__ cannot be made relative")
    line = lines[node.lineno - 1]
    column = len(line.encode()[: node.args[0].col_offset].decode())
    return _Edit(node.lineno - 1, column, "", f'__package__.rpartition("{library}")[0] + ')


def imports(tree: ast.AST) -> List[Tuple[int, int, str, Tuple[str, ...]]]:
    """(line, level, module, names) of each import in `tree`; names are empty for `import x`."""
    found: List[Tuple[int, int, str, Tuple[str, ...]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, 0, alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            found.append((node.lineno, node.level, node.module or "", names))
    return found


LIBRARIES: Dict[str, str] = {
    "pygments": "pygments",
    "feedparser": "feedparser",
    "feedparser_sgmllib": "feedparser-sgmllib",
    "bs4": "beautifulsoup4",
    "soupsieve": "soupsieve",
    "html5lib": "html5lib",
    "webencodings": "webencodings",
    "genanki": "genanki",
    "chevron": "chevron",
}
"""Package → distribution of the libraries that ship: Anki does not bundle them, or (BeautifulSoup)
has a copy of its own that was loaded without html5lib and that other add-ons use."""

STAND_INS: Dict[str, str] = {
    "six": "six.py",
    "typing_extensions": "typing_extensions.py",
    "html5lib": "html5lib/__init__.py",
    "cached_property": "cached_property.py",
    "yaml": "yaml.py",
    "chevron": "chevron/__init__.py",
}
"""Module in `tools/stand_ins` → the file that it ships as."""

HOMES: Dict[str, str] = {"annoki": "", **dict.fromkeys((*LIBRARIES, *STAND_INS), "_vendor")}
"""What ships beside the add-on's own modules, and where it lives in the package."""
