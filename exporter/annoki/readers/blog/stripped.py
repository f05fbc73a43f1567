"""Formulas in a text whose tags were taken off, as excerpts and lists for a search have it: what a
renderer had taken for marks is gone without a trace, but where TeX then makes no sense. Some lists
leave out entities as well, and with them `=`, `<`, `>` and `&`."""

from __future__ import annotations

import re
from itertools import chain
from typing import Iterable, Iterator

from ...model import Block, Blocks, Span
from ...text.eaten import without_escapes
from ...text.greek import GREEK
from ...text.scripts import EAST_ASIAN, FORMS
from ...text.spans import cut, is_words, pieces, with_pieces
from ...text.tex_names import tex_names

_GREEK = "|".join((*GREEK, "nabla", "partial"))
_FUSED = re.compile(rf"\\((?:{_GREEK})[a-z]{{1,2}})(?![A-Za-z])")
"""A letter's name with its index run together."""
_LOST = re.compile(
    r"\\(?:sum|prod|bigcup|bigcap|lim|max|min|sup|inf)\{[a-z](?:\s*=[^{}]{0,80})?\}"
    r"|&(?:amp|lt|gt|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});"
)
"""The bounds of a sum without a sign, and entities."""
_MAY_HAVE_LOST = re.compile(
    rf"\\(?:{_GREEK})(?:\d|(?=\\(?:{_GREEK})(?![A-Za-z])))|\)[A-Za-z]|(?<![\\A-Za-z])[A-Za-z]\{{"
)
"""Where a sign may have stood that a renderer took for the other end of a mark."""

_INDEXED = r"(?:[_^](?:\{[^{}]{0,40}\}|\\?\w)){1,4}"
_BESIDE_NUMBER = rf"(?:\\(?:{_GREEK})|(?<![\\A-Za-z])[A-Za-z]){_INDEXED} \d"
_DROPPED = re.compile(_BESIDE_NUMBER)
"""What nobody writes: a number right behind what has an index."""
_DISPLAYED = re.compile(r"\$\$([^$]{1,2000})\$\$")
_FORMULA = re.compile(r"\$([^$]{1,1000})\$")
_RELATION = re.compile(
    r"=|\\(?:leq?|geq?|neq?|sim|simeq|cong|equiv|approx|propto|in|notin|subset|subseteq|to|mapsto"
    r"|leftarrow|rightarrow|Rightarrow|Leftrightarrow|iff|implies|ll|gg|prec|succ|mid)(?![A-Za-z])"
)
_TABLE = re.compile(r"\\begin\{(?:[a-zA-Z]?matrix|array|cases|aligned?|split|alignat)\*?\}")
_BARE = re.compile(
    rf"(?<![^\s{EAST_ASIAN}{FORMS}])[^\s{EAST_ASIAN}{FORMS}]{{0,100}}?"
    rf"(?:\\[A-Za-z]|[_^]\{{)[^\s{EAST_ASIAN}{FORMS}]*"
)
_COMMAND = re.compile(r"\\([A-Za-z]{2,})")
_INDEX = re.compile(r"(?:(?<![A-Za-z0-9}])[A-Za-z]|[0-9)])[_^]\{[^{}]{1,40}\}")
_OF_CODE = re.compile(r"[\"'`/$]|[A-Za-z]:\\|\.[A-Za-z]")
"""What stands in code and addresses, and hardly ever in TeX."""
_TERMS = re.compile(
    rf"(?:\\(?:{_GREEK})|(?<![\\A-Za-z])[A-Za-z]|[\d}})])\s+"
    rf"(?:\\(?:{_GREEK}|begin|frac|sum|prod|int|sqrt|hat|bar|tilde|vec|left|text|math[a-z]+)"
    r"(?![A-Za-z])|[A-Za-z\d(])"
)
_FEWEST = 2


def loses_signs(texts: Iterable[str]) -> bool:
    """Whether a list with `texts` of posts, without tags, has left out what stood as an entity:
    it has none of those signs, and formulas that make no sense, or not one that says what anything
    is equal to."""
    displayed, related, is_dropped = 0, False, False
    for text in texts:
        if "<" in text or ">" in text or "&" in text:
            return False
        for one in _DISPLAYED.finditer(text):
            displayed += 1
            related = related or bool(_RELATION.search(one.group(1)))
        is_dropped = is_dropped or any(
            _has_dropped(one.group(1)) for one in _FORMULA.finditer(text)
        )
    return is_dropped or (displayed >= _FEWEST and not related)


def doubted(blocks: Blocks, loses: bool = False) -> Blocks:
    """`blocks`, whose formulas are damaged where they have lost a sign for certain, and then those
    beside them where one may have stood; `loses`: wherever an entity may have stood. TeX that
    stands in words has lost the marks around it."""
    return tuple(_doubted(_bared(block), loses) for block in blocks)


def _bared(block: Block) -> Block:
    parts = pieces(block)
    if not any(is_words(span) and "{" in span.text for part in parts for span in part):
        return block
    return with_pieces(block, [tuple(chain.from_iterable(map(_bare, part))) for part in parts])


def _bare(span: Span) -> Iterator[Span]:
    commands, _ = tex_names()
    at = 0
    for one in _BARE.finditer(span.text) if is_words(span) else ():
        names = _COMMAND.findall(one.group())
        if _OF_CODE.search(one.group()):
            continue
        known = "{" in one.group() and any(name in commands for name in names)
        if known or (not names and _INDEX.search(one.group())):
            yield from cut((span,), at, one.start())
            yield span._replace(text=one.group(), kind="damaged")
            at = one.end()
    yield from cut((span,), at, len(span.text)) if at else (span,)


def _doubted(block: Block, loses: bool) -> Block:
    parts = pieces(block)
    every = {span.text for part in parts for span in part if _is_formula(span)}
    lost = set(filter(_has_lost, every))
    if lost:
        lost.update(filter(_MAY_HAVE_LOST.search, every))
    if loses:
        dropped = set(filter(_has_dropped, every))
        lost |= dropped | {one for one in every if _may_have_dropped(one, bool(dropped))}
    if not lost:
        return block
    return with_pieces(
        block,
        [
            tuple(
                span._replace(kind="damaged") if span.text in lost and _is_formula(span) else span
                for span in part
            )
            for part in parts
        ],
    )


def _has_lost(tex: str) -> bool:
    if _LOST.search(tex):
        return True
    fused = set(_FUSED.findall(tex))
    return bool(fused) and not fused.issubset(tex_names()[0])


def _has_dropped(tex: str) -> bool:
    """Whether an entity was left out of `tex` for certain; an index that leaves these out takes
    beginnings of commands for escapes, too."""
    return bool(without_escapes(tex)[1] or _DROPPED.search(tex))


def _may_have_dropped(tex: str, for_certain: bool) -> bool:
    """Whether an entity may have stood in `tex`; `for_certain`: one was left out beside it."""
    if _TABLE.search(tex):
        return "&" not in tex
    return bool(_TERMS.search(tex)) and (for_certain or not _RELATION.search(tex))


def _is_formula(span: Span) -> bool:
    return span.kind in ("formula", "display")
