"""The last sync that left nothing open, kept beside its collection: the next that finds the sources
and the collection as they were then has nothing to do.

The file is only a shortcut: without it, or if it cannot be read, all is compared.
"""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING, Any, Optional

from ..config import Config
from ..files.beside import path_beside, read_beside, write_beside
from ..files.whole import sweep
from ..model import Note
from ..sync.collection_plan import CollectionPlan
from ..sync.gone import NotGone
from ..sync.present_note import Conflict
from .gather import Known
from .report import Report
from .unchanged import RunInputs, summary_of

if TYPE_CHECKING:
    from ..targets.collection import Collection


class LastSync:
    """What is remembered of the last sync into `col`, under `config`."""

    def __init__(self, col: Collection, config: Config) -> None:
        from ..targets.collection.renamed_decks import decks_now

        self._col, self._decks = col, decks_now(col, config.decks)
        self._path = path_beside(col, ".annoki.json")
        sweep(self._path.parent)
        sweep()
        held = read_beside(self._path)
        self._held = held if isinstance(held.get("summary"), dict) else {}

    def standing(self) -> Known:
        """The summary of the sync, for those who ask with its digest; none, if `col` is no longer
        as it was then. Who asks may be in another thread."""
        held = self._held if self._is_as_it_was() else {}
        return lambda digest: held["summary"] if held.get("digest") == digest else None

    def plan(self, run: RunInputs) -> Optional[CollectionPlan]:
        """What there is to do after `run`: nothing. None if that has to be found out."""
        if self._held.get("digest") != run.digest or not self._is_as_it_was():
            return None
        try:
            said, names = self._held["plan"], dict(zip(self._held["names"], run.names))
            return CollectionPlan(
                unchanged=int(said["unchanged"]),
                present=int(said["present"]),
                modified=self._col.mod,
                deleted=tuple(_deleted(*one) for one in said["deleted"]),
                reasons=tuple(
                    NotGone(names.get(name, name), *rest) for name, *rest in said["reasons"]
                ),
                knows_gone=bool(said["knows_gone"]),
                kept=tuple(Conflict(**one) for one in said["kept"]),
            )
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, run: RunInputs, report: Report, plan: CollectionPlan) -> None:
        """Remember that after `run` nothing is to be done but what `plan` says; nothing at all, if
        anything is, or was left open."""
        summary = summary_of(run, report)
        if summary is None or plan.changes_anything:
            with contextlib.suppress(OSError):
                self._path.unlink()
            return
        if self.plan(run):
            return
        since = int(time.time()) - 1
        write_beside(
            self._path,
            {
                "digest": run.digest,
                "names": run.names,
                "summary": summary,
                "since": since,
                "fingerprint": self._fingerprint(since),
                "plan": {
                    "unchanged": plan.unchanged,
                    "present": plan.present,
                    "deleted": [[one.guid, one.fields[0]] for one in plan.deleted],
                    "reasons": plan.reasons,
                    "knows_gone": plan.knows_gone,
                    "kept": [vars(one) for one in plan.kept],
                },
            },
        )

    def _is_as_it_was(self) -> bool:
        since, before = self._held.get("since"), self._held.get("fingerprint")
        return isinstance(since, int) and before == self._fingerprint(since)

    def _fingerprint(self, since: int) -> Any:
        from ..targets.collection.fingerprint import fingerprint

        return json.loads(json.dumps(fingerprint(self._col, self._decks, since)))


def _deleted(guid: str, prompt: str) -> Note:
    """As much of a note that the learner deleted as is told of it."""
    return Note(guid, (prompt,), (), "", False, "ready", "")
