"""Of chevron, what renders, for genanki; the rest is a command."""

from .renderer import render  # type: ignore[import-not-found]

__all__ = ["render"]
