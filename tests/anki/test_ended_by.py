"""What a person is told whose sync was ended by an error, by Anki, a disk or ourselves."""

from __future__ import annotations

import errno

import pytest
from anki.errors import DBError
from annoki.errors import AnnokiError, Refused
from annoki.targets.collection.trouble import details_of, ended_by
from annoki.words import message, told


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (
            Refused("no table: f"),
            "Anki did not take it (no table: f), so",
            "Anki 没有接受（no table: f）",
        ),
        (AnnokiError(message("text.empty")), "empty", "没有内容"),
        (DBError("disk is full", None, None, None), "Your collection: ", "您的集合："),
        (OSError(errno.ENOSPC, "No space left on device"), "Your collection: ", "您的集合："),
        (
            OSError(errno.EIO, "of a kind that nobody knows"),
            "Something went wrong",
            "Annoki 内部出错",
        ),
        (KeyError("disk is full"), "Something went wrong", "Annoki 内部出错"),
    ],
)
def test_it_is_told_in_either_language(error: Exception, english: str, chinese: str) -> None:
    said = ended_by(error)
    assert said.startswith(english)
    assert told(said, "zh").startswith(chinese)


def test_only_what_is_not_explained_has_details() -> None:
    assert details_of(AnnokiError("This is wrong.")) == ""
    assert "KeyError: 'a defect'" in details_of(KeyError("a defect"))
