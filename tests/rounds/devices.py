"""The devices of one account, and what each of them holds."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Set, Tuple

from anki.collection import Collection
from anki.sync import SyncOutput

from tests.sync_server import PASSWORD, USER

_PATIENCE = 120.0


class Held(NamedTuple):
    """What a learner would miss, by id where it has one; `ours` are the fields and tags of the
    notes that Annoki made."""

    notes: Dict[int, Tuple[Any, ...]]
    cards: Dict[int, Tuple[Any, ...]]
    reviews: Dict[int, Tuple[Any, ...]]
    decks: List[str]
    media: Dict[str, bytes]
    ours: Dict[int, Tuple[str, str]]

    def other_than(self, other: Held) -> str:
        """In what the two differ; nothing if they agree."""
        for what, mine, theirs in zip(self._fields, self, other):
            if mine != theirs:
                return f"{what}: {_difference(mine, theirs)}"
        return ""


def _difference(mine: Any, theirs: Any) -> str:
    if isinstance(mine, list):
        return f"{mine} and {theirs}"
    apart = [key for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]
    shown = [f"{mine.get(key)!r:.300} and {theirs.get(key)!r:.300}" for key in apart[:2]]
    return f"{len(apart)} differ: {'; '.join(shown)}"


def held(col: Any) -> Held:
    """What `col` holds."""
    rows = col.db.all("select id, guid, mid, flds, tags from notes")
    ours = col.models.id_for_name("Annoki")
    media = Path(col.media.dir())
    return Held(
        {row[0]: tuple(row) for row in rows},
        _by_id(col, "select id, nid, did, ord, type, queue, due, ivl, reps, lapses from cards"),
        _by_id(col, "select id, cid, ease, ivl, lastIvl, factor, time, type from revlog"),
        sorted(one.name for one in col.decks.all_names_and_ids()),
        {one.name: one.read_bytes() for one in media.iterdir()},
        {row[0]: (row[3], row[4]) for row in rows if row[2] == ours},
    )


def _by_id(col: Any, query: str) -> Dict[int, Tuple[Any, ...]]:
    return {row[0]: tuple(row) for row in col.db.all(query)}


def held_in(path: Path, work: Path) -> Held:
    """What the collection at `path`, which nobody has open, holds: Anki looks at a copy of it in
    `work`, and must find nothing to mend."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(path.parent, work)
    col = Collection(str(work / path.name))
    try:
        assert col.db
        assert col.db.scalar("pragma integrity_check") == "ok", "the collection is damaged"
        found = held(col)
        problems, fine = col.fix_integrity()
        assert fine, problems
        assert len(problems.splitlines()) == 1, problems
        return found
    finally:
        col.close()


class Device:
    """A desktop or a phone: a collection that Annoki never sees. `reviewed` are the ids of the
    reviews that were done here."""

    def __init__(self, name: str, folder: Path, server: str, dice: Any) -> None:
        self.name, self._dice = name, dice
        (folder / name).mkdir(parents=True)
        self.col: Any = Collection(str(folder / name / "collection.anki2"))
        self.auth = self.col.sync_login(USER, PASSWORD, server)
        self.reviewed: Set[int] = set()

    def begin(self, first: bool) -> None:
        """The first meeting: a full sync, up from one device and down to the others."""
        required = self.col.sync_collection(self.auth, sync_media=False).required
        wanted = SyncOutput.FULL_UPLOAD if first else SyncOutput.FULL_DOWNLOAD
        assert required in (SyncOutput.FULL_SYNC, wanted), required
        self.full(upload=first)

    def full(self, upload: bool) -> None:
        """Put all that is here in the place of what is there, or the other way round."""
        self.col.close_for_full_sync()
        self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
        self.col.reopen(after_full_sync=True)
        self.col.models._clear_cache()

    def sync(self) -> None:
        """A normal sync with the server, which must do it all, and one of media."""
        assert not self.col.schema_changed(), f"{self.name}: the schema has changed"
        output = self.col.sync_collection(self.auth, sync_media=False)
        assert output.required == SyncOutput.NO_CHANGES, f"{self.name}: a full sync is demanded"
        self.col.models._clear_cache()
        self._sync_media()

    def _sync_media(self) -> None:
        self.col.sync_media(self.auth)
        deadline = time.monotonic() + _PATIENCE
        while self.col.media_sync_status().active:
            assert time.monotonic() < deadline, f"{self.name}: media does not come to an end"
            time.sleep(0.01)

    def review(self, cards: int) -> None:
        """Answer `cards` cards, whichever they are, but for those that are asleep."""
        before = set(self.col.db.list("select id from revlog"))
        # Of two reviews of one card within one second, each device keeps its own.
        awake = self.col.find_cards("-is:suspended")
        awake = [cid for cid in awake if cid % 2 == (self.name == "phone")]
        for cid in self._dice.sample(awake, min(cards, len(awake))):
            card = self.col.get_card(cid)
            card.start_timer()
            sched: Any = self.col.sched
            states = self.col._backend.get_scheduling_states(card.id)
            rating = self._dice.choice((0, 2, 2, 3))
            sched.answer_card(sched.build_answer(card=card, states=states, rating=rating))
            time.sleep(0.002)  # the id of a review is its millisecond
        self.reviewed |= set(self.col.db.list("select id from revlog")) - before

    def writes(self, words: str, picture: bytes = b"") -> None:
        """A card of the learner's own, with a file in its media if there is a `picture`."""
        note = self.col.new_note(self.col.models.by_name("Basic"))
        note["Front"], note["Back"] = words, "self-made"
        if picture:
            note["Back"] = f'<img src="{self.col.media.write_data("own.png", picture)}">'
        self.col.add_note(note, self.col.decks.id("My own"))

    def remarks(self, words: str) -> None:
        """Write into *My notes* of one of the notes that Annoki made."""
        ids = self.col.find_notes("note:Annoki")
        if ids:
            note = self.col.get_note(self._dice.choice(ids))
            note["My notes"] = words
            self.col.update_note(note)

    def alters_a_note_type(self) -> None:
        """Add a field, after which a full sync is demanded."""
        basic = self.col.models.by_name("Basic")
        self.col.models.add_field(basic, self.col.models.new_field(f"Field {len(basic['flds'])}"))
        self.col.models.update_dict(basic)

    def close(self) -> None:
        self.col.close()
