"""Rule `formula`: makes one formula of the three faces that copying KaTeX leaves behind.

A formula copied from a page prints three times in a row, without a mark in between: in varying
order as plain characters and as TeX (`QKTQK^TQK^T`), or three times as plain characters where the
TeX is no different (`VhVhVh`). It becomes `\\(TeX\\)`.

No pattern knows which formula it will be, so three neighbouring stretches are accepted if they
print the same characters (see `tex`). With a TeX face among plain ones that is proof. Three equal
plain stretches are not: `www`, `hahaha`, `xxx` are sound; see `tripled` for what is asked of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Iterator, List, Match, Optional, Tuple
from unicodedata import normalize

from ..model import Repair, Span
from ..text.scripts import EAST_ASIAN, FORMS
from ..text.spans import OPAQUE, Change
from .lexicon import is_word
from .rule import Mended
from .tex import NAMES, Printed, is_tex, printed, recurring
from .tripled import Stretch, may_repeat, tripled

_COMMAND = re.compile(r"\\[a-zA-Z]{2}|[\u200b\u2061\u2062]")
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_NAME = re.compile(r"\W*\w+\W*\Z")
_MAYBE_TEX = re.compile(r"[\\^_]")
_GLYPH = re.compile("[−∗′∣]")
"""What KaTeX prints for `-`, `*`, `'` and `|`: `n−1n-1n−1` holds a TeX face with no TeX mark."""

_UNTYPED = re.compile("[\u200b\u2061\u2062−∗′∣]")
"""What KaTeX prints and hardly anybody types."""

_SPACED = re.compile(r"(?<=\S)(?: ([=+<>\u2264\u2265\u2208\u2192-])|(,)) (?=\S)")
"""Spaces that only TeX has: `x=1x = 1x=1`, if the signs around it are there again."""
_SCRIPT = re.compile(r"([\w)\]|])[\^_]\{?([^\W_])")
_RUN = re.compile(f"[^\n{OPAQUE}{EAST_ASIAN}{FORMS}]+")
_LINE = re.compile(f"[^\n{OPAQUE}]+")
_WORDS = re.compile(
    rf"\\(?:text[a-z]{{0,2}}|mathrm|operatorname|[mh]box)\*?\{{[^{{}}\n]{{0,40}}[{EAST_ASIAN}]"
)
"""What holds words of Chinese inside a formula."""
_LETTER = re.compile(f"[^{EAST_ASIAN}]")
_EDGE = "^ˉ¯~˙¨\u200b\u2060\u2061\u2062\ufeff \t"
_ACCENT = re.compile(r"\\(?:hat|widehat|bar|overline|tilde|widetilde|dot|ddot|vec)(?![a-z])")
_SOUND_EDGES = re.compile(r"[^\^_\s}][\s\S]*(?<![\^_])\Z")
_LONGEST_FACE = 160
_SHORTEST = 3
"""Fewer characters are as likely words that repeat one another."""
_FAR, _NEAR = 2 * _LONGEST_FACE, 80
"""How far from a command, or from `a^b`, a triple may reach."""

_EFFORT = 64
"""How many comparisons each character of a piece is worth; one that takes more is no real text, and
stays as it is: what was mended of it would be looked at anew the next time."""


def tripled_formulas(text: str, own: bool = False) -> List[Mended]:
    """The formulas that stand in `text` three times, each of which becomes one.

    `own` says that the text is the reader's own, where more repetition is meant.
    """
    found = triples_with_tex(text)
    plain = tripled(text, [span[:2] for span in found], own)
    found = found + [(start, end, _upright(tex)) for start, end, tex in plain]
    return [mended_once(text, *one) for one in sorted(found)]


def _upright(tex: str) -> str:
    """`tex`, of letters and signs alone, in which a name of several letters is set as one: else it
    reads as the product of its letters."""
    return _LETTERS.sub(_as_name, tex)


def _as_name(match: Match[str]) -> str:
    word = match.group()
    if word.isupper():
        is_name = len(word) > 3  # `QKV` may be a product
    else:
        called = match.string.startswith("(", match.end())
        is_name = word in NAMES or ((len(word) > 3 or called) and is_word(word.lower()))
    return f"\\mathrm{{{word}}}" if is_name else word


def mended_once(text: str, start: int, end: int, tex: str) -> Mended:
    """`text[start:end]`, a formula thrice, as the formula `tex`."""
    one = f"\\({tex}\\)"
    change = Change(start, end, Span(tex, "formula", written=one))
    return Mended(change, Repair("formula", text[start:end], one))


def may_hold(text: str) -> bool:
    """Whether `tripled_formulas` has to look at `text`."""
    return bool(_places(text)) or may_repeat(text)


def _places(text: str) -> List[Stretch]:
    """The stretches that may hold a TeX face: around a command or an `a^b`."""
    found: List[Stretch] = []
    if "\\" in text or (not text.isascii() and _UNTYPED.search(text)):
        found += [_around(m.span(), _FAR) for m in _COMMAND.finditer(text)]
        found += [_around(m.span(), _NEAR) for m in _GLYPH.finditer(text)]
    for spaced in _SPACED.finditer(text):
        sign = spaced[1] or spaced[2]
        before = text[max(0, spaced.start() - _NEAR) : spaced.start()].split()[-1]
        if sign in before and sign in text[spaced.end() : spaced.end() + _NEAR]:
            found.append(_around(spaced.span(), _NEAR))
    if "^" in text or "_" in text:
        for script in _SCRIPT.finditer(text):
            plain = script.group(1) + script.group(2)
            start, end = max(0, script.start() - _NEAR), script.end() + _NEAR
            if plain not in _compatible(text[start:end]):
                continue
            before = text[start : script.end()].split()[-1]
            after = text[script.end() - 1 : end].split()[0]
            if _is_face(_compatible(before), _compatible(after), plain):
                found.append(_around(script.span(), _NEAR))
    return _merged(found) if found else found


def _merged(stretches: List[Stretch]) -> List[Stretch]:
    """The stretches in order, those that overlap made one."""
    merged: List[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _compatible(text: str) -> str:
    return text if text.isascii() else normalize("NFKC", text)


def _is_face(before: str, after: str, plain: str) -> bool:
    """Tell whether what is marked between two halves of a chunk prints `plain` close by."""
    if _NAME.match(before) and _NAME.match(after):  # `W_q` among its faces, or an identifier
        return before[:-3].endswith((plain, plain + "_")) or after[1:].startswith(plain)
    return plain in before or plain in after


def _around(span: Stretch, reach: int) -> Stretch:
    return max(0, span[0] - reach), span[1] + reach


def triples_with_tex(text: str) -> List[Tuple[int, int, str]]:
    """The triples in `text` that hold a TeX face: (start, end, TeX)."""
    found: List[Tuple[int, int, str]] = []
    places = _places(text)
    if not places:
        return found
    for start, end in places:
        pattern = _LINE if _WORDS.search(text, start, end) else _RUN
        for run in pattern.finditer(text, start, end):
            for at, piece, before in recurring(run.group()):
                if _MAYBE_TEX.search(piece) or _GLYPH.search(piece) or " " in piece.strip():
                    found += _scan(text, printed(piece, run.start() + at), before)
    return found


def _scan(text: str, chars: List[Printed], before: str) -> List[Tuple[int, int, str]]:
    """The triples in one piece. `before` is printed right before it."""
    found: List[Tuple[int, int, str]] = []
    sums = [0, *accumulate([_weight(char.chars) for char in chars])]
    commands = [0, *accumulate([char.tex > 1 for char in chars])]
    marks = [0, *accumulate([char.tex > 0 for char in chars])]
    glyphs = [0, *accumulate([_GLYPH.search(text, c.start, c.end) is not None for c in chars])]
    begin, at, count = 0, 0, len(chars)
    gaps = [0, *accumulate([a.end < b.start for a, b in zip(chars, chars[1:])])]
    effort = 10_000 + _EFFORT * count
    faces = _maybe_tex(marks, gaps if gaps[-1] else glyphs)
    face = next(faces, count)
    while at < count and effort > 0:
        while face < at:
            face = next(faces, count)
        if not _may_start(chars, begin, at, before):
            at += 1
            continue
        longest = min(_LONGEST_FACE, (count - at) // 3)
        shortest = (face - at) // 3 + 1
        step = 1
        base = sums[at]
        firsts = sums[at + shortest : at + longest + 1]
        seconds = sums[at + 2 * shortest : at + 2 * longest + 1 : 2]
        sizes = [
            size
            for size, (first, second) in enumerate(zip(firsts, seconds), shortest)
            if second + base == first + first and sums[at + 3 * size] + 2 * base == 3 * first
        ]
        for size in sizes:
            marked = marks[at + 3 * size] > marks[at]
            tex_face = _only_tex(marks if marked else glyphs, at, size, marked)
            if commands[at + 3 * size] > commands[at]:
                tex_face = _only_tex(commands, at, size, True)
            elif tex_face is None and not marked:
                tex_face = _only_spaced(gaps, at, size)
            effort -= 20
            if tex_face is None:
                continue
            effort -= 20 * size
            tex = _judge(text, chars[at : at + 3 * size], size, tex_face, marked)
            if tex is not None:
                end = chars[at + 3 * size - 1].end
                while _ACCENT.search(tex) and text[end : end + 1] in tuple("^ˉ¯~˙¨\u20d7"):
                    end += 1  # the last face's accent, which prints behind its letter
                found.append((chars[at].start, end, tex))
                step = 3 * size
                begin, before = at + step, ""  # as if it were a formula already
                break
        at += step
    return found if effort > 0 else []


def _only_tex(sums: List[int], at: int, size: int, marked: bool) -> Optional[int]:
    """Which of three faces of `size` is the first of TeX, if not all are and one is.

    `sums` counts, up to each place, what tells TeX if `marked`, and what tells plain ones if not.
    """
    ends = [sums[at + n * size] for n in range(4)]
    as_tex = [(first < last) == marked for first, last in zip(ends, ends[1:])]
    return as_tex.index(True) if True in as_tex and False in as_tex else None


def _only_spaced(gaps: List[int], at: int, size: int) -> Optional[int]:
    """Which of three faces of `size` that follow each other closely is the one with spaces in it.

    `gaps` counts, up to each place, the characters that a space follows.
    """
    if size < _SHORTEST or any(gaps[end] > gaps[end - 1] for end in (at + size, at + 2 * size)):
        return None
    inside = [gaps[at + (n + 1) * size - 1] > gaps[at + n * size] for n in range(3)]
    return inside.index(True) if sum(inside) == 1 else None


def _maybe_tex(marks: List[int], glyphs: List[int]) -> Iterator[int]:
    """Yield the places of those that tell a TeX face from a plain one: a triple holds one."""
    if glyphs[-1]:
        return iter(range(len(glyphs) - 1))
    return (place for place, (one, other) in enumerate(zip(marks, marks[1:])) if one < other)


@lru_cache(maxsize=4096)
def _weight(chars: str) -> int:
    """Return a number that bags of the same characters add up to, whatever their order."""
    return sum(hash((char, "face")) for char in chars)


def _may_start(chars: List[Printed], begin: int, at: int, before: str) -> bool:
    """Tell whether a formula may begin here: not inside a word or number, at no closing mark.

    `before` is printed right before what begins at `begin`.
    """
    if chars[at].chars[0] in ",.;:!?)]}":
        return False
    if at > begin:
        before = chars[at - 1].chars if chars[at - 1].end == chars[at].start else ""
    return not (_parts_no_word(before[-1:]) and _parts_no_word(chars[at].chars[0]))


def _parts_no_word(char: str) -> bool:
    """Whether `char` may stand inside a word or number that spaces part from others."""
    return char.isalnum() and _LETTER.match(char) is not None


def _judge(
    text: str, chars: List[Printed], size: int, tex_face: int, marked: bool
) -> Optional[str]:
    """Return the formula's TeX if three faces are what they seem, else None.

    The TeX is that of `tex_face`, told by signs of TeX if `marked`, by what KaTeX prints if not.
    """
    parts = [chars[:size], chars[size : 2 * size], chars[2 * size :]]
    bags = [sorted("".join(c.chars for c in part)) for part in parts]
    if bags[0] != bags[1] or bags[0] != bags[2] or not any(c.isalnum() for c in bags[0]):
        return None
    if any(part[0].start == part[0].end for part in parts):
        return None  # in the middle of a name
    face = parts[tex_face]
    tex = text[face[0].start : face[-1].end].lstrip(_EDGE)
    if not _SOUND_EDGES.match(tex) or marked != is_tex(tex) or tex.count("{") != tex.count("}"):
        return None
    if tex.count("\\begin") != tex.count("\\end") or (size < _SHORTEST and _WORDS.search(tex)):
        return None
    end = parts[2][-1].end
    if text[end - 1].isalnum() and text[end : end + 1].isalnum() and text[end].isascii():
        return None
    gaps = (text[parts[0][-1].end : parts[1][0].start], text[parts[1][-1].end : parts[2][0].start])
    if any(len(gap) > 2 or "\n" in gap for gap in gaps):
        return None
    return tex
