"""`annoki doctor`: what is there, what works and what does not."""

from __future__ import annotations

import os
import platform
import sys
import time
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Iterator, List, Literal, NamedTuple, Optional

import click

from .. import __version__
from ..config import Config, Source, Unusable, parse
from ..config.check import as_json, others_can_read
from ..errors import AnnokiError, InputError
from ..files.contents import contents
from ..files.names import printable, why
from ..sources.secret import place_in, secret_of
from ..words import at, message, said_by
from .declared import Declaring
from .exit_codes import ExitCode
from .places import cache_path, config_there
from .places import config_path as usual_place
from .saying import Voice

_MOST_BYTES = 16 * 1024 * 1024
_How = Literal["works", "absent", "careful", "fails"]


class _Found(NamedTuple):
    """`how` something is, and what is `said` of it."""

    how: _How
    said: object


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    return on.command("doctor", doctor, on.config(), on.flag("--offline", help="doctor.offline"))


def doctor(voice: Voice, config_path: Optional[Path], offline: bool) -> None:
    """Tell what is there, what works and what does not."""
    failed = 0
    for one in _all(config_path, offline):
        failed += one.how == "fails"
        line = voice.line(message(f"doctor.{one.how}", what=one.said))
        (voice.complain if voice.quiet and one.how == "fails" else voice.say)(line)
    voice.say(message("doctor.failed", n=failed) if failed else message("doctor.well"))
    sys.exit(ExitCode.PARTLY_READ if failed else ExitCode.ALL_READ)


def _all(config_path: Optional[Path], offline: bool) -> Iterator[_Found]:
    versions = {"version": __version__, "python": platform.python_version()}
    yield _Found("works", message("doctor.versions", **versions))
    path = config_path or config_there()
    config = None
    if path is None:
        yield _Found("absent", message("doctor.no_config", path=printable(usual_place())))
    else:
        try:
            config = _config(path)
        except AnnokiError as error:
            yield _Found("fails", error)
    if path and config:
        yield from _of_config(path, config)
        for source in config.sources:
            yield from _of_source(source, config, offline)
    yield from _libraries()
    yield from _folders()
    yield from _account()


def _config(path: Path) -> Config:
    """Raises InputError, UsageError."""
    try:
        return parse(as_json(contents(path, _MOST_BYTES)), str(path), strict=False)
    except OSError as error:
        raise InputError(at(path, message("config.unopened", why=why(error)))) from error
    except ValueError as error:
        raise InputError(at(path, error)) from error


def _of_config(path: Path, config: Config) -> Iterator[_Found]:
    said = message("doctor.config", path=printable(path), n=len(config.sources))
    yield _Found("works" if config.sources else "careful", said)
    if others_can_read(path) and any(one.in_plain_text for one in config.sources):
        yield _Found("careful", at(path, message("config.readable", path=path)))


def _of_source(source: Source, config: Config, offline: bool) -> Iterator[_Found]:
    from ..pipeline.results import asked

    if isinstance(source, Unusable):
        yield _Found("fails", at(source.name, source.why))
        return
    secrets = [one.name for one in source.declared.settings if one.form == "secret"]
    for name in filter(lambda one: getattr(source, one), secrets):
        found = _of_secret(source, name)
        yield found
        if found.how == "fails":
            return
    if source.is_live and offline:
        yield _Found("absent", at(source.name, message("doctor.not_asked")))
        return
    result = asked(source, {"max_megabytes": config.max_megabytes}, lambda: False)
    lines: List[object] = [result.said, *result.lines]
    for line in lines if not result.good else lines[:1]:
        yield _Found("works" if result.good else "fails", at(source.name, line))


def _of_secret(source: Source, name: str) -> _Found:
    text = getattr(source, name)
    how, where = place_in(text)
    if not how:
        return _Found("works", at(source.name, message("doctor.in_text", setting=name)))
    try:
        secret_of(text, name)
    except InputError as error:
        return _Found("fails", at(source.name, error))
    place = message(f"secrets.{how}", name=printable(where))
    return _Found("works", at(source.name, message("doctor.secret", setting=name, place=place)))


def _libraries() -> Iterator[_Found]:
    try:
        anki = message("doctor.anki", version=version("anki"))
    except PackageNotFoundError:
        yield _Found("absent", message("doctor.no_anki"))
    else:
        try:
            import_module("anki.collection")
        except Exception as error:  # of what it is made of
            yield _Found("fails", at(anki, message("doctor.broken", why=type(error).__name__)))
        else:
            yield _Found("works", anki)
    try:
        keyring = import_module("keyring").get_keyring()
    except ImportError:
        yield _Found("absent", message("doctor.no_keyring"))
    except Exception as error:  # of one of many programs
        yield _Found("careful", message("doctor.keyring_fails", why=type(error).__name__))
    else:
        works = getattr(keyring, "priority", 0) > 0
        key = "doctor.keyring" if works else "doctor.keyring_closed"
        name = str(getattr(keyring, "name", type(keyring).__name__))
        yield _Found("works" if works else "absent", message(key, name=name))


def _folders() -> Iterator[_Found]:
    from ..headless.account import data_folder

    for key, folder in (("doctor.data", data_folder()), ("doctor.cache", cache_path())):
        there = folder
        while not os.path.lexists(there) and there != there.parent:
            there = there.parent
        can = os.path.isdir(there) and os.access(there, os.W_OK | os.X_OK)
        said = message(key, path=printable(folder))
        yield _Found("works", said) if can else _Found("fails", at(said, message("doctor.closed")))


def _account() -> Iterator[_Found]:
    from ..headless.account import logged_in
    from ..headless.device import Device

    try:
        login = logged_in()
    except AnnokiError as error:
        yield _Found("absent", said_by(error))
        return
    server = login.endpoint or "AnkiWeb"
    yield _Found("works", message("doctor.login", user=login.user, server=server))
    copy = Device(login.folder).path
    try:
        changed = time.strftime("%Y-%m-%d %H:%M", time.localtime(copy.stat().st_mtime))
    except OSError:
        yield _Found("absent", message("doctor.no_copy"))
    else:
        yield _Found("works", message("doctor.copy", path=printable(copy), when=changed))
