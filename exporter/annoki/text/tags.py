"""Tags as people type them, `#name` and `#path/of/names`, and the one that marks a card."""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Tuple

from .fullwidth import folded

_NO_TAG = "\\s#,.;:!?()\\[\\]<>\"'`\u3001\u3002\ufffc"
# What has only digits is the number of an issue.
_TAG = f"#(?![0-9]+(?:[{_NO_TAG}]|$))[^{_NO_TAG}]+"
_EACH = re.compile(_TAG)
_TAGS = re.compile(rf"(?:{_TAG})+")
_LEADING = re.compile(rf"[ \t]*(?:(?:{_TAG})+(?:[ \t]+|$))+")
_PARTS = ".!?:)"
_WORD = re.compile(r"\S+")
_MARKER = re.compile(
    r"#(?:flashcards?|cards?(?:-(?:reverse|spaced))?)((?:/[^/]*)*)", re.IGNORECASE | re.ASCII
)
# A site makes a heading of a line that begins with `#`, and takes the sign away.
_BARE = re.compile(
    r"flashcards?(?:(?:/[^\s/#]+)*[ \t]*(?:#|$)|(?:/[^\s/#]+)+[ \t]+\S)", re.IGNORECASE
)


class Tags(NamedTuple):
    """Tags at one end of a line, from `start` to `end`, one of which marks a card; `names` are what
    the others name, and the marker by its path."""

    start: int
    end: int
    names: Tuple[str, ...]


def marker_in(line: str) -> Optional[Tags]:
    """The marker of a card at either end of `line`, with the tags beside it."""
    bare = _BARE.match(line) is not None
    if not bare and "#" not in line and "\uff03" not in line:
        return None
    text = f"#{line}" if bare else line
    for start, end in ((0, leading_tags(text)), (trailing_tags(text), len(text))):
        names = _named(text[start:end]) if end > start else None
        if names is not None:
            return Tags(max(0, start - bare), end - bare, names)
    return None


def leading_tags(line: str) -> int:
    """Where the tags, and the space behind them, end that `line` begins with; 0 without any."""
    match = _LEADING.match(folded(line))
    return match.end() if match else 0


def trailing_tags(line: str) -> int:
    """Where the tags begin that `line` ends with; its length without any.

    Chinese parts no words, so a tag may follow one, or a mark, without a space.
    """
    text = folded(line)
    start = len(line)
    for word in reversed(list(_WORD.finditer(text)) if "#" in text else []):
        if _TAGS.fullmatch(word.group()):
            start = word.start()
            continue
        before, _, after = word.group().partition("#")
        parts = before and (not before[-1].isascii() or before[-1] in _PARTS)
        if parts and _TAGS.fullmatch(f"#{after}"):
            start = word.start() + len(before)
        break
    return start


def tag_names(tags: str) -> Tuple[str, ...]:
    """What the tags in `tags` name, a marker by its path."""
    return tuple(filter(None, map(name_of, _EACH.findall(folded(tags)))))


def name_of(tag: str) -> str:
    """What `tag` is called in Anki: `#tool/llm` is `tool::llm`, `#flashcards/llm` is `llm`."""
    match = _MARKER.fullmatch(tag)
    return "::".join(filter(None, (match.group(1) if match else tag[1:]).split("/")))


def _named(run: str) -> Optional[Tuple[str, ...]]:
    tags = _EACH.findall(folded(run))
    if not any(map(_MARKER.fullmatch, tags)):
        return None
    return tuple(dict.fromkeys(filter(None, map(name_of, tags))))
