"""The Memos source against the list APIs of 0.13 to 0.26."""

from __future__ import annotations

import json
from typing import Any, Dict, List

import pytest
from annoki.config import Source
from annoki.fetch import Fetched, FetchError, fetch
from annoki.fetch.web import Web

from tests.fetch import servers
from tests.fetch.servers import TOKEN, Memos, Site, memo

VERSIONS = [18, 22, 23, 24, 25, 26]


def web(**options: Any) -> Web:
    return Web(16 * 1024 * 1024, **{"first_wait": 0.02, "timeout": 60.0, "retries": 1, **options})


def source(service: Any, **more: Any) -> Source:
    return Source(kind="memos", url=service.url, **more)


def contents(fetched: Fetched) -> List[str]:
    (document,) = fetched.documents
    found: List[Dict[str, Any]] = json.loads(document.text)["memos"]
    return [one["content"] for one in found]


def some(count: int) -> List[Dict[str, Any]]:
    return [memo(n) for n in reversed(range(count))]


MIXED = [
    memo(1),
    memo(2, "users/2", visibility="PUBLIC"),
    memo(3, visibility="PUBLIC"),
    memo(4, content=""),
    memo(5, state="ARCHIVED"),
]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_owners_memos_private_ones_too(version: int) -> None:
    with Memos(version, MIXED) as service:
        fetched = fetch(source(service, token=TOKEN), web())
        assert contents(fetched) == ["memo 1", "memo 3", ""]
        assert fetched.complete
        assert fetched.problems == ()
        assert fetched.format == "memos-json"
        assert fetched.account == "users/1"
        assert fetched.documents[0].url == service.url
        assert fetched.requests == len(service.asked)
        for asked in service.asked:
            if asked.path == "/api/v1/memos":
                assert asked.one("pageSize") == "1000"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("creator", ["users/1", "1"])
def test_a_creator_without_token(version: int, creator: str) -> None:
    with Memos(version, MIXED) as service:
        fetched = fetch(source(service, creator=creator), web())
        assert contents(fetched) == ["memo 3"]
        assert fetched.complete


def test_a_creator_by_name() -> None:
    with Memos(18, MIXED) as service:
        assert contents(fetch(source(service, creator="you"), web())) == ["memo 2"]


@pytest.mark.parametrize("version", VERSIONS[1:])
def test_everyones_public_memos(version: int) -> None:
    with Memos(version, MIXED) as service:
        assert contents(fetch(source(service), web())) == ["memo 2", "memo 3"]


def test_a_creator_who_is_not_there_is_told() -> None:
    with Memos(25, MIXED) as service:
        good = service.memos
        service.answer = lambda handler, asked: handler.json(
            {"memos": good, "nextPageToken": ""}  # ignores parent and filter
        )
        fetched = fetch(source(service, creator="users/7"), web())
    assert contents(fetched) == []
    assert not fetched.complete
    assert "no memo is by '7'; creators here are users/1, users/2" in fetched.problems[0].what


def test_a_creator_is_no_filter() -> None:
    with Memos(25, MIXED) as service:
        with pytest.raises(FetchError, match="creator must be as users/1"):
            fetch(source(service, creator="1' || true"), web())
        assert service.asked == []


@pytest.mark.parametrize("version", VERSIONS[1:])
def test_a_filter(version: int) -> None:
    with Memos(version, MIXED) as service:
        fetched = fetch(source(service, token=TOKEN, filter='content == "memo 1"'), web())
        assert contents(fetched) == ["memo 1"]


def test_a_filter_that_is_refused() -> None:
    with Memos(25, MIXED) as service, pytest.raises(FetchError, match=r"invalid filter: .*'mood'"):
        fetch(source(service, token=TOKEN, filter="mood == 'good'"), web())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("count", [0, 199, 200, 201, 450])
def test_pages(version: int, count: int) -> None:
    with Memos(version, some(count)) as service:
        service.most = 200
        fetched = fetch(source(service, token=TOKEN), web())
        assert contents(fetched) == [f"memo {n}" for n in reversed(range(count))]
        assert fetched.complete


@pytest.mark.parametrize("version", VERSIONS)
def test_memos_removed_and_added_while_paging(version: int) -> None:
    with Memos(version, some(450)) as service:
        service.most = 200

        def between(lists: int) -> None:
            if lists == 1:
                del service.memos[5:8]
            elif lists == 2:
                service.memos.insert(0, memo(900))

        service.between = between
        fetched = fetch(source(service, token=TOKEN), web())
        found = contents(fetched)
        assert len(found) == len(set(found)) == 448
        assert set(found) == {one["content"] for one in service.memos}
        assert fetched.complete


@pytest.mark.parametrize("version", VERSIONS)
def test_memos_that_never_stand_still_are_partial(version: int) -> None:
    with Memos(version, some(450)) as service:
        service.most = 200
        service.between = lambda lists: service.memos.pop(0) and None
        fetched = fetch(source(service, token=TOKEN), web())
        assert not fetched.complete
        assert "they changed meanwhile" in fetched.problems[0].what
        assert {one["content"] for one in service.memos} <= set(contents(fetched))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_invalid_token(version: int) -> None:
    with Memos(version, MIXED) as service:
        with pytest.raises(FetchError, match="the token is not accepted; make one") as caught:
            fetch(source(service, token="wrong-t0ken"), web())
        assert "wrong-t0ken" not in str(caught.value)
        assert not any("memo" in asked.path for asked in service.asked)


def test_a_token_is_asked_for() -> None:
    with Memos(18, MIXED) as service:
        service.answer = lambda handler, asked: handler.json(
            {"message": "Missing access token"}, 401
        )
        with pytest.raises(FetchError, match="asks for a token; make one"):
            fetch(source(service), web())


def test_the_reason_of_the_instance_is_told() -> None:
    with Memos(18, MIXED) as service, pytest.raises(FetchError, match="400: Missing user id"):
        fetch(source(service), web())


def test_a_later_page_fails() -> None:
    with Memos(25, some(450)) as service:
        service.most = 200
        # The first is refused: 0.25 wants another filter.
        service.between = lambda lists: service.troubles.extend([servers.hang_up] * 9 * (lists - 1))
        fetched = fetch(source(service, token=TOKEN), web())
    assert len(contents(fetched)) == 200
    assert not fetched.complete
    assert "200 memos arrived, then: " in fetched.problems[0].what


def test_a_repeated_token_ends() -> None:
    with Memos(25) as service:
        service.answer = lambda handler, asked: handler.json(
            {"memos": [memo(1)], "nextPageToken": "again"}
        )
        fetched = fetch(source(service), web())
        assert len(service.asked) == 2
    assert contents(fetched) == ["memo 1"]
    assert "repeats a page" in fetched.problems[0].what


@pytest.mark.parametrize(
    "page",
    ["<h1>Hello</h1>", '{"hello": 1}', '{"code": 13, "message": "internal"}', "[]", "null", "{}"],
)
def test_something_else_answers(page: str) -> None:
    """A memo list may be empty; but then it is an object."""
    with Site({"/api/v1/memos": page, "/api/v1/memo": "<h1>Hello</h1>"}) as other:
        other.kinds = {"/api/v1/memos": "application/json"}
        if page == "{}":
            assert contents(fetch(source(other), web())) == []
            return
        with pytest.raises(FetchError, match=r"no Memos 0\.13 or later answers here"):
            fetch(source(other), web())


def test_two_memos_of_one_name_are_no_listing() -> None:
    with Memos(25, [memo(1), memo(1), memo(2)]) as instance:
        fetched = fetch(source(instance, token=TOKEN), web())
    assert not fetched.complete
    assert "two memos under one name" in fetched.problems[0].what


@pytest.mark.parametrize("later", [{}, {"memos": []}, {"memos": [], "nextPageToken": "x"}])
def test_a_page_that_was_announced_and_is_empty_is_not_the_end(later: Dict[str, Any]) -> None:
    def listed(handler: servers.Handler) -> None:
        first = {"memos": [memo(1)], "nextPageToken": "more"}
        handler.json(later if "pageToken" in handler.path else first)

    with Site({"/api/v1/memos": listed}) as instance:
        fetched = fetch(source(instance), web())
    assert not fetched.complete
    assert "they changed meanwhile" in fetched.problems[0].what


def test_a_token_that_cannot_be_checked() -> None:
    with Memos(22, MIXED) as service:
        service.who = ("GET", "/nowhere")
        fetched = fetch(source(service, token=TOKEN), web())
    assert not fetched.complete
    assert "could not be checked" in fetched.problems[0].what
