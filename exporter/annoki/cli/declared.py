"""What the command line understands, declared in the language of whoever runs it.

Formats and kinds of source are looked up when they are asked for, since other distributions may add
some.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, List, Mapping, Optional

import click
from click.shell_completion import CompletionItem

from .. import __version__
from ..errors import AnnokiError
from ..files.names import printable, why
from ..words import at, message
from .saying import Voice

if TYPE_CHECKING:
    _ParamType = click.ParamType[str]
else:
    _ParamType = click.ParamType  # generic in newer versions only

Doing = Callable[..., None]
"""What a command does; it is given the voice, then what was asked for."""


def command_line(voice: Voice, doing: Mapping[str, Doing]) -> click.Group:
    """The commands `export`, `inspect` and `sync`, for whom `voice` speaks to."""

    def said(key: str) -> str:
        return voice.told(message(key))

    def option(*names: str, help: str, **more: Any) -> click.Option:
        return click.Option(names, help=said(help), **more)

    def file(*names: str, help: str, metavar: str = "FILE", **more: Any) -> click.Option:
        return option(*names, help=help, type=Path, metavar=metavar, **more)

    def flag(*names: str, help: str) -> click.Option:
        return option(*names, help=help, is_flag=True)

    def reading(name: str, *params: click.Parameter) -> None:
        inputs = click.Argument(["inputs"], nargs=-1, metavar="[INPUT]...")
        do = click.pass_obj(doing[name])
        commands.add_command(
            _Reading(
                name,
                callback=do,
                params=[inputs, *params],
                help=said(f"cli.command.{name}"),
                options_metavar=said("cli.options"),
            )
        )

    commands = _Commands(
        "annoki",
        help=said("cli.about"),
        options_metavar=said("cli.options"),
        subcommand_metavar=said("cli.commands"),
        context_settings={"help_option_names": ["-h", "--help"], "obj": voice},
    )
    told = {"message": said("cli.version"), "help": said("cli.version_help")}
    click.version_option(__version__, prog_name="annoki", **told)(commands)
    format = option("--format", "format_", type=_FormatName(), help="cli.format")
    config = file("--config", "config_path", help="cli.config")
    reading(
        "export",
        file("-o", "output", metavar="OUT.apkg", required=True, help="cli.output"),
        format,
        config,
        file("--report", "report_path", metavar="FILE.json", help="cli.report"),
        file("--previous", metavar="OLD.apkg", help="cli.previous"),
        flag("--no-repair", help="cli.no_repair"),
    )
    reading("inspect", format, config, flag("--json", "as_json", help="cli.inspect_json"))
    reading(
        "sync",
        file(
            "--collection", "collection_path", metavar="PATH", required=True, help="cli.collection"
        ),
        format,
        config,
        flag("--dry-run", help="cli.dry_run"),
        flag("--json", "as_json", help="cli.sync_json"),
        flag("--allow-gone", help="cli.allow_gone"),
        flag("--restore-deleted", help="cli.restore_deleted"),
        option("--take-theirs", multiple=True, metavar="GUID|all", help="cli.take_theirs"),
    )
    return commands


class _Formatter(click.HelpFormatter):
    """Writes help; click itself puts the same colon after headings, whatever their language."""

    voice = Voice()

    def write_usage(self, prog: str, args: str = "", prefix: Optional[str] = None) -> None:
        super().write_usage(prog, args, prefix or self.voice.told(message("cli.usage")))

    def write_heading(self, heading: str) -> None:
        said = self.voice.told(message("cli.heading", heading=heading))
        self.write(f"{' ' * self.current_indent}{said}\n")


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        made = _Formatter(width=self.terminal_width, max_width=self.max_content_width)
        made.voice = self.find_object(Voice) or made.voice
        return made


class _Commands(click.Group):
    context_class = _Context


class _FormatName(_ParamType):
    """The name of a format that is read."""

    name = "format"

    def convert(
        self, value: Any, param: Optional[click.Parameter], ctx: Optional[click.Context]
    ) -> str:
        """`value` itself; fails with the names that are known."""
        from ..readers import formats

        if value not in formats():
            said = message("cli.no_format", name=repr(value), known=[*formats()])
            self.fail(_voice(ctx).told(said), param, ctx)
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: Optional[click.Context] = None) -> str:
        """How help calls it."""
        return "NAME"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> List[CompletionItem]:
        """The names that begin so."""
        from ..readers import formats

        return [CompletionItem(name) for name in formats() if name.startswith(incomplete)]


class _Reading(click.Command):
    """A command that reads sources; its help tells which kinds there are."""

    context_class = _Context

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. What the system refuses, it refuses to the run, not to what tells of it."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            said = why(error)
            named = at(printable(error.filename), said) if error.filename else said
            raise AnnokiError(named) from error

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The kinds of source, and their settings."""
        from ..sources import kinds

        voice = _voice(ctx)
        rows = []
        for kind in kinds().values():
            settings = [one.name for one in kind.settings]
            said = message("cli.kind", about=kind.about, settings=settings)
            rows.append((kind.name, voice.told(said)))
        with formatter.section(voice.told(message("cli.kinds"))):
            formatter.write_dl(rows)


def _voice(ctx: Optional[click.Context]) -> Voice:
    return ctx.find_object(Voice) or Voice() if ctx else Voice()
