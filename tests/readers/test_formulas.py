"""Formulas that a page shows as MathML or as images: their TeX, or a card that says it is lost."""

from __future__ import annotations

import pytest
from annoki.compose.judge import judge
from annoki.compose.typeset import typeset
from annoki.model import Item
from annoki.readers.html.walk import blocks_of_html

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
    "<mstyle><msup><mrow><mi>a</mi><mi>b</mi></mrow><mo>*</mo></msup></mstyle>": "{ab}^{*}",
    "<munder><mrow><mi>a</mi></mrow><mtext>50% off</mtext></munder>": (
        "\\underset{\\text{50\\% off}}{a}"
    ),
}

UNKNOWN = [
    "<mmultiscripts><mi>F</mi><mn>1</mn></mmultiscripts>",
    "<menclose><mi>x</mi></menclose><mi>y</mi>",
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
}

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


@pytest.mark.parametrize("image", PICTURES)
def test_a_picture_is_no_formula(image: str) -> None:
    assert "{f}" not in shown(blocks_of_html(f"<p>设 <img {image}> 为</p>", "https://e.example/"))
