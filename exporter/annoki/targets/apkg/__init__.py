"""Packages that Anki imports."""
