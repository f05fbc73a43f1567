"""Rule `button`: takes out labels of page buttons that were copied along with the text.

Two are known to be caught by a selection: the copy button over a code sample of the Hugging Face
documentation, which reads `Copied` after a click, and the `[source]` link that Sphinx prints
right behind a signature. Both are words that prose uses too, so each is taken out only where its
neighbours show what it is: code after the one, a call's closing bracket before the other.
"""

from __future__ import annotations

import re
from typing import List, Match, Tuple

from ..model import Repair
from ..text.lazy import pattern

_COPIED = pattern(r"(?:(?<=[.:!?)\]。:?!]\s)|(?<=[。:?!])|\A)Copied\b\s*")

_CODE = pattern(
    r"""
      >>>\s | \$\s\w | \#!? | @\w+ | //\s\w
    | from\s[\w.]+\simport\b | def\s\w+\( | class\s\w+[(:]
    | import\s\w[\w.]*(?:\sas\s\w+)?(?=\s*\Z|\s+(?:import|from|def|class)\s|\s+[\w.]+\s?[=(\[])
    | (?:pip3?|conda|apt|apt-get|npm|brew)\sinstall\b
    | git\s(?:clone|lfs|config|checkout|pull|push|add|commit|log|rebase|bisect)\b
    | (?:python3?|accelerate|torchrun|deepspeed)\s(?:-|[\w./]+\.py\b|launch\b|config\b)
    | (?:if|elif|while|with|for|try|return|assert|del)\s[^.!?;]{0,60}?
      (?:[A-Za-z_]{2}\.[a-z_]{2}|\w_\w|\w[(\[]|==)
    | [A-Za-z_][\w.]*(?:\[[^\]\n]{0,40}\])?(?:,\s?[A-Za-z_]\w*){0,4}\s?[-+*/|&]?=\s?[^\s=]
    | [A-Za-z_]\w*\.\w[\w.]*\( | \w*_\w+[.\[(]
    | [A-Za-z]\w*\((?:[^()\n]{0,80}["'=]|[^()\n]{0,80}\)\s*\Z)
    | \{\s*["']
    """,
    re.X,
)
"""How a code sample begins: enough to tell it from a sentence that goes on."""

_ANNOUNCED = pattern(
    r"\b(?:this|these|following|follows|below|example|so|code|script|commands?|snippet):\s\Z", re.I
)
"""A colon after which a sample was going to stand: there a closing `Copied` is a label too."""

_SOURCE = pattern(r"(?<=[)\]\w])\[source\]¶?(?=\s+[A-Z`(\u4e00-\u9fff¶]|\s*\Z|\n)")
_SIGNATURE_TAIL = pattern(r"\w\((?:[^()]|\([^()]*\)){0,400}\)\Z|->\s?[\w.\[\], ]{1,60}\Z")

_CONTEXT = 16


def may_hold_label(text: str) -> bool:
    """Tell cheaply whether `drop_labels` has to look at `text`."""
    return "Copied" in text or "[source]" in text


def drop_labels(text: str) -> Tuple[str, List[Repair]]:
    """Take the button labels out of a passage."""
    repairs: List[Repair] = []

    def copied(match: Match[str]) -> str:
        start, end = match.span()
        following = text[end : end + 160]
        if not (
            _CODE.match(following)
            if following
            else _ANNOUNCED.search(text[max(0, start - 40) : start])
        ):
            return match.group()
        repairs.append(_repair(text, start, end, following))
        return ""

    def source(match: Match[str]) -> str:
        start, end = match.span()
        if not _SIGNATURE_TAIL.search(text[max(0, start - 400) : start]):
            return match.group()
        repairs.append(_repair(text, start, end, ""))
        return ""

    if "Copied" in text:
        text = (
            _COPIED.sub(copied, text).rstrip()
            if text.endswith("Copied")
            else _COPIED.sub(copied, text)
        )
    if "[source]" in text:
        text = _SOURCE.sub(source, text)
    return text, repairs


def _repair(text: str, start: int, end: int, following: str) -> Repair:
    """The label with a little of what stands on both sides, so that a reader can judge."""
    left = text[max(0, start - _CONTEXT) : start]
    right = following[:_CONTEXT]
    return Repair("button", left + text[start:end] + right, left + right)
