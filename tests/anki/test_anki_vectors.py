"""What Anki plays, typesets or replaces, in every place of every format: the newest and the oldest
Anki find nothing of it in any field of a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.targets.apkg import package
from real_anki import Learner

from tests.formats import LAYOUTS
from tests.vectors.notes import notes, traps_of
from tests.vectors.sounds import heard
from tests.vectors.vectors import all_vectors


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return Learner(tmp_path / "learner" / "collection.anki2")


def test_anki_finds_nothing_to_play_in_any_field(tmp_path: Path, learner: Learner) -> None:
    vectors = [one for one in all_vectors() if one.kind == "anki"]
    made = [
        note
        for at, layout in enumerate(LAYOUTS)
        for note in notes(layout, traps_of(vectors, 1000 * at, at))
    ]
    package.write(iter(made), tmp_path / "x.apkg")
    learner.import_package(tmp_path / "x.apkg")
    held = learner.notes()
    assert len(held) > 2000
    found = {
        note.fields[0]: found
        for note in held
        if (found := heard(learner.col, "\n".join(note.fields)))
    }
    assert found == {}
    learner.close()
