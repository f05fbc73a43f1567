"""`annoki init`: a configuration made by asking, each source of which was tried."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional

import click

from ..config import Source, parse
from ..config.check import as_json, load, source
from ..errors import UsageError
from ..files.contents import contents
from ..files.names import printable, why
from ..files.whole import write_whole
from ..sources import kinds
from ..sources.typed import not_among, source_typed
from ..words import message, unwritten
from .declared import Declaring
from .places import config_path as usual_place
from .saying import Voice

_MOST_BYTES = 16 * 1024 * 1024


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    return on.command("init", init, on.file("--config", "config_path", help="init.config"))


def init(voice: Voice, config_path: Optional[Path]) -> None:
    """Ask what is read, try each, and write the configuration."""
    path = config_path or usual_place()
    asking = _Asking(voice)
    kept = _kept(asking, path)
    options = {"max_megabytes": parse(kept, str(path)).max_megabytes}
    sources: List[Source] = [*parse(kept, str(path)).sources]
    known = len(sources)
    while True:
        typed = asking.text(message("init.what" if len(sources) == known else "init.what_else"))
        if not typed:
            break
        made = _source(asking, typed)
        if made is None:
            continue
        if not not_among(sources, [made]):
            voice.complain(message("init.there"))
        elif _is_wanted(asking, made, options):
            sources.append(made)
    if len(sources) == known:
        raise UsageError(message("init.nothing"))
    added = [one.as_dict() for one in sources[known:]]
    _write(path, {**kept, "sources": [*kept.get("sources", []), *added]})
    voice.say(message("init.written", path=printable(path), n=len(sources)))
    option = f" --config {path}" if config_path else ""
    voice.say(message("init.next", option=printable(option)))


def _kept(asking: _Asking, path: Path) -> Dict[str, Any]:
    """What is in `path`, if it is to be added to. Raises UsageError if it is not, or is wrong."""
    if not os.path.lexists(path):
        return {}
    load(path)
    if not asking.agrees(message("init.add", path=printable(path))):
        raise UsageError(message("init.left", path=printable(path)))
    data: Dict[str, Any] = as_json(contents(path, _MOST_BYTES))
    return data


def _source(asking: _Asking, typed: str) -> Optional[Source]:
    """The source that a person means who has `typed` this; None, told why, where it is none."""
    path = os.path.abspath(os.path.expanduser(typed))
    try:
        made = Source(path=path) if os.path.exists(path) else source_typed(typed)
    except UsageError:
        asking.voice.complain(message("init.unknown", typed=printable(typed)))
        return None
    try:
        data = asking.which(made.as_dict())
        for setting in kinds()[data["kind"]].settings:
            if setting.form == "secret":
                given = asking.secret(message("init.secret", label=setting.label))
                data.update({setting.name: given} if given else {})
        return source(data, printable(typed))
    except UsageError as error:
        asking.voice.complain(error)
        return None


def _is_wanted(asking: _Asking, made: Source, options: Dict[str, Any]) -> bool:
    """Whether `made` answers well, or is to be kept all the same."""
    from ..pipeline.results import asked

    asking.voice.complain(message("init.trying", source=made.name))
    result = asked(made, options, lambda: False)
    for line in (result.said, *result.lines):
        asking.voice.complain(f"  {asking.voice.line(line)}")
    return result.good or asking.agrees(message("init.all_the_same"))


def _write(path: Path, data: Dict[str, Any]) -> None:
    parse(data, str(path))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        write_whole(path, text.encode("utf-8", "backslashreplace"), private=True, lasting=True)
    except OSError as error:
        raise UsageError(unwritten(printable(path), why(error))) from error


class _Asking:
    """Asks on standard error, and reads from standard input, be it a terminal or not. Raises
    UsageError where nobody answers."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice

    def text(self, what: str) -> str:
        """What is typed; empty if nothing is."""
        return self._asked(what)

    def secret(self, what: str) -> str:
        """The same, not shown while it is typed."""
        return self._asked(what, hide_input=bool(sys.stdin and sys.stdin.isatty()))

    def agrees(self, what: str) -> bool:
        """Whether the answer is yes; to type nothing is no."""
        return self._asked(what).lower() in ("y", "yes", "j", "ja", "是", "好")

    def which(self, data: Dict[str, Any]) -> Dict[str, Any]:
        """`data` of a source that is known by its address alone, as the kind that is chosen."""
        if set(data) != {"kind", "url"}:
            return data
        able = [name for name, kind in kinds().items() if _takes_address(kind.settings)]
        if len(able) > 1:
            chosen = self._asked(message("init.which", kinds=able, default=data["kind"])).lower()
            data = {**data, "kind": chosen or data["kind"]}
        return data

    def _asked(self, what: str, **more: Any) -> str:
        try:
            said = click.prompt(
                self.voice.told(what), default="", show_default=False, err=True, **more
            )
        except (click.Abort, EOFError):
            raise UsageError(message("init.ended")) from None
        return str(said).strip()


def _takes_address(settings: Any) -> bool:
    return any(one.name == "url" for one in settings)
