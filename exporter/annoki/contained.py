"""What goes wrong with one item, at whatever stage: it is told, and all others go on."""

from __future__ import annotations

from pathlib import PurePath
from traceback import walk_tb
from typing import Callable, Dict, List, Optional, Sequence, Tuple, TypeVar, Union

from .errors import AnnokiError, Cancelled, Garbled
from .model import Item, Problem, Stage
from .text.spans import written_text_of
from .words import message, said_by

_T = TypeVar("_T")
_R = TypeVar("_R")
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


def is_nobodys(error: Exception) -> bool:
    """Whether `error` is the fault of no item, but the user's, or of nobody."""
    return isinstance(error, AnnokiError) and not isinstance(error, Garbled)


def contained_together(
    things: Sequence[_T],
    do: Callable[[Sequence[_T]], _R],
    tried: Callable[[Sequence[_T]], object],
    is_nobodys: Callable[[Exception], bool] = is_nobodys,
) -> Tuple[_R, Dict[int, Exception]]:
    """What `do` makes of `things` together, and what was raised for those (by their place) that
    have to be left out for it. `tried` is asked of some whether they fail, and changes nothing.

    Those that fail by themselves are found by halves; where only several together do, the last of
    the fewest from the first on is left out. Raises what is none of them's fault.
    """
    faults: Dict[int, Exception] = {}
    while True:
        left = [n for n in range(len(things)) if n not in faults]
        try:
            return do([things[n] for n in left]), faults
        except Exception as error:
            if is_nobodys(error):
                raise
            found = _at_fault(left, lambda some: tried([things[n] for n in some]), is_nobodys)
            if not found:
                raise
            faults.update(found)


def _at_fault(
    places: Sequence[int],
    tried: Callable[[Sequence[int]], object],
    is_nobodys: Callable[[Exception], bool],
) -> Dict[int, Exception]:
    """Place → what is raised for it; nothing where all do not fail, or none do."""

    def failure_of(some: Sequence[int]) -> Optional[Exception]:
        try:
            tried(some)
        except Exception as error:
            if is_nobodys(error):
                raise
            return error
        return None

    last = failure_of(places)
    if last is None or failure_of([]) is not None:
        return {}
    found: Dict[int, Exception] = {}
    waiting: List[Sequence[int]] = [places]
    while waiting:
        some = waiting.pop()
        error = last if some is places else failure_of(some)
        if error is not None and len(some) == 1:
            found[some[0]] = error
        elif error is not None:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
    if found:
        return found
    sound, failing = 0, len(places)
    while failing - sound > 1:
        many = (sound + failing) // 2
        error = failure_of(places[:many])
        sound, failing, last = (many, failing, last) if error is None else (sound, many, error)
    return {places[failing - 1]: last}


def failure(
    stage: Stage, where: str, error: Exception, raw: str = "", hidden: Sequence[str] = ()
) -> Problem:
    """The Problem that `error` is, without what is to be `hidden`. One that a user can act on says
    itself what to do; any other is a defect, which whoever mends it finds by its kind and its
    place. Raises Cancelled."""
    raw = raw[:_RAW_LENGTH]
    if isinstance(error, Cancelled):
        raise error
    if isinstance(error, AnnokiError):
        return Problem(where, said_by(error), raw)
    said = said_of(error)
    for one in hidden:
        said = said.replace(one, "\u2026")
    return Problem(where, message(f"contained.{stage}", error=said), raw, stage, said)


def said_of(error: Exception) -> str:
    """The kind and place of `error`, which is a defect, and what it says, on one line."""
    said = f"{type(error).__name__}: {' '.join(str(error).split())}"[:_LONGEST].rstrip(": ")
    frames = [*walk_tb(error.__traceback__)][-1:]
    return said + "".join(f", {PurePath(one.f_code.co_filename).name}:{at}" for one, at in frames)


def raw_of(item: Item) -> str:
    """What `item` says, for its Problem."""
    try:
        return "\n".join(filter(None, map(written_text_of, (item.passage, item.body))))
    except Exception:  # it may be what fails
        return ""
