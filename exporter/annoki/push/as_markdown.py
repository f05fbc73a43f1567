"""The HTML of a field, as Anki's editor and Annoki write it, as Markdown that is typed for it."""

from __future__ import annotations

import re
from typing import Iterator, Optional

from bs4.element import Tag

from ..errors import AnnokiError
from ..model import Block, Blocks
from ..readers.html.tree import attribute, classes, page_tree
from ..readers.html.walk import blocks_of_element
from ..readers.markdown.blocks import blocks_of_markdown
from ..readers.markdown.typing import PLAIN, Manner, markdown_of_block, signs_in
from ..text.blank import is_blank
from ..text.urls import absolute
from ..words import message
from .meaning import mean_the_same, meaning_of

_LISTS = {"ul", "ol"}
_ALONE = {"pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
"""What Markdown, as it is read, holds inside nothing else."""
_KNOWN = {
    "html", "head", "body", "p", "div", "br", "span", "wbr", "b", "strong", "i", "em", "code", "a",
    "li", *_LISTS, *_ALONE,
}  # fmt: skip
_TABLES = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"}
_PICTURES = {"img", "figure", "figcaption", "svg", "picture", "canvas", "audio", "video", "object"}
_ANKIS = re.compile(r"\[(?:sound:|anki:|latex\]|\$\$?\])", re.IGNORECASE)
"""What Anki plays, or has LaTeX draw."""
_LED = ("http", "https", "mailto")
_STYLES = ("style", "align", "color", "bgcolor", "face", "size", "type", "reversed", "hidden")
_SET = {
    "u": "<u>", "font": "<font>", "sub": "<sub>", "sup": "<sup>", "mark": "<mark>", "s": "<s>",
    "del": "<del>", "strike": "<strike>", "small": "<small>", "big": "<big>", "center": "<center>",
}  # fmt: skip


class NoWayBack(AnnokiError):
    """An answer that cannot go back into its annotation, or not as it is: its text says why."""


def as_markdown(html: str) -> str:
    """What a reader would type for the field `html`, without a line end at its end.

    Raises NoWayBack where it holds what Markdown cannot, or would say otherwise, or nothing.
    """
    return "\n\n".join(map(typed, shown_in(html)))


def shown_in(html: str) -> Blocks:
    """What the field `html` says, by its meaning. Raises NoWayBack as `as_markdown` does."""
    with page_tree(html) as root:
        lost = next(filter(None, map(_lost, _elements(root))), None)
        played = _ANKIS.search(root.get_text())
        if played and not lost:
            lost = message("answers.element", what=played[0])
        if lost:
            raise NoWayBack(lost)
        blocks = meaning_of(blocks_of_element(root))
    if not blocks or all(is_blank("".join(map(str, block))) for block in blocks):
        raise NoWayBack(message("answers.empty"))
    return blocks


def typed(block: Block, manner: Manner = PLAIN) -> str:
    """What a reader who types in this `manner` would type for `block`. Raises NoWayBack where it
    would be read otherwise."""
    signs = signs_in(block)
    for how in (manner, manner._replace(emphasis="_"), PLAIN):
        for escaped in ("", *signs, signs or "#"):
            text = markdown_of_block(block, how._replace(escaped=escaped))
            if mean_the_same(meaning_of(blocks_of_markdown(text)), (block,)):
                return text
    raise NoWayBack(message("answers.otherwise", text=_short(markdown_of_block(block))))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}\u2026"


def _elements(root: Tag) -> Iterator[Tag]:
    return (one for one in root.descendants if isinstance(one, Tag))


def _lost(element: Tag) -> Optional[str]:
    """What Markdown would lose of `element` itself, if anything."""
    name = element.name
    names = classes(element)
    if name in _TABLES:
        return message("answers.table")
    if name in _PICTURES or "caption" in names:
        return message("answers.picture")
    if name in _SET:
        return message("answers.style", what=_SET[name])
    if name not in _KNOWN:
        return message("answers.element", what=f"<{name}>")
    if name == "a" and not absolute(attribute(element, "href"), schemes=_LED):
        return message("answers.element", what=f'<a href="{_short(attribute(element, "href"))}">')
    if "lost" in names:
        return message("answers.lines_lost")
    for one in _STYLES:
        if element.has_attr(one) and attribute(element, one).strip(" ;"):
            return message("answers.style", what=f'{one}="{attribute(element, one)}"')
    return message("answers.nested") if _is_nested(element) else None


def _is_nested(element: Tag) -> bool:
    if element.name not in _ALONE | _LISTS:
        return False
    around = {one.name for one in element.parents}
    return bool(around & _ALONE) or (element.name in _ALONE and "li" in around)
