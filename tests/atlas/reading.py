"""Small inputs of every kind, and the atlas of what they give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Mapping, Sequence, Tuple

from annoki.atlas import Atlas, atlas_of
from annoki.config import Config, source_of
from annoki.model import Note
from annoki.pipeline.gather import gather
from annoki.text.field import one_line

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>边角料</title><id>https://blog.example/</id>
<link href="https://blog.example/"/>{}</feed>"""


def feed(*posts: Tuple[str, str, str]) -> str:
    """A feed of posts, each (address, title, HTML)."""
    return FEED.format(
        "".join(
            f"<entry><title>{title}</title><id>{url}</id><link href='{url}'/>"
            f"<published>2024-0{n}-01T00:00:00Z</published>"
            f"<content type='html'><![CDATA[{html}]]></content></entry>"
            for n, (url, title, html) in enumerate(posts, 1)
        )
    )


def rows(*each: Tuple[str, str, str, str]) -> str:
    """Annotations as the service answers, each (address, title, passage, note)."""
    return json.dumps({"total": len(each), "rows": [_row(n, *one) for n, one in enumerate(each)]})


def _row(n: int, uri: str, title: str, passage: str, text: str) -> Dict[str, Any]:
    exact = {"type": "TextQuoteSelector", "exact": passage, "prefix": "", "suffix": ""}
    return {
        "id": f"id{n}", "uri": uri, "text": text, "user": "acct:me@hypothes.is", "tags": [],
        "created": f"2024-03-0{n + 1}T00:00:00+00:00",
        "updated": f"2024-03-0{n + 1}T00:00:00+00:00",
        "document": {"title": [title]} if title else {}, "links": {},
        "target": [{"source": uri, "selector": [exact]}],
    }  # fmt: skip


def weekly(*items: str, title: str = "边角料周刊·第三期") -> str:
    """An issue of a weekly, as Markdown."""
    listed = "\n\n".join(f"{n}. {text}" for n, text in enumerate(items, 1))
    return f"---\ntitle: {title}\ndate: 2024-05-01\n---\n\n{listed}\n"


def atlas(folder: Path, inputs: Mapping[str, str]) -> Tuple[Atlas, Sequence[Note]]:
    """The atlas of files (name → text), and the notes that it is of."""
    for name, text in inputs.items():
        (folder / name).write_text(text, encoding="utf-8")
    sources = [source_of(str(folder / name)) for name in inputs]
    gathered = gather(Config(pictures=False), sources).whole()
    assert not gathered.report.failed
    return atlas_of(gathered.notes), gathered.notes


def met(folder: Path, inputs: Mapping[str, str]) -> Dict[str, Any]:
    """What was met again: evidence and text → (title of the document, how each note begins)."""
    made, notes = atlas(folder, inputs)
    return {
        f"{link.by}: {link.text}": sorted(
            (made.documents[at].title, *(one_line(notes[n].fields[0], 40) for n in named))
            for at, named in link.places
        )
        for link in made.links
    }
