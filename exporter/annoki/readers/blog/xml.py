"""What the readers of XML share: how a document's prolog is looked at, how it is handed to a parser
that decodes for itself, how a broken place is told, and how entries are counted.

A document type that declares something (entities, that grow without bound or name files) is not
for the formats that are read here, so it is refused rather than tamed.
"""

from __future__ import annotations

import io
import re
from functools import partial
from typing import Any, Callable, Iterable, Iterator, List, Optional, Tuple

from ...contained import contained
from ...model import Found, Item, Problem
from ...words import message

_ASIDE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
# Without `[`: a reference to a well-known DTD, which no parser here fetches.
_PLAIN_TYPE = re.compile(r"<!DOCTYPE\b(?:\"[^\"]*\"|'[^']*'|[^\[\]<>\"'])*>", re.IGNORECASE)
_TYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DECLARES = re.compile(r"<!ENTITY|<!DOCTYPE[^<>]*\[", re.IGNORECASE)
_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^<>]*)>?")

_OPENED = "<![CDATA["
_SECTION = re.compile(r"<([\w.:-]+)(?:\s[^<>]{0,2000})?>\s*<!\[CDATA\[")
_MARK = re.compile(r"<!\[CDATA\[|\]\]>(?:\s*</([\w.:-]+)\s*>)?|</(?:[\w.-]+:)?(?:item|entry)\s*>")
_ENTRIES = ("item", "entry")


def refuse(text: str) -> Optional[Problem]:
    """Why the XML document `text` must not be parsed, or None."""
    at, declares = _root(text)
    if declares:
        line = text.count("\n", 0, at) + 1
        return Problem(
            message("places.line", n=line), message("readers.entities"), text[at : at + 200]
        )
    return None


def root_of(text: str) -> Tuple[str, str]:
    """The root element's name without prefix, and its attributes as written; or two empty texts."""
    at, declares = _root(text)
    match = _ELEMENT.search(text, at, at + 20_000) if declares else _ELEMENT.match(text, at)
    return (match.group(1), match.group(2)) if match else ("", "")


def _root(text: str) -> Tuple[int, bool]:
    """Where the root element begins; or a document type that declares something, and True."""
    at = len(text) - len(text.lstrip("\ufeff"))
    while True:
        aside = _ASIDE.match(text, at) or _PLAIN_TYPE.match(text, at)
        if not aside:
            break
        at = aside.end()
    if _TYPE.match(text, at):
        return at, True
    # No XML, but a lenient parser may still see a declaration above the first element.
    first = re.search(r"<\w", text)
    declares = _DECLARES.search(text, 0, first.start() if first else len(text))
    return (declares.start(), True) if declares else (at, False)


def stream_of(text: str) -> io.BytesIO:
    """`text` for a parser: bytes of UTF-8, whatever encoding its first line names."""
    return io.BytesIO(_with_whole_sections(text[_blank(text) :]).encode("utf-8", "replace"))


def _with_whole_sections(text: str) -> str:
    """`text`, in which no `]]>` that a post holds itself, as a script's own section has one, ends
    the CDATA section that the post stands in: that ends before its element does."""
    parts: List[str] = []
    done = at = 0
    while True:
        section = _SECTION.search(text, at)
        if not section:
            break
        inner, at = _inner_ends(text, section.end(), section.group(1))
        for end in inner:
            parts += [text[done:end], "]]]]>", _OPENED, ">"]
            done = end + len("]]>")
    return "".join([*parts, text[done:]]) if parts else text


def _inner_ends(text: str, start: int, name: str) -> Tuple[List[int], int]:
    """Where the section that begins at `start` in the element `name` has a `]]>` of its content,
    and where to look for the next section. None in one that a parser finds sound."""
    found: List[int] = []
    is_open, is_sound = True, True
    for mark in _MARK.finditer(text, start):
        if mark.group() == _OPENED:
            is_open = True
            continue
        if not mark.group().startswith("]]>"):
            return [], mark.end()
        is_sound, is_open = is_sound and is_open, False
        if mark.group(1) == name:
            return ([] if is_sound else found), mark.end()
        if (mark.group(1) or "").rpartition(":")[2] in _ENTRIES:
            return [], mark.end()
        if not text.startswith(_OPENED, mark.start() + len("]]>")):
            found.append(mark.start())
    return [], len(text)


def broken_at(text: str, line: int, what: str) -> Problem:
    """The Problem that a parser met in line number `line` of `stream_of(text)`."""
    line += text.count("\n", 0, _blank(text))
    lines = text.split("\n")
    raw = lines[line - 1][:500] if line <= len(lines) else ""
    return Problem(message("places.line", n=line), what, raw)


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip("\ufeff").lstrip())


def posts(entries: Iterable[Any], post: Callable[[Any, str, int], Found]) -> Iterator[Found]:
    """What `post` makes of each of `entries`, its place and its number; a Problem is itself."""
    n = 0
    for at, entry in enumerate(entries, 1):
        where = message("places.entry", n=at)
        is_read = not isinstance(entry, Problem)
        found = (
            contained("reading", where, partial(post, entry, where, n + 1)) if is_read else entry
        )
        n += isinstance(found, Item)
        yield found
