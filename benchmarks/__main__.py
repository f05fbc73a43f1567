"""`make bench`: what an export costs, beside bare genanki and ankdown, in one run.

A full run writes its results into `benchmarks/README.md`; one with `--sizes` only prints them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Dict, List, Tuple

from . import competitor
from .measure import Cost, Failed, median, run
from .prepare import count

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "bench"
README = Path(__file__).parent / "README.md"
ROUNDS = {844: 7, 10_000: 5, 100_000: 3}
START, ANNOKI, BARE, ANKDOWN = "interpreter start", "annoki", "bare genanki", "ankdown"
TOO_LONG = 180
"""Seconds that one run of ankdown may be expected to take."""

Results = Dict[int, Dict[str, Cost]]
_BEGIN, _END = "<!-- written by make bench -->\n", "<!-- end -->\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", metavar="N,N", help="how many items (default: all sizes)")
    given = parser.parse_args().sizes
    sizes = sorted(int(size) for size in given.split(",")) if given else sorted(ROUNDS)
    BUILD.mkdir(parents=True, exist_ok=True)
    # An export is measured that composes everything: with no cache it can take nothing from it.
    os.environ["XDG_CACHE_HOME"] = os.devnull
    missing: List[str] = []
    try:
        ankdown = [str(competitor.install(ROOT / "build" / "bench-ankdown"))]
    except competitor.Missing as error:
        ankdown = []
        missing.append(f"{ANKDOWN}: not measured: {error}")
    results: Results = {}
    for size in sizes:
        results[size] = _measure(size, ankdown, results, missing)
    synced = {size: _measure_sync(size) for size in sizes}
    parts = [_page(results, missing, bool(ankdown)), _sync_page(synced, results)]
    parts += [_repeated_page()] if 10_000 in sizes else []
    parts += [_pages_page(), _stops_page(sizes)]
    page = "\n".join(parts)
    print(page)
    if not given:
        before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        README.write_text(f"{before}{_BEGIN}\n{page}\n{_END}{after}", encoding="utf-8")


def _measure(size: int, ankdown: List[str], so_far: Results, missing: List[str]) -> Dict[str, Cost]:
    """The median cost of each program on `size` items; they take turns, so noise hits all."""
    folder = BUILD / str(size)
    shutil.rmtree(folder, ignore_errors=True)
    _python("-m", "benchmarks.generate", str(size), str(folder))
    dump, lines, out = folder / "dump.txt", folder / "notes.jsonl", folder / "out.apkg"
    annoki = [str(Path(sys.executable).with_name("annoki")), "export", str(dump), "-o", str(out)]
    run(annoki)
    made = count(out)
    _python("-m", "benchmarks.prepare", str(out), str(lines))
    bare = [sys.executable, str(Path(__file__).with_name("bare.py")), str(lines), str(out)]
    commands = {START: [sys.executable, "-c", "pass"], ANNOKI: annoki, BARE: bare}
    if ankdown:
        last = max(so_far, default=0)
        expected = (
            so_far[last][ANKDOWN].seconds * size / last if ANKDOWN in so_far.get(last, {}) else 0
        )
        if expected > TOO_LONG:
            missing.append(
                f"{ANKDOWN} on {size:,} items: not measured: about {expected:.0f} s a run"
            )
        else:
            cards = ["-r", str(folder / "markdown"), "-p", str(out), "--highlight"]
            commands[ANKDOWN] = [*ankdown, *cards]
    costs: Dict[str, List[Cost]] = {name: [] for name in commands}
    for turn in range(ROUNDS.get(size, 3)):
        for name, command in list(commands.items()):
            out.unlink(missing_ok=True)
            print(f"{size:,} items, round {turn + 1}: {name}", file=sys.stderr)
            try:
                costs[name].append(run(command))
            except Failed as error:
                if name != ANKDOWN:
                    raise
                missing.append(f"{name} on {size:,} items: not measured: {error}")
                del commands[name], costs[name]
                continue
            if name != START and count(out) != (size if name == ANKDOWN else made):
                raise SystemExit(f"{name} wrote {count(out)} notes of {size} items")
    return {name: median(each) for name, each in costs.items()}


def _measure_sync(size: int) -> Dict[str, Dict[str, float]]:
    """Case → (`sync`, `import`) → the median of its seconds."""
    print(f"{size:,} notes: sync", file=sys.stderr)
    dump = BUILD / str(size) / "dump.txt"
    command = [sys.executable, "-m", "benchmarks.sync", str(dump), str(ROUNDS.get(size, 3))]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    cases = json.loads(done.stdout)["seconds"]
    return {
        case: {how: statistics.median(seconds) for how, seconds in each.items()}
        for case, each in cases.items()
    }


def _sync_page(synced: Dict[int, Dict[str, Dict[str, float]]], results: Results) -> str:
    """What a sync costs beside importing the package, as Markdown."""
    lines = [
        "### A sync, beside importing the package of the same notes",
        "",
        "| notes | case | sync s | import s | sync ÷ import | sync ÷ (export + import) |",
        "|--:|:--|--:|--:|--:|--:|",
    ]
    for size, cases in synced.items():
        export = results[size][ANNOKI].seconds
        for case, each in cases.items():
            sync, imported = each["sync"], each["import"]
            lines.append(
                f"| {size:,} | {case} | {sync:.3f} | {imported:.3f} | {sync / imported:.2f}"
                f" | {sync / (export + imported):.3f} |"
            )
    lines += ["", "Both begin with notes that are composed already; the export composes them anew."]
    return "\n".join(lines) + "\n"


def _repeated_page() -> str:
    """What a run costs that has little to do, beside one in full, as Markdown."""
    dump = BUILD / "10000" / "dump.txt"
    command = [sys.executable, "-m", "benchmarks.repeated", str(dump), str(ROUNDS[10_000])]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    results: Dict[str, Dict[str, List[float]]] = json.loads(done.stdout)
    lines = [
        "### 10,000 items again",
        "",
        "| command | case | seconds | CPU s | seconds ÷ in full | CPU ÷ in full |",
        "|:--|:--|--:|--:|--:|--:|",
    ]
    wanted: List[Tuple[str, bool]] = []
    for what, cases in results.items():
        whole = Cost(*cases["in full"])
        for case, values in cases.items():
            cost = Cost(*values)
            seconds, cpu = cost.seconds / whole.seconds, cost.cpu / whole.cpu
            lines.append(
                f"| {what} | {case} | {cost.seconds:.2f} | {cost.cpu:.2f}"
                f" | {seconds:.2f} | {cpu:.2f} |"
            )
            most = {"nothing changed": 0.3, "one item changed": 0.7}.get(case)
            if most is not None:
                text = f"{what}, {case}: {seconds:.2f} of a run in full; wanted at most {most}"
                wanted.append((text, seconds <= most))
    lines += ["", *(f"- {text}: **{'met' if met else 'not met'}**" for text, met in wanted)]
    return "\n".join(lines) + "\n"


def _pages_page() -> str:
    """What reading a big saved page costs, as Markdown."""
    print("big pages", file=sys.stderr)
    command = [sys.executable, "-m", "benchmarks.pages"]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    results: Dict[str, Dict[str, float]] = json.loads(done.stdout)
    lines = [
        "### Reading a big page",
        "",
        "| format | 0.5 MiB s | 2.5 MiB s | 5 MiB s | 10 MiB s | 10 MiB ÷ 2.5 MiB |",
        "|:--|--:|--:|--:|--:|--:|",
    ]
    wanted: List[Tuple[str, bool]] = []
    for format, seconds in results.items():
        usual, small, large = (seconds[size] for size in ("0.5", "2.5", "10"))
        cells = [f"{cost:.2f}" for cost in (*seconds.values(), large / small)]
        lines.append(f"| {format} | {' | '.join(cells)} |")
        growth = f"{format}: four times the page in {large / small:.1f} times the time"
        wanted.append((f"{growth}; wanted at most 5", large / small <= 5))
        wanted.append((f"{format}: 0.5 MiB in {usual:.2f} s; wanted under 0.6 s", usual < 0.6))
    lines += ["", *(f"- {text}: **{'met' if met else 'not met'}**" for text, met in wanted)]
    return "\n".join(lines) + "\n"


def _stops_page(sizes: List[int]) -> str:
    """How long Anki stands still during a sync, as Markdown."""
    lines = [
        "### A sync inside Anki",
        "",
        "| items | case | s from the click to the sentence | longest stop of the event loop, s"
        " | most work of Anki in a stop, CPU s |",
        "|--:|:--|--:|--:|--:|",
    ]
    wanted: List[Tuple[str, bool]] = []
    for size in sizes:
        print(f"{size:,} items inside Anki", file=sys.stderr)
        dump = str(BUILD / str(size) / "dump.txt")
        command = [sys.executable, "-m", "benchmarks.stops", dump, str(min(3, ROUNDS.get(size, 3)))]
        done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        cases: Dict[str, List[List[float]]] = json.loads(done.stdout)
        medians = {case: list(map(statistics.median, zip(*rows))) for case, rows in cases.items()}
        for case, (seconds, stop, work) in medians.items():
            lines.append(f"| {size:,} | {case} | {seconds:.2f} | {stop:.3f} | {work:.3f} |")
        longest, most = max(stop for _, stop, _ in medians.values()), 0.3 if size > 10_000 else 0.15
        text = f"{size:,} items: the longest stop {longest:.3f} s; wanted under {most} s"
        wanted.append((text, longest < most))
        if size <= 10_000:
            same = medians["nothing changed"][0]
            text = f"{size:,} items, nothing changed: {same:.2f} s; wanted under 0.5 s"
            wanted.append((text, same < 0.5))
    lines += ["", *(f"- {text}: **{'met' if met else 'not met'}**" for text, met in wanted)]
    return "\n".join(lines) + "\n"


def _python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT)


def _page(results: Results, missing: List[str], with_ankdown: bool) -> str:
    """The results as Markdown."""
    head = ("items", "program", "seconds", "beyond start", "µs an item", "CPU s", "peak MiB")
    lines = [f"| {' | '.join((*head, 'time ÷ bare', 'peak ÷ bare'))} |"]
    lines.append("|--:|:--" + "|--:" * 7 + "|")
    for size, costs in results.items():
        for name, cost in costs.items():
            beyond = cost.seconds - costs[START].seconds
            cells = [f"{size:,}", name, f"{cost.seconds:.2f}", "", "", f"{cost.cpu:.2f}"]
            if name != START:
                cells[3:5] = f"{beyond:.2f}", f"{beyond / size * 1e6:.0f}"
            cells += [f"{cost.peak:.0f}", "", ""]
            if name != START:
                time = cost.seconds / costs[BARE].seconds
                cells[7:] = f"{time:.2f}", f"{cost.peak / costs[BARE].peak:.2f}"
            lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        *(f"- {text}: **{'met' if met else 'not met'}**" for text, met in _wanted(results)),
    ]
    lines += [f"- {text}" for text in missing]
    rounds = ", ".join(f"{ROUNDS.get(size, 3)} at {size:,}" for size in results)
    lines += ["", f"Medians of several rounds ({rounds}), of `python -m benchmarks`."]
    used = [
        f"Annoki {version('annoki')}",
        f"{platform.python_implementation()} {platform.python_version()}",
        f"genanki {version('genanki')}",
    ]
    if with_ankdown:
        used.append(competitor.versions(ROOT / "build" / "bench-ankdown"))
    cores = os.cpu_count()
    lines.append(f"{', '.join(used)}; {platform.system()}, {platform.machine()}, {cores} cores.")
    return "\n".join(lines) + "\n"


def _wanted(results: Results) -> List[Tuple[str, bool]]:
    """Each figure that is aimed at and can be told from `results`, and whether it is met."""
    wanted: List[Tuple[str, bool]] = []
    if 844 in results:
        beyond = results[844][ANNOKI].seconds - results[844][START].seconds
        wanted.append(
            (f"844 items in {beyond:.2f} s beyond start; wanted at most 0.45 s", beyond <= 0.45)
        )
    if ANKDOWN in results.get(10_000, {}):
        ours, theirs = results[10_000][ANNOKI], results[10_000][ANKDOWN]
        for unit, ratio, most in (
            ("time", ours.seconds / theirs.seconds, 1.0),
            ("CPU time", ours.cpu / theirs.cpu, 1.7),
        ):
            text = f"10,000 items in {ratio:.2f} times the {unit} of ankdown; wanted at most {most}"
            wanted.append((text, ratio <= most))
    if {10_000, 100_000} <= set(results):
        each = [
            (results[size][ANNOKI].seconds - results[size][START].seconds) / size
            for size in (10_000, 100_000)
        ]
        growth = each[1] / each[0]
        text = f"an item of 100,000 costs {growth:.2f} times one of 10,000; wanted at most 1.1"
        wanted.append((text, growth <= 1.1))
    if 100_000 in results:
        peak = results[100_000][ANNOKI].peak / results[100_000][BARE].peak
        text = (
            f"100,000 items at {peak:.2f} times the peak memory of bare genanki; wanted at most 1"
        )
        wanted.append((text, peak <= 1))
    return wanted


if __name__ == "__main__":
    main()
