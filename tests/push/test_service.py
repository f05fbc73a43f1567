"""The stand-in is what the API description says, or what is proven on it says nothing."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, Tuple

import pytest
import requests

from tests.fetch.servers import TOKEN, row

from .service import Service

MINE = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def service() -> Iterator[Service]:
    with Service([row(n) for n in range(3)]) as running:
        yield running


def told(
    service: Service, method: str, path: str, body: Any = None, **headers: str
) -> Tuple[int, Dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    url = f"{service.api}/{path}"
    reply = requests.request(method, url, data=data, headers=headers or MINE, timeout=60)
    return reply.status_code, reply.json()


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_only_what_is_sent_changes(service: Service, method: str) -> None:
    before = dict(service.row("row-1"))
    code, said = told(service, method, "annotations/row-1", {"text": "new \r\n text\n"})
    assert code == 200
    assert said == {**before, "text": "new \r\n text\n", "updated": said["updated"]}
    assert said["updated"] > before["updated"]
    assert told(service, "GET", "annotations/row-1") == (200, said)
    assert service.writes == [("row-1", "note 1", "new \r\n text\n")]


def test_the_newest_is_listed_last(service: Service) -> None:
    told(service, "PATCH", "annotations/row-0", {"text": "new"})
    _, said = told(service, "GET", "search?sort=updated&order=asc&user=acct:me@hypothes.is")
    assert [one["id"] for one in said["rows"]] == ["row-1", "row-2", "row-0"]


@pytest.mark.parametrize(
    ("method", "path", "token"),
    [
        ("GET", "annotations/nobody", TOKEN),
        ("PATCH", "annotations/nobody", TOKEN),
        ("GET", "annotations/row-1", "another"),
        ("PATCH", "annotations/row-1", "another"),
    ],
)
def test_who_may_not_is_told_that_there_is_nothing(
    service: Service, method: str, path: str, token: str
) -> None:
    code, said = told(service, method, path, {"text": "x"}, Authorization=f"Bearer {token}")
    assert (code, said["status"]) == (404, "failure")
    assert service.writes == []


def test_anothers_annotation_can_be_read_and_not_written(service: Service) -> None:
    service.row("row-1").update(
        user="acct:you@hypothes.is", permissions={"read": ["group:__world__"]}
    )
    assert told(service, "GET", "annotations/row-1")[0] == 200
    assert told(service, "PATCH", "annotations/row-1", {"text": "x"})[0] == 404
    assert service.writes == []


@pytest.mark.parametrize("body", [[], "x", {"text": 7}, {"text": "\0"}, {"text": "\ud800"}])
def test_what_is_no_annotation_is_refused(service: Service, body: Any) -> None:
    code, said = told(service, "PATCH", "annotations/row-1", body)
    assert (code, said["status"]) == (400, "failure")
    assert service.writes == []


def test_another_accept_is_refused(service: Service) -> None:
    assert told(service, "GET", "annotations/row-1", Accept="text/html")[0] == 406


def test_searches_may_lag_behind_and_single_annotations_do_not(service: Service) -> None:
    service.lag = 1
    told(service, "PATCH", "annotations/row-1", {"text": "new"})
    texts = []
    for _ in range(2):
        _, said = told(service, "GET", "search?user=acct:me@hypothes.is")
        texts.append({one["id"]: one["text"] for one in said["rows"]}["row-1"])
    assert texts == ["note 1", "new"]
    assert told(service, "GET", "annotations/row-1")[1]["text"] == "new"
