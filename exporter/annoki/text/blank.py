"""What has nothing that one could see: the one place that says when text is empty."""

from __future__ import annotations

import re

# White space; what Unicode lets no font show (Default_Ignorable_Code_Point: zero-width spaces and
# joiners, marks of direction, soft hyphens, variation selectors, fillers); marks of annotations;
# signs whose picture is empty (braille without dots, a note without a head).
_UNSEEN = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SEEN = re.compile(f"[^{_UNSEEN}]")


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen."""
    return not _SEEN.search(text)
