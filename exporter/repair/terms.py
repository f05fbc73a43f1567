"""Technical words that a general word list lacks, so that they are not taken for two words."""

from __future__ import annotations

TERMS = frozenset(
    """
    forloop
    """.split()
)
