"""What is typed in Anki: Markdown, as readers' notes are, to a field's HTML, and back."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..compose.typed import html_of_typed
from ..config import Config
from ..model import Block
from ..readers.html.walk import blocks_of_html
from ..readers.markdown.blocks import blocks_of_markdown
from ..readers.markdown.typing import markdown_of
from ..text.blank import is_blank
from ..text.spans import text_span, with_breaks

# What the reader of pages leaves out, or takes for the page's own.
_SHOWN = re.compile(r"<(?:img|audio|video|object|details)\b", re.IGNORECASE)


class Draft(NamedTuple):
    """What stands where an answer goes: `text`, to be typed on; else `kept`, HTML that cannot be
    typed, as a picture, and stays above what is."""

    text: str = ""
    kept: str = ""


def typed_field(text: str, config: Config) -> str:
    """The HTML of a field for the Markdown `text`; empty if nothing of that can be seen."""
    if is_blank(text):
        return ""
    # Marks of which Markdown leaves nothing (`<br>`, `>`, `---`) are what is meant themselves.
    plain = Block("prose", tuple(with_breaks(text_span(text.strip()))))
    return html_of_typed(blocks_of_markdown(text), config) or html_of_typed((plain,), config)


def draft_of(field: str, config: Config) -> Draft:
    """The draft that the HTML `field` of a note holds."""
    if not field:
        return Draft()
    if _SHOWN.search(field):
        return Draft("", field)
    blocks = blocks_of_html(field)
    text = markdown_of(blocks)
    return Draft(text) if blocks_of_html(typed_field(text, config)) == blocks else Draft("", field)
