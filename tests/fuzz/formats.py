"""Records written as each format writes them, whatever stands in their fields."""

from __future__ import annotations

import csv
import html
import io
import json
from random import Random
from typing import Callable, Mapping, NamedTuple, Sequence

from . import texts

_DAYS = (
    "2023-08-13",
    "2023-08",
    "1900-01-01",
    "9999-12-31",
    "2023-02-30",
    "20" * 30,
    "",
    "Aug 2023",
)
_URLS = (
    "https://a.example/one/", "https://b.example/?p=12", "https://[::1", "about:blank", "file:///a",
    "urn:x-pdf:1", "//c.example/", "/rel/", "https://a.example/[sound:x.mp3]", "javascript:x", "",
)  # fmt: skip


class Record(NamedTuple):
    """What was written down once: the fields that formats have between them."""

    passage: str
    note: str
    title: str
    url: str
    day: str
    tags: Sequence[str]
    number: int


def records(random: Random, most: int = 4) -> list[Record]:
    """A few records; some alike, as an editor's are."""
    made = [_record(random, n) for n in range(random.randint(0, most))]
    if made and random.random() < 0.3:
        made.append(random.choice(made)._replace(note=texts.text(random)))
    return made


def _record(random: Random, number: int) -> Record:
    return Record(
        texts.text(random),
        texts.text(random),
        texts.inline(random),
        random.choice(_URLS) if random.random() < 0.6 else texts.inline(random),
        random.choice(_DAYS),
        [texts.inline(random, 3) for _ in range(random.randint(0, 2))],
        number,
    )


def _rows(random: Random, given: Sequence[Record]) -> str:
    rows = [
        {
            "id": f"row-{one.number}",
            "created": f"{one.day}T10:00:00+00:00",
            "updated": f"{one.day}T11:00:00.000001+00:00",
            "user": "acct:me@hypothes.is",
            "uri": one.url,
            "text": one.note,
            "tags": [*one.tags],
            "document": {"title": [one.title]},
            "links": {"incontext": one.url},
            "target": [
                {
                    "source": one.url,
                    "selector": [
                        {
                            "type": "TextQuoteSelector",
                            "exact": one.passage,
                            "prefix": texts.inline(random),
                            "suffix": texts.inline(random),
                        }
                    ],
                }
            ],
        }
        for one in given
    ]
    key = random.choice(("rows", "annotations"))
    return json.dumps({"total": len(rows), key: rows}, ensure_ascii=random.random() < 0.5)


def _memos(random: Random, given: Sequence[Record]) -> str:
    memos = [
        {
            "name": f"memos/{one.number}",
            "creator": "users/1",
            "createTime": f"{one.day}T10:00:00Z",
            "content": one.note if random.random() < 0.7 else f"## {one.title}\n\n1. {one.note}",
            "tags": [*one.tags],
        }
        for one in given
    ]
    return json.dumps({"memos": memos, "nextPageToken": ""}, ensure_ascii=random.random() < 0.5)


def _csv(random: Random, given: Sequence[Record]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=random.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)))
    head = "Created at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags"
    writer.writerow(head.split(","))
    for one in given:
        kind = random.choice(("Annotation", "Highlight", "Page note", "Reply"))
        cells = [one.day, "me", one.number, one.url, "Public", kind, one.passage, one.note]
        writer.writerow([*cells, ",".join(one.tags)])
    return out.getvalue()


def _txt(random: Random, given: Sequence[Record]) -> str:
    first = given[0].title if given else "T"
    head = f"2024-01-01 10:00\n{first}\nhttps://a.example/\nGroup: Public\n"
    head += f"Total annotations: {len(given)}\n"
    return head + "".join(
        f"\nAnnotation {n}:\nCreated at: {one.day} 10:00\nAuthor: me\nType: Annotation\n"
        f'Quote: "{one.passage}"\nComment: {one.note}\nTags: {", ".join(one.tags)}\n'
        for n, one in enumerate(given, 1)
    )


def _page(random: Random, given: Sequence[Record]) -> str:
    lines = [f"{len(given)} Matching Annotations", "  1. Aug 2023", "  2. a.example a.example"]
    for n, one in enumerate(given, 1):
        lines += [f"    {n}. {one.passage}", ""]
        lines += [f"      {line}" for line in one.note.split("\n")] + [""]
    return "\n".join(lines)


def _page_html(random: Random, given: Sequence[Record]) -> str:
    cards = "".join(
        '<li class="annotation-card"><article><header>'
        f'<a href="https://hypothes.is/a/{one.number}" '
        f'class="annotation-card__timestamp">{one.day}</a></header>'
        f'<blockquote class="annotation-card__quote">{_said(random, one.passage)}</blockquote>'
        f'<section class="annotation-card__text">{_said(random, one.note)}</section>'
        f'<div class="annotation-card__tags">{_tags(one)}</div>'
        f'<footer><a href="{html.escape(one.url)}"></a></footer></article></li>'
        for one in given
    )
    title = _said(random, given[0].title) if given else ""
    return (
        '<!DOCTYPE html><html><body><div class="search-results"><div class="search-results__total">'
        f'{len(given)} <b>Matching Annotations</b></div><ol class="search-results__list">'
        '<li class="search-result__timeframe">Aug 2023</li><li><div class="search-result-bucket">'
        f'<a class="search-result-bucket__title">{title}</a><ol>{cards}</ol></div></li></ol></div>'
    )


def _tags(one: Record) -> str:
    return "".join(f'<a class="annotation-card__tag">{html.escape(tag)}</a>' for tag in one.tags)


def _said(random: Random, text: str) -> str:
    return html.escape(text) if random.random() < 0.4 else text


def _feed(random: Random, given: Sequence[Record]) -> str:
    items = "".join(
        f"<item><title>{_said(random, one.title)}</title><link>{html.escape(one.url)}</link>"
        f"<pubDate>{one.day}</pubDate><category>{html.escape(''.join(one.tags))}</category>"
        f"<description><![CDATA[{one.passage}]]></description>"
        f"<content:encoded>{_said(random, one.note)}</content:encoded></item>"
        for one in given
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/'
        f'content/"><channel><title>B</title>{items}</channel></rss>'
    )


def _search(random: Random, given: Sequence[Record]) -> str:
    entries = "".join(
        f"<entry><title>{_said(random, one.title)}</title><url>{html.escape(one.url)}</url>"
        f'<content type="html"><![CDATA[{one.note}]]></content>'
        f"<tags>{''.join(f'<tag>{html.escape(tag)}</tag>' for tag in one.tags)}</tags></entry>"
        for one in given
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<search>{entries}</search>'


def _blog_html(random: Random, given: Sequence[Record]) -> str:
    posts = "".join(
        f'<article class="post"><h2><a href="{html.escape(one.url)}">{_said(random, one.title)}'
        f'</a></h2><time datetime="{one.day}">{one.day}</time>'
        f'<div class="post-content">{one.note}</div></article>'
        for one in given
    )
    return f"<!doctype html><html><head><title>B</title></head><body><main>{posts}</main>"


def _blog_text(random: Random, given: Sequence[Record]) -> str:
    return "\n".join(f"{one.title}\n{one.day}\n{one.note} ..." for one in given)


def _weekly(random: Random, given: Sequence[Record]) -> str:
    head = "标题\n\n" + (given[0].title if given else "")
    return head + "".join(f"\n\n  {n}. {one.title} {one.note}" for n, one in enumerate(given, 1))


WRITERS: Mapping[str, Callable[[Random, Sequence[Record]], str]] = {
    "hypothesis-page-html": _page_html,
    "search-xml": _search,
    "feed": _feed,
    "blog-html": _blog_html,
    "hypothesis-json": _rows,
    "memos-json": _memos,
    "hypothesis-csv": _csv,
    "hypothesis-txt": _txt,
    "hypothesis-page-text": _page,
    "weekly-text": _weekly,
    "blog-text": _blog_text,
}
"""How a document of each format is made."""
