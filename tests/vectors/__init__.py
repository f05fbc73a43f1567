"""Hostile text in every place of every format, shown in real browsers: see README.md."""
