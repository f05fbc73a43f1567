"""What text from outside must not hold."""

from __future__ import annotations

import re

# Everything below U+0020 but tab and line feed. U+001F separates the fields of an Anki note.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can spell and nothing can encode."""
# Private-use characters where fonts of icons begin. Those above stay: text copied from PDF has
# Greek letters and brackets of its fonts there, and items are known by their text.
_ICONS = re.compile("[\ue000-\ue0ff]")
_UNSOUND = re.compile("|".join(one.pattern for one in (CONTROL, HALVES, _ICONS)))

_PIECE = 1_000_000

_NO_NAME = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def can_name(text: str) -> bool:
    """Whether `text` may name something that is stored or asked for: it has one line, and neither
    control characters nor halves of characters, which nothing can encode."""
    return not _NO_NAME.search(text)


def cleaned(text: str) -> str:
    """`text` with `\\n` line ends, without control characters, halves of characters and icons.

    A stray form feed or escape is what PDF and terminal copies leave; it never means anything.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # In pieces: other threads stand still while one search goes on.
    if any(_UNSOUND.search(text, at, at + _PIECE) for at in range(0, len(text), _PIECE)):
        text = without_icons(HALVES.sub("\ufffd", CONTROL.sub(" ", text)))
    return text


def without_icons(text: str) -> str:
    """`text` without what only a page's own font of icons can show."""
    return text if text.isascii() else _ICONS.sub("", text)
