"""Whole dumps: counted, complete, in order, and repaired with care."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

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

from tests.fixture_files import EXAMPLES
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


PAGE = EXAMPLES / "hypothesis-page.txt"


def test_annotations_are_counted_and_judged() -> None:
    items, notes, report = exported(PAGE)
    assert [item.n for item in items] == list(range(1, 31))
    assert not report.failed
    assert (report.accounts[0].found, report.accounts[0].declared) == (30, 230)
    assert report.by_status == {
        "passage": 9,
        "ready": 10,
        "unfinished": 8,
        "unsure": 2,
        "highlight": 1,
    }
    assert sum(note.why.startswith("callout") for note in notes) == 11
    assert sum("folded" in note.why for note in notes) == 3
    separators = [note for note in notes if note.why.startswith("separator")]
    assert len(separators) == 8
    assert sum(note.status == "unfinished" for note in separators) == 4


NO_ANSWERS = ("?", "TODO", "没看懂", "为什么?")
"""What stands right of a separator and is not kept."""


def test_every_printed_line_is_in_its_note() -> None:
    printed = printed_annotations(PAGE)
    items, notes, _ = exported(PAGE, repairing=False)
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


def test_host_belongs_to_the_next_document_only() -> None:
    items, _, _ = exported(PAGE)
    assert Counter(item.host for item in items) == {
        "": 23,
        "sketches.example.org": 3,
        "www.typography.example": 2,
        "www.compilers.example": 2,
    }
    assert (items[0].captured, items[-1].captured) == ("2024-11", "2024-07")


SOUND = (
    "OrderedDict.move_to_end",
    "linearizability",
    "Raises KeyError",
    "a+++b",
    "git switch -c <branch>",
    "HEAD~2",
    "HEAD^2",
    "*.log",
    "/build/*.o",
    "classic ... each",
    "Kerning",
    "AV; tracking",
    "$USER:::$HOME",
    "变量 & 也",
    "2.3. Two-phase commit",
    "kkk bits",
    "write-ahead",
    "pasta",
    '{"version": 1, ...}',
    "🌸",
)


def test_sound_text_is_shown_as_written() -> None:
    _, notes, _ = exported(PAGE)
    texts = [field(note, name) for note in notes for name in ("Prompt", "Answer", "Passage")]
    assert [one for one in SOUND if not any(one in text for text in texts)] == []


DAMAGE = {
    "The mean of nnn": r"The mean of \(n\)",
    "draws xix_ixi": r"draws \(x_i\)",
    "n−1n-1n-1": r"\(n-1\)",
    "even if some ofthem": "even if some of them",
    "up theindex": "up the index",
    "suspect. Copied git": "suspect. git",
    "last=True)[source]": "last=True) Puts",
}
"""What the page prints, and what is shown of it."""


def test_damage_is_mended() -> None:
    printed = PAGE.read_text(encoding="utf-8")
    _, notes, _ = exported(PAGE)
    text = "\n".join(
        field(note, name) for note in notes for name in ("Prompt", "Answer", "Passage")
    )
    for before, after in DAMAGE.items():
        assert before in printed
        assert before not in text
        assert after in text


def test_titled_posts() -> None:
    items, notes, _ = exported(EXAMPLES / "blog-titled.txt")
    assert [plain(item.title) for item in items] == [
        "这个博客写什么",
        "用 git bisect 找到出错的提交",
        "浮点数格式速查",
        "为什么样本方差要除以 n-1",
        "Why Bread Rises: Yeast, Gluten and Heat",
    ]
    assert [item.where for item in items[:3]] == ["line 1", "line 5", "line 22"]
    assert sum(block.kind == "code" for item in items for block in item.body) == 5
    assert all(note.status == "digest" for note in notes)


def test_untitled_posts_on_two_pages() -> None:
    pages = [EXAMPLES / "blog-untitled.txt", EXAMPLES / "blog-untitled-page2.txt"]
    listings, report = read_all([Input("x", "", read_path(path)) for path in pages])
    assert [len(listing) for listing in listings] == [5, 4]
    notes = list(notes_of(listings, report, Config()))
    assert (len(notes), report.merged) == (7, 2)
    lost = [note for note in notes if "placeholder" in note.why]
    assert len(lost) == 2
    assert all(note.status == "unfinished" for note in lost)


PROSE = ["prose"]


def test_weekly_items_keep_their_code() -> None:
    items, _, _ = exported(EXAMPLES / "weekly.txt")
    assert [[block.kind for block in item.body] for item in items] == [
        *[PROSE] * 4,
        ["prose", "code", "prose", "code", "prose"],
        ["prose", "code", "prose"],
        ["prose", "prose", "caption", "caption", "prose"],
        *[PROSE] * 2,
    ]
    blocks = [block for item in items for block in item.body if block.kind == "code"]
    assert any("return list(sorter.static_order())" in block.code for block in blocks)
    assert any(block.code.endswith("...") for block in blocks)
    assert {item.collection for item in items} == {"边角料周刊·第三期"}
