"""`python -m tests.decade --years 6 --seed 1 --devices 2`: see README.md."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import List, Sequence

from . import clock

_SAVED = Path("build/decade")


def main(arguments: Sequence[str]) -> int:
    """Simulate, and say what was broken; 0 if nothing was."""
    options = _parser().parse_args(arguments)
    if not clock.is_ours():
        clock.restart(arguments)
    # What follows must not be imported before the clock is ours.
    from . import broken, invariants

    if options.broken:
        broken.BROKEN[options.broken]()
    invariants.IGNORED.update(options.ignore.split(","))
    seeds = _numbers(options.seed)
    try:
        failed = [seed for seed in seeds if not _holds(seed, options)]
    finally:
        clock.forget()
    return 1 if failed else 0


def _holds(seed: int, options: argparse.Namespace) -> bool:
    from anki.buildinfo import version

    from . import history
    from .shrinking import shortest
    from .simulation import simulate
    from .world import Event

    devices = options.devices
    if options.history:
        said = json.loads(Path(options.history).read_text(encoding="utf-8"))
        seed, devices = said["seed"], said["devices"]
        events = [Event(*one) for one in said["events"]]
    else:
        events = history.drawn(seed, options.years)
    began = time.monotonic()
    failure = simulate(seed, devices, events)
    took = time.monotonic() - began
    head = f"seed {seed}, {devices} devices, Anki {version}"
    if failure is None:
        print(f"{head}: {len(events)} events, every promise kept ({took:.0f} s)", flush=True)
        return True
    print(f"{head}: BROKEN after event {failure.at + 1} of {len(events)} ({took:.0f} s)")
    print(f"  {failure.what}", flush=True)
    events = events[: failure.at + 1]
    if options.shrink and events:

        def fails(shorter: Sequence[Event]) -> bool:
            again = simulate(seed, devices, shorter)
            return again is not None and again.name == failure.name

        events = shortest(events, fails, options.shrink)
        last = simulate(seed, devices, events) or failure
        print(f"  The shortest history found that still fails, {len(events)} events:")
        for event, said in zip(events, last.said):
            print(f"    {history.told(event)}{' ' + said if said else ''}")
        print(f"  {last.what}")
    path = _SAVED / f"seed-{seed}{'-' + options.broken if options.broken else ''}.json"
    history.save(path, seed, devices, options.broken, events)
    print(f"  Again: make decade HISTORY={path}", flush=True)
    return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.decade", description=__doc__)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--seed", default="1", help="a number, or several: 1-8")
    parser.add_argument("--devices", type=int, default=2, choices=(1, 2, 3))
    parser.add_argument("--broken", default="", help="break the build first, see broken.py")
    parser.add_argument("--ignore", default="", help="promises not to look at: one,another")
    parser.add_argument("--history", default="", help="replay a file that a failure has left")
    parser.add_argument(
        "--shrink", type=float, default=180, help="how many seconds a failure is shortened for"
    )
    return parser


def _numbers(said: str) -> List[int]:
    first, _, last = said.partition("-")
    return list(range(int(first), int(last or first) + 1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
