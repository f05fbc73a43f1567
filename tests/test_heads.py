"""What a home page shows of a post's head and a list of all posts has run together is one note."""

from __future__ import annotations

import itertools
from typing import Sequence

import pytest
from annoki.identity.faces import best_face
from annoki.model import Block, Blocks, Face, Item, Span
from annoki.repair import repair

from tests.texts import block, prose, said
from tests.work import linear

CODE = "for f in *.txt; do\n    wc -l $f\ndone"
FLAT_CODE = "for f in *.txt; do wc -l $fdone"
INTRO, MORE, END = "数一数每个文件有几行：", "星号由 shell 展开。", "最后别忘了排序，再看一遍。"
HEAD = (*prose(INTRO), block("code", CODE, "bash"), *prose(MORE))
WHOLE = f"{INTRO} {FLAT_CODE} {MORE} {END}"


def post(body: Blocks, face: Face, **more: object) -> Item:
    item = Item("post", "blog", "post 1", 1, body=body, face=face, link="https://b.example/wc/")
    return item._replace(**more)  # type: ignore[arg-type]


def shown(head: Sequence[Block], whole: str) -> Item:
    """What becomes of the head on a home page and the whole text of a list, in both orders."""
    faces = [post(tuple(head), Face.EXCERPT), post(prose(whole), Face.STRIPPED)]
    one = best_face(faces)
    assert one == best_face(faces[::-1])
    return one


def test_a_head_in_its_lines_stands_above_the_rest_of_the_text() -> None:
    assert shown(HEAD, WHOLE).body == (*HEAD[:2], *prose(f"{MORE} {END}"))
    listed = (block("heading", "工具"), block("bullets", "wc\nsort\nuniq"), *prose(MORE))
    found = shown(listed, f"工具 wc sort uniq {MORE} {END}").body
    assert found == (*listed[:2], *prose(f"{MORE} {END}"))
    linked = (Block("prose", (Span("见"), Span("手册", link="https://m.example/wc"))), *HEAD)
    assert shown(linked, f"见手册 {WHOLE}").body[:3] == linked[:3]


@pytest.mark.parametrize("numbers", ["123", "1 2 3 "])
def test_line_numbers_before_its_code_go(numbers: str) -> None:
    found = shown(HEAD, WHOLE.replace("for f", f"{numbers}for f"))
    assert said(found.body) == f"{INTRO}\n{CODE}\n{MORE} {END}"


def test_any_other_number_is_the_text_s_own() -> None:
    whole = WHOLE.replace("for f", "1234for f")
    assert shown(HEAD, whole) == post(prose(whole), Face.STRIPPED)


def test_code_is_found_again_behind_what_a_face_prints_otherwise() -> None:
    damaged = Block("prose", (Span("设 "), Span("\\theta<em>t</em>", "damaged"), Span(" 已知。")))
    whole = f"{INTRO} 设 \\thetat 已知。 123{FLAT_CODE} {MORE} {END}"
    found = shown((HEAD[0], damaged, *HEAD[1:]), whole).body
    assert found == (
        HEAD[0], *prose("设 \\thetat 已知。"), HEAD[1], *prose(f"{MORE} {END}")
    )  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        prose(INTRO, MORE, END[:9]),
        prose("这篇文章讲怎样数行。"),
        (*prose(INTRO), block("code", "ls -l\nwc -l", "bash"), *prose(MORE)),
        (*prose(INTRO), block("code", CODE[:-2], "bash")),
        (*prose(INTRO), Block("code", code=FLAT_CODE, lines=-1), *prose(MORE)),
    ],
    ids=["words alone", "of other words", "other code", "code that breaks off", "lines lost"],
)
def test_a_head_that_gives_nothing_back_changes_nothing(head: Blocks) -> None:
    assert shown(head, WHOLE) == post(prose(WHOLE), Face.STRIPPED)


def test_one_face_alone_is_what_it_is() -> None:
    for body, face in ((HEAD, Face.EXCERPT), (prose(WHOLE), Face.STRIPPED)):
        item = post(body, face)
        assert best_face([item]) is item


def test_a_whole_text_in_its_lines_needs_no_head() -> None:
    page = post((*HEAD, *prose(END)), Face.PAGE)
    faces = [page, post(HEAD, Face.EXCERPT), post(prose(WHOLE), Face.STRIPPED)]
    for order in itertools.permutations(faces):
        assert best_face(order) == page


def test_a_feed_without_line_ends_keeps_its_tags_and_gets_its_lines_back() -> None:
    strong = Block("prose", (Span(INTRO[:-1], strong=True), Span("：")))
    feed = post((strong, block("code", FLAT_CODE), *prose(MORE, END)), Face.STRIPPED, modified=9)
    faces = [feed, post(HEAD, Face.EXCERPT), post(prose(INTRO), Face.EXCERPT)]
    for order in itertools.permutations(faces):
        assert best_face(order).body == (strong, HEAD[1], *feed.body[2:])
    for order in itertools.permutations([*faces, post(prose(WHOLE), Face.STRIPPED)]):
        assert HEAD[1] in best_face(order).body


def test_a_formula_stays_whole_where_the_head_ends_inside_it() -> None:
    tex = Span("\\begin{cases} 1 \\\\ 0 \\end{cases}", "display")
    whole = post((Block("prose", (Span(f"{INTRO} {FLAT_CODE} "), tex)),), Face.STRIPPED)
    head = post((*HEAD[:2], *prose("\\begin{cases}", "1")), Face.EXCERPT)
    assert best_face([head, whole]).body == (*HEAD[:2], Block("prose", (tex,)))


def test_commands_are_parted_behind_a_head_as_without_it() -> None:
    tex = Block("prose", (Span(f"{WHOLE} "), Span("\\sumx", "formula")))
    found = repair(best_face([post(HEAD, Face.EXCERPT), post((tex,), Face.STRIPPED)]))
    assert found.body[-1].spans[-1].text == "\\sum x"


@pytest.mark.parametrize("sign", ["", "x"], ids=["alike", "otherwise"])
def test_what_a_long_head_costs_grows_with_its_length(sign: str) -> None:
    def join(many: int) -> None:
        heads = [block("code", f"first_{n}\nsecond_{n}") for n in range(many)]
        whole = " ".join(f"first_{n} second_{n}{sign}{n:09}" for n in range(many))
        shown([*heads, *prose(END)], f"{whole} {END}")

    linear(join, 100)
