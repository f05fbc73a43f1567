"""Says something on standard output or error, which may be full, closed, or read by nobody."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType
from typing import Any, Iterator, NoReturn, Optional

import click

from ..errors import AnnokiError, Untold
from ..files.names import printable, printable_lines, why
from .exit_codes import ExitCode


def say(text: str = "", newline: bool = True, **style: Any) -> None:
    """Say it on standard output. Raises Untold; ends the program if its reader has gone."""
    with on_standard_output():
        click.secho(printable_lines(text), nl=newline, **style)


@contextlib.contextmanager
def on_standard_output() -> Iterator[None]:
    """What the system refuses here, it refuses to standard output. Raises Untold; ends the program
    if nobody reads that any more."""
    try:
        yield
    except BrokenPipeError:
        sys.exit(ExitCode.UNTOLD)
    except OSError as error:
        raise Untold(f"standard output: cannot be written ({why(error)})") from error


def complain(text: str) -> None:
    """Say it on standard error; where that cannot be, nobody can be told."""
    with contextlib.suppress(OSError):
        click.echo(printable_lines(text), err=True)


class ToldToEnd(BaseException):
    """This process was told to end, by the signal of that number."""


def tell_when_ended() -> None:
    """From now on a signal to end raises ToldToEnd, so that what is begun is cleared away; a second
    one ends at once. Who had it ignored (`nohup`) goes on ignoring it."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _raise_ended)


def _raise_ended(number: int, _: Optional[FrameType]) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise ToldToEnd(number)


@contextlib.contextmanager
def telling_that(done: str) -> Iterator[None]:
    """What cannot be told here is no reason to believe that it was not done: if saying it fails,
    the error says that, too."""
    try:
        yield
    except Untold as error:
        raise Untold(f"{error}; {done}") from error


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
    except ToldToEnd as ended:
        said = "interrupted; what is written is written whole, and the next run does the rest"
        _end(said, 128 + ended.args[0])
    except click.ClickException as error:  # a wrong option, shown with how it is used
        with contextlib.suppress(OSError):
            error.show()
        sys.exit(error.exit_code)
    finally:
        for stream in (sys.stdout, sys.stderr):
            _forget_unwritten(stream)


def _end(what: str, code: int) -> NoReturn:
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
