"""How long Anki itself stands still during a sync, in the real desktop.

`python -m benchmarks.stops DUMP ROUNDS` prints JSON: for each case and round the seconds from the
click to the sentence; the longest time in which nothing of Anki's window moved; and the most that
Anki's process worked in one such time, which other programs that run hardly change.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List

from tests.addon.desktop import Desktop

CASES = FIRST, SAME, CHANGED, TIDIED = (
    *("first", "nothing changed", "1 % changed"),
    "Anki tidies up",  # As it does after a window of its own was closed.
)


def _play(desk: Any, path: str, changed: str) -> Iterator[Any]:
    import time
    from pathlib import Path

    from aqt.qt import Qt, QTimer

    last, longest = [time.perf_counter(), time.process_time()], [0.0, 0.0]

    def tick() -> None:
        now = [time.perf_counter(), time.process_time()]
        stop = now[0] - last[0] - timer.interval() / 1000
        longest[:] = max(longest[0], stop), max(longest[1], min(stop, now[1] - last[1]))
        last[:] = now

    timer = QTimer(desk.mw)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(5)
    yield 2.0
    for case in ("first", "nothing changed", "1 % changed", "Anki tidies up"):
        if case == "1 % changed":
            Path(path).write_text(changed, encoding="utf-8")
            yield 0.5
        longest[:], began = [0.0, 0.0], time.perf_counter()
        if case == "Anki tidies up":
            desk.mw.garbage_collect_now()
        else:
            yield from desk.sync()
        seconds = time.perf_counter() - began
        yield 2.0  # What is let go then is let go in the same window.
        desk.results[case] = [seconds, *longest]
    desk.results["notes"] = desk.col.note_count()


def main(dump: str, rounds: int) -> None:
    from tools.build_addon import build

    found: Dict[str, List[List[float]]] = {case: [] for case in CASES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared = Desktop(folder / "prepared")
        prepared.prepare(build(folder / "annoki.ankiaddon"))
        text = Path(dump).read_text(encoding="utf-8")
        for turn in range(rounds):
            desktop = prepared.copy(folder / str(turn))
            path = desktop.folder / "dump.txt"
            path.write_text(text, encoding="utf-8")
            desktop.configure(sources=[{"kind": "file", "path": str(path), "format": ""}])
            outcome = desktop.run(_play, path=str(path), changed=_changed(text))
            assert not outcome.errors, outcome.errors
            for case, rows in found.items():
                rows.append(outcome.results[case])
    print(json.dumps(found))


def _changed(text: str) -> str:
    """The dump after one answer in a hundred items was edited."""
    lines = text.split("\n")
    answers = [n for n, line in enumerate(lines) if ":::" in line]
    items = int(lines[0].split()[0].replace(",", ""))
    for n in answers[:: max(1, len(answers) * 100 // items)]:
        lines[n] += " +"
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
