"""What a profile of Anki keeps: in its own folder, whole, for its owner only, and judged."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from annoki.config import Source, Unusable
from annoki.errors import UsageError
from annoki.profile import Profile, settings
from annoki.words import told

SHIPPED = {"sources": [], "confirm": "unusual", "sync_on_open": False}
ACCOUNT = {"kind": "hypothesis", "user": "reader", "token": "6879-made-up"}


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path, SHIPPED)


def write(profile: Profile, content: bytes) -> None:
    profile.config.parent.mkdir(exist_ok=True)
    profile.config.write_bytes(content)


def test_what_was_changed_goes_before_what_is_shipped(profile: Profile) -> None:
    assert profile.read() == {}
    assert settings.raw(profile) == SHIPPED
    profile.keep({"sync_on_open": True, "mine": [1]})
    assert settings.raw(profile) == {**SHIPPED, "sync_on_open": True, "mine": [1]}
    assert [path.name for path in profile.config.parent.iterdir()] == ["config.json"]


def test_a_profile_begins_once(profile: Profile, tmp_path: Path) -> None:
    assert (profile.begins(), profile.begins()) == (True, False)
    assert Profile(tmp_path / "read-only", SHIPPED).begins()


def test_an_option_is_on_only_where_that_can_be_read(profile: Profile) -> None:
    assert not profile.wants("sync_on_open")
    profile.keep({"sync_on_open": True})
    assert profile.wants("sync_on_open")
    write(profile, b"{")
    assert not profile.wants("sync_on_open")


def test_a_profile_that_was_removed_is_not_made_anew(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "removed", SHIPPED)
    with pytest.raises(FileNotFoundError):
        profile.keep({})
    assert not (tmp_path / "removed").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
def test_only_its_owner_reads_the_tokens(profile: Profile) -> None:
    old = os.umask(0)
    try:
        profile.keep({"sources": [ACCOUNT]})
        profile.config.chmod(0o644)
        settings.save(profile, {"sources": [ACCOUNT]})
    finally:
        os.umask(old)
    assert stat.S_IMODE(profile.config.stat().st_mode) == 0o600
    assert stat.S_IMODE(profile.config.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("content", "english", "chinese"),
    [
        (b"{]", "not JSON (", "不是 JSON（"),
        (b"[]", "must be a JSON object", "必须是 JSON 对象"),
        (b'{\n"a": "\xb6"}', "not UTF-8 (line 2)", "不是 UTF-8 编码（第 2 行）"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8 (line 1)", "不是 UTF-8 编码（第 1 行）"),
    ],
)
def test_a_broken_file_is_named_and_left_alone(
    profile: Profile, content: bytes, english: str, chinese: str
) -> None:
    write(profile, content)
    with pytest.raises(settings.UnreadableFile) as raised:
        settings.stored_config(profile)
    assert told(raised.value, "en").startswith(f"{profile.config}: {english}")
    assert told(raised.value, "zh").startswith(f"{profile.config}：{chinese}")
    assert profile.config.read_bytes() == content


def test_what_is_no_file_is_named(profile: Profile) -> None:
    profile.config.mkdir(parents=True)
    with pytest.raises(settings.UnreadableFile) as raised:
        settings.raw(profile)
    assert told(raised.value, "zh") == f"{profile.config}：无法打开（不是文件）"


def test_a_source_that_cannot_be_used_stops_no_other(profile: Profile) -> None:
    profile.keep({"sources": [{"kind": "later"}, ACCOUNT]})
    first, other = settings.stored_config(profile).sources
    assert isinstance(first, Unusable)
    assert other == Source(**ACCOUNT)


def test_what_was_found_is_kept_and_what_is_new_is_judged(profile: Profile) -> None:
    found = [{"kind": "later"}, 4]
    data = {"sources": [*found, ACCOUNT], "mine": {"kept": True}}
    settings.save(profile, data, as_they_are=found)
    assert profile.read() == data
    for wrong in ({"kind": "sooner"}, {"kind": "file"}):
        with pytest.raises(UsageError):
            settings.save(profile, {"sources": [*found, wrong]}, as_they_are=found)
    with pytest.raises(UsageError, match="confirm"):
        settings.save(profile, {"sources": [], "confirm": "now and then"})
    assert profile.read() == data


def test_what_is_there_is_not_added_again(profile: Profile) -> None:
    there, new = Source(**ACCOUNT), Source("file", path="a.html")
    profile.keep({"sources": [{"kind": "later"}, ACCOUNT], "mine": 1})
    settings.add_sources(profile, [there, new])
    settings.add_sources(profile, [new])
    kept = [{"kind": "later"}, ACCOUNT, {"kind": "file", "path": "a.html"}]
    assert profile.read() == {**SHIPPED, "mine": 1, "sources": kept}


def test_what_is_not_complete_can_be_edited() -> None:
    assert settings.usable_source({"kind": "later"}) is None
    entry = {"kind": "file", "path": "a.html", "format": 4, "other": 1}
    assert settings.usable_source(entry) == Source("file", path="a.html")


def test_each_source_s_last_result_is_kept_beside_those_of_others(profile: Profile) -> None:
    profile.keep({})
    assert profile.read_results() == {}
    profile.keep_results({"a": {"n": 1}, "b": {"n": 2}})
    profile.keep_results({"b": {"n": 3}})
    assert profile.read_results() == {"a": {"n": 1}, "b": {"n": 3}}


def test_no_token_is_told() -> None:
    sources = [Source(**{**ACCOUNT, "token": token}) for token in ("6879", "6879-made-up")]
    text = json.dumps({"6879-made-up": "6879", "user": "reader"})
    assert settings.without_tokens(text, sources) == '{"…": "…", "user": "reader"}'


def test_what_another_window_adds_meanwhile_is_not_lost(profile: Profile) -> None:
    settings.save(profile, {"sources": [ACCOUNT]})
    before = settings.raw(profile)
    blog = {"kind": "blog", "url": "https://b.example/"}
    settings.save(profile, {**before, "sources": [ACCOUNT, blog]})

    kept = settings.save_edited(profile, before, {**before, "sources": []})

    assert kept["sources"] == settings.raw(profile)["sources"] == [blog]
    # What was there when the window kept it is the person's to remove.
    settings.save_edited(profile, kept, {**kept, "sources": []})
    assert settings.raw(profile)["sources"] == []
