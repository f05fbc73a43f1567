"""Checks a configuration against what is declared of options, kinds of source and settings."""

from __future__ import annotations

import json
import logging
import os
import stat
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, TypeVar, Union

from .. import sources
from ..errors import UsageError
from ..files.contents import contents
from ..files.names import why
from ..sources import kind_named, kinds
from ..sources.kind import Setting, settings_given, without_password
from ..sources.secret import place_in
from ..sources.source import Source, Unusable
from ..text.clean import can_name
from ..words import at, but_for, message, said_by
from .options import Config, Decks, in_range, must_be, options_of

_log = logging.getLogger("annoki")
_MOST_BYTES = 16 * 1024 * 1024
_Options = TypeVar("_Options")
_OF_FORM = {"list": list, "number": int}
_CALLED = {str: "config.is_text", int: "config.is_number", list: "config.is_list"}


def load(path: Path) -> Config:
    """The configuration in the JSON file `path`. Raises UsageError, naming what is wrong.

    Warns in the log `annoki` of a file that others can read, and that holds a token.
    """
    try:
        data = as_json(contents(path, _MOST_BYTES))
    except OSError as error:
        raise _wrong(path, message("config.unopened", why=why(error))) from error
    except ValueError as error:
        raise _wrong(path, error) from error
    config = parse(data, str(path))
    if any(one.in_plain_text for one in config.sources) and others_can_read(path):
        _log.warning(at(path, message("config.readable", path=path)))
    return config


def others_can_read(path: Path) -> bool:
    """Whether others on this machine can read the file `path`, as far as its mode tells."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return False
    others = stat.S_IRGRP | stat.S_IROTH
    return os.name == "posix" and stat.S_ISREG(found.st_mode) and bool(found.st_mode & others)


class NotUtf8(ValueError):
    """A text in another encoding: `line` is the first of which that is certain."""

    def __init__(self, line: int) -> None:
        super().__init__(message("config.not_utf8", line=line))
        self.line = line


def as_json(data: bytes) -> Any:
    """What the JSON in `data` says. Raises ValueError with the message what is wrong with it."""
    # No JSON holds this one; in UTF-16, plain letters do.
    wrong, text = data.find(b"\0"), ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = error.start
    if wrong >= 0:
        line = data.count(b"\n", 0, wrong) + 1
        raise NotUtf8(line)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(message("config.not_json", why=str(error))) from error


def parse(data: Any, name: str, strict: bool = True) -> Config:
    """The configuration in parsed JSON; `name` says in messages where it is from.

    Raises UsageError. Unless it is `strict`, a source with which something is wrong is `Unusable`,
    and does not keep the others from being read.
    """
    read = source if strict else _source_or_unusable
    values = _object(data, Config, name)
    if "decks" in values:
        place = at(name, "decks")
        values["decks"] = _made(Decks, _object(values["decks"], Decks, place), place)
    if "sources" in values:
        if not isinstance(values["sources"], list):
            raise _wrong(name, message("config.sources"))  # which may hold a token
        values["sources"] = tuple(
            read(entry, message("config.source", name=name, at=n))
            for n, entry in enumerate(values["sources"], 1)
        )
    return _made(Config, values, name)


def source(data: Any, name: str) -> Source:
    """The source in parsed JSON. Raises UsageError, naming what is wrong."""
    if not isinstance(data, dict):
        raise _wrong(name, message("config.no_object"))
    kind_name = data.get("kind", "file")
    if not _is_kind(kind_name):
        known = [*kinds()]
        if isinstance(kind_name, str):
            raise _wrong(name, message("config.unknown_kind", kind=repr(kind_name), known=known))
        raise _wrong(name, message("config.no_kind", known=known))
    kind = kind_named(kind_name)
    settings = {one.name: one for one in kind.settings}
    values: Dict[str, Any] = {}
    for key, value in data.items():
        if key == "kind":
            continue
        if key not in settings:
            has = [*settings]
            what = message("config.no_setting", kind=kind_name, setting=repr(key), known=has)
            raise _wrong(name, what)
        values[key] = _setting(settings[key], value, name)
    made = Source(kind_name, **values)
    wrong = _said_of(lambda: kind.needs(made))
    if wrong:
        raise _wrong(name, wrong)
    return made


def _source_or_unusable(data: Any, name: str) -> Source:
    try:
        return source(data, name)
    except UsageError as error:
        usable = dict(understood(data))
        said = data.get("kind") if isinstance(data, dict) else None
        kind = usable.pop("kind", None)
        settings = settings_given(kind_named(kind), usable) if kind else {}
        return Unusable(kind or str(said or ""), name, but_for(error, name), **settings)


def source_of(name: str, format: str = "") -> Source:
    """The source that `name` on the command line means: an address, or a path. Raises UsageError
    where one of its kind would be refused in a configuration."""
    made = sources.source_named(name, format)
    kind = kind_named(made.kind)
    for setting in kind.settings if kind.fetch else ():
        value = getattr(made, setting.name)
        given = list(value) if isinstance(value, tuple) else value
        if given:
            _setting(setting, given, without_password(name))
    return made


def _is_kind(name: Any) -> bool:
    return isinstance(name, str) and name in kinds()


def _setting(setting: Setting, value: Any, name: str) -> Any:
    wanted = _OF_FORM.get(setting.form, str)
    if type(value) is not wanted:
        called = message(_CALLED[wanted])
        if setting.form == "secret":
            raise _wrong(name, message("config.must_be", name=setting.name, what=called))
        raise _wrong(name, must_be(setting.name, called, value))
    if isinstance(value, list):
        if not all(isinstance(one, str) and one for one in value):
            raise _wrong(name, message("config.texts", name=setting.name))
        value = tuple(value)
    texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    # A file that was named in another encoding has halves of characters for its bytes.
    bytes_of_names = dict.fromkeys(range(0xDC80, 0xDD00)) if setting.form == "path" else {}
    if not all(can_name(one.translate(bytes_of_names)) for one in texts):
        raise _wrong(name, message("config.one_line", name=setting.name))
    if setting.most and not 0 <= value <= setting.most:
        raise _wrong(name, in_range(setting.name, 1, setting.most))
    for text in texts if setting.form == "secret" else ():
        how, where = place_in(text)
        if how and not where:
            raise _wrong(name, message("config.no_place", name=setting.name, how=f"{how}:"))
        if not how and not text.isascii():
            raise _wrong(name, message("config.no_token", name=setting.name))
    wrong = _said_of(lambda: setting.wrong(value)) if value else ""
    if wrong:
        raise _wrong(name, wrong)
    return value


def _said_of(ask: Callable[[], object]) -> str:
    """What a kind of source says is wrong; those of other distributions may fail at that."""
    try:
        return said_by(ask() or "")
    except Exception as error:  # whose text may hold a token
        return message("config.check_fails", error=type(error).__name__)


def _wrong(where: Union[str, Path], what: object) -> UsageError:
    return UsageError(at(where, what))


def _object(data: Any, declared: Any, name: str) -> Dict[str, Any]:
    """`data` as a mapping whose keys are options of `declared`."""
    if not isinstance(data, dict):
        raise _wrong(name, message("config.no_object"))
    known = [option for option, _, _ in options_of(declared)]
    for key in data:
        if key not in known:
            raise _wrong(name, message("config.unknown_option", option=repr(key), known=known))
    return dict(data)


def _made(declared: Callable[..., _Options], values: Dict[str, Any], name: str) -> _Options:
    try:
        return declared(**values)
    except UsageError as error:
        raise _wrong(name, error) from None


def understood(entry: Any) -> Mapping[str, Any]:
    """Of a source in parsed JSON, complete or not: `kind`, and those settings that can be used.

    Empty if it is of no kind that is known.
    """
    kind_name = entry.get("kind", "file") if isinstance(entry, dict) else None
    kind = kind_named(str(kind_name)) if _is_kind(kind_name) else None
    if kind is None:
        return {}
    values: Dict[str, Any] = {"kind": kind.name}
    for setting in kind.settings:
        value = entry.get(setting.name)
        if setting.form == "list" and isinstance(value, list):
            values[setting.name] = tuple(one for one in value if isinstance(one, str))
        elif type(value) is _OF_FORM.get(setting.form, str):
            values[setting.name] = value
    return values
