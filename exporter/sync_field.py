"""The field `Sync`: what was last pushed into a note, so that a sync knows whose change is whose.

Design section 5: source ids, the hash of the source text behind each field, the hash of the
content last pushed into each field, the renderer's version. A digest of it all comes last, at a
fixed distance from the end, so that unchanged notes are recognised without reading them.
"""

from __future__ import annotations

import hashlib
import html
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Iterable, Mapping, Tuple

VERSION = 1
DIGEST_LENGTH = 12
DIGEST_FROM_END = DIGEST_LENGTH + len('"}')
"""Where the digest begins, counted from the end of the field."""


def hash_of(text: str) -> str:
    """12 hex digits of BLAKE2b: enough to notice a change."""
    return _short_hash(text) if len(text) < _SHORT else _hash(text)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_LENGTH // 2).hexdigest()


_SHORT = 40
_short_hash = lru_cache(maxsize=4096)(_hash)  # statuses, months and hosts recur in every note


@dataclass(frozen=True)
class Pushed:
    """What the field holds; `source` and `content` map a field's name to a hash."""

    source: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)
    ids: Tuple[str, ...] = ()
    tags: str = ""
    renderer: int = 0

    def as_field(self) -> str:
        """The field's text."""
        ids = json.dumps(list(self.ids), ensure_ascii=False, separators=(",", ":"))
        # Names and hashes need no escaping, so the JSON of a hundred thousand notes is cheap.
        text = (
            f'{{"v":{VERSION},"renderer":{self.renderer},"ids":{ids},"source":{_object(self.source)},'
            f'"pushed":{_object(self.content)},"tags":"{self.tags}"'
        )
        return html.escape(f'{text},"all":"{_hash(text)}"}}', quote=False)

    def digest(self) -> str:
        """What stands at the end of `as_field()`."""
        return self.as_field()[-DIGEST_FROM_END:][:DIGEST_LENGTH]


def _object(hashes: Mapping[str, str]) -> str:
    return "{" + ",".join([f'"{name}":"{hashes[name]}"' for name in sorted(hashes)]) + "}"


def pushed_of(
    fields: Mapping[str, str],
    sources: Mapping[str, str],
    tags: Iterable[str],
    ids: Tuple[str, ...],
    renderer: int,
) -> Pushed:
    """What is pushed with a note whose fields hold `fields`, made from the texts `sources`."""
    return Pushed(
        {name: hash_of(text) for name, text in sources.items()},
        {name: hash_of(text) for name, text in fields.items()},
        ids,
        hash_of(" ".join(sorted(tags))),
        renderer,
    )


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
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return Pushed()
