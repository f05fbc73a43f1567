"""The command line. It parses, prints and sets exit codes; what is done is done elsewhere.

Exit codes: 0 everything was read; 1 something could not be read, the rest is exported; 2 wrong use.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Iterator, NoReturn, Optional, Sequence, Tuple

import click

from .. import __version__
from ..config import Config, load, source_of
from ..errors import AnnokiError, UsageError
from ..pipeline.gather import Gathered, Gathering, Progress, gather
from ..pipeline.shared import usable_processes
from .declared import FormatName, ReadingCommand
from .output import (
    print_items,
    print_problems,
    print_sources,
    print_summary,
    with_notes,
    write_json,
)

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
    from ..sync.edition import plan_package
    from ..targets.apkg import package as apkg

    if output.suffix.lower() != ".apkg":
        raise UsageError(f"{output}: Anki imports packages by their name; it must end in .apkg")
    if report_path and (report_path.is_dir() or not report_path.parent.is_dir()):
        raise UsageError(f"{report_path}: cannot be written; name a file in a folder that exists")
    config = _configured(config_path, inputs)
    source = previous or (output if output.exists() else None)
    earlier = apkg.read(source) if source else {}
    made = _gathering(config, inputs, format_, not no_repair, bool(report_path), usable_processes())
    # What could not be read is told of when the progress bar is gone, and whatever comes after.
    with ExitStack() as ended, made as gathering:
        ended.callback(print_problems, gathering.report)
        first = next(gathering.notes, None)
        if first is not None:
            edition = plan_package(chain([first], gathering.notes), earlier, int(time.time()))
            apkg.write(edition, output, gathering.media)
    report = gathering.report
    if report_path:
        write_json(report_path, report.as_dict(__version__))
    if first is None:
        click.echo(f"Nothing to export; {output} was not written.", err=True)
        sys.exit(1)
    print_summary(report)
    if source:
        gone = f", {len(edition.gone)} no longer in the source" if edition.gone else ""
        click.echo(
            f"Against {source}: {edition.count('add')} new, {edition.count('update')} changed, "
            f"{edition.count('same')} unchanged{gone}."
        )
    click.echo(f"Wrote {output}. Double-click it, or import it in Anki with File > Import.")
    sys.exit(1 if report.failed else 0)


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
        click.echo(json.dumps(with_notes(report, notes), ensure_ascii=False, indent=1))
    else:
        print_items(report, notes)
        print_summary(report)
    sys.exit(1 if report.failed else 0)


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
@click.option("--allow-gone", is_flag=True, help="Go on even if many notes are gone.")
def sync(
    inputs: Tuple[str, ...],
    collection_path: Path,
    format_: Optional[str],
    config_path: Optional[Path],
    dry_run: bool,
    as_json: bool,
    allow_gone: bool,
) -> None:
    """Bring an Anki collection in step with INPUT, or with the configured sources."""
    from ..sync.plan import plan_collection
    from ..targets.apkg import package as apkg
    from ..targets.collection import apply as collection
    from ..targets.collection.opening import open_collection

    config = _configured(config_path, inputs)
    with open_collection(collection_path, dry_run) as col, TemporaryDirectory() as folder:

        def seed() -> Path:
            apkg.write_seed(Path(folder, "seed.apkg"))
            return Path(folder, "seed.apkg")

        gathered = _gather(config, inputs, format_)
        print_problems(gathered.report)
        wanted = gathered.notes
        present = collection.present(col, wanted, config.decks.to_finish)
        plan = plan_collection(wanted, present, gathered.complete)
        refused = "" if allow_gone else plan.unusual()
        if refused and not dry_run:
            raise collection.CollectionError(
                f"{refused} Nothing was written; --allow-gone goes on."
            )
        if not dry_run:
            collection.apply(col, plan, seed, config.gone, media=gathered.media)
    if as_json:
        data = gathered.report.as_dict(__version__)
        click.echo(json.dumps({**data, "plan": plan.as_dict()}, ensure_ascii=False, indent=1))
    else:
        print_sources([account for account in gathered.report.accounts if account.requests])
        if dry_run:
            click.echo("\n".join(plan.lines()) or "Nothing to do.")
        click.echo(("Would be: " if dry_run else "") + plan.summary())
        if dry_run and refused:
            click.echo(f"Would be refused without --allow-gone: {refused}")
    sys.exit(1 if gathered.report.failed else 0)


def _configured(path: Optional[Path], inputs: Sequence[str]) -> Config:
    config = load(path) if path else Config()
    if not inputs and not config.sources:
        raise UsageError("name an INPUT, or a --config FILE with sources")
    return config


def _cache() -> Path:
    """Where pictures stay, and what a server need not be asked for again. It may be deleted."""
    from platformdirs import user_cache_path

    return user_cache_path("annoki", appauthor=False)


def _gather(config: Config, inputs: Sequence[str], format_: Optional[str]) -> Gathered:
    with _gathering(config, inputs, format_) as gathering:
        return gathering.whole()


@contextmanager
def _gathering(
    config: Config,
    inputs: Sequence[str],
    format_: Optional[str],
    repairing: bool = True,
    detailed: bool = True,
    processes: int = 1,
) -> Iterator[Gathering]:
    """Gather, with a progress bar where standard error is a terminal."""
    sources = [source_of(name, format_ or "") for name in inputs]

    def begin(progress: Optional[Progress] = None) -> Gathering:
        return gather(
            config,
            sources,
            sys.stdin.buffer,
            repairing,
            detailed,
            progress,
            cache=_cache(),
            processes=processes,
        )

    if not sys.stderr.isatty():
        with closing(begin()) as gathering:
            yield gathering
        return
    with click.progressbar(length=1, label="Reading", file=sys.stderr) as bar:

        def progress(done: int, total: int, what: str) -> None:
            bar.label = what or "Composing"
            bar.length = total
            bar.update(done - bar.pos)

        with closing(begin(progress)) as gathering:
            yield gathering


def main() -> NoReturn:
    """Run the command line; errors that a user can act on are one line, without a traceback."""
    # What a run makes lives to its end: the search for cycles in it was a tenth of all time.
    gc.set_threshold(100_000, 50, 100)
    try:
        cli.main(standalone_mode=True)
    except AnnokiError as error:
        click.echo(f"annoki: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    sys.exit(0)


def run() -> NoReturn:
    """`main` as a whole process, which ends with it."""
    try:
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        # All is written and closed; to free each of a hundred thousand items would take a while.
        os._exit(ended.code if isinstance(ended.code, int) else int(ended.code is not None))
