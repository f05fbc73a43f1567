"""What the readers of Hypothes.is records share: from one annotation's parts to an item."""

from __future__ import annotations

from functools import partial
from typing import Iterable, Iterator, List, NamedTuple, Optional, Tuple, Union
from urllib.parse import quote

from ...contained import contained
from ...model import Blocks, Face, Found, Item, Problem, Skipped
from ...text.blank import is_blank
from ...text.urls import host_of, is_web
from ...words import message
from ..records import if_it_says_something, passage_of
from .text_fragment import link_to


class Annotation(NamedTuple):
    """One annotation as a record or an export gives it.

    `created` sorts annotations: ISO 8601 to the precision known, or empty. `text` is the Markdown
    that was typed; where it is rendered, `rendered` is what it says. `in_context` is the
    https address that shows it in its page, `alone` the http(s) address that shows it by itself,
    where the source has them.
    """

    where: str
    created: str
    captured: str
    uri: str
    passage: str
    text: str
    face: Face
    tags: Tuple[str, ...] = ()
    title: str = ""
    context: Tuple[str, str] = ("", "")
    id: str = ""
    in_context: str = ""
    alone: str = ""
    modified: int = 0
    rendered: Optional[Blocks] = None


def newest_first(parts: Iterable[Union[Annotation, Skipped, Problem]]) -> Iterator[Found]:
    """The items, newest first as on the site's own pages, then what is left out or unreadable.

    An annotation without a known time counts as newest, as everywhere (`identity`).
    """
    annotations: List[Annotation] = []
    others: List[Union[Skipped, Problem]] = []
    for part in parts:
        if not isinstance(part, Annotation):
            others.append(part)
        elif part.rendered or not is_blank(part.passage + part.text):
            annotations.append(part)
        else:
            others.append(Skipped(part.where, message("readers.empty_annotation"), part.uri))
    annotations.sort(key=lambda one: one.created or "9999", reverse=True)
    n = 0
    for one in annotations:
        made = partial(_item, one, n + 1)
        found = contained("reading", one.where, made, one.text or one.passage)
        n += isinstance(found, Item)
        yield found
    yield from others


def _item(one: Annotation, n: int) -> Union[Item, Skipped]:
    from ..markdown.blocks import blocks_of_markdown

    passage = passage_of(one.passage)
    page = one.uri if is_web(one.uri) else ""
    body = one.rendered
    if body is None:
        body = () if is_blank(one.text) else blocks_of_markdown(one.text, base=page)
    item = Item(
        "annotation" if passage else "page-note",
        "hypothesis",
        one.where,
        n,
        passage=passage,
        body=body,
        captured=one.captured,
        host=host_of(page),
        collection="" if _bare(one.title) == _bare(one.uri) else one.title,
        source_ids=(f"hypothesis:{one.id}",) if one.id else (),
        uri=one.uri,
        link=_link(one, one.passage),
        context=one.context,
        tags=one.tags,
        modified=one.modified,
        face=one.face,
    )
    return if_it_says_something(item, one.text)


def _link(one: Annotation, passage: str) -> str:
    """In context where the service shows it so, else in the page, else the annotation alone."""
    by_id = f"https://hypothes.is/a/{quote(one.id, safe='')}" if one.id else ""
    return one.in_context or link_to(one.uri, passage, *one.context) or one.alone or by_id


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/") or address
