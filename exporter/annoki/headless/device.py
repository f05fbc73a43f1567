"""The copy of a collection that is nobody's desktop: it holds what AnkiWeb has, and what was read
and is on its way there. Nothing in it is the only one of its kind."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Iterator

from ..errors import CollectionError
from ..files.kept_reports import KeptReports
from ..targets.collection.opening import open_collection
from ..words import Message, message, said_by
from .account import make_private

if TYPE_CHECKING:
    from ..targets.collection import Collection

_DAMAGES = {"targets.damaged", "targets.not_a_collection"}
_CUT = ".tmp*"
"""What Anki calls the file that it is downloading."""


class Device:
    """The copy in `folder`, for one run at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "collection.anki2"

    @property
    def reports(self) -> KeptReports:
        """The reports of the last runs."""
        return KeptReports(self.folder / "reports")

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """No other run is at it meanwhile. A copy that cannot be opened, such as a killed run may
        leave, is put away; one that proves damaged later, too, but that this run ends with it.
        Raises CollectionError if another run is at it, OSError."""
        make_private(self.folder)
        with open(self.folder / "lock", "ab") as lock:
            try:
                _lock(lock.fileno())
            except OSError as error:
                raise CollectionError(message("headless.running")) from error
            for cut in self.folder.glob(_CUT):
                cut.unlink()
            with contextlib.suppress(_Damaged), self._put_away_if_damaged(), self.opened():
                pass
            with self._put_away_if_damaged():
                yield

    @contextlib.contextmanager
    def opened(self) -> Iterator[Collection]:
        """The copy, which is made where there is none. Raises as `open_collection`."""
        with open_collection(self.path, make=True) as col:
            yield col

    @contextlib.contextmanager
    def _put_away_if_damaged(self) -> Iterator[None]:
        """Remove the copy, and what is remembered of it, if it is met to be damaged. The media are
        whole, each by itself."""
        try:
            yield
        except CollectionError as error:
            if _DAMAGES.isdisjoint(_keys(said_by(error))):
                raise
            for one in self.folder.glob(f"{self.path.stem}.a*"):
                one.unlink()
            raise _Damaged(message("headless.damaged", what=error)) from error


class _Damaged(CollectionError):
    """It was, and is put away."""


def _keys(said: object) -> Iterator[str]:
    if isinstance(said, Message):
        yield said.key
        for value in said.values.values():
            yield from _keys(value)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        """Raises OSError if another process has it. It ends with this one, however that ends."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
