"""Hypothes.is annotations as the client exports them to HTML (docs/formats.md; in hypothesis/client
`annotations-exporter`). One page a file: a summary, then an `<article>` for each annotation with
a table of its parts. Notes are rendered already and are never read as Markdown again.
"""

from __future__ import annotations

import html
import re
from functools import partial
from typing import Dict, Iterator, List, Optional, Tuple, Union

from bs4.element import NavigableString, Tag

from ...contained import contained
from ...model import Document, Face, Found, Problem, Skipped
from ...text.dates import instant_of, local_time
from ...words import message
from ..html.tree import Whole, attribute, collapsed_text, elements, is_page, page_of
from ..html.walk import blocks_of_element
from ..records import as_lines
from .annotation import Annotation, newest_first
from .fenced import unfold

NAME = "hypothesis-html"

_NUMBER = re.compile(r"Annotation \d{1,9}:")
_START = re.compile(
    r"<article\b[^>]{0,200}>\s*<h2\b[^>]{0,200}>\s*Annotation \d{1,9}:\s*</h2>\s*<table\b", re.I
)
_CELL = r"<td>\s*%s:\s*</td>\s*<td>\s*"
_DECLARED = re.compile(_CELL % "Total annotations" + r"(\d{1,9})\b", re.I)
_WHO = re.compile(_CELL % "(?:Group|Users)" + "([^<]{0,2000})", re.I)
_PAGE = re.compile(r"<a\b[^>]{0,200}?\bhref=\"([^\"]{1,2000})\"", re.I)
_INDENT = re.compile(r"\s*\n( +)")


def detect(text: str) -> bool:
    """Whether `text` is HTML with numbered annotations as the export prints them."""
    return is_page(text) and bool(_START.search(text))


def declared(text: str) -> Optional[int]:
    """How many annotations the summary says there are, replies among them."""
    found = _DECLARED.search(_summary(text))
    return int(found.group(1)) if found else None


def about(text: str) -> str:
    """Of which page, group and users the annotations are."""
    head = _summary(text)
    page, who = _PAGE.search(head), _WHO.findall(head)
    said = [page.group(1), *who] if page and who else []
    return "\n".join(" ".join(html.unescape(one).split()) for one in said)


def read(document: Document) -> Iterator[Found]:
    """The annotations, newest first; replies are skipped."""
    with page_of(document.text) as page:
        yield from _annotations(page, document)


def _annotations(page: Whole, document: Document) -> Iterator[Found]:
    title, uri, articles = _page(page.root)
    parts: List[Union[Annotation, Skipped, Problem]] = []
    for number, article in enumerate(articles, 1):
        where = message("places.annotation", n=number)
        if page.breaks_off_in(article):
            what = message("readers.page_breaks_in")
            parts.append(Problem(where, what, collapsed_text(article)))
            continue
        part = partial(_part, article, where, title, uri)
        parts.append(contained("reading", where, part, collapsed_text(article)))
    yield from newest_first(parts)
    said = declared(document.text)
    if not articles:
        what = message("readers.no_annotations", what=message("readers.article"))
        yield Problem(message("places.page"), what)
    elif said is not None and said > len(articles):
        what = message("readers.cut", declared=said, n=len(articles))
        yield Problem(message("places.end"), what)
    elif page.broken and not page.breaks_off_in(articles[-1]):
        what = message("readers.page_breaks_annotations", n=len(articles))
        yield Problem(message("places.end"), what)


def _summary(text: str) -> str:
    first = _START.search(text)
    return text[: first.start()] if first else text[:10_000]


def _page(root: Tag) -> Tuple[str, str, List[Tag]]:
    """The page's title and address, which stand in the summary, and its annotations."""
    title = uri = ""
    for one in elements(root, "strong", "a", "article"):
        if one.name == "article":
            heading = one.find("h2", recursive=False)
            if heading is not None and _NUMBER.fullmatch(collapsed_text(heading)):
                return title, uri, [one, *one.find_next_siblings("article")]
        title = title or (collapsed_text(one) if one.name == "strong" else "")
        uri = uri or attribute(one, "href").strip()
    return title, uri, []


def _part(article: Tag, where: str, title: str, uri: str) -> Union[Annotation, Skipped, Problem]:
    cells = _cells(article)
    comment = cells.get("comment")
    if comment is None:
        return Problem(where, message("readers.no_comment"), collapsed_text(article))
    if collapsed_text(cells.get("type")).lower() == "reply":
        return Skipped(where, message("readers.reply"), collapsed_text(comment))
    unfold(comment)
    time = next(elements(cells["created at"], "time"), None) if "created at" in cells else None
    moment = instant_of(attribute(time, "datetime"))
    captured, created = local_time(collapsed_text(cells.get("created at")))
    if moment:
        captured = moment.strftime("%Y-%m-%d")
        created = moment.isoformat(timespec="microseconds")
    quoted = next((cells[name] for name in ("quote", "description") if name in cells), None)
    return Annotation(
        where,
        created=created,
        captured=captured,
        uri=uri,
        passage=quoted.get_text().rstrip() if quoted is not None else "",
        text=collapsed_text(comment),
        rendered=blocks_of_element(comment, uri, lines=True),
        face=Face.EXCERPT,
        tags=as_lines(collapsed_text(cells.get("tags")).split(", ")),
        title=title,
    )


def _cells(article: Tag) -> Dict[str, Tag]:
    """The parts of an annotation by their names; a note may hold a table itself."""
    cells: Dict[str, Tag] = {}
    table = article.find("table", recursive=False)
    row = table.find("tr") if table is not None else None
    for one in [row, *row.find_next_siblings("tr")] if row is not None else []:
        pair = one.find_all("td", recursive=False)
        if len(pair) == 2:
            name = collapsed_text(pair[0]).rstrip(":").lower()
            quoted = pair[1].find("blockquote", recursive=False) if name == "quote" else None
            cells.setdefault(name, _unindented(quoted or pair[1]))
    return cells


def _unindented(cell: Tag) -> Tag:
    """`cell` as it was before the export set each of its lines as deep as its element stands,
    those of code, too."""
    first = cell.contents[0] if cell.contents else None
    indent = _INDENT.match(first) if isinstance(first, NavigableString) else None
    if indent:
        deep = f"\n{indent.group(1)}"
        for text in list(cell.find_all(string=True)):
            if deep in text:
                text.replace_with(NavigableString(text.replace(deep, "\n")))
    return cell
