"""What a face does not tell: absent is not empty.

The title of a page, its address, a date, a tag that a face does not show: it says nothing against
them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, Iterable, NamedTuple, Set, Tuple

from ..model import Face, Note
from ..notetype import WRITTEN
from .memory import EMPTY
from .present_note import PresentNote

OURS = "annoki::"
GONE = "annoki::gone"
TWIN = "annoki::twin"

DETAILS = ("Context", "Source", "Captured")
"""The fields that tell where and when something was written."""

_OF_THE_TEXT = ("Prompt", "Answer", "Status", "Reverse")
OPENING = '<p class="opening"'
"""How a prompt begins that is the opening of the answer."""


class Site(NamedTuple):
    """What the field Source tells: the title of the page or issue and its host, both HTML, its
    address escaped for an attribute, and the attribute ` lang="…"` of the title. Empty: not told.
    """

    title: str = ""
    host: str = ""
    link: str = ""
    lang: str = ""

    def html(self) -> str:
        """The field's text."""
        if not self.title:
            if self.link:
                return f'<a class="host" href="{self.link}">{self.host}</a>'
            return f'<span class="host">{self.host}</span>' if self.host else ""
        if self.link:
            titled = f'<a href="{self.link}"{self.lang}>{self.title}</a>'
        else:
            titled = f"<span{self.lang}>{self.title}</span>"
        return f'{titled} <span class="host">{self.host}</span>' if self.host else titled

    def filled(self, other: Site) -> Site:
        """The same, with what it does not tell taken from `other`."""
        titled = self if self.title else other
        return Site(titled.title, self.host or other.host, self.link or other.link, titled.lang)


_SITE = re.compile(
    r'(?:<span class="host">(?P<host>[^<]*)</span>'
    r'|<a class="host" href="(?P<link>[^"]*)">(?P<named>[^<]*)</a>'
    r'|(?:<a href="(?P<leads>[^"]*)"(?P<lang>(?: lang="[^"]*")?)>(?P<linked>.*?)</a>'
    r'|<span(?P<lang2>(?: lang="[^"]*")?)>(?P<title>.*?)</span>)'
    r'(?: <span class="host">(?P<at>[^<]*)</span>)?)',
    re.DOTALL,
)


_HERE = (
    '<details class="here"><summary><span lang="zh-Hans">\u539f\u6587</span>'
    ' <span lang="en">Passage</span></summary>'
)
_QUOTED = '<p class="quoted"'
_CUT_OFF = " \u2026</p>"
_TORN = re.compile("<p[^>]*>\u2026")
"""How a prompt ends, and the answer begins, whose sentence was cut in two."""
_READ_ON = (
    '<summary><span lang="zh-Hans">\u7ee7\u7eed\u8bfb</span>'
    ' <span lang="en">Read on</span></summary>'
)
_LEFT_OUT = (
    '<p class="more"><span lang="zh-Hans">\u5168\u6587\u89c1\u51fa\u5904</span>'
    ' <span lang="en">The rest is at its source</span></p>'
)


def read_on(html: str) -> str:
    """The end of an answer whose rest, `html`, is folded away; if that is none, it is left out."""
    return f"<details>{_READ_ON}{html}</details>" if html else _LEFT_OUT


def told_in(answer: str) -> Tuple[str, bool]:
    """(`answer` without our own words, whether something of it is left out)."""
    told = answer.replace(_READ_ON, "")
    bare = told.replace(_LEFT_OUT, "")
    return bare, len(bare) < len(told)


def with_opening(prompt: str, answer: str) -> str:
    """The answer of a text that opens with `prompt`, where that stands in no prompt."""
    opening = prompt.replace(OPENING, "<p")
    torn = _TORN.match(answer) if opening.endswith(_CUT_OFF) else None
    return opening[: -len(_CUT_OFF)] + answer[torn.end() :] if torn else opening + answer


def is_opening(prompt: str) -> bool:
    """Whether `prompt` is the opening of its text, which has no title."""
    return prompt.startswith(OPENING)


def with_passage(prompt: str, passage: str) -> str:
    """The front of a question that cannot be understood without its passage, folded away below."""
    return f"{prompt}{_HERE}{passage}</details>"


def asked_in(prompt: str) -> str:
    """`prompt` without the passage that is folded away below it."""
    return prompt.partition(_HERE)[0]


def is_quoted(answer: str) -> bool:
    """Whether `answer` is the passage of a note that is a label of it."""
    return answer.startswith(_QUOTED)


@lru_cache(maxsize=1024)
def site_in(html: str) -> Site:
    """What `html`, a text of the field Source that `Site.html` made, tells; else nothing."""
    found = _SITE.fullmatch(html)
    if found is None:
        return Site()
    part = found.groupdict("")
    return Site(
        part["linked"] or part["title"],
        part["host"] or part["named"] or part["at"],
        part["link"] or part["leads"],
        part["lang"] or part["lang2"],
    )


def joined_site(first: str, other: str) -> str:
    """The text of Source that tells all that `first` tells, and what else `other` does."""
    one, rest = site_in(first), site_in(other)
    if not any(one) or not any(rest):
        return first or other
    return one.filled(rest).html()


def less_exact(date: str, than: str) -> bool:
    """Whether `date` says no more than `than`, and less: a month of the day, or nothing."""
    return len(date) < len(than) and than.startswith(date)


def namespace(tag: str) -> str:
    """`host` of `annoki::host::a.example`; empty if the tag is not ours."""
    folded = tag.casefold()
    return folded[len(OURS) :].split("::")[0] if folded.startswith(OURS) else ""


def told_otherwise(tags: Iterable[str], new: Iterable[str], all_told: bool, *held: str) -> Set[str]:
    """`tags` as they are once a face tells `new`.

    A namespace of which it tells no tag stays, and so do those in `held`; `all_told` says that what
    it shows is all that the reader has given. Tags that are not ours always stay.
    """
    told = {*map(namespace, new), *(["tag"] if all_told else [])}
    replaced = told.difference(held, [""])
    kept = {tag for tag in tags if namespace(tag) not in replaced}
    return kept | {tag for tag in new if namespace(tag) in replaced}


def silent(note: Note, have: PresentNote) -> FrozenSet[str]:
    """The fields of which the face that `note` was made from tells nothing, or less than is there.

    Only what alone has shown a note, or is the source's own record, can say that it has lost text.
    """
    wanted, pushed = note.memory, have.memory
    new: Dict[str, str] = dict(zip(WRITTEN, note.fields))
    old: Dict[str, str] = dict(zip(WRITTEN, have.fields))
    unsaid = {name for name in DETAILS if not new[name]}
    all_seen = set(wanted.origins) >= set(pushed.origins)
    if less_exact(new["Captured"], old["Captured"]):
        unsaid.add("Captured")
    elif not (
        all_seen or wanted.face > pushed.face or less_exact(old["Captured"], new["Captured"])
    ):
        # The day may differ with the time zone that a face tells it in: the first stays.
        unsaid.add("Captured")
    if all_seen:
        return frozenset(unsaid)
    if is_opening(new["Prompt"]) and not is_opening(old["Prompt"]) and old["Prompt"]:
        unsaid.add("Prompt")
    if wanted.face < Face.RECORD:
        unsaid.update(name for name in ("Prompt", "Passage") if not new[name])
        if not new["Answer"] and pushed.content.get("Answer", EMPTY) != EMPTY:
            unsaid.update(_OF_THE_TEXT)
    return frozenset(unsaid)


def is_gone_tagged(tags: Iterable[str]) -> bool:
    """Whether `tags` hold ours for gone; Anki may have given it other letters."""
    return any(tag.casefold() == GONE for tag in tags)
