"""Telling code and console output from prose, where a converter dropped their frame."""

from __future__ import annotations

import re

from .code_signs import is_statement
from .gutter import gutter_of
from .scripts import HAN, HANGUL, KANA

_HAN = re.compile(f"[{HAN}{KANA}{HANGUL}]")
_LABELS = ("Copied", "Copy", "\u590d\u5236")
# A run of numbers this long is no coincidence.
_SURE = 4
_ASSIGNMENT = re.compile(r"^\s*[\w.\[\]\"']+ ?(?:=|\+=|:=) ?\S")
_CALL = re.compile(r"[\w\])]\([^()]*\)\s*;?$")
_FLAGS = re.compile(r"(?:^|\s)--?[A-Za-z][\w-]*")
_SYNTAX = re.compile(r"\w=\S|[{};]|\w\(\S{0,200}\)|\w_\w|->|&&|\|\||\\$|^\s*<[/\w]", re.MULTILINE)


def is_code(lines: list[str], announced: bool) -> bool:
    """Whether the paragraph `lines` is code.

    `announced` says that the text before it ended in a colon, so that weaker signs will do. A
    paragraph of Chinese is never code unless it holds statements (a comment may be Chinese).
    """
    text = "\n".join(lines)
    statements = sum(map(is_statement, lines))
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


def is_nothing_but_code(lines: list[str]) -> bool:
    """Whether no line of what is code as a whole is a sentence, or a label of the page's."""
    return is_code(lines, False) and not any(
        _is_sentence(line) or line.strip() in _LABELS for line in lines
    )


def _without_comments(text: str) -> str:
    return re.sub(r"(?:#|//).*|\"[^\"\n]*\"|'[^'\n]*'", "", text)


def _is_sentence(text: str) -> bool:
    """Prose ends like prose, and has a run of plain words."""
    return bool(
        re.search(r"[a-z]{2}[.!?]\s*$", text) or re.search(r"(?:\b[a-z]+ ){5}[a-z]+\b", text)
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
    code = is_statement(rest) or _FLAGS.search(rest) or _SYNTAX.search(rest)
    return last >= _SURE or bool(code and not _HAN.match(rest))
