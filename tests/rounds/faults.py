"""What goes wrong in a run, and what must be true after it, whatever it was."""

from __future__ import annotations

import re
import signal
from typing import Callable, Dict, List, NamedTuple, Optional

from tests.kills import runs
from tests.sync_server import PASSWORD

from .devices import held
from .proxy import Answer
from .world import Decide, World

_CODES = (0, 1, 2, 3, -signal.SIGKILL)
_NO_SENTENCE = re.compile(r"Traceback|Some\(|Error \{")


class Played(NamedTuple):
    """How many rounds were played, how many of their runs were broken off, after how many of those
    all was as before on the server, how many reviews there are, and what was wrong."""

    rounds: int
    broken: int
    before: int
    reviews: int
    wrong: List[str]


class Count:
    """The rounds that were played in `world`, and what was wrong."""

    def __init__(self, world: World, first: bool = False, fetches: bool = False) -> None:
        self.world, self._first, self._fetches = world, first, first or fetches
        self.rounds = self.broken = self.before = self.asked = 0
        self.wrong: List[str] = []

    def round(
        self, what: str, decide: Optional[Decide] = None, strace: Optional[List[str]] = None
    ) -> runs.Ended:
        """A day, a run in which something may go wrong, and the next run, in which nothing does."""
        world = self.world
        self.rounds += 1
        answer = world.live()
        if self._first:
            world.forget()
            world.login()
        before = _made(world)
        ended = world.run(decide, strace)
        self.asked = len(world.net.asked)
        try:
            self._judge(ended, answer, before)
        except Exception as error:
            self.wrong.append(f"{what}: {error}")
        return ended

    def _judge(self, ended: runs.Ended, answer: str, before: Dict[int, object]) -> None:
        world = self.world
        assert PASSWORD not in ended.out + ended.err, "the password is told"
        self._no_full_sync()
        if ended.code:
            self.broken += 1
            assert ended.code in _CODES, ended
            assert not _NO_SENTENCE.search(ended.err), ended.err
            assert world.held() or self._first, "the collection is lost"
            world.desktop.sync()
            there = _made(world)
            self.before += there == before
            again = world.run()
            assert again.code == 0, f"the next run: {again}"
            self._no_full_sync()
            world.desktop.sync()
            assert there in (before, _made(world)), "the server had a part of what the run did"
        world.judge(answer)
        last = world.run()
        assert last.code == 0, f"the last run: {last}"
        self._no_full_sync(is_over=self._first)
        mine = world.held()
        assert mine
        difference = mine.other_than(held(world.phone.col))
        assert not difference, f"the run and the phone: {difference}"
        left = world.left()
        assert not left, f"left: {left}"

    def _no_full_sync(self, is_over: bool = False) -> None:
        allowed = ["/sync/download"] if self._fetches and not is_over else []
        found = [path for path in self.world.full_syncs if path not in allowed]
        assert not found, f"a full sync: {found}"

    @property
    def played(self) -> Played:
        reviews = len(self.world.desktop.reviewed | self.world.phone.reviewed)
        return Played(self.rounds, self.broken, self.before, reviews, self.wrong)


def _made(world: World) -> Dict[int, object]:
    """The notes that Annoki made, as the desktop has them, without what the learner wrote."""
    ours = held(world.desktop.col).ours
    return {nid: (fields.split("\x1f")[:8], tags) for nid, (fields, tags) in ours.items()}


def begun(world: World) -> None:
    """Let the run have its copy; if it has none, the first run downloads all there is."""
    if world.collection() is None:
        world.login()
        first = world.run()
        assert first.code == 0, first
        assert world.full_syncs == ["/sync/download"], world.full_syncs


def in_peace(world: World, rounds: int) -> Played:
    """Nothing goes wrong for `rounds` rounds."""
    begun(world)
    count = Count(world)
    for number in range(1, rounds + 1):
        ended = count.round(f"round {number}")
        if ended.code:
            count.wrong.append(f"round {number}: {ended}")
    return count.played


def cut(world: World, how: str, every: int, first: bool = False) -> Played:
    """The network fails at request 1, 2, 3 …, one run for each: that one only, or all from there
    on, or the server ends there, or another device does something just then (`CUTS`). `first`
    begins anew each time."""
    if not first:
        begun(world)
    count = Count(world, first, fetches=how == "replaced")
    at, is_through = 1, False
    while not is_through:
        count.round(f"{how} at request {at}", CUTS[how](world, at))
        is_through = at > count.asked
        at += every
    return count.played


_REFUSED = ("pwrite64", "ftruncate", "rename", "mkdir", "fsync", "fdatasync", "fallocate")
"""The calls that a full disk refuses, and by which nothing but files is written."""


def at_writes(world: World, every: int, first: bool = False, full: bool = False) -> Played:
    """`kill -9` at each `every`th call of a kind by which the run writes; `full` lets these calls
    fail from there on, as a full disk does. `first` begins anew each time."""
    if first:
        world.forget()
        world.login()
    else:
        begun(world)
    count = Count(world, first)
    world.live()
    calls = runs.counted(world.home, world.sync)
    if full:
        calls = {call: times for call, times in calls.items() if call in _REFUSED}
    for call, n in runs.points(calls, every, at_all=False):
        what = f"error=ENOSPC:when={n}+" if full else f"signal=KILL:when={n}"
        options = ["-e", f"trace={call}", "-e", f"inject={call}:{what}", "-o", "/dev/null"]
        count.round(f"{call} {n}", strace=options)
    return count.played


def _one(answer: Answer) -> Callable[[World, int], Decide]:
    return lambda _world, at: lambda n: answer if n == at else Answer.WHOLE


def _dead(answer: Answer) -> Callable[[World, int], Decide]:
    def from_there(n: int, at: int) -> Answer:
        return Answer.WHOLE if n < at else answer if n == at else Answer.CLOSED

    return lambda _world, at: lambda n: from_there(n, at)


def _server_killed(world: World, at: int) -> Decide:
    def decide(n: int) -> Answer:
        if n == at:
            world.server.kill()
        return Answer.WHOLE

    return decide


def _server_back(world: World, at: int) -> Decide:
    def decide(n: int) -> Answer:
        if n == at:
            world.server.restart()
        return Answer.WHOLE

    return decide


def _meanwhile(does: Callable[[World], None]) -> Callable[[World, int], Decide]:
    """Another device `does` something just before the request.

    Not before the second of a sync: of two devices of which one ends a sync between `meta` and
    `start` of the other, Anki takes no notice, and gives what the other sends a number that makes a
    third device never hear of it. No device can help that, and hardly any will meet it.
    """

    def of(world: World, at: int) -> Decide:
        def decide(n: int) -> Answer:
            if n == at and world.net.asked[-1] != "/sync/start":
                does(world)
            return Answer.WHOLE

        return decide

    return of


def _review(world: World) -> None:
    world.desktop.review(1)
    world.desktop.sync()


def _replace(world: World) -> None:
    """The learner adds a field to a note type, and lets the desktop replace what is there."""
    world.meet()
    world.desktop.alters_a_note_type()
    world.desktop.begin(first=True)
    world.phone.begin(first=False)


CUTS: Dict[str, Callable[[World, int], Decide]] = {
    "closed": _dead(Answer.CLOSED),
    "swallowed": _dead(Answer.SWALLOWED),
    "halved": _dead(Answer.HALVED),
    "one-closed": _one(Answer.CLOSED),
    "one-swallowed": _one(Answer.SWALLOWED),
    "server-killed": _server_killed,
    "server-restarted": _server_back,
    "other-device": _meanwhile(_review),
    "replaced": _meanwhile(_replace),
}
