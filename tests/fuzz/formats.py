"""Records by chance, and the formats' documents of them."""

from __future__ import annotations

from functools import partial
from html import escape
from random import Random
from typing import Callable, Mapping, Sequence

from annoki.readers import BUILT_IN

from tests.formats import LAYOUTS, Record

from . import texts

_DAYS = (
    "2023-08-13", "2023-08", "1900-01-01", "9999-12-31", "2023-02-30", "20" * 30, "", "Aug 2023",
)  # fmt: skip
_TIMES = ("", " 10:00", "T10:00:00Z", "T11:00:00.000001+00:00")
_URLS = (
    "https://a.example/one/", "https://b.example/?p=12", "https://[::1", "about:blank", "file:///a",
    "urn:x-pdf:1", "//c.example/", "/rel/", "https://a.example/[sound:x.mp3]", "javascript:x", "",
)  # fmt: skip
_KINDS = ("Annotation", "Highlight", "Page note", "Reply")


def records(random: Random, most: int = 4) -> list[Record]:
    """A few records, one at least; some alike, as an editor's are."""
    made = [_record(random, n) for n in range(random.randint(1, most))]
    if random.random() < 0.3:
        note = texts.text(random)
        made.append(random.choice(made)._replace(note=note, prose=note))
    return made


def _record(random: Random, number: int) -> Record:
    note = texts.text(random)
    return Record(
        passage=texts.text(random),
        note=note,
        title=texts.inline(random),
        url=random.choice(_URLS) if random.random() < 0.6 else texts.inline(random),
        day=random.choice(_DAYS) + random.choice(_TIMES),
        tags=[texts.inline(random, 3) for _ in range(random.randint(0, 2))],
        number=number,
        kind=random.choice(_KINDS),
        prose=escape(note) if random.random() < 0.4 else note,
        label=texts.inline(random),
        odd=random.random() < 0.3,
    )


def _written(format: str, random: Random, given: Sequence[Record]) -> str:
    layouts = [one for one in LAYOUTS.values() if one.format == format]
    return random.choice(layouts).write(given)


WRITERS: Mapping[str, Callable[[Random, Sequence[Record]], str]] = {
    format: partial(_written, format) for format in BUILT_IN
}
"""How a document of each format is made."""
