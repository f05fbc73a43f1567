"""Files beside a collection, in which Annoki remembers what need not be in it.

Without one, or if it cannot be read, there is only more to find out, or less known.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Dict, Protocol

from .contents import kept
from .json_lines import json_lines, read_json_lines
from .whole import write_whole


class _InAFile(Protocol):
    path: str


def path_beside(col: _InAFile, suffix: str) -> Path:
    """The file beside the collection `col` that ends in `suffix`."""
    return Path(col.path).with_suffix(suffix)


def read_beside(path: Path) -> Dict[str, Any]:
    """What the file `path` holds; nothing, if there is none or it is none of ours."""
    try:
        return read_json_lines(kept(path).splitlines())
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def write_beside(path: Path, held: Dict[str, Any]) -> None:
    """Write it whole or not at all; only its owner may read it, as the collection."""
    with contextlib.suppress(OSError, ValueError):
        write_whole(path, "".join(json_lines(held)).encode(), private=True)
