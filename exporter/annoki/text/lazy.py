"""Patterns compiled when they are first used.

Most runs need few of the rules' patterns, and compiling those with Chinese characters in them took
longer than reading a page of annotations.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Asked once for each name: what is found is kept as the object's own.
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile(text, flags)`, as late as possible."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
