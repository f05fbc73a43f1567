"""Scripts: what a Chinese character is, a letter, a full-width mark. Ranges for patterns."""

from __future__ import annotations

HAN = "\u2e80-\u2fff\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, radicals and iteration marks among them."""

KANA = "\u3041-\u30ff"
KANA_LETTERS = "\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d"
"""Kana that spell: without the dot, the long mark and the marks of voicing, which others borrow."""

HANGUL = "\uac00-\ud7af\u1100-\u11ff"

FULLWIDTH = "\u3000-\u3004\u3008-\u301f\uff01-\uff65"
"""Marks of East Asian typography."""

EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Characters that part no words: of Chinese, Japanese and Korean, with their own marks."""

FORMS = "\uff00-\uffef"
"""Full-width and half-width forms."""

ARABIC = "\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc"
HEBREW = "\u05d0-\u05ea\ufb1d-\ufb4f"
RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
"""What is written from right to left."""

OTHERS = "\u0370-\u10ff\u1200-\u1dff\u1f00-\u1fff\ufb1d-\ufdfb\ufe70-\ufefc"
"""Letters and signs of other scripts, from Greek and Cyrillic on; Arabic and Hebrew are of them."""

LETTER = "A-Za-z\u00c0-\u024f\u0300-\u036f"
"""Latin letters, with marks that combine with them."""
