"""Where a package has a folder and a function of one name, importing gives the function."""

from __future__ import annotations

from typing import Any, Dict

from griffe import Extension, Function, Module


class FunctionsFirst(Extension):
    """Lets the reference see what importing gives: it takes folders for later than functions."""

    def __init__(self) -> None:
        self._functions: Dict[str, Function] = {}

    def on_function_instance(self, *, func: Function, **_: Any) -> None:
        """Keeps what the package itself defines."""
        if func.parent and func.parent.is_package:
            self._functions[func.path] = func

    def on_package(self, *, pkg: Module, **_: Any) -> None:
        """Puts it where a folder has taken its place."""
        for func in self._functions.values():
            if func.parent is pkg:
                pkg.members[func.name] = func
