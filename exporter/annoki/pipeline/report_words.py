"""A report in words: as HTML to look at, as text to copy. What strangers wrote is escaped."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import reduce
from html import escape
from typing import Any, Iterator, List, Mapping, Sequence, Tuple

from ..sync.collection_plan import counts_told
from ..text.field import in_lines, one_line
from ..words import Language, message, message_in, told
from .account_words import counts_said, without_address
from .report import WHOLE
from .rows import ReportRow, Side, short_name

ReportData = Mapping[str, Any]

_AT_MOST = 100
_MOST_COMPARED = 250_000
"""So many pairs of words are compared to mark what differs in two texts."""
_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_TINTS = ("rgba(220, 60, 60, 60)", "rgba(50, 160, 80, 60)")
"""Of what is only before, and of what is only after; they can be read on light and on dark."""

_IN_TEXT = ("conflict", "gone", "twins", "deleted", "kept", "left_out", "picture", "decks")


def summary_said(report: ReportData) -> str:
    """What a sync came to: its counts, or how it ended before its end."""
    if report.get("ended") == "failed":
        return message("report.failed", what=message_in(report, "what"))
    if report.get("ended"):
        return message("report.cancelled")
    return counts_told(report["plan"]) if report.get("plan") else ""


def overview_as_html(report: ReportData, language: Language) -> str:
    """The sync as a whole."""
    return "".join(_overview(report, language))


def _overview(report: ReportData, language: Language) -> Iterator[str]:
    def said(what: str) -> str:
        return escape(told(what, language))

    def heading(key: str) -> str:
        return f"<h4>{said(message(f'report.{key}'))}</h4>"

    def listed(texts: Sequence[str]) -> str:
        return "<ul>" + "".join(f"<li>{said(one)}</li>" for one in texts[:_AT_MOST]) + "</ul>"

    if not report:
        yield f"<p>{said(message('report.none'))}</p>"
        return
    yield f"<p>{said(message('report.when', when=report.get('when', '')))}</p>"
    yield f"<h3>{said(summary_said(report))}</h3>"
    troubled = [one for one in report.get("inputs", ()) if one["problems"]]
    for one in troubled:
        yield heading("problems") if one is troubled[0] else ""
        yield f"<p><b>{said(message_in(one, 'input'))}</b></p>{listed(_problems(one))}"
    if troubled:
        yield f"<p><i>{said(message('report.advice'))}</i></p>"
    plan = report.get("plan") or {}
    if plan.get("not_gone"):
        yield heading("not_gone_some" if plan.get("knows_gone") else "not_gone")
        yield listed([message_in(one, "said") for one in plan["not_gone"]])
    for one in report.get("inputs", ()):
        yield heading("sources") if one is report["inputs"][0] else ""
        yield f"<p style='margin: 0'>{said(message_in(one, 'input'))}</p>"
        yield f"<p style='margin: 0 0 8px 16px'>{escape(_counts(one, language))}</p>"
    if report.get("missing_pictures"):
        yield heading("missing")
        yield listed([_placed(one) for one in report["missing_pictures"]])


def row_as_html(row: ReportRow, language: Language, opens: bool = False) -> str:
    """All that there is to tell of `row`: what happened, where, why, both sides, each repair. Where
    a note `opens`, its title is a link."""
    return "".join(_row(row, language, opens and bool(row.guid)))


def _row(row: ReportRow, language: Language, is_link: bool) -> Iterator[str]:
    def said(what: str) -> str:
        return escape(told(what, language))

    title = f'<a href="note">{said(row.text)}</a>' if is_link else said(row.text)
    yield f"<h3>{title}</h3>"
    yield f"<p><b>{' · '.join(map(said, what_said(row)))}</b></p>"
    if row.why and row.why != row.text:
        yield f"<p>{said(row.why)}</p>"
    for is_conflict, names in ((True, ("yours", "theirs")), (False, ("before", "after"))):
        sides = [side for side in row.sides if side.is_conflict is is_conflict]
        if sides:
            heads = [f"<small>{said(message(f'report.{name}'))}</small>" for name in names]
            yield _table(sides, heads, language)
    if row.repairs:
        repairs = [
            Side(_named("repairs", one.rule), escape(one.before), escape(one.after))
            for one in row.repairs
        ]
        yield f"<h4>{said(message('report.kind_repaired'))}</h4>"
        yield _table(repairs, [], language)
    place = " · ".join(said(part) for part in (row.source, row.where) if part)
    yield f"<p><small>{place}</small></p>" if place else ""


def _table(sides: Sequence[Side], heads: Sequence[str], language: Language) -> str:
    rows = [("", *heads)] if heads else []
    for side in sides:
        texts = [told(one, language) for one in (side.before, side.after)]
        texts = list(map(in_lines, texts)) if side.is_html else texts
        rows.append((escape(told(side.field, language)), *_marked(*texts)))
    cells = "".join(
        f"<tr><td width='18%'><small>{name}</small></td><td width='41%'>{before}</td>"
        f"<td width='41%'>{after}</td></tr>"
        for name, before, after in rows
    )
    return f"<table width='100%' cellpadding='4' cellspacing='0'>{cells}</table>"


def _marked(before: str, after: str) -> Tuple[str, str]:
    """Both as HTML, with what only one of them says tinted."""
    one, other = _WORD.findall(before), _WORD.findall(after)
    if len(one) * len(other) > _MOST_COMPARED:
        return _lines(before), _lines(after)
    same = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    alike = _words("".join("".join(one[at : at + size]) for at, _, size in same))
    if 2 * alike < min(_words(before), _words(after)):
        return _lines(before), _lines(after)
    found: List[str] = []
    for words, which, tint in ((one, 0, _TINTS[0]), (other, 1, _TINTS[1])):
        told_to, parts = 0, []
        for block in same:  # the last of which is the end of both
            begins, ends = block[which], block[which] + block.size
            parts += [_tinted("".join(words[told_to:begins]), tint)]
            parts += [_lines("".join(words[begins:ends]))]
            told_to = ends
        found.append("".join(parts))
    return found[0], found[1]


def _words(text: str) -> int:
    return sum(not word.isspace() for word in _WORD.findall(text))


def _tinted(text: str, tint: str) -> str:
    return f"<span style='background-color: {tint}'>{_lines(text)}</span>" if text else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def what_said(row: ReportRow) -> List[str]:
    """What happened to it, each in a few words; that something was repaired is told if that is
    all, and of a new note, whether it is ready."""
    kinds = [kind for kind in row.kinds if kind != "repaired"] or ["repaired"]
    status = [_named("status", row.status)] if row.status and kinds == ["add"] else []
    return [*map(kind_said, kinds), *status]


def below_of(row: ReportRow) -> List[str]:
    """What stands below its text in a list: what happened to it, and where it is from."""
    return [*what_said(row), short_name(row.source)]


def _named(what: str, name: str) -> str:
    """The name of what another version may have, too; else as that calls it."""
    try:
        return message(f"{what}.{name}")
    except KeyError:
        return name


def kind_said(kind: str) -> str:
    """What happened, as a person reads it in a list."""
    return message(f"report.kind_{kind}")


def report_as_text(report: ReportData, rows: Sequence[ReportRow], language: Language) -> str:
    """For a message to someone who helps; empty where there is no report."""
    return "".join(f"{told(line, language)}\n" for line in _text(report, rows, language))


def _text(report: ReportData, rows: Sequence[ReportRow], language: Language) -> Iterator[str]:
    if not report:
        return
    yield f"Annoki {report.get('annoki', '')}, {report.get('when', '')}"
    yield summary_said(report)
    for one in report.get("inputs", ()):
        yield _at(message_in(one, "input"), _counts(one, language))
        yield from (f"  ! {told(said, language)}" for said in _problems(one))
    for row in rows:
        if row.kinds[0] in _IN_TEXT:
            parts = dict.fromkeys((row.source, row.where, row.text, row.why))
            yield _at(kind_said(row.kinds[0]), *(part for part in parts if part))
            for side in row.sides:
                names = ("yours", "theirs") if side.is_conflict else ("before", "after")
                for name, text in zip(names, (side.before, side.after)):
                    line = one_line(told(text, language), 1000)
                    yield _at(f"    {told(side.field, language)}", message(f"report.{name}"), line)
    plan = report.get("plan") or {}
    for one in plan.get("not_gone", ()):
        key = "not_gone_some" if plan.get("knows_gone") else "not_gone"
        yield _at(message(f"report.{key}"), message_in(one, "said"))


def _at(*parts: str) -> str:
    """What is told of a place, in a place, and so on: the outermost first."""
    return reduce(lambda one, other: message("errors.at", where=one, what=other), parts)


def _problems(one: Mapping[str, Any]) -> List[str]:
    return list(map(_placed, one["problems"]))


def _placed(one: Mapping[str, Any]) -> str:
    where, said = (message_in(one, name) for name in ("where", "what"))
    if where == WHOLE or said.startswith(where):
        return without_address(said) if where == WHOLE else said
    return _at(where, said)


def _counts(one: Mapping[str, Any], language: Language) -> str:
    parts = (one.get("user", ""), told(counts_said(one), language), one["format"])
    return " · ".join(part for part in parts if part)
