"""A blog's home page, as text (docs/formats.md).

Titled: a post is a title line and body lines, the last of which ends in ` ...`. Untitled: one post
a line, ending in `...`, below lines of furniture.
"""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import Callable, Iterator, List, NamedTuple, Optional, Sequence, Set

from ...contained import contained
from ...model import Block, Blocks, Document, Found, Item, Skipped
from ...text.code import is_gutter_code
from ...words import message
from ..markdown.flattened import spans_of
from ..printed import lines_of, paragraph

NAME = "blog-text"

_ELLIPSIS = re.compile(r"(?:\.\.\.|…)$")
_EXCERPT_END = re.compile(r"\S\s+(?:\.\.\.|…)$")
_FURNITURE_LENGTH = 60
_POST_LENGTH = 60
# A theme cuts every long excerpt at one number of characters; white space and tables, which a
# converter prints otherwise, spread the printed lengths, by as much as the others' lengths show.
_SLACK = 2


class _Line(NamedTuple):
    number: int
    text: str


def detect(text: str) -> bool:
    """Whether `text` is a run of excerpts that end in an ellipsis."""
    lines = _lines(text)
    if not lines:
        return False
    if _is_untitled(lines):
        return True
    chunks, tail = _chunks(lines)
    long = [chunk for chunk in chunks if sum(len(line.text) for line in chunk[1:]) >= _POST_LENGTH]
    return len(long) * 2 > len(chunks) and (len(long) > 1 or not tail)


def is_ended(text: str) -> bool:
    """An excerpt that says that it was cut is all that is printed of its post."""
    lines = _lines(text)
    return bool(lines) and bool(
        (_ELLIPSIS if _is_untitled(lines) else _EXCERPT_END).search(lines[-1].text)
    )


def declared(text: str) -> Optional[int]:
    """A home page does not say how many posts there are."""
    return None


def read(document: Document) -> Iterator[Found]:
    """The posts in the order printed (newest first)."""
    lines = _lines(document.text)
    yield from (_untitled(lines) if _is_untitled(lines) else _titled(lines))


def _lines(text: str) -> List[_Line]:
    return [_Line(number, line.strip()) for number, line in lines_of(text) if line.strip()]


def _furniture(lines: Sequence[_Line]) -> Set[str]:
    """The page's own lines above its first post; they return where pages were joined."""
    above = takewhile(lambda line: not _ELLIPSIS.search(line.text), lines)
    texts = [line.text for line in above]
    return set(texts) if all(len(text) < _FURNITURE_LENGTH for text in texts) else set()


def _is_untitled(lines: Sequence[_Line]) -> bool:
    furniture = _furniture(lines)
    posts = [line.text for line in lines if line.text not in furniture]
    ended = sum(bool(_ELLIPSIS.search(text)) for text in posts)
    # With titles at most every second line can end a post.
    return ended > 0.55 * len(posts) and max(map(len, posts)) >= _POST_LENGTH


def _untitled(lines: Sequence[_Line]) -> Iterator[Found]:
    furniture = _furniture(lines)
    n = 0
    for line in lines:
        where = message("places.line", n=line.number)
        if line.text in furniture:
            continue
        if not _ELLIPSIS.sub("", line.text):
            yield Skipped(where, message("readers.ellipsis"), line.text)
            continue
        found = _post(where, n + 1, "", [line], _paragraphs)
        n += isinstance(found, Item)
        yield found


def _titled(lines: Sequence[_Line]) -> Iterator[Found]:
    chunks, tail = _chunks(lines)
    lengths = [_length(chunk[1:]) for chunk in chunks]
    ordered = sorted(lengths)
    posts: List[List[_Line]] = []
    for chunk, length in zip(chunks, lengths):
        if len(chunks) < 3:
            posts.append(chunk)
            continue
        # Of the others the shortest and the longest.
        shortest, longest = ordered[length == ordered[0]], ordered[-1 - (length == ordered[-1])]
        posts += _parted(chunk, shortest, longest)
    if len(tail) > 1:
        posts.append(tail)
    n = 0
    for title, *body in posts:
        where = message("places.line", n=title.number)
        found = _post(where, n + 1, title.text, body, _body)
        n += isinstance(found, Item)
        yield found
    if len(tail) == 1:
        # The page's own last line, or a title that the file breaks off in or behind.
        why = message("readers.title_above_nothing")
        yield Skipped(message("places.line", n=tail[0].number), why, tail[0].text)


def _post(
    where: str,
    n: int,
    title: str,
    lines: Sequence[_Line],
    body: Callable[[Sequence[_Line]], Blocks],
) -> Found:
    def made() -> Item:
        return Item("post", "blog", where, n, body=body(lines), title=spans_of(title))

    return contained("reading", where, made, "\n".join([title, *(line.text for line in lines)]))


def _chunks(lines: Sequence[_Line]) -> tuple[List[List[_Line]], List[_Line]]:
    """Runs of lines up to an ellipsis that ends an excerpt, and what is left at the end."""
    chunks: List[List[_Line]] = []
    chunk: List[_Line] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) > 1 and _EXCERPT_END.search(line.text):
            chunks.append(chunk)
            chunk = []
    return chunks, chunk


def _length(lines: Sequence[_Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def _parted(chunk: List[_Line], shortest: int, longest: int) -> List[List[_Line]]:
    """A chunk that is too long begins with a short post, printed whole and without an ellipsis.

    The title of the second is where what is left has the length that the theme cuts at. Where no
    line, or more than one, fits, nothing is certain and the chunk stays one post.
    """
    if _length(chunk[1:]) <= longest + _SLACK:
        return [chunk]
    upto = [0, *accumulate(len(line.text) + 1 for line in chunk)]
    fits = [
        at
        for at in range(2, len(chunk) - 1)
        if shortest - _SLACK <= upto[-1] - upto[at + 1] <= longest + _SLACK
    ]
    return [chunk[: fits[0]], chunk[fits[0] :]] if len(fits) == 1 else [chunk]


def _paragraphs(lines: Sequence[_Line]) -> Blocks:
    return tuple(paragraph(line.text) for line in lines)


def _body(lines: Sequence[_Line]) -> Blocks:
    return tuple(
        Block("code", code=line.text) if is_gutter_code(line.text) else paragraph(line.text)
        for line in lines
    )
