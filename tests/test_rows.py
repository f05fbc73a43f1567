"""What a report tells, as rows to list and to look for, and in words."""

from __future__ import annotations

from typing import Any, Dict, List, get_args

import pytest
from annoki.contained import failure
from annoki.model import Stage
from annoki.pipeline.account_words import without_address
from annoki.pipeline.report_words import (
    below_of,
    overview_as_html,
    report_as_text,
    row_as_html,
)
from annoki.pipeline.rows import CHOICES, KINDS, Listed, ReportRow, report_rows
from annoki.sync.gone import NotGone
from annoki.words import LANGUAGES, at, message, told, with_messages

EVIL = "<img src=x onerror=alert(1)>&amp;"


def item(guid: str, prompt: str, **more: Any) -> Dict[str, Any]:
    said = {"where": f"line {guid}", "why": "callout", "status": "ready", "repairs": []}
    return {"n": 1, "guid": guid, "prompt": prompt, **said, **more}


def report() -> Dict[str, Any]:
    mended = [{"rule": "word", "before": "re- pair", "after": "repair"}]
    notes = {"prompt": f"<p>{EVIL}</p>"}
    side = {"field": "Answer", "yours": "<p>mine</p>", "source": "<p>theirs</p>"}
    change = {"name": "Answer", "before": "<p>two hearts</p>", "after": "<p>three hearts</p>"}
    return {
        "annoki": "0.1.0",
        "when": "2024-11-24 08:00:00",
        "ignored": ["/notes/a.bin"],
        "inputs": [
            {
                "input": f"/notes/{EVIL}.txt",
                "format": "hypothesis-txt",
                "declared": 9,
                "found": 7,
                "items": [
                    item("same", "as it was"),
                    item("new", "new one", repairs=mended),
                    item("updated", "an octopus"),
                    item("both", "both changed"),
                    item("deleted", "not wanted"),
                ],
                "skipped": [{"where": "line 3", "why": "a reply", "raw": "thanks"}],
                "problems": [{"where": "line 9", "what": EVIL}],
            }
        ],
        "missing_pictures": [{"where": "https://x.example/a.png", "what": "404"}],
        "plan": {
            "added_notes": [{"guid": "new", "status": "ready", **notes}],
            "updated_notes": [{"guid": "updated", "changes": [change], **notes, "wakes": True}],
            "conflicts": [{"guid": "both", **side, **notes}],
            "kept_conflicts": [{"guid": "unseen", **side, **notes}],
            "deleted_notes": [{"guid": "deleted", **notes}],
            "gone_notes": [{"guid": "gone", **notes}],
            "lost_notes": [],
            "joined_decks": ["Annoki::Cards"],
            **{"add": 1, "update": 1, "unchanged": 1, "conflict": 1, "knows_gone": False},
            "not_gone": [NotGone("/notes/b.txt", "counted", 4, 5).as_dict()],
        },
    }


def by_kind(rows: List[ReportRow]) -> Dict[str, List[str]]:
    found: Dict[str, List[str]] = {}
    for row in rows:
        for kind in row.kinds:
            found.setdefault(kind, []).append(row.guid or row.where or row.source or row.text)
    return found


def test_each_item_is_a_row_and_says_what_happened_to_it() -> None:
    rows = report_rows(report())
    assert by_kind(rows) == {
        "problem": ["line 9"],
        "conflict": ["both"],
        "gone": ["gone"],
        "update": ["updated"],
        "add": ["new"],
        "repaired": ["new"],
        "deleted": ["deleted"],
        "kept": ["unseen"],
        "left_out": ["line 3", "/notes/a.bin"],
        "picture": ["https://x.example/a.png"],
        "decks": ["Annoki::Cards"],
        "not_gone": ["/notes/b.txt"],
        "unchanged": ["same"],
    }
    assert [KINDS.index(row.kinds[0]) for row in rows] == sorted(
        KINDS.index(row.kinds[0]) for row in rows
    ), "what needs eyes stands first"
    choices = {row.guid: row.choice for row in rows if row.choice}
    assert choices == {"both": "take_theirs", "deleted": "restore", "unseen": "take_theirs"}
    assert set(CHOICES) <= set(KINDS)


def test_of_a_sync_that_ended_before_what_was_read_is_listed() -> None:
    data = report()
    del data["plan"]
    kinds = by_kind(report_rows(data))
    assert kinds["read"] == ["same", "new", "updated", "both", "deleted"]
    assert kinds["left_out"] == ["line 3", "/notes/a.bin"]


def test_rows_are_found_by_words_kind_and_source() -> None:
    listed = Listed(report_rows(report()))

    def found(*asked: str) -> List[str]:
        return [listed.rows[at].guid for at in listed.places(*asked)]

    assert found("OCTOPUS an") == ["updated"]
    assert found("octopus heron") == []
    assert found("", "repaired") == ["new"]
    assert found("", "", f"/notes/{EVIL}.txt").count("") == 2
    assert len(found()) == len(listed.rows)
    assert listed.kinds["add"] == 1
    assert list(listed.kinds) == [kind for kind in KINDS if kind in listed.kinds]
    assert listed.sources[f"/notes/{EVIL}.txt"] == 7


def test_both_sides_stand_beside_each_other_with_what_differs_marked() -> None:
    (row,) = (row for row in report_rows(report()) if row.guid == "updated")
    html = row_as_html(row, "en")
    before, after = html.split("Answer")[1].split("Cards")[0].split("</td>")[1:3]
    assert before.endswith("two</span> hearts")
    assert after.endswith("three</span> hearts")
    assert "suspended, waiting for an answer" in html, "what has little in common is not marked"


def test_each_repair_and_why_something_is_left_out_is_told() -> None:
    rows = {row.guid or row.where: row for row in report_rows(report())}
    assert "<a href" not in row_as_html(rows["new"], "en")
    assert 'href="note"' in row_as_html(rows["new"], "en", opens=True)
    assert "<a href" not in row_as_html(rows["line 3"], "en", opens=True), "there is no note of it"
    assert "word" in row_as_html(rows["new"], "en")
    assert "re</span>" not in row_as_html(rows["same"], "en")
    assert "a reply" in row_as_html(rows["line 3"], "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hostile_is_in_what_is_shown(language: Any) -> None:
    data = report()
    shown = [row_as_html(row, language) for row in report_rows(data)]
    for html in [*shown, overview_as_html(data, language)]:
        assert "<img" not in html
    assert any("&lt;img src=x" in html for html in shown)


def test_long_texts_are_shown_without_marks_and_at_once() -> None:
    text = " ".join(map(str, range(50_000)))
    row = report_rows({"plan": {"updated_notes": [_update(text, text + "!")]}})[0]
    assert "background" not in row_as_html(row, "en")


def _update(before: str, after: str) -> Dict[str, Any]:
    changes = [{"name": "Answer", "before": before, "after": after}]
    return {"guid": "g", "prompt": "p", "changes": changes}


def test_the_text_to_copy_says_it_all() -> None:
    data = report()
    text = report_as_text(data, report_rows(data), "en")
    for part in (
        *(
            "Annoki 0.1.0, 2024-11-24 08:00:00\n1 new, 1 updated, 1 unchanged, 1 conflict\n",
            EVIL,
            "line 9",
            "line 3: thanks: a reply",
        ),
        *("Yours: mine", "Source: theirs", "7 of 9 items, 1 left out, 1 repair, not complete"),
        *("https://x.example/a.png: 404", "b.txt shows 4 of 5"),
    ):
        assert part in text, part
    chinese = report_as_text(data, report_rows(data), "zh")
    assert "b.txt 只含 5 条中的 4 条" in chinese
    assert report_as_text({}, [], "en") == ""


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_how_it_ended_is_told(how: str) -> None:
    what = message("errors.at", where="a", what="b")
    data = with_messages({"when": "now", "ended": how, "what": what})
    for language, sign in (("en", "a: b"), ("zh", "a：b")):
        html = overview_as_html(data, language)  # type: ignore[arg-type]
        assert (sign in html) is (how == "failed")
        assert {"failed": "失败", "cancelled": "取消"}[how] in html or language == "en"


@pytest.mark.parametrize("stage", sorted({*get_args(Stage)} - {"refused"}))
def test_what_failed_at_a_stage_is_told_in_either_language(stage: Any) -> None:
    problem = with_messages(failure(stage, "line 9", ValueError(EVIL))._asdict())
    data = {"inputs": [{**report()["inputs"][0], "problems": [problem], "lost": 1}]}
    (row,) = (row for row in report_rows(data) if row.kinds == ("problem",))
    ends = {"en": "report this", "zh": "请报告此问题"}
    for language in LANGUAGES:
        said = told(row.why, language)
        assert f"ValueError: {EVIL}" in said
        assert said.endswith(ends[language])


def test_how_a_service_answered_is_told() -> None:
    one = report()["inputs"][0]
    asked = {"user": "acct:me@hypothes.is", "complete": True, "requests": 6, "declared": 844}
    data = {"inputs": [{**one, **asked, "found": 844, "skipped": [], "problems": []}]}
    said = "acct:me@hypothes.is · 844 items, 1 repair, complete, 6 requests"
    assert said in report_as_text(data, [], "en")
    assert said in overview_as_html(data, "en")


def test_without_a_report_it_says_so() -> None:
    assert "no report yet" in overview_as_html({}, "en")


def test_what_is_wrong_with_a_source_is_told_in_chinese_without_its_address_again() -> None:
    said = at("http://127.0.0.1:5230/api", message("errors.cancelled"))
    assert told(without_address(said), "zh") == "已取消，没有写入任何内容"
    assert without_address("http://127.0.0.1/ : 404") == "http://127.0.0.1/ : 404"
    assert without_address("http://127.0.0.1/: not found") == "not found"


def test_a_row_of_a_list_tells_what_happened_where_and_whether_it_needs_eyes() -> None:
    rows = {row.guid or row.kinds[0]: row for row in report_rows(report())}
    tones = {name: rows[name].tone for name in ("problem", "both", "new", "updated", "same")}
    assert tones == {
        **{"problem": "bad", "both": "ask", "new": "new", "updated": "changed"},
        "same": "",
    }
    below = [told(one, "zh") for one in below_of(rows["updated"])]
    assert below[0] == told(message("report.kind_update"), "zh")
    assert below[-1] == f"{EVIL}.txt".rpartition("/")[2]
