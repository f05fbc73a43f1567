"""What a reader's words say about their own state: asking, doubted, damaged."""

from __future__ import annotations

import re
from typing import Sequence

from ..model import Block, Spans
from ..text.fullwidth import folded
from ..text.scripts import EAST_ASIAN
from ..text.spans import OPAQUE, is_words, outline, pieces, text_of

_ASKS = r"什么|为何|为啥|啥|如何|怎么|怎样|哪|谁|多少|几[个种次层步]|多[大长久少快]|是否|能否|可否"
ASKS_ENGLISH = r"what|why|how|when|where|which|who|whose"
_AUXILIARY = r"is|are|was|were|does|do|did|can|could|should|would|will|has|have|had"
MARK = r"\?"

# No sentence is longer, and what looks at a text's end must not read all of a hostile one.
_LAST_SENTENCE = 400
_ENDS_IN_DOUBT = re.compile(
    rf"(?:{MARK}+|\({MARK}+\)|TODO|TBD|存疑|不确定)[\s!。.]*(?:\([^()]*\))?\s*$"
)
_DOUBTS = re.compile(
    r"(?:\b(?:TODO|TBD)|存疑|不(?:太|是很)?确定|待(?:确认|验证|查证|考证|核实))[\s.。)]*$"
)
# In an answer such a phrase may be a guess; a note of nothing else asks for it.
_ASKS_FOR = re.compile(
    rf"[^\n.。!?;,]{{1,40}}的(?:区别|差别|关系|原因|理由|含义|意思|作用|目的|依据){MARK}"
)
_ASKS_FOR_QUESTIONS = re.compile("问|检查|清单|ask|question|check", re.IGNORECASE)
_SENTENCE_START = re.compile(r"[\n.。!;]")
_STATED = re.compile(r"[\w)\]}\"'”」』￼]$")
_SENTENCE_ENDS = re.compile(rf"$|[\s)\]}}\"'”」』{EAST_ASIAN}]", re.ASCII)
_ASKS_AT_END = re.compile(
    rf"(?:{_ASKS})[^。!?]*{MARK}\s*$|[吗呢么]{MARK}\s*$"
    rf"|\b(?:{ASKS_ENGLISH})\b[^.!?]*\?\s*$"
    rf"|(?:^|[.!?;:,]\s+)(?:and |but |so |then )?(?:{_AUXILIARY})(?:n't)?\s[^.!?]*\?\s*$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s-\s")
# What converters print, in their spelling; in a row of other words in brackets (`[论文] [代码]`) it
# is the label of a link, as are those.
_PLACEHOLDER = r"\[(?:Math|Formula|Equation|公式|代码|数学公式|代码块)\]"
_IN_BRACKETS = re.compile(r"\[[^\[\]\n]{1,40}\](?:[ \t/|·・、,，]{0,3}\[[^\[\]\n]{1,40}\])*")
_LOST = re.compile(_PLACEHOLDER)
_LOST_OR_CITED = re.compile(rf"(?:{_PLACEHOLDER}|\[\d+\]|[^\[\]])+")


def is_doubted(text: str) -> bool:
    """Whether `text` ends in a mark of doubt, closing brackets aside."""
    return bool(_ENDS_IN_DOUBT.search(folded(text[-_LAST_SENTENCE:])))


def holds_guess(blocks: Sequence[Block], question: Sequence[Block] = ()) -> bool:
    """Whether a sentence of an answer states something and ends in a question mark, or all of it
    in words of doubt, or in a question that `question` did not ask for. Further up a question with
    its own question word is the one that is answered below it. What is quoted is not stated."""
    own = (block for block in blocks if block.kind != "quote")
    written = (outline(spans) for block in own for spans in pieces(block))
    text = folded("\n".join(written))
    if _DOUBTS.search(text[-_LAST_SENTENCE:]) or "(?)" in text:
        return True
    asked = text.split("?")
    for before, after in zip(asked, asked[1:]):
        sentence = _SENTENCE_START.split(before[-_LAST_SENTENCE:])[-1].lstrip()
        if not _STATED.search(sentence) or not _SENTENCE_ENDS.match(after):
            continue
        if not _ASKS_AT_END.search(f"{sentence}?"):
            return True
        if not after.strip() and not _ASKS_FOR_QUESTIONS.search(text_of(question)):
            return True
    return False


def is_question(blocks: Sequence[Block]) -> bool:
    """Whether a plain note asks: its last sentence is a question that states nothing.

    A statement with a question mark (`不确定的?`) is a gloss in doubt, not a question.
    """
    if not blocks or any(block.kind != "prose" for block in blocks):
        return False
    # What hangs off a dash is a list's item; the note is what the list is about.
    text = text_of(blocks)
    if "?" not in text and "\uff1f" not in text:
        return False
    text = _DASH.split(text, maxsplit=1)[0].strip()
    if not text.endswith(("?", "\uff1f")):
        return False
    text = folded(text[-_LAST_SENTENCE:])
    return bool(_ASKS_AT_END.search(text) or _ASKS_FOR.fullmatch(text))


def has_damaged_formula(blocks: Sequence[Block]) -> bool:
    """Whether a formula's TeX was lost and nothing could restore it."""
    return any(
        span.kind == "damaged" for block in blocks for piece in pieces(block) for span in piece
    )


def has_placeholder(blocks: Sequence[Block]) -> bool:
    """Whether a converter left `[Math]` or the like in words where a formula or code was."""
    return any(_lacks(piece) for block in blocks for piece in pieces(block))


def _lacks(spans: Spans) -> bool:
    if not any("[" in span.text and is_words(span) for span in spans):
        return False
    text = "".join([f"[{OPAQUE}]" if span.link else outline((span,)) for span in spans])
    rows = (match.group() for match in _IN_BRACKETS.finditer(text))
    return any(_LOST.search(row) and _LOST_OR_CITED.fullmatch(row) for row in rows)
