"""The command line. It parses, prints and sets exit codes; what is done is done elsewhere.

Exit codes: 0 everything was read; 1 something could not be read, the rest is exported; 2 wrong use.
"""

from __future__ import annotations

import html
import json
import re
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, NoReturn, Optional, Sequence, Tuple

import click

from . import __version__
from .config import Config, load
from .errors import UsageError
from .model import Item, Note
from .notetype import FIELDS
from .pipeline import documents, notes_of, read_all
from .readers import FORMATS
from .report import Report

_PREVIEW = 76

_INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
_FORMAT = click.option(
    "--format", "format_", type=click.Choice(FORMATS), help="Read all inputs as this format."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annoki")
def cli() -> None:
    """Turn margin notes, blog digests and link notes into Anki notes.

    INPUT is a text dump, a folder of them (its .txt files), or - for standard input.
    """


@cli.command()
@_INPUTS
@click.option(
    "-o", "output", required=True, type=Path, metavar="OUT.apkg", help="Package to write."
)
@_FORMAT
@click.option("--config", "config_path", type=Path, metavar="FILE", help="Options, as JSON.")
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
    """Write an Anki package from text dumps."""
    from .plan import plan_package
    from .targets import apkg

    if output.suffix.lower() != ".apkg":
        raise UsageError(f"{output}: Anki imports packages by their name; it must end in .apkg")
    config = load(config_path) if config_path else Config()
    source = previous or (output if output.exists() else None)
    present = apkg.read(source) if source else {}
    listings, report = _read(inputs, format_, config)
    notes = _compose(listings, report, config, not no_repair)
    _print_problems(report)
    if report_path:
        _write_json(report_path, report.as_dict(__version__))
    if not notes:
        click.echo(f"Nothing to export; {output} was not written.", err=True)
        sys.exit(1)
    plan = plan_package(notes, present, int(time.time()))
    output.parent.mkdir(parents=True, exist_ok=True)
    apkg.write(plan, output)
    _print_summary(report)
    if source:
        gone = f", {len(plan.gone)} no longer in the source" if plan.gone else ""
        click.echo(
            f"Against {source}: {plan.count('add')} new, {plan.count('update')} changed, "
            f"{plan.count('same')} unchanged{gone}."
        )
    click.echo(f"Wrote {output}. Double-click it, or import it in Anki with File > Import.")
    sys.exit(1 if report.failed else 0)


@cli.command()
@_INPUTS
@_FORMAT
@click.option("--config", "config_path", type=Path, metavar="FILE", help="Options, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print the report with each note's fields.")
def inspect(
    inputs: Tuple[str, ...], format_: Optional[str], config_path: Optional[Path], as_json: bool
) -> None:
    """Show what becomes of each item, and why. Nothing is written."""
    config = load(config_path) if config_path else Config()
    listings, report = _read(inputs, format_, config)
    notes = {note.guid: note for note in _compose(listings, report, config, True)}
    _print_problems(report)
    if as_json:
        click.echo(json.dumps(_with_notes(report, notes), ensure_ascii=False, indent=1))
    else:
        _print_items(report, notes)
        _print_summary(report)
    sys.exit(1 if report.failed else 0)


def _read(
    inputs: Sequence[str], format_: Optional[str], config: Config
) -> Tuple[List[List[Item]], Report]:
    return read_all(documents(inputs, sys.stdin.buffer, config), format_ or "")


def _compose(
    listings: List[List[Item]], report: Report, config: Config, repairing: bool
) -> List[Note]:
    items = sum(len(listing) for listing in listings)
    if not sys.stderr.isatty():
        return notes_of(listings, report, config, repairing)
    with click.progressbar(
        length=items, label="Composing", file=sys.stderr, update_min_steps=200
    ) as bar:

        def watched(identified: Sequence[Any]) -> Any:
            for one in identified:
                yield one
                bar.update(1)

        return notes_of(listings, report, config, repairing, watched)


def _print_problems(report: Report) -> None:
    for account in report.accounts:
        for problem in account.problems:
            raw = f": {_cut(problem.raw.strip())}" if problem.raw else ""
            click.echo(f"{account.input}: {problem.where}: {problem.what}{raw}", err=True)


def _print_summary(report: Report) -> None:
    for account in report.accounts:
        if account.format:
            declared = f" of {account.declared} declared" if account.declared is not None else ""
            skipped = f", {len(account.skipped)} skipped" if account.skipped else ""
            click.echo(f"{account.input} ({account.format}): {account.found}{declared}{skipped}")
    counts = ", ".join(f"{count} {status}" for status, count in report.by_status.most_common())
    repairs = sum(len(entry.repairs) for account in report.accounts for entry in account.entries)
    merged = f"; {report.merged} items merged into others" if report.merged else ""
    click.echo(f"{report.total} notes: {counts}; {repairs} repairs{merged}.")


def _print_items(report: Report, notes: Dict[str, Note]) -> None:
    for account in report.accounts:
        for entry in account.entries:
            note = notes[entry.guid]
            click.secho(f"{entry.n:>4}  {entry.where}  {entry.status}", bold=True, nl=False)
            click.echo(f"  ({entry.why})")
            for name in ("Prompt", "Answer", "Passage"):
                text = _plain(note.fields[FIELDS.index(name)])
                if text:
                    click.echo(f"      {name + ':':<9}{_cut(text)}")
            for repair in entry.repairs:
                before, after = _cut(repair.before), _cut(repair.after)
                click.echo(f"      {repair.rule}: {before!r} -> {after!r}")
        for skipped in account.skipped:
            click.echo(f"   -  {skipped.where}  skipped  ({skipped.why})")


def _plain(field: str) -> str:
    """`field` as one line of text: blocks are parted by a space, what is inline is not."""
    field = re.sub(r"</?(?:p|ul|ol|li|pre)\b[^>]*>|<br>", " ", field)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", field)).split())


def _cut(text: str) -> str:
    return text if len(text) <= _PREVIEW else text[: _PREVIEW - 1] + "…"


def _with_notes(report: Report, notes: Dict[str, Note]) -> Dict[str, Any]:
    data = report.as_dict(__version__)
    for account in data["inputs"]:
        for item in account["items"]:
            note = notes[item["guid"]]
            fields = {name: value for name, value in zip(FIELDS, note.fields) if value}
            item.update(deck=note.deck, tags=list(note.tags), fields=fields)
    return data


def _write_json(path: Path, data: Any) -> None:
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error


def main() -> NoReturn:
    """Run the command line; errors that a user can act on are one line, without a traceback."""
    try:
        cli.main(standalone_mode=True)
    except UsageError as error:
        click.echo(f"annoki: {error}", err=True)
        sys.exit(2)
    sys.exit(0)
