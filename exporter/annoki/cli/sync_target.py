"""What `annoki sync` and `annoki push` are at: a collection that is named, or what AnkiWeb has."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, ContextManager, Iterator, Optional

from ..errors import UsageError
from ..files.names import why
from ..words import message, unwritten
from .saying import Voice

if TYPE_CHECKING:
    from ..pipeline.report import Report
    from ..pipeline.syncing import Plan
    from ..targets.collection import Collection
    from ..targets.collection.apply import Applied


class Target:
    """The collection at `path`, from which `dry_run` keeps all but looks."""

    is_quiet = False
    """Whether nobody is there who could be asked, so that all but what is unusual is done."""

    def __init__(self, path: Path, dry_run: bool) -> None:
        self.path, self.dry_run = path, dry_run

    def held(self) -> ContextManager[None]:
        """No other run is at it meanwhile. Raises CollectionError if one is."""
        return contextlib.nullcontext()

    def as_it_is(self) -> ContextManager[Collection]:
        """Open, as it was left."""
        from ..targets.collection.opening import open_collection

        return open_collection(self.path, self.dry_run)

    def in_step(self) -> ContextManager[Collection]:
        """Open, as other devices left it; what is done with it goes to them."""
        return self.as_it_is()

    def keep(self, plan: Plan, applied: Applied) -> None:
        """Keep the report of what was done."""

    def keep_failed(self, error: Exception, report: Optional[Report]) -> None:
        """Keep that it was not, and what was read by then."""


class AnkiWebTarget(Target):
    """What the account holds that is logged in, through a copy of Annoki's own."""

    is_quiet = True

    def __init__(self, voice: Voice, dry_run: bool, first_upload: bool) -> None:
        from ..headless.account import logged_in
        from ..headless.device import Device
        from ..headless.round import Round

        account = logged_in()
        self._voice, self._device = voice, Device(account.folder)
        self._round = Round(self._device, account, voice.complain, first_upload)
        super().__init__(self._device.path, dry_run)

    def held(self) -> ContextManager[None]:
        """No other run is at it meanwhile. Raises CollectionError if one is."""
        return self._device.held()

    def as_it_is(self) -> ContextManager[Collection]:
        """The copy."""
        return self._device.opened()

    def in_step(self) -> ContextManager[Collection]:
        """The copy, as other devices left it; what is done with it goes up, and media both ways."""
        return self._round.in_step(sends=not self.dry_run)

    def keep(self, plan: Plan, applied: Applied) -> None:
        """Keep the report beside the copy."""
        from ..pipeline.keeping import keep_report

        with self._telling():
            keep_report(self._device.reports, plan, applied)

    def keep_failed(self, error: Exception, report: Optional[Report]) -> None:
        """Keep a report of that beside the copy."""
        from ..pipeline.keeping import keep_failed
        from ..targets.collection.trouble import ended_by

        if not self.dry_run:
            with self._telling():
                keep_failed(self._device.reports, ended_by(error), report)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._voice.complain(unwritten(self._device.folder, why(error)))


def chosen(
    voice: Voice, path: Optional[Path], ankiweb: bool, dry_run: bool, first_upload: bool
) -> Target:
    """The one that was asked for. Raises UsageError unless it is one."""
    if bool(path) == ankiweb:
        raise UsageError(message("headless.which"))
    if path:
        if first_upload:
            raise UsageError(message("headless.no_upload"))
        return Target(path, dry_run)
    return AnkiWebTarget(voice, dry_run, first_upload)
