"""Writes notes as an `.apkg` with genanki, beside the one that it replaces.

The same notes give the same bytes everywhere: no clock, no random ids, nothing of the machine.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, Callable, Dict, Iterable, Mapping, Optional

from ...errors import UsageError
from ...files.names import why
from ...files.whole import MADE, replacing
from ...model import Note
from ...sync.package_plan import Failed, PackagePlan
from ...words import unwritten
from .archive import zipped
from .earlier import EarlierPackage, content_of

_NO_MEDIA: Mapping[str, Path] = MappingProxyType({})


def write(
    notes: Iterable[Note],
    path: Path,
    earlier: Optional[EarlierPackage] = None,
    media: Mapping[str, Path] = _NO_MEDIA,
    about: Callable[[], Mapping[str, Any]] = dict,
    failed: Failed = lambda guid, problem: None,
) -> PackagePlan:
    """Write `notes`, which come in reading order and may still be made, to `path`: whole or not at
    all; its folder is made. The plan, with all its steps taken.

    `earlier` is the package that this one comes after. `media` gives, by name, the files that the
    notes may show, where `earlier` does not hold them; `about`, asked at the end, what the package
    is to remember of the run. `failed` is told of notes that fail, and are left out.

    Raises UsageError when `path` cannot be written.
    """
    kept = earlier.kept if earlier else lambda guid: None
    held = earlier.notes if earlier else {}
    plan = PackagePlan(notes, held, content_of, time.time(), failed, kept)

    def says() -> Dict[str, Any]:
        left = {
            guid: [one.modified, one.edition, one.ids, one.keys] for guid, one in plan.left.items()
        }
        return {**about(), "left": left} if left else {**about()}

    try:
        with replacing(path) as folder:
            # genanki takes a while to load, in which notes can be made elsewhere already.
            from .database import write_database

            database = folder / "collection.anki2"
            written = write_database(plan.steps, database, says=says, left_out=plan.leave_out)
            shown = written.media
            known = {**(earlier.pictures(shown - {*media}, folder) if earlier else {}), **media}
            files = {name: known[name] for name in sorted(shown) if name in known}
            zipped(database, files, folder / MADE)
    except (OSError, sqlite3.OperationalError) as error:
        raise UsageError(unwritten(path, why(error))) from error
    return plan
