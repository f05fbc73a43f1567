"""Years of use in some minutes: every promise is kept, and a build that breaks one is caught."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from annoki.identity.likeness import normalised

from tests.apart import apart

from . import blog, clock, hands
from .dice import Dice
from .faces import FACES, view
from .ledger import Kept
from .things import Growing, new_thing
from .world import Package

pytestmark = pytest.mark.skipif(not clock.library(), reason=clock.MISSING)


simulated = partial(apart, "tests.decade", measured=True)
"""In a process of its own, whose clock it moves."""


@pytest.mark.parametrize(("years", "seed", "devices"), [(3, 1, 2), (2, 9, 2), (1, 34, 3)])
def test_years_break_no_promise(years: int, seed: int, devices: int) -> None:
    of = ("--years", str(years), "--seed", str(seed), "--devices", str(devices))
    done = simulated(*of, "--shrink", "0")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("broken", "seed"), [("ids-by-position", 3), ("guid-over-source-id", 6)])
def test_a_broken_build_is_caught_within_a_year(broken: str, seed: int) -> None:
    done = simulated("--years", "1", "--seed", str(seed), "--shrink", "0", "--broken", broken)
    assert "BROKEN after event" in done.stdout, done.stdout + done.stderr
    assert "a_sync_goes_through" not in done.stdout, "it only failed to run"


def test_the_home_page_shows_how_its_posts_begin() -> None:
    """A face that prints what the thing does not say makes two of it that nobody can join."""
    source = Growing()
    for n in range(blog.ON_HOME):
        thing = new_thing(Dice(str(n)), "post", n)
        source.things[thing.token] = thing
    whole = normalised(re.sub("<[^>]*>", "", blog.search(source)))
    for at, line in enumerate(lines := blog.home(source).splitlines()):
        if line.endswith("..."):
            assert normalised("".join(lines[at - 1 : at + 1])).rstrip(".") in whole


@pytest.mark.parametrize("held", [True, False])
def test_a_package_gives_a_note_back_only_to_a_post_that_it_gave_its_guid_before(
    held: bool,
) -> None:
    """The GUID is made of a title that the post no longer has, and that the note's thing has."""
    source, dice = Growing(), Dice("posts")
    renamed, other = (new_thing(Dice(name), "post", 0) for name in ("renamed", "other"))
    renamed.title, other.title = "随笔（修订）", "随笔"
    renamed.titles.append("随笔")
    source.things = {one.token: one for one in (renamed, other)}
    package = Package(Path("all.apkg"), views=[view(FACES["feed.xml"], source, dice)])
    kept = Kept(other.token, "a title's", known={("title", other.title)})
    package.before = {(renamed.token, kept.guid)} if held else set()

    assert hands.may_change_hands(source, kept, renamed.token, package) == held
