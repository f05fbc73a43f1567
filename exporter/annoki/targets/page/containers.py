"""The style of cards, for cards that are shown in a part of a page."""

from __future__ import annotations

import re

_OF_WIDTH = re.compile(r"@media(?= \((?:min|max)-width: )")


def in_containers(css: str) -> str:
    """`css`, in which what asks how wide the window is asks how wide the box around the card is."""
    return _OF_WIDTH.sub("@container", css)
