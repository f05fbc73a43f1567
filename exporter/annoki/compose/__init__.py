"""Compose: decides what each item is to a learner, and renders it to the fields of one note."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter
from sys import intern
from typing import Dict, Mapping, Sequence, Tuple

from ..config import Config
from ..model import Block, Blocks, Item, Note, Status
from ..notetype import WRITTEN
from ..sync.details import Site, read_on, with_passage
from ..sync.matching import with_said
from ..sync.memory import pushed_of
from ..text.spans import pieces, written_text_of
from ..text.urls import is_web
from . import inert
from .blocks import html_of
from .decks import deck_of
from .digest import beginning
from .inline import Inline
from .judge import Judged, judge
from .languages import Languages, holds_rtl, language_of, languages_of

RENDERER = 1
"""Raised when the same source text would be rendered otherwise."""

# What stands under no month, or under "Last 7 days", is newer than what stands under one.
_NEWEST = "9999"
_RECURRING = 4096
_REMEMBERED = 500
"""So many characters of what is left out help to tell a long text from another."""
_SUSPENDED = ("unfinished", "highlight")
_TAG_UNSAFE = re.compile(r"[\s\"\u3000\x00-\x1f]+")
_STOPS = (".", "\u2026", "\u3002", "!", "?", "\uff01", "\uff1f")
_TAG_ENDS = " \t\n\u3000#:"
_LONGEST_TAG = 100
_OWN, _TO_ENGLISH = _ASKED_OTHERWISE = ("own", "to-en")
_NO_PICTURES: Mapping[str, str] = {}
_EMPTY = dict.fromkeys(WRITTEN, "")
_IN_ORDER = itemgetter(*WRITTEN)


def compose(
    item: Item,
    guid: str,
    config: Config,
    listing: int = 0,
    origin: str = "",
    pictures: Mapping[str, str] = _NO_PICTURES,
) -> Note:
    """The one note that `item` gives.

    `listing` is the index of its input, for reading order; `origin` the hash of the input's name;
    `pictures` the media file of each picture's address that could be had.
    """
    judged = judge(item, config.reverse_separator, config.one_way_separator)
    inline = Inline(languages_of(item, config), pictures)
    fields, sources = _fields(item, judged, inline)
    left_out = html_of(beginning(judged.rest, _REMEMBERED), inline) if judged.is_cut else ""
    status = judged.status
    given = judged.tags + item.tags
    tags = _tags(item.source, status, item.host, item.captured[:7], given)
    suspended = status in _SUSPENDED
    ids, face = item.source_ids, item.face
    origins = (origin,) if origin else ()
    in_order = _IN_ORDER({**_EMPTY, **fields})
    memory = pushed_of(fields, sources, tags, ids, RENDERER, suspended, face, origins)
    memory = with_said(memory, in_order, left_out)
    shown = [block.address for block in item.body if block.kind == "picture"]
    return Note(
        guid,
        in_order,
        tags,
        deck_of(item, status, config),
        suspended,
        status,
        judged.why,
        memory,
        item.captured,
        reading_order(item, listing),
        item.modified,
        tuple([pictures[one] for one in shown if one in pictures]) if shown else (),
        not pictures.keys() >= set(shown) if shown else False,
        kind=item.kind,
    )


def reading_order(item: Item, listing: int) -> Tuple[str, int, int]:
    """What sorts `item`, of the listing of that index, among others: oldest first."""
    # Newest stand first in a list of annotations or posts; a digest is read from its top.
    from_top = item.kind == "memo" and (item.collection or not item.face)
    return item.captured or _NEWEST, listing, item.n if from_top else -item.n


def _fields(item: Item, judged: Judged, inline: Inline) -> Tuple[Dict[str, str], Dict[str, str]]:
    """(field → HTML, field → the source text behind it), empty fields left out."""
    languages = inline.languages
    fields: Dict[str, str] = {}
    sources: Dict[str, str] = {}
    for name, blocks in (
        ("Prompt", judged.prompt),
        ("Answer", judged.answer),
        ("Passage", judged.passage),
    ):
        if blocks:
            css = "quoted" if judged.quoted and name == "Answer" else ""
            css = _css_of(judged, inline) if name == "Prompt" else css
            fields[name] = html_of(blocks, inline, css)
            # Where the answer tells how it is asked, a face with another one says something else.
            asked = f"\n{css}" if css in _ASKED_OTHERWISE else ""
            sources[name] = _source_of(blocks) + asked
    if judged.rest:
        # Whether it is kept depends on more than the text: then the source says something else.
        all_told = _source_of((*judged.answer, *judged.rest))
        sources["Answer"] = all_told if judged.is_cut else f"{all_told}\n"
        fields["Answer"] += read_on("" if judged.is_cut else html_of(judged.rest, inline))
    if judged.here:
        fields["Prompt"] = with_passage(fields["Prompt"], fields["Passage"])
        sources["Prompt"] = f"{sources['Prompt']}\n{sources['Passage']}"
    for name, value in (
        ("Context", _context(item, languages) if any(item.context) else ""),
        ("Source", _source(item.collection, item.host, item.link, languages)),
        ("Captured", inert.escape(item.captured)),
        ("Status", judged.status),
        ("Reverse", "1" if judged.reverse else ""),
    ):
        if value:
            fields[name] = sources[name] = value
    return {name: inert.field(value) for name, value in fields.items()}, sources


def _css_of(judged: Judged, inline: Inline) -> str:
    """The class of a prompt's paragraphs where it is not asked as its kind usually is: a passage
    is to be said in Chinese, or, if it is Chinese, in one's own words (`style.css`)."""
    if judged.untitled:
        return "opening"
    if judged.status != "passage":
        return ""
    asked, said = (_language_of(blocks, inline) for blocks in (judged.prompt, judged.answer))
    if asked.startswith("zh"):
        return _TO_ENGLISH if said.startswith("en") else ""
    return "" if said.startswith("zh") else _OWN


def _language_of(blocks: Blocks, inline: Inline) -> str:
    languages = (inline.language_of(spans) for block in blocks for spans in pieces(block))
    return next(filter(None, languages), "")


def _source_of(blocks: Sequence[Block]) -> str:
    """The source text behind a field: its words, where they lead, and which pictures it shows."""
    words = written_text_of(blocks)
    led = [block.address for block in blocks if block.address]
    for block in blocks:
        for cell in pieces(block):
            for one in cell:
                if one.link and one.link != one.text and not one.written:
                    led.append(one.link)
    return "\n".join([words, *led]) if led else words


def _context(item: Item, languages: Languages) -> str:
    """What stands right before and after the passage, which itself is left out."""
    before, after = (" ".join(text.split()) for text in item.context)
    if not before and not after:
        return ""
    lang = language_of(f"{before} {after}", languages)
    inline = Inline(languages)
    around = [inline.typed(text, lang) if text else "" for text in (before, after)]
    attribute = f' lang="{lang}"' if lang else ""
    if holds_rtl("".join(item.context)):
        attribute = f' dir="auto"{attribute}'
    head = "\u2026" if before else ""
    tail = "" if not after or after.endswith(_STOPS) else "\u2026"
    gap = f"{head}{around[0]} [\u2026] {around[1]}{tail}".strip()
    return f"<p{attribute}>{gap}</p>"


@lru_cache(_RECURRING)
def _source(title: str, host: str, link: str, languages: Languages) -> str:
    """Where it was read: the title of the page or issue, linked, and the host."""
    link = link if is_web(link) else ""
    if not title:
        named = host or (link.split("/")[2] if link else "")
        return Site("", inert.escape(named), inert.address(link)).html()
    lang = language_of(title, languages)
    attribute = f' lang="{lang}"' if lang else ""
    rendered = Inline(languages).typed(title, lang)
    return Site(rendered, inert.escape(host), inert.address(link), attribute).html()


@lru_cache(_RECURRING)
def _tags(
    source: str, status: Status, host: str, month: str, given: Tuple[str, ...]
) -> Tuple[str, ...]:
    tags = {_tag("source", source), _tag("status", status)}
    if host:
        tags.add(_tag("host", host))
    if month:
        tags.add(_tag("month", month))
    own = (tag.strip(_TAG_ENDS)[:_LONGEST_TAG] for tag in given)
    tags.update([_tag("tag", tag) for tag in own if tag])
    return tuple(sorted(tags))


@lru_cache(_RECURRING)
def _tag(kind: str, name: str) -> str:
    # Interned: a hundred thousand notes share a few dozen tags.
    return intern("annoki::" + inert.tag(_TAG_UNSAFE.sub("_", f"{kind}::{name}")))
