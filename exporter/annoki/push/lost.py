"""What an answer that is typed anew would lose of the old one's source: what Anki does not show."""

from __future__ import annotations

import html
import re
from typing import List, Set
from unicodedata import normalize

from ..readers.markdown.blocks import blocks_of_markdown
from ..readers.markdown.bookkeeping import bookkeeping_in

_MOST_HIDDEN = 20
_OTHER_SIGNS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz0123456789", "bcdefghijklmnopqrstuvwxyza1234567890"
)
_ITEM = re.compile(r"^(?:[ \t]*>)*([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_RULE = re.compile(r"^[ \t>]*([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
_LINKED = re.compile(r"(?<!\[)\[(?!\[)|(?<!\])\](?!\])")
_FENCE = re.compile(r"^[ \t>]*(?:`{3,}|~{3,})\w*|^[ \t>]*\d{1,9}[.)][ \t]", re.MULTILINE)
_MARKS = frozenset("*_`$\\()-+<>#. \xa0\t\r\n\u200b\u2060\ufeff")


def hidden_in(text: str) -> List[str]:
    """What other programs keep in the Markdown `text`: that of which nothing is shown, so that it
    might say anything else."""
    found = bookkeeping_in(text)
    shown = blocks_of_markdown(text) if found else ()
    others = (text.replace(one, one.translate(_OTHER_SIGNS)) for one in found[:_MOST_HIDDEN])
    hidden = [one for one, other in zip(found, others) if blocks_of_markdown(other) == shown]
    return [*hidden, *found[_MOST_HIDDEN:]]


def is_more(old: str, told: str) -> bool:
    """Whether the Markdown `old` says more than `told`, which is typed for what is shown of it."""
    return _bare(old) != _bare(told) or len(_indents(old)) != len(_indents(told))


def _indents(markdown: str) -> Set[str]:
    """How the items of lists are indented."""
    return set(_ITEM.findall(markdown.expandtabs(4)))


def _bare(markdown: str) -> str:
    """`markdown` without the signs that one may type in one way or another."""
    text = _RULE.sub("\x01", normalize("NFC", html.unescape(markdown)))
    text = _LINKED.sub("", _FENCE.sub("", text))
    return "".join(sign for sign in text if sign not in _MARKS)
