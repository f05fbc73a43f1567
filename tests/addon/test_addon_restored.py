"""A click after an older collection was put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from tests.addon.desktop import PROFILE, Desktop
from tests.addon.pages import many, page

Write = Callable[..., Path]


def _sync(desk: Any) -> Iterator[Any]:
    yield from desk.sync()


def _older(desk: Any, made: str) -> Iterator[Any]:
    for button in ("cancel", "without", "sync"):
        said = len(desk.tooltips)
        desk.trigger("annoki_sync")
        yield lambda: desk.loaded("annoki_preview")
        window = desk.window("annoki_preview")
        desk.results["question"] = desk.child(window, "annoki_preview_summary").text()
        desk.results["first"] = desk.items(window)[0][1]
        desk.picture(f"older-{made}", window)
        desk.click(window, f"annoki_preview_{button}")
        yield lambda said=said: len(desk.tooltips) > said and desk.idle()
        desk.results[button] = len(desk.col.find_notes(""))


@pytest.mark.parametrize(
    ("language", "asked", "listed"),
    [
        ("en", "30 notes that were here after the last sync", "Missing since the last sync"),
        ("zh_CN", "上次同步后还在的 30 条笔记不见了", "上次同步后不见了"),
    ],
)
def test_an_older_collection_is_asked_about(
    desktop: Desktop, write: Write, language: str, asked: str, listed: str
) -> None:
    path, collection = write([]), desktop.base / PROFILE / "collection.anki2"
    desktop.run(_sync, language=language)
    older = collection.read_bytes()
    path.write_text(page(many(30)), encoding="utf-8")
    desktop.run(_sync, language=language)
    collection.write_bytes(older)
    with closing(sqlite3.connect(collection)) as file, file:
        file.execute("update col set scm = scm + 1")  # as a backup that Anki restores
    outcome = desktop.run(_older, made=language, language=language)
    assert outcome.errors == []
    assert asked in outcome.results["question"]
    assert outcome.results["first"].startswith(listed)
    assert [outcome.results[one] for one in ("cancel", "without", "sync")] == [0, 0, 30]
