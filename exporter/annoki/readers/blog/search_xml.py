"""The search index of a Hexo blog (`search.xml`, by hexo-generator-search and -searchdb): all its
posts, whole; rendered, or as text without tags.

    <search><entry><title/><url/><content type="html"/><categories/><tags><tag/></tags></entry>…
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Iterator, Optional, Tuple
from urllib.parse import unquote

from ...model import Document, Face, Found, Item, Problem, Skipped
from ...text.urls import absolute, bare, host_of, single_rooted
from ..markdown.flattened import spans_of
from ..records import as_line, as_lines, as_text
from .days import day_by_address
from .shown import left_out
from .xml import broken_at, posts, refuse, root_of, stream_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "search-xml"

_ESCAPED = re.compile("%2f|https?%3a", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z]")
_HOST = re.compile(r"<url>(?:\s*<!\[CDATA\[)?\s*(https?://[^/<\]\s]{1,300})")


def detect(text: str) -> bool:
    """Whether the root element is `search`."""
    return root_of(text)[0] == "search"


def declared(text: str) -> Optional[int]:
    """An index does not say how many posts it holds."""
    return None


def about(text: str) -> str:
    """The blog's host, where the index tells it."""
    found = _HOST.search(text)
    return bare(found.group(1)) if found else ""


def read(document: Document) -> Iterator[Found]:
    """The posts in the order printed. What stands before a broken place is read."""
    refused = refuse(document.text)
    if refused:
        yield refused
        return
    yield from posts(_entries(document.text), partial(_post, blog=document.url))


def _entries(text: str) -> Iterator[Element | Problem]:
    from xml.etree.ElementTree import ParseError, XMLParser, iterparse

    # The text declares no entity (`refuse`), and this parser fetches none.
    parser = XMLParser(encoding="utf-8")
    try:
        for _, element in iterparse(stream_of(text), events=("end",), parser=parser):
            if element.tag == "entry":
                yield element
                element.clear()  # who asks for the next one is done with it
    except ParseError as error:
        yield broken_at(text, error.position[0], f"breaks off here: {str(error).partition(':')[0]}")


def _post(entry: Element, where: str, n: int, blog: str) -> Found:
    from ..html.walk import blocks_of_html

    title, url, content = (_text(entry, name) for name in ("title", "url", "content"))
    address = entry.find("link")
    url = url or (address.get("href", "") if address is not None else "")
    url = as_line(url)
    # Old generators escape a whole path, slashes too, for a script to read.
    url = single_rooted(unquote(url) if _ESCAPED.match(url) else url)
    link = absolute(url, blog)
    body = blocks_of_html(content, base=link or blog) if content.strip() else ()
    if why := left_out(as_line(title), body, content):
        return Skipped(where, why, url)
    return Item(
        "post",
        "blog",
        where,
        n,
        body=body,
        title=spans_of(as_line(title)),
        captured=day_by_address("", f"/{url}"),
        host=host_of(link),
        # It tells no host, but the path is the post's, wherever the blog is.
        source_ids=(link or f"/{url.lstrip('/')}",) if url else (),
        link=link,
        tags=_names(entry, "tag") or _names(entry, "category"),
        face=(Face.PAGE if _TAG.search(content) else Face.STRIPPED) if body else Face.TEXT,
    )


def _text(entry: Element, name: str) -> str:
    element = entry.find(name)
    return as_text("".join(element.itertext())) if element is not None else ""


def _names(entry: Element, name: str) -> Tuple[str, ...]:
    return as_lines(["".join(element.itertext()) for element in entry.iter(name)])
