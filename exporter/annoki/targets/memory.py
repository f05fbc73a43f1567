"""The text of the field `Sync`, in which targets keep a note's memory: made and read only here.

It is JSON, escaped as HTML: version, renderer, source ids, hashes. The face, the origin and a
digest of all but the origin come last, each at a fixed distance from the end, so that unchanged
notes are recognised without reading them: in SQL, too, of which the expressions are made here.
"""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from operator import itemgetter
from typing import Callable, Mapping, Tuple

from ..model import Pushed
from ..sync.memory import HASH_LENGTH, hash_of

_VERSION = 1
_NO_ORIGIN = "-" * HASH_LENGTH
_DIGEST_AT = HASH_LENGTH + len('"}')
_ORIGIN_AT = HASH_LENGTH + len('","all":"') + _DIGEST_AT
_FACE_AT = len('0,"asleep":0,"from":"') + _ORIGIN_AT
"""Where each begins, counted from the end of the field."""

_Values = Callable[[Mapping[str, str]], Tuple[str, ...]]

_HASH = re.compile(f"[0-9a-f]{{{HASH_LENGTH}}}")

# All before the digest would be decoded to count its letters: bytes need no counting.
DIGEST_SQL = f"cast(substr(cast(flds as blob), {-_DIGEST_AT}, {HASH_LENGTH}) as text)"
"""SQL for the digest of a row of Anki's table `notes` where Sync is the last field."""

ORIGIN_SQL = f"substr(flds, {-_ORIGIN_AT}, {HASH_LENGTH})"
"""SQL for the origin of a row of Anki's table `notes` where Sync is the last field. A note without
one has twelve characters there that are no hash."""


def field_of(memory: Pushed, with_origin: bool = True) -> str:
    """The text of the field; without its origin a note is the same wherever it was read."""
    text = _text(memory)
    digest = hash_of(text)
    if "&" in text or "<" in text or ">" in text:
        text = html.escape(text, quote=False)
    origin = memory.origin if with_origin else ""
    return f'{text},"from":"{origin or _NO_ORIGIN}","all":"{digest}"}}'


def digest_of(memory: Pushed) -> str:
    """The digest in `field_of`, which `DIGEST_SQL` finds in a collection."""
    return hash_of(_text(memory))


def face_in(fields: str) -> int:
    """The face that ends the fields of a note joined as Anki joins them; 0 if it is not ours."""
    face = fields[-_FACE_AT:][:1]
    return int(face) if face.isdecimal() else 0


def memory_of(text: str) -> Pushed:
    """What `text` holds; nothing if it is not ours, which makes every field the learner's."""
    try:
        data = json.loads(html.unescape(text))
        origin = data.get("from")
        return Pushed(
            {str(name): str(value) for name, value in data["source"].items()},
            {str(name): str(value) for name, value in data["pushed"].items()},
            tuple(str(one) for one in data["ids"]),
            str(data["tags"]),
            int(data["renderer"]),
            bool(data["asleep"]),
            int(data["face"]),
            origin if isinstance(origin, str) and _HASH.fullmatch(origin) else "",
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return Pushed()


def _text(memory: Pushed) -> str:
    source, content, ids, tags, renderer, asleep, face, _ = memory
    shape, sources_of, contents_of = _shape(tuple(source), tuple(content))
    listed = json.dumps(ids, ensure_ascii=False, separators=(",", ":")) if ids else "[]"
    hashes = sources_of(source) + contents_of(content)
    return shape % (renderer, listed, *hashes, tags, face, asleep)


@lru_cache(maxsize=256)
def _shape(source: Tuple[str, ...], content: Tuple[str, ...]) -> Tuple[str, _Values, _Values]:
    """The JSON of a memory whose hashes have these names, and what takes them from it in order.

    Notes have the same few sets of names, and neither names nor hashes need escaping, so that the
    JSON of a hundred thousand notes is cheap.
    """
    shape = (
        f'{{"v":{_VERSION},"renderer":%d,"ids":%s,"source":{{{_pairs(source)}}},'
        f'"pushed":{{{_pairs(content)}}},"tags":"%s","face":%d,"asleep":%d'
    )
    return shape, _values(source), _values(content)


def _pairs(names: Tuple[str, ...]) -> str:
    return ",".join(['"{}":"%s"'.format(name.replace("%", "%%")) for name in sorted(names)])


def _values(names: Tuple[str, ...]) -> _Values:
    """What takes the values of `names` from a mapping, in the order of `_pairs`."""
    if len(names) > 1:
        return itemgetter(*sorted(names))
    return lambda hashes: tuple(hashes.values())
