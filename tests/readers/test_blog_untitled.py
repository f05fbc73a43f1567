# ruff: noqa: E501
"""Posts that no page says the title of, in lists and on pages of their own."""

from __future__ import annotations

import pytest
from annoki.model import Item
from annoki.readers.blog import page_html
from annoki.text.spans import plain

from tests.readers.test_blog_parts import HEAD as HOME
from tests.readers.test_blog_parts import SAID, TEXT, posts
from tests.texts import shown

HEAD = "<!DOCTYPE html><title>河边</title><link rel=canonical href='https://river.example/tides/'>"
SAYS = "<meta property='og:title' content='河边'><meta property='og:site_name' content='河边'>"
MENU = "<header><a class=logo href='/'>河边</a><a href='/notes/'>笔记</a></header>"


def the_post(body: str) -> Item:
    (post,) = posts(f"{HEAD}{MENU}{body}")
    return post


def test_a_post_without_a_title_has_neither_that_of_its_site_nor_of_a_neighbour() -> None:
    nav = "<nav><a href='/snow/'><div class=article-nav-title>雪</div></a></nav>"
    post = f"<article><div class=entry-content>{TEXT}</div>{nav}</article>"
    (found,) = posts(f"{HEAD}{SAYS}{post}")
    assert (plain(found.title), found.link) == ("", "https://river.example/tides/")


@pytest.mark.parametrize(
    "rest",
    [
        "<aside><ol><li><article><footer><a href='/snow/'>雪</a></footer>写得好。</article></ol></aside>",
        "<div class=widget><article><p>最近的留言,说的是另一篇。</p></article></div>",
    ],
)
def test_articles_in_what_stands_around_are_no_posts(rest: str) -> None:
    body = f"<div class=entry-content>{TEXT}</div><footer><time>2024-03-05</time></footer>"
    found = the_post(f"<article><h1>Untitled</h1>{body}</article>{rest}")
    assert (plain(found.title), shown(found.body)) == ("Untitled", SAID)
    assert (found.link, found.captured) == ("https://river.example/tides/", "2024-03-05")


def test_an_empty_title_is_of_a_post_that_has_none() -> None:
    words = "<p>月亮在拉,水就上来,又退下去,沙上留着一道道白线。</p><p>第二天还是这样,第三天也是,只是每天都晚一些。</p>"
    found = the_post(
        f"<h1 class=post-title></h1><main class=card><div id=words>{words}</div></main>"
    )
    assert (plain(found.title), len(found.body), found.collection) == ("", 2, "河边")


def test_a_page_that_is_called_by_its_site_behind_a_bar_is_of_a_post_without_a_title() -> None:
    head = "<!DOCTYPE html><title> | 河边</title>"
    site = "<header><h1>河边</h1><a href='/'>Home</a><a href='/notes/'>笔记</a></header>"
    time = "<time datetime=2024-03-05T08:00:00+08:00>March 5, 2024</time>"
    words = "<p>月亮在拉,水就上来,又退下去,沙上留着一道道白线。</p><p>第二天还是这样,第三天也是,只是每天都晚一些。</p>"
    (found,) = posts(f"{head}{site}<main><h1></h1>{time}{words}</main>")
    assert (plain(found.title), len(found.body), found.captured) == ("", 2, "2024-03-05")
    assert found.collection == "河边"
    (named,) = posts(f"{head}{site}<main><h1>潮汐</h1>{time}{words}</main>")
    assert plain(named.title) == "潮汐"
    logo = f"{site}<main><h1><img src=/logo.png></h1>{words}</main>"
    assert not page_html.detect(f"<!DOCTYPE html><title>联系</title>{logo}")


def test_a_card_without_a_title_is_one_where_it_is_called_as_the_others_are() -> None:
    card = "<li class=post><h2>{}</h2><p class=excerpt>{}</p><time><a href='/{}/'>2024-03-05</a></time></li>"
    cards = card.format("<a href='/t/'>潮汐</a>", "月亮在拉。", "t")
    cards += card.format("<a href='/b/'>竹子</a>", "一天一米。", "b")
    cards += card.replace("<h2>{}</h2>", "").format("没有题目。", "n")
    other = "<li class=ad><a href='/shop/'>买竹子</a></li>"
    found = [(plain(one.title), one.link[-3:]) for one in posts(f"{HOME}<ul>{cards}{other}</ul>")]
    assert found == [("潮汐", "/t/"), ("竹子", "/b/"), ("", "/n/")]


SITE = "<!DOCTYPE html><title>River notes</title>"
BAR = "<nav><a href='/'><img src=/logo.png alt='River notes'></a><a href='/notes/'>Notes</a></nav>"
WORDS = "<p>月亮在拉,水就上来,又退下去,沙上留着一道道白线。</p><p>第二天还是这样,第三天也是,只是每天都晚一些。</p>"


@pytest.mark.parametrize(
    "above",
    [
        "<a href='/categories/sea'>海</a><h2>潮汐</h2><div class=meta><span>By Wu</span> <span>05 Mar 2024</span></div>",
        "<h1>潮汐</h1><p>Posted on March 5, 2024</p>",
        "<div class=when>2024-03-05</div><h1>潮汐</h1>",
        "<header><h1>潮汐 <i>置顶</i></h1><time datetime=2024-03-05>5 March</time></header>",
        "<div><h3>潮汐</h3></div><small>2024年3月5日</small>",
    ],
)
def test_a_page_that_is_called_as_its_site_is_of_the_post_below_its_heading_and_day(
    above: str,
) -> None:
    (found,) = posts(f"{SITE}{BAR}<section>{above}<div class=content>{WORDS}</div></section>")
    assert plain(found.title).removesuffix(" 置顶") == "潮汐"
    assert (len(found.body), found.captured, found.collection) == (2, "2024-03-05", "River notes")


@pytest.mark.parametrize(
    "above",
    [
        "<h2>潮汐</h2><p>By Wu</p>",
        "<h2>潮汐</h2><p>Updated on 2024-03-05</p>",
        "<h2>潮汐</h2><h2>雪</h2><p>2024-03-05</p>",
        "<h2><a href='/tides/'>潮汐</a></h2><p>2024-03-05</p>",
        "<p>2024-03-05</p>",
    ],
)
def test_a_page_without_one_heading_and_a_day_above_its_text_is_no_post(above: str) -> None:
    assert not page_html.detect(f"{SITE}{BAR}<section>{above}<div class=words>{WORDS}</div>")
