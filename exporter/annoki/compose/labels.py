"""Notes that say nothing of their passage but what it is about, and questions that need theirs.

All is told by the words alone, and only where they leave no doubt.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import List, Sequence, Set

from ..model import Block, Blocks
from ..text.fullwidth import folded
from ..text.scripts import HAN
from ..text.spans import plain, text_of

_LONGEST_LABEL = 48
_TOPIC = (
    "方法|方式|办法|步骤|流程|过程|原因|理由|含义|意义|定义|概念|效果|作用|用途|用法|优点|缺点|优势|劣势|优缺点|区别|差别|异同"
    "|关系|构成|组成|结构|架构|原理|机制|要素|要点|特点|特性|性质|条件|技术|数据集|来源|背景|动机|目标|目的|历史|现状|分类|种类"
    "|类型|贡献|局限|局限性|好处|坏处|弊端|缺陷|难点|挑战|前提|场景|思想|思路|结论|本质|职责|影响|应用|参数|配置|指标|技巧|策略|推导|证明|公式|复杂度"
)
# A phrase about something named, that ends in what of it: it states nothing.
_LABEL = re.compile(
    rf"(?:[\w&/+ -]{{2,}}的(?:[^的\s]{{0,6}})(?:{_TOPIC})"
    rf"|[A-Za-z][\w+-]*(?: [A-Za-z][\w+-]*)* ?[{HAN}]{{0,6}}(?:{_TOPIC}))"
)
_STATES = re.compile(
    "是(?!否)|会(?!议)|可以|可能|(?<![性功智])能(?![力量源])|需要|应[该当]|必须|(?<![重主])要(?![素点求])"
    "|(?<![所具])有(?![效限序关])|没|不(?![同等])|使得|让|导致|说明|表示|用[于来]|采用|优先|尽量|避免|看出|记住|参见|取决"
    "|属于|等于|包[括含]|分为|了(?!解)|[这那该此]|本文|很|太|最|好的|有趣|不错"
    "|(?:常[用见]|主要|重要|典型|类似|相关|具体|其他|一[种个类])的"
)
_ENGLISH_LABEL = re.compile(
    r"(?:the )?(?:definition|meaning|purpose|use|benefit|drawback|advantage|disadvantage|limitation"
    r"|cause|reason|step|type|kind|propert(?:y|ies)|component|structure|architecture|overview"
    r"|difference|effect)s? (?:of|for|between|in) (?!(?:this|that|it|these|those)\b)"
    r"[\w&+/ -]{2,40}",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"[A-Za-z]\w*(?:[a-z][A-Z]|_[A-Za-z])\w*(?:\(\))?", re.ASCII)

_NUMBERED = re.compile(rf"(?:\d+(?:\.\d+)*\.?|[A-Z]\.\d+|第[\d{HAN}]+[章节])\s")
_ENDS = ("\u3002", ".", "!", "?", ";", "\u2026")
_LONGEST_HEADING = 80
_WORD = re.compile(rf"[{HAN}]|[A-Za-z0-9]+")
_FEWEST_WORDS = 8

_NAME = re.compile(r"(?<!\w)([A-Za-z]\w{2,79})(?!\w)(\(\))?", re.ASCII)
_JOINT = re.compile(r"\w_[A-Za-z]", re.ASCII)
_MOST_NAMES = 20

_POINTS = re.compile(
    "这[里个样种些时么一两几段句]|此[处时]|以上|[上前](?:面|述|文|式)|前者|后者"
    "|(?<![应不活本])该(?:方法|算法|模型|函数|公式|变量|参数|结论|步骤?|类|图|表|段|句|论文|作者)"
    "|(?<!其)[它他她]们?|(?<![尤与极及])其(?![他实它中余次])"
    r"|\b(?:this|that|these|those|it|its|they|them|their|here)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:[^\sA-Za-z0-9?,]{1,6}\?\s*){1,4}|(?:what|why|why not|how|how come|really|meaning)\?",
    re.IGNORECASE,
)
"""Questions too short to say what they are about."""
_PIECE = re.compile(rf"[{HAN}]{{2,}}|[A-Za-z0-9_]{{3,}}")
_RUN = 3


def is_label(note: Sequence[Block], passage: Sequence[Block]) -> bool:
    """Whether `note` only names what `passage` is about."""
    if len(note) != 1 or note[0].kind != "prose" or any(one.kind != "prose" for one in passage):
        return False
    text = folded(plain(note[0].spans)).strip().rstrip("\u3002")
    if len(text) > _LONGEST_LABEL or "\n" in text:
        return False
    if _IDENTIFIER.fullmatch(text):
        return text.replace("()", "").casefold() not in _run_together(passage)
    if _ENGLISH_LABEL.fullmatch(text):
        return True
    return _LABEL.fullmatch(text) is not None and not _STATES.search(text)


def is_heading(passage: Sequence[Block]) -> bool:
    """Whether `passage` is no more than a heading or a name: nothing of it can be an answer."""
    text = folded(text_of(passage)).strip()
    if len(text) > _LONGEST_HEADING or "\n" in text or text.endswith(_ENDS):
        return False
    return bool(_NUMBERED.match(text)) or len(_WORD.findall(text)) < _FEWEST_WORDS


def unnamed(question: Sequence[Block], passage: Sequence[Block]) -> List[str]:
    """The identifiers of a question, if its passage has none of them: another one may be meant."""
    found = (one for one in _NAME.finditer(text_of(question)) if one[2] or _JOINT.search(one[1]))
    names = list(dict.fromkeys(one[1] for one in islice(found, _MOST_NAMES)))
    told = _run_together(passage) if names else ""
    return [] if any(name.casefold() in told for name in names) else names


def needs_passage(question: Sequence[Block], answer: Blocks, passage: Blocks) -> bool:
    """Whether a question cannot be understood without its passage, which does not answer it."""
    text = folded(text_of(question)).strip()
    if not passage or not (_BARE.fullmatch(text) or _POINTS.search(text)):
        return False
    return not answer or not _says(passage, answer, text)


def _says(passage: Blocks, answer: Blocks, asked: str) -> bool:
    """Whether `passage` may give away `answer`: it says some of it, or is in another language."""
    told, said = (folded(text_of(blocks)).casefold() for blocks in (passage, answer))
    if bool(re.search(f"[{HAN}]", told)) != bool(re.search(f"[{HAN}]", said)):
        return True
    known = _pieces(asked.casefold())
    return not _pieces(said).isdisjoint(_pieces(told) - known)


def _pieces(text: str) -> Set[str]:
    """The words of `text`, and of Chinese all that stands next to one another."""
    pieces: Set[str] = set()
    for piece in _PIECE.findall(text):
        ends = range(1 if piece.isascii() else max(1, len(piece) - _RUN + 1))
        pieces.update([piece if piece.isascii() else piece[at : at + _RUN] for at in ends])
    return pieces


def _run_together(passage: Sequence[Block]) -> str:
    return "".join(text_of(passage).split()).casefold()
