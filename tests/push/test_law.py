"""The law: with what went back, the annotation asks the same, and answers what Anki does."""

from __future__ import annotations

import json
import re

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Document, Item, Note
from annoki.notetype import FIELDS
from annoki.push.answer_part import NoWayBack, with_answer
from annoki.push.as_markdown import shown_in
from annoki.push.meaning import mean_the_same
from annoki.readers.hypothesis import rows
from annoki.repair import repair

from tests.fixture_files import TESTS, pairs

CARDS = [pair.given for pair in pairs(TESTS / "compose" / "cards.txt")]
HABITS = [
    "> [!NOTE]+ 什么是堆?\n> 一棵 *完全* 二叉树，$h = \\log n$\n>\n> - 根最大\n> - `pop`",
    "[!tip|blue] Why so?\n\n#flashcard #math\n\n__so it is__\n\n<!--SR:!2024-01-01,1,250-->",
    "Left side of it ::: the **right** one ^abc123",
    "Left:::?",
    "怎么证明:::没看懂",
    "Q: what is it?\nA: a [link](https://example.org/a_b) and\n```c\nint x;\n```",
    "问题：是什么？\n答案：它是 \\(x_1\\)",
    "What?\n?\nThis, and\n\n> quoted\n\nmore",
    "A plain gloss, with [[page|words]] and ~~struck~~ text.",
    "为什么快?",
    "1. Card one #flashcard\n    1. said\n    2. said, too",
    "[!QUESTION] And this?\r\n\r\nno idea\r\n",
]
ANSWERS = [
    "new",
    "新的 <b>回答</b>。",
    r"<div>first</div><div>\(E=mc^2\), <code>x_y</code> &lt;b&gt;</div>",
    "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>end</p>",
    '<pre><code class="language-c">#include &lt;x&gt;\n\n/* * */</code></pre>',
    "*a* _b_ # c :: d",
    "<blockquote>said</blockquote>",
]
MARKS = ("<!--SR:!2024-01-01,1,250-->", "^abc123", "#flashcard", "[!", ":::", "Q:", "答案：")


def read(text: str, passage: str) -> Item:
    selector = [{"type": "TextQuoteSelector", "exact": passage}] if passage else []
    row = {
        "id": "a1", "user": "acct:someone@hypothes.is", "uri": "https://example.org/", "text": text,
        "tags": ["math"], "target": [{"selector": selector}],
    }  # fmt: skip
    [item] = rows.read(Document("rows", json.dumps([row])))
    assert isinstance(item, Item)
    return item


def composed(item: Item) -> Note:
    return compose(repair(item), "guid", Config())


def asked(note: Note) -> tuple[object, ...]:
    fields = dict(zip(FIELDS, note.fields))
    # Whether the passage is shown beside the question, and how, depends on the answer.
    prompt = re.sub(r'<details class="here">.*?</details>| class="\S+"', "", fields["Prompt"])
    tags = [tag for tag in note.tags if not tag.startswith("annoki::status::")]
    return prompt, fields["Passage"], tags


@pytest.mark.parametrize("given", [*HABITS, *CARDS])
def test_what_goes_back_asks_the_same_and_answers_what_anki_does(given: str) -> None:
    first, _, rest = given.partition("\n")
    passage, text = (first[3:], rest) if first.startswith(">> ") else ("It is so.", given)
    item = read(text, passage)
    before = composed(item)
    shown = dict(zip(FIELDS, before.fields))["Answer"]
    added = [f"{shown}<div>added</div>", re.sub("(</p>|</li>)", r" 加\1", shown, count=1)]
    went = 0
    for html in [*ANSWERS, *(added if shown else ())]:
        try:
            new = with_answer(text, html, item)
        except NoWayBack:
            continue
        went += 1
        after = composed(read(new, passage))
        assert asked(after) == asked(before)
        answer = dict(zip(FIELDS, after.fields))["Answer"]
        assert mean_the_same(shown_in(answer), shown_in(html))
        assert with_answer(new, html, item) == new
        for kept in MARKS if given in HABITS else ():
            assert text.count(kept) <= new.count(kept)
    assert went >= len(ANSWERS) // 2 or given not in HABITS


TYPED = [
    "1. a\n    - b\n    - c\n2. d",
    "with **bold** and `code_x()`\n\n* one\n* two\n  * deep\n\n```py\nx = 1\n```\nend $a_1$",
    "one\ntwo\n\n> quoted\n> more\n\nlast",
    "[l](https://example.org/x_y), https://example.org/z and <https://example.org/q>",
    "==hl== ~~no~~ <u>un</u> x^2^ <sub>2</sub> <kbd>Ctrl</kbd>",
    "\\begin{align}a&=b\\end{align}\nthen \\(x\\)",
    "\\*lit\\* and 2\\_3, &lt;b&gt; &amp; &copy;",
    "foo_bar(x) and baz.qux()",
    "+ a\n+ b\n\n\npara\n***\nrule",
    "## Head\ntext  \nmore\\\nand more",
    "<details><summary>s</summary>\n\nhid</details>",
    "**粗体**。*斜*，“引” %%kept%% 完",
    "$$\n\\int_0^1\n$$\nrest",
]


PLACES = ["[!n] Q\n{}", "> [!n] Q\n> {}", "Left ::: {}", "Q: what?\nA: {}", "{}"]


@pytest.mark.parametrize("answer", TYPED)
@pytest.mark.parametrize("habit", PLACES)
def test_one_word_more_in_anki_is_one_word_more_in_the_annotation(habit: str, answer: str) -> None:
    text = habit.format(answer.replace("\n", "\n> ") if habit.startswith(">") else answer)
    item = read(text, "It is so.")
    shown = dict(zip(FIELDS, composed(item).fields))["Answer"]
    first = re.sub("(</p>|</li>)", r"加\1", shown, count=1)
    last = "加</p".join(shown.rsplit("</p", 1))
    for html in {first, last} - {shown}:
        assert with_answer(text, html, item).replace("加", "") == text
