"""The real inputs, where they are at hand: counted, complete, in order, and repaired with care."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

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

from tests.fixture_files import seed
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
    """Without white space and without the delimiters of formulas, which become Anki's."""
    return re.sub(r"\s|\$|\\[()\[\]]", "", text)


def printed_annotations(path: Path) -> list[tuple[str, list[str]]]:
    """(passage, note lines) by indent alone, not by the reader under test."""
    found: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r" {4}\d+\. ", line):
            found.append((re.sub(r"^ {4}\d+\. ", "", line), []))
        elif line.startswith("      ") and found:
            found[-1][1].append(line[6:])
    return found


def test_annotations_are_counted_and_judged() -> None:
    items, notes, report = exported(seed("000"))
    assert (report.accounts[0].found, report.accounts[0].declared) == (200, 844)
    assert [item.n for item in items] == list(range(1, 201))
    assert not report.failed
    why = Counter(re.split(r"[,:]", note.why)[0] for note in notes)
    assert sum(count for how, count in why.items() if how.startswith("callout")) == 65
    assert sum("folded" in note.why for note in notes) == 18
    separators = [note for note in notes if note.why.startswith("separator")]
    assert len(separators) == 28
    assert sum(note.status == "unfinished" for note in separators) == 13
    assert report.by_status == {
        "passage": 99, "ready": 59, "unfinished": 29, "unsure": 12, "highlight": 1,
    }  # fmt: skip


def test_every_printed_line_is_in_its_note() -> None:
    path = seed("000")
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
            # A separator's last three colons part the line; both sides are kept whole.
            parts = re.split(r":::(?!:)", line, maxsplit=1)
            for part in parts:
                assert any(bare(part) in text for text in shown), line


def test_host_belongs_to_the_next_document_only() -> None:
    items, _, _ = exported(seed("000"))
    hosts = Counter(item.host for item in items)
    assert hosts == {"": 192, "huggingface.co": 2, "www.semanticscholar.org": 6}
    assert items[0].captured == "2023-08"
    assert items[-1].captured == "2023-02"


@pytest.mark.parametrize(
    "sound",
    [
        "DataCollatorForLanguageModeling", "[CLS]", "warmed-up", "image-text", "密集🤖",
        "<tracker>",
        "global_step*/*optim_states.pt", "~3.5GB/s", "run-to-run", "pre-trained", "zero-shot",
        "num_special_tokens_to_add", "GPU&CPU", "triggerpoints", "reparameterizing",
        "self-attention",
        "reduce_bucket_size: hidden_size*hidden_size", "3.1. Model Architecture", "1 /3 的人",
    ],
)  # fmt: skip
def test_sound_text_is_shown_as_written(sound: str) -> None:
    _, notes, _ = exported(seed("000"))
    texts = [field(note, name) for note in notes for name in ("Prompt", "Answer", "Passage")]
    assert any(sound in text for text in texts)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("QKTQK^TQK^T", r"\(QK^T\)"),
        ("第 iii 个", r"第 \(i\) 个"),
        ("IDFTIDFTIDFT", r"\(IDFT\)"),
        ("difficultor impossible", "difficult or impossible"),
        ("re-ported", "reported"),
        ("logged: Copied hps", "logged: hps"),
        ("val)[source] Fills", "val) Fills"),
    ],
)
def test_damage_is_mended(before: str, after: str) -> None:
    path = seed("000")
    assert before in path.read_text(encoding="utf-8")
    _, notes, _ = exported(path)
    text = "\n".join(
        field(note, name) for note in notes for name in ("Prompt", "Answer", "Passage")
    )
    assert before not in text
    assert after in text


def test_titled_posts() -> None:
    items, notes, _ = exported(seed("001"))
    assert len(items) == 10
    assert plain(items[1].title).startswith("Align before Fuse")
    assert [item.where for item in items[:3]] == ["line 1", "line 10", "line 16"]
    code = [block.code for item in items for block in item.body if block.kind == "code"]
    assert len(code) == 5
    assert all(note.status == "digest" for note in notes)


def test_untitled_posts_on_two_pages() -> None:
    paths = [seed("002"), seed("003")]
    listings, report = read_all([Input("x", "", read_path(path)) for path in paths])
    assert [len(listing) for listing in listings] == [12, 10]
    notes = list(notes_of(listings, report, Config()))
    assert (len(notes), report.merged) == (19, 3)
    damaged = [note for note in notes if "placeholder" in note.why]
    assert len(damaged) == 4
    assert all(note.status == "unfinished" for note in damaged)
    assert any("Qwen1.57BChat" in field(note, "Answer") for note in notes), "lost hyphens stay lost"


def test_weekly_items_keep_their_code() -> None:
    items, _, _ = exported(seed("004"))
    assert len(items) == 19
    kinds = {item.n: [block.kind for block in item.body] for item in items}
    assert kinds[12] == ["prose", "code", "prose", "code", "prose"]
    assert kinds[13] == ["prose", "code", "prose"]
    assert kinds[16] == ["prose", "prose", "caption", "caption", "prose"]
    assert {len(kinds[n]) for n in kinds if n not in (12, 13, 16)} == {1}
    assert "args = parser.parse_args()" in items[11].body[3].code
    assert items[12].body[1].code.endswith("...")
    assert {item.collection for item in items} == {"生成周刊·第五期"}
