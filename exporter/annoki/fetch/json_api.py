"""JSON over HTTP: the value that a service answers, or what it answered instead."""

from __future__ import annotations

import json
from typing import Any, List, Optional, Tuple

from ..words import at, message
from .address import shown
from .result import FetchError
from .web import Limits, Reply, Web

Params = List[Tuple[str, str]]

_LOOKS = 2


def ask(
    web: Web,
    url: str,
    params: Optional[Params] = None,
    token: str = "",
    method: str = "GET",
    limits: Optional[Limits] = None,
) -> Any:
    """The JSON value at `url`, whose status is 200.

    Raises FetchError: with the service's own reason where it gives one, else saying what came.
    Its `status` is 200 where a web page came instead.
    """
    error = FetchError("")
    for _ in range(_LOOKS):
        # Hypothesis refuses other Accept headers with a 406.
        reply = web.get(
            url,
            params=params,
            token=token,
            accept="application/json",
            limits=limits,
            method=method,
        )
        if reply.status != 200:
            raise refusal(web, reply, url)
        try:
            return value(reply, url)
        except FetchError as damaged:
            if is_web_page(reply):
                raise
            error = damaged  # a proxy may have cut it short: look again
    raise error


def value(reply: Reply, url: str) -> Any:
    """The JSON value in `reply`. Raises FetchError, saying what is there instead."""
    if is_web_page(reply):
        if reply.url.split("?")[0] != url.split("?")[0]:
            elsewhere = message("fetch.web_page_elsewhere", url=shown(reply.url))
            raise FetchError(at(shown(url), elsewhere), status=200)
        raise FetchError(at(shown(url), message("fetch.web_page")), status=200)
    try:
        return json.loads(reply.data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        key = "fetch.no_json" if reply.data.strip() else "fetch.empty"
        raise FetchError(at(shown(url), message(key, n=len(reply.data)))) from None


def is_web_page(reply: Reply) -> bool:
    """Whether a web page came, whatever its declared type."""
    return reply.content_type in ("text/html", "application/xhtml+xml") or (
        reply.data.lstrip()[:1] == b"<"
    )


def refusal(web: Web, reply: Reply, url: str) -> FetchError:
    """The error for a `reply` that is none we can use, with the reason that the service gives."""
    reason = ""
    try:
        data = json.loads(reply.data.decode("utf-8", "replace"))
        if isinstance(data, dict):
            reason = str(data.get("reason") or data.get("message") or data.get("error") or "")
    except (ValueError, RecursionError):
        pass
    key = "fetch.check_token" if reply.status in (401, 403) else "fetch.check_address"
    advice = message("fetch.try_later" if reply.status >= 500 else key)
    key = "fetch.refuses_as" if reason else "fetch.refuses"
    what = message(key, status=reply.status, reason=web.clean(reason), advice=advice)
    return FetchError(at(shown(url), what), status=reply.status)
