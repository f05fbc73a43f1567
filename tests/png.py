"""Pictures as PNG."""

from __future__ import annotations

import struct
import zlib

RGB, PALETTE, RGBA = 2, 3, 6


def png(width: int, height: int, colour: int, rows: bytes, **chunks: bytes) -> bytes:
    """A picture of 8 bits a channel; each of the `rows` begins with its filter, 0 for none.

    `chunks` are those that stand before the rows, by name.
    """
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    all_of_them = {"IHDR": head, **chunks, "IDAT": zlib.compress(rows, 9), "IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((name.encode(), data) for name, data in all_of_them.items())
    )
