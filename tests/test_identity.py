"""GUIDs: what must never move, and what must never collide."""

from __future__ import annotations

import json
import random
import re

import genanki
import pytest
from annoki.config import Config
from annoki.identity.addresses import Address, address_in
from annoki.identity.guids import identify
from annoki.identity.keys import guid_for, lead_of
from annoki.model import Block, Document, Item, Span
from annoki.pipeline.inputs import READ, Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.readers.markdown.flattened import spans_of
from annoki.text.spans import written

from tests.fixture_files import EXAMPLES, TESTS
from tests.texts import passage, prose, said

GOLDEN = TESTS / "golden" / "guids.json"


def items_of(text: str) -> list[Item]:
    listings, _ = read_all([Input("x", "", Document("x", text))])
    return listings[0]


def guids(*texts: str) -> list[dict[str, str]]:
    """For each text: the passage (or title, or lead) of each item, and its GUID."""
    identified = identify([items_of(text) for text in texts])
    return [{subject(one.item): one.guid for one in listing} for listing in identified]


def subject(item: Item) -> str:
    return said(item.passage) or written(item.title) or said(item.body[:1])[:60]


def hypothesis_example() -> str:
    return (EXAMPLES / "hypothesis-page.txt").read_text(encoding="utf-8")


def every_example() -> list[str]:
    """The names of the files that an export of the folder reads."""
    return sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in READ)


def guids_of_examples(names: list[str]) -> dict[str, dict[str, str]]:
    texts = [(EXAMPLES / name).read_text(encoding="utf-8") for name in names]
    return dict(zip(names, guids(*texts)))


def test_pinned_forever() -> None:
    """A change here orphans the reviews of everyone who has these notes. Never edit the file."""
    pinned = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert guids_of_examples(list(pinned)) == pinned
    # Nor does a richer face of a passage, read in the same run, move it.
    together = guids_of_examples(every_example())
    assert len(together) > len(pinned)
    assert together["hypothesis-page.txt"] == pinned["hypothesis-page.txt"]


def test_what_an_example_has_alone_is_known_among_all() -> None:
    names = every_example()
    listings = [items_of((EXAMPLES / name).read_text(encoding="utf-8")) for name in names]
    for alone, among in zip(listings, identify(listings)):
        for one, known in zip(identify([alone])[0], among):
            assert one.guid in (known.guid, *known.keys)
            assert one.ids == () or set(one.ids) & set(known.ids)


@pytest.mark.parametrize("values", [("annotation", "x"), ("post", "你好 🤖"), ("memo", "")])
def test_equal_to_genanki(values: tuple[str, str]) -> None:
    assert guid_for(*values) == genanki.guid_for(*values)


def edited_answers(text: str) -> str:
    return re.sub(r"^( {6}\S.*[^?\n])$", r"\1 (改过了)", text, flags=re.MULTILINE)


def renumbered(text: str) -> str:
    return re.sub(r"^( {4})\d+\.", r"\g<1>7.", text, flags=re.MULTILINE)


def redated(text: str) -> str:
    return re.sub(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}", "Last 7 days", text)


def respaced(text: str) -> str:
    """What another converter does to white space inside a passage."""
    return re.sub(r"^( {4}\d+\. .*?\w) (\w.*)$", "\\1\u00a0\u200b\\2", text, flags=re.MULTILINE)


@pytest.mark.parametrize("change", [edited_answers, renumbered, redated, respaced])
def test_guids_survive(change: object) -> None:
    assert callable(change)
    text = hypothesis_example()
    changed = change(text)
    assert changed != text
    before, after = guids(text)[0], guids(changed)[0]
    assert sorted(before.values()) == sorted(after.values())


def test_guids_survive_reordering_and_cutting() -> None:
    text = hypothesis_example()
    text += "\n"
    head, *annotations = re.split(r"^(?= {4}\d+\. )", text, flags=re.MULTILINE)
    annotations = [re.sub(r"^  \d+\. .*\n", "", one, flags=re.MULTILINE) for one in annotations]
    whole = guids(text)[0]
    random.Random(1).shuffle(annotations)
    assert guids(head + "".join(annotations))[0] == whole
    for half in (annotations[: len(annotations) // 2], annotations[len(annotations) // 2 :]):
        cut = guids("".join(half))[0]
        assert cut.items() <= whole.items()
        assert len(cut) == len(half)


def test_repairs_never_move_a_guid() -> None:
    def exported(repairing: bool) -> list[tuple[str, str]]:
        listings, report = read_all([Input("x", "", Document("x", hypothesis_example()))])
        notes = notes_of(listings, report, Config(), repairing)
        return [(note.guid, note.fields[0]) for note in notes]

    healed, printed = exported(True), exported(False)
    assert [guid for guid, _ in healed] == [guid for guid, _ in printed]
    assert healed != printed


def post(title: str, text: str, host: str = "") -> Item:
    return Item("post", "blog", "line 1", 1, title=spans_of(title), body=prose(text), host=host)


def test_one_title_two_posts() -> None:
    one, other = post("Hello World", "第一篇,讲部署。"), post("Hello World", "Another blog.")
    both = identify([[one], [other]])
    assert both[0][0].guid != both[1][0].guid
    alone = guid_for("post", "HelloWorld")
    assert alone in (both[0][0].guid, both[1][0].guid)
    assert {x.guid for x in identify([[other, one]])[0]} == {both[0][0].guid, both[1][0].guid}


def test_one_post_of_two_lengths_is_one_note() -> None:
    long = (
        "这是一篇长文章的摘要,它在不同的页面上被截断在不同的位置,后面还有更多的内容和细节可以看到。"
    )
    both = identify([[post("题目", long)], [post("题目", long[:45] + " ...")]])
    assert both[0][0].guid == both[1][0].guid


def test_hosts_tell_equal_passages_apart() -> None:
    def on(host: str, n: int) -> Item:
        return Item("annotation", "hypothesis", "line 1", n, passage("Abstract"), host=host)

    both = identify([[on("a.example", 1)], [on("b.example", 1)]])
    assert both[0][0].guid != both[1][0].guid
    unknown = identify([[on("a.example", 1)], [on("", 1)]])
    assert unknown[0][0].guid == unknown[1][0].guid


def test_twice_in_one_listing_is_recognised_in_another() -> None:
    def note(text: str, n: int) -> Item:
        return Item("annotation", "hypothesis", "x", n, passage("passage"), prose(text))

    newer, older = note("后来的", 1), note("先写的", 2)
    listings = identify([[newer, older], [newer]])
    assert listings[0][0].guid == listings[1][0].guid != listings[0][1].guid
    assert listings[0][1].guid == guid_for("annotation", "passage")


def test_a_page_note_that_opens_with_a_formula_is_one_through_every_face() -> None:
    as_set = (Span("二分查找约 "), Span("\\log_2 n", "formula"), Span(" 次，前提是分界线只有一条"))
    record = Item("page-note", "hypothesis", "x", 1, (), (Block("prose", as_set),))
    record = record._replace(source_ids=("hypothesis:a1",), host="docs.example.org")
    as_typed = (Span("二分查找约 $\\log_2 n$ 次,前提是分界线只有一条"),)
    printed = record._replace(body=(Block("prose", as_typed),), source_ids=())
    (one,), (other,) = identify([[record], [printed]])
    assert one.guid == other.guid
    # So are they where the one is known, and the other comes later.
    alone = identify([[record]])[0][0]
    assert not {alone.guid, *alone.keys}.isdisjoint(identify([[printed]])[0][0].keys)


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("SQLite 官方的测试文章,讲得很细", "SQLite"),
        ("On Testing: a Study of Bugs 统计了一千个错误", "On Testing: a Study of Bugs"),
        ("某某的简明教程 作者用三页讲完了", "某某的简明教程"),
        ("推荐一个工具: owner/name。作用是", "推荐一个工具: owner/name"),
        ("Plain English title. And then my comment", "Plain English title"),
    ],
)
def test_lead_of_a_link_note(line: str, lead: str) -> None:
    assert lead_of(line) == lead


def test_posts_of_two_pages() -> None:
    pages = [EXAMPLES / "blog-untitled.txt", EXAMPLES / "blog-untitled-page2.txt"]
    first, second = identify([items_of(path.read_text(encoding="utf-8")) for path in pages])
    assert len({one.guid for one in [*first, *second]}) == 7
    assert len({one.guid for one in first}) == 5


def test_no_two_annotations_are_one_note() -> None:
    (listing,) = guids(hypothesis_example())
    assert len(set(listing.values())) == 30


@pytest.mark.parametrize("link", ["/2021/05/02/tides/", "https://a.example//2021/05/02//tides"])
def test_a_slash_that_is_there_twice_makes_no_other_address(link: str) -> None:
    home = post("潮汐", "一天两次。")._replace(link="https://a.example/2021/05/02/tides/")
    index = home._replace(link="", source_ids=(link,))
    both = identify([[home], [index]])
    assert both[0][0].guid == both[1][0].guid


def test_a_page_that_its_script_writes_keeps_its_posts_in_the_fragment() -> None:
    links = [f"https://a.example/#/post/{n}" for n in (1, 2)] + ["https://a.example/#!/post/1"]
    posts = [post(f"潮汐 {n}", "一天两次。")._replace(link=link) for n, link in enumerate(links)]

    found = [one for (one,) in identify([[one] for one in posts])]

    assert len({one.guid for one in found}) == 3
    assert found[0].ids == ("post:a.example/#/post/1",)
    assert address_in(found[0].ids[0]) == Address("a.example", "/#/post/1")


def test_a_place_on_a_page_is_no_page() -> None:
    links = [
        "https://a.example/tides/",
        "https://a.example/tides#more",
        "https://a.example/tides/#",
    ]
    posts = [post("潮汐", "一天两次。")._replace(link=link) for link in links]

    assert len({one.guid for (one,) in identify([[one] for one in posts])}) == 1
