"""Meets AnkiWeb, or a sync server of one's own, with a collection: what Anki's windows do."""

from __future__ import annotations

import contextlib
import html
import time
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Callable, Iterator, List, NamedTuple, TypeVar

from ...errors import CollectionError, UsageError
from ...text.field import one_line
from ...words import message
from .trouble import reason_of, said_in_words

if TYPE_CHECKING:
    from anki.collection import Collection

_T = TypeVar("_T")
_PATIENCE = 60
"""Seconds for which a server may say nothing; Anki's windows wait as long."""
_LOOK = 0.1
_BROKE_OFF = "stream failure"
"""What Anki says, in the notation of its programming language, of an answer that breaks off."""


class Demand(IntEnum):
    """What the server wants of a collection, by Anki's numbers."""

    NOTHING = 0
    """They are in step now."""
    NORMAL = 1
    EITHER = 2
    """One side has to replace the other."""
    DOWNLOAD = 3
    """As `EITHER`, and there are no cards here."""
    UPLOAD = 4
    """As `EITHER`, and the account is empty."""


class Met(NamedTuple):
    """What the server wants, what it says to the user, and where it is from now on, if it moved."""

    demand: Demand
    said: str
    endpoint: str


def key_for(col: Collection, user: str, password: str, endpoint: str) -> str:
    """Anki's key to the account; `col` is any, and stays as it is. An empty `endpoint` is AnkiWeb.

    Raises UsageError if account or address are refused, CollectionError if nobody answers.
    """
    from anki.errors import BackendError, InvalidInput

    try:
        auth = _waited(col, lambda: col.sync_login(user, password, endpoint or None))
        return str(auth.hkey)
    except InvalidInput as error:
        raise UsageError(message("headless.no_address", endpoint=endpoint)) from error
    except BackendError as error:
        if _is_account(error):
            raise UsageError(message("headless.refused")) from error
        raise CollectionError(message("headless.no_answer", why=_said_by(error))) from error


def meet(col: Collection, key: str, endpoint: str) -> Met:
    """Sync `col` both ways, unless one side has to replace the other. Raises CollectionError, and
    what was not sent will be the next time."""
    with _told():
        found: Any = _waited(col, lambda: col.sync_collection(_auth(key, endpoint), False))
    # What came may have changed it.
    col.models._clear_cache()
    return Met(
        Demand(found.required), one_line(html.escape(found.server_message), 300), found.new_endpoint
    )


def replace(col: Collection, key: str, endpoint: str, there: bool = False) -> None:
    """Put what the server has in the place of `col`, or `there` the other way round, whole or not
    at all. Raises CollectionError; `col` is open then, too."""
    col.close_for_full_sync()
    try:
        with _told():
            auth, replaced = _auth(key, endpoint), col.full_upload_or_download
            _waited(col, lambda: replaced(auth=auth, server_usn=None, upload=there))
    finally:
        # Whatever came of it, Anki has opened it again.
        col.reopen(after_full_sync=True)
    col.models._clear_cache()


def meet_media(col: Collection, key: str, endpoint: str) -> None:
    """Bring the media in step, both ways. Raises CollectionError; what came or went has done so."""
    with _told():
        col.sync_media(_auth(key, endpoint))
        try:
            while col.media_sync_status().active:
                time.sleep(_LOOK)
        except BaseException:
            col.abort_media_sync()
            raise


def has_cards(col: Collection) -> bool:
    """Whether there are any."""
    assert col.db is not None
    return bool(col.db.scalar("select exists (select 1 from cards)"))


def is_waiting(col: Collection) -> bool:
    """Whether anything in `col` was not sent yet."""
    assert col.db is not None
    return bool(col.db.scalar("select mod > ls from col"))


def never_sent(col: Collection) -> List[int]:
    """The ids of notes in `col` of which the server never heard. Whoever reviews on other devices
    only changes no card here."""
    assert col.db is not None
    sql = "select nid from cards group by nid having max(usn) = -1"
    return [int(one) for one in col.db.list(sql)]


def _waited(col: Collection, asking: Callable[[], _T]) -> _T:
    """What `asking` a server comes to. Whoever ends this process meanwhile need not wait for that:
    Anki breaks it off, as it breaks off where nothing answers."""
    from concurrent.futures import ThreadPoolExecutor, wait

    with ThreadPoolExecutor(1) as asked:
        try:
            answer = asked.submit(asking)
            # A signal that comes right before one begins to wait is seen only after that.
            while not wait([answer], _LOOK).done:
                pass
        except BaseException:
            col.abort_sync()
            raise
        return answer.result()


def _auth(key: str, endpoint: str) -> Any:
    from anki.sync import SyncAuth

    return SyncAuth(hkey=key, endpoint=endpoint or None, io_timeout_secs=_PATIENCE)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What Anki says of a server, as CollectionError."""
    from anki.errors import BackendError, DBError

    try:
        yield
    except BackendError as error:
        if _is_account(error):
            raise CollectionError(message("headless.key_refused")) from error
        why = reason_of(error) if isinstance(error, DBError) else _said_by(error)
        raise CollectionError(message("headless.no_sync", why=why)) from error


def _said_by(error: BaseException) -> str:
    """What Anki says, without the marks that it sets around what comes from elsewhere."""
    if _BROKE_OFF in str(error):
        return message("headless.broke_off")
    plain = said_in_words(error).translate(dict.fromkeys(map(ord, "\u2068\u2069")))
    return one_line(html.escape(plain), 300).rstrip(".")


def _is_account(error: Exception) -> bool:
    """Whether it is the account that is refused."""
    from anki.errors import SyncError, SyncErrorKind

    return isinstance(error, SyncError) and error.kind is SyncErrorKind.AUTH
