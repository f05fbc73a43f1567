"""What must hold of each item that a reader gives, and of each note that is made of one."""

from __future__ import annotations

import html
import re
from typing import AbstractSet, Iterator, Tuple

from annoki.model import Item, Note
from annoki.notetype import WRITTEN

Broken = Tuple[str, str]
"""(where, what was seen)."""

_DAY = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")
_LINK = re.compile(r"https?://[^\s\x00-\x1f]+")

_VALUE = r'"[^"<>]*"'
_ALLOWED = re.compile(
    r"</?(?:p|h3|blockquote|ul|li|table|tr|th|td|pre|code|strong|em|figure|figcaption|details|"
    r"summary|div)>"
    r"|<br>|</(?:ol|a|span)>"
    r"|<(?:p|h3|blockquote|ul|ol|li|table|th|td|pre|code|span|a|figcaption|details|summary|div)"
    rf'(?: (?:lang|class)={_VALUE}| dir="auto"| start="\d+"| href="(?:https?://|mailto:)[^"<>]*")*>'
)
_RUN_BY_ANKI = re.compile(r"\[(?:sound:|/?anki:|/?latex\]|/?\$\$?\]|\[type:)|\{\{", re.IGNORECASE)
_CODE = re.compile(r"<code[^>]*>.*?</code>", re.DOTALL)
_TEX = re.compile(r"\\(?:\((.*?)\\\)|\[(.*?)\\\])", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def broken_by_item(item: Item) -> Iterator[Broken]:
    """What is amiss with `item`, as docs/writing-a-reader.md asks of every reader."""
    if not item.where:
        yield "where", "it does not say where it is"
    if not _DAY.fullmatch(item.captured):
        yield "captured", repr(item.captured)
    if item.link and not _LINK.fullmatch(item.link):
        yield "link", repr(item.link)
    if not (item.passage or item.body or item.title):
        yield "empty", item.where
    for name in ("passage", "body", "title"):
        try:
            repr(getattr(item, name)).encode()
        except UnicodeEncodeError as error:
            yield f"surrogate-in-{name}", str(error)


def broken_by_note(note: Note, formulas: AbstractSet[str]) -> Iterator[Broken]:
    """What is amiss with `note`, of an input that has these `formulas`: TeX without white space,
    since a space in one may part what Anki would run."""
    for name, field in zip(WRITTEN, note.fields):
        rest = _ALLOWED.sub("", field)
        if "<" in rest or ">" in rest:
            at = min(rest.find(sign) for sign in "<>" if sign in rest)
            yield f"{name}-html", rest[max(0, at - 40) : at + 80]
        run = _RUN_BY_ANKI.search(field)
        if run:
            yield f"{name}-anki", field[max(0, run.start() - 40) : run.end() + 80]
        for one in _TEX.finditer(_TAG.sub("", _CODE.sub("", field))):
            tex = html.unescape(one.group(1) or one.group(2) or "")
            if tex.strip() and "".join(tex.split()) not in formulas:
                yield f"{name}-formula", tex[:200]
        opened = 0
        for tag in _TAG.findall(field):
            opened += 0 if tag.startswith(("<br", "<img")) else -1 if tag.startswith("</") else 1
        if opened:
            yield f"{name}-unbalanced", field[:200]
        if any(sign in field for sign in "\x1f\x00"):
            yield f"{name}-control", repr(field[:200])
    for tag in note.tags:
        if not tag.startswith("annoki::") or re.search(r'[\s"\x00-\x1f]', tag):
            yield "tag", repr(tag)
    if not any(note.fields):
        yield "empty", note.guid
