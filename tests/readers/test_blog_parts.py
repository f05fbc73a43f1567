# ruff: noqa: E501
"""What themes print of and around a post: neighbours, tags, days of changes, covers, labels."""

from __future__ import annotations

import pytest
from annoki.model import Document, Item, Skipped
from annoki.readers.blog import page_html, search_xml
from annoki.repair import repair
from annoki.text.spans import plain

from tests.texts import shown

HEAD = "<!DOCTYPE html><title>河边</title><link rel=canonical href='https://river.example/'>"
MENU = "<nav><a href='/'>河边</a><a href='/about/'>关于</a></nav>"
POST = (
    "<!DOCTYPE html><title>潮汐 | 河边</title><meta property='og:title' content='潮汐'>"
    "<meta property='og:site_name' content='河边'><meta property='og:type' content='article'>"
    "<meta property='og:url' content='https://river.example/tides/'>"
    "<meta property='article:published_time' content='2024-03-04T16:30:00.000Z'>"
)
TEXT = "<p>月亮在拉。</p><p>水就上来。</p>"
SAID = "prose: 月亮在拉。\nprose: 水就上来。"


def posts(text: str, url: str = "") -> list[Item]:
    assert page_html.detect(text)
    found = list(page_html.read(Document("page.html", text, url)))
    assert all(isinstance(one, Item) for one in found), found
    return [one for one in found if isinstance(one, Item)]


def the_post(body: str) -> Item:
    (post,) = posts(f"{POST}<body>{body}</body></html>")
    return post


AROUND = {
    "neighbours that are articles in the post": (
        f"<article class=post-content><h1>潮汐</h1><div class=markdown-body>{TEXT}</div><div>"
        "<div class=license-box><div>潮汐</div><div>https://river.example/tides/</div></div>"
        "<div class=post-prevnext><article class=post-prev><a href='/snow/'><span>雪</span><span>上一篇</span>"
        "</a></article><article class=post-next><a href='/bamboo/'><span>竹子</span><span>下一篇</span></a>"
        "</article></div></div></article>"
    ),
    "a heading of the text that leads to another page": (
        f"<article><h1>潮汐</h1><div class=markdown-body>{TEXT}<h3><a href='words.md'></a></h3></div></article>"
        "<article class=post-prev><a href='/snow/'>雪</a></article>"
    ),
    "neighbours with their texts": (
        f"<article><h1>潮汐</h1><div itemprop=articleBody>{TEXT}</div><div class=prev-next>"
        "<a class=prev href='/snow/'><p class=title>雪</p><p class=content>下了一夜,树都白了,路也不见了。</p></a>"
        "<a class=next href='/bamboo/'><p class=title>竹子</p><p class=content>一天一米,听得见它在长,很响。</p></a>"
        "</div></article>"
    ),
    "neighbours that say so": (
        f"<article><h1>潮汐</h1>{TEXT}</article><div class=more-of-it><div><h2><a rel=prev href='/snow/'>雪</a>"
        "</h2></div><div><h2><a rel=next href='/bamboo/'>竹子</a></h2></div></div>"
    ),
    "a sign beside the title that links to it": (
        "<article><h1 id=tides>潮汐<a class=headerlink href='#tides' title='Permanent link'>&para;</a></h1>"
        f"{TEXT}</article>"
    ),
    "a frame that says where its sidebar is": (
        "<div class='container sidebar-position-left page-post-detail'><header>河边</header><main><article>"
        f"<h1>潮汐</h1><div class=post-body>{TEXT}</div></article></main>"
        "<div class=sidebar><article><h1>雪</h1><div class=post-body>下了一夜。</div></article></div></div>"
    ),
    "tags below the text": (
        f"<article class=card><h1>潮汐</h1><div class=content>{TEXT}</div><div class=article-tags><span>#</span>"
        "<a href='/tags/sea/' rel=tag>海</a><a href='/tags/moon/' rel=tag>月</a></div></article>"
    ),
    "tags and what they are called": (
        f"<article><h1>潮汐</h1>{TEXT}<div>标签： <ul><li><a href='/tags/sea/'>海</a></li></ul></div></article>"
    ),
    "tags at the end of the text": (
        f"<article><h1>潮汐</h1><div class=entry-content>{TEXT}<p>标签：<a href='/tag/sea/'>海</a>, "
        "<a href='/tag/moon/'>月</a></p></div></article>"
    ),
    "a notice that it is old, above the text": (
        "<article><h1>潮汐</h1><div class=entry-content><div class=admonition><div>注意</div><div>本文最后更新于 "
        f"<span title='May 9, 2023'>2023-05-09</span>，文中内容可能已过时。</div></div>{TEXT}</div></article>"
    ),
    "a notice that it is old, below the title": (
        "<article><h1>潮汐</h1><div class=post-meta>2024-03-05</div><div class=content><div><div>注意</div><div>本文最后"
        f"更新于 2023-05-09，文中内容可能已过时。</div></div>{TEXT}<!-- x --><script>1</script></div></article>"
    ),
    "a notice that it is old, below the text": (
        f"<article><h1>潮汐</h1><div class=entry-content>{TEXT}<div><p>This article was last updated on March 4, "
        "2023, the content may be out of date.</p></div></div></article>"
    ),
    "no tags, in the text": (
        f"<article><h1>潮汐</h1><div class=entry-content>{TEXT}<p itemprop=keywords>标签：无</p></div></article>"
    ),
    "a cover with another's words": (
        f"<article><div class=featured-image><img src='/sea.png' alt='海' title='潮汐'></div><h1>潮汐</h1>{TEXT}</article>"
    ),
    "the title again, as a cover": (
        f"<article><h1>潮汐</h1><figure><img src='/sea.png' alt='潮汐'></figure>{TEXT}</article>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", AROUND.values(), ids=AROUND)
def test_what_stands_around_a_post_is_none_of_its_text(body: str) -> None:
    post = the_post(body)
    assert (plain(post.title), shown(post.body), post.link) == (
        "潮汐",
        SAID,
        "https://river.example/tides/",
    )


def test_tags_inside_a_text_are_the_posts_only_where_it_says_so_at_an_end() -> None:
    tags = "<p>标签：<a href='/tag/sea/'>海</a></p>"
    post = the_post(f"<article><div class=entry-content>{TEXT}{tags}</div></article>")
    assert post.tags == ("海",)
    for text in (
        f"{tags}<p>这一行是例子。</p>{TEXT}{tags}<p>完。</p>",
        f"{TEXT}<p><a href='/tag/sea/'>海的其他文章</a></p>",
        f"{TEXT}<p>标签：见<a href='/tag/sea/'>海</a>。</p>",
    ):
        post = the_post(f"<article><div class=entry-content><p>头。</p>{text}</div></article>")
        assert (post.tags, "海" in shown(post.body)) == ((), True)


def test_what_a_writer_says_of_its_age_is_text() -> None:
    said = "本文最后更新于 2023 年，部分内容可能已过时。"
    for own in (f"<p>{said}</p>", f"<div>{said}后来我又去看了一次海，记在这里。</div>"):
        post = the_post(f"<article><div class=entry-content>{own}{TEXT}</div></article>")
        assert said in shown(post.body)


def test_a_text_called_so_that_quotes_one_called_so_is_whole() -> None:
    quoted = "<div class=markdown-body><p>月亮在拉。</p></div>"
    post = the_post(f"<div class=post-content><h1>潮汐</h1>{quoted}<p>水就上来。</p></div>")
    assert shown(post.body) == SAID


DAYS = {
    "above the text, beside that of a change": (
        "<div class=info><span class=post-update-date><span data-updated=x>2024-06-01</span></span>"
        "<span class=post-create-date><span class=datetime>2024-03-05 00:30</span></span></div>"
    ),
    "beside the way home": (
        "<div class=bread-nav><a href='/'>主页</a><span>发布于:<time datetime='2024-03-04T16:30:00Z'>2024-03-05</time>"
        "</span></div>"
    ),
    "in the head of the page": (
        "<header><div id=post-info><h1 class=post-title>潮汐</h1><time class=post-date-updated>2024-06-01</time>"
        "<time title='发表于 2024-03-05 00:30:00' datetime='2024-03-04T16:30:00.000Z'>2024-03-05</time></div></header>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("above", DAYS.values(), ids=DAYS)
def test_the_day_stands_above_the_text_of_a_post(above: str) -> None:
    side = "<div class=sidebar><time>2023-01-01</time></div>"
    post = the_post(f"{side}<div>{above}<div class=post-content>{TEXT}</div></div>")
    assert post.captured == "2024-03-05"


@pytest.mark.parametrize(
    "changed",
    [
        "<time itemprop=dateModified datetime='2024-06-01'>2024-06-01</time>",
        "<span class=home-history data-updated='Sat Jun 01 2024'>2024-06-01</span>",
        "<span>更新于 2024-06-01</span>",
    ],
)
def test_the_day_of_a_change_is_not_that_of_the_post(changed: str) -> None:
    card = "<article><h2><a href='/{}/'>{}</a></h2><p>月亮。</p><div class=post-meta>{}</div></article>"
    found = posts(HEAD + card.format("tides", "潮汐", changed) + card.format("snow", "雪", changed))
    assert [one.captured for one in found] == ["", ""]


CARDS = {
    "an article that holds but the excerpt, a link beside it": (
        "<section id=content class=sidebar-right><div class=wrap><a class=post-link title='潮汐' href='/tides/'>"
        "</a><div class=meta><span>2024-03-05</span><span>72 字</span></div><h2 class=post-title>潮汐</h2>"
        "<article>月亮在拉。</article></div><div class=wrap><a class=post-link title='竹子' href='/bamboo/'></a>"
        "<div class=meta><span>2024-03-04</span><span>9 字</span></div><h2 class=post-title>竹子</h2>"
        "<article>一天一米。</article></div></section>"
    ),
    "cards of which some are no article": (
        "<div class=list><div class=wrap><a class=post-card href='/tides/'><div class=cover><div class=headline>潮汐"
        "</div><div class=caption>月亮在拉。</div></div><time>2024-03-05</time></a></div><div class=wrap>"
        "<a class=post-card href='/bamboo/'><article><h2>竹子</h2><div class=excerpt>一天一米。</div>"
        "<time>2024-03-04</time></article></a></div><div class=wrap><a class=post-card href='/snow/'><article>"
        "<h2>雪</h2><div class=excerpt>白了。</div></article></a></div></div>"
    ),
    "labels, a cover and no more": (
        "<div class=item><a href='/tides/'><img src='/sea.png' alt='潮汐'></a><span class=original>自然</span>"
        "<a href='/tides/'>未读</a><a class=article-title href='/tides/'>潮汐</a><time>2024-03-05</time></div>"
        "<div class=item><a href='/bamboo/'><img src='/b.png' alt=''></a><span class=original>自然</span>"
        "<a href='/bamboo/'>未读</a><a class=article-title href='/bamboo/'>竹子</a><time>2024-03-04</time></div>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("cards", CARDS.values(), ids=CARDS)
def test_cards_are_read_whole_and_without_labels(cards: str) -> None:
    found = posts(f"{HEAD}<main>{cards}</main>")
    first, second = ("", "") if "未读" in cards else ("prose: 月亮在拉。", "prose: 一天一米。")
    told = [(plain(one.title), one.link, one.captured, shown(one.body)) for one in found]
    assert told[:2] == [
        ("潮汐", "https://river.example/tides/", "2024-03-05", first),
        ("竹子", "https://river.example/bamboo/", "2024-03-04", second),
    ]
    assert len(found) == (3 if "雪" in cards else 2)


def test_the_heading_that_leads_to_the_post_is_its_title() -> None:
    card = "<section><h2><a href='/{}/'>{}</a></h2><h1>一、源头</h1><p>{}</p></section>"
    found = posts(HEAD + card.format("tides", "潮汐", "水。") + card.format("snow", "雪", "白。"))
    assert [(plain(one.title), shown(one.body)) for one in found] == [
        ("潮汐", "heading: 一、源头\nprose: 水。"),
        ("雪", "heading: 一、源头\nprose: 白。"),
    ]


def test_a_page_that_marks_nothing_is_the_post_whose_title_it_has() -> None:
    text = f"<p>{'月亮在拉,水就上来,又退下去。' * 4}</p>"
    page = f"<!DOCTYPE html><title>潮汐 | 河边</title>{MENU}<main><h1>潮汐</h1>{text}</main>"
    (post,) = posts(page)
    assert plain(post.title) == "潮汐"
    assert not page_html.detect(page.replace("<h1>潮汐", "<h1>河边"))


def test_a_page_that_tells_its_address_in_the_licence_alone() -> None:
    """As Matery does, whose neighbours are cards as those of its home page."""
    card = (
        "<div class=card><a href='/{}/'><span class=card-title>{}</span></a><div class=article-content>"
        "<div class=summary>白了,路也不见了,只有鸟的脚印,一直通到河边。</div></div></div>"
    )
    own = "<a href='https://river.example/tides/'>https://river.example/tides/</a>"
    (post,) = posts(
        f"<!DOCTYPE html><title>潮汐 | 河边</title><h1 class=description>潮汐</h1><div id=articleContent>"
        f"<h1>一、月亮</h1>{TEXT * 5}</div><div class=reprint>文章链接: {own}</div>"
        f"<article class=prev-next>{card.format('snow', '雪')}{card.format('bamboo', '竹子')}</article>"
    )
    assert (plain(post.title), post.link) == ("潮汐", "https://river.example/tides/")
    assert shown(post.body) == "\n".join(["heading: 一、月亮", *[SAID] * 5])


def test_a_list_that_tells_no_address_may_hold_one_post() -> None:
    card = "<div class=card><a href='/tides/'><span class=card-title>潮汐</span></a><div class=summary>{}</div></div>"
    (post,) = posts(f"<!DOCTYPE html><title>河边</title>{card.format('月亮在拉。')}")
    assert (plain(post.title), post.source_ids) == ("潮汐", ("/tides/",))


def test_a_list_is_no_post_whatever_its_head_says() -> None:
    says = (
        "<meta property='og:type' content=website><meta property='og:title' content='河边'>"
        '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "河边"}</script>'
    )
    card = "<article class=card-content><h2 class=title><a href='/{}/'>{}</a></h2><div class=content>{}</div></article>"
    untitled = f"<article class=card-content><div class=content>{TEXT * 9}</div></article>"
    text = f"{HEAD}{says}{card.format('tides', '潮汐', TEXT)}{card.format('snow', '雪', TEXT)}{untitled}"
    assert [plain(one.title) for one in posts(text)] == ["潮汐", "雪", ""]


def test_the_list_of_all_posts_tells_their_days_by_their_addresses() -> None:
    entry = "<entry><title>潮汐</title><url>/2024/03/05/tides/</url><content>月亮</content></entry>"
    (post,) = search_xml.read(Document("search.xml", f"<search>{entry}</search>"))
    assert isinstance(post, Item)
    assert post.captured == "2024-03-05"


def test_nothing_but_furniture_is_no_text() -> None:
    found = list(page_html.read(Document("page.html", f"{HEAD}<article><nav>雪</nav></article>")))
    assert [type(one) for one in found] == [Skipped]


@pytest.mark.parametrize(
    ("tex", "is_lost"),
    [
        ("\\thetat", True),
        ("(Ax)i = \\sum{j} a_{ij} x_j", True),
        ("a &amp;amp; b", True),
        ("\\theta_t", False),
        ("\\max{(a, b)}", False),
        ("\\psi x", False),
    ],
)
def test_a_formula_that_lost_a_sign_with_the_tags_is_damaged(tex: str, is_lost: bool) -> None:
    card = (
        "<article><h2><a href='/{}/'>{}</a></h2><div class=excerpt>设 ${}$ 为参数。</div></article>"
    )
    first, _ = posts(HEAD + card.format("tides", "潮汐", tex) + card.format("snow", "雪", "x"))
    first = repair(first)
    kinds = [span.kind for block in first.body for span in block.spans]
    assert kinds == ["text", "damaged" if is_lost else "formula", "text"]


def test_numbers_in_lines_of_their_own_above_as_many_lines_are_no_text() -> None:
    numbers, code = "<br>".join("1234"), "<br>".join(["cd sea", "ls", "make", "cd .."])
    card = "<article><h2><a href='/{}/'>{}</a></h2><div class=excerpt>先看。<br>{}<br>{}</div></article>"
    first, second = posts(
        HEAD
        + card.format("tides", "潮汐", numbers, code)
        + card.format("snow", "雪", numbers, "白。")
    )
    assert shown(repair(first).body) == "prose: 先看。↵cd sea↵ls↵make↵cd .."
    assert shown(repair(second).body) == "prose: 先看。↵1↵2↵3↵4↵白。"
