"""A bench for each test of what goes back to the service."""

from __future__ import annotations

from typing import Callable, Iterator

import pytest

from .bench import Bench, benches


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Bench]]:
    yield from benches(tmp_path_factory.mktemp("push"))


@pytest.fixture
def bench(make: Callable[[], Bench]) -> Bench:
    return make()
