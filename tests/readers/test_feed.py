"""Feeds of the three kinds, hostile and broken ones, and a whole one."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from annoki.model import Document, Face, Item, Problem, Skipped
from annoki.readers.blog import feed, search_xml
from annoki.readers.blog.xml import refuse, root_of
from annoki.text.spans import plain, text_of

from tests.fixture_files import EXAMPLES, TESTS

BLOG = "https://blog.example.org"
FIXTURES = TESTS / "fixtures"


def read(text: str, url: str = "") -> list[Any]:
    assert feed.detect(text)
    assert not search_xml.detect(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return list(feed.read(Document("x", text, url)))


def fixture(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def shown(item: Item) -> str:
    return text_of(item.body)


def rss(items: str, more: str = "") -> str:
    return f'<rss version="2.0"><channel><title>B</title>{more}{items}</channel></rss>'


def test_atom() -> None:
    whole, summary, bare = read(fixture("feed-atom.xml"))
    assert (whole.kind, whole.source, whole.where, whole.n) == ("post", "blog", "entry 1", 1)
    assert plain(whole.title) == "读 <vector> & 其他"
    assert whole.collection == "慢读 Slow reading"
    # 2023-08-30 01:30 in its own zone is the 29th in UTC.
    assert (whole.captured, whole.modified) == ("2023-08-30", 1693526400)
    assert (whole.link, whole.host) == (f"{BLOG}/2023/08/vector/", "blog.example.org")
    assert whole.source_ids == (whole.link,)
    assert whole.tags == ("C++", "标准库")
    assert whole.face == Face.PAGE
    assert "int x = 1;\nint y = 2;" in [block.code for block in whole.body if block.kind == "code"]
    assert f"{BLOG}/2023/08/vector/a.png" in [block.address for block in whole.body]
    assert (plain(summary.title), summary.face) == ("只有摘要", Face.EXCERPT)
    assert summary.captured == "2023-08-01"
    assert (plain(bare.title), bare.link, bare.source_ids) == ("", "", ("tag:blog,2023:3",))


def test_rss() -> None:
    whole, cut = read(fixture("feed-rss.xml"))
    assert plain(whole.title) == "周记 & notes"
    assert (whole.captured, whole.modified) == ("2023-08-29", 0)
    assert whole.face == Face.PAGE
    assert shown(whole).startswith("第一段 first paragraph")
    assert whole.tags == ("随笔",)
    assert (cut.face, cut.link) == (Face.EXCERPT, f"{BLOG}/cut/")


def test_rss_1_0() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{BLOG}"><title>旧</title><link>{BLOG}</link></channel>'
        f'<item rdf:about="{BLOG}/a"><title>一篇</title><link>{BLOG}/a</link>'
        "<description>text</description><dc:date>2006-01-02</dc:date></item></rdf:RDF>"
    )
    (item,) = read(text)
    assert (plain(item.title), item.link, item.captured) == ("一篇", f"{BLOG}/a", "2006-01-02")


def test_relative_addresses_are_of_the_entry_the_feed_or_where_it_came_from() -> None:
    picture = '&lt;img src="a.png"&gt;'
    item = f"<item><title>t</title><link>/p/1/</link><description>{picture}</description></item>"
    (one,) = read(rss(item, f"<link>{BLOG}/</link>"))
    assert (one.link, one.body[0].address) == (f"{BLOG}/p/1/", f"{BLOG}/p/1/a.png")
    (two,) = read(rss(item), f"{BLOG}/rss.xml")
    assert two.link == f"{BLOG}/p/1/"
    (three,) = read(rss(item))
    assert (three.link, three.host) == ("", "")


def test_links_lead_to_the_web_only() -> None:
    (item,) = read(rss("<item><title>t</title><link>javascript:alert(1)</link></item>"))
    assert (item.link, item.source_ids) == ("", ())


def test_scripts_are_cleaned_away() -> None:
    (item,) = read(
        rss(
            "<item><title>&lt;b onclick=x&gt;粗&lt;/b&gt;</title><description>"
            "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onload=x&gt;好&lt;/p&gt;"
            "</description></item>"
        )
    )
    assert (plain(item.title), shown(item)) == ("粗", "好")


def test_an_empty_entry_is_skipped() -> None:
    (skipped,) = read(rss("<item><title> </title></item>"))
    assert isinstance(skipped, Skipped)


def test_a_broken_feed_gives_what_came_and_the_place() -> None:
    text = fixture("feed-rss.xml").replace("</description>", "</wrong>", 1)
    *posts, problem = read(text)
    assert posts
    assert isinstance(problem, Problem)
    assert problem.where.startswith("line ")
    assert "not well-formed" in problem.what


def test_a_feed_that_says_another_encoding_is_decoded_already() -> None:
    text = '<?xml version="1.0" encoding="gb2312"?>\n' + rss("<item><title>中文</title></item>")
    (item,) = read(text)
    assert plain(item.title) == "中文"


BOMB = (
    '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
    + rss("<item><title>&b;</title></item>")
)
FILE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(
    "<item><title>&a;</title></item>"
)
JUNK = '<!-- a --> junk <!doctype rss [<!entity a "lol">]>' + rss("<item><title>&a;</title></item>")


@pytest.mark.parametrize("text", [BOMB, FILE, JUNK], ids=["bomb", "file", "junk"])
def test_entities_are_refused_before_a_parser_sees_them(text: str) -> None:
    problem = refuse(text)
    assert problem
    assert problem.what == "declares entities: not read"
    if text is not JUNK:
        assert read(text) == [problem]
    assert [type(one) for one in feed.read(Document("x", text))] == [Problem]


def test_an_ordinary_document_type_may_pass() -> None:
    text = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">\n'
        + rss("<item><title>ok</title></item>")
    )
    assert refuse(text) is None
    (item,) = read(text)
    assert plain(item.title) == "ok"


def test_a_post_about_entities_is_read() -> None:
    told = "<![CDATA[<pre><code>&lt;!DOCTYPE x [ &lt;!ENTITY a 'b'&gt; ]&gt;</code></pre>]]>"
    (item,) = read(rss(f"<item><title>XML</title><description>{told}</description></item>"))
    assert "<!ENTITY" in shown(item)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rss",
        "<html><body><rss></rss></body></html>",
        "<!DOCTYPE html><html><feed></feed></html>",
        "<feed><entry/></feed>",
        "<search><entry/></search>",
        "读 <rss> 的笔记",
        "https://blog.example.org/atom.xml",
    ],
)
def test_other_documents_are_not_claimed(text: str) -> None:
    assert not feed.detect(text)


def test_a_root_is_found_behind_whatever_may_precede_it() -> None:
    text = '\ufeff <?xml version="1.0"?><!-- <a> --> <?xml-stylesheet href="x"?>\n<a:rss v="2">'
    assert root_of(text)[0] == "rss"
    assert root_of("<!--" * 100_000)[0] == ""
    assert root_of('<!DOCTYPE "' + "x" * 1_000_000)[0] == ""


def test_a_text_is_never_opened_as_a_path_or_address(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refused(*_: object) -> None:
        raise AssertionError("a reader opens nothing")

    monkeypatch.setattr(socket, "create_connection", refused)
    for text in ("http://127.0.0.1:9/feed", "/etc/passwd", ""):
        assert all(isinstance(one, Problem) for one in feed.read(Document("x", text)))


def test_a_whole_feed() -> None:
    posts = read((EXAMPLES / "blog-feed.xml").read_text(encoding="utf-8"))
    assert len(posts) == 3
    assert all(isinstance(post, Item) and post.title and post.captured for post in posts)
    assert {post.host for post in posts} == {"blog.example.org"}
    assert {post.collection for post in posts} == {"慢慢弄懂"}
    assert plain(posts[0].title) == "看起来一样的两个字符串"
    code = [block.code for post in posts for block in post.body if block.kind == "code"]
    assert len(code) == 7
    assert not any(lines[0].isdigit() for lines in code), "no numbers of lines"


def test_what_feedparser_stumbles_over_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser

    def stumbling(*_: object, **__: object) -> None:
        raise ValueError("too many values to unpack")

    monkeypatch.setattr(feedparser, "parse", stumbling)
    (problem,) = read(rss("<item><title>t</title></item>"))
    assert (problem.where, problem.what) == ("line 1", "not well-formed: ValueError")


def test_a_stamp_in_utc_is_no_day_early() -> None:
    entry = (
        "<entry><title>潮汐</title><link href='https://river.example/2024/03/05/tides/'/>"
        "<published>2024-03-04T16:00:00.000Z</published><content>月亮</content></entry>"
    )
    text = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    (post,) = feed.read(Document("atom.xml", text))
    assert isinstance(post, Item)
    assert post.captured == "2024-03-05"


@pytest.mark.parametrize(
    ("titles", "hours", "first"),
    [
        (("潮汐", "雪", "Vim"), ("16", "16", "16"), "2024-03-05"),
        (("潮汐", "雪", "竹子"), ("16", "16", "17"), "2024-03-04"),
        (("潮汐", "雪"), ("16", "16"), "2024-03-04"),
        (("Tides", "Snow", "竹子"), ("16", "16", "16"), "2024-03-04"),
        (("しお", "ゆき", "たけ"), ("15", "15", "15"), "2024-03-05"),
        (("しお", "ゆき", "たけ"), ("16", "16", "16"), "2024-03-04"),
    ],
)
def test_stamps_that_are_all_midnights_where_the_language_is_spoken_are_of_the_next_day(
    titles: tuple[str, ...], hours: tuple[str, ...], first: str
) -> None:
    items = [
        f"<item><title>{title}</title><pubDate>Mon, 04 Mar 2024 {hour}:00:00 GMT</pubDate></item>"
        for title, hour in zip(titles, hours)
    ]
    assert read(rss("".join(items)))[0].captured == first


@pytest.mark.parametrize(
    ("end", "face"), [("\n", Face.PAGE), ("", Face.STRIPPED), ("<br>", Face.PAGE)]
)
def test_a_feed_whose_line_ends_were_deleted_ranks_below_the_page(end: str, face: Face) -> None:
    code = end.join(["<pre><code>a = 1", "b = 2", "</code></pre>", "<p>" + "words " * 200 + "</p>"])
    entry = f"<title>t</title><id>1</id><content type='html'><![CDATA[{code}]]></content>"
    (post,) = read(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}</entry></feed>")
    assert post.face == face


@pytest.mark.parametrize(
    ("root", "said"),
    [("<rss version='2.0'><channel><language>fr</language>", "fr"),
     ("<rss version='2.0'><channel>", "")],
)  # fmt: skip
def test_a_feed_says_its_language(root: str, said: str) -> None:
    entry = (
        "<item><title>a</title><link>https://b.example/a</link><description>un</description></item>"
    )
    document = Document("x", f"{root}<title>b</title>{entry}</channel></rss>")
    (post,) = feed.read(document)
    assert isinstance(post, Item)
    assert post.lang == said
