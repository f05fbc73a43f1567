"""What names an item: its GUID, a function of the item alone (docs/sync-contract.md).

A key is made from what the reader can never edit, so that fixing an answer keeps the review
history. Printed numbers, order, dates, decks, rendered HTML and repairs never enter one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Iterator, List, NamedTuple, Set, Tuple

from ..model import Item
from ..text.scripts import EAST_ASIAN
from ..text.spans import written, written_text_of
from ..text.urls import is_web
from .addresses import address_of, page_uri
from .likeness import excerpt, normalised, unvaried

_BASE91 = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"
)
# The lead of a link note: its Latin name up to the first Chinese character, or its Chinese name
# up to the first space or stop. What follows is the reader's own text, who may rewrite it.
_LATIN_LEAD = re.compile(f"[^{EAST_ASIAN}\\n]+")
_CJK_LEAD = re.compile(r"[^\s。!?;,]+(?:(?<=:)\s*[^\s。!?;,]+)?")
_SENTENCE_END = re.compile(r"(?<=[^\d\s][.!?;])\s")
_FORMULA_MARKS = re.compile(r"\$+|\\[()\[\]]")
_TAGS_ONLY = re.compile(r"\s*(?:#[^\s#]+\s*)*$")

_NAMED, _NAMELESS = "'", "''"  # no GUID begins so
HEAD = 40
"""So many characters of a text, without spaces, are its head: what every excerpt of it shows."""


class Names(NamedTuple):
    """What an item is known by.

    `guid` names it best. `keys` are the GUIDs that it has where it is seen through a face that
    tells less of it; other things may share them. `ids` are what its source calls it, in the one
    form that all its faces share.
    """

    guid: str
    keys: Tuple[str, ...] = ()
    ids: Tuple[str, ...] = ()


def names_of(item: Item) -> Names:
    """What `item` is known by, whatever else there is."""
    ids = ids_of(item)
    if item.kind == "annotation":
        passage = normalised(written_text_of(item.passage))
        bare = unvaried(passage)
        also = (guid_for("annotation", bare),) if bare != passage else ()
        return Names(guid_for("annotation", passage), also, ids)
    own = _own_key(item, ids)
    texts = list(filter(None, _text_keys(item)))
    said = [key for key in (own, *texts, *map(_unmarked, texts)) if key] or [""]
    keys = [guid_for(item.kind, key) for key in said] + _head(item)
    return Names(keys[0], tuple(dict.fromkeys(key for key in keys if key != keys[0])), ids)


def is_head(key: str) -> bool:
    """Whether `key` says how a text begins."""
    return key.startswith(_NAMED)


def counterpart(key: str) -> str:
    """What another thing is known by that `key` may be: the same, but that one text without a name
    and one with a name may be the same, not two of either."""
    if key.startswith(_NAMELESS):
        return _NAMED + key[len(_NAMELESS) :]
    return _NAMELESS + key[len(_NAMED) :] if key.startswith(_NAMED) else key


def apart(guid: str, mark: str) -> str:
    """The GUID of a thing whose `guid` belongs to another; `mark` (an id, a host, the head of its
    text) tells it from that one."""
    return guid_for(guid, mark)


def apart_from(taken: Set[str], guid: str, mark: str, place: str) -> str:
    """What `mark` makes of `guid`, or, where that is another's, too, `mark` and `place`, as often
    as it takes. It is `taken` from then on."""
    own = apart(guid, mark)
    while own in taken:
        own = apart(own, place)
    taken.add(own)
    return own


def ids_of(item: Item) -> Tuple[str, ...]:
    """What the source calls `item`. An address of a post is without what may change about it; an
    item of a digest, which is a part of one memo, is known by that and its own lead."""
    if item.kind == "post":
        address = address_of(item)
        return (address.id,) if address else tuple(id for id in item.source_ids if not is_web(id))
    if item.kind == "memo" and item.collection:
        lead = normalised(lead_of(_lead_line(first_text(item))))
        return tuple(f"{id}#{lead}" for id in item.source_ids)
    return item.source_ids


def _own_key(item: Item, ids: Tuple[str, ...]) -> str:
    """The key that nothing but the source's own name for it gives; empty where it has none."""
    if item.kind == "post":
        address = address_of(item)
        return address.key if address else next(iter(ids), "")
    return next(iter(ids), "")


def _text_keys(item: Item) -> Iterator[str]:
    """What the text of `item` offers for a key, the best first."""
    if item.kind == "page-note":
        line = normalised(first_text(item).split("\n", 1)[0])
        page = page_uri(item.uri)
        yield from dict.fromkeys(f"{where}\n{line}" for where in (page or item.host, item.host, ""))
    elif item.kind == "post":
        yield normalised(written(item.title))
        yield excerpt(item)
    else:
        yield normalised(lead_of(_lead_line(first_text(item))))


def _head(item: Item) -> List[str]:
    """How the text begins of what has a better name than its text: by that it is known where the
    name is not printed (a post's title), or is not told from what follows (a note's first line);
    and of a memo, of which many may have one lead."""
    text = excerpt(item)
    named = bool(item.title if item.kind == "post" else item.source_ids)
    length = HEAD if item.kind == "post" else HEAD // 2
    heads = [one[:length] for one in (text, _unmarked(text)) if len(one) >= length]
    return [
        (_NAMED if named else _NAMELESS) + guid_for(item.kind, head)
        for head in dict.fromkeys(heads)
    ]


def _unmarked(text: str) -> str:
    """`text` without what begins and ends a formula: a page prints it, and a note as it was typed
    is read without it."""
    return _FORMULA_MARKS.sub("", text) if "$" in text or "\\" in text else text


def guid_for(kind: str, key: str) -> str:
    """Base91 of the first 8 bytes of SHA-256, equal to `genanki.guid_for(kind, key)`."""
    number = int.from_bytes(hashlib.sha256(f"{kind}__{key}".encode()).digest()[:8], "big")
    digits = []
    while number:
        number, digit = divmod(number, 91)
        digits.append(_BASE91[digit])
    return "".join(reversed(digits))


def lead_of(line: str) -> str:
    """The start of a link note that names its subject, from its flattened first line."""
    line = unicodedata.normalize("NFKC", line).strip()
    latin = _LATIN_LEAD.match(line)
    if latin and re.search(r"\w{2}", latin.group()):
        return _SENTENCE_END.split(latin.group(), maxsplit=1)[0].strip(" \t:,.;-–—(“\"'")
    chinese = _CJK_LEAD.match(line)
    return chinese.group() if chinese else line


def first_text(item: Item) -> str:
    """What the item says first."""
    first = next(filter(None, (written_text_of([block]) for block in item.body)), "")
    return first or written_text_of(item.passage) or written(item.title)


def _lead_line(text: str) -> str:
    """The first line; not one of tags only, which many memos may share."""
    lines = text.split("\n")
    return next((line for line in lines if not _TAGS_ONLY.match(line)), lines[0])
