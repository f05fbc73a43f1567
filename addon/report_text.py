"""The last report as something to read (HTML) and something to copy (plain text)."""

from __future__ import annotations

from html import escape
from typing import Any, Dict, Iterator, List

from annoki.pipeline.report import WHOLE
from annoki.text.field import one_line

from . import account_text
from .i18n import summary, tr

ReportData = Dict[str, Any]

_CONFLICTS = {"conflicts": "conflicts", "kept": "kept_conflicts"}
_NOTES = {"twins": "twin_notes", "deleted": "deleted_notes", "gone": "gone_notes"}
"""What a report tells of notes, and where in the plan it stands."""

_AT_MOST = 100


def failed(report: ReportData) -> List[Dict[str, Any]]:
    """The inputs of which something could not be read."""
    return [one for one in report.get("inputs", ()) if one.get("problems")]


def as_html(report: ReportData) -> str:
    """For a rich-text view; the view's own font and colours."""
    return "".join(_html(report)) if report else f"<p>{escape(tr('report.none'))}</p>"


def _html(report: ReportData) -> Iterator[str]:
    plan = report.get("plan", {})
    yield f"<p>{escape(tr('report.when', when=report.get('when', '')))}</p>"
    yield f"<h3>{escape(summary(plan))}</h3>"
    if failed(report):
        yield _heading("report.problems")
        for one in failed(report):
            yield f"<p><b>{escape(one['input'])}</b></p><ul>"
            for problem in one["problems"]:
                yield f"<li>{escape(_said(problem))}</li>"
            yield "</ul>"
        yield f"<p><i>{escape(tr('report.advice'))}</i></p>"
    for name in ("conflicts", "kept"):
        conflicts = plan.get(_CONFLICTS[name], ())
        if conflicts:
            yield _heading(f"report.{name}")
        for one in conflicts[:_AT_MOST]:
            yield f"<p><b>{_plain(one['prompt'])}</b> ({escape(one['field'])})</p>"
            yield f"<table cellpadding=4><tr><td>{escape(tr('preview.yours'))}</td>"
            yield f"<td>{_plain(one['yours'])}</td></tr>"
            yield f"<tr><td>{escape(tr('preview.source'))}</td>"
            yield f"<td>{_plain(one['source'])}</td></tr></table>"
    for name in ("twins", "deleted", "gone"):
        yield from _listed(
            f"report.{name}", [one_line(one["prompt"]) for one in plan.get(_NOTES[name], ())]
        )
    yield from _listed("report.decks", list(plan.get("joined_decks", ())))
    if any(plan.get(name) for name in (*_CONFLICTS.values(), "deleted_notes")):
        yield f"<p><i>{escape(tr('report.choose'))}</i></p>"
    yield from _listed(_not_gone(plan), _reasons(plan))
    yield _heading("report.sources")
    for one in report.get("inputs", ()):
        yield f"<p style='margin: 0'>{escape(one['input'])}</p>"
        yield f"<p style='margin: 0 0 8px 16px'>{escape(_counts(one))}</p>"
    if report.get("missing_pictures"):
        yield _heading("report.missing") + "<ul>"
        for one in report["missing_pictures"][:100]:
            yield f"<li>{escape(_said(one))}</li>"
        yield "</ul>"


def _heading(key: str) -> str:
    return f"<h4>{escape(tr(key))}</h4>"


def _listed(title: str, texts: List[str]) -> Iterator[str]:
    if texts:
        items = "".join(f"<li>{escape(text)}</li>" for text in texts[:_AT_MOST])
        yield f"{_heading(title)}<ul>{items}</ul>"


def _not_gone(plan: Dict[str, Any]) -> str:
    return "report.not_gone_some" if plan.get("knows_gone") else "report.not_gone"


def _reasons(plan: Dict[str, Any]) -> List[str]:
    """Why nothing of some sources counts as gone, a line a source."""
    return [tr(f"why.{one['why']}", **one) for one in plan.get("not_gone", ())]


def report_as_text(report: ReportData) -> str:
    """For a message to someone who helps."""
    return "\n".join(_text(report)) + "\n" if report else tr("report.none") + "\n"


def _text(report: ReportData) -> Iterator[str]:
    plan = report.get("plan", {})
    yield f"Annoki {report.get('annoki', '')}, {report.get('when', '')}"
    yield summary(plan)
    for one in report.get("inputs", ()):
        yield f"{one['input']}: {_counts(one)}"
        for problem in one["problems"]:
            yield f"  ! {_said(problem)}"
        for skipped in one["skipped"]:
            yield f"  - {skipped['where']}: {skipped['why']}"
    if report.get("missing_pictures"):
        yield tr("report.missing")
        yield from (f"  ! {_said(one)}" for one in report["missing_pictures"])
    for name, key in _CONFLICTS.items():
        for one in plan.get(key, ()):
            told = tr(f"report.{name}")
            yield f"{told}: {one['field']}: {one_line(one['prompt'])}"
            yield f"  {tr('preview.yours')}: {one_line(one['yours'])}"
            yield f"  {tr('preview.source')}: {one_line(one['source'])}"
    for name, key in _NOTES.items():
        for one in plan.get(key, ()):
            told = tr(f"report.{name}")
            yield f"{told}: {one_line(one['prompt'])}"
    yield from (f"{tr('report.decks')}: {name}" for name in plan.get("joined_decks", ()))
    yield from (f"{tr(_not_gone(plan))}: {reason}" for reason in _reasons(plan))


def _counts(one: Dict[str, Any]) -> str:
    repairs = sum(len(item["repairs"]) for item in one["items"])
    found, declared, complete = one["found"], one["declared"], one.get("complete")
    said = [
        account_text.items(found, declared),
        tr("report.skipped", n=len(one["skipped"])) if one["skipped"] else "",
        tr("report.lost", n=one["lost"]) if one.get("lost") else "",
        tr("report.repairs", n=repairs) if repairs else "",
        account_text.completeness(found, declared, complete, bool(one["problems"])),
        account_text.requests(one.get("requests", 0)),
    ]
    parts = (one.get("user"), account_text.listed(said), one["format"])
    return " · ".join(part for part in parts if part)


def _said(problem: Dict[str, Any]) -> str:
    where, what = str(problem["where"]), str(problem["what"])
    if what.startswith(where):
        return what
    said = account_text.problem(what, problem.get("stage", ""), problem.get("error", ""))
    return said if where == WHOLE else f"{where}: {said}"


def _plain(field: str) -> str:
    return escape(one_line(field))
