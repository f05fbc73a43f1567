"""Readers: one module per shape of input. Each is pure: text in, `Item`s and `Problem`s out."""

from __future__ import annotations

from typing import Iterator, NamedTuple, Optional, Tuple

from ..errors import InputError, UsageError
from ..model import Document, Found
from . import blog_text, hypothesis_text, weekly_text

# In the order of how telling their shapes are.
_READERS = (hypothesis_text, weekly_text, blog_text)
FORMATS: Tuple[str, ...] = tuple(reader.NAME for reader in _READERS)


class Reading(NamedTuple):
    """A document's format, how many items it says it has, and what is found in it, read lazily."""

    format: str
    declared: Optional[int]
    found: Iterator[Found]


def read(document: Document, format: str = "") -> Reading:
    """Read `document` as `format`, or as what its content shows it to be.

    Raises UsageError for an unknown format name, InputError for an unrecognised document.
    """
    if format and format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")
    for reader in _READERS:
        if format == reader.NAME or (not format and reader.detect(document.text)):
            return Reading(reader.NAME, reader.declared(document.text), reader.read(document))
    raise InputError(
        f"{document.name}: no format recognised; name one with --format ({', '.join(FORMATS)})"
    )
