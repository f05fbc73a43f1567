"""The note type: its name, fields, card templates and style, the one truth for every target.

The name, the id, the fields and the number of templates are frozen from the first release: adding
to them later forces every user into a full sync. The text of the templates and the style may
change. They hold no script and ask for nothing remote, so that a card is the same in every Anki.

What the fields hold is HTML made by the compose stage: block elements, each with a `lang`. See
`style.css` for how each is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, FrozenSet, Mapping, Sequence

__all__ = [
    "COLLAPSED",
    "CSS",
    "DESCRIPTIONS",
    "FIELDS",
    "FIELD_IDS",
    "MODEL_ID",
    "NOTE_TYPE",
    "SHIPPED",
    "TEMPLATES",
    "WRITTEN",
    "Template",
    "field_places",
]

NOTE_TYPE = "Annoki"
"""What Anki calls the note type."""

MODEL_ID = 1691842607385
"""Anki's id of the note type. It changes never: another id is another note type."""

FIELDS = (
    "Prompt",
    "Answer",
    "Passage",
    "Context",
    "Source",
    "Captured",
    "Status",
    "Reverse",
    "My notes",
    "Spare 1",
    "Spare 2",
    "Sync",
)
"""The fields' names, in order."""

FIELD_IDS = tuple(MODEL_ID * 100 + at for at in range(len(FIELDS)))
"""Anki's ids of the fields, in order: a field keeps its own when the learner renames it."""

DESCRIPTIONS = (
    "问什么 · What is asked",
    "答什么 · What is answered",
    "标注的原文 · The passage that was marked",
    "原文前后的文字 · What stands around the passage",
    "出处 · Where it was read",
    "记下的日期 · When it was written down",
    "卡片的种类，由 Annoki 填写 · What kind of card it is; Annoki fills it in",
    "填 1 则反过来也问 · 1 asks the other way round, too",
    "您自己的笔记，同步不会改动 · Your own notes; no sync changes them",
    "备用，归您，同步不会改动 · Spare, and yours; no sync changes it",
    "备用，归您，同步不会改动 · Spare, and yours; no sync changes it",
    "Annoki 的记忆，请勿改动 · What Annoki remembers; please leave it",
)
"""What Anki's editor shows in each of `FIELDS` while it is empty. They may change, as texts may."""

COLLAPSED = frozenset(("Status", "Reverse", "Spare 1", "Spare 2", "Sync"))
"""Those of `FIELDS` that nobody writes into every day: the editor shows their names only."""

WRITTEN = FIELDS[:-1]
"""Those that a note brings. The last, `Sync`, is where a target keeps the note's memory."""


def field_places(held: Sequence[Mapping[str, Any]]) -> Dict[str, int]:
    """Where each of `FIELDS` stands among the fields that a note type holds, in Anki's words; those
    that are there no more are left out. One is known by its id, or by its name if none has that."""
    ids = {one.get("id"): at for at, one in enumerate(held)}
    found = {name: ids[id] for name, id in zip(FIELDS, FIELD_IDS) if id in ids}
    names = {one["name"]: at for at, one in enumerate(held) if at not in found.values()}
    return {**{name: names[name] for name in FIELDS if name in names}, **found}


@dataclass(frozen=True)
class Template:
    """A card template: its name, and the HTML of its two sides with `{{Field}}` placeholders."""

    name: str
    front: str
    back: str


_HERE = Path(__file__).parent


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _html(name: str) -> str:
    """The template `name`, with each `{{> part}}` replaced by that file: Anki knows no includes."""
    return re.sub(r"\{\{> (\w+)\}\}\n", lambda part: _text(part.group(1) + ".html"), _text(name))


TEMPLATES = (
    Template("Recall", _html("front.html"), _html("back.html")),
    Template("Reverse", _html("reverse-front.html"), _html("reverse-back.html")),
)
"""`Recall` asks for the answer. `Reverse` asks for the prompt, and exists only for a note whose
field `Reverse` holds something."""

CSS = _text("style.css")
"""The style of every card, light and night."""

SHIPPED: FrozenSet[str] = frozenset()
"""Hashes of every text of a template or the style in earlier releases: what a sync may replace."""
