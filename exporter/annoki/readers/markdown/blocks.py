"""Markdown as people type it in notes and memos to blocks of spans.

Code and formulas are taken out before the parser reads the text, and put back as elements into the
tree that it makes, which is then read as any other rendered page is. Single line breaks
are kept: who writes a note line by line means it so.
"""

from __future__ import annotations

import re
from typing import List, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from ...model import Block, Blocks, Span
from ...text.notation import notations_in, with_notation
from ...text.scripts import EAST_ASIAN
from ...text.spans import text_span, with_breaks
from ..html.tags import tags_of
from ..html.walk import blocks_of_element
from .bookkeeping import unkept, without_bookkeeping
from .lines import FencedCode, arranged, unfolded, without_fences
from .marks import held, holds, released
from .parser import tree_of

_SIGN = re.compile(
    r"[`*\[\\$<&~|]|==|(?<!\w)_(?=\S)|^[ \t]*(?:[-+>] ?|#{1,6}[ \t]|\d{1,9}[.)][ \t]|\t| {4})",
    re.MULTILINE,
)
_LINE_START = re.compile(r"\n[ \t]*(?:[-*+>#]|\d{1,9}[.)][ \t])")
_DEEP = re.compile(r"^(?![ \t*-]+$)(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){13}", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


# A formula between dollars alone on their lines, which holds neither code nor a paragraph.
_DISPLAYED = re.compile(
    r"^[ \t]*\$\$[ \t]*\n((?:(?![ \t]*\$\$)[^\x02\n]*\n){1,200}?)[ \t]*\$\$[ \t]*$", re.MULTILINE
)
_WORDS_IN_TEX = re.compile(r"\\(?:text[a-z]*|[mhf]box|operatorname\*?|math[a-z]+)\{[^{}]*\}")
_PROSE = re.compile(rf"[{EAST_ASIAN}]|(?:(?<![\\A-Za-z])[A-Za-z]{{2,}}[ \n]+){{2}}[A-Za-z]{{2,}}")


class _Thing(NamedTuple):
    source: str
    element: Element


def blocks_of_markdown(text: str, base: str = "") -> Blocks:
    """The blocks of the Markdown text `text`, whose relative addresses `base` completes."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _SIGN.search(text):
        return _paragraphs(without_bookkeeping(text))
    if _DEEP.search(text):
        return unkept(_paragraphs(text))
    things: List[_Thing] = []
    prepared = without_fences(text, lambda fence: _hold(things, fence.source, _code(fence)))
    parts = _PARAGRAPH.split(_DISPLAYED.sub(_without_empty_lines, prepared))
    prepared = "\n\n".join(_without_notation(part, things) for part in parts)
    prepared = unfolded(without_bookkeeping(prepared))
    root = tree_of(arranged(prepared.expandtabs(4).split("\n")))
    _put_back(root, things)
    tags = tags_of(root)
    try:
        return blocks_of_element(tags, base, lines=True)
    finally:
        tags.decompose()  # whose parts hold each other


def _without_empty_lines(match: re.Match[str]) -> str:
    if _PROSE.search(_WORDS_IN_TEX.sub(" ", match[1])):
        return match[0]  # what stands between two formulas of which one has no end
    return _PARAGRAPH.sub("\n", match[0])


def _paragraphs(text: str) -> Blocks:
    paragraphs = (
        "\n".join(" ".join(line.split()) for line in part.strip().split("\n"))
        for part in _PARAGRAPH.split(text)
    )
    return tuple(
        Block("prose", tuple(with_breaks(with_notation(text_span(part.strip())))))
        for part in paragraphs
        if part.strip()
    )


def _hold(things: List[_Thing], source: str, element: Element) -> str:
    things.append(_Thing(source, element))
    return held(len(things) - 1)


def _code(fence: FencedCode) -> Element:
    block = Element("pre")
    code = SubElement(block, "code", {"class": f"language-{fence.language}"})
    code.text = fence.code
    return block


def _without_notation(paragraph: str, things: List[_Thing]) -> str:
    """`paragraph` with its code and formulas held."""
    quoted = paragraph.lstrip().startswith(">")
    result = []
    at = 0
    for start, end, span, _ in notations_in(paragraph):
        element = _element(span, quoted)
        if element is not None:
            result += [paragraph[at:start], _hold(things, paragraph[start:end], element)]
            at = end
    return "".join(result) + paragraph[at:]


def _element(span: Span, quoted: bool) -> Element | None:
    inner = span.text
    if holds(inner):
        return None  # what begins before a block of code and ends behind it is neither
    if span.kind in ("formula", "display"):
        element = Element("script", type="math/tex")
        if span.kind == "display":
            element.set("type", "math/tex; mode=display")
        inner = re.sub(r"\n[ \t]*>", "\n", inner) if quoted else inner
    elif span.kind == "code" and not _LINE_START.search(inner):
        element = Element("code")
    else:
        return None
    element.text = inner
    return element


def _put_back(root: Element, things: List[_Thing]) -> None:
    """The things held in their places; as they were typed where no element can stand."""
    typed = [thing.source for thing in things]
    for parent in list(root.iter()):
        for name, value in parent.attrib.items():
            parent.set(name, released(value, typed))
        if parent.tag == "code":
            text = released(parent.text or "", typed)
            for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                text = text.replace(entity, char)
            parent.text = text
        for at, child in enumerate(parent):
            if child.tag == "held":
                element = things[int(child.get("n", ""))].element
                element.tail = child.tail
                parent[at] = element
