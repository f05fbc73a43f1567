"""What may be wrong with a listing or a page that arrives whole; see faults.py."""

from __future__ import annotations

import itertools
import json
from typing import Any, Callable, Dict, List

from .faults import Fault, Scene, changed, same, typed
from .servers import Handler, memo, row


def _of_json(change: Callable[[Dict[str, Any], List[Any]], object]) -> Fault:
    """The sound answer, its value changed; `change` is handed the value and the rows in it."""

    def made(data: bytes) -> bytes:
        value = json.loads(data)
        rows = value if isinstance(value, list) else value.get("rows", value.get("memos"))
        change(value if isinstance(value, dict) else {}, rows)
        return json.dumps(value).encode()

    return changed(made)


def _each(*names: str, value: Any) -> Fault:
    """The fields `names` of each row are `value`."""
    return _of_json(lambda _, rows: [one.update(dict.fromkeys(names, value)) for one in rows])


def _total(of: Callable[[int], Any]) -> Fault:
    return _of_json(lambda value, _: "total" in value and value.update(total=of(value["total"])))


def _json(text: bytes) -> Fault:
    return same(text, kind="application/json")


def _less(value: Dict[str, Any], rows: List[Any]) -> None:
    """Most of a page is lost, and as much less counted, where there is a count."""
    if "total" in value:
        value["total"] += 2 - len(rows)
        del rows[2:]


def _emptied(value: Dict[str, Any], rows: List[Any]) -> None:
    rows.clear()
    value.update(total=0) if "total" in value else value.update(nextPageToken="")


def _renamed(data: bytes) -> bytes:
    value = json.loads(data)
    return json.dumps({"total": 1, "results": value}).encode()


def _without_end() -> Fault:
    numbers = itertools.count(1000)

    def fault(handler: Handler, scene: Scene) -> None:
        scene.clock.now += 40
        some = [next(numbers) for _ in range(5)]
        if "search" in handler.path:
            handler.json({"total": 10**6, "rows": [row(n) for n in some]})
        elif "memos" in handler.path:
            handler.json({"memos": [memo(n) for n in some], "nextPageToken": str(some)})
        else:
            handler.json([memo(n) for n in some])

    return fault


NONE: Dict[str, Fault] = {
    "JSON that is cut": changed(lambda data: data[: len(data) // 2]),
    "JSON with more after it": changed(lambda data: data + b"}"),
    "JSON 100,000 deep": _json(b"[" * 100_000 + b"]" * 100_000),
    "objects 100,000 deep": _json(b'{"rows":' * 100_000 + b"1" + b"}" * 100_000),
    "invalid UTF-8": changed(lambda data: data.replace(b"0", b"\xff\xfe\xc3")),
    "UTF-16": changed(lambda data: data.decode().encode("utf-16")),
    "UTF-7": changed(lambda data: data.decode().encode("utf-7").replace(b"{", b"+AHs-")),
    "EBCDIC": changed(lambda data: data.decode().encode("cp500")),
    "NULs between": changed(lambda data: data.replace(b",", b",\x00")),
    "null": _json(b"null"),
    "a number of 5,000 digits": _json(b"3" * 5000),
    "a text": _json(b'"rows"'),
    "a list in a list": _json(b"[[]]"),
    "an error with status 200": _json(b'{"code": 13, "message": "internal", "details": []}'),
    "rows under another name": changed(_renamed),
    "rows that are text": changed(lambda data: data.replace(b"[{", b'["a", {')),
    "rows without ids": _of_json(
        lambda _, rows: [one.pop(name, 0) for one in rows for name in ("id", "name", "uid")]
    ),
    "pages that never end": _without_end(),
}  # fmt: skip
"""Listings that are none: told like what is in `faults.BROKEN`."""

ODD: Dict[str, Fault] = {
    "a BOM": changed(lambda data: b"\xef\xbb\xbf" + data),
    "spaces around": changed(lambda data: b" \r\n\t" * 999 + data + b"\n" * 999),
    "the type of a text": typed("text/plain"),
    "no type": typed(""),
    "a charset that nobody knows": typed("application/json; charset=klingon"),
    "the same key twice": changed(lambda data: data.replace(b'{"', b'{"x": 1, "x": 2, "', 1)),
    "NaN": _each("pinned", value=float("nan")),
    "1e999": _each("pinned", value=float("inf")),
    "numbers of 4,000 digits": _each("pinned", value=10**4000),
    "fields that nobody knows": _each("\ud800 new", "x" * 9999, value={"a": [None] * 99}),
    "halves of characters": _each("user_info", "snippet", value={"name": "\ud800"}),
}
"""Listings that are odd, and whole: nothing is seen of it."""

WRONG: Dict[str, Fault] = {
    "text that is a number": _each("text", "content", value=7),
    "text that is null": _each("text", "content", value=None),
    "text that is a list": _each("text", "content", value=["a"]),
    "half of a character as text": _each("text", "content", value="a \ud800 b"),
    "10,000 openers as text": _each("text", "content", value="[" * 10_000),
    "dates that are lists": _each("created", "createTime", "createdTs", value=[]),
    "dates far away": _each("created", "createTime", "createdTs", value=10**30),
    "edited yesterday": _each("updated", "updateTime", value="yesterday"),
    "edited in the year 0": _each("updated", "updateTime", value="0000-00-00T00:00:00Z"),
    "edited in the year 9999": _each("updated", "updateTime", value="9999-12-31T23:59:59.999999Z"),
    "targets that are text": _each("target", value="x"),
    "targets that are null": _each("target", value=None),
    "selectors that are numbers": _each("target", value=[{"selector": [1, 2]}]),
    "tags that are an object": _each("tags", value={"a": 1}),
    "tags that are null": _each("tags", value=[None, 3]),
    "links that are a list": _each("links", value=[1]),
    "documents that are text": _each("document", value="x"),
    "creators that are null": _each("creator", value=None),
    "states that are numbers": _each("state", "rowStatus", value=3),
    "ids that are all one": _each("id", "name", "uid", value="one"),
    "rows twice": _of_json(lambda _, rows: rows.extend([*rows])),
    "rows backwards": _of_json(lambda _, rows: rows.reverse()),
    "an empty listing": _of_json(_emptied),
    "rows that are empty": _of_json(lambda _, rows: rows.clear()),
    "a listing that lost most": _of_json(_less),
    "a total too large": _total(lambda total: total + 500),
    "a total too small": _total(lambda total: 2),
    "a total below 0": _total(lambda total: -5),
    "a total in words": _total(str),
    "a total that is true": _total(bool),
    "a total that is not finite": _total(lambda total: float("inf")),
    "a token that is an object": _of_json(lambda value, _: value.update(nextPageToken={"a": 1})),
    "the same token for ever": _of_json(lambda value, _: value.update(nextPageToken="same")),
}
"""Listings that are wrong in a part: whatever is made of them, nothing is gone by them."""

_PAGE = b"<!doctype html><html><body>"
PAGES: Dict[str, Fault] = {
    "UTF-16 without a mark": changed(lambda data: data.decode().encode("utf-16-le")),
    "NULs": changed(lambda data: data.replace(b"Text", b"\x00\x00" * 99)),
    "invalid UTF-8": changed(lambda data: data.replace(b"Text", b"\xff\xfe\xc3")),
    "a page without posts": same(_PAGE + b"<p>Nothing here."),
    "one post in place of all": same(_PAGE + b"<article><h1>Back soon</h1><p>We move.</article>"),
    "a page cut in the middle": changed(lambda data: data[: len(data) // 2]),
    "a page cut between posts": changed(lambda data: data[: data.rindex(b"<article>")]),
    "JSON for a page": _json(b'{"error": "no"}'),
    "20,000 elements deep": same(_PAGE + b"<div>" * 20_000),
    "20,000 attributes": same(_PAGE + b"<p " + b"a=1 " * 20_000 + b">"),
    "5,000 links": same(_PAGE + b"<a href=/x/>x</a>" * 5_000),
    "a picture": same(b"\x89PNG\r\n\x1a\n" + bytes(500), kind="image/png"),
}
"""Pages of a blog that are none, or others: nothing is gone by them."""
