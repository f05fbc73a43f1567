"""What a report tells, as rows that a person may list, filter and read one by one.

They are made of the JSON report, so that one that was kept, one of the command line and one that is
only planned show the same. Pure.
"""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import Any, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Sequence, Tuple

from ..model import Repair
from ..sync.collection_plan import CollectionPlan
from ..text.field import LONGEST, one_line
from ..words import Message, message, message_in
from .report import WHOLE

KINDS = (
    *("problem", "lost", "conflict", "gone", "twins", "update", "add", "deleted", "kept"),
    *("left_out", "picture", "decks", "upgrade", "not_gone", "repaired", "read", "unchanged"),
    *("push_failed", "push_unknown", "push_conflict", "push_refused"),
    *("push_ready", "push_sent", "push_undone"),
)
"""What may have happened, that which needs eyes first: `read` is what was read, and nothing came of
it since the sync ended before; what begins with `push_` happens to an answer that goes back."""

CHOICES = {"conflict": "take_theirs", "kept": "take_theirs", "deleted": "restore"}
"""What a person may have done about a row of that kind."""

_TONES = {
    **dict.fromkeys(("problem", "lost", "gone", "push_failed"), "bad"),
    **dict.fromkeys(("conflict", "kept", "twins", "push_conflict", "push_unknown"), "ask"),
    **dict.fromkeys(("add", "push_sent", "push_undone"), "new"),
    **dict.fromkeys(("update", "push_ready"), "changed"),
}

_OVERVIEW = {*CollectionPlan().counts(), "knows_gone", "not_gone"}
"""What of a plan is told of a sync as a whole."""


class Side(NamedTuple):
    """A field before and after; where `is_conflict`, as the learner and as the source has it. It is
    HTML, or else a text."""

    field: str
    before: str
    after: str
    is_conflict: bool = False
    is_html: bool = True


class ReportRow(NamedTuple):
    """One item or note, and what happened to it: `kinds`, the first of which is told in a list.

    `text` is one line. `source` is the input that has it, `where` its place there. `why` says why
    it was left out, or is what it is. `guid` is that of its note, empty where there is none.
    """

    kinds: Tuple[str, ...]
    text: str
    source: str = ""
    where: str = ""
    why: str = ""
    status: str = ""
    guid: str = ""
    sides: Tuple[Side, ...] = ()
    repairs: Tuple[Repair, ...] = ()

    @property
    def choice(self) -> str:
        """What may be chosen of it, if anything."""
        return next((CHOICES[kind] for kind in self.kinds if kind in CHOICES), "")

    @property
    def tone(self) -> str:
        """How it is marked in a list: `bad`, `ask`, `new`, `changed`, or not at all."""
        return _TONES.get(self.kinds[0], "")

    @property
    def sought(self) -> str:
        """All that it is found by, folded."""
        return "\n".join((self.text, self.source, self.where, self.why)).casefold()


def report_rows(report: Mapping[str, Any]) -> List[ReportRow]:
    """The rows of `report`, as `Report.as_dict` gives it, with a plan where there is one: first
    what needs eyes, then in reading order."""
    rows = list(_rows(report))
    order = {kind: at for at, kind in enumerate(KINDS)}
    return sorted(rows, key=lambda row: order[row.kinds[0]])


def _rows(report: Mapping[str, Any]) -> Iterator[ReportRow]:
    notes = _Notes(report.get("plan"))
    for one in report.get("inputs", ()):
        source = message_in(one, "input")
        for problem in one["problems"]:
            yield _of_problem(problem, source)
        for left in one["skipped"]:
            where, why = (message_in(left, name) for name in ("where", "why"))
            text = one_line(left["raw"], LONGEST) or where
            yield ReportRow(("left_out",), text, source, where, why)
        for item in one["items"]:
            yield notes.of_item(item, source)
    for name in report.get("ignored", ()):
        yield ReportRow(("left_out",), name, name, why=message("report.ignored"))
    for missing in report.get("missing_pictures", ()):
        yield ReportRow(("picture",), missing["where"], why=message_in(missing, "what"))
    yield from notes.rest()


def _of_problem(problem: Mapping[str, Any], source: str) -> ReportRow:
    where, what = (message_in(problem, name) for name in ("where", "what"))
    where = "" if where == WHOLE else where
    return ReportRow(("problem",), where or source, source, where, what)


class _Notes:
    """What a plan does to notes, by GUID; None of a sync that ended before."""

    def __init__(self, plan: Any) -> None:
        self._is_planned = plan is not None
        self._plan: Mapping[str, Any] = plan or {}
        self._kinds: Dict[str, List[str]] = {}
        self._sides: Dict[str, List[Side]] = {}
        self._prompts: Dict[str, str] = {}
        self._untold: Dict[str, None] = {}
        # Why, in few words that many items share: each is held once.
        self._whys: Dict[Tuple[str, str], str] = {}
        for kind, key in (
            *(("lost", "lost_notes"), ("conflict", "conflicts"), ("gone", "gone_notes")),
            *(("twins", "twin_notes"), ("update", "updated_notes"), ("add", "added_notes")),
            *(("deleted", "deleted_notes"), ("kept", "kept_conflicts")),
        ):
            for one in self._plan.get(key, ()):
                self._tell(kind, one)

    def _tell(self, kind: str, one: Mapping[str, Any]) -> None:
        guid = one["guid"]
        self._untold[guid] = None
        self._prompts.setdefault(guid, one["prompt"])
        kinds = self._kinds.setdefault(guid, [])
        if kind not in kinds and not (kind == "add" and "lost" in kinds):
            kinds.append(kind)
        sides = list(_sides(kind, one))
        if sides:
            self._sides.setdefault(guid, []).extend(sides)

    def of_item(self, item: Mapping[str, Any], source: str) -> ReportRow:
        """What became of `item`."""
        guid = item["guid"]
        self._untold.pop(guid, None)
        where, why = (message_in(item, name) for name in ("where", "why"))
        why = self._whys.setdefault((getattr(why, "key", ""), why), why)
        repairs = tuple(
            Repair(*(message_in(one, name) for name in Repair._fields)) for one in item["repairs"]
        )
        kinds = self._kinds.get(guid) or ["unchanged" if self._is_planned else "read"]
        text = item.get("prompt") or one_line(self._prompts.get(guid, ""), LONGEST)
        sides = tuple(self._sides.get(guid, ()))
        return ReportRow(
            (*kinds, "repaired") if repairs else tuple(kinds),
            text or where,
            source,
            where,
            why,
            item["status"],
            guid,
            sides,
            repairs,
        )

    def rest(self) -> Iterator[ReportRow]:
        """What is told of notes that no item shows, and of the collection."""
        for guid in self._untold:
            text = one_line(self._prompts[guid], LONGEST)
            sides = tuple(self._sides.get(guid, ()))
            yield ReportRow(tuple(self._kinds[guid]), text, guid=guid, sides=sides)
        for name in self._plan.get("joined_decks", ()):
            yield ReportRow(("decks",), name, why=message("report.joined_decks"))
        if self._plan.get("upgrade"):
            yield ReportRow(("upgrade",), message("report.upgraded"))
        for one in self._plan.get("not_gone", ()):
            yield ReportRow(("not_gone",), _shortened(message_in(one, "said")), one["name"])


def _sides(kind: str, one: Mapping[str, Any]) -> Iterator[Side]:
    if kind in ("conflict", "kept"):
        yield Side(one["field"], one["yours"], one["source"], True)
    for change in one.get("changes", ()):
        yield Side(change["name"], change["before"], change["after"])
    if "tags" in one:
        before, after = (escape(" ".join(tags)) for tags in one["tags"])
        yield Side(message("report.tags"), before, after)
    if "wakes" in one:
        yield Side(message("report.cards"), message("report.asleep"), message("report.awake"))


def short_name(source: str) -> str:
    """What a person calls `source`: of a path the last part, of an address all."""
    if "://" in source or isinstance(source, Message):
        return source
    return PurePath(source).name or source


def _shortened(said: str) -> str:
    """`said` of a source, called as a person calls it."""
    if not isinstance(said, Message):
        return said
    return message(said.key, **{**said.values, "name": short_name(str(said.values["name"]))})


def counted(rows: Iterable[ReportRow]) -> Tuple[Dict[str, int], Dict[str, int]]:
    """How many of `rows` there are of each kind, in the order of `KINDS`, and of each source."""
    kinds: Dict[str, int] = dict.fromkeys(KINDS, 0)
    sources: Dict[str, int] = {}
    for row in rows:
        for kind in row.kinds:
            kinds[kind] += 1
        if row.source:
            sources[row.source] = sources.get(row.source, 0) + 1
    return {kind: count for kind, count in kinds.items() if count}, sources


def overview_of(report: Mapping[str, Any]) -> Dict[str, Any]:
    """A copy of `report` without what is told of each item; of a large one, that is little."""

    def copied(data: Mapping[str, Any]) -> Dict[str, Any]:
        return {name: [*one] if isinstance(one, list) else one for name, one in data.items()}

    plan = {key: value for key, value in (report.get("plan") or {}).items() if key in _OVERVIEW}
    inputs = [
        {**copied(one), "items": [], "repairs": sum(len(item["repairs"]) for item in one["items"])}
        for one in report.get("inputs", ())
    ]
    return {**copied(report), "inputs": inputs, "plan": copied(plan)} if report else {}


class Listed:
    """Rows, and where those stand that are looked for; made once, asked often, of any size."""

    def __init__(self, rows: Sequence[ReportRow]) -> None:
        self.rows = rows
        self.kinds, self.sources = counted(rows)
        self._sought = [row.sought for row in rows]

    def places(self, text: str = "", kind: str = "", source: str = "") -> List[int]:
        """The places of the rows that hold each word of `text`, of that kind and source; what is
        empty is not asked for."""
        rows, places = self.rows, list(range(len(self.rows)))
        for word in text.casefold().split():
            places = [at for at in places if word in self._sought[at]]
        if kind:
            places = [at for at in places if kind in rows[at].kinds]
        return [at for at in places if rows[at].source == source] if source else places
