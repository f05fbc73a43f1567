"""What is frozen about the note type, and what must be raised when the rest changes."""

from __future__ import annotations

import hashlib
import json
import re

from annoki.notetype import (
    COLLAPSED,
    CSS,
    DESCRIPTIONS,
    FIELDS,
    MODEL_ID,
    NOTE_TYPE,
    TEMPLATES,
)
from annoki.targets.apkg import database

from tests.fixture_files import TESTS

GOLDEN = json.loads((TESTS / "golden" / "notetype.json").read_text(encoding="utf-8"))


def test_frozen_from_the_first_release() -> None:
    """A field or template added or renamed forces every user into a full sync."""
    assert [NOTE_TYPE, MODEL_ID, list(FIELDS)] == GOLDEN["frozen"]
    assert [template.name for template in TEMPLATES] == GOLDEN["templates"]


def test_changed_templates_carry_a_newer_time() -> None:
    """Anki imports what a note type looks like only if it is newer than what it has.

    When this fails, raise NOTETYPE_MODIFIED in the package target and pin the new hash here.
    """
    sides = (side for t in TEMPLATES for side in (t.front, t.back))
    text = "\0".join([CSS, *sides, *DESCRIPTIONS, *sorted(COLLAPSED)])
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert [database.NOTETYPE_MODIFIED, digest] == GOLDEN["text"]


def test_each_field_says_what_it_is_for_in_both_languages() -> None:
    assert len(DESCRIPTIONS) == len(FIELDS)
    for said in DESCRIPTIONS:
        chinese, english = said.split(" · ")
        assert re.search("[\u4e00-\u9fff]", chinese), said
        assert english.isascii(), said
    assert set(FIELDS) > COLLAPSED
