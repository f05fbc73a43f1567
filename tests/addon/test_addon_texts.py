"""What the add-on says: in both languages the same, each text used, and nothing hostile in it."""

from __future__ import annotations

import json
import re
import string
from html import unescape
from typing import Any, Dict, Set, get_args

import pytest
from annoki.config import Config, parse
from annoki.contained import failure
from annoki.model import Stage
from annoki.readers import formats
from annoki.sources import built_in

from addon import i18n, report_text
from tests.fixture_files import ROOT
from tests.test_docs import shown_as_code

SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "addon").glob("*.py"))
)
CJK = "[\u2e80-\u9fff]"


def placeholders(text: str) -> Set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", i18n._TEXTS)
def test_both_languages_say_the_same(key: str) -> None:
    english, chinese = i18n._TEXTS[key]
    if not key.endswith(".one"):
        assert placeholders(english) == placeholders(chinese)
    assert english.isascii() or set(english) - set(string.printable) <= set("…")
    # Qt's own, between kinds of file, and for the letter that chooses an entry.
    chinese = re.sub(r";;|\(&[A-Z]\)", "", chinese)
    assert not re.search(f"{CJK}[,:;!?()]|[,:;!?(]{CJK}", chinese), "Chinese has its own stops"


def test_each_text_is_used_and_each_used_text_exists() -> None:
    used = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', SOURCES))
    prefixes = ("count.", *re.findall(r'(?:tr|_heading|_listed)\(f"([a-z_.]+)\{', SOURCES))
    for key in i18n._TEXTS:
        plain = key[: -len(".one")] if key.endswith(".one") else key
        assert plain in used or plain in SOURCES or plain.startswith(prefixes), key
    for key in re.findall(r'tr\("([^"]+)"', SOURCES):
        assert key in i18n._TEXTS, key


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((12, 3, 184, 1, 0), "12 new, 3 updated, 184 unchanged, 1 conflict"),
        ((0, 0, 5, 2, 7), "0 new, 0 updated, 5 unchanged, 2 conflicts, 7 gone from the source"),
    ],
)
def test_the_summary(counts: Any, said: str) -> None:
    names = ("add", "update", "unchanged", "conflict", "gone")
    assert i18n.summary(dict(zip(names, counts))) == said


EVIL = "<img src=x onerror=alert(1)>&amp;"


def report() -> Dict[str, Any]:
    return {
        "annoki": "0.1.0",
        "when": "2024-11-24 08:00:00",
        "inputs": [
            {
                "input": f"/notes/{EVIL}.txt",
                "format": "",
                "declared": 3,
                "found": 2,
                "items": [{"repairs": [{}]}, {"repairs": []}],
                "skipped": [{"where": "line 3", "why": EVIL, "raw": ""}],
                "problems": [{"where": "line 9", "what": EVIL}],
            }
        ],
        "plan": {
            **{"add": 1, "update": 0, "unchanged": 1, "conflict": 1, "gone": 1, "deleted": 0},
            "conflicts": [
                {"guid": "x", "prompt": "<p>P</p>", "field": EVIL, "yours": "", "source": EVIL}
            ],
            "gone_notes": [{"guid": "y", "prompt": "<b>gone</b> &lt;b&gt;"}],
        },
    }


def test_the_report_escapes_what_it_shows() -> None:
    html = report_text.as_html(report())
    assert "<img" not in html
    assert "&lt;img src=x" in html
    assert "gone &lt;b&gt;" in html
    assert "2 of 3 items, 1 left out, 1 repair" in html


def test_the_report_says_what_was_kept_joined_deleted_and_why_nothing_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = report()
    side = {"field": "Answer", "yours": "mine", "source": "theirs"}
    data["plan"].update(
        kept_conflicts=[{"guid": "k", "prompt": f"<p>{EVIL}kept</p>", **side}],
        twin_notes=[{"guid": "t", "prompt": "a twin"}],
        deleted_notes=[{"guid": "d", "prompt": "was deleted"}],
        knows_gone=False,
        not_gone=[
            {"name": EVIL, "why": "counted", "found": 4, "declared": 5},
            {"name": "", "why": "none", "found": 0, "declared": None},
        ],
    )
    for language, why in (("en", "Why nothing counts as gone"), ("zh_CN", "为何没有内容")):
        monkeypatch.setattr("anki.lang.current_lang", language)
        html, text = report_text.as_html(data), report_text.report_as_text(data)
        assert "<img" not in html
        for said in (html, text):
            for part in ("kept", "theirs", "a twin", "was deleted", why):
                assert part in said, part
    assert f"{EVIL} 只含 5 条中的 4 条" in text


@pytest.mark.parametrize("stage", get_args(Stage))
def test_what_failed_at_a_stage_is_told_in_the_language_of_the_interface(
    stage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = report()
    problem = failure(stage, "line 9", ValueError(EVIL))
    data["inputs"][0].update(problems=[problem._asdict()], lost=1)
    ends = ("; please report this.", "请报告此问题。")
    if stage == "refused":  # by Anki, which is nobody's defect
        ends = ("or use Tools &gt; Check Database.", "或使用“工具 &gt; 检查数据库”。")
    for language, said in zip(("en", "zh_CN"), ends):
        monkeypatch.setattr("anki.lang.current_lang", language)
        text = report_text.report_as_text(data)
        (told,) = (line for line in text.split("\n") if line.startswith("  ! line 9: "))
        assert f"ValueError: {EVIL}" in told
        assert told.endswith(unescape(said))
        html = report_text.as_html(data)
        assert said in html
        assert "<img" not in html
        assert ("1 failed" if language == "en" else "出错 1") in html


def test_the_report_to_copy_is_whole() -> None:
    text = report_text.report_as_text(report())
    for part in (EVIL, "line 9", "line 3", "1 new, 0 updated, 1 unchanged, 1 conflict, 1 gone"):
        assert part in text


def test_the_report_says_how_a_service_answered() -> None:
    data = report()
    asked = {"user": "acct:me@hypothes.is", "complete": True, "requests": 6, "declared": 844}
    data["inputs"][0].update(asked, found=844, skipped=[], problems=[])
    data["missing_pictures"] = [{"where": "https://x.org/a.png", "what": EVIL}]
    for text in (report_text.as_html(data), report_text.report_as_text(data)):
        assert "acct:me@hypothes.is · 844 items, 1 repair, complete, 6 requests" in text
    assert f"https://x.org/a.png: {EVIL}" in report_text.report_as_text(data)
    assert "<img" not in report_text.as_html(data)


def test_config_md_describes_each_setting_with_an_example_that_works() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    text = (ROOT / "addon" / "config.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "addon" / "config.schema.json").read_text(encoding="utf-8"))
    shown = [json.loads(one) for one in shown_as_code(text)]
    for one in shown:
        jsonschema.validate(one, schema)
    sources = [source for one in shown for source in parse(one, "config.md").sources]
    assert {source.kind for source in sources} == set(built_in())
    files = [source for source in sources if source.kind == "file"]
    assert {source.format for source in files} == {"", *formats()}
    for kind in built_in().values():
        used = [source for source in sources if source.kind == kind.name]
        for name in (one.name for one in kind.settings):
            assert f"`sources[].{name}`" in text
            assert name == "api" or any(getattr(source, name) for source in used), name
    options = set(schema["properties"]["sources"]["items"]["properties"])
    assert options == {"kind", *(one.name for kind in built_in().values() for one in kind.settings)}
    assert set(schema["properties"]) == set(vars(Config()))


def test_without_a_report_it_says_so() -> None:
    assert "no report yet" in report_text.as_html({})
    assert report_text.failed({}) == []
