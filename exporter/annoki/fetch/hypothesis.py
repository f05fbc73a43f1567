"""Hypothesis: the annotations of a user or of groups, from the service's API."""

from __future__ import annotations

import json
from typing import Any, Dict, List, NamedTuple, Optional
from urllib.parse import urlsplit

from ..model import Document, Problem
from ..sources.source import Source
from ..text.urls import bare
from ..words import at, message, said_by
from .address import checked, literal, shown
from .cache import Cache
from .hypothesis_listing import ApiRow, Listing, Page, merge_rows, milliseconds
from .json_api import Params, ask
from .result import Fetched, FetchError
from .waiting import Pace
from .web import Web

PUBLIC_API = "https://api.hypothes.is/api"

# The public service allows a burst of 44, then 4 a second.
BURST, PER_SECOND = 40, 4.0

_PASSES = 2
_CACHE_VERSION = 1
_KIND = "hypothesis"

# A row may enter the service's index later than one that was edited after it. Looking this much
# further back costs nothing and meets it at the next sync.
_INDEX_LAG = 3600 * 1000


def fetch_hypothesis(source: Source, web: Web) -> Fetched:
    """The annotations that `source` describes, as one document of API rows, newest first.

    Raises FetchError when nothing arrived, or when the token is not valid: the service would
    silently answer with public annotations only, and the private ones would seem deleted.
    """
    api, userid, user, query, identity = meant(source, web)
    who = ([user] if user else []) + [
        message("fetch.group", group=group) for group in source.groups
    ]
    try:
        rows, total, problem = _Asking(web, api, query, source.token, userid).listed()
    except FetchError as error:
        error.who = identity
        raise
    newest_first = sorted(rows, key=lambda row: (str(row.get("created")), row["id"]), reverse=True)
    name = message("errors.at", where="hypothesis", what=who)
    text = json.dumps({"total": total, "rows": newest_first}, ensure_ascii=False)
    return Fetched(
        documents=(Document(name, text, api),),
        format="hypothesis-json",
        complete=not problem,
        problems=(Problem(name, problem),) if problem else (),
        account=userid or user,
        # Who asks is a part of it: without a token a listing lacks what is private.
        who=identity,
    )


class Meant(NamedTuple):
    """What a source means at its service: whose token it is (empty without one), whose annotations
    are asked for, with which query, and what that is called however it is configured."""

    api: str
    userid: str
    user: str
    query: Params
    who: str


def meant(source: Source, web: Web) -> Meant:
    """What `source` means, as the service at its address says. Raises FetchError."""
    api = checked((source.api or PUBLIC_API).rstrip("/"))
    profile = _profile(web, api, source.token) if source.token else {}
    userid = str(profile.get("userid") or "")
    user = _account(source.user, api, str(profile.get("authority") or ""))
    if not user and not source.groups:
        user = userid
    if not user and not source.groups:
        raise FetchError(at(shown(api), message("fetch.nothing_to_ask")))
    query = [("user", user)] if user else []
    query += [("group", group) for group in source.groups]
    who = "\n".join((bare(api), userid, *sorted(f"{name}={one}" for name, one in query)))
    return Meant(api, userid, user, query, who)


def keep_row(web: Web, source_meant: Meant, row: ApiRow) -> None:
    """Keep `row`, just written, among those that were kept of a source and have it: the service's
    index may know of it later only."""
    asking = _Asking(web, source_meant.api, source_meant.query, "", source_meant.userid)
    asking.keep_row(row)


def _profile(web: Web, api: str, token: str) -> Dict[str, Any]:
    """Who the token belongs to. Raises FetchError if to no one."""
    try:
        profile = ask(web, f"{api}/profile", token=token)
    except FetchError as error:
        if error.status in (401, 403, 404):
            raise FetchError(at(shown(api), message("fetch.token_refused"))) from None
        raise
    if not isinstance(profile, dict) or "userid" not in profile:
        raise FetchError(at(shown(api), message("fetch.no_hypothesis")))
    if not profile["userid"]:
        raise FetchError(at(shown(api), message("fetch.token_invalid")))
    return profile


def _account(user: str, api: str, authority: str) -> str:
    """`user` as the service names him: `me` becomes `acct:me@hypothes.is`."""
    user = user.strip()
    if not user:
        return ""
    name, _, domain = user[5 if user.startswith("acct:") else 0 :].partition("@")
    host = urlsplit(api).hostname or ""
    if not domain and not authority:
        # An authority is a name. An address is a mirror or a tunnel of the public service.
        authority = "hypothes.is" if literal(host) else host[4:] if host[:4] == "api." else host
    return f"acct:{name}@{domain or authority}"


class _Result(NamedTuple):
    rows: List[ApiRow]
    total: int
    problem: str


class _Asking:
    """One query, answered from the service and from what the last sync kept."""

    def __init__(self, web: Web, api: str, query: Params, token: str, userid: str) -> None:
        self._web = web
        self._url = f"{api}/search"
        self._query = query
        self._token = token
        self._pace = Pace(BURST, PER_SECOND)
        self._delay = 0.0
        self._cache = Cache(web.cache)
        # What is visible depends on who asks, so the asker is part of the key; never the token.
        self._key = (api, userid, *(f"{name}={value}" for name, value in query))

    def listed(self) -> _Result:
        """All rows, how many the service says there are, and why these are not the same."""
        return self._changes() or self._anew()

    def _changes(self) -> Optional[_Result]:
        """The kept rows and what changed since, if the service's count proves them whole.

        Every row there now is either as it was kept or was edited since, hence listed. So if
        there are as many rows as the service counts, they are the same ones.
        """
        kept = self._kept()
        if not kept:
            return None
        listing = Listing(self._page)
        try:
            listing.run(max(map(milliseconds, kept.values())) - _INDEX_LAG)
        except FetchError:
            if not listing.rows:
                raise
            return None
        merge_rows(kept, list(listing.rows.values()))
        if not len(kept) == listing.total == listing.most:
            return None
        self._keep(kept)
        return _Result(list(kept.values()), listing.total, "")

    def _anew(self) -> _Result:
        seen: Dict[str, ApiRow] = {}
        listing = Listing(self._page)
        failure = ""
        for _ in range(_PASSES):
            # Rows that were removed meanwhile leave too many, so that a new pass starts empty.
            listing = Listing(self._page)
            try:
                listing.run()
                if len(listing.rows) < listing.total and listing.rows:
                    listing.run(max(map(milliseconds, listing.rows.values())))
            except FetchError as error:
                failure = said_by(error)
            merge_rows(seen, list(listing.rows.values()))
            if failure or listing.whole():
                break
        if failure and not seen:
            raise FetchError(failure)
        if failure:
            return self._partial(seen, listing.total, message("fetch.then", why=failure))
        if not listing.whole():
            return self._partial(seen, listing.total, message("fetch.changed"))
        self._keep(listing.rows)
        return _Result(list(listing.rows.values()), listing.total, "")

    def _partial(self, rows: Dict[str, ApiRow], total: int, why: str) -> _Result:
        arrived = message("fetch.annotations_arrived", n=len(rows), total=total, why=why)
        return _Result(list(rows.values()), max(total, len(rows)), arrived)

    def _page(self, params: Params) -> Page:
        self._web.wait(self._delay)
        before = self._web.requests
        try:
            data = ask(self._web, self._url, [*self._query, *params], self._token)
        finally:
            self._delay = self._pace.delay(self._web.requests - before)
        rows = data.get("rows") if isinstance(data, dict) else None
        total = data.get("total") if isinstance(data, dict) else None
        if not isinstance(rows, list) or type(total) is not int:
            raise FetchError(at(shown(self._url), message("fetch.no_hypothesis")))
        for row in rows:
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                raise FetchError(at(shown(self._url), message("fetch.no_id")))
        return rows, total

    def keep_row(self, row: ApiRow) -> None:
        """Keep `row` in the place of what was kept of it, if that was."""
        kept = self._kept()
        if row["id"] in kept:
            merge_rows(kept, [row])
            self._keep(kept)

    def _kept(self) -> Dict[str, ApiRow]:
        data = self._cache.load(_KIND, *self._key)
        try:
            kept = json.loads(data or b"{}")
            if kept.get("version") != _CACHE_VERSION or kept.get("key") != list(self._key):
                return {}
            rows: Dict[str, ApiRow] = {row["id"]: row for row in kept["rows"]}
            for row in rows.values():
                milliseconds(row)
        except (ValueError, KeyError, TypeError, AttributeError, FetchError, RecursionError):
            return {}
        return rows

    def _keep(self, rows: Dict[str, ApiRow]) -> None:
        kept = {"version": _CACHE_VERSION, "key": self._key, "rows": list(rows.values())}
        # In ASCII: a row may hold half of a character, which has no other bytes.
        self._cache.save(json.dumps(kept).encode(), _KIND, *self._key)
