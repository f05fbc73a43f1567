"""Markdown as people type it in notes and memos to blocks with marks.

Code and formulas are taken out before the parser reads the text, and put back as elements into the
tree that it makes, which is then read as any other rendered page is. Single line breaks
are kept: who writes a note line by line means it so.
"""

from __future__ import annotations

import re
from typing import List, NamedTuple, Tuple
from xml.etree.ElementTree import Element, SubElement

from ...model import Block
from ...text import marks
from ...text.spans import Span, dollars_pair, split
from ..html.tags import tags_of
from ..html.walk import blocks_of_element
from .lines import Fence, arranged, without_fences
from .parser import tree_of

# Private-use characters, which the text is free of, stand for what the parser must not read.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_HELD = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_SIGN = re.compile(
    r"[`*\[\\$<&~|]|==|(?<!\w)_(?=\S)|^[ \t]*(?:[-+>] ?|#{1,6}[ \t]|\d{1,9}[.)][ \t]|\t| {4})",
    re.MULTILINE,
)
_LINE_START = re.compile(r"\n[ \t]*(?:[-*+>#]|\d{1,9}[.)][ \t])")
_DEEP = re.compile(r"^(?![ \t*-]+$)(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){13}", re.MULTILINE)
_COSTLY = re.compile(r"[*_`~=<>\\!&$|]")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
# The parser is quadratic in a paragraph's signs, and slow about brackets; no note is near these.
_LONGEST = 400_000
_MOST_SIGNS = 10_000_000
_MOST_BRACKETS = 1_000_000


class _Held(NamedTuple):
    source: str
    element: Element


def blocks_of_markdown(text: str, base: str = "") -> Tuple[Block, ...]:
    """The blocks of the Markdown text `text`, whose relative addresses `base` completes."""
    text = marks.clean(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not _SIGN.search(text) or _is_costly(text):
        return _paragraphs(text)
    held: List[_Held] = []
    prepared = without_fences(text, lambda fence: _hold(held, fence.source, _code(fence)))
    dollars = dollars_pair(_HELD.sub("", prepared))
    parts = _PARAGRAPH.split(prepared)
    prepared = "\n\n".join(_without_spans(part, dollars, held) for part in parts)
    root = tree_of(arranged(prepared.expandtabs(4).split("\n")))
    _put_back(root, held)
    return blocks_of_element(tags_of(root), base, lines=True)


def _is_costly(text: str) -> bool:
    if len(text) > _LONGEST or _DEEP.search(text):
        return True
    for part in _PARAGRAPH.split(text):
        if len(part) * part.count("[") > _MOST_BRACKETS:
            return True
        if len(part) > 3000 and len(part) * len(_COSTLY.findall(part)) > _MOST_SIGNS:
            return True
    return False


def _paragraphs(text: str) -> Tuple[Block, ...]:
    paragraphs = (
        "\n".join(" ".join(line.split()) for line in part.strip().split("\n"))
        for part in _PARAGRAPH.split(text)
    )
    return tuple(Block("prose", part.strip()) for part in paragraphs if part.strip())


def _hold(held: List[_Held], source: str, element: Element) -> str:
    held.append(_Held(source, element))
    return f"{_OPEN}{len(held) - 1}{_CLOSE}"


def _code(fence: Fence) -> Element:
    block = Element("pre")
    code = SubElement(block, "code", {"class": f"language-{fence.language}"})
    code.text = fence.code
    return block


def _without_spans(paragraph: str, dollars: bool, held: List[_Held]) -> str:
    """`paragraph` with its code and formulas held."""
    quoted = paragraph.lstrip().startswith(">")
    result = []
    for span in split(paragraph, dollars):
        element = _element(span, quoted)
        result.append(span.text if element is None else _hold(held, span.text, element))
    return "".join(result)


def _element(span: Span, quoted: bool) -> Element | None:
    inner = span.inner
    if span.kind in ("formula", "display"):
        element = Element("script", type="math/tex")
        if span.kind == "display":
            element.set("type", "math/tex; mode=display")
        inner = re.sub(r"\n[ \t]*>", "\n", inner) if quoted else inner
    elif span.kind == "code" and not _LINE_START.search(inner) and not _HELD.search(inner):
        element = Element("code")
    else:
        return None
    element.text = inner
    return element


def _put_back(root: Element, held: List[_Held]) -> None:
    """The elements held in their places; as they were typed where no element can stand."""

    def typed(text: str) -> str:
        return _HELD.sub(lambda match: held[int(match.group(1))].source, text)

    for parent in list(root.iter()):
        for name, value in parent.attrib.items():
            parent.set(name, typed(value))
        if parent.tag == "code":
            text = typed(parent.text or "")
            for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                text = text.replace(entity, char)
            parent.text = text
            continue
        children: List[Element] = []
        parent.text = _parted(parent.text, children, held)
        for child in list(parent):
            children.append(child)
            tail: List[Element] = []
            child.tail = _parted(child.tail, tail, held)
            children += tail
        parent[:] = children


def _parted(text: str | None, elements: List[Element], held: List[_Held]) -> str:
    """The text before the first element held in `text`; they go into `elements`."""
    before, *rest = _HELD.split(text or "")
    for number, tail in zip(rest[0::2], rest[1::2]):
        element = held[int(number)].element
        element.tail = tail
        elements.append(element)
    return before
