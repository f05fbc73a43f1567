"""The text of the field `Sync`, in which targets keep a note's memory: made and read only here.

It is JSON, escaped as HTML: version, renderer, source ids, hashes. The face and a digest of all
come last, each at a fixed distance from the end, so that unchanged notes are recognised without
reading them: in SQL, too, of which the expression is made here.
"""

from __future__ import annotations

import html
import json
import re
import sys
from functools import lru_cache
from operator import itemgetter
from typing import Any, Callable, List, Mapping, Sequence, Tuple
from unicodedata import is_normalized

from ..model import Pushed
from ..sync.memory import HASH_LENGTH, hash_of

_VERSION = 1
_DIGEST_AT = HASH_LENGTH + len('"}')
_FACE_AT = len('0,"asleep":0,"of":"') + HASH_LENGTH + len('","all":"') + _DIGEST_AT
"""Where each begins, counted from the end of the field."""

# An accent, too: with the last digit of the sign before it Anki would make one letter of it (NFC).
_MEANT = re.compile(r"(\\\\|[\[{])([^\w\x00-\x7f]*)")

# Half a character: JSON can spell it, and nothing can encode it.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_Values = Callable[[Mapping[str, str]], Tuple[str, ...]]

# All before the digest would be decoded to count its letters: bytes need no counting.
DIGEST_SQL = f"cast(substr(cast(flds as blob), {-_DIGEST_AT}, {HASH_LENGTH}) as text)"
"""SQL for the digest of a row of Anki's table `notes` where Sync is the last field."""


def field_of(memory: Pushed, guid: str) -> str:
    """The text of the field of the note `guid`."""
    text = _text(memory, guid)
    digest = hash_of(text)
    if "&" in text or "<" in text or ">" in text:
        text = html.escape(text, quote=False)
    return f'{text},"all":"{digest}"}}'


def digest_of(memory: Pushed, guid: str) -> str:
    """The digest in `field_of`, which `DIGEST_SQL` finds in a collection."""
    return hash_of(_text(memory, guid))


def face_in(fields: str) -> int:
    """The face that ends the fields of a note joined as Anki joins them; 0 if it is not ours."""
    face = fields[-_FACE_AT:][:1]
    return int(face) if face.isdecimal() else 0


# A text may hold the like (a note on JSON does): only a field of ours begins so.
_SYNC_AT = "instr(cast(flds as blob), cast(char(31) || '{\"v\":' as blob)) + 1"
SYNC_SQL = f"cast(substr(cast(flds as blob), {_SYNC_AT}) as text)"
"""SQL for the field of a row of Anki's table `notes` in which it is not the first."""

# What stands in an expression twice SQLite looks for twice: in a long text, but for a query within.
_IDS_SQL = "instr(sync, '\"ids\":[')"
NAMES_SQL = (
    f"(select substr(sync, {_IDS_SQL}, instr(sync, ',\"from\":[') - {_IDS_SQL})"
    f" from (select {SYNC_SQL} as sync limit 1))"
)
"""SQL for the ids and keys in a row of Anki's table `notes`, as `names_said` reads them."""

ORIGINS_SQL = f"substr({SYNC_SQL}, instr({SYNC_SQL}, '\"from\":['), 4096)"
"""SQL for the origins in a row of Anki's table `notes`, as `origins_said` reads them."""

_FROM = re.compile(r'"from":(\[[^\]]*\])')
_Known = Tuple[Tuple[str, ...], Tuple[str, ...]]


def names_said(texts: Sequence[str]) -> List[_Known]:
    """(ids, keys) in each of what `NAMES_SQL` finds."""
    try:
        # All at once: thousands of short texts would be a call each.
        known = list(map(_known, _read(f"[{{{'},{'.join(texts)}}}]")))
    except _GARBLED:
        known = []
    if len(known) == len(texts):
        return known
    return [one for text in texts for one in names_said([text])] if texts[1:] else [((), ())]


_GARBLED = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What reading raises of a text that is not ours."""


def _read(text: str) -> Any:
    """What `text` of a field holds; raises one of `_GARBLED` if it is not ours."""
    data = json.loads(html.unescape(text))
    if _HALF.search(text):
        _encoded(data).encode()
    return data


def _known(said: Mapping[str, List[str]]) -> _Known:
    return tuple(map(str, said["ids"])), tuple(map(str, said["keys"]))


def origins_said(text: str) -> Tuple[str, ...]:
    """The origins in what `ORIGINS_SQL` finds."""
    listed = _FROM.match(text)
    try:
        return tuple(map(str, _read(listed.group(1)))) if listed else ()
    except _GARBLED:
        return ()


def names_in(fields: str) -> Tuple[Tuple[str, ...], Tuple[str, ...], Tuple[str, ...]]:
    """(ids, keys, origins) of the memory that ends the fields of a note joined as Anki joins them;
    nothing if it is not ours."""
    sync = fields.rpartition("\x1f")[2]
    return _names(sync[sync.find('"ids":[') : sync.find(',"kept":{')])


@lru_cache(maxsize=256)
def _names(said: str) -> Tuple[Tuple[str, ...], Tuple[str, ...], Tuple[str, ...]]:
    try:
        known = _read(f"{{{said}}}")
        ids, keys, origins = (tuple(map(str, known[name])) for name in ("ids", "keys", "from"))
    except _GARBLED:
        return (), (), ()
    # Thousands of notes have the same.
    return ids, keys, tuple(map(sys.intern, origins))


def digest_in(fields: str) -> str:
    """The digest that ends the fields of a note; whatever stands there if it is not ours."""
    return fields[-_DIGEST_AT:][:HASH_LENGTH]


def memory_of(text: str) -> Pushed:
    """What `text` holds; nothing if it is not ours, which makes every field the learner's."""
    try:
        data = _read(text)
        return Pushed(
            {str(name): str(value) for name, value in data["source"].items()},
            {str(name): str(value) for name, value in data["pushed"].items()},
            tuple(str(one) for one in data["ids"]),
            str(data["tags"]),
            int(data["renderer"]),
            bool(data["asleep"]),
            range(10).index(int(data["face"])),  # as `face_in` finds it
            tuple(str(one) for one in data["from"]),
            tuple(str(one) for one in data["keys"]),
            {str(name): str(value) for name, value in data["kept"].items()},
            str(data["of"]),
            str(data["said"]),
        )
    except _GARBLED:
        return Pushed()


def _text(memory: Pushed, guid: str) -> str:
    source, content, ids, tags, renderer, asleep, face, origins, keys, kept, _, said = memory
    shape, sources_of, contents_of = _shape(tuple(source), tuple(content))
    listed = (_json(ids), _json(keys), _json(origins), _encoded(dict(kept)) if kept else "{}")
    hashes = sources_of(source) + contents_of(content)
    return shape % (
        renderer,
        *listed,
        *hashes,
        _unmeant(said),
        tags,
        face,
        asleep,
        hash_of(guid),
    )


@lru_cache(maxsize=256)
def _json(names: Tuple[str, ...]) -> str:
    return f"[{','.join(map(_unmeant, names))}]"


def _unmeant(text: str) -> str:
    """The JSON of `text`, without what means something to Anki in whatever field it stands, as
    sounds, cards and formulas do, or what it would store as other signs."""
    encoded = _encoded(text) if is_normalized("NFC", text) else json.dumps(text)
    return _MEANT.sub(lambda found: _escaped(found[1], found[2]), encoded)


def _escaped(sign: str, marks: str) -> str:
    return f"\\u{ord(sign[0]):04x}{json.dumps(marks)[1:-1]}"


@lru_cache(maxsize=256)
def _shape(source: Tuple[str, ...], content: Tuple[str, ...]) -> Tuple[str, _Values, _Values]:
    """The JSON of a memory whose hashes have these names, and what takes them from it in order.

    Notes have the same few sets of names, and neither names nor hashes need escaping, so that the
    JSON of a hundred thousand notes is cheap.
    """
    shape = (
        f'{{"v":{_VERSION},"renderer":%d,"ids":%s,"keys":%s,"from":%s,"kept":%s,'
        f'"source":{{{_pairs(source)}}},"pushed":{{{_pairs(content)}}},'
        '"said":%s,"tags":"%s","face":%d,"asleep":%d,"of":"%s"'
    )
    return shape, _values(source), _values(content)


def _pairs(names: Tuple[str, ...]) -> str:
    return ",".join(['"{}":"%s"'.format(name.replace("%", "%%")) for name in sorted(names)])


def _values(names: Tuple[str, ...]) -> _Values:
    """What takes the values of `names` from a mapping, in the order of `_pairs`."""
    if len(names) > 1:
        return itemgetter(*sorted(names))
    return lambda hashes: tuple(hashes.values())
