"""What other programs keep in a note for themselves, and nobody reads: comments, `<!--SR:…-->` and
`%%…%%`, the name of a block, ` ^name`, at the end of a line, Logseq's `card-repeats:: 1`,
and the marks of a gap, `{{cloze …}}`.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Tuple

from ...model import Block, Blocks, Spans
from ...text.spans import cutter, outline, pieces, stripped, with_pieces

_PERCENTS = re.compile(r"(?<!%)%%(?!%)")
_LETTER = re.compile(r"[A-Za-z0-9_]")
_END_OF_LINE = re.compile(r"[ \t]*$", re.MULTILINE)
# A power (`2 ^n-1`) follows a lone letter or digit, or a bracket.
_NAME = re.compile(
    r"(?:^|(?<![\s(=+*/-][A-Za-z0-9])(?<!^[A-Za-z0-9])(?<=[^\s)\]}])[ \t]+)"
    r"\^(?=[0-9-]{0,40}[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{2,60}[ \t]*$"
    # After a link, or as a program counts, with more digits than a power has.
    r"|(?:^|(?<=\]\])[ \t]*|[ \t]+)\^(?:[0-9]{12,14}|(?<=\]\] \^)[A-Za-z0-9-]{3,60})[ \t]*$",
    re.MULTILINE,
)
# What is to be filled in on another program's card is read here as it would be filled in.
_CLOZE = re.compile(r"(\{\{(?:cloze |c[0-9]{1,2}::))[^{}\n]{1,500}?((?:::[^{}:\n]{1,80})?\}\})")
_PROPERTY = re.compile(
    r"^[ \t]*(?:card-(?:last-interval|repeats|ease-factor|next-schedule|last-reviewed|last-score)"
    r"|collapsed|id):: [\w.:+-]{1,60}[ \t]*$",
    re.MULTILINE,
)


def without_bookkeeping(text: str) -> str:
    """`text`, in which code and formulas are held, without it; a line of nothing else goes."""
    parts: List[str] = []
    at = 0
    for start, end in _stretches(text):
        line = text.rfind("\n", at, start) + 1 or at
        alone = (not line or text[line - 1] == "\n") and not text[line:start].strip(" \t>")
        if alone and _END_OF_LINE.match(text, end):
            start, end = line, text.find("\n", end) + 1 or len(text)
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    return "".join(parts)


def bookkeeping_in(text: str) -> List[str]:
    """What of it stands in `text`, in which code and formulas are not told."""
    return [text[start:end] for start, end in _stretches(text)]


def unkept(blocks: Blocks) -> Blocks:
    """`blocks` of a note without it, each of them by itself."""
    result: List[Block] = []
    for block in blocks:
        if block.kind in ("code", "picture"):
            result.append(block)
            continue
        before = pieces(block)
        after = [_unkept(spans) for spans in before]
        if any(after) or not any(before):
            result.append(block if tuple(after) == before else with_pieces(block, after))
    return tuple(result)


def _unkept(spans: Spans) -> Spans:
    text = outline(spans)
    found = _stretches(text)
    if not found:
        return spans
    cut_here = cutter(spans)
    ends = [*(start for start, _ in found), len(text)]
    starts = [0, *(end for _, end in found)]
    return stripped([one for a, b in zip(starts, ends) for one in cut_here(a, b)])


def _stretches(text: str) -> List[Tuple[int, int]]:
    """Where it stands in `text`, in order, none in another."""
    found: List[Tuple[int, int]] = []
    if "<!--" in text:
        found += _comments(text)
    if "%%" in text:
        found += _between_percents(text)
    if "^" in text:
        found += [match.span() for match in _NAME.finditer(text)]
    if "{{c" in text:
        for match in _CLOZE.finditer(text):
            found += [match.span(1), match.span(2)]
    if ":: " in text:
        found += [match.span() for match in _PROPERTY.finditer(text)]
    apart: List[Tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _comments(text: str) -> Iterator[Tuple[int, int]]:
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end + 3)


def _between_percents(text: str) -> Iterator[Tuple[int, int]]:
    """What two `%%` enclose; `%%time` of a notebook and `%%d` of a format close nothing, nor does
    the sign that begins a line of a program's comments."""
    opened, line_end = -1, -1
    for match in _PERCENTS.finditer(text):
        start, end = match.span()
        closes = opened >= 0 and not _LETTER.match(text, end)
        if closes and (line_end < 0 or start < line_end or _END_OF_LINE.match(text, end)):
            yield opened, end
            opened = -1
        elif not start or not _LETTER.match(text, start - 1):
            opened, line_end = start, text.find("\n", end)
