"""What is derived from declarations is what the files hold, and it holds for both languages."""

from __future__ import annotations

import json

import jsonschema
import pytest
from annoki.config import Config, parse
from annoki.config.options import Decks, options_of
from annoki.errors import UsageError
from annoki.readers import BUILT_IN
from annoki.sources import built_in

from tools.derive import DEFAULTS, files, schema

CHINESE = ("\u4e00", "\u9fff")


def is_chinese(text: str) -> bool:
    return any(CHINESE[0] <= char <= CHINESE[1] for char in text)


def test_the_files_hold_what_is_derived() -> None:
    for path, text in files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python -m tools.derive"


def test_the_schema_allows_what_the_check_allows() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    data = json.loads(DEFAULTS.read_text(encoding="utf-8"))
    jsonschema.validate(data, schema())
    assert parse(data, "config.json") == Config()
    for kind in built_in().values():
        for example in kind.example:
            one = {"sources": [{"kind": kind.name, **example}]}
            jsonschema.validate(one, schema())
            assert parse(one, "example").sources[0].kind == kind.name


@pytest.mark.parametrize(
    "wrong",
    [
        {"sauces": []}, {"gone": "maybe"}, {"max_megabytes": 0}, {"pictures": 1}, {"latin": "e n"},
        {"max_megabytes": 10**30}, {"chinese": "zh-"}, {"latin": "en--x"},
        {"decks": {"cards": ""}}, {"decks": {"x": "y"}}, {"sources": [{"kind": "letter"}]},
        {"sources": [{"kind": "blog", "url": "https://b.example", "pages": 1001}]},
        {"sources": [{"kind": "hypothesis", "groups": [""]}]},
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_check_refuses(wrong: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema())
    with pytest.raises(UsageError):
        parse(wrong, "x")


@pytest.mark.parametrize(
    "wrong",
    [
        {"decks": {"cards": "Annoki::\ud800"}}, {"decks": {"cards": "a\nb"}},
        {"sources": [{"path": "a\0"}]}, {"sources": [{"path": "\ud800"}]},
        {"sources": [{"kind": "hypothesis", "groups": ["a\ud800"]}]},
        {"sources": [{"kind": "memos", "url": "https://m.example", "token": "a\ud800"}]},
    ],
)  # fmt: skip
def test_what_nothing_can_encode_or_name_is_refused(wrong: object) -> None:
    with pytest.raises(UsageError, match="must be one line without control characters"):
        parse(wrong, "x")


def test_all_that_is_declared_is_said_in_both_languages() -> None:
    texts = [option.help for _, _, option in (*options_of(Config), *options_of(Decks))]
    for _, _, option in options_of(Config):
        texts += [option.label, *option.choices.values()] if option.label.en else []
    for kind in built_in().values():
        texts += [kind.add, kind.about]
        for setting in kind.settings:
            texts += [setting.help, *(one for one in (setting.hint, setting.label) if one.en)]
    for text in texts:
        assert text.en, text
        assert is_chinese(text.zh), text
    for format in BUILT_IN.values():
        assert format.en
        assert format.zh
