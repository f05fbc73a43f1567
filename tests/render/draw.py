"""Cards drawn by chance, as a learner sees them, on one page: to read blind what becomes of notes.

    python -m tests.render.draw build/cards.html --count 60 --seed 1 examples ...

Beside the pictures of both sides stand the note's fields, its status, and why it is what it is.
Nothing is asked of the network: pictures of posts are links.
"""

from __future__ import annotations

import argparse
import base64
import html
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from annoki.config import Config, Source
from annoki.model import Note
from annoki.notetype import WRITTEN
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package as apkg
from playwright.sync_api import sync_playwright

from .page import SIDES, Card, Reviewer, Size, cards_of, launch, missing, reviewer

_SIZE = Size("card", 390, 200, mobile=True)
"""As wide as a phone; no higher than what is shown, or little can be seen at once."""

_STYLE = """
body { margin: 2em; font: 14px/1.5 sans-serif; background: #ddd; }
article { display: grid; grid-template-columns: auto auto 1fr; gap: 1em; align-items: start;
  margin: 0 0 2em; padding: 1em; background: #fff; }
h2 { grid-column: 1 / -1; margin: 0; font-size: 1em; }
h2 b { color: #a1371f; }
img { display: block; width: 390px; box-shadow: 0 0 0 1px #bbb; }
pre { margin: 0 0 0.8em; white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def drawn(sources: Sequence[str], count: int, seed: int) -> list[Note]:
    """At most `count` of the notes of `sources` (files and folders), in reading order; `seed` and
    what the notes are, not how many files they came in, tell which."""
    chosen = [Source(path=one) for one in sources]
    notes = gather(Config(pictures=False), chosen).whole().notes
    guids = sorted(note.guid for note in notes)
    picked = set(Random(seed).sample(guids, min(count, len(guids))))
    return [note for note in notes if note.guid in picked]


def page_of(notes: Sequence[Note], desk: Reviewer) -> str:
    """An HTML page that shows each of `notes`."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "drawn.apkg"
        apkg.write(notes, package)
        cards = {card.guid: card for card in cards_of(package) if not card.ord}
    shown = [_article(n, note, cards[note.guid], desk) for n, note in enumerate(notes, 1)]
    return (
        f'<!doctype html><meta charset="utf-8"><title>{len(notes)} cards</title>'
        f"<style>{_STYLE}</style>{''.join(shown)}"
    )


def _article(n: int, note: Note, card: Card, desk: Reviewer) -> str:
    pictures, problems = "", []
    for side in SIDES:
        desk.show(card, side)
        problems += [one for one in desk.problems() if one not in problems]
        png = desk.page.screenshot(full_page=True)
        pictures += f'<img alt="{side}" src="data:image/png;base64,{_text(png)}">'
    fields = "".join(
        f"<b>{name}</b><pre>{html.escape(value)}</pre>"
        for name, value in zip(WRITTEN, note.fields)
        if value
    )
    wrong = f" <b>{html.escape('; '.join(problems))}</b>" if problems else ""
    head = html.escape(f"{n}. {note.status}: {note.why} ({note.guid}, {note.deck})")
    return f"<article><h2>{head}{wrong}</h2>{pictures}<div>{fields}</div></article>"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("page", type=Path, help="where to write it")
    parser.add_argument("sources", nargs="+", help="files and folders")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if why := missing():
        sys.exit(why)
    notes = drawn(given.sources, given.count, given.seed)
    if not notes:
        sys.exit(f"no notes in {', '.join(given.sources)}")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with reviewer(browser, "light", _SIZE) as desk:
            page = page_of(notes, desk)
        browser.close()
    given.page.parent.mkdir(parents=True, exist_ok=True)
    given.page.write_text(page, encoding="utf-8")
    print(f"{given.page}: {len(notes)} cards")


if __name__ == "__main__":
    main()
