"""The configuration: one JSON format for the command line and the add-on."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Mapping, Tuple

from ..errors import UsageError


@dataclass(frozen=True)
class Decks:
    """Where new cards go, as Anki deck paths."""

    cards: str = "Annoki::Cards"
    passages: str = "Annoki::Passages"
    digests: str = "Annoki::Digests"
    to_finish: str = "Annoki::To finish"


@dataclass(frozen=True)
class Source:
    """Where items come from; `kind` decides which settings it has (see `KINDS`).

    - `file`: `path` is a file, a folder or `-`; an empty `format` is detected;
    - `hypothesis`: the annotations of `user` and/or `groups`, with `token` the private ones too;
      an empty `api` is the public service;
    - `blog`: `url` is a home page or a feed, `pages` how many home pages are read at most;
    - `memos`: `url` of the instance, `token`, and whose memos (`creator`) or which (`filter`).
    """

    kind: str = "file"
    path: str = ""
    format: str = ""
    user: str = ""
    groups: Tuple[str, ...] = ()
    token: str = dataclasses.field(default="", repr=False)
    api: str = ""
    url: str = ""
    pages: int = 0
    creator: str = ""
    filter: str = ""

    @property
    def name(self) -> str:
        """What messages and reports call it; never holds a token."""
        if self.kind == "hypothesis":
            of = [*([self.user] if self.user else []), *(f"group {one}" for one in self.groups)]
            at = f" at {self.api}" if self.api else ""
            return f"hypothesis: {', '.join(of) or 'the owner of the token'}{at}"
        if self.kind == "memos":
            return f"memos: {self.url}"
        return self.url if self.kind == "blog" else self.path


KINDS: Mapping[str, Tuple[str, ...]] = {
    "file": ("path", "format"),
    "hypothesis": ("user", "groups", "token", "api"),
    "blog": ("url", "pages"),
    "memos": ("url", "token", "creator", "filter"),
}
"""Kind of source → the settings that it has."""

_HYPOTHESIS_PAGE = re.compile(r"https://hypothes\.is/(users|groups)/([^/?#]+)", re.IGNORECASE)


def source_of(name: str, format: str = "") -> Source:
    """The source that `name` on the command line means: an address, or a path."""
    page = _HYPOTHESIS_PAGE.match(name)
    if page:
        of = page.group(2)
        users = page.group(1).lower() == "users"
        return Source("hypothesis", user=of) if users else Source("hypothesis", groups=(of,))
    if re.match("https?://", name, re.IGNORECASE):
        return Source("blog", url=name)
    return Source(path=name, format=format)


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
    pictures: bool = True
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
    values = _checked(data, Source(), name)
    kind = values.get("kind", Source.kind)
    if kind not in KINDS:
        raise UsageError(f"{name}: unknown kind {kind!r}; known are {', '.join(KINDS)}")
    for key in values:
        if key != "kind" and key not in KINDS[kind]:
            known = ", ".join(KINDS[kind])
            raise UsageError(f"{name}: {kind} has no setting {key!r}; it has {known}")
    groups = values.get("groups", [])
    if not all(isinstance(group, str) and group for group in groups):
        raise UsageError(f"{name}: groups must be a list of group ids")
    source = Source(**{**values, "groups": tuple(groups)})
    if kind == "file" and not source.path:
        raise UsageError(f"{name}: a path is missing")
    if kind == "hypothesis" and not (source.user or source.groups or source.token):
        raise UsageError(f"{name}: a user, groups or a token is missing")
    if kind in ("blog", "memos") and not source.url:
        raise UsageError(f"{name}: a url is missing")
    for address in (source.url, source.api):
        if address and not re.match(r"https?://[^/\s]+", address, re.IGNORECASE):
            raise UsageError(f"{name}: {address!r} is no http or https address")
        if address and "@" in address.split("/")[2]:
            raise UsageError(f"{name}: an address must not hold a password; use the token")
    if not 0 <= source.pages <= 1000:
        raise UsageError(f"{name}: pages must be from 1 to 1000")
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
        if type(value) is not wanted or (value == "" and key in _NEVER_EMPTY):
            told = "" if key == "token" else f", not {value!r}"
            raise UsageError(f"{name}: {key} must be a {_TYPES[wanted]}{told}")
    return dict(data)


# A source's settings may be empty, as a dialog leaves them; which must not be, its kind says.
_NEVER_EMPTY = (*vars(Decks()), "chinese", "latin", "gone", "confirm", "kind", "path")
_TYPES = {
    str: "non-empty text",
    bool: "true or false",
    int: "whole number",
    dict: "JSON object",
    list: "JSON list",
}
