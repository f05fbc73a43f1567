"""The language of who runs the command line, and click's own words in it."""

from __future__ import annotations

import gettext
import locale
import os
import sys
from contextlib import contextmanager, suppress
from typing import Iterator, Mapping

from ..words import Language, spoken, translations


def language_here() -> Language:
    """The language of this process's user, as `language_asked` tells it."""
    system = ""
    if sys.platform in ("win32", "darwin"):  # where programs may be started without a locale
        with suppress(ValueError):  # Python knows not all that they are called.
            system = locale.getlocale()[0] or ""
    return language_asked(os.environ, system)


def language_asked(environment: Mapping[str, str], system: str = "") -> Language:
    """The language that `environment` asks for, read as gettext does: `LC_ALL`, `LC_MESSAGES` or
    `LANG`, and before them the list in `LANGUAGE`, of which the first that is spoken here counts.
    Where none of them says anything, that of the `system`'s locale."""
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    asked = next(filter(None, names), system)
    # Who asks for none wants the words of programs; a list of languages does not change that.
    tags = [] if asked in ("C", "POSIX") else environment.get("LANGUAGE", "").split(":")
    for tag in filter(None, [*tags, asked]):
        language: Language = "zh" if tag.startswith(_WINDOWS) else spoken(tag)
        if language != "en" or tag.lower().startswith("en"):
            return language
    return "en"


_WINDOWS = ("Chinese (Simplified)", "Chinese_China", "Chinese_Singapore")
"""How Windows calls those who read simplified characters."""


@contextmanager
def clicks_words(language: Language) -> Iterator[None]:
    """Within it click says in `language` what it asks gettext for, as far as it is known here."""
    known = translations("click", language)

    def one(text: str) -> str:
        return known.get(text, text)

    def counted(singular: str, plural: str, n: int) -> str:
        return one(singular if n == 1 else plural)

    instead = {gettext.gettext: one, gettext.ngettext: counted}
    own = [module for name, module in sys.modules.items() if name.split(".")[0] == "click"]
    asking = [
        (module, name, asked)
        for module in own
        for name in ("_", "ngettext")
        for asked in [getattr(module, name, None)]
        if asked in instead
    ]
    for module, name, asked in asking:
        setattr(module, name, instead[asked])
    try:
        yield
    finally:
        for module, name, asked in asking:
            setattr(module, name, asked)
