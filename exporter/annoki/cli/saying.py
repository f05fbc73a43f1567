"""Says something on standard output or error, which may be full, closed, or read by nobody."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
from types import FrameType
from typing import Any, Iterator, NamedTuple, NoReturn, Optional

import click

from ..errors import AnnokiError, Untold
from ..files.names import printable, printable_lines, why
from ..words import Language, at, in_turn, message, said_by, told, unwritten
from .exit_codes import ExitCode

SAID = "annoki.said"
"""The log of what was said; it goes no further by itself, as all of it was said already."""
_said = logging.getLogger(SAID)
_said.propagate = False
_said.setLevel(logging.INFO)
_said.addHandler(logging.NullHandler())


class Voice(NamedTuple):
    """Tells whoever runs the command line, in their language: if `quiet` only what goes wrong and
    what was asked for as data, if `verbose` each step, too."""

    language: Language = "en"
    quiet: bool = False
    verbose: bool = False

    def told(self, said: object) -> str:
        """`said` in this language."""
        return told(said, self.language)

    def line(self, said: object) -> str:
        """`said` in this language, on one line that can be printed."""
        return printable(self.told(said))

    def say(self, said: object = "", newline: bool = True, **style: Any) -> None:
        """Say it on standard output. Raises Untold; ends the program if its reader has gone."""
        _said.info(said)
        if not self.quiet:
            self.give(said, newline, **style)

    def give(self, said: object, newline: bool = True, **style: Any) -> None:
        """What was asked for, on standard output, in any case. Raises as `say`."""
        with on_standard_output():
            text = printable_lines(self.told(said))
            click.secho(text, nl=newline, reset=bool(style), **style)

    def show_drawn(self, drawn: str) -> None:
        """What was drawn for a terminal, which obeys nothing in it but its styles; no log holds it.
        Raises as `say`."""
        if not self.quiet:
            with on_standard_output():
                click.echo(drawn, nl=False)

    def complain(self, said: object) -> None:
        """Say it on standard error; where that cannot be, nobody can be told."""
        _said.warning(said)
        self.show(said)

    def show(self, said: object) -> None:
        """The same, of what is kept in a log already."""
        with contextlib.suppress(OSError):
            click.echo(printable_lines(self.told(said)), err=True)

    @contextlib.contextmanager
    def warnings(self) -> Iterator[None]:
        """Within it, what the package warns of in its log is said here."""
        handler = _Warnings(self)
        log = logging.getLogger("annoki")
        log.addHandler(handler)
        try:
            yield
        finally:
            log.removeHandler(handler)


class _Warnings(logging.Handler):
    def __init__(self, voice: Voice) -> None:
        super().__init__(logging.WARNING)
        self._voice = voice

    def emit(self, record: logging.LogRecord) -> None:
        self._voice.show(record.getMessage() if record.args else record.msg)


@contextlib.contextmanager
def on_standard_output() -> Iterator[None]:
    """What the system refuses here, it refuses to standard output. Raises Untold; ends the program
    if nobody reads that any more."""
    try:
        yield
    except BrokenPipeError:
        sys.exit(ExitCode.UNTOLD)
    except OSError as error:
        raise Untold(unwritten(message("cli.standard_output"), why(error))) from error


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
        raise Untold(in_turn([said_by(error), done])) from error


@contextlib.contextmanager
def one_line_errors(voice: Voice) -> Iterator[None]:
    """Errors that a user can act on are one line, without a traceback, and end the program; what
    has not been written by then never will be."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with voice.warnings():
            yield
    except AnnokiError as error:
        _end(voice, error, ExitCode.of_error(error))
    except ToldToEnd as ended:
        _end(voice, message("cli.interrupted"), 128 + ended.args[0])
    except click.ClickException as error:  # a wrong option, shown with how it is used
        with contextlib.suppress(OSError):
            error.show()
        sys.exit(error.exit_code)
    finally:
        for stream in (sys.stdout, sys.stderr):
            _forget_unwritten(stream)


def _end(voice: Voice, what: object, code: int) -> NoReturn:
    voice.complain(voice.line(at("annoki", what)))
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
