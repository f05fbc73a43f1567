"""Hypothesis: one annotation read, and its text changed, through the service's API."""

from __future__ import annotations

import json
from typing import Any, Dict, NamedTuple
from urllib.parse import quote

from ..model import Document
from ..sources.source import Source
from ..words import at, message, said_by
from .address import shown
from .hypothesis import BURST, PER_SECOND, keep_row, meant
from .hypothesis_listing import milliseconds
from .json_api import ask, refusal, value
from .result import FetchError, Unsure
from .waiting import Pace
from .web import Reply, Web

_TRIES = 3
_FIRST_WAIT = 1.0
_SECONDS_EACH = 300.0
"""With all repetitions, of which a service may want minutes between two."""


class AnnotationNow(NamedTuple):
    """An annotation as the service has it now: `text` as typed, and all that it says of it."""

    id: str
    text: str
    is_ours: bool
    """Whether it belongs to whom the token is of: nobody else may change it."""
    row: Dict[str, Any]


class HypothesisWriting:
    """The annotations that a source shows, one at a time. Raises FetchError where the service does
    not know the token."""

    format = "hypothesis-json"

    def __init__(self, source: Source, web: Web) -> None:
        self._web, self._token = web, source.token
        self._meant = meant(source, web)
        self._api, self._userid, *_, self.who = self._meant
        self.place = self._api
        self._limits = web.limits._replace(seconds=min(_SECONDS_EACH, web.limits.seconds))
        self._pace = Pace(BURST, PER_SECOND)
        self._delay = 0.0

    def read(self, id: str) -> AnnotationNow:
        """The annotation `id`. Raises FetchError, whose status is 404 where there is none."""
        url = self._at(id)
        web, token, limits = self._web, self._token, self._limits
        return self._annotation(id, self._asked(lambda: ask(web, url, token=token, limits=limits)))

    def write(self, id: str, before: str, after: str) -> AnnotationNow:
        """Make `after` of the text `before` of the annotation `id`; as the service has it then.

        What it does not confirm is read back. Raises FetchError where it was not written, Unsure
        where that cannot be told, or may still happen.
        """
        for tries in range(1, _TRIES + 1):
            try:
                return self._written(id, before, after)
            except FetchError as error:
                failed = error
            try:
                if failed.status >= 500 and tries < _TRIES:
                    # Waited for here: what is read is to be what the next try meets.
                    self._web.wait(_FIRST_WAIT * 2 ** (tries - 1))
                now = self.read(id)
            except FetchError as error:
                raise Unsure(
                    message("push.unread", why=said_by(failed), then=said_by(error))
                ) from error
            if now.text == after:
                return now
            if 400 <= failed.status < 500:
                raise failed
            if now.text != before:
                raise Unsure(message("push.otherwise", why=said_by(failed)))
            if failed.status < 500:
                # No answer came, so that it may still be under way.
                raise Unsure(message("push.unanswered", why=said_by(failed)))
        raise failed

    def document(self, annotation: AnnotationNow, text: str) -> Document:
        """What its reader would read of `annotation`, if its text were `text`."""
        listed = {"total": 1, "rows": [{**annotation.row, "text": text}]}
        return Document(shown(self._at(annotation.id)), json.dumps(listed), self._api)

    def keep(self, annotation: AnnotationNow) -> None:
        """See to it that the next listing knows that `annotation` was written."""
        keep_row(self._web, self._meant, annotation.row)

    def _written(self, id: str, before: str, text: str) -> AnnotationNow:
        body, url = json.dumps({"text": text}).encode(), self._at(id)
        reply: Reply = self._asked(
            lambda: self._web.get(
                url,
                token=self._token,
                accept="application/json",
                limits=self._limits,
                method="PATCH",
                body=body,
                again=lambda: self._check(id, before),
            )
        )
        if reply.status != 200:
            raise refusal(self._web, reply, url)
        written = self._annotation(id, value(reply, url))
        if written.text != text:
            raise FetchError(at(shown(url), message("push.not_confirmed")))
        return written

    def _check(self, id: str, before: str) -> None:
        """Raise FetchError unless `before` is its text still: its reader may have edited it for as
        long as the service let us wait."""
        if self.read(id).text != before:
            raise FetchError(message("push.changed_now"), status=409)

    def _annotation(self, id: str, row: Any) -> AnnotationNow:
        text = row.get("text") if isinstance(row, dict) and row.get("id") == id else None
        if not isinstance(text, str):
            raise FetchError(at(shown(self._at(id)), message("fetch.no_hypothesis")))
        milliseconds(row)  # what is not dated cannot be kept
        return AnnotationNow(id, text, row.get("user") == self._userid, row)

    def _at(self, id: str) -> str:
        return f"{self._api}/annotations/{quote(id, safe='')}"

    def _asked(self, ask_it: Any) -> Any:
        self._web.wait(self._delay)
        before = self._web.requests
        try:
            return ask_it()
        finally:
            self._delay = self._pace.delay(self._web.requests - before)
