# ruff: noqa: E501
"""Pages of blogs whose theme nobody has described: lists of posts, and the page of one."""

from __future__ import annotations

import pytest
from annoki.model import Document, Face, Found, Item, Problem
from annoki.readers.blog import page_html as blog_html
from annoki.text.spans import plain

from tests.texts import shown

HEAD = "<!DOCTYPE html><title>河边</title><link rel=canonical href='https://river.example/'>"
MENU = "<header><nav><a href='/notes/'>笔记</a><a href='/walks/'>散步</a></nav></header>"


def read(text: str, url: str = "") -> list[Found]:
    return list(blog_html.read(Document("page.html", text, url)))


def posts(text: str, url: str = "") -> list[Item]:
    assert blog_html.detect(text)
    found = read(text, url)
    assert all(isinstance(one, Item) for one in found), found
    return [one for one in found if isinstance(one, Item)]


def told(item: Item) -> tuple[str, str, str, str]:
    path = (item.source_ids or ("",))[0].replace("https://river.example", "")
    return plain(item.title), path, item.captured, shown(item.body)


TWO = [
    ("潮汐", "/2024/tides/", "2024-03-05", "prose: 月亮在拉。"),
    ("竹子", "/2024/bamboo/", "2024-03-04", "prose: 一天一米。"),
]

LISTS = {
    "a heading in each entry, text and day beside it": (
        "<ul class=home-list>"
        "<li class=home-item><h3><a href='/2024/tides/'>潮汐</a></h3><div class='home-excerpt prose'>"
        "<p>月亮在拉。</p></div><span class=home-day>2024-03-05</span></li>"
        "<li class=home-item><h3><a href='/2024/bamboo/'>竹子</a></h3><div class='home-excerpt prose'>"
        "<p>一天一米。</p></div><span class=home-day>2024-03-04</span></li></ul>"
    ),
    "entries whose whole is the link": (
        "<div class=list><a class=tile href='/2024/tides/'><section><h2>潮汐</h2>"
        "<div class=excerpt>月亮在拉。</div><time datetime='2024-03-04T16:00:00Z'>2024-03-05</time>"
        "<span class=crumb>自然</span></section></a>"
        "<a class=tile href='/2024/bamboo/'><section><h2>竹子</h2>"
        "<div class=excerpt>一天一米。</div><time>2024-03-04</time></section></a></div>"
    ),
    "a link laid over an entry, the day told when pointed at": (
        "<article class=entry><h2>潮汐</h2><div class=entry-content><p>月亮在拉。</p></div><footer>"
        "<span title='2024-03-05 09:00:00 +0800 CST'>三月</span></footer>"
        "<a class=over aria-label='post link to 潮汐' href='/2024/tides/'></a></article>"
        "<article class=entry><h2>竹子</h2><div class=entry-content><p>一天一米。</p></div><footer>"
        "<span title='2024-03-04 09:00:00 +0800 CST'>三月</span></footer>"
        "<a class=over href='/2024/bamboo/'></a></article>"
    ),
    "numbered classes, and other links in the text": (
        "<main><div id=post-7 class='post-7 hentry'><h2 class=entry-title><a href='/2024/tides/'>潮汐"
        "</a></h2><span>Mar 5, 2024</span><div class=entry-content><p>月亮在拉。</p></div></div>"
        "<div id=post-3 class='post-3 hentry tag-x'><h2 class=entry-title><a href='/2024/bamboo/'>竹子"
        "</a></h2><span>Mar 4, 2024</span><div class=entry-content><p>一天一米。</p></div></div></main>"
    ),
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_entries_side_by_side_are_posts(listed: str) -> None:
    side = (
        "<div class=sidebar><ul><li><h4><a href='/2023/old/'>旧的一篇,标题比别的都长得多</a></h4></li>"
        "<li><h4><a href='/2023/older/'>更旧的一篇,标题也比别的都长得多</a></h4></li></ul></div>"
    )
    items = posts(f"{HEAD}<body>{MENU}{listed}{side}<footer><a href='/page/2/'>下一页</a></footer>")
    assert [told(one) for one in items] == TWO
    assert all(one.collection == "河边" and one.host == "river.example" for one in items)


def test_a_list_of_titles_and_one_post_that_is_alone_in_its_year() -> None:
    text = (
        f"{HEAD}<div class=years><h3>2024</h3><ul class=year><li><span>03-05</span> <a href='/t/'>潮汐</a>"
        "</li><li><span>03-04</span> <a href='/b/'>竹子</a></li></ul>"
        "<h3>2023</h3><ul class=year><li><span>12-31</span> <a href='/s/'>雪</a></li></ul></div>"
    )
    found = [(plain(one.title), one.captured, one.face) for one in posts(text)]
    assert found == [
        ("潮汐", "2024-03-05", Face.TEXT),
        ("竹子", "2024-03-04", Face.TEXT),
        ("雪", "2023-12-31", Face.TEXT),
    ]


def test_a_post_whose_text_leads_to_others_is_one() -> None:
    more = "<h4><a href='/2022/sea/'>海</a></h4><h4><a href='/2022/lake/'>湖</a></h4>"
    text = LISTS["a heading in each entry, text and day beside it"].replace(
        "一天一米。</p>", "见</p>" + more
    )
    first, second = posts(f"{HEAD}{text}")
    assert (plain(first.title), plain(second.title)) == ("潮汐", "竹子")
    assert shown(second.body).startswith(
        "prose: 见\nheading: {a https://river.example/2022/sea/}海"
    )


def test_posts_that_nothing_holds_together_have_titles_and_links() -> None:
    text = (
        "<h2><a href='/t/'>潮汐</a></h2><p>月亮在拉。</p><h2><a href='/b/'>竹子</a></h2><p>长。</p>"
    )
    found = [(plain(one.title), one.link, one.face) for one in posts(f"{HEAD}<main>{text}</main>")]
    assert found == [
        ("潮汐", "https://river.example/t/", Face.TEXT),
        ("竹子", "https://river.example/b/", Face.TEXT),
    ]


def test_links_in_a_text_and_menus_are_no_posts() -> None:
    text = "<p>先读<a href='/a/one/'>第一篇</a>,再读<a href='/a/two/'>第二篇</a>,最后休息。</p>"
    menu = "<ul><li><a href='/guide/'>指南</a></li><li><a href='/shop/'>商店</a></li></ul>"
    assert not blog_html.detect(f"{HEAD}{text}{menu}")


def test_several_posts_that_are_not_understood_are_a_failure() -> None:
    body = "<div class=post-content><h2>潮汐</h2><p>月亮在拉。</p></div>"
    (found,) = read(f"<title>河边</title>{body}{body.replace('潮汐', '竹子')}")
    assert isinstance(found, Problem)
    assert found.what.startswith("2 posts, it seems, but not where each begins")


PAGE = (
    "<!DOCTYPE html><title>潮汐 | 河边</title>{head}<body><header><h1 class=site><a href='/'>河边</a></h1>"
    "{above}</header><main>{body}</main><div class=related><h3>还可以读</h3>"
    "<article><h4><a href='/2024/bamboo/'>竹子</a></h4></article>"
    "<article><h4><a href='/2024/snow/'>雪</a></h4></article></div>"
)
OWN = (
    "<meta property='og:title' content='潮汐'><meta property='og:site_name' content='河边'>"
    "<meta property='og:type' content='article'>"
    "<meta property='og:url' content='https://river.example/2024/03/05/tides/index.html'>"
    "<meta property='article:published_time' content='2024-03-04T16:00:00.000Z'>"
    "<meta property='article:tag' content='月亮'><meta property='article:tag' content='a, site, list'>"
)
JSON_LD = (
    "<link rel=canonical href='https://river.example/2024/03/05/tides/'>"
    '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "河边"}, {"@type":'
    ' "BlogPosting", "headline": "潮汐", "datePublished": "2024-03-05T00:00:00+08:00"}]}</script>'
)
BODY = "<p>月亮在拉。</p><pre><code><span class=title>pull</span>()</code></pre>"
SAID = "prose: 月亮在拉。\ncode: pull()"


@pytest.mark.parametrize("head", [OWN, JSON_LD])
@pytest.mark.parametrize(
    ("above", "body", "said"),
    [
        ("<h1 class=post-title>潮汐</h1>", f"<div class=post-content>{BODY}</div>", SAID),
        ("", f"<article class=post-content><h1>潮汐</h1>{BODY}</article>", SAID),
        (
            "<h1>潮汐</h1>",
            f"<article><h1>一、月亮</h1>{BODY}</article>",
            f"heading: 一、月亮\n{SAID}",
        ),
        (
            "",
            f"<article class=entry-content><h1>一、月亮</h1>{BODY}</article>",
            f"heading: 一、月亮\n{SAID}",
        ),
        ("", f"<article><h1>潮汐</h1><div class=post-meta>2024-03-05</div>{BODY}</article>", SAID),
    ],
)
def test_the_page_of_a_post_beside_others(head: str, above: str, body: str, said: str) -> None:
    (post,) = posts(PAGE.format(head=head, above=above, body=body))
    assert (plain(post.title), post.captured, post.collection) == ("潮汐", "2024-03-05", "河边")
    assert shown(post.body) == said
    assert post.tags == (("月亮",) if head is OWN else ())
    assert post.face == Face.PAGE


def test_without_a_word_of_the_head_the_text_tells_the_post() -> None:
    body = f"<h2 class=headline>潮汐</h2><div id=words>{'<p>月亮在拉,水就上来,又退下去。</p>' * 10}</div>"
    (post,) = posts(PAGE.format(head="", above="", body=body))
    assert (plain(post.title), len(post.body)) == ("潮汐", 10)


def test_an_article_of_comments_is_none() -> None:
    body = f"<article><h1>潮汐</h1>{BODY}</article><article><p>写下评论</p></article>"
    (post,) = posts(f"<title>潮汐 - 河边</title>{body}")
    assert (plain(post.title), shown(post.body)) == ("潮汐", SAID)


@pytest.mark.parametrize(
    ("path", "printed", "day"),
    [
        ("/2024/03/05/t/", "2024-03-04", "2024-03-05"),
        ("/2024/03/05/t/", "", "2024-03-05"),
        ("/2024-03-05-t/", "2024-03-06", "2024-03-05"),
        ("/2024/03/05/t/", "2024-06-01", "2024-06-01"),
        ("/2024/13/05/t/", "2024-03-04", "2024-03-04"),
        ("/t/", "2024-03-04", "2024-03-04"),
    ],
)
def test_the_day_in_an_address_is_that_of_the_blogs_own_zone(
    path: str, printed: str, day: str
) -> None:
    card = f"<article><h2><a href='{path}'>潮汐</a></h2><time>{printed}</time><p>月亮</p></article>"
    (post,) = posts(f"{HEAD}{card}")
    assert post.captured == day
