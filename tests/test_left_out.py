"""Posts of which nothing is told but their title: left out with the reason, and not missed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict, List, Tuple

import annoki
import pytest
from annoki.cli.commands import cli
from annoki.cli.exit_codes import ExitCode
from annoki.config import Config, Source
from annoki.pipeline.gather import Gathered, gather
from annoki.text.field import one_line
from click.testing import CliRunner

BLOG = "https://blog.example"
TEXTS = {"潮汐": "<p>海水每天涨落两次，间隔约十二小时。</p>", "Tides": "<p>Twice a day.</p>"}
ENCRYPTED = "<p>这是一篇加密文章，需要密码才能继续阅读。</p>"


def feed(posts: Dict[str, str]) -> str:
    entries = "".join(
        f"<entry><title>{title}</title><link href='{BLOG}/{title}/'/><id>{BLOG}/{title}/</id>"
        f"<content type='html'><![CDATA[{text}]]></content></entry>"
        for title, text in posts.items()
    )
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>B</title><link href='{BLOG}/'/>"
        f"{entries}</feed>"
    )


def index(posts: Dict[str, str]) -> str:
    entries = "".join(
        f"<entry><title>{title}</title><url>/{title}/</url>"
        f"<content type='html'><![CDATA[{text}]]></content></entry>"
        for title, text in posts.items()
    )
    return f"<?xml version='1.0' encoding='utf-8'?><search>{entries}</search>"


def titles(posts: Dict[str, str]) -> str:
    """A page that lists no more than the titles."""
    cards = "".join(
        f"<article><h2><a href='{BLOG}/{title}/'>{title}</a></h2><time>2024-03-0{n}</time>"
        f"</article>"
        for n, title in enumerate(posts, 1)
    )
    head = f"<title>B</title><link rel='canonical' href='{BLOG}/'>"
    return f"<!DOCTYPE html><html><head>{head}</head><body><main>{cards}</main></body></html>"


def cards(posts: Dict[str, str]) -> str:
    """A page that lists the titles with what there is of the texts."""
    shown = "".join(
        f"<article><h2><a href='{BLOG}/{title}/'>{title}</a></h2>"
        f"<div class='post-content'>{text}</div></article>"
        for title, text in posts.items()
    )
    return f"<!DOCTYPE html><html><head><title>B</title></head><body>{shown}</body></html>"


def own_page(posts: Dict[str, str]) -> str:
    """The page of the last of them."""
    title, text = list(posts.items())[-1]
    head = f"<title>{title} | B</title><link rel='canonical' href='{BLOG}/{title}/'>"
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{title}</h1>"
        f"<div class='post-content'>{text}</div></article></body></html>"
    )


def read(folder: Path, *files: str) -> Gathered:
    folder.mkdir(exist_ok=True)
    paths = [
        folder / f"{n}.{'html' if 'DOCTYPE' in text else 'xml'}" for n, text in enumerate(files)
    ]
    for path, text in zip(paths, files):
        path.write_text(text, encoding="utf-8")
    return gather(Config(), [Source("file", path=str(path)) for path in paths]).whole()


def noted(gathered: Gathered) -> List[Tuple[str, str]]:
    """The question and status of each note that a new package or collection would get."""
    return sorted(
        (one_line(one.fields[0]), one.status) for one in gathered.notes if not one.left_out
    )


def reasons(gathered: Gathered) -> List[str]:
    return [one.why for account in gathered.report.accounts for one in account.skipped]


DIGESTS = [(title, "digest") for title in sorted(TEXTS)]


@pytest.mark.parametrize("face", [feed, index, cards])
@pytest.mark.parametrize("text", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<!-- more -->"])
def test_a_title_without_text_is_left_out(tmp_path: Path, face: object, text: str) -> None:
    assert callable(face)
    found = read(tmp_path, face({**TEXTS, "以后再写": text}))
    assert noted(found) == DIGESTS
    assert reasons(found) == ["a title without text"]


@pytest.mark.parametrize("face", [feed, index, cards])
def test_an_encrypted_post_is_left_out(tmp_path: Path, face: object) -> None:
    assert callable(face)
    found = read(tmp_path, face({**TEXTS, "日记": ENCRYPTED}))
    assert noted(found) == DIGESTS
    assert reasons(found) == ["encrypted"]


@pytest.mark.parametrize(("text", "why"), [("", "a title without text"), (ENCRYPTED, "encrypted")])
@pytest.mark.parametrize("face", [feed, index, cards, own_page])
def test_a_list_of_titles_does_not_bring_it_back(
    tmp_path: Path, face: object, text: str, why: str
) -> None:
    """Whoever could tell its text says that there is none."""
    assert callable(face)
    posts = {**TEXTS, "日记": text}
    for n, files in enumerate(
        [[titles(posts), feed(TEXTS), face(posts)], [face(posts), feed(TEXTS), titles(posts)]]
    ):
        found = read(tmp_path / str(n), *files)
        assert noted(found) == DIGESTS
        assert reasons(found) == [why, why]


def test_what_any_face_tells_is_told(tmp_path: Path) -> None:
    """A feed that was set to show no texts says nothing against the page that has one."""
    found = read(tmp_path, feed(dict.fromkeys(TEXTS, "")), index(TEXTS))
    assert noted(found) == DIGESTS
    assert not reasons(found)
    assert found.report.merged == len(TEXTS)


def test_a_list_that_shows_no_text_at_all_says_nothing_of_texts(tmp_path: Path) -> None:
    found = read(tmp_path, titles(TEXTS))
    assert noted(found) == [(title, "unfinished") for title in sorted(TEXTS)]


def test_a_list_that_features_one_post_says_nothing_of_the_others(tmp_path: Path) -> None:
    found = read(tmp_path, cards({"潮汐": TEXTS["潮汐"], "一": "", "二": "", "三": ""}))
    assert [status for _, status in noted(found)] == ["unfinished"] * 3 + ["digest"]
    assert not reasons(found)


def test_a_list_that_repeats_a_post_leaves_it_out_each_time(tmp_path: Path) -> None:
    posts = {**TEXTS, "以后再写": ""}
    found = read(tmp_path, feed(posts), feed(posts), index(posts))
    assert noted(found) == DIGESTS
    assert reasons(found) == ["a title without text"] * 3


DRAWN = [
    f"<iframe src='{BLOG}/v'></iframe>",
    "<div class='wrap'><iframe data-src='//video.example/v?id=1'></iframe></div>",
    f"<video controls><source src='{BLOG}/v.mp4'><p>too old</p></video>",
    "<p><audio src='a.mp3'></audio></p>",
    f"<object data='{BLOG}/a.pdf'></object>",
    f"<embed src='{BLOG}/b.pdf'>",
    "<canvas id='c'></canvas>",
    "<svg viewBox='0 0 9 9'><text>电场</text></svg>",
    "<img src='data:image/png;base64,iVBORw0KGgo='>",
]


@pytest.mark.parametrize("face", [feed, index, cards, own_page])
@pytest.mark.parametrize("text", DRAWN)
def test_a_post_that_is_drawn_is_not_left_out(tmp_path: Path, face: object, text: str) -> None:
    assert callable(face)
    found = read(tmp_path, face({**TEXTS, "图": text}))
    assert not reasons(found)
    assert ("图", "unfinished") in noted(found)


@pytest.mark.parametrize("text", DRAWN)
def test_a_player_before_the_text_of_another_face_is_one_post(tmp_path: Path, text: str) -> None:
    for n, files in enumerate([(cards, index), (index, cards), (feed, index), (index, feed)]):
        told = [
            face({**TEXTS, "图": "<p>讲海水。</p>" if face is index else text}) for face in files
        ]
        found = read(tmp_path / str(n), *told)
        assert noted(found) == sorted([*DIGESTS, ("图", "digest")])


@pytest.mark.parametrize(
    "text",
    [
        "<iframe src='about:blank'></iframe>",
        f"<iframe hidden src='{BLOG}/v'></iframe>",
        "<svg viewBox='0 0 9 9'><path d='M0 0'/></svg>",
    ],
)
def test_what_shows_nothing_is_left_out(tmp_path: Path, text: str) -> None:
    assert reasons(read(tmp_path, feed({**TEXTS, "图": text}))) == ["a title without text"]


LOCK = "<form class='post-password-form'><label>Word: <input type='password'></label></form>"


@pytest.mark.parametrize("empty", ["", "<p></p>", "<p>&nbsp;</p>"])
@pytest.mark.parametrize("name", ["rss", "xml", "json"])
def test_what_says_nothing_gives_way_to_the_summary(tmp_path: Path, name: str, empty: str) -> None:
    found = read(tmp_path, summed(name, empty, "海水每天涨落两次。"))
    assert [(one.status, one_line(one.fields[1])) for one in found.notes] == [
        ("digest", "海水每天涨落两次。")
    ]


@pytest.mark.parametrize("name", ["rss", "xml", "json"])
def test_the_summary_of_a_form_is_none(tmp_path: Path, name: str) -> None:
    """Generators strip the form of its tags."""
    assert reasons(read(tmp_path, summed(name, LOCK, "Word:"))) == ["encrypted"]


def summed(name: str, content: str, summary: str) -> str:
    """A feed or index of one post, which has both."""
    if name == "json":
        row = {"title": "潮汐", "url": f"{BLOG}/t/", "content": content, "summary": summary}
        return json.dumps([row])
    if name == "xml":
        return (
            f"<search><entry><title>潮汐</title><url>/t/</url><content><![CDATA[{content}]]>"
            f"</content><excerpt>{summary}</excerpt></entry></search>"
        )
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>B</title><item><title>潮汐</title><link>{BLOG}/t/</link><description>{summary}"
        f"</description><content:encoded><![CDATA[{content}]]></content:encoded></item>"
        "</channel></rss>"
    )


def test_a_post_that_comes_as_a_file_is_not_left_out(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"<rss version='2.0'><channel><item><title>第一期</title><link>{BLOG}/1/</link>"
        f"<enclosure url='{BLOG}/1.mp3' type='audio/mpeg' length='1'/></item></channel></rss>",
    )
    assert noted(found) == [("第一期", "unfinished")]


def test_a_json_feed_is_its_items(tmp_path: Path) -> None:
    items = [
        {"id": "1", "url": f"{BLOG}/1/", "title": "潮汐", "content_html": "<p>涨。</p>"},
        {"id": "2", "url": f"{BLOG}/2/", "title": "Tides", "summary": "Twice a day."},
        {"id": "3", "url": f"{BLOG}/3/", "title": "以后再写"},
    ]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": items}
    found = read(tmp_path, json.dumps(told))
    assert noted(found) == DIGESTS
    assert reasons(found) == ["a title without text"]


def test_a_run_of_nothing_else_says_why_there_is_no_package(tmp_path: Path) -> None:
    path, package = tmp_path / "feed.xml", tmp_path / "a.apkg"
    path.write_text(feed({"以后再写": "", "Later": "", "日记": ENCRYPTED}), encoding="utf-8")
    done = CliRunner().invoke(cli(), ["export", str(path), "-o", str(package)])
    assert done.exit_code == ExitCode.PARTLY_READ
    assert (
        "Nothing to export: 2 skipped (a title without text), 1 skipped (encrypted)" in done.output
    )
    assert not package.exists()


def test_a_package_keeps_what_now_tells_only_its_title(tmp_path: Path) -> None:
    path, package = tmp_path / "feed.xml", tmp_path / "a.apkg"
    held = []
    for posts in (TEXTS, {**TEXTS, "Tides": "", "以后再写": ""}, TEXTS):
        path.write_text(feed(posts), encoding="utf-8")
        annoki.export(path, package)
        held.append({one.guid: one.fields[:2] for one in notes_in(package)})
    assert len(held[0]) == len(TEXTS)
    assert held[0] == held[1] == held[2]


def notes_in(package: Path) -> List[annoki.Note]:
    from annoki.targets.apkg.earlier import EarlierPackage

    earlier = EarlierPackage(package)
    kept = [earlier.kept(guid) for guid in earlier.notes]
    return [one for one in kept if one is not None]  # type: ignore[misc]


def test_who_asks_for_items_and_notes_gets_no_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(feed({**TEXTS, "以后再写": "", "日记": ENCRYPTED}), encoding="utf-8")
    found = annoki.read(path)
    assert len(found.items) == len(TEXTS)
    assert [one.why for account in found.report.accounts for one in account.skipped] == [
        "a title without text",
        "encrypted",
    ]
    assert len(annoki.notes(found)) == len(TEXTS)
