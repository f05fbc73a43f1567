"""The HTTP core: bounded, cancellable, whole or an error, and discreet."""

from __future__ import annotations

import gzip
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any, Iterator

import pytest
from annoki.errors import Cancelled
from annoki.fetch import FetchError
from annoki.fetch.address import shown
from annoki.fetch.cache import Cache
from annoki.fetch.waiting import Pace
from annoki.fetch.web import USER_AGENT, Web
from annoki.words import told

from tests.fetch import servers
from tests.fetch.clock import Clock
from tests.fetch.servers import TOKEN, Site
from tests.fixture_files import ROOT


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/": "hello"}) as running:
        yield running


def web(max_bytes: int = 1_000_000, **options: Any) -> Web:
    return Web(max_bytes, **{"first_wait": 0.02, "timeout": 60.0, **options})


def test_a_reply(site: Site) -> None:
    browser = web()
    reply = browser.get(site.url, params=[("q", "a b"), ("q", "中")])
    assert (reply.status, reply.data, reply.content_type) == (200, b"hello", "text/html")
    assert site.asked[0].query == {"q": ["a b", "中"]}
    assert site.asked[0].headers["user-agent"] == USER_AGENT
    assert browser.requests == 1


def test_a_missing_page_is_a_reply(site: Site) -> None:
    assert web().get(f"{site.url}/nowhere").status == 404


def test_compressed(site: Site) -> None:
    data = gzip.compress(b"hello " * 1000)
    site.pages["/z"] = lambda handler: handler.send(data, 200, "", {"Content-Encoding": "gzip"})
    assert web().get(f"{site.url}/z").data == b"hello " * 1000


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/x", "ftp: addresses are not fetched"),
        ("file:///etc/passwd", "file: addresses are not fetched"),
        ("example.org/x", "without https://"),
        ("https:///x", "no host"),
        ("http://[::1/x", "not an address"),
        ("http://host:port/x", "not an address"),
        ("", "without https://"),
    ],
)
def test_only_http_addresses(address: str, words: str) -> None:
    browser = web()
    with pytest.raises(FetchError, match=words):
        browser.get(address)
    assert browser.requests == 0


@pytest.mark.parametrize(
    "target", ["ftp://127.0.0.1/", "file:///etc/passwd", "javascript:1", "data:,x"]
)
def test_redirects_to_other_schemes_are_refused(site: Site, target: str) -> None:
    site.troubles = [servers.redirect(target)]
    with pytest.raises(FetchError, match=r"redirects to .*, which is not followed"):
        web().get(site.url)


def test_redirects_have_an_end(site: Site) -> None:
    site.troubles = [servers.redirect("/")] * 5
    assert web().get(site.url).data == b"hello"
    site.troubles = [servers.redirect("/")] * 6
    with pytest.raises(FetchError, match="redirects without end"):
        web().get(site.url)


def test_a_token_stays_with_its_host(site: Site) -> None:
    """Another port is another host, and coming back does not bring the token back."""
    with Site() as other:
        other.troubles = [servers.redirect(f"{site.url}/")]
        site.troubles = [servers.redirect("/first"), servers.redirect(f"{other.url}/?a=1", 307)]
        assert web().get(site.url, token=TOKEN).data == b"hello"
        assert [asked.token for asked in site.asked] == [TOKEN, TOKEN, ""]
        assert "authorization" not in other.asked[0].headers


def test_a_netrc_is_not_read(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password s3cret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    web().get(site.url)
    assert "authorization" not in site.asked[0].headers


def test_a_proxy_is_used_but_not_for_loopback(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with Site() as proxy:
        proxy.troubles = [servers.page("from the proxy")]
        monkeypatch.setenv("http_proxy", proxy.url)
        assert web().get("http://example.invalid/x").data == b"from the proxy"
        assert web().get(site.url).data == b"hello"
        assert len(proxy.asked) == 1


@pytest.mark.parametrize(
    "trouble",
    [servers.status(code) for code in (429, 500, 502, 503, 504)]
    + [servers.hang_up, servers.cut_short],
)
def test_a_passing_trouble(site: Site, trouble: servers.Trouble) -> None:
    site.troubles = [trouble, trouble]
    browser = web()
    assert browser.get(site.url).data == b"hello"
    assert browser.requests == len(site.asked) == 3


def test_waits_grow(site: Site, clock: Clock) -> None:
    site.troubles = [servers.status(503)] * 4
    web(first_wait=0.1).get(site.url)
    assert clock.waited == 0.1 + 0.2 + 0.4 + 0.8


def test_retries_have_an_end(site: Site) -> None:
    site.troubles = [servers.status(503)] * 20
    with pytest.raises(FetchError, match=r"answers 503 .* after 4 tries; try again") as caught:
        web(retries=3).get(f"{site.url}/?key={TOKEN}")
    assert caught.value.status == 503
    assert len(site.asked) == 4
    in_chinese = told(caught.value, "zh")
    assert in_chinese.endswith("：已尝试 4 次，服务返回 503（暂不可用）；请稍后再试")


def test_retry_after_is_obeyed(site: Site, clock: Clock) -> None:
    site.troubles = [servers.status(429, Retry_After="17")]
    web().get(site.url)
    assert clock.waited == 17


def test_a_retry_after_that_is_too_long(site: Site) -> None:
    site.troubles = [servers.status(503, Retry_After="86400")]
    with pytest.raises(FetchError, match=r"left alone for [0-9]+ minutes"):
        web().get(site.url)
    site.troubles = [servers.status(503, Retry_After="30")]
    with pytest.raises(FetchError, match="not done in 10 seconds"):
        web(max_seconds=10).get(site.url)


@pytest.mark.parametrize(
    "trouble",
    [servers.status(503, Retry_After="60"), servers.silence, servers.trickle],
)
def test_cancelling(site: Site, trouble: servers.Trouble) -> None:
    """While waiting to ask again, while the server is silent, and while it dribbles."""
    site.troubles = [trouble]
    with pytest.raises(Cancelled):
        web(cancelled=servers.at_look(4)).get(site.url)
    assert not site.out_of_patience
    assert len(site.asked) == 1


def test_a_long_wait_looks_often_whether_it_is_cancelled(site: Site, clock: Clock) -> None:
    site.troubles = [servers.status(503, Retry_After="60")]
    with pytest.raises(Cancelled):
        web(cancelled=lambda: clock.waited >= 3).get(site.url)
    assert clock.waited < 3.2


def test_total_time_is_bounded(site: Site) -> None:
    site.troubles = [servers.trickle]
    with pytest.raises(FetchError, match=r"not done in 0\.5 seconds"):
        web(max_seconds=0.5).get(site.url)
    assert not site.out_of_patience


def test_silence(site: Site) -> None:
    site.troubles = [servers.silence] * 2
    with pytest.raises(FetchError, match=r"no answer within 0\.3 seconds after 2 tries"):
        web(timeout=0.3, retries=1).get(site.url)


def test_too_large(site: Site) -> None:
    site.pages["/big"] = b"x" * 1001
    with pytest.raises(FetchError, match="larger than the limit"):
        web(1000).get(f"{site.url}/big")
    assert len(site.asked) == 1
    site.pages["/big"] = b"x" * 1000
    browser = web(1000)
    for _ in range(4):
        browser.get(f"{site.url}/big")
    with pytest.raises(FetchError, match="sends more and more"):
        browser.get(f"{site.url}/big")


def test_a_gzip_bomb(site: Site) -> None:
    site.troubles = [servers.bomb(100)]
    with pytest.raises(FetchError, match="larger than the limit"):
        web(1_000_000).get(site.url)


def test_bad_compression(site: Site) -> None:
    site.pages["/"] = lambda handler: handler.send(b"no", 200, "", {"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="damaged"):
        web(retries=0).get(site.url)


def test_nobody_there() -> None:
    with Site() as gone:
        pass
    with pytest.raises(FetchError, match=r"no connection \(Connection refused\)") as caught:
        web(retries=1).get(gone.url)
    assert caught.value.unreachable


def test_no_such_host() -> None:
    with pytest.raises(FetchError, match=r"the host is not known") as caught:
        web(retries=0).get("http://no-such-host.invalid/")
    assert caught.value.unreachable


@pytest.mark.parametrize(
    "trouble",
    [servers.status(503), servers.hang_up, servers.redirect("ftp://x/"), servers.bomb(2)],
)
def test_no_secret_in_errors(site: Site, trouble: servers.Trouble) -> None:
    """Nor in the traceback that a log would show."""
    site.troubles = [trouble] * 9
    address = f"http://user:{TOKEN}@{site.host}/?openId={TOKEN}#{TOKEN}"
    with pytest.raises(FetchError) as caught:
        web(retries=1).get(address, token=TOKEN, params=[("key", TOKEN)])
    assert f"{site.url}/: " in str(caught.value)
    assert TOKEN not in "".join(traceback.format_exception(caught.type, caught.value, caught.tb))


def test_what_a_server_says_is_cleaned() -> None:
    browser = web()
    with pytest.raises(FetchError):
        browser.get("ftp://x", token=TOKEN)
    assert browser.clean(f"a\n\x1b[31m{TOKEN}\x00 b") == "a [31m… b"
    assert len(browser.clean("x" * 9999)) <= 301


def test_shown() -> None:
    assert shown("https://me:pw@Host.org:81/a/b?c=d#e") == "https://host.org:81/a/b"
    assert shown("http://[::1]:80/") == "http://[::1]:80/"
    assert shown("http://[") == "an unreadable address"


def test_pace(clock: Clock) -> None:
    pace = Pace(3, 10)
    assert [pace.delay() for _ in range(3)] == [0, 0, 0]
    assert [pace.delay(), pace.delay()] == pytest.approx([0.1, 0.2])
    clock.now += 0.25
    assert pace.delay() == pytest.approx(0.05)


def test_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder", most_bytes=25)
    assert cache.load("page", "a") is None
    cache.save(b"x" * 10, "page", "a")
    cache.save(b"y" * 10, "page", "a", "b")
    assert (cache.load("page", "a"), cache.load("page", "a", "b")) == (b"x" * 10, b"y" * 10)
    cache.save(b"z" * 10, "page", "c")
    assert cache.load("page", "a") is None  # the oldest had to go
    assert cache.load("page", "c") == b"z" * 10
    cache.save(b"z" * 26, "page", "d")
    assert cache.load("page", "d") is None
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (tmp_path / "new").glob("*/*"))


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "folder")
    cache.save(b"x", "page", "a")
    assert cache.load("page", "a") is None
    assert Cache(None).load("page", "a") is None


def test_fetch_is_light_to_import() -> None:
    code = "import annoki.fetch, sys; print('requests' in sys.modules, 'bs4' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "False False", done.stderr


def test_what_changes_something_is_sent_once(site: Site) -> None:
    site.troubles = [servers.status(503)]
    assert web().get(f"{site.url}/x", method="PATCH", body=b"{}").status == 503
    site.troubles = [servers.hang_up]
    with pytest.raises(FetchError, match="closed"):
        web().get(f"{site.url}/x", method="PATCH", body=b"{}")
    assert [one.method for one in site.asked] == ["PATCH", "PATCH"]


def test_what_was_not_done_for_want_of_time_is_sent_again(site: Site) -> None:
    site.troubles = [servers.status(429), servers.status(429)]
    web().get(f"{site.url}/x", method="PATCH", body=b'{"a": 1}')
    assert [(one.method, one.body) for one in site.asked] == [("PATCH", b'{"a": 1}')] * 3


def test_what_changes_something_is_not_sent_elsewhere(site: Site) -> None:
    site.troubles = [servers.redirect(f"{site.url}/elsewhere", 307)]
    assert web().get(f"{site.url}/x", method="PATCH", body=b"{}").status == 307
    assert len(site.asked) == 1
