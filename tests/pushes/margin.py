"""The world of `tests.rounds` with an account at the service: what is answered on the phone is sent
back by a run without a screen."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Dict, List, Optional

from tests.fetch.servers import TOKEN
from tests.kills import runs
from tests.push.service import Service
from tests.rounds.world import Decide, World

from .bench import ANSWERS, TEXTS, account, answered
from .wire import Wire


class Margin(World):
    """Each day an answer is typed on the phone; `wanted` is the last one in each annotation."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        # It forks before there is a thread here.
        super().__init__(folder, seed)
        self.service = Service(account())
        self.service.__enter__()
        self.wire = Wire(self.service)
        self.wanted: Dict[str, str] = {}
        self._dice = random.Random(seed)
        self._config = folder / "margin.json"
        read = json.loads(self.reading.config.read_text())
        source = {"kind": "hypothesis", "token": TOKEN, "api": self.service.api}
        self._config.write_text(json.dumps({**read, "sources": [*read["sources"], source]}))
        self._config.chmod(0o600)

    def __exit__(self, *error: object) -> None:
        self.service.__exit__()
        super().__exit__(*error)

    @property
    def sync(self) -> List[str]:
        return ["sync", "--ankiweb", "--push", "--config", str(self._config)]

    def run(
        self, decide: Optional[Decide] = None, strace: Optional[List[str]] = None
    ) -> runs.Ended:
        self.wire.begin()
        try:
            return super().run(decide, strace)
        finally:
            self.wire.faulty({})

    def live(self) -> str:
        read = super().live()
        self.phone.sync()
        for id in self._dice.sample(sorted(ANSWERS), 2):
            found = self.phone.col.find_notes(f'"The passage of {id}."')
            if found:
                note = self.phone.col.get_note(found[0])
                answer = f"Answer number {self.rounds}."
                note["Answer"] = f'<p lang="en">{answer}</p>'
                self.phone.col.update_note(note)
                self.wanted[id] = answered(id, TEXTS[id], answer)
        self.phone.sync()
        self.desktop.sync()
        self.phone.review(1)
        return read

    def judge(self, answer: str) -> None:
        super().judge(answer)
        for id, text in TEXTS.items():
            there = self.service.row(id)["text"]
            assert there == self.wanted.get(id, text), f"{id} says {there!r}"
        often = Counter(self.service.writes)
        assert set(often.values()) <= {1}, f"written twice: {often.most_common(1)}"
        for one in self.service.writes:
            assert one.before != one.after, f"written as it was: {one}"
        sent = [one for one in self.service.sent if set(one) != {"text"}]
        assert not sent, f"more than a text was sent: {sent}"
