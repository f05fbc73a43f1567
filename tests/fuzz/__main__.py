"""`python -m tests.fuzz --minutes 30 --seed 1`: see README.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Sequence

from . import finds
from .cost import Watch
from .hunt import Hunt
from .trial import faults_of


def main(arguments: Sequence[str]) -> int:
    """Try inputs, and tell what they broke; 0 if nothing was."""
    options = _parser().parse_args(arguments)
    folder = Path(options.finds)
    if options.replay:
        path = Path(options.replay)
        format = path.name.partition(".")[0]
        found = faults_of(path.read_bytes(), "" if format == "any" else format, Watch())
        for fault in found:
            print(f"{fault.name} at {fault.place}:\n{fault.said}")
        return 1 if found else 0
    formats, ignored = (set(one.split(",")) - {""} for one in (options.format, options.ignore))
    hunt = Hunt(options.seed, folder, options.shrink, formats, ignored)
    hunt.run(options.minutes * 60, options.inputs)
    print(hunt.summary())
    return 1 if hunt.found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to try")
    parser.add_argument("--inputs", type=int, default=0, help="how many to try at most; 0: any")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", default="", help="only these formats: one,another")
    parser.add_argument(
        "--ignore", default="", help="what not to look for: KeyError,Answer-html,note:html"
    )
    parser.add_argument("--finds", default=str(finds.CORPUS), help="where finds are written")
    parser.add_argument("--shrink", type=float, default=20, help="seconds to shorten each find for")
    parser.add_argument("--replay", default="", help="try a file that a find has left")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
