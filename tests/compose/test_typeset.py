"""Which TeX a card shows as a formula; the rest stands there as code."""

from __future__ import annotations

from importlib.resources import files

import pytest
from annoki.compose.inert import formula
from annoki.compose.typeset import TAKES, typeset


@pytest.mark.parametrize(
    "tex",
    [
        r"\sqrt[n]{x} + \left.\frac12\right)^2 \big| \Bigg\rangle \not= \|v\|",
        r"\operatorname*{arg\,max}_{\theta \in \mathbb{R}^n} \stackrel{!}{=} L\bigl(f\bigr)",
        r"\xrightarrow[below]{above} \underset{x}{\min} \overset{\text{def}}{=} \boldsymbol{\mu}'",
        r"\begin{array}{c|c} a & b \\[2pt] \hline c & d \end{array}",
        "\\begin{cases} x & \\text{如果 $x > 0$ 且 \\(y\\)} \\\\\n-x, & \\text{否则} \\end{cases}",
        r"\begin{align*} a &= b \tag{1} \\ &= c \notag \end{align*}",
        r"\color{red}{x} \textcolor{#ff0000}{y} \color[RGB]{1, 2, 3} \colorbox{yellow}{z}",
        r"\rule{1em}{0.4pt}\kern-2pt\hskip 3mu\hspace{1em}\raise.5ex{x}\!\!\mkern-18mu",
        r"\ce{SO4^2- + Ba^2+ -> BaSO4 v} \pu{3 mol//L} \cancel{x} \ket{\psi}",
        r"\mathrlap{\int} \smash[b]{\sqrt{y}} \genfrac{(}{)}{0pt}{}{n}{k} \cfrac[l]{1}{2}",
        r"\left\{ x \;\middle|\; \alpha \in 集合 \right\} 50\% \# \& \_ \{",
        r"\begin{CD} A @>a>> B \\ @VVbV @VVcV \\ C @>d>> D \end{CD}",
        r"\pmb{x} = \frac{\pmb{y}}{2} \smash{\cramped{x}}",
        "a < b > c & d",
    ],
)
def test_what_sets_type_is_a_formula(tex: str) -> None:
    assert typeset(tex) == tex


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}", r"\text{\href{javascript:alert(1)}{x}}",
        r"\text{$\href{javascript:alert(1)}{x}$}", r"\ce{H2O ->[\href{https://a.b}{x}]}",
        r"\mmlToken{mi}[href='javascript:alert(1)']{x}", r"\unicode[serif;background:url(//a)]{65}",
        r"\bbox[position:fixed;top:0]{x}", r"\style{position:fixed}{x}", r"\class{front}{x}",
        r"\cssId{qa}{x}", r"\data{a=b}{x}", r"\url{x}", r"\require{physics}", r"\ref{a}",
        r"\eqref{a}", r"\def\frac#1{x}", r"\let\frac\href", r"\newcommand{\a}{x}",
        r"\newenvironment{a}{b}{c}", r"\renewcommand\frac{x}", r"\DeclareMathOperator{\a}{b}",
        r"\definecolor{a}{RGB}{1,2,3}", r"\toggle{a}{b}\endtoggle", r"\texttip{a}{b}",
        r"\verb|\|\href{a}{b}|", "% \\\n\\href{a}{b}", r"\pmod\href{a}{b}", r"\HREF{a}{b}",
        r"\color{url(https://a.b/)}{x}", r"\color{\href}{x}", r"\colorbox{red;position:fixed}{x}",
        r"\enclose{circle}[mathbackground='url(https://a.b/)']{x}", r"\cancel[href='x']{y}",
        r"\begin{evil}x\end{evil}", r"\begin{\href}x", r"\bm{x}", r"\unknown", "\\é",
        r"\kern-99em x", r"\hspace{999in}", r"\rule{1em}{99em}", r"\kern-1em" * 11, r"\!" * 40,
        r"\\[-90em]", r"\\[x]", r"\above99em", r"\rlap{" + "x" * 100 + "}", r"\uproot{900}",
        r"\smash{\begin{matrix}a\\b\end{matrix}}", r"\llap{a\cr b}", r"\kern\dimen0",
        r"x\) y \(z", r"x\] \href", "{x", "x}", "}{", "x\\", r"\{}", "{" * 60 + "}" * 60,
        "### 设 f(x) 连续", r"设 $f(x)$ 连续，求 $\lim f$",
        r"\pmb{a\pmb{b}}", r"\displaystyle" * 201, r"\left(" * 201 + r"\right)" * 201,
    ],
)  # fmt: skip
def test_whatever_else_a_command_does_shows_it_as_code(tex: str) -> None:
    assert typeset(tex) == ""


def test_labels_are_left_out_which_the_back_would_hold_twice() -> None:
    tex = r"\begin{equation}\label{eq:1} x \label {a b}\end{equation}"
    assert typeset(tex) == r"\begin{equation} x \end{equation}"
    assert typeset(r"\label{\href{a}{b}}x") == ""
    # Nor may what is left become what was not there.
    assert typeset(r"\hr\label{a}ef{javascript:x}{y}") == ""
    assert typeset(r"a \\label{a}") == r"a \\label{a}"


def test_anki_sees_none_of_its_own_tags_in_a_formula() -> None:
    assert formula("{{x}_1}", False) == r"\({ {x}_1}\)"
    assert formula(r"sound:x.mp3", True) == r"\[ sound:x.mp3\]"
    assert formula(r"\text{[$]a[/$]} [latex] <", False) == r"\(\text{[ $]a[ /$]} [ latex] &lt;\)"


def test_each_command_is_listed_once_under_a_kind_that_is_known() -> None:
    lines = (files("annoki.text") / "typeset.txt").read_text("utf-8").splitlines()
    names = [name for line in lines if line.startswith(" ") for name in line.split()]
    at = lines.index("environment:")
    commands = [name for line in lines[:at] if line.startswith(" ") for name in line.split()]
    assert len(set(commands)) == len(commands) > 1000
    assert len(names) - len(commands) > 50
    for kind in (line[:-1] for line in lines if line.endswith(":")):
        assert kind in TAKES


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (r"\frac{", "}{2}"),
        (r"x_{", "}"),
        (r"\left(", r"\right)"),
        (r"\begin{matrix}", r"\end{matrix}"),
        (r"\left.\frac{", r"}{2}\right|"),
    ],
)
def test_what_no_browser_could_lay_out_in_time_is_no_formula(opens: str, closes: str) -> None:
    def nested(times: int) -> str:
        return f"{opens * times}x{closes * times}"

    assert typeset(nested(6))  # a continued fraction, a matrix of matrices
    assert typeset(nested(6) * 10)
    assert not typeset(nested(14))
