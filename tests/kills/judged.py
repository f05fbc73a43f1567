"""Each run that is broken off, and what is found after it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Dict, List, NamedTuple

from . import runs
from .commands import COMMANDS, prepared

_FAIL = ("write", "pwrite64", "ftruncate", "fallocate", "rename", "mkdir", "fsync", "fdatasync")
"""The calls that a full disk refuses."""


class Found(NamedTuple):
    """What became of the runs: how many were broken off, of how many calls there are, after which
    all was as before, and what was wrong."""

    broken: int
    calls: Dict[str, int]
    before: int
    wrong: List[str]


def broken_off(name: str, folder: Path, every: int, full: bool) -> Found:
    """Break off the command `name` at each `every`th call of a kind; `full` fails the calls, as a
    full disk does, instead of killing."""
    server = prepared(folder)
    try:
        return _Breaking(name, folder, full).at(every)
    finally:
        server.kill()
        server.wait()


class _Breaking:
    def __init__(self, name: str, folder: Path, full: bool) -> None:
        self._command, self._folder, self._full = COMMANDS[name], folder, full
        self._work = folder / "work"
        self._fresh()
        runs.load(self._work, [one.arguments for one in COMMANDS.values()])
        self._fresh()
        self._old = self._seen()[0]
        self._fresh()
        self._calls = runs.counted(self._work, self._command.arguments)
        if full:
            self._calls = {call: self._calls[call] for call in _FAIL if call in self._calls}
        self._new = self._seen()[0]
        assert self._old != self._new

    def at(self, every: int) -> Found:
        broken = before = 0
        wrong: List[str] = []
        for call, n in runs.points(self._calls, every, at_all=not self._full):
            self._fresh()
            what = f"error=ENOSPC:when={n}+" if self._full else f"signal=KILL:when={n}"
            options = ["-e", f"trace={call}", "-e", f"inject={call}:{what}", "-o", "/dev/null"]
            ended = runs.run(self._work, self._command.arguments, options)
            try:
                before += self._judge(ended)
            except Exception as error:
                wrong.append(f"{call} {n}: {error}")
            broken += ended.code != 0
        return Found(broken, self._calls, before, wrong)

    def _judge(self, ended: runs.Ended) -> bool:
        """Whether all is as before; raises AssertionError for what is wrong."""
        left = self._left()
        if self._full:
            assert ended.code in (0, 1, 2, 3), ended
            assert "Traceback" not in ended.err, ended.err
            assert not left, f"left: {left}"
        first, again, then = self._seen(and_again=True)
        if self._full and "could not be had" in ended.out:
            return False  # all is there but the pictures, which is told
        assert first in (self._old, self._new), "neither as before nor as after"
        is_old = bool(first == self._old)
        if self._full:
            assert is_old or ended.code in (0, 3), (ended, "but it was written")
            assert not is_old or ended.code in (1, 2), (ended, "but nothing was written")
        assert again == 0, f"the next run ended with {again}"
        assert then == self._new, "the next run did not make it as after"
        left = self._left()
        assert not left, f"left by the next run: {left}"
        return is_old

    def _seen(self, and_again: bool = False) -> Any:
        """What is there; and how the next run ends, and what is there then."""
        said = self._folder / "seen.json"

        def look() -> int:
            found: List[Any] = [self._command.seen(self._work)]
            if and_again:
                found += [runs.in_process(self._command.arguments)]
                found += [self._command.seen(self._work)]
            said.write_text(json.dumps(found), encoding="utf-8")
            return 0

        ended = runs.forked(self._work, look)
        assert ended.code == 0, ended.err
        return json.loads(said.read_text(encoding="utf-8"))

    def _left(self) -> List[str]:
        """What no run should leave behind."""
        # Python tries by a file of four bytes whether it may write into the temporary folder.
        temporary = [
            one
            for one in (self._work / "tmp").iterdir()
            if one.is_dir() or one.read_bytes() not in (b"", b"blat")
        ]
        found = [*temporary, *self._work.rglob(".annoki-*"), *self._work.rglob("*.part")]
        return sorted({str(one.relative_to(self._work)) for one in found})

    def _fresh(self) -> None:
        shutil.rmtree(self._work, ignore_errors=True)
        shutil.copytree(self._folder / "before", self._work)
