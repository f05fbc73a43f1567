"""Full-width punctuation for those who look for marks: Chinese is typed with either kind."""

from __future__ import annotations

# U+FF01 to U+FF5E are the full-width forms of U+0021 to U+007E.
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def folded(text: str) -> str:
    """`text` with full-width forms as ASCII, character for character: offsets stay the same.

    Rules match in the folded text and cut the text itself, so what is shown stays as typed.
    """
    return text if text.isascii() else text.translate(_ASCII)
