"""What Anki and MathJax would act upon, broken up so that it reads the same and does nothing.

Anki looks for its own tags in the finished card and in every field, inside addresses and code too:
sounds and speech (`[sound:…]`, `[anki:…]`), LaTeX (`[latex]`, `[$]`, `[$$]`), an answer to type in
(`[[type:…]]`), deletions (`{{c1::…}}`). MathJax looks for `\\(` and `\\[` in what is shown. A word
joiner, which nobody sees, parts their signs: unlike an entity it is still there once a field has
been through Anki's editor.
"""

from __future__ import annotations

import html
import re
from typing import Match
from unicodedata import combining, normalize

from ..text.clean import cleaned
from .breaks import breakable

_JOINER = "\u2060"
_TAGS = "(?:<[^>]*>)*"
_NAMES = (
    "sound:", "anki:", "/anki:", "latex]", "/latex]", "$]", "/$]", "$$]", "/$$]", "type:", "[type:",
)  # fmt: skip


def _meant(between: str) -> str:
    """A pattern of the sign after which Anki's own are parted, where `between` may part them."""
    names = "|".join([between.join(map(re.escape, name)) for name in _NAMES])
    return rf"\[(?={between}(?:{names}))|\{{(?={between}\{{)"


# As Anki, whatever the case, that of signs that only case folding makes letters included.
_IN_TEXT = re.compile(_meant(""), re.IGNORECASE)
_ACROSS_TAGS = re.compile(_meant(_TAGS), re.IGNORECASE)
_FORMULA = re.compile(r"\\(?=[()\[\]]|\Z)")
_IN_ADDRESS = re.compile(rf"{_meant('')}|{_FORMULA.pattern}", re.IGNORECASE)
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|&(?=#|\w+;)")
_AFTER_TAG = re.compile(">(?=([^\x00-\x7f]))")


def escape(text: str) -> str:
    """`text` as HTML that holds neither markup nor a formula."""
    if "\\" in text:
        text = _FORMULA.sub(_parted, text)
    if "&" in text or "<" in text or ">" in text:
        text = html.escape(text, quote=False)
    return text


def code(text: str) -> str:
    """`text` as code, in which MathJax looks for nothing and which may be copied."""
    return f"<code>{breakable(html.escape(text, quote=False))}</code>"


def quoted(text: str) -> str:
    """`text` as the value of an attribute."""
    return html.escape(_FORMULA.sub(_parted, text))


def address(link: str) -> str:
    """`link` as the value of an attribute; it leads where it led."""
    return html.escape(_IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", link))


def formula(tex: str, is_display: bool) -> str:
    """`tex`, which a card may show, between the delimiters of a formula."""
    opening, closing = "[]" if is_display else "()"
    whole = f"\\{opening}{tex}\\{closing}"
    # TeX does not see a space where it sees a joiner.
    return html.escape(_IN_TEXT.sub(r"\g<0> ", whole), quote=False)


def tag(name: str) -> str:
    """`name` as one of Anki's tags, which stand unescaped in a card that shows them."""
    name = normalize("NFC", name)  # which makes a K of the sign for kelvins
    for sign in (_FORMULA, _MARKUP, _IN_TEXT):
        name = sign.sub(_parted, name)
    return name


def field(written: str) -> str:
    """The HTML `written` as it goes into a field: as Anki stores it, which is NFC, and inert."""
    written = cleaned(written)  # a field ends at U+001F
    if not written.isascii():
        composed = normalize("NFC", written)
        if composed.count(">") < written.count(">"):
            # A sign that strikes through makes one of itself and the end of the tag before it.
            composed = normalize("NFC", _AFTER_TAG.sub(_guarded, written))
        written = composed
    if "[" in written or "{" in written:
        written = _ACROSS_TAGS.sub(_parted, written)
    return written


def _parted(sign: Match[str]) -> str:
    return sign[0] + _JOINER


def _guarded(end: Match[str]) -> str:
    return f"{end[0]}{_JOINER}" if combining(end[1]) else end[0]
