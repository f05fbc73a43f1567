"""Hypothes.is activity page, saved as HTML.

Everything is found by its class: the elements changed in 2025. Notes are rendered HTML already and
are never read as Markdown again.
"""

from __future__ import annotations

import html
import re
from functools import partial
from typing import Iterator, NamedTuple, Optional

from bs4.element import Tag

from ...contained import contained
from ...model import Document, Face, Found, Item, Kind, Problem, Skipped
from ...text.dates import day_of, month_of
from ...text.urls import IN_CONTEXT, absolute, host_of, unproxied
from ...words import message
from ..html.tree import (
    Whole,
    attribute,
    by_class,
    classes,
    collapsed_text,
    elements,
    find_class,
    is_page,
    page_of,
)
from ..html.walk import blocks_of_element
from ..markdown.bookkeeping import unkept
from ..records import passage_of
from .fenced import unfold
from .paging import cut_short

NAME = "hypothesis-page-html"

_CARD = "annotation-card"
_SHAPE = re.compile(r"\bannotation-card__(?:timestamp|quote|text)\b|\bsearch-results__total\b")
_TOTAL = re.compile(r"\bsearch-results__total\b[^>]{0,200}>\s*(?:<[^>]{0,200}>\s*)?([\d,.\s]+)")
_WHOSE = re.compile(
    r'<form\b[^>]{0,200}?\baction="https?://hypothes\.is/((?:users|groups|search)\b[^"?#]{0,200})'
    r'[^"]{0,500}"[^>]{0,200}>\s*<input\b[^>]{0,200}?\bname="q"[^>]{0,200}?\bvalue="([^"]{0,2000})"'
)
_ID = re.compile(r"/a/([\w-]{1,64})/?(?:[?#]|$)")
_HIDDEN = re.compile(r"hidden|moderated|censored|denied", re.IGNORECASE)
_SITE = "https://hypothes.is/"
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)+(?::\d+)?$")
_UNTITLED = "Untitled document"


class _Bucket(NamedTuple):
    """What a document's cards share."""

    host: str = ""
    title: str = ""
    uri: str = ""


def detect(text: str) -> bool:
    """Whether `text` is HTML with annotation cards."""
    return is_page(text) and bool(_SHAPE.search(text))


def declared(text: str) -> Optional[int]:
    """How many annotations the page says it matches; the page holds 200 of them at most."""
    match = _TOTAL.search(text)
    digits = re.sub(r"\D", "", match.group(1)) if match else ""
    return int(digits) if 0 < len(digits) < 10 else None


def about(text: str) -> str:
    """Whose or which group's activity it is, and what was searched for in it."""
    whose = _WHOSE.search(text)
    return "\n".join(map(html.unescape, whose.groups())) if whose else ""


def read(document: Document) -> Iterator[Found]:
    """The annotations in the order printed (newest first)."""
    with page_of(document.text) as page:
        yield from _cards(page, document)


def _cards(page: Whole, document: Document) -> Iterator[Found]:
    month, bucket = "", _Bucket()
    n = count = 0
    for element in find_class(page.root, "search-result__timeframe", "search-result-bucket", _CARD):
        names = classes(element)
        if _CARD in names:
            if page.breaks_off_in(element):
                break
            count += 1
            where = message("places.annotation", n=count)
            card = partial(_card, element, bucket, month, where, n + 1)
            found = contained("reading", where, card)
            n += isinstance(found, Item)
            yield found
        elif "search-result-bucket" in names:
            where = message("places.page_of", n=count + 1)
            named = contained("reading", where, partial(_bucket, element))
            if isinstance(named, Problem):
                yield named
            bucket = _Bucket() if isinstance(named, Problem) else named
        else:
            month, bucket = month_of(collapsed_text(element)), _Bucket()
    said = declared(document.text)
    if page.broken:
        last = collapsed_text(page.broken[-1])
        what = message("readers.page_breaks_annotations", n=count)
        yield Problem(message("places.end"), what, last)
    elif not count and said != 0:
        element_of = message("readers.element", name=_CARD)
        what = message("readers.no_annotations", what=element_of)
        yield Problem(message("places.page"), what)
    else:
        yield from filter(None, [cut_short(said, count)])


def _bucket(element: Tag) -> _Bucket:
    found = by_class(element, "search-")
    domain, title, url = (
        (collapsed_text(next(iter(found.get(name, ())), None)))
        for name in (
            "search-result-bucket__domain-text",
            "search-result-bucket__title",
            "search-bucket-stats__url",
        )
    )
    links = [
        link for one in found.get("search-bucket-stats__url", ()) for link in elements(one, "a")
    ]
    uri = unproxied(attribute(links[0], "href")) if links else ""
    if _bare(title) in ("", _bare(url), _bare(uri), _bare(domain)) or title == _UNTITLED:
        title = ""
    return _Bucket(domain.lower() if _HOST.match(domain) else host_of(uri), title, uri)


def _card(card: Tag, bucket: _Bucket, month: str, where: str, n: int) -> Found:
    parts = by_class(card, _CARD)
    stamp, quote, note = (
        next(iter(parts.get(f"{_CARD}__{name}", ())), None)
        for name in ("timestamp", "quote", "text")
    )
    if any(map(_HIDDEN.search, parts)):
        return Skipped(where, message("readers.hidden"), collapsed_text(card))
    id = _id(stamp)
    contexts = [IN_CONTEXT.match(attribute(one, "href").strip()) for one in elements(card, "a")]
    # A note may hold links to other annotations.
    in_context = next((one for one in contexts if one and id in ("", one.group(1))), None)
    id = id or (in_context.group(1) if in_context else "")
    link = absolute(in_context.group(0)) if in_context else ""
    uri = bucket.uri or unproxied(link)
    if note is not None:
        unfold(note)
        body = unkept(blocks_of_element(note, uri, lines=True))
    else:
        body = ()
    passage = passage_of(quote.get_text()) if quote is not None else ()
    if not passage and not body:
        return Skipped(where, message("readers.no_annotation_parts"), collapsed_text(card))
    kind: Kind = "annotation" if passage else "page-note"
    return Item(
        kind,
        "hypothesis",
        where,
        n,
        passage,
        body,
        captured=day_of(collapsed_text(stamp)) or month,
        host=bucket.host or host_of(uri),
        collection=bucket.title,
        source_ids=(f"hypothesis:{id}",) if id else (),
        uri=uri,
        link=link.replace("http:", "https:", 1) or (f"{_SITE}a/{id}" if id else ""),
        tags=tuple(filter(None, map(collapsed_text, parts.get(f"{_CARD}__tag", ())))),
        face=Face.PAGE,
    )


def _id(stamp: Optional[Tag]) -> str:
    match = _ID.search(attribute(stamp, "href"))
    return match.group(1) if match else ""


def _bare(address: str) -> str:
    return (address.partition("://")[2] or address).rstrip("/").lower()
