"""The account with which a collection is kept in step: Anki's key to it, and never the password."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from importlib import import_module
from pathlib import Path
from typing import Callable, NamedTuple, Optional, Tuple

from ..errors import UsageError
from ..files.contents import kept
from ..files.whole import workplace, write_whole
from ..words import message

USER, PASSWORD = "ANNOKI_ANKIWEB_USER", "ANNOKI_ANKIWEB_PASSWORD"
"""The variables of the environment that are asked first."""
KEYRING = "annoki-ankiweb"
"""How a keyring calls the service."""


class Login(NamedTuple):
    """`key` is what Anki gives for the password; an empty `endpoint` is AnkiWeb."""

    user: str
    key: str
    endpoint: str = ""

    @property
    def folder(self) -> Path:
        """Where what belongs to this account lies, and to no other."""
        said = json.dumps([self.endpoint, self.user])
        return _folder() / hashlib.sha256(said.encode()).hexdigest()[:16]


def data_folder() -> Path:
    """Where Annoki keeps what is no configuration, and no cache either."""
    from platformdirs import user_data_path

    return user_data_path("annoki", appauthor=False)


def log_in(user: str, password: str, endpoint: str = "") -> Login:
    """The account for which a server at `endpoint` has given its key, which is kept; only the
    owner of the file may read it.

    Raises UsageError if it is refused, `anki` is missing or the address holds a password,
    CollectionError if nobody answers, OSError if it cannot be kept.
    """
    if "@" in endpoint:
        raise UsageError(message("headless.address_password"))
    from ..targets.collection.ankiweb import key_for
    from ..targets.collection.opening import open_collection

    endpoint = f"{endpoint.rstrip('/')}/" if endpoint else ""
    # Anki asks through a collection; it may be any.
    with workplace() as folder, open_collection(folder / "collection.anki2", make=True) as col:
        account = Login(user, key_for(col, user, password, endpoint), endpoint)
    make_private(_folder())
    text = json.dumps(account._asdict(), ensure_ascii=False, indent=1)
    write_whole(_file(), f"{text}\n".encode(), private=True, lasting=True)
    return account


def logged_in() -> Login:
    """The account that is logged in. Raises UsageError if none is."""
    found = _kept()
    if found is None:
        raise UsageError(message("headless.logged_out"))
    return found


def log_out() -> Optional[Login]:
    """Forget the key; the account that it was for, None if there was none. Raises OSError."""
    found = _kept()
    with contextlib.suppress(FileNotFoundError):
        _file().unlink()
    return found


def credentials(user: str, ask: Callable[[str, bool], str]) -> Tuple[str, str]:
    """User and password: of the environment, of a keyring, or `ask`ed for, by the key of what is
    wanted and whether it is hidden. A `user` who is named counts for all of these."""
    user = user or os.environ.get(USER, "")
    password = os.environ.get(PASSWORD, "")
    if not (user and password):
        held = _of_keyring(user)
        user, password = user or held[0], password or held[1]
    user = user or ask("headless.user", False)
    return user, password or ask("headless.password", True)


def _of_keyring(user: str) -> Tuple[str, str]:
    """What a keyring holds for `user`, or whoever it has; empty where there is none."""
    try:
        held = import_module("keyring").get_credential(KEYRING, user or None)
    except Exception:  # of one of many programs; then somebody is asked, or told of this way
        return "", ""
    return (held.username or user, held.password) if held else ("", "")


def make_private(folder: Path) -> None:
    """Make `folder`, which nobody else may look into, where there is none. Raises OSError."""
    # Whoever could write into the one around it could put another in its place.
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _folder() -> Path:
    return data_folder() / "ankiweb"


def _file() -> Path:
    return _folder() / "account.json"


def _kept() -> Optional[Login]:
    try:
        held = json.loads(kept(_file()))
        return Login(str(held["user"]), str(held["key"]), str(held["endpoint"]))
    except (OSError, ValueError, TypeError, LookupError):
        return None
