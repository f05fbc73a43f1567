"""Anki collections, handed in open."""
