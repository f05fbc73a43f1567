"""How the command line ends."""

from __future__ import annotations

from enum import IntEnum

from ..errors import AnnokiError, Untold, UsageError
from ..pipeline.report import Report


class ExitCode(IntEnum):
    """What a script learns without reading what was printed."""

    ALL_READ = 0
    PARTLY_READ = 1
    """Something could not be read (the rest is exported), there was nothing to export, or a
    collection could not be synced."""
    WRONG_USE = 2
    """A wrong option, configuration or target; nothing was written. click ends with it, too."""

    UNTOLD = 3
    """All was done, and written, but the report or standard output could not be."""

    @classmethod
    def of(cls, report: Report) -> ExitCode:
        """The end of a run that gave `report`."""
        return cls.PARTLY_READ if report.failed else cls.ALL_READ

    @classmethod
    def of_error(cls, error: AnnokiError) -> ExitCode:
        """The end of a run that `error` ended."""
        if isinstance(error, Untold):
            return cls.UNTOLD
        return cls.WRONG_USE if isinstance(error, UsageError) else cls.PARTLY_READ
