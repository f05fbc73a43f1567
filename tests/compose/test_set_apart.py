"""What a line needs to look well: a gap where Chinese meets Latin words, places to break long
names, cells that stay on one line; and the text is what was written."""

from __future__ import annotations

import re

import pytest
from annoki.compose.blocks import html_of
from annoki.compose.breaks import breakable
from annoki.compose.inline import Inline
from annoki.compose.languages import Languages
from annoki.model import Block, Span

from tests.texts import block

INLINE = Inline(Languages())


def gaps(*spans: Span, around: str = "zh-Hans") -> str:
    """The text with a bar where a gap is."""
    html = INLINE.render(spans, around)
    html = re.sub('(<span class="[^"]*gap-before[^>]*>)', r"|\1", html)
    html = re.sub('(<span class="[^"]*gap-after[^>]*>[^<]*</span>)', r"\1|", html)
    return re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("先用Rust写再测", "先用|Rust|写再测"),
        ("先用 Rust 写", "先用 Rust 写"),
        ("写(用Rust).测", "写(用|Rust).测"),
        ("有80GB的盘", "有|80GB|的盘"),
        ("Rust写的,不是Go。", "Rust|写的,不是|Go。"),
        ("“Rust”和《The Book》", "“Rust”和《The Book》"),
        ("第3章里n很大", "第3章里n很大"),
    ],
)
def test_between_chinese_and_words_in_latin_letters_is_a_gap(text: str, seen: str) -> None:
    assert gaps(Span(text)) == seen


def test_there_is_one_whatever_sets_the_words() -> None:
    assert gaps(Span("用", strong=True), Span("Rust"), Span("写", emphasis=True)) == "用|Rust|写"
    assert gaps(Span("see the "), Span("所有权", strong=True), Span("rules"), around="en") == (
        "see the 所有权|rules"
    )
    address = "https://a.example/rust"
    assert gaps(Span("见"), Span(address, link=address), Span("和")) == f"见|{address}|和"
    assert gaps(Span("编译用"), Span("rustc", "code"), Span("做")) == "编译用rustc做"


def test_a_formula_is_set_apart_as_words_are() -> None:
    assert gaps(Span("当"), Span("x^2", "formula"), Span("很大")) == r"当|\(x^2\)|很大"
    assert gaps(Span("当 "), Span("x^2", "formula"), Span("\uff0c很大")) == "当 \\(x^2\\)\uff0c很大"


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("read_all_lines_of_the_file()", "read_|all_|lines_|of_|the_|file()"),
        ("reader.lines.collectIntoVector(into)", "reader.|lines.|collect|Into|Vector(|into)"),
        ("/usr/share/dictionaries/__init__.py", "/|usr/|share/|dictionaries/__|init__.|py"),
        ("https://docs.example/3.14159265/", "https://|docs.|example/|3.14159265/"),
        ("short_enough(as_it_is)", "short_enough(as_it_is)"),
        ("an ordinary sentence. And/or two.", "an ordinary sentence. And/or two."),
    ],
)
def test_a_long_name_may_break_where_its_parts_do(word: str, places: str) -> None:
    assert breakable(word).replace("<wbr>", "|") == places


def test_it_may_in_words_code_and_addresses() -> None:
    name = "read_all_lines_of_the_file()"
    for span in (Span(f"见 {name}"), Span(name, "code"), Span(name, link=name)):
        html = INLINE.render((span,), "zh-Hans")
        assert "lines_<wbr>of_<wbr>the_" in html
        assert name in re.sub("<[^>]*>", "", html)
    assert "<wbr>" not in INLINE.render((Span(r"\mathrm{read_all_lines_of_it}", "formula"),), "")


@pytest.mark.parametrize("level", range(1, 7))
def test_a_heading_keeps_its_level(level: int) -> None:
    one = Block("heading", (Span("背景"),), level=level)
    assert html_of([one], INLINE) == f'<h{level} lang="zh-Hans">背景</h{level}>'


def test_a_long_cell_is_wrapped_and_a_short_one_is_not() -> None:
    short, long = "借用与所有权", "编译器在每一次赋值时检查谁拥有这个值"
    html = html_of([block("table", f"{short}\t{long}\nown\tborrowed for a moment")], INLINE)
    assert f"<th>{short}</th>" in html
    assert f'<th class="long">{long}</th>' in html
    assert html.count("long") == 1
