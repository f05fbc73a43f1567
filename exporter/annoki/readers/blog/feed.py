"""A blog's feed: Atom, RSS 2.0 or RSS 1.0, read by feedparser; its cleaning is left to `rich`."""

from __future__ import annotations

import calendar
import html
import re
from functools import partial
from typing import Any, Iterator, Mapping, Optional, Tuple

from ...model import Blocks, Document, Face, Found, Item, Problem
from ...text.urls import absolute, bare, host_of, placed
from ...words import message
from ..markdown.flattened import spans_of
from ..records import as_line, as_lines, as_text
from .days import day_by_address
from .midnights import are_midnights, day_told
from .outline import without_outline
from .shown import as_shown, face_of, holds_lock, holds_more
from .xml import broken_at, posts, refuse, root_of, stream_of

NAME = "feed"

_ROOTS = {"rss": "", "feed": "/Atom", "RDF": "purl.org/rss/"}
_OLD_ATOM = "purl.org/atom/"
_TAG = re.compile(r"<[^<>]*>")
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>")
_HOME = re.compile(r"<link>\s*(https?://[^<\s]{1,2000})|<id>\s*(https?://[^<\s]{1,2000})")

_LONG = 1000
_TEX = re.compile(r"\$\$|\\\[|\\begin")


def detect(text: str) -> bool:
    """Whether the root element is that of a feed."""
    name, attributes = root_of(text)
    if name not in _ROOTS:
        return False
    return _ROOTS[name] in attributes or (name == "feed" and _OLD_ATOM in attributes)


def declared(text: str) -> Optional[int]:
    """A feed holds the newest posts and does not say how many there are."""
    return None


def about(text: str) -> str:
    """The blog's address, as the feed gives it."""
    first = _ENTRY.search(text)
    found = _HOME.search(text, 0, first.start() if first else min(len(text), 100_000))
    return bare(found.group(1) or found.group(2)) if found else ""


def read(document: Document) -> Iterator[Found]:
    """The posts in the order printed (newest first)."""
    refused = refuse(document.text)
    if refused:
        yield refused
        return
    parsed = _parsed(document.text)
    if isinstance(parsed, Problem):
        yield parsed
        return
    home, _ = placed(absolute(as_line(_get(parsed.feed, "link")), document.url), document.url)
    collection = _title(parsed.feed)
    broken = _cut_off(document.text) or _broken(parsed, document.text)
    # What the end of the text closed is not all there.
    whole = len(parsed.entries) - _ends_in_entry(document.text)
    lang = as_line(_get(parsed.feed, "language"))
    entries = parsed.entries[:whole]
    midnights = are_midnights([*map(_stamp, entries)], [*map(_title, entries)])
    yield from posts(
        entries,
        partial(
            _post,
            home=home or document.url,
            collection=collection,
            lang=lang,
            midnights=midnights,
        ),
    )
    if broken:
        yield broken


def _parsed(text: str) -> Any:
    """What feedparser makes of `text`, or a Problem."""
    import feedparser

    try:
        # Not a text, as feedparser would open one that looks like a path or an address.
        return feedparser.parse(
            stream_of(text),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # it takes no care of what malformed feeds raise inside it
        what = message("readers.not_well_formed", what=type(error).__name__)
        return Problem(message("places.line", n=1), what, text[:200])


def _cut_off(text: str) -> Optional[Problem]:
    """Where the feed ends, if its root element does not."""
    name, _ = root_of(text)
    end = text.rstrip()
    while end.endswith("-->"):
        end = end[: max(0, end.rfind("<!--"))].rstrip()
    if re.search(rf"</(?:[\w.-]+:)?{re.escape(name)}\s*>\Z", end):
        return None
    line = text.count("\n", 0, len(text.rstrip())) + 1
    return broken_at(text, line, message("readers.breaks_off"))


def _ends_in_entry(text: str) -> bool:
    """Whether the last entry that begins does not end."""
    begins = max((one.start() for one in _ENTRY.finditer(text)), default=-1)
    return begins >= 0 and not _ENTRY_END.search(text, begins)


def _broken(parsed: Any, text: str) -> Optional[Problem]:
    """Where the feed is not well-formed; its later entries may be incomplete or lost."""
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    place = getattr(error, "getLineNumber", None)
    if place is None and parsed.entries:
        return None  # complaints about encodings and headers, which are not the document's
    if error is None:
        return None
    what = getattr(error, "getMessage", lambda: type(error).__name__)()
    line = (place() or 1) if place else 1
    return broken_at(text, line, message("readers.not_well_formed", what=what))


def _stamp(entry: Any) -> str:
    return as_line(_get(entry, "published")) or as_line(_get(entry, "updated"))


def _post(
    entry: Any, where: str, n: int, home: str, collection: str, lang: str, midnights: bool
) -> Found:
    link, known = placed(absolute(as_line(_get(entry, "link")), home), home)
    id = as_line(_get(entry, "id"))
    content, body, whole = _content(entry, link or home)
    title = _title(entry)
    updated = dict.get(entry, "updated_parsed")
    post = Item(
        "post",
        "blog",
        where,
        n,
        body=body,
        title=spans_of(title),
        captured=day_by_address(day_told(_stamp(entry), midnights), known),
        host=host_of(link),
        collection=collection,
        source_ids=(known or id,) if known or id else (),
        link=link,
        tags=as_lines([_get(tag, "label") or _get(tag, "term") for tag in _all(entry, "tags")]),
        modified=_seconds(updated) if updated else 0,
        face=_face(body, as_text(_get(content, "value")), whole),
        lang=as_line(_get(content, "language")) or lang,
    )
    return as_shown(post, as_text(_get(content, "value")))


def _face(body: Blocks, value: str, whole: bool) -> Face:
    """hexo-generator-feed deletes line ends, those of code and of formulas, too: long HTML that
    holds either and not one line end has lost them."""
    face = face_of(body, whole)
    if face != Face.PAGE or len(value) < _LONG or "\n" in value:
        return face
    of_lines = ("<pre" in value and "<br" not in value) or _TEX.search(value)
    return Face.STRIPPED if of_lines else face


def _seconds(moment: Any) -> int:
    try:
        return calendar.timegm(moment)
    except ValueError:  # of the year 0
        return 0


def _content(entry: Any, base: str) -> Tuple[Mapping[str, Any], Blocks, bool]:
    """What the entry says, its blocks, and whether the feed calls it the content rather than a
    summary. Where that shows nothing, the next does, at last a file that comes with it."""
    said = [(one, True) for one in _all(entry, "content")]
    said.append((dict.get(entry, "summary_detail") or {}, False))
    files = (one for one in _all(entry, "links") if _get(one, "rel") == "enclosure")
    said += [({"value": _player(one)}, True) for one in files]
    for content, whole in said:
        body = without_outline(_blocks(content, base))
        if body or holds_lock(as_text(_get(content, "value"))):
            return content, body, whole
    return next((one for one, _ in said if holds_more(as_text(_get(one, "value")))), {}), (), False


def _player(file: Any) -> str:
    return f'<audio src="{html.escape(as_text(_get(file, "href")))}"></audio>'


def _blocks(content: Mapping[str, Any], base: str) -> Blocks:
    from ..html.walk import blocks_of_html

    value = as_text(_get(content, "value"))
    if not value.strip():
        return ()
    if _get(content, "type") == "text/plain":
        value = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", value))
    return blocks_of_html(value, base=base)


def _title(record: Any) -> str:
    """The title of a feed or entry as one reads it."""
    detail = dict.get(record, "title_detail") or {}
    title = as_text(_get(detail, "value"))
    if _get(detail, "type") != "text/plain":
        title = html.unescape(_TAG.sub("", title))
    return as_line(title)


def _get(record: Mapping[str, Any], name: str) -> object:
    # FeedParserDict itself answers with other members, and warns.
    return dict.get(record, name) if isinstance(record, dict) else None


def _all(record: Any, name: str) -> Any:
    found = _get(record, name)
    return found if isinstance(found, list) else []
