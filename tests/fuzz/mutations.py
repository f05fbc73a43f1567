"""A document changed by chance, by the structure that its format has."""

from __future__ import annotations

import csv
import io
import json
import re
from random import Random
from typing import Any, Callable, List, Mapping, Sequence, Tuple

from annoki.readers import BUILT_IN

from tests.render.fragments import fragment

from . import texts

_TAG = re.compile(r"(<[^>]*>)")
_VALUE = re.compile(r"""(?<==)("[^"]*"|'[^']*')""")
_ODD: Tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, float("nan"), float("-inf"), "", " ", [], {}, [[]], [None],
    {"a": {"b": []}}, "2023-08-13T10:00:00Z", "9999-99-99", "\ud800", ["\udfff"], "1" * 5000,
)  # fmt: skip
_UNTOUCHED = "utf-8"


def mutated(random: Random, text: str, format: str, others: Sequence[str]) -> str:
    """`text` of `format`, changed in a few places; `others` are documents to take pieces from."""
    shape = BUILT_IN[format].shape if format in BUILT_IN else "text"
    ways = [*_OF_SHAPE[shape], *_OF_SHAPE[shape], _lines, _letters]
    if format == "hypothesis-csv":
        ways += [_cells, _cells, _cells]
    for _ in range(random.choice((1, 1, 2, 3, 5))):
        if random.random() < 0.1:
            text = _spliced(random, text, random.choice(others))
        else:
            text = random.choice(ways)(random, text)
    return text


def encoded(random: Random, text: str) -> bytes:
    """`text` as a file may hold it: mostly as UTF-8, now and then otherwise, cut or broken."""
    chance = random.random()
    encoding = _UNTOUCHED
    if chance < 0.06:
        encoding = random.choice(
            ("utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8-sig", "cp1252")
        )
    data = text.encode(encoding, "ignore" if encoding != _UNTOUCHED else "surrogatepass")
    if chance > 0.97 and data:
        at = random.randrange(len(data))
        data = random.choice((data[:at], data[:at] + b"\xff\xfe\x00" + data[at:], data[at:]))
    return data


def _spliced(random: Random, text: str, other: str) -> str:
    start = random.randrange(len(other) + 1)
    piece = other[start : start + random.choice((10, 200, 2000))]
    at = random.randrange(len(text) + 1)
    return text[:at] + piece + text[at + random.choice((0, len(piece))) :]


def _changed(random: Random, parts: List[str], made: Callable[[], str]) -> List[str]:
    """`parts`, of which some were left out, doubled, exchanged, or replaced by what is `made`."""
    if not parts:
        return [made()]
    at = random.randrange(len(parts))
    end = at + random.choice((1, 1, 1, 2, 5, 20))
    chance = random.random()
    if chance < 0.2:
        return parts[:at] + parts[end:]
    if chance < 0.35:
        return parts[:at] + parts[at:end] * random.choice((2, 2, 3, 50)) + parts[end:]
    if chance < 0.45:
        other = random.randrange(len(parts))
        parts[at], parts[other] = parts[other], parts[at]
        return parts
    if chance < 0.7:
        return [*parts[:at], made(), *parts[at:]]
    return [*parts[:at], made(), *parts[at + 1 :]]


def _lines(random: Random, text: str) -> str:
    def made() -> str:
        if random.random() < 0.5:
            return texts.text(random)
        line = random.choice(lines)
        head = re.match(r"\W*(?:\w+:)?\s*", line)
        return (head.group() if head else "") + texts.text(random)

    lines = text.split("\n")
    return "\n".join(_changed(random, [*lines], made))


def _letters(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    end = at + random.choice((0, 0, 1, 3, 30))
    return text[:at] + texts.text(random, 2000) + text[end:]


def _markup(random: Random, text: str) -> str:
    def made() -> str:
        chance = random.random()
        if chance < 0.4:
            return fragment(random)
        return texts.text(random) if chance < 0.7 or not parts else random.choice(parts)

    parts = [one for one in _TAG.split(text) if one]
    return "".join(_changed(random, [*parts], made))


def _nested(random: Random, text: str) -> str:
    opener, closer = random.choice([one for one in texts.OPENERS if one[0].startswith("<")])
    at, times = random.randrange(len(text) + 1), random.choice((3, 30, 300))
    end = random.randrange(at, len(text) + 1) if random.random() < 0.5 else at
    return text[:at] + opener * times + text[at:end] + closer * times + text[end:]


def _attributes(random: Random, text: str) -> str:
    values = [*_VALUE.finditer(text)]
    if not values:
        return _markup(random, text)
    one = random.choice(values)
    said = texts.inline(random) if random.random() < 0.7 else texts.repeated(random, 500)
    return f'{text[: one.start()]}"{said}"{text[one.end() :]}'


def _tree(random: Random, text: str) -> str:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return _lines(random, text)
    holders: List[Any] = []

    def walk(node: Any, depth: int = 0) -> None:
        if isinstance(node, (dict, list)) and node and depth < 50:
            holders.append(node)
            for one in node.values() if isinstance(node, dict) else node:
                walk(one, depth + 1)

    walk(tree)
    for _ in range(random.choice((1, 1, 2, 4)) if holders else 0):
        _node_changed(random, random.choice(holders))
    said = json.dumps(tree, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.05:
        at, times = random.randrange(len(said)), random.choice((100, 5000, 100_000))
        said = said[:at] + random.choice(("[", '{"a":', '[{"rows":')) * times + said[at:]
    return said


def _node_changed(random: Random, holder: Any) -> None:
    keys = [*holder] if isinstance(holder, dict) else [*range(len(holder))]
    if not keys:
        return
    key = random.choice(keys)
    chance = random.random()
    if chance < 0.15:
        del holder[key]
    elif chance < 0.55:
        holder[key] = texts.text(random)
    elif chance < 0.85:
        holder[key] = random.choice(_ODD)
    elif isinstance(holder, list):
        holder.insert(key, holder[random.randrange(len(holder))])
    else:
        holder[key] = holder[random.choice(keys)]


def _cells(random: Random, text: str) -> str:
    try:
        rows = [*csv.reader(io.StringIO(text))]
    except csv.Error:
        return _lines(random, text)
    if not rows:
        return text
    at = random.randrange(len(rows))
    rows[at] = _changed(random, rows[at], lambda: texts.text(random))
    out = io.StringIO()
    ends = random.choice(("\n", "\r\n"))
    if random.random() < 0.5:
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=ends).writerows(rows)
    else:
        csv.writer(out, lineterminator=ends).writerows(rows)
    return out.getvalue()


_OF_SHAPE: Mapping[str, Sequence[Callable[[Random, str], str]]] = {
    "markup": (_markup, _markup, _attributes, _nested),
    "json": (_tree, _tree),
    "text": (_lines,),
}
