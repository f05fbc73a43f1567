"""What counts as an answer to send back, and what does not; what a dry run and an undo leave."""

from __future__ import annotations

import re
from typing import Dict

import pytest

from tests.fetch.faults import plain
from tests.fetch.servers import status

from .bench import ANSWERS, TEXTS, Bench, answered, lawful, settled


def test_nothing_is_sent_unless_something_was_edited(bench: Bench) -> None:
    assert bench.push().code == 0
    assert bench.service.writes == []
    settled(bench)


@pytest.mark.parametrize("field", ["Prompt", "Passage", "Context", "My_notes", "Spare_1"])
def test_what_is_edited_elsewhere_stays_in_anki(bench: Bench, field: str) -> None:
    bench.edit("sides", **{field: "The passage of sides., edited"})
    assert bench.push().code == 0
    assert bench.service.writes == []


def test_an_answer_goes_without_what_else_was_edited(bench: Bench) -> None:
    bench.edit("sides", Answer=ANSWERS["sides"][0], Prompt="Mine", My_notes="Mine, too")
    bench.push()
    assert bench.service.row("sides")["text"] == answered("sides", TEXTS["sides"])
    now = bench.note("sides")
    assert (now["Prompt"], now["My notes"]) == ("Mine", "Mine, too")
    settled(bench)
    lawful(bench)


@pytest.mark.parametrize("answer", ["", "<br>", "<p></p>", "&nbsp;"])
def test_an_answer_that_was_emptied_takes_none_away(bench: Bench, answer: str) -> None:
    bench.edit("sides", Answer=answer)
    assert bench.push().code == 0
    assert bench.service.writes == []


def test_a_dry_run_writes_nothing_at_all(bench: Bench) -> None:
    for id, (answer, _) in ANSWERS.items():
        bench.edit(id, Answer=answer)
    files = _files(bench)
    said = bench.push("--dry-run")
    assert said.code == 0
    assert bench.service.sent == []
    assert _files(bench) == files
    for id in ANSWERS:
        for line in answered(id, TEXTS[id]).splitlines():
            assert line in said.out
        for line in TEXTS[id].splitlines():
            assert line in said.out


def _files(bench: Bench) -> Dict[str, bytes]:
    kept = [bench.collection, *bench.folder.joinpath("data").rglob("*.jsonl")]
    return {one.name: one.read_bytes() for one in kept}


def test_a_finished_question_is_ready_and_stays_so(bench: Bench) -> None:
    """The source alone would leave it unsure, since it is a question that is answered."""
    text = TEXTS["asked"]
    bench.edit("asked", Answer="Salt lowers the freezing point.")
    said = bench.push()
    assert bench.service.row("asked")["text"].startswith(text), said
    assert "Salt lowers the freezing point." in bench.service.row("asked")["text"]
    assert bench.note("asked")["Status"] == "ready"
    settled(bench)
    assert bench.note("asked")["Status"] == "ready"


def test_what_was_finished_and_undone_waits_for_nothing_and_can_be_edited_again(
    bench: Bench,
) -> None:
    bench.edit("open", Answer=ANSWERS["open"][0])
    bench.push()
    assert bench.push("--undo").code == 0
    assert bench.service.row("open")["text"] == TEXTS["open"]
    assert "背着" in bench.note("open")["Answer"]
    settled(bench)
    bench.edit("open", Answer="背着太阳，因为太阳风。")
    bench.push()
    assert bench.service.row("open")["text"] == "彗尾的方向是什么？:::背着太阳，因为太阳风。"
    settled(bench)


def test_an_undo_takes_back_the_last_push_and_then_the_one_before(bench: Bench) -> None:
    texts = [TEXTS["sides"]]
    for answer in ("one", "two", "three"):
        bench.edit("sides", Answer=answer)
        bench.push()
        texts.append(bench.service.row("sides")["text"])
    assert [text.rpartition(":::")[2] for text in texts] == ["$0$", "one", "two", "three"]
    for text in texts[-2::-1]:
        assert bench.push("--undo").code == 0
        assert bench.service.row("sides")["text"] == text
        settled(bench)
    said = bench.push("--undo")
    assert said.code in (1, 2)
    assert said.err.count("\n") == 1


def test_what_was_changed_since_is_not_put_back(bench: Bench) -> None:
    bench.edit("sides", Answer="zero")
    bench.push()
    bench.service.edit("sides", text="What is $e^{i\\pi}+1$?:::zero, of course")
    bench.push("--undo")
    assert bench.service.row("sides")["text"] == "What is $e^{i\\pi}+1$?:::zero, of course"
    assert len(bench.service.writes) == 1


def test_an_annotation_that_is_gone_keeps_none_from_being_put_back(bench: Bench) -> None:
    for id in ("callout", "sides"):
        bench.edit(id, Answer=ANSWERS[id][0])
        bench.push()
    bench.service.rows.remove(bench.service.row("sides"))
    said = bench.push("--undo")
    assert re.search(r"not sent: What is.*: .", said.told), said
    assert bench.push("--undo").code == 0
    assert bench.service.row("callout")["text"] == TEXTS["callout"]


@pytest.mark.parametrize("lag", [1, 3, 9])
def test_a_search_that_does_not_know_it_yet_takes_nothing_back(bench: Bench, lag: int) -> None:
    """The service answers searches from an index, which is behind what was written."""
    bench.service.lag = lag
    bench.edit("sides", Answer="zero")
    bench.push()
    settled(bench)
    settled(bench)
    assert "zero" in bench.note("sides")["Answer"]


def test_what_another_program_writes_between_looking_and_sending_is_a_conflict(
    bench: Bench,
) -> None:
    """Of two requests that read it before it is written, the second one shows another text."""
    bench.edit("sides", Answer="zero")
    answer, seen = bench.service.answer, []

    def meddling(handler: object, asked: object) -> None:
        answer(handler, asked)  # type: ignore[arg-type]
        if handler.path.endswith("/annotations/sides"):  # type: ignore[attr-defined]
            seen.append(1)
            if len(seen) == 1:
                bench.service.edit("sides", text="What is it?:::something else")

    bench.service.answer = meddling  # type: ignore[method-assign]
    said = bench.push()
    assert bench.service.row("sides")["text"] == "What is it?:::something else"
    assert bench.service.writes == []
    assert "What is" in said.told


@pytest.mark.parametrize("code", [429, 503])
def test_what_is_typed_there_while_the_service_lets_wait_is_not_lost(
    bench: Bench, code: int
) -> None:
    bench.edit("sides", Answer="zero")
    typed = "What is it?:::what its reader typed just now"
    clock = bench.wire.clock
    sleep = clock.sleep

    def typing(seconds: float) -> None:
        sleep(seconds)
        if "PATCH sides 1" in bench.wire.asked and bench.service.row("sides")["text"] != typed:
            bench.service.edit("sides", text=typed)

    clock.sleep = typing  # type: ignore[method-assign]
    bench.wire.faulty({"PATCH sides 1": plain(status(code, Retry_After="60"))})
    said = bench.push()
    # What failed at the service itself may have been written before it was typed over.
    assert re.search(r"(not|perhaps) sent: What is.*: .", said.told), said
    bench.wire.faulty({})
    bench.push()
    assert bench.service.row("sides")["text"] == typed
    assert bench.service.writes == []


def test_anothers_annotation_in_a_group_is_not_written(bench: Bench) -> None:
    bench.service.row("sides").update(user="acct:you@hypothes.is")
    bench.edit("sides", Answer="zero")
    said = bench.push()
    assert bench.service.writes == []
    assert re.search(r"What is.*: .", said.told)


def test_more_than_the_service_allows_at_once_is_asked_again(bench: Bench) -> None:
    for id in ANSWERS:
        bench.edit(id, Answer=ANSWERS[id][0])
    limiter = bench.service.limiter
    limiter.burst, limiter.tokens = 3, 3
    limiter.seen = bench.wire.clock.now
    refused = []

    def allows() -> bool:
        gone = bench.wire.clock.now - limiter.seen
        limiter.seen = bench.wire.clock.now
        limiter.tokens = min(3, limiter.tokens + 4 * gone) - 1
        refused.append(limiter.tokens < 0)
        limiter.tokens = max(0, limiter.tokens)
        return not refused[-1]

    limiter.allows = allows  # type: ignore[method-assign]
    said = bench.push()
    assert said.code == 0, said
    assert len(bench.service.writes) == len(ANSWERS)
    assert any(refused), "and what was too many was asked again"
    lawful(bench)


def test_an_annotation_that_was_deleted_is_told(bench: Bench) -> None:
    bench.edit("sides", Answer="zero")
    bench.service.rows = [one for one in bench.service.rows if one["id"] != "sides"]
    said = bench.push()
    assert re.search(r"not sent: What is.*: .", said.told), said
    assert bench.service.sent == []
    bench.sync()
    assert bench.note("sides")["Answer"] == "zero"
    assert bench.push().code == 0
    assert bench.service.sent == []


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_lines_end_as_they_ended(bench: Bench, ends: str) -> None:
    text = ends.join(["[!NOTE] What is a tide?", "", "flashcard", "", "A rise", "", "#sea", ""])
    bench.service.edit("marker", text=text)
    bench.sync()
    bench.edit("marker", Answer="<p>A rise.</p><p>And a fall.</p>")
    bench.push()
    told = text.replace("A rise", f"A rise.{ends}{ends}And a fall.")
    assert bench.service.row("marker")["text"] == told
    settled(bench)


FIELDS = {
    "a formula": r"It is \(e^{i\pi}=-1\), so \[x^2\]",
    "code": "Use <code>a*b*c</code> &amp; wait.",
    "a list": "<ul><li>one</li><li>two</li></ul>",
    "emphasis": "<p>It is <b>very</b> <i>high</i>.</p>",
    "a link": 'See <a href="https://example.org/a_b">this</a>.',
    "breaks": "one<br>two<div>three</div>",
    "signs": "5 * 3 * 2 &lt; $40 _and_ #7 [x]",
    "emoji": "<p>潮汐 🌊 そうです</p>",
    "a callout": "[!NOTE] not one",
    "a separator": "a ::: b :: c",
}


@pytest.mark.parametrize("id", ["callout", "marker", "open"])
@pytest.mark.parametrize("field", FIELDS)
def test_what_is_sent_says_the_same(bench: Bench, id: str, field: str) -> None:
    """Or nothing is sent, and a reason told."""
    bench.edit(id, Answer=FIELDS[field])
    said = bench.push()
    assert said.code == 0
    lawful(bench)
    if not bench.service.writes:
        assert re.search(r"not sent: .*: .", said.told), said
        return
    there, typed = _told(bench.note(id)["Answer"]), _told(FIELDS[field])
    assert there == typed
    settled(bench)
    # What another reader of the annotation gets is the same card.
    bench.edit(id, Answer="<p>gone</p>")
    bench.sync("--take-theirs", "all")
    assert _told(bench.note(id)["Answer"]) in (there, "gone")


def _told(html: str) -> str:
    text = re.sub(r"</?(?:br|p|div|li)\b[^>]*>", " ", html)
    return " ".join(re.sub(r"<[^>]+>", "", text).split())
