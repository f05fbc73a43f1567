"""The configuration that a profile keeps, judged by the same rules as the command line's."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Sequence

from ..config import Config, Source, parse
from ..config.check import understood as usable_settings
from ..errors import UsageError
from ..files.names import why
from ..sources.typed import not_among
from ..words import at, message, said_by
from . import Profile


class UnreadableFile(UsageError):
    """The file of the configuration is none that can be edited in a window."""


def raw(profile: Profile) -> Dict[str, Any]:
    """The configuration as JSON: the shipped one with the user's changes.

    Raises UnreadableFile, naming the file and what is wrong with it.
    """
    try:
        return {**profile.shipped, **profile.read()}
    except OSError as error:
        what: str = message("config.unopened", why=why(error))
    except ValueError as error:
        what = said_by(error)
    raise UnreadableFile(at(profile.config, what))


def stored_config(profile: Profile) -> Config:
    """The configuration; a source that cannot be used is `Unusable`, and stops none of the others.

    Raises UsageError, naming what else is wrong with it.
    """
    return parse(raw(profile), str(profile.config), strict=False)


def save(profile: Profile, data: Dict[str, Any], as_they_are: Iterable[Any] = ()) -> None:
    """Keep `data` as the configuration of `profile`.

    Raises UsageError rather than keep a wrong one, OSError if it cannot be kept. The sources in
    `as_they_are`, and options that we do not know, were found there: they are kept, not judged.
    """
    found = list(as_they_are)
    known = {name: value for name, value in data.items() if name in vars(Config())}
    parse({**known, "sources": [one for one in data["sources"] if one not in found]}, "Annoki")
    profile.keep(data)


def save_edited(
    profile: Profile, before: Dict[str, Any], data: Dict[str, Any], as_they_are: Iterable[Any] = ()
) -> Dict[str, Any]:
    """Keep `data`, which a person made of the configuration that was `before`, and the sources that
    another window has added since; what is kept then. Raises as `raw` and `save`."""
    old, new = before.get("sources", []), data["sources"]
    added = [one for one in raw(profile)["sources"] if one not in old and one not in new]
    whole = {**data, "sources": [*new, *added]}
    save(profile, whole, [*as_they_are, *added])
    return whole


def add_sources(profile: Profile, sources: Sequence[Source]) -> None:
    """Keep `sources`, too, but for those that are there already. Raises as `raw` and `save`."""
    kept = raw(profile)
    known = [one for one in map(usable_source, kept["sources"]) if one]
    new = [one.as_dict() for one in not_among(known, sources)]
    data = {**kept, "sources": [*kept["sources"], *new]}
    save(profile, data, as_they_are=kept["sources"])


def usable_source(entry: Any) -> Optional[Source]:
    """What can be made of `entry`, complete or not; None if it is of no kind that we know."""
    usable = usable_settings(entry)
    return Source(**usable) if usable else None


def without_tokens(text: str, sources: Iterable[Source]) -> str:
    """`text` with the tokens of `sources` blotted out: it may be copied, and sent to someone."""
    tokens: List[str] = [secret for source in sources for secret in source.secrets]
    for token in sorted(tokens, key=len, reverse=True):
        text = text.replace(token, "…")
    return text
