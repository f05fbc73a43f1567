"""Files that may be cut: what ends one is doubted, but not for ever (docs/sync-contract.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import annoki
import pytest
from annoki.config import Config
from annoki.pipeline.syncing import Plan, carry_out, compare
from real_anki import BAMBOO, COMET, EULER, EXAMPLES, NOTEBOOK, TIDES, Annotation, card, page, plain
from syncing import Kept, differing, gathered, plan_of, whole

SHORTER = COMET.noted(card("彗星尾朝哪边？", "背离太阳"))
LONGER = COMET.noted(card("彗星尾朝哪边？", "背离太阳，因为有太阳风，这一句是错的"))


class Dump:
    """A page that lies in a file, whose last line does not end."""

    def __init__(self, kept: Kept, path: Path) -> None:
        self.kept, self.path = kept, path

    def sync(self, listed: Sequence[Annotation], left_out: int = 0) -> Plan:
        text = page(listed).rstrip("\n")
        self.path.write_text(text[: len(text) - left_out], encoding="utf-8")
        plan = compare(self.kept.col, gathered([self.path]), Config())
        carry_out(self.kept.col, plan)
        # What the learner answered wakes, though no file shows it.
        shown = {entry.guid for one in plan.report.accounts for entry in one.entries}
        told = sum(plan.counts()[what] for what in ("add", "unchanged", "deleted"))
        told += sum(one.guid in shown for one in plan.update)
        assert told == plan.report.total, "the report adds up, whatever is left as it was"
        plan.report.check()
        return plan


@pytest.fixture
def dump(kept: Kept, tmp_path: Path) -> Dump:
    return Dump(kept, tmp_path / "page.txt")


@pytest.mark.parametrize("last", [BAMBOO, TIDES])
def test_a_file_that_breaks_off_in_the_first_word_of_a_passage_changes_nothing(
    kept: Kept, dump: Dump, tmp_path: Path, last: Annotation
) -> None:
    """Its number counts what is hardly begun, too."""
    listed = [COMET, last]
    text = page(listed).rstrip("\n")
    dump.sync(listed)
    package = kept.desk.export(listed)

    for length in (1, 2, 3, 4):
        shown = text.index(last.passage) + length
        assert not dump.sync(listed, len(text) - shown).changes_anything
        assert dump.sync(listed, len(text) - shown).report.failed
        cut = tmp_path / "cut.apkg"
        annoki.export(dump.path, cut, previous=package)
        assert kept.learner.import_package(cut).new == 0
    assert len(kept.learner.notes()) == 2


def test_a_text_that_became_shorter_is_believed_when_another_file_ends_in_it(
    kept: Kept, dump: Dump
) -> None:
    dump.sync([TIDES, LONGER])
    before = whole(kept.learner)
    for _ in range(3):
        assert not dump.sync([TIDES, SHORTER]).changes_anything, "the same file says nothing new"
        assert differing(before, whole(kept.learner)) == []

    plan = dump.sync([EULER, TIDES, SHORTER])

    assert plan.counts()["update"] == plan.counts()["add"] == 1
    assert not plan.report.failed
    assert kept.learner.note(COMET)["Answer"].count("太阳") == 1
    assert not dump.sync([EULER, TIDES, SHORTER]).changes_anything


def test_a_file_that_was_cut_is_believed_neither_again_nor_a_little_later(
    kept: Kept, dump: Dump
) -> None:
    dump.sync([TIDES, LONGER])

    for left_out in (5, 5, 6, 6, 5):
        assert not dump.sync([TIDES, LONGER], left_out).changes_anything


def test_a_new_mark_that_begins_like_another_comes_when_another_file_ends_in_it(
    kept: Kept, dump: Dump
) -> None:
    begins = Annotation(TIDES.passage[:12], "", TIDES.month, TIDES.host)
    dump.sync([TIDES])

    assert dump.sync([COMET, begins]).counts()["add"] == 1
    assert dump.sync([EULER, COMET, begins]).counts()["add"] == 2


def test_a_passage_that_was_cut_when_it_was_first_seen_grows(kept: Kept, dump: Dump) -> None:
    last = NOTEBOOK[-1]
    assert not last.note
    dump.sync(NOTEBOOK, len(last.passage) - 8)
    begun = next(one for one in kept.learner.notes() if plain(one["Prompt"]) == last.passage[:8])

    plan = dump.sync(NOTEBOOK)

    assert not plan.add
    assert not plan.gone
    assert len(kept.learner.notes()) == len(NOTEBOOK)
    assert kept.learner.note(last).id == begun.id
    assert not dump.sync(NOTEBOOK).changes_anything


@pytest.mark.parametrize("field", ["Passage", "Answer", "Context"])
def test_what_the_learner_wrote_beside_a_highlight_is_no_part_of_what_was_cut(
    kept: Kept, dump: Dump, field: str
) -> None:
    highlight = TIDES.noted("")
    dump.sync([COMET, highlight])
    note = kept.learner.note(highlight)
    note[field] = "我的说法 my words"
    kept.col.update_note(note)
    dump.sync([COMET, highlight])  # what is answered wakes up

    for left_out in (3, 9, len(TIDES.passage) - 6):
        plan = dump.sync([COMET, highlight], left_out)
        assert not plan.changes_anything
        assert plan.report.failed


def test_over_a_package_another_file_is_believed_too(kept: Kept, tmp_path: Path) -> None:
    dump, package = tmp_path / "page.txt", tmp_path / "margin.apkg"
    told = []
    for listed in ([TIDES, LONGER], [TIDES, SHORTER], [TIDES, SHORTER], [EULER, TIDES, SHORTER]):
        dump.write_text(page(listed), encoding="utf-8")
        told.append(annoki.export([dump], package).failed)
    assert told == [False, True, True, False]
    kept.learner.import_package(package)
    assert kept.learner.note(COMET)["Answer"].count("太阳") == 1


MARK = "竹子其实是一种草，每一节都能生长，所以长得快。"
MARKED = [
    TIDES,
    Annotation(MARK, "", "Oct 2024", TIDES.host),
    Annotation(MARK, "为什么这么快？", "Oct 2024", TIDES.host),
]


def cut_behind_the_passage() -> str:
    text = page(MARKED)
    return text[: text.rindex(MARK) + len(MARK)]


def test_a_file_that_breaks_off_behind_a_passage_of_which_a_highlight_is_known(
    kept: Kept, dump: Dump
) -> None:
    """The highlight stands there, too: what is cut is the other mark on that passage."""
    dump.sync(MARKED)
    before = whole(kept.learner)

    dump.path.write_text(cut_behind_the_passage(), encoding="utf-8")
    plan = compare(kept.col, gathered([dump.path]), Config())

    assert not plan.changes_anything
    assert plan.report.failed
    carry_out(kept.col, plan)
    assert differing(before, whole(kept.learner)) == []


def test_over_a_package_that_holds_a_highlight_of_the_passage_it_is_the_other_mark(
    kept: Kept, tmp_path: Path
) -> None:
    dump, package = tmp_path / "page.txt", tmp_path / "margin.apkg"
    dump.write_text(page(MARKED), encoding="utf-8")
    annoki.export([dump], package)
    dump.write_text(cut_behind_the_passage(), encoding="utf-8")

    assert annoki.export([dump], package).failed

    kept.learner.import_package(package)
    marks = [note for note in kept.learner.notes() if MARK in plain("".join(note.fields[:3]))]
    assert sorted("为什么" in plain("".join(one.fields[:2])) for one in marks) == [False, True]


NEWER = TIDES.noted(card("为什么是两次？", "月亮两侧各有一处隆起"))


def test_a_mark_that_a_cut_file_shows_alone_is_not_the_older_one_edited(
    kept: Kept, dump: Dump
) -> None:
    """The newer stands above the older, on one passage; a dump tells no ids."""
    listed = [NEWER, TIDES]
    dump.sync([TIDES])
    before = whole(kept.learner)

    plan = dump.sync(listed, len(page(listed)) - page(listed).rindex(TIDES.passage))

    assert plan.report.failed
    assert not plan.changes_anything
    assert differing(before, whole(kept.learner)) == []
    assert dump.sync(listed).counts()["add"] == 1
    assert not dump.sync(listed).changes_anything


def test_a_question_that_the_learner_answered_wakes_though_a_cut_file_may_show_another(
    kept: Kept, dump: Dump
) -> None:
    asked = TIDES.noted("[!NOTE] 为什么一天涨两次潮？")
    dump.sync([asked])
    (note,) = kept.learner.notes()
    kept.learner.edit(note, Answer="月亮两侧各有一处隆起")

    listed = [TIDES.noted(card("海水涨落的间隔？", "约 12 小时 25 分")), EULER]
    dump.sync(listed, len(page(listed)) - page(listed).rindex(EULER.passage))

    (awake,) = [one for one in kept.learner.notes() if TIDES.passage in plain("".join(one.fields))]
    assert awake["Prompt"] == note["Prompt"]
    assert [one.queue for one in awake.cards()] == [0]


def test_over_a_package_that_holds_the_older_a_cut_file_is_no_edit_of_it(
    kept: Kept, tmp_path: Path
) -> None:
    dump, package = tmp_path / "page.txt", tmp_path / "margin.apkg"
    whole_page = page([NEWER, TIDES])
    for text in (page([TIDES]), whole_page[: whole_page.rindex(TIDES.passage)]):
        dump.write_text(text, encoding="utf-8")
        annoki.export([dump], package)

    kept.learner.import_package(package)

    (note,) = kept.learner.notes()
    assert "为什么" not in plain("".join(note.fields))


def test_an_excerpt_that_says_that_it_was_cut_breaks_off_nothing(
    kept: Kept, tmp_path: Path
) -> None:
    """As text, a home page ends in the beginning of a post that an index tells in full."""
    index, dump = EXAMPLES / "blog-search.xml", EXAMPLES / "blog-titled.txt"
    package = tmp_path / "margin.apkg"
    plan_of(kept, index)
    annoki.export([index], package)

    plan = plan_of(kept, dump)

    assert not plan.counts()["update"]
    assert not plan.report.failed  # type: ignore[attr-defined]
    assert not annoki.export([dump], package).failed
