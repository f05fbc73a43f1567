"""Which language a text is in, and the runs of another language inside it.

Only scripts can be told apart, so `zh` and `en` stand for what the reader configured (`zh-Hant`,
`de`, ...). A run that is no word (`n`, `=`, `3.5`) belongs to the language around it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import FrozenSet, Iterator, List, NamedTuple, Tuple

from ..config.options import LANGUAGE, Config
from ..model import Item
from ..text.scripts import (
    ARABIC,
    FULLWIDTH,
    HAN,
    HANGUL,
    HEBREW,
    KANA,
    KANA_LETTERS,
    LETTER,
    OTHERS,
    RTL,
)
from ..text.spans import plain, text_of

_CJK = f"{HAN}{KANA_LETTERS}{HANGUL}"
_CJK_CHARS = re.compile(f"[{_CJK}]+")
_NOT_HAN = re.compile(f"[{KANA_LETTERS}{HANGUL}]")
_LATIN_CHAR = re.compile(f"[{LETTER}]")
# From the first letter or digit to the last before the script changes; it is a run of words if
# two letters stand together in it (`GPU`, `80GB`, not `n`, not `2023`).
_LATIN_RUN = re.compile(f"[0-9{LETTER}](?:[^{_CJK}{KANA}{FULLWIDTH}{OTHERS}\\n]*[0-9{LETTER}])?")
_LATIN_PAIR = re.compile(f"[{LETTER}][{LETTER}]")
_CLOSING = {")": "(", "]": "["}
_MOST_CLOSING = 8
_CJK_RUN = re.compile(f"[{_CJK}](?:[^{LETTER}{OTHERS}\\n]*[{HAN}{KANA}{HANGUL}{FULLWIDTH}])?")
# A text is Chinese as soon as its sentences are: English names in it are many and long.
_CHARACTERS_A_WORD = 0.5
_LATIN_WORD = re.compile(f"[{LETTER}]+")

_SPELT = re.compile(
    f"(?P<ja>[{KANA_LETTERS}](?:[{KANA}{KANA_LETTERS}]*[\u30fc{KANA_LETTERS}])?)"
    f"|(?P<ko>[{HANGUL}](?:[{HANGUL} ]*[{HANGUL}])?)"
)
_HAN_CHAR = re.compile(f"[{HAN}]")
_KANA_CHAR = re.compile(f"[{KANA_LETTERS}]")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_HANGUL_CHAR = re.compile(f"[{HANGUL}]")
# Chinese writes shop signs with it (\u4f18\u306e\u826f\u54c1).
_LONE_NO = re.compile(f"(?<![{KANA_LETTERS}])\u306e(?![{KANA_LETTERS}])")
# A face made of signs, and the hands beside it.
_FACE = re.compile(
    f"[{KANA_LETTERS}]{{0,2}}[(\uff08](?=[^()\uff08\uff09\\n]{{0,10}}"
    "[\u309c\u00b0\u25bd\u03c9\u2022\u00b4`\uff40\uffe3\u2267\u2266\u2200_^;*\u0434\ufe4f-])"
    f"[^A-Za-z0-9{HAN}()\uff08\uff09\\n]{{1,12}}[)\uff09][{KANA_LETTERS}]{{0,3}}"
)
_CITED = re.compile(
    f"[\u300a\u300c\u300e\u201c(\uff08][{KANA}{KANA_LETTERS}{HANGUL} ]{{1,40}}"
    "[\u300b\u300d\u300f\u201d)\uff09]"
)
_ENOUGH = 2000
_TRADITIONAL = re.compile("^zh-(?:Hant|TW|HK|MO)", re.IGNORECASE)
_LEAST_OF_A_SCRIPT = 0.1
"""So much of a text's different characters are of one script alone where it is written in that."""
# How much of a paragraph kana spell in Japanese: with particles, without any, and where it has
# characters that Japanese does not write.
_WITH_PARTICLES, _WITHOUT_ANY, _AMONG_CHINESE = 0.1, 0.5, 0.6
_KOREAN = 0.4
_OTHER_CHAR = re.compile(f"[{OTHERS}]")
_OTHERS_FIRST = re.compile(f"[^{LETTER}{OTHERS}]*[{RTL}]")
_OTHER_WORD = re.compile(f"[{OTHERS}]{{2,}}")
_ARABIC_RUN = re.compile(f"[{ARABIC}](?:[^{LETTER}{_CJK}{HEBREW}\\n]*[{ARABIC}])?")
_HEBREW_RUN = re.compile(f"[{HEBREW}](?:[^{LETTER}{_CJK}{ARABIC}\\n]*[{HEBREW}])?")
# Letters of Persian, Urdu and others, which write with Arabic's.
_NOT_ARABIC = re.compile("[\u0671-\u06d3\u0750-\u077f\ufb50-\ufbff]")


_TAG = re.compile(rf"{LANGUAGE}\Z")
_LATIN_WRITES = (
    "af br bs ca cs cy da de en eo es et eu fi fil fo fr fy ga gl hr hu id is it la lb lt lv ms mt "
    "nb nl nn no oc pl pt ro sk sl sq sv sw tl tr vi"
)
"""Languages that Latin letters write; of any other a page's Latin words are none."""

_RTL = re.compile(f"[{RTL}]")


def holds_rtl(text: str) -> bool:
    """Whether anything in `text` is written from right to left."""
    return not text.isascii() and _RTL.search(text) is not None


class Languages(NamedTuple):
    """The `lang` of Chinese characters and of Latin letters."""

    han: str = "zh-Hans"
    latin: str = "en"


def languages_of(item: Item, config: Config) -> Languages:
    """What was configured, unless the page itself says in which language its words are, or the
    characters of all of `item` are of the other script, which no short line of it need show."""
    said = item.lang if _TAG.match(item.lang) else ""
    is_latin = said.partition("-")[0].lower() in _LATIN_WRITES.split()
    configured = Languages(config.chinese, said if is_latin else config.latin)
    text = plain(item.title) + text_of(item.passage) + text_of(item.body)
    if text.isascii():
        return configured
    return configured._replace(han=_chinese(text[:_ENOUGH], configured))


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
    others = len(_OTHER_WORD.findall(text)) if _OTHER_CHAR.search(text) else 0
    # The first characters are mostly enough, so that the rest need not be counted: a word is a
    # letter at least, parted from the next by a space or by these characters.
    if others or cjk < (len(text) - cjk + 2) // 2 * _CHARACTERS_A_WORD:
        words = len(_LATIN_WORD.findall(text))
        least = (words + others) * _CHARACTERS_A_WORD
        if cjk < least and sum(map(len, _CJK_CHARS.findall(text))) < least:
            first_is_other = _OTHERS_FIRST.match(text) is not None
            is_latin = words > others * (2 if first_is_other else 1)
            return languages.latin if is_latin or not others else _other(text)
    return _cjk(text, languages) if cjk else ""


def _other(text: str) -> str:
    """The language of a text in another script, where the script tells; else empty."""
    hebrew, arabic = _HEBREW_RUN.search(text), _ARABIC_RUN.search(text)
    if bool(hebrew) == bool(arabic):
        return ""
    return "he" if hebrew else "" if _NOT_ARABIC.search(text) else "ar"


def _cjk(text: str, languages: Languages) -> str:
    """Japanese or Korean only where kana or Hangul are a fair part of it."""
    if not _NOT_HAN.search(text):
        return _chinese(text, languages)
    han = _HAN_CHAR.findall(text)
    if han:
        text = _CITED.sub("", _FACE.sub("", text))
    spelt = _LONE_NO.sub("", text)
    kana, hangul = len(_KANA_CHAR.findall(spelt)), len(_HANGUL_CHAR.findall(text))
    whole = kana + hangul + len(han)
    if hangul and hangul >= kana and hangul >= whole * _KOREAN:
        return "ko"
    if not kana:
        return "ja" if spelt != text and _is_of_both("".join(han)) else _chinese(text, languages)
    share = _WITH_PARTICLES if _HIRAGANA.search(spelt) else _WITHOUT_ANY
    if not _is_japanese("".join(set(han))):
        share = _AMONG_CHINESE
    return "ja" if kana >= whole * share else _chinese(text, languages)


def _chinese(text: str, languages: Languages) -> str:
    """What was configured for Chinese, unless the characters are without doubt of the other script.

    Of two encodings one was made for each: a character that one alone has is of its script. Those
    of names and of old texts are of both, or few.
    """
    simplified, traditional = _of_one_script()
    is_traditional = _TRADITIONAL.search(languages.han) is not None
    pro, counter = (traditional, simplified) if is_traditional else (simplified, traditional)
    signs = set(text)
    against = len(signs & counter)
    if against < 2 or not signs.isdisjoint(pro):
        return languages.han
    if against < _LEAST_OF_A_SCRIPT * len(_HAN_CHAR.findall("".join(signs))):
        return languages.han
    return "zh-Hans" if is_traditional else "zh-Hant"


@lru_cache(maxsize=1)
def _of_one_script() -> Tuple[FrozenSet[str], FrozenSet[str]]:
    """The characters of simplified Chinese alone, and of traditional."""
    all_of_both = "".join(map(chr, range(0x4E00, 0xA000)))
    simplified, traditional = (
        frozenset(all_of_both.encode(encoding, "ignore").decode(encoding))
        for encoding in ("gb2312", "big5")
    )
    return simplified - traditional, traditional - simplified


def _is_japanese(characters: str) -> bool:
    return _has(characters, "cp932")


def _is_of_both(characters: str) -> bool:
    """Whether `characters`, beside a lone \u306e, are all of Japanese, but neither all of
    simplified Chinese nor of traditional: \u4eca\u65e5\u306e\u5929\u6c17."""
    return _is_japanese(characters) and not (_has(characters, "gb2312") or _has(characters, "big5"))


def _has(characters: str, encoding: str) -> bool:
    try:
        characters.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def runs(text: str, around: str, languages: Languages) -> List[Run]:
    """The runs of `text` in another language than `around`, in order."""
    found: List[Run] = []
    if not text.isascii():
        if around in (languages.han, "ja", "ko") or around.startswith("zh-Han"):
            found += _spelt(text, around) if _NOT_HAN.search(text) else ()
        else:
            for match in _CJK_RUN.finditer(text):
                start, end = match.span()
                if text[end : end + 1] in _CLOSING:
                    end = _closed(text, start, end)
                found.append(Run(start, end, _cjk(text[start:end], languages)))
        if _OTHER_CHAR.search(text):
            found += _in_others(text, around)
    if around != languages.latin and (around or found or _OTHER_CHAR.search(text)):
        found += _latin(text, languages)
    found.sort()
    return found


def _latin(text: str, languages: Languages) -> Iterator[Run]:
    if _LATIN_PAIR.search(text):
        for match in _LATIN_RUN.finditer(text):
            start, end = match.span()
            if _LATIN_PAIR.search(text, start, end):
                if text[end : end + 1] in _CLOSING:
                    end = _closed(text, start, end)
                yield Run(start, end, languages.latin)


def _spelt(text: str, around: str) -> Iterator[Run]:
    """The runs of kana or Hangul in a paragraph of another East Asian language."""
    for match in _SPELT.finditer(_FACE.sub(lambda face: " " * len(face.group()), text)):
        lang = match.lastgroup or ""
        if lang != around and match.group() != "\u306e":
            yield Run(match.start(), match.end(), lang)


def _in_others(text: str, around: str) -> Iterator[Run]:
    for pattern in (_ARABIC_RUN, _HEBREW_RUN):
        for match in pattern.finditer(text):
            lang = _other(match.group())
            if lang and lang != around and len(match.group()) > 1:  # a face of signs has one
                yield Run(match.start(), match.end(), lang)


def _closed(text: str, start: int, end: int) -> int:
    """Where a run ends that takes the brackets it opened along (`BART (Lewis)`)."""
    last = min(len(text), end + _MOST_CLOSING)
    while end < last and text[end] in _CLOSING:
        if text.count(_CLOSING[text[end]], start, end) <= text.count(text[end], start, end):
            break
        end += 1
    return end
