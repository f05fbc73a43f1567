"""The Hypothesis source against a server that pages, limits and errs as the real one does."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

import pytest
from annoki.config import Source
from annoki.errors import Cancelled, InputError
from annoki.fetch import Fetched, FetchError, fetch
from annoki.fetch.hypothesis_listing import Listing, Page
from annoki.fetch.json_api import Params, ask
from annoki.fetch.web import Web

from tests.fetch import servers
from tests.fetch.clock import Clock
from tests.fetch.servers import TOKEN, Hypothesis, Site, public, row

DAY = datetime(2024, 1, 1, tzinfo=timezone.utc)


@pytest.fixture
def service() -> Iterator[Hypothesis]:
    with Hypothesis([row(n) for n in range(844)]) as running:
        yield running


def web(cache: Optional[Path] = None, **options: Any) -> Web:
    return Web(16 * 1024 * 1024, cache=cache, **{"first_wait": 0.02, "timeout": 60.0, **options})


def mine(service: Hypothesis, **more: Any) -> Source:
    return Source(**{"kind": "hypothesis", "api": service.api, "token": TOKEN, **more})


def rows(fetched: Fetched) -> List[Dict[str, Any]]:
    (document,) = fetched.documents
    found: List[Dict[str, Any]] = json.loads(document.text)["rows"]
    return found


def ids(fetched: Fetched) -> List[str]:
    return [one["id"] for one in rows(fetched)]


def test_844_rows_are_at_most_6_requests(service: Hypothesis) -> None:
    fetched = fetch(mine(service), web())
    assert fetched.complete
    assert fetched.problems == ()
    assert fetched.format == "hypothesis-json"
    assert fetched.account == "acct:me@hypothes.is"
    assert fetched.documents[0].name == "hypothesis: acct:me@hypothes.is"
    assert ids(fetched) == [f"row-{n}" for n in reversed(range(844))]  # newest first, once each
    assert json.loads(fetched.documents[0].text)["total"] == 844
    assert fetched.requests == len(service.asked) <= 6


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 399, 400, 401])
def test_pages_of_any_length(service: Hypothesis, count: int) -> None:
    service.rows = service.rows[:count]
    fetched = fetch(mine(service), web())
    assert fetched.complete
    assert len(ids(fetched)) == len(set(ids(fetched))) == count


@pytest.mark.parametrize("rounding", [True, False])
@pytest.mark.parametrize("first", [0, 150, 199, 200, 644])
def test_equal_times_lose_nothing(service: Hypothesis, rounding: bool, first: int) -> None:
    """A bulk import gives many rows one time. There is no tie-breaker."""
    service.whole_milliseconds = rounding
    service.rows = [
        row(n, DAY + timedelta(microseconds=n % 7) if first <= n < first + 150 else None)
        for n in range(844)
    ]
    fetched = fetch(mine(service), web())
    assert fetched.complete
    assert len(set(ids(fetched))) == 844


@pytest.mark.parametrize("rounding", [True, False])
def test_more_equal_times_than_a_page_holds(service: Hypothesis, rounding: bool) -> None:
    service.whole_milliseconds = rounding
    service.rows = [row(n, DAY if 100 <= n < 650 else None) for n in range(844)]
    fetched = fetch(mine(service), web())
    assert fetched.complete
    assert len(set(ids(fetched))) == 844


def test_more_equal_times_than_can_be_listed_end() -> None:
    with Hypothesis([public(row(n, DAY)) for n in range(10_300)]) as service:
        service.limiter.tokens = service.limiter.burst = 1000
        browser = web()

        def page(params: Params) -> Page:
            answer = ask(browser, f"{service.api}/search", params)
            return answer["rows"], answer["total"]

        listing = Listing(page)
        listing.run()
    assert (len(listing.rows), listing.total) == (10_000, 10_300)
    assert not listing.whole()


def test_me_is_the_account_of_the_token(service: Hypothesis) -> None:
    service.rows.append(public({**row(900), "user": "acct:you@hypothes.is"}))
    assert len(ids(fetch(mine(service, user="me"), web()))) == 844
    assert len(ids(fetch(mine(service, user="acct:me@hypothes.is"), web()))) == 844
    assert ids(fetch(mine(service, user="you"), web())) == ["row-900"]


def test_groups(service: Hypothesis) -> None:
    service.rows[0]["group"], service.rows[1]["group"] = "aaa", "bbb"
    fetched = fetch(mine(service, groups=("aaa", "bbb")), web())
    assert set(ids(fetched)) == {"row-0", "row-1"}
    assert fetched.documents[0].name == "hypothesis: group aaa, group bbb"
    assert service.asked[-1].query["group"] == ["aaa", "bbb"]


def test_nothing_to_ask_for(service: Hypothesis) -> None:
    with pytest.raises(FetchError, match="set a user, groups or a token"):
        fetch(mine(service, token=""), web())


def test_an_invalid_token_is_told_and_nothing_is_fetched(service: Hypothesis) -> None:
    service.rows.append(public(row(900)))  # what the service would answer with
    with pytest.raises(FetchError, match="the token is not valid") as caught:
        fetch(mine(service, token="wrong-t0ken", user="me"), web())
    assert [asked.path for asked in service.asked] == ["/api/profile"]
    assert "wrong-t0ken" not in str(caught.value)
    assert isinstance(caught.value, InputError)


def test_the_reason_of_the_service_is_told(service: Hypothesis) -> None:
    with pytest.raises(FetchError, match=r"answers 404: Either the resource .* check the address"):
        fetch(mine(service, api=f"{service.url}/api/nowhere", token="", user="me"), web())


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (servers.page("<html>Sorry</html>"), "answers with a web page instead of data"),
        (servers.page("<html>Sorry</html>", 500), r"answers 500 \(an error of its own\) after"),
        (servers.half_json, "no whole JSON"),
        (servers.cut_short, "cut short"),
        (servers.hang_up, "closed before the answer was whole"),
        (servers.redirect("ftp://127.0.0.1/rows"), "redirects to ftp:"),
        (servers.redirect("file:///etc/passwd"), "redirects to file:"),
        (servers.redirect("/login"), "redirects without end"),
        (servers.status(429), r"answers 429 \(too many requests\) after"),
        (lambda handler: handler.json([]), "does not answer as Hypothesis does"),
        (lambda handler: handler.json({"total": 1, "rows": [{}]}), "without an id"),
    ],
)
def test_lasting_troubles(service: Hypothesis, trouble: servers.Trouble, words: str) -> None:
    """From the first page on: nothing arrived. From the third on: what arrived is kept."""
    source = mine(service, user="me", token="")
    service.rows = [public(one) for one in service.rows]
    service.troubles = [trouble] * 30
    with pytest.raises(FetchError, match=words):
        fetch(source, web(retries=2))

    good = service.answer
    service.troubles = []
    service.answer = lambda handler, asked: (  # type: ignore[method-assign]
        good(handler, asked) if service.searches < 2 else trouble(handler)
    )
    fetched = fetch(source, web(retries=2))
    assert not fetched.complete
    assert len(ids(fetched)) == 399
    assert "399 annotations arrived, the service counts 844" in fetched.problems[0].what
    assert fetched.problems[0].where == "hypothesis: acct:me@hypothes.is"


@pytest.mark.parametrize(
    "trouble",
    [
        servers.status(429),
        servers.status(503, Retry_After="1"),
        servers.status(502),
        servers.hang_up,
        servers.cut_short,
        servers.half_json,
        servers.silence,
    ],
)
def test_passing_troubles_are_outlived(service: Hypothesis, trouble: servers.Trouble) -> None:
    service.troubles = [trouble]
    fetched = fetch(mine(service), web(timeout=3.0 if trouble is servers.silence else 60.0))
    assert fetched.complete
    assert len(ids(fetched)) == 844
    assert fetched.requests == len(service.asked) == 7


def test_a_login_page_is_told(service: Hypothesis) -> None:
    with Site({"/login": "<html>Please log in</html>"}) as other:
        service.troubles = [servers.redirect(f"{other.url}/login?next=/api")]
        with pytest.raises(FetchError, match=rf"leads to the web page {other.url}/login \(a log"):
            fetch(mine(service), web())
        assert [asked.token for asked in other.asked] == [""]


def test_the_limit_of_the_service_costs_no_annotation(service: Hypothesis) -> None:
    service.limiter.tokens = 2
    fetched = fetch(mine(service), web())
    assert fetched.complete
    assert len(ids(fetched)) == 844
    assert fetched.requests > 6


def test_rows_edited_and_added_while_paging(service: Hypothesis) -> None:
    def between(searches: int) -> None:
        if searches == 2:
            service.rows[3] = row(3, DAY, text="edited")  # from page 1 to the end
            service.rows[700] = row(700, DAY + timedelta(seconds=1), text="edited")
            service.rows.append(row(844, DAY + timedelta(seconds=2)))

    service.between = between
    fetched = fetch(mine(service), web())
    assert fetched.complete
    found = {one["id"]: one["text"] for one in rows(fetched)}
    assert len(ids(fetched)) == len(found) == 845
    assert (found["row-3"], found["row-700"]) == ("edited", "edited")


def test_rows_removed_while_paging(service: Hypothesis) -> None:
    def between(searches: int) -> None:
        if searches == 2:
            del service.rows[10]

    service.between = between
    fetched = fetch(mine(service), web())
    assert fetched.complete  # thanks to a second pass
    assert len(ids(fetched)) == 843
    assert "row-10" not in ids(fetched)


def test_rows_that_never_stand_still_are_partial(service: Hypothesis) -> None:
    def between(_searches: int) -> None:
        del service.rows[0]

    service.between = between
    fetched = fetch(mine(service), web())
    assert not fetched.complete
    assert "they changed meanwhile" in fetched.problems[0].what


def test_rows_that_the_service_loses_sight_of_are_not_taken_for_removed(
    service: Hypothesis, tmp_path: Path
) -> None:
    """Part of its index is away after the first page: it lists less, and counts less."""
    every = service.rows

    def between(searches: int) -> None:
        service.rows = every[:200] if searches % 2 else every

    service.between = between
    fetched = fetch(mine(service), web())
    assert not fetched.complete
    assert len(ids(fetched)) == 200
    service.between = lambda searches: None
    service.rows = every
    assert fetch(mine(service), web()).complete


def test_a_service_that_does_not_page_ends(service: Hypothesis) -> None:
    first = service.rows[:200]
    service.answer = lambda handler, asked: handler.json(  # type: ignore[method-assign]
        {"total": 844, "rows": first}
    )
    fetched = fetch(mine(service, token="", user="me"), web(max_seconds=20))
    assert not fetched.complete
    assert "does not page" in fetched.problems[0].what


def test_an_unchanged_account_is_two_requests(service: Hypothesis, tmp_path: Path) -> None:
    first = fetch(mine(service), web(tmp_path))
    second = fetch(mine(service), web(tmp_path))
    assert second.complete
    assert second.requests <= 2
    assert second.documents == first.documents


def test_changes_since_the_last_sync(service: Hypothesis, tmp_path: Path) -> None:
    fetch(mine(service), web(tmp_path))
    service.rows[5] = row(5, DAY, text="edited")
    service.rows.append(row(844, DAY))
    second = fetch(mine(service), web(tmp_path))
    assert second.complete
    assert second.requests <= 2
    assert {one["id"]: one["text"] for one in rows(second)}["row-5"] == "edited"
    assert len(ids(second)) == 845


def test_a_removed_row_is_gone_from_the_next_listing(service: Hypothesis, tmp_path: Path) -> None:
    fetch(mine(service), web(tmp_path))
    del service.rows[300]
    service.rows.append(row(844, DAY))  # the count alone would not tell
    second = fetch(mine(service), web(tmp_path))
    assert second.complete
    assert len(ids(second)) == 844
    assert "row-300" not in ids(second)
    assert "row-844" in ids(second)
    third = fetch(mine(service), web(tmp_path))
    assert third.requests <= 2
    assert third.documents == second.documents


def test_a_row_that_was_indexed_late_is_met(service: Hypothesis, tmp_path: Path) -> None:
    fetch(mine(service), web(tmp_path))
    newest = datetime.fromisoformat(service.rows[-1]["updated"])
    service.rows[5] = row(5, newest - timedelta(minutes=1), text="edited")
    second = fetch(mine(service), web(tmp_path))
    assert {one["id"]: one["text"] for one in rows(second)}["row-5"] == "edited"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 1, "rows": [1]}', b"\xff\x00"])
def test_a_damaged_cache_is_as_none(service: Hypothesis, tmp_path: Path, damage: bytes) -> None:
    fetch(mine(service), web(tmp_path))
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    second = fetch(mine(service), web(tmp_path))
    assert second.complete
    assert len(ids(second)) == 844
    assert fetch(mine(service), web(tmp_path)).requests <= 2


def test_the_cache_is_private_and_holds_no_token(service: Hypothesis, tmp_path: Path) -> None:
    fetch(mine(service), web(tmp_path / "cache"))
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert TOKEN.encode() not in kept.read_bytes()
    assert TOKEN not in kept.name


def test_a_partial_listing_is_not_kept(service: Hypothesis, tmp_path: Path) -> None:
    service.between = lambda searches: service.troubles.append(servers.page("Sorry", 404))
    assert not fetch(mine(service), web(tmp_path)).complete
    assert list(tmp_path.iterdir()) == []


def test_another_account_does_not_meet_the_cache(service: Hypothesis, tmp_path: Path) -> None:
    fetch(mine(service), web(tmp_path))
    fetched = fetch(mine(service, user="me", token=""), web(tmp_path))
    assert ids(fetched) == []  # all of them are private


def test_the_token_is_in_no_message(service: Hypothesis) -> None:
    service.troubles = [
        lambda handler: handler.json({"status": "failure", "reason": f"bad {TOKEN}\n"}, 400)
    ]
    with pytest.raises(FetchError) as caught:
        fetch(mine(service), web())
    assert TOKEN not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_cancelling_ends_a_wait_at_once(service: Hypothesis, clock: Clock) -> None:
    service.troubles = [servers.status(429, Retry_After="60")]
    with pytest.raises(Cancelled):
        fetch(mine(service), web(cancelled=lambda: clock.waited >= 3))
    assert clock.waited < 3.2
