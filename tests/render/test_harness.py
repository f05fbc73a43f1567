"""The checks themselves: each finds its fault when a sound card is broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .page import PHONE, Desks, Samples

FAULTS = {
    "overflow: 1": ("<p ", "<div style='width: 1000px'>wide</div><p "),
    "scroll: P for nothing": (
        "缩放点积",
        "<span style='position: relative'><mjx-assistive-mml "
        "style='left: 900px; min-width: 9px; clip: auto'>x</mjx-assistive-mml></span>缩放点积",
    ),
    "formula: left raw": ("为什么要除以", r"为什么 \(x 要除以"),
    "formula: error": (r"\sqrt{d_k}", r"\frac{1}"),
    "formula: undefined macro": (r"\sqrt{d_k}", r"\foo"),
    "formulas: 0 typeset of 1": (r"<span class='keep'>\( \sqrt{d_k} \)", r"<code>x"),
    'lang: "缩放点积注意力中': ('<p lang="zh-Hans">', "<p>"),
    "lang: attention in": ("缩放点积注意力", "缩放点积 attention "),
    "contrast: ask text": ("缩放点积注意力", "<span style='color: #999'>缩放点积注意力</span>"),
    "empty: ask": ("缩放点积注意力中，为什么要除以", "<br>"),
    "glyphs: none for \U00031350\U00031351": ("缩放点积", "\U00031350\U00031351"),
    "dir: ": ("缩放点积", "שלום"),
    "margin: ask": ("<p ", "<style>.annoki .text { margin-left: -12px }</style><p "),
    "footer: ": ("<p ", "<style>.annoki .source > .text { height: 99px }</style><p "),
    "low: ": (
        "缩放点积",
        "<style>.annoki .x { padding: 0; font-size: 12px }</style><a class='x' href='#'>缩放</a>",
    ),
    "overprint: ": ("注意力", "<span style='margin-left: -12px'>注意力</span>"),
    "indent: ": (
        r"中，为什么要除以 <span class='keep'>\( \sqrt{d_k} \)？</span>",
        "中<br><span style='margin-left: 6px'>为什么</span>",
    ),
    "label: 2": ("annoki front ready", "annoki front passage digest"),
    "request: http://example.invalid/": ("<p ", "<img src='http://example.invalid/x.png'><p "),
    "request: /_media": ("<p ", "<img src='/_media.png'><p "),
    "console: failed": ("<p ", "<script>console.error('failed')</script><p "),
}


def test_the_card_is_sound_before(desks: Desks, samples: Samples) -> None:
    desk = desks("light", PHONE)
    desk.show(samples["ready-math"], "question")
    assert desk.problems() == []


@pytest.mark.parametrize("found", FAULTS)
def test_fault_is_found(desks: Desks, samples: Samples, found: str) -> None:
    card = samples["ready-math"]
    old, new = FAULTS[found]
    assert old in card.question
    broken = card.question.replace(old, new)
    if found == "empty: ask":
        broken = broken.replace(r"<span class='keep'>\( \sqrt{d_k} \)？</span>", "")
    desk = desks("light", PHONE)
    formulas = card.formulas["question"] if found.startswith("formulas") else None
    desk.show(replace(card, question=broken), "question", formulas)
    assert any(problem.startswith(found) for problem in desk.problems()), desk.problems()
