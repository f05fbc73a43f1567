"""Rule `marks` where Markdown left `**` standing, which beside a space or a mark of Chinese is no
mark to it: `** 先排序 **，再查找`.

Its writer meant emphasis where all of them in a text come in pairs, Chinese stands within, and what
is without begins as behind emphasis that was not taken for it: with a mark or an end. Other signs
are a program's (`**options`, `2 ** n`), or hide a name (`张**`).
"""

from __future__ import annotations

import re
from typing import List, Tuple

from ..model import Blocks, Repair, Span, Spans
from ..text.scripts import HAN
from ..text.spans import cut, is_words, pieces, with_pieces

_MARK = "**"
_HAN = re.compile(f"[{HAN}]")
_MARKS = "，。：；、！？,.;:!?)）」』”》】"
_OPENING = "“「『《（(【"
_LONGEST = 200


def may_hold(text: str) -> bool:
    """Whether `with_emphasis` has to look at `text`."""
    return text.count(_MARK) > 1


def with_emphasis(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` in which such marks set what stands between them."""
    repairs: List[Repair] = []
    result = []
    for block in blocks:
        parts = [[one for span in part for one in _set(span, repairs)] for part in pieces(block)]
        result.append(with_pieces(block, [*map(tuple, parts)]))
    return tuple(result), repairs


def _set(span: Span, repairs: List[Repair]) -> Spans:
    parts = span.text.split(_MARK) if is_words(span) and not span.link else []
    inner, outer = parts[1::2], parts[::2]
    if not inner or len(inner) == len(outer) or not all(map(_is_meant, inner)):
        return (span,)
    if not all(map(_are_ends, outer, inner, outer[1:])):
        return (span,)
    result: List[Span] = []
    at = 0
    for n, text in enumerate(parts):
        end = at + len(text)
        if n % 2:
            start = at + len(text) - len(text.lstrip())
            words = cut((span,), start, start + len(text.strip()))
            result += [one._replace(strong=True) for one in words]
            repairs.append(Repair("marks", f"**{text}**", text.strip()))
        elif text:
            result += cut((span,), at, end)
        at = end + len(_MARK)
    return tuple(result)


def _are_ends(before: str, inner: str, after: str) -> bool:
    opens = not before or before[-1].isspace() or before[-1] in _MARKS + _OPENING
    closes = not after or after[0] in _MARKS
    first = not before or not (inner[0].isspace() or after[:1].isspace())
    hugged = first and inner[-1] in _MARKS
    return (opens or inner[0] in _OPENING) and (closes or hugged)


def _is_meant(inner: str) -> bool:
    words = inner.strip()
    is_plain = "*" not in words and "\n" not in words
    return is_plain and len(words) <= _LONGEST and bool(_HAN.search(words))
