"""In which language the command line speaks, and that all of it does."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import click
import pytest
from annoki.cli.commands import cli
from annoki.cli.language import clicks_words, language_asked, language_here
from annoki.words import translations

from tests.fixture_files import EXAMPLES
from tests.test_cli import Result, annoki


def chinese(*args: str | Path, cwd: Path = EXAMPLES) -> Result:
    return annoki(*args, cwd=cwd, LANGUAGE="", LC_ALL="zh_CN.UTF-8")


@pytest.mark.parametrize(
    ("environment", "system", "language"),
    [
        ({}, "", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "", "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "", "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "", "en"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "de_DE.UTF-8"}, "", "zh"),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN.UTF-8"}, "", "en"),
        ({"LC_ALL": "", "LANG": "zh_SG.UTF-8"}, "", "zh"),
        ({"LANGUAGE": "zh_CN:en", "LANG": "en_US.UTF-8"}, "", "zh"),
        ({"LANGUAGE": "de:zh_CN", "LANG": "en_US.UTF-8"}, "", "zh"),
        ({"LANGUAGE": "en:zh_CN", "LANG": "zh_CN.UTF-8"}, "", "en"),
        ({"LANGUAGE": "zh_TW", "LANG": "zh_TW.UTF-8"}, "", "en"),
        ({"LANGUAGE": "de", "LANG": "zh_CN.UTF-8"}, "", "zh"),
        ({"LANGUAGE": "zh_CN", "LC_ALL": "C"}, "", "en"),
        ({"LANGUAGE": "zh_CN", "LANG": "C.UTF-8"}, "", "zh"),
        ({"LANGUAGE": "zh_CN"}, "", "zh"),
        ({}, "zh_CN", "zh"),
        ({}, "Chinese (Simplified)_China", "zh"),
        ({}, "Chinese_China", "zh"),
        ({}, "Chinese (Traditional)_Taiwan", "en"),
        ({}, "English_United States", "en"),
        ({"LANG": "en_US.UTF-8"}, "zh_CN", "en"),
    ],
)
def test_the_locale_decides_as_gettext_reads_it(
    environment: dict[str, str], system: str, language: str
) -> None:
    assert language_asked(environment, system) == language


def test_a_locale_that_python_does_not_know_asks_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown() -> None:
        raise ValueError("unknown locale: en-XY")

    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("annoki.cli.language.sys.platform", "win32")
    monkeypatch.setattr("annoki.cli.language.locale.getlocale", unknown)
    assert language_here() == "en"


def latin_words(text: str) -> list[str]:
    """What is no option, place holder or name of a program in `text`."""
    text = re.sub(r"(?<![\w-])--?[A-Za-z][\w-]*( [A-Z][\w.|]+)?|'[^']*'|（[\w、]+）", " ", text)
    return re.findall(r"[A-Za-z]{2,}", re.sub(r"^  \w+  ", "", text, flags=re.MULTILINE))


NAMES = {"annoki", "python", "INPUT", "Anki", "JSON", "Memos", "collection", "anki", "AnkiWeb"}


@pytest.mark.parametrize("arguments", [[], *([name, "--help"] for name in cli().commands)])
def test_all_help_is_in_chinese(arguments: list[str]) -> None:
    result = chinese(*arguments)
    said = result.out + result.err
    assert said.startswith("用法：")
    assert set(latin_words(said.replace("python -m annoki", ""))) - NAMES <= set(cli().commands)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export"], "错误：缺少选项 '-o'"),
        (["exprt"], "错误：没有命令 'exprt'。"),
        (["export", "-o"], "错误：选项 '-o' 需要一个值。"),
        (["inspect", "--jsn"], "错误：没有选项 "),
        (["inspect", "--json=1"], "错误：选项 '--json' 不带值。"),
        (["inspect", "a", "--format", "rst"], "错误：'--format' 的值无效：'rst' 不是以下之一："),
        (
            ["inspect"],
            "annoki：请给出 INPUT，或用 --config FILE 指定来源，或用 annoki init 把来源写入 ",
        ),
        (["inspect", "--config", "no.json"], "no.json：无法打开（没有这个文件或文件夹）\n"),
        (["export", "a.txt", "-o", "a.zip"], "a.zip：Anki 按文件名识别卡包；必须以 .apkg 结尾\n"),
    ],
)
def test_wrong_use_is_told_in_chinese(arguments: list[str], says: str, tmp_path: Path) -> None:
    result = chinese(*arguments, cwd=tmp_path)
    assert result.code == 2
    assert says in result.err


def test_an_export_is_told_in_chinese_and_reported_in_english(tmp_path: Path) -> None:
    (tmp_path / "torn.json").write_bytes(b"{\xff\xff\xff")
    report = tmp_path / "report.json"
    wanted = ["export", str(EXAMPLES), "torn.json", "-o", "a.apkg", "--report", str(report)]
    result = chinese(*wanted, cwd=tmp_path)
    assert re.search(r"torn.json：第 1 行不是有效的 UTF-8", result.err)
    assert re.search(r"^60 条笔记：摘记 22、.*。$", result.out, re.MULTILINE)
    assert "已写好" in result.out
    told = json.loads(report.read_text(encoding="utf-8"))
    annoki(*wanted, cwd=tmp_path, LC_ALL="C")
    assert json.loads(report.read_text(encoding="utf-8")) == told
    problem = told["inputs"][-1]["problems"][0]
    assert problem["what"].startswith("line 1 is not valid UTF-8")
    assert problem["messages"]["what"]["key"] == "text.undecodable"


def test_click_has_its_own_words_again_afterwards() -> None:
    error = click.NoSuchOption("--x")
    with clicks_words("zh"):
        assert click.NoSuchOption("--x").format_message().startswith("没有选项 ")
    assert click.NoSuchOption("--x").format_message() == error.format_message()


def test_what_click_fills_in_stays_what_it_is_called() -> None:
    for english, chinese in translations("click", "zh").items():
        wanted = [re.findall(r"{[^}]*}", text) for text in (english, chinese)]
        assert sorted(wanted[0]) == sorted(wanted[1])
        assert list(string.Formatter().parse(chinese))
