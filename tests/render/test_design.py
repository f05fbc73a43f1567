"""What the cards promise besides being sound: what is shown when, how large, in which face."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from anki.collection import Collection
from anki.decks import DeckId
from anki.notes import Note
from annoki.notetype import CSS, FIELDS, TEMPLATES
from playwright.sync_api import Page
from pygments.token import STANDARD_TYPES

from .page import DESK, MODES, PHONE, SIDES, SIZES, Desks, Mode, Samples, Size

DEFAULT = DeckId(1)
LABELS = {
    "ready": ["原文 Passage", "出处 Source"],
    "ready-long-passage": ["我的笔记 My notes", "原文 Passage", "上下文 Context", "出处 Source"],
    "ready-math": ["原文 Passage", "出处 Source"],
    "ready-math-reverse": ["反向 Reverse", "原文 Passage", "出处 Source"],
    "ready-wide-formula": [],
    "ready-code": ["出处 Source"],
    "unsure": ["存疑 Unsure", "原文 Passage", "出处 Source"],
    "passage": ["原文 Passage", "批注 Note", "出处 Source"],
    "passage-own": ["原文 Passage", "批注 Note"],
    "passage-english": ["原文 Passage", "批注 Note"],
    "passage-to-english": ["原文 Passage", "批注 Note"],
    "digest": ["摘记 Digest", "内容 Text", "出处 Source"],
    "digest-long": ["摘记 Digest", "内容 Text", "出处 Source"],
    "digest-untitled": ["内容 Text", "出处 Source"],
    "unfinished": ["待补 To finish", "原文 Passage", "出处 Source"],
    "unfinished-here": ["待补 To finish", "原文 Passage"],
    "ready-label": [],
    "highlight": ["摘录 Highlight", "摘于 Captured"],
    "highlight-zh": ["摘录 Highlight", "出处 Source"],
}
"""The labels that the back of each sample shows: those of what is there, and no other."""


def new_note(col: Collection) -> Note:
    notetype = col.models.by_name("Annoki")
    assert notetype
    return col.new_note(notetype)


def shown(page: Page, selector: str) -> list[str]:
    """The text of the visible elements that match, white space run together."""
    texts = page.locator(selector).filter(visible=True).all_inner_texts()
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("name", LABELS)
def test_back_labels_what_is_there(desks: Desks, samples: Samples, name: str, size: Size) -> None:
    desk = desks("light", size)
    desk.show(samples[name], "answer")
    beside = ["出处 Source"] if size.mobile else []  # where there is no margin, one sees what it is
    assert shown(desk.page, ".label") == [one for one in LABELS[name] if one not in beside]


def test_every_sample_has_its_labels_pinned(samples: Samples) -> None:
    assert set(LABELS) == set(samples)


def test_front_gives_nothing_away(desks: Desks, samples: Samples) -> None:
    desk = desks("light", PHONE)
    for name, card in samples.items():
        desk.show(card, "question")
        text = " ".join(shown(desk.page, ".annoki"))
        asked = card.fields["Answer" if card.ord else "Prompt"]
        host = re.findall(r'class="host">([^<]+)', card.fields["Source"])
        assert desk.page.locator(".annoki section").count() == 1, name
        assert shown(desk.page, ".source .text > *") == host, name
        cut = desk.page.locator(".source .host").evaluate_all(
            "all => all.some(e => e.scrollWidth > e.clientWidth && e.clientWidth)"
        )
        assert not cut, name
        assert len(text) <= len(re.sub("<[^>]+>", "", asked)) + 40, name


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("host", ["b.example", "a-long-name." * 6 + "example"])
def test_on_a_phone_a_title_is_read_and_the_day_seen(
    desks: Desks, samples: Samples, host: str, width: int
) -> None:
    measure = """e => ({...e.getBoundingClientRect().toJSON(), cut: e.scrollWidth > e.clientWidth
        || e.scrollHeight > e.clientHeight + 4})"""
    desk = desks("light", replace(PHONE, width=width))
    for name in ("ready", "digest"):
        answer = re.sub('(class="host">)[^<]*', rf"\g<1>{host}", samples[name].answer)
        desk.show(replace(samples[name], answer=answer), "answer")
        title, at, day = (
            desk.page.locator(f".source .text > {one}").evaluate(measure)
            for one in ("a", ".host", "time")
        )
        assert (title["cut"], at["cut"], day["cut"]) == (False, len(host) > 20, False), name
        assert title["bottom"] <= at["top"] + 1, name
        assert at["bottom"] == pytest.approx(day["bottom"], abs=1), name
        assert desk.problems() == [], name


def test_untitled_post_says_so(desks: Desks, samples: Samples) -> None:
    for size in SIZES:
        desk = desks("light", size)
        desk.show(samples["digest-untitled"], "answer")
        hint = desk.page.evaluate(
            "getComputedStyle(document.querySelector('.opening'), '::before').content"
        )
        assert re.fullmatch(r'"开头\s+Opening"', hint.replace("\\a ", " "))


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("digest", "说说大意 What is it about?"),
        ("digest-untitled", "说说大意 What is it about?"),
        ("passage", "用中文说 Say it in Chinese"),
        ("passage-own", "用自己的话说 In your own words"),
        ("passage-english", "用自己的话说 In your own words"),
        ("passage-to-english", "用英文说 Say it in English"),
        ("unfinished", "待补 To finish"),
        ("ready", None),
    ],
)
def test_a_front_asks_for_something(
    desks: Desks, samples: Samples, name: str, asks: str | None
) -> None:
    desk = desks("light", PHONE)
    desk.show(samples[name], "question")
    assert shown(desk.page, ".label") == ([asks] if asks else [])


def test_a_question_that_needs_its_passage_has_it_folded_below(
    desks: Desks, samples: Samples
) -> None:
    desk = desks("light", PHONE)
    for name, card in samples.items():
        desk.show(card, "question")
        assert desk.page.locator("details").is_visible() == (name == "unfinished-here"), name
        if name == "unfinished-here":
            assert not desk.page.locator("details p").is_visible()
            desk.page.locator("summary").click()
            assert desk.page.locator("details p").is_visible()
            assert desk.problems() == []
            desk.show(card, "answer")
            assert not desk.page.locator("details").is_visible()


def test_what_is_folded_away_is_there_when_asked_for(desks: Desks, samples: Samples) -> None:
    desk = desks("night", PHONE)
    desk.show(samples["digest-untitled"], "answer")
    folded = desk.page.locator("details")
    closed = folded.bounding_box()
    assert closed
    assert closed["height"] >= 24
    folded.locator("summary").click()
    assert desk.page.locator("details pre").is_visible()
    assert desk.problems() == []


@pytest.mark.parametrize("mode", MODES)
def test_answer_and_question_in_sight(desks: Desks, samples: Samples, mode: Mode) -> None:
    """Anki scrolls to the answer; on a phone the question is still there, and so is the answer."""
    desk = desks(mode, PHONE)
    for name, card in samples.items():
        desk.show(card, "answer")
        ask, reply = (
            desk.page.evaluate(
                "s => document.querySelector(s)?.getBoundingClientRect().toJSON()", selector
            )
            for selector in (".ask .text", ".reply .text")
        )
        assert 0 < ask["bottom"] < PHONE.height, name
        if ask["height"] < 0.4 * PHONE.height:
            assert ask["top"] >= 0, name
        if reply:
            assert reply["top"] < 0.75 * PHONE.height, name


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("ready-wide-formula", "mjx-container[display=true]"),
        ("ready-wide-formula", "p:has(.keep)"),
        ("digest", "table"),
    ],
)
def test_wide_things_scroll_in_their_own_box(
    desks: Desks, samples: Samples, name: str, selector: str
) -> None:
    desk = desks("light", PHONE)
    desk.show(samples[name], "answer")
    box = desk.page.locator(selector).first
    width, inside, overflow = box.evaluate(
        "e => [e.clientWidth, e.scrollWidth, getComputedStyle(e).overflowX]"
    )
    assert width <= PHONE.width - 40
    assert inside > width
    assert overflow == "auto"


def test_code_wraps_on_a_phone_and_scrolls_elsewhere(desks: Desks, samples: Samples) -> None:
    for size in (PHONE, Size("small", 640, 800, mobile=False)):
        desk = desks("light", size)
        desk.show(samples["ready-code"], "answer")
        scrolls = "all => all.some(e => e.scrollWidth > e.clientWidth)"
        assert desk.page.locator("pre").evaluate_all(scrolls) != size.mobile


def test_a_table_scrolls_rather_than_breaks_each_word(desks: Desks, samples: Samples) -> None:
    desk = desks("light", PHONE)
    desk.show(samples["digest"], "answer")
    heights = desk.page.locator("th").evaluate_all("all => all.map(e => e.clientHeight)")
    assert max(heights) < 45


def test_few_sizes_of_type(desks: Desks, samples: Samples) -> None:
    for size in SIZES:
        desk = desks("light", size)
        found: set[float] = set()
        for card in samples.values():
            for side in SIDES:
                desk.show(card, side)
                found.update(desk.page.evaluate("inspect.sizes()"))
        assert len(found) <= 5, found


@pytest.mark.parametrize("name", ["passage", "passage-own", "highlight", "digest", "ready"])
def test_what_is_asked_does_not_move_when_the_card_turns(
    desks: Desks, samples: Samples, name: str
) -> None:
    desk = desks("light", PHONE)
    boxes = []
    for side in SIDES:
        desk.show(samples[name], side)
        desk.page.evaluate("scrollTo(0, 0)")
        boxes.append(desk.page.locator(".ask > .text").bounding_box())
    assert boxes[0] == boxes[1]


def test_only_what_every_engine_can_bear() -> None:
    """`text-wrap` crashes WebKit; `text-autospace` sets ASCII marks apart in Chinese."""
    assert "text-wrap" not in CSS
    assert set(re.findall(r"text-autospace: ([\w-]+)", CSS)) == {"no-autospace"}


def test_sound_without_ankis_own_style(desks: Desks, samples: Samples) -> None:
    """AnkiDroid and AnkiMobile have style sheets of their own."""
    desk = desks("light", PHONE)
    switch = "off => document.querySelectorAll('link').forEach((e) => { e.disabled = off; })"
    desk.page.evaluate(switch, True)
    for name, card in samples.items():
        desk.show(card, "answer")
        # Their margins are theirs: see test_clients.
        assert [one for one in desk.problems() if not one.startswith("margin")] == [], name
    desk.page.evaluate(switch, False)


@pytest.mark.parametrize("size", [DESK, Size("half", 900, 800, mobile=False)])
def test_measure(desks: Desks, samples: Samples, size: Size) -> None:
    """A line of Chinese is 36 characters at most; the column stands in the middle."""
    desk = desks("light", size)
    desk.show(samples["ready-long-passage"], "answer")
    box = desk.page.locator(".reply .text").bounding_box()
    assert box
    assert box["width"] == 36 * 19
    width = desk.page.evaluate("document.scrollingElement.clientWidth")
    assert box["x"] * 2 + box["width"] == pytest.approx(width, abs=1)


def test_two_voices(desks: Desks, samples: Samples) -> None:
    """The reader's words in sans, the printed ones in serif; Chinese in its mainland forms."""
    desk = desks("light", PHONE)
    faces = {
        ("ready-long-passage", ".ask [lang|=zh]"): ("Sans", "SC"),
        ("ready-long-passage", ".reply [lang|=zh]"): ("Sans", "SC"),
        ("ready-long-passage", ".mine .text"): ("Sans", "SC"),
        ("ready-long-passage", ".quote [lang|=en]"): ("Serif", ""),
        ("digest", ".reply > .text > p[lang|=zh]"): ("Serif", "SC"),
        ("highlight-zh", ".ask [lang|=zh]"): ("Serif", "SC"),
        ("passage", ".ask [lang|=en]"): ("Serif", ""),
        ("passage", ".reply [lang|=zh]"): ("Sans", "SC"),
    }
    for (name, selector), (kind, region) in faces.items():
        desk.show(samples[name], "answer")
        used = desk.fonts(selector)
        family = max(used, key=used.__getitem__)
        assert kind in family, (name, selector, used)
        assert region in family, (name, selector, used)


@pytest.mark.parametrize(
    ("lang", "region"), [("zh-Hans", "SC"), ("zh-Hant", "TC"), ("ja", "JP"), ("ko", "KR")]
)
def test_each_language_in_its_own_forms(
    desks: Desks, samples: Samples, lang: str, region: str
) -> None:
    desk = desks("light", PHONE)
    card = samples["highlight-zh"]
    desk.show(replace(card, question=card.question.replace("zh-Hans", lang)), "question")
    assert {f.split()[-1] for f in desk.fonts(".ask p[lang]") if "CJK" in f} == {region}


def test_light_and_night_differ(desks: Desks, samples: Samples) -> None:
    look = """() => ["body", ".ask .text", ".label", "pre", "pre .k", "hr"].map((s) => {
        const style = getComputedStyle(document.querySelector(s));
        return style.color + style.backgroundColor;
    })"""
    looks = {}
    for mode in MODES:
        desk = desks(mode, PHONE)
        desk.show(samples["ready-code"], "answer")
        looks[mode] = desk.page.evaluate(look)
    assert all(light != night for light, night in zip(looks["light"], looks["night"], strict=True))


@pytest.mark.parametrize("where", ["nightMode", "night_mode"])
def test_night_by_either_class_alone_on_body_or_around(
    desks: Desks, samples: Samples, where: str
) -> None:
    """AnkiDroid and AnkiMobile name the mode differently, and put it on different elements."""
    desk = desks("light", PHONE)
    desk.show(samples["ready"], "question")
    dark = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    desk.page.evaluate("c => document.body.classList.add(c)", where)
    assert desk.page.evaluate(dark) == "rgb(28, 26, 23)"
    desk.page.evaluate("c => { document.body.className = c; qa.className = 'card'; }", where)
    assert desk.page.evaluate(dark) == "rgb(28, 26, 23)"
    desk.page.evaluate("qa.className = ''")


@pytest.mark.parametrize("mode", MODES)
def test_code_of_every_class_is_readable(desks: Desks, samples: Samples, mode: Mode) -> None:
    spans = " ".join(f'<span class="{c}">word</span>' for c in STANDARD_TYPES.values() if c)
    card = samples["ready-code"]
    desk = desks(mode, PHONE)
    desk.show(replace(card, answer=re.sub("<pre>", f"<pre>{spans}", card.answer)), "answer")
    ratios = desk.contrast()
    assert len([key for key in ratios if key.startswith("pre ")]) > 60
    assert {key: value for key, value in ratios.items() if value < 4.5} == {}


def test_nothing_runs_and_nothing_is_fetched() -> None:
    text = CSS + "".join(t.front + t.back for t in TEMPLATES)
    assert not re.search(r"<script|javascript:|\bon\w+=|@import|@font-face|url\(|https?:", text)


def test_templates_name_only_fields_that_exist() -> None:
    for template in TEMPLATES:
        for text in (template.front, template.back):
            named = set(re.findall(r"\{\{[#^/]?([^}]+)\}\}", text))
            assert named <= set(FIELDS)
            assert "Sync" not in named


@pytest.mark.parametrize(
    ("values", "cards"),
    [
        ({"Prompt": "q"}, ["Recall"]),
        ({"Prompt": "q", "Answer": "a", "Status": "ready"}, ["Recall"]),
        ({"Prompt": "q", "Answer": "a", "Reverse": "1"}, ["Recall", "Reverse"]),
        ({"Prompt": "q", "Reverse": "1", "Source": "s"}, ["Recall"]),
    ],
)
def test_which_cards_anki_makes(
    samples_collection: Collection, values: dict[str, str], cards: list[str]
) -> None:
    col = samples_collection
    note = new_note(col)
    for field, value in values.items():
        note[field] = value
    col.add_note(note, DEFAULT)
    assert [card.template()["name"] for card in note.cards()] == cards
    for card in note.cards():
        assert "annoki front" in card.question()


def test_without_a_prompt_there_is_nothing_to_ask(samples_collection: Collection) -> None:
    col = samples_collection
    note = new_note(col)
    note["Status"] = "ready"
    note["Source"] = "s"
    col.add_note(note, DEFAULT)
    assert [report.note_id for report in col.get_empty_cards().notes] == [note.id]
