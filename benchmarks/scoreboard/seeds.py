"""Notes of your own, from whatever Annoki reads, instead of generated ones."""

from __future__ import annotations

import html
import re
from itertools import groupby
from pathlib import Path
from typing import Iterable, Iterator

import annoki
from annoki.model import Note
from annoki.notetype import WRITTEN
from annoki.push.as_markdown import NoWayBack, as_markdown
from bs4 import BeautifulSoup

from ..generate import MONTHS, Annotation
from .corpus import Item, Source, marked

_FIELDS = [WRITTEN.index(name) for name in ("Prompt", "Answer", "Passage", "Source")]
_TEX = re.compile(r"\\[(\[](.*?)\\[)\]]", re.DOTALL)


def seeds(path: str) -> Source:
    """The notes of what is at `path`, as Markdown, each as a mark of a page with a note on it.

    As Annoki's readers read them, and mended by its rules, for every program alike. What Markdown
    cannot hold is left out.
    """
    config = annoki.Config(pictures=False)
    notes = annoki.notes(annoki.read(Path(path), config), config)
    found = list(_items(notes))
    pages = groupby(found, lambda item: (item.month, item.host))
    return tuple(tuple(items) for _, items in pages)


def _items(notes: Iterable[Note]) -> Iterator[Item]:
    number = 0
    for note in notes:
        prompt, answer, passage, source = (note.fields[at] for at in _FIELDS)
        try:
            front, back, marked_text = (_typed(field) for field in (prompt, answer, passage))
        except NoWayBack:
            continue
        front, marked_text = _line(front), _line(marked_text)
        if note.status in ("passage", "highlight"):
            written = Annotation(front, back.splitlines(), [front], back.splitlines())
        else:
            said = ["", *back.splitlines()] if back else []
            lines = [f"[!NOTE] {front}", "", "flashcard", *said]
            written = Annotation(marked_text, lines, [front], back.splitlines())
        key = f"zu{number:05}"
        number += 1
        host = _line(BeautifulSoup(source, "html.parser").get_text()) or "no host"
        formulas = _TEX.findall(html.unescape("\n".join((prompt, answer, passage))))
        yield Item(key, _month(note.captured), host, marked(written, key), tuple(formulas))


def _typed(field: str) -> str:
    return as_markdown(field) if field.strip() else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _month(captured: str) -> str:
    """`2023-08-13` as the page heads it."""
    year, _, rest = captured.partition("-")
    month = int(rest[:2] or 1)
    return f"{MONTHS[month - 1]} {year or 2000}"
