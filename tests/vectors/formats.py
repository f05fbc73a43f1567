"""Documents of every format that Annoki reads, with a hostile text in each place of each item.

An item is marked by its number, so that no two are alike: `n12n`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from html import escape
from typing import Callable, Iterator, Mapping, Sequence

from .traps import Trap

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.split("\n"))


def _page_text(traps: Sequence[Trap]) -> Iterator[str]:
    lines = [f"{len(traps)} Matching Annotations", "  1. Nov 2024"]
    for trap in traps:
        host = trap.line if trap.odd else "pages.example"
        lines += [f"  2. {host} {host}", f"    1. {trap.line}", ""]
        lines += [_indented(trap.note, 6), ""]
    yield "\n".join(lines)


def _bucket(trap: Trap, words: Callable[[str], str], note: str) -> str:
    address, marked = escape(trap.address), words(trap.marked)
    return f"""<li><div class="search-result-bucket"><div class="search-result-bucket__header">
<span class="search-result-bucket__domain-text">{words(trap.text)}</span>
<a class="search-result-bucket__domain-link" href="{address}">{marked}</a>
<a class="search-result-bucket__title" href="#">{marked}</a></div>
<ol class="search-result-bucket__annotation-cards"><li class="annotation-card">
<a class="annotation-card__username" href="https://hypothes.is/users/x">{marked}</a>
<a class="annotation-card__timestamp"
 href="https://hypothes.is/a/{escape(trap.line if trap.odd else str(trap.number))}">
{words(trap.date) if trap.odd else "29 Aug 2024"}</a>
<blockquote class="annotation-card__quote">{marked}</blockquote>
<section class="annotation-card__text">{note}</section>
<div class="annotation-card__tags"><a class="annotation-card__tag">{marked}</a></div>
<a href="{address}" title="Visit annotation in context"></a></li></ol></div></li>"""


def _page(buckets: str, count: int) -> str:
    return f"""<!doctype html><html><head><title>Hypothesis</title></head><body>
<div class="search-results"><div class="search-results__total">{count} <b>Matching
Annotations</b></div><ol class="search-results__list"><li class="search-result__timeframe">Aug
2024</li>{buckets}</ol></div></body></html>"""


def _page_markup(traps: Sequence[Trap]) -> Iterator[str]:
    """A page for each: what its markup does to the rest of the page is seen, too."""
    for trap in traps:
        yield _page(_bucket(trap, str, trap.prose), 1)


def _page_words(traps: Sequence[Trap]) -> Iterator[str]:
    notes = (escape(trap.note).replace("\n", "<br>") for trap in traps)
    yield _page("".join(map(_bucket, traps, [escape] * len(traps), notes)), len(traps))


def _rows(traps: Sequence[Trap]) -> Iterator[str]:
    yield json.dumps({"total": len(traps), "rows": list(map(_row, traps))})


def _row(trap: Trap) -> dict[str, object]:
    marked = trap.marked
    quote = {"type": "TextQuoteSelector", "exact": marked, "prefix": marked, "suffix": marked}
    return {
        "id": marked if trap.odd else f"id{trap.number}",
        "created": trap.date,
        "updated": trap.date,
        "user": marked if trap.odd else "acct:x@hypothes.is",
        "user_info": {"display_name": marked},
        "uri": trap.address,
        "text": trap.note,
        "tags": [marked],
        "group": marked if trap.odd else "__world__",
        "target": [{"source": trap.address, "selector": [quote]}],
        "document": {"title": [marked]},
        "links": {"incontext": trap.address, "html": trap.address},
    }


_COLUMNS = "Created at", "Author", "Page", "URL", "Group", "Type", "Quote", "Comment", "Tags"


def _csv(traps: Sequence[Trap]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for trap in traps:
        date, marked = (trap.date if trap.odd else "2024-08-29 10:00"), trap.marked
        kind = marked if trap.odd else "Annotation"
        writer.writerow(
            [date, marked, marked, trap.address, marked, kind, marked, trap.note, marked]
        )
    yield out.getvalue()


def _txt(traps: Sequence[Trap]) -> Iterator[str]:
    """The title and the address are a file's: one for each."""
    for trap in traps:
        line, date = trap.line, (trap.line if trap.odd else "2024-08-29 10:00")
        yield f"""2024-12-01 09:30
{line}
{" ".join(trap.address.split())}
Group: {line}
Total users: 1
Users: {line}
Total annotations: 1
Total replies: 0

Annotation 1:
Created at: {date}
Author: {line}
Type: Annotation
Quote: "{trap.marked}"
Comment: {trap.note}
Tags: {line}
"""


_FILL = (
    "这一段只是为了让摘录够长。 Words that make the excerpt as long as a theme wants it, no more"
)


def _titled(traps: Sequence[Trap]) -> Iterator[str]:
    yield "".join(f"{trap.line}\n{trap.line} {_FILL} {trap.line} ...\n" for trap in traps)


def _untitled(traps: Sequence[Trap]) -> Iterator[str]:
    yield "LATEST UPDATES\n" + "".join(f"{trap.line} {_FILL} {trap.line}...\n" for trap in traps)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _atom(traps: Sequence[Trap], kind: str = "html") -> Iterator[str]:
    head = "<title>%s</title><id>x</id><updated>2024-05-01T00:00:00Z</updated>"
    entries = []
    for trap in traps:
        marked, address, date = _xml(trap.marked), _xml(trap.address), _xml(trap.date)
        content = _xml(trap.prose if kind == "html" else trap.note)
        if kind == "xhtml":
            content = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{content}</p></div>'
        entries.append(
            f'<entry><title type="{"text" if kind == "xhtml" else kind}">{marked}</title>'
            f'<link href="{address}"/><id>{address}</id>'
            f"<author><name>{marked}</name></author><updated>{date}</updated>"
            f'<category term="{marked}" label="{marked}"/>'
            f'<content type="{kind}" xml:base="{address}">{content}</content></entry>'
        )
    title = head % _xml(traps[0].text)
    yield f'<feed xmlns="http://www.w3.org/2005/Atom">{title}{"".join(entries)}</feed>'


def _rss(traps: Sequence[Trap]) -> Iterator[str]:
    items = "".join(
        f"<item><title>{_xml(trap.marked)}</title><link>{_xml(trap.address)}</link>"
        f'<guid isPermaLink="{"true" if trap.odd else "false"}">{_xml(trap.address)}</guid>'
        f"<pubDate>{_xml(trap.text) if trap.odd else 'Tue, 29 Aug 2023 23:30:00 GMT'}</pubDate>"
        f"<category>{_xml(trap.marked)}</category>"
        f"<description>{_xml(trap.prose)}</description></item>"
        for trap in traps
    )
    title = _xml(traps[0].text)
    yield f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def _search(traps: Sequence[Trap]) -> Iterator[str]:
    entries = "".join(
        f"<entry><title>{_xml(trap.marked)}</title><url>{_xml(trap.address)}</url>"
        f'<content type="html">{_xml(trap.prose)}</content>'
        f"<tags><tag>{_xml(trap.marked)}</tag></tags></entry>"
        for trap in traps
    )
    yield f'<?xml version="1.0" encoding="utf-8"?><search>{entries}</search>'


def _article(trap: Trap, words: Callable[[str], str], body: str) -> str:
    marked = words(trap.marked)
    return (
        f'<article class="post-block"><h2><a class="post-title-link" href="{escape(trap.address)}">'
        f'{marked}</a></h2><time datetime="{escape(trap.date)}">{marked}</time>'
        f'<div class="post-body">{body}</div>'
        f'<footer><a rel="tag" href="/tags/{escape(trap.text)}">{marked}</a></footer></article>'
    )


def _blog(title: str, base: str, articles: str) -> str:
    return (
        f'<!doctype html><html><head><title>{title}</title><base href="{base}">'
        f'<meta property="og:site_name" content="{title}"></head><body>{articles}</body></html>'
    )


def _blog_markup(traps: Sequence[Trap]) -> Iterator[str]:
    for trap in traps:
        base = escape(trap.text) if trap.odd else "https://pages.example/"
        yield _blog(escape(trap.text), base, _article(trap, str, trap.prose))


def _blog_words(traps: Sequence[Trap]) -> Iterator[str]:
    articles = (_article(trap, escape, escape(trap.note)) for trap in traps)
    yield _blog("A site", "https://pages.example/", "".join(articles))


def _weekly(traps: Sequence[Trap]) -> Iterator[str]:
    items = "".join(f"  {n}. {trap.line}\n\n{trap.note}\n\n" for n, trap in enumerate(traps, 1))
    yield f"{traps[0].line}\n\n\n{items}"


def _memos(traps: Sequence[Trap]) -> Iterator[str]:
    memos = [
        {
            "name": f"memos/{trap.line if trap.odd else trap.number}",
            "creator": trap.line,
            "createTime": trap.date,
            "updateTime": trap.date,
            "content": trap.note,
            "tags": [trap.marked],
            "attachments": [
                {
                    "name": f"attachments/{trap.line}",
                    "filename": f"{trap.line}.png",
                    "type": "image/png" if trap.odd else trap.text,
                    "externalLink": trap.address,
                }
            ],
        }
        for trap in traps
    ]
    yield json.dumps({"memos": memos})


def _old_memos(traps: Sequence[Trap]) -> Iterator[str]:
    data = [
        {
            "id": trap.number,
            "rowStatus": "NORMAL",
            "createdTs": trap.text if trap.odd else 1671043312,
            "content": trap.note,
            "resourceList": [
                {
                    "id": trap.text,
                    "filename": trap.line,
                    "externalLink": trap.address,
                    "type": "x/y",
                }
            ],
        }
        for trap in traps
    ]
    yield json.dumps({"data": data})


FORMATS: Mapping[str, tuple[str, Callable[[Sequence[Trap]], Iterator[str]], str]] = {
    "rows": ("hypothesis-json", _rows, "utf-8"),
    "page, text": ("hypothesis-page-text", _page_text, "utf-8"),
    "page, as markup": ("hypothesis-page-html", _page_markup, "utf-8"),
    "page, as words": ("hypothesis-page-html", _page_words, "utf-8"),
    "csv": ("hypothesis-csv", _csv, "utf-16"),
    "txt": ("hypothesis-txt", _txt, "utf-8"),
    "blog, titled": ("blog-text", _titled, "utf-8"),
    "blog, untitled": ("blog-text", _untitled, "utf-8"),
    "atom, html": ("feed", _atom, "utf-8"),
    "atom, text": ("feed", lambda traps: _atom(traps, "text"), "utf-8"),
    "atom, xhtml": ("feed", lambda traps: _atom(traps, "xhtml"), "utf-8"),
    "rss": ("feed", _rss, "utf-8"),
    "search": ("search-xml", _search, "utf-8"),
    "blog, as markup": ("blog-html", _blog_markup, "utf-8"),
    "blog, as words": ("blog-html", _blog_words, "utf-8"),
    "weekly": ("weekly-text", _weekly, "utf-8"),
    "memos": ("memos-json", _memos, "utf-8"),
    "memos 0.8": ("memos-json", _old_memos, "utf-16"),
}
"""What a format is called here → its name in Annoki, the documents that hold the traps, and their
encoding."""
