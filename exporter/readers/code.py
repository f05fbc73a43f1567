"""Telling code and console output from prose, where a converter dropped their frame."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_STATEMENT = re.compile(
    r"^\s*(?:import [\w.]+|from [\w.]+ import |def \w+\(|class \w+[(:]|async def |@\w+[\w.]*\(?"
    r"|return\b.*[\w)\]]$|(?:if|for|while|with|elif)\b.*:$|else:$|try:$|except\b.*:$|print\("
    r"|[$#>]{1,3} \S|#include\b|#!/|//|/\*"
    r"|(?:sudo|pip3?|git|npm|npx|yarn|docker|kubectl|conda|curl|wget|apt(?:-get)?|brew|make|cargo"
    r"|python3?|node|ssh|scp|cd|ls|rm|cp|mv|cat|mkdir|chmod|export|echo|source|bash|sh)"
    r" [-\w./~$\"'])"
)
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


def fused_gutter(line: str) -> int:
    """Length of an exact run `1234…n` of line numbers fused to the start of `line`, or 0.

    `12git lfs install` holds two lines of code and their numbers (source-formats, blogs). A short
    run also opens `1st` or `12 items`, so what follows must look like code as well.
    """
    length = number = 0
    while line.startswith(str(number + 1), length):
        number += 1
        length += len(str(number))
    rest = line[length:]
    if not number or not rest or rest[0].isdigit() or rest[0].isspace():
        return 0
    # Fused lines have no line ends left, so a statement may be followed by anything.
    code = _STATEMENT.match(rest) or len(_FLAGS.findall(rest)) >= 1 or _SYNTAX.search(rest)
    return length if number >= 4 or (code and not _HAN.match(rest)) else 0
