"""Draws the rooms of the package and which imports which, as docs/architecture.svg.

    python -m tools.rooms

Rooms stand in the order in which data flows through them, each above those that it knows of.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "exporter" / "annoki"
PICTURE = ROOT / "docs" / "architecture.svg"

FLOW: Tuple[Tuple[str, ...], ...] = (
    ("cli",),
    ("push", "headless"),
    ("pipeline",),
    ("fetch", "readers", "repair", "compose", "atlas", "targets"),
    ("profile", "config", "sync"),
    ("sources", "notetype", "identity"),
    ("text", "files", "contained", "plugins"),
    ("model", "errors", "words"),
)
"""The rooms from those that know most to those that everybody knows."""

_WIDE, _HIGH, _GAP_X, _GAP_Y, _EDGE = 118, 46, 26, 58, 24
_EVERYBODYS = {"text", "files", "contained", "model", "errors", "words", "plugins"}


def rooms() -> Dict[str, Tuple[int, int]]:
    """Room → (files, lines)."""
    sizes: Dict[str, Tuple[int, int]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        files, lines = sizes.get(_room(path), (0, 0))
        length = len(path.read_text(encoding="utf-8").splitlines())
        sizes[_room(path)] = files + 1, lines + length
    return sizes


def imports() -> Set[Tuple[str, str]]:
    """(room, room that it imports) of all imports inside the package."""
    found: Set[Tuple[str, str]] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == len(parts):
                names = [node.module] if node.module else [alias.name for alias in node.names]
                found.update((_room(path), name.split(".")[0]) for name in names if name)
    return {(one, other) for one, other in found if one != other and other in rooms()}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].replace(".py", "")


def picture() -> str:
    """The picture as SVG, for light and dark pages."""
    widest = max(map(len, FLOW))
    width = widest * (_WIDE + _GAP_X) - _GAP_X + 2 * _EDGE
    height = len(FLOW) * (_HIGH + _GAP_Y) - _GAP_Y + 2 * _EDGE
    places: Dict[str, Tuple[float, float]] = {}
    for row, names in enumerate(FLOW):
        left = (width - len(names) * (_WIDE + _GAP_X) + _GAP_X) / 2
        for column, name in enumerate(names):
            places[name] = left + column * (_WIDE + _GAP_X), _EDGE + row * (_HIGH + _GAP_Y)
    lines = [*_head(width, height), *_arrows(places), *_boxes(places), "</svg>"]
    return "\n".join(lines) + "\n"


def _head(width: float, height: float) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="system-ui, sans-serif">'
    )
    yield "<title>The rooms of the package, and which imports which</title>"
    yield (
        "<style>rect{fill:#fffcf0;stroke:#6f6e69}text{fill:#100f0f;text-anchor:middle}"
        "path{fill:none;stroke:#878580;stroke-width:1.2}.all{stroke-dasharray:4 3}"
        "small,.size{fill:#6f6e69;font-size:10px}.name{font-size:14px;font-weight:600}"
        "@media (prefers-color-scheme:dark){rect{fill:#1c1b1a;stroke:#878580}text{fill:#cecdc3}"
        ".size{fill:#878580}}</style>"
    )
    yield (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" '
        'markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#878580;stroke:none"/>'
        "</marker></defs>"
    )


def _arrows(places: Dict[str, Tuple[float, float]]) -> Iterator[str]:
    # What everybody may import would hide the rest.
    for one, other in sorted(imports()):
        if one not in places or other not in places or other in _EVERYBODYS:
            continue
        (x, y), (to_x, to_y) = places[one], places[other]
        if y == to_y:
            side = 1 if to_x > x else -1
            start, end = x + (_WIDE if side > 0 else 0), to_x + (0 if side > 0 else _WIDE)
            bend = y + _HIGH + 16
            yield (
                f'<path d="M{(start + x + _WIDE / 2) / 2:g} {y + _HIGH:g}Q{(start + end) / 2:g} '
                f'{bend:g} {(end + to_x + _WIDE / 2) / 2:g} {y + _HIGH:g}" marker-end="url(#tip)"/>'
            )
            continue
        start_x, end_x = x + _WIDE / 2, to_x + _WIDE / 2
        start_y, end_y = y + _HIGH, to_y
        middle = (start_y + end_y) / 2
        yield (
            f'<path d="M{start_x:g} {start_y:g}C{start_x:g} {middle:g} {end_x:g} {middle:g} '
            f'{end_x:g} {end_y:g}" marker-end="url(#tip)"/>'
        )


def _boxes(places: Dict[str, Tuple[float, float]]) -> Iterator[str]:
    known = rooms()
    for name, (x, y) in places.items():
        files, lines = known[name]
        # In hundreds, so that the picture does not change with every line.
        size = f"{files} file{'s' * (files > 1)}, {max(round(lines, -2), 100):,} lines"
        middle = x + _WIDE / 2
        yield f'<rect x="{x:g}" y="{y:g}" width="{_WIDE}" height="{_HIGH}" rx="6"/>'
        yield f'<text class="name" x="{middle:g}" y="{y + 20:g}">{name}</text>'
        yield f'<text class="size" x="{middle:g}" y="{y + 36:g}">{size}</text>'


def unnamed() -> List[str]:
    """Rooms that the picture does not show."""
    shown = {name for row in FLOW for name in row} | {"__init__", "__main__"}
    return sorted(set(rooms()) - shown)


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
