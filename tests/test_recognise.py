"""Which of several that share a name a thing is, where no id says it."""

from __future__ import annotations

from typing import Dict, FrozenSet, NamedTuple, Optional, Sequence

from annoki.identity.addresses import Address, page_at
from annoki.identity.contradiction import alike
from annoki.identity.keys import Names
from annoki.identity.likeness import differ_between, normalised
from annoki.identity.recognise import recognise

TIDES = "海水每天涨落两次，间隔约 12 小时 25 分，大约两次，朝向月亮和背向月亮各有一个隆起。"
SORTED = "先排序，再二分；复杂度是对数级的，见第三章里的那张图，还有附录里的那张表。"


class Shown(NamedTuple):
    """What a thing looks like."""

    text: str
    page: Optional[Address] = None
    captured: str = ""
    made: str = ""
    host: str = ""
    hashes: FrozenSet[str] = frozenset()
    is_own: bool = True
    is_gone: bool = False
    body: str = ""
    told: str = ""

    @property
    def length(self) -> int:
        return len(self.text)

    @property
    def said(self) -> str:
        return self.told or self.text


def found(
    wanted: Sequence[Names], looks: Sequence[Shown], known: Sequence[Names], seen: Sequence[Shown]
) -> Dict[int, int]:
    return recognise(wanted, known, looks.__getitem__, seen.__getitem__)


def test_of_two_that_are_as_alike_that_which_begins_alike_is_the_post() -> None:
    """Two posts of one title that say much the same; one has left, and another has come."""
    wanted = [Names("title", ("'tides", "excerpt"))]
    known = [
        Names("apart", ("'waves", "title")),
        Names("post", ("'tides", "excerpt", "title"), ("post:/tides",)),
    ]
    both = Shown(TIDES + SORTED)
    assert found(wanted, [both], known, [both, both]) == {0: 1}
    assert found(wanted, [both], known[::-1], [both, both]) == {0: 0}


def test_a_mark_of_which_two_notes_say_just_what_it_says_is_one_of_them() -> None:
    """Else there would be one more with each sync."""
    wanted = [Names("second", ("passage",))]
    known = [
        Names("passage", ("second",), ("hypothesis:1",)),
        Names("third", ("passage", "second"), ("hypothesis:2",)),
    ]
    assert found(wanted, [Shown(TIDES)], known, [Shown(TIDES), Shown(TIDES)]) == {0: 0}
    edited = Shown(TIDES + SORTED), Shown(SORTED)
    assert found(wanted, [Shown("别的话")], known, edited) == {}
    pages = [Shown(TIDES, page_at(f"https://a.example/{name}")) for name in ("x", "y")]
    assert found(wanted, [Shown(TIDES)], known, pages) == {}


def test_a_second_note_of_what_was_found_is_not_what_only_begins_like_it() -> None:
    """A page note came on one device with its id, and on another without; a page that shows it
    has a new one of the same beginning, too."""
    wanted = [Names("without", ("''tides",)), Names("new", ("''tides",))]
    known = [
        Names("without", ("''tides",)),
        Names("with", ("''tides", "'tides", "without"), ("hypothesis:1",)),
    ]
    looks = [Shown(TIDES + SORTED), Shown(TIDES + SORTED[::-1])]
    assert found(wanted, looks, known, [looks[0], looks[0]]) == {0: 0}
    # Of which nothing else is left, that may be what became of it.
    assert found(wanted[1:], looks[1:], known[1:], looks[:1]) == {0: 0}


def test_of_many_of_one_name_that_which_the_learner_rewrote_is_known_by_what_it_said() -> None:
    says = [f"{n:03}号{TIDES[n % 9 :]}{n * 7:03}{SORTED[n % 7 :]}" for n in range(60)]
    known = [Names(f"{n}", ("template",)) for n in range(60)]
    seen = [Shown(text) for text in says]
    seen[41] = Shown("我的说法", told=says[41])

    assert found([Names("new", ("template",))], [Shown(f"其实{says[41]}")], known, seen) == {0: 41}


def test_of_two_marks_as_alike_the_nearer_is_the_one_and_none_that_has_left() -> None:
    """Three marks on a passage: one has left, whose name it was; of one the question was edited."""
    question, other = "冰的密度为什么比水小，能浮在水面上？", "湖水结冰是从上面还是从下面开始的呢？"
    says = f"{question}{SORTED}"
    edited = f"{question[:5]}乙{question[6:]}{SORTED[:20]}丙{SORTED[21:]}"
    wanted = [Names("passage")]
    known = [
        Names("passage", (), ("hypothesis:1",)),
        Names("second", ("passage",), ("hypothesis:2",)),
        Names("third", ("passage",), ("hypothesis:3",)),
    ]
    left, far, near = Shown(TIDES, is_gone=True), Shown(f"{other}{SORTED}"), Shown(edited)
    assert alike(Shown(says), far) == alike(Shown(says), near)

    assert found(wanted, [Shown(says)], known, [left, far, near]) == {0: 2}
    assert found(wanted, [Shown(says)], known, [left, near, far]) == {0: 1}
    assert found(wanted, [Shown(says)], known, [left, near, near]) == {}


def test_what_was_cut_ends_within_what_another_ends_in() -> None:
    """Posts of a blog are made alike at their ends, and a home page cuts them anywhere there."""
    tides, sorts, ends = normalised(TIDES), normalised(SORTED), "谢谢读到这里，下周见。" * 4
    for many in (1, 5, 12, 40):
        assert differ_between(f"{tides}{ends}", f"{sorts}{ends[:many]}...")
        assert differ_between(f"{sorts}{ends[:many]}...", f"{tides}{ends}")
        assert differ_between(f"{sorts}{ends[:many]}...", f"{tides}{ends[:9]}...")
        whole = f"{tides}{sorts}{ends}"
        assert not differ_between(whole, f"{whole[: 30 + many]}...")
        assert not differ_between(whole.replace("附录", "书末"), f"{whole[: 60 + many]}...")
