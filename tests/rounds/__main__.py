"""`python -m tests.rounds`: see README.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict, Sequence

from anki.buildinfo import version

from . import faults
from .world import World

_Play = Callable[[World, int, int], faults.Played]


def main(arguments: Sequence[str]) -> int:
    """Play the rounds, and say what was found; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.rounds", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*PLAYS, []], help="all, if none")
    parser.add_argument("--rounds", type=int, default=50, help="of peace")
    parser.add_argument("--every", type=int, default=1, help="at each so manyth request or call")
    options = parser.parse_args(arguments)
    played = []
    with tempfile.TemporaryDirectory(prefix="rounds-") as folder, World(Path(folder)) as world:
        for name in options.what or PLAYS:
            began = time.monotonic()
            played.append(PLAYS[name](world, options.rounds, options.every))
            _tell(f"{name}, Anki {version}", played[-1], time.monotonic() - began)
            if played[-1].wrong:
                break  # whatever comes after it would be, too
    return int(bool(played[-1].wrong))


def _tell(name: str, played: faults.Played, seconds: float) -> None:
    said = (
        f"{name}: {played.rounds} rounds, {played.broken} runs broken off,"
        f" after {played.before} of them the server as before; {played.reviews} reviews by then;"
        f" {len(played.wrong)} wrong ({seconds:.0f} s)"
    )
    print("\n  ".join([said, *played.wrong]), file=sys.__stdout__, flush=True)


def _cut(how: str, first: bool = False) -> _Play:
    return lambda world, _rounds, every: faults.cut(world, how, every, first)


def _at_writes(first: bool = False, full: bool = False) -> _Play:
    return lambda world, _rounds, every: faults.at_writes(world, every, first, full)


PLAYS: Dict[str, _Play] = {
    "peace": lambda world, rounds, _every: faults.in_peace(world, rounds),
    **{how: _cut(how) for how in faults.CUTS},
    "killed": _at_writes(),
    "full": _at_writes(full=True),
    **{f"first-{how}": _cut(how, first=True) for how in ("closed", "swallowed", "halved")},
    "first-killed": _at_writes(first=True),
    "first-full": _at_writes(first=True, full=True),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
