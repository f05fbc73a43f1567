"""Months of study in a real collection: Anki schedules, and time is moved, not waited for."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, List

from anki.decks import DeckId
from real_anki import Learner

if TYPE_CHECKING:
    from anki.cards import CardId

_DAY = 86_400


class Student:
    """Who studies what is in the collection of `learner`, each choice by chance of its own."""

    def __init__(self, learner: Learner, seed: int) -> None:
        self.learner, self._seed, self._day = learner, seed, 0
        for deck in learner.col.decks.all_config():
            deck["lapse"]["leechFails"] = 2
            learner.col.decks.update_config(deck)

    @property
    def col(self) -> Any:
        return self.learner.col

    def studies(self, sessions: int) -> None:
        """Some days of study, with days before each on which nothing is done; at the end there are
        cards of each state."""
        for _ in range(sessions):
            self._days_pass(1 + self._chance("days") % 6)
            self._session()
        self._all_states()

    def _session(self) -> None:
        for card in [*self._cards("is:due"), *self._cards("is:new -is:suspended")[:2]]:
            place = self._place(card)
            if self._chance("skip", place) % 4:
                for turn in range(1 + self._chance("turns", place) % 2):
                    rating = (1, 2, 2, 2, 3, 0)[self._chance(f"rating {turn}", place) % 6]
                    self._answer(card, rating)
        some = self._cards("-is:suspended")
        for doing, what in enumerate((self._bury, self._suspend, self._reschedule, self._forget)):
            if some and not self._chance(f"does {doing}") % 5:
                what([some[self._chance(f"card {doing}") % len(some)]])
        if not self._chance("crams") % 6:
            self._cram()

    def _all_states(self) -> None:
        """What Anki makes of chance by ids, which the day of their making decides, is not relied
        on."""
        asleep, buried, leech, mature, young, learning, due = self._cards("-is:suspended")[:7]
        for card in (mature, young, due):
            self.col.sched.set_due_date([card], "0!")
            if card != due:
                self._answer(card, 2)
                self.col.sched.set_due_date([card], "40!" if card == mature else "5!")
        self._forget([learning])
        self._answer(learning, 2)
        for _ in range(3):
            self.col.sched.set_due_date([leech], "5!")
            self._answer(leech, 0)
        self._suspend([asleep])
        self._bury([buried])

    def _cards(self, search: str) -> List[CardId]:
        """In an order that does not depend on the day on which they were made."""
        return sorted(self.col.find_cards(search), key=self._place)

    def _place(self, card_id: CardId) -> int:
        card = self.col.get_card(card_id)
        return zlib.crc32(f"{card.note().guid} {card.ord}".encode())

    def _answer(self, card_id: CardId, rating: int) -> None:
        card = self.col.get_card(card_id)
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card_id)
        answer = self.col.sched.build_answer(card=card, states=states, rating=rating)
        answer.milliseconds_taken = 1000 + self._chance("time", self._place(card_id)) % 50_000
        self.col.sched.answer_card(answer)

    def _bury(self, cards: List[CardId]) -> None:
        self.col.sched.bury_cards(cards)

    def _suspend(self, cards: List[CardId]) -> None:
        self.col.sched.suspend_cards(cards)

    def _reschedule(self, cards: List[CardId]) -> None:
        self.col.sched.set_due_date(cards, "30")

    def _forget(self, cards: List[CardId]) -> None:
        self.col.sched.schedule_cards_as_new(cards)

    def _cram(self) -> None:
        """Cards are looked at in a filtered deck that does not reschedule."""
        deck = self.col.sched.get_or_create_filtered_deck(DeckId(0))
        deck.config.reschedule = False
        deck.config.search_terms[0].search = "-is:new -is:learn"
        deck.config.search_terms[0].limit = 3
        deck.allow_empty = True
        made = DeckId(self.col.sched.add_or_update_filtered_deck(deck).id)
        for card in self._cards(f"did:{made}"):
            self._answer(card, 2)
        self.col.decks.remove([made])

    def _days_pass(self, days: int) -> None:
        """All that has a date is as much earlier, and so is the day on which the collection was
        made."""
        self._day += days
        seconds, db = days * _DAY, self.col.db
        # No id may meet another on its way.
        db.execute("update revlog set id = -(id - ?)", seconds * 1000)
        db.execute("update revlog set id = -id")
        db.execute("update cards set due = due - ? where queue = 1", seconds)
        db.execute("update col set crt = crt - ?", seconds)
        self.learner.reopen()

    def _chance(self, what: str, *of: int) -> int:
        return zlib.crc32(repr((self._seed, self._day, what, of)).encode())
