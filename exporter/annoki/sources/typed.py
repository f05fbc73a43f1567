"""What a person means who types, pastes or drops something where any source may be named."""

from __future__ import annotations

import os
import re
from typing import Iterable, Tuple
from urllib.parse import unquote, urlsplit

from ..errors import UsageError
from ..words import message
from . import built_in, source_named
from .source import Source

_HOST = re.compile(
    r"(?P<host>localhost|\[[\da-f:.]+\]|(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_][\w-]*)"
    r"(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""An address without its scheme: a host with a point in it, and what may follow."""
_LOCAL = re.compile(r"localhost|127\.|10\.|192\.168\.|\[|\w+\.local$", re.IGNORECASE)
_PATH = re.compile(r"[/~\\.]|[a-z]:[\\/]", re.IGNORECASE)
_FILE = re.compile(r"[^/]+\.(?:txt|md|x?html?|json|csv|xml|atom|rss|pdf|docx?|zip)", re.IGNORECASE)


def sources_typed(typed: Iterable[str]) -> Tuple[Source, ...]:
    """The sources that several mean, each once. Raises UsageError, as `source_typed` does."""
    return not_among((), map(source_typed, typed))


def not_among(known: Iterable[Source], sources: Iterable[Source]) -> Tuple[Source, ...]:
    """Those of `sources` that are none of those `known`, each once."""
    places = {one.place for one in known}
    return tuple({one.place: one for one in sources if one.place not in places}.values())


def source_typed(typed: str) -> Source:
    """The source that `typed` means: a file or folder that is there, an address with or without
    its scheme, a name that some kind of source knows. Raises UsageError, saying what to do."""
    text = typed.strip().strip("\"'<>“”").strip()
    path = _local_path(text)
    if os.path.isabs(path) and os.path.exists(path):
        return Source(path=os.path.normpath(path))
    if re.match(r"https?://", text, re.IGNORECASE):
        return source_named(text)
    if _PATH.match(text) or _FILE.fullmatch(text):
        raise UsageError(message("found.no_file", path=text))
    host = _HOST.fullmatch(text)
    if host:
        scheme = "http" if _LOCAL.match(host["host"]) else "https"
        return source_named(f"{scheme}://{text}")
    for kind in built_in().values():
        settings = kind.names(text)
        if settings is not None:
            return Source(kind.name, **settings)
    raise UsageError(message("found.nothing_typed" if not text else "found.no_source", typed=text))


def _local_path(text: str) -> str:
    """`text` as the path that it may be; `file:` addresses are what some programs copy."""
    if text.lower().startswith("file:"):
        path = unquote(urlsplit(text).path)
        return path[1:] if re.match(r"/[a-z]:", path, re.IGNORECASE) else path
    return os.path.expanduser(text)
