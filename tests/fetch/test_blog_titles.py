"""A feed of titles only says less than the pages of its blog."""

from __future__ import annotations

import pytest
from annoki.config import Source
from annoki.fetch import fetch
from annoki.fetch.web import Web

from tests.fetch.servers import Site

LINK = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
HOME = f"<!DOCTYPE html><html><head>{LINK}</head><body>posts</body></html>"


def read_first(said: str) -> str:
    """What is read of a blog whose feed says `said` of its post."""
    post = f"<item><title>潮汐</title><link>https://b.example/1/</link>{said}</item>"
    feed = f"<rss version='2.0'><channel><description>我的博客</description>{post}</channel></rss>"
    with Site() as site:
        site.pages = {"/": HOME, "/rss.xml": feed}
        web = Web(1 << 20, first_wait=0.02, timeout=5.0, retries=1)
        (document,) = fetch(Source(kind="blog", url=f"{site.url}/"), web).documents
        return document.url[len(site.url) :]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "<description/>",
        "<description></description>",
        "<description><![CDATA[ ]]></description><pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate>",
    ],
)
def test_a_feed_of_titles_leaves_the_pages(said: str) -> None:
    assert read_first(said) == "/"


@pytest.mark.parametrize(
    "said",
    [
        "<description>涨</description>",
        "<description/><content:encoded><![CDATA[<p>涨</p>]]></content:encoded>",
        "<summary type='html'>涨</summary>",
        "<content\n type='xhtml'><div>涨</div></content>",
    ],
)
def test_a_feed_that_says_more_is_enough(said: str) -> None:
    assert read_first(said) == "/rss.xml"
