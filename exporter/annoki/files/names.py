"""Names of files as text, and why one cannot be used.

Names are bytes, of whatever encoding, and may hold line ends.
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from contextlib import suppress
from typing import Union

from ..words import message, said_by

_UNSEEN = frozenset(("Cc", "Cs", "Zl", "Zp"))
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, and what turns the text after it round."""


def printable(name: Union[str, os.PathLike[str]]) -> str:
    """`name` on one line that any program can print: what is no text is written as `\\xb6`."""
    text = os.fspath(name)
    if text.isprintable():
        return text
    text = _ORDERS.sub(lambda order: _escaped(order[0]), text)
    return "".join(_escaped(one) if unicodedata.category(one) in _UNSEEN else one for one in text)


def printable_lines(text: str) -> str:
    """`text`, which may be of several lines, without what a terminal would obey. JSON stays JSON:
    it escapes alike, and holds nothing of it outside its texts."""
    if text.isprintable():
        return text
    return _ORDERS.sub(lambda order: f"\\u{ord(order[0]):04x}", text)


def _escaped(sign: str) -> str:
    code = ord(sign)
    # So Python writes a byte of a name that is not UTF-8.
    code -= 0xDC00 if 0xDC80 <= code <= 0xDCFF else 0
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


def why(error: Exception) -> str:
    """What the system says of `error`, without the name of the file: a message, if it is one of
    those that people see now and then."""
    said = getattr(error, "strerror", None)
    number = getattr(error, "errno", None) or 0
    # Who raises it may have said more than the system does.
    if said and number and said == os.strerror(number):
        with suppress(KeyError):
            return message(f"files.{errno.errorcode.get(number, '').lower()}")
    return said_by(said or error)
