"""Code of which a converter deleted the line ends: seen, and given back where that is certain.

A gutter that is left tells how many lines there were, the language where one may end. Only where
both agree on one way to part the code are they its lines.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Callable, Iterator, List

_COMMAND = re.compile(
    r"(?:(?:sudo|git|npm|npx|yarn|pnpm|pip3?|docker|kubectl|conda|apt|apt-get|yum|brew|hexo|cargo"
    r"|cd|mkdir|chmod|wget|curl|ssh|scp|systemctl|service|export|source|make|python3?|node)"
    r" (?=[-\w./~$\"'<]))"
)
_IMPORT = re.compile(r"import (?=[\w.])|from (?=[\w.]+ import )")
_FUSED = re.compile(r"[\w)\]}\"'/*>]\Z")
_CLOSING = re.compile(r"\s*(?:[;,.)\]:]|else\b|catch\b|finally\b|while\b)")
_INCLUDE = re.compile(r"\s*#\s*include\s*(?:<[^<>]{1,80}>|\"[^\"]{1,80}\")")
_SIGNS = re.compile(r"//|/\*|[\"'`(){}\[\];#]|\\.")

_INDENT = re.compile(r"[;{:(>](?: {2,8}|\t+)(?=[\w\"'#/<@.}])")
_JOINT = re.compile(
    r"[a-z0-9_)\]\"'](?:import [A-Za-z_.]{2}|from [\w.]{2,40} import |def \w{1,40}\(|class [A-Z]\w)"
    r"|(?:#include ?(?:<[\w./]{1,40}>|\"[\w./]{1,40}\"))(?=[#\w])"
)
_FEWEST_INDENTS = 3
_LONGEST = 4_000


def parted(code: str, count: int) -> str:
    """`code`, of one line, as the `count` lines that it was; empty where that is not certain."""
    if count < 2 or len(code) > _LONGEST:
        return ""
    for ways in (_commands, _imports, _outer_statements, _statements):
        found = [line.rstrip() for line in ways(code)]
        if len(found) == count and all(map(str.strip, found)):
            return "\n".join(found)
    return ""


def is_run_together(code: str) -> bool:
    """Whether `code`, of one line, was several: what ends a line is followed by the next one's
    indentation, or a statement by one that can only begin a line."""
    if len(list(islice(_INDENT.finditer(code, 0, _LONGEST), _FEWEST_INDENTS))) == _FEWEST_INDENTS:
        return True
    return _JOINT.search(code, 0, _LONGEST) is not None


def _commands(code: str) -> List[str]:
    return _before(code, _COMMAND)


def _imports(code: str) -> List[str]:
    return _before(code, _IMPORT)


def _before(code: str, start: re.Pattern[str]) -> List[str]:
    """`code`, which begins with `start`, parted before each that stands fused to what precedes."""
    if not start.match(code):
        return []
    places = [one.start() for one in start.finditer(code)]
    cuts = [at for at in places if not at or _FUSED.search(code[at - 1 : at])]
    return [code[at:end] for at, end in zip(cuts, [*cuts[1:], len(code)])]


def _outer_statements(code: str) -> List[str]:
    return list(_parted(code, lambda sign, depth: sign == ";" and not depth))


def _statements(code: str) -> List[str]:
    return list(_parted(code, lambda sign, depth: sign in ";{}"))


def _parted(code: str, ends: Callable[[str, int], bool]) -> Iterator[str]:
    """The statements of a language with braces, each an `#include`, or up to a sign that `ends` it
    outside of other brackets; an empty one where a comment may be of the line before or after."""
    at = begun = depth = inside = 0
    while True:
        included = _INCLUDE.match(code, begun) if begun == at else None
        if included:
            yield included.group()
            at = begun = included.end()
            continue
        found = _SIGNS.search(code, at)
        if not found:
            break
        sign, at = found.group(), found.end()
        if sign in ("//", "/*", "#"):
            yield ""
            return
        if sign in "\"'`":
            close = code.find(sign, at)
            if close < 0 or "\\" in code[at:close]:
                yield ""
                return
            at = close + 1
        elif sign in "([":
            inside += 1
        elif sign in ")]":
            inside -= 1
        elif not inside:
            depth += (sign == "{") - (sign == "}")
            if ends(sign, depth) and not _CLOSING.match(code, at):
                yield code[begun:at]
                begun = at
    if code[begun:].strip():
        yield code[begun:]
