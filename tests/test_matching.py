"""Which of the notes that are there each wanted one is, and what is learnt of them by that."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence, Set, Tuple

import pytest
from annoki.model import Note
from annoki.sync.matching import Held, match
from annoki.sync.memory import hash_of, known_by
from annoki.sync.present_note import PresentNote
from annoki.targets.collection.pairing import Pairing

from tests.planning import AT, note, present
from tests.test_doubles import END, of_title
from tests.test_recognise import SORTED, TIDES

LINKED = '<a href="https://bamboo.example/grass">竹子</a> <span class="host">bamboo.example</span>'


def test_what_the_learner_rewrote_is_not_another_of_its_title_that_began_otherwise() -> None:
    """Two notes of one post are there, which a page shows beside a new one."""
    told = of_title("1", "'bamboo", f"竹子是草。{END}", "post:b.example/a")
    held = [present(told), present(told._replace(guid="3"), Answer="我的说法")]
    new, old = f"预热再测。{END}", f"竹子是草。{END}"
    shown = [of_title("new", "'bench", new), of_title("old", "'bamboo", old)]

    assert match(shown, held).places == {"old": 0}


def test_another_of_its_title_and_beginning_does_not_take_the_twin_of_what_is_shown() -> None:
    """A package of a home page brought a post a second time; then another one comes."""
    second = f"{END}先排序，再二分，复杂度见第六章第二版。"
    told = of_title("told", "'bamboo", second, "post:b.example/a")
    twin = of_title("title", "'bamboo", f"{END}先排序，再二分，复杂度见第六章。")
    new = of_title("new", "'bamboo", f"{END}每一节都有分生组织，朝向月亮隆起。", "post:b.example/b")
    held = [present(told), replace(present(twin), note_id=8)]

    assert match([told, new], held).places == {"told": 0}
    assert match([new], [held[1]]).places == {"new": 0}


def test_of_twins_without_an_id_the_nearer_is_what_the_source_has_mended_since() -> None:
    """Packages of two faces brought a page note twice, each with its own commas; an account tells
    its id, and a new text."""

    def shown(guid: str, text: str, *keys: str, ids: Tuple[str, ...] = ()) -> Note:
        made = note(guid, status="passage", ids=ids, Prompt="TODO", Answer=text)
        fields = [*made.fields]
        fields[AT["Source"]] = LINKED
        made = made._replace(fields=tuple(fields))
        return made._replace(memory=made.memory._replace(keys=("line", *keys)))

    there = [
        shown("dump", f"{TIDES}第一版。".replace("，", ",")),
        shown("csv", f"{TIDES}第一版。", "page"),
    ]
    mended = shown("told", f"{TIDES}第二版。", "page", ids=("hypothesis:a",))

    assert match([mended], list(map(present, there))).places == {"told": 1}


def test_a_passage_that_the_learner_wrote_into_a_post_makes_no_mark_of_it() -> None:
    """Two posts have their title and first words in common; a home page shows one of them."""
    texts = f"{TIDES}竹子是草,长得快。", f"{TIDES}预热之后再测速,均值才靠得住。"
    told = [of_title(text, "'tides", text, f"post:b.example/{n}") for n, text in enumerate(texts)]
    mine = present(told[0], Answer="我的说法", Passage="我抄下来的一句")
    shown = of_title("title", "'tides", f"{texts[1][:-3]}...")

    assert match([shown], [mine, present(told[1])]).places == {"title": 1}


def test_what_the_learner_rewrote_is_not_a_post_of_its_title_that_begins_otherwise() -> None:
    """A home page shows another of the title, and not the one whose note that is."""
    told = of_title("1", "'bamboo", f"竹子是草。{END}", "post:b.example/a")
    shown = of_title("new", "'bench", f"预热再测。{SORTED}")

    assert match([shown], [present(told, Answer="我的说法")]).places == {}
    assert match([shown], [present(told)]).places == {}


def test_a_twin_is_found_in_the_run_in_which_its_name_is_learnt() -> None:
    """Though the note is known by its own GUID, too, as earlier packages made it."""
    here = post_of("here", ("here",), "post:example.org/2024/one-post")
    shown = here._replace(memory=here.memory._replace(keys=("title",)))
    held = [
        replace(present(one), note_id=at) for at, one in enumerate((here, post_of("title", ())))
    ]
    ids = {one.guid: one.note_id for one in held}
    names = {one.note_id: known_by(one.guid, one.memory) for one in held}
    paired = Pairing([shown], ids, names, set(), lambda ids: [held[id] for id in ids]).pair()

    assert [sorted(one.guid for one in group) for group in paired.twins] == [["here", "title"]]


def test_twins_of_a_post_that_moved_are_known_by_the_day_that_one_of_them_tells() -> None:
    """Two editions of a package brought it twice, before it moved; an index tells no days."""
    wanted, *before = (
        of_title(guid, "'tides", f"海水{text}次:{TIDES}", f"post:b.example/{path}", Captured=day)
        for guid, path, text, day in (
            ("now", "new", "第二", "2024-12-30"),
            ("feed", "old", "第一", "2024-12-30"),
            ("index", "old", "第一", ""),
        )
    )
    held = [replace(present(one), note_id=at) for at, one in enumerate((wanted, *before))]
    ids = {one.guid: one.note_id for one in held}
    names = {one.note_id: known_by(one.guid, one.memory) for one in held}
    paired = Pairing([wanted], ids, names, set(), lambda ids: [held[id] for id in ids]).pair()

    assert [sorted(one.guid for one in group) for group in paired.twins] == [
        ["feed", "index", "now"]
    ]


@pytest.mark.parametrize(("says", "twins"), [(TIDES, []), (SORTED, [["aside", "later"]])])
def test_what_was_set_aside_is_back_for_that_which_says_what_it_said(
    says: str, twins: Sequence[Sequence[str]]
) -> None:
    """All marks on a passage know the GUID that the first was given; an old package made its own
    note forget it."""

    def mark(guid: str, answer: str, keys: Tuple[str, ...], *ids: str) -> PresentNote:
        made = note(guid, ids=ids, Passage="竹子", Answer=answer)
        return present(made._replace(memory=made.memory._replace(keys=keys, of=hash_of(guid))))

    there = (
        mark("first", TIDES, ("place",), "hypothesis:a"),
        mark("later", SORTED, ("aside", "place"), "hypothesis:b"),
        mark("aside", says, ("place",)),
    )
    held = [replace(one, note_id=at) for at, one in enumerate(there)]
    names = {one.note_id: known_by(one.guid, one.memory) for one in held[:2]}
    paired = Pairing(
        [],
        {"first": 0, "later": 1},
        names,
        set(),
        lambda ids: [held[id] for id in ids],
        ["aside"],
        lambda names: {frozenset({1}): [2]},
    ).pair()

    assert [sorted(one.guid for one in group) for group in paired.twins] == twins


def test_what_was_set_aside_for_what_is_but_a_copy_now_joins_no_other_twins() -> None:
    made = note("g", ids=("hypothesis:a",), Prompt="竹子", Answer=TIDES)
    other = note("other", ids=("hypothesis:b",), Prompt="潮汐", Answer=SORTED)
    held = [replace(present(one), note_id=at) for at, one in enumerate((made, made, other, other))]
    copied = held[2].memory._replace(of=hash_of("another"), keys=("aside",))
    held[2] = replace(held[2], guid="copy", memory=copied)
    held[3] = replace(held[3], guid="aside")
    names = {one.note_id: known_by(one.guid, one.memory) for one in held[:3]}
    paired = Pairing(
        [],
        {one.guid: one.note_id for one in held[:3]},
        names,
        set(),
        lambda ids: [held[id] for id in ids],
        ["aside"],
        lambda names: {frozenset({2}): [3]},
    ).pair()

    assert [sorted(one.note_id for one in group) for group in paired.twins] == [[0, 1]]


def page_note(guid: str, keys: Tuple[str, ...], answer: str, *ids: str) -> Note:
    made = note(guid, ids=ids, Passage="", Prompt="竹子", Answer=answer)
    return made._replace(memory=made.memory._replace(keys=keys, of=hash_of(guid)))


def test_a_page_note_that_begins_like_another_is_none_of_its_twins() -> None:
    """It came with its id, and on another device without. A page shows a new one beside it, or
    that one alone."""
    told = page_note("told", ("'head", "''head", "untold"), TIDES + SORTED, "hypothesis:a")
    untold = page_note("untold", ("''head",), TIDES + SORTED)
    new = page_note("new", ("''head",), TIDES + SORTED[::-1])
    held = [replace(present(one), note_id=at) for at, one in enumerate((told, untold, new))]

    def pair(wanted: Sequence[Note], there: int) -> Tuple[Set[str], Set[str]]:
        ids = {one.guid: one.note_id for one in held[:there]}
        names = {one.note_id: known_by(one.guid, one.memory) for one in held[:there]}
        same = {one.guid for one in wanted} & set(ids)
        paired = Pairing(wanted, ids, names, same, lambda ids: [held[id] for id in ids]).pair()
        return {one.guid for group in paired.twins for one in group}, {*paired.changed}

    assert pair([untold, new], 2) == ({"told", "untold"}, {"untold"})
    assert pair([new], 3)[0] == {"told", "untold"}


def post_of(guid: str, keys: Tuple[str, ...], *ids: str) -> Note:
    made = note(guid, ids=ids, Answer=END)
    return made._replace(memory=made.memory._replace(keys=keys, of=hash_of(guid)))


def test_of_notes_made_of_one_text_one_is_taken_and_none_added() -> None:
    """Which of them it is, nothing tells; one more with each sync would be worse."""

    def made(guid: str, *ids: str) -> Note:
        one = note(guid, ids=ids, Passage="海水每天涨落两次。", Answer="间隔约 12 小时 25 分。")
        return one._replace(memory=one.memory._replace(keys=("passage",)))

    first, second = made("first", "h:1"), made("second", "h:2")
    held = [Held(one.guid, one.memory, one.fields) for one in (first, second)]
    assert len(match([made("passage")], held).places) == 1

    fields = [text.replace("25 分", "25 分,满月前后最高") for text in first.fields]
    edited = made("passage")._replace(fields=tuple(fields))
    edited = edited._replace(memory=edited.memory._replace(source={"Answer": "another"}))
    assert len(match([edited], held).places) == 1, "the source says more by now"


def test_of_notes_that_say_the_same_one_is_taken_though_another_face_printed_them() -> None:
    """Two packages brought a page note twice, each known by both; its API prints other signs."""

    def made(guid: str, answer: str, *keys: str) -> Note:
        one = note(guid, Prompt="潮汐", Answer=answer)
        return one._replace(memory=one.memory._replace(keys=keys))

    held = [made(*one) for one in (("a", "12 小时,25 分。", "b"), ("b", "12 小时,25 分。", "a"))]
    there = [Held(one.guid, one.memory, one.fields) for one in held]
    assert len(match([made("told", "12 小时，25 分。", "a", "b")], there).places) == 1
