"""Code that a reader typed into a note without marking it, set as code where that is certain.

A formula, a name of a product or an abbreviation must never be: only what no prose has counts.
Nothing of the text changes.
"""

from __future__ import annotations

import re
from typing import List

from ..model import Block, Blocks, Span, Spans
from ..text.scripts import HAN
from ..text.spans import is_words, pieces, with_pieces

_PLACE = re.compile(r"[_(=]|--")
_ARGUMENT = rf"[^()\n{HAN}]{{0,80}}"
_ARGUMENTS = rf"\({_ARGUMENT}(?:\({_ARGUMENT}\){_ARGUMENT}){{0,3}}\)"
_NAME = r"[A-Za-z_]\w{0,80}(?:\.[A-Za-z_]\w{0,80}){0,6}"
_CODE = re.compile(
    rf"(?<![\w.\\$#@/&^~=*-])(?:(?P<name>{_NAME})(?P<more>{_ARGUMENTS}(?!\w)|=[^\s{HAN},;()]{{1,60}})?"
    r"|--[a-z][a-z0-9]+(?:[-_][a-z0-9]+){0,8}(?:=[\w./-]{1,60})?(?![\w-]))",
    re.ASCII,
)
_JOINED = re.compile(r"[A-Za-z]{2}\w*?_\w*?[A-Za-z0-9]{2}", re.ASCII)
_HUMP = re.compile(r"[a-z][A-Z]")
# What ends in one of these is a site, a file or a thing called after one (`Node.js(18)`).
_DOTTED = re.compile(
    r"[a-z]\w*(?:\.\w+)*\.(?!(?:js|py|com|cn|org|io|net|ai|md|json|txt|html)$)\w{2,}", re.ASCII
)
_GOES_ON = tuple("*/@$^~-\\")
_VALUE = re.compile(r"=(?:True|False|None|\"[^\"]*\"|'[^']*')$")


def with_code(blocks: Blocks) -> Blocks:
    """`blocks` in which code-like words are code: calls, names with underscores, options."""
    return tuple(map(_set, blocks))


def _set(block: Block) -> Block:
    if block.kind in ("code", "picture"):
        return block
    parts = pieces(block)
    if not any(_PLACE.search(span.text) for part in parts for span in part):
        return block
    return with_pieces(block, [_with_code(part) for part in parts])


def _with_code(spans: Spans) -> Spans:
    result: List[Span] = []
    for span in spans:
        if not is_words(span) or span.written or not _PLACE.search(span.text):
            result.append(span)
            continue
        at = 0
        for match in _CODE.finditer(span.text):
            end = _end(match)
            if end:
                result += [span._replace(text=span.text[at : match.start()])]
                result += [span._replace(text=span.text[match.start() : end], kind="code")]
                at = end
        result.append(span._replace(text=span.text[at:]))
    return tuple([span for span in result if span.text])


def _end(match: re.Match[str]) -> int:
    """Where the code ends that `match` found; 0 if it may be anything else."""
    name, more = match["name"], match["more"] or ""
    if name is None:
        return match.end()
    is_joined = bool(_JOINED.search(name)) and "__" not in name.strip("_")
    if more.startswith("("):
        is_call = more == "()" and len(name) > 1
        is_made = "=" in more and bool(_HUMP.search(name))
        if is_call or is_made or is_joined or _DOTTED.fullmatch(name):
            return match.end()
    elif more and (is_joined or _VALUE.match(more)):
        return match.end()
    end = match.start() + len(name)
    return end if is_joined and match.string[end : end + 1] not in _GOES_ON else 0
