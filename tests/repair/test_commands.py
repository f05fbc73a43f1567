"""Commands of TeX that a deleted line end left fused to the letters behind them."""

from __future__ import annotations

import pytest
from annoki.model import Block, Face, Item, Kind, Span
from annoki.repair import repair


def item(tex: str, face: Face = Face.PAGE, kind: Kind = "post") -> Item:
    block = Block("prose", (Span("设 "), Span(tex, "formula", written=f"${tex}$")))
    return Item(kind, "blog", "x", 1, body=(block,), face=face)


@pytest.mark.parametrize(
    ("tex", "parted", "face"),
    [
        (r"\lVertv_\theta\rVert^2", r"\lVert v_\theta\rVert^2", Face.PAGE),
        (r"x \rightarrowy \leqslantz", r"x \rightarrow y \leqslant z", Face.PAGE),
        (r"\partialx + \nablaf", r"\partial x + \nabla f", Face.PAGE),
        (r"\sumx + \thetax", r"\sum x + \theta x", Face.STRIPPED),
        (r"\bm{w}^\top\bm x \rarr 0", r"\boldsymbol{w}^\top\boldsymbol x \rightarrow 0", Face.PAGE),
    ],
)
def test_they_are_parted_at_the_command_that_is_known(tex: str, parted: str, face: Face) -> None:
    healed = repair(item(tex, face))
    assert healed.body[0].spans[1].text == parted
    assert {one.rule for one in healed.repairs} == {"commands"}
    assert repair(healed) is healed


@pytest.mark.parametrize(
    "tex",
    [
        r"\intx dx",  # or `\in tx`
        r"\leqx",
        r"\topk(x) + \argmin",
        r"\newcommand{\bm}{b} \bm",
        r"\inner{a}{b}",
        r"\partialderivative",
        r"\infty + \subseteq + \leftarrow",
        r"a \\lVertv",  # a row ends
        r"\text{a\langle}",
    ],
)
def test_what_may_be_anything_else_stays(tex: str) -> None:
    for face in (Face.PAGE, Face.STRIPPED):
        one = item(tex, face)
        assert repair(one) is one


def test_greek_letters_may_begin_the_writer_s_own_where_no_line_end_is_lost() -> None:
    one = item(r"\thetab + \Sigmax")
    assert repair(one) is one


def test_the_reader_s_own_formula_stays() -> None:
    one = item(r"\lVertv", kind="annotation")
    assert repair(one) is one


def formulas(*written: str) -> list[tuple[str, str]]:
    """What becomes of formulas of one paragraph, each between the dollars that it is given with."""
    spans = (Span(one.strip("$ \n\t"), "formula", written=one) for one in written)
    code = Block("code", code="a = 1")
    healed = repair(Item("post", "blog", "x", 1, body=(Block("prose", tuple(spans)), code)))
    assert repair(healed) is healed
    assert healed.body[1:] == (code,)
    return [(span.text, span.kind) for span in healed.body[0].spans]


@pytest.mark.parametrize(
    ("left", "whole"),
    [
        ("$ abla f$", r"\nabla f"),
        ("$a eq b$", r"a \neq b"),
        ("$x otin S$", r"x \notin S"),
        ("$2 imes heta$", r"2 \times \theta"),
        ("$ rac{1}{2} ext{或}$", r"\frac{1}{2} \text{或}"),
        ("$ orall x ightarrow y$", r"\forall x \rightarrow y"),
        ("$ egin{cases} 1 \\end{cases}$", r"\begin{cases} 1 \end{cases}"),
    ],
)
def test_a_beginning_that_was_taken_for_an_escape_comes_back(left: str, whole: str) -> None:
    assert formulas(left) == [(whole, "formula")]


@pytest.mark.parametrize(
    "tex",
    [
        "$u$",
        "$a u$",
        "$eq$",
        "$x_{eq}$",
        r"\frac{1}{2}",
        "$f(abla)$",
        "$rac$",
        "$ext$",
        r"\text{a u}",
        r"\forall x, \text{there exists } y",
        r"\text{ by eq (3)}",
    ],
)
def test_what_may_stand_for_itself_is_no_rest_of_a_command(tex: str) -> None:
    assert formulas(tex) == [(tex.strip("$"), "formula")]


def test_beside_one_for_certain_what_may_be_another_is_damaged() -> None:
    kinds = [kind for _, kind in formulas("$ abla f$", "$a u b$", "$ u $", "$u$", "$a+b$")]
    assert kinds == ["formula", "damaged", "damaged", "formula", "formula"]
