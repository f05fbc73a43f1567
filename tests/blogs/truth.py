"""What the posts say, told from their Markdown: what a reader of any page of theirs may find."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Dict, List, Tuple

from .blogs import HOST, Blog
from .generators import HERE

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<!\\)\$(?! )([^$\n]+?)\$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKUP = re.compile(r"</?\w+>|<!--.*?-->|\*\*")
_START = re.compile(r"^(?:#+|>|-|\d+\.) ")
_SETTING = re.compile(r"^(\w+): (.*)$", re.MULTILINE)
_LEAST = 4


@dataclass(frozen=True)
class Post:
    """One of `posts/`. `pieces` are stretches of its prose, `formulas` and `code` all that it has,
    `letters` all that it says, as letters and digits alone."""

    name: str
    title: str
    day: str
    day_in_utc: str
    tags: Tuple[str, ...]
    is_told: bool
    """Whether it says something to those who have no password."""
    pieces: Tuple[str, ...]
    formulas: Tuple[str, ...]
    code: Tuple[str, ...]
    letters: str

    def address(self, blog: Blog) -> str:
        year, month, day = self.day.split("-")
        parts = {":year": year, ":month": month, ":day": day, ":title": self.name}
        path = re.sub(r":\w+", lambda one: parts[one.group()], blog.permalink)
        return f"{HOST}/{path}"


def posts() -> List[Post]:
    """Newest first."""
    found = [_post(path.stem, path.read_text("utf-8")) for path in HERE.glob("posts/*.md")]
    return sorted(found, key=lambda post: post.day, reverse=True)


def letters(text: str) -> str:
    """`text` without all that a theme, a font or a parser may set otherwise."""
    return "".join(filter(str.isalnum, text))


def _post(name: str, text: str) -> Post:
    _, front, body = text.split("---\n", 2)
    head: Dict[str, str] = dict(_SETTING.findall(front))
    code = [found.group(2).rstrip("\n") for found in _FENCE.finditer(body)]
    prose = _FENCE.sub("\n", body)
    formulas: List[str] = []
    if head.get("math"):
        for pattern in (_DISPLAY, _INLINE):
            formulas += (found.group(1).strip() for found in pattern.finditer(prose))
            prose = pattern.sub("\n", prose)
    lines = (_START.sub("", line) for line in _plain(prose).split("\n"))
    pieces = [letters(part) for line in lines for part in line.split("|")]
    words = "\n".join(_START.sub("", line) for line in body.split("\n"))
    said = [head.get("description", ""), *code, _plain(words)]
    return Post(
        name,
        head.get("title", "").strip('"'),
        head["date"][:10],
        str(datetime.fromisoformat(head["date"] + "+08:00").astimezone(timezone.utc))[:10],
        tuple(tag.strip('" ') for tag in head["tags"].strip("[]").split(",")),
        "password" not in head and bool(body.strip()),
        tuple(piece for piece in pieces if len(piece) >= _LEAST),
        tuple(formulas),
        tuple(code),
        "|".join(map(letters, said)),
    )


def _plain(markdown: str) -> str:
    return _MARKUP.sub("", _LINK.sub(r"\1", markdown))
