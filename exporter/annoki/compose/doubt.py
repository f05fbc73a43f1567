"""What a reader's words say about their own state: open, doubted, pointing elsewhere, damaged."""

from __future__ import annotations

import re
from typing import Sequence

from ..model import Block
from ..text.fullwidth import folded
from ..text.spans import is_words, pieces, text_of

_ASKS = r"什么|为何|为啥|啥|如何|怎么|怎样|哪|谁|多少|几[个种次层步]|多[大长久少快]|是否|能否|可否"
_ASKS_ENGLISH = r"what|why|how|when|where|which|who|whose"
_AUXILIARY = r"is|are|was|were|does|do|did|can|could|should|would|will|has|have|had"
_MARK = r"\?"

# No sentence is longer, and what looks at a text's end must not read all of a hostile one.
_LAST_SENTENCE = 400
_ENDS_IN_DOUBT = re.compile(rf"(?:{_MARK}+|TODO|TBD|存疑|不确定)[\s!。.]*(?:\([^()]*\))?\s*$")
_ASKS_AT_END = re.compile(
    rf"(?:{_ASKS})[^。!?]*{_MARK}\s*$|[吗呢么]{_MARK}\s*$"
    rf"|\b(?:{_ASKS_ENGLISH})\b[^.!?]*\?\s*$"
    rf"|(?:^|[.!?;:,]\s+)(?:and |but |so |then )?(?:{_AUXILIARY})(?:n't)?\s[^.!?]*\?\s*$",
    re.IGNORECASE,
)
# What stands on the right of a separator when there is no answer yet: a mark, a reminder, a
# confession, or a question that goes on from the left side.
_OPEN = re.compile(
    rf"{_MARK}|(?:TODO|TBD)\b|待(?:补|查|填)|(?:没|不)(?:看|弄|搞|太)?(?:懂|明白|清楚|知道)"
    rf"|(?:为了|是)?(?:什么|为什么|为何|如何|怎么|怎样|哪)[^。!?]*{_MARK}"
    rf"|(?:{_ASKS_ENGLISH})\b[^.!?]*\?|[-–—.…]+$",
    re.IGNORECASE,
)
_THING = "示例|例子|代码|配置|步骤|方法|内容|说明|解释|定义|公式|具体|答案"
_PLACE = "原文|下文|上文|下方|上方|文档|链接|附图|下图|上图|下表|全文|正文"
_ELSEWHERE = r"passage|text|docs?|documentation|link|page|paper|original|example|code"
# An answer that says only where the answer is.
_POINTER = re.compile(
    rf"(?:(?:{_THING})?(?:如下|见下|见上|如上)(?:所示|文|方|图|表)?"
    rf"|(?:以下|下面|下方)(?:为|是)(?:一个|一些)?(?:{_THING})?"
    rf"|(?:请|可|详)*(?:参考|参见|参照|参阅|见|看)(?:标注|划线|高亮|批注)?的?(?:{_PLACE})"
    rf"(?:的?(?:{_THING}|文档|部分|链接))?"
    rf"|(?:for )?examples?|e\.?g\.?|(?:as follows|as below|ditto)"
    rf"|(?:please )?(?:see|refer to) (?:below|above|(?:the )?(?:{_ELSEWHERE})(?: below| above)?)"
    r"|(?:shown |see )?below)[\s:.。;,…]*$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s-\s")
_PLACEHOLDER = re.compile(
    r"\[(?:Math|Formula|Equation|Code|公式|代码|数学公式|代码块)\]", re.IGNORECASE
)


def is_no_answer(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` hold nothing, only point elsewhere, or leave the question open."""
    if any(block.kind != "prose" for block in blocks):
        return False
    text = text_of(blocks).strip()
    return is_open(text) if len(blocks) < 2 else False


def is_open(text: str) -> bool:
    """Whether `text`, an answer or the right side of a separator, answers nothing."""
    text = folded(text.strip())
    return not text or bool(_OPEN.match(text) or _POINTER.match(text))


def is_doubted(text: str) -> bool:
    """Whether `text` ends in a mark of doubt, closing brackets aside."""
    return bool(_ENDS_IN_DOUBT.search(folded(text[-_LAST_SENTENCE:])))


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
    return bool(_ASKS_AT_END.search(folded(text[-_LAST_SENTENCE:])))


def has_damaged_formula(blocks: Sequence[Block]) -> bool:
    """Whether a formula's TeX was lost and nothing could restore it."""
    return any(
        span.kind == "damaged" for block in blocks for piece in pieces(block) for span in piece
    )


def has_placeholder(blocks: Sequence[Block]) -> bool:
    """Whether a converter left `[Math]` or the like in words where a formula or code was."""
    for block in blocks:
        for piece in pieces(block):
            for span in piece:
                if "[" in span.text and is_words(span) and _PLACEHOLDER.search(span.text):
                    return True
    return False
