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
from ..words import Language, message
from .declared import command_line
from .exit_codes import ExitCode
from .language import clicks_words, language_here
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
from .saying import Voice, on_standard_output, one_line_errors, telling_that

if TYPE_CHECKING:
    from ..pipeline.report import Report
    from ..sync.collection_plan import CollectionPlan
    from ..targets.apkg.earlier import EarlierPackage


def export(
    voice: Voice,
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
        voice,
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
        ended.callback(print_problems, voice, gathering.report)
        plan = write_package(gathering, output, earlier)
    report = gathering.report
    done = message("cli.written" if plan else "cli.not_written", output=str(output))
    with telling_that(done), ExitStack() as ended:
        if report_path:
            ended.callback(write_report, report_path, report)
        if plan is None:
            reasons = reasons_of(report)
            key = "cli.nothing_but" if reasons else "cli.nothing"
            voice.complain(message(key, reasons=reasons, done=done))
            sys.exit(ExitCode.PARTLY_READ)
        print_summary(voice, report)
        if earlier:
            # What could not be read, or failed, may be what is missing.
            is_gone = plan.gone and not report.failed
            counts = [
                message(f"cli.count.{what}", n=plan.count(what))
                for what in ("add", "update", "same")
            ]
            counts += [message("cli.count.gone", n=len(plan.gone))] if is_gone else []
            voice.say(message("cli.against", earlier=printable(earlier.path), counts=counts))
        voice.say(message("cli.wrote", output=printable(output)))
    sys.exit(ExitCode.of(report))


def inspect(
    voice: Voice,
    inputs: Tuple[str, ...],
    format_: Optional[str],
    config_path: Optional[Path],
    as_json: bool,
) -> None:
    """Show what becomes of each item, and why. Nothing is written."""
    config = dataclasses.replace(_configured(config_path, inputs), pictures=False)
    gathered = _gather(voice, config, inputs, format_)
    report = gathered.report
    notes = {note.guid: note for note in gathered.notes}
    print_problems(voice, report)
    if as_json:
        say_json(voice, with_notes(report, notes))
    else:
        print_items(voice, report, notes)
        print_summary(voice, report)
    sys.exit(ExitCode.of(report))


def sync(
    voice: Voice,
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
    gathered = _gather(voice, config, inputs, format_, known)
    report = gathered.report
    with ExitStack() as compared:
        compared.callback(lambda: print_problems(voice, report))
        col = compared.enter_context(open_collection(collection_path, dry_run))
        plan = compare(
            col, gathered, config, restore=restore_deleted, take_theirs=frozenset(take_theirs)
        )
        report = plan.report
        try:
            done = plan if dry_run else carry_out(col, plan, allow_gone).plan
        except UnusualPlan as refused:
            raise CollectionError(message("cli.unusual", why=refused.why)) from refused
    with telling_that(message("cli.dry_run_done" if dry_run else "cli.in_step")):
        _tell_of(voice, report, done, dry_run, as_json, allow_gone)
    sys.exit(ExitCode.of(report))


def _tell_of(
    voice: Voice,
    report: Report,
    plan: CollectionPlan,
    dry_run: bool,
    as_json: bool,
    allow_gone: bool,
) -> None:
    if as_json:
        say_json(voice, {**report.as_dict(__version__), "plan": plan.as_dict()})
        return
    print_sources(voice, [one for one in report.accounts if one.requests or one.skipped])
    print_missing_pictures(voice, report)
    if dry_run:
        for line in plan.lines() or [message("cli.nothing_to_do")]:
            voice.say(line)
    summary = plan.summary()
    voice.say(message("cli.would_be", summary=summary) if dry_run else summary)
    if plan.not_gone:
        voice.say(plan.why_not_gone())
    if dry_run and plan.unusual() and not allow_gone:
        voice.say(message("cli.would_be_refused", why=plan.unusual()))


def _configured(path: Optional[Path], inputs: Sequence[str]) -> Config:
    config = load(path) if path else Config()
    if not inputs and not config.sources:
        raise UsageError(message("cli.no_input"))
    return config


def _cache() -> Path:
    """Where pictures stay, and what a server need not be asked for again. It may be deleted."""
    from platformdirs import user_cache_path

    return user_cache_path("annoki", appauthor=False)


def _gather(
    voice: Voice,
    config: Config,
    inputs: Sequence[str],
    format_: Optional[str],
    known: Optional[Known] = None,
) -> Gathered:
    with _gathering(voice, config, inputs, format_, known=known) as gathering:
        return gathering.whole()


@contextmanager
def _gathering(
    voice: Voice,
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
    label = voice.told(message("cli.reading"))
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def progress(done: int, total: int, what: str) -> None:
            bar.label = voice.line(what or message("cli.composing"))
            bar.length = total
            bar.update(done - bar.pos)

        with closing(begin(progress)) as gathering:
            yield gathering


def cli(language: Language = "en") -> click.Group:
    """The command line for whoever speaks `language`."""
    return command_line(Voice(language), {"export": export, "inspect": inspect, "sync": sync})


def main() -> NoReturn:
    """Run the command line, in the language of its user."""
    voice = Voice(language_here())
    # Standard output is where help goes, and what shells complete with.
    with clicks_words(voice.language), one_line_errors(voice), on_standard_output():
        cli(voice.language).main(standalone_mode=False)
    sys.exit(ExitCode.ALL_READ)
