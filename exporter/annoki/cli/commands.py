"""The commands. They parse, print and set exit codes; what is done is done elsewhere."""

from __future__ import annotations

import dataclasses
import sys
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, NoReturn, Optional, Sequence, Tuple

import click

from .. import __version__
from ..config import Config, load, source_of
from ..errors import CollectionError, UnusualPlan, UsageError
from ..files.names import printable
from ..pipeline.exporting import replaced_by, write_package
from ..pipeline.gather import Gathered, Gathering, Known, Progress, gather
from ..pipeline.pool import usable_processes
from .declared import FormatName, ReadingCommand
from .exit_codes import ExitCode
from .output import (
    may_hold_report,
    print_items,
    print_missing_pictures,
    print_problems,
    print_sources,
    print_summary,
    reasons_of,
    say_json,
    with_notes,
    write_report,
)
from .saying import complain, on_standard_output, one_line_errors, say, telling_that

if TYPE_CHECKING:
    from ..pipeline.report import Report
    from ..sync.collection_plan import CollectionPlan
    from ..targets.apkg.earlier import EarlierPackage

_INPUTS = click.argument("inputs", nargs=-1, metavar="[INPUT]...")
_FORMAT = click.option(
    "--format", "format_", type=FormatName(), help="Read all files as this format."
)
_CONFIG = click.option(
    "--config", "config_path", type=Path, metavar="FILE", help="Options and sources, as JSON."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annoki")
def cli() -> None:
    """Turn margin notes, blog digests and link notes into Anki notes.

    INPUT is a saved page, dump or export, a folder of them, an address, or - for standard input.
    """


@cli.command(cls=ReadingCommand)
@_INPUTS
@click.option(
    "-o", "output", required=True, type=Path, metavar="OUT.apkg", help="Package to write."
)
@_FORMAT
@_CONFIG
@click.option("--report", "report_path", type=Path, metavar="FILE.json", help="Account to write.")
@click.option(
    "--previous",
    type=Path,
    metavar="OLD.apkg",
    help="Package whose unchanged notes keep their dates (default: the one being replaced).",
)
@click.option("--no-repair", is_flag=True, help="Export passages and notes exactly as printed.")
def export(
    inputs: Tuple[str, ...],
    output: Path,
    format_: Optional[str],
    config_path: Optional[Path],
    report_path: Optional[Path],
    previous: Optional[Path],
    no_repair: bool,
) -> None:
    """Write an Anki package of INPUT, or of the configured sources."""
    if report_path:
        may_hold_report(report_path, output)
    config = _configured(config_path, inputs)
    earlier = replaced_by(output, previous)
    made = _gathering(
        config,
        inputs,
        format_,
        not no_repair,
        bool(report_path),
        usable_processes(),
        earlier,
        earlier.known if earlier and not report_path else None,
    )
    # What could not be read is told of when the progress bar is gone, and whatever comes after.
    with ExitStack() as ended, made as gathering:
        ended.callback(print_problems, gathering.report)
        plan = write_package(gathering, output, earlier)
    report = gathering.report
    done = f"{output} was {'' if plan else 'not '}written"
    with telling_that(done), ExitStack() as ended:
        if report_path:
            ended.callback(write_report, report_path, report)
        if plan is None:
            complain(f"Nothing to export{reasons_of(report)}; {done}.")
            sys.exit(ExitCode.PARTLY_READ)
        print_summary(report)
        if earlier:
            # What could not be read, or failed, may be what is missing.
            is_gone = plan.gone and not report.failed
            gone = f", {len(plan.gone)} no longer in the source" if is_gone else ""
            say(
                f"Against {printable(earlier.path)}: {plan.count('add')} new, "
                f"{plan.count('update')} changed, {plan.count('same')} unchanged{gone}."
            )
        say(f"Wrote {printable(output)}. Double-click it, or import it in Anki with File > Import.")
    sys.exit(ExitCode.of(report))


@cli.command(cls=ReadingCommand)
@_INPUTS
@_FORMAT
@_CONFIG
@click.option("--json", "as_json", is_flag=True, help="Print the report with each note's fields.")
def inspect(
    inputs: Tuple[str, ...], format_: Optional[str], config_path: Optional[Path], as_json: bool
) -> None:
    """Show what becomes of each item, and why. Nothing is written."""
    config = dataclasses.replace(_configured(config_path, inputs), pictures=False)
    gathered = _gather(config, inputs, format_)
    report = gathered.report
    notes = {note.guid: note for note in gathered.notes}
    print_problems(report)
    if as_json:
        say_json(with_notes(report, notes))
    else:
        print_items(report, notes)
        print_summary(report)
    sys.exit(ExitCode.of(report))


@cli.command(cls=ReadingCommand)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option(
    "--collection",
    "collection_path",
    required=True,
    type=Path,
    metavar="PATH",
    help="Anki's collection.anki2; Anki must be closed.",
)
@_FORMAT
@_CONFIG
@click.option("--dry-run", is_flag=True, help="Print the plan and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report and the plan as JSON.")
@click.option(
    "--allow-gone", is_flag=True, help="Go on even if many notes are gone, or missing in Anki."
)
@click.option("--restore-deleted", is_flag=True, help="Add again what you deleted in Anki.")
@click.option(
    "--take-theirs",
    multiple=True,
    metavar="GUID|all",
    help="Where you and the source both changed this note, take the source's text.",
)
def sync(
    inputs: Tuple[str, ...],
    collection_path: Path,
    format_: Optional[str],
    config_path: Optional[Path],
    dry_run: bool,
    as_json: bool,
    allow_gone: bool,
    restore_deleted: bool,
    take_theirs: Tuple[str, ...],
) -> None:
    """Bring an Anki collection in step with INPUT, or with the configured sources."""
    from ..pipeline.last_sync import LastSync
    from ..pipeline.syncing import carry_out, compare
    from ..targets.collection.opening import open_collection

    config = _configured(config_path, inputs)
    # The JSON tells of each item, so all has to be made.
    in_full = as_json or restore_deleted or take_theirs
    with open_collection(collection_path, dry_run) as col:
        known = None if in_full else LastSync(col, config).standing()
    # Servers may take their time: Anki has the collection until all is read.
    gathered = _gather(config, inputs, format_, known)
    report = gathered.report
    with ExitStack() as compared:
        compared.callback(lambda: print_problems(report))
        col = compared.enter_context(open_collection(collection_path, dry_run))
        plan = compare(
            col, gathered, config, restore=restore_deleted, take_theirs=frozenset(take_theirs)
        )
        report = plan.report
        try:
            done = plan if dry_run else carry_out(col, plan, allow_gone).plan
        except UnusualPlan as refused:
            said = f"{refused.why} Nothing was written; --allow-gone goes on."
            raise CollectionError(said) from refused
    with telling_that("nothing was to be written" if dry_run else "the collection is in step"):
        _tell_of(report, done, dry_run, as_json, allow_gone)
    sys.exit(ExitCode.of(report))


def _tell_of(
    report: Report, plan: CollectionPlan, dry_run: bool, as_json: bool, allow_gone: bool
) -> None:
    if as_json:
        say_json({**report.as_dict(__version__), "plan": plan.as_dict()})
        return
    print_sources([one for one in report.accounts if one.requests or one.skipped])
    print_missing_pictures(report)
    if dry_run:
        say("\n".join(plan.lines()) or "Nothing to do.")
    say(("Would be: " if dry_run else "") + plan.summary())
    if plan.not_gone:
        say(plan.why_not_gone())
    if dry_run and plan.unusual() and not allow_gone:
        say(f"Would be refused without --allow-gone: {plan.unusual()}")


def _configured(path: Optional[Path], inputs: Sequence[str]) -> Config:
    config = load(path) if path else Config()
    if not inputs and not config.sources:
        raise UsageError("name an INPUT, or a --config FILE with sources")
    return config


def _cache() -> Path:
    """Where pictures stay, and what a server need not be asked for again. It may be deleted."""
    from platformdirs import user_cache_path

    return user_cache_path("annoki", appauthor=False)


def _gather(
    config: Config,
    inputs: Sequence[str],
    format_: Optional[str],
    known: Optional[Known] = None,
) -> Gathered:
    with _gathering(config, inputs, format_, known=known) as gathering:
        return gathering.whole()


@contextmanager
def _gathering(
    config: Config,
    inputs: Sequence[str],
    format_: Optional[str],
    repairing: bool = True,
    detailed: bool = True,
    processes: int = 1,
    earlier: Optional[EarlierPackage] = None,
    known: Optional[Known] = None,
) -> Iterator[Gathering]:
    """Gather, with a progress bar where standard error is a terminal."""
    sources = [source_of(name, format_ or "") for name in inputs]

    def begin(progress: Optional[Progress] = None) -> Gathering:
        return gather(
            config,
            sources,
            getattr(sys.stdin, "buffer", None),
            repairing,
            detailed,
            progress,
            cache=_cache(),
            processes=processes,
            earlier=earlier,
            known=known,
        )

    if sys.stderr is None or not sys.stderr.isatty():
        with closing(begin()) as gathering:
            yield gathering
        return
    with click.progressbar(length=1, label="Reading", file=sys.stderr) as bar:

        def progress(done: int, total: int, what: str) -> None:
            bar.label = printable(what) or "Composing"
            bar.length = total
            bar.update(done - bar.pos)

        with closing(begin(progress)) as gathering:
            yield gathering


def main() -> NoReturn:
    """Run the command line."""
    with one_line_errors(), on_standard_output():  # where help goes, and what shells complete with
        cli.main(standalone_mode=False)
    sys.exit(ExitCode.ALL_READ)
