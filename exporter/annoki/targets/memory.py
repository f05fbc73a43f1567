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
from typing import Any, Callable, Mapping, Tuple

from ..model import Pushed
from ..sync.memory import HASH_LENGTH, hash_of

_VERSION = 1
_NO_ORIGIN = "-" * HASH_LENGTH
_DIGEST_AT = HASH_LENGTH + len('"}')
_ORIGIN_AT = HASH_LENGTH + len('","all":"') + _DIGEST_AT
_FACE_AT = len('0,"asleep":0,"from":"') + _ORIGIN_AT
"""Where each begins, counted from the end of the field."""

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
    ids = json.dumps(memory.ids, ensure_ascii=False, separators=(",", ":")) if memory.ids else "[]"
    # Names and hashes need no escaping, so the JSON of a hundred thousand notes is cheap.
    return (
        f'{{"v":{_VERSION},"renderer":{memory.renderer},"ids":{ids},'
        f'"source":{_object(memory.source)},"pushed":{_object(memory.content)},'
        f'"tags":"{memory.tags}","face":{memory.face:d},"asleep":{memory.asleep:d}'
    )


def _object(hashes: Mapping[str, str]) -> str:
    if not hashes:
        return "{}"
    shape, values_of = _shape(tuple(hashes))
    text: str = shape % values_of(hashes)
    return text


@lru_cache(maxsize=256)
def _shape(names: Tuple[str, ...]) -> Tuple[str, Callable[[Mapping[str, str]], Any]]:
    """The JSON of an object with these `names`, sorted, and what takes its values in that order;
    notes have the same few sets of names."""
    ordered = sorted(names)
    pairs = ['"{}":"%s"'.format(name.replace("%", "%%")) for name in ordered]
    return "{" + ",".join(pairs) + "}", itemgetter(*ordered)
