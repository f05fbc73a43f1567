"""Scripts: what a Chinese character is, a letter, a full-width mark. Ranges for patterns."""

from __future__ import annotations

HAN = "\u2e80-\u2fff\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, radicals and iteration marks among them."""

KANA = "\u3041-\u30ff"
HANGUL = "\uac00-\ud7af\u1100-\u11ff"

FULLWIDTH = "\u3000-\u3004\u3008-\u301f\uff01-\uff65"
"""Marks of East Asian typography."""

EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Characters that part no words: of Chinese, Japanese and Korean, with their own marks."""

FORMS = "\uff00-\uffef"
"""Full-width and half-width forms."""

LETTER = "A-Za-z\u00c0-\u024f\u0300-\u036f"
"""Latin letters, with marks that combine with them."""
