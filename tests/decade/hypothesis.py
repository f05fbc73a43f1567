"""One account's annotations as the service, its client and a page-to-text converter give them."""

from __future__ import annotations

import csv
import html
import io
import json
import time
from itertools import groupby
from typing import AbstractSet, Any, Dict, List, Tuple

from .things import CALLOUT, HIGHLIGHT, QUESTION, SEPARATOR, Growing, Thing

_NONE: AbstractSet[str] = frozenset()
_KINDS = ("annotation", "page-note")
# A converter leaves these in their narrow form; 。 and quotes survive it.
_NARROW = str.maketrans("，！？：；（）", ",!?:;()")
PER_PAGE = 200


def paragraphs(thing: Thing) -> List[str]:
    """The reader's note as typed, by paragraphs. `# flashcard` is a line of its own."""
    if thing.kind == "page-note":
        return [thing.first, thing.text]
    if thing.style == CALLOUT:
        return [f"[!NOTE] {thing.question}？", "#flashcard", thing.text]
    if thing.style == SEPARATOR:
        return [f"{thing.question}:::{thing.text}"]
    if thing.style == QUESTION:
        return [f"{thing.question} {thing.version}？"]
    return [] if thing.style == HIGHLIGHT else [f"{thing.text}。"]


def _listed(source: Growing) -> List[Thing]:
    """As the service sorts them: what was edited last comes first."""
    ones = source.alive(*_KINDS)
    return sorted(ones, key=lambda one: (-one.changed, one.token))


def _month(one: Thing) -> str:
    return time.strftime("%b %Y", time.gmtime(one.changed))


def _grouped(source: Growing, left_out: AbstractSet[str]) -> List[Tuple[str, int, List[Thing]]]:
    """(month, page, its annotations) of the first page of the list."""
    ones = [one for one in _listed(source)[:PER_PAGE] if one.token not in left_out]
    found = []
    for month, in_month in groupby(ones, key=_month):
        pages: Dict[int, List[Thing]] = {}
        for one in in_month:
            pages.setdefault(one.page, []).append(one)
        found += [(month, page, there) for page, there in pages.items()]
    return found


def page_text(source: Growing, left_out: AbstractSet[str] = _NONE) -> str:
    lines = [f"{len(_listed(source))} Matching Annotations"]
    heading, last = 0, ""
    for month, _, ones in _grouped(source, left_out):
        if month != last:
            heading, last = heading + 1, month
            lines.append(f"  {heading}. {month}")
        heading += 1
        lines.append(f"  {heading}. {ones[0].host} {ones[0].host}")
        for number, one in enumerate(ones, 1):
            lines += [f"    {number}. {one.passage}".rstrip().translate(_NARROW), ""]
            for paragraph in paragraphs(one):
                shown = (
                    paragraph.replace("#flashcard", "flashcard").replace("`", "").translate(_NARROW)
                )
                lines += [f"      {shown}", ""]
    return "\n".join(lines) + "\n"


def page_html(source: Growing, left_out: AbstractSet[str] = _NONE) -> str:
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><title>Hypothesis</title></head><body>'
        f'<div class="search-results__total"> {len(_listed(source))} '
        '<b>Matching Annotations</b></div><ol class="search-results__list">'
    ]
    last = ""
    for month, _, ones in _grouped(source, left_out):
        if month != last:
            last = month
            parts.append(f'<li class="search-result__timeframe">{month}</li>')
        first = ones[0]
        parts.append(
            '<li><div class="search-result-bucket"><div class="search-result-bucket__header">'
            f'<span class="search-result-bucket__domain-text">{first.host}</span>'
            f'<a href="#" class="search-result-bucket__title">{first.page_title}</a></div><ol>'
        )
        parts += map(_card, ones)
        parts.append(
            f'</ol><div class="search-bucket-stats__val search-bucket-stats__url">'
            f'<a href="{first.uri}">{first.uri[8:]}</a></div></div></li>'
        )
    return "\n".join([*parts, "</ol></body></html>\n"])


def _card(one: Thing) -> str:
    day = time.strftime("%d %b %Y", time.gmtime(one.changed))
    quoted = html.escape(one.passage)
    quote = f'<blockquote class="annotation-card__quote">{quoted}</blockquote>'
    text = "".join(
        "<h1>flashcard</h1>" if part == "#flashcard" else f"<p>{_escaped(part)}</p>"
        for part in paragraphs(one)
    )
    tags = "".join(f'<a class="annotation-card__tag" href="#">{tag}</a>' for tag in one.tags)
    return (
        '<li class="annotation-card"><header class="annotation-card__header">'
        f'<a href="https://hypothes.is/a/{one.id}" class="annotation-card__timestamp">{day}</a>'
        f"</header>{quote if one.passage else ''}"
        f'<section class="annotation-card__text">{text}</section>'
        f'<div class="annotation-card__tags">{tags}</div>'
        f'<footer><a href="https://hyp.is/{one.id}/{one.uri[8:]}"></a></footer></li>'
    )


def _escaped(text: str) -> str:
    """Rendered: code is an element, dollars stay."""
    parts = html.escape(text).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def api(source: Growing, left_out: AbstractSet[str] = _NONE) -> str:
    ones = _listed(source)
    rows = [_row(one) for one in ones if one.token not in left_out]
    return json.dumps({"total": len(ones), "rows": rows}, ensure_ascii=False, indent=1)


def export(source: Growing) -> str:
    head = {"export_date": "2024-12-01T09:00:00Z", "export_userid": "acct:reader@hypothes.is"}
    rows = [_row(one) for one in _listed(source)]
    whole = {**head, "client_version": "1.1560.0", "annotations": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _row(one: Thing) -> Dict[str, Any]:
    target: Dict[str, Any] = {"source": one.uri}
    if one.passage:
        exact = {"type": "TextQuoteSelector", "exact": one.passage, "prefix": "", "suffix": ""}
        target["selector"] = [exact]
    return {
        "id": one.id,
        "created": _stamp(one.created),
        "updated": _stamp(one.changed),
        "user": "acct:reader@hypothes.is",
        "uri": one.uri,
        "text": "\n\n".join(paragraphs(one)),
        "tags": list(one.tags),
        "group": "__world__",
        "permissions": {"read": ["group:__world__"]},
        "document": {"title": [one.page_title]},
        "target": [target],
        "links": {"html": f"https://hypothes.is/a/{one.id}"},
    }


def _stamp(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime(seconds))


def _one_page(source: Growing) -> List[Thing]:
    """The client exports one page at a time; this one has most."""
    ones = source.alive(*_KINDS)
    pages = {one.page: sum(other.page == one.page for other in ones) for one in ones}
    chosen = max(sorted(pages), key=pages.__getitem__, default=-1)
    return [one for one in ones if one.page == chosen]


def csv_of_one_page(source: Growing) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    titles = "Created at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags"
    writer.writerow(titles.split(","))
    for one in _one_page(source):
        created = time.strftime("%Y-%m-%d %H:%M", time.gmtime(one.created))
        kind = "Annotation" if one.passage else "Page note"
        text, tags = "\n\n".join(paragraphs(one)), ",".join(one.tags)
        writer.writerow([created, "reader", "", one.uri, "Public", kind, one.passage, text, tags])
    return stream.getvalue()


def text_of_one_page(source: Growing) -> str:
    ones = _one_page(source)
    if not ones:
        return ""
    lines = ["2024-12-01 09:30", ones[0].page_title, ones[0].uri, "Group: Public"]
    lines += ["Total users: 1", "Users: reader", f"Total annotations: {len(ones)}"]
    lines += ["Total replies: 0", ""]
    for number, one in enumerate(ones, 1):
        created = time.strftime("%Y-%m-%d %H:%M", time.gmtime(one.created))
        lines += [f"Annotation {number}:", f"Created at: {created}", "Author: reader"]
        lines.append(f"Type: {'Annotation' if one.passage else 'Page Note'}")
        lines += [f'Quote: "{one.passage}"'] if one.passage else []
        lines.append("Comment: " + "\n\n".join(paragraphs(one)))
        lines += [f"Tags: {', '.join(one.tags)}"] if one.tags else []
        lines.append("")
    return "\n".join(lines)
