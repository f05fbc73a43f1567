"""`make scoreboard`: measures all, and writes `docs/scoreboard.md` and `docs/scoreboard.json`."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import Any, Dict, List, Type

from . import environments, page, seeds
from .corpus import corpus
from .measure import told
from .peers import PEERS
from .programs import HERE, ROOT, Program
from .story import story

BUILD = ROOT / "build" / "scoreboard"
NOTES = 844


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scoreboard", description=__doc__)
    parser.add_argument("--seeds", metavar="PATH", help="notes of yours; prints, writes no page")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--only", metavar="NAME,NAME", help="only these; prints, writes no page")
    given = parser.parse_args()
    programs: Dict[str, Type[Program]] = {**HERE, **PEERS}
    if given.only:
        programs = {name: programs[name] for name in given.only.split(",")}
    told_of: Dict[str, List[Dict[str, Any]]] = {name: [] for name in programs}
    for name, program in programs.items():
        if program.distribution:
            print(f"installing {name}", file=sys.stderr)
            try:
                environments.install(program.distribution, BUILD / "environments" / name)
            except environments.Missing as error:
                told_of[name] = [{"seconds": {}, "counts": {}, "cannot": f"be installed: {error}"}]
    wanted = story(seeds.seeds(given.seeds) if given.seeds else corpus(NOTES))
    for turn in range(given.rounds):
        for name, program in programs.items():
            if told_of[name] and "cannot" in told_of[name][0]:
                continue
            print(f"round {turn + 1}: {name}", file=sys.stderr)
            folder = BUILD / "run" / name
            shutil.rmtree(folder, ignore_errors=True)
            told_of[name].append(told(program, wanted, folder, BUILD / "environments" / name))
    notes = sum(map(len, wanted.before))
    text = page.written(told_of, programs, notes)
    print(text)
    if not (given.only or given.seeds):
        page.write(text, page.figures(told_of, programs, notes))


if __name__ == "__main__":
    main()
