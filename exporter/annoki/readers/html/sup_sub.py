"""Superscripts and subscripts as one line of text sets them: `2ᵏ`, `W_Q`, never `2k`."""

from __future__ import annotations

import re
from typing import Dict, Optional

_DIGITS = "0123456789+-\u2212=()"
_RAISED = dict(
    zip(
        _DIGITS + "abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
    )
)
_LOWERED = dict(zip(_DIGITS + "aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"))
_SIGNS: Dict[str, Dict[str, str]] = {"sup": _RAISED, "sub": _LOWERED}
_NO_LETTERS = re.compile(f"[{re.escape(_DIGITS)}]+")
_NOTES = re.compile(r"\d{1,3}(?:, ?\d{1,3})+")
_BASE = re.compile(r"[A-Za-z0-9)\]|'\u0370-\u03ff]\Z")
_EXPRESSION = re.compile(r"[A-Za-z0-9+\-\u2212*/=,.'\u00b7\u00d7\u0370-\u03ff ]{1,16}")
_WORD = re.compile(r"[A-Za-z]{4,}|st|nd|rd|th")


def set_in_line(text: str, script: str, before: str) -> Optional[str]:
    """`text` of the element `script` (`sup`, `sub`, none) right after the text `before`, as it is
    set in a line; None where that is as it is: a note's number in brackets, a word that is no
    index."""
    signs = _SIGNS.get(script)
    if not signs:
        return None
    if _NO_LETTERS.fullmatch(text) or (script == "sup" and _NOTES.fullmatch(text)):
        return "".join(signs.get(char, char) for char in text)
    if not _BASE.search(before) or (script == "sup" and _WORD.fullmatch(text)):
        return None
    if all(char in signs for char in text):
        return "".join(signs[char] for char in text)
    if not _EXPRESSION.fullmatch(text):
        return None
    mark = "^" if script == "sup" else "_"
    return mark + (text if len(text) == 1 else f"{{{text}}}")
