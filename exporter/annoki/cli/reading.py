"""What commands that read sources share: the configuration, and the gathering with its progress."""

from __future__ import annotations

import logging
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, Optional, Sequence

import click

from ..config import Config, load, source_of
from ..errors import UsageError
from ..files.names import printable
from ..pipeline.gather import Gathered, Gathering, Known, Progress, gather
from ..words import message
from .places import cache_path, config_path, config_there
from .saying import Voice

if TYPE_CHECKING:
    from ..targets.apkg.earlier import EarlierPackage

_log = logging.getLogger("annoki")


def configured(path: Optional[Path], inputs: Sequence[str]) -> Config:
    """The configuration in `path`, else in its usual place, else the defaults, for `inputs`.
    Raises UsageError if there is nothing to read."""
    found = path or config_there()
    config = load(found) if found else Config()
    if not inputs and not config.sources:
        key = "cli.no_sources" if found else "cli.no_input"
        raise UsageError(message(key, config=printable(found or config_path())))
    return config


def gathered(
    voice: Voice,
    config: Config,
    inputs: Sequence[str],
    format_: Optional[str],
    known: Optional[Known] = None,
) -> Gathered:
    """All that was read of `inputs`, or of the sources of `config`, with a progress bar."""
    with gathering(voice, config, inputs, format_, known=known) as made:
        return made.whole()


@contextmanager
def gathering(
    voice: Voice,
    config: Config,
    inputs: Sequence[str],
    format_: Optional[str],
    repairing: bool = True,
    detailed: bool = True,
    processes: int = 1,
    earlier: Optional[EarlierPackage] = None,
    known: Optional[Known] = None,
) -> Iterator[Gathering]:
    """Gather, with a progress bar where standard error is a terminal, unless all is told there or
    nothing."""
    sources = [source_of(name, format_ or "") for name in inputs]

    def begin(progress: Optional[Progress] = None) -> Gathering:
        return gather(
            config,
            sources,
            getattr(sys.stdin, "buffer", None),
            repairing,
            detailed,
            progress,
            cache=cache_path(),
            processes=processes,
            earlier=earlier,
            known=known,
        )

    step = _Steps()
    if voice.quiet or voice.verbose or sys.stderr is None or not sys.stderr.isatty():
        with closing(begin(step)) as made:
            yield made
        return
    label = voice.told(message("cli.reading"))
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, total: int, what: str) -> None:
            step(done, total, what)
            bar.label = voice.line(what or message("cli.composing"))
            bar.length = total
            bar.update(done - bar.pos)

        with closing(begin(progress)) as made:
            yield made


class _Steps:
    """Logs what is begun, once each."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, done: int, total: int, what: str) -> None:
        now = what or message("cli.composing")
        if now != self._last:
            self._last = now
            _log.info(message("heard.step", what=now))
