"""Errors that a user can act on; everything else is a defect and may show its traceback."""

from __future__ import annotations


class AnnokiError(Exception):
    """Something the user must know; its text is one line: what happened, where, what to do."""


class InputError(AnnokiError):
    """An input that could not be read at all. The other inputs are still exported."""


class UnknownFormatError(InputError):
    """A document that is none of the formats that are read."""


class UsageError(AnnokiError):
    """A wrong option, configuration or target. Nothing is written."""


class Cancelled(AnnokiError):
    """The person cancelled; nothing was written."""
