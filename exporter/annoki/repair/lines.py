"""Rule `lines`: gives code the line ends back that a converter deleted.

Feeds of a known generator and excerpts of home pages print code in one line. Where the line numbers
beside it and its language agree on one way to part it, it is parted so; else the card says that its
line ends are lost, since nothing else would tell a learner.
"""

from __future__ import annotations

from typing import List, Tuple

from ..model import Block, Blocks, Repair
from ..text.code_lines import is_run_together, parted
from ..words import message

_SHORTEST = 16
_TOLD = 40


def may_hold(code: str) -> bool:
    """Whether `with_lines` has to look at `code`."""
    return "\n" not in code and len(code) >= _SHORTEST


def with_lines(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` with code in its lines, or marked as code whose lines are lost."""
    repairs: List[Repair] = []
    result: List[Block] = []
    for block in blocks:
        if block.kind == "code" and block.lines >= 0 and may_hold(block.code):
            lines = parted(block.code, block.lines)
            if lines:
                repairs.append(Repair("lines", block.code[:_TOLD], lines[: _TOLD + 1]))
                block = block._replace(code=lines, lines=0)
            elif not block.lines and is_run_together(block.code):
                repairs.append(Repair("lines", block.code[:_TOLD], message("repairs.lines_lost")))
                block = block._replace(lines=-1)
        result.append(block)
    return tuple(result), repairs
