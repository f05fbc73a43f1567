"""What must hold of each item that a reader gives, and of each note that is made of one."""

from __future__ import annotations

import html
import re
from typing import AbstractSet, Iterator, Tuple
from unicodedata import normalize

from annoki.compose.typeset import typeset
from annoki.model import Item, Note
from annoki.notetype import WRITTEN

Broken = Tuple[str, str]
"""(where, what was seen)."""

_DAY = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")
_LINK = re.compile(r"https?://[^\s\x00-\x1f]+")

_VALUE = r'"[^"<>]*"'
_ALLOWED = re.compile(
    r"</?(?:p|h[1-6]|blockquote|ul|li|table|tr|th|td|pre|code|strong|em|figure|figcaption|details|"
    r"summary|div)>"
    r"|<w?br>|</(?:ol|a|span)>"
    r"|<(?:p|h[1-6]|blockquote|ul|ol|li|table|th|td|pre|code|span|a|figcaption|details|summary|div)"
    rf'(?: (?:lang|class)={_VALUE}| dir="auto"| start="\d+"| href="(?:https?://|mailto:)[^"<>]*")*>'
)
_RUN_BY_ANKI = re.compile(r"\[(?:sound:|/?anki:|/?latex\]|/?\$\$?\]|\[type:)|\{\{", re.IGNORECASE)
_CODE = re.compile(r"<code[^>]*>.*?</code>", re.DOTALL)
_BEGINS = re.compile(r"\\[(\[]")
_TEX_SIGN = re.compile(r"\\.|[{}\0]", re.DOTALL)
_STRINGS = ("Context", "Source")
"""Fields in which a formula is one that was typed in what is no text of the item."""
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
    """What is amiss with `note`, of an input that has these `formulas`, as `bare`."""
    for name, field in zip(WRITTEN, note.fields):
        rest = _ALLOWED.sub("", field)
        if "<" in rest or ">" in rest:
            at = min(rest.find(sign) for sign in "<>" if sign in rest)
            yield f"{name}-html", rest[max(0, at - 40) : at + 80]
        run = _RUN_BY_ANKI.search(field)
        if run:
            yield f"{name}-anki", field[max(0, run.start() - 40) : run.end() + 80]
        for tex in _formulas_in(field):
            if not typeset(tex) or (name not in _STRINGS and bare(tex) not in formulas):
                yield f"{name}-formula", tex[:200]
        opened = 0
        for tag in _TAG.findall(field):
            opened += (
                0 if tag.startswith(("<br", "<wbr", "<img")) else -1 if tag.startswith("</") else 1
            )
        if opened:
            yield f"{name}-unbalanced", field[:200]
        if any(sign in field for sign in "\x1f\x00"):
            yield f"{name}-control", repr(field[:200])
    for tag in note.tags:
        if not tag.startswith("annoki::") or re.search(r'[\s"\x00-\x1f]', tag):
            yield "tag", repr(tag)
    if not any(note.fields):
        yield "empty", note.guid


def bare(tex: str) -> str:
    """`tex` as Anki stores it, without white space: a space may part in it what Anki would run."""
    return "".join(normalize("NFC", tex).split())


def _formulas_in(field: str) -> Iterator[str]:
    """The TeX that MathJax finds in `field`: within one element, and outside code, up to the first
    end that stands in no braces."""
    text = html.unescape(
        _TAG.sub("\0", _CODE.sub("\0", field.replace("<br>", " ").replace("<wbr>", "")))
    )
    at = 0
    while begins := _BEGINS.search(text, at):
        at, depth = begins.end(), 0
        for sign in _TEX_SIGN.finditer(text, at):
            depth += (sign[0] == "{") - (sign[0] == "}")
            if sign[0] == "\0":
                break
            if depth == 0 and sign[0] == "\\" + {"(": ")", "[": "]"}[begins[0][1]]:
                tex, at = text[at : sign.start()], sign.end()
                if tex.strip():
                    yield tex
                break
