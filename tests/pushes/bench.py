"""An account on the service, a collection that is in step with it, and `annoki` run on both.

The command line's own entry point is called, in this process, so that no one waits: time goes on
only when somebody would sleep.
"""

from __future__ import annotations

import copy
import io
import json
import os
import re
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Tuple

import pytest

from tests.fetch.servers import TOKEN, Limiter, row
from tests.push.service import Row, Service

from .wire import Wire

anki = pytest.importorskip("anki.collection")

TEXTS: Dict[str, str] = {
    "callout": "> [!NOTE]+ 海水每天涨落几次？\n>\n> #flashcard\n>\n> 大约两次。",
    "marker": "[!NOTE] What does <tracker> stand for?\n\nflashcard\n\nThe server & its peers.\n",
    "sides": "What is $e^{i\\pi}+1$?:::$0$",
    "open": "彗尾的方向是什么？:::?",
    "asked": "[!QUESTION] Why does salt melt ice?",
    "plain": "盐让水更难结冰，所以冬天往路上撒盐。",
    "mark": "",
}
"""What the annotations of the account say, by id: each form that an answer has."""

ANSWERS: Dict[str, Tuple[str, str]] = {
    "callout": ("两次，间隔约 12 小时 25 分 🌊", r"(.*#flashcard\n>\n> ).*()"),
    "marker": ("It answers who has what.", r"(.*\nflashcard\n\n).*(\n)"),
    "sides": ("zero", r"(.*?:::).*()"),
    "open": ("总是背着太阳。", r"(.*?:::).*()"),
}
"""An answer typed in Anki, and where it stands in the annotation: between the groups."""


def answered(id: str, text: str, answer: str = "") -> str:
    """The annotation `id`, as `text` is now, with `answer`, else that of `ANSWERS`."""
    typed, where = ANSWERS[id]
    above, below = _parts(where, text)
    return above + (answer or typed) + below


def _parts(where: str, text: str) -> Tuple[str, str]:
    found = re.fullmatch(where, text, re.DOTALL)
    assert found, text
    return found[1], found[2]


WHOLE = bool(os.environ.get("PUSHES"))
"""Whether every case is tried, as `make pushes` does, or some."""


class Said(NamedTuple):
    """How a run ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        return self.out + self.err


class Bench:
    """`collection` is closed but while something is done to it."""

    def __init__(self, folder: Path, service: Service) -> None:
        self.service = service
        self.folder = folder
        self.collection = folder / "collection.anki2"
        self.config = folder / "annoki.json"
        self.wire = Wire(service)

    def annoki(self, *arguments: object) -> Said:
        """Run the command line with its data, cache and configuration in the bench's folder."""
        from annoki.cli.commands import main

        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
        self.wire.begin()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("annoki.fetch.waiting.time", self.wire.clock)
            patch.setattr(sys, "argv", ["annoki", *map(str, arguments)])
            for name in ("DATA", "CACHE", "CONFIG", "STATE"):
                patch.setenv(f"XDG_{name}_HOME", str(self.folder / name.lower()))
            with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as done:
                main()
        said = Said(int(done.value.code or 0), *map(_written, (out, err)))
        assert TOKEN not in said.told
        assert "Traceback" not in said.told, said.told
        return said

    def sync(self, *more: object) -> Said:
        return self.annoki("sync", "--config", self.config, "--collection", self.collection, *more)

    def push(self, *more: object) -> Said:
        return self.annoki("push", "--config", self.config, "--collection", self.collection, *more)

    def edit(self, id: str, **fields: str) -> None:
        """Edit the note of the annotation `id`, as in Anki's editor."""
        col = anki.Collection(str(self.collection))
        try:
            note = col.get_note(self._ids(col)[id])
            for name, value in fields.items():
                note[name.replace("_", " ")] = value
            col.update_note(note)
        finally:
            col.close()

    def rows(self) -> List[List[Any]]:
        """The notes and cards, as they lie in the collection."""
        col = anki.Collection(str(self.collection))
        try:
            tables = ("notes", "cards", "revlog", "graves", "decks", "tags")
            return [[table, *col.db.all(f"select * from {table}")] for table in tables]
        finally:
            col.close()

    def note(self, id: str) -> Dict[str, str]:
        col = anki.Collection(str(self.collection))
        try:
            return dict(col.get_note(self._ids(col)[id]).items())
        finally:
            col.close()

    def _ids(self, col: Any) -> Dict[str, int]:
        found = {}
        for id in col.find_notes(""):
            fields = dict(col.get_note(id).items())
            shown = "".join(value for name, value in fields.items() if name != "Sync")
            found.update({one: id for one in TEXTS if f"passage of {one}." in shown})
        return found


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def account() -> List[Row]:
    """The account, as it is at first."""
    made = []
    for n, (id, text) in enumerate(TEXTS.items()):
        target = [{"selector": [{"type": "TextQuoteSelector", "exact": f"The passage of {id}."}]}]
        made.append(row(n, id=id, text=text, target=target, tags=["tides", "读"]))
    return made


def benches(folder: Path) -> Iterator[Callable[[], Bench]]:
    """Makes benches that are in step, one after the other; no one sees what became of another."""
    with Service(account()) as service:
        first = Bench(folder / "first", service)
        first.folder.mkdir()
        anki.Collection(str(first.collection)).close()
        source = {"kind": "hypothesis", "token": TOKEN, "api": service.api}
        first.config.write_text(json.dumps({"sources": [source], "pictures": False}))
        first.config.chmod(0o600)
        said = first.sync()
        assert said.out.endswith(f"\n{len(TEXTS)} new, 0 updated, 0 unchanged\n"), said
        made = iter(range(1, sys.maxsize))

        def bench() -> Bench:
            home = folder / f"bench{next(made)}"
            shutil.copytree(first.folder, home)
            service.rows = copy.deepcopy(account())
            service.writes, service.sent, service.asked = [], [], []
            service.lag = service._behind = 0
            service.limiter = Limiter(10**9, 1e9)
            return Bench(home, service)

        yield bench


def lawful(bench: Bench) -> None:
    """Nothing but texts was sent, of no annotation but its text is another, and each text stands
    outside its answer as it stood."""
    assert all(set(one) == {"text"} for one in bench.service.sent), bench.service.sent
    for one in bench.service.writes:
        where = ANSWERS[one.id][1]
        assert one.before != one.after
        assert _parts(where, one.before) == _parts(where, one.after), one


def settled(bench: Bench) -> None:
    """Neither a sync nor a push finds anything to do."""
    rows, writes = bench.rows(), len(bench.service.writes)
    assert re.search(r"0 new, 0 updated, \d+ unchanged", bench.sync().out)
    assert bench.push().code == 0
    assert bench.rows() == rows
    assert len(bench.service.writes) == writes
