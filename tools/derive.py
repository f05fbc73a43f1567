"""Writes what is derived from declarations: the add-on's JSON schema, the lists of its guide, and
those of the commands.

    python -m tools.derive

Options are declared in `annoki.config.options`, kinds of source and their settings in
`annoki.sources`, formats in `annoki.readers`, commands in `annoki.cli`.
"""

from __future__ import annotations

import dataclasses
import json
import re
import textwrap
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, Mapping, Optional, Tuple

import click
from annoki.cli.commands import cli
from annoki.cli.declared import HOW
from annoki.config import Config
from annoki.config.options import LANGUAGE, Option, options_of
from annoki.pipeline.inputs import READ
from annoki.readers import BUILT_IN
from annoki.sources import Setting, SourceKind, built_in

ROOT = Path(__file__).parents[1]
ADDON = ROOT / "addon"
SCHEMA = ADDON / "config.schema.json"
GUIDE = ADDON / "config.md"
DEFAULTS = ADDON / "config.json"
COMMANDS = ROOT / "docs" / "command-line.md"

_DERIVED = re.compile(r"(<!-- derived: ([\w ]+) -->\n\n).*?(\n\n<!-- end -->)", re.DOTALL)


def defaults() -> Dict[str, Any]:
    """The configuration as it is shipped."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in dataclasses.asdict(Config()).items()
    }


def schema(kinds: Optional[Mapping[str, SourceKind]] = None) -> Dict[str, Any]:
    """The JSON schema of a configuration, which Anki's editor checks; of our `kinds` by default."""
    kinds = built_in() if kinds is None else kinds
    settings: Dict[str, Any] = {"kind": {"enum": [*kinds]}}
    for kind in kinds.values():
        settings.update({one.name: _of_setting(one) for one in kind.settings})
    properties = {name: _of_option(value, one) for name, value, one in options_of(Config)}
    properties["sources"] = {"type": "array", "items": _object(settings)}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **_object(properties)}


def _object(properties: Dict[str, Any]) -> Dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _of_option(default: Any, option: Option) -> Dict[str, Any]:
    if dataclasses.is_dataclass(default):
        return _object({name: _of_option(value, one) for name, value, one in options_of(default)})
    if option.choices:
        return {"enum": [*option.choices]}
    if isinstance(default, bool):
        return {"type": "boolean"}
    if isinstance(default, int):
        return {"type": "integer", "minimum": option.least, "maximum": option.most}
    if option.is_language:
        return {"type": "string", "pattern": f"^{LANGUAGE}$"}
    return {"type": "string", "minLength": 1}


def _of_setting(setting: Setting) -> Dict[str, Any]:
    if setting.form == "list":
        return {"type": "array", "items": {"type": "string", "minLength": 1}}
    if setting.form == "number":
        return {"type": "integer", "minimum": 0, "maximum": setting.most}
    return {"type": "string"}


def _derived_in(path: Path) -> str:
    """The page at `path`, its lists and examples derived anew. Anki shows its guide by plain
    Markdown, which knows neither tables nor fences."""
    written = path.read_text(encoding="utf-8")
    return _DERIVED.sub(lambda match: match[1] + _part(match[2]) + match[3], written)


def _part(name: str) -> str:
    if name == "defaults":
        return _json(defaults())
    if name == "options":
        return _list(_option_rows())
    if name == "commands":
        return "\n\n".join(map(_of_command, cli().commands.values()))
    if name == "options of each":
        return _list(_command_rows(next(iter(cli().commands.values())), only=HOW))
    if name == "formats":
        return _list((f"`{name}`", format.en, "") for name, format in BUILT_IN.items())
    kind = built_in()[name.partition(" ")[2]]
    if name.startswith("example"):
        return _json({"sources": [{"kind": kind.name, **one} for one in kind.example]})
    return _list(_setting_rows(kind))


def _of_command(command: click.Command) -> str:
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    parts = [f"### `annoki {command.name} {usage}`", command.help or ""]
    return "\n\n".join(filter(None, [*parts, _list(_command_rows(command))]))


def _command_rows(
    command: click.Command, only: Optional[Iterable[str]] = None
) -> Iterator[Tuple[str, str, str]]:
    for one in command.params:
        wanted = one.name not in HOW if only is None else one.name in only
        if wanted and isinstance(one, click.Option):
            names, help = one.get_help_record(click.Context(command)) or ("", "")
            yield f"`{names}`", re.sub(r"\.?\s*\[required\]", ". Required.", help), ""


def _option_rows() -> Iterator[Tuple[str, str, str]]:
    for name, value, option in options_of(Config):
        yield f"`{name}`", option.help.en, option.shown or f"`{_shown(value)}`"
        if dataclasses.is_dataclass(value):
            for inner, default, one in options_of(value):
                yield f"`{name}.{inner}`", one.help.en, f"`{default}`"


def _setting_rows(kind: SourceKind) -> Iterator[Tuple[str, str, str]]:
    endings = [f"`{ending}`" for ending in sorted(READ)]
    listed = f"{', '.join(endings[:-1])} or {endings[-1]}"
    for setting in kind.settings:
        meaning = setting.help.en.replace("{endings}", listed)
        yield f"`sources[].{setting.name}`", meaning, setting.unset.en


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _list(rows: Iterable[Tuple[str, str, str]]) -> str:
    """Of each row what is called so, what it means, and its default if it has one."""
    lines = []
    for called, meaning, default in rows:
        end = f" Default: {default}." if default else ""
        lines.append(f"- {called}: {meaning}{'' if meaning.endswith('.') else '.'}{end}")
    return "\n".join(lines)


def _json(value: Any) -> str:
    return textwrap.indent(json.dumps(value, indent=2, ensure_ascii=False), " " * 4)


def files() -> Dict[Path, str]:
    """Each file that is derived, wholly or in part, and what it must hold."""
    return {
        SCHEMA: json.dumps(schema(), indent=2) + "\n",
        DEFAULTS: json.dumps(defaults(), indent=2) + "\n",
        GUIDE: _derived_in(GUIDE),
        COMMANDS: _derived_in(COMMANDS),
    }


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
