"""Whether what another distribution gives is what it says; ours the type checker holds to it."""

from __future__ import annotations

from typing import (
    Any,
    Dict,
    Literal,
    Tuple,
    Type,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from ..model import Found, Item, Problem, Skipped
from ..text.clean import HALVES
from ..text.dates import is_captured
from ..words import Text, message, said_by

_RAW_LENGTH, _SHOWN = 2000, 200
_F = TypeVar("_F", bound=Union[Item, Skipped, Problem])
_HINTS: Dict[Type[Any], Dict[str, Any]] = {}


def in_shape(found: object) -> Found:
    """`found`, which a reader yields, or the Problem that no stage could go on with it."""
    if not isinstance(found, (Item, Skipped, Problem)):
        what = message("readers.no_item", type=type(found).__name__)
        return Problem(message("places.an_item"), what, repr(found)[:_RAW_LENGTH])
    found = as_messages(found)
    wrong = misfit(found)
    if not wrong and isinstance(found, Item) and not is_captured(found.captured):
        wrong = f"captured = {found.captured!r}"
    if wrong:
        what = message("readers.misfit", type=type(found).__name__, wrong=wrong)
        where = found.where if isinstance(found.where, str) else str(found.where)
        return Problem(where, what, repr(found)[:_RAW_LENGTH])
    return found


def as_messages(found: _F) -> _F:
    """`found`, and what it says in two languages (`Text`) as messages."""
    each: Any = found
    if any(isinstance(value, Text) for value in found):
        found = each._make([said_by(one) if isinstance(one, Text) else one for one in found])
    return found


def misfit(value: Any, is_read: bool = True) -> str:
    """Which member of `value` is not of its declared type, and what it is; empty if all are. What
    `is_read` has no halves of characters any more."""
    kind = type(value)
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    for name, hint in _HINTS[kind].items():
        if not _fits(getattr(value, name), hint, is_read):
            return f"{name} = {getattr(value, name)!r}"[:_SHOWN]
    return ""


def _fits(value: object, hint: Any, is_read: bool) -> bool:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in inner
    if origin is Union:
        return any(_fits(value, one, is_read) for one in inner)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        each: Tuple[Any, ...] = inner[:1] * len(value) if inner[-1] is ... else inner
        return len(value) == len(each) and all(
            _fits(one, its, is_read) for one, its in zip(value, each)
        )
    if not isinstance(value, hint):
        return False
    if isinstance(value, str):
        return not (is_read and HALVES.search(value))
    return not isinstance(value, tuple) or not misfit(value, is_read)
