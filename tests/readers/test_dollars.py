"""Which dollars of a text are a formula's, in a rendered page and as somebody typed it."""

from __future__ import annotations

import html

import pytest
from annoki.model import Blocks
from annoki.readers.html.walk import blocks_of_html
from annoki.readers.markdown.blocks import blocks_of_markdown
from annoki.text.spans import pieces, text_of

TEXTS = {
    # A space inside, where what is inside is TeX.
    "误差 $ \\delta^l $,乘数 $ k_G $通常": ["\\delta^l", "k_G"],
    "发射 $ h(y_t;X) $,对$ x$与$y $": ["h(y_t;X)", "x", "y"],
    "$ loss = a + b $ 与 $ n \\times d $ 与 $ O(n) $": ["loss = a + b", "n \\times d", "O(n)"],
    # A space that is left of a command's first signs.
    "设 $ abla f$ 与 $\n orall x$ 与 $ ext{a}$": ["abla f", "orall x", "ext{a}"],
    "设 $ able f$ 与 $ ball x$": [],
    # Money, and other dollars that have no partner.
    "$5 and $6": [],
    "from $ 20 to $ 30, or $ 20 - $ 30": [],
    "花了 $5,其中 $x$ 是变量": ["x"],
    "涨到 $1999,而 $x_i$ 与 $ y $ 不变": ["x_i", "y"],
    "从 $10 到 $20\uff0c$x$ 增加": ["x"],
    "从 $1M 到 $2M\uff08$p<1$\uff09": ["p<1"],
    "US$100,HK$200 and $x$": ["x"],
    "a lone $ sign, then $x$ and $y_1$": ["x", "y_1"],
    "stray $x = 5, $a$ = $b$": ["a", "b"],
    "设$x为坏的,而$y$和$z$": ["y", "z"],
    "$\\$5$ 与 $5\\%$ 与 $x < 5$": ["\\$5", "5\\%", "x < 5"],
    # Variables of a program.
    "echo $HOME:$PATH and $x$": ["x"],
    "$a->$b, then $c$": ["c"],
    "比较$a和$b的大小": [],
    "set $my_var, $other_var or $a_set $b_set": [],
    "${a}${b} 与 ${a}_${b} 与 $_GET, $_POST": [],
    "A$AP and Ke$ha, $AAPL,$TSLA or $AAPL和$TSLA": [],
    "$(a).hide(); $(b).show()": [],
    "$HOME/bin $PATH, $dir$file": [],
    "buy $5 - get $6, $ 5 - get $ 6": [],
    # What has no width.
    "设 $\u200bx_\u200bi$ 与 $$\u200by$$": ["x_i", "y"],
    # Words inside a formula have dollars of their own.
    "$f=\\begin{cases}1 & \\text{if $x>0$}\\\\0 & \\mbox{else}\\end{cases}$ is": [
        "f=\\begin{cases}1 & \\text{if $x>0$}\\\\0 & \\mbox{else}\\end{cases}"
    ],
    "$\\mbox{若 $a$ 则 $b$}$ 与 $c$": ["\\mbox{若 $a$ 则 $b$}", "c"],
    "$$y = \\text{$x$ 时}$$ 与 $z$": ["y = \\text{$x$ 时}", "z"],
    "$准确率 = \\frac{TP}{TP+FP}$": ["准确率 = \\frac{TP}{TP+FP}"],
    # Side by side.
    "设 $x$$y$ 与 $$E=mc^2$$ 完": ["x", "y", "E=mc^2"],
    "乘 $\\times$2 与 $n$th": ["\\times", "n"],
    # Environments that stand alone.
    "如下:\\begin{align} a &= b \\\\ c &= d \\end{align} 其中": [
        "\\begin{align} a &= b \\\\ c &= d \\end{align}"
    ],
    "\\begin{cases}\\begin{cases}1\\end{cases}\\end{cases}, \\begin{itemize}\\end{itemize}": [
        "\\begin{cases}\\begin{cases}1\\end{cases}\\end{cases}"
    ],
    "\\begin{align} never closed, $x$": ["x"],
}


def formulas(blocks: Blocks) -> list[str]:
    return [
        span.text
        for block in blocks
        for piece in pieces(block)
        for span in piece
        if span.kind in ("formula", "display")
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_formulas_of_a_page(text: str) -> None:
    blocks = blocks_of_html(f"<p>{html.escape(text)}</p>")
    assert formulas(blocks) == TEXTS[text]


@pytest.mark.parametrize("text", TEXTS)
def test_formulas_of_a_note(text: str) -> None:
    assert formulas(blocks_of_markdown(text)) == TEXTS[text]


def test_a_line_may_end_inside_a_formula() -> None:
    page = "<p>The bound $\\eta<br>\\le 1/L$ and<br>$5, $6<br>only.</p>"
    assert formulas(blocks_of_html(page)) == ["\\eta \\le 1/L"]
    assert formulas(blocks_of_markdown("界 $\\eta\n\\le 1/L$ 与")) == ["\\eta \\le 1/L"]
    assert formulas(blocks_of_markdown("- 花 $5\n- 花 $6\n- 设 $x_1\n- 设 $x_2")) == []


def test_dollars_in_code_do_not_count() -> None:
    page = "<p>设 $x$</p><pre>echo $PATH</pre><p>在 <code>$HOME</code> 里 $y$</p>"
    assert formulas(blocks_of_html(page)) == ["x", "y"]
    assert formulas(blocks_of_markdown("`echo $PATH` 与 $x$ 与 `$y`")) == ["x"]


@pytest.mark.parametrize(
    "unit",
    ["$", "$a ", "$ a", "\\text{$", "$\\text{", "\\begin{align}", "\\end{align}", "$A", "$ 5"],
)
def test_no_text_is_lost_of_many(unit: str) -> None:
    text = unit * 2000
    kept = text_of(blocks_of_html(f"<p>{text}</p>"))
    assert "".join(kept.replace("$", "").split()) == "".join(text.replace("$", "").split())
