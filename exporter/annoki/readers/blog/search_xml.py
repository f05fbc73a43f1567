"""The search index of a Hexo blog (`search.xml`, by hexo-generator-search and -searchdb): all its
posts, whole; rendered, or as text without tags.

    <search><entry><title/><url/><content type="html"/><categories/><tags><tag/></tags></entry>…
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Iterator, Optional, Tuple

from ...model import Document, Found, Problem
from ...text.urls import bare
from ...words import message
from ..records import as_line, as_lines, as_text
from .indexed import Indexed, found_of
from .xml import broken_at, posts, refuse, root_of, stream_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "search-xml"

_PARTS = ("excerpt", "summary", "description")
"""Where some templates of users say something of a post that has no more."""
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
        what = message("readers.breaks_off_as", what=str(error).partition(":")[0])
        yield broken_at(text, error.position[0], what)


def _post(entry: Element, where: str, n: int, blog: str) -> Found:
    title, url, content = (_text(entry, name) for name in ("title", "url", "content"))
    part = next(filter(str.strip, (_text(entry, name) for name in _PARTS)), "")
    address = entry.find("link")
    url = url or (address.get("href", "") if address is not None else "")
    tags = _names(entry, "tag") or _names(entry, "category")
    return found_of(Indexed(as_line(title), as_line(url), (content,), part, tags), where, n, blog)


def _text(entry: Element, name: str) -> str:
    element = entry.find(name)
    return as_text("".join(element.itertext())) if element is not None else ""


def _names(entry: Element, name: str) -> Tuple[str, ...]:
    return as_lines(["".join(element.itertext()) for element in entry.iter(name)])
