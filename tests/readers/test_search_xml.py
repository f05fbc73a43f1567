"""A Hexo blog's search index, whole, broken and hostile."""

from __future__ import annotations

from typing import Any

import pytest
from annoki.identity.guids import identify
from annoki.model import Document, Face, Item, Problem, Skipped
from annoki.readers.blog import feed, search_xml
from annoki.text.spans import plain, text_of

from tests.fixture_files import TESTS

BLOG = "https://blog.example.org"
WHOLE = (TESTS / "fixtures" / "hexo-search.xml").read_text(encoding="utf-8")


def read(text: str, url: str = f"{BLOG}/search.xml") -> list[Any]:
    assert search_xml.detect(text)
    assert not feed.detect(text)
    return list(search_xml.read(Document("x", text, url)))


def shown(item: Item) -> str:
    return text_of(item.body)


def test_posts_are_read_whole() -> None:
    first, second, third, skipped = read(WHOLE)
    assert (first.kind, first.source, first.where, first.n) == ("post", "blog", "entry 1", 1)
    assert plain(first.title) == "读 <vector> & 其他"
    assert (first.link, first.host) == (f"{BLOG}/2023/08/vector/", "blog.example.org")
    assert first.source_ids == (first.link,)
    assert first.tags == ("C++", "标准库")
    assert first.face == Face.PAGE
    assert "int x = 1;\nint y = 2;" in [block.code for block in first.body if block.kind == "code"]
    assert (plain(second.title), second.tags) == ("", ("随笔",))
    assert shown(second) == "没有标题的一篇"
    assert (plain(third.title), third.link, third.source_ids) == ("没有地址", "", ())
    assert isinstance(skipped, Skipped)


def indexed(content: str) -> str:
    entries = "".join(
        f"<entry><title>{name}</title><url>/{name}/</url><content type='html'>{text}</content>"
        "</entry>"
        for name, text in (("one", content), ("two", "<![CDATA[<p>第二篇</p>]]>"))
    )
    return f"<search>{entries}</search>"


@pytest.mark.parametrize(
    ("content", "blocks"),
    [
        ("<p>前</p><script>//<![CDATA[\nx = 1\n//]]></script><p>后 <b>文</b></p>", ["前", "后 文"]),
        ("<p>前</p><style><![CDATA[p{}]]>]]><!-- --></style><p>后</p>", ["前", "后"]),
        ("<p>前 a[b[0]]>1 与 <b>文</b></p><p>c[d[0]]>2</p>", ["前 a[b[0]]>1 与 文", "c[d[0]]>2"]),
        ("<p>前</p><svg><style><![CDATA[p{}]]>", ["前"]),
    ],
)
def test_what_ends_a_section_inside_a_post_is_the_posts(content: str, blocks: list[str]) -> None:
    """Renderers of formulas and scripts write sections into sections, which XML has not."""
    for written in (f"<![CDATA[{content}]]>", f"\n  <![CDATA[{content}]]>\n  "):
        first, second = read(indexed(written))
        assert [text_of([one]) for one in first.body] == blocks
        assert shown(second) == "第二篇"
        entry = f"<item><title>t</title><description>{written}</description></item>"
        rss = f'<rss version="2.0"><channel>{entry * 2}</channel></rss>'
        posts: list[Any] = [*feed.read(Document("x", rss))]
        assert [[text_of([one]) for one in post.body] for post in posts] == [blocks] * 2


def test_a_section_that_xml_finds_sound_is_left_alone() -> None:
    for written, text in (
        ("<![CDATA[<p>a]]]]><![CDATA[>b</p>]]>", "a]]>b"),
        ("<![CDATA[<p>a</p>]]> b <![CDATA[<p>c</p>]]>", "a\nb\nc"),
        ("<![CDATA[<p>a</p><!-- <![CDATA[ -->]]>", "a"),
    ):
        first, second = read(indexed(written))
        assert (shown(first), shown(second)) == (text, "第二篇")
    # A section that never ends does not reach into the next post.
    *_, problem = read(indexed("<![CDATA[<p>a]]> <b>b"))
    assert isinstance(problem, Problem)
    assert "第二篇" not in repr(_)


def test_a_formula_in_a_section_of_its_own_is_a_formula() -> None:
    tex = "% <![CDATA[\n\\begin{matrix} a & b \\end{matrix} %]]>"
    script = f'<script type="math/tex; mode=display">{tex}</script>'
    first, _ = read(indexed(f"<![CDATA[<p>设：</p>{script}<p>得</p>]]>"))
    assert [one.spans[0].text for one in first.body] == [
        "设：",
        "\\begin{matrix} a & b \\end{matrix}",
        "得",
    ]


def test_without_an_address_of_the_index_links_are_unknown() -> None:
    assert [item.link for item in read(WHOLE, "") if isinstance(item, Item)] == ["", "", ""]


def test_a_text_whose_tags_were_stripped_is_less_than_what_a_feed_shows() -> None:
    """Its headings, lists and lines of code are one paragraph."""
    said = "潮汐 涨潮时 if (h &lt; 2) 走; 12wait();go();"
    entry = f'<entry><title>t</title><content type="text"><![CDATA[{said}]]></content></entry>'
    rendered = entry.replace("潮汐", "<h2>潮汐</h2>")
    faces = [item.face for item in read(f"<search>{entry}{rendered}</search>")]
    assert faces == [Face.STRIPPED, Face.PAGE]


def test_an_address_that_is_escaped_whole_is_read() -> None:
    """As generators of before 2019 write it."""
    entry = "<entry><title>t</title><url>%2F2018%2F01%2F%E6%BD%AE%E6%B1%90%2F</url></entry>"
    (item,) = read(f"<search>{entry}</search>")
    assert item.link == f"{BLOG}/2018/01/潮汐/"


def test_a_root_that_is_given_as_one_slash_names_no_host() -> None:
    """It is put before the path, which begins with one."""
    entries = "".join(
        f"<entry><title>t</title><url>{url}</url><content>x</content></entry>"
        for url in ("//posts/76214f08/", "//cdn.example.org/p/")
    )
    links = [item.link for item in read(f"<search>{entries}</search>")]
    assert links == [f"{BLOG}/posts/76214f08/", "https://cdn.example.org/p/"]


def test_what_stands_before_a_break_is_read() -> None:
    cut = WHOLE[: WHOLE.index("没有标题")]
    item, problem = read(cut)
    assert plain(item.title) == "读 <vector> & 其他"
    assert isinstance(problem, Problem)
    assert problem.where == f"line {cut.count(chr(10)) + 1}"
    assert "breaks off here" in problem.what


def test_a_wrong_sign_is_named_with_its_line() -> None:
    text = WHOLE.replace("没有地址", "A & B")
    *posts, problem = read(text)
    assert len(posts) == 2
    at = text.split("\n").index("    <title>A & B</title>") + 1
    assert problem.where == f"line {at}"
    assert "A & B" in problem.raw


def test_another_encoding_on_the_first_line_means_nothing_any_more() -> None:
    text = WHOLE.replace('encoding="utf-8"', 'encoding="gb2312"')
    assert [type(one) for one in read(text)] == [Item, Item, Item, Skipped]


@pytest.mark.parametrize(
    "declaration",
    ['[<!ENTITY a "lol"><!ENTITY b "&a;&a;">]', '[<!ENTITY a SYSTEM "file:///etc/passwd">]'],
)
def test_entities_are_refused(declaration: str) -> None:
    text = f"<!DOCTYPE search {declaration}><search><entry><title>&a;</title></entry></search>"
    (problem,) = read(text)
    assert isinstance(problem, Problem)
    assert problem.what == "declares entities: not read"


def test_a_post_in_the_index_and_in_the_feed_is_one_note() -> None:
    atom = (TESTS / "fixtures" / "feed-atom.xml").read_text(encoding="utf-8")
    listings = [
        [one for one in reading if isinstance(one, Item)]
        for reading in (read(WHOLE), feed.read(Document("x", atom)))
    ]
    index, posts = identify(listings)
    assert index[0].guid == posts[0].guid
    assert index[0].item.link == posts[0].item.link


def test_a_large_index_is_read_whole() -> None:
    entry = "<entry><title>t%d</title><url>/p/%d/</url><content>x</content></entry>\n"
    text = f"<search>{''.join(entry % (n, n) for n in range(5000))}</search>"
    assert len(read(text)) == 5000
