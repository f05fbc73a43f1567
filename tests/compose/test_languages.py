"""The language of a paragraph, and of the runs in it: as far as scripts tell, and no further."""

from __future__ import annotations

import pytest
from annoki.compose.languages import Languages, language_of, runs

CONFIGURED = Languages()


def marked(text: str, languages: Languages = CONFIGURED) -> tuple[str, list[tuple[str, str]]]:
    lang = language_of(text, languages)
    return lang, [(text[one.start : one.end], one.lang) for one in runs(text, lang, languages)]


@pytest.mark.parametrize(
    "text",
    [
        "潮汐表・笔记，按月整理。",
        "潮汐ー一天两次。",
        "这家店叫优の良品，卖零食。",
        "讲得真好 (゜-゜)つロ 干杯，下次再来。",
        "看完了（´▽｀）ノ 收工",
        "ヾ(≧▽≦*)o 终于编译过了",
    ],
)
def test_a_borrowed_sign_or_a_face_is_no_japanese(text: str) -> None:
    assert marked(text) == ("zh-Hans", [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他说的「いただきます」是开饭前的话。", [("いただきます", "ja")]),
        ("「ありがとう」是日語的謝謝", [("ありがとう", "ja")]),
        ("动画《ポケモン・クエスト》出了第二季", [("ポケモン・クエスト", "ja")]),
        ("第一句是 안녕 하세요，第二句是再见，第三句忘了", [("안녕 하세요", "ko")]),
        ("半角的 ﾃｽﾄ 与 test data 都在这里", [("ﾃｽﾄ", "ja"), ("test data", "en")]),
    ],
)
def test_a_run_of_kana_or_hangul_in_chinese_is_marked_alone(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert marked(text) == ("zh-Hans", found)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("禁則処理は行頭の規則です。", "ja"),
        ("深層学習の基礎と応用", "ja"),
        ("データ", "ja"),
        ("ﾃｽﾄ", "ja"),
        ("한글은 표음 문자", "ko"),
        ("表音 문자", "ko"),
        ("梯度下降", "zh-Hans"),
    ],
)
def test_a_paragraph_is_in_the_language_that_its_script_spells(text: str, lang: str) -> None:
    assert marked(text) == (lang, [])


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("ابدأ من هنا مع GPU", "ar", [("GPU", "en")]),
        ("שלום עולם", "he", []),
        ("این یک متن فارسی است", "", []),
        ("Привет, мир GPU", "", [("GPU", "en")]),
        ("Αυτό είναι κείμενο", "", []),
        ("the word שלום means peace", "en", [("שלום", "he")]),
        ("α and β are angles", "en", []),
        ("希伯来语 שלום 和阿拉伯语 سلام", "zh-Hans", [("שלום", "he"), ("سلام", "ar")]),
        ("سلام שלום 你好 hello سلام שלום", "", [
            ("سلام", "ar"), ("שלום", "he"), ("你好", "zh-Hans"), ("hello", "en"), ("سلام", "ar"),
            ("שלום", "he"),
        ]),
        ("你好(๑•̀ㅂ•́)و 再见", "zh-Hans", []),
    ],
)  # fmt: skip
def test_another_script_is_not_english(text: str, lang: str, found: list[tuple[str, str]]) -> None:
    assert marked(text) == (lang, found)


def test_runs_never_overlap() -> None:
    pieces = [
        "中文",
        "かな",
        "ﾃｽﾄ",
        "한글",
        "abc",
        "80",
        "سلام",
        "שלום",
        "мир",
        "(",
        ")",
        "・",
        "の",
        " ",
        "，",
    ]
    for n, one in enumerate(pieces * 5):
        text = "".join(pieces[(n * k + k * k) % len(pieces)] for k in range(1, 12)) + one
        for around in ("", "en", "zh-Hans", "ja", "ko", "ar", "he"):
            at = 0
            for run in runs(text, around, CONFIGURED):
                assert at <= run.start < run.end <= len(text), (text, around)
                assert run.lang not in ("", around), (text, around)
                at = run.end


def test_what_was_configured_stands_for_chinese_and_latin() -> None:
    german = Languages("zh-Hant", "de")
    assert marked("電腦 Rechner 與「かな」及「안녕」", german) == (
        "zh-Hant", [("Rechner", "de"), ("かな", "ja"), ("안녕", "ko")]
    )  # fmt: skip
    assert marked("漢字 かな", Languages("ja", "en")) == ("ja", [])
