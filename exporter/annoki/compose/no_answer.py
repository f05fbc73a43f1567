"""Answers that are none: a reminder, a confession, a pointer, what the reader felt."""

from __future__ import annotations

import re
from typing import Sequence

from ..model import Block, Span
from ..text.fullwidth import folded
from ..text.spans import OPAQUE, outline, pieces, text_of
from .doubt import ASKS_ENGLISH, MARK

_QUESTION = (
    rf"(?:(?:为了|是)?(?:什么|为什么|为何|如何|怎么|怎样|哪)[^。!?]*{MARK}"
    rf"|(?:{ASKS_ENGLISH})\b[^.!?]*\?)"
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
_OPEN = re.compile(rf"{MARK}|{_TODO}|{_CONFESSION}|{_QUESTION}|[-–—.…]+$", re.IGNORECASE)
# Below a question of its own what opens with another may go on to answer.
_STAYS_OPEN = re.compile(
    rf"{MARK}|{_TODO}|{_CONFESSION}|(?:{_QUESTION}\s*)+$|[-–—.…]+$", re.IGNORECASE
)
_FORGOT = (
    r"(?:我|都|又|完全|已经?|有点){0,3}(?:忘(?:记|光|掉)?了|(?:记|想)不(?:清楚?|起来?|得|住)了?"
    r"|不(?:太|大)?记得了?|没(?:有)?(?:记住|学过?|读过?|写|想好|想通))"
    r"|(?:i(?:'ve)? )?(?:forgot|forget|forgotten|dunno|don'?t get"
    r"|(?:can(?:'?t|not)|don'?t|do not) (?:remember|recall))(?: (?:it|this))?"
)
_LATER = (
    r"(?:稍后|以后|之后|回头|有空|晚点|下次|改天|明天)再?"
    r"(?:看|查|补|写|说|填|学|想|整理|研究)(?:充|一下|看)?吧?"
    r"|稍后|回头|晚点|先?空着吧?|再(?:看看|想想|查查)|需要?再(?:看|查|想|读)"
    r"|(?:(?:i'll |will |to )?(?:fill|add|write|do|check|read|see|finish|answer|revisit|look"
    r"|come back)(?: (?:in|up|into|to))?(?: (?:it|this))?(?: (?:in|up|into|to))? )?later(?: on)?"
    r"|(?:to be|needs? to be) (?:continued|filled(?: in)?|added|completed|answered|checked|done)"
)
# Whoever says so says nothing of the matter.
_WONDERS = (
    r"(?:oh |hm+ )?(?:really|seriously|huh|is (?:it|that)(?: so| true| right)?|are you sure)"
    r"|(?:真的|是|对|确定|这样|是这样|真是这样)(?:吗|么|假的)|真的|[嗯啊咦哦诶]"
)
# Of these nothing is worth keeping where an answer goes.
_BLANK = re.compile(
    rf"[?!.…\s–—-]+|[。、?!.…\s–—-]{{2,}}|(?:a|answer|答案?|回答) ?:"
    r"|(?:TODO|TBD|FIXME|TBC|WIP)[\s:.!?]*"
    r"|待(?:补|查|填|续|定|确认|写|看|读|完善|整理|学习|研究)充?[\s.。…]*"
    rf"|{_CONFESSION}[\s.。!?]*|(?:暂无|\(空\)|什么|啥|为什么|怎么做?)[\s.。?]*"
    rf"|(?:{_FORGOT}|{_LATER}|idk"
    r"|(?:i )?(?:don'?t|do not) (?:know|understand)(?: yet)?|not sure(?: yet)?|no idea(?: yet)?)"
    rf"[\s.。!?…,~]*|(?:{_WONDERS}){MARK}[?!]*"
    rf"|(?:为了|是)?(?:什么|为什么|为何|如何|怎么|怎样|哪|啥)[^。!?]{{0,12}}{MARK}+"
    rf"|(?:{ASKS_ENGLISH})\b[^.!?]{{0,20}}\?+",
    re.IGNORECASE,
)
_THING = "示例|例子|代码|配置|步骤|方法|内容|说明|解释|定义|公式|具体|答案|理由|原因|做法"
_PLACE = (
    "原文|下文|上文|下方|上方|文档|链接|附图|下图|上图|下表|全文|正文"
    "|笔记|代码|源码|论文|文章|附件|截图|视频|附录|评论区?|批注|官网|课本|教材|讲义|书上|百科|维基"
)
_ELSEWHERE = (
    r"passage|text|docs?|documentation|link|page|paper|original|example|code|figures?|tables?|diagram"
    r"|picture|image|screenshot|slides?|notes?|comments?|video|book|appendix|wiki|article|post|source"
)
_SEE = "参考|参见|参照|参阅|见|看"
_NUMBER = r"第? ?[\d.一二三四五六七八九十]+ ?[章节条页题图表段]"
_NUMBERS = r"\(?[\dA-Z]{0,2}\d(?:[\d.,\u2013~-]|(?<=\d)[a-z]){0,12}\)?(?: ?\([a-z]\))?"
_PART = r"(?:sec(?:tion)?s?|chap(?:ter)?s?|pages?|footnotes?|§)\.?"
# A figure, a formula, a page by its number, as papers print it; of a section the number has two
# parts, for an act of law has one.
_NUMBERED = (
    rf"(?:(?:附?[图表式]|公式|附录|脚注) ?{_NUMBERS}|附录 ?[A-Z]\b|pp?\. ?{_NUMBERS}"
    rf"|(?:fig(?:ure)?s?|tab(?:le)?s?|eqs?|equations?)\.? ?{_NUMBERS}|appendix [A-Z]\b"
    rf"|{_PART} ?\d+(?:\.\d+)+)"
)
_BEFORE = "上面|前面|上文|前文|[上前]一?[个条题问段]|上述|前者"
# An answer that says only where the answer is.
_POINTER = re.compile(
    rf"(?:(?:{_THING})?(?:如下|见下|见上|如上)(?:所示|文|方|图|表)?"
    rf"|(?:以下|下面|下方)(?:为|是)(?:一个|一些)?(?:{_THING})?"
    rf"|(?:{_THING})?(?:同|如)(?:[上前下]|{_BEFORE})|略"
    rf"|[跟和与](?:{_BEFORE})的?(?:{_THING})?(?:一样|相同|类似|同理)"
    rf"|(?:请|可|详)*(?:{_SEE}|如) ?"
    rf"(?:{_NUMBERED}|\d+(?:\.\d+)+ ?[章节]?|附?[图表] ?[\d.]*|附录|[上下前后]面?(?:这?[段图表])?"
    rf"|[上下前后]一?[条个段](?:批注|笔记|评论|标注)|{_NUMBER})(?:所示)?"
    rf"|(?:on|in|at|see|cf\.?|refer to) (?:the )?{_PART} ?{_NUMBERS}"
    rf"|(?:(?:on|in|at|see|cf\.?|refer to) )?(?:the )?{_NUMBERED}"
    rf"(?: ?(?:,|、|和|及|与|&|and|or|/) ?(?:{_NUMBERED}|{_NUMBERS})){{0,3}}"
    rf"|(?:原文|本[章节文])?的?{_NUMBER}|[上下]面?这?[段图表]"
    r"|(?:略,? ?)?(?:请|可|详)*(?:见|看|参[见考照阅]) ?"
    rf"(?:{_PLACE})[里中]?的? ?(?:{_NUMBERED}|{_NUMBER}|\d+(?:\.\d+)+ ?[章节]?)"
    rf"|略,? ?(?:请|可|详)*(?:{_SEE})(?:{_PLACE})"
    r"|(?:前|上)(?:文|面)?(?:已经?)?(?:述|说过|讲过|提过|提到过?)|(?:原文|书|文|论文|笔记|课本|教材)[上里中]?有"
    r"|自[己行](?:去?查|搜索?|百度)(?:一下)?|百度(?:一下|搜)|(?:just )?google it|look it up"
    r"|(?:as )?(?:explained|discussed|described|mentioned|stated|noted|defined|shown|given) "
    rf"(?:above|below|earlier|before|in (?:the|this) (?:{_ELSEWHERE}))"
    rf"|(?:see |cf\.? )?(?:{_NUMBERED}|{_PART} ?{_NUMBERS}) (?:of|in) (?:the|this) (?:{_ELSEWHERE})"
    r"|(?:the )?same as (?:above|before|the previous(?: one)?)|(?:as )?(?:shown )?above"
    rf"|see (?:fig(?:ure)?|table|sec(?:tion)?|chapter|page)\.? ?[\d.]*"
    rf"|(?:请|可|详)*(?:{_SEE})(?:标注|划线|高亮|批注|官方|相关|完整|项目)?的?(?:{_PLACE})"
    rf"(?:的?(?:{_THING}|文档|部分|链接))?"
    rf"|(?:as follows|as below|ditto)"
    r"|(?:please )?(?:see|refer to) (?:below|above"
    rf"|(?:(?:the|my|next|previous) )?(?:{_ELSEWHERE})(?: below| above)?)"
    r"|(?:as )?(?:shown |see )?below)[\s:.。;,…]*$",
    re.IGNORECASE,
)
_FOR_EXAMPLE = re.compile(
    r"(?:(?:for )?examples?|e\.?g\.?|例如|比如|举例)[\s:.。;,…]*$", re.IGNORECASE
)
# What may stand beside a link that is all there is.
_BESIDE_A_LINK = re.compile(
    rf"(?:[\W_]|请|可|详|{_SEE}|(?:第 ?)?[\d.一二三四五六七八九十]+ ?[章节条页题图表段]"
    r"|[引转摘来出][用载]?自|这里|此处|这篇|链接|地址|网址|文章|原文|论文|来源|出处|视频|笔记|图片|附件|示例|代码|如下"
    r"|课程|教程|官网|题目|传送门|B站"
    r"|(?:see|also|cf|refs?|references?|links?|sources?|via|here|this|the|notes?|docs?|page|article"
    r"|paper|post|video|image|picture|screenshot|read|more|at|in|on|and|e|g)\b)*",
    re.IGNORECASE,
)
_TYPED_LINK = re.compile(
    rf"!?\[\[[^\[\]\n]{{1,300}}\]\]|\(\([\w-]{{6,40}}\)\)"
    r"|\{\{(?:embed|query|video|youtube|pdf|tweet)\b[^{}\n]{0,300}\}\}"
    rf"|!\[[^\[\]\n]{{0,300}}\]\({OPAQUE}[^()\n]{{0,300}}\)"
)
_LONGEST_POINTER = 300
_ARROWS = " \t>\u2192\u21d2\u2794\u25b6-\u2014"
_BRACKETED = re.compile(r"[(\u3010](.*)[)\u3011]", re.DOTALL)
# What a reader says to a text, of which it says nothing; below a word it may translate that.
_REACTS = re.compile(
    r"(?:lo+l|lmao|(?:ha){2,}h?|wow|cool|nice|great|amazing|awesome|interesting|i? ?agreed?|exactly"
    r"|indeed|good point|well said|so true|\+1|ok(?:ay)?|hm+|mark(?:ed|一下)?|noted|thanks?|omg|wtf"
    r"|同意|赞同|点?赞|好文章?|先?收藏(?:一下|了)?|马克(?:一下)?|学到了|学习了|涨知识了?|[哈呵嘿]{2,}|笑死|厉害了?|牛[逼批啊]?"
    r"|绝了|妙啊?|有意思|有趣|不错|很好|说得好|写得好|确实|是的|嗯+|好的|懂了|明白了|支持|顶)[\s!.,~\u3002\u2026]*",
    re.IGNORECASE,
)
_LONGER_THAN_A_TERM, _LONGEST_WORD = 40, 20
_LONGEST_REMINDER = 80
_TODO_NOTE = re.compile(
    rf"(?:{_TODO})[\s.!?]*(?:[:,，：-]?\s*(?:(?:要|需要|再|回头|记得|有空){{0,2}}[查看补写读整确问学试找]|check|read|look|add"
    r"|fix|ask|find|write|try|verify)[^.。!?]{0,30})?[.。!?]*",
    re.IGNORECASE,
)
# Faces, hands and the like: they say what the reader felt, not what the matter is.
_FEELING = (
    "[\U0001f440\U0001f44a-\U0001f450\U0001f493-\U0001f49f\U0001f4a9\U0001f4af\U0001f525\U0001f389\U0001f680"
    "\U0001f600-\U0001f64f\U0001f90c-\U0001f93a\U0001f970-\U0001f97a\U0001f9d0\u2753-\u2757\u2764]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]?"
)
_FELT = re.compile(rf"[\s!?.,~]*(?:{_FEELING}[\s!?.,~]*)+")
_MAY_MEAN = re.compile(rf"(?:{_FORGOT}|{_LATER}|{_WONDERS})[?!.。]*|{_FELT.pattern}", re.IGNORECASE)
_PLACE_ASKED = re.compile(
    "哪(?:[里儿条张幅]|一?[个些]?[?])|第几|出处|谁|见哪|见于|在[?]|几[张个条页]|[图表式页章节]"
    r"|\b(?:where|which|how many)\b"
    r"|\b(?:fig(?:ure)?|table|eq(?:uation)?|section|page|tab)s?\b",
    re.IGNORECASE,
)
_TIME_ASKED = re.compile(r"何时|什么时候|\bwhen\b", re.IGNORECASE)
_SIGN_ASKED = re.compile(
    r"moji|表情|表达|表示|怎么[回发]|符号|图标|标志|\b(?:logo|icon|symbol|sign)\b", re.IGNORECASE
)
_WORD_ASKED = re.compile(
    "[英中日韩法德俄汉]文|[英汉日韩法德俄]语|翻译|怎么[说译读]|单词|过去式|分词|比较级|复数|反义|同义|近义|缩写"
    r"|antonym|synonym|opposite|past tense|plural|translat|abbreviat|stands? for"
    r"|how (?:do|would) you say|\bin (?:english|chinese|japanese|german|french|spanish)\b",
    re.IGNORECASE,
)
_NUMBERED_ONLY = re.compile(rf"(?:{_NUMBERED}|{_NUMBER})[\s.。]*", re.IGNORECASE)
_IS_LATER = re.compile(_LATER)
_SAYS = re.compile(r"[^\s!-/:-@\[-`{-~\u3000-\u303f\uff00-\uff0f\uff1a-\uff20…—·]")


def is_no_answer(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` hold nothing, only point elsewhere, or leave the question open."""
    return all(_says_nothing(block) for block in blocks)


def is_asked_for(question: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Whether an answer that says nothing elsewhere is what `question` wants: the number of a
    figure, a time, a sign, a word of another language, or one that it offers."""
    asked, said = (folded(text_of(one).strip()) for one in (question, blocks))
    if said and _WORD_ASKED.search(asked):
        return bool(_SAYS.search(said))
    if _NUMBERED_ONLY.fullmatch(said):
        return bool(_PLACE_ASKED.search(asked))
    if _FELT.fullmatch(said):
        return bool(_SIGN_ASKED.search(asked))
    words = said.rstrip(".。!…").casefold()
    return bool(_IS_LATER.fullmatch(words)) and bool(
        _TIME_ASKED.search(asked) or words in asked.casefold()
    )


def is_reminder(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` are nothing but a mark or a reminder where an answer is to go."""
    if any(block.kind != "prose" for block in blocks):
        return False
    text = "\n".join([outline(block.spans) for block in blocks])
    return _is_blank(folded(text.strip()))


def _is_blank(text: str) -> bool:
    return bool(_BLANK.fullmatch(text) or _FELT.fullmatch(text))


def is_open(text: str, goes_on: bool = False) -> bool:
    """Whether the outline `text`, an answer, answers nothing; `goes_on` says that it is the right
    side of a separator, where a question is that of the left side."""
    text = folded(text.strip())
    if not text or (_OPEN if goes_on else _STAYS_OPEN).match(text) or _is_blank(text):
        return True
    return _is_pointer(text) or bool(_FOR_EXAMPLE.match(text))


def _is_pointer(text: str) -> bool:
    text = text.lstrip(_ARROWS)
    inside = _BRACKETED.fullmatch(text)
    return any(_POINTER.match(one) for one in (text, *((inside[1].strip(),) if inside else ())))


def is_mark(note: Sequence[Block], passage: Sequence[Block] = ()) -> bool:
    """Whether a plain `note` is a reminder, a word of praise for a passage, or nothing but marks:
    `?`, `！！！`."""
    is_term = 0 < len(text_of(passage)) <= _LONGER_THAN_A_TERM
    if is_reminder(note):
        # Below a word it may be what that means.
        is_word = 0 < len(text_of(passage)) <= _LONGEST_WORD
        return not (is_word and _MAY_MEAN.fullmatch(folded(text_of(note).strip())))
    said = (outline(spans) for block in note for spans in pieces(block))
    text = folded("\n".join(said).strip())
    reacts = _is_todo(text) or (_REACTS.fullmatch(text) and not is_term)
    if len(text) <= _LONGEST_REMINDER and "\n" not in text and reacts:
        return True
    text = "".join([outline(block.spans) for block in note])
    return all(block.kind == "prose" for block in note) and not _SAYS.search(text)


def _is_todo(text: str) -> bool:
    """Whether `text` is a reminder, and no sentence about reminders."""
    return _TODO_NOTE.fullmatch(folded(text.strip())) is not None


def is_pointer(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` only say where something is: links, embedded notes, pictures, `同上`."""
    return bool(blocks) and all(_points(block) for block in blocks)


def _says_nothing(block: Block) -> bool:
    if len(block.rows) > 1 or block.kind in ("code", "picture", "table"):
        return _points(block)
    if block.rows:
        return _points(block) or _is_blank(folded(outline(pieces(block)[0]).strip()))
    return is_open(outline(block.spans)) or _points(block)


def _points(block: Block) -> bool:
    if block.kind == "picture":
        return True
    if block.kind in ("code", "table"):
        return False
    if len(block.rows) > 1:
        # A list of links may be what was asked for.
        said = [folded(outline(spans)).strip() for spans in pieces(block)]
        return all(_is_pointer(one) or _is_blank(one) for one in said)
    text = "".join([_told(span) for spans in pieces(block) for span in spans])
    text = folded(_TYPED_LINK.sub(OPAQUE, text)).strip()
    if len(text) > _LONGEST_POINTER:
        return False
    if _is_pointer(text):
        return True
    return OPAQUE in text and _BESIDE_A_LINK.fullmatch(text) is not None


def _told(span: Span) -> str:
    """`span`, a link being one sign whatever it says."""
    if span.link or span.written.startswith(("[[", "![[")):
        return OPAQUE
    return span.text if span.kind in ("text", "break") else span.kind
