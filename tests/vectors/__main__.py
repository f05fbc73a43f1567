"""`python -m tests.vectors`: see README.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Iterator, Sequence

from annoki.model import Note

from tests.formats import LAYOUTS

from . import notes as made
from .browsers import BROWSERS, missing
from .cards import Side, sides
from .server import serving
from .showing import PROBES, alive
from .vectors import Vector, all_vectors

_A_LAYOUT = 10_000
"""How far the numbers of two layouts' items are apart."""
_SHOWN = 40


def main(arguments: Sequence[str]) -> int:
    """Show what is made of the vectors, and say what lives; 0 if nothing does."""
    options = _parser().parse_args(arguments)
    vectors = [one for one in all_vectors() if one.name in options.only or not options.only]
    browsers = [one for one in BROWSERS if options.browser in ("", one)]
    if lacking := [why for one in browsers if (why := missing(one))]:
        print("\n".join(lacking))
        return 0 if "CI" not in os.environ else 2
    shown: list[Side] = []
    names: dict[str, str] = {}
    seen: made.Seen = set()
    with tempfile.TemporaryDirectory() as folder:
        for at, layout in enumerate(LAYOUTS):
            chosen = list(_of_layout(at, layout, vectors, options.all, seen))
            names.update({note.guid: _name(note, layout, vectors) for note in chosen})
            shown += sides(chosen, Path(folder, "a.apkg"), options.all and not at)
    print(f"{len(vectors)} vectors, {len(LAYOUTS)} layouts, {len(shown)} sides", flush=True)
    dead = True
    with serving() as server:
        for browser in browsers:
            found = [(one.side.guid, one.what) for one in alive(server, browser, shown)]
            found += [(side.guid, sound) for side in shown for sound in side.sounds]
            dead = dead and not found
            count = Counter(what.split(":")[0] for _, what in found)
            print(f"{browser}: {', '.join(f'{one}s {count.pop(one, 0)}' for one in PROBES)}")
            print("".join(f"  other: {what} {n}\n" for what, n in count.items()), end="")
            for guid, what in found[:_SHOWN]:
                print(f"  {names[guid]}: {what}", flush=True)
    return 0 if dead else 1


def _of_layout(
    at: int, layout: str, vectors: Sequence[Vector], all: bool, seen: made.Seen
) -> Iterator[Note]:
    """The notes to be shown: everything in the first layout; in the others, if not all is wanted,
    what is built otherwise than anything before."""
    traps = made.traps_of(vectors, at * _A_LAYOUT, None if all else at)
    every = made.notes(layout, traps)
    otherwise = list(made.built_otherwise(every, seen))
    yield from every if all or not at else otherwise


def _name(note: Note, layout: str, vectors: Sequence[Vector]) -> str:
    number = made.number_of(note)
    return f"{layout}: {vectors[number % _A_LAYOUT // 2].name if number >= 0 else note.fields}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.vectors", description=__doc__)
    parser.add_argument("--all", action="store_true", help="show what is built alike, too")
    parser.add_argument("--browser", default="", choices=("", *BROWSERS))
    parser.add_argument("--only", nargs="*", default=[], help="names of vectors")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
