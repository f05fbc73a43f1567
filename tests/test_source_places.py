"""Two sources that read the same, however each is written; so that one is enough."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict

import pytest
from annoki.config import Source, parse

SAME = [
    (("blog", {"url": "https://blog.example.org"}), ("blog", {"url": "http://Blog.Example.org/"})),
    (
        ("blog", {"url": "https://www.example.org/notes"}),
        ("blog", {"url": "https://example.org/notes/", "pages": 3}),
    ),
    (("hypothesis", {"user": "me"}), ("hypothesis", {"user": "acct:me@hypothes.is"})),
    (("hypothesis", {"user": "me"}), ("hypothesis", {"user": "https://hypothes.is/users/Me"})),
    (
        ("hypothesis", {"user": "Me", "token": "t"}),
        ("hypothesis", {"user": "me", "api": "https://api.hypothes.is/api/"}),
    ),
    (("hypothesis", {"groups": ("a", "b")}), ("hypothesis", {"groups": ("b", "a", "b")})),
    (("memos", {"url": "https://m.example"}), ("memos", {"url": "m.example/"})),
    (
        ("memos", {"url": "https://m.example", "creator": "users/1", "token": "t"}),
        ("memos", {"url": "https://m.example", "creator": "users/1", "token": "u"}),
    ),
]
OTHERS = [
    (("blog", {"url": "https://a.example/x"}), ("blog", {"url": "https://a.example/X"})),
    (("blog", {"url": "https://a.example/?p=1"}), ("blog", {"url": "https://a.example/?p=2"})),
    (("hypothesis", {"user": "me"}), ("hypothesis", {"user": "me", "groups": ("a",)})),
    (("hypothesis", {"token": "mine"}), ("hypothesis", {"token": "hers"})),
    (("hypothesis", {"user": "me"}), ("hypothesis", {"user": "me", "api": "https://h.example"})),
    (
        ("memos", {"url": "https://m.example", "token": "mine"}),
        ("memos", {"url": "https://m.example", "token": "hers"}),
    ),
    (
        ("memos", {"url": "https://m.example", "filter": "a"}),
        ("memos", {"url": "https://m.example", "filter": "A"}),
    ),
]


def made(kind: str, settings: Dict[str, Any]) -> Source:
    return Source(kind, **settings)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_account_or_address_is_one_however_it_is_written(one: Any, other: Any) -> None:
    assert made(*one).place == made(*other).place


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_what_reads_something_else_is_another(one: Any, other: Any) -> None:
    assert made(*one).place != made(*other).place


def test_a_file_is_one_whatever_way_leads_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "folder" / "页 1.txt"
    page.parent.mkdir()
    page.touch()
    link = tmp_path / "link"
    link.symlink_to(page.parent)
    monkeypatch.chdir(tmp_path)
    ways = [
        str(page),
        os.path.join("folder", page.name),
        f"{page.parent}/../folder//{page.name}",
        str(link / page.name),
    ]

    assert len({Source(path=way).place for way in ways}) == 1
    assert Source(path=str(page)).place == Source(path=str(page), format="weekly-text").place
    assert Source(path=str(page)).place != Source(path=str(page.parent)).place
    assert Source(path="-").place == ("file", "-")


def test_no_place_holds_a_token() -> None:
    for kind, settings in (("hypothesis", {}), ("memos", {"url": "https://m.example"})):
        assert "s3cr3t" not in repr(Source(kind, token="s3cr3t", **settings).place)


def test_what_cannot_be_used_is_the_same_as_nothing() -> None:
    entries = [{"kind": "blog"}, {"kind": "blog"}, {"kind": "gopher"}]
    places = [one.place for one in parse({"sources": entries}, "a test", strict=False).sources]
    assert len(set(places)) == 3
