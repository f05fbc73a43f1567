"""What all sources answered, in one digest: the run that follows the same answers needs no work.

A run that left nothing open is remembered, beside a collection or in a package, by its digest and a
summary of its report. Neither holds what a source said, nor any secret.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence, Tuple

from .. import __version__, plugins
from ..compose import RENDERER
from ..config import Config
from ..errors import InputError
from ..fetch.result import Fetched
from ..model import Document, Problem, Skipped
from ..sync.gone import Answered
from .inputs import Input
from .report import Account, Report

_NO_MATTER = {"sources", "max_megabytes", "confirm", "sync_on_open", "ankiweb"}
"""Options that say nothing about what becomes of what was read."""


class RunInputs(NamedTuple):
    """The inputs of a run by name, and their digest; that is empty if one failed."""

    digest: str = ""
    names: Tuple[str, ...] = ()


NO_INPUTS = RunInputs()


def context_of(config: Config, repairing: bool) -> str:
    """All that decides, besides what was read, what becomes of it."""
    options = {k: v for k, v in dataclasses.asdict(config).items() if k not in _NO_MATTER}
    return json.dumps([__version__, RENDERER, options, repairing], sort_keys=True)


def run_of(
    inputs: Sequence[Input],
    left_out: Sequence[Answered],
    config: Config,
    repairing: bool,
    with_pictures: bool,
) -> RunInputs:
    """The run of `inputs`, beside which others are `left_out`. The digest is of what they are and
    hold, and of all that decides what becomes of it, but neither of where files lie nor of how
    often a server was asked."""
    names = tuple(one.name for one in inputs)
    hashed = hashlib.blake2b(digest_size=16)

    def add(*values: Any) -> None:
        hashed.update(json.dumps(values, sort_keys=True).encode() + b"\n")

    add(context_of(config, repairing), plugins.versions(), with_pictures)
    if left_out:
        add([(one.origin, one.could_be) for one in left_out])
    for one in inputs:
        answer = one.document
        if isinstance(answer, (InputError, Problem)):
            return RunInputs("", names)
        add(one.format, one.origin, one.by_chance, one.could_be)
        documents = (answer,) if isinstance(answer, Document) else answer.documents
        if isinstance(answer, Fetched):
            add(answer.format, answer.complete, answer.problems, answer.account, answer.who)
        for document in documents:
            text = document.text.encode("utf-8", "surrogatepass")
            add(document.url, len(text))
            hashed.update(text)
    return RunInputs(hashed.hexdigest(), names)


def summary_of(run: RunInputs, report: Report) -> Optional[Dict[str, Any]]:
    """What `of_summary` needs of the `report` of `run`; None if that leaves something open."""
    if not run.digest or report.failed or report.missing_pictures:
        return None
    ignored = set(report.ignored)
    return {
        "inputs": [
            (one.format, one.declared, one.found, one.made, one.repairs, one.complete, skipped)
            for one in report.accounts
            for skipped in [len(one.skipped)]
        ],
        "ignored": [n for n, name in enumerate(run.names) if name in ignored],
        "by_status": list(report.by_status.items()),
        "merged": report.merged,
    }


def of_summary(summary: Mapping[str, Any], inputs: Sequence[Input]) -> Optional[Report]:
    """The report, but for its entries, of a run of the same answers, which are now `inputs`; None
    if it cannot be had."""
    report = Report(detailed=False)
    try:
        ignored = set(summary["ignored"])
        report.ignored = [one.name for n, one in enumerate(inputs) if n in ignored]
        report.by_status.update(dict(summary["by_status"]))
        report.merged = int(summary["merged"])
        read = [one for n, one in enumerate(inputs) if n not in ignored]
        for one, said in zip(read, summary["inputs"]):
            format, declared, found, made, repairs, complete, skipped = said
            account = Account(one.name, one.origin, format, declared, found, made)
            account.repairs, account.of = repairs, one.of
            account.skipped = [Skipped("", "", "")] * skipped
            account.complete = complete
            if isinstance(one.document, Fetched):
                account.requests, account.user = one.document.requests, one.document.account
            report.accounts.append(account)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return report
