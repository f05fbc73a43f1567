"""What in a text is not prose: code, formulas, links and addresses.

Separators, lists, Markdown and languages are looked for only between these spans. Formulas are
`\\\\( \\\\)`, `\\\\[ \\\\]`, `$$ $$` and `$ $`; code is what backticks enclose; a reader of HTML or
Markdown encloses them, and links, in `marks`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, Iterator, List, Literal, NamedTuple, Tuple

from . import marks

SpanKind = Literal["prose", "code", "formula", "display", "url", "link"]


class Span(NamedTuple):
    """A stretch of text. `text` is as printed, `inner` without its delimiters.

    That of a link is its address, `marks.LINK_TEXT` and its text, which may hold spans itself.
    """

    kind: SpanKind
    text: str
    inner: str


# One alternation, so that whatever opens first wins and nothing is read inside it.
# Nothing may hold its own opening mark and all is bounded: hostile text costs linear time.
_SPECIAL = re.compile(
    rf"{marks.CODE}(?P<marked>[^{marks.CODE_END}]*){marks.CODE_END}"
    rf"|{marks.FORMULA}(?P<tex>[^{marks.FORMULA_END}]*){marks.FORMULA_END}"
    rf"|{marks.DISPLAY}(?P<shown>[^{marks.DISPLAY_END}]*){marks.DISPLAY_END}"
    rf"|{marks.LINK}(?P<link>[^{marks.LINK_END}]*){marks.LINK_END}"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>.{1,1000}?)(?<!`)(?P=ticks)(?!`)"
    r"|\\\((?P<inline>(?:(?!\\\().){1,1000}?)\\\)"
    r"|\\\[(?P<block>(?:(?!\\\[).){1,4000}?)\\\]"
    r"|(?P<url>\b(?:https?://|mailto:)[\w\-.~:/?#\[\]@!$&'()*+,;=%]{1,2000})"
    r"|(?<![\\$])\$\$(?P<dollars>[^$]{1,4000}?)\$\$(?!\$)"
    # As Pandoc: an inline formula hugs its dollars, and no digit follows, so that prices stay.
    r"|(?<![\\$])\$(?P<dollar>(?![\s$])(?:[^$\\\n]|\\.){0,1000}?(?<![\s\\]))\$(?![\d$])",
    re.DOTALL | re.ASCII,
)
# How each of these begins; looking for it first is ten times faster.
_OPENING = re.compile(
    rf"{marks.CODE}|{marks.FORMULA}|{marks.DISPLAY}|{marks.LINK}|`|\\|\$|https?://|mailto:"
)
_MARKED: Dict[str, SpanKind] = {
    "marked": "code",
    "tex": "formula",
    "shown": "display",
    "link": "link",
}
_DOLLAR_TOKEN = re.compile(r"\\\$|\$")
_URL_END = re.compile(r"[.,;:!?'\"*\]]+$")


def dollars_pair(*texts: str) -> bool:
    """Whether dollar signs may enclose formulas: their number, code and URLs left out, is even.

    With an odd dollar nothing says which of them belong together, so none is a formula.
    """
    count = 0
    for text in texts:
        if "$" in text:
            prose = "".join(span.text for span in split(text, dollars=False) if _counts(span))
            count += sum(token == "$" for token in _DOLLAR_TOKEN.findall(prose))
    return count % 2 == 0


def _counts(span: Span) -> bool:
    return span.kind == "prose"


def is_prose(text: str) -> bool:
    """Whether `text` can hold nothing but prose, seen at a glance: most texts do."""
    if "`" in text or "$" in text or "\\" in text:
        return False
    if ":" in text and ("://" in text or "mailto:" in text):
        return False
    return not marks.is_marked(text)


def split(text: str, dollars: bool = True) -> List[Span]:
    """`text` in its spans, in order, with nothing lost: the spans' texts add up to it."""
    if is_prose(text):
        return [Span("prose", text, text)] if text else []
    return list(_spans_of(text, dollars))


@lru_cache(maxsize=1024)
def _spans_of(text: str, dollars: bool) -> Tuple[Span, ...]:
    """Each stage that an item passes asks for the spans of the same few texts."""
    return tuple(_split(text, dollars))


def forget() -> None:
    """Give back the memory that the spans of the last texts take."""
    _spans_of.cache_clear()


def _split(text: str, dollars: bool) -> Iterator[Span]:
    start = at = 0
    while True:
        opening = _OPENING.search(text, at)
        if not opening:
            break
        at = opening.start()
        match = _SPECIAL.match(text, at)
        span, end = _span(match, dollars) if match else (None, at + 1)
        if span is not None:
            if at > start:
                yield Span("prose", text[start:at], text[start:at])
            yield span
            start = end
        at = end
    if start < len(text):
        yield Span("prose", text[start:], text[start:])


def _span(match: re.Match[str], dollars: bool) -> tuple[Span | None, int]:
    whole = match.group()
    if match["code"] is not None:
        return Span("code", whole, match["code"].strip() or match["code"]), match.end()
    if match["url"] is not None:
        url = _trimmed(whole)
        return Span("url", url, url), match.start() + len(url)
    kind = _MARKED.get(match.lastgroup or "")
    if kind:
        return Span(kind, whole, whole[1:-1]), match.end()
    if match["inline"] is not None:
        return Span("formula", whole, match["inline"]), match.end()
    if match["block"] is not None:
        return Span("display", whole, match["block"]), match.end()
    if not dollars:
        return None, match.start() + 1
    if match["dollars"] is not None:
        return Span("display", whole, match["dollars"]), match.end()
    return Span("formula", whole, match["dollar"]), match.end()


def _trimmed(url: str) -> str:
    """A URL without the stop or bracket of the sentence that it stands in."""
    while True:
        shorter = _URL_END.sub("", url)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter
