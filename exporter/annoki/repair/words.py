"""Rule `word`: parts words that the lines of a PDF ran together, and heals its hyphens.

Selecting text in a PDF viewer loses the line ends: `difficult` and `or` on two lines become
`difficultor`, `re-` and `ported` become `re-ported`. Nothing of the kind happens on web pages, and
there sound text looks alike (`checkpointing`, `DataCollator`, `warmed-up`). So a passage has to
prove first that it came from such lines; only then are the less certain joints parted too. One of
a PDF, as its address says, need prove nothing.

Only passages are repaired, never the reader's own words, and letters are never invented: a word
cut off at the end of a selection stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Callable, Iterator, List, NamedTuple, Optional, Set, Tuple

from ..model import Item
from .ends import MATHS, ends
from .glued import LEADS, marks
from .hyphen import broken, hyphens
from .joint import MEDIUM, STRONG, WEAK, Joint, joint, joint_of_lines, recurs
from .lexicon import is_cut, rank, unknown
from .rule import Mended, mended
from .terms import TERMS, word_set

_LETTERS = re.compile(r"[A-Za-z][A-Za-z\-]+")
_TO_SPACES = str.maketrans({c: " " for c in map(chr, range(128)) if not (c.isalpha() or c == "-")})
_SPLIT = re.compile(r"[a-z]- [a-z]")
_CLOSED = re.compile(r"\)[a-z]")
_ACRONYM = re.compile(r"[A-Z](?:is|are|and|of|the|with|for|was|has)\b")
_TOKEN = re.compile(
    r"(?<![\w.\-/\\@#$%&=+*~:<>'’\"“‘`|\[{])[A-Za-z]{3,40}"
    r"(?![\w\-/\\@#$%&=+*~<>'’\"”|\[\]({]|\.\w)"
)
_TOKEN_OF_PDF = re.compile(
    r"(?<![\w./\\@#$%&=+*~:<>'’\"“‘`|\[{])[A-Za-z]{3,40}(?![\w/\\@#$%&=+*~<>'’\"”|\[\]({]|\.\w)"
)
"""Hyphens beside it make no difference to a word that stands so."""

_SURE_END = re.compile(
    rf"[a-z)\]]\.[A-Z][a-z]|, optional[A-Z]|[{MATHS}][A-Za-z]|[a-z][{MATHS}]|[a-z]{{4}}ed[a-z]{{4}}"
)
_MATHS = re.compile(f"[{MATHS}]")
_LAST_WORD = re.compile(r" ([a-z]{6,20})\Z")
_COMMA = re.compile(r"[A-Za-z)],[a-z]")
_LEAD = re.compile(rf"\b(?:{'|'.join(LEADS)})[A-Z]")
_ACCENTED = re.compile(r"(?<!\w)(?=[a-zà-öø-ɏ])\w{0,30}[à-öø-ɏ]")
_COMMON = 60_000
_STRANGE = 0.35
_WORD = re.compile(r"[a-z]{2,}")
_ENGLISH = word_set(
    "the to with by from that this these are be been being it its we they have which more than not "
    "into onto during between across of for using used when where such all because "
    "can either if but our were had"
)
"""Words that an English passage has at least one of, and few others do."""

_MARKED = re.compile(
    r"[A-Za-z)\d][,)(][A-Za-z\d]|-\s|[a-z\d][A-Z]|\d[MBK]?[a-z]|[A-Z][a-z]{0,20}[A-Z][a-z]"
)
_PDF = re.compile(r"urn:x-pdf:|[^?#]*(?:/pdf/|\.pdf(?:[?#]|\Z))", re.IGNORECASE)

_REMEMBERED = 20_000
_harmless: Set[str] = set()
"""Tokens already looked at, in lower case: a cache, for the same ones come again and again."""


class Weighed(NamedTuple):
    """A stretch `start:end` to be replaced by `after`, and what it proves."""

    start: int
    end: int
    after: str
    weight: float


def joints(text: str) -> List[Mended]:
    """The words of a passage to be parted or joined."""
    joined = (*_joints(text), *hyphens(text), *marks(text), *ends(text))
    found = sorted([Weighed(*one) for one in joined])
    weight = sum(one.weight for one in found) + (_is_selected(text) if found else 0)
    if weight < STRONG or not _is_english(text, found):
        return []
    return _mended(text, found)


def _mended(text: str, found: List[Weighed]) -> List[Mended]:
    """Those of `found`, which are in order, that overlap no earlier one."""
    result: List[Mended] = []
    at = 0
    for start, end, after, _ in found:
        if start >= at:
            result.append(mended("word", text, start, end, after))
            at = end
    return result


def is_of_pdf(item: Item) -> bool:
    """Whether the address of its page says that it is a PDF."""
    return _PDF.match(item.uri) is not None


def joints_of_pdf(text: str) -> List[Mended]:
    """What is left to be parted in a passage of a PDF: any two words that make no third."""
    joined = _joints(text, joint_of_lines)
    found = sorted([Weighed(*one) for one in (*joined, *hyphens(text), *marks(text), *ends(text))])
    return _mended(text, found) if _is_english(text, found) else []


def may_hold_of_pdf(text: str) -> bool:
    """Whether there may be words to be parted if the passage is of a PDF."""
    if _MARKED.search(text) or _SURE_END.search(text):
        return True
    return any("-" in token or joint_of_lines(token) for token in unknown(_split(text.lower())))


def may_hold(text: str) -> bool:
    """Whether the passage may prove damaged: most are not, and need no more."""
    # A figure with its noun may add as much again.
    return _proof(text) >= MEDIUM or ("- " in text and _SPLIT.search(text) is not None)


def _proof(text: str) -> float:
    """Return at most how much `text` proves that is not cut by a space; `STRONG` at a sure sign."""
    if text.count(",") != text.count(", ") and _COMMA.search(text):
        return STRONG
    if _SURE_END.search(text):
        return STRONG
    lower = text.lower()
    if (")" in text and _CLOSED.search(text)) or (lower != text and _ACRONYM.search(text)):
        return STRONG
    tokens = unknown(_split(lower)) - _harmless
    if any(token.startswith(LEADS) for token in tokens) and _LEAD.search(text):
        return STRONG
    written = set(_split(text)) if tokens and lower != text else tokens
    weight = _is_selected(text)
    for token in tokens:
        if "-" not in token and token not in written and token.capitalize() not in written:
            continue  # `joint` parts nothing of mixed case
        proved = _proves(token)
        weight += proved
        if not proved and not token.startswith(LEADS) and len(_harmless) < _REMEMBERED:
            _harmless.add(token)
    return weight


def _split(text: str) -> List[str]:
    return text.translate(_TO_SPACES).split() if text.isascii() else _LETTERS.findall(text)


@lru_cache(maxsize=8192)
def _proves(token: str) -> float:
    """Return what an unknown token (lower case, perhaps with hyphens) proves at most."""
    if "-" in token:
        parts = token.split("-")
        pairs = [pair for pair in zip(parts, parts[1:]) if len(min(pair, key=len)) > 1]
        return sum(broken(*pair) or 0.0 for pair in pairs) + sum(map(_proves, parts))
    found = joint(token)
    return found.weight if found else 0.0


def _is_selected(text: str) -> float:
    """What letters of formulas prove, and a last word that breaks off: it was selected in a PDF."""
    weight = MEDIUM if not text.isascii() and _MATHS.search(text) else WEAK
    last = _LAST_WORD.search(text, max(0, len(text) - 24))
    return weight + MEDIUM if last and is_cut(last.group(1)) else weight


def _is_english(masked: str, changes: List[Weighed]) -> bool:
    """Tell whether most of the passage's other words are common English ones.

    In any other language a sound word may look like two English ones: Dutch `bestand`.
    """
    harmed = {at for change in changes for at in range(change.start, change.end)}
    tokens = list(_TOKEN.finditer(masked))
    others = [m.group() for m in tokens[1:-1] if m.start() not in harmed]  # the ends may be cut
    strange = sum(rank(word.lower()) >= _COMMON and word.lower() not in TERMS for word in others)
    if strange > max(1, _STRANGE * len(others)) or _ACCENTED.search(masked):
        return False
    present = _WORD.findall(" ".join([masked, *(change.after for change in changes)]))
    return not _ENGLISH.isdisjoint(present)


def _joints(
    masked: str, part: Callable[[str], Optional[Joint]] = joint
) -> Iterator[Tuple[int, int, str, float]]:
    """Find tokens that are two words."""
    tokens = _TOKEN if part is joint else _TOKEN_OF_PDF
    for match in tokens.finditer(masked):
        found = part(match.group())
        # What recurs is a term, or an identifier.
        if found and (found.right == "the" or not recurs(masked, *match.span())):
            yield match.start(), match.end(), f"{found.left} {found.right}", found.weight
