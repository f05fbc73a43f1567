"""What of an XML document is looked at before a parser sees it: its prolog.

A document type that declares something (entities, that grow without bound or name files) is not
for the formats that are read here, so it is refused rather than tamed.
"""

from __future__ import annotations

import re
from typing import Optional, Tuple

from ...model import Problem

_ASIDE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
# Without `[`: a reference to a well-known DTD, which no parser here fetches.
_PLAIN_TYPE = re.compile(r"<!DOCTYPE\b(?:\"[^\"]*\"|'[^']*'|[^\[\]<>\"'])*>", re.IGNORECASE)
_TYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DECLARES = re.compile(r"<!ENTITY|<!DOCTYPE[^<>]*\[", re.IGNORECASE)
_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^<>]*)>?")


def refuse(text: str) -> Optional[Problem]:
    """Why the XML document `text` must not be parsed, or None."""
    at, declares = _root(text)
    if declares:
        line = text.count("\n", 0, at) + 1
        return Problem(f"line {line}", "declares entities: not read", text[at : at + 200])
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
