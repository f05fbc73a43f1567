"""What is told of a source before it is synced: whose, how many, whether all, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest
from annoki.config import Config, Source
from annoki.pipeline.found import Recognised, found_at, made_of
from annoki.words import LANGUAGES, told

from tests.addon.pages import NOTEBOOK, many, page
from tests.fetch.servers import Hypothesis, Site, public, row, status
from tests.fixture_files import EXAMPLES


def look(*sources: Source) -> Recognised:
    found = found_at(sources, Config())
    # All of it can be told in each language.
    assert all(told(one, name) for name in LANGUAGES for one in (found.said, *found.advice))
    return found


def written(folder: Path, text: str, name: str = "page.txt") -> Source:
    (folder / name).write_text(text, encoding="utf-8")
    return Source(path=str(folder / name))


def test_a_page_of_many_says_that_it_is_not_all() -> None:
    found = look(Source(path=str(EXAMPLES / "hypothesis-page.txt")))
    assert found.said == "hypothesis-page.txt: 30 of 230"
    assert found.advice == ("This page only; the account or the other pages have the rest.",)
    assert told(found.said, "zh") == "hypothesis-page.txt：230 条中的 30 条"


def test_a_page_that_was_cut_is_told_of_as_that(tmp_path: Path) -> None:
    found = look(written(tmp_path, page(many(20), declared=84)))
    assert (found.said, found.good, len(found.advice)) == ("page.txt: 20 of 84", False, 1)
    assert "so this one is cut" in found.advice[0]


def test_a_whole_page_is_complete_and_shows_a_card_of_each_kind(tmp_path: Path) -> None:
    found = look(written(tmp_path, page(NOTEBOOK)))
    assert (found.said, found.advice, found.good) == ("page.txt: 5 notes, complete", (), True)
    assert [note.status for note in found.notes] == ["ready", "passage", "highlight"]


def test_of_a_page_with_one_kind_three_are_shown(tmp_path: Path) -> None:
    found = look(written(tmp_path, page(many(9))))
    assert [note.status for note in found.notes] == ["passage"] * 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hypothesis-export.json", "annoki_reader: 5 notes"),
        ("hypothesis-export.txt", "annoki_reader: 4 notes, complete"),
        ("blog-feed.xml", "blog.example.org: 3 notes"),
        ("weekly.txt", "weekly.txt: 9 notes"),
    ],
)
def test_it_says_whose_where_the_file_does(name: str, said: str) -> None:
    assert look(Source(path=str(EXAMPLES / name))).said == said


def test_a_folder_says_how_many_files_and_that_one_of_them_has_more(tmp_path: Path) -> None:
    text = (EXAMPLES / "hypothesis-page.txt").read_text(encoding="utf-8")
    written(tmp_path, text)
    written(tmp_path, page(NOTEBOOK), "other.txt")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = look(Source(path=str(tmp_path)))
    assert found.said == f"{tmp_path.name}: 35 notes in 2 files"
    assert "This page only" in found.advice[-1]


@pytest.mark.parametrize("text", ["milk\nbread\n", "\0\1\2\3" * 99, ""])
def test_a_wrong_file_is_told_what_would_be_right(text: str, tmp_path: Path) -> None:
    found = look(written(tmp_path, text, "a.txt"))
    assert not found.good
    assert found.notes == ()
    assert found.said.startswith("a.txt: ")
    assert "Save such a page and drop it here" in found.advice[0]
    assert "--format" not in found.said


def test_an_account_that_has_nothing_is_a_warning() -> None:
    with Hypothesis([]) as service:
        found = look(Source("hypothesis", user="nobody", api=service.api))
    assert not found.good
    assert found.said == "nobody has nothing on Hypothes.is that everyone may read."
    assert "token" in found.advice[0]


def test_an_account_says_whose_it_is_and_that_it_is_all() -> None:
    with Hypothesis([public(row(n)) for n in range(3)]) as service:
        found = look(Source("hypothesis", user="me", api=service.api))
    assert (found.said, found.good) == ("me: 3 notes, complete", True)


def test_what_arrived_in_part_says_so() -> None:
    with Hypothesis([public(row(n)) for n in range(250)]) as service:
        service.troubles = [lambda handler: service.answer(handler, service.asked[-1])]
        service.troubles += [status(403)] * 4
        found = look(Source("hypothesis", user="me", api=service.api))
    assert (found.said, found.good) == ("me: 200 of 250", False)
    assert "nothing of it counts as gone" in found.advice[0]
    assert len(found.notes) == 3


def test_an_address_that_holds_nothing_says_what_to_check() -> None:
    with Site({"/": "<html><body>Hello</body></html>"}) as site:
        found = look(Source("blog", url=site.url))
    assert not found.good
    assert "check the address" in found.said
    assert "hypothes.is/users/" in found.advice[0]


def test_what_keeps_it_from_being_read_is_told() -> None:
    source = Source(path=str(EXAMPLES / "hypothesis-page.txt"))
    found = found_at([source], Config(), cancelled=lambda: True)
    assert not found.good
    assert found.notes == ()
    assert told(found.said, "zh").startswith("失败：")


def test_what_came_of_it_in_one_sentence() -> None:
    counts = {"ready": 59, "unsure": 12, "passage": 99, "unfinished": 20, "highlight": 10}
    said = made_of(counts)
    assert said == "200 notes: 59 cards ready, 12 unsure, 99 passages, 30 to finish"
    assert told(said, "zh") == "200 条笔记：59 张卡片可复习、12 条存疑、99 条原文、30 条待补"
    one: List[str] = [made_of({name: 1}) for name in ("ready", "digest")]
    assert one == ["1 note: 1 card ready", "1 note: 1 digest"]
