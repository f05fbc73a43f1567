"""Issues a package again whose notes are as they were: only their editions are new.

What the learner deleted and imports again has then another id (see `sync.package_plan`), as in any
package that comes after another; all else is copied.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Iterator, Set, Tuple

from ...errors import UsageError
from ...files.names import why
from ...files.whole import MADE, replacing
from ...identity.note_ids import edition_of, free_ids
from ...words import unwritten
from .archive import portable, rezipped
from .earlier import EarlierPackage


def issue_again(earlier: EarlierPackage, path: Path) -> int:
    """Write the notes of `earlier` to `path`, whole or not at all; its folder is made. How many
    there are.

    Raises UsageError when `path` cannot be written.
    """
    try:
        with replacing(path) as folder:
            database = folder / "collection.anki2"
            count = _copied(earlier.database, database)
            rezipped(earlier.path, database, folder / MADE)
    except (OSError, sqlite3.OperationalError) as error:
        raise UsageError(unwritten(path, why(error))) from error
    return count


def _copied(before: Path, after: Path) -> int:
    with closing(sqlite3.connect(after)) as connection:
        # The file is temporary: nobody could recover it, so nothing needs to be journalled.
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;")
        connection.execute("attach ? as before", (str(before),))
        schema = connection.execute("select type, name, sql from before.sqlite_master").fetchall()
        tables = [(name, sql) for kind, name, sql in schema if kind == "table"]
        for name, sql in tables:
            if not name.startswith("sqlite_"):
                connection.execute(sql)
        connection.execute(
            "create temp table again (id integer primary key, first int, second int)"
        )
        connection.executemany("insert into again values (?, ?, ?)", _ids(connection))
        for name, _ in tables:
            if name not in ("notes", "cards") and not name.startswith("sqlite_"):
                connection.execute(f"insert into {name} select * from before.{name}")
        connection.execute(
            "insert into notes select again.first, guid, mid, mod, usn, tags, flds, sfld, csum,"
            " flags, data from before.notes join again using (id) order by again.first"
        )
        connection.execute(
            "insert into cards select case ord when 0 then again.first else again.second end,"
            " again.first, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left,"
            " odue, odid, flags, data from before.cards join again on again.id = nid order by 1"
        )
        for kind, _, sql in schema:
            if kind == "index" and sql:
                connection.execute(sql)
        (count,) = connection.execute("select count() from notes").fetchone()
        connection.commit()
    portable(after)
    return int(count)


def _ids(connection: sqlite3.Connection) -> Iterator[Tuple[int, int, int]]:
    """(id, the next, that of a second card) of each note, in reading order: so they are given."""
    sql = (
        "select id, guid from before.notes join"
        " (select nid, min(due) as due from before.cards group by nid) on nid = id order by due"
    )
    taken: Set[int] = set()
    for id, guid in connection.execute(sql).fetchall():
        first, second = free_ids(guid, (edition_of(guid, id) or 0) + 1, taken)
        taken.update((first, second))
        yield id, first, second
