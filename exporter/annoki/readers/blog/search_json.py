"""The search index of a blog as JSON (docs/formats.md): a list of posts, or an object that holds
one as `posts` or `items`. Each generator names the members as it likes.

| who writes it | address | text |
|---|---|---|
| hexo-generator-search | `url` | `content` |
| hexo-generator-json-content | `permalink`, `path` | `content` or `text`; else `excerpt` |
| themes of Hugo | `permalink`, `uri`, `href`, `relpermalink` | `content(s)`; else `summary` |
| Jekyll | `url` | `content`; else `excerpt` |
| JSON Feed (its list is `items`) | `url` | `content_html` or `content_text`; else `summary` |

LoveIt and those after it list a post by its sections: rows one after the other, of one address and
title.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from ...contained import contained
from ...model import Document, Found, Item, Problem
from ...text.urls import bare
from ...words import message
from ..records import as_line, as_lines, as_text, rows_of
from .indexed import Indexed, found_of
from .midnights import are_midnights, day_told
from .stripped import loses_signs

NAME = "search-json"

_LISTS = ("posts", "items")
_ADDRESSES = ("permalink", "url", "uri", "relpermalink", "href", "link", "path")
_TEXTS = ("content", "contents", "text", "body", "content_html", "content_text")
_PARTS, _DATES = ("excerpt", "summary", "description"), ("date", "date_published")
_START = re.compile(r"\ufeff?\s*[\[{]")
_TITLE = re.compile(r'(?<!\\)"title"\s*:\s*"')
_ADDRESS = re.compile(rf'(?<!\\)"(?:{"|".join(_ADDRESSES)})"\s*:\s*"')
_SAID = re.compile(rf'(?<!\\)"(?:{"|".join((*_TEXTS, *_PARTS))})"\s*:\s*"')
_HOST = re.compile(r'(?<!\\)"(?:permalink|url|link)"\s*:\s*"(https?://[^/"\\\s]{1,300})')


def detect(text: str) -> bool:
    """Whether `text` is JSON whose members are those of posts."""
    signs = (_TITLE, _ADDRESS, _SAID)
    return bool(_START.match(text)) and all(sign.search(text) for sign in signs)


def declared(text: str) -> Optional[int]:
    """An index does not say how many posts it holds."""
    return None


def about(text: str) -> str:
    """The blog's host, where the index tells it."""
    found = _HOST.search(text)
    return bare(found.group(1)) if found else ""


def read(document: Document) -> Iterator[Found]:
    """The posts in the order printed. What stands before a broken place is read."""
    rows = rows_of(document.text, _LISTS)
    n = 0
    known = [row for row in rows.rows if isinstance(row, dict)]
    titles = [as_line(row.get("title")) for row in known]
    midnights = are_midnights([as_line(_first(row, _DATES)) for row in known], titles)
    loses = loses_signs(_first(row, (*_TEXTS, *_PARTS)) for row in known)
    for at, sections in _posts(rows.rows):
        where = message("places.entry", n=at)
        post = partial(_post, sections, where, n + 1, document.url, midnights, loses)
        found = contained("reading", where, post)
        n += isinstance(found, Item)
        yield found
    if rows.problem:
        yield rows.problem


def _posts(rows: Sequence[object]) -> Iterator[Tuple[int, List[object]]]:
    """The rows of each post, which are its sections, and the number of the first."""
    first, sections = 1, list(rows[:1])
    for at, row in enumerate(rows[1:], 2):
        if _goes_on(sections[0], row):
            sections.append(row)
        else:
            yield first, sections
            first, sections = at, [row]
    if sections:
        yield first, sections


def _goes_on(first: object, row: object) -> bool:
    """Whether `row` is of the post that `first` begins."""
    if not isinstance(first, dict) or not isinstance(row, dict):
        return False
    address, title = _address(first), as_line(first.get("title"))
    if not (address and title and _first(first, _TEXTS) and _first(row, _TEXTS)):
        return False
    return (address, title) == (_address(row), as_line(row.get("title")))


def _address(row: Dict[str, object]) -> str:
    return as_line(_first(row, _ADDRESSES)).partition("#")[0]


def _post(
    sections: Sequence[object], where: str, n: int, blog: str, midnights: bool, loses: bool
) -> Found:
    row = sections[0]
    if not isinstance(row, dict):
        return Problem(where, message("readers.not_a_post"), as_line(row))
    texts = [_first(one, _TEXTS) for one in sections if isinstance(one, dict)]
    post = Indexed(
        as_line(row.get("title")),
        as_line(_first(row, _ADDRESSES)),
        tuple(dict.fromkeys(texts)),
        _first(row, _PARTS),
        _names(row, "tags", "tag") or _names(row, "categories", "category"),
        day_told(as_line(_first(row, _DATES)), midnights),
        loses_signs=loses,
    )
    if not (post.title or post.url or post.content or post.part):
        return Problem(where, message("readers.empty_post"), str(row)[:200])
    return found_of(post, where, n, blog)


def _first(row: Dict[str, object], members: Tuple[str, ...]) -> str:
    said = (as_text(row.get(member)) for member in members)
    return next((one for one in said if one.strip()), "")


def _names(row: Dict[str, object], *members: str) -> Tuple[str, ...]:
    """Names in a list, as text or in objects, or parted by commas."""
    for member in members:
        value = row.get(member)
        values = value if isinstance(value, list) else as_text(value).split(",")
        names = [one.get("name") if isinstance(one, dict) else one for one in values]
        if any(map(as_line, names)):
            return as_lines(names)
    return ()
