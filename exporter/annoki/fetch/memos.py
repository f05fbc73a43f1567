"""Memos: the memos of an instance, from the list API of any version since 0.13."""

from __future__ import annotations

import json
import re
from typing import Dict, List, Optional

from ..model import Document, Problem
from ..sources.source import Source
from ..text.urls import bare
from ..words import at, message, said_by
from .address import checked, shown
from .json_api import Params, ask
from .memos_listing import Ask, Memo, Moved, by_offset, by_token
from .result import Fetched, FetchError
from .web import Web

# Who the token belongs to, from the newest version (0.26) to the oldest (0.13).
_WHO = (
    ("GET", "/api/v1/auth/me"),
    ("GET", "/api/v1/auth/sessions/current"),
    ("POST", "/api/v1/auth/status"),
    ("GET", "/api/v1/user/me"),
)
_NOT_HERE = (200, 404, 405, 501)
"""What a version answers that does not know an address (200: with its start page)."""

_PASSES = 3
_KEY = re.compile(r"[\w.@-]+")


def fetch_memos(source: Source, web: Web) -> Fetched:
    """The memos that `source` describes, as one document of API records in the order listed.

    With a token and no creator, those of the token's owner: 0.24 hides private memos unless the
    owner is named, and what others show to everyone is not the person's own. Archived memos are
    left out.

    Raises FetchError when nothing arrived.
    """
    url = checked(source.url.rstrip("/"))
    owner = source.creator.strip()
    owner = owner[6:] if owner.startswith("users/") else owner
    if owner and not _KEY.fullmatch(owner):
        raise FetchError(at(shown(url), message("fetch.creator", creator=repr(owner[:40]))))
    who = ""
    try:
        me = _owner(web, url, source.token) if source.token else ""
        if me or not source.token:
            who = "\n".join((bare(url), me, owner or me, source.filter.strip()))
        listed = _Listed(web, url, source, owner or me)
        listed.run()
    except FetchError as error:
        error.who = who
        if error.status not in (401, 403):
            raise
        key = "fetch.memos_refused" if source.token else "fetch.memos_asks"
        raise FetchError(at(shown(url), message(key)), who=who) from None
    name = at("memos", shown(url))
    problem = listed.problem
    if source.token and not me and not problem:
        problem = message("fetch.token_unchecked")
    return Fetched(
        documents=(Document(name, json.dumps({"memos": listed.memos}, ensure_ascii=False), url),),
        format="memos-json",
        complete=not problem,
        problems=(Problem(name, problem),) if problem else (),
        account=f"users/{me}" if me else "",
        who=who,
    )


def _owner(web: Web, url: str, token: str) -> str:
    """Whose token it is, as number or name; empty where the instance has no way to tell.

    Raises FetchError if it is no one's: some versions would just answer with public memos.
    """
    for method, path in _WHO:
        try:
            data = ask(web, url + path, token=token, method=method)
        except FetchError as error:
            if error.status in _NOT_HERE:
                continue
            raise
        user = data.get("user", data) if isinstance(data, dict) else None
        if not isinstance(user, dict):
            raise FetchError(at(shown(url), message("fetch.token_of_nobody")), status=401)
        found = str(user.get("name") or "")
        found = found[6:] if found.startswith("users/") else str(user.get("id") or "")
        if found:
            return found
    return ""


class _Listed:
    """The memos of one owner (empty = everyone's), listed until two looks agree."""

    def __init__(self, web: Web, url: str, source: Source, owner: str) -> None:
        self.memos: List[Memo] = []
        self.problem = ""
        self._web = web
        self._url = url
        self._source = source
        self._owner = owner

    def run(self) -> None:
        """Fill `memos`, and `problem` if they are not all. Raises FetchError if none came."""
        seen: Dict[str, Memo] = {}
        try:
            self._look(seen)
        except FetchError as error:
            if not seen:
                raise
            self.problem = message("fetch.memos_arrived", n=len(seen), why=said_by(error))
        self.memos = [memo for memo in seen.values() if self._wanted(memo)]
        others = sorted({_creator(memo) for memo in seen.values()})
        if seen and not self.memos and self._owner:
            self.problem = self.problem or message(
                "fetch.no_memo_by", creator=repr(self._owner), others=others[:9]
            )

    def _look(self, seen: Dict[str, Memo]) -> None:
        """Add what is listed to `seen`.

        Pages are counted off from the newest memo, so that one that is removed meanwhile makes
        another one slip through between two pages.
        """
        former: Optional[List[str]] = None
        for _ in range(_PASSES):
            found: Dict[str, Memo] = {}
            try:
                pages = self._pages(found)
            except Moved:
                continue
            finally:
                seen.update(found)
            if pages == 1 or list(found) == former:
                # Earlier looks may have met memos that are removed by now.
                seen.clear()
                seen.update(found)
                return
            former = list(found)
        self.problem = message("fetch.memos_changed", n=len(seen))

    def _pages(self, found: Dict[str, Memo]) -> int:
        """Add the memos of one look to `found` and return by how many pages (1 = certain)."""
        try:
            return by_token(self._ask("/api/v1/memos"), self._dialects(), found)
        except FetchError as error:
            if error.status not in _NOT_HERE or found:
                raise
        creator = []
        if self._owner:
            creator = [("creatorId" if self._owner.isdigit() else "creatorUsername", self._owner)]
        try:
            by_offset(self._ask("/api/v1/memo"), creator, found)
            return 1
        except FetchError as error:
            if error.status not in _NOT_HERE:
                raise
            raise FetchError(at(shown(self._url), message("fetch.no_memos"))) from None

    def _ask(self, path: str) -> Ask:
        return lambda params: ask(self._web, self._url + path, params, self._source.token)

    def _dialects(self) -> List[Params]:
        """How the owner and the filter are said, which differs from version to version.

        One that does not know a parameter ignores it, one that does not know a name in a filter
        answers 400.
        """
        own = self._source.filter.strip()
        if not self._owner:
            # 0.22 and 0.23 want a filter of who has no token.
            return [_filter("", own), _filter("visibilities == ['PUBLIC']", own)]
        parent = [("parent", f"users/{self._owner}")]
        dialects = [[*parent, *_filter(f"creator == 'users/{self._owner}'", own)]]
        if self._owner.isdigit():
            dialects.append([*parent, *_filter(f"creator_id == {self._owner}", own)])
        return [*dialects, [*parent, *_filter("", own)]]

    def _wanted(self, memo: Memo) -> bool:
        """Whether it is the owner's and not archived, should the instance have ignored that."""
        if "ARCHIVED" in (memo.get("state"), memo.get("rowStatus")):
            return False
        names = (_creator(memo), f"users/{memo.get('creatorUsername')}")
        return not self._owner or names[0] == "users/" or f"users/{self._owner}" in names


def _creator(memo: Memo) -> str:
    return str(memo.get("creator") or f"users/{memo.get('creatorId') or ''}")


def _filter(ours: str, own: str) -> Params:
    parts = [ours, f"({own})" if ours and "||" in own else own]
    text = " && ".join(filter(None, parts))
    return [("filter", text)] if text else []
