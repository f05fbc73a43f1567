"""The search index of a Hexo blog (`search.xml`, by hexo-generator-search and -searchdb): all its
posts, whole and rendered.

    <search><entry><title/><url/><content type="html"/><categories/><tags><tag/></tags></entry>…
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Iterator, Optional, Tuple

from ...model import Document, Face, Found, Item, Problem, Skipped
from ...text.urls import absolute, host_of
from ..markdown.flattened import spans_of
from ..records import as_line, as_lines, as_text
from .xml_prolog import refuse, root_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "search-xml"


def detect(text: str) -> bool:
    """Whether the root element is `search`."""
    return root_of(text)[0] == "search"


def declared(text: str) -> Optional[int]:
    """An index does not say how many posts it holds."""
    return None


def read(document: Document) -> Iterator[Found]:
    """The posts in the order printed. What stands before a broken place is read."""
    refused = refuse(document.text)
    if refused:
        yield refused
        return
    n = 0
    for at, entry in enumerate(_entries(document.text), 1):
        if isinstance(entry, Problem):
            yield entry
            continue
        found = _post(entry, f"entry {at}", n + 1, document.url)
        n += isinstance(found, Item)
        yield found
        entry.clear()


def _entries(text: str) -> Iterator[Element | Problem]:
    from xml.etree.ElementTree import ParseError, XMLParser, iterparse

    # The text is decoded already, whatever encoding its first line names. It declares no entity
    # (`refuse`), and this parser fetches none.
    parser = XMLParser(encoding="utf-8")
    source = io.BytesIO(text.lstrip("\ufeff").lstrip().encode("utf-8", "replace"))
    try:
        for _, element in iterparse(source, events=("end",), parser=parser):
            if element.tag == "entry":
                yield element
    except ParseError as error:
        skipped = text[: len(text) - len(text.lstrip("\ufeff").lstrip())].count("\n")
        line = error.position[0] + skipped
        lines = text.split("\n")
        raw = lines[line - 1][:500] if line <= len(lines) else ""
        yield Problem(f"line {line}", f"breaks off here: {str(error).partition(':')[0]}", raw)


def _post(entry: Element, where: str, n: int, blog: str) -> Found:
    from ..html.walk import blocks_of_html

    title, url, content = (_text(entry, name) for name in ("title", "url", "content"))
    address = entry.find("link")
    url = url or (address.get("href", "") if address is not None else "")
    link = absolute(as_line(url), blog)
    body = blocks_of_html(content, base=link or blog) if content.strip() else ()
    if not as_line(title) and not body:
        return Skipped(where, "neither a title nor text", url)
    return Item(
        "post",
        "blog",
        where,
        n,
        body=body,
        title=spans_of(as_line(title)),
        host=host_of(link),
        source_ids=(link,) if link else (),
        link=link,
        tags=_names(entry, "tag") or _names(entry, "category"),
        face=Face.PAGE,
    )


def _text(entry: Element, name: str) -> str:
    element = entry.find(name)
    return as_text("".join(element.itertext())) if element is not None else ""


def _names(entry: Element, name: str) -> Tuple[str, ...]:
    return as_lines(["".join(element.itertext()) for element in entry.iter(name)])
