"""Telling code and console output from prose, where a converter dropped their frame."""

from __future__ import annotations

import re

from ..gutter import gutter_of

_HAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_STATEMENT = re.compile(
    r"^\s*(?:import [\w.]+|from [\w.]+ import |def \w+\(|class \w+[(:]|async def |@\w+[\w.]*\(?"
    r"|return\b.*[\w)\]]$|(?:if|for|while|with|elif)\b.*:$|else:$|try:$|except\b.*:$|print\("
    r"|[$#>]{1,3} \S|#include\b|#!/|//|/\*"
    r"|(?:sudo|pip3?|git|npm|npx|yarn|docker|kubectl|conda|curl|wget|apt(?:-get)?|brew|make|cargo"
    r"|python3?|node|ssh|scp|cd|ls|rm|cp|mv|cat|mkdir|chmod|export|echo|source|bash|sh)"
    r" [-\w./~$\"'])"
)
# A run of numbers this long is no coincidence.
_SURE = 4
_ASSIGNMENT = re.compile(r"^\s*[\w.\[\]\"']+ ?(?:=|\+=|:=) ?\S")
_CALL = re.compile(r"[\w\])]\([^()]*\)\s*;?$")
_FLAGS = re.compile(r"(?:^|\s)--?[A-Za-z][\w-]*")
_SYNTAX = re.compile(r"\w=\S|[{};]|\w\(\S*\)|\w_\w|->|&&|\|\||\\$|^\s*<[/\w]", re.MULTILINE)


def is_code(lines: list[str], announced: bool) -> bool:
    """Whether the paragraph `lines` is code.

    `announced` says that the text before it ended in a colon, so that weaker signs will do. A
    paragraph of Chinese is never code unless it holds statements (a comment may be Chinese).
    """
    text = "\n".join(lines)
    statements = sum(bool(_STATEMENT.match(line)) for line in lines)
    if _HAN.search(_without_comments(text)) and not (statements * 2 > len(lines)):
        return False
    indented = sum(line.startswith(("    ", "\t")) for line in lines)
    # "source code is…" and "make sure that…" open sentences; a command line has few plain words.
    if statements and (len(lines) > 1 or announced or not _is_sentence(text)):
        return True
    if indented * 2 > len(lines):
        return True
    if len(_FLAGS.findall(text)) >= 2 and not _is_sentence(text):
        return True
    signs = sum(
        bool(_ASSIGNMENT.match(line) or _CALL.search(line) or _SYNTAX.search(line))
        for line in lines
    )
    return announced and signs * 2 >= len(lines) and not _is_sentence(text)


def _without_comments(text: str) -> str:
    return re.sub(r"(?:#|//).*|\"[^\"\n]*\"|'[^'\n]*'", "", text)


def _is_sentence(text: str) -> bool:
    """Prose ends like prose, and has a run of plain words."""
    return bool(
        re.search(r"[a-z]{2,}[.!?]\s*$", text) or re.search(r"(?:\b[a-z]+ ){5}[a-z]+\b", text)
    )


def is_gutter_code(line: str) -> bool:
    """Whether `line` is code whose line numbers a converter fused to it.

    A short run of numbers also opens `1st` or `12 items`, so what follows must look like code.
    """
    last, length = gutter_of(line)
    rest = line[length:]
    if not last or not rest or rest[0].isspace():
        return False
    # Fused lines have no line ends left, so a statement may be followed by anything.
    code = _STATEMENT.match(rest) or _FLAGS.search(rest) or _SYNTAX.search(rest)
    return last >= _SURE or bool(code and not _HAN.match(rest))
