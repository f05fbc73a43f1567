"""A field as a person reads it in a list."""

from __future__ import annotations

import html
import re


def one_line(field: str, longest: int = 76) -> str:
    """`field` as one short line of text: blocks are parted by a space, what is inline is not. A
    passage that is folded away below a question is left out."""
    field = field.partition('<details class="here">')[0]
    text = re.sub(
        r"</?(?:p|ul|ol|li|pre|tr|th|td|h[1-6]|blockquote|figure|figcaption|details|summary)\b[^>]*>|<br>",
        " ",
        field,
    )
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
