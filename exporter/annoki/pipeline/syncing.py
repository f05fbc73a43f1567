"""A sync with a collection, step by step: what is read is compared, looked at, carried out.

The command line, the add-on and `annoki.sync` all come here. Reading needs no collection and may
take long; comparing needs one and changes nothing; between comparing and writing a person may look
at the plan, and go on working.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import CollectionChanged, UnusualPlan
from ..sync.plan import UNDO_NAME, CollectionPlan, plan_collection
from .gather import Gathered
from .report import Report

if TYPE_CHECKING:
    from ..targets.collection import Collection
    from ..targets.collection.apply import Applied


@dataclass(frozen=True)
class Plan(CollectionPlan):
    """A plan, and the `report` of what was read for it."""

    report: Report = field(default_factory=Report)


def compare(col: Collection, gathered: Gathered, config: Config) -> Plan:
    """What it takes to bring `col` in step with `gathered`. Nothing is changed.

    Raises CollectionError if the note type was altered so that notes no longer fit.
    """
    from ..targets.collection.present import present

    found = present(col, gathered.notes, config.decks.to_finish)
    plan = plan_collection(gathered.notes, found, gathered.complete, config.gone, gathered.media)
    return Plan(**vars(plan), report=gathered.report)


def carry_out(
    col: Collection, plan: CollectionPlan, allow_gone: bool = False, undo_name: str = UNDO_NAME
) -> Applied:
    """Do what `plan` says, as one undo step of the name `undo_name`; or nothing at all.

    Raises CollectionChanged if `col` is no longer as it was compared, UnusualPlan if very much
    would be gone and `allow_gone` does not say that this is meant.
    """
    from ..targets.collection.apply import apply

    if plan.modified and plan.modified != col.mod:
        raise CollectionChanged(
            "the collection has changed since the plan was made; nothing was written; plan again"
        )
    if plan.unusual() and not allow_gone:
        raise UnusualPlan(plan.unusual())
    return apply(col, plan, undo_name)
