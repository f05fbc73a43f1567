"""The note type in a collection: no schema change, and nothing of the learner's replaced."""

from __future__ import annotations

from typing import Any, List, Tuple

import pytest
from anki.decks import DeckId
from annoki.errors import CollectionError
from annoki.identity.note_ids import card_ids
from annoki.notetype import CSS, FIELDS, MODEL_ID, NOTE_TYPE, TEMPLATES
from annoki.targets.collection import note_type
from real_anki import EULER, NEWEST, NOTEBOOK, SALT, TIDES, Annotation, Desk, Learner, card, plain
from syncing import Kept, differing, in_collection, own_types, whole

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
UPDATED = [NEWEST, BETTER, *NOTEBOOK[1:]]
OLD_CSS = "/* 旧的 old */ .annoki { color: teal }"
OLD_FRONT = "<i>旧的 old</i> {{Prompt}}"


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection that was synced once."""
    kept.sync(NOTEBOOK)
    return kept


@pytest.fixture
def outdated(synced: Kept, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """A collection whose style and one template are an earlier version's."""
    notetype = synced.notetype()
    notetype["css"] = OLD_CSS
    notetype["tmpls"][0]["qfmt"] = OLD_FRONT
    synced.col.models.update_dict(notetype)
    hashes = frozenset(map(note_type.text_hash, (OLD_CSS, OLD_FRONT)))
    monkeypatch.setattr(note_type, "SHIPPED", hashes)
    return synced


def texts(kept: Kept) -> List[str]:
    kept.col.models._clear_cache()
    found = kept.notetype()
    return [found["css"], *(t[side] for t in found["tmpls"] for side in ("qfmt", "afmt"))]


SHIPPED_NOW = [CSS, *(text for t in TEMPLATES for text in (t.front, t.back))]


def schema(kept: Kept) -> Tuple[int, bool]:
    assert kept.col.db
    scm: int = kept.col.db.scalar("select scm from col")
    return scm, kept.col.schema_changed()


def test_the_note_type_has_its_fixed_id_fields_and_texts(synced: Kept) -> None:
    found = synced.notetype()

    assert (found["id"], found["name"]) == (MODEL_ID, NOTE_TYPE)
    assert [one["name"] for one in found["flds"]] == list(FIELDS)
    assert [one["name"] for one in found["tmpls"]] == [one.name for one in TEMPLATES]
    assert texts(synced) == SHIPPED_NOW, "what is not as it was shipped could never be upgraded"
    assert own_types(synced.learner) == [NOTE_TYPE]


def test_no_sync_changes_the_schema_not_even_the_first(kept: Kept) -> None:
    assert kept.col.db
    before = kept.col.db.scalar("select scm from col")
    for page in (NOTEBOOK, UPDATED, NOTEBOOK[1:], NOTEBOOK):
        kept.sync(page, reverse_separator=page is UPDATED)
        assert kept.col.db.scalar("select scm from col") == before


def test_untouched_texts_of_an_earlier_version_are_upgraded(outdated: Kept) -> None:
    before = schema(outdated)

    outdated.sync(NOTEBOOK)

    assert texts(outdated) == SHIPPED_NOW
    assert schema(outdated) == before
    rows = whole(outdated.learner)
    assert not outdated.sync(NOTEBOOK).changes_anything
    assert differing(rows, whole(outdated.learner)) == []


def test_one_undo_takes_an_upgrade_back(outdated: Kept) -> None:
    before = whole(outdated.learner)

    outdated.sync(NOTEBOOK)
    outdated.col.undo()

    assert differing(before, whole(outdated.learner)) == []
    assert texts(outdated)[:2] == [OLD_CSS, OLD_FRONT]


def test_texts_that_the_learner_edited_stay(outdated: Kept) -> None:
    notetype = outdated.notetype()
    notetype["css"] += "\n.annoki { font-size: 30px } /* 大字 */"
    notetype["tmpls"][1]["afmt"] += "<hr>{{My notes}}"
    mine = (notetype["css"], notetype["tmpls"][1]["afmt"])
    outdated.col.models.update_dict(notetype)

    outdated.sync(UPDATED)

    css, front, _, _, reverse_back = texts(outdated)
    assert (css, reverse_back) == mine
    assert front == TEMPLATES[0].front, "what the learner left alone is upgraded"
    assert "font-size: 30px" in outdated.learner.card(TIDES).question()


def test_edited_texts_stay_when_nothing_is_shipped_anew(synced: Kept) -> None:
    notetype = synced.notetype()
    notetype["css"] = ".mine {}"
    notetype["tmpls"][0]["qfmt"] = "我的 {{Prompt}}"
    synced.col.models.update_dict(notetype)
    names = ("notetypes", "fields", "templates")
    before = synced.learner.tables(names)

    synced.sync(UPDATED)

    assert synced.learner.tables(names) == before


def test_fields_in_another_order(synced: Kept) -> None:
    notetype = synced.notetype()
    fields = {one["name"]: one for one in notetype["flds"]}
    synced.col.models.reposition_field(notetype, fields["Sync"], 0)
    synced.col.models.reposition_field(notetype, fields["My notes"], 1)
    synced.col.models.update_dict(notetype)
    before = whole(synced.learner)

    assert not synced.sync(NOTEBOOK).changes_anything
    assert differing(before, whole(synced.learner)) == []
    plan = synced.sync(UPDATED)

    assert (len(plan.add), len(plan.update), plan.unchanged) == (1, 1, 7)
    wanted = {note.guid: note for note in synced.wanted(UPDATED).notes}
    for note in synced.learner.notes():
        assert tuple(note[name] for name in FIELDS) == in_collection(wanted[note.guid])
    assert not synced.sync(UPDATED).changes_anything


@pytest.mark.parametrize("at", [0, 5, 12])
@pytest.mark.parametrize("is_sync", [False, True])
def test_what_is_gone_is_told_wherever_the_fields_are(synced: Kept, at: int, is_sync: bool) -> None:
    notetype = synced.notetype()
    field = notetype["flds"][-1] if is_sync else synced.col.models.new_field("拼音 Pinyin")
    if not is_sync:
        synced.col.models.add_field(notetype, field)
    synced.col.models.reposition_field(notetype, field, min(at, len(notetype["flds"]) - 1))
    synced.col.models.update_dict(notetype)

    plan = synced.sync([of for of in NOTEBOOK if of is not SALT])

    assert [one.prompt for one in plan.gone] == [synced.learner.note(SALT)["Prompt"]]


@pytest.mark.parametrize("at", [0, 5, 12])
def test_a_field_that_the_learner_added(synced: Kept, at: int) -> None:
    notetype = synced.notetype()
    field = synced.col.models.new_field("拼音 Pinyin")
    synced.col.models.add_field(notetype, field)
    synced.col.models.reposition_field(notetype, field, at)
    synced.col.models.update_dict(notetype)
    note = next(one for one in synced.learner.notes() if "海水" in one["Prompt"])
    note["拼音 Pinyin"] = "hǎi shuǐ"
    synced.col.update_note(note)
    before = whole(synced.learner)

    assert not synced.sync(NOTEBOOK).changes_anything
    assert differing(before, whole(synced.learner)) == []
    synced.sync(UPDATED)

    note = synced.by_guid(note.guid)
    assert note["拼音 Pinyin"] == "hǎi shuǐ"
    assert "12 小时" in plain(note["Answer"])
    wanted = {one.guid: one for one in synced.wanted(UPDATED).notes}
    for one in synced.learner.notes():
        assert tuple(one[name] for name in FIELDS) == in_collection(wanted[one.guid])
    assert not synced.sync(UPDATED).changes_anything


@pytest.mark.parametrize("field", ["Prompt", "My notes", "Answer", "Sync"])
def test_a_field_that_the_learner_renamed(synced: Kept, field: str) -> None:
    """Anki knows it by its id; what has its name now may be the learner's own."""
    notetype = synced.notetype()
    one: Any = next(one for one in notetype["flds"] if one["name"] == field)
    synced.col.models.rename_field(notetype, one, "改名 Renamed")
    own = synced.col.models.new_field(field)
    synced.col.models.add_field(notetype, own)
    synced.col.models.update_dict(notetype)
    before = whole(synced.learner)

    assert not synced.sync(NOTEBOOK).changes_anything
    assert differing(before, whole(synced.learner)) == []
    synced.sync(UPDATED)

    wanted = {note.guid: note for note in synced.wanted(UPDATED).notes}
    names = ["改名 Renamed" if name == field else name for name in FIELDS]
    for note in synced.learner.notes():
        assert tuple(note[name] for name in names) == in_collection(wanted[note.guid])
        assert not note[field]
    assert not synced.sync(UPDATED).changes_anything
    assert own_types(synced.learner) == [NOTE_TYPE]


def test_a_package_finds_the_fields_that_the_learner_renamed(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    kept = Kept(desk, learner)
    notetype = kept.notetype()
    for one, name in zip(notetype["flds"], ("问题", "答案")):
        kept.col.models.rename_field(notetype, one, name)
    kept.col.models.update_dict(notetype)

    learner.import_package(desk.export(UPDATED))

    assert own_types(learner) == [NOTE_TYPE]
    assert "12 小时" in plain("".join(note["答案"] for note in learner.notes()))


@pytest.mark.parametrize("field", ["My notes", "Spare 1", "Answer", "Sync"])
def test_a_field_that_was_deleted_is_said_and_nothing_is_written(synced: Kept, field: str) -> None:
    notetype = synced.notetype()
    one: Any = next(one for one in notetype["flds"] if one["name"] == field)
    synced.col.models.remove_field(notetype, one)
    synced.col.models.update_dict(notetype)
    before = whole(synced.learner)

    with pytest.raises(CollectionError) as caught:
        synced.sync(UPDATED)

    assert repr(field) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert differing(before, whole(synced.learner)) == []


def test_the_second_template_deleted_by_the_learner(kept: Kept) -> None:
    kept.sync(NOTEBOOK, reverse_separator=True)
    assert len(kept.learner.note(EULER).cards()) == 2
    notetype = kept.notetype()
    kept.col.models.remove_template(notetype, notetype["tmpls"][1])
    kept.col.models.update_dict(notetype)
    before = whole(kept.learner)

    assert not kept.sync(NOTEBOOK, reverse_separator=True).changes_anything
    assert differing(before, whole(kept.learner)) == []
    fresh = EULER.noted(f"{EULER.note} (改)")
    new = NEWEST.noted("八爪鱼的心脏:::三颗")
    page = [new, *NOTEBOOK[:2], fresh, *NOTEBOOK[3:]]
    plan = kept.sync(page, reverse_separator=True)

    assert (len(plan.add), len(plan.update)) == (1, 1)
    assert len(kept.learner.note(EULER).cards()) == 1
    assert len(kept.learner.note(new).cards()) == 1
    assert [one["name"] for one in kept.notetype()["tmpls"]] == ["Recall"]
    assert not kept.sync(page, reverse_separator=True).changes_anything


def test_a_template_that_the_learner_added_or_renamed(outdated: Kept) -> None:
    notetype = outdated.notetype()
    notetype["tmpls"][1]["name"] = "反向"
    extra = outdated.col.models.new_template("听写 Dictation")
    extra["qfmt"], extra["afmt"] = "{{My notes}}", "{{Answer}}"
    outdated.col.models.add_template(notetype, extra)
    outdated.col.models.update_dict(notetype)

    outdated.sync(UPDATED)

    found = outdated.notetype()
    assert [one["name"] for one in found["tmpls"]] == ["Recall", "反向", "听写 Dictation"]
    assert found["tmpls"][0]["qfmt"] == TEMPLATES[0].front
    assert found["tmpls"][2]["qfmt"] == "{{My notes}}"
    assert not outdated.sync(UPDATED).changes_anything


def test_cards_of_templates_as_the_learner_made_them(synced: Kept) -> None:
    """Which fields make a card, only Anki can tell; genanki knows nothing of its filters."""
    notetype = synced.notetype()
    notetype["tmpls"][0]["qfmt"] = "{{furigana:Prompt}}"
    both = synced.col.models.new_template("听写 Dictation")
    both["qfmt"], both["afmt"] = "{{#Answer}}{{hint:Prompt}}{{/Answer}}", "{{Answer}}"
    synced.col.models.add_template(notetype, both)
    never = synced.col.models.new_template("空 Never")
    never["qfmt"], never["afmt"] = "{{My notes}}", "{{Answer}}"
    synced.col.models.add_template(notetype, never)
    synced.col.models.update_dict(notetype)

    asleep = Annotation(
        "Glaciers flow downhill. 冰川会流动。", "冰川为什么是蓝的？", month="Dec 2024"
    )
    synced.sync([asleep, *UPDATED])

    note = synced.learner.note(NEWEST)
    assert [one.ord for one in note.cards()] == [0, 2]
    assert [one.id for one in note.cards()] == [
        card_ids(note.guid)[0],
        card_ids(note.guid, 0, 3)[2],
    ]
    assert [one.ord for one in synced.learner.note(asleep).cards()] == [0]
    assert synced.learner.is_suspended(asleep)
    assert synced.learner.notes()
    synced.learner.assert_sound()


def test_a_note_type_renamed_by_the_learner_is_still_ours(synced: Kept) -> None:
    notetype = synced.notetype()
    notetype["name"] = "书边笔记"
    synced.col.models.update_dict(notetype)

    plan = synced.sync(UPDATED)

    assert (len(plan.add), len(plan.update)) == (1, 1)
    assert own_types(synced.learner) == []
    assert synced.notetype()["name"] == "书边笔记"


def test_a_note_type_deleted_by_the_learner_comes_back_with_what_is_new_or_restored(
    synced: Kept,
) -> None:
    synced.col.models.remove(synced.notetype()["id"])
    assert synced.learner.notes() == []

    plan = synced.sync([NEWEST, *NOTEBOOK])
    assert (len(plan.add), len(plan.deleted)) == (1, len(NOTEBOOK))
    synced.apply(synced.plan([NEWEST, *NOTEBOOK], restore=True))

    assert len(synced.learner.notes()) == 1 + len(NOTEBOOK)
    assert own_types(synced.learner) == [NOTE_TYPE]


def test_a_clone_of_the_note_type_is_the_learners(synced: Kept) -> None:
    clone = synced.col.models.copy(synced.notetype())
    own = synced.col.new_note(clone)
    own["Prompt"], own["Answer"] = "自己的卡片", "mine"
    synced.col.add_note(own, DeckId(1))
    before = synced.col.get_note(own.id).fields

    synced.sync(UPDATED)

    assert synced.col.get_note(own.id).fields == before
    assert len(own_types(synced.learner)) == 2
