"""Readers: one module per shape of input. Each is pure: text in, `Item`s and `Problem`s out."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, Callable, Iterator, Mapping, NamedTuple, Optional, Tuple

from ..errors import UnknownFormatError, UsageError
from ..model import Document, Found

_MARKUP = {
    "hypothesis-page-html": "hypothesis.page_html",
    "search-xml": "blog.search_xml",
    "feed": "blog.feed",
    "blog-html": "blog.page_html",
}
_JSON = {"hypothesis-json": "hypothesis.rows", "memos-json": "memos.records"}
_TEXT = {
    "hypothesis-csv": "hypothesis.export_csv",
    "hypothesis-txt": "hypothesis.export_txt",
    "hypothesis-page-text": "hypothesis.page_text",
    "weekly-text": "memos.weekly_text",
    "blog-text": "blog.page_text",
}
# What is in every document of a format, so that its module need not be loaded for the others.
_SIGNS: Mapping[str, Callable[[str], object]] = {
    "hypothesis-csv": re.compile(r"[\ufeff\n]*[^\n]{0,1000}?quote", re.I).match,
    "hypothesis-txt": lambda text: "Comment:" in text,
}
# Format → module, in the order of how telling their shapes are. A module is loaded when its turn
# comes, since most runs read one format.
_MODULES = {**_MARKUP, **_JSON, **_TEXT}
FORMATS: Tuple[str, ...] = tuple(_MODULES)


_PAGE = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype|html|head|body|\?xml)\b", re.I | re.S)


class Reading(NamedTuple):
    """A document's format, how many items it says it has, and what is found in it, read lazily."""

    format: str
    declared: Optional[int]
    found: Iterator[Found]


def read(document: Document, format: str = "") -> Reading:
    """Read `document` as `format`, or as what its content shows it to be.

    Raises UsageError for an unknown format name, UnknownFormatError for an unknown document.
    """
    if format and format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")
    for name in (format,) if format else _candidates(document.text):
        reader = _reader(name)
        if format or reader.detect(document.text):
            return Reading(name, reader.declared(document.text), reader.read(document))
    raise UnknownFormatError(
        f"{document.name}: no format recognised; name one with --format ({', '.join(FORMATS)})"
    )


def _candidates(text: str) -> Iterator[str]:
    """The formats that a document may have by its beginning."""
    if _PAGE.match(text):
        yield from _MARKUP
        return
    first = text[:1000].lstrip()[:1]
    if first == "<":
        yield from _MARKUP
    elif first in ("{", "["):
        yield from _JSON
    yield from (name for name in _TEXT if name not in _SIGNS or _SIGNS[name](text))


def _reader(name: str) -> Any:
    return import_module(f".{_MODULES[name]}", __name__)
