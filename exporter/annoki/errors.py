"""Errors that a user can act on; everything else is a defect and may show its traceback."""

from __future__ import annotations

from .words import message


class AnnokiError(Exception):
    """Something the user must know; its text is one line: what happened, where, what to do.

    It is raised with a `words.Message`, which `words.told` gives in the person's language.
    """


class InputError(AnnokiError):
    """An input that could not be read at all. The other inputs are still exported."""


class UnknownFormatError(InputError):
    """A document that is none of the formats that are read."""


class Garbled(AnnokiError):
    """One thing that is held, and that cannot be read any more. All others are gone on with."""


class UsageError(AnnokiError):
    """A wrong option, configuration or target. Nothing is written."""


class Untold(AnnokiError):
    """What was to be done is done, but what tells of it could not be written."""


class Cancelled(AnnokiError):
    """The person cancelled; nothing was written."""


class CollectionError(AnnokiError):
    """The collection cannot be synced into; nothing was written."""


class Refused(CollectionError):
    """Anki would not write it, as what others have put into the collection would have it: `why`
    says what Anki says, and what is there."""

    def __init__(self, why: str) -> None:
        super().__init__(message("errors.refused", why=why))
        self.why = why


class CollectionChanged(CollectionError):
    """The collection has changed since the plan was made: it must be planned again."""


class UnusualPlan(CollectionError):
    """So much would be gone, or is missing, that a person should agree first: `why` says it."""

    def __init__(self, why: str) -> None:
        super().__init__(message("errors.unusual", why=why))
        self.why = why
