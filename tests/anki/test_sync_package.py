"""A package and a sync agree: whichever comes first, the other finds its work done."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Tuple

import annoki
import pytest
from annoki.config import Config
from annoki.notetype import NOTE_TYPE
from annoki.pipeline.syncing import compare
from annoki.targets.apkg.earlier import EarlierPackage
from real_anki import (
    ALWAYS,
    BAMBOO,
    COMET,
    EXAMPLES,
    HOUR,
    IF_NEWER,
    NEVER,
    NEWEST,
    NOTEBOOK,
    SALT,
    TIDES,
    Annotation,
    Imported,
    card,
    page,
    plain,
)
from syncing import Kept, differing, gathered, own_types, whole

from tests.planning import counted

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
UPDATED = [NEWEST, BETTER, *NOTEBOOK[1:]]
ANSWERED = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))


@pytest.mark.parametrize("with_scheduling", [True, False])
def test_package_then_sync_writes_not_a_row(kept: Kept, with_scheduling: bool) -> None:
    kept.learner.import_package(kept.desk.export(NOTEBOOK), with_scheduling=with_scheduling)
    before, mod = whole(kept.learner), kept.col.mod

    plan = kept.sync(NOTEBOOK)

    assert plan.counts() == counted(unchanged=8)
    assert differing(before, whole(kept.learner)) == []
    assert kept.col.mod == mod


def test_package_then_sync_of_every_format_writes_not_a_row(
    kept: Kept, examples_package: Path
) -> None:
    kept.learner.import_package(examples_package)
    before = whole(kept.learner)
    wanted = gathered([EXAMPLES])

    plan = kept.sync_notes(wanted.notes, wanted.answers)

    assert plan.unchanged == len(wanted.notes) == len(kept.learner.notes())
    assert not plan.changes_anything
    assert differing(before, whole(kept.learner)) == []


def test_package_then_sync_updates_what_changed_since(kept: Kept) -> None:
    kept.learner.import_package(kept.desk.export(NOTEBOOK))
    kept.learner.edit(kept.learner.note(SALT), Answer="撒盐是为了化冰。", My_notes="冬天试试")
    kept.learner.tag(kept.learner.note(TIDES), "期末考试")

    plan = kept.sync(UPDATED)

    assert plan.counts() == counted(add=1, update=1, unchanged=7)
    assert "12 小时" in plain(kept.learner.note(TIDES)["Answer"])
    assert "期末考试" in kept.learner.note(TIDES).tags
    assert kept.learner.note(SALT)["Answer"] == "撒盐是为了化冰。"
    assert own_types(kept.learner) == [NOTE_TYPE]


def test_an_unfinished_note_of_a_package_wakes_up_as_well(kept: Kept) -> None:
    kept.learner.import_package(kept.desk.export(NOTEBOOK), with_scheduling=True)
    assert kept.learner.is_suspended(BAMBOO)

    kept.sync([*NOTEBOOK[:5], ANSWERED, *NOTEBOOK[6:]])

    assert not kept.learner.is_suspended(BAMBOO)


@pytest.mark.parametrize("update_notes", [IF_NEWER, NEVER])
def test_sync_then_package_changes_no_note(kept: Kept, update_notes: int) -> None:
    kept.sync(NOTEBOOK)
    before = whole(kept.learner)

    imported = kept.learner.import_package(kept.desk.export(NOTEBOOK), update_notes=update_notes)

    assert imported == Imported(0, 0, len(NOTEBOOK), 0)
    names = ("notes", "cards", "revlog", "notetypes", "fields", "templates", "decks", "tags")
    after = whole(kept.learner)
    assert [name for name in names if before[name] != after[name]] == []
    assert own_types(kept.learner) == [NOTE_TYPE]
    assert not kept.sync(NOTEBOOK).changes_anything


def test_sync_then_package_with_update_always_writes_the_same_again(kept: Kept) -> None:
    """Anki then writes each note anew, whatever it holds."""
    kept.sync(NOTEBOOK)
    cards = kept.learner.tables(["cards", "tags", "decks", "templates"])

    imported = kept.learner.import_package(kept.desk.export(NOTEBOOK), update_notes=ALWAYS)

    assert (imported.new, imported.others) == (0, 0)
    assert kept.learner.tables(["cards", "tags", "decks", "templates"]) == cards
    assert own_types(kept.learner) == [NOTE_TYPE]
    assert not kept.sync(NOTEBOOK).changes_anything


def test_sync_then_package_keeps_edits_and_tags(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    kept.learner.edit(kept.learner.note(TIDES), Answer="我自己的说法", My_notes="钱塘江")
    kept.learner.tag(kept.learner.note(TIDES), "期末考试")
    before = kept.learner.tables(["notes"])

    kept.learner.import_package(kept.desk.export(NOTEBOOK))

    assert kept.learner.tables(["notes"]) == before


def test_a_changed_package_after_a_sync_adds_what_is_new_and_no_duplicate(kept: Kept) -> None:
    """The first package of an installation that was synced so far: it has no memory."""
    kept.sync(NOTEBOOK)
    kept.learner.edit(kept.learner.note(SALT), ago=-HOUR, Answer="撒盐是为了化冰。")

    imported = kept.learner.import_package(kept.desk.export(UPDATED))

    assert (imported.new, imported.others) == (1, 0)
    assert len(kept.learner.notes()) == len(UPDATED)
    assert kept.learner.note(SALT)["Answer"] == "撒盐是为了化冰。"
    assert own_types(kept.learner) == [NOTE_TYPE]
    plan = kept.sync(UPDATED)
    assert plan.counts()["add"] == 0
    assert "12 小时" in plain(kept.learner.note(TIDES)["Answer"])
    assert not kept.sync(UPDATED).changes_anything


def test_package_sync_package_sync(kept: Kept) -> None:
    """Someone who uses both, for ever."""
    kept.learner.import_package(kept.desk.export(NOTEBOOK))
    kept.sync(UPDATED)
    kept.learner.edit(kept.learner.note(TIDES), My_notes="钱塘江", ago=-HOUR)
    kept.learner.import_package(kept.desk.export(UPDATED))
    assert not kept.sync(UPDATED).changes_anything
    kept.sync(UPDATED[:-1])
    kept.learner.import_package(kept.desk.export(UPDATED))

    assert kept.learner.note(TIDES)["My notes"] == "钱塘江"
    assert len(kept.learner.notes()) == len(UPDATED)
    assert len({note.guid for note in kept.learner.notes()}) == len(UPDATED)
    assert own_types(kept.learner) == [NOTE_TYPE]
    kept.sync(UPDATED)
    assert not kept.sync(UPDATED).changes_anything
    kept.learner.assert_sound()


def test_the_note_type_of_a_sync_and_of_a_package_are_the_same(
    kept: Kept, desk: object, learners: object
) -> None:
    kept.sync(NOTEBOOK)
    other = learners()  # type: ignore[operator]
    other.import_package(kept.desk.export(NOTEBOOK))

    mine, theirs = kept.notetype(), other.col.models.get(kept.notetype()["id"])

    def told(notetype: dict[str, object]) -> dict[str, object]:
        return {key: notetype[key] for key in ("id", "name", "css", "type", "latexPre")}

    assert told(mine) == told(theirs)
    for part in ("flds", "tmpls"):
        assert [one["name"] for one in mine[part]] == [one["name"] for one in theirs[part]]


def test_a_package_updates_the_style_of_a_synced_note_type(kept: Kept) -> None:
    """Both carry the same mod time, so that neither is for ever newer than the other."""
    kept.sync(NOTEBOOK)
    before = kept.learner.tables(["notetypes", "templates", "fields"])

    kept.learner.import_package(kept.desk.export(UPDATED))

    assert kept.learner.tables(["notetypes", "templates", "fields"]) == before


@pytest.mark.parametrize("last", [COMET, NOTEBOOK[-1]], ids=["in its answer", "in its passage"])
def test_over_a_package_a_file_that_breaks_off_in_a_note_changes_nothing_of_it(
    kept: Kept, tmp_path: Path, last: Annotation
) -> None:
    text = page([*(of for of in NOTEBOOK if of is not last), last]).rstrip("\n")
    dump, package = tmp_path / "page.txt", tmp_path / "margin.apkg"
    dump.write_text(text, encoding="utf-8")
    annoki.export([dump], package)
    kept.learner.import_package(package)
    before = whole(kept.learner)
    dump.write_text(text[:-6], encoding="utf-8")

    report = annoki.export([dump], package)

    assert "breaks off" in report.accounts[0].problems[0].what
    kept.learner.import_package(package, update_notes=ALWAYS)
    assert not {"notes", "cards"}.intersection(differing(before, whole(kept.learner)))
    dump.write_text(text, encoding="utf-8")
    assert not annoki.export([dump], package).failed
    assert len(EarlierPackage(package).notes) == len(NOTEBOOK)


def test_over_a_package_an_export_with_a_new_name_each_week_stays_the_same(
    kept: Kept, tmp_path: Path
) -> None:
    """What came with the packages can be gone from the one that is synced later."""
    package, listed = tmp_path / "margin.apkg", list(NOTEBOOK)
    for week in range(4):
        dump = tmp_path / f"week {week}.txt"
        dump.write_text(page(listed), encoding="utf-8")
        annoki.export([dump], package)
        kept.learner.import_package(package, update_notes=IF_NEWER)
        listed[week + 3] = listed[week + 3].noted(card(f"第 {week} 周问什么？", f"Week {week}"))
    dump.write_text(page(listed[1:]), encoding="utf-8")

    plan = kept.apply(compare(kept.col, gathered([dump]), Config()))

    assert [one.guid for one in plan.gone] == [kept.learner.note(TIDES).guid]


def test_what_a_package_took_for_a_post_of_its_former_title_is_itself_again(
    kept: Kept, tmp_path: Path
) -> None:
    """A home page tells titles alone: a package that is first made of it gives the GUID that an
    older one has made of a title to the post that is called so now."""
    index, front = tmp_path / "index.xml", tmp_path / "front.txt"
    older, newer = tmp_path / "older.apkg", tmp_path / "newer.apkg"
    tram = "借书证掉了两次，第二次是在电车上，售票员替我收着，还写了一张字条。" * 3
    shelf = "今天把旧书架拆了，木板留着做别的，钉子装进一个铁盒，明年再说。" * 3
    lighthouse = "读完一本讲灯塔的书，作者在岛上住了三年，只记了海雾和来船。" * 3

    def publish(*posts: Tuple[str, int, str]) -> None:
        entries = (
            f"<entry><title>{title}</title><url>/2024/0000{n}-note/</url>"
            f"<content><![CDATA[<p>{text}</p>]]></content></entry>"
            for title, n, text in posts
        )
        index.write_text(f"<search>{''.join(entries)}</search>\n", encoding="utf-8")
        lines = (f"{title}\n{text[:70]}\n{text[70:90]} ...\n" for title, _, text in posts)
        front.write_text("".join(lines), encoding="utf-8")

    def bring(source: Path, package: Path) -> None:
        annoki.export([source], package)
        kept.learner.import_package(package, update_notes=ALWAYS)

    def sync() -> None:
        annoki.sync(kept.col, annoki.plan(kept.col, [index]))

    def shown() -> Dict[int, str]:
        return {card.id: plain(card.note()["Answer"]) for card in kept.learner.cards()}

    publish(("随笔", 17, tram), ("灯塔", 11, lighthouse))
    bring(front, older)
    bring(index, older)
    publish(("随笔（修订）", 17, tram), ("随笔", 18, shelf), ("灯塔", 11, lighthouse))
    bring(index, older)
    assert len(kept.learner.study("Annoki")) == 3
    said = shown()
    bring(front, newer)
    assert any(said[id][:9] != text[:9] for id, text in shown().items() if id in said)
    sync()
    kept.learner.import_package(older, update_notes=ALWAYS)
    sync()

    assert shown() == said
    assert {(card.reps, card.queue < 0) for card in kept.learner.cards()} == {(1, False)}
