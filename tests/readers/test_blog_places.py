# ruff: noqa: E501
"""Where a post is, on pages that do not tell their host, or tell one where no blog is; and what
themes print at the ends of titles and texts."""

from __future__ import annotations

import pytest
from annoki.model import Document, Item
from annoki.readers import read
from annoki.text.spans import plain
from annoki.text.urls import placed

from tests.texts import shown

PATH = "/2024/03/05/tides/"
BODY = "<p>月亮在拉，见<a href='/snow/'>雪</a>。</p>"
UNSET = [
    "http://example.com",
    "https://www.example.org",
    "http://yoursite.com",
    "http://example.com:80",
]


def blogs(host: str) -> dict[str, str]:
    link = f"{host}{PATH}"
    return {
        "page": (
            f"<!DOCTYPE html><title>潮汐 | 河边</title><link rel=canonical href='{link}'>"
            "<meta property='og:type' content='article'><meta property='og:title' content='潮汐'>"
            f"<article><h1>潮汐</h1><div class=post-content>{BODY}</div></article>"
        ),
        "home": (
            f"<!DOCTYPE html><title>河边</title><link rel=canonical href='{host}/'>"
            f"<article><h2><a href='{PATH}'>潮汐</a></h2><div class=post-content>{BODY}</div></article>"
            "<article><h2><a href='/2024/03/04/ice/'>冰</a></h2><div class=post-content><p>湖面。</p></div>"
            "</article>"
        ),
        "feed": (
            f"<feed xmlns='http://www.w3.org/2005/Atom'><title>河边</title><link href='{host}/'/>"
            f"<entry><title>潮汐</title><link href='{link}'/><id>{link}</id>"
            f"<content type='html'><![CDATA[{BODY}]]></content></entry></feed>"
        ),
        "index": (
            f"<search><entry><title>潮汐</title><url>{link}</url>"
            f"<content type='html'><![CDATA[{BODY}]]></content></entry></search>"
        ),
    }  # fmt: skip


def first(text: str, url: str = "") -> Item:
    item = next(iter(read(Document("x", text, url)).found))
    assert isinstance(item, Item)
    return item


@pytest.mark.parametrize("face", blogs(""))
@pytest.mark.parametrize("host", UNSET)
def test_a_host_that_nobody_has_set_is_no_place(host: str, face: str) -> None:
    text = blogs(host)[face]
    saved, fetched = first(text), first(text, "https://river.example/x")
    assert (saved.link, saved.host, saved.source_ids) == ("", "", (PATH,))
    assert "example.com" not in shown(saved.body)
    assert (fetched.link, fetched.host) == (f"https://river.example{PATH}", "river.example")


@pytest.mark.parametrize("face", blogs(""))
def test_any_other_host_is_the_place(face: str) -> None:
    for host in ("https://blog.example.com", "https://example.community"):
        assert first(blogs(host)[face]).link == f"{host}{PATH}"


def test_a_place_is_that_of_the_base_where_that_tells_one() -> None:
    assert placed("http://example.com", "") == ("", "/")
    assert placed("http://example.com/a", "http://example.org/") == ("", "/a")
    assert placed("", "https://river.example/") == ("", "")


def test_a_link_to_more_is_none_of_a_text_where_the_page_does_not_tell_its_host() -> None:
    card = "<article><h2><a href='{0}'>{1}</a></h2><div class=entry>{2}<a href='{0}'>阅读更多...</a></div></article>"
    cards = card.format("/tides/", "潮汐", "<p>月亮在拉。</p>") + card.format(
        "/ice/", "冰", "<p>湖面。</p>"
    )
    item = first(f"<!DOCTYPE html><title>河边</title>{cards}")
    assert shown(item.body) == "prose: 月亮在拉。"


BOXES = {
    "<div id=reward-out><div class=reward-btn>打赏</div></div>": False,
    "<div class=post-copyright><p>转载请注明出处</p></div>": False,
    "<div class=share-box>分享到</div>": False,
    "<section id=license><h2>License</h2><p>MIT</p></section>": True,
    "<div class=license>MIT</div><p>完。</p>": True,
    "<p class=share>分享</p>": True,
    "<section id=share><p>共享内存最快。</p></section>": True,
    "<div class=reward-function><p>It is sparse.</p></div>": True,
}


@pytest.mark.parametrize("box", BOXES)
def test_boxes_that_a_theme_puts_at_the_end_of_a_text_are_none_of_it(box: str) -> None:
    said = shown(
        first(
            f"<title>潮汐</title><article><h1>潮汐</h1><div class=post-content><p>月亮在拉。</p>{box}</div></article>"
        ).body
    )
    assert (said != "prose: 月亮在拉。") == BOXES[box]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("<a href=/a/>潮汐 <i class=topping>置顶</i></a>", "潮汐"),
        ("<span class=label>[置顶]</span> <a href=/a/>潮汐</a>", "潮汐"),
        ("<a href=/a/>Tides</a> <small>Pinned</small>", "Tides"),
        ("<a href=/a/>文章如何置顶</a>", "文章如何置顶"),
        ("<a href=/a/>用 <em>置顶</em> 的办法</a>", "用 置顶 的办法"),
        ("<a href=/a/><span>置顶</span></a>", "置顶"),
        ("<a href=/a/>Jekyll 的 <code>sticky</code></a>", "Jekyll 的 sticky"),
    ],
)
def test_what_keeps_a_post_on_top_is_none_of_its_title(printed: str, title: str) -> None:
    card = "<article><h2>{}</h2><div class=entry-content><p>月亮在拉。</p></div></article>"
    cards = card.format(printed) + card.format("<a href=/b/>雪</a>")
    assert plain(first(f"<title>河边</title>{cards}").title) == title
