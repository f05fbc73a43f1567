"""Pages of blogs, in each theme's markup."""

from __future__ import annotations

import pytest
from annoki.model import Document, Face, Found, Item, Problem, Span
from annoki.readers.blog import page_html as blog_html
from annoki.text.spans import plain

from tests.fixture_files import EXAMPLES, TESTS
from tests.texts import shown


def page(name: str) -> str:
    return (TESTS / "fixtures" / f"blog-{name}.html").read_text(encoding="utf-8")


def read(text: str, url: str = "") -> list[Found]:
    return list(blog_html.read(Document("page.html", text, url)))


def posts(name: str, url: str = "") -> list[Item]:
    assert blog_html.detect(page(name))
    found = read(page(name), url)
    assert all(isinstance(one, Item) for one in found)
    items = [one for one in found if isinstance(one, Item)]
    assert [item.n for item in items] == list(range(1, len(items) + 1))
    assert all((item.kind, item.source) == ("post", "blog") for item in items)
    return items


def test_butterfly() -> None:
    first, second = posts("butterfly")
    assert first == Item(
        "post",
        "blog",
        "post 1",
        1,
        body=first.body,
        title=(Span("注意力 Attention"),),
        captured="2024-05-02",  # as printed, not the day of the UTC instant
        host="small.example",
        collection="小站",
        source_ids=("https://small.example/2024/05/02/attn/",),
        link="https://small.example/2024/05/02/attn/",
        tags=("NLP", "attention"),
        face=Face.EXCERPT,
        lang="zh-CN",
    )
    assert shown(first.body) == (
        "prose: 查询、键与值。\n"
        "code: 12import torchfrom torch import nn\n"
        "prose: {b}literal{/b} and more text ..."
    )
    assert (plain(second.title), second.captured) == ("第二篇", "2024-04-01")


def test_fluid() -> None:
    (post,) = posts("fluid", url="https://fluid.example/page/2/")
    assert (plain(post.title), post.link) == ("内核 Kernel", "https://fluid.example/p1/")
    assert (post.captured, post.tags) == ("2024-03-02", ("OS", "linux"))
    assert (post.collection, post.face) == ("流体 Fluid notes", Face.EXCERPT)
    assert shown(post.body) == "prose: /proc 的用法： 123cat /proc/cpuinfo"


def test_without_an_address_of_the_page_a_post_is_known_by_its_path() -> None:
    (post,) = posts("fluid")
    assert (post.link, post.host, post.source_ids) == ("", "", ("/p1/",))
    for nowhere in ("/", "/index.html", "/?p=1"):
        (found,) = read(page("fluid").replace("/p1/", nowhere), "")
        assert isinstance(found, Item)
        assert (found.link, found.source_ids) == ("", ()), "any blog has it"


def test_icarus() -> None:
    first, second = posts("icarus")
    assert (plain(first.title), first.link) == ("第一篇 One", "https://icarus.example/blog/p/one/")
    assert (first.captured, first.tags) == ("2024-02-03", ("ML", "py"))
    assert first.face == Face.EXCERPT
    assert shown(first.body) == (
        "heading: 为什么\n"
        "prose: 见 {a https://icarus.example/blog/p/ref}参考{/a}：\n"
        "code[python]: x = 1\n"
        "picture <https://icarus.example/img/a.png>: 图"
    )
    assert (plain(second.title), second.captured, second.face) == ("Two", "2024-01-01", Face.PAGE)
    assert shown(second.body) == "prose: 整篇在此。"


def test_next() -> None:
    (post,) = posts("next")
    assert (plain(post.title), post.captured) == ("公式 Formulas", "2024-01-05")
    assert post.link == "https://next.example/2024/01/05/x/"
    assert (shown(post.body), post.face) == ("prose: 设 {f}x_i{/f}。", Face.EXCERPT)


def test_matery_prints_its_featured_posts_twice() -> None:
    first, second = posts("matery")
    assert (plain(first.title), first.link) == ("旋转位置编码 RoPE", "https://matery.example/p/1/")
    assert (first.where, first.captured, first.tags) == ("post 1", "2024-06-07", ("nlp",))
    assert (plain(second.title), shown(second.body)) == ("第二", "prose: 另一篇")


def test_any_page_with_articles() -> None:
    first, second = posts("any")
    assert (plain(first.title), first.link) == ("甲 A", "https://any.example/a")
    assert (first.captured, first.tags, first.face) == ("2024-08-09", ("x",), Face.PAGE)
    assert shown(first.body) == "prose: 正文 {i}text{/i}.\nbullets: 一"
    assert (second.link, second.face) == ("https://any.example/b", Face.EXCERPT)
    assert shown(second.body) == "prose: b"


def articles(*inner: str) -> list[Item]:
    """The posts of a home page of an unknown theme, which says where it is."""
    head = "<title>小站</title><link rel=canonical href='https://s.example/'>"
    found = read(f"<html>{head}{''.join(f'<article>{one}</article>' for one in inner)}</html>")
    return [one for one in found if isinstance(one, Item)]


def test_a_card_without_a_heading_begins_with_its_title() -> None:
    tag = "<a href='/tags/sea/'>海</a>"
    card = f"<a href='/2024/tides/'><span>潮汐</span></a><div>涨潮时。</div>{tag}"
    whole = "<a href='/2024/bamboo/'>竹子 <span>一天一米。</span></a>"
    first, second = articles(card, whole)
    assert (plain(first.title), first.link) == ("潮汐", "https://s.example/2024/tides/")
    assert (shown(first.body).split("\n")[0], first.tags) == ("prose: 涨潮时。", ("海",))
    assert (plain(second.title), second.link) == ("", "https://s.example/2024/bamboo/")
    (tagged,) = articles(f"{tag}<p>涨潮时。</p>")
    assert tagged.title == ()


@pytest.mark.parametrize(
    ("heading", "printed", "day"),
    [
        ("<h3>2024</h3>", "05-13", "2024-05-13"),
        ("<h2>2024 年</h2>", "5 月 13 日", "2024-05-13"),
        ("<h2>2024</h2><h3>May</h3>", "May 13", "2024-05-13"),
        ("<h3>所有文章</h3>", "05-13", ""),
        ("", "2024-05-13", "2024-05-13"),
        ("<h3>2024</h3>", "13-05", ""),
    ],
)
def test_in_an_archive_the_day_is_no_text(heading: str, printed: str, day: str) -> None:
    card = "<article><a href='/{0}/'>{0}</a> <span>{1}</span></article>"
    cards = card.format("tides", printed) + card.format("bamboo", printed)
    found = read(f"<html><title>小站</title>{heading}{cards}</html>")
    tides, bamboo = (one for one in found if isinstance(one, Item))
    assert (plain(tides.title), tides.body, tides.face) == ("tides", (), Face.TEXT)
    assert tides.captured == bamboo.captured == day


def test_a_text_that_is_more_than_a_day_stays() -> None:
    (post,) = articles("<h2><a href='/a/'>潮汐</a></h2><p>05-13 涨潮。</p>")
    assert shown(post.body) == "prose: 05-13 涨潮。"


def test_what_is_called_a_title_may_hold_more_than_its_heading() -> None:
    (post,) = articles("<div class=title><h2><a href='/a/'>潮汐</a></h2><p>涨潮时。</p></div>")
    assert (plain(post.title), shown(post.body)) == ("潮汐", "prose: 涨潮时。")


def test_a_home_page_of_one_post_is_not_the_page_of_that() -> None:
    (post,) = articles("<p>涨潮时。</p>")
    assert (post.title, post.source_ids, post.collection) == ((), (), "小站")


def test_the_page_of_one_post() -> None:
    (post,) = posts("single")
    assert (plain(post.title), post.collection) == ("梯度裁剪", "小站")
    assert (post.link, post.face) == ("https://small.example/clip/", Face.PAGE)
    assert shown(post.body) == "heading: 动机\nprose: 防止爆炸。\ncode[python]: clip(g, 1.0)"


@pytest.mark.parametrize(
    "text",
    [
        "1. Aug 2023 <article>",
        '{"a": "<article>"}',
        "<?xml version='1.0'?><feed><content>&lt;article&gt;<article></content></feed>",
        "<?xml version='1.0'?>\n<search><entry>post-content</entry></search>",
        "<html><p>nothing</p></html>",
        "<html><article class='annotation-card__text'></article></html>",
    ],
)
def test_other_documents_are_not_claimed(text: str) -> None:
    assert not blog_html.detect(text)


def test_a_page_without_posts_says_what_was_looked_for() -> None:
    (found,) = read("<html><body><p>Not found</p></body></html>")
    assert isinstance(found, Problem)
    assert "recent-post-item" in found.what


def test_hostile_articles() -> None:
    text = (
        "<html><body><article><h2><a href='javascript:alert(1)'>T<script>x()</script></a></h2>"
        "<div class='entry-content' onclick='x()'><script>alert(1)</script><p>safe</p>"
        "<a href='data:text/html,x'>d</a><svg onload='x()'><text>s</text></svg></div></article>"
        + "<article><p>x" * 300
        + "</body></html>"
    )
    first = next(found for found in read(text, "https://h.example/") if isinstance(found, Item))
    assert (plain(first.title), first.link) == ("T", "")
    assert shown(first.body).startswith("prose: safe\nprose: d")
    assert "alert" not in repr(read(text, "https://h.example/"))


def test_a_whole_home_page() -> None:
    text = (EXAMPLES / "blog-home.html").read_text(encoding="utf-8")
    found = read(text, "https://blog.example.org/")
    assert len(found) == 5
    for item in found:
        assert isinstance(item, Item)
        assert item.title
        assert item.body
        assert item.collection == "慢慢弄懂"
        assert item.face == Face.EXCERPT
        assert item.link.startswith("https://blog.example.org/20")
        # Hexo's addresses hold the day in the blog's own zone.
        assert item.captured.replace("-", "/") in item.link


FORMULAS = ("formula", "damaged")


def test_a_formula_stays_on_its_side_of_a_link() -> None:
    text = (
        "<article><h2><a href=/x>题</a></h2><p>见 <a href=/delta>狄拉克$\\delta$函数 \\(x\\)</a>，"
        "价 $5、<a href=/six>$6 元</a>，<a href=/one>one $</a>two$ 与 $x<em>{1}+y</em>2$。"
    )
    (post,) = read(f"{text}</article>", "https://any.example/")
    assert isinstance(post, Item)
    *_, words = post.body
    formulas = [(span.text, span.link) for span in words.spans if span.kind in FORMULAS]
    delta = "https://any.example/delta"
    assert formulas == [("\\delta", delta), ("x", delta), ("$x<em>{1}+y</em>2$", "")]


def test_a_page_or_the_article_on_it_says_its_language() -> None:
    page = (
        '<html lang="de"><head><title>b</title></head><body><article{}><h1>Netze</h1>'
        '<div class="post-content"><p>Ein Text über die Netze.</p></div></article></body></html>'
    )
    for attribute, lang in (("", "de"), (' lang="fr"', "fr")):
        (post,) = blog_html.read(Document("x", page.format(attribute)))
        assert isinstance(post, Item)
        assert post.lang == lang
