"""Posts that move to another address, and posts that only look as if they had."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Sequence

import pytest
from annoki.identity.keys import guid_for
from annoki.model import Note
from annoki.sync.doubles import moved_from, moved_names
from annoki.sync.matching import Held, match
from annoki.sync.memory import known_by

from tests.planning import note, present

TIDES = "涨潮时水漫过第三级石阶,退潮后石缝里留着一洼一洼的水,里头有小鱼和海葵。" * 3
BAMBOO = "竹子其实是草,每一节都有分生组织,所以能同时伸长,一天可以长高将近一米。" * 3
BENCH = "Warm the machine up before measuring anything, then take the median of many runs. " * 3
NOTICE = (
    "转载请注明出处,署名,不得用于商业目的;要看全文,请输入口令,口令写在另一封信里,收信人都知道。"
)
DAY = "2024-05-13"


def post(
    path: str, text: str, captured: str = DAY, title: str = "日记", host: str = "b.example"
) -> Note:
    """A post as a feed shows it."""
    ids = (f"post:{host}{path}",)
    made = note(f"guid of {path}", ids=ids, Prompt=title, Answer=text, Captured=captured)
    keys = (guid_for("post", title), "'" + guid_for("post", text[:20]))
    return made._replace(memory=made.memory._replace(keys=keys), captured=captured)


def became(shown: Sequence[Note], held: Sequence[Note]) -> Dict[str, str]:
    """By its path, at which path each of the posts `shown` was, of those that are known."""
    found = match(shown, [Held(one.guid, one.memory, one.fields) for one in held])
    return {guid[8:]: held[at].guid[8:] for guid, at in found.places.items()}


def test_a_post_of_another_text_has_not_moved_though_title_and_day_are_the_same() -> None:
    """Two languages of one post: the one moves, and the other is no longer listed."""
    held = [post("/zh/a", TIDES), post("/en/a", BENCH)]

    assert became([post("/cn/a", TIDES)], held) == {"/cn/a": "/zh/a"}
    assert became([post("/new", BAMBOO)], held) == {}


def test_a_post_that_has_its_phrases_in_common_with_one_of_its_title_that_left_is_another() -> None:
    """A dump, which tells no address, shows the one where a feed had shown the other."""
    phrases = "本周照例记三件事,每件不超过三句话。下周继续,欢迎留言指正,也欢迎转载。"
    held = [post("/tides", TIDES[:23] + phrases)]
    for text, is_same in (
        (BAMBOO[:22] + phrases, False),
        ("勘误。" + TIDES[:23] + phrases, True),
    ):
        shown = post("", text, "")
        shown = shown._replace(memory=shown.memory._replace(ids=()))
        assert became([shown], held) == ({"": "/tides"} if is_same else {})


def test_a_post_that_begins_as_all_of_its_blog_do_is_not_the_one_that_left_that_day() -> None:
    notice = "本文由作者首发于个人博客,转载请注明出处,欢迎在评论区里讨论和指正。"
    held = [post("/tides", notice + TIDES, title="潮汐")]

    assert became([post("/bamboo", notice + BAMBOO, title="竹子")], held) == {}
    assert became([post("/sea", notice + TIDES, title="海")], held) == {"/sea": "/tides"}


def of_one_notice(path: str, title: str, captured: str = DAY) -> Note:
    """A post of which its blog shows but what it shows of all."""
    made = post(path, NOTICE, captured, title)
    keys = (*made.memory.keys, guid_for("post", NOTICE))
    return made._replace(memory=made.memory._replace(keys=tuple(sorted(keys))))


@pytest.mark.parametrize("many", [2, 60])
def test_posts_of_which_the_same_is_shown_move_each_by_its_title(many: int) -> None:
    """They have their licence in common, or that a password is needed."""
    held = [of_one_notice(f"/old/{n}", f"第 {n} 封信") for n in range(many)]
    shown = [of_one_notice(f"/new/{n}", f"第 {n} 封信") for n in range(many)]

    assert became(shown, held) == {f"/new/{n}": f"/old/{n}" for n in range(many)}


@pytest.mark.parametrize("captured", [DAY, ""])
@pytest.mark.parametrize("folder", ["old", "new"])
def test_a_post_of_which_is_shown_what_is_of_all_is_not_one_that_left(
    folder: str, captured: str
) -> None:
    held = [of_one_notice(f"/old/{n}", f"第 {n} 封信", captured) for n in range(3)]
    shown = [of_one_notice(f"/{folder}/{n}", f"第 {n} 封信", captured) for n in (0, 1, 4)]

    assert became(shown, held) == {f"/{folder}/{n}": f"/old/{n}" for n in (0, 1)}


@pytest.mark.parametrize("shift", [1, -1])
def test_a_blog_that_moves_and_dates_its_posts_by_another_zone(shift: int) -> None:
    """A diary: each post is of the day that its neighbour had."""
    texts = [TIDES, BAMBOO, BENCH]
    held = [post(f"/{n}", text, f"2024-05-{13 + n}") for n, text in enumerate(texts)]
    shown = [post(f"/x{n}", text, f"2024-05-{13 + n + shift}") for n, text in enumerate(texts)]

    assert became(shown, held) == {"/x0": "/0", "/x1": "/1", "/x2": "/2"}


def test_posts_of_one_title_and_day_that_move_together() -> None:
    held = [post(f"/?p={n}", text) for n, text in enumerate((TIDES, BAMBOO, BENCH))]
    shown = [post(f"/x{n}", text) for n, text in enumerate((BENCH, TIDES, BAMBOO))]

    assert became(shown, held) == {"/x0": "/?p=2", "/x1": "/?p=0", "/x2": "/?p=1"}


def test_a_blog_that_numbers_its_posts_anew() -> None:
    """Each address has the post that stood before it; the last is new there."""
    texts = [(TIDES, "潮汐"), (BAMBOO, "竹子"), (BENCH, "Benchmarks")]
    held = [post(f"/{n}", *one) for n, one in enumerate(_dated(texts))]
    shown = [post(f"/{n + 1}", *one) for n, one in enumerate(_dated(texts))]

    assert became(shown, held) == {"/1": "/0", "/2": "/1", "/3": "/2"}


def _dated(texts: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [(text, f"2024-0{n + 1}-13", title) for n, (text, title) in enumerate(texts)]


def test_a_page_that_is_written_anew_each_week_stays_the_same() -> None:
    held = [post("/now", TIDES, "2024-05-13", "近况")]

    assert became([post("/now", BENCH, "2024-06-13", "近况")], held) == {"/now": "/now"}


def test_two_blogs_have_one_path_and_title_by_chance() -> None:
    mine = post("/hello", TIDES, "2021-01-02", "Hello World")
    other = post("/hello", BENCH, "2024-05-13", "Hello World")
    other = other._replace(memory=other.memory._replace(ids=("post:c.example/hello",)))

    assert became([other], [mine]) == {}


def test_a_blog_that_is_made_public_with_its_drafts_finished() -> None:
    """Until then it said that it was at the host that its generator began with."""
    draft = post("/posts/bench", BENCH, "2024-05-13", "Bench", "example.com")
    bench = post("/posts/bench", "如何测量。" + BENCH, "2024-06-20", "How to measure")
    other = post("/posts/bench", TIDES, "2024-06-20", "How to measure")
    bench, other = (one._replace(guid=draft.guid) for one in (bench, other))

    assert became([bench], [draft]) == {"/posts/bench": "/posts/bench"}
    assert became([other], [draft]) == {}


@pytest.mark.parametrize("text", ["懒。", BENCH])
def test_each_blog_has_a_page_about_itself(text: str) -> None:
    mine = post("/about", TIDES, "2023-01-02", "关于", "mine.example")
    other = post("/about", text, "2024-05-13", "关于", "other.example")
    moved = post("/about", TIDES + text, "2024-05-13", "关于", "other.example")

    assert became([other], [mine]) == {}
    assert became([moved], [mine]) == {"/about": "/about"}


def test_a_blog_whose_index_tells_no_days_moves_while_its_posts_are_mended() -> None:
    texts = {"潮汐": TIDES * 5, "竹子": BAMBOO * 5}
    held = [post(f"/2024/{title}", text, "", title) for title, text in texts.items()]
    shown = [post(f"/{title}", f"勘误。{text[:-20]}", "", title) for title, text in texts.items()]
    # Another of each title, which has not moved.
    beside = [post(f"/2023/{title}", BENCH, "", title) for title in texts]
    mine = [one._replace(fields=present(one, Answer="我的").fields) for one in held]

    for known in (held, mine):
        found = became([*shown, *beside], [*known, *beside])
        assert found["/潮汐"] == "/2024/潮汐"
        assert found["/竹子"] == "/2024/竹子"
    assert became([post("/new", TIDES[:30] + BENCH * 5, "", "潮汐")], held) == {}


def test_a_post_that_moved_and_has_another_title_is_known_by_the_day_in_its_address() -> None:
    """Its index tells no days."""
    held = [post("/notes/2024/07/23/tides", TIDES, DAY, "潮汐笔记")]
    mended = f"{TIDES[:-20]}勘误。"

    assert became([post("/2024-07-23-sea", mended, "", "海")], held) == {
        "/2024-07-23-sea": "/notes/2024/07/23/tides"
    }
    assert became([post("/2024/07/24/sea", mended, "", "海")], held) == {}
    assert became([post("/2024/07/23/sea", TIDES[:45] + BENCH, "", "海")], held) == {}


def test_a_short_post_that_was_mended_as_it_moved_is_the_same_if_no_other_has_its_title() -> None:
    """Its index tells no days."""

    def tides(path: str, figure: str, captured: str = "") -> Note:
        return post(path, f"{TIDES[:40]}{figure}{TIDES[40:]}", captured, "潮汐")

    held = [tides("/2024/tides", "图一", DAY), post("/bamboo", BAMBOO, title="竹子")]
    shown = tides("/tides", "图二")

    assert became([shown], held) == {"/tides": "/2024/tides"}
    assert became([post("/tides", TIDES[:30] + BENCH, "", "潮汐")], held) == {}
    assert became([shown, tides("/sea", "图三")], held) == {}
    assert became([shown], [*held, tides("/old", "图三", DAY)]) == {}


@pytest.mark.parametrize("captured", ["2024-06-01", ""])
def test_a_path_of_which_no_host_is_told_may_be_another_blogs(captured: str) -> None:
    def shown(text: str, day: str, title: str) -> Note:
        path = "/archives/12"
        return post(path, text, day, title, host="")._replace(guid=guid_for("post", path))

    held = [shown(TIDES, DAY, "潮汐")]

    assert not became([shown(BENCH, captured, "Benchmarks")], held)
    assert bool(became([shown(BAMBOO, captured, "潮汐")], held)) == (not captured)
    assert became([shown(TIDES, captured, "海")], held)


def test_what_is_no_longer_listed_is_not_the_post_of_its_title_and_day_that_still_is() -> None:
    """A feed that rolls on shows the one of two."""
    old, still = post("/1", TIDES), post("/2", BAMBOO)
    left = moved_from([still], {7: known_by(old.guid, old.memory)})

    assert left == {7: [still]}
    assert moved_names(left, [replace(present(old), note_id=7)], {}) == {}


@pytest.mark.parametrize("captured", [DAY, ""])
@pytest.mark.parametrize("text", [BAMBOO, TIDES])
def test_a_post_whose_note_the_learner_rewrote_is_not_one_that_began_as_it_does(
    captured: str, text: str
) -> None:
    """Both had their notes when the blog still listed both; its search tells no days."""
    opening = "每周一记,写写这一周读到的和想到的,欢迎留言,也欢迎来信。"
    old, shown = post("/1", opening + TIDES), post("/2", opening + text, captured)
    mine = present(post("/2", opening + text), Answer="我的说法")
    left = moved_from([shown], {7: known_by(old.guid, old.memory)})

    found = moved_names(left, [replace(present(old), note_id=7)], {shown.guid: mine})
    assert bool(found) == (text == TIDES)


@pytest.mark.parametrize(("answer", "is_same"), [("我的说法", False), ("", True)])
def test_what_the_learner_rewrote_has_not_moved_where_a_post_of_its_title_and_day_has_a_note(
    answer: str, is_same: bool
) -> None:
    """Both begin alike. If he has rewritten no more than its title, its text still tells."""
    begins = "订阅与转载的说明写在前面,每一篇都有,读者可以跳过这一段。"
    old, still = post("/1", begins + TIDES), post("/2", begins + (TIDES if is_same else BAMBOO))
    alike = old._replace(memory=old.memory._replace(keys=still.memory.keys))
    mine: Any = {"Answer": answer} if answer else {"Prompt": "我问"}
    held = replace(present(alike, **mine), note_id=7)

    found = moved_names({7: [still]}, [held], {still.guid: present(still)})
    assert bool(found) == is_same


def test_posts_of_one_title_and_day_are_two_though_the_learner_says_the_same_of_both() -> None:
    """He has rewritten both notes, from one template of his own, and the one post has left."""
    words = "我的说法:先说它讲什么,再说我为什么要记住它,最后说哪里还没有看懂,下次要从哪里读起。"
    old, still = post("/1", TIDES), post("/2", BAMBOO)
    left = replace(present(old, Answer=f"{words}潮"), note_id=7)
    has = replace(present(still, Answer=f"{words}竹"), note_id=8)

    assert moved_names({7: [still]}, [left], {still.guid: has}) == {}
    moved = post("/2", TIDES)
    assert 7 in moved_names({7: [moved]}, [left], {moved.guid: replace(present(moved), note_id=8)})


def test_a_post_made_of_the_template_of_another_that_left_that_day_is_not_that_one() -> None:
    """Both have notes. A post that moved and got another title says the very same."""
    old = post("/1", f"{TIDES[:30]}一号{TIDES[32:]}", title="一号")
    for figure, is_same in (("二号", False), ("一号", True)):
        still = post("/2", f"{TIDES[:30]}{figure}{TIDES[32:]}", title="二号")
        held = replace(present(old), note_id=7)
        found = moved_names({7: [still]}, [held], {still.guid: present(still)})
        assert bool(found) == is_same


@pytest.mark.parametrize(("told", "is_same"), [("日记", True), ("周记", False)])
def test_a_post_that_moved_and_was_then_renamed_and_mended_is_known_by_its_former_title(
    told: str, is_same: bool
) -> None:
    """A package brought it, mended, where it had moved, beside the note that it had; a feed then
    shows it renamed."""
    text = TIDES[:36] + BAMBOO[:36]
    mended = text[:26] + "两条" + text[28:]
    old, moved = post("/1", text), post("/2", mended, title=told)
    now = post("/2", mended + "再记。", title="潮汐记")
    left = replace(present(old), note_id=7)

    found = moved_names({7: [now]}, [left], {now.guid: replace(present(moved), note_id=8)})
    assert bool(found) == is_same


def test_what_was_once_held_for_another_of_its_title_is_not_where_that_one_has_moved() -> None:
    """A dump, which tells no ids, had shown the one where a note of the other was, which kept its
    id; on another device that other has a note of its own. Now a feed shows the one."""
    now, other = post("/new", TIDES), post("/old", BAMBOO, "2023-01-02")
    mistaken = post("/old", TIDES, "")
    left = {7: [now], 8: [now]}
    held = [replace(present(mistaken), note_id=7), replace(present(other), note_id=8)]

    assert moved_names(left, held[:1], {})[7].ids == ("post:b.example/new", "post:b.example/old")
    assert moved_names(left, held, {}) == {}


@pytest.mark.parametrize("mine", [{}, {"Answer": "我的说法"}])
def test_posts_of_one_title_and_day_that_begin_and_end_alike_are_two(mine: Dict[str, Any]) -> None:
    """A weekly column has one opening and one closing; what stands between them is the post."""
    opening, closing = "每周一记,写写这一周读到的和想到的,欢迎留言。", "下周见,祝各位一切都好。"
    told = post("/tides", opening + TIDES[:36] + closing)
    held = [told._replace(fields=present(told, **mine).fields)]

    assert became([post("/bamboo", opening + BAMBOO[:36] + closing)], held) == {}
    assert became([post("/sea", opening + TIDES[:30] + "和螃蟹。" + closing)], held) == {
        "/sea": "/tides"
    }


@pytest.mark.parametrize("captured", ["2024-05-12", ""])
def test_posts_that_are_the_same_for_long_and_then_say_something_else_are_two(
    captured: str,
) -> None:
    """A column prints its rules before each post; no day is told, or the dates may be of zones."""
    rules = "投稿请附上出处,不收已经发表过的;图片要写明是谁拍的,在哪里拍的,什么时候。"
    held = [post("/tides", rules * 8 + TIDES * 2, captured)]

    assert became([post("/bamboo", rules * 8 + BAMBOO * 2)], held) == {}
    assert became([post("/sea", rules * 8 + TIDES * 2)], held) == {"/sea": "/tides"}


def test_a_post_of_which_one_sentence_was_rewritten_as_it_moved_is_the_same() -> None:
    before = "水温也要记下来,每天早晚各量一次,写在本子上,一年以后再画成曲线。"
    after = "Seabirds were counted at dawn, from the pier."
    held = [post("/a", TIDES * 3 + before + BAMBOO * 3)]

    assert became([post("/b", TIDES * 3 + after + BAMBOO * 3)], held) == {"/b": "/a"}
