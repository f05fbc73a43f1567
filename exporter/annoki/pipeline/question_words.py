"""What has to be asked before a sync that is unusual, in words."""

from __future__ import annotations

from typing import Dict, List, Tuple

from ..sync.collection_plan import CollectionPlan
from ..words import message


def questions(plan: CollectionPlan) -> List[Tuple[str, str]]:
    """What a person should be asked before `plan` is carried out, each with what to know of it."""
    found: List[Tuple[str, str]] = []
    if plan.is_much_lost:
        asked = message("report.ask_lost", n=len(plan.lost))
        found.append((asked, message("report.hint_lost")))
    if plan.is_much_gone:
        asked = message("report.ask_gone", n=len(plan.gone), total=plan.present)
        action = message(f"report.then_{plan.gone_action}")
        found.append((asked, message("report.hint_gone", action=action)))
    return found


def left_to_ask(plan: CollectionPlan) -> List[str]:
    """What a sync that asked nobody left as it was."""
    lost = [message("report.later_lost", n=len(plan.lost))] if plan.is_much_lost else []
    gone = [message("report.later_gone", n=len(plan.gone))] if plan.is_much_gone else []
    return [*lost, *gone]


def ways_on(plan: CollectionPlan) -> Dict[str, str]:
    """What may be answered where `plan` is shown, in words: `cancel`; `sync`, which is of use where
    something is chosen, too; and `without` what is unusual, which is best."""
    is_unusual, is_any = bool(plan.unusual()), plan.changes_anything
    ways: Dict[str, str] = {}
    ways["cancel"] = message("report.way_cancel" if is_any else "report.way_close")
    if is_any or plan.conflicts or plan.kept or plan.deleted:
        ways["sync"] = message("report.way_all" if is_unusual else "report.way_sync")
    if is_unusual:
        ways["without"] = message("report.way_without")
    return ways
