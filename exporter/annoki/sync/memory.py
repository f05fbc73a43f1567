"""The field `Sync`: what was last pushed into a note, so that a sync knows whose change is whose.

Design section 5: source ids, the hash of the source text behind each field, the hash of the
content last pushed into each field, the renderer's version. A digest of it all comes last, at a
fixed distance from the end, so that unchanged notes are recognised without reading them; before it
stands where the note came from, which only a collection knows.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from functools import lru_cache
from types import MappingProxyType
from typing import Iterable, List, Mapping, NamedTuple, Tuple

VERSION = 1
HASH_LENGTH = 12
DIGEST_FROM_END = HASH_LENGTH + len('"}')
"""Where the digest begins, counted from the end of the field."""

ORIGIN_FROM_END = HASH_LENGTH + len('","all":"') + DIGEST_FROM_END
"""Where the hash of the listing begins that a sync made or last updated the note from."""

DIGEST = slice(-DIGEST_FROM_END, HASH_LENGTH - DIGEST_FROM_END)
"""Where the digest stands in the text of a field."""

_FACE_FROM_END = len('0,"asleep":0,"from":"') + ORIGIN_FROM_END
_HASH = re.compile(f"[0-9a-f]{{{HASH_LENGTH}}}")
NO_ORIGIN = "-" * HASH_LENGTH
"""The origin of a note that came with a package: no listing says that it is gone."""


def hash_of(text: str) -> str:
    """12 hex digits of BLAKE2b: enough to notice a change."""
    return _short_hash(text) if len(text) < _SHORT else _hash(text)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=HASH_LENGTH // 2).hexdigest()


_SHORT = 40
_RECURRING = 4096
_short_hash = lru_cache(_RECURRING)(_hash)  # statuses, months and hosts recur in every note


@lru_cache(_RECURRING)
def _hash_of_tags(tags: Tuple[str, ...]) -> str:
    return _hash(" ".join(sorted(tags)))


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Pushed(NamedTuple):
    """What the field holds; `source` and `content` map a field's name to a hash.

    `asleep` says that the note's cards were suspended by us, and not woken since; `face` is that of
    the item that the fields were made from.
    """

    source: Mapping[str, str] = _NOTHING
    content: Mapping[str, str] = _NOTHING
    ids: Tuple[str, ...] = ()
    tags: str = ""
    renderer: int = 0
    asleep: bool = False
    face: int = 0

    def as_field(self, origin: str = NO_ORIGIN) -> str:
        """The field's text; `origin` is the hash of the listing it came from."""
        ids = json.dumps(self.ids, ensure_ascii=False, separators=(",", ":")) if self.ids else "[]"
        # Names and hashes need no escaping, so the JSON of a hundred thousand notes is cheap.
        text = (
            f'{{"v":{VERSION},"renderer":{self.renderer},"ids":{ids},"source":{_object(self.source)},'
            f'"pushed":{_object(self.content)},"tags":"{self.tags}","face":{self.face:d},'
            f'"asleep":{self.asleep:d}'
        )
        digest = _hash(text)
        if "&" in text or "<" in text or ">" in text:
            text = html.escape(text, quote=False)
        return f'{text},"from":"{origin}","all":"{digest}"}}'


def alias(guid: str) -> str:
    """How a GUID that the note has through another face stands among its source ids."""
    return f"guid:{guid}"


def digest_of(field: str) -> str:
    """The digest that ends the text of a field."""
    return field[DIGEST]


def origin_of(field: str) -> str:
    """The hash of the listing that the text of a field names; none if the text is not ours."""
    origin = field[-ORIGIN_FROM_END:][:HASH_LENGTH]
    return origin if _HASH.fullmatch(origin) else NO_ORIGIN


def face_of(field: str) -> int:
    """The face that the text of a field names; 0 if the text is not ours."""
    face = field[-_FACE_FROM_END:][:1]
    return int(face) if face.isdecimal() else 0


def with_origin(field: str, origin: str) -> str:
    """The text of a field made by `as_field`, naming another listing."""
    return (
        field[:-ORIGIN_FROM_END] + (origin or NO_ORIGIN) + field[-ORIGIN_FROM_END + HASH_LENGTH :]
    )


def _object(hashes: Mapping[str, str]) -> str:
    shape, names = _shape(tuple(hashes))
    return shape % tuple([hashes[name] for name in names])


@lru_cache(_RECURRING)
def _shape(names: Tuple[str, ...]) -> Tuple[str, List[str]]:
    """The JSON of an object with these `names`, sorted; notes have the same few sets of them."""
    ordered = sorted(names)
    pairs = ['"{}":"%s"'.format(name.replace("%", "%%")) for name in ordered]
    return "{" + ",".join(pairs) + "}", ordered


def pushed_of(
    fields: Mapping[str, str],
    sources: Mapping[str, str],
    tags: Iterable[str],
    ids: Tuple[str, ...],
    renderer: int,
    asleep: bool = False,
    face: int = 0,
) -> Pushed:
    """What is pushed with a note whose fields hold `fields`, made from the texts `sources`."""
    content = {name: hash_of(text) for name, text in fields.items()}
    # Most short fields are their own source.
    source = {
        name: content[name] if text is fields.get(name) else hash_of(text)
        for name, text in sources.items()
    }
    hash_of_tags = _hash_of_tags(tuple(tags))
    return Pushed(source, content, ids, hash_of_tags, renderer, asleep, face)


def parse(text: str) -> Pushed:
    """What `text` holds; nothing if it is not ours, which makes every field the learner's."""
    try:
        data = json.loads(html.unescape(text))
        return Pushed(
            {str(name): str(value) for name, value in data["source"].items()},
            {str(name): str(value) for name, value in data["pushed"].items()},
            tuple(str(one) for one in data["ids"]),
            str(data["tags"]),
            int(data["renderer"]),
            bool(data["asleep"]),
            int(data["face"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return Pushed()
