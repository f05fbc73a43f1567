"""Links and pictures in Markdown, `[words](address "title")`: where they end."""

from __future__ import annotations

import re
from typing import NamedTuple, Optional

_DEEPEST = 20
"""So many brackets may be open in a link: each that opens is looked for no farther, so that a text
of nothing but brackets costs no more than its length."""

_SQUARE = re.compile(r"[\[\]]")
_INSIDE = re.compile(r"[()\"']")
_ENCLOSED = re.compile(r"\(\s*<([^<>]*)>\s*(?:'([^']*)'\s*|\"([^\"]*)\"\s*)?\)")
_OPENING = re.compile(r"\(\s*")
_TITLES = {
    quote: re.compile(rf"{quote}(.{{0,1000}}?){quote} {{0,9}}\)", re.DOTALL) for quote in "'\""
}
_SPACE = re.compile(r"\s")


class Link(NamedTuple):
    """Words, address and title (None without one) as they stand in a text, and where it ends."""

    words: str
    address: str
    title: Optional[str]
    end: int


def link_at(text: str, at: int) -> Optional[Link]:
    """The link in `text` whose words begin at `at`, behind their bracket."""
    end = _words_end(text, at)
    if end < 0 or text[end + 1 : end + 2] != "(":
        return None
    words = text[at:end]
    enclosed = _ENCLOSED.match(text, end + 1)
    if enclosed:
        address, single, double = enclosed.groups()
        return Link(words, address.strip(), _title(single or double), enclosed.end())
    opening = _OPENING.match(text, end + 1)
    assert opening, "the bracket that was seen above"
    return _plain(text, words, opening.end())


def _words_end(text: str, at: int) -> int:
    depth = 0
    for bracket in _SQUARE.finditer(text, at):
        depth += 1 if bracket.group() == "[" else -1
        if depth < 0:
            return bracket.start()
        if depth > _DEEPEST:
            break
    return -1


def _plain(text: str, words: str, start: int) -> Optional[Link]:
    """A link whose address, without angle brackets, begins at `start`: it goes on to the bracket
    that closes, or to a title before that."""
    depth = 0
    seen = ""
    for sign in _INSIDE.finditer(text, start):
        here = sign.group()
        if here in _TITLES:
            title = _TITLES[here].match(text, sign.start()) if here not in seen else None
            if title:
                address = text[start : sign.start()].strip()
                return Link(words, address, _title(title.group(1)), title.end())
            seen += here
            continue
        depth += 1 if here == "(" else -1
        if depth < 0:
            return Link(words, text[start : sign.start()].strip(), None, sign.end())
        if depth > _DEEPEST:
            break
    return None


def _title(text: Optional[str]) -> Optional[str]:
    return None if text is None else _SPACE.sub(" ", text.strip())
