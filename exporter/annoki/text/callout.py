"""How a callout begins, `[!name]`: also in the brackets and with the mark that Chinese types."""

from __future__ import annotations

import re

# A name in ASCII tells a callout from words that somebody set in such brackets for a heading.
_OPENING = re.compile(
    "(\\s*)[\u3010\u3014\uff3b\\[][!\uff01]([A-Za-z][\\w -]{0,40}(?:\\|[\\w|-]{0,40})?)"
    "[\u3011\u3015\uff3d\\]]",
    re.ASCII,
)
_MAY_OPEN = re.compile("[\\[\uff3b\u3010\u3014][!\uff01]")


def may_open(text: str) -> bool:
    """Whether a callout may open anywhere in `text`."""
    return _MAY_OPEN.search(text) is not None


def opening_folded(line: str) -> str:
    """`line`, the opening of a callout at its start being ASCII; as long as before."""
    match = _OPENING.match(line)
    return f"{match[1]}[!{match[2]}]{line[match.end() :]}" if match else line
