"""What crosses each boundary between rooms, as immutable tuples (docs/architecture.md).

    document ──reader──▶ Item ──repair──▶ Item ──compose──▶ Note ──plan──▶ Plan ──target──▶ package

Nothing here knows of files, Anki or HTML; every module may import this one.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, Mapping, NamedTuple, Tuple, Union

Kind = Literal["annotation", "page-note", "post", "memo"]
"""What an item is, which decides how it is identified (docs/sync-contract.md)."""

Status = Literal["ready", "unsure", "passage", "digest", "unfinished", "highlight"]
"""What an item is to a learner (docs/card-design.md)."""

BlockKind = Literal[
    "prose", "heading", "quote", "bullets", "numbers", "code", "caption", "picture", "table"
]


class Document(NamedTuple):
    """One input, decoded. `name` is what the user called it and goes into messages only.

    `url` is where it was fetched from: what its relative links are relative to. `is_cut` says that
    it broke off inside a sign, which is left out.
    """

    name: str
    text: str
    url: str = ""
    is_cut: bool = False


SpanKind = Literal["text", "code", "formula", "display", "damaged", "break"]


class Span(NamedTuple):
    """A stretch of text of one nature: the smallest piece that a reader makes, once.

    - `text`: words; of a bare address `link` is the text itself;
    - `code`: code inside a line; `formula`, `display`: TeX without delimiters;
    - `damaged`: what is left of a formula whose TeX a converter lost; `<em>`, `</em>`, `<strong>`
      and `</strong>` stand where it took signs of the TeX for marks;
    - `break`: a line break, whose text is a line feed.

    `strong`, `emphasis` and `link` (an absolute http, https or mailto address) say how it is set.
    `written` is how it stands in a flattened input, delimiters and all, where that is not `text`.
    """

    text: str
    kind: SpanKind = "text"
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    written: str = ""


Spans = Tuple[Span, ...]


class Row(NamedTuple):
    """A list item (one cell; `level` counts the lists around it), or a line of a table."""

    cells: Tuple[Spans, ...]
    level: int = 0


class Block(NamedTuple):
    """A stretch of text of one nature. What it holds depends on that:

    - `prose`: a paragraph; `heading`: a heading inside the text, of `level` 1 to 6, or 0 where that
      is not known; `quote`: a paragraph that quotes another text; `caption`: a picture's caption,
      the picture itself being lost: `spans`;
    - `bullets`, `numbers`: a list: `rows`; `start` is the first number;
    - `table`: `rows`, the head first;
    - `code`: code or console output, verbatim: `code`, and `language` where the source names it;
      where its line ends are lost, `lines` is how many there were, or -1 where that is not known;
    - `picture`: a picture at `address` (http or https), `spans` being its caption or empty.
    """

    kind: BlockKind
    spans: Spans = ()
    rows: Tuple[Row, ...] = ()
    code: str = ""
    language: str = ""
    address: str = ""
    start: int = 1
    lines: int = 0
    level: int = 0


class Repair(NamedTuple):
    """One thing that a repair rule changed: the smallest span that a reader can judge."""

    rule: str
    before: str
    after: str


Blocks = Tuple[Block, ...]


class Item(NamedTuple):
    """What was written down: one annotation, post or memo, before anyone judges it.

    A tuple, since a run may hold a hundred thousand. `passage` is the highlighted text of an
    annotation, one block of prose or code (else empty), `body` the reader's own note, or the text
    of a post or memo. `where` points into the input (a message, "line 4"); `n` counts items from 1
    in the order printed. `captured` is as precise as the source gives (`2023-08`, `2023-08-13`, or
    empty).
    `title` is empty when the source prints none.
    """

    kind: Kind
    source: str
    where: str
    n: int
    passage: Blocks = ()
    body: Blocks = ()
    title: Spans = ()
    captured: str = ""
    host: str = ""
    collection: str = ""
    """The title of the issue or page that the item was printed in, if any."""
    source_ids: Tuple[str, ...] = ()
    """What the source itself calls the item, where it does (annotation id, memo name, URL)."""
    repairs: Tuple[Repair, ...] = ()
    uri: str = ""
    """The address of an annotation's page, as the source gives it; it need not be http."""
    link: str = ""
    """An http(s) address that shows the item: a highlight in its page, a post, a memo."""
    context: Tuple[str, str] = ("", "")
    """The text right before and after the passage."""
    tags: Tuple[str, ...] = ()
    """What the reader tagged it with in the source."""
    modified: int = 0
    """When it was last edited, in seconds since 1970; 0 where the source does not say."""
    face: int = 0
    """How much of the item its format keeps (see `Face`)."""
    lang: str = ""
    """The language that its page or feed says it is in, as a tag (`de-AT`); mostly unsaid."""
    folded: bool = False
    """Whether it was flattened to text by what may have made its full-width marks ASCII."""
    document: str = ""
    """What tells its page from the others of its input, where that is printed without an address
    or a title."""
    left_out: str = ""
    """Of an item without text, why it becomes no note of its own: what was read could tell its
    text, and says that there is none. It is known to be there all the same."""


class Face(IntEnum):
    """How rich a view of an item a format is; fields come from the richest.

    A poorer face never replaces what a richer one has given.
    """

    TEXT = 0
    """A page flattened to text: no links, no tags, damaged; or a post listed by its title alone."""
    EXCERPT = 1
    """A page that shows the head of a text only, or an export that keeps part of an item."""
    STRIPPED = 2
    """A whole text without its tags: headings, lists and lines of code have become one line."""
    HEADED = 3
    """Such a text, of which another face in the same run shows the head with its tags."""
    PAGE = 4
    """A saved page or feed: rendered, with links, tags and dates."""
    RECORD = 5
    """The source's own record: the text as typed, its id, exact dates."""


class Skipped(NamedTuple):
    """An item that was read and deliberately left out: where, and why (`words.Message`)."""

    where: str
    why: str
    raw: str


Stage = Literal[
    "fetching", "reading", "repairing", "composing", "naming", "comparing", "writing", "refused"
]
"""What is done with an item on its way to a note, and with that (docs/architecture.md); `refused`
is what Anki would not write."""


class Problem(NamedTuple):
    """Something that could not be read: where, what, and the raw text, so that nothing is lost.

    `where` and `what` are messages (`words.Message`), which as strings are English. Where it is no
    fault of what was written, `stage` says at which stage it failed, and `error` of what: `what`
    says both.
    """

    where: str
    what: str
    raw: str = ""
    stage: Union[Stage, Literal[""]] = ""
    error: str = ""


Found = Union[Item, Skipped, Problem]
"""What a reader yields."""


_NOTHING: Mapping[str, str] = {}  # not a mapping proxy: processes hand notes over pickled


class Pushed(NamedTuple):
    """What a note remembers of what was last pushed into it: whose change is whose is told by it.

    `source` and `content` map a field's name to a hash (`sync.memory.hash_of`): of the source text
    behind the field, and of the HTML that was pushed. `ids` are what the source calls the item,
    `keys` the GUIDs that it has through other faces; `tags` is the hash of the tags, `renderer` the
    version that rendered it. `asleep` says that the note's cards were suspended by us, and not
    woken since; `face` is that of the item that the fields were made from. `kept` maps a field in
    which the learner's text was kept against a change of the source to the hash of that text.
    What one of several origins last said otherwise stands in `source`, too, under `field@origin`.

    `said` is how the text begins that the item last told, normalised.
    `origins` are the hashes of what has shown the item (none for standard input). `of` is the hash
    of the GUID of the note that this was written into, empty before: what the learner copies into a
    note of his own is known by it.
    """

    source: Mapping[str, str] = _NOTHING
    content: Mapping[str, str] = _NOTHING
    ids: Tuple[str, ...] = ()
    tags: str = ""
    renderer: int = 0
    asleep: bool = False
    face: int = 0
    origins: Tuple[str, ...] = ()
    keys: Tuple[str, ...] = ()
    kept: Mapping[str, str] = _NOTHING
    of: str = ""
    said: str = ""


class Note(NamedTuple):
    """An item composed: what a target writes. A tuple, since a run may hold a hundred thousand.

    `fields` are HTML, in the order of `notetype.WRITTEN`: all but the last, `Sync`, in which a
    target keeps `memory`. `why` is a message: what made it what it is. `captured` is as in `Item`;
    `reading_order` sorts notes oldest first, so that a document is learnt from its start.
    """

    guid: str
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]
    deck: str
    suspended: bool
    status: Status
    why: str
    memory: Pushed = Pushed()
    captured: str = ""
    reading_order: Tuple[str, int, int] = ("", 0, 0)
    modified: int = 0
    """When the source says that it was last edited, in seconds since 1970, else 0."""
    media: Tuple[str, ...] = ()
    """Names of the media files that it shows."""
    lacks_pictures: bool = False
    """Whether a picture could not be had; another run may have more luck."""
    left_out: str = ""
    """Why it becomes no note where there is none yet; one that is there is not gone."""
    kind: Kind = "annotation"
    document: str = ""
    """As in `Item`, like `kind`: both tell what it was read in (`atlas`)."""
