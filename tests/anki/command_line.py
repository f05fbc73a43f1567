"""`annoki sync` run by a test: what it said, and what became of the files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Callable, List, NamedTuple, Tuple

from anki.collection import Collection
from annoki.notetype import MODEL_ID


class Said(NamedTuple):
    code: int
    out: str
    err: str


Annoki = Callable[..., Said]


def files(folder: Path) -> List[Tuple[str, int, str]]:
    """Each file beneath `folder`: its name, its mod time in ns, and a hash of what it holds."""
    return sorted(
        (str(path), path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file()
    )


def one_line(said: Said, *words: str) -> None:
    """An error that a person can act on: one line, and nothing else."""
    assert said.code in (1, 2)
    assert said.out == ""
    assert said.err.startswith("annoki: ")
    assert said.err.count("\n") == 1, said.err
    for word in words:
        assert word in said.err


def note_count(path: Path) -> int:
    col = Collection(str(path))
    try:
        return len(col.find_notes(f"mid:{MODEL_ID}"))
    finally:
        col.close()
