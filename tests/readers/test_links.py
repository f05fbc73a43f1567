"""What a page says of its feeds and of the page after it."""

from __future__ import annotations

import pytest
from annoki.readers.blog.links import Links, links_of

from tests.fixture_files import EXAMPLES

HERE = "https://b.example/notes/"


def following(html: str, url: str = HERE) -> str | None:
    return links_of(html, url).following


def test_feeds_in_the_order_of_the_page_without_those_of_comments() -> None:
    links = links_of(
        """<head><base href="/blog/">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="c.xml">
        <link REL="Alternate home" type="Application/Atom+XML; charset=utf-8" href="atom.xml#top">
        <link rel="alternate" type="application/rss+xml" href="rss.xml">
        <link rel="alternate" type="application/rss+xml" href="atom.xml">
        <link rel="alternate" type="application/rss+xml" href="javascript:x">
        <link rel="alternate" hreflang="en" href="/en/"></head>""",
        HERE,
    )
    assert links == Links(
        ("https://b.example/blog/atom.xml", "https://b.example/blog/rss.xml"), None
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a rel=next href=a>1</a><link rel='x NEXT' href=b>", "https://b.example/notes/b"),
        (
            "<a class='extend Next' href=a>1</a><a rel=next href=b>2</a>",
            "https://b.example/notes/b",
        ),
        ("<a class=older-posts href=a#x>1</a>", "https://b.example/notes/a"),
        ("<a rel=next href=/notes/>this page</a><a class=next href=p>2</a>", f"{HERE}p"),
        ("<a href=page/3/>3</a><a href=page/2/>2</a>", f"{HERE}page/2/"),
        ("<a href=/page/2/>of the whole blog</a>", None),
        ("<!-- <a rel=next href=a> --><script>'<a rel=next href=b>'</script>", None),
        ("<a rel=next href='mailto:x@y.example'>", None),
    ],
)
def test_the_page_after_it(html: str, expected: str | None) -> None:
    assert following(html) == expected


def test_the_page_after_a_later_one() -> None:
    html = "<a href=/page/2/>2</a><a href=/page/4/index.html>4</a>"
    assert following(html, "https://b.example/page/3/") == "https://b.example/page/4/index.html"


def test_a_whole_page() -> None:
    html = (EXAMPLES / "blog-home.html").read_text(encoding="utf-8")
    links = links_of(html, "https://b.example/")
    assert links.feeds == ()
    assert links.following == "https://b.example/page/2/"
