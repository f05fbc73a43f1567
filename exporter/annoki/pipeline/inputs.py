"""Inputs: the documents of sources, whether they are read from files or fetched."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    BinaryIO,
    Callable,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Union,
)

from ..config import Source, Unusable
from ..contained import failure
from ..errors import AnnokiError, InputError
from ..fetch.result import Fetched
from ..files.names import printable
from ..model import Document, Problem
from ..sync.gone import Answered
from ..sync.origins import NAMED, TOLD, origin_of
from ..text.document import read_path, read_stream
from ..words import at, message
from .report import WHOLE

if TYPE_CHECKING:
    from ..fetch.web import Web

READ = frozenset(
    (".txt", ".md", ".html", ".htm", ".xhtml", ".json", ".csv", ".xml", ".atom", ".rss"),
)
"""Endings of what is read in a folder, which holds other things too."""
_BESIDE_A_PAGE = ("_files", ".files")


class Input(NamedTuple):
    """An input opened, or what kept it from being.

    `origin` says which listing it is, as far as that is known before it is read; `could_be` is a
    kind of origin, any of which it may be, should it not be read. `by_chance` says that nobody
    named it: it lies in a folder, and may be another program's. `of` is the place of its source
    among those of the run.
    """

    name: str
    format: str
    document: Union[Document, Fetched, InputError, Problem]
    origin: str = ""
    by_chance: bool = False
    could_be: str = ""
    of: int = 0


def opened(
    source: Source, stdin: Optional[BinaryIO], max_bytes: int, web: Callable[[], Web]
) -> Iterator[Input]:
    """The inputs of `source`: a file, the files of a folder in order, `-`, or what is fetched.

    `web` gives the way to the network to a source that needs one. Raises Cancelled.
    """
    try:
        yield from _opened(source, stdin, max_bytes, web)
    except AnnokiError:
        raise
    except Exception as error:  # of whoever declares the kind, or of a path that is none
        yield Input(repr(source), "", failure("reading", WHOLE, error))


def _opened(
    source: Source, stdin: Optional[BinaryIO], max_bytes: int, web: Callable[[], Web]
) -> Iterator[Input]:
    if isinstance(source, Unusable):
        for one in unasked(source):
            wrong = Problem(WHOLE, source.why)
            yield Input(source.name, "", wrong, one.origin, could_be=one.could_be)
        return
    if not source.is_live:
        for path in _files(source.path):
            name = printable(source.path if path is None else path)
            origin = _origin_of_file(path, name)
            document = _read(path, name, stdin, max_bytes)
            by_chance = path != Path(source.path) and not name.endswith(".txt")
            yield Input(name, source.format, document, origin, by_chance, origin and TOLD)
        return
    from ..fetch import fetch

    answer: Union[Fetched, InputError, Problem]
    format = who = ""
    try:
        answer = fetch(source, web())
        format, who = answer.format, answer.who
    except InputError as error:
        answer, who = error, getattr(error, "who", "")
    except AnnokiError:
        raise
    except Exception as error:
        answer = failure("fetching", WHOLE, error, hidden=source.secrets)
    origin = origin_of(source.kind, who or _settings(source))
    yield Input(source.name, format, answer, origin, could_be="" if who else source.kind)


def unasked(source: Source) -> Iterator[Answered]:
    """What a `source` that is left out of a run, or cannot be asked, says of notes: it may have had
    any that it ever showed."""
    if source.is_live:
        origin = "" if isinstance(source, Unusable) else origin_of(source.kind, _settings(source))
        yield Answered(source.name, origin, "unasked", could_be=source.kind)
        return
    for path in _files(source.path):
        name = printable(source.path if path is None else path)
        yield Answered(name, _origin_of_file(path, name), "unasked", could_be=TOLD)


def _origin_of_file(path: Optional[Path], name: str) -> str:
    # Not the folder: the same files give the same package wherever they are.
    return "" if path is None else origin_of(NAMED, os.path.basename(name))


def _settings(source: Source) -> str:
    """What says which listing it is, of a source whose fetching does not: all but its secrets."""
    settings = {one.name for one in source.declared.settings if one.form != "secret"}
    known = {name: value for name, value in source.as_dict().items() if name in settings}
    return json.dumps(known, ensure_ascii=False, sort_keys=True)


def _read(
    path: Optional[Path], name: str, stdin: Optional[BinaryIO], max_bytes: int
) -> Union[Document, InputError, Problem]:
    try:
        if path is not None:
            return read_path(path, max_bytes)
        if stdin is not None:
            return read_stream(stdin, name, max_bytes)
        return InputError(at("-", message("pipeline.no_stdin")))
    except InputError as error:
        return error
    except Exception as error:
        return failure("reading", WHOLE, error)


def _files(name: str) -> List[Optional[Path]]:
    if name == "-":
        return [None]
    if not os.path.isdir(name):
        return [Path(name)]
    return [*sorted(_found_in(name))] or [Path(name)]


def _found_in(top: str) -> Iterator[Path]:
    """What is to be read in the folder `top`: its files and theirs, and folders that nobody may
    look into, since what lies there is missing."""
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as found:
                for one in found:
                    # A browser saves a page's scripts and pictures in a folder beside it.
                    if one.name.startswith(".") or one.name.endswith(_BESIDE_A_PAGE):
                        continue
                    if one.is_dir(follow_symlinks=False):
                        folders.append(one.path)
                    elif _is_read(Path(one.path)):
                        yield Path(one.path)
        except OSError:
            yield Path(folder)


def _is_read(path: Path) -> bool:
    if path.suffix.lower() not in READ:
        return False
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        # Why it cannot be read is told by reading it.
        return not isinstance(error, FileNotFoundError)
