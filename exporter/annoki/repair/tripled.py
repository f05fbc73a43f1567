"""Formulas that printed three times as plain characters: `VhVhVh`, `softmax()softmax()softmax()`.

Nothing but the repetition tells them from sound text that repeats itself (`www`, `hahaha`, `AAA`,
`xxx`, `a1a1a1`), so each candidate is `sure`, `maybe` or refused. A `maybe` counts only where the
same text holds a formula that is proven: copying breaks all formulas of a passage or none.
"""

from __future__ import annotations

import re
from typing import List, Match, Optional, Sequence, Tuple

from ..text.fullwidth import folded
from ..text.scripts import EAST_ASIAN, FORMS
from ..text.spans import OPAQUE
from .terms import word_set

Stretch = Tuple[int, int]

_HIDDEN = re.compile("[\u200b\u200c\u2060-\u2064\ufeff]")
_CJK = EAST_ASIAN + FORMS
_GREEK = "\u0391-\u03c9\u03d1\u03d5\u03f5"
_TRIPLE = re.compile(
    rf"(?<![A-Za-z0-9{_GREEK}_\-./\\@#$%&=:'\"*+~<|^])"
    rf"([A-Za-z0-9{_GREEK}(−][A-Za-z0-9{_GREEK}()\[\]+\-−=<>≤≥∈×⋅·∗*,/|∣′'∞∑∏∫∂∇→±∥]{{0,39}}?)"
    rf"(?: ?\1\1|\1 \1)(?![A-Za-z0-9{_GREEK}_/\\@#$%&=*+~<|^])"
)
_CHUNK = re.compile(rf"[A-Za-z0-9{_GREEK}][!-~{_GREEK}−≤≥∈×⋅·∗∣′∞∑∏∫∂∇→±∥]{{5,}}")
_LETTERS = re.compile(rf"([A-Za-z{_GREEK}])(?: ?\1\1|\1 \1)(?![A-Za-z])")

_LAUGHTER = word_set(
    "ha he hi ho hu ah eh oh uh ja je xa xd la na da ya ba ma ta ka pa ra wa bla blah cha "
    "no go yo so bye hey hip yay yada ding dong tick tock tsk pst psst brr br hm hmm mm sh "
    "shh ts pf zz lol foo bar baz abc xyz ab xy test asd qwe knock chop bang boom beep "
    "quack meow woof mwa ho-"
)
_MARK = re.compile(r"[()\[\]+\-−=<>≤≥∈×⋅·∗*/|∣∞∑∏∫∂∇→±∥]")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_SOUND_LETTERS = frozenset("wxWXAI")
"""`www` and `xxx` are no formula anywhere, nor are `AAA` and the numeral `III`."""

_BEFORE = re.compile(
    r"(?:第|维度|维数|大小|长度|个数|总数|层数|步数|头数|变量|向量|矩阵|系数|参数|参数量|概率|令|设|记作|记为"
    r"|取值|标量|张量|阶|秩|次数|数量|半径|距离) ?\Z"
)
_AFTER = re.compile(
    r" ?(?:个|表示|代表|维|层|步|项|轮|阶|次|是指|指的是|为常数|时刻|时,|时,|越大|越小|趋于)"
)
_STRINGS = re.compile(
    r"(?:字符串|字符|文本|密码|用户名|用户|文件|文件名|例如|比如|名|叫|串|输入|单词) ?\Z"
)
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_QUOTES = "\"'“”‘’「」『』《》`"


def tripled(text: str, taken: List[Stretch], own: bool = False) -> List[Tuple[int, int, str]]:
    """Plain formulas printed three times: (start, end, the formula once).

    `taken` are proven formulas of the same text, which lend their weight to doubtful ones and
    are not entered again. `own` marks the reader's own words, where `hhh` is laughter.
    """
    seen = _without(text, taken)
    index: Sequence[int] = range(len(text))
    if not text.isascii() and _HIDDEN.search(text):
        index = [i for i, char in enumerate(text) if not _HIDDEN.match(char)]
        seen = "".join([seen[i] for i in index])
    if not _hints(seen, bool(taken)):
        return []
    found: List[Tuple[int, int, str]] = []
    doubtful: List[Tuple[int, int, str]] = []
    for match in _TRIPLE.finditer(seen):
        unit = match.group(1)
        again = seen.endswith(unit, 0, match.start()) or seen.startswith(unit, match.end())
        if again or (unit + unit).find(unit, 1) < len(unit):
            continue  # more than three, of it or of what it repeats
        left, right = seen[: match.start()][-12:], seen[match.end() :][:6]
        sure = _judge(unit, left, right, own)
        if sure is None:
            continue
        span = (index[match.start()], index[match.end() - 1] + 1, unit)
        (found if sure else doubtful).append(span)
    if found or taken:
        found += doubtful
    return found


def _without(text: str, taken: List[Stretch]) -> str:
    """`text`, in which what is `taken` is opaque."""
    parts: List[str] = []
    at = 0
    for start, end in sorted(taken):
        parts += [text[at:start], OPAQUE * (end - max(start, at))]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def may_repeat(text: str) -> bool:
    """Whether `tripled` has to look at `text`."""
    return _hints(text, False) or (not text.isascii() and _HIDDEN.search(text) is not None)


def _hints(text: str, proven: bool) -> bool:
    """Tell cheaply whether anything may stand here three times."""
    if _repeats(text.split() if text.isascii() else _CHUNK.findall(text)):
        return True
    return (proven or not text.isascii()) and _LETTERS.search(text) is not None


def _repeats(chunks: List[str]) -> bool:
    """Whether one of `chunks` holds three times the two characters that it begins with."""
    for chunk in chunks:
        if len(chunk) > 5 and (chunk.count(chunk[:2]) > 2 or not chunk[0].isalnum()):
            # What opens a chunk of ASCII before its first letter is a bracket or a quote.
            begun = chunk.lstrip(_PUNCTUATION)
            if begun.count(begun[:2]) > 2:
                return True
    return False


def _judge(unit: str, left: str, right: str, own: bool) -> Optional[bool]:
    """Return True for a formula, False for one that needs a proven neighbour, None for neither."""
    if (left and left[-1] in _QUOTES) or (right and right[0] in _QUOTES):
        return None
    if len(unit) == 1:
        return _judge_letter(unit, left, right, own)
    if not any(c.isalpha() for c in unit) or unit.lower() in _LAUGHTER:
        return None
    if _MARK.search(unit):
        return _judge_expression(unit)
    letters = unit.isalpha()
    beside_cjk = bool(_is_cjk(left) or _is_cjk(right))
    if not letters:
        coefficient = re.fullmatch(r"\d+[A-Za-z]{1,3}", unit) and not re.fullmatch(
            r"[0-9a-fA-F]+", unit
        )
        return beside_cjk if coefficient else None
    if unit.isascii() is False:
        return True
    if unit.isupper():
        return _judge_capitals(unit, beside_cjk)
    if unit.islower():
        return bool(not _VOWEL.search(unit) and len(unit) <= 3 and beside_cjk and not own) or False
    if re.fullmatch(r"[A-Z][a-z]+", unit) and _VOWEL.search(unit):
        return False if len(unit) == 2 and beside_cjk else None
    return True


def _judge_letter(unit: str, left: str, right: str, own: bool) -> Optional[bool]:
    """Judge a single letter printed three times by the words around it."""
    if not unit.isalpha() or unit in _SOUND_LETTERS:
        return None
    if not unit.isascii():
        return True
    if unit in "iI" and (left[-1:] == "(" or right[:1] in (")", ".")):
        return None  # a Roman numeral that counts something
    if _STRINGS.search(left):
        return None
    cue = _BEFORE.search(left) or (_AFTER.match(folded(right)) and _is_cjk(left))
    return bool(cue) and not own


def _judge_capitals(unit: str, beside_cjk: bool) -> Optional[bool]:
    """Judge capitals: sound ones are placeholders, verse schemes and strings of bases."""
    if not set(unit) - set("ACGTUN"):
        return None
    codes = [ord(c) for c in unit]
    if all(b - a == 1 for a, b in zip(codes, codes[1:])):
        return None
    return beside_cjk and len(set(unit)) >= 3


def _judge_expression(unit: str) -> Optional[bool]:
    """Judge a unit with operators or brackets: it has to be whole in itself."""
    if unit[-1] in "+-−=<>≤≥∈×⋅·∗*,/|∣→±∥([" or unit[0] in ")]":
        return None
    for opening, closing in ("()", "[]"):
        depth = 0
        for char in unit:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                return None
        if depth:
            return None
    if re.fullmatch(r"[0-9a-fA-F\-]+", unit):
        return None
    return True


def _is_cjk(around: str) -> Optional[Match[str]]:
    """Tell whether the next visible neighbour, on whichever side is given, is CJK."""
    return re.search(rf"[{_CJK}\u3000-\u303f] ?\Z", around) or re.match(rf" ?[{_CJK}]", around)
