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
