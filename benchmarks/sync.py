"""What a sync costs beside importing the package of the same notes, in one process.

`python -m benchmarks.sync DUMP ROUNDS` prints JSON: for each case the seconds of each round.

Each case is timed from notes that are composed already to a collection that holds them: a sync
reads what is present, plans and writes; an import reads the package that was written before.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, List

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from annoki.config import Config, Source
from annoki.model import Note
from annoki.notetype import WRITTEN
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.syncing import carry_out, compare
from annoki.sync.memory import hash_of
from annoki.targets.apkg import package as apkg
from annoki.targets.apkg.earlier import EarlierPackage

_ANSWER = WRITTEN.index("Answer")
_EVERY = 100
"""One note in so many is changed."""

FIRST, SAME, CHANGED = "first", "nothing changed", "1 % changed"


def main(dump: str, rounds: int) -> None:
    read = gather(Config(), [Source(path=dump)], detailed=False).whole()
    notes = read.notes
    edited = (_edited(note) if n % _EVERY == 0 else note for n, note in enumerate(notes))
    changed = replace(read, notes=tuple(edited))
    seconds: Dict[str, Dict[str, List[float]]] = {
        case: {"sync": [], "import": []} for case in (FIRST, SAME, CHANGED)
    }
    with tempfile.TemporaryDirectory() as folder:
        old, new = (Path(folder, f"{name}.apkg") for name in ("old", "new"))
        apkg.write(notes, old)
        apkg.write(changed.notes, new, EarlierPackage(old))
        for turn in range(rounds):
            synced = Collection(str(Path(folder, f"synced{turn}.anki2")))
            imported = Collection(str(Path(folder, f"imported{turn}.anki2")))
            for case, wanted, package in (
                (FIRST, read, old),
                (SAME, read, old),
                (CHANGED, changed, new),
            ):
                seconds[case]["sync"].append(_timed(_sync, synced, wanted))
                seconds[case]["import"].append(_timed(_import, imported, package))
            for col in (synced, imported):
                assert col.note_count() == len(notes)
                col.close()
    print(json.dumps({"notes": len(notes), "seconds": seconds}))


def _timed(work: Callable[..., object], *arguments: object) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def _sync(col: Collection, wanted: Gathered) -> None:
    carry_out(col, compare(col, wanted, Config()))


def _import(col: Collection, package: Path) -> None:
    options: Any = ImportAnkiPackageOptions(update_notes=0)  # type: ignore[arg-type]
    col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))


def _edited(note: Note) -> Note:
    """`note` as it comes after its answer was edited at the source."""
    fields = list(note.fields)
    fields[_ANSWER] += "<p>+</p>"
    pushed = note.memory
    source = {**pushed.source, "Answer": hash_of(fields[_ANSWER])}
    content = {**pushed.content, "Answer": hash_of(fields[_ANSWER])}
    memory = pushed._replace(source=source, content=content)
    return note._replace(fields=tuple(fields), memory=memory)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
