"""A blog: its feed where it has one, else its home page, the pages after it and its index."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from typing import List, Optional, Sequence, Tuple
from urllib.parse import urldefrag, urljoin, urlsplit

from ..model import Document, Problem
from ..readers.blog import search_json, search_xml
from ..readers.blog.links import Links, links_of
from ..sources.blog import DEFAULT_PAGES
from ..sources.source import Source
from ..text.urls import bare
from ..words import at, message, said_by
from .address import checked, origin, shown
from .conditional import get_page
from .decoding import decoded
from .result import Fetched, FetchError
from .web import Web

_MOST_FEEDS = 3
_SEARCH = "search.xml"
_NOT_THERE = (404, 410)

_ACCEPT_PAGE = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"
_ACCEPT_FEED = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.8"

# What may stand before the root element of an XML document.
_PROLOGUE = re.compile(r"\s*(?:<\?[^>]*>|<!--(?:(?!-->).){0,2000}-->|<!DOCTYPE[^>\[]*>)", re.DOTALL)
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index\.\w+)?$")
_ENTRY = re.compile(r"<(?:entry|item)[\s>]")
_SAID = re.compile(
    r"<(?:content:encoded|content|description|summary)(?:\s[^<>]{0,500})?(?<!/)>"
    r"(?!\s{0,200}(?:<!\[CDATA\[\s{0,200}\]\]>\s{0,200})?</)"
)
_ROOT = re.compile(r"\s*<((?:\w+:)?(?:feed|rss|RDF|search))[\s>]")


def fetch_blog(source: Source, web: Web) -> Fetched:
    """The latest posts of a blog: one document, its feed, or one for each page of its list.

    A feed holds the latest posts only, so that it is never a complete listing. Pages are, if the
    last one was reached. Raises FetchError when not even the first page came.
    """
    who = bare(source.url)
    try:
        return dataclasses.replace(_latest(checked(source.url), source, web), who=who)
    except FetchError as error:
        error.who = who
        raise


def _latest(url: str, source: Source, web: Web) -> Fetched:
    reply = get_page(web, url, _ACCEPT_PAGE)
    text = decoded(reply)
    if is_feed(text):
        return Fetched(documents=(Document(shown(url), text, reply.url),))
    links = links_of(text, reply.url)
    for feed in links.feeds[:_MOST_FEEDS]:
        document = _feed(web, feed)
        if document:
            return Fetched(documents=(document,))
    first = Document(shown(reply.url), text, reply.url)
    pages = _pages(web, first, links, source.pages or DEFAULT_PAGES)
    index = _index(web, links.search or urljoin(reply.url, _SEARCH), reply.url)
    return dataclasses.replace(pages, documents=(*pages.documents, *index))


def is_feed(text: str) -> bool:
    """Whether `text` is a feed (Atom, RSS, RDF) or Hexo's list of all posts, by its root."""
    start = 1 if text.startswith("\ufeff") else 0
    for _ in range(20):
        prologue = _PROLOGUE.match(text, start)
        if not prologue:
            break
        start = prologue.end()
    return bool(_ROOT.match(text, start))


def _feed(web: Web, url: str) -> Optional[Document]:
    """The feed at `url`; None if there is none that says more than titles, since the pages hold the
    posts as well."""
    try:
        reply = get_page(web, url, _ACCEPT_FEED)
        text = decoded(reply)
    except FetchError:
        return None
    return Document(shown(url), text, reply.url) if is_feed(text) and _says(text) else None


def _says(feed: str) -> bool:
    """Whether `feed` has texts of its posts, if it has any."""
    first = _ENTRY.search(feed)
    return first is None or bool(_SAID.search(feed, first.end()))


def _index(web: Web, url: str, page: str) -> Tuple[Document, ...]:
    """The search index at `url`, which has whole what the pages show the heads of; nothing if there
    is none. It leaves out what its blog's settings say, and is no proof of what is gone."""
    if not _same_host(url, page):
        return ()
    try:
        reply = get_page(web, url, "application/xml, application/json;q=0.9, */*;q=0.8")
        text = decoded(reply)
    except FetchError:
        return ()
    known = search_xml.detect(text) or search_json.detect(text)
    return (Document(shown(url), text, reply.url),) if known else ()


def _pages(web: Web, first: Document, links: Links, most: int) -> Fetched:
    """`first` and the pages after it on the same host, `most` in all.

    The listing is complete only if each page has its end, for one that is cut may have led further.
    Only if the last leads back to the one before: else it is not the last, but what a server says
    while it is away. And only if the others lead where they did when they are looked at again: a
    post that is removed meanwhile moves the first of the next page to one that was read already.
    """
    documents: List[Document] = [first]
    leads = [links.leads]
    seen = {urldefrag(first.url).url, _digest(first.text)}
    complete, problems = False, []
    while len(documents) < most:
        following = links.following
        if following is None:
            complete = True
            break
        if following in seen or not _same_host(following, first.url):
            break
        try:
            text, url = _page(web, following)
        except FetchError as error:
            if error.status in _NOT_THERE and links.is_last:
                complete = True  # some themes link to one more page than there is
                break
            what = message("fetch.page_lost", n=len(documents) + 1, why=said_by(error))
            problems.append(Problem(shown(following), what))
            break
        if _digest(text) in seen:
            break
        seen |= {following, urldefrag(url).url, _digest(text)}
        documents.append(Document(shown(url), text, url))
        links = links_of(text, url)
        leads.append(links.leads)
    else:
        complete = links.following is None
    complete = complete and all(_END.search(one.text) for one in documents)
    if complete and len(documents) > 1:
        back = any(_is_at(one, documents[-2].url) for one in leads[-1])
        complete = back and _stands_still(web, documents[:-1], leads)
    return Fetched(documents=tuple(documents), complete=complete, problems=tuple(problems))


def _page(web: Web, url: str) -> Tuple[str, str]:
    """The text of the page at `url` and where it was found in the end."""
    reply = get_page(web, url, _ACCEPT_PAGE)
    if not _is_at(reply.url, url):
        raise FetchError(at(shown(url), message("fetch.leads_away", url=shown(reply.url))))
    return decoded(reply), reply.url


def _is_at(url: str, other: str) -> bool:
    """Whether both are one page; how a server spells it, with a slash or not, is its own affair."""
    ours, theirs = (_INDEX.sub("", urlsplit(one).path) for one in (url, other))
    return ours == theirs and _same_host(url, other)


def _stands_still(
    web: Web, documents: Sequence[Document], leads: Sequence[Tuple[str, ...]]
) -> bool:
    """Whether `documents`, looked at again, lead where they did."""
    try:
        return all(
            links_of(decoded(get_page(web, one.url, _ACCEPT_PAGE)), one.url).leads == led
            for one, led in zip(documents, leads)
        )
    except FetchError:
        return False


def _same_host(url: str, other: str) -> bool:
    """Whether both are of one host; http and https are."""
    ours, theirs = origin(url)[1:], origin(other)[1:]
    return ours == theirs or (ours[0] == theirs[0] and {ours[1], theirs[1]} == {80, 443})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
