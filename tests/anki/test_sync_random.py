"""Years of use in a few seconds: whatever the order of events, nothing of the learner's is lost."""

from __future__ import annotations

import random
from typing import Any, Callable, Dict, List, Tuple

import pytest
from annoki.notetype import FIELDS, NOTE_TYPE
from annoki.sync.details import GONE
from real_anki import Annotation, card
from syncing import Kept, differing, own_types, whole

STEPS = 40
Key = Tuple[str, str]


def passage(n: int) -> str:
    return f"Passage number {n} of the almanac. 年鉴第 {n} 条。"


class Years:
    """A source and a learner who both change things, and what must hold after each sync."""

    def __init__(self, kept: Kept, number: int) -> None:
        self.kept = kept
        self.dice = random.Random(number)
        self.notes: Dict[int, str] = {n: self.new_note() for n in range(12)}
        self.listed = set(self.notes)
        self.next = len(self.notes)
        self.texts: Dict[Key, str] = {}
        self.tags: Dict[str, set[str]] = {}
        self.decks: Dict[int, int] = {}
        self.flags: Dict[int, int] = {}
        self.suspended: Dict[int, int] = {}
        self.answered: set[str] = set()
        self.told: List[str] = []

    def new_note(self) -> str:
        n = self.dice.randrange(1000)
        return self.dice.choice(
            [
                card(f"第 {n} 条说什么? What of <{n}>?", f"答 {n} & $x^{{{n}}}$"),
                f"第 {n} 个:::半句 {n}",
                f"平常的批注 {n}, a plain note.",
                f"为什么是 {n} 呢？",
                "",
            ]
        )

    def page(self) -> List[Annotation]:
        months = ("Dec 2024", "Nov 2024", "Feb 2023")
        listed = [
            Annotation(passage(n), self.notes[n], months[n % 3], f"host{n % 2}.example.org")
            for n in self.listed
        ]
        return sorted(listed, key=lambda one: (months.index(one.month), one.host, one.passage))

    # What the source does.

    def writes(self) -> None:
        self.notes[self.next] = self.new_note()
        self.listed.add(self.next)
        self.next += 1

    def rewrites(self) -> None:
        self.notes[self.dice.choice(sorted(self.notes))] = self.new_note()

    def removes(self) -> None:
        if len(self.listed) > 4:
            self.listed.remove(self.dice.choice(sorted(self.listed)))

    def brings_back(self) -> None:
        self.listed.add(self.dice.choice(sorted(self.notes)))

    # What the learner does.

    def note(self) -> Any:
        return self.dice.choice(self.kept.learner.notes())

    def edits(self) -> None:
        note = self.note()
        name = self.dice.choice(["Prompt", "Answer", "Passage", "Source", "My notes", "Spare 1"])
        text = f"我的 mine {self.dice.randrange(10**9)}"
        note[name] = text
        self.kept.col.update_note(note)
        self.texts[note.guid, name] = text

    def empties(self) -> None:
        note = self.note()
        if note["Answer"]:
            note["Answer"] = ""
            self.kept.col.update_note(note)
            self.texts[note.guid, "Answer"] = ""

    def tags_it(self) -> None:
        note = self.note()
        tag = self.dice.choice(["期末", "marked", "a*b", "annoki", f"t{self.dice.randrange(9)}"])
        note.tags.append(tag)
        self.kept.col.update_note(note)
        self.tags.setdefault(note.guid, set()).add(tag)

    def moves(self) -> None:
        one = self.note().cards()[0]
        deck = self.kept.col.decks.id(f"我的::{self.dice.randrange(3)}")
        assert deck
        self.kept.col.set_deck([one.id], deck)
        self.decks[one.id] = deck

    def flags_it(self) -> None:
        one = self.note().cards()[0]
        flag = self.dice.randrange(1, 7)
        self.kept.col.set_user_flag_for_cards(flag, [one.id])
        self.flags[one.id] = flag

    def studies(self) -> None:
        deck = self.dice.choice(["Annoki::Cards", "Annoki::Passages"])
        if self.kept.col.decks.id_for_name(deck):
            self.kept.learner.study(deck)

    def suspends(self) -> None:
        cards = [one for one in self.note().cards() if one.queue != -1]
        if cards and cards[0].note()["Status"] not in ("unfinished", "highlight"):
            self.kept.col.sched.suspend_cards([cards[0].id])
            self.suspended[cards[0].id] = -1

    def undoes_a_sync(self) -> None:
        before = whole(self.kept.learner)
        if self.kept.sync(self.page()).changes_anything:
            self.kept.col.undo()
        assert differing(before, whole(self.kept.learner)) == []

    # What must hold.

    def sync(self) -> None:
        learner, page = self.kept.learner, self.page()
        before = learner.tables(["revlog", "cards"])
        scm = self.kept.col.db.scalar("select scm from col")  # type: ignore[union-attr]
        ids = {note.id for note in learner.notes()}

        plan = self.kept.sync(page)

        counts = plan.counts()
        assert counts["add"] + counts["update"] + counts["unchanged"] == len(page)
        assert ids <= {note.id for note in learner.notes()}, "no note is ever deleted"
        assert learner.tables(["revlog"])["revlog"] == before["revlog"]
        assert self.kept.col.db.scalar("select scm from col") == scm  # type: ignore[union-attr]
        self.answered |= {one.guid for one in plan.update if one.wake and one.before.answered}
        self.learner_lost_nothing()
        self.source_arrived(page)
        woken = {update.note_id for update in plan.update if update.wake}
        after = set(learner.tables(["cards"])["cards"])
        assert {row[1] for row in set(before["cards"]) - after} <= woken
        rows = whole(learner)
        again = self.kept.sync(page)
        assert not again.changes_anything
        assert again.conflicts == (), "each is told once"
        assert sorted((one.guid, one.field, one.yours, one.source) for one in again.kept) == sorted(
            (one.guid, one.field, one.yours, one.source) for one in (*plan.conflicts, *plan.kept)
        )
        assert differing(rows, whole(learner)) == []

    def learner_lost_nothing(self) -> None:
        for (guid, name), text in self.texts.items():
            assert self.kept.by_guid(guid)[name] == text
        for guid, tags in self.tags.items():
            assert tags <= set(self.kept.by_guid(guid).tags)
        for id, deck in self.decks.items():
            assert self.kept.col.get_card(id).did == deck  # type: ignore[arg-type]
        for id, flag in self.flags.items():
            assert self.kept.col.get_card(id).user_flag() == flag  # type: ignore[arg-type]
        for id, queue in self.suspended.items():
            assert self.kept.col.get_card(id).queue == queue  # type: ignore[arg-type]

    def source_arrived(self, page: List[Annotation]) -> None:
        wanted = {note.guid: note for note in self.kept.wanted(page).notes}
        assert len(wanted) == len(page)
        present = self.kept.learner.notes()
        assert len({note.guid for note in present}) == len(present), "no duplicate"
        for note in present:
            listed = note.guid in wanted
            assert (GONE in note.tags) == (not listed)
            if not listed:
                continue
            one = wanted[note.guid]
            fields, tags = dict(zip(FIELDS[:-1], one.fields)), set(one.tags)
            # What the learner has answered is ready, also where the source no longer answers it.
            theirs = note.guid in self.answered or self.texts.get((note.guid, "Answer"))
            if theirs and one.suspended and note["Status"] == "ready":
                tags = {*tags, "annoki::status::ready"} - {f"annoki::status::{one.status}"}
                fields["Status"] = "ready"
            ours = {tag for tag in note.tags if tag.startswith("annoki::")}
            assert ours == tags
            for name, text in fields.items():
                assert note[name] == self.texts.get((note.guid, name), text), name
                if note[name] == text:
                    # Both are of one mind, so the field follows the source again.
                    self.texts.pop((note.guid, name), None)


@pytest.mark.parametrize("number", range(6))
def test_whatever_happens_nothing_of_the_learners_is_lost(kept: Kept, number: int) -> None:
    years = Years(kept, number)
    years.sync()
    events: List[Callable[[], None]] = [
        *(years.writes, years.rewrites, years.rewrites, years.removes, years.brings_back),
        *(years.edits, years.edits, years.empties, years.tags_it, years.moves, years.flags_it),
        *(years.studies, years.suspends, years.undoes_a_sync, years.sync, years.sync),
    ]
    for _ in range(STEPS):
        event = years.dice.choice(events)
        years.told.append(event.__name__)
        try:
            event()
        except AssertionError as error:
            raise AssertionError(f"after {' '.join(years.told)}") from error
    years.sync()
    assert own_types(kept.learner) == [NOTE_TYPE]
    kept.learner.assert_sound()
