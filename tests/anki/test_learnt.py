"""What was learnt of notes is what Anki's own search and statistics say of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, List

import pytest
from annoki.model import Note
from annoki.targets.collection.learnt import Learnt, learnt
from command_line import Annoki
from real_anki import NOTEBOOK, Annotation, Desk
from studying import Student
from syncing import WEEKLY, Kept, facts, memo

from tests.page.pages import known_to

HOSTS = ("reading.example.org", "python.example.net", "almanac.example.com")


def pages() -> List[Annotation]:
    """Cards of several pages, each with its host."""
    many = [replace(one, host=HOSTS[n % 3]) for n, one in enumerate(facts(24))]
    return sorted([*NOTEBOOK, *many], key=lambda one: one.host)


def by_host(notes: List[Note]) -> List[List[Note]]:
    def host(note: Note) -> str:
        return next(tag for tag in note.tags if tag.startswith("annoki::host::"))

    return [list(some) for _, some in groupby(sorted(notes, key=host), host)]


def asked_of_anki(col: Any, search: str) -> Learnt:
    """The same, as a learner finds it out: by what is typed into the browser, in Anki's
    statistics, and card by card in what *Card Info* shows."""

    def cards(more: str) -> int:
        return len(col.find_cards(f"{search} {more}"))

    graphs = col._backend.graphs(search=search, days=0)
    retention = graphs.true_retention.all_time
    stats = [col.card_stats_data(id) for id in col.find_cards(search)]
    reviews = [one for stat in stats for one in stat.revlog if one.button_chosen]
    active = "-is:suspended -is:buried"
    return Learnt(
        cards=cards(""),
        new=cards(f"is:new {active}"),
        learning=cards(f"is:learn {active}"),
        young=cards(f"is:review -is:learn prop:ivl<21 {active}"),
        mature=cards(f"is:review -is:learn prop:ivl>=21 {active}"),
        suspended=cards("is:suspended"),
        buried=cards("is:buried"),
        due=cards("is:due"),
        reviews=len(reviews),
        passed=retention.young_passed + retention.mature_passed,
        failed=retention.young_failed + retention.mature_failed,
        lapses=sum(stat.lapses for stat in stats),
        seconds=round(sum(one.taken_secs for one in reviews)),
        leeches=tuple(range(len(col.find_notes(f"{search} tag:leech")))),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_months_of_study_count_as_anki_counts_them(kept: Kept, seed: int) -> None:
    kept.sync(pages())
    Student(kept.learner, seed).studies(10)
    documents = by_host(list(kept.wanted(pages()).notes))

    found = learnt(kept.col, documents)

    assert len(found) == 3
    for notes, one in zip(documents, found):
        host = next(tag for tag in notes[0].tags if tag.startswith("annoki::host::"))
        of_anki = asked_of_anki(kept.col, f"tag:{host}")
        assert one._replace(leeches=of_anki.leeches, seconds=of_anki.seconds) == of_anki
        assert abs(one.seconds - of_anki.seconds) <= 1, "half a second is more or less one"
        leeches = {kept.by_guid(notes[n].guid).id for n in one.leeches}
        assert leeches == set(kept.col.find_notes(f"tag:{host} tag:leech"))
    # Whatever Anki counts has happened.
    whole = asked_of_anki(kept.col, "note:Annoki")
    for name, value in whole._asdict().items():
        assert value, name
        if name != "leeches":
            assert abs(sum(getattr(one, name) for one in found) - value) <= 3 * (name == "seconds")


def test_nothing_was_learnt_of_what_anki_does_not_hold(kept: Kept) -> None:
    notes = kept.wanted(NOTEBOOK).notes
    (one,) = learnt(kept.col, [notes])
    assert not any(one)
    assert one.retention is None
    assert learnt(kept.col, [[], []])[1].cards == 0


def test_a_page_tells_what_was_learnt_while_anki_is_open(
    kept: Kept, annoki: Annoki, tmp_path: Path
) -> None:
    kept.sync(pages())
    Student(kept.learner, 3).studies(2)
    inside = [*kept.col.find_notes("tag:leech")]
    arguments = ["page", kept.desk.page, "-o", tmp_path / "cards.html"]

    assert annoki(*arguments, "--collection", kept.learner.path).code == 0

    knows = known_to((tmp_path / "cards.html").read_text(encoding="utf-8"))
    told = [one["learnt"] for one in knows["atlas"]["documents"]]
    of_anki = asked_of_anki(kept.col, "note:Annoki")
    for name in ("cards", "mature", "suspended", "due", "reviews", "passed", "lapses"):
        assert sum(one[name] for one in told) == getattr(of_anki, name), name
    guids = [knows["notes"][n]["guid"] for one in told for n in one["leechNotes"]]
    assert sorted(guids) == sorted(kept.col.get_note(id).guid for id in inside)
    assert sum(one["leeches"] for one in told) == len(inside) > 0
    # The collection is still Anki's, and without it the page tells nothing of the kind.
    kept.col.sched.suspend_cards(kept.col.find_cards(""))
    assert annoki(*arguments).code == 0
    knows = known_to((tmp_path / "cards.html").read_text(encoding="utf-8"))
    assert not any("learnt" in one for one in knows["atlas"]["documents"])


def test_a_collection_that_is_not_there_is_told_before_anything_is_read(
    desk: Desk, annoki: Annoki, tmp_path: Path
) -> None:
    page = tmp_path / "cards.html"
    said = annoki("page", "missing.txt", "-o", page, "--collection", tmp_path / "no.anki2")
    assert said.code == 2
    assert "no.anki2: no such collection" in said.err
    assert "missing.txt" not in said.err
    text = desk.write(NOTEBOOK)
    said = annoki("page", text, "-o", page, "--collection", text)
    assert said.code == 1
    assert "page.txt: is no Anki collection" in said.err
    assert not page.exists()


def test_a_note_that_a_sync_would_know_again_is_found(kept: Kept) -> None:
    """Not its GUID tells what it is, but what it is known by besides."""
    first = memo("A lead", "and its text, as it was", "memos/1", "pages/9")
    kept.sync_notes([first], WEEKLY)
    moved = memo("Another lead", "and another text", "pages/9")
    assert first.guid != moved.guid
    (one,) = learnt(kept.col, [[moved]])
    assert one.cards == len(kept.by_guid(first.guid).cards()) > 0
    (none,) = learnt(kept.col, [[memo("Another lead", "and another text", "memos/2")]])
    assert none.cards == 0


def test_a_note_whose_type_the_learner_changed_is_found(kept: Kept) -> None:
    note = kept.wanted([NOTEBOOK[0]]).notes[0]
    kept.sync([NOTEBOOK[0]])
    basic = kept.col.models.by_name("Basic")
    assert basic
    id = kept.by_guid(note.guid).id
    assert kept.col.db
    kept.col.db.execute("update notes set mid = ? where id = ?", basic["id"], id)
    (one,) = learnt(kept.col, [[note]])
    assert one.cards == 1
