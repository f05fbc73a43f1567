"""What a stranger writes so that Anki would play, render, ask or delete it: in the real Anki it is
read, and does nothing, in whatever part of an item it stands."""

from __future__ import annotations

import re
from html import unescape
from typing import Dict, Iterator, List, Tuple
from unicodedata import normalize

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Block, Item, Note, Row, Span
from annoki.notetype import FIELDS
from annoki.sync.memory import hash_of
from annoki.targets.apkg import package
from annoki.targets.memory import memory_of
from real_anki import Learner

JOINER = "\u2060"
SIGNS = [
    "[sound:a.mp3]", "[SOUND:a.mp3]", "[\u017found:a.mp3]", "[anki:play:q:0]",
    "[an\u212ai:tts lang=en_US]hi[/anki:tts]", "[anki:tts lang=en_US]hi[/anki:tts]",
    "[latex]x[/latex]", "[LaTeX]x[/LaTeX]", "[$]x[/$]", "[$$]x[/$$]", "{{c1::x}}", "{{{c1::x}}}",
    "{{Prompt}}", "{{#Answer}}x{{/Answer}}", "[[type:Prompt]]", "[[[type:Prompt]]]", "[sound:a",
    "\\[sound:a.mp3\\]", "\\(x\\)", "\\[x\\]", "\u0338 struck", "\u0327\u0338 struck", "x\x1fy",
    "<script>1</script>", "&lt;b&gt;", "&#91;sound:a.mp3]", "[<b></b>sound:a.mp3]",
    "e\u0301 \u1100\u1161", "\u037e\u1fef\u212b", "[[[sound:a.mp3]", "[$][$$][latex]",
]  # fmt: skip
LIVE = re.compile(
    r"\[(?:sound:|/?anki:|/?latex\]|/?\$\$?\]|\[?type:)|\{\{", re.IGNORECASE
)  # as Anki looks for them, and wider


def items() -> Iterator[Tuple[str, Item]]:
    """(sign, an item that has it in one of its parts, set in one of the ways that there are)."""
    for n, sign in enumerate(SIGNS):
        half = len(sign) // 2
        spans = (Span(sign), Span(sign, strong=True), Span(sign[:1]), Span(sign[1:], emphasis=True))
        cut = tuple(Span(one, strong=bool(at % 2)) for at, one in enumerate(sign))
        link = f"https://h.example/{sign}?q={sign}#{sign}"
        as_code = (Span(sign, "code"), Span(sign[:half]), Span(sign[half:]))
        formulas = (
            Span(f"a{sign}b", "formula"),
            Span(sign, "display"),
            Span(f"\\text{{{sign}}}", "display"),
        )
        led = (Span(link, link=link), Span(sign, link=link), Span("x", link=f"mailto:{sign}@a.b"))
        bodies: Dict[str, Tuple[Block, ...]] = {
            "set": (Block("prose", spans), Block("quote", cut)),
            "kept": (Block("prose", as_code), Block("heading", formulas)),
            "code": (Block("code", code=f"x = {sign}\n{sign}", language="python"),),
            "led": (Block("prose", led), Block("picture", cut, address=link)),
            "rows": (
                Block("bullets", rows=(Row((cut,)),)),
                Block("table", rows=(Row((spans, cut)),)),
            ),
        }
        for name, body in bodies.items():
            said = Block("prose", (Span(f"question {n} {name}"),))
            yield sign, Item("annotation", "hypothesis", "line 1", n, (said,), body)
            yield sign, Item("post", "blog", "line 1", n, (), body, title=cut)
        yield sign, Item(
            "annotation", "hypothesis", "line 1", n, (Block("prose", spans),), (),
            host=sign, collection=sign, uri=link, link=link, context=(sign, f"{sign} {sign}"),
            tags=(sign, f"a{sign}"), source_ids=(sign, link),
        )  # fmt: skip
        yield sign, Item("memo", sign, "line 1", n, (), (Block("prose", spans),), host=sign)


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tuple[Learner, List[Note]]]:
    folder = tmp_path_factory.mktemp("inert")
    origin = hash_of("x")
    notes = [compose(one, f"g{n}", Config(), 0, origin) for n, (_, one) in enumerate(items())]
    package.write(notes, folder / "x.apkg")
    learner = Learner(folder / "learner" / "collection.anki2")
    learner.import_package(folder / "x.apkg")
    yield learner, notes
    learner.close()


def test_nothing_is_played_rendered_asked_for_or_deleted(
    learned: Tuple[Learner, List[Note]],
) -> None:
    learner, notes = learned
    assert len(learner.notes()) == len(notes)
    backend = learner.col._backend
    for note in learner.notes():
        whole = "\n".join(note.fields)
        text = unescape(re.sub("<[^>]*>", "", whole))
        for form in (whole, text, " ".join(note.tags)):
            assert not LIVE.search(form), form
        assert learner.col.media.files_in_str(note.mid, whole) == []
        assert list(backend.extract_latex(text=whole, svg=False, expand_clozes=True).latex) == []
        assert list(backend.extract_av_tags(text=whole, question_side=True).av_tags) == []
    for card in learner.cards():
        for side in (card.question(), card.answer()):
            assert not LIVE.search(side), side
            assert "<script" not in side
            assert "class=latex" not in side
        assert card.question_av_tags() == card.answer_av_tags() == []


def test_anki_stores_what_the_memory_holds(learned: Tuple[Learner, List[Note]]) -> None:
    learner, notes = learned
    stored = {note.guid: note for note in learner.notes()}
    for note in notes:
        have = stored[note.guid]
        assert tuple(have.fields[:-1]) == note.fields
        # Anki spells a tag as the first one that is the same but for the case.
        assert {one.casefold() for one in have.tags} == {one.casefold() for one in note.tags}
        memory = memory_of(have["Sync"])
        assert memory.content == note.memory.content
        assert memory.ids == note.memory.ids
        for name, text in zip(FIELDS, note.fields):
            assert not text or hash_of(text) == memory.content[name]


def test_a_person_reads_what_was_written(learned: Tuple[Learner, List[Note]]) -> None:
    _, notes = learned
    for (sign, item), note in zip(items(), notes):
        if item.host == sign and item.collection and "\x1f" not in sign and "\\" not in sign:
            shown = unescape(re.sub("<[^>]*>", "", note.fields[FIELDS.index("Source")]))
            assert shown.replace(JOINER, "").split(" ")[0] == normalize("NFC", sign).split(" ")[0]
