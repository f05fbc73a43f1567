"""Fenced code in notes on the saved activity page, whose Markdown knows no fences.

The site prints a fence without an empty line in it as one inline `code`, and any other as
paragraphs, headings (`#include` lost its sign) and lists between two lines of backticks.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, NamedTuple, Sequence
from xml.etree.ElementTree import Element

_FENCE = re.compile(r"^\s*```+\s*([\w+#.-]*)\s*$")
_LANGUAGE = re.compile(r"^[A-Za-z][\w+#.-]{0,19}$")
_PREPROCESSOR = re.compile(r"^(?:include|define|undef|pragma|ifn?def|endif|error|if|else|elif)\b")


def unfold(note: Element) -> None:
    """Make a `pre` of each block of code in `note` that was typed between fences."""
    for container in [note, *note.iter("blockquote")]:
        lines = list(_lines(container))
        pairs = _pairs(lines)
        if pairs:
            container[:] = list(_rebuilt(container, lines, pairs))
    for parent in list(note.iter("*")):
        before = parent.text or ""
        for child in parent:
            text = child.text or ""
            if child.tag == "code" and not len(child) and "\n" in text and _is_alone(before, child):
                first, _, rest = text.partition("\n")
                child.tag = "pre"
                if _LANGUAGE.match(first):
                    child.set("class", f"language-{first.lower()}")
                    child.text = rest
            before = child.tail or ""


def _is_alone(before: str, code: Element) -> bool:
    before, after = before.strip(" \t"), (code.tail or "").strip(" \t")
    return (not before or before.endswith("\n")) and (not after or after.startswith("\n"))


class _Line(NamedTuple):
    at: int
    """Which child of the container it is in."""
    tag: str
    is_first: bool
    text: str


def _lines(container: Element) -> Iterator[_Line]:
    for at, child in enumerate(container):
        parts = list(child) if child.tag in ("ul", "ol") else [child]
        for part in parts:
            text = "".join(map(str, part.itertext()))
            for number, line in enumerate(text.strip("\n").split("\n")):
                yield _Line(at, part.tag, not number, line)


def _pairs(lines: Sequence[_Line]) -> Dict[int, int]:
    """The lines that open a fence, with those that close it."""
    pairs: Dict[int, int] = {}
    opening = -1
    for at, line in enumerate(lines):
        match = _FENCE.match(line.text) if line.tag == "p" else None
        if match and opening < 0:
            opening = at
        elif match and not match.group(1):
            pairs[opening] = at
            opening = -1
    return pairs


def _rebuilt(
    container: Element, lines: Sequence[_Line], pairs: Dict[int, int]
) -> Iterator[Element]:
    """The children of `container`, those between two fences as one."""
    children = list(container)
    split = {lines[at].at for pair in pairs.items() for at in range(pair[0], pair[1] + 1)}
    at = 0
    while at < len(lines):
        line = lines[at]
        if at in pairs:
            yield _pre(container, line, lines[at + 1 : pairs[at]])
            at = pairs[at] + 1
        elif line.at not in split:
            yield children[line.at]
            while at < len(lines) and lines[at].at == line.at:
                at += 1
        else:
            texts: List[str] = []
            while at < len(lines) and at not in pairs and lines[at].at == line.at:
                texts.append(lines[at].text)
                at += 1
            paragraph = container.makeelement("p", {})
            paragraph.text = "\n".join(texts)
            yield paragraph


def _pre(container: Element, opening: _Line, lines: Sequence[_Line]) -> Element:
    match = _FENCE.match(opening.text)
    language = match.group(1).lower() if match else ""
    code = container.makeelement("pre", {"class": f"language-{language}"} if language else {})
    code.text = "\n".join(_typed(lines))
    return code


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
