"""`annoki push` in the real Anki: what was answered there stands in the annotation, and nothing
else of it is another; no sync after it finds anything to do."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest
from anki.collection import Collection
from anki.notes import Note
from annoki.config import Config
from annoki.pipeline.finishing import Question, Walk
from command_line import Annoki, Said

from tests.fetch.servers import TOKEN, row, status
from tests.push.service import Service

CALLOUT = "> [!NOTE] What is the sky?\n> Blue.\n\n#weather"
QUESTION = "> [!QUESTION] Why is it blue?"
OPEN = "Is it dark:::?"


class Phone:
    """A collection that is edited between two runs of the command line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def opened(self) -> Iterator[Collection]:
        col = Collection(str(self.path))
        try:
            yield col
        finally:
            col.close()

    def note(self, col: Collection, id: str) -> Note:
        notes = [col.get_note(one) for one in col.find_notes("note:Annoki")]
        (found,) = [one for one in notes if f'"hypothesis:{id}"' in one["Sync"]]
        return found

    def write(self, id: str, **fields: str) -> None:
        with self.opened() as col:
            note = self.note(col, id)
            for name, value in fields.items():
                note[name] = value
            col.update_note(note)

    def fields(self, id: str) -> Dict[str, str]:
        with self.opened() as col:
            return dict(self.note(col, id).items())

    def rows(self) -> List[Any]:
        with self.opened() as col:
            assert col.db
            return [col.db.all(f"select * from {name}") for name in ("notes", "cards", "graves")]


class Desk:
    def __init__(self, annoki: Annoki, phone: Phone, config: Path) -> None:
        self._annoki, self.phone, self.config = annoki, phone, config

    def __call__(self, command: str, *options: str) -> Said:
        where = ("--collection", self.phone.path, "--config", self.config)
        return self._annoki(command, *where, *options)

    def finds_nothing(self) -> None:
        """A sync writes not a row, nor does another push send anything."""
        before = self.phone.rows()
        said = self("sync")
        assert (said.code, self.phone.rows() == before) == (0, True), said
        assert "0 new, 0 updated" in said.out, said
        said = self("push")
        assert (said.code, said.err, self.phone.rows() == before) == (0, "", True), said


@pytest.fixture
def service() -> Iterator[Service]:
    texts = {0: CALLOUT, 1: QUESTION, 2: OPEN}
    with Service([row(n, text=text) for n, text in texts.items()]) as running:
        yield running


@pytest.fixture
def desk(
    annoki: Annoki,
    service: Service,
    collection: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    config = tmp_path / "annoki.json"
    source = {"kind": "hypothesis", "user": "me", "token": TOKEN, "api": service.api}
    config.write_text(json.dumps({"sources": [source]}), encoding="utf-8")
    config.chmod(0o600)
    made = Desk(annoki, Phone(collection), config)
    assert made("sync").code == 0
    return made


def test_an_edited_answer_goes_back_and_no_sync_finds_anything(
    desk: Desk, service: Service
) -> None:
    desk.phone.write("row-0", Answer="<div>Blue, as <b>short</b> waves scatter most.</div>")

    said = desk("push", "--dry-run")
    assert said.code == 0, said
    assert "    -> Blue.\n" in said.out
    assert "    +> Blue, as **short** waves scatter most.\n" in said.out
    assert service.writes == []

    said = desk("push")
    assert (said.code, said.err) == (0, ""), said
    assert "sent: What is the sky?" in said.out
    new = "> [!NOTE] What is the sky?\n> Blue, as **short** waves scatter most.\n\n#weather"
    assert [one[:] for one in service.writes] == [("row-0", CALLOUT, new)]
    desk.finds_nothing()


def test_a_question_that_was_finished_stays_ready(desk: Desk, service: Service) -> None:
    desk.phone.write("row-1", Answer="Short waves scatter most.")
    desk.phone.write("row-2", Answer="At night.")
    assert desk("sync").code == 0
    assert desk("push").code == 0
    assert {one.id: one.after for one in service.writes} == {
        "row-1": "> [!QUESTION] Why is it blue?\n> Short waves scatter most.",
        "row-2": "Is it dark:::At night.",
    }
    assert desk.phone.fields("row-1")["Status"] == "ready"
    desk.finds_nothing()
    assert desk.phone.fields("row-1")["Status"] == "ready"


def test_what_no_sync_has_woken_yet_wakes_as_it_is_sent(desk: Desk, service: Service) -> None:
    desk.phone.write("row-1", Answer="Short waves scatter most.")
    assert desk("push").code == 0
    assert len(service.writes) == 1
    assert desk.phone.fields("row-1")["Status"] == "ready"
    desk.finds_nothing()


def test_it_is_no_conflict_where_the_same_was_answered_too(
    annoki: Annoki, desk: Desk, service: Service, tmp_path: Path
) -> None:
    other = Desk(annoki, Phone(tmp_path / "other.anki2"), desk.config)
    shutil.copy(desk.phone.path, other.phone.path)
    desk.phone.write("row-2", Answer="At&nbsp;night.")
    other.phone.write("row-2", Answer="<div>At night.</div>")
    assert desk("push").code == 0
    assert len(service.writes) == 1

    said = other("sync")

    assert (said.code, said.err) == (0, ""), said
    fields = other.phone.fields("row-2")
    assert (fields["Answer"], fields["Status"]) == ('<p lang="en">At night.</p>', "ready")
    other.finds_nothing()
    assert len(service.writes) == 1


def test_a_question_that_needs_its_passage_can_be_answered(desk: Desk, service: Service) -> None:
    service.edit("row-2", text="Why?")
    assert desk("sync").code == 0
    desk.phone.write("row-2", Answer="因为短波散射得最多。")
    assert desk("push").code == 0
    assert [one.after for one in service.writes] == ["Why? ::: 因为短波散射得最多。"]
    assert desk.phone.fields("row-2")["Status"] == "ready"
    desk.finds_nothing()


def test_an_annotation_that_changed_is_a_conflict(desk: Desk, service: Service) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    service.edit("row-0", text=CALLOUT.replace("Blue", "Grey"))
    said = desk("push")
    assert (said.code, service.writes) == (0, [])
    assert "conflict, not sent: What is the sky?: its annotation is not as it was" in said.out
    assert desk("sync").code == 0
    said = desk("push")
    assert service.writes == []
    assert "both you and the source" in said.out


def test_what_markdown_cannot_hold_is_refused(desk: Desk, service: Service) -> None:
    desk.phone.write("row-0", Answer="<table><tr><td>1</td></tr></table>")
    said = desk("push")
    assert (said.code, service.writes) == (0, [])
    assert "not sent: What is the sky?: " in said.out


def test_it_is_put_back(desk: Desk, service: Service) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    desk.phone.write("row-1", Answer="It scatters.")
    desk("push")
    said = desk("push", "--undo")
    assert (said.code, said.err) == (0, ""), said
    assert "put back: What is the sky?" in said.out
    assert (service.row("row-0")["text"], service.row("row-1")["text"]) == (CALLOUT, QUESTION)
    assert "Azure" in desk.phone.fields("row-0")["Answer"]
    many = len(service.writes)
    desk.finds_nothing()
    assert len(service.writes) == many
    said = desk("push", "--undo")
    assert said == Said(2, "", "annoki: nothing was sent that could be put back\n")

    desk.phone.write("row-0", Answer="Azure, I say.")
    desk("push")
    assert "Azure, I say." in service.row("row-0")["text"]


@pytest.mark.parametrize("is_written", [True, False])
def test_an_answer_that_does_not_come_is_looked_up(
    desk: Desk, service: Service, is_written: bool
) -> None:
    desk.phone.write("row-0", Answer="Azure.")

    change = service._change

    def hangs_up(handler: Any, asked: Any, found: Any) -> None:
        if is_written:
            handler.json = lambda *_: None
            change(handler, asked, found)
        handler.hang_up()

    service._change = hangs_up  # type: ignore[method-assign, assignment]
    said = desk("push")
    service._change = change  # type: ignore[method-assign]
    written = service.row("row-0")["text"] != CALLOUT
    assert written == is_written
    assert said.out.startswith("sent: What is the sky?") == is_written, said
    if not is_written:
        assert said.code == 1
        assert "perhaps sent" in said.out
        assert desk("push").code == 0
    assert len(service.writes) == 1
    desk.finds_nothing()


def test_an_index_that_lags_behind_takes_no_answer_back(desk: Desk, service: Service) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    service.lag = 3
    desk("push")
    desk.finds_nothing()


def test_an_edit_made_while_it_is_sent_is_sent_next(desk: Desk, service: Service) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    with _Once(service, lambda: desk.phone.write("row-0", Answer="Azure, mostly.")):
        assert desk("push").code == 0
    assert desk.phone.fields("row-0")["Answer"] == "Azure, mostly."
    said = desk("sync")
    assert "conflict" not in said.out, said
    assert desk("push").code == 0
    assert [one.after.splitlines()[1] for one in service.writes] == ["> Azure.", "> Azure, mostly."]
    desk.finds_nothing()


@pytest.mark.parametrize("command", ["push", "sync"])
def test_what_could_not_be_remembered_is_found_out_by_the_next_run(
    desk: Desk, service: Service, command: str
) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    held: List[Collection] = []
    with _Once(service, lambda: held.append(Collection(str(desk.phone.path)))):
        said = desk("push")
    held[0].close()
    assert said.code == 1, said
    desk(command)
    assert desk("push").code == 0
    assert len(service.writes) == 1
    desk.finds_nothing()


class _Once:
    """Something happens while the service changes an annotation."""

    def __init__(self, service: Service, meanwhile: Callable[[], object]) -> None:
        self._service, self._meanwhile = service, meanwhile
        self._change: Callable[..., None] = service._change

    def __enter__(self) -> None:
        def change(handler: Any, asked: Any, found: Any) -> None:
            self._meanwhile()
            self._change(handler, asked, found)

        self._service._change = change  # type: ignore[method-assign, assignment]

    def __exit__(self, *_: Any) -> None:
        self._service._change = self._change  # type: ignore[method-assign]


def test_a_sync_sends_them_where_it_is_asked_to(desk: Desk, service: Service) -> None:
    desk.phone.write("row-1", Answer="Short waves scatter most.")
    said = desk("sync", "--push", "--dry-run")
    assert said.code == 0, said
    assert "would be sent: Why is it blue?" in said.out
    assert "    +> Short waves scatter most.\n" in said.out
    assert desk("sync").code == 0
    assert service.writes == []
    said = desk("sync", "--push")
    assert (said.code, said.err) == (0, ""), said
    assert said.out.endswith(" updated, 3 unchanged\nsent: Why is it blue?\n1 sent\n")
    assert len(service.writes) == 1
    desk.finds_nothing()

    desk.phone.write("row-0", Answer="Azure.")
    desk.phone.write("row-2", Answer="<img src='x.png'>")
    said = desk("sync", "--push", "--json")
    answers = json.loads(said.out)["answers"]
    assert [(one["title"], one["state"]) for one in answers] == [
        ("What is the sky?", "sent"),
        ("Is it dark", "refused"),
    ]
    assert desk.phone.fields("row-0")["Status"] == "ready"


def test_a_sync_that_sends_finds_out_first_what_was_sent(desk: Desk, service: Service) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    held: List[Collection] = []
    with _Once(service, lambda: held.append(Collection(str(desk.phone.path)))):
        assert desk("push").code == 1
    held[0].close()
    said = desk("sync", "--push")
    assert said.code == 0
    assert "conflict" not in said.out
    assert len(service.writes) == 1
    desk.finds_nothing()


def test_a_token_that_is_kept_elsewhere_is_looked_up(
    desk: Desk, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = json.loads(desk.config.read_text(encoding="utf-8"))
    said["sources"][0]["token"] = "env:MY_TOKEN"
    desk.config.write_text(json.dumps(said), encoding="utf-8")
    desk.phone.write("row-0", Answer="Azure.")
    said = desk("push")
    assert said.code == 1
    assert "MY_TOKEN" in said.out
    monkeypatch.setenv("MY_TOKEN", TOKEN)
    said = desk("push")
    assert said.code == 0, said
    assert len(service.writes) == 1
    desk.finds_nothing()


def test_a_highlight_that_was_given_a_question_and_an_answer(desk: Desk, service: Service) -> None:
    service.edit("row-2", text="")
    service.edit("row-1", text="Hm?")
    assert desk("sync").code == 0
    with desk.phone.opened() as col:
        walk = Walk(Config())
        asked = walk.go(col).asked
        while asked is not None:
            is_bare = asked.is_bare
            question = "What is it?" if is_bare else ""

            def answer(col: Collection, to: Question, question: str = question) -> Any:
                return walk.answer(col, to, "It is *that*.", question, "Answer")

            asked = walk.go(col, asked, answer).asked
    said = desk("push")
    assert (said.code, said.err) == (0, ""), said
    assert service.row("row-2")["text"] == "It is *that*."
    assert desk.phone.fields("row-2")["Status"] == "ready"
    desk.finds_nothing()


def test_a_token_that_is_no_longer_valid_is_told(desk: Desk, service: Service) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    service.troubles = [status(401)]
    said = desk("push")
    assert said.code == 1
    assert "failed, not sent: What is the sky?: " in said.out
    assert TOKEN not in said.out + said.err
    assert service.writes == []


def test_a_tag_that_is_spelled_in_two_ways_is_no_change(desk: Desk, service: Service) -> None:
    service.edit("row-0", tags=["Physics", "sky"])
    service.edit("row-1", tags=["physics"])
    service.edit("row-2", tags=["PHYSICS"])
    assert desk("sync").code == 0
    for id in ("row-0", "row-1", "row-2"):
        desk.phone.write(id, Answer="Azure.")
    assert desk("push").code == 0
    assert len(service.writes) == 3
    desk.finds_nothing()
