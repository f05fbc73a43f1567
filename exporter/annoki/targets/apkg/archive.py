"""The zip around a package, the same bytes for the same content."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import IO, AbstractSet, Dict, Mapping


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


def rezipped(before: Path, database: Path, target: Path) -> None:
    """Write `target`: the package `before` with another `database`."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            source = database.open("rb") if name == "collection.anki2" else old.open(name)
            with source, _entry(new, name) as stream:
                shutil.copyfileobj(source, stream, 1 << 20)


def is_packed_as_ours(package: zipfile.ZipFile, size: int) -> bool:
    """Whether `package`, of `size` bytes, may be one of ours: we pack nothing tighter than it is,
    so whatever would unpack to more is none."""
    inside = package.infolist()
    known = all(one.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in inside)
    return known and sum(one.file_size for one in inside) <= size


def unzipped(before: Path, names: AbstractSet[str], folder: Path) -> Dict[str, Path]:
    """Those of the media files `names` that the package `before` holds, by name, in `folder`."""
    found: Dict[str, Path] = {}
    with zipfile.ZipFile(before) as package:
        for number, name in json.loads(package.read("media")).items():
            if name in names and name not in found:
                found[name] = folder / f"picture-{len(found)}"
                found[name].write_bytes(package.read(number))
    return found


def portable(database: Path) -> None:
    """Take from the file of `database` what says by which SQLite it was written."""
    with database.open("r+b") as stream:
        # It is noted in bytes 96 to 99 of the header, and means nothing to readers.
        stream.seek(96)
        stream.write(b"\0\0\0\0")


def _entry(package: zipfile.ZipFile, name: str) -> IO[bytes]:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return package.open(entry, "w", force_zip64=True)
