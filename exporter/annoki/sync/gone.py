"""What is gone: which notes that no source shows any more, and why others are not. Pure.

A note is gone when a source that had it answered completely without it, and no other source of the
run that had it failed or was cut (docs/sync-contract.md).
"""

from __future__ import annotations

from collections import Counter
from typing import (
    AbstractSet,
    Any,
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    List,
    Literal,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from ..model import Note
from ..words import Message, in_turn, message, with_messages
from .origins import is_place, kind_of

Completeness = Literal["whole", "window", "partial", "failed", "unasked"]
Why = Literal["failed", "partial", "counted", "window", "stranger", "empty", "nameless", "none"]

_MOST = 5


class Answered(NamedTuple):
    """What one input of a run was, for what it says about notes that it does not show.

    `whole`: it showed all that there is; `window`: it does not claim to; `partial`: it was cut, or
    some of it could not be read; `failed`: none of it could; `unasked`: it is configured, and was
    left out of this run. `origin` is empty where nothing says
    which listing it is; `could_be` is a kind of origin, any of which it may be.
    """

    name: str
    origin: str
    state: Completeness
    found: int = 0
    declared: Optional[int] = None
    could_be: str = ""


class NotGone(NamedTuple):
    """Why nothing of one input counts as gone; `found` and `declared` as it says."""

    name: str
    why: Why
    found: int = 0
    declared: Optional[int] = None

    @property
    def said(self) -> Message:
        """The reason as a person reads it."""
        return message(_SAID[self.why], **self._asdict())

    def __str__(self) -> str:
        return self.said

    def as_dict(self) -> Dict[str, Any]:
        """For the JSON report: the parts, and the sentence."""
        return with_messages({**self._asdict(), "said": self.said})


_SAID: Mapping[Why, str] = {
    "failed": "sync.failed",
    "partial": "sync.partial",
    "counted": "sync.counted",
    "window": "sync.window",
    "stranger": "sync.stranger",
    "empty": "sync.empty",
    "nameless": "sync.nameless",
    "none": "sync.none",
}


class Verdict(NamedTuple):
    """Origins that were answered for completely, what keeps notes from being gone, and why."""

    whole: FrozenSet[str]
    silent: FrozenSet[str]
    kinds: FrozenSet[str]
    run: FrozenSet[str]
    reasons: Tuple[NotGone, ...]
    strangers: FrozenSet[str]

    def is_gone(self, origins: Sequence[str]) -> bool:
        """Whether a note that these origins have shown, and that no source shows now, is gone."""
        return (
            not self.whole.isdisjoint(origins)
            and self.silent.isdisjoint(origins)
            # One that failed before anyone could say who it is may have had it.
            and not any(kind_of(one) in self.kinds and one not in self.run for one in origins)
        )


def judged(
    answers: Sequence[Answered],
    wanted: Sequence[Note],
    held: Callable[[Note], Tuple[str, ...]],
    missing: Iterable[Sequence[str]],
) -> Verdict:
    """What `answers` allow to be called gone.

    `held` gives the origins that a wanted note has borne until now (none, if it is new), `missing`
    those of the notes that no source shows, but for what is gone already. What another listing
    says is gone tells no more of what one has than it does in the next run, when it is gone.
    """
    left = list(missing)
    while True:
        verdict = _verdict(answers, bool(wanted), _strangers(answers, wanted, held, left))
        stays = [origins for origins in left if not verdict.is_gone(origins)]
        if not verdict.strangers or len(stays) == len(left):
            return verdict
        left = stays


def _verdict(answers: Sequence[Answered], shows: bool, strangers: AbstractSet[str]) -> Verdict:
    """What `answers` allow, of which those of `strangers` do not; nothing, if none `shows` any."""
    whole: Set[str] = set()
    silent: Set[str] = set()
    kinds: Set[str] = set()
    reasons: List[NotGone] = []
    for one in answers:
        if one.state in ("failed", "partial", "unasked"):
            silent.update(filter(None, (one.origin,)))
            kinds.update(filter(None, (one.could_be,)))
        if one.state == "unasked":
            continue
        why = _why_not(one, one.origin in strangers)
        if not why:
            whole.add(one.origin)
            continue
        reasons.append(NotGone(one.name, why, one.found, one.declared))
    if not shows:
        whole.clear()
    if not whole and not reasons:
        reasons.append(NotGone("", "none"))
    run = frozenset(one.origin for one in answers)
    told = tuple(reasons)
    return Verdict(
        frozenset(whole), frozenset(silent), frozenset(kinds), run, told, frozenset(strangers)
    )


def why_not(reasons: Sequence[NotGone], some: bool) -> str:
    """Why nothing counts as gone, or, if `some` sources can tell, nothing of the others; empty if
    there is no reason."""
    if not reasons:
        return ""
    listed = [one.said for one in reasons[:_MOST]]
    more = len(reasons) - len(listed)
    why = in_turn([*listed, *([message("sync.more", n=more)] if more else [])])
    return message("sync.not_gone_some" if some else "sync.not_gone", why=why)


def _why_not(one: Answered, is_stranger: bool) -> Optional[Why]:
    """Why nothing that `one` has shown before is gone; None if it may be."""
    if one.state in ("failed", "partial"):
        return "failed" if one.state == "failed" else "partial"
    if one.state == "window":
        counted = one.declared is not None and one.declared > one.found
        return "counted" if counted else "window"
    if not one.found:
        return "empty"
    if not one.origin:
        return "nameless"
    return "stranger" if is_stranger else None


def _strangers(
    answers: Sequence[Answered],
    wanted: Sequence[Note],
    held: Callable[[Note], Tuple[str, ...]],
    missing: Iterable[Sequence[str]],
) -> FrozenSet[str]:
    """The origins of whole listings that have a place in common with what was here, and little
    more: another page of that name, or what a blog's host says while the blog is away.

    Of what it had and what it shows, whichever is less, more than half must be the same: then it is
    the listing from which something was taken, or to which something came.
    """
    placed = {one.origin for one in answers if one.state == "whole" and is_place(one.origin)}
    if not placed:
        return frozenset()
    shows: Counter[str] = Counter()
    had: Counter[str] = Counter()
    both: Counter[str] = Counter()
    # Of many notes most come from the same few.
    for (bears, bore), times in Counter((one.memory.origins, held(one)) for one in wanted).items():
        now, before = placed.intersection(bears), placed.intersection(bore)
        for counts, counted in ((shows, now), (had, before), (both, now & before)):
            counts.update(dict.fromkeys(counted, times))
    for origins in missing:
        had.update(placed.intersection(origins))
    return frozenset(
        one for one in placed if had[one] and 2 * both[one] <= min(shows[one], had[one])
    )
