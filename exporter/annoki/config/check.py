"""Checks a configuration against what is declared of options, kinds of source and settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, TypeVar

from .. import sources
from ..errors import UsageError
from ..files.contents import contents
from ..files.names import why
from ..sources import kind_named, kinds
from ..sources.kind import Setting, without_password
from ..sources.source import Source
from ..text.clean import can_name
from .options import Config, Decks, options_of

_MOST_BYTES = 16 * 1024 * 1024
_Options = TypeVar("_Options")
_OF_FORM = {"list": list, "number": int}
_CALLED = {str: "text", int: "a whole number", list: "a JSON list"}


def load(path: Path) -> Config:
    """The configuration in the JSON file `path`. Raises UsageError, naming what is wrong."""
    try:
        data = as_json(contents(path, _MOST_BYTES))
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({why(error)})") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error
    return parse(data, str(path))


class NotUtf8(ValueError):
    """A text in another encoding: `line` is the first of which that is certain."""

    def __init__(self, line: int) -> None:
        super().__init__(f"not UTF-8 (line {line}); save it in this encoding, with a text editor")
        self.line = line


def as_json(data: bytes) -> Any:
    """What the JSON in `data` says. Raises ValueError, whose text says what is wrong with it."""
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
        raise ValueError(f"not JSON ({error})") from error


def parse(data: Any, name: str) -> Config:
    """The configuration in parsed JSON; `name` says in messages where it is from."""
    values = _object(data, Config, name)
    if "decks" in values:
        place = f"{name}: decks"
        values["decks"] = _made(Decks, _object(values["decks"], Decks, place), place)
    if "sources" in values:
        if not isinstance(values["sources"], list):
            raise UsageError(f"{name}: sources must be a JSON list")  # which may hold a token
        values["sources"] = tuple(
            source(entry, f"{name}: source {n}") for n, entry in enumerate(values["sources"], 1)
        )
    return _made(Config, values, name)


def source(data: Any, name: str) -> Source:
    """The source in parsed JSON. Raises UsageError, naming what is wrong."""
    if not isinstance(data, dict):
        raise UsageError(f"{name}: must be a JSON object")
    kind_name = data.get("kind", "file")
    if not _is_kind(kind_name):
        told = f" {kind_name!r}" if isinstance(kind_name, str) else ""
        raise UsageError(f"{name}: unknown kind{told}; known are {', '.join(kinds())}")
    kind = kind_named(kind_name)
    settings = {one.name: one for one in kind.settings}
    values: Dict[str, Any] = {}
    for key, value in data.items():
        if key == "kind":
            continue
        if key not in settings:
            known = ", ".join(settings)
            raise UsageError(f"{name}: {kind_name} has no setting {key!r}; it has {known}")
        values[key] = _setting(settings[key], value, name)
    made = Source(kind_name, **values)
    wrong = _said_of(lambda: kind.needs(made))
    if wrong:
        raise UsageError(f"{name}: {wrong}")
    return made


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
        told = "" if setting.form == "secret" else f", not {value!r}"
        raise UsageError(f"{name}: {setting.name} must be {_CALLED[wanted]}{told}")
    if isinstance(value, list):
        if not all(isinstance(one, str) and one for one in value):
            raise UsageError(f"{name}: {setting.name} must be a list of texts, none of them empty")
        value = tuple(value)
    texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    # A file that was named in another encoding has halves of characters for its bytes.
    bytes_of_names = dict.fromkeys(range(0xDC80, 0xDD00)) if setting.form == "path" else {}
    if not all(can_name(one.translate(bytes_of_names)) for one in texts):
        raise UsageError(f"{name}: {setting.name} must be one line without control characters")
    if setting.most and not 0 <= value <= setting.most:
        raise UsageError(f"{name}: {setting.name} must be from 1 to {setting.most}")
    if setting.form == "secret" and not all(text.isascii() for text in texts):
        raise UsageError(f"{name}: {setting.name} holds signs that no token has; copy it again")
    wrong = _said_of(lambda: setting.wrong(value)) if value else ""
    if wrong:
        raise UsageError(f"{name}: {wrong}")
    return value


def _said_of(ask: Callable[[], str]) -> str:
    """What a kind of source says is wrong; those of other distributions may fail at that."""
    try:
        return str(ask() or "")
    except Exception as error:  # whose text may hold a token
        return (
            f"its kind of source cannot check it ({type(error).__name__}); update or uninstall it"
        )


def _object(data: Any, declared: Any, name: str) -> Dict[str, Any]:
    """`data` as a mapping whose keys are options of `declared`."""
    if not isinstance(data, dict):
        raise UsageError(f"{name}: must be a JSON object")
    known = [option for option, _, _ in options_of(declared)]
    for key in data:
        if key not in known:
            raise UsageError(f"{name}: unknown option {key!r}; known are {', '.join(known)}")
    return dict(data)


def _made(declared: Callable[..., _Options], values: Dict[str, Any], name: str) -> _Options:
    try:
        return declared(**values)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None


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
