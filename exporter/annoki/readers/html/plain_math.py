"""Formulas that pandoc writes as plain HTML, `<em>x</em><sub><em>i</em></sub>`: their TeX."""

from __future__ import annotations

import re
from typing import Dict, Optional, Union

from bs4.element import NavigableString, PageElement, Tag

_AROUND: Dict[str, str] = {
    "em": "{}", "i": "{}", "var": "{}", "strong": "\\mathbf{{{}}}", "b": "\\mathbf{{{}}}",
    "sub": "_{{{}}}", "sup": "^{{{}}}",
}  # fmt: skip
_DEEPEST = 8
_SPECIAL = re.compile(r"[{}%#&$_]")
_NAME = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z])")


def tex_of_plain(element: Tag) -> Optional[str]:
    """The TeX of what `element` holds, or None where it holds anything else than pandoc writes."""
    try:
        return "".join(_tex(child, _DEEPEST) for child in element.contents)
    except ValueError:
        return None


def _tex(part: Union[PageElement, Tag], depth: int) -> str:
    if isinstance(part, NavigableString):
        if "\\" in part or "^" in part or "~" in part:
            raise ValueError(part)
        return _NAME.sub(r"\\mathrm{\g<0>}", _SPECIAL.sub(r"\\\g<0>", part))
    if not isinstance(part, Tag) or part.name not in _AROUND or not depth:
        raise ValueError(part)
    if part.name in ("em", "i", "var") and all(isinstance(one, str) for one in part.contents):
        return _SPECIAL.sub(r"\\\g<0>", part.get_text())
    inside = "".join(_tex(one, depth - 1) for one in part.contents)
    return _AROUND[part.name].format(inside)
