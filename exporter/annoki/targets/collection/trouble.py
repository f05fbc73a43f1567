"""What keeps a collection from being used, as messages.

Anki passes on what SQLite and the system say, in the notation of its programming language.
"""

from __future__ import annotations

import os
import re
import sqlite3
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, List, NamedTuple, Optional, Tuple

from ...contained import is_nobodys
from ...errors import AnnokiError, Refused
from ...text.field import one_line
from ...words import Message, in_turn, message, said_by
from .rows import rows

if TYPE_CHECKING:
    from anki.collection import Collection


class Trouble(NamedTuple):
    """The key of what happened and what to do; `signs` are what errors say of it."""

    key: str
    signs: Tuple[str, ...]


_MAY_NOT = Trouble(
    "targets.may_not",
    ("readonly", "read-only", "permission denied", "not permitted", "cannotopen",
     "unable to open"),
)  # fmt: skip
_FAILS = Trouble(
    "targets.disk_fails",
    ("i/o error", "iofailure", "input/output error"),
)
_TROUBLES = (
    Trouble(
        "targets.open_elsewhere",
        ("already open", "is locked", "kind: locked", "databaselocked", "databasebusy"),
    ),
    Trouble(
        "targets.disk_full",
        ("disk is full", "diskfull", "no space left", "quota exceeded", "file too large"),
    ),
    _MAY_NOT,
    Trouble(
        "targets.damaged",
        ("malformed", "corrupt", "not a database", "notadatabase", "kind: utf8",
         "failed to decode"),
    ),
    _FAILS,
    Trouble(
        "targets.media_folder",
        (".media': file exists", ".media': not a directory"),
    ),
    Trouble(
        "targets.newer",
        ("newer", "schema", "toonew"),
    ),
    Trouble(
        "targets.long_ago",
        ("tooold",),
    ),
)  # fmt: skip
_SAID = (re.compile(r'Some\(\\"(.*?)(?<!\\\\)\\"\)'), re.compile(r': "(.*?)"'))
_RULE = "constraintviolation"
"""The sign of a rule in the collection. What that says, others have written: it says nothing of
the disk."""
_LONGEST = 2000
_MOST_NAMED = 3
"""Of so many triggers at most the names are told."""


def trouble_of(error: BaseException, path: Optional[Path] = None) -> Optional[Trouble]:
    """What `error`, met at the collection at `path`, means, where that is known."""
    said = str(error).lower()
    if _RULE in said:
        return None
    trouble = next((one for one in _TROUBLES if any(sign in said for sign in one.signs)), None)
    # Of a disk that is read-only SQLite says no more than that it fails.
    return _MAY_NOT if trouble is _FAILS and path and not os.access(path, os.W_OK) else trouble


def is_no_notes(error: Exception) -> bool:
    """Whether `error` is the fault of no note, but the user's, the disk's or the collection's."""
    return is_nobodys(error) or (_is_ankis(error) and trouble_of(error) is not None)


def as_refused(error: Exception, col: Collection) -> Exception:
    """`error`, met while `col` was written; Refused, if it is Anki that would not write."""
    from anki.errors import DBError

    if isinstance(error, OSError) or not _is_ankis(error) or is_no_notes(error):
        return error
    triggers = _triggers(col)
    # Others of Anki's may be faults of ours.
    if not triggers and not isinstance(error, (DBError, sqlite3.Error)):
        return error
    return Refused(in_turn([one_line(said_in_words(error)), *triggers]))


def reason_of(error: BaseException, path: Optional[Path] = None) -> Message:
    """What `error`, met at the collection at `path`, means."""
    trouble = trouble_of(error, path)
    if trouble:
        return message(trouble.key)
    return message("targets.unusable", why=said_in_words(error))


def ended_by(error: Exception) -> str:
    """What a person is told whose sync was ended by `error`, and what to do."""
    if isinstance(error, Refused):
        return message("targets.not_taken", why=error.why)
    if isinstance(error, AnnokiError):
        return said_by(error)
    trouble = trouble_of(error) if _is_ankis(error) else None
    if trouble:
        return message("targets.of_collection", what=message(trouble.key))
    return message("targets.unexpected")


def details_of(error: Exception) -> str:
    """What who mends it would ask for; empty where `ended_by` says all."""
    if isinstance(error, AnnokiError):
        return ""
    return "".join(traceback.format_exception(type(error), error, error.__traceback__))


def _is_ankis(error: Exception) -> bool:
    from anki.errors import AnkiException

    return isinstance(error, (AnkiException, OSError, sqlite3.Error))


def said_in_words(error: BaseException) -> str:
    """What `error` says, out of the notation in which Anki passes it on."""
    text = " ".join(str(error)[:_LONGEST].split())
    found = next(filter(None, (one.search(text) for one in _SAID)), None)
    if found and "{" in text:
        text = found.group(1).replace("\\", "")
    return text or type(error).__name__


def _triggers(col: Collection) -> List[str]:
    """What in `col` may refuse to be written. Anki itself makes none."""
    sql = "select name, tbl_name from {} where type = 'trigger'"
    try:
        found = rows(col, " union ".join(map(sql.format, ("sqlite_master", "sqlite_temp_master"))))
    except Exception:  # what cannot be found out explains nothing
        return []
    return [
        message("targets.trigger", name=one_line(name), table=table)
        for name, table in found[:_MOST_NAMED]
    ]
