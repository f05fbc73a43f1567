"""A sync of some of the sources that are configured, or of all but one that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Sequence

import pytest
from annoki.config import Config, Source, Unusable, parse
from annoki.errors import UsageError
from annoki.pipeline.gather import gather
from annoki.pipeline.last_sync import LastSync
from annoki.pipeline.syncing import Plan, carry_out, compare
from real_anki import NEWEST, NOTEBOOK, TIDES, page
from syncing import Kept


class Desk:
    """Two pages in a folder, and a collection."""

    def __init__(self, kept: Kept, folder: Path) -> None:
        self.kept = kept
        self.one, self.other = folder / "one.txt", folder / "other.txt"
        self.one.write_text(page(NOTEBOOK), encoding="utf-8")
        self.other.write_text(page([TIDES, NEWEST]), encoding="utf-8")

    def config(self, *more: Dict[str, Any]) -> Config:
        both = [{"path": str(path)} for path in (self.one, self.other)]
        return parse({"sources": [*both, *more]}, "a test", strict=False)

    def sync(self, config: Config, sources: Sequence[Source] = ()) -> Plan:
        known = LastSync(self.kept.col, config).standing()
        made = compare(self.kept.col, gather(config, sources, known=known).whole(), config)
        carry_out(self.kept.col, made, allow_gone=True)
        return made


@pytest.fixture
def both(kept: Kept, tmp_path: Path) -> Desk:
    made = Desk(kept, tmp_path)
    made.sync(made.config())
    return made


def prompts(plan: Plan) -> List[str]:
    return [one.prompt for one in plan.gone]


def test_what_a_source_that_was_not_asked_may_still_have_is_not_gone(both: Desk) -> None:
    both.one.write_text(page(NOTEBOOK[2:]), encoding="utf-8")
    config = both.config()

    some = both.sync(config, [Source(path=str(both.one))])

    # TIDES is in the other page, too; NOTEBOOK[1] was in this one alone.
    assert len(some.gone) == 1
    assert "annoki::gone" not in both.kept.learner.note(TIDES).tags
    assert some.why_not_gone() == ""
    both.other.write_text(page([NEWEST]), encoding="utf-8")
    assert len(both.sync(config).gone) == 1


def test_what_was_found_without_one_is_not_taken_for_what_there_is_without_it(both: Desk) -> None:
    """When the other is configured no more, what it had is a matter of the one alone."""
    both.one.write_text(page(NOTEBOOK[1:]), encoding="utf-8")
    both.sync(both.config(), [Source(path=str(both.one))])
    both.sync(both.config(), [Source(path=str(both.one))])

    alone = both.sync(parse({"sources": [{"path": str(both.one)}]}, "a test"))

    assert len(alone.gone) == 1


@pytest.mark.parametrize(
    "entry",
    [{"kind": "gopher", "url": "x"}, {"kind": "hypothesis"}, {}, {"path": 3}, "x", None],
    ids=repr,
)
def test_a_source_that_cannot_be_used_does_not_stop_the_others(both: Desk, entry: Any) -> None:
    both.one.write_text(page([NEWEST, *NOTEBOOK]), encoding="utf-8")
    config = both.config(entry)

    made = both.sync(config)

    assert isinstance(config.sources[2], Unusable)
    (told,) = [one for one in made.report.accounts if one.problems]
    assert (told.of, told.input) == (2, config.sources[2].name)
    assert told.input
    assert len(made.report.accounts) == 3
    assert both.sync(both.config()).counts()["unchanged"] == 9
    with pytest.raises(UsageError):
        parse({"sources": [entry]}, "a test")


def test_a_source_that_cannot_be_used_may_have_had_what_is_not_there(both: Desk) -> None:
    both.one.write_text(page(NOTEBOOK[1:]), encoding="utf-8")
    broken = {"path": str(both.other), "format": 3}
    config = parse({"sources": [{"path": str(both.one)}, broken]}, "a test", strict=False)

    assert both.sync(config).gone == ()


def test_its_token_is_told_nowhere() -> None:
    entry = {"kind": "memos", "url": "no address", "token": "s3cr3t"}

    (source,) = parse({"sources": [entry]}, "a test", strict=False).sources

    assert isinstance(source, Unusable)
    assert source.secrets == ("s3cr3t",)
    assert "s3cr3t" not in f"{source.name}{source!r}{source.why}"
