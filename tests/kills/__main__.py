"""`python -m tests.kills`: see README.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Sequence

from . import runs
from .commands import COMMANDS
from .judged import broken_off


def main(arguments: Sequence[str]) -> int:
    """Break off the commands, and say what was found; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("command", nargs="*", help=f"of {', '.join(COMMANDS)}; all, if none")
    parser.add_argument("--every", type=int, default=1, help="at each so manyth call of a kind")
    parser.add_argument("--full", action="store_true", help="the disk is full, instead of a kill")
    options = parser.parse_args(arguments)
    if not runs.has_strace():
        print(runs.MISSING)
        return 2
    failed = False
    for name in options.command or COMMANDS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            found = broken_off(name, Path(folder), options.every, options.full)
        how = "failed by a full disk" if options.full else "killed"
        calls = ", ".join(f"{times} {call}" for call, times in sorted(found.calls.items()))
        print(f"{name}: {sum(found.calls.values())} calls ({calls})")
        print(
            f"  {found.broken} runs {how}, after {found.before} of them all as before,"
            f" {len(found.wrong)} wrong ({time.monotonic() - began:.0f} s)"
        )
        for line in found.wrong:
            print(f"  {line}")
        sys.stdout.flush()
        failed = failed or bool(found.wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
