"""A line of text to safe HTML: escaped, with language runs, formulas, code and links.

Text that holds no Markdown never meets the Markdown parser (it costs some 300 µs a field).
"""

from __future__ import annotations

import html
import re
from typing import List

from ..fullwidth import folded
from ..spans import Span, is_prose, split
from . import emphasis
from .languages import Languages, language_of, runs

# Anki reads these in any field: sound files, LaTeX images, text to speech, answers to type in.
_ANKI_TAG = re.compile(r"\[(?=sound:|/?latex\]|/?\$\$?\]|/?anki:|\[type:)")
_SPECIAL = re.compile(r"[&<>\[]")
_CLOSING = re.compile(r"[。、,.;:?!)」』】》”’\]]+")
_BREAK = "<br>"


class Inline:
    """Renders lines of one text, in which `dollars` says whether `$` encloses formulas."""

    def __init__(self, languages: Languages, dollars: bool) -> None:
        self.languages = languages
        self.dollars = dollars

    def language_of(self, text: str) -> str:
        """The language of `text`, to which its code, formulas and addresses say nothing."""
        if not is_prose(text):
            spans = split(text, self.dollars)
            text = "".join(span.text for span in spans if span.kind == "prose")
        return language_of(text, self.languages)

    def render(self, text: str, around: str) -> str:
        """`text` as inline HTML inside an element whose `lang` is `around`."""
        if emphasis.is_marked(text):
            return emphasis.render(text, lambda spans: self._spans(spans, around), self.dollars)
        if is_prose(text):
            return self.prose(text, around)
        return self._spans(split(text, self.dollars), around)

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
        if span.kind == "formula":
            return f"\\({escape(span.inner)}\\)"
        if span.kind == "display":
            return f"\\[{escape(span.inner)}\\]"
        return f'<a href="{html.escape(span.text)}">{escape(span.text)}</a>'

    def prose(self, text: str, around: str) -> str:
        """`text` as written, its runs of another language marked."""
        marked = runs(text, around, self.languages)
        if marked is None:
            return escape(text).replace("\n", _BREAK)
        return "".join(
            f'<span lang="{run.lang}">{escape(run.text)}</span>' if run.lang else escape(run.text)
            for run in marked
        ).replace("\n", _BREAK)


def escape(text: str) -> str:
    """`text` for an Anki field: neither HTML nor one of Anki's own tags."""
    if not _SPECIAL.search(text):
        return text
    return _ANKI_TAG.sub("&#91;", html.escape(text, quote=False))
