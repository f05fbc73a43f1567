"""What files of a blog still show of its posts, whatever reads them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Iterable, List
from urllib.parse import quote
from xml.etree import ElementTree

from bs4 import BeautifulSoup

from .truth import letters

_ENTRIES = ("entry", "item")
_CONTENTS = ("content", "encoded", "summary", "description")
_LINES = ("br", "p", "div", "li", "tr", "pre", "figure", "h1", "h2", "h3", "h4", "blockquote")
_SPACE = re.compile(r"\s+")
_MARK = "_"
_DELIMITERS = (("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"))
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True)
class Seen:
    """`letters` of the texts, `tex` without spaces and with `_` for emphasis, `lines` stripped;
    `raw` is all as it stands there."""

    letters: str
    tex: str
    lines: str
    raw: str

    def has_day(self, day: str) -> bool:
        """Whether a day is, in one of the forms in which blogs print it."""
        year, month, number = day.split("-")
        short = f"{int(month)}{{}}{int(number)}"
        english = f"{_MONTHS[int(month) - 1]} {int(number)}, {year}"
        forms = [f"{year}{sign}{month}{sign}{number}" for sign in "-/."]
        forms += [f"{year}年{month}月{number}日", f"{year}年{short.format('月')}日", english]
        return any(form in self.raw for form in forms)

    def has(self, piece: str) -> bool:
        """Whether a stretch of prose, as letters, is there."""
        return piece in self.letters

    def has_path(self, path: str) -> bool:
        """Whether the path of an address is, as it is written or escaped."""
        return path in self.raw or quote(path) in self.raw

    def has_formula(self, tex: str) -> bool:
        """Whether a formula is, with what tells that it is one, be it damaged by a renderer."""
        bare = _bare(tex)
        return any(f"{left}{bare}{right}" in self.tex for left, right in _DELIMITERS)

    def has_code(self, code: str) -> bool:
        """Whether code is, with its lines."""
        return _stripped(code) in self.lines


def seen(texts: Iterable[str]) -> Seen:
    """What `texts` show: pages, feeds, lists of posts."""
    texts = list(texts)
    trees = [tree for text in texts for tree in _trees(text)]
    words = "".join(letters(tree.get_text()) for tree in trees)
    for tree in trees:
        for name in ("em", "i"):
            for one in tree.find_all(name):
                if not one.find("svg"):
                    one.insert_before(_MARK)
                    one.insert_after(_MARK)
    for tree in trees:
        for one in tree.find_all(["script", "annotation"]):
            one.insert_before("$")
            one.insert_after("$")
            one.unwrap()
    tex = "".join(_bare(tree.get_text()) for tree in trees)
    for tree in trees:
        for text in tree.find_all(string=True):
            if text.find_parent("pre") is None:
                # Only there a page shows how a line is indented.
                text.replace_with(_SPACE.sub(" ", text))
        for gutter in tree.select(".gutter, .line-numbers-rows, .lnt"):
            gutter.decompose()
        for one in tree.find_all(_LINES):
            one.insert_before("\n")
            one.insert_after("\n")
    return Seen(
        words, tex, "\n".join(_stripped(tree.get_text()) for tree in trees), "\n".join(texts)
    )


def _trees(text: str) -> List[BeautifulSoup]:
    if text.lstrip().startswith(("{", "[")):
        made = [BeautifulSoup(one, "html5lib") for one in _texts(json.loads(text))]
    elif text.lstrip().startswith("<?xml"):
        made = [BeautifulSoup(one, "html5lib") for one in _contents(text)]
    else:
        made = [BeautifulSoup(text, "html5lib")]
    for tree in made:
        for one in tree.find_all(["head", "style", "script"]):
            if not one.decomposed and not str(one.get("type", "")).startswith("math/tex"):
                one.decompose()
    return made


def _texts(data: Any) -> Iterable[str]:
    """The texts of the posts in a list as JSON."""
    for post in data["posts"] if isinstance(data, dict) else data:
        yield post.get("content") or post.get("text") or ""


def _contents(text: str) -> Iterable[str]:
    for entry in ElementTree.fromstring(text).iter():
        if entry.tag.rpartition("}")[2] in _ENTRIES:
            parts = {one.tag.rpartition("}")[2]: one for one in entry}
            whole = next((parts[name] for name in _CONTENTS if name in parts), None)
            if whole is not None:
                yield "".join(whole.itertext())


def _bare(tex: str) -> str:
    """TeX without spaces; that a row ends is not told from a space in it."""
    return _SPACE.sub("", tex).replace("\\\\", "\\")


def _stripped(text: str) -> str:
    lines = (line.rstrip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def same_formula(ours: str, theirs: str) -> bool:
    return _SPACE.sub("", ours) == _SPACE.sub("", theirs)


def is_part(ours: str, theirs: str) -> bool:
    """Whether a formula is another, or a part of that."""
    return _SPACE.sub("", ours) in _SPACE.sub("", theirs)


def same_code(ours: str, theirs: str) -> bool:
    """Spaces at the ends of lines show nowhere."""
    return [line.rstrip() for line in ours.strip("\n").split("\n")] == [
        line.rstrip() for line in theirs.strip("\n").split("\n")
    ]
