"""A small store on disk for what need not be fetched again. Losing it costs requests, no more."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Optional, Tuple

from ..files.contents import kept
from ..files.whole import sweep, write_whole

_MOST_BYTES = 256 * 1024 * 1024


class Cache:
    """Files in `folder`, readable by the user only, oldest dropped beyond `most_bytes` in all.

    Without a folder nothing is kept. No error leaves here: a cache that cannot be read is empty,
    one that cannot be written stays as it is.
    """

    def __init__(self, folder: Optional[Path], most_bytes: int = _MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        if folder is not None:
            sweep(folder)

    def load(self, kind: str, *key: str) -> Optional[bytes]:
        """What was saved under `kind` and `key`, None if nothing."""
        if self._folder is None:
            return None
        try:
            return kept(self._path(self._folder, kind, key))
        except OSError:
            return None

    def save(self, data: bytes, kind: str, *key: str) -> None:
        """Keep `data` under `kind` and `key`, replacing what was there in one step."""
        if self._folder is None or len(data) > self._most_bytes:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path(self._folder, kind, key), data, private=True)
        except OSError:
            return
        self._shrink(self._folder)

    def _path(self, folder: Path, kind: str, key: Tuple[str, ...]) -> Path:
        digest = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()
        return folder / f"{kind}-{digest[:32]}"

    def _shrink(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            found = [(entry.stat(), entry.path) for entry in os.scandir(folder) if entry.is_file()]
            total = sum(status.st_size for status, _ in found)
            for status, path in sorted(found, key=lambda one: one[0].st_mtime):
                if total <= self._most_bytes:
                    break
                os.unlink(path)
                total -= status.st_size
