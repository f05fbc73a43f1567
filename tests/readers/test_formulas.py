"""Formulas that a page shows as MathML or as images: their TeX, or a card that says it is lost."""

from __future__ import annotations

import pytest
from annoki.compose.judge import judge
from annoki.compose.typeset import typeset
from annoki.model import Item
from annoki.readers.html.walk import blocks_of_html
from annoki.readers.markdown.blocks import blocks_of_markdown

from tests.texts import shown

MATHML = {
    "<mfrac><mn>1</mn><mn>2</mn></mfrac><msqrt><mi>x</mi></msqrt>": "\\frac{1}{2}\\sqrt{x}",
    "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
    "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>": "\\sum_{i=1}^{n}x_{i}^{2}",
    "<mi>sin</mi><mo>&#x2061;</mo><mi>α</mi><mo>&lt;</mo><mover><mi>y</mi><mo>^</mo></mover>": (
        "\\sin α<\\hat{y}"
    ),
    "<munder><mi>max</mi><mi>θ</mi></munder><mroot><mi>z</mi><mn>3</mn></mroot>": (
        "\\max_{θ}\\sqrt[{3}]{z}"
    ),
    "<mi>f</mi><mo>=</mo><mrow><mo>{</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mtext>若 x</mtext>"
    "</mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd></mtd></mtr></mtable></mrow>": (
        "f=\\left\\{ \\begin{matrix}1 & \\text{若 x}\\\\ 0 & \\end{matrix}\\right."
    ),
    "<mfenced open='[' close=')'><mi>a</mi><mi>b</mi></mfenced><mspace width='1em'></mspace>"
    "<mi>Attn</mi><mi mathvariant='bold'>Q</mi>": (
        "\\left[ a,b\\right) \\quad \\mathrm{Attn}\\mathbf{Q}"
    ),
    "<mi>f</mi><mo>′</mo><msubsup><mi>x</mi><mi>i</mi><mo>″</mo></msubsup>": "f'x_{i}''",
    "<mstyle><msup><mrow><mi>a</mi><mi>b</mi></mrow><mo>*</mo></msup></mstyle>": "{ab}^{*}",
    "<munder><mrow><mi>a</mi></mrow><mtext>50% off</mtext></munder>": (
        "\\underset{\\text{50\\% off}}{a}"
    ),
}

UNKNOWN = [
    "<mmultiscripts><mi>F</mi><mn>1</mn></mmultiscripts>",
    "<menclose><mi>x</mi></menclose><mi>y</mi>",
    "<menclose notation='radical'><mi>x</mi></menclose>",
    "<merror><mtext>x</mtext></merror>",
    "<mfrac><mn>1</mn></mfrac><mn>2</mn>",
    "loose <mi>x</mi>",
    "<mtable><mtr><mtd rowspan='2'><mi>a</mi></mtd></mtr></mtable><mi>b</mi>",
    "<mrow>" * 60 + "<mi>x</mi><mi>y</mi>",
    "<mfenced>" * 2000 + "<mi>x</mi><mi>y</mi>",
]

IMAGES = {
    'src="https://math.jianshu.com/math?formula=x%5E2%2By" alt="x^2+y"': "x^2+y",
    'src="https://juejin.cn/equation?tex=a_i" alt="a_i"': "a_i",
    'src="https://latex.codecogs.com/svg.latex?\\frac{a}{b}+c"': "\\frac{a}{b}+c",
    'src="https://latex.codecogs.com/png.image?\\dpi{110}x%20=y"': "x =y",
    'src="https://i.upmath.me/svg/%5Csum_i%20x_i" alt="sum"': "\\sum_i x_i",
    'src="https://render.githubusercontent.com/render/math?math=E%20%3D%20mc%5E2"': "E = mc^2",
    'src="https://s0.wp.com/latex.php?latex=a+%2B+b&amp;bg=ffffff&amp;s=0" alt="a + b"': "a + b",
    'src="https://chart.googleapis.com/chart?cht=tx&amp;chl=%5Calpha"': "\\alpha",
    'src="https://latex.csdn.net/eq?%5Cbeta_1"': "\\beta_1",
    'src="/cache/aa.png" class="ql-img-inline-formula" alt="\\beta"': "\\beta",
    'src="data:image/gif," data-src="https://www.zhihu.com/equation?tex=%5Cpi+x"': "\\pi x",
    'src="/my/render?tex=%5Csqrt%7Bx%7D"': "\\sqrt{x}",

    'src="https://latex.codecogs.com/svg.latex?\\inline&amp;space;\\dpi{150}&amp;space;\\bg_white&amp;space;a'
    '&amp;plus;b"': "a+b",
    'src="https://latex.codecogs.com/svg.image?\\bg{white}\\large&amp;space;x"': "x",
    'src="https://wikimedia.org/api/rest_v1/media/math/render/svg/5c" alt="{\\displaystyle x_i}"': (
        "x_i"
    ),
    'src="https://cdn.nlark.com/yuque/__latex/5c.svg#card=math&amp;code=x%5E2%2By&amp;id=Q"': (
        "x^2+y"
    ),
    'src="/img/5c.png" alt="$\\alpha_1$"': "\\alpha_1",
}  # fmt: skip

MARKED = {
    # Pandoc, with TeX for a script and with HTML's own marks; remark, GitLab, texmath, Markdown.
    '<span class="math inline">x_i^2</span>': "{f}x_i^2{/f}",
    '<span class="math display">\\frac{a}{b}</span>': "{d}\\frac{a}{b}{/d}",
    '<span class="math inline"><em>x</em><sub><em>i</em></sub> = log <strong>y</strong></span>': (
        "{f}x_{i} = \\mathrm{log} \\mathbf{y}{/f}"
    ),
    '<span class="math inline">{<em>a</em><sup>2</sup>}</span>': "{f}\\{a^{2}\\}{/f}",
    '<span class="math math-inline">y_1</span>': "{f}y_1{/f}",
    '<code class="code math js-render-math" data-math-style="inline">y_1</code>': "{f}y_1{/f}",
    "<eq>y_1</eq>": "{f}y_1{/f}",
    '<span class="katex-error" title="ParseError: x">y_1</span>': "{f}y_1{/f}",
    "$`y_1`$": "{f}y_1{/f}",
    # MathJax 2 without its script, 4 with TeX on each part.
    '<span class="MathJax" data-mathml="&lt;math&gt;&lt;msub&gt;&lt;mi&gt;x&lt;/mi&gt;'
    '&lt;mi&gt;i&lt;/mi&gt;&lt;/msub&gt;&lt;/math&gt;"><nobr>xi</nobr></span>': "{f}x_{i}{/f}",
    '<mjx-container><mjx-math data-latex="a+b"><mjx-mi data-latex="a">a</mjx-mi></mjx-math>'
    "</mjx-container>": "{f}a+b{/f}",
    '<span class="math">no TeX</span>': "no TeX",
}  # fmt: skip

LOST = [
    # Drawn by MathJax 3 on the way to the page, which keeps nothing but the drawing.
    '<mjx-container jax="SVG"><svg><g data-mml-node="math"><path/></g></svg></mjx-container>',
    '<span class="MathJax_SVG"><svg><path/></svg></span>',
    '<mjx-container><mjx-math><mjx-mi><mjx-c class="mjx-c1D465"></mjx-c></mjx-mi></mjx-math>'
    "</mjx-container>",
    '<mjx-container><mjx-math><mjx-mo><mjx-c class="mjx-c3D"></mjx-c></mjx-mo><mjx-mi>'
    "<mjx-utext>é</mjx-utext></mjx-mi></mjx-math></mjx-container>",
    '<mjx-container><mjx-math><mjx-mi data-latex="a">a</mjx-mi><mjx-mo data-latex="+">+</mjx-mo>'
    '<mjx-mi data-latex="b">b</mjx-mi></mjx-math></mjx-container>',
    '<span class="math inline"><em>x</em><sub><u>i</u></sub></span>',
]

PICTURES = [
    'src="https://x.example/photo?eq=1&amp;math=true" alt="照片"',
    'src="https://x.example/a.png?formula=abc" alt="a photo"',
    'src="https://x.example/eq1.png" class="equation" alt="图 1"',
    'src="https://x.example/latex.png" class="formula" alt="latex.png"',
    'src="https://[bad/?tex=x^2"',
]


@pytest.mark.parametrize("inside", MATHML)
def test_mathml_is_read(inside: str) -> None:
    blocks = blocks_of_html(f"<p>设 <math>{inside}</math> 为</p>")
    assert shown(blocks) == f"prose: 设 {{f}}{MATHML[inside]}{{/f}} 为"
    assert typeset(MATHML[inside])


@pytest.mark.parametrize("inside", UNKNOWN)
def test_a_formula_that_is_not_understood_is_unfinished(inside: str) -> None:
    body = blocks_of_html(f"<p>设 <math>{inside}</math> 为</p><p>后文</p>")
    judged = judge(Item("post", "blog", "post 1", 1, body=body))
    assert judged.status == "unfinished"
    assert "{f}" not in shown(body)


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_of_a_formula_is_one_inside_its_sentence(image: str) -> None:
    blocks = blocks_of_html(f"<p>设 <img {image}> 为</p>", "https://e.example/")
    assert shown(blocks) == f"prose: 设 {{f}}{IMAGES[image]}{{/f}} 为"


@pytest.mark.parametrize("html", MARKED)
def test_tex_that_a_page_has_as_text_is_a_formula(html: str) -> None:
    assert shown(blocks_of_html(f"<p>设 {html} 为</p>")) == f"prose: 设 {MARKED[html]} 为"


@pytest.mark.parametrize(
    "html",
    [
        '<pre><code class="language-math">\\frac{a}{b}</code></pre>',
        '<pre class="code math js-render-math"><code>\\frac{a}{b}</code></pre>',
        '<div class="language-math highlighter-rouge"><div class="highlight"><pre class="hljs">'
        "<code>\\frac{a}{b}</code></pre></div></div>",
    ],
)
def test_a_block_of_mathematics_is_a_formula(html: str) -> None:
    assert shown(blocks_of_html(html)).replace("\n", "") == "prose: {d}\\frac{a}{b}{/d}"
    assert shown(blocks_of_markdown("```math\n\\frac{a}{b}\n```")) == "prose: {d}\\frac{a}{b}{/d}"


@pytest.mark.parametrize("html", LOST)
def test_a_formula_that_was_only_drawn_makes_the_post_unfinished(html: str) -> None:
    body = blocks_of_html(f"<p>设 {html} 为一个数</p><p>后文</p>")
    assert judge(Item("post", "blog", "post 1", 1, body=body)).status == "unfinished"
    assert "{f}" not in shown(body)


@pytest.mark.parametrize("image", PICTURES)
def test_a_picture_is_no_formula(image: str) -> None:
    assert "{f}" not in shown(blocks_of_html(f"<p>设 <img {image}> 为</p>", "https://e.example/"))


def test_dollars_alone_on_their_lines_enclose_empty_lines_too() -> None:
    typed = "设\n\n$$\nx = \\text{若}\n\n+ y\n$$\n\n完"
    assert (
        shown(blocks_of_markdown(typed)) == "prose: 设\nprose: {d}x = \\text{若} + y{/d}\nprose: 完"
    )
    stray = "$$\n\n这一段不是公式\n\n$$\nx\n$$"
    assert "{d}" not in shown(blocks_of_markdown(stray)).partition("公式")[0]


def test_backticks_inside_dollars_are_of_the_formula() -> None:
    assert shown(blocks_of_markdown("设 $`x_1`$ 与 `y`")) == "prose: 设 {f}x_1{/f} 与 {c}y{/c}"
    assert shown(blocks_of_markdown("用 `$` 与 `$`")) == "prose: 用 {c}${/c} 与 {c}${/c}"
