"""Answers are sent from inside Anki: what is listed, ticked, told, and left at the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, Iterator

import pytest
from anki.collection import Collection
from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.pipeline.in_steps import OnDone, OnError, Turns, Wait, Waits, take
from annoki.pipeline.report_words import row_as_html
from annoki.pipeline.syncing import carry_out, compare_as_chosen
from annoki.push.inside import Sending
from annoki.sync.choice import NO_CHOICE
from annoki.words import told

from tests.fetch.servers import TOKEN, Handler, row, status
from tests.push.service import Service

TEXTS = ("> [!NOTE] What is the sky?\n> Blue.", "> [!QUESTION] Why?\n> ", "> [!NOTE] Who?\n> Me.")


class Inside:
    """A collection in step with an account, as if Anki were there: all is done at once."""

    def __init__(self, col: Any, service: Service, folder: Path, *others: Source) -> None:
        self.col, self.service = col, service
        mine = Source("hypothesis", user="me", token=TOKEN, api=service.api)
        self.config = Config(sources=(mine, *others))
        self.turns, self.shown, self.written = Turns(), 0, 0

        def when(is_so: Callable[[], bool], step: Callable[[], None]) -> None:
            assert is_so()
            step()

        waits = Waits(
            self._at_once(lambda: None),
            self._at_once(lambda: None),
            lambda work: self._at_once(lambda: work(col)),
            self._writing,
            self.turns,
            lambda one: self.turns.turn(one, when),
        )
        self.sending = Sending(
            self.config, folder, folder / "cache", waits, lambda: True, self._show, "Sent"
        )

    def sync(self) -> int:
        """Bring it in step: how many notes that changed."""
        gathered = gather(self.config).whole()
        plan = compare_as_chosen(self.col, gathered, self.config, NO_CHOICE)
        return len(carry_out(self.col, plan).plan.changed_ids)

    def edit(self, text: str, answer: str) -> None:
        (id,) = self.col.find_notes(f'"{text}"')
        note = self.col.get_note(id)
        note["Answer"] = answer
        self.col.update_note(note)

    def rows(self) -> Dict[str, str]:
        return {one.text: one.kinds[0] for one in self.sending.listed.rows}

    @staticmethod
    def _at_once(work: Callable[[], Any]) -> Wait:
        def wait(done: OnDone, failed: OnError) -> None:
            try:
                came = work()
            except Exception as error:
                failed(error)
            else:
                done(came)

        return wait

    def _writing(self, work: Callable[[Any], Any], is_off: Callable[[], bool]) -> Wait:
        self.written += 1
        return self._at_once(lambda: self.turns.writing(work, is_off)(self.col))

    def _show(self) -> None:
        self.shown += 1


@pytest.fixture
def service() -> Iterator[Service]:
    with Service([row(n, text=text) for n, text in enumerate(TEXTS)]) as running:
        yield running


@pytest.fixture
def opened(service: Service, tmp_path: Path) -> Iterator[Callable[..., Inside]]:
    col = Collection(str(tmp_path / "collection.anki2"))

    def inside(*others: Source) -> Inside:
        made = Inside(col, service, tmp_path / "annoki", *others)
        made.sync()
        return made

    yield inside
    col.close()


def test_all_that_can_be_sent_is_ticked_and_what_is_ticked_is_sent(
    opened: Callable[..., Inside], service: Service
) -> None:
    inside = opened()
    sending = inside.sending
    inside.edit("the sky", "Blue, mostly.")
    inside.edit("Who", "Us.")
    take(sending.look())
    assert inside.rows() == {"What is the sky?": "push_ready", "Who?": "push_ready"}
    assert (list(sending.ticks.values()), service.writes) == ([True, True], [])
    rows = {one.text: one for one in sending.listed.rows}
    sky, who = rows["What is the sky?"].guid, rows["Who?"].guid
    shown = row_as_html(rows["What is the sky?"], "en")
    assert "[!NOTE] What is the sky?<br>&gt; Blue" in shown
    assert "mostly" in shown

    sending.ticks[who] = False
    take(sending.send())
    assert [one.id for one in service.writes] == ["row-0"]
    assert inside.rows() == {"What is the sky?": "push_sent", "Who?": "push_ready"}
    assert (told(sending.told, "en"), sky in sending.ticks) == ("1 to send, 1 sent", False)
    assert (inside.written, inside.sync()) == (1, 0)
    assert sending.can_undo

    take(sending.undo())
    assert inside.rows()["What is the sky?"] == "push_undone"
    assert service.row("row-0")["text"] == TEXTS[0]
    assert not sending.can_undo
    assert not inside.turns


def test_what_failed_is_told_and_may_be_sent_again(
    opened: Callable[..., Inside], service: Service
) -> None:
    inside = opened()
    inside.edit("the sky", "Blue, mostly.")
    take(inside.sending.look())

    def refuse(handler: Handler) -> None:
        if handler.command == "PATCH":
            status(403)(handler)
        else:
            service.answer(handler, service.asked[-1])
            service.troubles.append(refuse)

    service.troubles.append(refuse)
    take(inside.sending.send())
    assert inside.rows() == {"What is the sky?": "push_failed"}
    assert "403" in inside.sending.listed.rows[0].why
    assert inside.sending.can_send
    take(inside.sending.send())
    assert inside.rows() == {"What is the sky?": "push_sent"}


def test_an_account_without_a_token_is_told_of(
    opened: Callable[..., Inside], service: Service
) -> None:
    inside = opened(Source("hypothesis", user="you", api=service.api))
    take(inside.sending.look())
    (row,) = inside.sending.listed.rows
    assert row.kinds == ("push_refused",)
    assert "no token" in row.why
    assert told(inside.sending.told, "zh") == "没有要送回的答案。"


def test_where_nothing_can_be_written_to_it_says_so(
    opened: Callable[..., Inside], service: Service
) -> None:
    inside = opened()
    inside.sending._config = Config(sources=(Source("hypothesis", user="me", api=service.api),))
    take(inside.sending.look())
    assert "token" in inside.sending.told
    assert not inside.sending.can_send


def test_left_in_the_middle_what_was_sent_is_remembered_and_told(
    opened: Callable[..., Inside], service: Service
) -> None:
    inside = opened()
    sending = inside.sending
    inside.edit("the sky", "Blue, mostly.")
    inside.edit("Who", "Us.")
    take(sending.look())
    assert sending.parting == ""

    def leave(handler: Handler) -> None:
        if handler.command == "PATCH":
            sending.stop()
        else:
            service.troubles.append(leave)
        service.answer(handler, service.asked[-1])

    service.troubles.append(leave)
    take(sending.send())
    assert len(service.writes) == 1
    assert sorted(inside.rows().values()) == ["push_ready", "push_sent"]
    assert sending.parting == "Annoki: answers were sent back. 1 sent."
    assert (inside.written, inside.sync()) == (1, 0)


def test_where_the_collection_is_closed_nothing_is_written_and_the_next_look_finds_it(
    opened: Callable[..., Inside], service: Service, tmp_path: Path
) -> None:
    inside = opened()
    inside.edit("the sky", "Blue, mostly.")
    take(inside.sending.look())

    def close(handler: Handler) -> None:
        service.answer(handler, service.asked[-1])
        if handler.command == "PATCH":
            inside.sending.abandon()
        else:
            service.troubles.append(close)

    service.troubles.append(close)
    take(inside.sending.send())
    assert (len(service.writes), inside.written) == (1, 0)
    again = Inside(inside.col, service, tmp_path / "annoki")
    take(again.sending.look())
    assert again.rows() == {"What is the sky?": "push_sent"}
    assert again.written == 1
    assert (len(service.writes), again.sync()) == (1, 0)
