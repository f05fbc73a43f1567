r"""Commands of TeX whose beginning a program took for an escape: of `\nabla` in a string of JSON or
a script a line end and `abla` are left, of `\theta` a tab and `heta`. Any white space may have come
of these since."""

from __future__ import annotations

import re
from typing import Match, Tuple

_WITH_GROUP = (
    "begin binom boldsymbol frac text textbf textit textrm textsf texttt textstyle tfrac tilde"
)
_ALONE = (
    "backslash bigcap bigcup bigodot bigoplus bigotimes bullet forall nabla notin right"
    " rightarrow rightharpoonup theta therefore times triangle triangleq"
)
_REST = {name[1:]: name[0] for name in f"{_WITH_GROUP} {_ALONE} neq".split()}


def _rests(names: str) -> str:
    return "|".join(name[1:] for name in names.split())


_SURE = re.compile(
    rf"(?:\A|(?<=\s))(?:(?:{_rests(_WITH_GROUP)})(?=\s?\{{)|(?:{_rests(_ALONE)})(?![A-Za-z]))"
    r"|(?<=\s)eq(?![A-Za-z])"
)
_WORDS = re.compile(r"\\(?:text[a-z]*|[mhf]box|operatorname\*?|tag)\s*\{[^{}]*\}")
_DOUBTFUL = re.compile(r"(?<=\s)(?:an|ar|au|eg|eta|ho|ot|u)(?![A-Za-z])")
"""What may be left of another one, or stand for itself."""


def lacks_its_beginning(tex: str) -> bool:
    """Whether `tex` begins with such a command."""
    return _SURE.match(tex) is not None


def without_escapes(tex: str) -> Tuple[str, int]:
    """`tex` with such commands whole, and how many they are."""

    def whole(match: Match[str]) -> str:
        return f"\\{_REST[match.group()]}{match.group()}"

    result, count, at = [], 0, 0
    # What stands in words is a word.
    for words in _WORDS.finditer(tex):
        mended, many = _SURE.subn(whole, tex[at : words.start()])
        result += [mended, words.group()]
        count, at = count + many, words.end()
    mended, many = _SURE.subn(whole, tex[at:])
    return "".join([*result, mended]), count + many


def may_lack_more(tex: str) -> bool:
    """Whether there may be such a command in `tex`, which has the space around it, too."""
    return _DOUBTFUL.search(tex) is not None
