"""One program's story, from its first run to the last."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Type

from . import judge
from .desk import Desk, Seen, wait
from .programs import Failed, Program
from .story import Story


def told(program: Type[Program], story: Story, folder: Path, environment: Path) -> Dict[str, Any]:
    """What `program` made of `story` in `folder`: seconds of its runs, and counts by their names.

    Where it cannot do something, `cannot` says what it said.
    """
    desk = Desk(folder)
    found: Dict[str, Any] = {"seconds": {}, "counts": {}}
    seconds, counts = found["seconds"], found["counts"]
    try:
        running = program(desk, environment)
        seconds["first"] = running.run(story.before)
        seen = desk.look()
        counts["first"] = _data(judge.first(story, seen))
        wait()
        story = desk.learn(story)
        learnt = desk.look()
        wait()
        seconds["again"] = running.run(story.before)
        seen = desk.look()
        unchanged = {"duplicates": judge.duplicates(seen), **_before_edits(story, seen, learnt)}
        counts["again"] = _data(unchanged)
        wait()
        seconds["edited"] = running.run(story.after)
        last = desk.look()
        edited = {
            "duplicates": judge.duplicates(last),
            **judge.edits(story, last, learnt),
            **judge.edits_of_source(story, last, seen),
        }
        counts["edited"] = _data(edited)
    except Failed as error:
        found["cannot"] = str(error)
    return found


def _before_edits(story: Story, seen: Seen, learnt: Seen) -> judge.Judgement:
    untouched = Story(**{**vars(story), "corrected": frozenset(), "retitled": frozenset()})
    return judge.edits(untouched, seen, learnt)


def _data(judged: judge.Judgement) -> Dict[str, Any]:
    return {name: count.data for name, count in judged.items()}
