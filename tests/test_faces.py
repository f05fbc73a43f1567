"""One thing seen through several faces is one note, made of the richest (docs/sync-contract.md)."""

from __future__ import annotations

from typing import Callable

import pytest
from annoki.identity.contradiction import contradict
from annoki.identity.faces import best_faces
from annoki.identity.guids import Identified, identify
from annoki.identity.item_look import ItemLook
from annoki.identity.keys import names_of
from annoki.model import Block, Face, Item, Span
from annoki.readers.markdown.flattened import spans_of

from tests.texts import passage, prose
from tests.work import linear

LONG = (
    "布隆过滤器用很少的内存回答一个元素是否可能在集合里\uff0c代价是偶尔误报。"
    "下面先讲原理\uff0c再讲参数怎么选。"
)


def post(title: str, text: str, link: str = "", face: Face = Face.TEXT, captured: str = "") -> Item:
    host = link.split("/")[2] if link else ""
    ids = (link,) if link else ()
    return Item(
        "post", "blog", "line 1", 1, title=spans_of(title), body=prose(text), host=host, link=link,
        face=face, source_ids=ids, captured=captured,
    )  # fmt: skip


def memo(text: str, face: Face = Face.TEXT, id: str = "", collection: str = "") -> Item:
    ids = (id,) if id else ()
    return Item(
        "memo", "memos", "line 1", 1, body=prose(text), face=face, source_ids=ids,
        collection=collection,
    )  # fmt: skip


def annotation(text: str, note: str = "", captured: str = "2023-08", **more: object) -> Item:
    item = Item("annotation", "hypothesis", "line 1", 1, passage(text), prose(note) if note else ())
    return item._replace(captured=captured, **more)  # type: ignore[arg-type]


def guids(*listings: list[Item]) -> list[list[str]]:
    return [[one.guid for one in listing] for listing in identify(listings)]


def made(*listings: list[Item]) -> Item:
    """The one item that all of `listings` are."""
    identified = identify(listings)
    assert len({one.guid for listing in identified for one in listing}) == 1
    (item,) = best_faces(identified).values()
    return item


def test_an_annotation_takes_the_best_of_each_face() -> None:
    dump = annotation("Keys are hashed.", "为什么?", host="docs.example.org")
    page = annotation(
        "Keys  are\nhashed.", "为什么?", "2023-08-29", face=Face.PAGE, link="https://hyp.is/a1",
        collection="Hashing", source_ids=("hypothesis:a1",),
    )  # fmt: skip
    record = annotation(
        "Keys are hashed.", "为**什么**?", "2023-08-28", face=Face.RECORD,
        context=("All ", " Then"), tags=("hash",), source_ids=("hypothesis:a1",),
    )  # fmt: skip
    for order in ([dump], [page], [record]), ([record], [dump], [page]):
        best = made(*order)
        assert best.body == record.body
        assert best.captured == "2023-08-28"
        assert (best.link, best.collection) == ("https://hyp.is/a1", "Hashing")
        assert (best.host, best.tags) == ("docs.example.org", ("hash",))
        assert best.source_ids == ("hypothesis:a1",)


def test_two_annotations_on_one_passage_stay_two_through_every_face() -> None:
    first = annotation("Keys are hashed.", "第一条", "2023-07-01", face=Face.RECORD)
    second = annotation("Keys are hashed.", "第二条", "2023-08-02", face=Face.RECORD)
    flat = [annotation("Keys are hashed.", "第二条"), annotation("Keys are hashed.", "第一条")]
    rich, poor = guids([second, first], flat)
    assert len(set(rich)) == 2
    assert poor == rich
    # The notes tell which is which, even where the months say otherwise.
    poor = guids([second, first], [flat[1]._replace(captured="2023-09"), flat[0]])[1]
    assert poor == [rich[1], rich[0]]


@pytest.mark.parametrize("many", [2, 3, 4])
@pytest.mark.parametrize("month", [0, 1])
def test_marks_that_say_the_same_are_as_many_through_two_faces(month: int, many: int) -> None:
    """As a service prints it that was told twice to save a mark; a dump tells less of its text."""
    days = [f"2023-0{3 + n * month}-0{5 + n}" for n in reversed(range(many))]
    text = "[!NOTE] 问题？\n#flashcard\n答案。"
    rich = [annotation("Keys are hashed.", text, day, face=Face.RECORD) for day in days]
    rich = [one._replace(source_ids=(f"hypothesis:{day}",)) for one, day in zip(rich, days)]
    flat = [
        annotation("Keys are hashed.", "[!NOTE] 问题? flashcard 答案。", day[:7]) for day in days
    ]
    for faces in ([rich, flat], [flat, rich]):
        one, other = guids(*faces)
        assert one == other
        assert len({*one}) == many


def test_a_note_whose_markup_was_flattened_is_the_same_note_text() -> None:
    rich = annotation("p", face=Face.RECORD)._replace(
        body=(Block("prose", (Span("看"), Span("这里", link="https://a.example/"))),)
    )
    other = annotation("p", "别的", face=Face.RECORD)
    flat = annotation("p", "看这里")
    assert guids([rich, other], [flat])[1][0] == guids([rich, other])[0][0]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_post_on_a_home_page_in_a_feed_and_in_a_dump_is_one_note(reverse: bool) -> None:
    at = "https://blog.example.org/2023/05/03/bloom/"
    home = post("布隆过滤器", LONG[:40] + " ...", at, Face.EXCERPT)
    feed = post(
        "布隆过滤器", "引言\n" + LONG + "完整的正文", at.replace("https", "http"), Face.PAGE
    )
    dump = post("布隆过滤器", LONG[:30] + " ...")
    untitled = post("", LONG + "完整的...")
    faces = [[home], [feed], [dump]]
    found = guids(*(faces[::-1] if reverse else faces))
    assert found[0] == found[1] == found[2]
    whole = post("布隆过滤器", LONG + "完整的正文", at, Face.PAGE)
    both = guids([untitled], [whole]) if reverse else guids([whole], [untitled])
    assert both[0] == both[1]


def test_a_card_that_tells_a_day_is_no_richer_than_the_whole_text_that_tells_none() -> None:
    """Not every theme says that its home page shows but the beginning."""
    link = "https://b.example/2024/bloom/"
    card = post("布隆过滤器", LONG[:40], link, Face.PAGE, "2024-05-14")
    later = post("布隆过滤器", LONG[:30], link, Face.PAGE, "2024-05-15")
    index = post("布隆过滤器", LONG, link, Face.PAGE)

    assert made([card], [index], [later]) == index._replace(captured="2024-05-14")
    assert made([later], [index]) == made([index], [later]) == index._replace(captured="2024-05-15")
    mended, listed = card._replace(modified=9), index._replace(modified=7)
    assert made([listed], [mended]) == made([mended], [listed]) == mended


def test_line_numbers_of_flattened_code_do_not_make_another_post() -> None:
    flat = post(
        "源码", "一个结构体: " + "".join(map(str, range(1, 60))) + "struct sock { long a; ..."
    )
    whole = post(
        "源码", "一个结构体: struct sock { long a; long b; };", "https://b.example/1/", Face.PAGE
    )
    assert guids([flat], [whole])[0] == guids([flat], [whole])[1]


def test_posts_with_one_title_and_two_addresses_are_two_notes() -> None:
    one = post("周报", "第一周\uff1a" + LONG, "https://b.example/1/", Face.PAGE, "2023-01-01")
    two = post(
        "周报",
        "第二周\uff1a别的内容\uff0c与第一周没有关系。",
        "https://b.example/2/",
        Face.PAGE,
        "2023-01-08",
    )
    both = guids([two, one])[0]
    assert both[0] != both[1]
    assert both == [guids([two])[0][0], guids([one])[0][0]], "each is what it is alone"
    assert guids([one, two])[0] == both[::-1]


def test_an_untitled_excerpt_of_a_home_page_is_known_by_its_text() -> None:
    home = post("布隆过滤器", LONG + "...", "https://b.example/1/", Face.EXCERPT)
    dump = post("", LONG + "...")
    assert guids([home], [dump])[0] == guids([home], [dump])[1]
    assert names_of(dump).guid in names_of(home).keys, "so a collection knows the one by the other"
    assert guids([dump])[0] != guids([home])[0], "which it must, since the keys differ"


def test_a_weekly_item_and_its_memo_are_one_note() -> None:
    weekly = memo("Qwen 2.5 技术报告: 模型和数据都更大了", collection="周报 12")
    linked = memo("", Face.RECORD, "memos:m.example/memos/7")
    name = Span("Qwen 2.5", link="https://x.example/q")
    about = Span(" 技术报告\uff1a模型和数据都更大了")
    linked = linked._replace(body=(Block("prose", (name, about)),))
    assert guids([weekly], [linked])[0] == guids([weekly], [linked])[1]
    assert made([weekly], [linked]).collection == "周报 12"


def test_a_memo_and_the_weekly_memo_that_took_it_up_are_one_note() -> None:
    alone = memo("Rustfmt 是一个格式化工具\uff0c配置很少。", Face.RECORD, "memos:m/1")
    item = memo("Rustfmt 是一个格式化工具\uff0c配置很少。", Face.RECORD, "memos:m/9", "周报")
    other = memo(
        "Rustfmt 又出了新版本\uff0c这次支持了更多的选项和更快的速度。", Face.RECORD, "memos:m/12"
    )
    found = guids([alone, item, other])[0]
    assert found[0] == found[1] != found[2]


def test_memos_that_all_open_alike_stay_themselves() -> None:
    texts = [
        f"今天读书\uff0c第 {n} 天\uff0c" + f"读到了{chr(0x4E00 + n * 7)}字部" * 5 for n in range(60)
    ]
    rich = [memo(text, Face.RECORD, f"memos:m/{n}") for n, text in enumerate(texts)]
    flat = [memo(text) for text in texts]
    found = guids(rich, flat)
    assert len(set(found[0])) == 60
    assert found[0] == found[1]


def test_what_many_marks_on_one_passage_cost_grows_with_their_number() -> None:
    def shown_twice(many: int) -> None:
        marks = [annotation("Keys are hashed.", f"想法{n}") for n in range(many)]
        one, other = guids(marks, marks[::-1])
        assert one == other[::-1]

    linear(shown_twice, 100)


def test_a_page_note_is_known_by_what_a_dump_shows_of_it() -> None:
    rich = Item(
        "page-note", "hypothesis", "row 1", 1, body=prose("整篇的想法"), host="a.example",
        uri="https://a.example/x#part", face=Face.RECORD,
    )  # fmt: skip
    dump = Item("page-note", "hypothesis", "line 1", 1, body=prose("整篇的想法"), host="a.example")
    hostless = dump._replace(host="")
    for poor in (dump, hostless):
        assert guids([rich], [poor])[0] == guids([rich], [poor])[1]
    elsewhere = rich._replace(uri="https://a.example/y")
    found = guids([rich, elsewhere], [dump])
    assert len({*found[0], *found[1]}) == 3, "it could be either, so it is neither"


@pytest.mark.parametrize(
    "says",
    [
        lambda n: "总结",
        lambda n: "总结。" + "再读一遍。" * n,
        lambda n: "总结。" + "这一页讲了什么、好在哪里、还缺什么、要不要再读" * 3 + f"：第{n}章。",
    ],
)
def test_page_notes_of_one_template_stay_as_many(says: Callable[[int], str]) -> None:
    """A dump tells but the host and the month of each."""
    rich = [
        Item(
            "page-note",
            "hypothesis",
            f"row {n}",
            n,
            body=prose(says(n)),
            host="a.example",
            uri=f"https://a.example/{n}",
            captured=f"2023-08-0{n}",
            face=Face.RECORD,
            source_ids=(f"hypothesis:{n}",),
        )
        for n in range(5, 0, -1)
    ]
    dump = [one._replace(uri="", captured="2023-08", face=Face.TEXT, source_ids=()) for one in rich]
    (alone,) = guids(dump)
    assert len({*alone}) == 5
    # One more does not touch what the others are called.
    more = dump[0]._replace(captured="2023-09")
    assert guids([more, *dump])[0][1:] == alone
    one, other = guids(rich, dump)
    assert one == other


def test_a_page_note_that_begins_with_a_formula_is_one_however_it_is_printed() -> None:
    printed = Item(
        "page-note", "hypothesis", "line 1", 1, body=prose("约 $\\log_2 n$ 次"), host="a.example"
    )
    read = printed._replace(body=prose("约 \\log_2 n 次"), face=Face.RECORD)
    assert guids([read], [printed])[0] == guids([read], [printed])[1]


def test_a_page_note_that_was_rewritten_is_the_same_by_how_it_begins() -> None:
    note = Item("page-note", "hypothesis", "line 1", 1, body=prose("A thought on all of the page."))

    def look(text: str) -> ItemLook:
        return ItemLook(note._replace(body=prose(text)))

    names = names_of(note)
    assert names.keys, "how it begins is among what it is known by"
    assert not contradict(names, names, look("一个想法"), look("Something else."))


def test_a_title_of_a_richer_face_does_not_hide_a_fuller_date() -> None:
    short = Identified("g", annotation("p", captured="2023-08", face=Face.RECORD))
    full = Identified("g", annotation("p", captured="2023-08-13"))
    assert best_faces([[short], [full]])["g"].captured == "2023-08-13"
