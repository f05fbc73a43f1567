"""What a run costs whose sources did not change since the last, or in one item of all.

`python -m benchmarks.repeated DUMP ROUNDS` prints JSON: for `export` and `sync` the median cost of
each case. Whole processes; in full means that one item changed, and nothing is known of what was
composed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

from annoki.pipeline.composed import FILE

from .measure import Cost, median, run

FULL, SAME, CHANGED = "in full", "nothing changed", "one item changed"


def main(given: str, rounds: int) -> None:
    costs: Dict[str, Dict[str, List[Cost]]] = {
        what: {case: [] for case in (FULL, SAME, CHANGED)} for what in ("export", "sync")
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        composed = folder / "cache" / "annoki" / FILE
        dump, package = folder / "dump.txt", folder / "notes.apkg"
        collection = folder / "profile" / "collection.anki2"
        collection.parent.mkdir()
        text = Path(given).read_text(encoding="utf-8")
        dump.write_text(text, encoding="utf-8")
        annoki = [sys.executable, "-m", "annoki"]
        export = [*annoki, "export", str(dump), "-o", str(package)]
        sync = [*annoki, "sync", "--collection", str(collection), str(dump)]
        begin = f"from anki.collection import Collection; Collection({str(collection)!r}).close()"
        run([sys.executable, "-c", begin])
        commands = {"export": export, "sync": sync}
        for command in commands.values():
            run(command)

        for turn in range(rounds):
            print(f"unchanged sources, round {turn + 1}", file=sys.stderr)
            for what, command in commands.items():
                # Of both kinds of runs each finds the item changed since its own last one.
                dump.write_text(_changed(text, f"{what} {turn} a"), encoding="utf-8")
                composed.unlink(missing_ok=True)
                costs[what][FULL].append(run(command))
                costs[what][SAME].append(run(command))
                dump.write_text(_changed(text, f"{what} {turn} b"), encoding="utf-8")
                costs[what][CHANGED].append(run(command))
    print(json.dumps({w: {c: median(o) for c, o in each.items()} for w, each in costs.items()}))


def _changed(text: str, turn: str) -> str:
    """`text`, of which one item is another in each `turn`."""
    lines = text.split("\n")
    at = max(range(len(lines) // 2), key=lambda n: len(lines[n]))
    lines[at] += f" In turn {turn} more was said."
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
