"""What a person means who types, pastes or drops something where any source may be named."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import pytest
from annoki.config import Source
from annoki.errors import UsageError
from annoki.sources import built_in
from annoki.sources.typed import not_among, source_typed, sources_typed
from annoki.words import told


@pytest.mark.parametrize(
    ("typed", "kind", "settings"),
    [
        ("https://blog.example.org/feed.xml", "blog", {"url": "https://blog.example.org/feed.xml"}),
        ("blog.example.org", "blog", {"url": "https://blog.example.org"}),
        (" blog.example.org/a/?p=1\n", "blog", {"url": "https://blog.example.org/a/?p=1"}),
        ("博客.example.org/周记", "blog", {"url": "https://博客.example.org/周记"}),
        ("localhost:4000/atom.xml", "blog", {"url": "http://localhost:4000/atom.xml"}),
        ("192.168.1.7:4000", "blog", {"url": "http://192.168.1.7:4000"}),
        ("https://hypothes.is/users/reader", "hypothesis", {"user": "reader"}),
        ("hypothes.is/users/reader?q=tag:a", "hypothesis", {"user": "reader"}),
        ("www.hypothes.is/users/a.reader", "hypothesis", {"user": "a.reader"}),
        ("https://hypothes.is/search?q=user%3Areader", "hypothesis", {"user": "reader"}),
        ("hypothes.is/groups/Zj9aX3Pq/friends", "hypothesis", {"groups": ("Zj9aX3Pq",)}),
        ("reader_2", "hypothesis", {"user": "reader_2"}),
        ("@reader", "hypothesis", {"user": "reader"}),
        ("acct:a.reader@hypothes.is", "hypothesis", {"user": "a.reader"}),
    ],
)
def test_an_address_with_or_without_its_scheme_and_a_name(
    typed: str, kind: str, settings: Dict[str, Any]
) -> None:
    assert source_typed(typed) == Source(kind, **settings)


@pytest.mark.parametrize("written", ["{}", ' "{}" ', "'{}'", "file://{}"])
def test_what_is_there_is_a_file_or_a_folder_however_it_was_copied(
    written: str, tmp_path: Path
) -> None:
    page = tmp_path / "my page.txt"
    page.write_text("x", encoding="utf-8")
    for path in (page, tmp_path):
        shown = str(path).replace(" ", "%20") if written.startswith("file") else str(path)
        assert source_typed(written.format(shown)) == Source(path=str(path))


def test_what_lies_in_the_folder_where_the_program_runs_is_not_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reader").mkdir()
    monkeypatch.chdir(tmp_path)
    assert source_typed("reader") == Source("hypothesis", user="reader")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "nothing"),
        ("  \n", "nothing"),
        ("/no/such/notes", "There is no file"),
        ("~/no-such-notes", "There is no file"),
        ("C:\\notes\\page.html", "There is no file"),
        ("notes.html", "There is no file"),
        ("two words", "no user name"),
        ("reader@example.org", "no user name"),
        ("ftp://example.org/a", "no user name"),
        ("张三", "no user name"),
    ],
)
def test_what_means_nothing_gets_a_sentence_in_both_languages(typed: str, key: str) -> None:
    with pytest.raises(UsageError) as error:
        source_typed(typed)
    said = told(error.value, "en")
    assert key in said or said.startswith("Drop a file")
    assert "拖到此处" in told(error.value, "zh")
    assert "--" not in said


def test_several_are_taken_once_and_none_that_is_there_already(tmp_path: Path) -> None:
    path = str(tmp_path)
    twice = sources_typed([path, f"{path}/", "reader", "https://hypothes.is/users/Reader"])
    assert [one.kind for one in twice] == ["file", "hypothesis"]
    known = Source("hypothesis", user="acct:reader@hypothes.is", token="secret")
    assert not_among([known], twice) == twice[:1]


@pytest.mark.parametrize(
    ("kind", "setting", "typed", "meant"),
    [
        (
            "hypothesis",
            "groups",
            " abc,，abc， https://hypothes.is/groups/X1y2/a-name ,",
            ["abc", "X1y2"],
        ),
        ("hypothesis", "groups", " , ", []),
        ("hypothesis", "token", " 6879-made-up\n", "6879-made-up"),
        ("file", "path", " /a b.html ", "/a b.html"),
        ("blog", "url", "  ", ""),
    ],
)
def test_what_is_typed_for_a_setting_is_a_value_of_it(
    kind: str, setting: str, typed: str, meant: object
) -> None:
    declared = built_in()[kind].setting(setting)
    assert declared.meant_by(typed) == meant
    assert declared.meant_by(declared.as_typed(meant)) == meant
