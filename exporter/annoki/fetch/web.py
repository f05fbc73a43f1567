"""The HTTP core: one bounded, cancellable, retried request after another.

What it promises to the sources: a body is whole or it is an error; a token goes to the host that
it was given for and into no message; nothing lasts longer or grows larger than was agreed.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Callable, List, Mapping, NamedTuple, Optional, Set, Tuple

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import MaxRetryError

from .. import __version__
from ..words import at, message
from .address import checked, is_loopback, origin, redirected, shown
from .once import Broken, Opened, Request, once
from .result import FetchError
from .retry import STATUSES, PatientRetry
from .waiting import Waiter

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

USER_AGENT = f"annoki/{__version__}"

_log = logging.getLogger("annoki")
_NOTHING_DONE = frozenset((429,))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MOST_REDIRECTS = 5
_MOST_TEXT = 300
_MOST_BODIES = 4


class Reply(NamedTuple):
    """A whole answer. `url` is where it came from in the end, `data` the decompressed body.

    The body of an answer with `status` 400 or more is cut short.
    """

    url: str
    status: int
    data: bytes
    headers: Mapping[str, str]
    content_type: str
    """Lower case and without parameters, e.g. `text/html`."""


class Limits(NamedTuple):
    """How much one request may cost: bytes, repetitions, and seconds (silence, and in all)."""

    max_bytes: int
    retries: int
    timeout: float
    seconds: float


class Web:
    """Asks, counts in `requests`, and remembers what must not be printed.

    `max_bytes` bounds a body and, four times over, all of them; `max_seconds` everything from now
    on, `timeout` the silence of a server. The first of `retries` comes after `first_wait` seconds,
    each next after twice as long. `cancelled` is asked every 0.1 s. `cache` is a folder for what
    need not be fetched again.
    """

    def __init__(
        self,
        max_bytes: int,
        cancelled: Optional[Callable[[], bool]] = None,
        cache: Optional[Path] = None,
        max_seconds: float = 600,
        timeout: float = 20,
        first_wait: float = 0.5,
        retries: int = 4,
    ) -> None:
        self.limits = Limits(max_bytes, retries, timeout, max_seconds)
        self.cache = cache
        self.requests = 0
        self._received = 0
        self._cancelled = cancelled
        self._first_wait = first_wait
        self._waiter = Waiter(cancelled, max_seconds)
        self._secrets: Set[str] = set()
        self._session = requests.Session()
        # No netrc: a token goes nowhere but where the configuration says. Proxies are looked up
        # for each request.
        self._session.trust_env = False

    def get(
        self,
        url: str,
        *,
        params: Optional[List[Tuple[str, str]]] = None,
        token: str = "",
        accept: str = "*/*",
        headers: Optional[Mapping[str, str]] = None,
        limits: Optional[Limits] = None,
        allow: Optional[Callable[[str], None]] = None,
        method: str = "GET",
        body: Optional[bytes] = None,
        again: Optional[Callable[[], None]] = None,
    ) -> Reply:
        """The answer of `url`, redirects followed, whatever its status but 429 and 5xx.

        `token` is sent as Bearer to the scheme, host and port of `url` only. `allow` is asked
        about each address on the way, and refuses by raising. What has a `body` (JSON) changes
        something: it is sent once, but for a 429, which says that nothing was done; a 5xx is an
        answer then, and so is a redirect. `again` is asked before each repetition, and refuses by
        raising.

        Raises FetchError where no whole answer came within the limits, Cancelled.
        """
        if token:
            self._secrets.add(token)
        limits = limits or self.limits
        target = _with(checked(url), params, method)
        home = origin(target)
        headers = {"User-Agent": USER_AGENT, "Accept": accept, **(headers or {})}
        if body is not None:
            headers["Content-Type"] = "application/json"
        waiter = Waiter(self._cancelled, min(self._waiter.left(), limits.seconds))
        for _ in range(_MOST_REDIRECTS + 1):
            if allow:
                allow(target)
            bearer = {"Authorization": f"Bearer {token}"} if token else {}
            request = Request(method, target, {**headers, **bearer}, body)
            reply = self._answer(request, limits, waiter, again)
            self._received += len(reply.data)
            if self._received > _MOST_BODIES * self.limits.max_bytes:
                raise FetchError(at(shown(url), message("fetch.endless")))
            location = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not location or body is not None:
                return reply
            target = redirected(target, location)
            if origin(target) != home:
                token = ""  # and it stays away, should a later redirect lead back
        raise FetchError(at(shown(url), message("fetch.endless_redirects")))

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass. Raises Cancelled, or FetchError where there is no time left."""
        if seconds > 0:
            self._waiter.wait(seconds)

    def clean(self, text: str) -> str:
        """What a server said, fit for a message: one short line without our secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "…")
        text = " ".join(
            "".join(char if char.isprintable() else " " for char in text[:5000]).split()
        )
        return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…"

    def _answer(
        self,
        request: Request,
        limits: Limits,
        waiter: Waiter,
        again: Optional[Callable[[], None]],
    ) -> Reply:
        """One answer, asked for again while it breaks or may be another in a moment."""
        passing = STATUSES if request.body is None else _NOTHING_DONE
        where = waiter.where = self._waiter.where = shown(request.url)
        retry = PatientRetry(
            total=limits.retries,
            status_forcelist=passing,
            allowed_methods=None,
            wait=waiter.wait,
            first_wait=self._first_wait,
            where=where,
        )
        while True:
            waiter.check()
            self.requests += 1
            raw: Optional[BaseHTTPResponse] = None
            broken: Optional[Broken] = None
            try:
                reply, raw = self._once(request, limits, waiter)
                if reply.status not in passing:
                    return reply
            except Broken as error:
                _log.info(at(where, error.what))
                if request.body is not None:
                    raise FetchError(at(where, error.what), unreachable=error.unreachable) from None
                broken = error
            try:
                retry = retry.increment(request.method, "", response=raw, error=broken)
            except MaxRetryError:
                what = broken.what if broken else _answered(reply.status)
                key = "fetch.again_after" if limits.retries else "fetch.again"
                what = message(key, what=what, n=limits.retries + 1)
                raise FetchError(
                    at(where, what),
                    status=raw.status if raw else 0,
                    unreachable=bool(broken and broken.unreachable),
                ) from None
            retry.sleep(raw)
            if again:
                again()

    def _once(
        self, request: Request, limits: Limits, waiter: Waiter
    ) -> Tuple[Reply, BaseHTTPResponse]:
        """One try, in a thread beside, so that cancelling need not wait for a silent server."""
        opened = Opened()
        url = request.url
        proxies = {} if is_loopback(origin(url)[1]) else get_environ_proxies(url)

        def task() -> Tuple[Reply, BaseHTTPResponse]:
            response, data = once(
                self._session, request, proxies, limits.max_bytes, limits.timeout, opened
            )
            kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
            reply = Reply(url, response.status_code, data, response.headers, kind)
            return reply, response.raw

        reply, raw = waiter.run(task, opened.abandon)
        asked = {"method": request.method, "address": shown(url), "status": reply.status}
        _log.info(message("fetch.asked", **asked, n=len(reply.data)))
        return reply, raw


_MEANING = {
    429: "fetch.too_many",
    500: "fetch.own_error",
    502: "fetch.bad_gateway",
    503: "fetch.unavailable",
    504: "fetch.gateway_late",
}


def _answered(status: int) -> str:
    return message("fetch.status", status=status, meaning=message(_MEANING[status]))


def _with(url: str, params: Optional[List[Tuple[str, str]]], method: str) -> str:
    try:
        prepared = requests.Request(method, url, params=params).prepare().url
    except (requests.RequestException, ValueError):
        prepared = None
    if not prepared:
        raise FetchError(at(shown(url), message("fetch.not_an_address")))
    return prepared
