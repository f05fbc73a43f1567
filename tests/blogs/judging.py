"""What was read of a blog, held against what its posts say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Dict, Iterator, List, Sequence
from urllib.parse import unquote, urlsplit

from annoki.identity.faces import best_face
from annoki.model import Block, Item, Span
from annoki.repair import repair
from annoki.text.spans import plain, text_of

from .blogs import Blog
from .seen import Seen, is_part, same_code, same_formula
from .truth import Post, letters

_BREAK = re.compile(r"[\s。，、；：！？,.;:!?]+")
WHAT = ("posts", "titles", "dates", "links", "bodies", "formulas", "code")


@dataclass
class Judged:
    """Of each of `WHAT`, how much was `right` of how much was `wanted`; `furniture` counts lines
    that are no post's, `wrong` formulas that no post has. `told` says what is amiss."""

    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    furniture: int = 0
    wrong: int = 0
    told: List[str] = field(default_factory=list)

    def add(self, other: Judged) -> None:
        self.right += other.right
        self.wanted += other.wanted
        self.furniture += other.furniture
        self.wrong += other.wrong
        self.told += other.told

    def count(self, what: str, is_right: bool, told: str) -> None:
        self.wanted[what] += 1
        self.right[what] += is_right
        if not is_right:
            self.told.append(f"{what}: {told}")


def judged(items: Sequence[Item], posts: Sequence[Post], blog: Blog, seen: Seen) -> Judged:
    """`items` were read of what shows `seen` of `posts`."""
    result = Judged()
    found: Dict[str, List[Item]] = {}
    for item in items:
        name = _name_of(item, posts, blog)
        found.setdefault(name, []).append(item)
        if not name:
            result.furniture += 1
            result.told.append(f"no post: {plain(item.title)!r} {item.link}")
    for post in posts:
        if post.is_told:
            result.count("posts", post.name in found, post.name)
            if post.name in found:
                # A theme may feature a post in a second card, an index has its text: one note.
                _judge(result, repair(best_face(found[post.name])), post, blog, seen)
    return result


def _name_of(item: Item, posts: Sequence[Post], blog: Blog) -> str:
    """The name of the post that `item` is: of its address, or else its text or title."""
    for is_of in (_is_at, _says):
        for post in posts:
            if is_of(item, post, blog):
                return post.name
    return ""


def _is_at(item: Item, post: Post, blog: Blog) -> bool:
    own = _path(post.address(blog))
    return any(_path(one) == own for one in (item.link, *item.source_ids) if one)


def _path(address: str) -> str:
    path = unquote(urlsplit(address).path)
    return path[: -len("index.html")] if path.endswith("/index.html") else path


def _says(item: Item, post: Post, blog: Blog) -> bool:
    if post.pieces and post.is_told and post.pieces[0] in letters(text_of(item.body)):
        return True
    return bool(post.title) and plain(item.title) == post.title and not item.body


def _judge(result: Judged, item: Item, post: Post, blog: Blog, seen: Seen) -> None:
    title = plain(item.title)
    if post.title:  # else themes print something of their own
        result.count("titles", title == post.title, f"{post.name}: {title!r}")
    # A stamp in UTC alone tells the day there, and some show only when a post was changed.
    days = [post.day] if seen.has_day(post.day) else [post.day, post.day_in_utc, ""]
    result.count("dates", item.captured in days, f"{post.name}: {item.captured}")
    if item.link or seen.has_path(_path(post.address(blog))):
        result.count("links", _is_at(item, post, blog), f"{post.name}: {item.link}")
    pieces = [piece for piece in post.pieces if seen.has(piece)]
    said = letters(text_of(item.body))
    lost = [piece for piece in pieces if piece not in said]
    if pieces:
        result.count("bodies", not lost, f"{post.name}: {' … '.join(lost)}")
    formulas = [span.text for span in _spans(item.body) if span.kind in ("formula", "display")]
    for tex in filter(seen.has_formula, post.formulas):
        is_there = any(same_formula(one, tex) for one in formulas)
        result.count("formulas", is_there, f"{post.name}: {tex}")
    for one in formulas:
        # Of one without its dollars an environment may be left, and words.
        if not any(is_part(one, tex) for tex in post.formulas):
            result.wrong += 1
            result.told.append(f"wrong formula: {post.name}: {one}")
    code = [block.code for block in item.body if block.kind == "code"]
    for text in filter(seen.has_code, post.code):
        is_there = any(same_code(one, text) for one in code)
        result.count("code", is_there, f"{post.name}: {text[:40]!r}")
    for line in text_of(item.body).split("\n"):
        # Of what stood between two words, as a picture, a line may have lost.
        foreign = [part for part in _BREAK.split(line) if letters(part) not in post.letters]
        if foreign:
            result.furniture += 1
            result.told.append(f"furniture: {post.name}: {foreign}")


def _spans(blocks: Sequence[Block]) -> Iterator[Span]:
    for block in blocks:
        yield from block.spans
        for row in block.rows:
            for cell in row.cells:
                yield from cell
