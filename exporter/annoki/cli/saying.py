"""Says something on standard output or error, which may be full, closed, or read by nobody."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any, Iterator, NoReturn

import click

from ..errors import AnnokiError, Untold
from ..files.names import printable, why
from .exit_codes import ExitCode


def say(text: str = "", newline: bool = True, **style: Any) -> None:
    """Say it on standard output. Raises Untold, BrokenPipeError if its reader has gone."""
    try:
        click.secho(text, nl=newline, **style)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Untold(f"standard output: cannot be written ({why(error)})") from error


def complain(text: str) -> None:
    """Say it on standard error; where that cannot be, nobody can be told."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


@contextlib.contextmanager
def telling_that(done: str) -> Iterator[None]:
    """What cannot be told here is no reason to believe that it was not done: if saying it fails,
    the error says that, too."""
    try:
        yield
    except Untold as error:
        raise Untold(f"{error}; {done}") from error
    except BrokenPipeError:
        sys.exit(ExitCode.UNTOLD)


@contextlib.contextmanager
def one_line_errors() -> Iterator[None]:
    """Errors that a user can act on are one line, without a traceback, and end the program; what
    has not been written by then never will be."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        yield
    except AnnokiError as error:
        _end(str(error), ExitCode.of_error(error))
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        _end(f"{named}{why(error)}", ExitCode.PARTLY_READ)
    finally:
        for stream in (sys.stdout, sys.stderr):
            _forget_unwritten(stream)


def _end(what: str, code: ExitCode) -> NoReturn:
    complain(f"annoki: {printable(what)}")
    sys.exit(code)


def _forget_unwritten(stream: Any) -> None:
    """Python would try it once more when it ends, and tell of it in its own words."""
    try:
        if stream is not None:
            stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
