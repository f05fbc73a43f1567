"""What is kept in a profile of Anki, and in that profile only: sources, options, reports, cache.

Anki shares the configuration of an add-on among all profiles, so ours stands beside the collection.
Anki's start imports this: what else is needed is imported when it is.
"""

from __future__ import annotations

import contextlib
import errno
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Mapping

from ..words import message

if TYPE_CHECKING:
    from ..files.kept_reports import KeptReports


class Profile:
    """The files of the profile whose folder `beside` is; it stays that one, whatever is open.

    Its configuration changes the one that is `shipped` with the add-on.
    """

    def __init__(self, beside: Path, shipped: Mapping[str, Any]) -> None:
        self.beside, self.shipped = beside, shipped
        self._folder = beside / "annoki"
        self.config = self._folder / "config.json"
        self._results = self._folder / "results.json"
        self.cache = self._folder / "cache"
        """Pictures, and what a service need not be asked for again. May be deleted at any time."""

    def read(self) -> Dict[str, Any]:
        """The configuration that was kept, as JSON; empty if there is none.

        Raises OSError, or ValueError, which says why, where it is no JSON object.
        """
        if self.config.exists() and not self.config.is_file():
            raise OSError(errno.EINVAL, message("files.no_file"), str(self.config))
        try:
            kept = self.config.read_bytes()
        except FileNotFoundError:
            return {}
        try:
            data = json.loads(kept.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            # What says why is not loaded with Anki.
            from ..config.check import as_json

            data = as_json(kept)
        if not isinstance(data, dict):
            raise ValueError(message("config.no_object"))  # which may hold a token
        return data

    def keep(self, config: Dict[str, Any]) -> None:
        """Keep `config` as the configuration, whole or not at all. Raises OSError."""
        from ..files.whole import write_whole

        # A profile that was removed or renamed is not made anew.
        self._folder.mkdir(mode=0o700, exist_ok=True)
        # Only its owner may read it: it may hold tokens.
        text = json.dumps(config, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.config, text.encode(), private=True, lasting=True)

    def begins(self) -> bool:
        """Whether it is used for the first time, of which this is the only one to be told."""
        if self.config.exists():
            return False
        with contextlib.suppress(OSError):
            self.keep({})
        return True

    def wants(self, option: str) -> bool:
        """Whether it has this option on; not, where the configuration cannot be read."""
        try:
            return bool(self.read().get(option))
        except (OSError, ValueError):
            return False

    def read_results(self) -> Dict[str, Any]:
        """How each source answered last, by `results.key_of`."""
        from ..files.beside import read_beside

        return read_beside(self._results)

    def keep_results(self, results: Dict[str, Any]) -> None:
        """Keep `results`, beside those of other sources, if that can be done: all can be done
        without them."""
        from ..files.beside import write_beside

        write_beside(self._results, {**self.read_results(), **results})

    def keep_page(self, page: bytes) -> Path:
        """Keep `page` in place of the one before, and say where. Raises OSError."""
        from ..files.whole import write_whole

        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._folder / "cards.html"
        write_whole(path, page, private=True)
        return path

    @property
    def sent(self) -> Path:
        """The folder of the journal of what was sent back."""
        return self._folder

    @property
    def reports(self) -> KeptReports:
        """The reports of the last syncs."""
        from ..files.kept_reports import KeptReports

        return KeptReports(self._folder / "reports")
