"""What html5lib asks of six, on Python 3; six itself hooks into every import of the program."""

from typing import Any, KeysView, Mapping

PY3 = True
text_type = str
binary_type = bytes
string_types = (str,)
unichr = chr


def with_metaclass(meta: type, *bases: type) -> Any:
    """A base class whose heirs are made by `meta`."""
    return meta("Base", bases, {})


def viewkeys(mapping: Mapping[Any, Any]) -> KeysView[Any]:
    """The keys of `mapping`."""
    return mapping.keys()
