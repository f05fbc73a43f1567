"""Twins: several notes of one thing become one, and nothing that the learner did is lost. Pure.

Two devices that each add a thing before they meet make them, and so may two packages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, Iterable, List, Mapping, NamedTuple, Sequence, Tuple

from ..model import Pushed
from ..notetype import WRITTEN
from .details import DETAILS, GONE, TWIN, joined_site, less_exact, namespace, told_otherwise
from .memory import EMPTY, hash_of
from .present_note import LEARNERS, PresentNote


@dataclass(frozen=True)
class Joined:
    """What becomes of several notes of one thing: `before` becomes `after`, and stays.

    `removed` were never reviewed; those `set_aside` were, or may have been on another device, and
    are suspended and tagged, each with the review log that it has. `flag` is what the cards of the
    one that stays are flagged with, where they have none; `suspend` says that the learner had
    suspended one that goes.
    """

    before: PresentNote
    after: PresentNote
    removed: Tuple[int, ...] = ()
    set_aside: Tuple[int, ...] = ()
    flag: int = 0
    suspend: bool = False

    @property
    def note_ids(self) -> Tuple[int, ...]:
        """All of them, the one that stays first."""
        return (self.before.note_id, *self.removed, *self.set_aside)


def is_copy(note: PresentNote) -> bool:
    """Whether the learner made `note` of one of ours: it remembers what is of another GUID."""
    return note.memory.of not in ("", hash_of(note.guid))


def join(twins: Sequence[PresentNote]) -> Joined:
    """What becomes of `twins`, the same on every device that holds them.

    The one that was reviewed first stays, else the one of the smallest id. A text that the learner
    wrote into one that goes is taken over; where the one that stays has another of his, it goes
    into *My notes*, below the name of its field.
    """
    stays, *leave = sorted(twins, key=_standing)
    remembering = [one for one in (stays, *leave) if one.memory.content] or [stays]
    # Of equal faces that of the one that stays.
    best = max(remembering, key=lambda one: one.memory.face)
    everybody = [_remembering(one, best.memory) for one in (stays, *leave)]
    told = _details(best, everybody)
    fields: Dict[str, str] = {}
    left: List[Tuple[str, str]] = []
    for name in WRITTEN:
        if name == "My notes":
            continue
        texts = [one.text(name) for one in everybody if one.touched(name)]
        if name in LEARNERS:
            texts = list(filter(None, texts))
        fields[name] = texts[0] if texts else told[name].text if name in told else best.text(name)
        left += [(name, text) for text in texts[1:] if text not in ("", fields[name])]
    own = [text for text in (one.text("My notes") for one in everybody) if text]
    fields["My notes"] = _notes(own, left)
    after = replace(
        stays,
        fields=tuple(fields[name] for name in WRITTEN),
        tags=_tags(best, everybody, told.values()),
        memory=_memory(stays, best, leave, told),
    )
    new = [one for one in leave if not one.reviewed]
    slept = [one for one in new if one.suspended and not (one.memory.asleep or one.aside)]
    return Joined(
        stays,
        after,
        tuple(one.note_id for one in new if not one.shared),
        tuple(one.note_id for one in leave if one.reviewed or one.shared),
        next((one.flag for one in leave if one.flag), 0) if not stays.flag else 0,
        bool(slept) and not stays.reviewed and not stays.suspended,
    )


def _standing(one: PresentNote) -> Tuple[bool, int, int]:
    """What the one that stays has least of."""
    return not one.reviewed, one.reviewed, one.note_id


def _remembering(note: PresentNote, memory: Pushed) -> PresentNote:
    """`note`; where it has lost its memory, its texts are compared with what its twin was given."""
    return note if note.memory.content else replace(note, memory=memory)


def _notes(own: Sequence[str], left: Sequence[Tuple[str, str]]) -> str:
    """*My notes* of all, each text once, and what found no place, below the name of its field."""
    said = list(own[:1])
    for text in own[1:]:
        # What was joined before stands there again, between what has been written since.
        there = set(_APART.join(said).split(_APART))
        new = [part for part in text.split(_APART) if part not in there]
        said += [_APART.join(new)] if new else []
    for name, text in left:
        named = f"<div><b>{name}</b></div>{text}"
        if not any(named in one for one in said):
            said.append(named)
    return _APART.join(said)


_APART = "<br><br>"


class _Detail(NamedTuple):
    """A detail that another note tells: its text, the hash of what its source says, and our tags
    that say it."""

    text: str
    says: str
    tags: Tuple[str, ...]


def _details(best: PresentNote, everybody: Sequence[PresentNote]) -> Dict[str, _Detail]:
    """By field, where and when it was written, as far as `best` does not tell that, or less."""
    found: Dict[str, _Detail] = {}
    for name in DETAILS:
        if any(one.touched(name) for one in everybody):
            continue
        text, says = best.text(name), best.memory.source.get(name, EMPTY)
        for one in everybody:
            new = joined_site(text, one.text(name)) if name == "Source" else one.text(name)
            if new != text and (name == "Source" or less_exact(text, new)):
                text, says = new, says if says != EMPTY else one.memory.source.get(name, EMPTY)
                of = {"Source": "host", "Captured": "month"}.get(name)
                tags = tuple(tag for tag in one.tags if namespace(tag) == of)
                found[name] = _Detail(text, says, tags)
    return found


def _tags(
    best: PresentNote, everybody: Sequence[PresentNote], told: Iterable[_Detail]
) -> Tuple[str, ...]:
    """The learner's of all, ours of the one whose memory stays and of what others `told`; gone only
    if all are."""
    folded = {GONE, TWIN}
    ours = [tag for tag in best.tags if namespace(tag) and tag.casefold() not in folded]
    had = {namespace(tag) for tag in ours} & {"host"}
    for one in told:
        new = [tag for tag in one.tags if namespace(tag) not in had]
        ours = sorted(told_otherwise(ours, new, False))
    if all(GONE in map(str.casefold, one.tags) for one in everybody):
        ours.append(GONE)
    theirs = [tag for one in everybody for tag in one.tags if not namespace(tag)]
    once: Dict[str, str] = {}
    for tag in (*ours, *theirs):
        once.setdefault(tag.casefold(), tag)
    return tuple(sorted(once.values()))


def _memory(
    stays: PresentNote,
    best: PresentNote,
    leave: Sequence[PresentNote],
    told: Mapping[str, _Detail],
) -> Pushed:
    """The memory of the richest, of the GUID that stays, with all that the others are known by."""
    memories = [stays.memory, *(one.memory for one in leave)]
    guids = [one.guid for one in leave if one.guid != stays.guid]

    def united(name: str, *more: str) -> Tuple[str, ...]:
        each = (one for memory in memories for one in getattr(memory, name))
        return tuple(sorted({*each, *more}))

    said = {name: one.says for name, one in told.items() if one.says != EMPTY}
    return best.memory._replace(
        source={**best.memory.source, **said},
        content={**best.memory.content, **{name: hash_of(told[name].text) for name in told}},
        ids=united("ids"),
        keys=tuple(key for key in united("keys", *guids) if key != stays.guid),
        origins=united("origins"),
        asleep=stays.memory.asleep if stays.memory.content else stays.asleep,
        of=hash_of(stays.guid),
    )
