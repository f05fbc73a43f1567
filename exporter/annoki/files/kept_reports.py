"""The reports of the last syncs, in a folder: each in a file of its own, whole or not at all.

They are numbered as they come, so that no clock decides which is the last. Any thread may call.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any, Dict, List

from .contents import kept
from .json_lines import json_lines, read_json_lines
from .whole import write_whole

MOST = 30
"""So many are kept."""
_END = ".jsonl.gz"
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    zlib.error,
)


class KeptReports:
    """The reports in `folder`, which is made with the one that it is in when there is one to keep.
    Beside it lies the file in which the last one was kept before there was a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._earlier = folder, folder.with_name("last-report.json")

    def names(self) -> List[str]:
        """What they are called, the last first."""
        numbers = sorted(map(int, filter(str.isdecimal, self._stems())), reverse=True)
        before = ["0"] if self._earlier.is_file() else []
        return [*map(str, numbers), *before][:MOST]

    def heads(self) -> Dict[str, Dict[str, Any]]:
        """That of each report by its name, the last first."""
        return {name: self.head(name) for name in self.names()}

    def head(self, name: str) -> Dict[str, Any]:
        """The report `name` without its long lists; empty if it cannot be read."""
        if name == "0":
            return self.read(name)
        with contextlib.suppress(*_UNREADABLE), gzip.open(self._path(name)) as lines:
            return read_json_lines([lines.readline()])
        return {}

    def read(self, name: str) -> Dict[str, Any]:
        """The report `name`; empty if it cannot be read."""
        with contextlib.suppress(*_UNREADABLE):
            if name == "0":
                held = json.loads(kept(self._earlier))
                return held if isinstance(held, dict) else {}
            with gzip.GzipFile(fileobj=BytesIO(kept(self._path(name)))) as lines:
                return read_json_lines(lines)
        return {}

    def keep(self, report: Dict[str, Any], instead_of: str = "") -> str:
        """Keep `report` as the last, in place of the one called `instead_of` if there is one, and
        let the oldest go; its name. Raises OSError, also where what its folders lie in is gone."""
        last = next((int(name) for name in self.names()), 0)
        name = instead_of if instead_of == str(last) and last else str(last + 1)
        for folder in (self._folder.parent, self._folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        written = BytesIO()
        with gzip.GzipFile(fileobj=written, mode="wb", compresslevel=3, mtime=0) as packed:
            for line in json_lines(report):
                packed.write(line.encode())
        write_whole(self._path(name), written.getvalue(), private=True)
        for old in self._stems():
            if old.isdecimal() and int(old) <= int(name) - MOST:
                with contextlib.suppress(OSError):
                    self._path(old).unlink()
        return name

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_END}"

    def _stems(self) -> List[str]:
        try:
            found = [path.name for path in self._folder.iterdir()]
        except OSError:
            return []
        return [name[: -len(_END)] for name in found if name.endswith(_END)]
