"""How much is told of a run, and where that is kept: `-q`, `-v` and `--log FILE`."""

from __future__ import annotations

import logging
import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Optional

from .. import __version__
from ..errors import AnnokiError, Untold, UsageError
from ..files.names import printable, why
from ..sources.secret import without_known
from ..words import Message, at, message, unwritten
from .saying import SAID, ToldToEnd, Voice

_PACKAGE = "annoki"


@contextmanager
def heard_as(
    voice: Voice, command: str, quiet: bool, verbose: bool, log: Optional[Path]
) -> Iterator[Voice]:
    """The voice of a run that is to be `quiet`, or `verbose`, or whose course is added to the file
    `log`. Raises UsageError where that file cannot be written, before anything is done; Untold if
    it could not be written later."""
    if quiet and verbose:
        raise UsageError(message("heard.either"))
    kept = _Kept(voice, log) if log else None
    handlers: List[logging.Handler] = [_Shown(voice)] if verbose else []
    package, said = logging.getLogger(_PACKAGE), logging.getLogger(SAID)
    level = package.level
    try:
        if kept:
            said.addHandler(kept)
            handlers.append(kept)
        for one in handlers:
            package.addHandler(one)
        if handlers:
            package.setLevel(logging.INFO)
        with _from_begin_to_end(package, command):
            yield voice._replace(quiet=quiet, verbose=verbose)
    except SystemExit as ended:
        if kept and kept.failed and not ended.code:
            raise Untold(kept.failed) from None
        raise
    finally:
        package.setLevel(level)
        for one in handlers:
            package.removeHandler(one)
            said.removeHandler(one)
            one.close()
    if kept and kept.failed:
        raise Untold(kept.failed)


@contextmanager
def _from_begin_to_end(log: logging.Logger, command: str) -> Iterator[None]:
    begun, code = time.monotonic(), 0
    log.info(message("heard.begins", command=command, version=__version__))
    try:
        yield
    except AnnokiError as error:
        logging.getLogger(SAID).error(at("annoki", error))
        raise
    except ToldToEnd:
        logging.getLogger(SAID).error(message("cli.interrupted"))
        raise
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
        log.info(message("heard.ends", code=code, seconds=f"{time.monotonic() - begun:.1f}"))
        raise
    log.info(message("heard.ends", code=code, seconds=f"{time.monotonic() - begun:.1f}"))


class _Told(logging.Handler):
    """What is logged, in the language of `voice` and without any secret that is known."""

    def __init__(self, voice: Voice) -> None:
        super().__init__(logging.INFO)
        self._voice = voice

    def told(self, record: logging.LogRecord) -> str:
        said = record.getMessage() if record.args else record.msg
        return without_known(self._voice.told(said))


class _Shown(_Told):
    """On standard error. Warnings are told there in any case."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno < logging.WARNING:
            self._voice.show(self.told(record))


class _Kept(_Told):
    """In a file, which only its owner may read if it is new: a line for each, and when it was."""

    def __init__(self, voice: Voice, path: Path) -> None:
        self._path = path
        self.failed: Optional[Message] = None
        # Opened first: whatever is made of it, logging closes as the program ends.
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = open(descriptor, "a", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
        except (OSError, ValueError) as error:
            raise UsageError(self._unwritten(error)) from error
        super().__init__(voice)

    def emit(self, record: logging.LogRecord) -> None:
        when = time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(record.created))
        try:
            for line in self.told(record).splitlines():
                if line.strip():
                    self._file.write(f"{when} {record.levelname} {printable(line)}\n")
            self._file.flush()
        except OSError as error:
            self.failed = self.failed or self._unwritten(error)

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            self.failed = self.failed or self._unwritten(error)
        super().close()

    def _unwritten(self, error: Exception) -> Message:
        what = why(error) if isinstance(error, OSError) else str(error)
        return unwritten(printable(self._path), what)
