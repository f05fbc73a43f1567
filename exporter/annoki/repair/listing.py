"""Rule `list`: gives prose back the lists that a converter flattened into it.

Annotation pages render a note's Markdown and are then flattened to text: bullets print as `•`,
and a `- ` or `1. ` list that followed a line without a blank line was never one to the page, so
it sits inline (`包括: 1. 模型 2. 数据`). Feeds add a habit of their own, counting each entry `1.`.

An inline list is believed only where its head announces it and two items or more follow. Lines
that a later stage reads (a callout's header, a `:::` card) are never taken apart.
"""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from ..model import Block, BlockKind, Blocks, Repair, Row, Spans
from ..text.spans import cut, joined, lines, outline, plain, stripped, written
from ..words import message
from .inline_list import InlineList, inline_list

_BULLET = re.compile(r"[ \t]*[•\-*][ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]*(\d{1,3})\.[ \t]+(?=\S)")
_RULE = re.compile(r"[\s•\-*]+\Z")
_KEEP = re.compile(r"\s*>|\s*\[!\w+\]")
_HINT = re.compile(r"^[ \t]*(?:[•\-*]|\d{1,3}\.)[ \t]|[•\-][ \t]|1[.、]", re.M)
_SIGNS = re.compile(r"[•\-*.1][ \t.、]")
"""One of these is in each text that the hint fits, and most hold none."""

_SEPARATOR = ":::"
_SHOWN = 12
_MANY = 200
"""More inline lists than that in one block are none."""

_Piece = Tuple[BlockKind, List[Spans]]


def may_hold(text: str) -> bool:
    """Whether `restore_lists` has to look at prose that reads `text`."""
    return _SIGNS.search(text) is not None and _HINT.search(text) is not None


def restore_lists(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks`, of which prose that holds lists is parted into prose and lists."""
    result: List[Block] = []
    repairs: List[Repair] = []
    for block in blocks:
        parted, made = _parted(block) if block.kind == "prose" else ([block], [])
        result += parted
        repairs += made
    return tuple(result), repairs


def _parted(block: Block) -> Tuple[List[Block], List[Repair]]:
    if not may_hold(outline(block.spans)):
        return [block], []
    pieces: List[_Piece] = []
    repairs: List[Repair] = []
    printed = lines(block.spans)
    texts = list(map(outline, printed))
    at = 0
    while at < len(printed):
        taken = _printed_list(texts, at)
        for kind, marks in taken:
            source = printed[at : at + len(marks)]
            at += len(marks)
            if kind == "prose":
                _add_prose(pieces, source)
            else:
                items = [_item(line, mark) for line, mark in zip(source, marks)]
                pieces.append((kind, items))
                repairs.append(_repair(source, kind, items))
        if taken:
            continue
        found = _inline(printed[at]) if len(repairs) < _MANY else []
        if not found:
            _add_prose(pieces, [printed[at]])
            at += 1
            continue
        _add_prose(pieces, [found[0].head])
        for one in found:
            pieces.append((one.kind, list(one.items)))
            repairs.append(_repair([one.source], one.kind, list(one.items)))
        rest = [found[-1].tail] if found[-1].tail else []
        printed[at : at + 1] = rest
        texts[at : at + 1] = map(outline, rest)
    if not repairs:
        return [block], []
    return [*filter(None, (_block(kind, content) for kind, content in pieces))], repairs


def _block(kind: BlockKind, content: List[Spans]) -> Optional[Block]:
    if kind != "prose":
        return Block(kind, rows=tuple([Row((item,)) for item in content]))
    spans = stripped(joined(content))
    return Block("prose", spans) if spans else None


def _printed_list(texts: List[str], at: int) -> List[Tuple[BlockKind, List[int]]]:
    """The list printed line by line from `texts[at]`: runs of lines of one kind, with the length
    of the mark that each begins with."""
    bullets: List[int] = []
    end = at
    while end < len(texts):
        mark = _bullet(texts[end])
        if not mark:
            break
        bullets.append(mark)
        end += 1
    if bullets:
        return [("bullets", bullets)]
    numbers: List[Tuple[int, int]] = []
    while end < len(texts):
        match = _NUMBER.match(texts[end])
        if not match or _SEPARATOR in texts[end]:
            break
        numbers.append((int(match.group(1)), match.end()))
        end += 1
    return _numbered_runs(numbers) if numbers else []


def _bullet(text: str) -> int:
    match = _BULLET.match(text)
    if not match or _RULE.match(text) or _SEPARATOR in text:
        return 0
    return match.end()


def _item(line: Spans, mark: int) -> Spans:
    text = plain(line)
    return cut(line, mark, len(text.rstrip()))


def _numbered_runs(numbers: List[Tuple[int, int]]) -> List[Tuple[BlockKind, List[int]]]:
    """Numbered lines cut where the count starts anew; a run that is not 1..n stays prose."""
    marks = [mark for _, mark in numbers]
    if all(number == 1 for number, _ in numbers):
        return [("numbers", marks)]
    starts = [i for i, (number, _) in enumerate(numbers) if number == 1 or i == 0]
    runs: List[Tuple[BlockKind, List[int]]] = []
    for start, end in zip(starts, [*starts[1:], len(numbers)]):
        counted = [number for number, _ in numbers[start:end]]
        in_order = counted == list(range(1, len(counted) + 1))
        runs.append(("numbers" if in_order else "prose", marks[start:end]))
    return runs


def _inline(line: Spans) -> List[InlineList]:
    """The lists inside a line that run up to its end or to prose, first to last."""
    found: List[InlineList] = []
    text = outline(line)
    if _SEPARATOR in text or _KEEP.match(text):
        return found
    one = inline_list(line)
    while one is not None:
        found.insert(0, one)
        one = inline_list(one.head)
    return found


def _add_prose(pieces: List[_Piece], prose: List[Spans]) -> None:
    if pieces and pieces[-1][0] == "prose":
        pieces[-1][1].extend(prose)
    else:
        pieces.append(("prose", list(prose)))


def _repair(source: List[Spans], kind: BlockKind, items: List[Spans]) -> Repair:
    """A list told by the beginnings of its lines and items."""
    before = " ".join(_short(written(line)) for line in source)
    told = " / ".join(_short(written(item)) for item in items)
    return Repair("list", before, message(f"repairs.as_{kind}", items=told))


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 2 * _SHOWN else text[:_SHOWN] + "…" + text[-_SHOWN + 4 :]
