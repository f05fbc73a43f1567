"""What the learner deleted stays deleted, is listed, and can be restored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, List, Tuple

import annoki
import pytest
from anki.collection import Collection
from annoki.identity.keys import Names, apart, guid_for
from annoki.identity.note_ids import START, edition_of, note_id
from annoki.model import Note, Status
from annoki.sync.memory import known_by
from annoki.sync.present_note import Unmatched
from annoki.targets.collection.deleted import deleted, remember
from command_line import Annoki
from real_anki import BAMBOO, EULER, NEWEST, NOTEBOOK, SALT, TIDES, Annotation, Desk, Learner, page
from syncing import Kept, differing, whole

from tests.planning import note


@pytest.fixture
def synced(kept: Kept) -> Kept:
    kept.sync(NOTEBOOK)
    return kept


def delete(kept: Kept, *annotations: Annotation) -> List[str]:
    """Delete the notes of `annotations`; their GUIDs."""
    notes = [kept.learner.note(of) for of in annotations]
    kept.col.remove_notes([note.id for note in notes])
    return sorted(note.guid for note in notes)


def test_what_was_deleted_is_left_alone_and_listed(synced: Kept) -> None:
    guids = delete(synced, TIDES, BAMBOO)
    before = whole(synced.learner)

    plan = synced.sync(NOTEBOOK)

    assert sorted(note.guid for note in plan.deleted) == guids
    assert (plan.counts()["deleted"], plan.counts()["unchanged"]) == (2, 6)
    assert "2 deleted" in plan.summary()
    assert len([line for line in plan.lines() if line.startswith("x deleted: ")]) == 2
    listed = plan.as_dict()["deleted_notes"]
    assert sorted(one["guid"] for one in listed) == guids
    assert any("海水每天涨落几次？" in one["prompt"] for one in listed)
    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_all_or_some_are_restored_under_other_ids(synced: Kept) -> None:
    old = {of: synced.learner.note(of).id for of in (TIDES, BAMBOO, SALT)}
    guids = delete(synced, TIDES, BAMBOO, SALT)
    (tides,) = synced.wanted([TIDES]).notes

    plan = synced.apply(synced.plan(NOTEBOOK, restore={tides.guid}))
    assert [note.guid for note in plan.add] == [tides.guid]
    assert len(plan.deleted) == 2
    plan = synced.apply(synced.plan(NOTEBOOK, restore=True))
    assert len(plan.add) == 2

    assert len(synced.learner.notes()) == len(NOTEBOOK)
    assert not synced.sync(NOTEBOOK).deleted
    assert synced.learner.is_suspended(BAMBOO)
    for of, id in old.items():
        note = synced.learner.note(of)
        assert note.guid in guids
        assert note.id != id
        assert edition_of(note.guid, note.id) == 1
    synced.learner.assert_sound()


def test_restored_and_deleted_again(synced: Kept) -> None:
    for edition in range(4):
        note = synced.learner.note(TIDES)
        assert note.id == note_id(note.guid, edition)
        delete(synced, TIDES)
        assert len(synced.sync(NOTEBOOK).deleted) == 1
        synced.apply(synced.plan(NOTEBOOK, restore=True))
    synced.learner.assert_sound()


def test_it_is_remembered_with_what_else_is_written_and_undone_with_it(synced: Kept) -> None:
    (guid,) = delete(synced, TIDES)
    before = whole(synced.learner)

    synced.sync([NEWEST, *NOTEBOOK])
    assert synced.col.get_config("annoki")["deleted"] == [[guid]]
    again = whole(synced.learner)
    assert not synced.sync([NEWEST, *NOTEBOOK]).changes_anything
    assert differing(again, whole(synced.learner)) == []
    synced.col.undo()
    assert differing(before, whole(synced.learner)) == []

    synced.sync([NEWEST, *NOTEBOOK])
    synced.apply(synced.plan([NEWEST, *NOTEBOOK], restore={guid}))
    assert synced.col.get_config("annoki")["deleted"] == []


@pytest.mark.parametrize("held", ["x", [], {"deleted": None}, {"deleted": [1]}])
def test_a_garbled_memory_of_deletions_is_none(synced: Kept, held: Any) -> None:
    synced.col.set_config("annoki", held)
    delete(synced, TIDES)

    plan = synced.sync([NEWEST, *NOTEBOOK])

    assert (len(plan.add), len(plan.deleted)) == (1, 1)


def test_an_undone_deletion_is_none(synced: Kept) -> None:
    before = whole(synced.learner)
    delete(synced, TIDES)
    synced.col.undo()

    assert not synced.sync(NOTEBOOK).deleted
    assert differing(before, whole(synced.learner)) == []


def test_what_the_learner_turned_into_another_type_is_not_deleted(synced: Kept) -> None:
    basic = synced.col.models.by_name("Basic")
    assert basic
    note = synced.learner.note(TIDES)
    info = synced.col.models.change_notetype_info(
        old_notetype_id=note.mid, new_notetype_id=basic["id"]
    )
    request = info.input
    request.note_ids.extend([note.id])
    synced.col.models.change_notetype_of_notes(request)

    plan = synced.sync(NOTEBOOK)

    assert (len(plan.add), len(plan.deleted)) == (0, 0)


def test_what_a_sync_itself_deleted_comes_back_with_its_source(synced: Kept) -> None:
    euler = synced.learner.note(EULER)
    plan = synced.plan([of for of in NOTEBOOK if of is not EULER])
    gone = (Unmatched(euler.id, euler.guid, (), ""),)
    synced.apply(replace(plan, gone=gone), "delete_unreviewed")
    assert len(synced.learner.notes()) == len(NOTEBOOK) - 1

    back = synced.sync(NOTEBOOK)
    assert [note.guid for note in back.add] == [euler.guid]
    assert synced.learner.note(EULER).id == note_id(euler.guid, 1)
    delete(synced, EULER)
    assert len(synced.sync(NOTEBOOK).deleted) == 1, "and now it was the learner"
    synced.learner.assert_sound()


def test_a_deleted_note_of_the_learners_own_hides_nothing(kept: Kept) -> None:
    """Anki's own ids are the time: none of them is in a bucket of ours."""
    basic = kept.col.models.by_name("Basic")
    assert basic
    for n in range(20):
        own = kept.col.new_note(basic)
        own["Front"] = f"自己的卡片 {n}"
        kept.col.add_note(own, 1)  # type: ignore[arg-type]
    kept.col.remove_notes(kept.col.find_notes(""))

    assert len(kept.sync(NOTEBOOK).add) == len(NOTEBOOK)


def test_an_id_that_another_note_has_is_passed_over(kept: Kept) -> None:
    """Anki would give another one without a word, and the devices would never meet."""
    (tides,) = kept.wanted([TIDES]).notes
    basic = kept.col.models.by_name("Basic")
    assert basic
    own = kept.col.new_note(basic)
    own["Front"] = "自己的卡片"
    kept.col.add_note(own, 1)  # type: ignore[arg-type]
    assert kept.col.db
    kept.col.db.execute("update notes set id = ? where id = ?", note_id(tides.guid), own.id)
    kept.col.db.execute("update cards set nid = ? where nid = ?", note_id(tides.guid), own.id)

    kept.sync(NOTEBOOK)

    assert kept.by_guid(tides.guid).id == note_id(tides.guid, 1)
    wanted = kept.wanted(NOTEBOOK).notes
    assert kept.applied.note_ids == [kept.by_guid(note.guid).id for note in wanted]
    kept.learner.assert_sound()


def test_the_command_line_says_and_restores(
    annoki: Annoki, collection: Path, dump: Path, desk: Desk
) -> None:
    annoki("sync", "--collection", collection, dump)
    col = Collection(str(collection))
    col.remove_notes(col.find_notes(f'"{TIDES.passage}"'))
    col.close()

    said = annoki("sync", "--collection", collection, dump)
    assert (said.code, said.out) == (0, "0 new, 0 updated, 7 unchanged, 1 deleted by you\n")
    said = annoki("sync", "--collection", collection, dump, "--dry-run")
    assert "x deleted: 海水每天涨落几次？" in said.out
    said = annoki("sync", "--collection", collection, dump, "--restore-deleted")
    assert said.out == "1 new, 0 updated, 7 unchanged\n"

    col = Collection(str(collection))
    (restored,) = col.find_notes(f'"{TIDES.passage}"')
    assert restored > START
    col.close()


TOOLS = ("hyperfine", "difftastic", "graphlib", "ripgrep")
PASSAGE = "A sundial shows solar time, 日晷不用电。"


def rows(*marks: Tuple[str, str]) -> str:
    """The service's rows of annotations on one passage: (id, answer) of each."""
    quote = {"type": "TextQuoteSelector", "exact": PASSAGE}
    listed = [
        {
            "id": id,
            "created": "2024-05-05T10:00:00.000000+00:00",
            "updated": "2024-05-05T10:00:00.000000+00:00",
            "user": "acct:reader@hypothes.is",
            "uri": "https://dial.example.org/",
            "text": f"日晷指什么时间？:::{answer}",
            "tags": [],
            "target": [{"source": "https://dial.example.org/", "selector": [quote]}],
        }
        for id, answer in marks
    ]
    return json.dumps({"total": len(listed), "rows": listed}, ensure_ascii=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "rows.json"


def test_another_mark_on_the_passage_of_a_deleted_one_is_another_thing(
    kept: Kept, source: Path
) -> None:
    """They have one GUID, but not one id."""
    old, new = ("A" * 22, "真太阳时 🌞"), ("B" * 22, "地方时, $t$ 除外")
    source.write_text(rows(old), encoding="utf-8")
    annoki.sync(kept.col, annoki.plan(kept.col, [source]))
    (note,) = kept.learner.notes()
    kept.col.remove_notes([note.id])
    source.write_text(rows(old, new), encoding="utf-8")
    annoki.sync(kept.col, annoki.plan(kept.col, [source]))
    assert ["地方时" in one["Answer"] for one in kept.learner.notes()] == [True]

    kept.col.remove_notes([one.id for one in kept.learner.notes()])
    source.write_text(rows(new), encoding="utf-8")

    plan = annoki.plan(kept.col, [source])
    assert (plan.add, len(plan.deleted)) == ((), 1)
    source.write_text(rows(("C" * 22, "又一条")), encoding="utf-8")
    assert len(annoki.plan(kept.col, [source]).add) == 1


def test_a_deleted_mark_that_is_edited_is_not_another_that_left_its_passage(
    kept: Kept, source: Path, tmp_path: Path
) -> None:
    """Of the one that left no id is known; the deleted one has its own."""
    dump = tmp_path / "page.txt"

    def marks(*answers: str) -> None:
        noted = [
            Annotation(PASSAGE, f"日晷指什么时间？:::{one}", "May 2024", "dial.example.org")
            for one in answers
        ]
        dump.write_text(page([TIDES, *noted]), encoding="utf-8")

    def sync() -> Any:
        plan = annoki.plan(kept.col, [source, dump])
        annoki.sync(kept.col, plan)
        return plan

    source.write_text(rows(("B" * 22, "真太阳时 🌞")), encoding="utf-8")
    marks("真太阳时 🌞", "要减去时差 $t$,再看经度")
    sync()
    marks("真太阳时 🌞")
    assert len(sync().gone) == 1
    (left,) = (one for one in kept.learner.notes() if "时差" in one["Answer"])
    (known,) = (one for one in kept.learner.notes() if "真太阳时" in one["Answer"])
    kept.col.remove_notes([known.id])

    source.write_text(rows(("B" * 22, "Solar time, not that of a clock")), encoding="utf-8")
    marks("Solar time, not that of a clock")
    plan = sync()

    assert not plan.changes_anything
    assert len(plan.deleted) == 1
    assert kept.col.get_note(left.id)["Answer"] == left["Answer"]


def test_a_mark_at_the_place_of_a_deleted_one_is_another_if_both_are_known_by_ids(
    kept: Kept,
) -> None:
    """A page without ids told of the deleted one, too: its place alone, which another may take."""
    known = Names("place", ("passage",), ("hypothesis:a",))
    grave = note_id("place")
    assert kept.col.db
    kept.col.db.execute("insert into graves (usn, oid, type) values (-1, ?, 1)", grave)
    remember(kept.col, [Names("place")], (), ())

    def wanted(guid: str, *ids: str) -> Note:
        made = note(guid, ids=ids)
        return made._replace(memory=made.memory._replace(keys=("passage", "place")))

    once = {grave: known}
    assert not deleted(kept.col, [wanted("b", "hypothesis:b")], once=once)
    assert deleted(kept.col, [wanted("a", "hypothesis:a")], once=once)
    assert deleted(kept.col, [wanted("place")], once=once)


def test_a_second_mark_is_not_the_deleted_one_that_was_at_its_place(kept: Kept) -> None:
    """Of that another device knows the id that it had in Anki, and no more: when it was deleted it
    was the second of its passage, which this has become since."""
    place = guid_for("annotation", "passage\n1")
    assert kept.col.db
    grave = "insert into graves (usn, oid, type) values (0, ?, 1)"
    kept.col.db.execute(grave, note_id(place))
    made = note(apart("passage", "hypothesis:b"), ids=("hypothesis:b",))
    made = made._replace(memory=made.memory._replace(keys=("passage", place)))

    assert not deleted(kept.col, [made])
    assert deleted(kept.col, [note(place)]), "through a face without ids it may be"


def test_what_only_shares_a_name_with_a_note_that_was_deleted_twice_is_not_that_one(
    kept: Kept,
) -> None:
    """A page note was deleted, restored and deleted again: of its two ids one is remembered."""
    first, again = note_id("first line"), note_id("first line", 1)
    assert kept.col.db
    for grave in (first, again):
        kept.col.db.execute("insert into graves (usn, oid, type) values (-1, ?, 1)", grave)
    once = {again: Names("first line", ("'begins so",), ("hypothesis:a",))}

    def wanted(begins: str) -> Note:
        made = note("first line")
        return made._replace(memory=made.memory._replace(keys=(begins,)))

    assert not deleted(kept.col, [wanted("''begins otherwise")], once=once)
    assert deleted(kept.col, [wanted("''begins so")], once=once)
    assert deleted(kept.col, [wanted("''begins otherwise")]), "of an id alone nothing else is known"


def test_what_a_sync_deleted_is_known_here_though_the_settings_are_those_of_another_device(
    kept: Kept,
) -> None:
    """Of two devices that changed them before they met Anki keeps the ones, whole."""
    assert kept.col.db
    kept.col.db.execute("insert into graves (usn, oid, type) values (-1, ?, 1)", note_id("a"))
    assert deleted(kept.col, [note("a")])
    remember(kept.col, (), [note_id("a")], ())

    kept.col.remove_config("annoki")

    assert not deleted(kept.col, [note("a")])


def feed(*posts: Tuple[str, str]) -> str:
    """A feed of posts of one title and day: of each its address and its text."""
    entries = (
        f"<entry><title>周记</title><link href='https://b.example/{path}'/>"
        f"<published>2024-05-05T04:00:00Z</published><content type='html'>{text}</content></entry>"
        for path, text in posts
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>b</title>{''.join(entries)}</feed>"


def test_a_post_that_was_deleted_stays_so_where_it_moved_with_its_text(
    kept: Kept, source: Path
) -> None:
    rain = "下了一整天的雨，河水漫到了石阶上，晚上只好在窗边听雨声，一直听到半夜。" * 3
    snow = "雪是半夜开始下的，早上推开门，院子里的脚印只有猫的，一直通到墙根底下。" * 3

    def plan(*posts: Tuple[str, str]) -> annoki.Plan:
        source.write_text(feed(*posts), encoding="utf-8")
        return annoki.plan(kept.col, [source])

    annoki.sync(kept.col, plan(("2024/rain/", rain), ("2024/snow/", snow)))
    kept.col.remove_notes([one.id for one in kept.learner.notes() if "雨" in one["Answer"]])

    moved = plan(("posts/rain.html", rain), ("2024/snow/", snow))
    assert (moved.add, len(moved.deleted)) == ((), 1)
    other = plan(("posts/rain.html", rain + "又下了。"), ("2024/snow/", snow))
    assert (len(other.add), other.deleted) == (1, ()), "it is another post of that title"
    both = plan(("2024/rain/", rain), ("posts/rain.html", rain), ("2024/snow/", snow))
    assert len(both.deleted) == 1
    bare = plan(("posts/rain.html", ""), ("2024/snow/", snow))
    assert bare.deleted == (), "nothing but its title says so"


def test_what_was_deleted_is_known_by_the_id_that_it_turned_out_to_have(
    kept: Kept, source: Path, tmp_path: Path
) -> None:
    """A dump tells no id; the service, that a sync asks later, does."""
    dump, other = tmp_path / "page.txt", tmp_path / "other.txt"
    here = Annotation(PASSAGE, "日晷指什么时间？:::真太阳时 🌞", host="dial.example.org")
    dump.write_text(page([here]), encoding="utf-8")
    other.write_text(page([NEWEST]), encoding="utf-8")
    annoki.sync(kept.col, annoki.plan(kept.col, [dump]))
    delete(kept, here)
    old, new = ("A" * 22, "真太阳时 🌞"), ("B" * 22, "地方时, $t$ 除外")
    source.write_text(rows(old), encoding="utf-8")
    plan = annoki.plan(kept.col, [source, other])
    assert (len(plan.add), len(plan.deleted)) == (1, 1)
    annoki.sync(kept.col, plan)

    source.write_text(rows(new), encoding="utf-8")
    plan = annoki.plan(kept.col, [source])
    assert (len(plan.add), plan.deleted) == (1, ())
    annoki.sync(kept.col, plan)

    for shown in (rows(old), rows(old, new)):
        source.write_text(shown, encoding="utf-8")
        plan = annoki.plan(kept.col, [source])
        assert (plan.add, len(plan.deleted)) == ((), 1)
    assert len(annoki.plan(kept.col, [dump]).add) == 0


def test_one_of_two_of_a_title_that_was_deleted_stays_so_where_its_address_is_told(
    learners: Callable[[], Learner], desk: Desk
) -> None:
    """A dump, which tells none, showed it when the other was there; on another device all that is
    known of it is the id that was deleted."""
    texts = ("潮水每天涨落两次，间隔十二小时。", "竹子是草，每一节都有分生组织。")

    def shown(name: str, text: str, *ids: str) -> Note:
        made = note(name, ids=ids, Prompt="周记", Answer=text)
        head = f"'{guid_for('post', text)}"
        return made._replace(memory=made.memory._replace(keys=("title", head)))

    kept, other = Kept(desk, learners()), Kept(desk, learners())
    kept.sync_notes([shown("title", texts[0], "post:b.example/0")])
    kept.sync_notes([shown("title", texts[1])])
    (bamboo,) = (one for one in kept.learner.notes() if "竹子" in one["Answer"])
    other.sync_notes([shown("elsewhere", "别的")])
    assert other.col.db
    grave = "insert into graves (usn, oid, type) values (0, ?, 1)"
    other.col.db.execute(grave, bamboo.id)

    listed = [shown(text, text, f"post:b.example/{n}") for n, text in enumerate(texts)]
    plan = other.plan_notes(listed)

    assert [one.guid for one in plan.deleted] == [texts[1]]
    assert [one.guid for one in plan.add] == [texts[0]]


def test_a_page_note_that_begins_as_a_deleted_one_does_is_another(kept: Kept) -> None:
    """Of one template many do, and a dump shows each whole. A post may lack its title there."""
    assert kept.col.db
    grave = note_id("deleted")
    kept.col.db.execute("insert into graves (usn, oid, type) values (-1, ?, 1)", grave)
    once = {grave: Names("deleted", ("''head", "line"))}

    def is_deleted(status: Status, *keys: str) -> bool:
        made = note("new", status=status, Prompt="读书笔记", Passage="")
        made = made._replace(memory=made.memory._replace(keys=keys))
        return bool(deleted(kept.col, [made], once=once))

    assert not is_deleted("passage", "''head")
    assert is_deleted("passage", "''head", "line")
    assert not is_deleted("digest", "''head"), "both lack their title"
    assert is_deleted("digest", "'head")


def test_what_begins_otherwise_than_a_deleted_one_of_its_first_line_is_another(kept: Kept) -> None:
    """Of a template, through a dump; all that is known of the one is what a sync has said of it."""

    def shown(text: str) -> Note:
        made = note("line", status="passage", Prompt="读书笔记", Answer=text)
        return made._replace(memory=made.memory._replace(keys=(f"''{text}",)))

    def is_deleted(text: str) -> bool:
        return bool(deleted(kept.col, [shown(text)]))

    tea, bamboo = (known_by("line", shown(text).memory) for text in ("茶", "竹"))
    remember(kept.col, [tea], (), ())
    assert (is_deleted("茶"), is_deleted("竹")) == (True, False)
    remember(kept.col, (), (), [bamboo])
    assert is_deleted("茶"), "what has come is another"
    remember(kept.col, (), (), [tea])
    assert not is_deleted("茶"), "it is back"


def test_what_was_deleted_stays_so_through_a_face_that_names_it_otherwise(
    kept: Kept, tmp_path: Path
) -> None:
    """Whoever was known by an id is known by its first words, too."""
    weekly, listing = tmp_path / "weekly.txt", tmp_path / "memos.json"
    items = [f"{n}. {name} 值得一看，因为它很小。" for n, name in enumerate(TOOLS, 1)]
    content = "\n\n".join(["## 工具周刊·12", "每周一期。", *items])
    memo = {"name": "memos/Qa7", "content": content, "createTime": "2024-05-05T10:00:00Z"}
    listing.write_text(json.dumps({"memos": [memo]}, ensure_ascii=False), encoding="utf-8")
    lines = ["工具周刊·12", "", "", "本文由脚本自动汇总而成。", ""]
    lines += [line for item in items for line in (f"  {item}", "")]
    weekly.write_text("\n".join(lines), encoding="utf-8")
    annoki.sync(kept.col, annoki.plan(kept.col, [listing]))
    gone = next(one for one in kept.learner.notes() if TOOLS[1] in one["Prompt"])
    kept.col.remove_notes([gone.id])

    for _ in range(2):
        plan = annoki.plan(kept.col, [weekly])
        assert (plan.add, [TOOLS[1] in one.fields[0] for one in plan.deleted]) == ((), [True])
        annoki.sync(kept.col, plan)


def test_what_was_deleted_stays_so_where_another_has_the_name_that_a_face_gives_it(
    kept: Kept,
) -> None:
    """Two posts of one title; a home page, which tells no addresses, shows the deleted one."""
    texts = ("潮水每天涨落两次，间隔十二小时。", "竹子是草，每一节都有分生组织。")

    def shown(guid: str, text: str, *ids: str) -> Note:
        made = note(guid, ids=ids, Prompt="周记", Answer=text)
        return made._replace(memory=made.memory._replace(keys=("title", text, f"'{text}")))

    kept.sync_notes([shown("title", texts[0], "post:b.example/0")])
    kept.sync_notes([shown(text, text, f"post:b.example/{n}") for n, text in enumerate(texts)])
    (bamboo,) = (one for one in kept.learner.notes() if "竹子" in one["Answer"])
    kept.col.remove_notes([bamboo.id])

    plan = kept.plan_notes([shown("title", texts[1])])

    assert ([*plan.add], len(plan.deleted)) == ([], 1)
