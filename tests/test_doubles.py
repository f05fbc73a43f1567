"""Which notes are twins, though no id says so, and which only look like some."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Sequence, Tuple

import pytest
from annoki.identity.keys import guid_for
from annoki.model import Note, Pushed
from annoki.notetype import WRITTEN
from annoki.sync.doubles import moved_names, twins_among
from annoki.sync.memory import hash_of
from annoki.sync.present_note import PresentNote

from tests.planning import note, present
from tests.test_recognise import SORTED, TIDES

END = "这一段收尾,再补一句。" * 9


@pytest.mark.parametrize(("begins", "twins"), [("今天", [(2, 3)]), ("昨天", [])])
def test_of_posts_of_one_title_that_end_alike_another_is_no_twin(
    begins: str, twins: Sequence[Sequence[int]]
) -> None:
    always = "订阅与转载：这一段每一期都一样，The last paragraph says no more than this."

    def post(
        note_id: int, begins: str, end: str = always, ids: Tuple[str, ...] = ()
    ) -> PresentNote:
        keys = (guid_for("post", "周记"), guid_for("post", begins))
        texts = {"Prompt": "<p>周记</p>", "Answer": f"<p>{begins}，见 {begins} {end}</p>"}
        fields = tuple(texts.get(name, "") for name in WRITTEN)
        memory = Pushed(ids=ids, keys=keys, of=hash_of(f"{note_id}"))
        return PresentNote(note_id, f"{note_id}", fields, (), memory)

    held = [post(1, "前天", "", ("post:/1",)), post(2, "今天", ids=("post:/2",)), post(3, begins)]
    found = [tuple(one.note_id for one in group) for group in twins_among(held, {}, {})]
    assert found == twins


def test_what_the_sources_show_as_two_is_no_twin_however_alike() -> None:
    """Two posts of one title that end in the same words; a home page shows both, one is new."""
    told = note("told", ids=("post:b.example/a",), Prompt="周记", Answer=f"竹子是草。{END}")
    untold = note("untold", Prompt="周记", Answer=f"预热再测。{END}")
    untold = untold._replace(memory=untold.memory._replace(keys=("told",)))
    both = [present(told), replace(present(untold), note_id=8)]

    assert twins_among(both, {}, {}) == [both]
    assert twins_among(both, {}, {7: told, 8: untold}) == []
    assert len(twins_among(both, {}, {7: told, 8: told})) == 1, "what is shown as one may be one"


@pytest.mark.parametrize(
    ("guid", "is_shown", "many"), [("title", False, 1), ("apart", False, 0), ("title", True, 0)]
)
def test_a_post_that_was_told_apart_from_another_of_its_title_is_no_twin(
    guid: str, is_shown: bool, many: int
) -> None:
    """They end alike. A home page showed both, the one under a GUID made apart from that of their
    title; it has left, and of the other the address is known by now. Or the home page still shows
    it, and the other has left."""
    told = note("told", ids=("post:b.example/a",), Prompt="周记", Answer=f"竹子是草。{END}")
    told = told._replace(memory=told.memory._replace(keys=("title", "'bamboo")))
    left = note(guid, Prompt="周记", Answer=f"预热再测。{END}")
    left = left._replace(memory=left.memory._replace(keys=("title", "'tea")))
    both = [present(told), replace(present(left), note_id=8)]

    assert len(twins_among(both, {}, {8: left} if is_shown else {})) == many


def test_notes_of_one_text_are_twins_though_the_source_has_changed_it_since() -> None:
    """A page note came with its id, and on another device without; then it was rewritten."""
    told = note("told", ids=("hypothesis:a",), status="passage", Answer=f"竹子是草。{END}")
    told = told._replace(memory=told.memory._replace(keys=("untold",)))
    untold = note("untold", status="passage", Answer=f"竹子是草。{END}")
    now = note("told", ids=("hypothesis:a",), status="passage", Answer=f"预热再测。{END}")
    both = [present(told), replace(present(untold), note_id=8)]

    assert twins_among(both, {}, {7: now}) == [both]


def test_of_two_notes_of_one_text_none_is_a_mark_that_says_something_else() -> None:
    """A mark came with its id, and on another device without; now its passage is marked again."""
    told = note("told", ids=("hypothesis:a",), status="passage", Answer=f"竹子是草。{END}")
    told = told._replace(memory=told.memory._replace(keys=("untold",)))
    untold = note("untold", status="passage", Answer=f"竹子是草。{END}")
    again = note("again", ids=("hypothesis:b",), status="passage", Answer=f"预热再测。{END}")
    both = [present(told), replace(present(untold), note_id=8)]

    assert twins_among(both, {}, {7: told, 8: again}) == [both]


def test_marks_of_which_the_learner_rewrote_both_are_not_one_since_his_words_are_alike() -> None:
    """The one came through a dump, and has left; the other is known by its id."""
    told = note("told", ids=("hypothesis:a",), Prompt="问", Answer=f"竹子是草。{END}", Passage="潮")
    told = told._replace(memory=told.memory._replace(keys=("untold",)))
    untold = note("untold", Prompt="问", Answer=f"预热再测。{END}", Passage="潮")
    words = "按我自己的话说，记下来以后再想，先这样。"
    both = [
        present(told, Answer=f"{words}一"),
        replace(present(untold, Answer=f"{words}二"), note_id=8),
    ]

    assert twins_among(both, {}, {}) == []
    same = present(
        untold._replace(memory=told.memory._replace(ids=(), keys=())), Answer=f"{words}二"
    )
    assert len(twins_among([both[0], replace(same, note_id=8, guid="untold")], {}, {})) == 1


@pytest.mark.parametrize("guid", ["title", "apart"])
def test_posts_of_which_the_learner_rewrote_both_are_not_one_since_his_words_are_alike(
    guid: str,
) -> None:
    """A home page showed both; of the one the address is known by now."""
    words = "按我自己的话说，记下来以后再想，先这样。"
    told = of_title("1", "'bamboo", f"竹子是草。{END}", "post:b.example/a")
    apart = of_title(guid, "'bench", f"预热再测。{SORTED}")
    mine = present(told, Answer=f"{words}一")
    its = replace(present(apart, Answer=f"{words}二"), note_id=8)

    assert twins_among([mine, its], {}, {}) == []
    assert twins_among([mine, its], {}, {7: told}) == []
    same = of_title("3", "'bamboo", f"竹子其实是草。{END}")
    its = replace(present(same, Answer=f"{words}二"), note_id=8)
    assert twins_among([mine, its], {}, {}) == [[mine, its]], "both began alike"


@pytest.mark.parametrize("ids", [(), ("post:b.example/a",)])
def test_of_two_things_of_one_guid_the_learner_may_say_the_same(ids: Tuple[str, ...]) -> None:
    """Each device had given it to the one post of that title that it knew."""
    told = note("title", ids=ids, Prompt="周记", Answer=f"竹子是草。{END}")
    other = note("title", Prompt="周记", Answer=f"预热再测。{SORTED}")
    both = [
        present(told._replace(memory=told.memory._replace(keys=("'bamboo",))), Answer="读过一"),
        present(other._replace(memory=other.memory._replace(keys=("'bench",))), Answer="读过一"),
    ]

    assert twins_among([both[0], replace(both[1], note_id=8)], {}, {}) == []


def test_short_posts_of_one_title_are_not_one_since_the_learner_says_the_same_of_them() -> None:
    """Of so little it is not known how it begins. Of long posts that began as one their text tells,
    whatever the learner has mended in it since."""
    told, other, apart = (
        note(name, ids=ids, Prompt="周记", Answer=text)
        for name, ids, text in (
            ("1", ("post:b.example/a",), "竹子是草。"),
            ("2", ("post:b.example/b",), "先看计划。"),
            ("apart", (), "预热再测。"),
        )
    )
    notes = [
        one._replace(memory=one.memory._replace(keys=("title",))) for one in (told, other, apart)
    ]
    held = [replace(present(one, Answer="读过"), note_id=n) for n, one in enumerate(notes)]

    assert twins_among(held, {}, {}) == []
    begins = f"竹子是草，每一节都有分生组织，所以长得快。{END}"
    whole = of_title("1", "'bamboo", begins, "post:b.example/a")
    twin = of_title("3", "'bamboo", begins[:60])
    mended = present(twin, Answer=f"{begins[:60]}对")
    both = [present(whole, Answer=f"{begins}对"), held[1], replace(mended, note_id=8)]
    assert twins_among(both, {}, {}) == [[both[0], both[2]]]


def test_a_highlight_that_was_seen_whole_on_one_device_and_cut_on_another_is_one() -> None:
    """Its passage was cut when it was first seen, so that its GUID is of that; it came whole on a
    device that did not know of it."""
    grown = note("cut", ids=("hypothesis:a",), status="highlight", Prompt="竹子是草，长得快。")
    grown = grown._replace(memory=grown.memory._replace(keys=("whole",)))
    whole = note("whole", status="highlight", Prompt="竹子是草，长得快。")
    both = [present(grown), replace(present(whole), note_id=8)]

    assert twins_among(both, {}, {}) == [both]


def test_an_excerpt_is_the_twin_of_the_post_that_it_is_cut_from_though_others_have_its_title() -> (
    None
):
    whole = of_title("post", "'head", f"潮汐一天两次,月亮拉着海水走。{END}", "post:blog.example/a/")
    other = of_title("other", "'head", f"竹子是草,长得快。{END}", "post:blog.example/b/")
    cut = of_title("cut", "'head", f"潮汐一天两次,月亮拉着海水走。{END}"[:68] + "...")
    cut = cut._replace(memory=cut.memory._replace(keys=("title", "'head")))
    first, *_, last = notes = [
        replace(present(one), note_id=at) for at, one in enumerate((whole, other, cut), 7)
    ]

    assert twins_among(notes, {}, {}) == [[first, last]]


@pytest.mark.parametrize(
    ("says", "many"),
    [("竹节" * 12, 0), ("潮水" * 12, 1), (f"{'潮水' * 12},{'月亮拉着海水走。' * 3}", 1)],
)
def test_a_short_post_that_has_but_title_and_beginning_in_common_with_another_is_no_twin(
    says: str, many: int
) -> None:
    """They are most of what the other says, which has left; an old package made it forget its
    address. Not so where it was the same, and its end was written anew."""
    begins = "每周一记,写写这一周读到的和想到的,欢迎留言,也欢迎转载,谢谢各位。"
    now = f"{begins}{'潮水' * 12},{'先量水温再记下来。' * 3}"
    there = of_title("title", "'head", now, "post:blog.example/a/")
    forgot = of_title("left", "'head", f"{begins}{says}。")
    both = [present(there), replace(present(forgot), note_id=8)]

    assert len(twins_among(both, {}, {7: there})) == many


def of_title(guid: str, head: str, answer: str, *ids: str, **told: Any) -> Note:
    """A post of one title with others, of which it is known how it begins."""
    made = note(guid, ids=ids, Prompt="周记", Answer=answer, **told)
    return made._replace(memory=made.memory._replace(keys=("title", head)))


@pytest.mark.parametrize("edits", [{"Answer": "我的说法"}, {"Prompt": "", "Answer": ""}])
def test_what_the_learner_rewrote_is_known_by_how_it_began_though_others_have_its_title(
    edits: Dict[str, Any],
) -> None:
    """A post came with a home page, and with a feed that prints its text otherwise."""
    told = present(of_title("1", "'bamboo", f"竹子是草。{END}", "post:b.example/a"))
    other = present(of_title("2", "'bench", f"预热再测。{END}", "post:b.example/b"))
    rewritten = present(of_title("3", "'bamboo", "竹子是草。"), **edits)
    held = [replace(one, note_id=n) for n, one in enumerate((told, other, rewritten))]

    assert twins_among(held, {}, {}) == [[held[0], held[2]]]


def test_a_twin_that_begins_as_another_does_is_not_the_one_that_has_its_title_now() -> None:
    """The title of the one was mended since."""
    begins = "先看执行计划，再决定要不要加索引。"
    mended = of_title("1", "'bamboo", f"竹子是草。{begins}{END}", "post:b.example/a")
    mended = mended._replace(memory=mended.memory._replace(keys=("mended", "'bamboo")))
    other = of_title("2", "'bench", f"预热再测。{begins}{END}", "post:b.example/b")
    twin = of_title("title", "'bamboo", f"竹子是草。{begins[:9]}")
    held = [replace(present(one), note_id=n) for n, one in enumerate((mended, other, twin))]

    assert [held[1], held[2]] not in twins_among(held, {}, {})


def test_the_twin_of_what_the_learner_rewrote_is_known_by_how_both_began() -> None:
    """Else a new post of its title would be made of the twin."""
    told = of_title("1", "'bamboo", f"竹子是草。{END}", "post:b.example/a")
    told = told._replace(memory=told.memory._replace(keys=("title", "'bamboo", "3")))
    other = of_title("2", "'bench", f"预热再测。{END}", "post:b.example/b")
    twin = of_title("3", "'bamboo", "竹子是草。")
    rewritten = present(told, Answer="我的说法")
    held = [rewritten, replace(present(other), note_id=8), replace(present(twin), note_id=9)]

    assert twins_among(held, {}, {}) == [[held[0], held[2]]]
    mended = replace(present(of_title("title", "'bamboo", f"竹子是草，会开花。{END}")), note_id=9)
    mended = replace(mended, memory=mended.memory._replace(keys=("mended", "'bamboo")))
    assert twins_among([*held[:2], mended], {}, {}) == [[held[0], mended]]
    another = of_title("apart", "'bamboo", f"竹子是草。{SORTED}")
    assert twins_among([*held[:2], replace(present(another), note_id=9)], {}, {}) == []


def test_posts_of_one_title_that_have_half_of_a_short_text_in_common_are_two() -> None:
    """All posts of the blog begin with one notice; a home page shows the head of each."""
    notice = "本文首发于公众号「潮汐与竹子」，转载请注明出处，谢谢你的阅读与支持。"
    told = of_title(
        "1",
        "'notice",
        f"{notice}竹子是草，每一节都有分生组织，所以长得快，一天能长一米。",
        "post:b.example/a",
    )
    other = of_title(
        "apart",
        "'notice",
        f"{notice}海水每天涨落两次，间隔十二小时二十五分，月亮两侧各有一处隆起...",
    )
    held = [present(told), replace(present(other), note_id=8)]

    assert twins_among(held, {}, {}) == []
    same = of_title("apart", "'notice", f"{notice}竹子是草，每一节都有...")
    assert len(twins_among([held[0], replace(present(same), note_id=8)], {}, {})) == 1


def test_a_short_post_is_the_same_whether_or_not_a_face_shows_the_marks_of_its_code() -> None:
    begins = "先看 `EXPLAIN QUERY PLAN`，再决定要不要加索引；每一节都有分生组织。"
    told = of_title("1", "'bamboo", begins, "post:b.example/a")
    other = of_title("2", "'bench", f"预热再测。{END}", "post:b.example/b")
    flat = of_title("3", "'bamboo", begins.replace("`", "") + END[:20])
    told = told._replace(memory=told.memory._replace(keys=(*told.memory.keys, "3")))
    held = [replace(present(one), note_id=n) for n, one in enumerate((told, other, flat))]

    assert twins_among(held, {}, {}) == [[held[0], held[2]]]


def test_a_post_that_is_back_at_its_old_address_is_known_by_the_day_that_its_note_remembers() -> (
    None
):
    """A package brought it back; a search index, which tells no date, shows where it is now."""
    text, day = f"{END}后来才知道,每一节竹子都能同时伸长。", "2024-05-13"
    told = of_title("new", "'bamboo", text, "post:/new")
    dated = of_title("new", "'bamboo", text, "post:/new", Captured=day)
    text = f"{END}竹子其实是草,这一点值得再记一遍。"
    back = of_title("old", "'bamboo", text, "post:/old", Captured=day)

    assert moved_names({7: [told]}, [present(back)], {}) == {}
    names = moved_names({7: [told]}, [present(back)], {"new": present(dated)})
    assert names[7].ids == ("post:/new", "post:/old")


@pytest.mark.parametrize("namesakes", [0, 1])
def test_what_the_learner_rewrote_is_known_by_a_name_that_nothing_else_has(namesakes: int) -> None:
    """An item of a weekly memo came as a page prints it, and later with its memo."""
    told = [note(f"{n}", ids=(f"memos:{n}#SQLite",), Answer=f"再快一些。{TIDES}") for n in range(2)]
    known = [one._replace(memory=one.memory._replace(keys=("lead",))) for one in told]
    mine = present(note("lead", Answer=f"快。{TIDES}"), Answer="我的说法")
    there = [*map(present, known[: 1 + namesakes]), mine]
    held = [replace(one, note_id=n) for n, one in enumerate(there)]

    assert twins_among(held, {}, {}) == ([] if namesakes else [held])


def test_page_notes_of_one_beginning_are_twins_though_the_source_has_changed_the_one() -> None:
    """They have no answer, as marks have none; but a mark is not known by how its note begins."""

    def page_note(guid: str, edition: str, head: str, *ids: str) -> PresentNote:
        made = note(guid, ids=ids, status="passage", Answer=f"竹子其实是草，{edition}。{END}")
        return present(made._replace(memory=made.memory._replace(keys=("line", head))))

    told = page_note("told", "第二版", "'bamboo", "hypothesis:a")
    untold = replace(page_note("line", "第一版", "''bamboo"), note_id=8)

    assert twins_among([told, untold], {}, {}) == [[told, untold]]


def test_a_post_that_was_one_with_another_is_so_whatever_its_source_has_made_of_that() -> None:
    """An old package brought back what had been set aside; title and text were mended since."""
    told = of_title(
        "told", "'tides", f"{TIDES}第二版,从头到尾重新写过一遍,只有开头还在。", "post:b.example/a"
    )
    keys = (*told.memory.keys, "mended", "apart", "whole text")
    told = told._replace(memory=told.memory._replace(keys=keys))
    other = of_title("other", "'bench", f"预热再测。{END}", "post:b.example/b")
    back = of_title("apart", "'tides", f"{TIDES}竹子是草,长得快,每一节都有分生组织,一天能长一米。")
    back = back._replace(memory=back.memory._replace(keys=("title", "'tides", "whole text")))
    held = [replace(present(one), note_id=n) for n, one in enumerate((told, other, back))]

    assert twins_among(held, {}, {}) == [[held[0], held[2]]]


def test_a_short_item_is_the_twin_of_that_which_begins_like_it_though_its_end_was_mended() -> None:
    """Of a short text one sign is much. The one is as a page prints it, the other of its memo."""
    begins = "值得一读的一篇。每一节都有分生组织"
    told = note(
        "told",
        ids=("memos:/1#SQLite",),
        Prompt="SQLite",
        Answer=f"{begins}，长得快，见第二章的附录三。",
    )
    told = told._replace(memory=told.memory._replace(keys=("lead", "'item")))
    printed = note("lead", Prompt="SQLite", Answer=f"{begins}，长得快，见第二章的附录二。")
    printed = printed._replace(memory=printed.memory._replace(keys=("'item",)))
    held = [present(told), replace(present(printed), note_id=8)]

    assert twins_among(held, {}, {}) == [held]
