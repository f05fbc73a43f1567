"""Annoki: what a person wrote in the margins, as Anki notes that stay in step with it."""

__version__ = "0.1.0"
