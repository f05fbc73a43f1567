"""Markdown as people type it, to blocks."""
