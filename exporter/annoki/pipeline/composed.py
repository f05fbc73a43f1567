"""What was composed in the last run, kept in the cache: of many items most are as they were.

What an item gives depends on it, the options and Annoki itself; where it stands among others comes
after. The file is only a shortcut: if it cannot be used, all is composed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
)

from ..model import Item, Note, Problem, Pushed, Repair
from ..words import said_as_json, said_in_json
from .making import Made

FILE = "composed.sqlite"
_MEMORY, _WHY = Note._fields.index("memory"), Note._fields.index("why")
_LEAST = 1_000
"""Fewer items are composed before a file would have been read."""
_BATCH = 500
# Tuples hold no circles, and to look for some takes a fifth of the time.
_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_value = json.JSONDecoder().decode
_SCHEMA = """
create table if not exists about (context text);
create table if not exists made (key blob primary key, value blob);
"""


class Composed:
    """The file `path` of what was composed in `context`: all that an item's note depends on,
    besides the item. Of another context it holds nothing."""

    def __init__(self, path: Path, context: str) -> None:
        self._keys: List[bytes] = []
        self._there: Dict[bytes, int] = {}
        self._new: List[Tuple[bytes, bytes]] = []
        self._connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        self._connection.executescript(_SCHEMA)
        # Until the end of the run no other can write, nor does it see what this one writes.
        self._connection.execute("begin immediate")
        if self._connection.execute("select context from about").fetchall() != [(context,)]:
            self._connection.execute("delete from about")
            self._connection.execute("delete from made")
            self._connection.execute("insert into about values (?)", (context,))

    def missing(
        self, items: Sequence[Item], origins: Sequence[str], pictures: Mapping[str, str]
    ) -> List[bool]:
        """Of each of `items`, with the origin of its listing, whether it has to be composed."""
        self._keys = [_key(item, origin, pictures) for item, origin in zip(items, origins)]
        with contextlib.suppress(sqlite3.Error):
            self._there = dict(self._connection.execute("select key, rowid from made"))
        return [key not in self._there for key in self._keys]

    def all_of(
        self, order: Iterable[int], made: Iterator[Made], make: Callable[[int], Made]
    ) -> Iterator[Made]:
        """What each item of `order` gives. `made` brings in that order what was missing; `make`
        makes what cannot be read."""
        coming = iter(order)
        while places := list(islice(coming, _BATCH)):
            rows = [self._there.get(self._keys[n], 0) for n in places]
            held = self._held(rows)
            for n, row in zip(places, rows):
                known = _restored(held.get(row, b"")) if row else None
                if known is not None:
                    yield known
                    continue
                one = make(n) if row else next(made)
                if not isinstance(one, Problem):
                    note, repairs = one
                    kept = note._replace(why=_kept(note.why)), repairs
                    self._new.append((self._keys[n], _encoded(kept)))
                yield one
            with contextlib.suppress(sqlite3.Error):
                self._write()

    def _write(self) -> None:
        new, self._new = self._new, []
        self._connection.executemany("insert or replace into made values (?, ?)", new)

    def _held(self, rows: Sequence[int]) -> Dict[int, bytes]:
        sql = f"select rowid, value from made where rowid in ({','.join('?' * len(rows))})"
        try:
            return dict(self._connection.execute(sql, rows).fetchall())
        except sqlite3.Error:
            return {}

    def close(self, is_whole: bool) -> None:
        """Keep what the run had, and no more; if it is not whole, what was there before."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(self._connection):
            if is_whole:
                self._write()
                stale = self._there.keys() - set(self._keys)
                gone = [(key,) for key in stale]
                self._connection.executemany("delete from made where key = ?", gone)
                self._connection.execute("commit")


def composed_before(cache: Optional[Path], context: str, count: int) -> Optional[Composed]:
    """What was composed before a run of `count` items; None if it cannot be had, or need not."""
    if cache is None or count < _LEAST:
        return None
    path = cache / FILE
    for _ in range(2):
        try:
            cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            return Composed(path, context)
        except sqlite3.OperationalError:
            return None  # another run has it
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                path.unlink()
        except OSError:
            return None
    return None


def _key(item: Item, origin: str, pictures: Mapping[str, str]) -> bytes:
    shown = [pictures.get(block.address) for block in item.body] if pictures else []
    text = _encoded((item._replace(n=0, where="", document=""), origin, shown))
    return hashlib.blake2b(text, digest_size=16).digest()


def _encoded(value: object) -> bytes:
    return _json(value).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1_000)
def _kept(why: str) -> str:
    return _json(said_as_json(why))


@lru_cache(maxsize=1_000)
def _again(kept: str) -> str:
    return said_in_json(_value(kept))


def _restored(text: bytes) -> Optional[Made]:
    try:
        made, repairs = _value(text.decode("utf-8", "surrogatepass"))
        made[_WHY] = _again(made[_WHY])
        made[_MEMORY] = Pushed(*_frozen(made[_MEMORY]))
        return Note(*_frozen(made)), tuple([Repair(*one) for one in repairs])
    except (AttributeError, TypeError, ValueError, LookupError):
        return None


def _frozen(values: Iterable[Any]) -> List[Any]:
    """`values`, whose lists were tuples before they were JSON."""
    return [tuple(value) if isinstance(value, list) else value for value in values]
