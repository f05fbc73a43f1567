"""Inline markup that a reader of HTML or Markdown hands on inside a block's text.

Each mark is one private-use character, so that a text with marks is cut, searched and compared
like any other, and nothing that a person can type is mistaken for markup. A text without marks is
as it was printed; the little Markdown that such a text may hold is `compose`'s to read.

Strong and emphasised text, code, formulas and links stand between an opening and a closing mark
(a link's address between its opening and `LINK_TEXT`). `BREAK` is a line break inside one list
item or table cell. The other marks stand for a character that means itself.
"""

from __future__ import annotations

import re

STRONG, STRONG_END = "\ue010", "\ue011"
EMPHASIS, EMPHASIS_END = "\ue012", "\ue013"
CODE, CODE_END = "\ue014", "\ue015"
FORMULA, FORMULA_END = "\ue016", "\ue017"
DISPLAY, DISPLAY_END = "\ue018", "\ue019"
LINK, LINK_TEXT, LINK_END = "\ue01a", "\ue01b", "\ue01c"
BREAK = "\u2028"

_ITSELF = {"\ue01d": "`", "\ue01e": "*", "\ue01f": "["}
_STAND_IN = {char: mark for mark, char in _ITSELF.items()}

ANY = "[\ue010-\ue01f]"
"""A pattern of any mark but `BREAK`."""

_ANY = re.compile(ANY)
_UNREADABLE = re.compile(f"{ANY}|{BREAK}")
_FOREIGN = re.compile("[\ue000-\ue0ff]")
_SIGN = re.compile(r"`|\*(?=\*)|(?<=\*)\*|\[(?=[^\]\n]{0,300}\]\()")
_ADDRESS = re.compile(f"{LINK}[^{LINK_TEXT}]*{LINK_TEXT}")
_READ = dict.fromkeys(range(0xE010, 0xE01D), "")
_READ.update({ord(mark): char for mark, char in _ITSELF.items()})
_READ[ord(BREAK)] = "\n"


def clean(text: str) -> str:
    """`text` from outside, free of what would pass for a mark."""
    return text if text.isascii() else _FOREIGN.sub("", text)


def literal(text: str) -> str:
    """`text` that is rendered already: what looks like Markdown in it means itself."""
    return _SIGN.sub(lambda match: _STAND_IN[match.group()], clean(text))


def is_marked(text: str) -> bool:
    """Whether `text` holds marks."""
    # No private-use character is printable, and most text is, which is seen fast.
    return not text.isascii() and not text.isprintable() and bool(_ANY.search(text))


def plain(text: str) -> str:
    """`text` as one reads it, without marks and link addresses."""
    if text.isascii() or not _UNREADABLE.search(text):
        return text
    return _ADDRESS.sub("", text).translate(_READ)


def itself(text: str) -> str:
    """`text` with the characters that its stand-ins stand for; other marks stay."""
    return re.sub("[\ue01d-\ue01f]", lambda match: _ITSELF[match.group()], text)
