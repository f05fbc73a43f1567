"""The zip around a package, the same bytes for the same content."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import IO, Mapping


def zipped(database: Path, media: Mapping[str, Path], target: Path) -> None:
    """Write `target`: the database, the files of `media` under numbers, and which number is which
    name. genanki would note when each file was made."""
    numbers = {str(n): name for n, name in enumerate(media)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, path in (("collection.anki2", database), *zip(numbers, media.values())):
            with _entry(package, name) as stream, path.open("rb") as source:
                shutil.copyfileobj(source, stream, 1 << 20)
        with _entry(package, "media") as stream:
            stream.write(json.dumps(numbers).encode())


def _entry(package: zipfile.ZipFile, name: str) -> IO[bytes]:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return package.open(entry, "w", force_zip64=True)
