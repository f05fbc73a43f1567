"""Absent is not empty: what a face does not tell, it says nothing against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Sequence, Tuple

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.identity.guids import identify
from annoki.model import Face, Item, Note, Span
from annoki.sync.collection_plan import CollectionPlan
from annoki.sync.gone import Answered
from annoki.sync.memory import hash_of
from real_anki import EXAMPLES, plain
from syncing import Kept, differing, gathered, whole

from tests.planning import counted
from tests.texts import passage, prose

POST = Item(
    "post", "blog", "entry 1", 1, body=prose("夜里的灯都亮着。\n\n河边没有人。"),
    title=(Span("夜行"),), captured="2023-08-13", host="b.example", collection="我的博客",
    link="https://b.example/posts/night.html", tags=("散步",), face=Face.PAGE,
)  # fmt: skip
INDEX = POST._replace(captured="", collection="", tags=())


def note(item: Item, origin: str, guid: str = "") -> Note:
    """The note of `item` as the listing `origin` shows it."""
    ((one,),) = identify([[item]])
    made = compose(item, guid or one.guid, Config(), origin=hash_of(origin))
    return made._replace(memory=made.memory._replace(ids=one.ids, keys=one.keys))


def sync(kept: Kept, item: Item, origin: str) -> CollectionPlan:
    return kept.sync_notes([note(item, origin, note(POST, "").guid)])


def the_note(kept: Kept) -> Any:
    return kept.by_guid(note(POST, "").guid)


def namespaces(found: Any) -> Sequence[str]:
    return sorted(tag.split("::")[1] for tag in found.tags)


def test_a_post_whose_text_is_no_longer_told_is_neither_gone_nor_blanked(kept: Kept) -> None:
    """An encrypted post is there, as its listing says; one that never had a text makes no note."""
    kept.sync_notes([note(POST, "feed")])
    before = list(the_note(kept).fields)
    emptied = POST._replace(body=(), face=Face.TEXT, left_out="encrypted")
    other = emptied._replace(source_ids=("/other/",), link="", title=(Span("空"),))
    listed = [note(one, "feed")._replace(left_out=one.left_out) for one in (emptied, other)]
    plan = kept.sync_notes(listed, [Answered("feed", hash_of("feed"), "whole", 2)])
    assert plan.counts() == counted(unchanged=1)
    assert the_note(kept).fields == before
    assert kept.col.note_count() == 1


@pytest.mark.parametrize("first", [0, 1])
def test_feed_and_index_in_turn_blank_nothing_and_write_nothing_after_the_second(
    kept: Kept, first: int
) -> None:
    faces = [(POST, "feed"), (INDEX, "index")]
    sync(kept, *faces[first])
    second = sync(kept, *faces[1 - first])
    found = the_note(kept)
    assert (found["Captured"], plain(found["Prompt"])) == ("2023-08-13", "夜行")
    assert "我的博客" in found["Source"]
    assert namespaces(found) == ["host", "month", "source", "status", "tag"]
    if first == 0:
        assert second.counts() == counted(unchanged=1)
    before = whole(kept.learner)

    for _ in range(2):
        for face in (faces[first], faces[1 - first]):
            plan = sync(kept, *face)
            assert not plan.changes_anything, plan.lines()
    assert differing(before, whole(kept.learner)) == []


def test_the_feed_and_the_search_index_of_the_examples_take_turns(kept: Kept) -> None:
    def turn(name: str) -> CollectionPlan:
        wanted = gathered([EXAMPLES / name])
        return kept.sync_notes(wanted.notes, wanted.answers)

    turn("blog-feed.xml")
    dated = {one.guid: one["Captured"] for one in kept.learner.notes() if one["Captured"]}
    turn("blog-search.xml")
    assert dated
    for guid, date in dated.items():
        assert kept.by_guid(guid)["Captured"] == date
    before = whole(kept.learner)

    for name in ("blog-feed.xml", "blog-search.xml", "blog-feed.xml"):
        assert not turn(name).changes_anything, name
    assert differing(before, whole(kept.learner)) == []


@pytest.mark.parametrize("first", ["feed", "index"])
def test_an_index_whose_tags_were_stripped_takes_no_lines_away(
    kept: Kept, tmp_path: Path, first: str
) -> None:
    """Nor where it was seen first: the feed then says it better."""
    html = "<h2>涨潮</h2><p>月亮近了。</p><pre><code>wait(6)\ngo()\n</code></pre>"
    flat = "涨潮 月亮近了。 12wait(6)go()"
    link = "https://b.example/2024/tides/"
    entry = f"<title>潮汐</title><link href='{link}'/><content type='html'><![CDATA[{html}]]>"
    index = f"<title>潮汐</title><url>/2024/tides/</url><content type='text'><![CDATA[{flat}]]>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}</content></entry></feed>"
    for name, text in (
        ("feed", feed),
        ("index", f"<search><entry>{index}</content></entry></search>"),
    ):
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")

    def turn(name: str) -> CollectionPlan:
        wanted = gathered([tmp_path / f"{name}.xml"])
        return kept.sync_notes(wanted.notes, wanted.answers)

    turn(first)
    turn("index" if first == "feed" else "feed")
    (found,) = kept.learner.notes()
    assert "<h2" in found["Answer"]
    assert "wait(6)\ngo()" in plain(found["Answer"])
    before = whole(kept.learner)
    for name in ("index", "feed"):
        assert not turn(name).changes_anything
    assert differing(before, whole(kept.learner)) == []


def test_a_post_that_has_left_the_home_page_keeps_the_lines_of_its_head(
    kept: Kept, tmp_path: Path
) -> None:
    """The list of all posts has it still, run together."""
    link = "https://b.example/2024/tides/"
    index = tmp_path / "content.json"
    text = "月亮近了，水就涨。 12wait(6)go() 再等六个小时。"
    row = {"title": "潮汐", "permalink": link, "path": "2024/tides/", "text": text, "tags": []}
    index.write_text(json.dumps([row]), encoding="utf-8")
    home = tmp_path / "home.html"
    cards = "".join(
        f"<article><h2><a href='{link}{n}'>{title}</a></h2><p>月亮近了，水就涨。</p>"
        f"<pre><code>wait(6)\ngo()\n</code></pre><a href='{link}{n}'>阅读全文</a></article>"
        for n, title in (("", "潮汐"), ("b", "浪"))
    )
    home.write_text(f"<main>{cards}</main>", encoding="utf-8")

    def turn(*paths: Path) -> CollectionPlan:
        wanted = gathered(paths)
        return kept.sync_notes(wanted.notes, wanted.answers)

    def answer() -> str:
        (found,) = (one for one in kept.learner.notes() if plain(one["Prompt"]) == "潮汐")
        return plain(found["Answer"])

    turn(home, index)
    assert "wait(6)\ngo()" in answer()
    assert "再等六个小时" in answer()
    assert not turn(index).changes_anything
    assert "wait(6)\ngo()" in answer()


def test_an_archive_that_tells_but_days_takes_no_text_away_and_follows_a_move(
    kept: Kept, tmp_path: Path
) -> None:
    summary, page = tmp_path / "feed.xml", tmp_path / "archive.html"
    summary.write_text(
        "<rss version='2.0'><channel><title>小站</title><item><title>潮汐</title>"
        "<link>https://b.example/sea/tides/</link><pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate>"
        "<description>涨潮时水漫过石阶。</description></item></channel></rss>",
        encoding="utf-8",
    )

    def archive(folder: str) -> str:
        card = f"<article><a href='/{folder}/tides/'>潮汐</a> <span>05-13</span></article>"
        head = "<link rel=canonical href='https://b.example/posts/'><title>小站</title>"
        other = card.replace("tides", "moon").replace("潮汐", "月亮")
        return f"<html>{head}<h3>2024</h3>{card}{other}</html>"

    def turn(path: Path) -> CollectionPlan:
        wanted = gathered([path])
        return kept.sync_notes(wanted.notes, wanted.answers)

    turn(summary)
    for folder in ("sea", "shore"):
        page.write_text(archive(folder), encoding="utf-8")
        turn(page)
        answers = {plain(one["Prompt"]): plain(one["Answer"]) for one in kept.learner.notes()}
        assert answers == {"潮汐": "涨潮时水漫过石阶。", "月亮": ""}
        assert len(kept.learner.notes()) == 2


@pytest.mark.parametrize("other", ["2023-08", "2023", ""])
def test_a_date_is_never_made_less_exact(kept: Kept, other: str) -> None:
    sync(kept, POST, "feed")

    for origin in ("feed", "page"):
        sync(kept, POST._replace(captured=other), origin)

        assert the_note(kept)["Captured"] == "2023-08-13"
        assert "annoki::month::2023-08" in the_note(kept).tags


def test_a_date_is_made_more_exact(kept: Kept) -> None:
    sync(kept, POST._replace(captured="2023"), "feed")
    assert "month" in namespaces(the_note(kept))

    sync(kept, POST, "page")

    assert the_note(kept)["Captured"] == "2023-08-13"
    assert [tag for tag in the_note(kept).tags if "month" in tag] == ["annoki::month::2023-08"]
    assert not sync(kept, POST._replace(captured="2023"), "feed").changes_anything


def test_a_poorer_face_makes_a_date_more_exact(kept: Kept) -> None:
    sync(kept, POST._replace(captured="2023-08"), "feed")

    sync(kept, POST._replace(face=Face.EXCERPT), "page")

    assert the_note(kept)["Captured"] == "2023-08-13"
    assert not sync(kept, POST._replace(captured="2023-08"), "feed").changes_anything


def test_of_two_days_that_two_faces_tell_the_first_stays(kept: Kept) -> None:
    """One tells the day in UTC, the other where it was written."""
    sync(kept, POST._replace(captured="2023-07-31"), "feed")
    sync(kept, POST._replace(captured="2023-08-01"), "page")
    assert the_note(kept)["Captured"] == "2023-07-31"
    assert [tag for tag in the_note(kept).tags if "month" in tag] == ["annoki::month::2023-07"]

    for day, origin in (("2023-07-31", "feed"), ("2023-08-01", "page")):
        assert not sync(kept, POST._replace(captured=day), origin).changes_anything


def test_a_date_that_its_only_source_corrects_is_followed(kept: Kept) -> None:
    sync(kept, POST, "feed")

    sync(kept, POST._replace(captured="2023-09-01"), "feed")

    assert the_note(kept)["Captured"] == "2023-09-01"
    assert [tag for tag in the_note(kept).tags if "month" in tag] == ["annoki::month::2023-09"]


def test_each_face_adds_its_part_of_where_it_was_read(kept: Kept) -> None:
    titled = POST._replace(link="", host="")
    linked = POST._replace(collection="")
    sync(kept, titled, "page")
    sync(kept, linked, "feed")

    source = the_note(kept)["Source"]
    assert 'href="https://b.example/posts/night.html"' in source
    assert "我的博客" in source
    assert '<span class="host">b.example</span>' in source
    assert source == note(POST, "").fields[4], "as one face that tells all would have it"
    for face in ((titled, "page"), (linked, "feed")):
        assert not sync(kept, *face).changes_anything


def test_a_post_that_moved_gets_its_new_address(kept: Kept) -> None:
    moved = POST._replace(link="https://b.example/2023/night.html")
    sync(kept, POST, "feed")
    sync(kept, POST, "last year's page")

    sync(kept, moved, "feed")
    assert "2023/night.html" in the_note(kept)["Source"]

    assert not sync(kept, POST, "last year's page").changes_anything, "it says nothing new"
    assert not sync(kept, moved, "feed").changes_anything


def test_a_post_that_moved_and_has_another_title_is_the_same(kept: Kept) -> None:
    """Of its day, and by how it begins."""
    text = "夜里的灯都亮着，河边没有人，只有桥下的水声一直在响，走到很远的地方还听得见，灯已灭了。"
    before = POST._replace(body=prose(text))
    link, title = "https://b.example/2023/night/", (Span("夜行（修订）"),)
    moved = before._replace(title=title, link=link, body=prose(f"{text}又补了一句。"))
    kept.sync_notes([note(before, "feed")])

    plan = kept.sync_notes([note(moved, "feed")])

    assert (len(plan.add), len(kept.learner.notes())) == (0, 1)
    assert not kept.plan_notes([note(moved, "feed")]).changes_anything


@pytest.mark.parametrize(("length", "notes"), [(9, 2), (60, 1)])
def test_a_post_that_was_dated_anew_is_known_by_its_whole_text(
    kept: Kept, length: int, notes: int
) -> None:
    """Its address has the date in it. What is short may be the opening that many posts share."""
    before = POST._replace(body=prose("夜里的灯都亮着，河边没有人。" * length))
    later = before._replace(captured="2023-11-02", link="https://b.example/2023/11/02/night/")
    kept.sync_notes([note(before, "feed")])

    kept.sync_notes([note(later, "feed")])

    assert len(kept.learner.notes()) == notes


@pytest.mark.parametrize("order", [1, -1])
def test_a_post_that_is_listed_where_it_was_and_where_it_is_stays_one(
    kept: Kept, order: int
) -> None:
    """An index is made anew, and a page that was saved before still has the old address."""
    there = POST._replace(link="https://b.example/2023/night.html", captured="")
    moved = there._replace(body=prose("夜里的灯都亮着。\n\n河边没有人。" * 9))
    old = moved._replace(link=POST.link)
    kept.sync_notes([note(old, "page")])
    kept.sync_notes([note(moved, "index")])
    assert len(kept.learner.notes()) == 1
    both = [note(old, "page"), note(moved, "index")][::order]

    kept.sync_notes(both)

    assert len(kept.learner.notes()) == 1
    again = kept.plan_notes(both)
    assert (again.changes_anything, again.unchanged, again.deleted) == (False, 2, ())
    other = there._replace(link=POST.link, body=prose("新的一篇，占了旧的地址。"))
    kept.sync_notes([note(other, "index"), note(moved, "index")][::order])
    assert len(kept.learner.notes()) == 2


def test_the_face_without_a_title_leaves_it(kept: Kept) -> None:
    untitled = POST._replace(title=())
    sync(kept, POST, "feed")
    sync(kept, untitled, "page")
    assert plain(the_note(kept)["Prompt"]) == "夜行"

    sync(kept, untitled._replace(body=prose("夜里的灯都灭了。\n\n河边没有人。")), "page")
    assert plain(the_note(kept)["Prompt"]) == "夜行"
    assert "灭了" in the_note(kept)["Answer"]


def test_the_face_with_a_title_brings_it(kept: Kept) -> None:
    sync(kept, POST._replace(title=()), "page")

    sync(kept, POST, "feed")

    assert plain(the_note(kept)["Prompt"]) == "夜行"
    assert not sync(kept, POST._replace(title=()), "page").changes_anything


def test_a_change_reaches_the_note_whatever_a_stale_face_goes_on_saying(kept: Kept) -> None:
    better = POST._replace(body=prose("夜里的灯都亮着，还下着雨。\n\n河边没有人。"))
    sync(kept, POST, "feed")
    sync(kept, POST, "saved page")

    assert sync(kept, better, "feed").counts() == counted(update=1)
    assert not sync(kept, POST, "saved page").changes_anything
    assert "下着雨" in the_note(kept)["Answer"]
    best = POST._replace(body=prose("雨停了。\n\n河边没有人。"))
    assert sync(kept, best, "saved page").counts() == counted(update=1), "it was saved anew"
    assert not sync(kept, better, "feed").changes_anything
    assert sync(kept, POST, "feed").counts() == counted(update=1), "and changed back"


def test_faces_that_show_it_otherwise_take_no_turns(kept: Kept) -> None:
    other = POST._replace(body=prose("夜里的灯都亮着 。\n\n河边没有人。"))
    sync(kept, POST, "feed")
    sync(kept, other, "index")
    before = whole(kept.learner)

    for face in ((POST, "feed"), (other, "index"), (POST, "feed")):
        assert not sync(kept, *face).changes_anything
    assert differing(before, whole(kept.learner)) == []


def test_a_conflict_that_one_face_told_of_is_not_told_again_by_turns(kept: Kept) -> None:
    sync(kept, POST, "feed")
    sync(kept, POST, "saved page")
    kept.learner.edit(the_note(kept), Answer="<p>我写的</p>")
    better = POST._replace(body=prose("夜里的灯都灭了。"))
    assert sync(kept, better, "feed").counts() == counted(unchanged=1, conflict=1)

    for _ in range(2):
        assert sync(kept, POST, "saved page").conflicts == ()
        assert sync(kept, better, "feed").counts() == counted(unchanged=1, kept=1)


ANSWERED = Item(
    "annotation", "hypothesis", "line 1", 1, passage("Keys are hashed."),
    prose("[!NOTE] 为什么？\nflashcard\n因为快"), captured="2023-08", face=Face.PAGE,
)  # fmt: skip


def annotated(kept: Kept, item: Item, origin: str) -> CollectionPlan:
    return kept.sync_notes([note(item, origin)])


def test_another_face_without_the_answer_takes_it_not_away(kept: Kept) -> None:
    annotated(kept, ANSWERED, "page")
    bare = ANSWERED._replace(body=())
    annotated(kept, bare, "activity page")

    (found,) = kept.learner.notes()
    assert plain(found["Answer"]) == "因为快"
    assert found["Status"] == "ready"
    assert "annoki::status::ready" in found.tags
    assert not annotated(kept, bare, "activity page").changes_anything
    assert not annotated(kept, ANSWERED, "page").changes_anything


@pytest.mark.parametrize("face", [Face.PAGE, Face.RECORD])
def test_the_only_source_takes_an_answer_away(kept: Kept, face: Face) -> None:
    annotated(kept, ANSWERED._replace(face=face), "page")

    annotated(kept, ANSWERED._replace(face=face, body=()), "page")

    (found,) = kept.learner.notes()
    assert (found["Answer"], found["Status"]) == ("", "highlight")


def home(*posts: Tuple[str, str]) -> str:
    """The home page of a blog that lists `posts`: of each its name and an excerpt, if any."""
    cards = (
        '<div class="recent-post-item">'
        f'<a class="article-title" href="https://b.example/2024/{name}/">{name}</a>'
        + (f'<div class="content">{text}</div>' if text else "")
        + "</div>"
        for name, text in posts
    )
    return f"<html><body>{''.join(cards)}</body></html>"


def test_a_post_that_is_listed_without_its_excerpt_keeps_its_text(
    kept: Kept, tmp_path: Path
) -> None:
    path = tmp_path / "home.html"

    def listed(night: str, river: str = "河边没有人。") -> CollectionPlan:
        path.write_text(home(("night", night), ("river", river)), encoding="utf-8")
        wanted = gathered([path])
        return kept.sync_notes(wanted.notes, wanted.answers)

    listed("", "")
    (night,) = kept.col.find_cards("night")
    assert kept.col.get_card(night).queue == -1
    assert listed("夜里的灯都亮着 ...").counts() == counted(update=2)
    assert kept.col.get_card(night).queue == 0, "it gained its text, and wakes"

    assert not listed("").changes_anything
    assert listed("夜里的灯都灭了。").counts() == counted(update=1, unchanged=1)
    assert not listed("").changes_anything


def test_the_sources_own_record_says_all_tags_there_are(kept: Kept) -> None:
    record = ANSWERED._replace(face=Face.RECORD, tags=("hash", "keys"))
    annotated(kept, record, "api")
    kept.learner.tag(kept.learner.notes()[0], "期末考试")

    annotated(kept, record._replace(tags=()), "api")

    tags = kept.learner.notes()[0].tags
    assert [tag for tag in tags if "::tag::" in tag] == []
    assert "期末考试" in tags


def test_a_face_without_tags_takes_none_away(kept: Kept) -> None:
    annotated(kept, ANSWERED._replace(tags=("hash",)), "page")
    kept.learner.tag(kept.learner.notes()[0], "annoki::mine")

    annotated(kept, ANSWERED, "other page")
    annotated(kept, ANSWERED, "page")

    tags = kept.learner.notes()[0].tags
    assert {"annoki::tag::hash", "annoki::mine"} <= set(tags)


def test_a_tag_that_the_learner_took_away_stays_away_whichever_face_comes(kept: Kept) -> None:
    tagged, other = ANSWERED._replace(tags=("hash",)), ANSWERED._replace(tags=("keys",))
    annotated(kept, tagged, "page")
    annotated(kept, other, "other page")
    found = kept.learner.notes()[0]
    found.tags = [tag for tag in found.tags if "::tag::" not in tag]
    kept.learner.edit(found)

    for item, origin in ((tagged, "page"), (other, "other page"), (tagged, "page")):
        assert not annotated(kept, item, origin).changes_anything


def test_an_edited_detail_stays_whatever_face_comes(kept: Kept) -> None:
    sync(kept, INDEX, "index")
    kept.learner.edit(the_note(kept), Source="我家", Captured="去年")

    sync(kept, POST, "feed")

    assert (the_note(kept)["Source"], the_note(kept)["Captured"]) == ("我家", "去年")
