"""The scoreboard counts what there is: of programs that are known to lose it, and to keep it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Type

import pytest

from benchmarks.scoreboard import judge
from benchmarks.scoreboard.corpus import Source, corpus
from benchmarks.scoreboard.measure import told
from benchmarks.scoreboard.peers import PEERS
from benchmarks.scoreboard.programs import HERE, AnnokiSync, ByHand, Program
from benchmarks.scoreboard.story import story, word
from tests.fixture_files import ROOT

STORY = story(corpus(48))


class Forgetful(ByHand):
    """Knows no note again, and writes formulas as they were written."""

    turn = 0

    def write(self, source: Source) -> None:
        super().write(source)
        self.turn += 1
        path = self.files / "notes.json"
        notes = json.loads(path.read_text(encoding="utf-8"))
        for note in notes:
            note["identity"] += str(self.turn)
            note["back"] = note["back"].replace("\\(", "$").replace("\\)", "$")
        path.write_text(json.dumps(notes), encoding="utf-8")


def lost(program: Type[Program], folder: Path) -> Dict[str, Dict[str, int]]:
    found: Dict[str, Any] = told(program, STORY, folder / "desk", folder)
    assert "cannot" not in found, found["cannot"]
    assert set(found["seconds"]) == {"first", "again", "edited"}
    return {
        run: {name: count["lost"] for name, count in counts.items()}
        for run, counts in found["counts"].items()
    }


def test_a_sync_by_annoki_loses_nothing(tmp_path: Path) -> None:
    counts = lost(AnnokiSync, tmp_path)
    assert not any(any(each.values()) for each in counts.values()), counts


def test_a_script_that_knows_each_note_again_loses_what_was_typed_and_tagged(
    tmp_path: Path,
) -> None:
    counts = lost(ByHand, tmp_path)
    again, edited = counts["again"], counts["edited"]
    assert not any(counts["first"].values())
    assert again["answers"] == len(STORY.typed)
    assert again["tags"] == len(STORY.tagged)
    assert not edited["corrections not arrived"]
    assert not edited["reviews"]
    assert not edited["duplicates"]
    assert not edited["decks"]
    assert edited["deletions not told"] == len(STORY.deleted)


def test_one_that_knows_none_again_makes_each_twice_and_its_formulas_are_seen(
    tmp_path: Path,
) -> None:
    counts = lost(Forgetful, tmp_path)
    notes = sum(map(len, STORY.before))
    assert counts["first"]["formulas wrong"]
    assert counts["again"]["duplicates"] == notes
    changed = STORY.corrected | STORY.retitled
    assert changed & STORY.reviewed
    # Each note that was changed is a new card: its reviews are on another.
    assert counts["edited"]["reviews"] == len(changed & STORY.reviewed)


@pytest.mark.parametrize(
    ("shown", "typeset"),
    [
        (r"so \(a &lt; b\) holds", ["a<b"]),
        (r"\[x_1\]", ["x_1"]),
        (r"<code>\(a\)</code> and $b$", []),
        (r"\(a<em>1b</em>1\)", ["a<em>1b</em>1"]),
    ],
)
def test_a_formula_is_what_anki_typesets(shown: str, typeset: List[str]) -> None:
    assert judge.typeset(shown) == typeset


def test_the_story_of_844_is_the_one_that_the_page_tells() -> None:
    whole = story(corpus(844))
    page = (ROOT / "docs" / "scoreboard.md").read_text(encoding="utf-8")
    assert f"{sum(map(len, whole.before))} generated margin notes of {len(whole.before)}" in page
    formulas = [len(item.formulas) for document in whole.before for item in document]
    assert f"{sum(formulas)} formulas in {sum(map(bool, formulas))} of them" in page
    for kept, text in (
        (whole.typed, "types into {} answers"),
        (whole.tagged, "tags {} notes"),
        (whole.decked, "moves {} to"),
        (whole.suspended, "suspends {} and"),
        (whole.reviewed, "reviews {},"),
        (whole.corrected, "{} answers corrected"),
        (whole.corrected & whole.typed, "({} of them are among"),
        (whole.retitled, "{} questions put"),
        (whole.moved, "{} notes moved"),
        (whole.deleted, "{} deleted"),
        (whole.inserted, "{} added in between"),
        (whole.repeated, "{} added whose"),
    ):
        assert text.format(len(kept)) in page, text
    after = {item.key: item for document in whole.after for item in document}
    assert not whole.deleted & after.keys()
    assert all(word("corrected", key) in after[key].back for key in whole.corrected)
    assert all(word("retitled", key) in after[key].front for key in whole.retitled)


def test_the_page_has_a_row_and_figures_of_each_program() -> None:
    page = (ROOT / "docs" / "scoreboard.md").read_text(encoding="utf-8")
    figures = json.loads((ROOT / "docs" / "scoreboard.json").read_text(encoding="utf-8"))
    programs = {**HERE, **PEERS}
    assert list(figures["programs"]) == list(programs)
    for name, program in programs.items():
        assert f"\n| {program.name} | " in page
        assert figures["programs"][name]["name"] == program.name
        assert program.version() in page
