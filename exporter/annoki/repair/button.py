"""Rule `button`: takes out labels of page buttons that were copied along with the text.

Two are known to be caught by a selection: the copy button over a code sample of the Hugging Face
documentation, which reads `Copied` after a click, and the `[source]` link that Sphinx prints
right behind a signature. Both are words that prose uses too, so each is taken out only where its
neighbours show what it is: code after the one, a call's closing bracket before the other.
"""

from __future__ import annotations

import re
from typing import List

from ..model import Repair, Span
from ..text.scripts import HAN
from ..text.spans import Change
from .rule import Mended

_COPIED = re.compile(r"(?:(?<=[.:!?)\]。:?!]\s)|(?<=[。:?!])|\A)Copied\b\s*")

_CODE = re.compile(
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

_ANNOUNCED = re.compile(
    r"\b(?:this|these|following|follows|below|example|so|code|script|commands?|snippet):\s\Z", re.I
)
"""A colon after which a sample was going to stand: there a closing `Copied` is a label too."""

_SOURCE = re.compile(rf"(?<=[)\]\w])\[source\]¶?(?=\s+[A-Z`({HAN}¶]|\s*\Z|\n)")
_SIGNATURE_TAIL = re.compile(r"\w\((?:[^()]|\([^()]*\)){0,400}\)\Z|->\s?[\w.\[\], ]{1,60}\Z")

_CONTEXT = 16


def may_hold(text: str) -> bool:
    """Whether `labels` has to look at `text`."""
    return "Copied" in text or "[source]" in text


def labels(text: str) -> List[Mended]:
    """The button labels in a passage, which are taken out."""
    found: List[Mended] = []
    for match in _COPIED.finditer(text) if "Copied" in text else ():
        start, end = match.span()
        following = text[end : end + 160]
        if following and _CODE.match(following):
            found.append(_label(text, start, end, following))
        elif not following and _ANNOUNCED.search(text[max(0, start - 40) : start]):
            found.append(_label(text, start, end, ""))
    for match in _SOURCE.finditer(text) if "[source]" in text else ():
        start, end = match.span()
        if _SIGNATURE_TAIL.search(text[max(0, start - 400) : start]):
            found.append(_label(text, start, end, ""))
    return sorted(found)


def _label(text: str, start: int, end: int, following: str) -> Mended:
    """A label, told with a little of what stands on both sides, so that a reader can judge."""
    left, right = text[max(0, start - _CONTEXT) : start], following[:_CONTEXT]
    told = Repair("button", left + text[start:end] + right, left + right)
    if end == len(text):
        start = len(text[:start].rstrip())  # what stood before a label at the end
    return Mended(Change(start, end, Span("")), told)
