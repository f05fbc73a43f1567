"""Files beside a collection, in which Annoki remembers what need not be in it.

Without one, or if it cannot be read, there is only more to find out, or less known.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict

from .contents import kept
from .whole import write_whole

if TYPE_CHECKING:
    from anki.collection import Collection


def path_beside(col: Collection, suffix: str) -> Path:
    """The file beside `col` that ends in `suffix`."""
    return Path(col.path).with_suffix(suffix)


def read_beside(path: Path) -> Dict[str, Any]:
    """What the file `path` holds; nothing, if there is none or it is none of ours."""
    try:
        held = json.loads(kept(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def write_beside(path: Path, held: Dict[str, Any]) -> None:
    """Write it whole or not at all; only its owner may read it, as the collection."""
    with contextlib.suppress(OSError, ValueError):
        write_whole(path, json.dumps(held, ensure_ascii=False).encode(), private=True)
