"""Report: every item in is accounted for; the sums are checked at run time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Dict, List, Optional

from ..model import Note, Problem, Repair, Skipped, Status
from ..sync.gone import Answered, Completeness
from ..text.field import LONGEST, one_line
from ..words import message, with_messages

WHOLE = message("pipeline.whole")
"""Where a problem is that keeps an input from being read at all."""


class AccountingError(Exception):
    """Items in and items out do not add up: a defect in Annoki, never the user's doing."""


@dataclass(frozen=True)
class Entry:
    """What became of one item; `prompt` is that of its note, HTML."""

    n: int
    where: str
    guid: str
    status: Status
    why: str
    repairs: tuple[Repair, ...] = ()
    prompt: str = ""


def _told(problem: Problem) -> Dict[str, Any]:
    said = with_messages({"where": problem.where, "what": problem.what})
    return {**said, "stage": problem.stage, "error": problem.error} if problem.stage else said


@dataclass
class Account:
    """What one input held. `origin` says which listing it is (`sync.origins`), empty where nothing
    does; `could_be` is a kind of origin, any of which it may be; `of` the place of its source among
    those of the run. `last` is the index of the item
    that ends a file which may be cut there without a trace, `end` the GUID of its note, `above` the
    hash of the text above it.

    `complete` says whether the listing is known to be whole; None leaves that to `declared`. A
    source that was asked over the network says how many `requests` it took, and for whom it holds
    the `user` to be.

    `found` counts items as read, before anything was made of them; `made` those that became of a
    note, `lost` those that failed at a stage, as `problems` say; `repairs` what was mended in them.
    `entries` say so one by one, where they are wanted.
    """

    input: str
    origin: str = ""
    format: str = ""
    declared: Optional[int] = None
    found: int = 0
    made: int = 0
    lost: int = 0
    repairs: int = 0
    entries: List[Entry] = field(default_factory=list)
    skipped: List[Skipped] = field(default_factory=list)
    problems: List[Problem] = field(default_factory=list)
    complete: Optional[bool] = None
    requests: int = 0
    user: str = ""
    could_be: str = ""
    of: int = 0
    last: Optional[int] = None
    end: str = ""
    above: str = ""

    @property
    def answer(self) -> Answered:
        """What it says about notes that it does not show."""
        return Answered(
            self.input, self.origin, self._state(), self.found, self.declared, self.could_be
        )

    @property
    def whole(self) -> bool:
        """Whether what it does not show, and showed before, may be gone."""
        return self._state() == "whole" and self.found > 0

    def _state(self) -> Completeness:
        if self.problems:
            return "partial" if self.found > self.lost else "failed"
        # A source that was asked knows whether it answered in full. Of files only a page that says
        # how many items there are, and holds as many, is known to be whole: a blog's home page and
        # a weekly digest never hold everything.
        counted = self.complete is None and self.declared is not None
        whole = self.declared == self.found if counted else bool(self.complete)
        return "whole" if whole else "window"

    def as_dict(self) -> Dict[str, Any]:
        """The input's part of the JSON report."""
        asked = {"requests": self.requests, "complete": self.whole, "user": self.user}
        return {
            **with_messages({"input": self.input}),
            **(asked if self.requests else {}),
            "format": self.format,
            "declared": self.declared,
            "found": self.found,
            **({"lost": self.lost} if self.lost else {}),
            "items": [
                with_messages(
                    {
                        "n": entry.n,
                        "where": entry.where,
                        "guid": entry.guid,
                        "status": entry.status,
                        "why": entry.why,
                        "prompt": one_line(entry.prompt, LONGEST),
                        "repairs": [with_messages(one._asdict()) for one in entry.repairs],
                    }
                )
                for entry in self.entries
            ],
            "skipped": [with_messages(one._asdict()) for one in self.skipped],
            "problems": list(map(_told, self.problems)),
        }


@dataclass
class Report:
    """The accounts of all inputs, and the notes made of them.

    `detailed` keeps an entry for each item, which a large export without a report does without.
    """

    detailed: bool = True
    accounts: List[Account] = field(default_factory=list)
    by_status: Counter[str] = field(default_factory=Counter)
    merged: int = 0
    missing_pictures: List[Problem] = field(default_factory=list)
    ignored: List[str] = field(default_factory=list)
    """Files that lie in a folder, and are of no known format."""
    unwritten: Dict[str, Problem] = field(default_factory=dict)
    """By GUID, why nothing came of a note of which no account tells."""

    def count(self, note: Note) -> None:
        """Take `note` into the sums."""
        self.by_status[note.status] += 1

    def uncount(self, status: Status) -> None:
        """Take a note of `status` out of the sums."""
        self.by_status[status] -= 1
        self.by_status += Counter()  # so that nothing is told of none

    def copy(self) -> Report:
        """The same, to go on with: what is told in the one is not told in the other."""
        accounts = [
            replace(one, entries=[*one.entries], problems=[*one.problems]) for one in self.accounts
        ]
        counts = Counter(self.by_status)
        return replace(self, accounts=accounts, by_status=counts, unwritten={**self.unwritten})

    def lose(self, guid: str, problem: Problem) -> bool:
        """Tell of each item that the note `guid` was made of that it is lost, as `problem` says;
        whether there is any. While notes are still made that is left to who makes them."""
        each = ((account, entry) for account in self.accounts for entry in account.entries)
        found = [one for one in each if one[1].guid == guid]
        for account, entry in found:
            account.entries.remove(entry)
            account.problems.append(problem._replace(where=entry.where))
            account.made, account.lost = account.made - 1, account.lost + 1
        if found:
            self.uncount(found[0][1].status)
            self.merged -= len(found) - 1
        else:
            self.unwritten[guid] = problem
        return bool(found)

    def tell(self, held: str, problem: Problem) -> None:
        """Tell a `problem` with what no input shows, but the package or collection `held` has."""
        account = next((one for one in self.accounts if one.input == held), None)
        if account is None:
            account = Account(held)
            self.accounts.append(account)
        account.problems.append(problem)

    @property
    def total(self) -> int:
        """How many notes there are."""
        return sum(self.by_status.values())

    def check(self) -> None:
        """Raise AccountingError unless found = items + skipped + lost, which are told one by one,
        and items = notes + merged."""
        for account in self.accounts:
            told = account.made + len(account.skipped) + account.lost
            untold = account.lost > len(account.problems)
            untold |= self.detailed and account.made != len(account.entries)
            if account.found != told or untold:
                raise AccountingError(
                    f"{account.input}: {account.found} found, but {told} accounted for"
                )
        items = sum(account.made for account in self.accounts)
        if items != self.total + self.merged:
            raise AccountingError(
                f"{items} items gave {self.total} notes and {self.merged} were merged"
            )

    @property
    def failed(self) -> bool:
        """Whether something could not be read, or written."""
        return bool(self.unwritten) or any(account.problems for account in self.accounts)

    def as_dict(self, version: str) -> Dict[str, Any]:
        """The JSON report; `version` is Annoki's."""
        missing = list(map(_told, self.missing_pictures))
        return {
            "annoki": version,
            "inputs": [account.as_dict() for account in self.accounts],
            **({"missing_pictures": missing} if missing else {}),
            **({"ignored": self.ignored} if self.ignored else {}),
            "notes": {
                "total": self.total,
                "by_status": dict(sorted(self.by_status.items())),
                "merged": self.merged,
            },
        }
