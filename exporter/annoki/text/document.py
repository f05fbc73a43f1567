"""Bytes to text: the only place that knows encodings and size limits."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import BinaryIO, Optional, Tuple

from ..errors import InputError
from ..files.contents import contents
from ..files.names import printable, why
from ..model import Document
from ..words import at, message
from .blank import is_blank
from .clean import CONTROL, cleaned

CARDS_PAGE = "<!doctype html>\n<!-- Annoki: a page of cards -->\n"
"""How a page of cards begins (`targets.page`): it is ours, and holds nothing that is not read where
it comes from."""
MAX_BYTES = 256 * 1024 * 1024

_CONTROL_BYTES = bytes(code for code in range(0x80) if CONTROL.match(chr(code)))
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_path(path: Path, max_bytes: int = MAX_BYTES) -> Document:
    """The document at `path`. Raises InputError, naming it, if it is no readable text."""
    name = printable(path)
    try:
        if os.path.isdir(path):
            with os.scandir(path):
                raise _unreadable(name, message("text.folder"))
        if path.stat().st_size > max_bytes:
            raise _oversized(name, max_bytes)
        data = contents(path, max_bytes + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(name, message("text.unopened", why=why(error))) from error
    return _document(data, name, max_bytes)


def read_stream(stream: BinaryIO, name: str, max_bytes: int = MAX_BYTES) -> Document:
    """The document that `stream` holds, called `name` in messages. Raises InputError."""
    try:
        data = stream.read(max_bytes + 1)
    except OSError as error:
        raise _unreadable(name, message("text.unread", why=why(error))) from error
    return _document(data, name, max_bytes)


def _document(data: bytes, name: str, max_bytes: int) -> Document:
    if len(data) > max_bytes:
        raise _oversized(name, max_bytes)
    text, is_cut = _decoded(data, name)
    return Document(name, _readable(text, data, name), is_cut=is_cut)


def _unreadable(name: str, what: str) -> InputError:
    return InputError(at(name, what))


def _oversized(name: str, max_bytes: int) -> InputError:
    return _unreadable(name, message("text.oversized", most=max_bytes // 1024**2))


def decode(data: bytes, name: str) -> str:
    """The text that `data` holds in UTF-8, UTF-16 or GB18030, cleaned.

    Raises InputError for empty, binary, otherwise encoded data, and such that breaks off.
    """
    text, is_cut = _decoded(data, name)
    if is_cut:
        raise _unreadable(name, message("text.torn"))
    return _readable(text, data, name)


def _readable(text: str, data: bytes, name: str) -> str:
    if is_blank(text):
        raise _unreadable(name, message("text.empty"))
    if len(data.translate(None, _CONTROL_BYTES)) < len(data):
        found = len(CONTROL.findall(text.replace("\r", "\n")))
        if found > 8 + len(text) // 100:
            raise _unreadable(name, message("text.binary"))
    return cleaned(text)


def _decoded(data: bytes, name: str) -> Tuple[str, bool]:
    """The text, and whether it breaks off inside a sign."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], encoding, name)
    # UTF-16 without a mark: the zero bytes of its ASCII are many and all stand on one side.
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) * 20 > len(data[:4096]) and len(data) % 2 == 0:
        if min(even, odd) * 10 > max(even, odd):
            raise _unreadable(name, message("text.binary"))
        return _strictly(data, "utf-16-le" if odd > even else "utf-16-be", name)
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise _unreadable(name, message("text.binary")) from None
        return _as_gb18030(data) or _strictly(data, "utf-8", name)


def _strictly(data: bytes, encoding: str, name: str) -> Tuple[str, bool]:
    try:
        return _up_to_its_end(data, encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name, _undecodable(data, error)) from None


def _up_to_its_end(data: bytes, encoding: str) -> Tuple[str, bool]:
    decoder = codecs.getincrementaldecoder(encoding)()
    text = decoder.decode(data)
    return text, bool(decoder.getstate()[0])


def _undecodable(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    byte = f"0x{data[error.start]:02x}"
    return message("text.undecodable", line=line, encoding=error.encoding.upper(), byte=byte)


def _as_gb18030(data: bytes) -> Optional[Tuple[str, bool]]:
    """GB18030 decodes almost any bytes, so what comes of it must look like Chinese."""
    sample = data[:100_000]
    as_utf8 = sample.decode("utf-8", "replace")
    lost = as_utf8.count("\ufffd")
    if sum(char >= "\x80" for char in as_utf8) - lost > lost:
        return None  # UTF-8 with a broken place
    try:
        text, is_cut = _up_to_its_end(data, "gb18030")
    except UnicodeDecodeError:
        return None
    # Real Chinese, emoji aside, is nearly all of the old GB2312 set; Latin-1 read so is not.
    foreign = "".join(char for char in text[:50_000] if "\x80" <= char <= "\uffff")
    common = len(foreign.encode("gb2312", "ignore")) // 2
    return (text, is_cut) if foreign and common >= 0.85 * len(foreign) else None
