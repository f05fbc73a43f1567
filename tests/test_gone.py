"""What is gone, without any Anki: a matter of the source that showed it (docs/sync-contract.md)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import AbstractSet, Mapping, Sequence, Tuple

import pytest
from annoki.sync.gone import Answered, NotGone, judged, why_not
from annoki.sync.origins import NAMED, TOLD, Renamed, origin_of, predecessors
from annoki.sync.plan import plan_collection
from annoki.sync.present_note import Present, Unmatched

from tests.planning import OLD, note, present

ME, GROUP = origin_of("hypothesis", "me"), origin_of("hypothesis", "group")
BLOG = origin_of("blog", "b.example")
PAGE, OTHER = origin_of(NAMED, "page.txt"), origin_of(NAMED, "other.txt")
EXPORT = origin_of(TOLD, "an export")

whole = Answered("me", ME, "whole", 5)
WANTED = [OLD]


def is_gone(answers: Sequence[Answered], *origins: str) -> bool:
    return judged(answers, WANTED, lambda note: (), [origins]).is_gone(origins)


def test_a_source_that_had_it_and_answers_completely_says_it() -> None:
    assert is_gone([whole], ME)
    assert is_gone([whole], PAGE, ME), "the dump that first showed it is there no more"
    assert not is_gone([whole], GROUP)
    assert not is_gone([whole])


@pytest.mark.parametrize("state", ["failed", "partial"])
def test_another_source_that_had_it_and_was_cut_or_failed_keeps_it(state: str) -> None:
    cut = Answered("group", GROUP, state, 2)  # type: ignore[arg-type]

    assert not is_gone([whole, cut], ME, GROUP)
    assert is_gone([whole, cut], ME), "it silences its own only"


def test_a_source_that_was_left_out_of_a_run_keeps_what_it_may_have() -> None:
    left_out = Answered("group", GROUP, "unasked")
    nobody = Answered("a token", "", "unasked", could_be="hypothesis")

    assert not is_gone([whole, left_out], ME, GROUP)
    assert not is_gone([whole, nobody], ME, GROUP)
    assert is_gone([whole, left_out, nobody], ME)
    assert judged([whole, left_out], WANTED, lambda note: (), [[ME]]).reasons == ()


def test_a_window_says_nothing_either_way() -> None:
    window = Answered("feed", BLOG, "window", 20)

    assert is_gone([whole, window], ME, BLOG)
    assert not is_gone([window], BLOG)


def test_who_fails_before_it_is_known_may_have_had_all_of_its_kind() -> None:
    nobody = Answered(
        "a token", origin_of("hypothesis", "settings"), "failed", could_be="hypothesis"
    )

    assert not is_gone([whole, nobody], ME, GROUP), "it may be the group"
    assert is_gone([whole, nobody], ME), "me has answered"
    assert is_gone([Answered("an export", EXPORT, "whole", 3), nobody], EXPORT)


def test_a_file_that_cannot_be_read_may_be_any_that_says_what_it_is() -> None:
    lost = Answered("page.txt", PAGE, "failed", could_be=TOLD)

    assert not is_gone([whole, lost], ME, EXPORT)
    assert not is_gone([whole, lost], ME, PAGE)
    assert is_gone([whole, lost], ME, OTHER)


def test_an_answer_without_anything_says_nothing() -> None:
    assert not is_gone([whole._replace(found=0)], ME)
    assert not judged([whole], [], lambda note: (), []).is_gone([ME])


def called(
    origin: str, shown: int, both: int, missing: int = 3
) -> Tuple[bool, Tuple[NotGone, ...]]:
    """Whether a listing says what is gone, that shows so many notes, `both` of which it had."""
    notes = [note(f"g{n}", origin=origin) for n in range(shown)]
    had = {f"g{n}" for n in range(both)}
    verdict = judged(
        [Answered("a listing", origin, "whole", shown)],
        notes,
        lambda one: (origin,) if one.guid in had else (),
        [[origin]] * missing,
    )
    return verdict.is_gone([origin]), verdict.reasons


@pytest.mark.parametrize("origin", [PAGE, BLOG])
@pytest.mark.parametrize(
    ("shown", "both", "missing", "tells"),
    [
        (8, 7, 1, True),
        (2, 2, 30, True),  # most of it was deleted
        (40, 7, 1, True),  # much came
        (8, 0, 8, False),  # another page of the same name
        (8, 1, 8, False),  # with an annotation in common
        (8, 0, 0, True),  # new
    ],
)
def test_a_name_alone_makes_nothing_gone(
    origin: str, shown: int, both: int, missing: int, tells: bool
) -> None:
    says, reasons = called(origin, shown, both, missing)
    assert says == tells
    if not tells:
        assert "little in common" in str(reasons[0])


def test_who_says_who_it_is_may_have_begun_anew() -> None:
    assert called(ME, 8, 0)[0]
    assert called(EXPORT, 8, 0)[0]


def test_twins_have_had_what_each_of_them_had() -> None:
    """A page whose one note has a twin is no stranger, whichever of the two is found first."""
    wanted = note("g", Answer="答案", origin=PAGE)
    here = present(wanted)
    there = replace(here, note_id=8, memory=note("g", Answer="答案", origin=ME).memory)
    missing = (Unmatched(9, "gone", (), "<p>没了</p>", (PAGE,)),)
    for found in (here, there):
        had = Present(frozenset("g"), 3, {"g": found}, missing, twins=((here, there),))
        answers = [Answered("page.txt", PAGE, "whole", 1)]

        plan = plan_collection([wanted], had, answers)

        assert [one.guid for one in plan.gone] == ["gone"]
        assert plan.twins[0].after.memory.origins == tuple(sorted((ME, PAGE)))


def test_what_another_listing_says_is_gone_tells_no_more_what_a_page_had() -> None:
    """So the next run, in which it is gone, finds the page to be what this one found it to be."""
    shows = [note(f"g{n}", origin=PAGE) for n in range(4)]
    answers = [Answered("page.txt", PAGE, "whole", 4), whole]

    def strangers(*missing: Tuple[str, ...]) -> AbstractSet[str]:
        return judged(
            answers, shows, lambda one: (PAGE,) if one.guid == "g0" else (), missing
        ).strangers

    assert strangers((PAGE,))
    assert not strangers((PAGE, ME))
    assert not strangers()


def test_it_is_said_why_nothing_counts_as_gone() -> None:
    page = Answered("page.txt", PAGE, "window", 200, 844)
    cut = Answered("hypothesis of me", ME, "partial", 3)

    none = judged([page, cut], WANTED, lambda note: (), [])
    assert why_not(none.reasons, bool(none.whole)) == (
        "Nothing counts as gone, because page.txt shows 200 of 844; "
        "hypothesis of me was read in part only."
    )
    some = judged([page, whole], WANTED, lambda note: (), [])
    assert why_not(some.reasons, bool(some.whole)) == (
        "Nothing of these sources counts as gone: page.txt shows 200 of 844."
    )
    assert why_not(judged([whole], WANTED, lambda note: (), []).reasons, True) == ""
    assert "no listing is known" in why_not(judged([], WANTED, lambda note: (), []).reasons, False)


def taken(held: Mapping[str, Sequence[str]], partial: bool = False, run: str = OTHER) -> str:
    """Whose place other.txt takes, that shows a, b and c of the notes that are `held`; those are
    gone whose name begins with a dash."""
    away = {one for one in held if one.startswith("-")}
    borne, gone = (
        Counter(
            origin
            for one, origins in held.items()
            if (one in away) == is_away
            for origin in origins
        )
        for is_away in (False, True)
    )
    shows = {OTHER: [held[one] for one in "abc" if one in held]}
    places = predecessors([Renamed(OTHER, partial)], shows, borne, [run], gone)
    return places.get(OTHER, "")


def test_an_export_of_a_new_name_is_known_by_what_it_shows() -> None:
    week = {guid: [PAGE] for guid in "abcd"}

    assert taken(week) == PAGE
    assert taken({**week, "b": [ME], "c": [ME]}) == "", "not most of what is known"
    assert taken({**week, **{str(n): [PAGE] for n in range(9)}}) == "", "a small part of it"
    assert taken({**week, **{str(n): [PAGE] for n in range(9)}}, partial=True) == PAGE
    assert taken(week, run=PAGE) == "", "that one is there itself"
    assert taken({guid: [ME] for guid in "abcd"}) == "", "an account is known by what it is"
    assert taken({guid: [PAGE, OTHER] for guid in "abcd"}) == "", "it is known by its own name"
    assert taken({}) == ""


@pytest.mark.parametrize("name", ["file:0", "file:z"])
def test_a_new_name_stays_that_of_the_export_whose_place_it_took(name: str) -> None:
    """What is gone from that is gone from a larger one, too, of which it then shows more."""
    shown = {guid: [PAGE, name] for guid in "abc"}
    larger = {**shown, "e": [name], "f": [name]}

    assert taken({**larger, "d": [PAGE, name]}) == PAGE
    assert taken({**larger, "-d": [PAGE, name]}) == PAGE, "d is gone"
    assert taken({**shown, "d": [name]}) == PAGE
    assert taken({**shown, "-d": [name]}) == PAGE, "all is gone that was in the larger one alone"


def test_of_two_exports_of_new_names_one_takes_the_place() -> None:
    """Else what the one adds there would make the other a part of it in the next sync."""
    more = origin_of(NAMED, "more.json")
    listings = [Renamed(OTHER), Renamed(more)]

    def places(*bears: str) -> Mapping[str, str]:
        shows = {OTHER: [bears], more: [bears]}
        return predecessors(listings, shows, Counter(bears), [OTHER, more])

    one, two = places(PAGE), places(ME, PAGE, "file:2")

    assert list(one.values()) == [PAGE]
    assert sorted(two.values()) == sorted([PAGE, "file:2"]), "each takes one"
