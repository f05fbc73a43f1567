"""What the command line understands, declared in the language of whoever runs it.

Formats and kinds of source are looked up when they are asked for, since other distributions may add
some.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterable, List, Optional, Sequence, Type

import click
from click.shell_completion import CompletionItem

from .. import __version__
from ..errors import AnnokiError
from ..files.names import printable, why
from ..words import at, message
from .heard import heard_as
from .saying import Voice

if TYPE_CHECKING:
    _ParamType = click.ParamType[str]
else:
    _ParamType = click.ParamType  # generic in newer versions only


HOW = ("quiet", "verbose", "log")
"""What every command takes, and `heard_as` wants to know."""


class Declaring:
    """Declares commands and what they take, in the language of `voice`.

    `help` is the key of what is said of an option; of a command that is `cli.command.` and its
    name. What a command does is given the voice, then what was asked for.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def said(self, key: str) -> str:
        """The message `key` in this language."""
        return self._voice.told(message(key))

    def option(self, *names: str, help: str, **more: Any) -> click.Option:
        """An option, as click takes it."""
        return click.Option(names, help=self.said(help), **more)

    def file(self, *names: str, help: str, metavar: str = "FILE", **more: Any) -> click.Option:
        """An option whose value is a path."""
        return self.option(*names, help=help, type=_FileName(Path), metavar=metavar, **more)

    def flag(self, *names: str, help: str) -> click.Option:
        """An option without a value."""
        return self.option(*names, help=help, is_flag=True)

    def format(self) -> click.Option:
        """As which format files are read."""
        return self.option("--format", "format_", type=_FormatName(), help="cli.format")

    def config(self) -> click.Option:
        """The configuration."""
        return self.file("--config", "config_path", help="cli.config")

    def command(self, name: str, do: Callable[..., None], *params: click.Parameter) -> Command:
        """The command `name`."""
        return self._made(Command, name, do, params)

    def reading(self, name: str, do: Callable[..., None], *params: click.Parameter) -> Command:
        """The command `name`, which reads `inputs` or sources; help tells their kinds."""
        inputs = click.Argument(["inputs"], nargs=-1, type=_FileName(str), metavar="[INPUT]...")
        return self._made(_Reading, name, do, [inputs, *params])

    def _made(
        self,
        made: Type[Command],
        name: str,
        do: Callable[..., None],
        params: Sequence[click.Parameter],
    ) -> Command:
        return made(
            name,
            callback=click.pass_obj(do),
            params=[
                *params,
                self.flag("-q", "--quiet", "quiet", help="heard.quiet"),
                self.flag("-v", "--verbose", "verbose", help="heard.verbose"),
                self.file("--log", "log", help="heard.log"),
            ],
            help=self.said(f"cli.command.{name}"),
            options_metavar=self.said("cli.options"),
        )


def command_line(
    voice: Voice, commands: Iterable[Callable[[Declaring], click.Command]]
) -> click.Group:
    """All `commands`, for whom `voice` speaks to."""
    on = Declaring(voice)
    group = _Commands(
        "annoki",
        help=on.said("cli.about"),
        options_metavar=on.said("cli.options"),
        subcommand_metavar=on.said("cli.commands"),
        context_settings={"help_option_names": ["-h", "--help"], "obj": voice},
    )
    told = {"message": on.said("cli.version"), "help": on.said("cli.version_help")}
    click.version_option(__version__, prog_name="annoki", **told)(group)
    for declare in commands:
        group.add_command(declare(on))
    return group


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


class _FileName(_ParamType):
    """What may name a file, for which shells then offer those that there are."""

    name = "file"

    def __init__(self, made: Callable[[str], Any]) -> None:
        self._made = made

    def convert(
        self, value: Any, param: Optional[click.Parameter], ctx: Optional[click.Context]
    ) -> Any:
        """What is made of `value`; whether that is there is looked at by who reads it."""
        return self._made(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> List[CompletionItem]:
        """Whatever file begins so."""
        return [CompletionItem(incomplete, type="file")]


class Command(click.Command):
    """A command whose help is in the language of its user."""

    context_class = _Context

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. What the system refuses, it refuses to the run, not to what tells of it."""
        how = {name: ctx.params.pop(name) for name in HOW}
        with heard_as(_voice(ctx), self.name or "", **how) as ctx.obj:
            try:
                return super().invoke(ctx)
            except OSError as error:
                said = why(error)
                named = at(printable(error.filename), said) if error.filename else said
                raise AnnokiError(named) from error


class _Reading(Command):
    """A command that reads sources; its help tells which kinds there are."""

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
