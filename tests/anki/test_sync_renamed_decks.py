"""A deck that the learner renamed is the deck that it was; one that was deleted is made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Set

import pytest
from anki.collection import Collection
from annoki.config import Config, parse
from annoki.pipeline.gather import gather
from annoki.pipeline.last_sync import LastSync
from annoki.pipeline.syncing import Plan, carry_out, compare
from annoki.targets.collection.renamed_decks import decks_meant, decks_now, keep_decks
from command_line import Annoki
from real_anki import BAMBOO, EULER, NEWEST, NOTEBOOK, Annotation, card, page
from syncing import Kept

ANSWERED = [BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))]
OTHERS = [one for one in NOTEBOOK if one is not BAMBOO]


class Synced:
    """A collection that is synced with a page as the command line and the add-on do it."""

    def __init__(self, kept: Kept, path: Path) -> None:
        self.kept, self.path, self.col = kept, path, kept.col

    def sync(self, *annotations: Annotation, **options: Any) -> Plan:
        self.path.write_text(page(annotations), encoding="utf-8")
        config = parse({**options, "sources": [{"path": str(self.path)}]}, "a test")
        known = LastSync(self.col, config).standing()
        made = compare(self.col, gather(config, known=known).whole(), config)
        carry_out(self.col, made, allow_gone=True)
        return made

    def rename(self, name: str, new: str) -> None:
        id = self.col.decks.id_for_name(name)
        assert id
        self.col.decks.rename(id, new)

    def deck_of(self, annotation: Annotation) -> str:
        return self.kept.learner.deck_of(self.kept.learner.card(annotation))

    def decks(self) -> Set[str]:
        return {one.name for one in self.col.decks.all_names_and_ids()} - {"Default"}


@pytest.fixture
def synced(kept: Kept, tmp_path: Path) -> Synced:
    made = Synced(kept, tmp_path / "page.txt")
    made.sync(*NOTEBOOK)
    return made


def test_new_notes_go_to_a_deck_whatever_it_is_called_now(synced: Synced) -> None:
    synced.rename("Annoki::Cards", "阅读::卡片")
    before = synced.decks()

    synced.sync(NEWEST, *NOTEBOOK)

    assert synced.deck_of(NEWEST) == synced.deck_of(EULER) == "阅读::卡片"
    assert synced.decks() == before
    synced.rename("阅读", "Margins")
    more = Annotation("A squid has three hearts.", card("乌贼有几颗心脏？", "三颗"))
    synced.sync(more, NEWEST, *NOTEBOOK)
    assert synced.deck_of(more) == "Margins::卡片"
    assert "Annoki::Cards" not in synced.decks()


def test_a_question_that_waits_in_a_renamed_deck_wakes_with_its_answer(synced: Synced) -> None:
    synced.rename("Annoki::To finish", "以后 Later")
    synced.rename("Annoki::Cards", "卡片")

    synced.sync(*OTHERS, *ANSWERED)

    assert synced.deck_of(BAMBOO) == "卡片"
    assert not synced.kept.learner.is_suspended(BAMBOO)


def test_decks_inside_a_renamed_deck_are_found_there(kept: Kept, tmp_path: Path) -> None:
    synced = Synced(kept, tmp_path / "page.txt")
    synced.sync(*NOTEBOOK, decks_by="host")
    before = synced.deck_of(EULER)
    assert before.startswith("Annoki::Cards::")
    synced.rename("Annoki::Cards", "阅读")
    synced.rename("Annoki::Passages::" + before.rpartition("::")[2], "盐 🧂")

    sea = Annotation("Sea water freezes at −1.8 °C.", "海水比淡水更难结冰。")
    synced.sync(*NOTEBOOK, NEWEST, sea, decks_by="host")

    assert synced.deck_of(NEWEST).startswith("阅读::")
    assert synced.deck_of(sea) == "盐 🧂"
    assert not [one for one in synced.decks() if one.startswith("Annoki::Cards")]


def test_a_deck_that_was_deleted_is_made_again_by_its_name(synced: Synced) -> None:
    synced.rename("Annoki::Cards", "阅读")
    synced.col.decks.remove([synced.col.decks.id_for_name("阅读")])  # type: ignore[list-item]

    synced.sync(NEWEST, *NOTEBOOK)

    assert synced.deck_of(NEWEST) == "Annoki::Cards"


def test_after_a_rename_there_is_nothing_to_do(synced: Synced) -> None:
    synced.sync(*NOTEBOOK)
    synced.rename("Annoki::To finish", "以后 Later")
    before = synced.col.mod

    made = synced.sync(*NOTEBOOK)

    assert made.again is None, "it is found to be as it was, and nothing is compared"
    assert synced.col.mod == before


def test_what_the_configuration_names_anew_is_the_deck_of_that_name(synced: Synced) -> None:
    synced.sync(NEWEST, *NOTEBOOK, decks={"cards": "Mine"})

    assert synced.deck_of(NEWEST) == "Mine"
    assert synced.deck_of(EULER) == "Annoki::Cards"


def test_a_deck_that_was_chosen_is_followed_before_the_first_sync(synced: Synced) -> None:
    synced.col.decks.id("Mine")
    keep_decks(synced.col, ["Mine"], chosen=True)
    synced.rename("Mine", "我的")

    synced.sync(NEWEST, *NOTEBOOK, decks={"cards": "Mine"})

    assert synced.deck_of(NEWEST) == "我的"
    # What is chosen by a name is what has it now, not what had it before.
    synced.col.decks.id("Mine")
    keep_decks(synced.col, ["Mine"], chosen=True)
    assert decks_now(synced.col, parse({"decks": {"cards": "Mine"}}, "").decks).cards == "Mine"


@pytest.mark.parametrize("garbled", ["", "[]", '{"Annoki::Cards": "x"}', '{"Annoki::Cards": [1]}'])
def test_without_what_is_kept_a_deck_is_known_by_its_name(synced: Synced, garbled: str) -> None:
    path = Path(synced.col.path).with_suffix(".annoki-decks.json")
    path.write_text(garbled, encoding="utf-8")

    synced.sync(NEWEST, *NOTEBOOK)

    assert synced.deck_of(NEWEST) == "Annoki::Cards"
    assert isinstance(json.loads(path.read_text(encoding="utf-8"))["Annoki::Cards"], int)


def test_a_name_that_anki_lengthened_is_no_name_of_the_learners(synced: Synced) -> None:
    synced.rename("Annoki::Cards", "Annoki::Cards+")

    assert decks_now(synced.col, Config().decks) == Config().decks
    synced.rename("Annoki::Cards+", "Annoki::Cards2")
    assert decks_now(synced.col, Config().decks).cards == "Annoki::Cards2"


def test_the_command_line_follows_it_too(annoki: Annoki, tmp_path: Path) -> None:
    path, source = tmp_path / "profile" / "collection.anki2", tmp_path / "page.txt"
    path.parent.mkdir()
    Collection(str(path)).close()
    source.write_text(page(NOTEBOOK), encoding="utf-8")
    assert annoki("sync", "--collection", path, source).code == 0
    col = Collection(str(path))
    col.decks.rename(col.decks.id_for_name("Annoki::Cards"), "阅读")  # type: ignore[arg-type]
    col.close()
    source.write_text(page([NEWEST, *NOTEBOOK]), encoding="utf-8")

    assert annoki("sync", "--collection", path, source).code == 0

    col = Collection(str(path))
    assert not col.decks.id_for_name("Annoki::Cards")
    assert len(col.find_cards("deck:阅读")) == 6
    col.close()


def test_a_window_shows_decks_by_the_names_that_they_have_now(synced: Synced) -> None:
    synced.rename("Annoki", "Reading")
    col = synced.col
    shown = decks_meant(col, {"cards": "Annoki::Cards", "digests": 5, "passages": ""})
    assert shown == {
        "cards": "Reading::Cards",
        "passages": "Reading::Passages",
        "digests": "Annoki::Digests",  # which nothing has gone to yet
        "to_finish": "Reading::To finish",
    }
    assert decks_meant(col, "no decks") == shown
