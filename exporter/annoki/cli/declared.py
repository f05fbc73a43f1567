"""What the command line says of formats and sources, which are declared elsewhere.

They are looked up when they are asked for, since other distributions may add some.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional

import click
from click.shell_completion import CompletionItem

from ..errors import AnnokiError
from ..files.names import printable, why

if TYPE_CHECKING:
    _ParamType = click.ParamType[str]
else:
    _ParamType = click.ParamType  # generic in newer versions only


class FormatName(_ParamType):
    """The name of a format that is read."""

    name = "format"

    def convert(
        self, value: Any, param: Optional[click.Parameter], ctx: Optional[click.Context]
    ) -> str:
        """`value` itself; fails with the names that are known."""
        from ..readers import formats

        if value not in formats():
            self.fail(f"{value!r} is not one of {', '.join(formats())}.", param, ctx)
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


class ReadingCommand(click.Command):
    """A command that reads sources; its help tells which kinds there are."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. What the system refuses, it refuses to the run, not to what tells of it."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            named = f"{printable(error.filename)}: " if error.filename else ""
            raise AnnokiError(f"{named}{why(error)}") from error

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The kinds of source, and their settings."""
        from ..sources import kinds

        with formatter.section("Kinds of source, in --config"):
            formatter.write_dl(
                [
                    (kind.name, f"{kind.about.en} ({', '.join(one.name for one in kind.settings)})")
                    for kind in kinds().values()
                ]
            )
