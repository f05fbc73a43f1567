"""The little Markdown that a flattened text can still hold: code, `**strong**` and links.

Everything else that looks like Markdown in such a text is what its writer meant to show (`*.py`,
`global_step*`, `#define`, `<tracker>`), so the parser is stripped to these three. Formulas and
code are taken out before it reads the text, and put back rendered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Callable, List

from ..text.lazy import pattern
from ..text.spans import Span, split

if TYPE_CHECKING:
    from markdown import Markdown

# The parser is quadratic in unclosed brackets; no note is as long as this.
_LONGEST = 20_000
_MARKED = pattern(r"\*\*\S[^*]*\*\*|\]\(\s*<?[a-zA-Z]")
# Private-use characters stand for what the parser must not read.
_HELD = pattern("\ue000(\\d+)\ue001")
_PRIVATE = pattern("[\ue000\ue001]")
_TEXT = pattern(r">[^<]+<")
_SAFE_LINK = pattern(r"(?:https?://|mailto:)", re.IGNORECASE)
_STRONG = r"(\*\*)(\S(?:[^*]*\S)?)\*\*"


def is_marked(text: str) -> bool:
    """Whether `text` holds strong text or a link (code alone needs no parser)."""
    if ("*" not in text or "**" not in text) and ("]" not in text or "](" not in text):
        return False
    return len(text) <= _LONGEST and bool(_MARKED.search(text))


def render(text: str, spans: Callable[[List[Span]], str], dollars: bool) -> str:
    """`text` as inline HTML; `spans` renders what is not Markdown."""
    held: List[str] = []

    def hold(rendered: str) -> str:
        held.append(rendered)
        return f"\ue000{len(held) - 1}\ue001"

    prepared = "".join(
        span.text if span.kind in ("prose", "url") else hold(spans([span]))
        for span in split(_PRIVATE.sub("", text), dollars)
    )
    parsed = _parser().convert(prepared.replace("&", hold("&amp;")).replace("<", hold("&lt;")))
    parsed = parsed[len("<p>") : -len("</p>")].replace("<br />", "<br>")

    def prose(match: re.Match[str]) -> str:
        return ">" + _between_held(match.group()[1:-1], spans) + "<"

    parsed = _TEXT.sub(prose, f">{parsed}<")[1:-1]
    return _HELD.sub(lambda match: held[int(match.group(1))], parsed)


def _between_held(text: str, spans: Callable[[List[Span]], str]) -> str:
    parts = re.split("(\ue000\\d+\ue001)", text)
    return "".join(
        part if _HELD.match(part) else spans(split(_unescaped(part), False)) for part in parts
    )


def _unescaped(text: str) -> str:
    return text.replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    """One reused instance: a fresh one costs as much again as the text."""
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockprocessors import ParagraphProcessor
    from markdown.inlinepatterns import (
        LINK_RE,
        LinkInlineProcessor,
        SimpleTagInlineProcessor,
        SubstituteTagInlineProcessor,
    )
    from markdown.postprocessors import AndSubstitutePostprocessor
    from markdown.preprocessors import NormalizeWhitespace
    from markdown.treeprocessors import InlineProcessor
    from markdown.util import Registry

    class SafeLink(LinkInlineProcessor):
        """A link to anything but the web or mail stays the text that it was."""

        def handleMatch(  # type: ignore[override]
            self, m: re.Match[str], data: str
        ) -> tuple[Element | None, int | None, int | None]:
            link, start, end = super().handleMatch(m, data)
            if not isinstance(link, Element) or not _SAFE_LINK.match(link.get("href", "")):
                return None, None, None
            link.attrib.pop("title", None)
            return link, start, end

    parser = Markdown(output_format="xhtml")
    parser.preprocessors = Registry()
    parser.preprocessors.register(NormalizeWhitespace(parser), "normalize_whitespace", 1)
    parser.parser.blockprocessors = Registry()
    parser.parser.blockprocessors.register(ParagraphProcessor(parser.parser), "paragraph", 1)
    parser.inlinePatterns = Registry()
    parser.inlinePatterns.register(SafeLink(LINK_RE, parser), "link", 3)
    parser.inlinePatterns.register(SimpleTagInlineProcessor(_STRONG, "strong"), "strong", 2)
    parser.inlinePatterns.register(SubstituteTagInlineProcessor("\n", "br"), "break", 1)
    parser.treeprocessors = Registry()
    parser.treeprocessors.register(InlineProcessor(parser), "inline", 1)
    parser.postprocessors = Registry()
    parser.postprocessors.register(AndSubstitutePostprocessor(), "amp_substitute", 1)
    return parser
