"""What Anki plays, typesets or replaces in the fields of a note."""

from __future__ import annotations

import re
from typing import Any

_REPLACED = re.compile(r"\[sound:|\[/?anki:|\[/?latex\]|\[/?\$\$?\]|\{\{|\[\[type:", re.IGNORECASE)


def heard(col: Any, text: str) -> tuple[str, ...]:
    """What Anki itself finds in the HTML of fields: sounds to play or read, LaTeX to run, and
    whatever looks like its own notation. `col` is a collection."""
    tags = col._backend.extract_av_tags(text=text, question_side=True).av_tags
    latex = col._backend.extract_latex(text=text, svg=False, expand_clozes=False).latex
    found = [f"sound: {tag}" for tag in tags] + [f"sound: LaTeX {one.latex_body}" for one in latex]
    return (*found, *(f"sound: {one[0]} is left" for one in _REPLACED.finditer(text)))
