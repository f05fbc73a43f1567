"""A configured source: a kind, and the settings that it has."""

from __future__ import annotations

from typing import Any, Dict, Tuple

from ..words import said_by
from . import kind_named
from .kind import SourceKind, all_that_is_shown, settings_given
from .secret import place_in, secret_of, values_of


class Source:
    """Where items come from. Immutable; two with the same settings are equal.

    `Source("hypothesis", user="me")` names a kind and its settings, which are attributes too; those
    left out are empty. Without a kind it is `file`: `Source(path="notes.txt")`. Raises TypeError
    for a setting that the kind does not have, UsageError for an unknown kind.
    """

    kind: str
    _settings: Dict[str, Any]

    def __init__(self, kind: str = "file", **settings: Any) -> None:
        declared = kind_named(kind)
        for name in settings:
            if name not in {one.name for one in declared.settings}:
                raise TypeError(f"a source of kind {kind!r} has no setting {name!r}")
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "_settings", settings_given(declared, settings))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._settings[name]
        except KeyError:
            raise AttributeError(f"a source of kind {self.kind!r} has no {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a source does not change; {name!r} cannot be set")

    @property
    def declared(self) -> SourceKind:
        """What its kind declares."""
        return kind_named(self.kind)

    @property
    def name(self) -> str:
        """What messages and reports call it; never holds a secret."""
        try:
            return said_by(self.declared.called(self))
        except Exception:  # another distribution's may fail at that
            return self.kind

    @property
    def secrets(self) -> Tuple[str, ...]:
        """Values that must be shown nowhere: as configured, and what was found by references."""
        return tuple([one for text in self._secrets().values() for one in sorted(values_of(text))])

    @property
    def in_plain_text(self) -> bool:
        """Whether it holds a secret itself, and does not just refer to one."""
        return any(not place_in(text)[0] for text in self._secrets().values())

    def revealed(self) -> Source:
        """Itself, with the secrets that it refers to. Raises InputError where one is not found."""
        found = {name: secret_of(text, name) for name, text in self._secrets().items()}
        return Source(self.kind, **{**self._settings, **found}) if found else self

    def _secrets(self) -> Dict[str, str]:
        hidden = (one.name for one in self.declared.settings if one.form == "secret")
        return {name: self._settings[name] for name in hidden if self._settings.get(name)}

    @property
    def is_live(self) -> bool:
        """Whether it is fetched, and not read from files."""
        return bool(self.declared.fetch)

    @property
    def place(self) -> Tuple[Any, ...]:
        """What it reads, however that is written: of two sources with the same, one is enough."""
        try:
            return (self.kind, *self.declared.place(self))
        except Exception:  # another distribution's may fail at that
            return (self.kind, *all_that_is_shown(self))

    def as_dict(self) -> Dict[str, Any]:
        """As the configuration holds it: the kind, and the settings that are not empty."""
        given = {name: value for name, value in self._settings.items() if value}
        return {
            "kind": self.kind,
            **{name: list(v) if isinstance(v, tuple) else v for name, v in given.items()},
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Source):
            return NotImplemented
        return (self.kind, self._settings) == (other.kind, other._settings)

    def __hash__(self) -> int:
        return hash((self.kind, *self._settings.values()))

    def __repr__(self) -> str:
        secret = {one.name for one in self.declared.settings if one.form == "secret"}
        shown = [
            f"{name}={value!r}"
            for name, value in self._settings.items()
            if value and name not in secret
        ]
        return f"Source({', '.join([repr(self.kind), *shown])})"

    def __reduce__(self) -> Tuple[Any, ...]:
        return _made, (self.kind, self._settings)


def _made(kind: str, settings: Dict[str, Any]) -> Source:
    return Source(kind, **settings)


class Unusable(Source):
    """A source that cannot be asked, as `why` says; `where` says where it is configured.

    Its kind may be one that nobody knows; `settings` are those that are understood. So it counts as
    one that failed, and the others are read.
    """

    where: str
    why: str

    def __init__(self, kind: str, where: str, why: str, **settings: Any) -> None:
        for name, value in {"where": where, "why": why}.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "_settings", settings)

    @property
    def name(self) -> str:
        """What it would be called, if enough is known for that."""
        return (super().name if self._settings else "") or self.where

    @property
    def place(self) -> Tuple[Any, ...]:
        """Nothing is known to be the same."""
        return (self.kind, self.where)

    @property
    def secrets(self) -> Tuple[str, ...]:
        """Of what is understood."""
        return super().secrets if self._settings else ()

    @property
    def is_live(self) -> bool:
        """What is of no known kind is no file."""
        return super().is_live if self._settings else self.kind != "file"

    def __reduce__(self) -> Tuple[Any, ...]:
        return _unusable, (self.kind, self.where, self.why, self._settings)


def _unusable(kind: str, where: str, why: str, settings: Dict[str, Any]) -> Unusable:
    return Unusable(kind, where, why, **settings)
