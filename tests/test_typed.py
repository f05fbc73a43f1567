"""What is typed in Anki becomes the HTML of a field, and what stands there can be typed on."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from annoki.config import Config
from annoki.pipeline.typed import Draft, draft_of, typed_field

TYPED = (
    "竹子 grow **fast**，因为 $h = vt$ 和 `a<b`",
    "```python\nprint('<b>')\n```",
    "- 一\n- 二\n    - three\n- 四",
    "2. second\n3. third",
    "## 小标题\n\n> 引文\n> second line\n\n一行\n又一行",
    "| 甲 | b |\n| --- | --- |\n| 1 | `x_y` |",
    "$$\\int_0^1 x\\,dx$$",
    "[出处](https://example.org/a?b=1&c=2) and https://example.org/",
    "*emphasis* ***both***",
    "示例如下:",
    "概率是 [Math] ,那么",
)


@pytest.mark.parametrize("text", TYPED)
def test_a_draft_is_what_would_be_typed_for_it(text: str) -> None:
    field = typed_field(text, Config())
    draft = draft_of(field, Config())
    assert draft == Draft(text)
    assert typed_field(draft.text, Config()) == field


@pytest.mark.parametrize(
    "field",
    [
        '<p>图：</p><figure><img src="annoki-1.png" alt=""></figure>',
        "<p>x</p><details><summary>Read on</summary><p>y</p></details>",
        "<p>[sound:a.mp3]</p>",
        "<p>two *stars* that are none</p>",
    ],
)
def test_what_cannot_be_typed_is_kept(field: str) -> None:
    assert draft_of(field, Config()) == Draft("", field)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060"])
def test_what_says_nothing_is_no_answer(text: str) -> None:
    assert typed_field(text, Config()) == ""


@pytest.mark.parametrize(
    "text", ["<br>", "&nbsp;", ">", "---", "***", "<!-- -->", "![](x)", "<b></b>", "```"]
)
def test_marks_alone_are_an_answer(text: str) -> None:
    field = typed_field(text, Config())
    assert "".join(fromstring(field).itertext()).replace("\u2060", "") == text
    assert typed_field(draft_of(field, Config()).text, Config()) == field


def test_languages_are_those_configured() -> None:
    assert 'lang="zh-Hant"' in typed_field("竹子", Config(chinese="zh-Hant"))
