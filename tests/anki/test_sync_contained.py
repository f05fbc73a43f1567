"""What Annoki fails at is not gone (docs/sync-contract.md)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from annoki.compose import compose
from annoki.identity import guids
from annoki.pipeline import making, naming
from annoki.readers.hypothesis import page_text
from annoki.readers.printed import printed_passage
from annoki.repair import RULES, repair
from annoki.repair.rule import Rule
from annoki.sync.details import GONE
from real_anki import NOTEBOOK, TIDES
from syncing import Kept, differing, whole

STAGES = ["reading", "repairing", "composing", "naming"]


def failing(stage: str, patched: pytest.MonkeyPatch, only: str = "") -> None:
    """From now on all that holds the text `only` fails at `stage`."""

    def fails(make: Any) -> Any:
        def failing_at(*arguments: Any) -> Any:
            if only in str(arguments):
                raise RecursionError(stage)
            return make(*arguments)

        return failing_at

    if stage == "repairing":
        kinds: Any = frozenset(["prose"])
        parts: Any = frozenset(["passage"])
        rule = Rule(
            "x", parts, kinds, lambda text: only in text, fails(lambda blocks: (blocks, []))
        )
        patched.setattr(making, "repair", partial(repair, rules=(rule, *RULES)))
    elif stage == "composing":
        patched.setattr(making, "compose", fails(compose))
    elif stage == "naming":
        identify = fails(guids.identify)
        patched.setattr(naming, "identify", identify)
        patched.setattr("annoki.pipeline.notes.identify", identify)
    else:
        patched.setattr(page_text, "printed_passage", fails(printed_passage))


@pytest.mark.parametrize("stage", STAGES)
def test_where_all_fail_nothing_is_gone(
    stage: str, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.sync(NOTEBOOK)
    before = whole(kept.learner)
    with monkeypatch.context() as patched:
        failing(stage, patched, "" if stage != "naming" else "Item(")
        wanted = kept.wanted(NOTEBOOK)
        assert wanted.notes == ()
        assert {one.stage for one in wanted.report.accounts[0].problems} == {stage}
        plan = kept.sync_notes(wanted.notes, wanted.answers)
    assert plan.gone == ()
    assert differing(before, whole(kept.learner)) == []
    assert plan.why_not_gone().endswith("could not be read.")
    assert kept.sync(NOTEBOOK).counts()["unchanged"] == len(NOTEBOOK)


@pytest.mark.parametrize("stage", STAGES)
def test_where_one_fails_it_stays_as_it_is_and_all_others_go_on(
    stage: str, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.sync(NOTEBOOK[:-1])
    with monkeypatch.context() as patched:
        failing(stage, patched, TIDES.passage)
        wanted = kept.wanted(NOTEBOOK)
        assert len(wanted.notes) == len(NOTEBOOK) - 1
        (problem,) = wanted.report.accounts[0].problems
        assert problem.stage == stage
        assert TIDES.passage in problem.raw
        plan = kept.sync_notes(wanted.notes, wanted.answers)
    assert (plan.counts()["add"], plan.gone) == (1, ())
    assert kept.col.find_notes(f"tag:{GONE}") == []
    assert plan.why_not_gone().endswith("was read in part only.")
