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

from ..model import Block, BlockKind, Repair
from ..text.lazy import pattern
from .inline_list import InlineList, inline_list

_BULLET = pattern(r"[ \t]*[•\-*][ \t]+(?=\S)")
_NUMBER = pattern(r"[ \t]*(\d{1,3})\.[ \t]+(?=\S)")
_RULE = pattern(r"[\s•\-*]+\Z")
_KEEP = pattern(r"\s*>|\s*\[!\w+\]")
_HINT = pattern(r"^[ \t]*(?:[•\-*]|\d{1,3}\.)[ \t]|[•\-][ \t]|1[.、]", re.M)
_SIGNS = pattern(r"[•\-*.][ \t]|1[.、]")
"""One of these is in each text that the hint fits, and most hold none."""

_SEPARATOR = ":::"
_SHOWN = 12
_MANY = 200
"""More inline lists than that in one block are none."""

_Piece = Tuple[BlockKind, List[str]]


def restore_lists(block: Block) -> Tuple[List[Block], List[Repair]]:
    """Split a prose block into prose and lists; `[block]` itself where there is no list."""
    if not _may_hold_list(block.text):
        return [block], []
    pieces: List[_Piece] = []
    repairs: List[Repair] = []
    lines = block.text.split("\n")
    at = 0
    while at < len(lines):
        taken = _printed_list(lines, at)
        for kind, items, source in taken:
            at += len(source)
            if kind == "prose":
                _add_prose(pieces, source)
            else:
                pieces.append((kind, items))
                repairs.append(_repair(source, kind, items))
        if taken:
            continue
        found = _inline(lines[at]) if len(repairs) < _MANY else []
        if not found:
            _add_prose(pieces, [lines[at]])
            at += 1
            continue
        _add_prose(pieces, [found[0].head])
        for one in found:
            pieces.append((one.kind, list(one.items)))
            repairs.append(_repair([one.source], one.kind, list(one.items)))
        lines[at : at + 1] = [found[-1].tail] if found[-1].tail else []
    if not repairs:
        return [block], []
    blocks = []
    for kind, content in pieces:
        text = "\n".join(content)
        if kind != "prose":
            blocks.append(Block(kind, text))
        elif text.strip():
            blocks.append(Block("prose", text.strip("\n"), block.language))
    return blocks, repairs


def _may_hold_list(text: str) -> bool:
    return _SIGNS.search(text) is not None and _HINT.search(text) is not None


def _printed_list(lines: List[str], at: int) -> List[Tuple[BlockKind, List[str], List[str]]]:
    """Return the list printed line by line from `lines[at]`: (kind, items, source lines) each."""
    bullets: List[str] = []
    end = at
    while end < len(lines):
        item = _bullet(lines[end])
        if item is None:
            break
        bullets.append(item)
        end += 1
    if bullets:
        return [("bullets", bullets, lines[at:end])]
    numbers: List[Tuple[int, str]] = []
    while end < len(lines):
        match = _NUMBER.match(lines[end])
        if not match or _SEPARATOR in lines[end]:
            break
        numbers.append((int(match.group(1)), lines[end][match.end() :].rstrip()))
        end += 1
    return _numbered_runs(numbers, lines[at:end]) if numbers else []


def _bullet(line: str) -> Optional[str]:
    match = _BULLET.match(line)
    if not match or _RULE.match(line) or _SEPARATOR in line:
        return None
    return line[match.end() :].rstrip()


def _numbered_runs(
    numbers: List[Tuple[int, str]], source: List[str]
) -> List[Tuple[BlockKind, List[str], List[str]]]:
    """Cut numbered lines where the count starts anew; a run that is not 1..n stays prose."""
    if all(number == 1 for number, _ in numbers):
        return [("numbers", [item for _, item in numbers], source)]
    starts = [i for i, (number, _) in enumerate(numbers) if number == 1 or i == 0]
    runs: List[Tuple[BlockKind, List[str], List[str]]] = []
    for start, end in zip(starts, [*starts[1:], len(numbers)]):
        run = numbers[start:end]
        if [number for number, _ in run] == list(range(1, len(run) + 1)):
            runs.append(("numbers", [item for _, item in run], source[start:end]))
        else:
            runs.append(("prose", source[start:end], source[start:end]))
    return runs


def _inline(line: str) -> List[InlineList]:
    """Return the lists inside a line that run up to its end or to prose, first to last."""
    found: List[InlineList] = []
    if _SEPARATOR in line or _KEEP.match(line):
        return found
    one = inline_list(line)
    while one is not None:
        found.insert(0, one)
        one = inline_list(one.head)
    return found


def _add_prose(pieces: List[_Piece], lines: List[str]) -> None:
    if pieces and pieces[-1][0] == "prose":
        pieces[-1][1].extend(lines)
    else:
        pieces.append(("prose", list(lines)))


def _repair(source: List[str], kind: BlockKind, items: List[str]) -> Repair:
    """Show a list by the beginnings of its lines and items."""
    before = " ".join(_short(line) for line in source)
    return Repair("list", before, f"[{kind}] " + " / ".join(_short(item) for item in items))


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 2 * _SHOWN else text[:_SHOWN] + "…" + text[-_SHOWN + 4 :]
