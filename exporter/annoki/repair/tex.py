"""What a formula's TeX prints, character by character: the ground on which faces are compared.

KaTeX puts one formula into a page three times: as MathML, as TeX (an annotation) and as HTML.
The three hold the same printed characters, if not in the same order: HTML puts a lower limit
before its sum and a denominator before its numerator. So faces are compared as bags of printed
characters, from which all that only shapes a formula has been left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Iterator, List, NamedTuple, Tuple

from ..text.greek import GREEK
from .terms import word_set

_PRINTS = (
    "times=× div=÷ cdot=⋅ ast=∗ star=⋆ circ=∘ bullet=∙ pm=± "
    "mp=∓ oplus=⊕ otimes=⊗ odot=⊙ wedge=∧ land=∧ vee=∨ lor=∨ cap=∩ cup=∪ setminus=∖ in=∈ "
    "notin=∉ ni=∋ subset=⊂ subseteq=⊆ supset=⊃ supseteq=⊇ le=≤ leq=≤ ge=≥ geq=≥ ne=≠ neq=≠ "
    "ll=≪ gg=≫ approx=≈ sim=∼ simeq=≃ equiv=≡ propto=∝ perp=⊥ mid=∣ parallel=∥ vert=∣ Vert=∥ "
    "lvert=∣ rvert=∣ lVert=∥ rVert=∥ to=→ rightarrow=→ leftarrow=← gets=← Rightarrow=⇒ "
    "Leftarrow=⇐ implies=⟹ iff=⟺ Leftrightarrow=⇔ leftrightarrow=↔ mapsto=↦ uparrow=↑ "
    "downarrow=↓ sum=∑ prod=∏ int=∫ iint=∬ oint=∮ partial=∂ nabla=∇ infty=∞ forall=∀ "
    "exists=∃ emptyset=∅ varnothing=∅ neg=¬ lnot=¬ ldots=… dots=… cdots=⋯ vdots=⋮ ddots=⋱ "
    "prime=' langle=⟨ rangle=⟩ lfloor=⌊ rfloor=⌋ lceil=⌈ rceil=⌉ ell=ℓ hbar=ℏ Re=ℜ Im=ℑ "
    "aleph=ℵ top=⊤ bot=⊥ triangle=△ square=□ colon=: lbrack=[ rbrack=]"
)
_SYMBOLS = {**GREEK, **dict(pair.split("=", 1) for pair in _PRINTS.split())}
"""What commands print, of those that print a character of their own."""

NAMES = word_set(
    "arccos arcsin arctan arg cos cosh cot csc deg det dim exp gcd hom inf ker lg lim "
    "liminf limsup ln log max min Pr sec sin sinh sup tan tanh argmax argmin bmod"
)
"""Commands that print their own name."""

_SHAPING = word_set(
    "text textbf textit textrm textsf texttt mathcal mathbb mathrm mathbf mathit mathsf "
    "mathtt mathfrak mathscr mathnormal boldsymbol bm pmb rm bf it cal frac dfrac tfrac "
    "cfrac binom sqrt hat bar vec tilde dot ddot acute grave breve check widehat widetilde "
    "overline underline overrightarrow overleftarrow overbrace underbrace overset underset "
    "stackrel operatorname limits nolimits displaystyle textstyle scriptstyle quad qquad "
    "enspace thinspace space hphantom substack mathop mathrel mathbin mathord mathop "
    "phantom middle boxed cancel not tag label hspace vspace color begin end left right big "
    "Big bigg Bigg bigl bigr Bigl Bigr mod bmod pmod nonumber notag hline"
)
"""Commands that print nothing of their own."""

_LONGEST_COMMAND = 20
_TOKEN = re.compile(
    r"\\(?:begin|end)\{[a-zA-Z*]{1,20}\}|\\(?:label|hspace|vspace|color)\{[^{}]{0,40}\}"
    r"|\\(?:left|right|big|Big|bigg|Bigg)[lrm]?(?![a-zA-Z])\.?|\\tag\{[^{}]{0,20}\}"
    r"|\\[a-zA-Z]+|\\[^a-zA-Z]|[\s\S]"
)
_COMMAND = re.compile(r"\\([a-zA-Z]+)")
_SCRIPT = re.compile(r"\^[^\s^]|(?<![0-9_])_(?:\{[^{}]+\}|[A-Za-z0-9](?![A-Za-z0-9]{2}))")
_SHAPE = frozenset(
    "{}^_&~√‾¯ˉˆ˜ˇ˘´ˊˋ˙¨⃗⏞⏟\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
    "\u239c\u239d\u239f\u23a0\u23a2\u23a3\u23a5\u23a6\u23a7\u23a8\u23a9\u23aa\u23ab\u23ac\u23ad"
)
_SURE = {"\\": 2, "^": 1, "_": 1}
_FRAMES = {
    "bmatrix": "[]", "pmatrix": "()", "vmatrix": "||", "Vmatrix": "\u2225\u2225",
    "bmatrix*": "[]", "pmatrix*": "()", "vmatrix*": "||",
}  # fmt: skip
"""What environments print around what is in them."""
_SAME = {
    # The first of the pieces that a high bracket is made of.
    "\u239b": "(",
    "\u239e": ")",
    "\u23a1": "[",
    "\u23a4": "]",
    "−": "-",
    "–": "-",
    "∗": "*",
    "′": "'",
    "’": "'",
    "∣": "|",
    "⋅": "·",
    "∙": "·",
    "ϵ": "ε",
    "ϕ": "φ",
}


class Printed(NamedTuple):
    """Characters that one stretch `start:end` of the source prints; `tex` tells how surely it is
    TeX: 2 of a command, 1 of `^` and `_`, which an accent may print, too."""

    chars: str
    start: int
    end: int
    tex: int


@lru_cache(maxsize=4096)
def compared(char: str) -> str:
    """Return what `char` counts as in a comparison: compatibility forms unified, shape dropped."""
    out = []
    for c in unicodedata.normalize("NFKD", _SAME.get(char, char)):
        c = _SAME.get(c, c)
        if not (c.isspace() or c in _SHAPE or unicodedata.category(c) in ("Mn", "Co", "Cf", "Cc")):
            out.append(c)
    return "".join(out)


def printed(text: str, offset: int = 0) -> List[Printed]:
    """Return the characters that `text` prints, each with the stretch of source it came from.

    What only shapes the formula goes to the character after it (`\\text{`, `^`), what closes a
    group to the one before it, so that stretches can be cut apart between any two of them. White
    space belongs to none. Of a name such as `\\log` the first letter has all, the others nothing.
    """
    out: List[Printed] = []
    start, tex = -1, 0
    end = offset
    for token in _tokens(text):
        at, end = end, end + len(token)
        closes = token in ("}", "\\right.") or token[:4] == "\\end"
        if closes and out and start < 0 and not _prints(token):
            out[-1] = out[-1]._replace(end=end)
            continue
        if token.isspace():
            continue
        chars = _prints(token)
        tex = max(tex, _SURE.get(token[0], 0))
        if start < 0:
            start = at
        if chars:
            out.append(Printed(chars[0], start, end, tex))
            out += [Printed(char, end, end, tex) for char in chars[1:]]
            start, tex = -1, 0
    return out


def _tokens(text: str) -> List[str]:
    """The tokens of `text`, none left out: of `A^\\topA`, two faces that met, `\\top` and `A`."""
    tokens: List[str] = []
    for token in _TOKEN.findall(text):
        known = _known(token) if len(token) > 3 and token[1:].isalpha() else len(token)
        tokens += [token[:known], *token[known:]]
    return tokens


@lru_cache(maxsize=4096)
def _known(command: str) -> int:
    """How long the longest command is that `command` begins with; all of it where none is."""
    for end in range(min(len(command), _LONGEST_COMMAND), 2, -1):
        name = command[1:end]
        if name in _SYMBOLS or name in NAMES or name in _SHAPING:
            return end
    return len(command)


def recurring(text: str) -> Iterator[Tuple[int, str, str]]:
    """Yield the pieces of `text` whose every character it prints three times at least, each with
    where it begins and what is printed right before it: a formula printed thrice is inside one.
    """
    tokens = _tokens(text)
    prints = list(map(_prints, tokens))
    often = {char for char, times in Counter("".join(prints)).items() if times > 2}
    start = at = 0
    before = ""
    for token, chars in zip(tokens, prints):
        end = at + len(token)
        if not often.issuperset(chars):
            if start < at:
                yield start, text[start:at], before
            start, before = end, chars
        elif start == at and token == "}":
            start = end  # it belongs to the character before it
        elif start == at and token.isspace():
            start, before = end, ""
        at = end
    if start < at:
        yield start, text[start:at], before


def is_tex(face: str) -> bool:
    """Tell TeX from what only looks like it: `C:\\new`, an escape `\\x00`, a name `max_len`."""
    commands = _COMMAND.findall(face)
    if any(c not in _SYMBOLS and c not in NAMES and c not in _SHAPING for c in commands):
        return False
    return bool(commands) or _SCRIPT.search(face) is not None


@lru_cache(maxsize=4096)
def _prints(token: str) -> str:
    """Return the comparable characters that a TeX token or a plain character prints."""
    if len(token) == 1:
        return compared(token)
    if token.startswith("\\tag"):
        return "(" + token[5:-1] + ")"
    name = token[1:]
    if name[-1] == "}" and name.startswith(("begin{", "end{")):
        how, _, frame = name[:-1].partition("{")
        return compared(_FRAMES[frame][how == "end"]) if frame in _FRAMES else ""
    if name in NAMES:
        return name.replace("bmod", "mod")
    if name in _SYMBOLS:
        return compared(_SYMBOLS[name])
    return {"|": "∥", "%": "%", "#": "#", "$": "$"}.get(name, "")
