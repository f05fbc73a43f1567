"""The figures as a page, `docs/scoreboard.md`, between its marks, and all of them as JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
from importlib.metadata import version
from typing import Any, Dict, List, Mapping, Sequence, Type

from .programs import ROOT, Program

PAGE = ROOT / "docs" / "scoreboard.md"
FIGURES = PAGE.with_suffix(".json")
_BEGIN, _END = "<!-- written by make scoreboard -->\n", "<!-- end -->\n"

Rounds = Sequence[Dict[str, Any]]
"""What `measure.told` gave, of each round."""

_EDITS = ("answers", "tags", "decks", "suspended")
_ARRIVE = ("corrections not arrived", "additions missing")
_RUNS = ("first", "again", "edited")


def figures(of: Mapping[str, Rounds], programs: Dict[str, Type[Program]], notes: int) -> Any:
    """All that was measured, as JSON."""
    return {
        "notes": notes,
        "anki": version("anki"),
        "python": platform.python_version(),
        "machine": _machine(),
        "programs": {
            name: {
                "name": programs[name].name,
                "version": programs[name].version(),
                "rounds": list(rounds),
            }
            for name, rounds in of.items()
        },
    }


def written(of: Mapping[str, Rounds], programs: Dict[str, Type[Program]], notes: int) -> str:
    """The tables, as Markdown."""
    lines = ["## In short", ""]
    lines += _table(
        (
            "duplicates",
            "edits lost",
            "reviews lost",
            "edits of the source that did not arrive",
            "formulas wrong",
            "seconds: first, again, after edits",
        ),
        {programs[name].name: _short(rounds) for name, rounds in of.items()},
    )
    for title, run, wanted in (
        (
            f"The first run, {notes} notes",
            "first",
            ("notes missing", "formulas wrong", "formulas that are none"),
        ),
        ("Again, after edits in Anki only", "again", ("duplicates", *_EDITS, "reviews")),
        (
            "Again, after edits on both sides",
            "edited",
            ("duplicates", *_EDITS, "reviews", *_ARRIVE, "deletions not told"),
        ),
    ):
        rows = {
            programs[name].name: [_count(rounds, run, (one,)) for one in wanted]
            for name, rounds in of.items()
        }
        lines += ["", f"## {title}", "", *_table(wanted, rows)]
    lines += _given([programs[name] for name in of])
    lines += [
        f"- **{programs[name].name}** cannot: {rounds[0]['cannot']}"
        for name, rounds in of.items()
        if "cannot" in rounds[0]
    ]
    turns = max(map(len, of.values()))
    lines += [
        "",
        f"{turns} round{'s' * (turns > 1)}: counts are of each, or from least to most; "
        f"seconds are medians of the processor's, with Anki's import in them. Anki "
        f"{version('anki')}, CPython {platform.python_version()}; {_machine()}.",
    ]
    return "\n".join(lines) + "\n"


def _given(programs: Sequence[Type[Program]]) -> List[str]:
    lines = ["", "## What each is given", ""]
    lines += [f"- **{one.name}** {one.version()}: {one.use}" for one in programs]
    lines += ["", "What their documentation says of it:", ""]
    return lines + [f"- **{one.name}**: {one.says}" for one in programs if one.says]


def _machine() -> str:
    return f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores"


def write(page: str, data: Any) -> None:
    """Put both where they belong."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    PAGE.write_text(f"{before}{_BEGIN}\n{page}\n{_END}{after}", encoding="utf-8")
    text = json.dumps(data, ensure_ascii=False, indent=1)
    FIGURES.write_text(f"{text}\n", encoding="utf-8")


def _table(columns: Sequence[str], rows: Dict[str, List[str]]) -> List[str]:
    lines = [f"| program | {' | '.join(columns)} |", f"|:--|{'--:|' * len(columns)}"]
    return lines + [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]


def _short(rounds: Rounds) -> List[str]:
    return [
        _count(rounds, "edited", ("duplicates",)),
        _count(rounds, "edited", _EDITS),
        _count(rounds, "edited", ("reviews",)),
        _count(rounds, "edited", _ARRIVE),
        _count(rounds, "first", ("formulas wrong", "formulas that are none")),
        ", ".join(_seconds(rounds, run) for run in _RUNS),
    ]


def _count(rounds: Rounds, run: str, names: Sequence[str]) -> str:
    """How many, of how many, in each round; a range if rounds differ."""
    found = [one["counts"][run] for one in rounds if run in one["counts"]]
    if not found:
        return "cannot"
    lost = sorted({sum(counts[name]["lost"] for name in names) for counts in found})
    of = sum(found[0][name]["of"] for name in names if not _sums(name))
    many = f"{lost[0]}–{lost[-1]}" if len(lost) > 1 else str(lost[0])
    return f"{many} of {of}" if of and lost[-1] else many


def _sums(name: str) -> bool:
    """Whether what is counted is no part of a number."""
    return name in ("duplicates", "formulas that are none")


def _seconds(rounds: Rounds, run: str) -> str:
    found = [one["seconds"][run] for one in rounds if run in one["seconds"]]
    return f"{statistics.median(found):.1f}" if found else "cannot"
