"""What is in a wheel, an sdist and an add-on, and what must hold of it."""

from __future__ import annotations

import calendar
import email
import gzip
import io
import json
import re
import tarfile
import time
import zipfile
from pathlib import Path, PurePosixPath
from typing import Dict, Iterator, List, NamedTuple, Set, Tuple

from tools.build_addon import LICENCE
from tools.relative_imports import LIBRARIES, STAND_INS
from tools.verify_addon import problems as unfit

from .tree import Tree

_LICENCE = re.compile(r"licen[cs]e", re.IGNORECASE)
# What setuptools writes into an sdist beside the sources.
_WRITTEN = re.compile(r"(PKG-INFO|setup\.cfg|exporter/annoki\.egg-info/.*)")


class Entry(NamedTuple):
    """A file in an archive; `time` in s since 1970."""

    data: bytes
    mode: int
    time: int


def read(path: Path) -> Dict[str, Entry]:
    """Name → file of the archive at `path`, in its order."""
    if path.suffix == ".gz":
        with tarfile.open(path) as archive:
            members = [one for one in archive.getmembers() if not one.isdir()]
            return {
                one.name: Entry(_content(archive, one), one.mode, int(one.mtime)) for one in members
            }
    with zipfile.ZipFile(path) as package:
        return {
            one.filename: Entry(
                package.read(one), one.external_attr >> 16 & 0o777, _since(one.date_time)
            )
            for one in package.infolist()
        }


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member) if member.isfile() else None
    return stream.read() if stream else b""


def normalise(path: Path, epoch: int) -> None:
    """Write the archive at `path` anew, in one order, of one time, mode and owner."""
    entries = read(path)
    if path.suffix == ".gz":
        path.write_bytes(_tar(entries, epoch))
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries, key=_order):
            one = zipfile.ZipInfo(name, time.gmtime(epoch)[:6])
            one.create_system, one.external_attr = 3, (0o100000 | _mode(entries[name])) << 16
            one.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(one, entries[name].data)


def _tar(entries: Dict[str, Entry], epoch: int) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, entry in sorted(entries.items()):
            one = tarfile.TarInfo(name)
            one.size, one.mode, one.mtime = len(entry.data), _mode(entry), epoch
            archive.addfile(one, io.BytesIO(entry.data))
    return gzip.compress(packed.getvalue(), compresslevel=9, mtime=epoch)


def _order(name: str) -> Tuple[bool, bool, str]:
    """What describes a wheel stands at its end, the list of its files last."""
    return ".dist-info/" in name, name.endswith("/RECORD"), name


def _mode(entry: Entry) -> int:
    return 0o755 if entry.mode & 0o100 else 0o644


def _since(date: Tuple[int, ...]) -> int:
    return calendar.timegm((*date, 0, 0, 0))


def problems(path: Path, tree: Tree) -> List[str]:
    """Everything that is wrong with what was built of `tree`; empty when it may be published."""
    kinds = {".whl": _wheel, ".gz": _sdist, ".ankiaddon": _addon}
    entries = read(path)
    found = [*kinds[path.suffix](entries, tree), *_everywhere(entries)]
    if path.suffix == ".ankiaddon":
        return [f"{path.name}: {one}" for one in [*unfit(path), *found]]
    # A zip archive counts in steps of 2 s.
    late = [name for name, one in entries.items() if one.time not in (tree.epoch, tree.epoch & ~1)]
    if late:
        found.append(f"{late[0]}: does not tell the time of the commit")
    return [f"{path.name}: {one}" for one in found]


def _everywhere(entries: Dict[str, Entry]) -> Iterator[str]:
    for name, entry in entries.items():
        if entry.mode not in (0o644, 0o755):
            yield f"{name}: may not be read by everybody, or written ({entry.mode:o})"
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            yield f"{name}: would be unpacked elsewhere"


def _wheel(entries: Dict[str, Entry], tree: Tree) -> Iterator[str]:
    about = f"annoki-{tree.version}.dist-info/"
    ours = {name: one for name, one in entries.items() if not name.startswith(about)}
    sources = {
        name.partition("/")[2]: name for name in tree.names if name.startswith("exporter/annoki/")
    }
    yield from _compared(ours, sources, tree)
    yield from _metadata(entries, f"{about}METADATA", tree)
    told = email.message_from_bytes(_data(entries, f"{about}METADATA"))
    for name in told.get_all("License-File", []):
        if _data(entries, f"{about}licenses/{name}") != (tree.root / name).read_bytes():
            yield f"{about}licenses/{name}: is not the licence"
    if not told.get_all("License-File"):
        yield f"{about}METADATA: names no licence"


def _sdist(entries: Dict[str, Entry], tree: Tree) -> Iterator[str]:
    top = f"annoki-{tree.version}/"
    for name in entries:
        if not name.startswith(top):
            yield f"{name}: stands beside {top}"
    inside = {name[len(top) :]: one for name, one in entries.items() if name.startswith(top)}
    ours = {name: one for name, one in inside.items() if not _WRITTEN.fullmatch(name)}
    # What git alone reads stays behind.
    sources = {name: name for name in tree.names if not PurePosixPath(name).name.startswith(".git")}
    yield from _compared(ours, sources, tree)
    yield from _metadata(inside, "PKG-INFO", tree)


def _compared(ours: Dict[str, Entry], sources: Dict[str, str], tree: Tree) -> Iterator[str]:
    """Each of the sources is there, as it is in the checkout, and nothing else is."""
    for name in sorted(set(ours) - set(sources)):
        yield f"{name}: is not in the checkout"
    for name in sorted(set(sources) - set(ours)):
        yield f"{name}: is missing; see MANIFEST.in and package-data in pyproject.toml"
    for name in sorted(set(sources) & set(ours)):
        if ours[name].data != (tree.root / sources[name]).read_bytes():
            yield f"{name}: is not as in the checkout"


def _metadata(entries: Dict[str, Entry], name: str, tree: Tree) -> Iterator[str]:
    told = email.message_from_bytes(_data(entries, name))
    if told["Version"] != tree.version:
        yield f"{name}: is of version {told['Version']}, not {tree.version}"


def _addon(entries: Dict[str, Entry], tree: Tree) -> Iterator[str]:
    manifest = json.loads(_data(entries, "manifest.json") or b"{}")
    if manifest.get("human_version") != tree.version:
        yield f"manifest.json: is of version {manifest.get('human_version')}, not {tree.version}"
    names = set(entries)
    known: Set[str] = {LICENCE, "manifest.json"}
    known |= {name[len("addon/") :] for name in tree.names if name.startswith("addon/")}
    known |= {name[len("exporter/") :] for name in tree.names if name.startswith("exporter/")}
    libraries = {*LIBRARIES, "__init__.py"}
    libraries |= {f"{one}-LICENCE.txt" for one in LIBRARIES}
    libraries |= {name.partition("/")[0] for name in STAND_INS.values()}
    for name in sorted(names - known):
        room, _, rest = name.partition("/")
        if room != "_vendor" or rest.partition("/")[0] not in libraries:
            yield f"{name}: is not in the checkout, nor of a library that ships"
    for name in sorted(_licences_for(entries, tree) - names):
        yield f"{name}: the licence is missing"


def _licences_for(entries: Dict[str, Entry], tree: Tree) -> Set[str]:
    """Of all, of each library, and of each folder of which anything but code ships."""
    folders = {str(PurePosixPath(name).parent) for name in entries if not name.endswith(".py")}
    wanted = {LICENCE, *(f"_vendor/{library}-LICENCE.txt" for library in LIBRARIES)}
    for name in tree.names:
        path = PurePosixPath(name.partition("/")[2])
        inside = name.startswith("exporter/") and str(path.parent) in folders
        if inside and _LICENCE.search(path.name):
            wanted.add(str(path))
    return wanted


def _data(entries: Dict[str, Entry], name: str) -> bytes:
    return entries[name].data if name in entries else b""
