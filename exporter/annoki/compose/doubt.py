"""What a reader's words say about their own state: open, doubted, pointing elsewhere, damaged."""

from __future__ import annotations

import re
from typing import Sequence

from ..model import Block, Span, Spans
from ..text.fullwidth import folded
from ..text.scripts import EAST_ASIAN
from ..text.spans import OPAQUE, is_words, outline, pieces, text_of

_ASKS = r"什么|为何|为啥|啥|如何|怎么|怎样|哪|谁|多少|几[个种次层步]|多[大长久少快]|是否|能否|可否"
_ASKS_ENGLISH = r"what|why|how|when|where|which|who|whose"
_AUXILIARY = r"is|are|was|were|does|do|did|can|could|should|would|will|has|have|had"
_MARK = r"\?"

# No sentence is longer, and what looks at a text's end must not read all of a hostile one.
_LAST_SENTENCE = 400
_ENDS_IN_DOUBT = re.compile(
    rf"(?:{_MARK}+|\({_MARK}+\)|TODO|TBD|存疑|不确定)[\s!。.]*(?:\([^()]*\))?\s*$"
)
_DOUBTS = re.compile(
    r"(?:\b(?:TODO|TBD)|存疑|不(?:太|是很)?确定|待(?:确认|验证|查证|考证|核实))[\s.。)]*$"
)
# In an answer such a phrase may be a guess; a note of nothing else asks for it.
_ASKS_FOR = re.compile(
    rf"[^\n.。!?;,]{{1,40}}的(?:区别|差别|关系|原因|理由|含义|意思|作用|目的|依据){_MARK}"
)
_ASKS_FOR_QUESTIONS = re.compile("问|检查|清单|ask|question|check", re.IGNORECASE)
_SENTENCE_START = re.compile(r"[\n.。!;]")
_STATED = re.compile(r"[\w)\]}\"'”」』￼]$")
_SENTENCE_ENDS = re.compile(rf"$|[\s)\]}}\"'”」』{EAST_ASIAN}]", re.ASCII)
_ASKS_AT_END = re.compile(
    rf"(?:{_ASKS})[^。!?]*{_MARK}\s*$|[吗呢么]{_MARK}\s*$"
    rf"|\b(?:{_ASKS_ENGLISH})\b[^.!?]*\?\s*$"
    rf"|(?:^|[.!?;:,]\s+)(?:and |but |so |then )?(?:{_AUXILIARY})(?:n't)?\s[^.!?]*\?\s*$",
    re.IGNORECASE,
)
_QUESTION = (
    rf"(?:(?:为了|是)?(?:什么|为什么|为何|如何|怎么|怎样|哪)[^。!?]*{_MARK}"
    rf"|(?:{_ASKS_ENGLISH})\b[^.!?]*\?)"
)
# A reminder, which is no list of things to do; a confession, which says nothing of the matter.
_TODO = (
    r"(?:TODO|TBD|FIXME)\b(?!\s*(?:lists?|apps?|items?|comments?|列表|清单|应用|注释|项))"
    r"|待补|待[查填](?=[\s。.,:…!)]|$)"
)
_CONFESSION = (
    r"(?:我|还|也|暂时?|目前|完全){0,2}(?:没|不)(?:看|弄|搞|太)?(?:懂|明白|清楚|知道)"
    r"(?:了|(?=[\s。,.!?…)])|(?=为|怎|如何|什么|啥|哪|是[不否]|[这那]里?|$))"
)
# What stands on the right of a separator when there is no answer yet: a mark, a reminder, a
# confession, or a question that goes on from the left side.
_OPEN = re.compile(rf"{_MARK}|{_TODO}|{_CONFESSION}|{_QUESTION}|[-–—.…]+$", re.IGNORECASE)
# Below a question of its own what opens with another may go on to answer.
_STAYS_OPEN = re.compile(
    rf"{_MARK}|{_TODO}|{_CONFESSION}|(?:{_QUESTION}\s*)+$|[-–—.…]+$", re.IGNORECASE
)
# Of these nothing is worth keeping where an answer goes.
_BLANK = re.compile(
    rf"[?!.…\s–—-]+|(?:TODO|TBD|FIXME|TBC|WIP)[\s:.!?]*|待(?:补|查|填|续|定|确认)充?[\s.。…]*"
    rf"|{_CONFESSION}[\s.。!?]*|(?:暂无|\(空\)|什么|啥|为什么|怎么做?)[\s.。?]*"
    r"|(?:稍后|以后|之后|回头|有空|晚点|下次)再?(?:看|查|补|写|说|填|整理)(?:充|一下)?[\s.。]*"
    r"|(?:to be continued|(?:fill|add|write) (?:in|it|this)? ?later|idk"
    r"|(?:i )?(?:don'?t|do not) (?:know|understand)(?: yet)?|not sure(?: yet)?|no idea(?: yet)?)"
    r"[\s.!?…]*"
    rf"|(?:为了|是)?(?:什么|为什么|为何|如何|怎么|怎样|哪|啥)[^。!?]{{0,12}}{_MARK}+"
    rf"|(?:{_ASKS_ENGLISH})\b[^.!?]{{0,20}}\?+",
    re.IGNORECASE,
)
_THING = "示例|例子|代码|配置|步骤|方法|内容|说明|解释|定义|公式|具体|答案|理由|原因|做法"
_PLACE = (
    "原文|下文|上文|下方|上方|文档|链接|附图|下图|上图|下表|全文|正文"
    "|笔记|代码|源码|论文|文章|附件|截图|视频"
)
_ELSEWHERE = r"passage|text|docs?|documentation|link|page|paper|original|example|code"
_SEE = "参考|参见|参照|参阅|见|看"
_NUMBER = r"第? ?[\d.一二三四五六七八九十]+ ?[章节条页题图表段]"
_BEFORE = "上面|前面|上文|前文|[上前]一?[个条题问段]|上述|前者"
# An answer that says only where the answer is.
_POINTER = re.compile(
    rf"(?:(?:{_THING})?(?:如下|见下|见上|如上)(?:所示|文|方|图|表)?"
    rf"|(?:以下|下面|下方)(?:为|是)(?:一个|一些)?(?:{_THING})?"
    rf"|(?:{_THING})?(?:同|如)(?:[上前下]|{_BEFORE})|略"
    rf"|[跟和与](?:{_BEFORE})的?(?:{_THING})?(?:一样|相同|类似|同理)"
    rf"|(?:请|可|详)*(?:{_SEE}|如) ?"
    rf"(?:附?[图表] ?[\d.]*|附录|[上下前后]面?(?:这?[段图表])?|{_NUMBER})"
    rf"|(?:原文|本[章节文])?的?{_NUMBER}|[上下]面?这?[段图表]"
    r"|(?:the )?same as (?:above|before|the previous(?: one)?)|(?:as )?(?:shown )?above"
    rf"|see (?:fig(?:ure)?|table|sec(?:tion)?|chapter|page)\.? ?[\d.]*"
    rf"|(?:请|可|详)*(?:{_SEE})(?:标注|划线|高亮|批注|官方|相关|完整|项目)?的?(?:{_PLACE})"
    rf"(?:的?(?:{_THING}|文档|部分|链接))?"
    rf"|(?:as follows|as below|ditto)"
    rf"|(?:please )?(?:see|refer to) (?:below|above|(?:the )?(?:{_ELSEWHERE})(?: below| above)?)"
    r"|(?:as )?(?:shown |see )?below)[\s:.。;,…]*$",
    re.IGNORECASE,
)
_FOR_EXAMPLE = re.compile(
    r"(?:(?:for )?examples?|e\.?g\.?|例如|比如|举例)[\s:.。;,…]*$", re.IGNORECASE
)
# What may stand beside a link that is all there is.
_BESIDE_A_LINK = re.compile(
    rf"(?:[\W_]|请|可|详|{_SEE}|{_NUMBER}|[引转摘来出][用载]?自|这里|此处|这篇|链接|地址|网址|文章|原文|论文|来源|出处|视频|笔记|图片|附件|示例|代码|如下"
    r"|(?:see|also|cf|refs?|references?|links?|sources?|via|here|this|the|notes?|docs?|page|article"
    r"|paper|post|video|image|picture|screenshot|read|more|at|in|on|and|e|g)\b)*",
    re.IGNORECASE,
)
_TYPED_LINK = re.compile(
    rf"!?\[\[[^\[\]\n]{{1,300}}\]\]|!\[[^\[\]\n]{{0,300}}\]\({OPAQUE}[^()\n]{{0,300}}\)"
)
_LONGEST_POINTER = 300
_SAYS = re.compile(r"[^\s!-/:-@\[-`{-~\u3000-\u303f\uff00-\uff0f\uff1a-\uff20…—·]")
_DASH = re.compile(r"\s-\s")
# What converters print, in their spelling; in a row of other words in brackets (`[论文] [代码]`) it
# is the label of a link, as are those.
_PLACEHOLDER = r"\[(?:Math|Formula|Equation|公式|代码|数学公式|代码块)\]"
_IN_BRACKETS = re.compile(r"\[[^\[\]\n]{1,40}\](?:[ \t/|·・、,，]{0,3}\[[^\[\]\n]{1,40}\])*")
_LOST = re.compile(_PLACEHOLDER)
_LOST_OR_CITED = re.compile(rf"(?:{_PLACEHOLDER}|\[\d+\]|[^\[\]])+")


def is_no_answer(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` hold nothing, only point elsewhere, or leave the question open."""
    return all(_says_nothing(block) for block in blocks)


def is_reminder(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` are nothing but a mark or a reminder where an answer is to go."""
    if any(block.kind != "prose" for block in blocks):
        return False
    text = "\n".join([outline(block.spans) for block in blocks])
    return _BLANK.fullmatch(folded(text.strip())) is not None


def is_open(text: str, goes_on: bool = False) -> bool:
    """Whether the outline `text`, an answer, answers nothing; `goes_on` says that it is the right
    side of a separator, where a question is that of the left side."""
    text = folded(text.strip())
    if not text or (_OPEN if goes_on else _STAYS_OPEN).match(text) or _BLANK.fullmatch(text):
        return True
    return bool(_POINTER.match(text) or _FOR_EXAMPLE.match(text))


def is_mark(note: Sequence[Block]) -> bool:
    """Whether a plain `note` is a reminder, or nothing but marks: `?`, `！！！`."""
    if is_reminder(note):
        return True
    text = "".join([outline(block.spans) for block in note])
    return all(block.kind == "prose" for block in note) and not _SAYS.search(text)


def is_pointer(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` only say where something is: links, embedded notes, pictures, `同上`."""
    return bool(blocks) and all(_points(block) for block in blocks)


def _says_nothing(block: Block) -> bool:
    if block.rows or block.kind in ("code", "picture", "table"):
        return _points(block)
    return is_open(outline(block.spans)) or _points(block)


def _points(block: Block) -> bool:
    if block.kind == "picture":
        return True
    # A list of links may be what was asked for.
    if block.kind in ("code", "table") or len(block.rows) > 1:
        return False
    text = "".join([_told(span) for spans in pieces(block) for span in spans])
    text = folded(_TYPED_LINK.sub(OPAQUE, text)).strip()
    if len(text) > _LONGEST_POINTER:
        return False
    if _POINTER.match(text):
        return True
    return OPAQUE in text and _BESIDE_A_LINK.fullmatch(text) is not None


def _told(span: Span) -> str:
    """`span`, a link being one sign whatever it says."""
    if span.link or span.written.startswith(("[[", "![[")):
        return OPAQUE
    return span.text if span.kind in ("text", "break") else span.kind


def is_doubted(text: str) -> bool:
    """Whether `text` ends in a mark of doubt, closing brackets aside."""
    return bool(_ENDS_IN_DOUBT.search(folded(text[-_LAST_SENTENCE:])))


def holds_guess(blocks: Sequence[Block], question: Sequence[Block] = ()) -> bool:
    """Whether a sentence of an answer states something and ends in a question mark, or all of it
    in words of doubt, or in a question that `question` did not ask for. Further up a question with
    its own question word is the one that is answered below it."""
    written = (outline(spans) for block in blocks for spans in pieces(block))
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
