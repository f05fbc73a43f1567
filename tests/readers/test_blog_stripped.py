# ruff: noqa: E501
"""Texts whose tags a blog took off, and its entities: what of their formulas can be trusted."""

from __future__ import annotations

import json

import pytest
from annoki.model import Document, Face, Item
from annoki.readers.blog import search_json
from annoki.repair import repair
from annoki.text.spans import text_of

from tests.readers.test_blog_parts import HEAD, posts


def formulas(*texts: str) -> list[list[tuple[str, str]]]:
    """Of each of `texts` in an index the formulas, and what each is told to be."""
    rows = [{"title": f"t{n}", "url": f"/t{n}/", "content": text} for n, text in enumerate(texts)]
    found = search_json.read(Document("s", json.dumps(rows)))
    return [
        [
            (span.text, span.kind)
            for block in one.body
            for span in block.spans
            if span.kind != "text"
        ]
        for one in [repair(one) for one in found if isinstance(one, Item)]
    ]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("令 (w_{ij}^{k}) 为权重", ["(w_{ij}^{k})"]),
        ("输入 (X\\in R^{M\\times D}) ，输出", ["R^{M\\times"]),
        ("Set \\frac{a}{b} first.", ["\\frac{a}{b}"]),
        ("模板写作 {{ name }}，路径是 C:\\new\\data，正则是 \\d{3}。", []),
        ("正好 $w_{ij}^{k}$ 与 x_1", []),
        ('写成 f"model_{i}.pt"，存在 /files/img_{n}.png，匹配 \\S{3}，回到 HEAD^{tree}', []),
    ],
)
def test_tex_that_stands_in_words_has_lost_its_marks(text: str, lost: list[str]) -> None:
    (found,) = formulas(text)
    assert [told for told, kind in found if kind == "damaged"] == lost


def test_where_one_formula_lost_a_mark_its_other_end_is_lost_beside_it() -> None:
    ((_, first), (_, second), (_, third)), ((_, alone),) = formulas(
        "设 $\\thetat$ 为参数，梯度是 $\\nabla\\theta L$，步长是 $\\eta$。",
        "梯度是 $\\nabla\\theta L$。",
    )
    assert (first, second, third, alone) == ("damaged", "damaged", "formula", "formula")


@pytest.mark.parametrize(
    ("tex", "is_lost"),
    [
        ("m_t \\beta m_{t-1} + g_t", True),
        ("\\text{秩} n", True),
        ("\\begin{pmatrix} \\cos a -\\sin a \\\\ \\sin a \\cos a \\end{pmatrix}", True),
        ("\\lambda_1 2", True),
        ("abla f", True),
        ("s = \\alpha x", False),
        ("x_1, x_2, \\dots, x_n", False),
        ("\\eta", False),
        ("10^{-3}", False),
        ("\\sum_{i=1}^{n} 2 i", False),
    ],
)
def test_an_index_that_leaves_out_entities_shows_no_formula_that_may_have_had_one(
    tex: str, is_lost: bool
) -> None:
    lossy = "更新是 $$w_{t+1} w_t - abla L$$ 一行。"
    (_, ((_, kind),)) = formulas(lossy, f"记作 ${tex}$ 的量。")
    assert kind == ("damaged" if is_lost else "formula")


def test_a_list_of_formulas_that_all_say_nothing_of_equality_has_lost_that() -> None:
    ((_, kind),), _ = formulas("一行 $$m_t \\beta m_s$$ 。", "二行 $$v_t \\beta v_s$$ 。")
    assert kind == "damaged"


@pytest.mark.parametrize("kept", ["若 a < b 则停。", "$$m = 1$$", "a && b"])
def test_what_an_index_keeps_it_has_not_left_out(kept: str) -> None:
    ((_, kind),), _, _ = formulas("一行 $$m_t \\beta m_s$$ 。", "二行 $$v_t \\beta v_s$$ 。", kept)
    assert kind == "display"


def test_the_text_of_a_link_to_its_post_is_but_the_head_of_one() -> None:
    said = "月亮在拉，水就上来，又退下去。"
    linked = "<li><a href='/{0}/'><h2>{0}</h2><p>{1}</p></a></li>"
    beside = "<li><h2><a href='/{0}/'>{0}</a></h2><p>{1}</p></li>"
    for card, face in ((linked, Face.EXCERPT), (beside, Face.PAGE)):
        both = card.format("tides", said) + card.format("snow", said)
        assert [one.face for one in posts(f"{HEAD}<ul>{both}</ul>")] == [face, face]


def excerpts(*markup: str) -> list[str]:
    """What cards say that hold `markup` as their text."""
    card = "<article><h2><a href='/t{0}/'>t{0} & co</a></h2><div class=excerpt>{1}</div></article>"
    cards = (card.format(n, text) for n, text in enumerate(markup))
    return [text_of(one.body) for one in posts(HEAD + "".join(cards))]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (("若 a &amp;lt; b 则停。", "和 a &amp;amp; b"), ["若 a < b 则停。", "和 a & b"]),
        (("月亮。", "说 &amp;quot;a &amp;lt; b&amp;quot; 。"), ["月亮。", '说 "a < b" 。']),
        (("写成 &amp;amp;lt; 的，是 &amp;quot;小于&amp;quot;。", "雪。"), ['写成 &lt; 的，是 "小于"。', "雪。"]),
        # Who writes of entities, shows what they stand for, or but one kind.
        (("写成 &amp;lt; 的，是小于。", "雪。"), ["写成 &lt; 的，是小于。", "雪。"]),
        (("<pre>&amp;lt; &amp;quot;</pre>", "<code>&amp;quot; &amp;#39;</code>"), ["&lt; &quot;", "&quot; &#39;"]),
        (("&amp;lt; 就是 &lt;。", "和 &amp;amp;"), ["&lt; 就是 <。", "和 &amp;"]),
        (("说 &amp;quot; 和 &amp;lt; 。", "说 \"雪\"。"), ["说 &quot; 和 &lt; 。", '说 "雪"。']),
    ],
)  # fmt: skip
def test_excerpts_that_were_escaped_twice_are_read_as_they_were_written(
    markup: tuple[str, ...], said: list[str]
) -> None:
    assert excerpts(*markup) == said
