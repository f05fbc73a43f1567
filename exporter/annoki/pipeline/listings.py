"""From inputs to listings of items, and the account of them begun."""

from __future__ import annotations

import re
from typing import Iterable, Iterator, List, Optional, Tuple

from .. import readers
from ..contained import failure
from ..errors import AnnokiError, InputError, UnknownFormatError
from ..fetch.result import Fetched
from ..model import Document, Found, Item, Problem, Skipped
from ..sync.memory import hash_of
from ..sync.origins import TOLD, origin_of
from ..words import Message, at, but_for, message
from .inputs import Input
from .report import WHOLE, Account, Report

_MOST_FAILURES = 10
"""So many times in a row a reader may fail before nobody asks it for more."""
_LINE = re.compile(r"line (\d+)")
"""How readers of other distributions name a place."""
_TORN_LINK = re.compile(r"\]\([^\s()]*\Z")
"""A link of Markdown that nothing closes, not even the line's end."""
_LONGEST_LINK = 2000
_USER = re.compile(r"^(?:users/|acct:|Users: )([^@\n]+)", re.MULTILINE)


def read_all(inputs: Iterable[Input], detailed: bool = True) -> Tuple[List[List[Item]], Report]:
    """The items of each input, and the report (see `Report.detailed`) with its accounts begun."""
    report = Report(detailed)
    listings: List[List[Item]] = []
    for name, format, document, origin, by_chance, could_be, of in inputs:
        account = Account(name, origin, could_be=could_be, of=of)
        listing: List[Item] = []
        try:
            if isinstance(document, InputError):
                raise document
            if isinstance(document, Problem):
                account.problems.append(document)
            elif isinstance(document, Fetched):
                _read_fetched(document, account, listing)
            else:
                reading = _read(document, format, account, listing)
                account.user = _user_of(reading.about)
                # What a file says of itself is more than its name.
                if reading.about and origin:
                    account.origin = origin_of(TOLD, f"{account.format}\n{reading.about}")
                account.could_be = ""
                torn = _torn(document, reading.is_ended)
                if torn:
                    _without_its_end(account, listing, document.text, reading.is_ended, torn)
                elif not reading.is_ended:
                    account.last = _last(listing, account)
                    if account.last is not None:
                        account.above = _above(document.text, listing[account.last])
        except InputError as error:
            if by_chance and isinstance(error, UnknownFormatError):
                report.ignored.append(name)
                continue
            account.problems.append(_unreadable(name, error))
        except AnnokiError:
            raise
        except Exception as error:
            account.problems.append(failure("reading", WHOLE, error))
        report.accounts.append(account)
        listings.append(listing)
    return listings, report


def _user_of(about: str) -> str:
    """Whose a file says that it is: an account, a blog's host."""
    user = _USER.search(about)
    return user.group(1) if user else "" if "\n" in about else about.partition("/")[0]


def _torn(document: Document, is_ended: bool) -> str:
    """What says inside of what `document` breaks off, if it does; where it `is_ended`, that is no
    link."""
    if document.is_cut:
        return "pipeline.torn_character"
    in_link = not is_ended and _TORN_LINK.search(document.text, len(document.text) - _LONGEST_LINK)
    return "pipeline.torn_link" if in_link else ""


def _without_its_end(
    account: Account, listing: List[Item], text: str, is_ended: bool, torn: str
) -> None:
    """Leave out the last item of a `text` that breaks off, as `torn` says: in that it does, unless
    it `is_ended`, as syntax tells."""
    where: str = message("places.end")
    raw = ""
    last = None if is_ended else _last(listing, account)
    if last is not None:
        where = listing.pop(last).where
        raw = "\n".join(text.split("\n")[max(0, _line(where) - 1) :])
        account.found -= 1
    account.problems.append(Problem(where, message(torn), raw))


def _last(listing: List[Item], account: Account) -> Optional[int]:
    """Which item stands last in its file; an export may be listed in another order. None where
    something that was left out, or could not be read, stands below it."""
    lines = [_line(one.where) for one in listing]
    below = [_line(one.where) for one in account.skipped]
    below += [_line(one.where) for one in account.problems]
    if not lines or max(lines) < max(below, default=0):
        return None
    return max(range(len(lines)), key=lambda n: (lines[n], n))


def _above(text: str, item: Item) -> str:
    """The hash of what stands in `text` above the lines of `item`, which is its last."""
    below, end = text.count("\n") + 1 - max(0, _line(item.where) - 1), len(text)
    for _ in range(below):  # few, while lines there are many
        end = max(0, text.rfind("\n", 0, end))
    return hash_of(text[:end])


def _line(where: str) -> int:
    if isinstance(where, Message):
        return int(where.values["n"]) if where.key == "places.line" else 0
    found = _LINE.fullmatch(where)
    return int(found.group(1)) if found else 0


def _unreadable(name: str, error: InputError) -> Problem:
    return Problem(WHOLE, but_for(error, name))


def _read_fetched(fetched: Fetched, account: Account, listing: List[Item]) -> None:
    """What was fetched of one source is one listing, in however many documents it came."""
    account.complete, account.requests = fetched.complete, fetched.requests
    account.user = fetched.account
    account.problems += fetched.problems
    for document in fetched.documents:
        before = len(listing)
        try:
            _read(document, fetched.format, account, listing)
        except UnknownFormatError:
            # What a file could be read as, an address cannot.
            what = at(document.name, message("pipeline.unknown_answer"))
            account.problems.append(Problem(WHOLE, what))
        except InputError as error:
            account.problems.append(_unreadable(document.name, error))
        except AnnokiError:
            raise
        except Exception as error:
            account.problems.append(failure("reading", document.name, error))
        if len(fetched.documents) > 1:
            page = document.url or document.name
            for n in range(before, len(listing)):
                item = listing[n]
                where = message("pipeline.on_page", page=page, where=item.where)
                listing[n] = item._replace(n=n + 1, where=where)
    if account.problems:
        account.complete = False


def _read(
    document: Document, format: str, account: Account, listing: List[Item]
) -> readers.Reading:
    """Read `document` into `listing`."""
    reading = readers.read(document, format)
    account.format, account.declared = reading.format, reading.declared
    before = account.found
    for one in _all_of(reading.found):
        if isinstance(one, Item):
            listing.append(one)
        elif isinstance(one, Skipped):
            account.skipped.append(one)
        else:
            account.problems.append(one)
        account.found += not isinstance(one, Problem)
    if account.found == before and not account.problems and reading.declared != 0:
        what = message("pipeline.no_items", format=reading.format)
        account.problems.append(Problem(WHOLE, what))
    return reading


def _all_of(found: Iterable[Found]) -> Iterator[Found]:
    """`found` to its end, and where it fails a Problem: one that can go on does."""
    coming, failures = iter(found), 0
    where: str = message("pipeline.beginning")
    while failures < _MOST_FAILURES:
        try:
            one = next(coming)
        except StopIteration:
            return
        except InputError:
            raise
        except Exception as error:
            failures += 1
            yield failure("reading", message("pipeline.below", where=where), error)
        else:
            where, failures = one.where, 0
            yield one
