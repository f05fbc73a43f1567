"""`python -m tests.pushes`: days on which an answer is typed on a phone and sent back by a run
without a screen, while the network, the servers or the run itself fail."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Callable, Dict, Sequence

from tests.fetch.faults import Fault, plain
from tests.fetch.servers import hang_up, status
from tests.rounds import faults
from tests.rounds.faults import Count, Played, begun

from .faults import after_writing
from .margin import Margin

_Play = Callable[[Margin, int, int], Played]


def main(arguments: Sequence[str]) -> int:
    """Play, and say what was found; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.pushes", description=__doc__)
    parser.add_argument("what", nargs="*", choices=[*PLAYS, []], help="all, if none")
    parser.add_argument("--rounds", type=int, default=20, help="of peace")
    parser.add_argument("--every", type=int, default=1, help="at each so manyth request or call")
    options = parser.parse_args(arguments)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="push-") as folder, ExitStack() as ended:
        margin = Margin(Path(folder))
        ended.push(margin)
        for name in options.what or PLAYS:
            played = PLAYS[name](margin, options.rounds, options.every)
            wrong += len(played.wrong)
            said = (
                f"{name}: {played.rounds} rounds, {played.broken} runs broken off;"
                f" {len(margin.service.writes)} texts written by then; {len(played.wrong)} wrong"
            )
            print("\n  ".join([said, *played.wrong]), file=sys.__stdout__, flush=True)
    return int(bool(wrong))


def _service(fault: Fault) -> _Play:
    """`fault` at request 1, 2, 3 … to the service, one run for each."""

    def play(margin: Margin, _rounds: int, every: int) -> Played:
        begun(margin)
        count, at, was_met = Count(margin), 1, True
        while was_met:
            margin.wire.faulty({at: fault})
            count.round(f"request {at} to the service")
            was_met = margin.wire.was_met
            at += every
        return count.played

    return play


def _cut(how: str) -> _Play:
    return lambda margin, _rounds, every: faults.cut(margin, how, every)


PLAYS: Dict[str, _Play] = {
    "peace": lambda margin, rounds, _every: faults.in_peace(margin, rounds),
    "service-hangs-up": _service(plain(hang_up)),
    "service-does-it-and-hangs-up": _service(after_writing(plain(hang_up))),
    "service-does-it-and-fails": _service(after_writing(plain(status(500)))),
    **{how: _cut(how) for how in ("one-closed", "closed", "swallowed", "server-killed")},
    "killed": lambda margin, _rounds, every: faults.at_writes(margin, every),
    "full": lambda margin, _rounds, every: faults.at_writes(margin, every, full=True),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
