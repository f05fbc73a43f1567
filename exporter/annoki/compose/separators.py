"""Separators that part a note in two: `:::`, `::`, a line of `?` (docs/formats.md)."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence, Tuple

from ..model import Block, Blocks, Row, Spans
from ..text.fullwidth import folded
from ..text.spans import OPAQUE, cut, lines, outline, pieces, plain, stripped
from .callouts import WORDED
from .markers import ITEMIZED, card_quoted, prose

_LINE_SEPARATORS = ("??", "?")
_MOST_CARDS = 50
_LONGEST_NAME = 80
_ASKS = ("?", "\uff1f")
TWO_WAY = re.compile(r":::+")
ONE_WAY = re.compile(r"(?<![:\w]):: ?(?!:)|(?<=\w):: (?!:)|(?<=\w)::(?=[^\x00-\x7f])")
GLUED = re.compile(r"(?<=\w)::(?=\w)")
"""Two colons that stand in names of programs, too, and part only what is certainly none."""

_NAME_BEFORE = re.compile(r"[A-Za-z_]\w{0,80}\Z", re.ASCII)
_NAME_AFTER = re.compile(r"[A-Za-z_]\w{0,80}(?:[(<{\[!&*]|\.\w)?", re.ASCII)
_SPACES = (
    "std|boost|torch|absl|folly|fmt|cv|tf|chrono|caffe2|thrust|pybind11"
    "|crate|self|super|core|alloc|tokio|serde|fs|io|sync|rayon|hyper|axum"
)
_SPACE = re.compile(rf"(?:{_SPACES})\Z")
_HUMPED = re.compile(r"[a-z][A-Z]|_")
_ASKED_BY_WORD = re.compile(
    r"(?:what|how|why|when|where|which|who|does|do|is|are|can)\b|.*(?:什么|怎么|如何|怎样|为何|哪)",
    re.IGNORECASE,
)
_OPENS_SENTENCE = re.compile(
    r"(?:an?|the|it|to|in|of|for|by|when|if|because|one|no|yes)\b", re.IGNORECASE
)
# Three colons where C++ and Rust have two, or, in R, three.
_MISTYPED = re.compile(
    r"(?<![\w:])(?:std:::(?:vector|string|map|set|list|deque|queue|stack|pair|tuple|array|span|move"
    r"|forward|optional|variant|function|bind|thread|mutex|atomic|future|promise|async|cout|cin|cerr"
    r"|endl|sort|swap)(?!\w)|(?:std|boost|absl|torch|tokio):::(?:[a-z]+_\w+|\w+(?=[<({:]))"
    r"|(?:base|stats|utils|methods|graphics|grDevices):::\w+[._(]\w*)",
    re.ASCII,
)


def _first(separator: re.Pattern[str], text: str) -> Optional[re.Match[str]]:
    """Where `separator` first parts the outline `text`, but not a name of a program."""
    text = folded(text)
    if separator is GLUED:
        match = separator.search(text)
        return match if match and not _may_be_code(text, separator) else None
    if separator is TWO_WAY and ":::" in text:
        text = _MISTYPED.sub(lambda name: OPAQUE * len(name.group()), text)
    return separator.search(text)


def _may_be_code(text: str, separator: re.Pattern[str]) -> bool:
    """Whether a line of `text` is not certainly two sides, but may name a thing of a program."""
    for line in text.split("\n"):
        match = separator.search(line)
        if not match or _is_name(line[: match.start()], line[match.end() :]):
            return True
    return False


def _is_name(left: str, right: str) -> bool:
    if "::" in right or right.rstrip().endswith("?"):
        return True
    before, after = _NAME_BEFORE.search(left[-_LONGEST_NAME:]), _NAME_AFTER.match(right)
    if not before or not after:
        return False
    names = before.group(), after.group()
    if not names[1][-1].isalnum() or "." in names[1] or any(map(_HUMPED.search, names)):
        return True
    if _SPACE.match(names[0]):
        return True
    if " " not in left.strip() and " " not in right.strip():
        return not (left.isupper() and right.isupper())
    return bool(_ASKED_BY_WORD.match(left)) and not _OPENS_SENTENCE.match(right)


def others(answer: Blocks, separator: Optional[re.Pattern[str]]) -> Tuple[Blocks, Blocks]:
    """(what answers, the cards below it): a note may list several cards, each parted as the first
    was, by `separator`, or without one by a line. Each is a quotation below its question."""
    own, *more = _listed(answer, separator) if separator else _apart(answer)
    return (own, tuple([block for card in more for block in card])) if own else (answer, ())


def _listed(answer: Blocks, separator: re.Pattern[str]) -> List[Blocks]:
    """`answer` as what answers, and each further card, `separator` in its first line."""
    cards: List[List[Block]] = [[]]
    for block in answer:
        cells = [row.cells[0] for row in block.rows] if block.kind in ITEMIZED else []
        printed = lines(block.spans) if block.kind in WORDED else cells
        sides = [_sides(line, separator) for line in printed]
        # A list in which only some items are cards is an answer.
        if not any(sides) or (cells and not all(sides[len(cards) == 1 and not cards[0] :])):
            cards[-1].append(block)
            continue
        parts: List[List[Spans]] = [[]]
        for line, two in zip(printed, sides):
            if two:
                parts.append(list(two))
            else:
                parts[-1].append(line)
        cards[-1] += prose(parts[0])
        cards += [list(card_quoted(part[0], prose(part[1:]))) for part in parts[1:]]
    return list(map(tuple, cards))


def are_cards(blocks: Blocks, separator: re.Pattern[str]) -> bool:
    """Whether `separator` parts each line of `blocks`."""
    return all(
        block.kind in WORDED and all(_sides(line, separator) for line in lines(block.spans))
        for block in blocks
    )


def _sides(line: Spans, separator: re.Pattern[str]) -> Optional[Tuple[Spans, Spans]]:
    text = outline(line)
    match = _first(separator, text) if ":" in text or "\uff1a" in text else None
    left = stripped(cut(line, 0, match.start())) if match else ()
    right = stripped(cut(line, match.end(), len(text))) if match else ()
    return (left, right) if left and right else None


def _apart(answer: Blocks) -> List[Blocks]:
    """`answer` as what answers, and each further card, a line of `?` below its question."""
    cards: List[Blocks] = []
    question: Spans = ()
    while True:
        parted = at_line_separator(answer) if len(cards) < _MOST_CARDS else None
        own, asked = _last_off(parted[0]) if parted and parted[1] else (answer, ())
        said = own if asked else answer
        cards.append(card_quoted(question, said) if cards else said)
        if not parted or not asked:
            return cards
        question, answer = asked, parted[1]


def _last_off(blocks: Blocks) -> Tuple[Blocks, Spans]:
    """(what answers, the question below it): the last paragraph, or else the last line."""
    if not blocks or blocks[-1].kind != "prose":
        return blocks, ()
    if len(blocks) > 1:
        return blocks[:-1], blocks[-1].spans
    *above, last = lines(blocks[0].spans)
    return (prose(above), last) if above else (blocks, ())


def at_line_separator(blocks: Sequence[Block]) -> Optional[Tuple[Blocks, Blocks]]:
    """`blocks` parted at the first line of nothing but a separator."""
    for at, block in enumerate(blocks):
        if block.kind not in WORDED:
            continue
        text = plain(block.spans)
        if "\n" not in text and not text.startswith(_ASKS):
            continue
        printed = lines(block.spans)
        for n, line in enumerate(map(plain, printed)):
            if line.startswith(_ASKS) and folded(line) in _LINE_SEPARATORS:
                return (
                    (*blocks[:at], *prose(printed[:n])),
                    (*prose(printed[n + 1 :]), *blocks[at + 1 :]),
                )
    return None


def at_separator(
    blocks: Sequence[Block], separator: re.Pattern[str]
) -> Optional[Tuple[Blocks, Blocks]]:
    """Part `blocks` at the first separator, which is the last three colons of its run."""
    for at, block in enumerate(blocks):
        if block.kind in ("code", "picture"):
            continue
        for n, spans in enumerate(pieces(block)):
            text = outline(spans)
            match = _first(separator, text) if ":" in text or "\uff1a" in text else None
            if match:
                start = match.start()
                if _opens_container(text, match) and any(map(_closes_container, blocks)):
                    return None
                start = max(start, match.end() - 3) if separator is TWO_WAY else start
                left = stripped(cut(spans, 0, start))
                right = stripped(cut(spans, match.end(), len(text)))
                before, after = _split(block, n, left, right)
                return (*blocks[:at], *before), (*after, *blocks[at + 1 :])
    return None


def _opens_container(text: str, match: re.Match[str]) -> bool:
    """Whether colons begin their line, words behind them: `:::tip` of a page's generator."""
    first = text.rfind("\n", 0, match.start()) + 1
    return first == match.start() and text[match.end() : match.end() + 1] not in ("", "\n")


def _closes_container(block: Block) -> bool:
    lines = plain(block.spans).split("\n") if block.kind in WORDED else ()
    return any(len(line) > 2 and not line.strip(":") for line in lines)


def _split(block: Block, n: int, left: Spans, right: Spans) -> Tuple[Blocks, Blocks]:
    """`block` as two, its piece number `n` parted into `left` and `right`."""
    if not block.rows:
        sides = (block._replace(spans=left), block._replace(spans=right))
        return tuple([one for one in sides[:1] if left]), tuple([one for one in sides[1:] if right])
    at, cell = 0, n
    while cell >= len(block.rows[at].cells):
        cell -= len(block.rows[at].cells)
        at += 1
    row = block.rows[at]
    first = Row((*row.cells[:cell], left), row.level)
    last = Row((right, *row.cells[cell + 1 :]), row.level)
    before = [*block.rows[:at], *([first] if any(first.cells) else [])]
    after = [*([last] if any(last.cells) else []), *block.rows[at + 1 :]]
    return (
        (block._replace(rows=tuple(before)),) if before else (),
        (block._replace(rows=tuple(after)),) if after else (),
    )
