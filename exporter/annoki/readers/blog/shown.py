"""How much of a post is shown: all, part of it, its title alone, or only that it is encrypted."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Callable, Iterator, Union

from ...model import Blocks, Face, Found, Item, Skipped
from ...text.spans import text_of
from ...words import message

if TYPE_CHECKING:
    from bs4.element import Tag

_CUT = re.compile(r"(?:\.\.\.|\u2026|\[\u2026\]|\[\.\.\.\])\s*$")
_CIPHER = re.compile(r"[0-9A-Za-z+/=]{40,}")
_LONGEST_NOTICE = 120
_ASKS = re.compile("password|protected|encrypted|密码|密碼|加密|受保护|受保護")
# Generators and their users word the notice in many ways, but of few words.
_WORDS = {
    "a", "an", "and", "article", "because", "been", "below", "blog", "by", "can", "content",
    "continue", "encrypted", "enter", "entry", "excerpt", "following", "has", "hello", "here",
    "heres", "hey", "hi", "in", "input", "is", "it", "its", "more", "needed", "no", "of", "page",
    "password", "please", "post", "protected", "read", "reading", "required", "s", "see",
    "something", "sorry", "text", "the", "there", "this", "to", "view", "with", "you", "your",
}  # fmt: skip
_SIGNS = frozenset(
    "您你好抱歉对不起對這这此本该該里裡处處是一篇文章博客日志誌内內容页頁面帖子有些东東西部分的已经經被受密码碼加"
    "保护護了请請需要必须須先在下方列字段中提供输輸入键鍵填写寫正确確访訪问問阅閱读讀查看浏瀏览覽解锁鎖后後才能"
    "以来來即可继繼续續如若果想全哦吧呢由于於因没沒摘无無法"
)
_WORD = re.compile("[a-z]+")


def face_of(body: Blocks, whole: bool = True) -> Face:
    """The face of a post of which `body` is shown; `whole`: as far as the format says.

    Where none of its text is shown, nothing is said of it, least of all that there is none.
    """
    if not body:
        return Face.TEXT
    return Face.PAGE if whole and not _CUT.search(text_of(body[-1:])) else Face.EXCERPT


def as_shown(post: Item, markup: Union[str, Tag], tells: bool = True) -> Found:
    """`post`, whose body was made of `markup` (HTML or an element), as far as it is one. `tells`:
    its text would stand here if it had any, as not in a list of titles."""
    with _read("" if post.body else markup) as seen:
        if _is_notice(post.body) if post.body else holds_lock(seen):
            return without_text(post, "readers.encrypted")
        if not (post.title or post.body):
            return _skipped(post, "readers.untitled_empty")
        if post.body or not tells or holds_more(seen):
            return post
        return without_text(post)


def without_text(post: Item, why: str = "readers.title_alone") -> Found:
    """`post`, of which it is known that there is no text to be had, as the key `why` says."""
    if not post.title:
        return _skipped(post, why)
    return post._replace(body=(), face=face_of(()), left_out=message(why))


def _skipped(post: Item, why: str) -> Skipped:
    return Skipped(post.where, message(why), post.link or "".join(post.source_ids))


def holds_lock(markup: Union[str, Tag]) -> bool:
    """Whether a password is asked for in `markup` (HTML or an element)."""
    from ..html.names import is_lock

    return _holds(is_lock, markup)


def holds_more(markup: Union[str, Tag]) -> bool:
    """Whether `markup` (HTML or an element) shows what is no text: players, drawings."""
    from ..html.embedded import shows_more

    return _holds(shows_more, markup)


def _holds(sought: Callable[[Tag], bool], markup: Union[str, Tag]) -> bool:
    from ..html.tree import elements

    with _read(markup) as seen:
        return not isinstance(seen, str) and any(map(sought, elements(seen)))


@contextmanager
def _read(markup: Union[str, Tag]) -> Iterator[Union[str, Tag]]:
    """The elements of `markup`; as it is where it has none."""
    from ..html.tree import page_tree

    if isinstance(markup, str) and "<" in markup:
        with page_tree(markup) as root:
            yield root
    else:
        yield markup


def _is_notice(body: Blocks) -> bool:
    """Whether `body` says nothing but that the post is encrypted. One that says anything else is a
    post, be it about encryption."""
    if any(block.kind not in ("prose", "heading", "quote") for block in body):
        return False
    # An index that strips tags shows what a script was to decipher.
    text = _CIPHER.sub("", text_of(body)).lower()
    if len(text) > _LONGEST_NOTICE or not _ASKS.search(text):
        return False
    signs = {sign for sign in _WORD.sub("", text) if sign.isalnum()}
    return _WORDS.issuperset(_WORD.findall(text)) and _SIGNS.issuperset(signs)
