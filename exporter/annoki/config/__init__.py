"""The configuration: one JSON format for the command line and the add-on."""

from ..sources.source import Source, Unusable
from .check import load, parse, source_of
from .options import Config, Decks

__all__ = ["Config", "Decks", "Source", "Unusable", "load", "parse", "source_of"]
