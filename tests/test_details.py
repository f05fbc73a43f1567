"""Details that a face does not tell are left alone: where, when, which tags."""

from __future__ import annotations

import itertools

import pytest
from annoki.sync.details import Site, joined_site, less_exact, site_in, told_otherwise

TITLES = ("", "夜行 &amp; more", '<span lang="zh-Hans">夜</span> <span lang="en">Night</span>')
HOSTS = ("", "b.example")
LINKS = ("", "https://b.example/?a=1&amp;b=2")
SITES = [
    Site(title, host or ("b.example" if link and not title else ""), link, lang if title else "")
    for title, host, link, lang in itertools.product(TITLES, HOSTS, LINKS, ("", ' lang="en"'))
]


@pytest.mark.parametrize("site", sorted(set(SITES)), ids=str)
def test_what_a_source_tells_is_read_back(site: Site) -> None:
    assert site_in(site.html()) == site


@pytest.mark.parametrize(("one", "other"), [*itertools.product(sorted(set(SITES)), repeat=2)])
def test_nothing_that_either_tells_is_lost(one: Site, other: Site) -> None:
    both = site_in(joined_site(one.html(), other.html()))

    for told in ("title", "host", "link"):
        assert getattr(both, told) == getattr(one, told) or getattr(other, told)
        assert bool(getattr(both, told)) == bool(getattr(one, told) or getattr(other, told))
    assert joined_site(both.html(), one.html()) == both.html()
    assert joined_site(both.html(), other.html()) == both.html()


def test_what_was_not_made_here_is_left_as_it_is() -> None:
    assert joined_site("我家 <b>at home</b>", Site("夜行").html()) == "我家 <b>at home</b>"


@pytest.mark.parametrize(
    ("date", "than", "less"),
    [
        ("2023-08", "2023-08-13", True),
        ("2023", "2023-08", True),
        ("", "2023", True),
        ("2023-08-13", "2023-08-13", False),
        ("2023-08-13", "2023-08", False),
        ("2023-09", "2023-08-13", False),
        ("", "", False),
    ],
)
def test_less_exact_dates(date: str, than: str, less: bool) -> None:
    assert less_exact(date, than) == less


HAVE = {"annoki::host::a.example", "annoki::month::2023-08", "annoki::tag::old", "期末", "annoki"}


def test_tags_change_by_namespace() -> None:
    told = told_otherwise(HAVE, ["annoki::month::2023-09", "annoki::tag::new"], False)

    assert told == {
        *("annoki::host::a.example", "annoki::month::2023-09", "annoki::tag::new"),
        *("期末", "annoki"),
    }


def test_only_what_tells_all_tags_takes_all_away() -> None:
    assert told_otherwise(HAVE, [], False) == HAVE
    assert told_otherwise(HAVE, [], True) == HAVE - {"annoki::tag::old"}


def test_a_namespace_that_is_held_stays() -> None:
    assert told_otherwise(HAVE, ["annoki::month::2023-09"], False, "month") == HAVE
