"""The blog source: feed first, else page after page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, Optional

import pytest
from annoki.config import Source
from annoki.fetch import Fetched, FetchError, fetch
from annoki.fetch.blog import is_feed
from annoki.fetch.web import Web

from tests.fetch import servers
from tests.fetch.servers import Site

ATOM = '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title></feed>'


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def web(cache: Optional[Path] = None, **options: Any) -> Web:
    options = {"first_wait": 0.02, "timeout": 5.0, "retries": 1, **options}
    return Web(16 * 1024 * 1024, cache=cache, **options)


def get(site: Site, path: str = "/", cache: Optional[Path] = None, **more: Any) -> Fetched:
    return fetch(Source(kind="blog", url=site.url + path, **more), web(cache))


def home(head: str = "", body: str = "posts") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def paged(
    count: int, link: str = '<a class="extend next" rel="next" href="/page/{}/#x">'
) -> Dict[str, Any]:
    """Home page and /page/2/ … of `count` pages."""
    pages: Dict[str, Any] = {}
    for n in range(1, count + 1):
        following = link.format(n + 1) if n < count else ""
        before = f'<a href="{"/" if n == 2 else f"/page/{n - 1}"}">' if n > 1 else ""
        pages["/" if n == 1 else f"/page/{n}/"] = home(body=f"posts {n} {before}{following}")
    return pages


def test_a_feed_that_is_named(site: Site) -> None:
    site.pages = {"/atom.xml": ATOM}
    fetched = get(site, "/atom.xml")
    (document,) = fetched.documents
    assert (document.text, document.url) == (ATOM, f"{site.url}/atom.xml")
    assert (fetched.complete, fetched.format, fetched.requests) == (False, "", 1)


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=alternate href=/atom.xml title=Torch-Fan type=application/atom+xml>",
        '<LINK TYPE="Application/RSS+XML" REL="Alternate" HREF="atom.xml"/>',
        '<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/c/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/atom.xml">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/old.xml"> -->'
        '<base href="/"><link rel="feed alternate" type="application/atom+xml" href="atom.xml">',
        '<link rel="alternate" type="application/atom+xml" href="/gone.xml">'
        '<link rel="alternate" type="application/rss+xml" href="/atom.xml">',
    ],
)
def test_a_feed_that_is_found(site: Site, link: str) -> None:
    site.pages = {"/": home(link), "/atom.xml": ATOM, "/c/feed/": ATOM, "/old.xml": ATOM}
    fetched = get(site)
    assert fetched.documents[0].url == f"{site.url}/atom.xml"
    assert len(fetched.documents) == 1
    assert not fetched.complete
    assert fetched.problems == ()


@pytest.mark.parametrize("answer", [None, home(), "", b"\x00\x01\x02" * 99, servers.hang_up])
def test_a_feed_that_is_none_leaves_the_pages(site: Site, answer: Any) -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
    site.pages = {"/": home(link)}
    if answer is not None:
        site.pages["/atom.xml"] = answer
    fetched = get(site)
    assert [document.url for document in fetched.documents] == [f"{site.url}/"]
    assert fetched.problems == ()


@pytest.mark.parametrize(
    "link",
    [
        '<a class="extend next" rel="next" href="/page/{}/#content-inner">',
        "<a class='next' href=/page/{}>",
        '<div class="pagination-next"><a href="/page/{}/">Next</a></div>',
        '<a href="/page/{}/" class="right btn-floating"><i class="fas fa-angle-right"></i></a>',
        '<link rel="next" href="/page/{}/">',
    ],
)
def test_pages_are_followed_to_the_end(site: Site, link: str) -> None:
    site.pages = paged(4, link)
    if "{}>" in link:
        site.pages = {path.rstrip("/") or "/": page for path, page in site.pages.items()}
    fetched = get(site)
    assert [f"posts {n}" in one.text for n, one in enumerate(fetched.documents, 1)] == [True] * 4
    assert fetched.complete
    assert fetched.requests == 8, "all but the last are looked at again, and an index is asked for"
    assert fetched.documents[2].url.rstrip("/") == f"{site.url}/page/3"


NUMBERED = '<a href="/">1</a><a href="/page/2/">2</a>'


@pytest.mark.parametrize(
    "end",
    [
        '<a class="next disabled" href="/page/3/">Next</a>',
        '<a rel="next" href="/page/3/" style="display: none">Next</a>',
        '<span hidden><a rel="next" href="/page/3/">Next</a></span>',
        '<a class="next" href="/page/3/">Next</a>',
        '<a href="/page/3/"><i class="fa-angle-right"></i></a>',
    ],
)
def test_an_end_of_pages_is_an_end(site: Site, end: str) -> None:
    following = '<a rel="next" href="/page/2/">'
    site.pages = {
        "/": home(body=f"posts 1 {NUMBERED}{following}"),
        "/page/2/": home(body=f"posts 2 {NUMBERED}{end}"),
    }
    fetched = get(site)
    assert (len(fetched.documents), fetched.complete, fetched.problems) == (2, True, ())


def test_a_printed_page_that_is_missing_is_no_end(site: Site) -> None:
    numbered = NUMBERED + '<a href="/page/9/">9</a>'
    site.pages = {"/": home(body=f"posts 1 {numbered}"), "/page/2/": home(body=numbered)}
    site.pages["/page/2/"] += '<a class="next" href="/page/3/">Next</a>'
    fetched = get(site)
    assert (fetched.complete, len(fetched.problems)) == (False, 1)


INDEX = "<search><entry><title>A</title><url>/a/</url><content>whole</content></entry></search>"
POSTS = '[{"title": "A", "path": "a/", "text": "whole"}]'


@pytest.mark.parametrize(
    ("path", "says", "index"),
    [
        ("/search.xml", "", INDEX),
        ("/blog/local-search.xml", '{"search_path":"/blog/local-search.xml"}', INDEX),
        ("/content.json", "contentUrl: '/content.json?v=2'", POSTS),
        ("/search.json", '<a data-search="search.json">', POSTS),
    ],
)
def test_where_no_feed_is_the_search_index_is_read_too(
    site: Site, path: str, says: str, index: str
) -> None:
    site.pages = {"/": home(body=f"posts <script>{says}</script>"), path: index}
    fetched = get(site)
    assert [one.text for one in fetched.documents[1:]] == [index]
    assert fetched.complete, "the pages say so"
    site.pages[path] = home(body="not found, with status 200")
    assert len(get(site).documents) == 1
    assert get(site).problems == ()


def test_a_limit_of_pages(site: Site) -> None:
    site.pages = paged(5)
    fetched = get(site, pages=2)
    assert (len(fetched.documents), fetched.complete, fetched.requests) == (2, False, 3)
    assert fetched.problems == ()
    assert get(site, pages=5).complete
    site.pages = paged(60)
    assert len(get(site).documents) == 50


def test_a_later_page_fails(site: Site) -> None:
    site.pages = paged(4)
    del site.pages["/page/3/"]
    fetched = get(site)
    assert len(fetched.documents) == 2
    assert not fetched.complete
    (problem,) = fetched.problems
    assert problem.where == f"{site.url}/page/3/"
    assert "page 3 did not arrive" in problem.what


def test_a_later_page_that_leads_to_a_login_does_not_arrive(site: Site) -> None:
    site.pages = {**paged(4), "/login": home(body="<article><h1>Log in</h1></article>")}
    site.pages["/page/3/"] = servers.redirect("/login")
    fetched = get(site)
    assert (len(fetched.documents), fetched.complete) == (2, False)
    assert "leads away to" in fetched.problems[0].what
    site.pages["/page/3/"] = servers.redirect("/page/3/index.html")
    site.pages["/page/3/index.html"] = paged(4)["/page/3/"]
    assert get(site).complete


def test_what_stands_in_the_place_of_a_page_is_not_the_last(site: Site) -> None:
    site.pages = {**paged(4), "/page/3/": home(body="<article><h1>Back soon</h1></article>")}
    fetched = get(site)
    assert (len(fetched.documents), fetched.complete) == (3, False)


def test_posts_that_move_between_two_pages_may_be_missed(site: Site) -> None:
    """A post of the first page is removed after that was read: the first of the second moves."""
    site.pages = {
        "/": home(body="<a href=/a/></a><a href=/b/></a><a rel=next href=/page/2/>"),
        "/page/2/": home(body="<a href=/c/></a><a href=/d/></a><a rel=prev href=/>"),
    }
    assert get(site).complete

    def removed(handler: servers.Handler) -> None:
        site.pages["/"] = home(body="<a href=/b/></a><a href=/c/></a><a rel=next href=/page/2/>")
        handler.send(home(body="<a href=/d/></a><a rel=prev href=/>").encode())

    site.pages["/page/2/"] = removed
    assert not get(site).complete


@pytest.mark.parametrize("target", ["/", "/page/2/", "/page/3/"])
def test_a_page_that_repeats_ends(site: Site, target: str) -> None:
    site.pages = paged(2)
    site.pages["/page/2/"] = home(body=f'posts 2 <a href="/"> <a rel="next" href="{target}">')
    site.pages["/page/3/"] = site.pages["/page/2/"]
    fetched = get(site)
    assert len(fetched.documents) == 2
    assert fetched.complete == (target == "/page/2/")  # a link to itself is no next page


def test_other_hosts_are_left_alone(site: Site) -> None:
    with Site({"/page/2/": home()}) as other:
        site.pages = {"/": home(body=f'<a rel="next" href="{other.url}/page/2/">')}
        fetched = get(site)
        assert (len(fetched.documents), fetched.complete) == (1, False)
        assert other.asked == []


def test_the_first_page_fails(site: Site) -> None:
    with pytest.raises(FetchError, match="answers 404; check the address"):
        get(site, "/nowhere")
    site.pages = {"/": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9}
    with pytest.raises(FetchError, match=r"is not valid|binary data"):
        get(site)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("<title>中文博客</title>".encode(), "text/html; charset=ISO-8859-1"),
        ("<title>中文博客</title>".encode("gb18030"), "text/html; charset=GB2312"),
        ("<meta charset=gbk><title>中文博客</title>".encode("gbk"), "text/html"),
        ("<meta charset='big5'><title>中文博客</title>".encode("big5"), "text/html"),
        ("<title>中文博客</title>".encode("utf-16"), "text/html"),
        ("\ufeff<title>中文博客</title>".encode(), "text/html"),
        ("<meta charset=punycode><title>中文博客</title>".encode("gb18030"), "text/html"),
        ("<title>中文博客</title>\r\n\x00".encode(), "text/html; charset=no-such"),
    ],
)
def test_encodings(site: Site, data: bytes, kind: str) -> None:
    site.pages, site.kinds = {"/": data}, {"/": kind}
    text = get(site).documents[0].text
    assert "<title>中文博客</title>" in text
    assert not set("\r\x00") & set(text)


def test_an_unchanged_page_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    site.pages, site.validating = paged(2), True
    first = get(site, cache=tmp_path)
    second = get(site, cache=tmp_path)
    assert first == second
    assert site.asked[2].headers["if-none-match"]
    site.pages["/"] = home(body="news")
    third = get(site, cache=tmp_path)
    assert "news" in third.documents[0].text
    for kept in tmp_path.iterdir():
        assert kept.stat().st_mode & 0o777 == 0o600
        kept.write_bytes(b"damaged")
    assert "news" in get(site, cache=tmp_path).documents[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ATOM, True),
        ("\ufeff\n<rss version='2.0'>", True),
        ("<?xml version='1.0'?><!-- a > b --><?xml-stylesheet x?><rdf:RDF xmlns:rdf='x'>", True),
        ("<search>\n<entry>", True),
        ("<!DOCTYPE html><html><feed>", False),
        ("<html>", False),
        ("<feedback>", False),
        ("<!--" * 5000, False),
        ("", False),
    ],
)
def test_is_feed(text: str, expected: bool) -> None:
    assert is_feed(text) == expected
