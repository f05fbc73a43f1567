"""Fenced code in notes on the saved activity page, whose Markdown knows no fences.

The site prints a fence without an empty line in it as one inline `code`, and any other as
paragraphs, headings (`#include` lost its sign) and lists between two lines of backticks.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, NamedTuple, Sequence

from bs4.element import NavigableString, PageElement, Tag

from ...text import fences
from ..html.tree import elements

_LANGUAGE = re.compile(r"^[A-Za-z][\w+#.-]{0,19}$")
_FENCE = re.compile("```|~~~")
_PREPROCESSOR = re.compile(r"^(?:include|define|undef|pragma|ifn?def|endif|error|if|else|elif)\b")


def unfold(note: Tag) -> None:
    """Make a `pre` of each block of code in `note` that was typed between fences."""
    for container in [note, *note.find_all("blockquote")]:
        # What is quoted in what is quoted is not read for each of them.
        if not any(map(_holds_fence, _tags(container))):
            continue
        lines = list(_lines(container))
        pairs = _pairs(lines)
        if pairs:
            children = list(_rebuilt(container, lines, pairs))
            container.clear()
            container.extend(children)
    for code in list(elements(note, "code")):
        text = code.string or ""
        if code.parent is not None and code.parent.name == "pre":
            continue
        if "\n" in text and _is_alone(code):
            first, _, rest = text.partition("\n")
            named = bool(_LANGUAGE.match(first))
            code.replace_with(_tag("pre", rest if named else text, first if named else ""))


def _holds_fence(element: Tag) -> bool:
    return element.name == "p" and _FENCE.search(element.get_text()) is not None


def _is_alone(code: Tag) -> bool:
    before, after = (
        one.strip(" \t") if isinstance(one, NavigableString) else ""
        for one in (code.previous_sibling, code.next_sibling)
    )
    return (not before or before.endswith("\n")) and (not after or after.startswith("\n"))


class _Line(NamedTuple):
    at: int
    """Which element in the container it is in."""
    tag: str
    is_first: bool
    text: str


def _lines(container: Tag) -> Iterator[_Line]:
    for at, child in enumerate(_tags(container)):
        for part in _tags(child) if child.name in ("ul", "ol") else [child]:
            for number, line in enumerate(part.get_text().strip("\n").split("\n")):
                yield _Line(at, part.name, not number, line)


def _tags(container: Tag) -> List[Tag]:
    return [one for one in container.contents if isinstance(one, Tag)]


def _pairs(lines: Sequence[_Line]) -> Dict[int, int]:
    """The lines that open a fence, with those that close it."""
    pairs: Dict[int, int] = {}
    opening = -1
    for at, line in enumerate(lines):
        fence = fences.opening(line.text) if line.tag == "p" else None
        if fence and opening < 0:
            opening = at
        elif fence and not fence.language:
            pairs[opening] = at
            opening = -1
    return pairs


def _rebuilt(
    container: Tag, lines: Sequence[_Line], pairs: Dict[int, int]
) -> Iterator[PageElement]:
    """The children of `container`, those between two fences as one."""
    groups: List[List[PageElement]] = [[]]  # each element with the text after it
    for child in container.contents:
        if isinstance(child, Tag):
            groups.append([])
        groups[-1].append(child)
    yield from groups[0]
    split = {lines[at].at for pair in pairs.items() for at in range(pair[0], pair[1] + 1)}
    at = 0
    while at < len(lines):
        line = lines[at]
        if at in pairs:
            yield _pre(line, lines[at + 1 : pairs[at]])
            at = pairs[at] + 1
        elif line.at not in split:
            yield from groups[line.at + 1]
            while at < len(lines) and lines[at].at == line.at:
                at += 1
        else:
            texts: List[str] = []
            while at < len(lines) and at not in pairs and lines[at].at == line.at:
                texts.append(lines[at].text)
                at += 1
            yield _tag("p", "\n".join(texts))


def _pre(opening: _Line, lines: Sequence[_Line]) -> Tag:
    fence = fences.opening(opening.text)
    return _tag("pre", "\n".join(_typed(lines)), fence.language if fence else "")


def _tag(name: str, text: str, language: str = "") -> Tag:
    attributes: Dict[str, Any] = {"class": [f"language-{language}"]} if language else {}
    tag = Tag(name=name, attrs=attributes, is_xml=False)
    tag.string = text
    return tag


def _typed(lines: Sequence[_Line]) -> Iterator[str]:
    """The lines as they were typed, as far as the page still tells."""
    before = ""
    for line in lines:
        text = line.text
        if re.match(r"h[1-6]$", line.tag):
            text = f"#{text}" if _PREPROCESSOR.match(text) else f"# {text}"
        elif line.tag == "li" and line.is_first:
            text = f"- {text}"
        elif line.tag == "p" and line.is_first and before == "p":
            yield ""
        before = line.tag
        yield text
