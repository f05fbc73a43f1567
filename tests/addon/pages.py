"""A reader's page of annotations, in our own words, for the desktop tests."""

from __future__ import annotations

from typing import Iterable, Tuple

Entry = Tuple[str, str]
"""A highlighted passage, and the reader's note on it."""

OCTOPUS = ("An octopus has three hearts.", "[!NOTE] 章鱼有几颗心脏?\n\nflashcard\n\n三颗")
SALT = ("Salt lowers the freezing point of water.", "盐让水更难结冰,所以冬天往路上撒盐。")
MOON = ("The Moon raises two tidal bulges.", "海水每天涨落几次:::大约两次")
BAMBOO = ("Bamboo is a grass.", "竹子为什么长得这么快?")
GLASS = ("Glass is neither a plain liquid nor a crystal.", "")
NOTEBOOK = (OCTOPUS, SALT, MOON, BAMBOO, GLASS)


def page(entries: Iterable[Entry], declared: int = -1) -> str:
    """The dump of a page that lists `entries`; `declared` is what it says it holds."""
    entries = list(entries)
    said = len(entries) if declared < 0 else declared
    lines = [f"{said} Matching Annotations", "  1. Nov 2024", "  2. reading.example.org"]
    lines[2] += " reading.example.org"
    for number, (passage, note) in enumerate(entries, 1):
        lines += [f"    {number}. {passage}", ""]
        lines += [f"      {line}" if line else "" for line in note.splitlines()] + [""]
    return "\n".join(lines)


def many(count: int) -> list[Entry]:
    """`count` different entries."""
    return [(f"Passage number {n} of a long page.", f"第{n}条读书笔记。") for n in range(count)]
