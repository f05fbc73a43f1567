"""What Annoki says, in each language, and what of it lasts."""

from __future__ import annotations

import json
import pickle
import string

import pytest
from annoki import words
from annoki.errors import Refused, UsageError
from annoki.files.names import why
from annoki.words import (
    LANGUAGES,
    Message,
    Text,
    but_for,
    message,
    message_in,
    said_as_json,
    said_by,
    said_in_json,
    spoken,
    told,
    with_messages,
)

from tests.fixture_files import ROOT

ROOMS = sorted((ROOT / "exporter" / "annoki" / "words").glob("*.json"))
TEXTS = [
    pytest.param(path.stem, key, texts, id=key)
    for path in ROOMS
    for key, texts in json.loads(path.read_text(encoding="utf-8")).items()
]


@pytest.mark.parametrize(("room", "key", "texts"), TEXTS)
def test_each_key_has_each_language_with_the_same_values(
    room: str, key: str, texts: list[str]
) -> None:
    assert key.startswith(f"{room}.")
    assert len(texts) == len(LANGUAGES)
    assert all(text.strip() for text in texts)
    wanted = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
    # Chinese has no singular, and the English of one thing need not say its number.
    assert wanted[0] == wanted[1] or key.endswith(".one")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in texts[1]) or not any(
        sign.isalpha()
        for part in string.Formatter().parse(texts[1].replace("Annoki", ""))
        for sign in part[0]
    )


def test_a_message_is_english_as_a_string_and_is_told_in_either_language() -> None:
    said = message("errors.at", where="notes.md", what=message("errors.unusual", why="40 gone."))

    assert said == "notes.md: 40 gone. Nothing was written; allow_gone goes on."
    assert told(said, "en") == str(said)
    assert told(said, "zh") == "notes.md：40 gone. 没有写入任何内容；加上 allow_gone 可继续。"


def test_what_is_no_message_is_told_as_it_is() -> None:
    assert told("a title", "zh") == "a title"
    assert told(UsageError("as a plug-in says it"), "zh") == "as a plug-in says it"
    assert told(OSError(2, "No such file"), "zh") == "[Errno 2] No such file"


def test_an_error_is_told_in_either_language() -> None:
    error = Refused("no such function: f")

    assert str(error).startswith("Anki did not take it (no such function: f)")
    assert told(error, "zh").startswith("Anki 没有接受（no such function: f）")


def test_braces_of_a_writer_are_no_places_for_values() -> None:
    said = message("errors.at", where="{n}", what=r"\frac{1}{2} {where} {0}")

    assert told(said, "zh") == r"{n}：\frac{1}{2} {where} {0}"


def test_a_list_has_the_commas_of_its_language() -> None:
    said = message("errors.at", where=["a", "b"], what="c")

    assert (told(said, "en"), told(said, "zh")) == ("a, b: c", "a、b：c")


def test_a_message_lasts_in_a_report_and_from_process_to_process() -> None:
    said = message("errors.at", where="甲", what=message("errors.refused", why="{}"))

    for copy in (
        said_in_json(json.loads(json.dumps(said_as_json(said)))),
        pickle.loads(pickle.dumps(said)),
    ):
        assert isinstance(copy, Message)
        assert (copy, told(copy, "zh")) == (said, told(said, "zh"))
    assert said_in_json(said_as_json("plain")) == "plain"


def test_what_another_version_said_is_told_in_english() -> None:
    assert said_in_json({"text": "as it was", "key": "errors.later", "values": {}}) == "as it was"
    assert (
        said_in_json({"text": "as it was", "key": "errors.at", "values": {"where": "a"}})
        == "as it was"
    )


def test_what_another_distribution_says_in_both_languages_is_told_in_either() -> None:
    said = said_by(UsageError(Text("wrong {0}", "错误 {0}")))

    assert (said, told(said, "zh"), told(Text("a", "甲"), "zh")) == ("wrong {0}", "错误 {0}", "甲")
    kept = said_in_json(json.loads(json.dumps(said_as_json(said))))
    assert told(message("errors.at", where="x", what=kept), "zh") == "x：错误 {0}"


def test_who_tells_the_place_himself_leaves_it_out() -> None:
    empty = message("text.empty")

    assert told(but_for(message("errors.at", where="a: b", what=empty), "a: b"), "zh") == "没有内容"
    assert but_for(UsageError("a: wrong"), "a") == "wrong"
    assert but_for(empty, "e") == "empty"


def test_what_is_told_in_json_tells_its_messages_too() -> None:
    told_of = with_messages({"where": "line 4", "what": message("text.empty"), "n": 1})
    data = json.loads(json.dumps(told_of))

    assert (data["where"], data["what"], data["n"]) == ("line 4", "empty", 1)
    assert told(message_in(data, "what"), "zh") == "没有内容"
    assert told(message_in(data, "where"), "zh") == "line 4"
    assert message_in({"what": "empty", "messages": 4}, "what") == "empty"
    assert with_messages({"what": "a title"}) == {"what": "a title"}


def test_what_the_system_refuses_is_told_in_either_language() -> None:
    with pytest.raises(OSError, match="nowhere") as refused:
        (ROOT / "nowhere").stat()

    assert why(refused.value) == refused.value.strerror
    assert told(why(refused.value), "zh") == "没有这个文件或文件夹"
    assert why(OSError(2, "the server has none")) == "the server has none"


def test_a_key_that_nobody_has_is_a_mistake() -> None:
    for key in ("errors.none", "nowhere.none", ""):
        with pytest.raises(KeyError):
            message(key)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh_CN.UTF-8", "zh"),
        ("zh", "zh"),
        ("zh-Hans-HK", "zh"),
        ("zh_SG", "zh"),
        ("zh_TW.UTF-8", "en"),
        ("zh-TW", "en"),
        ("zh-Hant", "en"),
        ("zh_HK", "en"),
        ("en_GB.UTF-8", "en"),
        ("de_DE@euro", "en"),
        ("C.UTF-8", "en"),
        ("", "en"),
    ],
)
def test_who_reads_traditional_characters_never_gets_simplified_ones(
    tag: str, language: str
) -> None:
    assert spoken(tag) == language


def test_one_of_a_kind_has_a_singular_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a.n": ["{n} notes", "{n} 条"], "a.n.one": ["one note", "{n} 条"]}
    monkeypatch.setattr(words, "_texts", lambda key: texts)

    assert [told(message("a.n", n=n), "en") for n in (1, 2)] == ["one note", "2 notes"]
