"""Documents of every format that Annoki reads, whatever stands in the places of their records."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import partial
from html import escape
from itertools import groupby
from typing import Callable, Iterable, Mapping, NamedTuple, Sequence

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Record(NamedTuple):
    """What was written down once: `note` as Markdown, `prose` as HTML.

    `label` stands where a site, a type or a tag's address is named. An `odd` record has its texts
    also where a date, an id or a whole address is wanted, so that what it is may not be known.
    """

    passage: str
    note: str
    title: str
    url: str
    day: str
    tags: Sequence[str]
    number: int
    kind: str
    prose: str
    label: str
    odd: bool

    @property
    def line(self) -> str:
        """The title where only a line has room."""
        return one_line(self.title)


def one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _page_text(given: Sequence[Record]) -> str:
    lines = [f"{len(given)} Matching Annotations", "  1. Nov 2024"]
    for host, cards in groupby(given, lambda one: one.line if one.odd else "pages.example"):
        lines.append(f"  2. {host} {host}")
        for n, one in enumerate(cards, 1):
            lines += [f"    {n}. {one_line(one.passage)}", ""]
            lines += [*(f"      {line}" for line in one.note.split("\n")), ""]
    return "\n".join(lines)


def _bucket(one: Record, words: Callable[[str], str], note: str) -> str:
    address, title = escape(one.url), words(one.title)
    tags = "".join(f'<a class="annotation-card__tag">{words(tag)}</a>' for tag in one.tags)
    return f"""<li><div class="search-result-bucket"><div class="search-result-bucket__header">
<span class="search-result-bucket__domain-text">{words(one.label)}</span>
<a class="search-result-bucket__domain-link" href="{address}">{title}</a>
<a class="search-result-bucket__title" href="#">{title}</a></div>
<ol class="search-result-bucket__annotation-cards"><li class="annotation-card">
<a class="annotation-card__username" href="https://hypothes.is/users/x">{title}</a>
<a class="annotation-card__timestamp"
 href="https://hypothes.is/a/{escape(one.line if one.odd else str(one.number))}">
{words(one.day) if one.odd else "29 Aug 2024"}</a>
<blockquote class="annotation-card__quote">{words(one.passage)}</blockquote>
<section class="annotation-card__text">{note}</section>
<div class="annotation-card__tags">{tags}</div>
<a href="{address}" title="Visit annotation in context"></a></li></ol></div></li>"""


def _page(buckets: Sequence[str]) -> str:
    return f"""<!doctype html><html><head><title>Hypothesis</title></head><body>
<div class="search-results"><div class="search-results__total">{len(buckets)} <b>Matching
Annotations</b></div><ol class="search-results__list"><li class="search-result__timeframe">Aug
2024</li>{"".join(buckets)}</ol></div></body></html>"""


def _page_markup(given: Sequence[Record]) -> str:
    return _page([_bucket(one, str, one.prose) for one in given])


def _page_words(given: Sequence[Record]) -> str:
    return _page([_bucket(one, escape, escape(one.note).replace("\n", "<br>")) for one in given])


def _row(one: Record) -> dict[str, object]:
    title = one.title
    quote = {"type": "TextQuoteSelector", "exact": one.passage, "prefix": title, "suffix": title}
    return {
        "id": title if one.odd else f"id{one.number}",
        "created": one.day,
        "updated": one.day,
        "user": title if one.odd else "acct:x@hypothes.is",
        "user_info": {"display_name": title},
        "uri": one.url,
        "text": one.note,
        "tags": [*one.tags],
        "group": title if one.odd else "__world__",
        "target": [{"source": one.url, "selector": [quote]}],
        "document": {"title": [title]},
        "links": {"incontext": one.url, "html": one.url},
    }


def _rows(given: Sequence[Record]) -> str:
    return json.dumps({"total": len(given), "rows": list(map(_row, given))})


def _csv(given: Sequence[Record]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    head = "Created at,Author,Page,URL,Group,Type,Quote,Comment,Tags"
    writer.writerow(head.split(","))
    for one in given:
        day, title = (one.day if one.odd else "2024-08-29 10:00"), one.title
        cells = [day, title, title, one.url, title, one.kind, one.passage, one.note]
        writer.writerow([*cells, ",".join(one.tags)])
    return out.getvalue()


def _txt(given: Sequence[Record]) -> str:
    """The title and the address are the file's."""
    line = given[0].line
    head = f"""2024-12-01 09:30
{line}
{" ".join(given[0].url.split())}
Group: {line}
Total users: 1
Users: {line}
Total annotations: {len(given)}
Total replies: 0
"""
    return head + "".join(
        f"""
Annotation {n}:
Created at: {one.line if one.odd else "2024-08-29 10:00"}
Author: {one.line}
Type: Annotation
Quote: "{one.passage}"
Comment: {one.note}
Tags: {one_line(", ".join(one.tags))}
"""
        for n, one in enumerate(given, 1)
    )


def _export(given: Sequence[Record], words: Callable[[str], str]) -> str:
    first, address = given[0], escape(given[0].url)
    articles = []
    for n, one in enumerate(given, 1):
        time = f'<time datetime="{escape(one.day)}">{words(one.line)}</time>'
        rows = {
            "Created at": time,
            "Author": words(one.label),
            "Type": words(one.kind),
            "Quote": f"<blockquote>{words(one.passage)}</blockquote>",
            "Comment": one.prose if words is str else escape(one.note),
            "Tags": ", ".join(map(words, one.tags)),
        }
        cells = "".join(f"<tr><td>{name}:</td><td>{cell}</td></tr>" for name, cell in rows.items())
        articles.append(f"<article><h2>Annotation {n}:</h2><table>{cells}</table></article>")
    return f"""<html lang="en"><head><title>Annotations on {escape(first.title)}</title></head>
<body><section><h1>Summary</h1><p><strong>{words(first.title)}</strong></p><p><a href="{address}">
{address}</a></p><table><tr><td>Total annotations:</td><td>{len(given)}</td></tr></table></section>
<section><h1>Annotations</h1>{"".join(articles)}</section></body></html>"""


def _excerpt(one: Record) -> str:
    fill = "这一段只是为了让摘录够长。 Words that make the excerpt as long as a theme wants it,"
    return f"{one_line(one.passage)} {fill} no more {one.line}"


def _titled(given: Sequence[Record]) -> str:
    return "".join(f"{one.line}\n{_excerpt(one)} ...\n" for one in given)


def _untitled(given: Sequence[Record]) -> str:
    return "LATEST UPDATES\n" + "".join(f"{_excerpt(one)}...\n" for one in given)


def _atom(given: Sequence[Record], kind: str = "html") -> str:
    entries = []
    for one in given:
        title, url = _xml(one.title), _xml(one.url)
        tags = (f'<category term="{tag}" label="{tag}"/>' for tag in map(_xml, one.tags))
        content = _xml(one.prose if kind == "html" else one.note)
        if kind == "xhtml":
            content = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{content}</p></div>'
        entries.append(
            f'<entry><title type="{"text" if kind == "xhtml" else kind}">{title}</title>'
            f'<link href="{url}"/><id>{url}</id>'
            f"<author><name>{title}</name></author><updated>{_xml(one.day)}</updated>"
            f'{"".join(tags)}<content type="{kind}" xml:base="{url}">{content}</content></entry>'
        )
    head = f"<title>{_xml(given[0].label)}</title><id>x</id><updated>2024-05-01T00:00:00Z</updated>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(entries)}</feed>'


def _rss(given: Sequence[Record]) -> str:
    items = "".join(
        f"<item><title>{_xml(one.title)}</title><link>{_xml(one.url)}</link>"
        f'<guid isPermaLink="{"true" if one.odd else "false"}">{_xml(one.url)}</guid>'
        f"<pubDate>{_xml(one.day) if one.odd else 'Tue, 29 Aug 2023 23:30:00 GMT'}</pubDate>"
        f"<category>{_xml(','.join(one.tags))}</category>"
        f"<description>{_xml(one.prose)}</description></item>"
        for one in given
    )
    items = f"<title>{_xml(given[0].label)}</title>{items}"
    return f'<rss version="2.0"><channel>{items}</channel></rss>'


def _search(given: Sequence[Record]) -> str:
    entries = "".join(
        f"<entry><title>{_xml(one.title)}</title><url>{_xml(one.url)}</url>"
        f'<content type="html">{_xml(one.prose)}</content>'
        f"<tags>{''.join(f'<tag>{_xml(tag)}</tag>' for tag in one.tags)}</tags></entry>"
        for one in given
    )
    return f'<?xml version="1.0" encoding="utf-8"?><search>{entries}</search>'


def _search_json(given: Sequence[Record]) -> str:
    posts = (
        {
            "title": one.title,
            "permalink": one.url,
            "date": one.day,
            "content": one.prose,
            "tags": [{"name": tag} for tag in one.tags],
        }
        for one in given
    )
    return json.dumps({"posts": [*posts]})


def _article(one: Record, words: Callable[[str], str], body: str) -> str:
    tags = (f'<a rel="tag" href="/tags/{escape(one.label)}">{words(tag)}</a>' for tag in one.tags)
    return (
        f'<article class="post-block"><h2><a class="post-title-link" href="{escape(one.url)}">'
        f'{words(one.title)}</a></h2><time datetime="{escape(one.day)}">{words(one.title)}</time>'
        f'<div class="post-body">{body}</div><footer>{"".join(tags)}</footer></article>'
    )


def _blog(title: str, base: str, articles: Iterable[str]) -> str:
    return (
        f'<!doctype html><html><head><title>{title}</title><base href="{base}"><meta '
        f'property="og:site_name" content="{title}"></head><body>{"".join(articles)}</body></html>'
    )


def _blog_markup(given: Sequence[Record]) -> str:
    title = escape(given[0].label)
    base = title if given[0].odd else "https://pages.example/"
    return _blog(title, base, (_article(one, str, one.prose) for one in given))


def _blog_words(given: Sequence[Record]) -> str:
    articles = (_article(one, escape, escape(one.note)) for one in given)
    return _blog("A site", "https://pages.example/", articles)


def _weekly(given: Sequence[Record]) -> str:
    items = (f"  {n}. {one.line}\n\n{one.note}\n\n" for n, one in enumerate(given, 1))
    return f"{given[0].line}\n\n\n{''.join(items)}"


def _weekly_markdown(given: Sequence[Record]) -> str:
    items = (f"{n}\u3001[{one.line}]({one.url}) {one.note}\n\n" for n, one in enumerate(given, 1))
    return f"# {given[0].line}\n\n## {given[0].label}\n\n{''.join(items)}"


def _memo(one: Record) -> dict[str, object]:
    line, kind = one.line, "image/png" if one.odd else one.label
    file = {"name": f"attachments/{line}", "filename": f"{line}.png", "type": kind}
    return {
        "name": f"memos/{line if one.odd else one.number}",
        "creator": line,
        "createTime": one.day,
        "updateTime": one.day,
        "content": one.note,
        "tags": [*one.tags],
        "attachments": [{**file, "externalLink": one.url}],
    }


def _old_memo(one: Record) -> dict[str, object]:
    file = {"id": one.label, "filename": one.line, "externalLink": one.url, "type": "x/y"}
    return {
        "id": one.number,
        "rowStatus": "NORMAL",
        "createdTs": one.day if one.odd else 1671043312,
        "content": one.note,
        "resourceList": [file],
    }


def _answer(given: Sequence[Record], key: str, make: Callable[[Record], object]) -> str:
    return json.dumps({key: list(map(make, given))})


class Layout(NamedTuple):
    """How a document of some records, one at least, is written in a `format` of Annoki."""

    format: str
    write: Callable[[Sequence[Record]], str]
    encoding: str = "utf-8"


LAYOUTS: Mapping[str, Layout] = {
    "rows": Layout("hypothesis-json", _rows),
    "page, text": Layout("hypothesis-page-text", _page_text),
    "page, as markup": Layout("hypothesis-page-html", _page_markup),
    "page, as words": Layout("hypothesis-page-html", _page_words),
    "csv": Layout("hypothesis-csv", _csv, "utf-16"),
    "txt": Layout("hypothesis-txt", _txt),
    "export, as markup": Layout("hypothesis-html", partial(_export, words=str)),
    "export, as words": Layout("hypothesis-html", partial(_export, words=escape)),
    "blog, titled": Layout("blog-text", _titled),
    "blog, untitled": Layout("blog-text", _untitled),
    "atom, html": Layout("feed", _atom),
    "atom, text": Layout("feed", partial(_atom, kind="text")),
    "atom, xhtml": Layout("feed", partial(_atom, kind="xhtml")),
    "rss": Layout("feed", _rss),
    "search": Layout("search-xml", _search),
    "search, json": Layout("search-json", _search_json),
    "blog, as markup": Layout("blog-html", _blog_markup),
    "blog, as words": Layout("blog-html", _blog_words),
    "weekly": Layout("weekly-text", _weekly),
    "weekly, markdown": Layout("weekly-markdown", _weekly_markdown),
    "memos": Layout("memos-json", partial(_answer, key="memos", make=_memo)),
    "memos 0.8": Layout("memos-json", partial(_answer, key="data", make=_old_memo), "utf-16"),
}
"""By what it is called here."""
