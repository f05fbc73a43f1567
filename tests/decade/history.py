"""A history: the events of years, drawn from a seed, written down and read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, List, Sequence

from . import annoki_events, learner, source_events
from .dice import Dice
from .world import Event

_WEEK = 7 * 24
_EVENTS = {
    event.__name__: event
    for events in (source_events.EVENTS, learner.EVENTS, annoki_events.EVENTS)
    for event, _ in events
}
EVENTS: Dict[str, object] = {
    **_EVENTS,
    "all_meet": annoki_events.all_meet,
}


def drawn(seed: int, years: int) -> List[Event]:
    """The events of `years`, in order. Each week something happens on all three sides."""
    events: List[Event] = []
    for week in range(years * 52):
        dice = Dice(f"{seed}/{week}")
        names: List[str] = []
        for side, (table, most) in enumerate(
            ((source_events.EVENTS, 2), (learner.EVENTS, 2), (annoki_events.EVENTS, 2))
        ):
            count = most if week < 4 else dice.below(f"count {side}", most + 1)
            offered = [event.__name__ for event, weight in table for _ in range(weight)]
            names += [dice.pick(f"{side}/{n}", offered) for n in range(count)]
        names.sort(key=lambda name: dice.number(f"order {name}"))
        if week % 4 == 3:
            names.append("all_meet")
        for n, name in enumerate(names):
            hour = week * _WEEK + 12 * n
            events.append(Event(hour, name, f"{seed}/{week}/{n}"))
    return events


def save(path: Path, seed: int, devices: int, broken: str, events: Sequence[Event]) -> None:
    """Write a history down, so that it can be replayed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {"seed": seed, "devices": devices, "broken": broken}
    listed = ",\n  ".join(json.dumps(event) for event in events)
    path.write_text(f'{json.dumps(head)[:-1]}, "events": [\n  {listed}\n]}}\n', encoding="utf-8")


def told(event: Event) -> str:
    """`week 12: edits (1/12/3)`."""
    return f"week {event.hour // _WEEK + 1}: {event.name} ({event.seed})"
