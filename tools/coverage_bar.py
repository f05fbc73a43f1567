"""Tells which branches the tests took, in all processes together, and fails below the bar.

    python -m tools.coverage_bar

`make test` measures while it runs the tests: in its own process, in those of the command line, and
inside Anki, where the built add-on runs, whose lines are those of its sources. What is left out of
the measure, and why, stands in pyproject.toml.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List

import coverage

ROOT = Path(__file__).parents[1]
FOLDERS = {"annoki": "exporter/annoki/", "addon": "addon/"}
BARS = {"annoki": 92.0, "addon": 85.0}
"""The least share of the branches, in %, that the tests take."""


def main() -> int:
    """Print the report and the shares; 1 if one is below its bar, or a file never ran."""
    measured = coverage.Coverage(config_file=str(ROOT / "pyproject.toml"))
    measured.combine(keep=True)
    measured.report(skip_covered=True, show_missing=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "coverage.json")
        measured.json_report(outfile=str(path))
        files: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["files"]
    wrong: List[str] = []
    for name, folder_name in FOLDERS.items():
        found = {path: data["summary"] for path, data in files.items() if _in(path, folder_name)}
        sources = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder_name).rglob("*.py")}
        wrong += [f"{path}: no test has run it" for path in sorted(sources - set(found))]
        branches = sum(summary["num_branches"] for summary in found.values())
        taken = sum(summary["covered_branches"] for summary in found.values())
        share = 100 * taken / branches if branches else 0.0
        said = f"{name}: {taken} of {branches} branches, {share:.1f} % (at least {BARS[name]:g} %)"
        print(said)
        if share < BARS[name]:
            wrong.append(said)
    for line in wrong:
        print(f"coverage: {line}", file=sys.stderr)
    return int(bool(wrong))


def _in(path: str, folder: str) -> bool:
    return path.replace("\\", "/").startswith(folder)


if __name__ == "__main__":
    sys.exit(main())
