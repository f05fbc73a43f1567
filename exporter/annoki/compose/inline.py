"""A line of text to safe HTML: escaped, with language runs, formulas, code and links.

Text that holds no Markdown never meets the Markdown parser (it costs some 300 µs a field).
"""

from __future__ import annotations

import html
import re
from typing import Iterator, List, Mapping, Tuple

from ..text import marks
from ..text.fullwidth import folded
from ..text.lazy import pattern
from ..text.spans import Span, is_prose, split
from . import emphasis
from .languages import Languages, language_of, runs

# Anki reads these in any field: sound files, LaTeX images, text to speech, answers to type in.
_ANKI_TAG = pattern(r"\[(?=sound:|/?latex\]|/?\$\$?\]|/?anki:|\[type:)")
_CLOSING = pattern(r"[。、,.;:?!)」』】》”’\]]+")
_SAFE_LINK = pattern(r"(?:https?://|mailto:)", re.IGNORECASE)
# What MathJax would make links, attributes and style sheets of, or load more code for.
_UNSAFE_TEX = pattern(r"\\(?:href|url|style|class|cssId|data|require)\b", re.IGNORECASE)
_BREAK = "<br>"
_SWITCH = pattern(f"([{marks.STRONG}-{marks.EMPHASIS_END}])")
_OPENS = {marks.STRONG: "strong", marks.EMPHASIS: "em"}
_CLOSES = {marks.STRONG_END: "strong", marks.EMPHASIS_END: "em"}


_NO_PICTURES: Mapping[str, str] = {}


class Inline:
    """Renders lines of one text, in which `dollars` says whether `$` encloses formulas.

    `pictures` gives the media file of each picture's address that could be had.
    """

    def __init__(
        self, languages: Languages, dollars: bool, pictures: Mapping[str, str] = _NO_PICTURES
    ) -> None:
        self.languages = languages
        self.dollars = dollars
        self.pictures = pictures

    def language_of(self, text: str) -> str:
        """The language of `text`, to which its code, formulas and addresses say nothing."""
        if not is_prose(text):
            spans = split(text, self.dollars)
            words = [link_text(span) if span.kind == "link" else span.text for span in spans]
            text = "".join(w for w, span in zip(words, spans) if span.kind in ("prose", "link"))
        return language_of(text, self.languages)

    def paragraph(self, text: str) -> Tuple[str, str]:
        """The language of `text`, and `text` as inline HTML inside an element of that `lang`."""
        if is_prose(text) and not emphasis.is_marked(text):  # as most texts are
            lang = language_of(text, self.languages)
            return lang, self.prose(text, lang)
        lang = self.language_of(text)
        return lang, self.render(text, lang)

    def render(self, text: str, around: str) -> str:
        """`text` as inline HTML inside an element whose `lang` is `around`."""
        plain = is_prose(text)
        if not plain and marks.is_marked(text):
            return self._rich(text, around)
        if emphasis.is_marked(text):
            return emphasis.render(text, lambda spans: self._spans(spans, around), self.dollars)
        if plain:
            return self.prose(text, around)
        return self._spans(split(text, self.dollars), around)

    def _rich(self, text: str, around: str) -> str:
        """`text` with marks. A text may have been cut between two marks: all is closed again."""
        rendered: List[str] = []
        opened: List[str] = []
        between: List[Span] = []
        for span in _at_switches(split(text, self.dollars)):
            tag = _OPENS.get(span.text) or _CLOSES.get(span.text)
            if tag is None:
                between.append(span)
                continue
            rendered.append(self._spans(between, around))
            between = []
            if span.text in _OPENS and tag not in opened:
                opened.append(tag)
                rendered.append(f"<{tag}>")
            elif span.text in _CLOSES and tag in opened:
                at = opened.index(tag)
                inside = opened[at + 1 :]
                rendered += [f"</{one}>" for one in reversed(opened[at:])]
                rendered += [f"<{one}>" for one in inside]
                opened[at:] = inside
        rendered.append(self._spans(between, around))
        return "".join(rendered) + "".join(f"</{tag}>" for tag in reversed(opened))

    def _spans(self, spans: List[Span], around: str) -> str:
        """The spans rendered. The mark after a formula is kept on its line: Chromium would break
        between the two."""
        rendered = []
        held = ""
        for span in spans:
            mark = _CLOSING.match(folded(span.text)) if held and span.kind == "prose" else None
            if mark:
                rendered.append(
                    f'<span class="keep">{held}{escape(span.text[: mark.end()])}</span>'
                )
                rest = span.text[mark.end() :]
                rendered.append(self.prose(rest, around) if rest else "")
                held = ""
                continue
            rendered.append(held)
            held = self._span(span, around) if span.kind == "formula" else ""
            rendered.append("" if held else self._span(span, around))
        return "".join(rendered) + held

    def _span(self, span: Span, around: str) -> str:
        if span.kind == "prose":
            return self.prose(span.text, around)
        if span.kind == "code":
            return f"<code>{escape(span.inner)}</code>"
        if span.kind in ("formula", "display"):
            if _UNSAFE_TEX.search(span.inner):
                return f"<code>{escape(span.inner)}</code>"
            opening, closing = "()" if span.kind == "formula" else "[]"
            return f"\\{opening}{escape(span.inner)}\\{closing}"
        if span.kind == "link":
            address, _, text = span.inner.partition(marks.LINK_TEXT)
            if not _SAFE_LINK.match(address):
                return self.render(text, around)
            return f'<a href="{html.escape(address)}">{self.render(text, around)}</a>'
        return f'<a href="{html.escape(span.text)}">{escape(span.text)}</a>'

    def prose(self, text: str, around: str) -> str:
        """`text` as written, its runs of another language marked."""
        shown = escape(text)
        found = runs(text, around, self.languages)
        if not found:
            return _broken(shown)
        written = shown is not text
        parts: List[str] = []
        at = 0
        for start, end, lang in found:
            between, run = text[at:start], text[start:end]
            if written:
                between, run = escape(between), escape(run)
            parts.append(f'{between}<span lang="{lang}">{run}</span>')
            at = end
        parts.append(escape(text[at:]) if written else text[at:])
        return _broken("".join(parts))


def _at_switches(spans: List[Span]) -> Iterator[Span]:
    """The spans, prose parted at marks of strong and emphasised text, each a span of its own."""
    for span in spans:
        if span.kind == "prose":
            yield from (Span("prose", part, part) for part in _SWITCH.split(span.text) if part)
        else:
            yield span


def _broken(rendered: str) -> str:
    return rendered.replace("\n", _BREAK).replace(marks.BREAK, _BREAK)


def link_text(span: Span) -> str:
    """The text of a span that is a link, as one reads it."""
    return marks.plain(span.inner.partition(marks.LINK_TEXT)[2])


def escape(text: str) -> str:
    """`text` for an Anki field: neither HTML nor one of Anki's own tags."""
    if marks.is_marked(text):
        text = marks.plain(text)
    if "&" in text or "<" in text or ">" in text or "[" in text:
        return _ANKI_TAG.sub("&#91;", html.escape(text, quote=False))
    return text
