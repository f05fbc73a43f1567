"""What a line of code looks like, for those who must tell code from prose, or its language.

The patterns are compiled on first use: most inputs hold no code.
"""

from __future__ import annotations

import re
from functools import cache

_PYTHON = (
    r"import [\w.]+|from [\w.]+ import |(?:async )?def \w+\(|class \w+[(:]|@\w+[\w.]*\(?|print\("
    r"|(?:if|for|while|with|elif)\b.*:$|else:$|try:$|except\b.*:$|return\b.*[\w)\]]$"
)
_SHELL = (
    r"[$#>]{1,3} \S|#!/|(?:sudo|pip3?|git|npm|npx|yarn|docker|kubectl|conda|curl|wget|apt(?:-get)?"
    r"|brew|make|cargo|python3?|node|ssh|scp|cd|ls|rm|cp|mv|cat|mkdir|chmod|export|echo|source|bash"
    r"|sh) [-\w./~$\"'<]"
)
_OTHER = r"#include\b|//|/\*"


@cache
def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(parts)})", re.MULTILINE)


def is_statement(line: str) -> bool:
    """Whether `line` begins as a statement or a command does, in any language known here."""
    return bool(_pattern(_PYTHON, _SHELL, _OTHER).match(line))


def language_of_code(code: str) -> str:
    """`python` or `bash` where a line of `code` begins so, else empty."""
    if _pattern(_PYTHON).search(code):
        return "python"
    return "bash" if _pattern(_SHELL).search(code) else ""
