"""Which language a text is in, and the runs of another language inside it.

Only scripts can be told apart, so `zh` and `en` stand for what the reader configured (`zh-Hant`,
`de`, ...). A run that is no word (`n`, `=`, `3.5`) belongs to the language around it.
"""

from __future__ import annotations

import re
from typing import List, NamedTuple

from ..text.scripts import FULLWIDTH, HAN, HANGUL, KANA, LETTER

_CJK_CHARS = re.compile(f"[{HAN}{KANA}{HANGUL}]+")
_KANA_CHAR = re.compile(f"[{KANA}]")
_NOT_HAN = re.compile(f"[{KANA}{HANGUL}]")
_LATIN_CHAR = re.compile(f"[{LETTER}]")
# From the first letter or digit to the last before the script changes; it is a run of words if
# two letters stand together in it (`GPU`, `80GB`, not `n`, not `2023`).
_LATIN_RUN = re.compile(f"[0-9{LETTER}](?:[^{HAN}{KANA}{HANGUL}{FULLWIDTH}\\n]*[0-9{LETTER}])?")
_LATIN_PAIR = re.compile(f"[{LETTER}][{LETTER}]")
_CLOSING = {")": "(", "]": "["}
_MOST_CLOSING = 8
_CJK_RUN = re.compile(f"[{HAN}{KANA}{HANGUL}](?:[^{LETTER}\\n]*[{HAN}{KANA}{HANGUL}{FULLWIDTH}])?")
# A text is Chinese as soon as its sentences are: English names in it are many and long.
_CHARACTERS_A_WORD = 0.5
_LATIN_WORD = re.compile(f"[{LETTER}]+")


class Languages(NamedTuple):
    """The `lang` of Chinese characters and of Latin letters."""

    han: str = "zh-Hans"
    latin: str = "en"


class Run(NamedTuple):
    """A stretch `start:end` of a text in another language than the one around it."""

    start: int
    end: int
    lang: str


def language_of(text: str, languages: Languages) -> str:
    """The main language of `text`, empty when it holds no letters."""
    if text.isascii():
        return languages.latin if _LATIN_CHAR.search(text) else ""
    first = _CJK_CHARS.search(text)
    cjk = len(first.group()) if first else 0
    # The first characters are mostly enough, so that the rest need not be counted: a word is a
    # letter at least, parted from the next by a space or by these characters.
    if cjk < (len(text) - cjk + 2) // 2 * _CHARACTERS_A_WORD:
        least = len(_LATIN_WORD.findall(text)) * _CHARACTERS_A_WORD
        if cjk < least and sum(map(len, _CJK_CHARS.findall(text))) < least:
            return languages.latin
    if not cjk:
        return ""
    return _cjk(text, languages)


def _cjk(text: str, languages: Languages) -> str:
    if not _NOT_HAN.search(text):
        return languages.han
    return "ja" if _KANA_CHAR.search(text) else "ko"


def runs(text: str, around: str, languages: Languages) -> List[Run]:
    """The runs of `text` in another language than `around`, in order."""
    found: List[Run] = []
    if around == languages.latin or not around:
        for match in _CJK_RUN.finditer(text) if not text.isascii() else ():
            start, end = match.span()
            if text[end : end + 1] in _CLOSING:
                end = _closed(text, start, end)
            found.append(Run(start, end, _cjk(text[start:end], languages)))
    elif _LATIN_PAIR.search(text):
        for match in _LATIN_RUN.finditer(text):
            start, end = match.span()
            if _LATIN_PAIR.search(text, start, end):
                if text[end : end + 1] in _CLOSING:
                    end = _closed(text, start, end)
                found.append(Run(start, end, languages.latin))
    return found


def _closed(text: str, start: int, end: int) -> int:
    """Where a run ends that takes the brackets it opened along (`BART (Lewis)`)."""
    last = min(len(text), end + _MOST_CLOSING)
    while end < last and text[end] in _CLOSING:
        if text.count(_CLOSING[text[end]], start, end) <= text.count(text[end], start, end):
            break
        end += 1
    return end
