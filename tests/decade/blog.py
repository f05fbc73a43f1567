"""A blog's posts as its feed, search index and home page show them."""

from __future__ import annotations

import html
import time
from typing import List
from urllib.parse import urlsplit

from .things import Growing, Thing

IN_FEED = 5
ON_HOME = 6
_EXCERPT = 110


def _posts(source: Growing) -> List[Thing]:
    return source.alive("post")


def _paragraphs(one: Thing) -> List[str]:
    return [f"{one.text}。", "这一段收尾，The last paragraph says no more than this. " * 2]


def _body(one: Thing) -> str:
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in _paragraphs(one))


def _address(source: Growing, one: Thing) -> str:
    """As a feed gives it: this one counts its readers."""
    return f"{source.blog}{one.path}?utm_source=feed"


def _feed(source: Growing, whole: bool) -> str:
    posts = _posts(source)[:IN_FEED]
    if not posts:
        return ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">',
        f'<title>慢慢弄懂</title><link href="{source.blog}/"/><id>{source.blog}/</id>',
        f"<updated>{_stamp(posts[0].changed)}</updated>",
    ]
    for one in posts:
        address = html.escape(_address(source, one))
        shown = _body(one) if whole else html.escape(one.text[:_EXCERPT], quote=False) + "..."
        name = "content" if whole else "summary"
        tags = "".join(f'<category term="{tag}"/>' for tag in one.tags)
        lines.append(
            f"<entry><title>{html.escape(one.title, quote=False)}</title>"
            f'<link href="{address}"/><id>{address}</id>'
            f"<published>{_stamp(one.created)}</published><updated>{_stamp(one.changed)}</updated>"
            f'<{name} type="html">{html.escape(shown, quote=False)}</{name}>{tags}</entry>'
        )
    return "\n".join([*lines, "</feed>\n"])


def feed(source: Growing) -> str:
    """The newest posts, whole."""
    return _feed(source, True)


def summaries(source: Growing) -> str:
    """The newest posts, the head of each."""
    return _feed(source, False)


def search(source: Growing) -> str:
    """All posts, whole, at addresses without a host, as Hexo's index gives them."""
    if not _posts(source):
        return ""
    lines = ['<?xml version="1.0" encoding="utf-8"?>\n<search>']
    for one in _posts(source):
        tags = "".join(f"<tag>{tag}</tag>" for tag in one.tags)
        lines.append(
            f"<entry><title>{html.escape(one.title, quote=False)}</title><url>{one.path}</url>"
            f'<content type="html"><![CDATA[{_body(one)}]]></content><tags>{tags}</tags></entry>'
        )
    return "\n".join([*lines, "</search>\n"])


def home(source: Growing) -> str:
    """The home page through a page-to-text converter: a title, an excerpt."""
    lines: List[str] = []
    for one in _posts(source)[:ON_HOME]:
        text = "".join(_paragraphs(one))
        # Two lines, the first too long for furniture: a converter's reader goes by that.
        lines += [one.title, text[:_EXCERPT], f"{text[_EXCERPT : _EXCERPT + 30]} ..."]
    return "\n".join(lines) + "\n" if len(lines) > 3 else ""


def host(source: Growing) -> str:
    return urlsplit(source.blog).netloc


def _stamp(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(seconds))
