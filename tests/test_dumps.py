"""Whole dumps, ours and the real ones: counted, complete, in order, and repaired with care.

What is expected of a real dump is pinned by number, as it is not ours to copy.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from annoki.config import Config
from annoki.model import Item, Note
from annoki.notetype import FIELDS
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.pipeline.report import Report
from annoki.text.document import read_path
from annoki.text.spans import plain
from bs4 import BeautifulSoup

from tests.fixture_files import EXAMPLES, at_hand, seed
from tests.texts import said


def exported(path: Path, repairing: bool = True) -> tuple[list[Item], list[Note], Report]:
    listings, report = read_all([Input("x", "", read_path(path))])
    items = list(listings[0])
    notes = list(notes_of(listings, report, Config(), repairing))
    return items, sorted(notes, key=lambda note: -note.reading_order[-1]), report


def field(note: Note, name: str) -> str:
    html = re.sub(r"<br>|</p>|</li>|</pre>", "\n", note.fields[FIELDS.index(name)])
    return BeautifulSoup(html, "html.parser").get_text()


def bare(text: str) -> str:
    """Without white space, the signs that become markup, of formulas and of code, and what parts
    signs that Anki would run."""
    return re.sub(r"[\s\u2060]|[$`]|\\[()\[\]]", "", text)


def printed_annotations(path: Path) -> list[tuple[str, list[str]]]:
    """(passage, note lines) by indent alone, not by the reader under test."""
    found: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r" {4}\d+\. ", line):
            found.append((re.sub(r"^ {4}\d+\. ", "", line), []))
        elif line.startswith("      ") and found:
            found[-1][1].append(line[6:])
    return found


PAGE, REAL_PAGE = EXAMPLES / "hypothesis-page.txt", seed("000")
PAGES = at_hand([(PAGE,), (REAL_PAGE,)])


class Judged(NamedTuple):
    found: int
    declared: int | None
    callouts: int
    folded: int
    separators: int
    unfinished_separators: int
    statuses: dict[str, int]


@pytest.mark.parametrize(
    ("path", "expected"),
    at_hand(
        [
            (
                PAGE,
                Judged(30, 230, 11, 3, 8, 4, {
                    "passage": 9, "ready": 10, "unfinished": 8, "unsure": 2, "highlight": 1,
                }),
            ),
            (
                REAL_PAGE,
                Judged(200, 844, 65, 18, 28, 13, {
                    "passage": 99, "ready": 59, "unfinished": 29, "unsure": 12, "highlight": 1,
                }),
            ),
        ]
    ),
)  # fmt: skip
def test_annotations_are_counted_and_judged(path: Path, expected: Judged) -> None:
    items, notes, report = exported(path)
    assert [item.n for item in items] == list(range(1, expected.found + 1))
    assert not report.failed
    why = [re.split(r"[,:]", note.why)[0] for note in notes]
    separators = [note for note in notes if note.why.startswith("separator")]
    assert expected == Judged(
        report.accounts[0].found,
        report.accounts[0].declared,
        sum(how.startswith("callout") for how in why),
        sum("folded" in note.why for note in notes),
        len(separators),
        sum(note.status == "unfinished" for note in separators),
        report.by_status,
    )


NO_ANSWERS = ("?", "TODO", "没看懂", "为什么?")
"""What stands right of a separator and is not kept."""


@pytest.mark.parametrize("path", PAGES)
def test_every_printed_line_is_in_its_note(path: Path) -> None:
    printed = printed_annotations(path)
    items, notes, _ = exported(path, repairing=False)
    by_passage = {said(item.passage): note for item, note in zip(items, notes)}
    assert [passage for passage, _ in printed] == [said(item.passage) for item in items]
    for passage, lines in printed:
        note = by_passage[passage]
        shown = [bare(field(note, name)) for name in ("Prompt", "Answer", "Passage")]
        assert bare(passage) in shown, passage
        for line in lines:
            line = re.sub(r"^\[!\w+\][+-]? ?", "", line)
            if line == "flashcard":
                continue
            # A separator's last three colons part the line, outside code; both sides are whole.
            parts = re.split(r":::(?!:)(?![^`]*`)", line, maxsplit=1)
            for part in parts:
                if note.status == "unfinished" and part in NO_ANSWERS:
                    continue
                assert any(bare(part) in text for text in shown), line


@pytest.mark.parametrize(
    ("path", "hosts", "last", "first"),
    at_hand(
        [
            (
                PAGE,
                {"": 23, "sketches.example.org": 3, "www.typography.example": 2,
                 "www.compilers.example": 2},
                "2024-11",
                "2024-07",
            ),
            (
                REAL_PAGE,
                {"": 192, "huggingface.co": 2, "www.semanticscholar.org": 6},
                "2023-08",
                "2023-02",
            ),
        ]
    ),
)  # fmt: skip
def test_host_belongs_to_the_next_document_only(
    path: Path, hosts: dict[str, int], last: str, first: str
) -> None:
    items, _, _ = exported(path)
    assert Counter(item.host for item in items) == hosts
    assert (items[0].captured, items[-1].captured) == (last, first)


@pytest.mark.parametrize(
    ("path", "sound"),
    at_hand(
        [
            (
                PAGE,
                ("OrderedDict.move_to_end", "linearizability", "Raises KeyError", "a+++b",
                 "git switch -c <branch>", "HEAD~2", "HEAD^2", "/build/*.o", "classic ... each",
                 "Kerning", "AV; tracking", "$USER:::$HOME",
                 "2.3. Two-phase commit", "kkk bits", "write-ahead", "pasta",
                 '{"version": 1, ...}'),
            ),
            (
                REAL_PAGE,
                ("DataCollatorForLanguageModeling", "[CLS]", "warmed-up", "image-text",
                 "密集🤖", "<tracker>", "global_step*/*optim_states.pt", "~3.5GB/s", "run-to-run",
                 "pre-trained", "zero-shot", "num_special_tokens_to_add", "GPU&CPU",
                 "triggerpoints", "reparameterizing", "self-attention",
                 "reduce_bucket_size: hidden_size*hidden_size", "3.1. Model Architecture",
                 "1 /3 的人"),
            ),
        ]
    ),
)  # fmt: skip
def test_sound_text_is_shown_as_written(path: Path, sound: tuple[str, ...]) -> None:
    _, notes, _ = exported(path)
    texts = [field(note, name) for note in notes for name in ("Prompt", "Answer", "Passage")]
    assert [one for one in sound if not any(one in text for text in texts)] == []


@pytest.mark.parametrize(
    ("path", "damage"),
    at_hand(
        [
            (
                PAGE,
                {
                    "The mean of nnn": r"The mean of \(n\)",
                    "draws xix_ixi": r"draws \(x_i\)",
                    "n−1n-1n-1": r"\(n-1\)",
                    "even if some ofthem": "even if some of them",
                    "up theindex": "up the index",
                    "suspect. Copied git": "suspect. git",
                    "last=True)[source]": "last=True) Puts",
                },
            ),
            (
                REAL_PAGE,
                {
                    "QKTQK^TQK^T": r"\(QK^T\)",
                    "第 iii 个": r"第 \(i\) 个",
                    "IDFTIDFTIDFT": r"\(IDFT\)",
                    "difficultor impossible": "difficult or impossible",
                    "re-ported": "reported",
                    "logged: Copied hps": "logged: hps",
                    "val)[source] Fills": "val) Fills",
                },
            ),
        ]
    ),
)
def test_damage_is_mended(path: Path, damage: dict[str, str]) -> None:
    printed = path.read_text(encoding="utf-8")
    _, notes, _ = exported(path)
    text = "\n".join(
        field(note, name) for note in notes for name in ("Prompt", "Answer", "Passage")
    )
    for before, after in damage.items():
        assert before in printed
        assert before not in text
        assert after in text


@pytest.mark.parametrize(
    ("path", "titles", "wheres", "code"),
    at_hand(
        [
            (
                EXAMPLES / "blog-titled.txt",
                [
                    "这个博客写什么",
                    "用 git bisect",
                    "浮点数格式速查",
                    "为什么样本方差",
                    "Why Bread",
                ],
                ["line 1", "line 5", "line 22"],
                5,
            ),
            (
                seed("001"),
                ["", "Align before Fuse", *[""] * 8],
                ["line 1", "line 10", "line 16"],
                5,
            ),
        ]
    ),
)
def test_titled_posts(path: Path, titles: list[str], wheres: list[str], code: int) -> None:
    items, notes, _ = exported(path)
    assert len(items) == len(titles)
    assert all(plain(item.title).startswith(title) for item, title in zip(items, titles))
    assert [item.where for item in items[:3]] == wheres
    assert sum(block.kind == "code" for item in items for block in item.body) == code
    assert all(note.status == "digest" for note in notes)


@pytest.mark.parametrize(
    ("first", "second", "posts", "notes", "damaged", "as_it_is"),
    at_hand(
        [
            (
                EXAMPLES / "blog-untitled.txt",
                EXAMPLES / "blog-untitled-page2.txt",
                (5, 4),
                7,
                2,
                "",
            ),
            (seed("002"), seed("003"), (12, 10), 19, 4, "Qwen1.57BChat"),
        ]
    ),
)
def test_untitled_posts_on_two_pages(
    first: Path, second: Path, posts: tuple[int, int], notes: int, damaged: int, as_it_is: str
) -> None:
    listings, report = read_all([Input("x", "", read_path(path)) for path in (first, second)])
    assert tuple(len(listing) for listing in listings) == posts
    made = list(notes_of(listings, report, Config()))
    assert (len(made), report.merged) == (notes, sum(posts) - notes)
    lost = [note for note in made if "placeholder" in note.why]
    assert len(lost) == damaged
    assert all(note.status == "unfinished" for note in lost)
    assert any(as_it_is in field(note, "Answer") for note in made), "lost hyphens stay lost"


PROSE = ["prose"]


@pytest.mark.parametrize(
    ("path", "title", "expected", "code"),
    at_hand(
        [
            (
                EXAMPLES / "weekly.txt",
                "边角料周刊·第三期",
                [PROSE, PROSE, PROSE, PROSE, ["prose", "code", "prose", "code", "prose"],
                 ["prose", "code", "prose"], ["prose", "prose", "caption", "caption", "prose"],
                 PROSE, PROSE],
                "return list(sorter.static_order())",
            ),
            (
                seed("004"),
                "生成周刊·第五期",
                [*[PROSE] * 11, ["prose", "code", "prose", "code", "prose"],
                 ["prose", "code", "prose"], PROSE, PROSE,
                 ["prose", "prose", "caption", "caption", "prose"], PROSE, PROSE, PROSE],
                "args = parser.parse_args()",
            ),
        ]
    ),
)  # fmt: skip
def test_weekly_items_keep_their_code(
    path: Path, title: str, expected: list[list[str]], code: str
) -> None:
    items, _, _ = exported(path)
    assert [[block.kind for block in item.body] for item in items] == expected
    blocks = [block for item in items for block in item.body if block.kind == "code"]
    assert any(code in block.code for block in blocks)
    assert any(block.code.endswith("...") for block in blocks)
    assert {item.collection for item in items} == {title}
