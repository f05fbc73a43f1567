"""Spans to safe HTML: escaped, with the runs of another language marked."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import List, Mapping, Sequence, Tuple

from ..model import Span
from ..text.fullwidth import folded
from ..text.notation import notations_in
from ..text.scripts import HAN, KANA_LETTERS, LETTER
from ..text.urls import is_linkable
from .breaks import breakable
from .inert import address, code, escape, formula
from .languages import Languages, language_of, runs
from .typeset import typeset

_CLOSING = re.compile(r"[。、,.;:?!)」』】》”’\]]+")
_BREAK = "<br>"
# What is set apart by a gap where it meets, and nothing stands between.
_EAST = re.compile(f"[{HAN}{KANA_LETTERS}]")
_WEST = re.compile(f"[0-9{LETTER}]")

_NOTHING = "", ""

_NO_PICTURES: Mapping[str, str] = {}


class Inline:
    """Renders spans. `pictures` gives the media file of each picture's address that was had."""

    def __init__(self, languages: Languages, pictures: Mapping[str, str] = _NO_PICTURES) -> None:
        self.languages = languages
        self.pictures = pictures

    def language_of(self, spans: Sequence[Span]) -> str:
        """The language of `spans`, to which code, formulas and addresses say nothing."""
        if len(spans) == 1 and spans[0].kind == "text" and not spans[0].link:
            return language_of(spans[0].text, self.languages)
        words = [
            span.text for span in spans if span.kind in ("text", "break") and span.link != span.text
        ]
        return language_of("".join(words), self.languages)

    def render(self, spans: Sequence[Span], around: str) -> str:
        """`spans` as inline HTML inside an element whose `lang` is `around`."""
        if len(spans) == 1:
            text, kind, strong, emphasis, link, _ = spans[0]
            if kind == "text" and not (strong or emphasis or link):
                return self.words(text, around)  # as most are
        rendered: List[str] = []
        opened: List[str] = []
        # Where there is nothing Chinese, nothing is set apart from it.
        set_apart = _EAST.search("".join(map(itemgetter(0), spans))) is not None
        at = 0
        while at < len(spans):
            at = self._step(spans, at, around, set_apart, opened, rendered)
        rendered += [f"</{_name(tag)}>" for tag in reversed(opened)]
        return "".join(rendered)

    def _step(
        self,
        spans: Sequence[Span],
        at: int,
        around: str,
        set_apart: bool,
        opened: List[str],
        out: List[str],
    ) -> int:
        """Render the span at `at`, and what must stay on its line; the place of the next."""
        span = spans[at]
        _switch(opened, _tags(span), spans, at, out)
        if span.kind != "formula":
            out.append(self._span(span, around, *(_beside(spans, at) if set_apart else _NOTHING)))
            return at + 1
        # Chromium would break between a formula and the mark after it.
        following = spans[at + 1] if at + 1 < len(spans) else Span("")
        same = following.kind == "text" and following[2:5] == span[2:5]
        mark = _CLOSING.match(folded(following.text)) if same else None
        left, right = _beside(spans, at)
        before, after = bool(_EAST.match(left)), bool(_EAST.match(right))
        if not mark:
            out.append(_set(self._span(span, around), _gaps(before, after)))
            return at + 1
        kept = escape(following.text[: mark.end()])
        out.append(_set(f"{self._span(span, around)}{kept}", ["keep", *_gaps(before, False)]))
        rest = following.text[mark.end() :]
        out.append(self.words(rest, around, "", _beside(spans, at + 1)[1]) if rest else "")
        return at + 2

    def _span(self, span: Span, around: str, before: str = "", after: str = "") -> str:
        if span.kind == "break":
            return _BREAK
        if span.kind in ("code", "damaged"):
            return code(span.text)
        if span.kind in ("formula", "display"):
            tex = typeset(span.text)
            return formula(tex, span.kind == "display") if tex else code(span.text)
        if span.link == span.text:
            html = breakable(escape(span.text))
            return _set_apart(html, span.text, before, after) if before or after else html
        return self.words(span.text, around, before, after)

    def words(self, text: str, around: str, before: str = "", after: str = "") -> str:
        """`text` as written, its runs of another language marked; `before` and `after` are the
        characters beside it, if any."""
        found = runs(text, around, self.languages)
        if not found:
            return breakable(escape(text))
        parts: List[str] = []
        at = 0
        for start, end, lang in found:
            if text[at:start].endswith("\\"):  # of a command of TeX that stays as it was typed
                start -= 1
            left = text[start - 1] if start else before
            right = text[end] if end < len(text) else after
            # Between two runs the first has the gap.
            begins = (start > at or not at) and _meet(left, text[start])
            css = _gaps(begins, _meet(text[end - 1], right))
            words = breakable(escape(text[start:end]))
            parts += [breakable(escape(text[at:start])), _set(words, css, f' lang="{lang}"')]
            at = end
        parts.append(breakable(escape(text[at:])))
        return "".join(parts)

    def typed(self, text: str, around: str) -> str:
        """`text` of one line that nobody has parsed, such as a title: its words, and the formulas
        that stand in TeX's own delimiters."""
        if "\\" not in text:
            return self.words(text, around)
        rendered, at = [], 0
        for start, end, span, _ in notations_in(text, code=False):
            if span.kind != "text" and text[start] == "\\":
                rendered += [self.words(text[at:start], around), self._span(span, around)]
                at = end
        return "".join([*rendered, self.words(text[at:], around)])


def _beside(spans: Sequence[Span], at: int) -> Tuple[str, str]:
    """The characters of words before and behind the span at `at`, or nothing."""
    before = spans[at - 1].text[-1:] if at and spans[at - 1].kind == "text" else ""
    at += 1
    return before, spans[at].text[:1] if at < len(spans) and spans[at].kind == "text" else ""


def _meet(left: str, right: str) -> bool:
    """Whether a Chinese character or kana stands at one side, a Latin letter or digit at the
    other."""
    return bool(
        (_EAST.match(left) and _WEST.match(right)) or (_WEST.match(left) and _EAST.match(right))
    )


def _gaps(before: bool, after: bool) -> List[str]:
    """The classes of what is set apart from its neighbours. The style makes the gap, so that the
    text stays what was written."""
    return ["gap-before"] * before + ["gap-after"] * after


def _set_apart(html: str, text: str, before: str, after: str) -> str:
    """`html`, which shows `text`, with its gaps."""
    return _set(html, _gaps(_meet(before, text[:1]), _meet(text[-1:], after)))


def _set(html: str, css: Sequence[str], attributes: str = "") -> str:
    """`html` in an element that has these classes and attributes, if any."""
    if css:
        attributes = f' class="{" ".join(css)}"{attributes}'
    return f"<span{attributes}>{html}</span>" if attributes else html


def _tags(span: Span) -> List[str]:
    """The elements that set `span`, a link being named by its start tag."""
    tags = []
    if span.strong:
        tags.append("strong")
    if span.emphasis:
        tags.append("em")
    if span.link and is_linkable(span.link):
        tags.append(f'a href="{address(span.link)}"')
    return tags


def _name(tag: str) -> str:
    return tag.partition(" ")[0]


def _switch(
    opened: List[str], wanted: List[str], spans: Sequence[Span], at: int, out: List[str]
) -> None:
    """Close and open elements so that those `wanted` of the span at `at` are open: what lasts
    longer stands outside."""
    keep = 0
    while keep < len(opened) and opened[keep] in wanted:
        keep += 1
    out += [f"</{_name(tag)}>" for tag in reversed(opened[keep:])]
    del opened[keep:]
    new = [tag for tag in wanted if tag not in opened]
    if len(new) > 1:
        new.sort(key=lambda tag: -_length(spans, at, _name(tag)))
    for tag in new:
        opened.append(tag)
        out.append(f"<{tag}>")


def _length(spans: Sequence[Span], at: int, element: str) -> int:
    """How many spans from `at` on are set in `element` as that one is."""
    place = {"strong": 2, "em": 3, "a": 4}[element]
    value = spans[at][place]
    end = at
    while end < len(spans) and spans[end][place] == value:
        end += 1
    return end - at
