"""What was learnt of notes is what Anki's own search and statistics say of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any, List

import pytest
from annoki.model import Note
from annoki.targets.collection.learnt import Learnt, learnt
from real_anki import NOTEBOOK, Annotation, Learner
from studying import Student
from syncing import Kept, facts

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
        leeches=tuple(
            sorted(col.get_note(id).guid for id in col.find_notes(f"{search} tag:leech"))
        ),
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
        assert one._replace(leeches=tuple(sorted(one.leeches))) == of_anki
    # Whatever Anki counts has happened.
    whole = asked_of_anki(kept.col, "note:Annoki")
    for name, value in whole._asdict().items():
        assert value, name
        if name != "leeches":
            assert abs(sum(getattr(one, name) for one in found) - value) <= (name == "seconds")


def test_nothing_was_learnt_of_what_anki_does_not_hold(learner: Learner, kept: Kept) -> None:
    notes = kept.wanted(NOTEBOOK).notes
    (one,) = learnt(kept.col, [notes])
    assert not any(one)
    assert one.as_dict()["retention"] is None
    assert learnt(kept.col, [[], []])[1].cards == 0
