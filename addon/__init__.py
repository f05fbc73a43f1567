"""Annoki inside Anki."""
