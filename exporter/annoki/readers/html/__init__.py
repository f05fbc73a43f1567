"""Rendered HTML to blocks, for every reader that meets it."""
