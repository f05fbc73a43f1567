"""The learner's side of the tests: dumps in our own words, packages, and real collections.

The module is not called `collections`, and this folder has no `__init__.py`: pytest puts a test's
folder on the import path, where either would hide the library of that name.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    List,
    Literal,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
)

from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.consts import QUEUE_TYPE_SUSPENDED
from annoki.cli.commands import cli
from bs4 import BeautifulSoup
from click.testing import CliRunner

if TYPE_CHECKING:
    from anki.cards import Card
    from anki.notes import Note

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
HOUR = 3600

IF_NEWER, ALWAYS, NEVER = 0, 1, 2
"""What Anki's import dialog offers under "Update notes"; the first is its preset."""

CONTENT = ("notes", "cards", "revlog", "notetypes", "fields", "templates", "decks", "tags")
"""The tables that hold what a learner would miss."""


@dataclass(frozen=True)
class Annotation:
    """One annotation of a page dump: a highlighted passage and the reader's note on it."""

    passage: str
    note: str = ""
    month: str = "Nov 2024"
    host: str = "reading.example.org"

    def noted(self, note: str) -> Annotation:
        return replace(self, note=note)


def card(question: str, answer: str) -> str:
    """A note in the form of a question and its answer."""
    return f"[!NOTE] {question}\n\nflashcard\n\n{answer}"


TIDES = Annotation(
    "The Moon's pull raises two tidal bulges, one on the near side and one on the far side.",
    card("海水每天涨落几次？", "大约两次：朝向月亮和背向月亮各有一个隆起 🌊"),
)
TRACKER = Annotation(
    "The announce URL names the <tracker> that peers ask for each other.",
    card("What does <tracker> stand for?", "The server at `--url <tracker>` & its peers"),
)
EULER = Annotation(
    "Euler's formula joins the exponential function and the circle.",
    r"$e^{i\pi}+1$ 的值:::$0$,因为 $e^{i\theta}=\cos\theta+i\sin\theta$",
)
COMET = Annotation("A comet's tail points away from the Sun.", "彗尾的方向:::总是背着太阳？")
SALT = Annotation(
    "Salt lowers the freezing point of water.",
    "盐让水更难结冰，所以冬天往路上撒盐。",
    month="Oct 2024",
)
BAMBOO = Annotation("竹子其实是一种草。", "竹子为什么长得这么快？", month="Oct 2024")
LOOP = Annotation(
    "A Python loop may carry an else clause.",
    card(
        "`for … else` 的 else 何时执行？",
        "没有 break 时：\n\n```python\nfor n in '中文':\n    pass\nelse:\n    print('😀')\n```",
    ),
    month="Sep 2024",
    host="python.example.net",
)
BARE = Annotation("Glass is neither a plain liquid nor a crystal.", month="Feb 2024")

NOTEBOOK = (TIDES, TRACKER, EULER, COMET, SALT, BAMBOO, LOOP, BARE)
"""A page of annotations, newest first, in which each status of an annotation occurs."""

STATUSES = {
    TIDES: "ready",
    TRACKER: "ready",
    EULER: "ready",
    COMET: "unsure",
    SALT: "passage",
    BAMBOO: "unfinished",
    LOOP: "ready",
    BARE: "highlight",
}

NEWEST = Annotation(
    "An octopus has three hearts.", card("章鱼有几颗心脏？", "三颗"), month="Dec 2024"
)


def page(annotations: Iterable[Annotation]) -> str:
    """The dump of a page that lists `annotations` in this order."""
    annotations = list(annotations)
    lines = [f"{len(annotations)} Matching Annotations"]
    heading = number = 0
    month = host = ""
    for annotation in annotations:
        if (annotation.month, annotation.host) != (month, host):
            if annotation.month != month:
                heading += 1
                lines.append(f"  {heading}. {annotation.month}")
            heading += 1
            month, host, number = annotation.month, annotation.host, 0
            lines.append(f"  {heading}. {host} {host}")
        number += 1
        lines += [f"    {number}. {annotation.passage}", ""]
        lines += [f"      {line}" if line else "" for line in annotation.note.splitlines()]
        lines.append("")
    return "\n".join(lines)


class Desk:
    """A folder with a reader's page and the package that is made of it, again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = folder / "page.txt"
        self.package = folder / "notes.apkg"
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, annotations: Iterable[Annotation]) -> Path:
        self.page.write_text(page(annotations), encoding="utf-8")
        return self.page

    def export(
        self,
        annotations: Optional[Iterable[Annotation]] = None,
        *options: str,
        to: str = "",
        config: Optional[Dict[str, Any]] = None,
    ) -> Path:
        """`annoki export` of `annotations` (else of the page as it is) over the last package."""
        if annotations is not None:
            self.write(annotations)
        package = self.folder / to if to else self.package
        return self.export_files([self.page], package, *options, config=config)

    def export_files(
        self,
        inputs: Sequence[Path],
        package: Path,
        *options: str,
        config: Optional[Dict[str, Any]] = None,
    ) -> Path:
        if config is not None:
            path = self.folder / "config.json"
            path.write_text(json.dumps(config), encoding="utf-8")
            options = (*options, "--config", str(path))
        arguments = ["export", *map(str, inputs), "-o", str(package), *options]
        result = CliRunner().invoke(cli(), arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return package


def run_annoki(*arguments: str, cwd: Path, **environment: str) -> str:
    """Run the command line in a process of its own, in `cwd`; what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "exporter"), **environment}
    command = [sys.executable, "-m", "annoki", *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Imported(NamedTuple):
    """What Anki says about an import."""

    new: int
    updated: int
    unchanged: int
    others: int
    """Conflicting, without a note type, and the like."""


Tables = Dict[str, List[Tuple[Any, ...]]]


class Learner:
    """A real collection, and what a learner does with it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.col = Collection(str(path))

    def reopen(self) -> None:
        """Close the collection, and open it again."""
        self.col.close()
        self.col = Collection(str(self.path))

    def import_package(
        self, package: Path, *, with_scheduling: bool = False, update_notes: Any = IF_NEWER
    ) -> Imported:
        """File > Import. `with_scheduling` is the box "Import any learning progress"."""
        options = ImportAnkiPackageOptions(
            with_scheduling=with_scheduling, update_notes=update_notes
        )
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self.col.import_anki_package(request).log
        others = (
            log.conflicting,
            log.first_field_match,
            log.missing_notetype,
            log.missing_deck,
            log.empty_first_field,
        )
        return Imported(len(log.new), len(log.updated), len(log.duplicate), sum(map(len, others)))

    def tables(self, names: Sequence[str] = CONTENT) -> Tables:
        """Every row of the tables `names`, mod times and update numbers included."""
        assert self.col.db
        found = {name: self.col.db.all(f"select * from {name}") for name in names}
        return {name: sorted(map(_row, rows), key=repr) for name, rows in found.items()}

    def note(self, of: Annotation) -> Note:
        """The note of an annotation: the passage is on it, whatever else became of it."""
        notes = [note for note in self.notes() if of.passage in plain("".join(note.fields[:3]))]
        assert len(notes) == 1, (of.passage, len(notes))
        return notes[0]

    def notes(self) -> List[Note]:
        return [self.col.get_note(id) for id in self.col.find_notes("")]

    def card(self, of: Annotation) -> Card:
        """The only card of the note of an annotation."""
        (found,) = self.note(of).cards()
        return found

    def cards(self) -> List[Card]:
        """All cards, as new cards are put before the learner."""
        ids = self.col.find_cards("")
        return sorted(map(self.col.get_card, ids), key=lambda card: (card.due, card.ord))

    def edit(self, note: Note, *, ago: int = HOUR, **fields: str) -> None:
        """Write `fields` (`My_notes` for "My notes") `ago` seconds ago; negative: from now."""
        for name, value in fields.items():
            note[name.replace("_", " ")] = value
        self.col.update_note(note)
        self._date(note, ago)

    def tag(self, note: Note, *tags: str, ago: int = HOUR) -> None:
        note.tags += tags
        self.col.update_note(note)
        self._date(note, ago)

    def _date(self, note: Note, ago: int) -> None:
        # Anki stamps whole seconds; a test that waited for the next one would only be slower.
        assert self.col.db
        now = int(time.time())
        self.col.db.execute("update notes set mod = ? where id = ?", now - ago, note.id)

    def study(self, deck: str, ease: Literal[1, 2, 3, 4] = 3) -> List[str]:
        """Answer the new cards of `deck`, one after the other; their prompts in that order."""
        id = self.col.decks.id_for_name(deck)
        assert id
        self.col.decks.select(id)
        prompts: List[Tuple[int, str]] = []
        while queued := self.col.sched.getCard():
            if queued.id in {card_id for card_id, _ in prompts}:
                break
            prompts.append((queued.id, plain(queued.note()["Prompt"])))
            queued.start_timer()
            self.col.sched.answerCard(queued, ease)
            # Two reviews in one millisecond get ids in two seconds, which Check Database mends.
            time.sleep(0.002)
        return [prompt for _, prompt in prompts]

    def deck_of(self, card: Card) -> str:
        return self.col.decks.name(card.did)

    def is_suspended(self, of: Annotation) -> bool:
        return self.card(of).queue == QUEUE_TYPE_SUSPENDED

    def assert_sound(self) -> None:
        """Tools > Check Database has nothing to say, and Tools > Empty Cards finds none."""
        problems, ok = self.col.fix_integrity()
        assert ok, problems
        # What it says about a collection without problems is one line.
        assert len(problems.splitlines()) == 1, problems
        assert not self.col.get_empty_cards().notes

    def close(self) -> None:
        self.col.close()


def _row(values: Sequence[Any]) -> Tuple[Any, ...]:
    # Anki hands blobs over as lists of numbers.
    return tuple(bytes(value) if isinstance(value, list) else value for value in values)


def plain(html: str) -> str:
    """`html` as a reader sees it."""
    soup = BeautifulSoup(html, "html.parser")
    for style in soup("style"):
        style.decompose()
    return soup.get_text()
