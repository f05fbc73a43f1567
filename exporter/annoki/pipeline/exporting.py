"""An export: what is read and composed becomes a package, beside the one that it replaces."""

from __future__ import annotations

import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator, Optional

from ..errors import UsageError
from ..files.names import printable
from ..model import Note
from ..sync.package_plan import PackagePlan
from ..words import at, message
from .ends import as_held_before, ends_before
from .gather import Gathering
from .unchanged import summary_of

if TYPE_CHECKING:
    from ..targets.apkg.earlier import EarlierPackage


def replaced_by(output: Path, previous: Optional[Path] = None) -> Optional[EarlierPackage]:
    """The package that `output` comes after: `previous`, else the file of that name, if there is
    one.

    Raises UsageError if the one is no package of ours, or the other is no name for one.
    """
    from ..targets.apkg.earlier import EarlierPackage

    if output.suffix.lower() != ".apkg":
        raise UsageError(at(output, message("pipeline.no_package")))
    # What has that name is replaced, so it must be ours, whatever comes before.
    there = EarlierPackage(output) if os.path.exists(output) else None
    return EarlierPackage(previous) if previous else there


def write_package(
    gathering: Gathering, output: Path, earlier: Optional[EarlierPackage]
) -> Optional[PackagePlan]:
    """Write the notes of `gathering` to `output`, after the package `earlier`, which it was
    gathered with; what became of them, None if there are none: then nothing is written. Raises
    UsageError when `output` cannot be written."""
    if gathering.proceed and earlier:
        from ..targets.apkg.again import issue_again

        return PackagePlan.of_unchanged(issue_again(earlier, output))
    from ..targets.apkg import package

    def about() -> Dict[str, Any]:
        summary = summary_of(gathering.run, gathering.report)
        run = {"run": gathering.run.digest, "summary": summary} if summary else {}
        return {**run, "ends": ends} if ends else run

    ends = ends_before(earlier)
    told = _told_or_held(gathering.notes, earlier)
    notes: Iterator[Note] = as_held_before(told, earlier, gathering.report, ends)
    first = next(notes, None)
    if first is None:
        return None
    report = gathering.report
    plan = package.write(
        chain([first], notes), output, earlier, gathering.media, about, report.lose
    )
    for problem in report.unwritten.values():
        report.tell(printable(output), problem)
    return plan


def _told_or_held(notes: Iterator[Note], earlier: Optional[EarlierPackage]) -> Iterator[Note]:
    """`notes`, of which those that are left out stay where `earlier` holds them."""
    for note in notes:
        before = earlier.notes.get(note.guid) if earlier else None
        if not note.left_out or (before and before.held):
            yield note
