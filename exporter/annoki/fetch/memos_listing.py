"""The two ways in which Memos lists: page tokens (0.22 and later), limit and offset (before)."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Set, Tuple

from ..words import message
from .json_api import Params
from .result import FetchError

Memo = Dict[str, Any]
Ask = Callable[[Params], Any]

_PAGE_SIZE = 1000
"""The most that any version gives; without a page size some give ten."""

_LIMIT = 200


class Moved(Exception):
    """Memos were added or removed between two pages, so that some may have been missed."""


def by_token(ask: Ask, dialects: List[Params], found: Dict[str, Memo]) -> int:
    """Add to `found` what a version since 0.22 lists, in the first of the `dialects` that it takes.

    Returns how many pages there were. Raises Moved, FetchError; what came before stays in `found`.
    """
    # 0.23 leaves fields out of any other view.
    whole = [("pageSize", str(_PAGE_SIZE)), ("view", "MEMO_VIEW_FULL"), ("state", "NORMAL")]
    dialect, page = _first(ask, whole, dialects)
    tokens: Set[str] = set()
    while True:
        known = len(found)
        memos = page.get("memos") or []
        _add(memos, found)
        if tokens and not memos:
            raise Moved  # a page is announced only where there is a memo for it
        token = str(page.get("nextPageToken") or "")
        if not token:
            return len(tokens) + 1
        if token in tokens or (tokens and len(found) == known):
            raise FetchError(message("fetch.repeats"))
        tokens.add(token)
        page = _checked(ask([*whole, *dialect, ("pageToken", token)]))


def _first(ask: Ask, whole: Params, dialects: List[Params]) -> Tuple[Params, Dict[str, Any]]:
    for dialect in dialects[:-1]:
        try:
            return dialect, _checked(ask([*whole, *dialect]))
        except FetchError as error:
            if error.status != 400:
                raise
    return dialects[-1], _checked(ask([*whole, *dialects[-1]]))


def _checked(page: Any) -> Dict[str, Any]:
    is_listing = isinstance(page, dict) and isinstance(page.get("memos") or [], list)
    # What has no memos and says more than that is an error, whatever its status.
    if not is_listing or ("memos" not in page and page.keys() - {"nextPageToken"}):
        raise FetchError(message("fetch.unlike_memos"), status=200)
    listing: Dict[str, Any] = page
    return listing


def by_offset(ask: Ask, creator: Params, found: Dict[str, Memo]) -> None:
    """Add to `found` what a version before 0.22 lists.

    Each page begins with the last memo of the one before. Raises Moved in the end if one does not,
    FetchError.
    """
    offset, last, moved = 0, "", False
    while True:
        limits = [("limit", str(_LIMIT)), ("offset", str(offset)), ("rowStatus", "NORMAL")]
        memos = ask([*creator, *limits])
        if not isinstance(memos, list):
            raise FetchError(message("fetch.unlike_memos"), status=200)
        names = _add(memos, found)
        moved = moved or bool(last and names[:1] != [last])
        if len(names) <= (1 if last else 0):  # not: fewer than asked for, since some give less
            break
        last = names[-1]
        offset += len(memos) - 1
    if moved:
        raise Moved


def _add(memos: List[Any], found: Dict[str, Memo]) -> List[str]:
    names = []
    for memo in memos:
        if not isinstance(memo, dict):
            raise FetchError(message("fetch.unlike_memos"), status=200)
        name = str(memo.get("name") or memo.get("uid") or memo.get("id") or "")
        if not name:
            raise FetchError(message("fetch.no_name"))
        names.append(name)
        found[name] = memo
    if len(set(names)) < len(names):
        raise FetchError(message("fetch.one_name"))
    return names
