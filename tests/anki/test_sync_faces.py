"""What a richer face has given, a poorer one never takes away (docs/sync-contract.md)."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, Callable, Sequence

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.identity.guids import identify
from annoki.model import Block, Face, Item, Note, Span
from annoki.targets.collection import apply as collection
from annoki.targets.collection.present import present
from annoki.targets.memory import memory_of
from real_anki import plain
from syncing import Kept, differing, whole

from tests.planning import counted
from tests.texts import passage as passage_of
from tests.texts import prose

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


def annotation(passage: str, note: str, face: Face, **more: object) -> Item:
    item = Item("annotation", "hypothesis", "line 1", 1, passage_of(passage), prose(note))
    return item._replace(face=face, **{"captured": "2023-08", **more})  # type: ignore[arg-type]


def notes(*items: Item, pictures: dict[str, str] | None = None) -> list[Note]:
    return notes_of(items, pictures=pictures)


def notes_of(*listings: Sequence[Item], pictures: dict[str, str] | None = None) -> list[Note]:
    made = []
    for one in chain.from_iterable(identify(listings)):
        note = compose(one.item, one.guid, Config(), 0, "", pictures or {})
        memory = note.memory._replace(ids=one.ids, keys=one.keys)
        made.append(note._replace(memory=memory))
    return made


DUMP = annotation("Keys are hashed.", "[!NOTE] 为什么? flashcard 因为快", Face.TEXT)
RECORD = annotation(
    "Keys are hashed.", "[!NOTE] 为**什么**?\nflashcard\n因为快", Face.RECORD,
    link="https://hyp.is/a1", collection="Hashing", context=("All ", " Then"), tags=("hash",),
    source_ids=("hypothesis:a1",), captured="2023-08-13", host="docs.example.org",
)  # fmt: skip


def test_a_richer_face_makes_the_note_better(kept: Kept) -> None:
    kept.sync_notes(notes(DUMP))
    plan = kept.sync_notes(notes(RECORD))
    assert plan.counts() == counted(update=1)
    note = kept.by_guid(notes(DUMP)[0].guid)
    assert "<strong>" in note["Prompt"]
    assert plain(note["Answer"]) == "因为快"
    assert 'href="https://hyp.is/a1"' in note["Source"]
    assert note["Captured"] == "2023-08-13"
    assert note["Context"]
    assert "annoki::tag::hash" in note.tags


@pytest.mark.parametrize("known", ["2023-08-31", "2023-08"])
@pytest.mark.parametrize(("made", "added"), [("2023-09-01", 0), ("2024-06-09", 1)])
def test_a_mark_made_later_is_not_the_one_that_was_known_by_its_passage_alone(
    kept: Kept, known: str, made: str, added: int
) -> None:
    kept.sync_notes(notes(DUMP._replace(face=Face.EXCERPT, captured=known)))
    other = RECORD._replace(captured=made, body=prose("[!NOTE] 几个函数? flashcard 七个"))
    plan = kept.sync_notes(notes(other))
    assert plan.counts() == counted(add=added, update=1 - added)


def test_a_poorer_face_later_writes_not_a_row(kept: Kept) -> None:
    kept.sync_notes(notes(RECORD))
    kept.sync_notes(notes(DUMP))  # remembers nothing new: a dump has no ids
    before = whole(kept.learner)
    plan = kept.sync_notes(notes(DUMP))
    assert plan.counts() == counted(unchanged=1)
    assert differing(before, whole(kept.learner)) == []
    assert "<strong>" in kept.by_guid(notes(RECORD)[0].guid)["Prompt"]


def test_a_poorer_face_fills_what_is_empty(kept: Kept) -> None:
    bare = RECORD._replace(captured="", link="", collection="", host="")
    kept.sync_notes(notes(bare))
    plan = kept.sync_notes(notes(DUMP._replace(host="docs.example.org")))
    assert [change.name for change in plan.update[0].changes] == ["Source", "Captured"]
    note = kept.by_guid(notes(DUMP)[0].guid)
    assert note["Captured"] == "2023-08"
    assert "<strong>" in note["Prompt"]
    assert not kept.plan_notes(notes(DUMP._replace(host="docs.example.org"))).changes_anything


def test_a_richer_face_leaves_what_the_learner_wrote_and_says_no_conflict(kept: Kept) -> None:
    kept.sync_notes(notes(DUMP))
    guid = notes(DUMP)[0].guid
    kept.learner.edit(kept.by_guid(guid), Answer="我自己的说法")
    plan = kept.sync_notes(notes(RECORD))
    assert plan.conflicts == ()
    assert kept.by_guid(guid)["Answer"] == "我自己的说法"
    assert "<strong>" in kept.by_guid(guid)["Prompt"]
    again = kept.plan_notes(notes(RECORD))
    assert not again.changes_anything
    assert again.conflicts == ()
    newer = RECORD._replace(body=prose("[!NOTE] 为什么？\nflashcard\n别的原因"))
    assert [one.field for one in kept.plan_notes(notes(newer)).conflicts] == ["Answer"]


def test_a_real_change_of_the_richer_source_still_arrives(kept: Kept) -> None:
    kept.sync_notes(notes(RECORD))
    kept.sync_notes(notes(DUMP))
    newer = RECORD._replace(body=prose("[!NOTE] 为什么？\nflashcard\n因为又快又省"))
    kept.sync_notes(notes(newer))
    assert plain(kept.by_guid(notes(RECORD)[0].guid)["Answer"]) == "因为又快又省"


PAGE_NOTE = Item(
    "page-note", "hypothesis", "row 1", 1, body=prose("整篇的想法"),
    host="a.example", uri="https://a.example/x#part", face=Face.RECORD, captured="2023-08-13",
    source_ids=("hypothesis:p1",),
)  # fmt: skip
FLAT_PAGE_NOTE = PAGE_NOTE._replace(uri="", face=Face.TEXT, source_ids=())


@pytest.mark.parametrize("order", [(PAGE_NOTE, FLAT_PAGE_NOTE), (FLAT_PAGE_NOTE, PAGE_NOTE)])
def test_a_note_with_another_guid_through_each_face_is_found(
    kept: Kept, order: Sequence[Item]
) -> None:
    first, second = order
    assert notes(first)[0].guid != notes(second)[0].guid
    kept.sync_notes(notes(first))
    plan = kept.sync_notes(notes(second))
    assert plan.counts()["add"] == 0
    assert len(kept.learner.notes()) == 1
    note = kept.by_guid(notes(first)[0].guid)
    assert memory_of(note["Sync"]).face == Face.RECORD
    assert "hypothesis:p1" in memory_of(note["Sync"]).ids
    assert not kept.plan_notes(notes(second)).changes_anything


TEMPLATE = (
    ("二分查找的次数约为 log n，前提是分界线只有一条。", "https://a.example/x"),
    ("布隆过滤器忘不掉任何一个键，因为一位属于许多键。", "https://a.example/y"),
    ("章鱼有三颗心脏，其中两颗只管鳃里的血。", "https://b.example/z"),
)


def test_an_edited_note_is_found_by_how_its_text_began_though_others_share_its_first_line(
    kept: Kept,
) -> None:
    rich, flat = [], []
    for n, (text, uri) in enumerate(TEMPLATE):
        one = PAGE_NOTE._replace(uri=uri, host=uri.split("/")[2], source_ids=(f"hypothesis:p{n}",))
        rich.append(one._replace(body=prose("日记") + prose(text)))
        poor = one._replace(uri="", face=Face.TEXT, source_ids=())
        flat.append(poor._replace(body=prose("日记") + prose(text.replace("，", ","))))
    kept.sync_notes(notes(*rich))
    kept.sync_notes(notes(*flat))
    kept.learner.edit(kept.by_guid(notes(rich[0])[0].guid), Answer="我的说法")

    for shown in (flat, flat[:1], flat[::-1]):
        assert not kept.plan_notes(notes(*shown)).changes_anything


def test_a_page_note_of_another_page_is_another_however_alike_both_begin(kept: Kept) -> None:
    begins = "Salt lowers the freezing point of water, "
    here = PAGE_NOTE._replace(body=prose(f"{begins}so roads are salted in winter."))
    there = FLAT_PAGE_NOTE._replace(body=prose(f"{begins}see page 96."), host="b.example")
    kept.sync_notes(notes(here))
    assert kept.sync_notes(notes(there)).counts()["add"] == 1
    same = there._replace(host=here.host)
    assert kept.plan_notes(notes(same, there)).counts()["add"] == 0


@pytest.mark.parametrize("order", [1, -1])
def test_page_notes_that_begin_alike_are_told_apart_by_their_first_lines(
    kept: Kept, order: int
) -> None:
    flat, rich = [], []
    for page in ("10001", "20002"):
        body = prose(f"Salt lowers the freezing point of water, see {page}.") + prose("Roads.")
        flat.append(FLAT_PAGE_NOTE._replace(body=body))
        ids = (f"hypothesis:p{page}",)
        rich.append(PAGE_NOTE._replace(body=body, uri=f"https://a.example/{page}", source_ids=ids))
    kept.sync_notes(notes(*flat))
    was = {one.guid: one["Prompt"] for one in kept.learner.notes()}
    kept.sync_notes(notes(*rich[::order]))
    assert {one.guid: one["Prompt"] for one in kept.learner.notes()} == was


def test_of_several_marks_what_is_left_is_what_the_learner_rewrote(kept: Kept) -> None:
    says = ("章鱼有三颗心脏，其中两颗只管鳃里的血。", "二分查找要先排序。", "盐会降低冰点。")
    shown = [annotation("Keys are hashed.", text, Face.RECORD) for text in says]
    printed = [
        one._replace(face=Face.TEXT, body=prose(f"{text} #")) for one, text in zip(shown, says)
    ]
    kept.sync_notes(notes(*shown))
    rewritten = next(one for one in kept.learner.notes() if "章鱼" in one["Answer"])
    kept.learner.edit(rewritten, Answer="我的说法")

    assert kept.plan_notes(notes(*printed[::-1])).counts()["add"] == 0


@pytest.mark.parametrize("says", [lambda n: f"想法{n}", lambda n: f"{n // 9}", lambda n: ""])
def test_of_many_marks_on_one_passage_each_is_what_says_the_same(
    kept: Kept, says: Callable[[int], str]
) -> None:
    marks = [annotation("Keys are hashed.", says(n), Face.EXCERPT) for n in range(60)]
    kept.sync_notes(notes(*marks))
    was = {one.guid: one["Answer"] for one in kept.learner.notes()}
    for shown in (marks[:30] + marks[31:], marks[::-1][3:]):
        assert not kept.sync_notes(notes(*shown)).add
        assert {one.guid: one["Answer"] for one in kept.learner.notes()} == was
        assert not kept.plan_notes(notes(*shown)).changes_anything


MEMO = Item(
    "memo", "memos", "memo 1", 1, body=prose("工作：今天上线了新版本。"), face=Face.RECORD,
    captured="2023-11-14", source_ids=("memos:/1",),
)  # fmt: skip


def test_a_memo_of_one_number_and_another_day_is_that_of_another_server(kept: Kept) -> None:
    servers = [
        [MEMO._replace(body=prose(text), captured=day)]
        for text, day in (
            ("工作：今天上线了新版本。", "2023-11-14"),
            ("家里：给番茄浇水，换了土。", "2020-09-13"),
            ("路上：看完了一本小说。", "2022-01-02"),
        )
    ]
    for listing in servers:
        assert kept.sync_notes(notes(*listing)).counts()["add"] == 1
    for _ in range(2):
        assert not kept.sync_notes(notes_of(*servers)).add
    for edited in (
        MEMO._replace(body=prose("全部重写过了，一个字也不一样。")),
        MEMO._replace(captured="2023-01-01"),
        MEMO._replace(body=prose("全部重写过了，一个字也不一样。"), captured="2023-11-15"),
    ):
        assert kept.plan_notes(notes(edited)).counts()["add"] == 0


def test_items_of_one_lead_in_two_issues_are_two(kept: Kept) -> None:
    first, second = (
        Item("memo", "weekly", "line 1", 1, body=prose(f"本周推荐 {text}"), collection=issue)
        for text, issue in (
            ("一个给命令行程序测速的小工具。可以先预热，再重复跑很多次。", "第1期"),
            ("一本讲排版的在线书。好看主要靠四件事：字号、行距、行长和字体。", "第2期"),
        )
    )
    kept.sync_notes(notes(first))
    was = {one["Answer"] for one in kept.learner.notes()}
    assert kept.sync_notes(notes(second)).counts()["add"] == 1
    assert was < {one["Answer"] for one in kept.learner.notes()}
    assert not kept.sync_notes(notes_of([first], [second])).add
    mended = first._replace(
        body=prose("本周推荐 一个测速工具。可以先预热，再重复跑很多次，很方便。")
    )
    assert not kept.plan_notes(notes(mended)).add


def test_memos_that_were_named_anew_are_those_of_that_day_that_say_the_same(kept: Kept) -> None:
    days = range(1, 29)
    old = [
        MEMO._replace(
            body=prose("日记\n打卡。"), captured=f"2024-02-{n:02}", source_ids=(f"memos:/{n}",)
        )
        for n in days
    ]
    new = [
        one._replace(source_ids=(f"memos:/{n:x}uid",)) for n, one in zip(reversed(days), old[::-1])
    ]
    kept.sync_notes(notes(*old))
    was = {one.guid: one["Captured"] for one in kept.learner.notes()}
    assert not kept.sync_notes(notes(*new)).add
    assert {one.guid: one["Captured"] for one in kept.learner.notes()} == was
    assert kept.plan_notes(notes(*new, old[0])).counts()["add"] == 0
    later = MEMO._replace(body=old[0].body, captured="2024-03-01", source_ids=("memos:/later",))
    assert kept.plan_notes(notes(*new, later)).counts()["add"] == 1


@pytest.mark.parametrize("mine", [{}, {"Answer": "我的说法"}])
@pytest.mark.parametrize("times", [1, 30])
def test_an_item_of_a_memo_whose_name_was_mended_is_the_same(
    kept: Kept, times: int, mine: dict[str, Any]
) -> None:
    says = "讲怎样把日志压缩到原来的十分之一，速度还不慢，还能搜。" * times

    def items(*names: str) -> list[Note]:
        return notes(
            *(
                MEMO._replace(
                    body=prose(f"{name} {says if 'Tool' in name else name}"), collection="第1期"
                )
                for name in names
            )
        )

    kept.sync_notes(items("Alpha Tool", "Beta Paper"))
    was = {one.guid for one in kept.learner.notes()}
    kept.learner.edit(next(one for one in kept.learner.notes() if "Tool" in one["Prompt"]), **mine)
    assert not kept.sync_notes(items("Alpha Tool v2", "Beta Paper")).add
    assert {one.guid for one in kept.learner.notes()} == was
    assert not kept.plan_notes(items("Alpha Tool v2", "Beta Paper")).changes_anything
    assert kept.plan_notes(items("Alpha Tool v2", "Gamma Book")).counts()["add"] == 1
    says = "值得一读。"
    kept.sync_notes(items("Delta Tool"))
    assert kept.plan_notes(items("Omega Tool")).counts()["add"] == 1, "so much is said of many"


@pytest.mark.parametrize("answer", ["", "我的说法完全是另外一回事"])
def test_a_mark_is_known_by_its_question_where_the_answer_is_the_learners(
    kept: Kept, answer: str
) -> None:
    ask = "章鱼有几颗心脏，各管什么地方？", "海水每天涨落几次，隔多久一次？"
    marks = [f"[!NOTE] {one}\nflashcard\n见 {n}2345" for n, one in enumerate(ask)]
    shown = [
        annotation("Keys are hashed.", text, Face.RECORD, source_ids=(f"hypothesis:{n}",))
        for n, text in enumerate(marks)
    ]
    kept.sync_notes(notes(shown[0]))  # has the GUID of the passage
    kept.sync_notes(notes(*shown))
    rewritten = next(one for one in kept.learner.notes() if "涨落" in one["Prompt"])
    if answer:
        kept.learner.edit(rewritten, Answer=answer)

    flat = annotation("Keys are hashed.", f"[!NOTE] {ask[1]} flashcard 见 9", Face.TEXT)
    found = present(kept.col, notes(flat)).changed

    assert [one.note_id for one in found.values()] == [rewritten.id]


def test_a_mark_that_is_all_there_is_meant_before_what_is_left_of_another(kept: Kept) -> None:
    marks = ["第几页讲潮汐？\nflashcard\n上册 12345", "第几页讲潮汐？\nflashcard\n下册 67890"]
    shown = [
        annotation(
            "Keys are hashed.", f"[!NOTE] {text}", Face.RECORD, source_ids=(f"hypothesis:{n}",)
        )
        for n, text in enumerate(marks)
    ]
    kept.sync_notes(notes(shown[0]))  # has the GUID of the passage
    kept.sync_notes(notes(*shown))
    rewritten, whole = sorted(kept.learner.notes(), key=lambda one: "下册" in one["Answer"])
    kept.learner.edit(rewritten, Answer="我的说法完全是另外一回事")

    flat = annotation(
        "Keys are hashed.", "[!NOTE] 第几页讲潮汐？\nflashcard\n下册 67890 页", Face.TEXT
    )
    found = present(kept.col, notes(flat)).changed

    assert [one.note_id for one in found.values()] == [whole.id]


def test_what_has_left_its_source_is_the_last_that_is_meant(kept: Kept) -> None:
    shown = [
        annotation("Keys are hashed.", text, Face.RECORD, source_ids=(f"hypothesis:{n}",))
        for n, text in enumerate(("章鱼有三颗心脏。", "二分查找要先排序。"))
    ]
    kept.sync_notes(notes(*shown))
    left, stays = sorted(kept.learner.notes(), key=lambda one: "章鱼" not in one["Answer"])
    for one in (left, stays):
        kept.learner.edit(one, Answer=f"我的说法 {one.id}")
    left.load()
    left.tags.append("annoki::gone")
    kept.col.update_note(left)

    rewritten = annotation("Keys are hashed.", "盐会降低冰点，海水也一样。", Face.TEXT)
    found = present(kept.col, notes(rewritten)).changed

    assert [one.note_id for one in found.values()] == [stays.id]


POST = Item(
    "post", "blog", "item 1", 1, title=prose("读书笔记")[0].spans,
    body=prose("Octopuses have three hearts; two of them serve the gills."),
    host="a.example", link="https://a.example/2025/1/", face=Face.RECORD, captured="2025-08-13",
)  # fmt: skip
NAMESAKE = POST._replace(
    body=prose("A plain filter cannot forget a key, since one bit may be shared by many."),
    link="", face=Face.TEXT, captured="",
)  # fmt: skip


def test_a_post_that_begins_otherwise_is_another_whatever_its_title(kept: Kept) -> None:
    kept.sync_notes(notes(POST))
    assert kept.sync_notes(notes(NAMESAKE)).counts()["add"] == 1
    assert len({one["Answer"] for one in kept.learner.notes()}) == 2
    mended = POST._replace(
        body=prose("Octopuses have got three hearts; two of them serve the gills.")
    )
    flat = mended._replace(link="", face=Face.TEXT, captured="")
    assert kept.plan_notes(notes(flat, NAMESAKE)).counts()["add"] == 0


LIKE = "Octopuses have three hearts, and two of them serve the gills, as was read here. "
CLASH = "Bloom filters cannot forget a key, since one bit may be shared by many of them. "
END = "先排序，再二分；复杂度是这样的。最后一段没有说更多。再补一句。再补一句。再补一句。"


def test_a_title_and_a_phrase_are_not_enough_where_they_begin_otherwise(kept: Kept) -> None:
    one, other = (POST._replace(body=prose(begin + END)) for begin in (LIKE, CLASH))
    kept.sync_notes(notes(one))
    flat = other._replace(link="", face=Face.TEXT, captured="")
    assert kept.sync_notes(notes(flat)).counts()["add"] == 1
    assert len({one["Answer"] for one in kept.learner.notes()}) == 2


def test_what_a_page_shows_beside_another_that_is_much_like_it_is_added_once(kept: Kept) -> None:
    one, other, third = (
        POST._replace(title=prose("周记")[0].spans, body=prose(text), link=f"https://a.example/{n}")
        for n, text in enumerate((LIKE + "Three in all.", LIKE + "It was 1985.", CLASH))
    )
    kept.sync_notes(notes(one))
    kept.sync_notes(notes(third._replace(link="", face=Face.TEXT, captured="")))
    both = [each._replace(link="", face=Face.TEXT, captured="") for each in (other, one)]
    assert kept.sync_notes(notes(*both)).counts()["add"] == 1
    assert not kept.plan_notes(notes(*both)).changes_anything


PICTURE = Block("picture", (Span("图 1"),), address="https://p.example/1.png")
SHOWS = Item(
    "memo", "memos", "memo 1", 1, face=Face.RECORD, source_ids=("memos:m/1",),
    body=(*prose("一张图的说明。"), PICTURE),
)  # fmt: skip
HAD = {"https://p.example/1.png": "annoki-0123456789abcdef.png"}


def test_a_picture_goes_into_the_media_once_and_stays(kept: Kept, tmp_path: Path) -> None:
    file = tmp_path / HAD["https://p.example/1.png"]
    file.write_bytes(PNG)
    wanted = notes(SHOWS, pictures=HAD)
    plan = replace(kept.plan_notes(wanted), media={file.name: file})
    collection.apply(kept.col, plan)
    note = kept.by_guid(wanted[0].guid)
    assert f'<img src="{file.name}" alt="图 1">' in note["Answer"]
    assert Path(kept.col.media.dir(), file.name).read_bytes() == PNG
    assert kept.col.media.check().missing == []

    # Offline today: the note keeps its picture, and nothing is written.
    before = whole(kept.learner)
    plan = kept.sync_notes(notes(SHOWS))
    assert not plan.changes_anything
    assert differing(before, whole(kept.learner)) == []

    # Its text changed while offline: the text arrives, with a link where the picture was.
    newer = SHOWS._replace(body=(*prose("一张图的新说明。"), PICTURE))
    kept.sync_notes(notes(newer._replace(body=(*newer.body, *prose("多一段。")))))
    assert "多一段" in kept.by_guid(wanted[0].guid)["Answer"]
    assert "https://p.example/1.png" in kept.by_guid(wanted[0].guid)["Answer"]
