"""Formulas that came through a blog's Markdown, and as their writers had typed them."""

from __future__ import annotations

import pytest
from annoki.compose.judge import judge
from annoki.model import Item, Span
from annoki.readers.html.walk import blocks_of_html
from annoki.repair import repair
from annoki.text.spans import text_of

from tests.texts import shown

RESTORED = {
    "比率 $r<em>t = \\frac{\\pi</em>\\theta(a_t)}{\\pi_{old}}$ 为": (
        "比率 {f}r_t = \\frac{\\pi_\\theta(a_t)}{\\pi_{old}}{/f} 为"
    ),
    "策略 $v<em>\\theta$ 与 <b>元素</b> $a</em>{i,j}$ 与 <em>重点</em>": (
        "策略 {f}v_\\theta{/f} 与 {b}元素{/b} {f}a_{i,j}{/f} 与 {i}重点{/i}"
    ),
    "$$\\sum<em>{i=1}^n x_i w</em>i$$": "{d}\\sum_{i=1}^n x_i w_i{/d}",
    "最优 $x^<em>$ 与 $y^</em>$": "最优 {f}x^*{/f} 与 {f}y^*{/f}",
    "$\\theta^{<em>} = \\max J^</em>(x)$": "{f}\\theta^{*} = \\max J^*(x){/f}",
    "\\begin{align<em>} a &amp;= b \\end{align</em>}": (
        "{d}\\begin{align*} a &= b \\end{align*}{/d}"
    ),
    "$x<em>i$ and $y</em>j$": "{f}x_i{/f} and {f}y_j{/f}",
    "snake<em>case $x</em>{i}$ end": "snake_case {f}x_{i}{/f} end",
    "<em>when $x$ is</em> $y$": "{i}when {/i}{i}{f}x{/f}{/i}{i} is{/i} {f}y{/f}",
    "$p<em>{data}$ 与<br>$p</em>{model}<br>(x)$": "{f}p_{data}{/f} 与↵{f}p_{model} (x){/f}",
    "$x<sup>2+y</sup>2$ 与 $e<sup>{-x}+e</sup>{-y}$": "{f}x^2+y^2{/f} 与 {f}e^{-x}+e^{-y}{/f}",
    "设$a<sup>2$和$b</sup>\\alpha$": "设{f}a^2{/f}和{f}b^\\alpha{/f}",
    "$x_i<sup>2+y<em>i</sup>2$ 与 $z</em>i$": "{f}x_i^2+y_i^2{/f} 与 {f}z_i{/f}",
    "$a<del>b$ 与 $c</del>d$": "{f}a~b{/f} 与 {f}c~d{/f}",
    "<sup>$x$</sup> 与 <u>线 $y$ 上</u>": "{f}x{/f} 与 线 {f}y{/f} 上",
    "$$\\begin{bmatrix} a &amp; b \\<br>c &amp; d \\end{bmatrix}$$": (
        "{d}\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}{/d}"
    ),
    "$$L(\\theta) &#8211; \\eta f&#8217;(x)$$": ("{d}L(\\theta) - \\eta f'(x){/d}"),
    "$f&#8217;&#8217;(x) = 0 \\quad \\text{Newton&#8217;s rule &#8211; again}$": (
        "{f}f''(x) = 0 \\quad \\text{Newton’s rule – again}{/f}"
    ),
    "\\begin{align} a &amp;= b \\ &amp;= c \\ &amp;= d \\end{align}": (
        "{d}\\begin{align} a &= b \\\\ &= c \\\\ &= d \\end{align}{/d}"
    ),
}

BACKSLASHES = {
    "\\left{ x \\right}": "\\left\\{ x \\right\\}",
    "f=\\left{\\begin{aligned} x \\ y \\end{aligned}\\right.": (
        "f=\\left\\{\\begin{aligned} x \\\\ y \\end{aligned}\\right."
    ),
    "A = {1, 2, 3}": "A = \\{1, 2, 3\\}",
    "x \\in {0,1}^n": "x \\in \\{0,1\\}^n",
    "D={(x_i,y_i)}_{i=1}^N": "D=\\{(x_i,y_i)\\}_{i=1}^N",
    "{x \\mid x&gt;0}": "\\{x \\mid x>0\\}",
    "S = {a_{1}, \\dots, a_{n}}": "S = \\{a_{1}, \\dots, a_{n}\\}",
    "p = 50%": "p = 50\\%",
    "x_1 = C#": "x_1 = C\\#",
    "\\int_0^1 f(x),dx": "\\int_0^1 f(x)\\,dx",
    "\\\\frac{a}{b} + \\\\alpha": "\\frac{a}{b} + \\alpha",
    "x_i &amp;lt; y_i": "x_i < y_i",
    "x_i &amp;amp;lt; y_i": "x_i < y_i",
    "\\begin{pmatrix}1 &amp; 2\\3 &amp; 4\\end{pmatrix}": (
        "\\begin{pmatrix}1 & 2\\\\ 3 & 4\\end{pmatrix}"
    ),
    "\\begin{cases} 1, x&gt;0 \\ 0, x\\le 0 \\end{cases}": (
        "\\begin{cases} 1, x>0 \\\\ 0, x\\le 0 \\end{cases}"
    ),
    "\\begin{aligned} a &amp;= b \\&amp;= c \\end{aligned}": (
        "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}"
    ),
}

SOUND = [
    "$x_{i,j} = \\frac{a,b}{c,d}$",
    "$f_1({a,b}) = {1,000}$",
    "$x = {a \\over b} + {\\rm d}y$",
    "$\\{1,2\\} = {1,2}$",
    "$\\max{a_1, b} = {|x|}$",
    "$\\left\\{ {a, b} \\right\\}$",
    "$P(A_1 | {B,C})$",
    "$\\int_0^1 f(x)\\,dx + g(x),dx$",
    "$50\\% = \\text{50%, C#}$",
    "$$a_1 \\\\ b_1$$",
    "$$x_1 = 1 \\\\y = 2$$",
    "$\\begin{cases} 1,\\ x_1&gt;0 \\end{cases}$",
    "$x_i$ – 见第 3–5 页，Newton’s $y_i$",
    "$[1–5]$",
    "$\\begin{matrix} a\\ b \\\\ c\\ d \\end{matrix}$",
    "$\\begin{matrix} a\\ b &amp; c \\end{matrix}$",
    "$x_i$ 与 $a\\ b$",
    "<strong>$x$ 是</strong> <em>好</em>",
]

LOST = [
    "$a<em>b$ and $c</em>d$",
    "$2<em>n$ and $3</em>m$",
    "$n<em>\\log n$ and $m</em>\\log m$",
    "$a<strong>b</strong>c$",
    "$x_i<em>j$ and $y</em>{k}$",
    "$x<em>$ never closed",
    "$x<sub>i</sub>$",
    "$x<sup>2</sup>y$",
    "$x<sup>2</sup>$ 与 $z$",
    "$x <y$ 与 $z> 1$",
    "若$a<b$ 且 $c>d$",
    "$f(x)=<x,y>$",
    "$a <u>b</u> c$",
    "$x<em>{i</em>}$ <em>$<strong>y<em>z</strong>$",
]


def post(html: str) -> Item:
    return Item(
        "post", "blog", "post 1", 1, title=(Span("t"),), body=blocks_of_html(f"<p>{html}</p>")
    )


@pytest.mark.parametrize("html", RESTORED)
def test_signs_come_back_and_it_is_told(html: str) -> None:
    damaged = post(html)
    healed = repair(damaged)
    assert shown(healed.body).partition(": ")[2].replace("{/i}{i}", "") == RESTORED[html].replace(
        "{/i}{i}", ""
    )
    changed = healed.body != damaged.body
    assert changed == any(one.rule == "marks" for one in healed.repairs)
    assert judge(healed).status != "unfinished"
    assert repair(healed) == healed


def test_without_repairs_a_damaged_formula_is_unfinished() -> None:
    judged = judge(post("策略 $v<em>\\theta$ 与 $a</em>{i,j}$"))
    assert judged.status == "unfinished"
    assert "a formula was lost" in judged.why


@pytest.mark.parametrize("tex", BACKSLASHES)
def test_lost_backslashes_come_back(tex: str) -> None:
    damaged = post(f"${tex}$")
    healed = repair(damaged)
    assert shown(healed.body) == f"prose: {{f}}{BACKSLASHES[tex]}{{/f}}"
    assert [one.rule for one in healed.repairs] == ["marks"]
    assert repair(healed) == healed


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("[ x = \\frac{a}{b} ]", "{d}x = \\frac{a}{b}{/d}"),
        ("如下：<br>[<br>E = \\text{能量}<br>]<br>完", "如下：↵{d}E = \\text{能量}{/d}↵完"),
        (
            "[ \\begin{aligned} a &amp;= b \\\\ &amp;= c \\end{aligned} ]",
            "{d}\\begin{aligned} a &= b \\\\ &= c \\end{aligned}{/d}",
        ),
        ("[ x_1 \\in [0, 1] ]", "{d}x_1 \\in [0, 1]{/d}"),
    ],
)
def test_brackets_alone_around_tex_are_those_of_a_formula(html: str, expected: str) -> None:
    healed = repair(post(html))
    assert shown(healed.body) == f"prose: {expected}"
    assert [one.rule for one in healed.repairs] == ["marks"]
    assert repair(healed) == healed


@pytest.mark.parametrize(
    "html",
    [
        "[ 0, 1 ]",
        "区间 [ \\alpha ]",
        "[ 注意 \\alpha ]",
        "[ see also \\alpha there ]",
        "[ C:\\new\\foo ]",
        "[ \\alpha ] - [ \\beta ]",
        "[ x<em>{i} = \\alpha</em>{j} ]",
        '[ <a href="https://e.example">x</a> \\alpha ]',
    ],
)
def test_other_brackets_stay(html: str) -> None:
    item = post(html)
    assert repair(item) is item


def test_doubled_delimiters_are_those_of_a_formula() -> None:
    assert (
        shown(post("设 \\\\(x_1\\\\) 与 \\\\[y\\\\] 为").body)
        == "prose: 设 {f}x_1{/f} 与 {d}y{/d} 为"
    )


@pytest.mark.parametrize("html", SOUND)
def test_sound_formulas_stay(html: str) -> None:
    item = post(html)
    assert repair(item) is item
    assert judge(item).status == "digest"


@pytest.mark.parametrize("html", LOST)
def test_what_is_not_certain_is_unfinished(html: str) -> None:
    assert judge(repair(post(html))).status == "unfinished"


@pytest.mark.parametrize("unit", ["$x<em>i$ $y</em>j$ ", "$<em>", "<em>a$", "$a<strong>", "$\\ "])
def test_many_are_told_apart_in_one_pass(unit: str) -> None:
    item = post(unit * 300)
    healed = repair(item)
    assert repair(healed) == healed


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("它用于 ** 显示变量 **，以及 ** 执行指令 **。", ["显示变量", "执行指令"]),
        ("**Git 忽略文件的原则 **", ["Git 忽略文件的原则"]),
        ("** 并行 (parallelism)：** 同时执行。", ["并行 (parallelism)："]),
        ("函数 f(**kwargs) 与 **options 的区别", []),
        ("2**10 与 3**2 的和", []),
        ("匹配 src/**/测试/**/*.py", []),
        ("** 只有一个", []),
        ("** only Latin ** stays", []),
        ("字典展开 ** 参数，函数定义里也写 ** 参数", []),
        ("系数带 ** 表示显著，不带 ** 的不显著", []),
        ("张**住在北京，李**住在上海", []),
        ("glob 中 ** 匹配多级目录，而 * 不能；** 很慢", []),
        ("**注意：**先备份", ["注意："]),
    ],
)
def test_marks_of_emphasis_that_markdown_left_set_what_they_enclose(
    html: str, words: list[str]
) -> None:
    item = post(f"<p>{html}</p><pre>a ** b ** 和</pre>")
    healed = repair(item)
    assert [span.text for span in healed.body[0].spans if span.strong] == words
    assert ("**" in text_of(healed.body[:1])) is not bool(words)
    assert healed.body[1:] == item.body[1:]
    assert repair(healed) is healed
