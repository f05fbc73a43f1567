"""Telling code and console output from prose, where a converter dropped their frame."""

from __future__ import annotations

import re

from .code_signs import is_statement
from .gutter import FEWEST, gutter_of, gutters_in
from .scripts import HAN, HANGUL, KANA
from .spans import OPAQUE

_HAN = re.compile(f"[{HAN}{KANA}{HANGUL}]")
_LABELS = ("Copied", "Copy", "\u590d\u5236")
_ASSIGNMENT = re.compile(r"^\s*[\w.\[\]\"']+ ?(?:=|\+=|:=) ?\S")
_CALL = re.compile(r"[\w\])]\([^()]*\)\s*;?$")
_FLAGS = re.compile(r"(?:^|\s)--?[A-Za-z][\w-]*")
_SYNTAX = re.compile(r"\w=\S|[{};]|\w\(\S{0,200}\)|\w_\w|->|&&|\|\||\\$|^\s*<[/\w]", re.MULTILINE)

_HEAD = 4_000
_MANY = 12
"""So many lines are code, whatever it looks like without its line ends."""
# A comment ends where its line did, before what is no word of it any more.
_STRINGS = re.compile(
    rf"\"[^\"\n]{{0,200}}\"|'[^'\n]{{0,200}}'|(?:#|//|/\*)[ \t]*[{HAN}\u3001\uff0c\u3002 ]{{1,80}}"
)


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
    if last >= FEWEST:
        found = next(gutters_in(line[:_HEAD]), None)
        return found is not None and found.start == 0 and is_fused_code(rest, last)
    # Fused lines have no line ends left, so a statement may be followed by anything.
    return _looks_like_code(rest) and not _HAN.match(rest)


def is_fused_code(text: str, count: int) -> bool:
    """Whether `text`, which follows a gutter of `count` lines, is code to its end.

    Chinese may stand in it as a string or a comment; any other is prose that follows the code.
    """
    text = text.strip().rstrip(".\u2026")  # of an excerpt
    if OPAQUE in text or not text or _HAN.search(_STRINGS.sub("", text)):
        return False
    return count >= _MANY or (_looks_like_code(text) and not _is_sentence(text))


def _looks_like_code(text: str) -> bool:
    return is_statement(text) or bool(_FLAGS.search(text) or _SYNTAX.search(text))
