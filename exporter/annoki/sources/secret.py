"""Where a secret is kept: in the configuration itself, or elsewhere, as a reference says.

`env:NAME`, `file:PATH`, `keyring:NAME` and `cmd:COMMAND` say where; anything else is the secret
itself. It is looked up each time that it is used, so that a changed one counts at once.
"""

from __future__ import annotations

import os
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Callable, Dict, Set, Tuple

from ..errors import InputError
from ..files.contents import contents
from ..files.names import printable, why
from ..words import at, message

SERVICE = "annoki"
"""Under what name keyrings know our secrets."""
_MOST_BYTES = 64 * 1024
_PATIENCE = 120
"""Seconds that a command may take: it may ask a person for a passphrase."""
_found: Dict[str, Set[str]] = {}
"""What was looked up in this process, by reference: it must be shown nowhere."""


def place_in(text: str) -> Tuple[str, str]:
    """How a secret is found and by what name, if `text` refers to one; else two empty texts."""
    how, colon, name = text.partition(":")
    return (how, name.strip()) if colon and how in _LOOKED_UP else ("", "")


def values_of(text: str) -> Set[str]:
    """All that must be shown nowhere of the secret that is configured as `text`."""
    return {text, *_found.get(text, ())}


def without_known(text: str) -> str:
    """`text` without any secret that this process has used."""
    known = {one for secret in [*_found] for one in values_of(secret)}
    for one in sorted(known, key=len, reverse=True):
        text = text.replace(one, "…")
    return text


def secret_of(text: str, setting: str) -> str:
    """The secret that is configured as `text` of the `setting`. Raises InputError where it refers
    to what is not there, naming the place and never what is in it."""
    how, name = place_in(text)
    if not how:
        _found.setdefault(text, set())
        return text
    try:
        found = _LOOKED_UP[how](name)
    except InputError as error:
        raise InputError(at(setting, error)) from None
    lines = found.strip().splitlines()
    # What is kept by hand may have more below, as the files of `pass` have.
    value = lines[0].strip() if lines else ""
    _found.setdefault(text, set()).update(one for one in (value, found.strip()) if one)
    if not value or not value.isascii() or not value.isprintable():
        key = "secrets.no_token" if value else "secrets.empty"
        raise InputError(at(setting, message(key, place=_called(how, name))))
    return value


def _called(how: str, name: str) -> str:
    # A command may itself hold what nobody should read.
    return message(f"secrets.{how}", name=printable(name))


def _in_environment(name: str) -> str:
    if name not in os.environ:
        raise InputError(message("secrets.unset", name=printable(name)))
    return os.environ[name]


def _in_file(name: str) -> str:
    path = Path(name).expanduser()
    try:
        return contents(path, _MOST_BYTES).decode("utf-8-sig", "replace")
    except (OSError, RuntimeError) as error:
        what = why(error) if isinstance(error, OSError) else str(error)
        raise InputError(message("secrets.unread", path=printable(path), why=what)) from None


def in_keyring(name: str) -> str:
    """What the keyring of this user holds under `name`. Raises InputError where there is no
    keyring, or nothing of that name in it."""
    try:
        found = import_module("keyring").get_password(SERVICE, name)
    except ImportError:
        raise InputError(message("secrets.no_keyring")) from None
    except Exception as error:  # whose text is that of one of many programs
        what = type(error).__name__
        raise InputError(message("secrets.keyring_fails", name=printable(name), why=what)) from None
    if found is None:
        raise InputError(message("secrets.not_in_keyring", name=printable(name)))
    return str(found)


def _said_by_command(command: str) -> str:
    # What it writes for people may tell the secret, too.
    try:
        done = subprocess.run(
            command,
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(message("secrets.late", seconds=_PATIENCE)) from None
    except (OSError, ValueError) as error:
        raise InputError(message("secrets.not_run", why=type(error).__name__)) from None
    if done.returncode:
        raise InputError(message("secrets.command_failed", code=done.returncode))
    return done.stdout[:_MOST_BYTES].decode("utf-8", "replace")


_LOOKED_UP: Dict[str, Callable[[str], str]] = {
    "env": _in_environment,
    "file": _in_file,
    "keyring": in_keyring,
    "cmd": _said_by_command,
}
