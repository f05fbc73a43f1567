"""How much of a post a listing shows."""

from __future__ import annotations

import re

from ...model import Blocks, Face
from ...text.spans import text_of

_CUT = re.compile(r"(?:\.\.\.|\u2026|\[\u2026\]|\[\.\.\.\])\s*$")


def face_of(body: Blocks, whole: bool = True) -> Face:
    """The face of a post of which `body` is shown; `whole`: as far as the format says.

    Where none of its text is shown, nothing is said of it, least of all that there is none.
    """
    if not body:
        return Face.TEXT
    return Face.PAGE if whole and not _CUT.search(text_of(body[-1:])) else Face.EXCERPT
