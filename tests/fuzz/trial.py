"""One input on its way through everything: decoding, its reader, every rule of repair, compose,
identity, the plan of a package, the report. What breaks a promise is a `Fault`."""

from __future__ import annotations

import contextlib
import io
import json
import re
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

import annoki
from annoki.cli.output import print_items, print_problems, print_summary, with_notes
from annoki.cli.saying import Voice
from annoki.compose.typeset import typeset
from annoki.config import Config
from annoki.errors import AnnokiError
from annoki.model import Item, Note, Problem
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.pipeline.report import Report
from annoki.repair import RULES, repair
from annoki.sync.package_plan import Earlier, PackagePlan
from annoki.targets.apkg.earlier import content_of
from annoki.targets.memory import field_of, memory_of
from annoki.text.document import read_stream

from .cost import Watch
from .promises import bare, broken_by_item, broken_by_note

_PACKAGE = Path(annoki.__file__).parent
_NOW = 1_700_000_000.0
_BOLD = re.compile(r"\x1b\[[01]m")
_ORDER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MOST_BYTES = 4 * 1024 * 1024


class Fault(NamedTuple):
    """A promise broken: its `name`, `place` (a function, a stage, a field), and what was seen.

    Two finds of one name and place are taken for one.
    """

    name: str
    place: str
    said: str

    @property
    def key(self) -> Tuple[str, str]:
        return self.name, self.place


_MANY = 50
"""Repairs of one item."""


def faults_of(data: bytes, format: str, watch: Optional[Watch] = None) -> List[Fault]:
    """What `data`, read as `format` (as what it looks like, if that is empty), breaks; with a
    `watch` it is also timed."""
    found: List[Fault] = []
    try:
        if watch:
            taken = watch.excess(lambda: _made(data, format), len(data))
            if taken:
                return [Fault("overtime", format, f"{taken:.1f} s for {len(data):,} bytes")]
        first = _made(data, format)
        if first is None:
            return []
        found += _seen(*first)
        if _made(data, format) != first:
            found.append(Fault("another-each-time", format, "a second run gives other notes"))
    except Exception as error:
        found.append(_crash(error))
    return found


Made = Tuple[List[List[Item]], Report, List[Note]]


def _made(data: bytes, format: str) -> Optional[Made]:
    """What becomes of `data`; None if it is refused in words, as it may be."""
    try:
        document = read_stream(io.BytesIO(data), "input", _MOST_BYTES)
        listings, report = read_all([Input("input", format, document, "origin")])
        items = [[*listing] for listing in listings]
        notes = [*notes_of(listings, report, Config())]
        return items, report, notes
    except AnnokiError:
        return None


def _seen(listings: List[List[Item]], report: Report, notes: List[Note]) -> Iterator[Fault]:
    problems: List[Problem] = [one for account in report.accounts for one in account.problems]
    for problem in problems:
        # What went wrong with one item only, and was contained, did go wrong.
        if getattr(problem, "stage", ""):
            error, stage = (str(getattr(problem, name)) for name in ("error", "stage"))
            yield Fault(error.partition(":")[0], stage, str(problem)[:2000])
        if not (problem.where and problem.what):
            yield Fault("says-nothing", "problem", repr(problem)[:2000])
    for item in [one for listing in listings for one in listing]:
        for place, said in broken_by_item(item):
            yield Fault("item", place, said)
        yield from _repaired(item)
    by_guid = {note.guid: note for note in notes}
    every = (one for listing in listings for item in listing for one in _formulas(item))
    formulas = {bare(typeset(one)) for one in every}
    for note in notes:
        for place, said in broken_by_note(note, formulas):
            yield Fault("note", place, said)
        if memory_of(field_of(note.memory, note.guid))._replace(of="") != note.memory:
            yield Fault("memory", "Sync", repr(note.memory)[:2000])
    yield from _planned(notes)
    yield from _told(report, by_guid)


def _repaired(item: Item) -> Iterator[Fault]:
    once = repair(item)
    # Of a text that is nothing else only so much is mended: the rest would be the next time.
    if len(once.repairs) < _MANY and repair(once) != once:
        again = repair(once).repairs[len(once.repairs) :]
        yield Fault("repaired-twice", again[0].rule if again else "?", repr(again)[:2000])
    for rule in RULES:
        # Others have not been there before it, nor does its hint spare it the text.
        repair(item, [replace(rule, hint=lambda _text: True)])


def _planned(notes: List[Note]) -> Iterator[Fault]:
    steps = [*PackagePlan(notes, {}, content_of, _NOW).steps]
    held = {
        step.note.guid: Earlier(
            step.note.guid, step.modified, content_of(step.note), step.note.memory.face, held=True
        )
        for step in steps
    }
    if len(held) != len(notes):
        yield Fault("one-guid-twice", "plan", "two notes have one GUID")
    again = PackagePlan(notes, held, content_of, _NOW)
    changes = {step.change for step in again.steps} - {"same"}
    if changes or again.gone:
        yield Fault("unchanged-changes", "plan", f"{changes} {again.gone}")


def _told(report: Report, notes: Dict[str, Note]) -> Iterator[Fault]:
    """The report as text, and what the command line prints: UTF-8 without a terminal's orders."""
    json.dumps(with_notes(report, notes), ensure_ascii=False).encode()
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        print_problems(Voice(), report)
        print_summary(Voice(), report)
        print_items(Voice(), report, notes)
    out.seek(0)
    said = _BOLD.sub("", out.read())
    order = _ORDER.search(said)
    if order:
        yield Fault("prints", "terminal", repr(said[max(0, order.start() - 60) : order.end() + 60]))


def _formulas(item: Item) -> Iterator[str]:
    for one in (item, repair(item)):
        for block in (*one.passage, *one.body):
            cells = [block.spans, *[cell for row in block.rows for cell in row.cells]]
            yield from [
                s.text for spans in cells for s in spans if s.kind in ("formula", "display")
            ]
        yield from [span.text for span in one.title if span.kind in ("formula", "display")]


def _crash(error: BaseException) -> Fault:
    """The innermost function of ours that it went through; of a recursion the outermost."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(_PACKAGE)]
    names = [f"{Path(one.filename).stem}.{one.name}" for one in ours]
    if isinstance(error, RecursionError):
        place = next((name for name in names if names.count(name) > 3), names[-1] if names else "?")
    else:
        place = names[-1] if names else "?"
    said = "".join(traceback.format_exception(type(error), error, error.__traceback__, limit=-12))
    return Fault(type(error).__name__, place, said[-3000:])
