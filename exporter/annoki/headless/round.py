"""One meeting with AnkiWeb: what other devices sent comes down, something is done, it goes up.

Whatever fails, and wherever, the copy stays one from which the next meeting goes on: what Anki
replaces it replaces whole, what was written here and not sent is sent the next time.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Callable, Iterator

from ..errors import CollectionError
from ..targets.collection.ankiweb import (
    Demand,
    has_cards,
    is_waiting,
    meet,
    meet_media,
    never_sent,
    replace,
)
from ..targets.collection.remembered import forget_names
from ..words import Message, at, message
from .account import Login
from .device import Device

if TYPE_CHECKING:
    from ..targets.collection import Collection

_log = logging.getLogger("annoki")


class Round:
    """Meets the server of `account` with the copy on `device`, which is `held`; `tell` is given
    what a person should know. Only `first_upload` ever replaces what is there, and only where the
    server says that there is nothing."""

    def __init__(
        self,
        device: Device,
        account: Login,
        tell: Callable[[Message], None],
        first_upload: bool = False,
    ) -> None:
        self._device, self._tell, self._first = device, tell, first_upload
        self._key, self._endpoint = account.key, account.endpoint

    @contextlib.contextmanager
    def in_step(self, sends: bool = True) -> Iterator[Collection]:
        """The copy as other devices left it; what is done with it goes up at the end, unless that
        fails, and then the media, both ways. Without `sends` nothing goes up.

        Raises CollectionError.
        """
        with self._device.opened() as col:
            if sends or not is_waiting(col):
                _log.info(message("headless.goes_down"))
                self._down(col)
            yield col
            if sends:
                _log.info(message("headless.goes_up"))
                self._up(col)
                _log.info(message("headless.goes_media"))
                meet_media(col, self._key, self._endpoint)

    def _down(self, col: Collection) -> None:
        demand, here = self._meet(col), has_cards(col)
        is_empty = demand is Demand.UPLOAD or (demand is not Demand.DOWNLOAD and not here)
        if is_empty and not self._first:
            raise CollectionError(message("headless.empty"))
        if is_empty or demand < Demand.EITHER:
            return
        self._tell(message("headless.replaced_here" if here else "headless.first_time"))
        # They come again from their sources, and are none that an older collection lacks.
        forget_names(col, frozenset(never_sent(col)))
        replace(col, self._key, self._endpoint)

    def _up(self, col: Collection) -> None:
        demand = self._meet(col)
        if not has_cards(col):
            self._tell(message("headless.nothing_there"))
        elif demand is Demand.UPLOAD and self._first:
            replace(col, self._key, self._endpoint, there=True)
        elif demand >= Demand.EITHER:
            raise CollectionError(message("headless.replaced_there"))

    def _meet(self, col: Collection) -> Demand:
        met = meet(col, self._key, self._endpoint)
        self._endpoint = met.endpoint or self._endpoint
        if met.said:
            self._tell(at(message("headless.server"), met.said))
        return met.demand
