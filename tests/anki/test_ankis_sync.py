"""How a sync of Anki's ends is seen in the collection, which is left as it was."""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace
from typing import Any, List

import pytest
from anki.collection import Collection
from annoki.targets.collection.ankis_sync import Ended, Watch


class Synced:
    """A collection whose syncs answer as they are told."""

    def __init__(self) -> None:
        self.answers: List[Any] = []

    def sync_collection(self, *_about: Any) -> Any:
        return self._answer()

    def full_upload_or_download(self, **_about: Any) -> Any:
        return self._answer()

    def _answer(self) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


IN_STEP, FULL = SimpleNamespace(required=0), SimpleNamespace(required=2)


@pytest.mark.parametrize(
    ("answers", "ended"),
    [
        ([], Ended.FAILED),
        ([IN_STEP], Ended.IN_STEP),
        ([OSError("offline")], Ended.FAILED),
        ([FULL], Ended.FULL_SYNC),
        ([FULL, None], Ended.IN_STEP),
        ([FULL, OSError("offline")], Ended.FULL_SYNC),
    ],
)
def test_it_is_seen_how_it_ends(answers: List[Any], ended: Ended) -> None:
    col: Any = Synced()
    col.answers = list(answers)
    watch = Watch(col)
    for call in (col.sync_collection, col.full_upload_or_download)[: len(answers)]:
        with suppress(OSError):
            call()
    assert watch.stop() is ended
    assert set(vars(col)) == {"answers"}


def test_a_collection_has_what_is_watched() -> None:
    assert {"sync_collection", "full_upload_or_download"} <= set(dir(Collection))
