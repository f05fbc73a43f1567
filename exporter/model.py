"""What crosses each module boundary, as frozen dataclasses (design section 1).

    document ──reader──▶ Item ──repair──▶ Item ──compose──▶ Note ──plan──▶ Plan ──target──▶ package

Nothing here knows of files, Anki or HTML; every module may import this one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Tuple, Union

Kind = Literal["annotation", "page-note", "post", "memo"]
"""What an item is, which decides how it is identified (design section 4)."""

Status = Literal["ready", "unsure", "passage", "digest", "unfinished", "highlight"]
"""What an item is to a learner (design section 6)."""

BlockKind = Literal["prose", "bullets", "numbers", "code", "caption", "table"]


@dataclass(frozen=True)
class Document:
    """One input, decoded. `name` is what the user called it and goes into messages only."""

    name: str
    text: str


@dataclass(frozen=True)
class Block:
    """A stretch of text of one nature.

    - `prose`: a paragraph; a line break in `text` is one that was printed;
    - `bullets`, `numbers`: a list, one list item a line (markers already taken off);
    - `code`: code or console output, verbatim; `language` where the source names it;
    - `caption`: a picture's caption, the picture itself being lost;
    - `table`: a line a row, the head first, cells parted by tabs.
    """

    kind: BlockKind
    text: str
    language: str = ""


@dataclass(frozen=True)
class Repair:
    """One thing that a repair rule changed: the smallest span that a reader can judge."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Item:
    """What was written down: one annotation, post or memo, before anyone judges it.

    `passage` is the highlighted text of an annotation (else empty), `body` the reader's own note,
    or the text of a post or memo. `where` points into the input ("line 4"); `n` counts items from
    1 in the order printed. `captured` is as precise as the source gives (`2023-08`, or empty).
    `page` is the URI of an annotation's page where the source tells it, else its host: what a
    page note is identified by. `title` is empty when the source prints none.
    """

    kind: Kind
    source: str
    where: str
    n: int
    passage: str = ""
    body: Tuple[Block, ...] = ()
    title: str = ""
    captured: str = ""
    host: str = ""
    collection: str = ""
    """The title of the issue or page that the item was printed in, if any."""
    source_ids: Tuple[str, ...] = ()
    """What the source itself calls the item, where it does (annotation id, memo name, URL)."""
    repairs: Tuple[Repair, ...] = field(default=())


@dataclass(frozen=True)
class Skipped:
    """An item that was read and deliberately left out."""

    where: str
    why: str
    raw: str


@dataclass(frozen=True)
class Problem:
    """Something that could not be read: where, what, and the raw text, so that nothing is lost."""

    where: str
    what: str
    raw: str = ""


Found = Union[Item, Skipped, Problem]
"""What a reader yields."""


class Note(NamedTuple):
    """An item composed: what a target writes. A tuple, since a run may hold a hundred thousand.

    `fields` are HTML, in the order of `notetype.FIELDS`. `why` says in words what made it what it
    is. `captured` is as in `Item`; `reading_order` sorts notes oldest first, so that a document is
    learnt from its start.
    """

    guid: str
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]
    deck: str
    suspended: bool
    status: Status
    why: str
    captured: str = ""
    reading_order: Tuple[str, int, int] = ("", 0, 0)
    source_ids: Tuple[str, ...] = ()
    origin: str = ""
    """The hash of the listing that it was read from, empty for standard input."""
