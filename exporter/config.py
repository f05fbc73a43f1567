"""The configuration: one JSON format for the command line and the add-on."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Tuple

from .errors import UsageError


@dataclass(frozen=True)
class Decks:
    """Where new cards go, as Anki deck paths."""

    cards: str = "Annoki::Cards"
    passages: str = "Annoki::Passages"
    digests: str = "Annoki::Digests"
    to_finish: str = "Annoki::To finish"


@dataclass(frozen=True)
class Source:
    """Where items come from. `path` is a file, a folder or `-`; an empty `format` is detected."""

    kind: str = "file"
    path: str = ""
    format: str = ""


@dataclass(frozen=True)
class Config:
    """All options, with their defaults. `addon/config.md` describes each for users."""

    sources: Tuple[Source, ...] = ()
    decks: Decks = Decks()
    reverse_separator: bool = False
    one_way_separator: bool = False
    chinese: str = "zh-Hans"
    latin: str = "en"
    max_megabytes: int = 256
    gone: str = "tag"
    confirm: str = "unusual"
    sync_on_open: bool = False
    ankiweb_after: bool = False


_CHOICES = {
    "gone": ("tag", "suspend", "delete_unreviewed"),
    "confirm": ("unusual", "always", "never"),
}


def load(path: Path) -> Config:
    """The configuration in the JSON file `path`. Raises UsageError, naming what is wrong."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({error.strerror or error})") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"{path}: not JSON ({error})") from error
    return parse(data, str(path))


def parse(data: Any, name: str) -> Config:
    """The configuration in parsed JSON; `name` says in messages where it is from."""
    values = _checked(data, Config(), name)
    if "decks" in values:
        decks = _checked(values["decks"], Decks(), f"{name}: decks")
        values["decks"] = dataclasses.replace(Decks(), **decks)
    if "sources" in values:
        values["sources"] = tuple(
            _source(entry, f"{name}: source {n}") for n, entry in enumerate(values["sources"], 1)
        )
    config = dataclasses.replace(Config(), **values)
    for key, choices in _CHOICES.items():
        if getattr(config, key) not in choices:
            raise UsageError(f"{name}: {key} must be one of {', '.join(choices)}")
    for language in (config.chinese, config.latin):
        if not language.replace("-", "").isalnum() or not language.isascii():
            raise UsageError(f"{name}: {language!r} is no language tag such as zh-Hans or en")
    if config.max_megabytes < 1:
        raise UsageError(f"{name}: max_megabytes must be at least 1")
    return config


def _source(data: Any, name: str) -> Source:
    source = Source(**_checked(data, Source(), name))
    if source.kind != "file":
        raise UsageError(f"{name}: unknown kind {source.kind!r}; known are file")
    if not source.path:
        raise UsageError(f"{name}: a path is missing")
    return source


def _checked(data: Any, defaults: Any, name: str) -> Dict[str, Any]:
    """`data` as a mapping whose keys and types are those of the dataclass `defaults`."""
    if not isinstance(data, dict):
        raise UsageError(f"{name}: must be a JSON object")
    for key, value in data.items():
        if key not in vars(defaults):
            known = ", ".join(vars(defaults))
            raise UsageError(f"{name}: unknown option {key!r}; known are {known}")
        default = getattr(defaults, key)
        wanted = dict if dataclasses.is_dataclass(default) else type(default)
        wanted = list if wanted is tuple else wanted
        if type(value) is not wanted or (value == "" and key != "format"):
            raise UsageError(f"{name}: {key} must be a {_TYPES[wanted]}, not {value!r}")
    return dict(data)


_TYPES = {
    str: "non-empty text",
    bool: "true or false",
    int: "whole number",
    dict: "JSON object",
    list: "JSON list",
}
