"""How each source answered last, in a line: told in either language, and kept to be told again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from annoki.config import Source, parse
from annoki.pipeline.gather import gather
from annoki.pipeline.results import Result, asked, key_of, result_in, results_of
from annoki.words import told

from tests.addon.pages import NOTEBOOK, many, page
from tests.fetch.servers import TOKEN, Hypothesis, public, row, status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "whole.txt").write_text(page(NOTEBOOK), encoding="utf-8")
    (tmp_path / "part.txt").write_text(page(many(200), declared=844), encoding="utf-8")
    (tmp_path / "list.txt").write_text("milk\nbread\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def answer(source: Source) -> Result:
    return asked(source, {}, lambda: False)


def test_it_is_told_how_many_there_are_and_whether_that_is_all(folder: Path) -> None:
    whole, part = (answer(Source(path=str(folder / name))) for name in ("whole.txt", "part.txt"))

    assert (str(whole.said), whole.lines, whole.good) == ("5 items, complete", (), True)
    assert told(whole.said, "zh") == "5 条，完整"
    assert str(part.said) == "200 of 844 items"
    assert "the account or the other pages have the rest" in part.lines[0]


def test_what_failed_says_why_and_what_is_empty_is_no_success(folder: Path) -> None:
    missing = answer(Source(path=str(folder / "missing.txt")))
    assert not missing.good
    assert str(missing.said).startswith("Failed: ")
    assert told(missing.said, "zh").startswith("失败：")
    unknown = answer(Source(path=str(folder / "list.txt")))
    assert (str(unknown.said), unknown.good) == (
        "Failed: Annoki does not know what this is.",
        False,
    )
    assert "--format" not in f"{unknown.said}{unknown.lines}"
    assert unknown.lines[-1].startswith("It reads pages")
    with Hypothesis([]) as server:
        nobody = answer(Source("hypothesis", user="nobody", api=server.api))
    assert (str(nobody.said), nobody.good) == ("Nothing was found", False)
    assert "Check the address or the name" in nobody.lines[0]


def test_a_service_says_for_whom_it_holds_it(folder: Path) -> None:
    with Hypothesis([public(row(n)) for n in range(4)]) as server:
        found = answer(Source("hypothesis", user="me", api=server.api))
        server.troubles = [status(403)] * 9
        refused = answer(Source("hypothesis", user="me", token=TOKEN, api=server.api))

    assert str(found.said) == "4 items, complete"
    assert found.lines[0].startswith("of acct:me@")
    assert not refused.good
    assert TOKEN not in json.dumps(refused.as_dict())
    assert "http" not in refused.said
    assert told(refused.said, "zh").isascii() is False
    assert "token" not in told(refused.said, "zh")


def test_each_source_of_a_run_has_its_own_and_one_that_is_broken_marks_itself(
    folder: Path,
) -> None:
    entries = [{"path": str(folder / "whole.txt")}, {"kind": "gopher"}, {"path": str(folder)}]
    config = parse({"sources": entries}, "a test", strict=False)

    found = results_of(config.sources, gather(config).whole().report)

    results = [found[key_of(source)] for source in config.sources]
    assert [one.good for one in results] == [True, False, False]
    assert "gopher" in results[1].said
    assert str(results[2].said).startswith("205 items, not complete")
    assert all(one.when for one in results)


def test_what_was_kept_is_told_in_another_language_and_garbled_things_say_nothing(
    folder: Path,
) -> None:
    result = answer(Source(path=str(folder / "part.txt")))

    kept = json.loads(json.dumps(result.as_dict()))

    assert result_in(kept) == result
    assert told(result_in(kept).said, "zh") == "844 条中的 200 条"
    for garbled in (None, 3, {}, {**kept, "said": 4}, {**kept, "when": "x"}):
        assert result_in(garbled) == Result("")


def test_a_test_that_was_stopped_says_so_and_nothing_more(folder: Path) -> None:
    stopped = asked(Source(path=str(folder)), {}, lambda: True)

    assert (str(stopped.said), stopped.when) == ("Stopped", 0.0)


def test_a_source_keeps_its_result_however_it_is_written(folder: Path) -> None:
    one = Source("hypothesis", user="me", token="secret")
    assert key_of(one) == key_of(Source("hypothesis", user="acct:Me@hypothes.is"))
    assert key_of(one) != key_of(Source("hypothesis", user="you"))


@pytest.mark.parametrize("when", [float("inf"), float("nan"), 1e30, "soon", None])
def test_a_time_that_cannot_be_is_no_result(when: object) -> None:
    assert result_in({"said": {"text": "5"}, "lines": [], "good": True, "when": when}).said == ""
