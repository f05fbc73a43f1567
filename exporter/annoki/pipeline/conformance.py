"""What every reader keeps, as a function that its tests call (docs/writing-a-reader.md)."""

from __future__ import annotations

import random
import re
import sys
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Callable, Iterator, List, Optional, Sequence, Set, Tuple, TypeVar

from ..identity.guids import identify
from ..model import Block, Document, Found, Item, Problem, Skipped
from ..readers import Reader
from ..text.dates import is_captured
from ..text.urls import is_web

R = TypeVar("R")

_CUTS = 40
_SPACE = re.compile(r"\s")


def check_reader(
    reader: Any,
    render: Callable[[Sequence[R]], str],
    records: Sequence[R],
    edited: Optional[Callable[[R], R]] = None,
) -> None:
    """Assert that `reader` reads as all readers do. Raises AssertionError, saying what is amiss.

    `render` writes records (of any type: dictionaries, rows) as a document of the format; there
    should be five `records` or more, each of which gives an item, is left out with a reason, or
    cannot be read. `edited` changes of a record what its writer may change later: his own words, a
    number, a date; not the passage, nor what the source calls it.

    - It recognises what it reads, and reads the same each time, without files and network.
    - Every record is accounted for; items count from 1, say where they are, and hold what can be.
    - A note is the same note (its GUID stays) in any order, alone, in a part of the document, and
      edited.
    - A document that breaks off anywhere is read without an error.
    """
    whole = render(records)
    assert reader.NAME, "a reader has a NAME"
    assert reader.detect(whole), "it does not recognise its own format"
    assert not reader.detect("nothing of the kind"), "it recognises what it cannot read"
    found = _read(reader, whole)
    with _nothing_opened():
        again = _read(reader, whole)
    assert found == again, "a second reading of one document is another one"
    _check_accounts(reader, whole, found, len(records))
    guids = _guids(found)
    shuffled = list(records)
    random.Random(1).shuffle(shuffled)
    for order in (records[::-1], shuffled):
        assert _guids(_read(reader, render(order))) == guids, "the order decides who is who"
    # Each by itself: what goes by its place, or by its neighbours, is the same set in any order.
    alone: Set[str] = set().union(*(_guids(_read(reader, render([one]))) for one in records))
    assert alone == guids, "records, each alone, have other notes: who is who goes by their place"
    half = len(records) // 2
    for part in (records[:half], records[half:]):
        assert _guids(_read(reader, render(part))) <= guids, "a part of the document has new notes"
    if edited:
        later = [edited(record) for record in records]
        assert render(later) != whole, "`edited` changes nothing"
        assert _guids(_read(reader, render(later))) == guids, "what is edited becomes another note"
    for at in range(0, len(whole), max(1, len(whole) // _CUTS)):
        try:
            _read(reader, whole[:at])
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            raise AssertionError(f"cut off after {whole[:at][-40:]!r} it raises {what}") from error


def _read(reader: Reader, text: str) -> List[Found]:
    return list(reader.read(Document("a document", text)))


def _check_accounts(reader: Reader, text: str, found: Sequence[Found], records: int) -> None:
    for one in found:
        assert isinstance(one, (Item, Skipped, Problem)), f"{one!r} is nothing that a reader yields"
        assert one.where, f"{one!r} does not say where it is"
    items = [one for one in found if isinstance(one, Item)]
    assert items, "no item is read"
    numbers = [item.n for item in items]
    assert numbers == [*range(1, len(items) + 1)], f"items are numbered {numbers}"
    for item in items:
        assert item.passage or item.body or item.title, f"{item.where}: an item without text"
        assert is_captured(item.captured), f"{item.where}: captured is {item.captured!r}"
        sound = is_web(item.link) and not _SPACE.search(item.link)
        assert sound or not item.link, f"{item.where}: link is {item.link!r}"
        for blocks in (item.passage, item.body):
            made = isinstance(blocks, tuple) and all(isinstance(one, Block) for one in blocks)
            assert made, f"{item.where}: {blocks!r} is no tuple of blocks"
    assert len(found) >= records, f"{records} records, but {len(found)} are accounted for"
    declared = reader.declared(text)
    assert declared is None or declared >= 0, f"{declared!r} items are declared"


def _guids(found: Sequence[Found]) -> Set[str]:
    (listing,) = identify([[one for one in found if isinstance(one, Item)]])
    return {one.guid for one in listing}


_watched = False
_OPENING = ("open", "os.listdir", "os.scandir", "os.system", "socket.", "subprocess.")


@lru_cache(maxsize=1)
def _watch() -> None:
    """Have the interpreter ask us before anything is opened; a hook stays for good."""

    def hook(event: str, arguments: Tuple[Any, ...]) -> None:
        if _watched and event.startswith(_OPENING):
            what = arguments[0] if arguments else event
            raise AssertionError(f"a reader opens nothing, but this one opens {what!r}")

    sys.addaudithook(hook)


@contextmanager
def _nothing_opened() -> Iterator[None]:
    """Within it neither a file nor a connection can be opened."""
    global _watched
    _watch()
    _watched = True
    try:
        yield
    finally:
        _watched = False
