"""Pages asked for again only if they changed (ETag, Last-Modified)."""

from __future__ import annotations

import json
from typing import Dict, Optional

from .cache import Cache
from .json_api import refusal
from .web import Reply, Web

_KIND = "page"


def get_page(web: Web, url: str, accept: str) -> Reply:
    """The page at `url`, status 200; from the cache where the server says it is the same still.

    Raises FetchError for any other answer.
    """
    cache = Cache(web.cache)
    kept = _kept(cache, url)
    reply = web.get(url, accept=accept, headers=_validators(kept) if kept else None)
    if reply.status == 304 and kept:
        return kept
    if reply.status != 200:
        raise refusal(web, reply, url)
    if _validators(reply):
        head = {"url": reply.url, "type": reply.content_type, "headers": dict(reply.headers)}
        cache.save(json.dumps(head).encode() + b"\n" + reply.data, _KIND, url)
    return reply


def _validators(reply: Reply) -> Dict[str, str]:
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    found = ((ours, reply.headers.get(theirs, "")) for ours, theirs in pairs)
    return {name: value for name, value in found if value}


def _kept(cache: Cache, url: str) -> Optional[Reply]:
    data = cache.load(_KIND, url)
    if data is None:
        return None
    try:
        line, _, body = data.partition(b"\n")
        head = json.loads(line)
        headers = {str(name).lower(): str(value) for name, value in head["headers"].items()}
        return Reply(str(head["url"]), 200, body, headers, str(head["type"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
