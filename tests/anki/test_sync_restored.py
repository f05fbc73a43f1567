"""An older collection was restored: what was there since would come without its reviews."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Iterator

import annoki
import pytest
from anki.collection import Collection
from command_line import Annoki, one_line
from real_anki import Desk
from syncing import facts

_MANY, _FEW = 30, 10


class Shelf:
    """A collection on disk, a page of facts to sync it with, and a backup of it."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        self.desk = desk
        self.col = Collection(str(folder / "collection.anki2"))
        self._backups = folder / "backups"
        self._backups.mkdir()

    def plan(self, notes: int) -> annoki.Plan:
        """What a sync with a page of so many facts would do."""
        return annoki.plan(self.col, [self.desk.write(facts(notes))])

    def sync(self, notes: int) -> None:
        annoki.sync(self.col, self.plan(notes))

    def review(self, times: int) -> None:
        self.col.decks.select(self.col.decks.id("Annoki::Cards"))  # type: ignore[arg-type]
        for _ in range(times):
            card = self.col.sched.getCard()
            assert card
            self.col.sched.answerCard(card, 3)

    def back_up(self) -> None:
        """As Anki does by itself every half an hour."""
        made = self.col.create_backup(
            backup_folder=str(self._backups), force=True, wait_for_completion=True
        )
        assert made

    def restore(self) -> None:
        """As *Open Backup* does."""
        (backup,) = self._backups.iterdir()
        path = Path(self.col.path)
        self.col.close()
        backend = self.col._backend
        backend.import_collection_package(
            col_path=str(path),
            backup_path=str(backup),
            media_folder=str(path.with_suffix(".media")),
            media_db=str(path.with_suffix(".media.db2")),
        )
        self.col = Collection(str(path))


@pytest.fixture
def shelf(tmp_path: Path, desk: Desk) -> Iterator[Shelf]:
    folder = tmp_path / "profile"
    folder.mkdir()
    shelf = Shelf(folder, desk)
    yield shelf
    shelf.col.close()


@pytest.mark.parametrize("before", [0, 2, _MANY - 11])
def test_an_older_collection_is_asked_about(shelf: Shelf, before: int) -> None:
    if before:
        shelf.sync(before)
    shelf.back_up()
    shelf.sync(_MANY)
    shelf.review(3)
    shelf.restore()

    plan = shelf.plan(_MANY)

    lost = _MANY - before
    assert len(plan.lost) == lost
    assert f"{lost} notes that were here after the last sync are missing" in plan.unusual()
    with pytest.raises(annoki.UnusualPlan, match="an older collection seems to have been restored"):
        annoki.sync(shelf.col, plan)
    assert shelf.col.note_count() == before
    annoki.sync(shelf.col, plan, allow_gone=True)
    assert shelf.col.note_count() == _MANY
    assert not shelf.plan(_MANY).changes_anything


def test_what_is_new_comes_without_asking(shelf: Shelf) -> None:
    shelf.sync(_FEW)
    shelf.back_up()
    shelf.restore()

    plan = shelf.plan(_MANY)

    assert (len(plan.add), plan.lost, plan.unusual()) == (_MANY - _FEW, (), "")


def test_a_few_come_without_asking(shelf: Shelf) -> None:
    shelf.back_up()
    shelf.sync(_FEW)
    shelf.restore()

    assert not shelf.plan(_FEW).unusual()


def test_an_older_file_that_was_put_back_by_hand(shelf: Shelf) -> None:
    shelf.sync(_MANY)
    path = Path(shelf.col.path)
    shelf.col.close()
    older = shutil.copy(path, path.with_suffix(".older"))
    shelf.col = Collection(str(path))
    shelf.review(1)
    shelf.sync(2 * _MANY)
    shelf.col.close()
    shutil.copy(older, path)
    shelf.col = Collection(str(path))

    assert len(shelf.plan(2 * _MANY).lost) == _MANY


def test_a_sync_that_was_undone_may_be_done_again(shelf: Shelf) -> None:
    shelf.sync(_MANY)
    shelf.col.undo()
    assert shelf.col.note_count() == 0

    plan = shelf.plan(_MANY)

    assert (len(plan.add), plan.lost) == (_MANY, ())


def test_what_the_learner_deleted_was_not_lost(shelf: Shelf) -> None:
    shelf.sync(_MANY)
    shelf.col.remove_notes(list(shelf.col.find_notes("note:Annoki"))[:20])
    shelf.back_up()
    shelf.restore()

    plan = shelf.plan(_MANY)

    assert (len(plan.deleted), plan.lost) == (20, ())


def test_the_command_says_what_to_do(shelf: Shelf, annoki: Annoki) -> None:
    shelf.back_up()
    shelf.sync(_MANY)
    shelf.restore()
    page, collection = shelf.desk.write(facts(_MANY)), Path(shelf.col.path)
    shelf.col.close()

    said = annoki("sync", "--collection", collection, page)

    assert said.code == 1
    one_line(said, "30 notes that were here", "older collection", "--allow-gone")
    said = annoki("sync", "--collection", collection, page, "--dry-run", "--json")
    assert '"lost_notes"' in said.out
    assert annoki("sync", "--collection", collection, page, "--allow-gone").code == 0
    shelf.col = Collection(str(collection))
    assert shelf.col.note_count() == _MANY
