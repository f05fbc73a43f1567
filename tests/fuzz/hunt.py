"""Inputs drawn one after the other, and what they break.

Input n of a seed is the same in every run in which the same was kept before it: what reaches lines
of the program that nothing reached before is kept, and changed further.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from types import CodeType, FrameType
from typing import AbstractSet, Any, Callable, Dict, List, Set, Tuple

from annoki.readers import BUILT_IN

from . import finds, mutations
from .cost import Watch
from .formats import WRITERS, records
from .trial import Fault, faults_of

_LOOK_EVERY = 5
"""To see which lines run takes some times longer than to run them."""

_LONGEST = 60_000
"""Bytes of what is kept to be changed further: it should not grow for ever."""


class Hunt:
    """What was found from `seed` on; finds are written to `folder`."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        shrink: float = 20,
        formats: AbstractSet[str] = frozenset(),
        ignored: AbstractSet[str] = frozenset(),
    ) -> None:
        self.found: Dict[Tuple[str, str], Path] = {}
        self.tried: Counter[str] = Counter()
        self._seed, self._folder, self._shrink = seed, folder, shrink
        self._pool = [one for one in finds.seeds() if not formats or one[0] in formats]
        self._ignored = ignored
        self._formats = sorted(formats or BUILT_IN)
        self._lines: Set[Tuple[CodeType, int]] = set()
        self._kept = 0
        self._watch = Watch()

    def run(self, seconds: float, most: int = 0) -> None:
        """Try inputs for so long, at most so many."""
        end = time.monotonic() + seconds
        n = 0
        while time.monotonic() < end and (not most or n < most):
            n += 1
            self._try(n)

    def _try(self, n: int) -> None:
        random = Random(f"{self._seed}/{n}")
        format, text = self._drawn(random)
        data = mutations.encoded(random, text)
        # Now and then it is left to the content to show what it is.
        read_as = "" if random.random() < 0.15 else format
        self.tried[format] += 1
        new: Set[Tuple[CodeType, int]] = set()
        if n % _LOOK_EVERY == 0:
            found = _watched(lambda: faults_of(data, read_as), new)
        else:
            found = faults_of(data, read_as, self._watch)
        if new - self._lines:
            self._lines |= new
            if len(text) < _LONGEST:
                self._pool.append((format, text))
                self._kept += 1
        for fault in found:
            if fault.key not in self.found and not self._is_ignored(fault):
                self._tell(n, fault, data, read_as)

    def _is_ignored(self, fault: Fault) -> bool:
        names = {fault.name, fault.place, f"{fault.name}:{fault.place.rpartition('-')[2]}"}
        return bool(names & self._ignored)

    def _drawn(self, random: Random) -> Tuple[str, str]:
        """(format, text) of a new document, or of one changed."""
        format = random.choice(self._formats)
        of_it = [text for known, text in self._pool if known == format]
        if random.random() < 0.4 or not of_it:
            text = WRITERS[format](random, records(random))
            if random.random() < 0.6:
                return format, text
        else:
            text = random.choice(of_it[-40:] if random.random() < 0.5 else of_it)
        return format, mutations.mutated(random, text, format, [one for _, one in self._pool])

    def _tell(self, n: int, fault: Fault, data: bytes, format: str) -> None:
        watch = self._watch if fault.name == "overtime" else None

        def fails(some: bytes) -> bool:
            return any(one.key == fault.key for one in faults_of(some, format, watch))

        short = finds.shortest(data, fails, self._shrink) if self._shrink else data
        path = finds.keep(self._folder, format, fault.name, fault.place, short)
        self.found[fault.key] = path
        print(f"input {n}: {fault.name} at {fault.place}, {len(short):,} bytes: {path}")
        print("    " + fault.said.strip().replace("\n", "\n    "), flush=True)

    def summary(self) -> str:
        """What was tried, in words."""
        tried = sum(self.tried.values())
        kept = f"{self._kept} kept that reached new lines ({len(self._lines):,} in all)"
        by = ", ".join(f"{count} {name}" for name, count in self.tried.most_common())
        return f"seed {self._seed}: {tried:,} inputs ({by}); {kept}; {len(self.found)} finds"


def _watched(task: Callable[[], List[Fault]], lines: Set[Tuple[CodeType, int]]) -> List[Fault]:
    """The value of `task()`; `lines` of the program that run in it are added."""

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if "annoki" not in frame.f_code.co_filename:
            return None
        return line

    def line(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            lines.add((frame.f_code, frame.f_lineno))
        return line

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        return task()
    finally:
        sys.settrace(before)
