"""Compose: decides what each item is to a learner, and renders it to the fields of one note."""

from __future__ import annotations

import html
import re
from sys import intern
from typing import Dict, List, Sequence, Tuple
from unicodedata import normalize

from ..config import Config
from ..model import Block, Item, Note
from ..notetype import FIELDS
from ..spans import dollars_pair
from ..sync_field import pushed_of
from .blocks import html_of
from .doubt import text_of
from .inline import Inline, escape
from .judge import Judged, judge
from .languages import Languages, language_of

RENDERER = 1
"""Raised when the same source text would be rendered otherwise."""

# What stands under no month, or under "Last 7 days", is newer than what stands under one.
_NEWEST = "9999"
_SUSPENDED = ("unfinished", "highlight")
_TAG_UNSAFE = re.compile(r"[\s\"\u3000]+")


def compose(item: Item, guid: str, config: Config, listing: int = 0, origin: str = "") -> Note:
    """The one note that `item` gives.

    `listing` is the index of its input, for reading order; `origin` the hash of the input's name.
    """
    judged = judge(item, config.reverse_separator, config.one_way_separator)
    fields, sources = _fields(item, judged, Languages(config.chinese, config.latin))
    tags = _tags(item, judged)
    suspended = judged.status in _SUSPENDED
    pushed = pushed_of(fields, sources, tags, item.source_ids, RENDERER, suspended)
    fields["Sync"] = pushed.as_field()
    # Newest stand first in a list of annotations or posts; a digest is read from its top.
    position = item.n if item.kind == "memo" else -item.n
    return Note(
        guid,
        tuple(fields.get(name, "") for name in FIELDS),
        tags,
        _deck(judged, config),
        suspended,
        judged.status,
        intern(judged.why),
        item.captured,
        (item.captured or _NEWEST, listing, position),
        item.source_ids,
        origin,
    )


def _fields(
    item: Item, judged: Judged, languages: Languages
) -> Tuple[Dict[str, str], Dict[str, str]]:
    """(field → HTML, field → the source text behind it), empty fields left out."""
    note = Inline(languages, dollars_pair(text_of(item.body)))
    passage = Inline(languages, dollars_pair(item.passage))
    asks_passage = judged.prompt and judged.prompt[0].text == item.passage
    parts: List[Tuple[str, Sequence[Block], Inline, str]] = [
        ("Prompt", judged.prompt, passage if asks_passage else note, "opening"),
        ("Answer", judged.answer, note, ""),
        ("Passage", judged.passage, passage, ""),
    ]
    fields: Dict[str, str] = {}
    sources: Dict[str, str] = {}
    for name, blocks, inline, css in parts:
        if blocks:
            fields[name] = html_of(blocks, inline, css if judged.untitled else "")
            sources[name] = text_of(blocks)
    rest = {
        "Source": _source(item, languages),
        "Captured": escape(item.captured),
        "Status": judged.status,
        "Reverse": "1" if judged.reverse else "",
    }
    fields.update({name: value for name, value in rest.items() if value})
    for name, value in fields.items():
        # Anki stores NFC, and what was pushed must be recognised later.
        if not value.isascii():
            fields[name] = normalize("NFC", value)
    sources.update({name: value for name, value in rest.items() if value})
    return fields, sources


def _source(item: Item, languages: Languages) -> str:
    """Where it was read: the title of the issue or page, and the host."""
    parts = []
    if item.collection:
        lang = language_of(item.collection, languages)
        attribute = f' lang="{lang}"' if lang else ""
        parts.append(
            f"<span{attribute}>{Inline(languages, False).prose(item.collection, lang)}</span>"
        )
    if item.host:
        parts.append(f'<span class="host">{html.escape(item.host)}</span>')
    return " ".join(parts)


def _tags(item: Item, judged: Judged) -> Tuple[str, ...]:
    tags = [f"source::{item.source}", f"status::{judged.status}"]
    tags += [f"host::{item.host}"] if item.host else []
    tags += [f"month::{item.captured[:7]}"] if item.captured else []
    tags += [f"tag::{tag}" for tag in judged.tags]
    # Interned: a hundred thousand notes share a few dozen tags.
    return tuple(sorted([intern("annoki::" + _TAG_UNSAFE.sub("_", tag)) for tag in tags]))


def _deck(judged: Judged, config: Config) -> str:
    return {
        "ready": config.decks.cards,
        "unsure": config.decks.cards,
        "passage": config.decks.passages,
        "digest": config.decks.digests,
        "unfinished": config.decks.to_finish,
        "highlight": config.decks.to_finish,
    }[judged.status]
