"""Configured and named sources, from a server on loopback to a package, as a person runs them."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
from annoki.notetype import FIELDS

from tests.fetch.servers import (
    TOKEN,
    Asked,
    Handler,
    Hypothesis,
    Memos,
    Site,
    memo,
    redirect,
    row,
    status,
)
from tests.test_cli import Result, annoki

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)
CALLOUT = "[!NOTE] 为什么?\n\nflashcard\n\n因为**快**, 见 `f()`"


class Desk:
    """A folder with a configuration, and what `annoki` makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "annoki.json"
        self.out = folder / "out.apkg"
        self.report_path = folder / "report.json"

    def export(self, *sources: dict[str, Any], **options: Any) -> Result:
        self.config.write_text(json.dumps({"sources": sources, **options}), encoding="utf-8")
        return self.run("--config", self.config)

    def run(self, *arguments: str | Path) -> Result:
        return annoki(
            "export", *arguments, "-o", self.out, "--report", self.report_path,
            XDG_CACHE_HOME=str(self.folder / "cache"),
        )  # fmt: skip

    @property
    def report(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.report_path.read_text(encoding="utf-8"))
        return told

    def notes(self) -> list[dict[str, Any]]:
        with zipfile.ZipFile(self.out) as package:
            database = package.extract("collection.anki2", self.folder / "x")
        connection = sqlite3.connect(database)
        rows = connection.execute("select guid, flds, tags, mod from notes order by id").fetchall()
        connection.close()
        return [
            {"guid": guid, "tags": tags, "mod": mod, **dict(zip(FIELDS, fields.split("\x1f")))}
            for guid, fields, tags, mod in rows
        ]

    def media(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.out) as package:
            names = json.loads(package.read("media"))
            return {name: package.read(number) for number, name in names.items()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def hypothesis(server: Hypothesis, **more: Any) -> dict[str, Any]:
    return {"kind": "hypothesis", "user": "me", "token": TOKEN, "api": server.api, **more}


def test_an_account_becomes_cards(desk: Desk) -> None:
    with Hypothesis([row(n, text=CALLOUT, tags=["深度 学习"]) for n in range(1, 4)]) as server:
        result = desk.export(hypothesis(server))
        assert result.code == 0, result.err
        assert "2 requests for acct:me@hypothes.is, complete" in result.out
        (note,) = [one for one in desk.notes() if "row-1" in one["Source"]]
    assert note["Prompt"] == '<p lang="zh-Hans">为什么?</p>'
    assert "<strong>快</strong>" in note["Answer"]
    assert "<code>f()</code>" in note["Answer"]
    assert 'href="https://hyp.is/row-1/example.org/paper"' in note["Source"]
    assert note["Captured"] == "2023-08-01"
    assert " annoki::tag::深度_学习 " in note["tags"]
    (account,) = desk.report["inputs"]
    assert (account["requests"], account["complete"], account["found"]) == (2, True, 3)
    assert account["user"] == "acct:me@hypothes.is"


def test_844_annotations_cost_six_requests_and_the_second_time_two(desk: Desk) -> None:
    with Hypothesis([row(n) for n in range(844)]) as server:
        assert desk.export(hypothesis(server)).code == 0
        assert len(server.asked) <= 6
        before = len(server.asked)
        guids = {note["guid"] for note in desk.notes()}
        result = desk.export(hypothesis(server))
        assert "844 unchanged" in result.out
        assert len(server.asked) - before == 2
        assert {note["guid"] for note in desk.notes()} == guids
    assert len(guids) == 844


def test_a_token_is_in_no_file_but_the_configuration(desk: Desk) -> None:
    with Hypothesis([row(1)]) as server, Memos(25, [memo(1)]) as memos:
        server.troubles = [status(503, Retry_After="0"), redirect("https://login.example/?next=/")]
        result = desk.export(
            hypothesis(server), {"kind": "memos", "url": memos.url, "token": TOKEN}
        )
        assert result.code == 1
        again = desk.export(hypothesis(server), {"kind": "memos", "url": memos.url, "token": TOKEN})
        assert again.code == 0
        wrong = desk.export(hypothesis(server, token="another-secret"))
    told = "".join(one.out + one.err for one in (result, again, wrong))
    assert TOKEN not in told
    assert "another-secret" not in told
    for path in desk.folder.rglob("*"):
        if path.is_file() and path != desk.config:
            assert TOKEN.encode() not in path.read_bytes(), path


def test_an_invalid_token_is_told_and_nothing_is_read(desk: Desk) -> None:
    with Hypothesis([row(1)]) as server:
        result = desk.export(hypothesis(server, token="wrong"))
    assert result.code == 1
    assert "token" in result.err
    assert not desk.out.exists()


def test_what_arrived_is_exported_and_what_did_not_is_told(desk: Desk) -> None:
    with Hypothesis([row(n) for n in range(450)]) as server:
        server.between = lambda searches: server.troubles.extend(
            [status(404)] * 20 if searches == 2 else []
        )
        result = desk.export(hypothesis(server))
    assert result.code == 1
    assert len(desk.notes()) in range(380, 401)
    (account,) = desk.report["inputs"]
    assert account["complete"] is False
    assert account["problems"]


class Album(Memos):
    """An instance that serves two pictures, of which one is none."""

    def answer(self, handler: Handler, asked: Asked) -> None:
        pictures = {"/a.png": PNG, "/b.png": b"<svg onload=alert(1)>"}
        if asked.path in pictures:
            handler.send(pictures[asked.path], 200, "image/png")
        else:
            super().answer(handler, asked)


def test_memos_become_digests_with_pictures(desk: Desk) -> None:
    text = "# 年鉴\n\n第一段 with **bold**.\n\n![图 1](/a.png)\n\n![图 2](/b.png)"
    with Album(26, [memo(1, content=text)]) as server:
        source = {"kind": "memos", "url": server.url, "token": TOKEN}
        result = desk.export(source)
        assert result.code == 0, result.err
        (note,) = desk.notes()
        ((name, data),) = desk.media().items()
        assert data == PNG
        assert f'<img src="{name}" alt="图 1">' in note["Answer"]
        assert f'<a href="{server.url}/b.png">图 2</a>' in note["Answer"]
        assert '<strong><span lang="en">bold</span></strong>' in note["Answer"]
        assert len(desk.report["missing_pictures"]) == 1
        assert "1 unchanged" in desk.export(source).out
        assert [one.path for one in server.asked].count("/a.png") == 1
        assert desk.export(source, pictures=False).code == 0
        assert desk.media() == {}


HOME = """<!doctype html><html><head><title>年鉴</title>{alternate}</head><body>
<div class="recent-posts"><div class="recent-post-item"><div class="recent-post-info">
<a class="article-title" href="/2023/almanac/" title="年鉴里的一页">年鉴里的一页</a>
<time datetime="2023-04-22T16:00:00.000Z">2023-04-23</time>
<div class="content">一年有十二个月, the first is January. 每个月的长短并不相同 ...</div>
</div></div></div></body></html>"""
ENTRY = """<p>一年有十二个月, the first is January. 每个月的长短并不相同</p>
<figure class="highlight python"><table><tr><td class="gutter"><pre>1</pre></td>
<td class="code"><pre><span class="line">import calendar</span></pre></td></tr></table></figure>"""
FEED = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>年鉴</title><link href="{url}/"/><id>{url}/</id><updated>2023-05-01T00:00:00Z</updated>
<entry><title>年鉴里的一页</title><link href="{url}/2023/almanac/"/><id>{url}/2023/almanac/</id>
<published>2023-04-23T08:00:00+08:00</published><updated>2023-04-25T00:00:00Z</updated>
<category term="历法"/><content type="html"><![CDATA[{entry}]]></content></entry></feed>"""


def test_a_blog_by_its_address_is_the_same_posts_as_its_dump(desk: Desk) -> None:
    dump = desk.folder / "blog.txt"
    dump.write_text(
        "年鉴里的一页\n一年有十二个月, the first is January.\n每个月的长短并不相同, "
        "有的三十天, 有的三十一天, 二月最短, 只有二十八天, 闰年才多一天 ...\n"
        "另一篇文章\n讲的是别的事情, 与年鉴没有关系, 只是放在一起。\n还有更多内容, "
        "一直写到足够长, 直到这一页的主题在这里把它截断, 后面的要点进去看 ...\n",
        encoding="utf-8",
    )
    with Site() as site:
        site.pages["/"] = HOME.format(alternate="")
        assert desk.run(site.url + "/").code == 0
        (home,) = desk.notes()
        desk.out.unlink()
        link = '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
        site.pages["/"] = HOME.format(alternate=link)
        site.pages["/atom.xml"] = FEED.format(url=site.url, entry=ENTRY)
        site.kinds["/atom.xml"] = "application/xml"
        assert desk.run(site.url + "/", dump).code == 0
    notes = {note["guid"]: note for note in desk.notes()}
    assert len(notes) == 2
    feed = notes[home["guid"]]
    assert '<pre><code class="language-python">' in feed["Answer"]
    assert " annoki::tag::历法 " in feed["tags"]
    assert feed["Captured"] == "2023-04-23"
    assert desk.report["notes"]["merged"] == 1


def test_an_address_that_is_no_page_of_anything_is_told(desk: Desk) -> None:
    with Site({"/x": "<html><body><p>Nothing here.</p></body></html>"}) as site:
        result = desk.run(site.url + "/x")
        assert result.code == 1
        gone = desk.run(site.url + "/nowhere")
        assert gone.code == 1
        assert "404" in gone.err
        refused = desk.run("ftp://127.0.0.1/x")
        assert refused.code == 1
    unreachable = desk.run(site.url + "/")
    assert unreachable.code == 1
    assert len(unreachable.err.strip().splitlines()) == 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"kind": "gopher", "url": "x"}, "known are file, hypothesis, blog, memos"),
        ({"kind": ["blog"], "url": "x"}, "known are file, hypothesis, blog, memos"),
        ({"kind": {}}, "unknown kind; known are"),
        ({"kind": {"token": "12345"}}, "unknown kind; known are"),
        ({"kind": "hypothesis"}, "a user, groups or a token"),
        ({"kind": "blog"}, "a url is missing"),
        ({"kind": "memos", "url": "file:///etc"}, "no http or https address"),
        ({"kind": "memos", "url": "https://me:pw@m.example"}, "must not hold a password"),
        ({"kind": "blog", "url": "https://b.example", "token": "x"}, "blog has no setting 'token'"),
        ({"kind": "hypothesis", "token": 12345}, "token must be"),
        ({"kind": "hypothesis", "groups": "abc"}, "groups must be a JSON list"),
        ({"kind": "blog", "url": "https://b.example", "pages": -1}, "pages must be"),
    ],
)
def test_a_source_that_cannot_be_is_refused(desk: Desk, source: dict[str, Any], said: str) -> None:
    result = desk.export(source)
    assert result.code == 2
    assert said in result.err
    assert "12345" not in result.err
    assert "me:pw" not in result.err or "password" in result.err


HALF_A_DAY = 43_200
"""A package is so much older than what it holds, and no more than twice that: a sync that brought
the same is newer."""


def test_a_poorer_package_is_not_newer_than_the_richer_one_before_it(desk: Desk) -> None:
    dump = desk.folder / "dump.txt"
    dump.write_text(
        "1 Matching Annotations\n  1. Aug 2023\n    1. passage 1\n\n      note 1, damaged\n",
        encoding="utf-8",
    )
    with Hypothesis([row(1)]) as server:
        assert desk.export(hypothesis(server)).code == 0
        (rich,) = desk.notes()
        saved = 1690848060  # as the service says
        assert saved - 2 * HALF_A_DAY < rich["mod"] <= saved - HALF_A_DAY
        assert desk.run(dump).code == 0
        (poor,) = desk.notes()
        assert poor["guid"] == rich["guid"]
        assert poor["mod"] < rich["mod"], "of one age, each device would keep its own"
        server.rows[0]["text"] = "note 1, edited"
        server.rows[0]["updated"] = "2023-09-01T00:00:00.000000+00:00"
        assert desk.export(hypothesis(server)).code == 0
        (edited,) = desk.notes()
        assert 1693526400 - 600 < edited["mod"] <= 1693526400
