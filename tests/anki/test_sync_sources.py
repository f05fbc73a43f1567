"""A live source and a collection: only a listing that is known to be whole says what is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest
from annoki.config import Config, parse
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.syncing import carry_out, compare
from annoki.sync.collection_plan import CollectionPlan
from syncing import Kept, differing, whole

from tests.fetch.servers import (
    TOKEN,
    Hypothesis,
    Site,
    cut_short,
    half_json,
    hang_up,
    page,
    public,
    redirect,
    row,
    status,
)
from tests.planning import counted


@pytest.fixture
def server() -> Iterator[Hypothesis]:
    with Hypothesis([row(n) for n in range(30)]) as one:
        yield one


class Synced:
    """A collection kept in step with an account on a server."""

    def __init__(self, kept: Kept, server: Hypothesis, cache: Path) -> None:
        self.kept, self.server, self.cache = kept, server, cache

    def gather(self, **more: Any) -> Gathered:
        source = {"kind": "hypothesis", "token": TOKEN, "api": self.server.api, **more}
        config = parse({"sources": [source]}, "a test")
        return gather(config, cache=self.cache).whole()

    def sync(self, **more: Any) -> CollectionPlan:
        gathered = self.gather(**more)
        return self.kept.sync_notes(gathered.notes, gathered.answers)


@pytest.fixture
def synced(kept: Kept, server: Hypothesis, tmp_path: Path) -> Synced:
    return Synced(kept, server, tmp_path / "cache")


def test_an_account_is_kept_in_step(synced: Synced) -> None:
    first = synced.sync()
    assert len(first.add) == 30
    before = whole(synced.kept.learner)
    assert not synced.sync().changes_anything
    assert differing(before, whole(synced.kept.learner)) == []

    rows = synced.server.rows
    rows[3] = {**rows[3], "text": "note 3, 改过了", "updated": "2023-09-01T00:00:00.000001+00:00"}
    rows.append(row(40))
    assert synced.sync().counts() == counted(add=1, update=1, unchanged=29)


def test_what_was_deleted_there_is_gone_here(synced: Synced) -> None:
    synced.sync()
    del synced.server.rows[7]
    plan = synced.sync()
    assert [note.prompt for note in plan.gone] == ['<p class="own" lang="en">passage 7</p>']
    assert not synced.sync().changes_anything


@pytest.mark.parametrize(
    "troubles",
    [
        [status(404)] * 9,
        [status(500)] * 9,
        [hang_up] * 9,
        [cut_short] * 9,
        [half_json] * 9,
        [page("<h1>Sorry, maintenance</h1>")] * 9,
        [redirect("/login")] * 9,
    ],
    ids=["404", "500", "hang up", "cut short", "half JSON", "HTML", "login"],
)
def test_a_source_that_fails_says_nothing_about_what_is_gone(
    synced: Synced, troubles: list[Any]
) -> None:
    synced.sync()
    before = whole(synced.kept.learner)
    synced.server.rows = synced.server.rows[:2]
    synced.server.troubles = list(troubles)
    gathered = synced.gather()
    assert gathered.report.failed
    assert {one.state for one in gathered.answers} <= {"failed", "partial"}
    plan = synced.kept.sync_notes(gathered.notes, gathered.answers)
    assert not plan.changes_anything
    assert differing(before, whole(synced.kept.learner)) == []


def test_an_invalid_token_says_nothing_about_what_is_gone(synced: Synced) -> None:
    synced.sync()
    synced.server.rows = [public(one) for one in synced.server.rows[:3]]
    gathered = synced.gather(token="wrong")
    (problem,) = gathered.report.accounts[0].problems
    assert "token" in problem.what
    plan = synced.kept.sync_notes(gathered.notes, gathered.answers)
    assert plan.gone == ()
    assert "could not be read" in plan.why_not_gone()


def test_a_source_is_who_it_is_however_it_is_configured(synced: Synced) -> None:
    """First by its user, then by the token alone: both mean the same account."""
    synced.sync(user="me")
    del synced.server.rows[7]
    plan = synced.sync()
    assert len(plan.gone) == 1
    assert not synced.sync(user="acct:me@hypothes.is").changes_anything


def test_without_its_token_a_source_is_another_one(synced: Synced) -> None:
    """Private annotations are not gone because nobody may see them."""
    synced.sync()
    synced.server.rows = [public(one) for one in synced.server.rows[:25]]
    assert synced.sync(user="me", token="").gone == ()


def test_what_stands_in_a_blogs_place_for_a_while_makes_nothing_gone(
    kept: Kept, tmp_path: Path
) -> None:
    posts = [
        f"<article><h2><a href=/2024/{n}/>Post {n}</a></h2><p>Text {n}.</article>" for n in "abcd"
    ]
    away = "<article><h1>Back soon</h1><p>We are moving house.</article>"
    with Site() as site:
        config = parse({"sources": [{"kind": "blog", "url": site.url}]}, "a test")

        def sync(*articles: str) -> CollectionPlan:
            site.pages = {"/": f"<html><body>{''.join(articles)}</body></html>"}
            return plan_and_sync(kept.col, config, tmp_path / "cache")

        assert sync(*posts).counts()["add"] == 4
        for _ in range(2):
            plan = sync(away)
            assert plan.gone == ()
            assert "little in common" in plan.why_not_gone()

        assert not sync(*posts).changes_anything
        assert len(sync(*posts[1:]).gone) == 1


def plan_and_sync(col: Any, config: Config, cache: Path) -> CollectionPlan:
    plan = compare(col, gather(config, cache=cache).whole(), config)
    carry_out(col, plan)
    return plan


def test_a_failing_source_does_not_keep_another_from_being_read(
    synced: Synced, tmp_path: Path
) -> None:
    with Hypothesis() as broken:
        broken.troubles = [status(404)] * 99
        config = parse(
            {
                "sources": [
                    {"kind": "hypothesis", "user": "me", "api": broken.api},
                    {"kind": "hypothesis", "token": TOKEN, "api": synced.server.api},
                ]
            },
            "a test",
        )
        gathered = gather(config, cache=tmp_path / "c").whole()
    assert len(gathered.notes) == 30
    assert [one.state for one in gathered.answers] == ["failed", "whole"]
    plan = synced.kept.sync_notes(gathered.notes, gathered.answers)
    assert plan.knows_gone
    assert "Nothing of these sources counts as gone" not in plan.why_not_gone(), "first sync"
