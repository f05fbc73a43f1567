"""What the addresses of a blog's posts say, and what they do not (docs/sync-contract.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, NamedTuple, Sequence

import annoki
import pytest
from real_anki import plain
from syncing import Kept

TIDES = "涨潮时水漫过第三级石阶，退潮后石缝里留着一洼一洼的水，里头有小鱼和海葵。" * 3
BAMBOO = "竹子其实是草，每一节都有分生组织，所以能同时伸长，一天可以长高将近一米。" * 3
BENCH = "Warm the machine up before measuring anything, then take the median of many runs. " * 3


class Post(NamedTuple):
    """A post as a feed lists it."""

    address: str
    title: str
    text: str
    day: str = "2024-05-13"


def feed(posts: Sequence[Post]) -> str:
    entries = (
        f"<entry><title>{post.title}</title><link href='{post.address}'/>"
        f"<published>{post.day}T04:00:00Z</published><summary>{post.text}</summary></entry>"
        for post in posts
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>b</title>{''.join(entries)}</feed>"


def at(address: Callable[[int], str]) -> Sequence[Post]:
    """Three posts of a day, each at its `address`."""
    texts = (("潮汐", TIDES), ("竹子", BAMBOO), ("Benchmarks", BENCH))
    return [Post(address(n), *one) for n, one in enumerate(texts)]


def sync(kept: Kept, path: Path, posts: Sequence[Post]) -> annoki.Plan:
    path.write_text(feed(posts), encoding="utf-8")
    plan = annoki.plan(kept.col, path)
    annoki.sync(kept.col, plan)
    return plan


def titles(kept: Kept) -> Dict[int, str]:
    return {note.id: plain(note["Prompt"]) for note in kept.learner.notes()}


@pytest.mark.parametrize("shared", ["https://b.example/", "https://b.example/2024/-/"])
def test_an_address_that_a_feed_gives_to_several_posts_makes_them_not_one(
    kept: Kept, tmp_path: Path, shared: str
) -> None:
    """Whoever sets up a feed may let all of its posts lead home, for a while or for ever."""
    posts = at(lambda n: f"https://b.example/2024/post-{n}/")
    led_home = at(lambda n: shared)
    source = tmp_path / "feed.xml"
    sync(kept, source, posts)
    before = titles(kept)

    for listed in (led_home, led_home[:2], led_home, posts):
        plan = sync(kept, source, listed)
        assert (plan.add, plan.twins) == ((), ())
        assert titles(kept) == before

    # New ones come and go, and each stays itself.
    sync(kept, source, [Post(shared, "Snow", "It began to fall at midnight. " * 9), *led_home])
    after = titles(kept)
    assert len(after) == 4
    sync(kept, source, [Post(shared, "Rain", "The river rose to the steps. " * 9), *led_home[:1]])
    assert len(titles(kept)) == 5
    assert after.items() <= titles(kept).items()


def test_posts_of_one_title_and_address_of_two_days_are_two(kept: Kept, tmp_path: Path) -> None:
    home = "https://b.example/"
    diary = [Post(home, "日记", TIDES, "2024-05-13"), Post(home, "日记", BAMBOO, "2024-05-20")]

    sync(kept, tmp_path / "feed.xml", diary)

    assert len(titles(kept)) == 2


def test_two_blogs_of_which_a_post_has_one_path_stay_two_though_a_face_tells_no_host(
    kept: Kept, tmp_path: Path
) -> None:
    """Blogs that number their posts share paths; the index of a blog's search tells no host."""
    one = [Post("https://one.example/archives/12/", "潮汐", TIDES)]
    other = [Post("https://other.example/archives/12/", "Benchmarks", BENCH, "2023-02-03")]
    for name, posts in (("one", one), ("other", other)):
        (tmp_path / f"{name}.xml").write_text(feed(posts), encoding="utf-8")
    feeds = [tmp_path / "one.xml", tmp_path / "other.xml"]
    annoki.sync(kept.col, annoki.plan(kept.col, feeds))
    before = titles(kept)
    index = tmp_path / "search.xml"

    for post in (*one, *other, *one):
        index.write_text(
            f"<search><entry><title>{post.title}</title><url>/archives/12/</url>"
            f"<content>{post.text}</content></entry></search>",
            encoding="utf-8",
        )
        for sources in ([index], feeds):
            plan = annoki.plan(kept.col, sources)
            annoki.sync(kept.col, plan)
            assert (plan.add, plan.twins) == ((), ())
            assert titles(kept) == before
