"""A page of cards: what was gathered becomes one file for a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple

from .. import __version__
from ..atlas import atlas_of
from ..errors import UsageError
from ..files.names import why
from ..files.whole import MADE, may_replace, replacing
from ..model import Note, Repair
from ..repair.rule import rule_name
from ..text.document import CARDS_PAGE
from ..words import message, unwritten
from .gather import Gathered
from .report import Account, Entry
from .rows import short_name

if TYPE_CHECKING:
    from ..targets.collection import Collection


def may_hold_page(path: Path) -> None:
    """Raise UsageError unless a page may be written to `path`: only one of ours is replaced."""
    may_replace(path, CARDS_PAGE, message("pipeline.no_page"))


def write_page(gathered: Gathered, output: Path, collection: Optional[Collection] = None) -> None:
    """Write the page of what was `gathered`, as `cards_page` makes it, whole or not at all; its
    folder is made. Raises UsageError if it cannot be written."""
    try:
        with replacing(output) as folder:
            (folder / MADE).write_bytes(cards_page(gathered, collection=collection))
    except OSError as error:
        raise UsageError(unwritten(output, why(error))) from error


def cards_page(
    gathered: Gathered,
    mathjax: Optional[Path] = None,
    collection: Optional[Collection] = None,
) -> bytes:
    """The page of what was `gathered`, whose report is detailed; it tells what of it was learnt in
    `collection`, which is only looked at. `mathjax` is the folder of Anki's, where the package has
    none. Raises OSError if MathJax or a picture cannot be read."""
    from ..targets.page.html import MATHJAX, as_address, page_file
    from ..targets.page.payload import Shown, ShownSource, payload

    entries = _entries(gathered)
    notes = [note for note in gathered.notes if not note.left_out]
    atlas = atlas_of(notes)
    shown = []
    for note, doc in zip(notes, atlas.document_of):
        at, entry = entries[note.guid]
        repairs = [Repair(rule_name(one), one.before, one.after) for one in entry.repairs]
        shown.append(Shown(note, doc, at, entry.where, entry.why, repairs))
    names = {name for note in notes for name in note.media}
    pictures = {
        name: as_address(name, gathered.media[name].read_bytes())
        for name in sorted(names.intersection(gathered.media))
    }
    sources = [ShownSource(short_name(one.input), one.format) for one in gathered.report.accounts]
    told = atlas.as_dict()
    del told["of"]
    if collection:
        _tell_learnt(collection, notes, told["documents"])
    knows = payload(shown, sources, __version__, pictures, told)
    return page_file(knows, mathjax or MATHJAX)


def _tell_learnt(
    collection: Collection, notes: Sequence[Note], documents: Sequence[Dict[str, Any]]
) -> None:
    """Tell of each document what was learnt of its notes."""
    from ..targets.collection.learnt import learnt

    found = learnt(collection, [[notes[n] for n in one["notes"]] for one in documents])
    for document, one in zip(documents, found):
        leeches = [document["notes"][place] for place in one.leeches]
        document["learnt"] = {
            **one._asdict(),
            "retention": one.retention,
            "leeches": len(leeches),
            "leechNotes": leeches,
        }


def _entries(gathered: Gathered) -> Dict[str, Tuple[int, Entry]]:
    """GUID → the place of the account that tells of the note first, and what it tells."""
    found: Dict[str, Tuple[int, Entry]] = {}
    for at, entry in _each(gathered.report.accounts):
        found.setdefault(entry.guid, (at, entry))
    return found


def _each(accounts: List[Account]) -> Iterator[Tuple[int, Entry]]:
    return ((at, entry) for at, account in enumerate(accounts) for entry in account.entries)
