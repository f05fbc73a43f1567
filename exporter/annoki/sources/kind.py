"""What a kind of source declares; all that speaks of kinds is made from it.

The check of a configuration, its JSON schema, the tables of `config.md`, the add-on's forms and
menu, and the command line's help come from these declarations alone.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Literal, Mapping, Tuple, Union

from ..text.urls import WEB
from ..words import Text as Text
from ..words import message

if TYPE_CHECKING:
    from .source import Source


NOTHING = Text("", "")

Form = Literal["line", "secret", "list", "number", "path", "format"]
"""How a setting is edited: a line of text, one that is masked, texts with commas between them, a
number, a file or folder, one of the formats that are read."""


def all_that_is_shown(source: Source) -> Tuple[Any, ...]:
    """The settings of `source` but for its secrets."""
    given = (getattr(source, one.name) for one in source.declared.settings if one.form != "secret")
    return tuple(given)


def _as_it_is(typed: str) -> List[str]:
    return [typed]


def _nothing_wrong(value: Any) -> str:
    return ""


@dataclass(frozen=True)
class Setting:
    """One setting of a kind.

    `help` and `unset` (what holds where it is left out) stand in `config.md`, `label`, `like` (an
    example, shown while the field is empty) and `hint` in the add-on's form. The value of a `list`
    is a tuple of texts, of a `number` a whole number from 1 to `most`, else a text; what is left
    out is empty, or 0. `wrong` says of a value that is not empty what is wrong with it, or nothing.
    `meant` gives the values that a person means who typed one: the address of a group is its id.
    """

    name: str
    label: Text
    help: Text
    form: Form = "line"
    unset: Text = NOTHING
    like: Text = NOTHING
    hint: Text = NOTHING
    most: int = 0
    wrong: Callable[[Any], Union[str, Text]] = _nothing_wrong
    meant: Callable[[str], List[str]] = _as_it_is

    @property
    def empty(self) -> Any:
        """The value of a setting that is left out."""
        empty: Dict[str, Any] = {"list": (), "number": 0}
        return empty.get(self.form, "")

    def as_typed(self, value: Any) -> str:
        """`value` as a person would type it: the texts of a list have commas between them."""
        return ", ".join(value) if self.form == "list" else str(value or "")

    def meant_by(self, typed: str) -> Any:
        """The value that a person means who has `typed` this, as a configuration holds it."""
        if self.form != "list":
            return ([*self.meant(typed.strip())] or [""])[0]
        parts = filter(None, map(str.strip, typed.replace("\uff0c", ",").split(",")))
        return list(dict.fromkeys(one for part in parts for one in self.meant(part)))


@dataclass(frozen=True)
class SourceKind:
    """A kind of source: its settings, what it is called, and how it is fetched.

    `fetch` names the function (`package.module:function`) that takes a `Source` and a
    `fetch.web.Web` and gives a `fetch.result.Fetched`; it is loaded when it is needed. What is read
    from files has none. `claims` gives the settings that an address on the command line means, or
    None if it is not for this kind; who `claims_all` is asked last. `names` gives those that a name
    without any address means, such as that of an account. `called` is what messages and
    reports call a source; it holds no secret. `needs` says what is missing in a source, or nothing.
    `place` gives what is the same for all sources that read the same, however that is written.
    `writes` names, like `fetch`, what takes the same and can change a text at the service
    (`push.services.Writing`).
    """

    name: str
    label: Text
    add: Text
    about: Text
    settings: Tuple[Setting, ...]
    called: Callable[[Source], str]
    needs: Callable[[Source], Union[str, Text]] = _nothing_wrong
    place: Callable[[Source], Tuple[Any, ...]] = all_that_is_shown
    claims: Callable[[str], Any] = lambda address: None
    names: Callable[[str], Any] = lambda name: None
    claims_all: bool = False
    fetch: str = ""
    writes: str = ""
    example: Tuple[Mapping[str, Any], ...] = ()

    def setting(self, name: str) -> Setting:
        """The setting called `name`. Raises KeyError."""
        return {one.name: one for one in self.settings}[name]

    def fetcher(self) -> Callable[..., Any]:
        """The function that `fetch` names."""
        return _loaded(self.fetch)

    def writer(self) -> Callable[..., Any]:
        """What `writes` names."""
        return _loaded(self.writes)


def _loaded(named: str) -> Callable[..., Any]:
    module, _, name = named.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(module, __package__), name)
    return loaded


def wrong_address(value: str) -> str:
    """What is wrong with the address of a service, if anything."""
    found = re.match(rf"{WEB}([^/?#\\]+)", value, re.IGNORECASE)
    if found and "@" in found.group(1):
        return message("sources.password")
    if not found or not re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]\s]*)(:\d*)?", found.group(1)):
        return message("sources.no_address", address=repr(without_password(value)))
    return ""


def without_password(address: str) -> str:
    """`address` as a message may show it: all is left out that may be a password."""
    return re.sub(r"(?<=://).*@", "…@", address, flags=re.DOTALL)


def whose(source: Source, *named: Any) -> Tuple[Any, ...]:
    """Who is `named`; where nobody is, whoever the token of `source` is of, by the hash of what is
    configured."""
    given = [getattr(source, one.name) for one in source.declared.settings if one.form == "secret"]
    tokens = [] if any(named) else filter(None, given)
    return (*named, *(hashlib.sha256(one.encode()).hexdigest() for one in tokens))


def needing(*names: str) -> Callable[[Source], str]:
    """Says which of the settings of these `names` is missing."""

    def needs(source: Source) -> str:
        missing = [name for name in names if not getattr(source, name)]
        return message("sources.missing", setting=missing[0]) if missing else ""

    return needs


def settings_given(kind: SourceKind, given: Mapping[str, Any]) -> Dict[str, Any]:
    """All settings of `kind`: those `given`, and the others empty."""
    return {one.name: given.get(one.name, one.empty) for one in kind.settings}
