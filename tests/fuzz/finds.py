"""Inputs that once broke something: kept in `corpus/`, one a file, and tried for ever after.

A file is called after its format, a dot before what it broke: `feed.RecursionError-walk.xml`; one
whose name begins with `any.` is read as what it looks like.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from pathlib import Path
from typing import Callable, Iterator, List, Sequence, Tuple

from annoki.errors import UnknownFormatError
from annoki.model import Document
from annoki.readers import BUILT_IN, read

from tests.fixture_files import EXAMPLES, TESTS

CORPUS = Path(__file__).parent / "corpus"
_ENDINGS = {"markup": ".xml", "json": ".json", "text": ".txt"}


def kept(folder: Path = CORPUS) -> Iterator[Tuple[str, str, bytes]]:
    """(file name, format, data) of each find."""
    for path in sorted(folder.glob("*.*.*")):
        format = path.name.partition(".")[0]
        yield path.name, "" if format == "any" else format, path.read_bytes()


def keep(folder: Path, format: str, name: str, place: str, data: bytes) -> Path:
    """Write a find to `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    said = re.sub(r"[^\w-]+", "-", f"{name}-{place}")
    path = (
        folder / f"{format or 'any'}.{said}{_ENDINGS[BUILT_IN[format].shape] if format else '.txt'}"
    )
    path.write_bytes(data)
    return path


def shortest(data: bytes, fails: Callable[[bytes], bool], seconds: float) -> bytes:
    """The shortest part of `data` for which `fails` still says so, found in about `seconds`."""
    deadline = time.monotonic() + seconds
    for pattern in (rb"[^\n]*\n?", rb"<[^>]*>|[^<>]+", rb"\w+|\W", rb"(?s)."):
        parts: List[bytes] = [one for one in re.findall(pattern, data) if one]
        if b"".join(parts) != data:
            continue

        def still(some: Sequence[bytes]) -> bool:
            return fails(b"".join(some))

        size = max(1, len(parts) // 2)
        while size and time.monotonic() < deadline:
            at = 0
            while at < len(parts) and time.monotonic() < deadline:
                without = parts[:at] + parts[at + size :]
                if without and still(without):
                    parts = without
                else:
                    at += size
            size //= 2
        data = b"".join(parts)
    return data


def seeds() -> List[Tuple[str, str]]:
    """(format, text) of what there is to begin with: examples, fixtures, and finds."""
    found: List[Tuple[str, str]] = []
    folders = (EXAMPLES, TESTS / "fixtures")
    for path in [one for folder in folders for one in sorted(folder.iterdir())]:
        if path.suffix in (".txt", ".md", ".html", ".xml", ".json", ".csv"):
            text = path.read_text(encoding="utf-8")
            with contextlib.suppress(UnknownFormatError):
                found.append((read(Document(path.name, text)).format, text))
            memo = {"name": "memos/1", "createTime": "2023-08-13T10:00:00Z", "content": text}
            if path.suffix == ".txt":
                found.append(("memos-json", json.dumps({"memos": [memo]}, ensure_ascii=False)))
    for _, format, data in kept():
        found.append((format, data.decode("utf-8", "replace")))
    return found
