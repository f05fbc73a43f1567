"""The text of a fetched page, whatever its encoding is declared to be."""

from __future__ import annotations

import codecs
import re
from typing import Iterator

from ..errors import InputError
from ..text.document import decode
from ..words import Message, at, but_for, message
from .address import shown
from .result import FetchError
from .web import Reply

_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_HEAD = 4096

# Python decodes these too, some of them in quadratic time; no page is written in them.
_NO_PAGE = frozenset(("punycode", "idna", "utf-7", "unicode_escape", "raw_unicode_escape"))


def decoded(reply: Reply) -> str:
    """The body as text, without control characters. Raises FetchError if it is none.

    What is valid UTF-8 is that, since many servers declare something else than they send.
    """
    data = reply.data
    try:
        if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not _is_utf8(data):
            data = _as_declared(reply)
        return decode(data, shown(reply.url))
    except InputError as error:
        what = but_for(error, shown(reply.url))
        if isinstance(what, Message) and what.key == "text.undecodable":
            # What to do with a file is another thing.
            what = message("fetch.undecodable", **what.values)
        raise FetchError(at(shown(reply.url), message("fetch.decoded", what=what))) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_declared(reply: Reply) -> bytes:
    """The body as UTF-8 if it can be read as it declares, else as it is."""
    for name in _declared(reply):
        try:
            if codecs.lookup(name).name not in _NO_PAGE:
                return reply.data.decode(name).encode("utf-8")
        except (UnicodeError, LookupError):
            continue
    return reply.data


def _declared(reply: Reply) -> Iterator[str]:
    found = [_HEADER.search(reply.headers.get("content-type", ""))]
    names = [match.group(1) for match in found if match]
    for pattern in (_META, _XML):
        match = pattern.search(reply.data[:_HEAD])
        names += [match.group(1).decode("ascii")] if match else []
    for name in names:
        # Chinese pages that say GB2312 use characters of its successors.
        yield "gb18030" if name.lower() in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
