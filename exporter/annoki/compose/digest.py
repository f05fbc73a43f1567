"""A post or link note: asked by its title or its opening, answered by how it goes on.

A learner recalls what it says, not all of its words: its beginning is shown, the rest is folded
away, and of what is longer than a sitting no more than the beginning is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import itemgetter
from typing import List, NamedTuple, Tuple

from ..model import Block, Blocks, Item, Spans
from ..text.spans import cut, is_words, outline, plain, stripped, text_of
from .callouts import inner_quoted
from .prompts import named, opening_of

BEGINNING = 400
"""So many characters of a text are shown, and the block in which they end."""
_ALL = 600
_LITTLE = 150
_MOST = 6000
"""A text as short as the first is shown whole, and one of which no more than the second would be
folded away; of one longer than the third no more is kept than its beginning."""
_LONGEST_BLOCK = 800
"""Longer blocks are parted between sentences, items or lines; a table is never."""
_LINE_OF_CODE = 30
"""So many characters a line of code is worth at least: it takes a line, however short it is."""
_STATEMENT = re.compile(r"\n(?=[^\s)\]}])")

_WORDED = ("prose", "quote", "caption", "heading")
_SENTENCE_END = re.compile(r"[\u3002\uff01\uff1f!?][\u201d\u300d\u300f)\uff09\"]?|\.(?=\s)|\n")
_NOT_LETTERS = re.compile(r"[\W_]+")
# What generators replace by a table of contents.
_CONTENTS = re.compile(r"@?\[{1,2}TOC\]{1,2}|@TOC|\[{1,2}_TOC_\]{1,2}|\{:toc\}", re.IGNORECASE)
_LONGEST_NOTHING, _LONGEST_LIST = 200, 600
_ADDRESS = re.compile(r"https?:\/*(?:[^\s\u3000-\u303f\uff00-\uffef]*)", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:(?=[^:\uff1a]{0,40}(?:\u8bba\u6587|\u4ee3\u7801|\u7f51\u5740|\u51fa\u5904|\u5730\u5740|\u94fe\u63a5|\u53c2\u8003|\u539f\u6587|\u6765\u6e90|\u9879\u76ee|\u5b98\u7f51|\u6587\u6863|\u535a\u5ba2|\u4ed3\u5e93"
    r"|paper|code|links?|source|refer|repo|github|docs?|blog|site|page|url|pdf|arxiv|slides|video|demo))"
    r"[^:\uff1a.!?\u3002\uff01\uff1f]{0,40}[:\uff1a])?[\W_]*",
    re.IGNORECASE,
)
_TAGS = re.compile(r"(?:[#\uff03][^\s#\uff03]+[#\uff03]?\s*)+")
_CUT_OFF = ("...", "\u2026")
_FEWEST_LETTERS = 6


class Digest(NamedTuple):
    """What is asked; what is shown of the answer, and what is folded away, or, of a text that
    `is_cut`, left to its address. `untitled` says that the prompt is the text's own opening."""

    prompt: Blocks
    answer: Blocks = ()
    rest: Blocks = ()
    untitled: bool = False
    is_cut: bool = False


def sides_of(item: Item) -> Digest:
    """The two sides of `item`, a post or memo that is no card."""
    title, body = item.title, inner_quoted(item.body) or item.body
    if not title and body and item.kind == "memo":
        title, body = named(body)
    body = _without_contents(body) or body
    if title or not body:
        made = Digest((Block("prose", title),), _without_title(body, title))
    else:
        opening, rest = opening_of(body)
        made = Digest((Block("prose", opening),), rest, untitled=True)
    if sum(map(_length, made.answer)) <= _ALL:
        return made
    shown, rest = _parted(made.answer)
    if sum(map(_length, rest)) <= _LITTLE:
        return made
    is_long = len(text_of(made.answer)) > _MOST
    # Without an address the rest would be lost.
    return made._replace(answer=shown, rest=rest, is_cut=is_long and bool(item.link))


def beginning(blocks: Blocks, enough: int) -> Blocks:
    """The first of `blocks`, which hold `enough` characters."""
    length, at = 0, 0
    while at < len(blocks) and length < enough:
        length += len(text_of(blocks[at : at + 1]))
        at += 1
    return blocks[:at]


def letters(text: str) -> str:
    """What `text` says, in letters and digits alone."""
    return _NOT_LETTERS.sub("", text.casefold())


def says_nothing(asked: str, text: str) -> bool:
    """Whether `text`, below what is asked, is nothing but tags or signs, or addresses and what they
    are called (`\u8bba\u6587\uff1ahttps://\u2026`), or breaks off when it has hardly begun."""
    words = text.strip()
    if len(words) <= _LONGEST_LIST and _ADDRESS.search(words):
        lines = _ADDRESS.sub("\n", words).split("\n")
        if all(map(_CALLED.fullmatch, map(str.strip, lines))):
            return True
    if len(words) > _LONGEST_NOTHING:
        return False
    if _TAGS.fullmatch(words) or (words and not letters(words)):
        return True
    said, asked = letters(text), letters(asked)
    said = said[len(asked) :] if said.startswith(asked) else said
    return words.endswith(_CUT_OFF) and len(said) < _FEWEST_LETTERS


def _without_contents(body: Blocks) -> Blocks:
    return tuple(
        block
        for block in body
        if block.kind not in _WORDED or not _CONTENTS.fullmatch(plain(block.spans).strip())
    )


def _without_title(body: Blocks, title: Spans) -> Blocks:
    """`body` without the heading or line that repeats the title, if more follows it."""
    is_worded = len(body) > 1 and body[0].kind in ("heading", "prose")
    repeats = is_worded and letters(text_of(body[:1])) == letters(plain(title))
    return body[1:] if repeats else body


def _parted(blocks: Blocks) -> Tuple[Blocks, Blocks]:
    """(`BEGINNING` characters, and the block in which they end; what is below)."""
    shown: List[Block] = []
    length = 0
    for at, block in enumerate(blocks):
        long = _length(block)
        first, more = _begun(block, long, BEGINNING - length)
        shown.append(first)
        length += long
        if length >= BEGINNING:
            rest = [*more, *blocks[at + 1 :]]
            while len(shown) > 1 and shown[-1].kind == "heading":
                rest.insert(0, shown.pop())
            return tuple(shown), tuple(rest)
    return tuple(shown), ()


def _length(block: Block) -> int:
    """How much of a side `block` takes, in characters."""
    if block.kind == "code":
        return sum(max(len(line), _LINE_OF_CODE) for line in block.code.split("\n"))
    return len(text_of([block]))


def _begun(block: Block, length: int, enough: int) -> Tuple[Block, Blocks]:
    """(`block` up to where `enough` of its characters are reached, the rest) if it is long."""
    if block.kind == "table" or length <= _LONGEST_BLOCK:
        return block, ()
    enough = max(enough, BEGINNING // 2)
    if block.kind == "code":
        return _code_begun(block, enough)
    if block.rows:
        return _rows_begun(block, enough)
    left, right = map(stripped, _halves(block.spans, enough))
    if not left or not right:
        return block, ()
    return block._replace(spans=left), (block._replace(spans=right),)


def _code_begun(block: Block, enough: int) -> Tuple[Block, Blocks]:
    """`block` parted where a statement begins at the margin, or, if none does soon, at a line."""
    code, at, length = block.code, 0, 0
    while length < enough:
        end = code.find("\n", at) + 1
        if not end:
            return block, ()
        length += max(end - 1 - at, _LINE_OF_CODE)
        at = end
    begins = _STATEMENT.search(code, at - 1, at + BEGINNING)
    end = begins.end() if begins else at
    if not code[end:].strip():
        return block, ()
    first, rest = code[:end].rstrip(), code[end:]
    if not first:
        return block, ()
    return block._replace(code=first), (block._replace(code=rest),)


def _rows_begun(block: Block, enough: int) -> Tuple[Block, Blocks]:
    least = min(row.level for row in block.rows)
    length = counted = 0
    for at, row in enumerate(block.rows):
        if length >= enough and row.level == least:
            first = block._replace(rows=block.rows[:at])
            start = block.start + counted if block.kind == "numbers" else block.start
            return first, (block._replace(rows=block.rows[at:], start=start),)
        length += sum(len(plain(cell)) for cell in row.cells)
        counted += row.level == least
    return block, ()


def _halves(spans: Spans, enough: int) -> Tuple[Spans, Spans]:
    """`spans` parted where the sentence ends in which `enough` characters are reached; else after a
    word. What is no words is not parted."""
    ends = list(accumulate(map(len, map(itemgetter(0), spans))))
    first = bisect_right(ends, enough)
    last = bisect_right(ends, enough + _LONGEST_BLOCK)
    begins = ends[first - 1] if first else 0
    text = outline(spans[first : last + 1])
    at = max(0, enough - begins)
    match = _SENTENCE_END.search(text, at)
    space = text.find(" ", at, at + BEGINNING)
    end = begins + (match.end() if match else space + 1 if space >= 0 else at)
    torn = bisect_left(ends, end)
    span = spans[torn]
    if ends[torn] == end or not is_words(span):
        return spans[: torn + 1], spans[torn + 1 :]
    inside = end - (ends[torn - 1] if torn else 0)
    left, right = cut((span,), 0, inside), cut((span,), inside, len(span.text))
    return (*spans[:torn], *left), (*right, *spans[torn + 1 :])
