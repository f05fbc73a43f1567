"""Code that was typed without its marks, and what only looks like some."""

from __future__ import annotations

import pytest
from annoki.compose.code_like import with_code
from annoki.model import Block, Span
from annoki.text.spans import text_of

from tests.compose.test_cards import composed
from tests.texts import block, prose


def codes(*blocks: Block) -> list[str]:
    made = with_code(blocks)
    assert text_of(made) == text_of(blocks)
    spans = [
        span for one in made for span in (*one.spans, *(s for r in one.rows for s in r.cells[0]))
    ]
    return [span.text for span in spans if span.kind == "code"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先调用 model.eval()，再推理", ["model.eval()"]),
        ("用 os.path.join(a, b) 拼接", ["os.path.join(a, b)"]),
        ("run(main(args))前", []),
        ("pool.map(fn, range(8))前", ["pool.map(fn, range(8))"]),
        ('设 shuffle=False 或 mode="r"', ["shuffle=False", 'mode="r"']),
        ("加上--dry-run，或 --out_dir=build/x", ["--dry-run", "--out_dir=build/x"]),
        ("batch_size与max_len都要设", ["batch_size", "max_len"]),
        ("cfg.batch_size=8", ["cfg.batch_size=8"]),
        ("RowCollator(rows=rows)", ["RowCollator(rows=rows)"]),
        ("见 exit()", ["exit()"]),
    ],
)
def test_code(text: str, expected: list[str]) -> None:
    assert codes(*prose(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "f(x) 与 softmax(z)",
        "x_i, a_ij, p_theta(x), max_i",
        "ReLU(x) 与 GitHub(2008)",
        "Node.js(18) 与 example.com(主页)",
        "A--B, 2019--2020, 破折号 -- 也不是",
        "lr=0.1, x=y",
        "e.g.(一个例子)",
        "#tag_name @some_user a/b_c",
        "f() = 0? 见 (a)()",
        "ﾉ_ﾉ (T_T) ^_^",
        "a__b",
        "a_glob*/*more, some_path/to",
    ],
)
def test_no_code(text: str) -> None:
    assert codes(*prose(text)) == []


def test_what_is_set_already_stays() -> None:
    spans = (Span("max_len", "formula"), Span("a_page", link="https://a.example"), Span("max_len"))
    assert with_code((Block("prose", spans),))[0].spans[:2] == spans[:2]
    assert codes(block("bullets", "max_len\n`x_y_z()` 与 model.eval()")) == [
        "max_len",
        "x_y_z()",
        "model.eval()",
    ]


def test_in_a_note_and_not_in_its_passage() -> None:
    shown = composed(">> Call model.eval() first.\n[!NOTE] model.eval() 何时调用?\n推理前")
    assert 'Prompt: <p lang="zh-Hans"><code>model.eval()</code>' in shown
    assert 'Passage: <p lang="en">Call model.eval() first.</p>' in shown


def test_in_the_gloss_of_a_passage() -> None:
    shown = composed(">> Call model.eval() first.\n推理前调用 model.eval()")
    assert 'Prompt: <p lang="en">Call model.eval() first.</p>' in shown
    assert "<code>model.eval()</code></p>" in shown
