"""Ids of notes and cards: of the GUID alone, nobody else's, and another for each edition."""

from __future__ import annotations

from itertools import chain

import pytest
from annoki.identity.note_ids import (
    EDITIONS,
    bucket_of,
    bucket_with,
    card_ids,
    edition_of,
    free_ids,
    note_id,
)

GUIDS = [f"guid {n} 号" for n in range(100_000)]
FAR = 1_700_000_000_000
"""Ids of the future are replaced by Anki's check of the database."""


def test_a_hundred_thousand_notes_share_no_id() -> None:
    ids = [card_ids(guid) for guid in GUIDS]

    assert len(set(chain.from_iterable(ids))) == 2 * len(GUIDS)
    assert all(0 < id < FAR for id in chain.from_iterable(ids))


@pytest.mark.parametrize("guid", ["", "a", "海", *GUIDS[:20]])
def test_each_edition_has_its_own_ids_in_the_bucket(guid: str) -> None:
    ids = [note_id(guid, edition) for edition in range(EDITIONS)]

    assert len(set(ids)) == EDITIONS
    assert {bucket_with(id) for id in ids} == {bucket_of(guid)}
    assert [edition_of(guid, id) for id in ids] == list(range(EDITIONS))
    assert note_id(guid, EDITIONS) == ids[0]


def test_the_first_card_is_called_as_the_note_and_the_others_never_like_one_another() -> None:
    for edition in (0, 1, 700):
        ids = card_ids("g", edition, 8)
        assert ids[0] == note_id("g", edition)
        assert len(set(ids)) == 8
        gaps = [b - a for a, b in zip(sorted(ids), sorted(ids)[1:])]
        assert min(gaps) >= EDITIONS // 8


@pytest.mark.parametrize("id", [0, -1, 49_999_999_999, 1_400_000_000_000, 1_795_857_950_221])
def test_what_anki_calls_its_own_belongs_to_no_guid(id: int) -> None:
    assert bucket_with(id) is None
    assert [edition_of(guid, id) for guid in GUIDS[:100]] == [None] * 100


def test_another_guids_id_is_no_edition() -> None:
    assert edition_of("a", note_id("b")) is None


def test_what_is_taken_is_passed_over() -> None:
    assert free_ids("g", 0, {*card_ids("g", 0)}) == card_ids("g", 1)
    # A second card in the way is as good as a first.
    assert free_ids("g", 5, {card_ids("g", 5)[1]}) == card_ids("g", 6)
    assert free_ids("g", 0, {note_id("g", n) for n in range(EDITIONS)}) == card_ids("g", 0)
