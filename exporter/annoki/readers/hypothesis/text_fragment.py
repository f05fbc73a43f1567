"""Links to a passage in its page: `#:~:text=prefix-,start,end,-suffix`.

The rules are those of https://wicg.github.io/scroll-to-text-fragment/: a browser looks for whole
words, in one block of the page unless start and end are given apart. A link that finds nothing
still opens the page, so each directive is kept as short as will do.
"""

from __future__ import annotations

import re
from typing import List
from urllib.parse import quote

from ...text.scripts import EAST_ASIAN
from ...text.urls import is_web

_WHOLE = 120
"""Up to this many characters a passage is given whole."""
_UNIQUE = 24
"""Below this many characters (a CJK character counts twice) a passage may occur twice in a page."""
_PIECE = 32
"""How many characters of a long passage's start and end are given."""
_AROUND = 16
"""How many characters before and after a short passage are given."""
_SHORTEST = 6

_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f_]")
_WIDE = re.compile(f"[{EAST_ASIAN}]")
# Where a run of Chinese has a sure word boundary: at a space or a stop.
_STOPS = re.compile(
    "[\\s\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u300a\u300b\u201c\u201d]+"
)
_SPACE = re.compile("[\\s\u200b\u2060\ufeff]+")
_DIRECTIVE = ":~:"


def link_to(address: str, passage: str = "", prefix: str = "", suffix: str = "") -> str:
    """`address` with a directive that scrolls to `passage`; empty unless it is http or https.

    `prefix` and `suffix` are the text right before and after, as far as it is known.
    """
    if not is_web(address):
        return ""
    page = quote(address.split(_DIRECTIVE)[0], safe="%/:=&?~#+!$,;'@()*[]").rstrip("#")
    directive = _directive(passage.strip(), prefix[-2 * _PIECE :], suffix[: 2 * _PIECE])
    if not directive:
        return page
    return f"{page}{'' if '#' in page else '#'}{_DIRECTIVE}text={directive}"


def _directive(passage: str, prefix: str, suffix: str) -> str:
    whole = _whole_words(passage, prefix, suffix)
    lines = [line for line in (_spaced(line) for line in whole.split("\n")) if line]
    if not lines:
        return ""
    # A line break in a passage is most often the border of two blocks.
    if len(lines) > 1 or len(lines[0]) > _WHOLE:
        return f"{_encoded(_head(lines[0]))},{_encoded(_tail(lines[-1]))}"
    text = _encoded(lines[0])
    if whole != passage or len(passage) + len(_WIDE.findall(passage)) >= _UNIQUE:
        return text
    before, after = _encoded(_before(prefix)), _encoded(_after(suffix))
    parts: List[str] = [f"{before}-"] if before else []
    return ",".join([*parts, text, *([f"-{after}"] if after else [])])


def _encoded(text: str) -> str:
    """Percent-encoded, `,` and `&` too, and the dash, which marks what is around the passage."""
    return quote(text, safe="").replace("-", "%2D")


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _whole_words(passage: str, prefix: str, suffix: str) -> str:
    """`passage` with the words that the selection cut at its ends completed, or left out where
    what is known around it does not hold them whole."""
    if not passage:
        return passage
    start, end = 0, len(passage)
    before, after = len(prefix), 0
    while before and _WORD.match(prefix[before - 1]):
        before -= 1
    while after < len(suffix) and _WORD.match(suffix[after]):
        after += 1
    opening, closing = prefix[before:], suffix[:after]
    if opening and not before:
        opening = ""
        while start < end and _WORD.match(passage[start]):
            start += 1
    if closing and after == len(suffix):
        closing = ""
        while end > start and _WORD.match(passage[end - 1]):
            end -= 1
    if start == end:
        return passage
    opening = opening if _WORD.match(passage[start]) else ""
    closing = closing if _WORD.match(passage[end - 1]) else ""
    return opening + passage[start:end] + closing


def _head(line: str) -> str:
    """The first words of `line`, up to a sure word boundary where there is one."""
    if len(line) <= _PIECE:
        return line
    ends = [match.start() for match in _STOPS.finditer(line[:_WHOLE])]
    near = [end for end in ends if _SHORTEST <= end <= _PIECE]
    far = [end for end in ends if end > _PIECE]
    return line[: near[-1] if near else far[0] if far else _PIECE]


def _tail(line: str) -> str:
    """The last words of `line`, as `_head`."""
    if len(line) <= _PIECE:
        return line
    last = line[-_WHOLE:]
    starts = [len(last) - match.end() for match in _STOPS.finditer(last)]
    near = [length for length in starts if _SHORTEST <= length <= _PIECE]
    far = [length for length in starts if length > _PIECE]
    return last[-(near[0] if near else far[-1] if far else _PIECE) :]


def _before(prefix: str) -> str:
    """The last whole words of `prefix`, of its last line; the first may be cut, so it is not
    among them."""
    line = prefix.rstrip().rpartition("\n")[2]
    starts = [match.end() for match in _STOPS.finditer(line)]
    fits = [start for start in starts if len(line) - start <= _AROUND]
    return line[fits[0] :] if fits else ""


def _after(suffix: str) -> str:
    """The first whole words of `suffix`, as `_before`."""
    line = suffix.lstrip().partition("\n")[0]
    ends = [match.start() for match in _STOPS.finditer(line) if match.start() <= _AROUND]
    return line[: ends[-1]] if ends else ""
