"""Which dollars of a block are a formula's: one scan, and each pair is judged by what is inside it.

Money, variables of a program and the words between two formulas stand between dollars, too; such a
pair is none, and its second dollar may open the next.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, NamedTuple, Tuple

from .eaten import lacks_its_beginning, without_escapes
from .scripts import EAST_ASIAN, FORMS, HAN, HANGUL, KANA
from .spans import OPAQUE

_LONGEST, _LONGEST_DISPLAY = 1000, 4000

# What opens words inside a formula: dollars in its braces are its own.
_TOKEN = re.compile(
    r"\\(?:text[a-z]*|[mhf]box|intertext|tag)\*?[ ]?(?P<words>\{)|\\.|(?P<dollars>\$+)|[{}]"
    r"|\n[ \t]*\n",
    re.DOTALL,
)
_MASK = "\x01"
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"\n[ \t]*(?:[-*+#|]|\d{1,9}[.)])[ \t]")

_NAMED = re.compile(
    r"\\(?:begin|end|operatorname\*?|math[a-z]+|color|textcolor)[ ]?\{[^{}]{0,80}\}|\\[A-Za-z]+|\\."
    r"|[_^][ ]?(?:\{[^{}]{0,80}\}|[A-Za-z0-9]+)",
    re.DOTALL,
)
"""Letters that are no words: names of commands, what stands in their braces, indexes."""
_SIGN = re.compile(r"\\[A-Za-z{}|,;!]|[_^][ ]?[\w\\{*+'-]")
_OPERATOR = re.compile(r"[=<>+*/|:\u00d7\u00f7\u00b1\u2190-\u22ff-]|[A-Za-z]'*[(\[]|^[(\[].*[)\]]$")
_LETTER = re.compile(r"^\d*[A-Za-z\u0370-\u03ff]'*$")
_NUMBER = re.compile(r"^[\d\s.,/~\u2013-]*$")
_UNFINISHED = re.compile(r"(?<![_^{\\])[=<>+*/&,;:~-]$")
_WORD = re.compile(r"[A-Za-z]{2,}(?![A-Za-z(])")
_BEFORE_NAME = re.compile(r"^\{|[._^]$|^[A-Za-z]{2}\w+$")
_VARIABLE = re.compile(r"_|\{|[A-Za-z]\w*_[A-Za-z]\w+$")
_HAN = re.compile(f"[{HAN}{KANA}{HANGUL}]")
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}{FORMS}]")
_STOP = r"[,.;:!?\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f]"
_FULL_STOP = re.compile(r"[\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff08\u300c\u201c]$")
_HAN_STOP = re.compile(rf"[{HAN}]\s*{_STOP}|{_STOP}\s*[{HAN}]")
_HAN_BETWEEN = re.compile(r"[\u548c\u4e0e\u6216\u53ca\u662f\u4e3a\u7684\u5230\u800c\u5728]|\s")
_WORDS = re.compile(r"(?<![\w(])[A-Za-z]{2,}[ \n]+[A-Za-z]{2,}(?![\w(])")
_SENTENCE = re.compile(r"(?<![\w(])(?:[A-Za-z]{2,}[ \n]+){3,}[A-Za-z]{2,}")
_LITTLE = re.compile(
    r"(?<![\w(])(?:and|or|the|to|of|is|are|was|for|with|per|from|in|as|by|on|at|if|then|that|this|"
    r"but|not|we|it|than|each|costs?)(?![\w(])"
)
_BRACKET = re.compile(r"[()\[\]{}]")
_NAME = re.compile(r"[A-Za-z_({@\"]")
_ALONE = re.compile(
    # A sum of money, or a variable's name, that no dollar ends.
    rf"(?:[ ]?\d[\d.,]*(?:[kKmMbB]\b)?(?=[\s,;:.!?)/\u2013-]|[{HAN}{FORMS}\u3000-\u303f]|$)"
    r"|[A-Z_]{2}[A-Z_0-9]{0,40}\b)(?!\s*[$^_{=+*<>\\])"
)


class Pair(NamedTuple):
    """Two dollars, or twice two, at `start` and before `end`; between them `inside:until`."""

    start: int
    end: int
    inside: int
    until: int
    display: bool


class _Dollars(NamedTuple):
    start: int
    many: int


def pairs_in(text: str, hidden: List[Tuple[int, int]]) -> Dict[int, Pair]:
    """The pairs in the block `text` by where they start. What is `hidden`, in order, is code and
    addresses, whose dollars do not count."""
    shown, dollars = _scanned(text, hidden)
    alone = [one for one in dollars if one.many == 1 and _ALONE.match(text, one.start + 1)]
    even = (sum(one.many for one in dollars) - len(alone)) % 2 == 0
    return {pair.start: pair for pair in _paired(shown, dollars, even)}


def _scanned(text: str, hidden: List[Tuple[int, int]]) -> Tuple[str, List[_Dollars]]:
    """`text` in which whatever is hidden, or words inside a formula, is masked; and its dollars."""
    parts: List[str] = []
    at = 0
    for start, end in hidden:
        parts += [text[at:start], OPAQUE * (end - start)]
        at = end
    text = "".join([*parts, text[at:]])
    dollars: List[_Dollars] = []
    words: List[Tuple[int, int]] = []
    opened: List[Tuple[int, bool, int]] = []
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if token["dollars"]:
            dollars.append(_Dollars(token.start(), len(sign)))
        elif token["words"] or sign == "{":
            opened.append((token.end(), bool(token["words"]), len(dollars)))
        elif sign == "}":
            start, is_words, before = opened.pop() if opened else (0, False, 0)
            if is_words and token.start() - start <= _LONGEST:
                while words and words[-1][0] >= start:
                    words.pop()
                words.append((start, token.start()))
                del dollars[before:]
        elif sign[0] == "\n":
            opened.clear()
    parts, at = [], 0
    for start, end in words:
        parts += [text[at:start], _MASK * (end - start)]
        at = end
    return "".join([*parts, text[at:]]), dollars


def _paired(text: str, dollars: List[_Dollars], even: bool) -> Iterator[Pair]:
    n, taken = 0, 0
    while n + 1 < len(dollars):
        one, other = dollars[n], dollars[n + 1]
        start, many = one.start + taken, one.many - taken
        n, taken = n + 1, 0
        if many == other.many == 2:
            if other.start - start - 2 <= _LONGEST_DISPLAY and other.start > start + 2:
                yield Pair(start, other.start + 2, start + 2, other.start, True)
                n += 1
        elif many == 1 and (other.many == 1 or (even and other.many == 2)):
            end = other.start
            if end - start <= _LONGEST and _is_formula(text, start + 1, end, even):
                yield Pair(start, end + 1, start + 1, end, False)
                taken = 1
                if other.many == 1:
                    n, taken = n + 1, 0


def _is_formula(text: str, start: int, end: int, even: bool) -> bool:
    """Whether `text[start:end]` between two dollars is TeX. `even` says that all dollars of the
    block may have their partner: else only what hugs its dollars is one."""
    inside, after = text[start:end], text[end + 1 : end + 2]
    tex = inside.strip()
    if inside[:1].isspace() and lacks_its_beginning(tex):
        inside = tex = without_escapes(tex)[0]  # the space is what is left of its first signs
    if not tex or OPAQUE in inside or _EMPTY_LINE.search(inside) or _ITEM.search(inside):
        return False
    if re.search(r"\\[()\[\]]", tex.replace("\\\\", "")):
        return False
    sign = bool(_SIGN.search(tex))
    money = tex[0].isdigit() and not sign
    named = bool(_NAME.match(after))
    if after.isdecimal() and (not sign or tex[0].isdigit()):
        return False
    if named and (_is_open(tex) or _UNFINISHED.search(tex) or _BEFORE_NAME.search(tex)):
        return False
    # As after `$name, ` before another one.
    one_sided = inside[0] == tex[0] and inside[-1] != tex[-1]
    if one_sided and (_UNFINISHED.search(tex) or _VARIABLE.match(tex)):
        return False
    if tex != inside and (one_sided or money) and not sign and _WORD.search(tex):
        return False
    rest = _NAMED.sub(" ~ ", tex)
    if even and tex == inside and "\n" not in tex:
        if _EAST_ASIAN.search(tex):
            return _is_formula_with_han(tex, sign, money or named)
        if sign:
            return not _SENTENCE.search(rest)
        return not (_WORDS.search(rest) or re.match(_STOP, tex) or (money and _LITTLE.search(rest)))
    if _EAST_ASIAN.search(tex) or _WORDS.search(rest) or _LITTLE.search(rest):
        return False
    if tex != inside and not even:
        return False
    if sign or _LETTER.match(tex):
        return sign or not (money and tex != inside)
    if tex == inside:
        return not _UNFINISHED.search(tex) and not re.match(_STOP, tex)
    return bool(_OPERATOR.search(tex)) and not (_NUMBER.match(tex) or _UNFINISHED.search(tex))


def _is_formula_with_han(tex: str, sign: bool, doubtful: bool) -> bool:
    if not _HAN.search(tex):
        return not re.match(_STOP, tex) and (sign or not _FULL_STOP.search(tex))
    if doubtful or _HAN_STOP.search(tex):
        return False
    if sign or "=" in tex:
        return True
    short = len(tex) <= 12 and not _HAN_BETWEEN.search(tex)
    return short and re.search("[A-Za-z]", tex) is not None


def _is_open(tex: str) -> bool:
    """Whether a bracket opens or closes in `tex` without its partner, of whatever shape, since
    `[0, 1)` is a formula: then two variables of a program stand around it, `a($b) + c($d)`."""
    depth = 0
    for bracket in _BRACKET.findall(re.sub(r"\\[\\()\[\]{}]", "", tex)):
        depth += 1 if bracket in "([{" else -1
        if depth < 0:
            return True
    return depth > 0
