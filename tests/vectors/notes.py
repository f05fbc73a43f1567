"""What Annoki makes of the vectors in every format, and which of it is built alike."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Iterable, Iterator, Sequence, Set, Tuple

from annoki.config import Config
from annoki.errors import InputError
from annoki.model import Document, Note
from annoki.notetype import WRITTEN
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.text.document import read_stream

from tests.formats import LAYOUTS, Record

from .traps import SHAPES, trap
from .vectors import Vector

_ONE_A_FILE = (
    "page, as markup", "txt", "export, as markup", "export, as words", "blog, as markup",
)  # fmt: skip
"""Where an item's texts are the file's too, or may do something to the rest of the page."""
_MARK = re.compile(r"n(\d+)n")
_TAG = re.compile(r"(<[^>]*>)")
# Tags of which one is as good as another: of a language, of a sign in code, of a harmless address.
_ALIKE = re.compile(
    r'href="https?://[^"<>]*"| lang="[\w-]*"|<span(?: lang="[\w-]*"| class="\w{1,3}")>'
    r"|</span>|language-[\w+#.-]*"
)
# What is more than words to a browser or, outside of code, to MathJax as Anki sets it up.
_ACTIVE = re.compile(r"\\[()\[\]]|[<>]|&(?!(?:lt|gt|amp|quot|#x27);)")
_CODE = re.compile(r"(<code[^>]*>)[^<>]*(?=</code>)")
_CONFIG = Config(reverse_separator=True, one_way_separator=True)


def traps_of(vectors: Sequence[Vector], first: int, only: int | None = None) -> list[Record]:
    """Two items for each vector, numbered from `first`: a card as it should be, and an odd one; or
    `only` one of them, in turn, for the one vector the other than for the next."""
    made: list[Record] = []
    for at, one in enumerate(vectors):
        number = first + 2 * at
        both = trap(number, one.text), trap(number + 1, one.text, True, 1 + at % (SHAPES - 1))
        made += both if only is None else [both[(at + only) % 2]]
    return made


def documents(layout: str, traps: Sequence[Record]) -> list[bytes]:
    """The traps as they stand in files."""
    _, write, encoding = LAYOUTS[layout]
    files = [[one] for one in traps] if layout in _ONE_A_FILE else [traps]
    return [write(given).encode(encoding) for given in files]


def notes(layout: str, traps: Sequence[Record]) -> list[Note]:
    """The notes that the traps give in a layout, named as in `LAYOUTS`."""
    format = LAYOUTS[layout].format
    inputs = [Input(layout, format, _document(format, data)) for data in documents(layout, traps)]
    listings, report = read_all(inputs)
    return list(notes_of(listings, report, _CONFIG))


def _document(name: str, data: bytes) -> Document | InputError:
    try:
        return read_stream(BytesIO(data), name)
    except InputError as error:
        return error


Seen = Set[Tuple[str, str]]
"""How fields are built: (field, what `_build` says of its HTML)."""


def built_otherwise(made: Iterable[Note], seen: Seen) -> Iterator[Note]:
    """Those of the notes in which a field is built as in none before."""
    for note in made:
        built = {(field, _build(value)) for field, value in zip(WRITTEN, note.fields)}
        if not built <= seen:
            seen |= built
            yield note


def _build(html: str) -> str:
    """The HTML without what is only words, whatever they are."""
    parts = _TAG.split(_CODE.sub(r"\1", _ALIKE.sub("", _MARK.sub("", html))))
    parts[::2] = [text if _ACTIVE.search(text) else "" for text in parts[::2]]
    return "".join(parts)


def number_of(note: Note) -> int:
    """The number of the item that gave the note; -1 where nothing of it is left."""
    mark = _MARK.search(" ".join(note.fields))
    return int(mark[1]) if mark else -1
