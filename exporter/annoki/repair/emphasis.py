"""Rule `marks` where Markdown left `**` standing, which beside a space or a mark of Chinese is no
mark to it: `** 先排序 **，再查找`.

Its writer meant emphasis where all of them in a text come in pairs, Chinese stands within, and no
Latin letter or digit touches a pair from outside (`**options`, `2**n`).
"""

from __future__ import annotations

import re
from typing import List, Tuple

from ..model import Blocks, Repair, Span, Spans
from ..text.scripts import HAN
from ..text.spans import cut, is_words, pieces, with_pieces

_MARK = "**"
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[A-Za-z0-9*_/\\]")
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
    touching = [*(after[:1] for after in outer[1:]), *(before[-1:] for before in outer[:-1])]
    if any(map(_WORD.match, touching)):
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


def _is_meant(inner: str) -> bool:
    words = inner.strip()
    return len(words) <= _LONGEST and "\n" not in words and bool(_HAN.search(words))
