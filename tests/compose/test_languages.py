"""The language of a paragraph, and of the runs in it: as far as scripts tell, and no further."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.compose.languages import Languages, language_of, runs
from annoki.config import Config
from annoki.model import Item, Span

from tests.texts import prose

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
        "幸福の味道",
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
        ("「ありがとう」是日语的谢谢", [("ありがとう", "ja")]),
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
        ("今日の天気", "ja"),
        ("東京大学の研究", "ja"),
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
        ("درّب GPU training", "ar", [("GPU training", "en")]),
        ("ליבה של Linux kernel", "he", [("Linux kernel", "en")]),
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


@pytest.mark.parametrize(
    "text",
    ["這篇文章說明如何安裝。", "臺灣", "「ありがとう」是日語的謝謝", "Docker 與 Kubernetes 的關係"],
)
def test_traditional_chinese_is_seen_by_its_characters(text: str) -> None:
    assert language_of(text, CONFIGURED) == "zh-Hant"
    assert language_of(text, Languages("zh-TW")) == "zh-TW"


@pytest.mark.parametrize(
    "text",
    [
        "这篇文章说明如何安装。",
        "梯度下降",
        "陳老师写的书",
        "我们去了台灣",
        "王喆和李堃",
        "甄嬛传",
        "乾隆",
    ],
)
def test_a_name_or_an_old_word_makes_no_text_traditional(text: str) -> None:
    assert language_of(text, CONFIGURED) == "zh-Hans"


def test_simplified_chinese_is_seen_where_the_other_was_configured() -> None:
    assert language_of("这篇文章说明如何安装", Languages("zh-Hant")) == "zh-Hans"
    assert language_of("梯度下降", Languages("zh-Hant")) == "zh-Hant"


def post(*texts: str, lang: str = "") -> str:
    """The HTML of a post's fields, whose page says that it is in `lang`."""
    item = Item("post", "blog", "x", 1, body=prose(*texts), title=(Span("x"),), lang=lang)
    return "".join(compose(item, "g", Config()).fields[:3])


def test_a_short_line_is_as_the_rest_of_its_text() -> None:
    assert '<p lang="zh-Hant">原文</p>' in post("這篇文章說明如何安裝", "原文")
    assert '<p lang="zh-Hans">原文</p>' in post("这篇文章说明如何安装", "原文")
    assert '<p lang="zh-Hans">原文</p>' in post("原文")


@pytest.mark.parametrize(
    ("said", "lang"),
    [("de-AT", "de-AT"), ("fr", "fr"), ("zh-CN", "en"), ("ar", "en"), ('x"y', "en")],
)
def test_a_page_that_says_its_language_is_believed_of_its_words(said: str, lang: str) -> None:
    assert f'<p lang="{lang}">Ein Text, un texte</p>' in post("Ein Text, un texte", lang=said)
    assert f'<span lang="{lang}">data set</span>' in post("中文 data set 中文", lang=said)


def test_what_is_written_from_right_to_left_finds_its_direction() -> None:
    assert '<p dir="auto" lang="ar">' in post("ابدأ من هنا مع GPU")
    assert '<p dir="auto" lang="zh-Hans">' in post("希伯来语 שלום 的意思是和平与问候")
    assert "dir=" not in post("中文 and English, Ελληνικά")
