"""An export: what is read and composed becomes a package, beside the one that it replaces."""

from __future__ import annotations

import time
from itertools import chain
from pathlib import Path
from typing import Mapping, NamedTuple, Optional

from ..errors import UsageError
from ..sync.package_plan import Earlier, PackagePlan
from .gather import Gathering


class Replaced(NamedTuple):
    """The package whose unchanged notes keep their dates, and what it holds."""

    path: Optional[Path]
    notes: Mapping[str, Earlier]


def replaced_by(output: Path, previous: Optional[Path] = None) -> Replaced:
    """What `output` replaces: `previous`, else the file of that name, if there is one.

    Raises UsageError if the one is no package of ours, or the other is no name for one.
    """
    from ..targets.apkg import package

    if output.suffix.lower() != ".apkg":
        raise UsageError(f"{output}: Anki imports packages by their name; it must end in .apkg")
    path = previous or (output if output.exists() else None)
    return Replaced(path, package.earlier_notes(path) if path else {})


def write_package(gathering: Gathering, output: Path, replaced: Replaced) -> Optional[PackagePlan]:
    """Write the notes of `gathering` to `output`; what became of them, None if there are none:
    then nothing is written. Raises UsageError when `output` cannot be written."""
    from ..targets.apkg import package

    first = next(gathering.notes, None)
    if first is None:
        return None
    notes = chain([first], gathering.notes)
    return package.write(notes, output, replaced.notes, int(time.time()), gathering.media)
