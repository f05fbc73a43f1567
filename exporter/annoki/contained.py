"""What goes wrong with one item, at whatever stage: it is told, and all others go on."""

from __future__ import annotations

from pathlib import PurePath
from traceback import walk_tb
from typing import Callable, TypeVar, Union

from .errors import AnnokiError, Cancelled
from .model import Item, Problem, Stage
from .text.spans import written_text_of

_T = TypeVar("_T")
_LONGEST, _RAW_LENGTH = 200, 2000


def contained(
    stage: Stage, where: str, make: Callable[[], _T], raw: str = ""
) -> Union[_T, Problem]:
    """What `make` makes of the item at `where`, or the Problem that it failed at `stage`.

    Memory and depth of nesting that one item exhausts are given back as it ends, so it holds of
    them too. Raises Cancelled, which is nobody's failure.
    """
    try:
        return make()
    except Exception as error:
        return failure(stage, where, error, raw)


def failure(stage: Stage, where: str, error: Exception, raw: str = "") -> Problem:
    """The Problem that `error` is. One that a user can act on says itself what to do; any other is
    a defect, which whoever mends it finds by its kind and its place. Raises Cancelled."""
    raw = raw[:_RAW_LENGTH]
    if isinstance(error, Cancelled):
        raise error
    if isinstance(error, AnnokiError):
        return Problem(where, str(error), raw)
    said = f"{type(error).__name__}: {' '.join(str(error).split())}"[:_LONGEST].rstrip(": ")
    frames = [*walk_tb(error.__traceback__)][-1:]
    said += "".join(f", {PurePath(one.f_code.co_filename).name}:{at}" for one, at in frames)
    what = f"{stage} it failed ({said}), so it is left out; please report this"
    return Problem(where, what, raw, stage, said)


def raw_of(item: Item) -> str:
    """What `item` says, for its Problem."""
    try:
        return "\n".join(filter(None, map(written_text_of, (item.passage, item.body))))
    except Exception:  # it may be what fails
        return ""
