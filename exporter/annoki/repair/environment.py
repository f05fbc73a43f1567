"""Rule `formula` where TeX stands in an environment: `a=b\\begin{aligned}a &= b\\end{aligned}a=b`.

A reader takes an environment for a formula wherever it stands, so that two of three faces are left
around it as words. Its rows may be lines of the text.
"""

from __future__ import annotations

from typing import List, Tuple

from ..model import Blocks, Repair, Span, Spans
from ..text.spans import changed, pieces, with_pieces
from .formula import mended_once, triples_with_tex
from .rule import words_in


def tripled_environments(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks`, in which a formula with an environment stands once."""
    repairs: List[Repair] = []
    result = []
    for block in blocks:
        parts = pieces(block)
        if any(_is_bare(span) for part in parts for span in part):
            block = with_pieces(block, [_mended(part, repairs) for part in parts])
        result.append(block)
    return tuple(result), repairs


def _is_bare(span: Span) -> bool:
    return span.kind == "display" and span.text == span.written and "\\begin" in span.text[:6]


def _mended(spans: Spans, repairs: List[Repair]) -> Spans:
    bare = [_is_bare(span) for span in spans]
    if not any(bare):
        return spans
    words = words_in(spans)
    text, at = "", 0
    places: List[Tuple[int, int]] = []
    for span, is_bare in zip(spans, bare):
        end = at + len(span.text)
        if is_bare:
            places.append((at, end))
        text += span.text.replace("\n", " ") if is_bare else words[at:end]
        at = end
    found = [
        mended_once(text, start, end, tex)
        for start, end, tex in triples_with_tex(text)
        if any(start <= first and last <= end for first, last in places)
        and all(
            last <= start or end <= first or start <= first <= last <= end for first, last in places
        )
    ]
    repairs += [one.repair for one in found]
    return changed(spans, [one.change for one in found]) if found else spans
