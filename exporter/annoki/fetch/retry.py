"""When to ask again: urllib3's Retry, with waits that are bounded and can be cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from ..words import at, message
from .result import FetchError

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

STATUSES = frozenset((429, 500, 502, 503, 504))
"""Answers that may be others in a moment."""

LONGEST_RETRY_AFTER = 120.0
"""Seconds that a service may ask us to wait; one that asks for more is asked another day."""

_LONGEST_BACK_OFF = 30.0
_A_DAY = 24 * 60 * 60


class PatientRetry(Retry):
    """Waits `first_wait` seconds, then twice as long each time, or as long as `Retry-After` says.

    `wait` is called to let time pass; what it raises ends the retrying. `where` names the service
    in messages.
    """

    def __init__(
        self,
        *args: Any,
        wait: Callable[[float], None],
        first_wait: float,
        where: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._wait = wait
        self._first_wait = first_wait
        self._where = where

    def new(self, **options: Any) -> PatientRetry:
        """A copy with other counts; ours need to be handed on."""
        own = {"wait": self._wait, "first_wait": self._first_wait, "where": self._where}
        return super().new(**own, **options)

    def get_backoff_time(self) -> float:
        """Seconds to wait where the service names none."""
        tries = len(self.history)
        return min(_LONGEST_BACK_OFF, self._first_wait * 2 ** (tries - 1)) if tries else 0.0

    def sleep_for_retry(self, response: BaseHTTPResponse) -> bool:
        """Wait as long as the service says. False where it says nothing that we understand."""
        try:
            seconds = self.get_retry_after(response)
        except (InvalidHeader, ValueError, TypeError, OverflowError):
            # Neither a number nor a date: as good as none.
            return False
        if not seconds:
            return False
        if seconds > LONGEST_RETRY_AFTER:
            key = "fetch.busy_minutes" if seconds < _A_DAY else "fetch.busy_for_long"
            what = message(key, n=round(seconds / 60))
            raise FetchError(at(self._where, what), status=response.status)
        self._wait(seconds)
        return True

    def _sleep_backoff(self) -> None:
        self._wait(self.get_backoff_time())
