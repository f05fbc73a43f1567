"""What genanki asks of cached_property: Python has had it since 3.8."""

from functools import cached_property

__all__ = ["cached_property"]
