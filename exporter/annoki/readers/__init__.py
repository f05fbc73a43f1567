"""Readers: one module per shape of input. Each is pure: text in, `Item`s and `Problem`s out.

A reader is a module with a `NAME`, `detect(text)`, `declared(text)` and `read(document)`, and with
`about(text)` where its documents say which listing of which source they are, with `is_ended(text)`
where they can show that their last item is all there. To add one: a line in `BUILT_IN`; or, in
another distribution, an entry point of the group `annoki.readers` that names the module
(docs/writing-a-reader.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import (
    Any,
    Callable,
    Dict,
    Iterator,
    Literal,
    Mapping,
    NamedTuple,
    Optional,
    Protocol,
    Tuple,
)

from .. import plugins
from ..errors import UnknownFormatError, UsageError
from ..model import Document, Face, Found, Item
from ..text.document import CARDS_PAGE
from ..words import at, message
from .blanks import with_something_to_see
from .shape import in_shape

GROUP = plugins.GROUPS[0]
_PARTS = ("detect", "declared", "read")


class Reader(Protocol):
    """What a reader's module has."""

    NAME: str

    def detect(self, text: str) -> bool:
        """Whether `text` has the reader's shape: a quick look, no parsing."""

    def declared(self, text: str) -> Optional[int]:
        """How many items the document says it has, if it does."""

    def read(self, document: Document) -> Iterator[Found]:
        """The items in the order printed, what is left out, and what cannot be read."""


Shape = Literal["markup", "json", "text"]


@dataclass(frozen=True)
class Format:
    """A format that is read: its reader's module, what it is in English and in Chinese.

    `sign` says quickly of a text whether it may be of this format, so that the module need not be
    loaded for the others. A `guess` has no mark of its own, only a habit: whatever has a mark,
    that of another distribution too, is asked before it.
    """

    module: str
    shape: Shape
    en: str
    zh: str
    sign: Callable[[str], object] = bool
    guess: bool = False


# In the order of how telling their shapes are. A module is loaded when its turn comes.
BUILT_IN: Mapping[str, Format] = {
    "hypothesis-page-html": Format(
        ".hypothesis.page_html",
        "markup",
        "the activity page of Hypothesis, saved by a browser",
        "浏览器保存的 Hypothesis 活动页面",
    ),
    "hypothesis-html": Format(
        ".hypothesis.export_html",
        "markup",
        "an export of the Hypothesis client",
        "Hypothesis 客户端导出",
    ),
    "search-xml": Format(
        ".blog.search_xml",
        "markup",
        "the list of all posts that the blog generator Hexo writes",
        "博客生成器 Hexo 写出的全部文章列表",
    ),
    "feed": Format(".blog.feed", "markup", "Atom or RSS", "Atom 或 RSS 订阅源"),
    "blog-html": Format(
        ".blog.page_html",
        "markup",
        "a blog's home page or post, saved by a browser",
        "浏览器保存的博客首页或文章",
        guess=True,
    ),
    "hypothesis-json": Format(
        ".hypothesis.rows",
        "json",
        "an export of the Hypothesis client, or the service's own answer",
        "Hypothesis 客户端导出，或该服务的回答",
    ),
    "memos-json": Format(
        ".memos.records", "json", "the answer of a Memos server", "Memos 服务器的回答"
    ),
    "search-json": Format(
        ".blog.search_json",
        "json",
        "the list of all posts that a blog's search is made of",
        "博客搜索所用的全部文章列表",
        guess=True,
    ),
    "hypothesis-csv": Format(
        ".hypothesis.export_csv",
        "text",
        "an export of the Hypothesis client",
        "Hypothesis 客户端导出",
        re.compile(r"[\ufeff\n]*[^\n]{0,1000}?quote", re.IGNORECASE).match,
    ),
    "hypothesis-txt": Format(
        ".hypothesis.export_txt",
        "text",
        "an export of the Hypothesis client",
        "Hypothesis 客户端导出",
        lambda text: "Comment:" in text,
    ),
    "hypothesis-page-text": Format(
        ".hypothesis.page_text",
        "text",
        "the activity page of Hypothesis, copied as text",
        "复制为文本的 Hypothesis 活动页面",
    ),
    "weekly-text": Format(
        ".memos.weekly_text",
        "text",
        "a weekly list of links, as text",
        "文本形式的每周链接列表",
        guess=True,
    ),
    "weekly-markdown": Format(
        ".memos.weekly_markdown",
        "text",
        "an issue of link notes, in Markdown",
        "Markdown 写的一期链接笔记（周刊）",
        lambda text: "](http" in text,
        guess=True,
    ),
    "blog-text": Format(
        ".blog.page_text",
        "text",
        "a blog's home page, copied as text",
        "复制为文本的博客首页",
        guess=True,
    ),
}

# A comment ends where it ends: one that could go on would be tried from each of those before it.
_PAGE = re.compile(
    r"\s*(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*)*<(?:!doctype|html|head|body|\?xml)\b", re.I
)


class Reading(NamedTuple):
    """A document's format, how many items it says it has, and what is found in it, read lazily.

    `about` is what it says of itself: which listing of which source it is, whatever it is called.
    `is_ended` says that it is seen to hold all of its last item: if it was cut, a Problem tells.
    """

    format: str
    declared: Optional[int]
    found: Iterator[Found]
    about: str = ""
    is_ended: bool = False


def formats() -> Tuple[str, ...]:
    """The names of all formats: those read here, then those of other distributions."""
    return (*BUILT_IN, *_others())


def read(document: Document, format: str = "") -> Reading:
    """Read `document` as `format`, or as what its content shows it to be.

    Raises UsageError for an unknown format name, UnknownFormatError for an unknown document.
    """
    for name, reader in _named(format) if format else _candidates(document.text):
        if format or _detects(name, reader, document.text):
            text = document.text
            about = str(_told(name, reader, "about", text) or "")
            # Syntax has an end, mere text has none.
            marked = name in BUILT_IN and BUILT_IN[name].shape != "text"
            ended = marked or bool(_told(name, reader, "is_ended", text))
            found = reader.read(document)
            if name in BUILT_IN:
                declared = reader.declared(text)
            else:
                said = _told(name, reader, "declared", text)
                declared = said if isinstance(said, int) else None
                found = map(in_shape, found)
            if not marked:
                found = map(_folded, found)
            return Reading(name, declared, map(with_something_to_see, found), about, ended)
    what = message("readers.unknown_document", formats=formats())
    raise UnknownFormatError(at(document.name, what))


def _folded(found: Found) -> Found:
    """`found`; an item that was flattened to text may have lost its full-width marks, too."""
    if isinstance(found, Item) and found.face == Face.TEXT:
        return found._replace(folded=True)
    return found


def _told(name: str, reader: Reader, what: str, text: str) -> object:
    """What `reader` tells of `text` by its function `what`; None of one that has none, or fails."""
    tell = getattr(reader, what, None)
    try:
        return tell(text) if tell else None
    except Exception as error:  # whatever another distribution raises is its own affair
        if name in BUILT_IN:
            raise
        _warn_of(name, what, error)
        return None


def _named(name: str) -> Iterator[Tuple[str, Reader]]:
    reader = _loaded(name) if name in BUILT_IN else _others().get(name)
    if reader is None:
        unknown = message("readers.unknown_format", name=repr(name), formats=formats())
        raise UsageError(unknown)
    yield name, reader


def _candidates(text: str) -> Iterator[Tuple[str, Reader]]:
    """The readers that may read a text that begins so, the most telling first."""
    if text.startswith(CARDS_PAGE):
        return
    first = text[:1000].lstrip()[:1]
    is_page = _PAGE.match(text) is not None
    shapes = {"<": ("markup",), "{": ("json",), "[": ("json",)}.get(first, ())
    likely: Tuple[str, ...] = ("markup",) if is_page else (*shapes, "text")
    ours = [
        (name, format.guess)
        for name, format in BUILT_IN.items()
        if format.shape in likely and format.sign(text)
    ]
    guesses = next((at for at, (_, guess) in enumerate(ours) if guess), len(ours))
    yield from ((name, _loaded(name)) for name, _ in ours[:guesses])
    yield from _others().items()
    yield from ((name, _loaded(name)) for name, _ in ours[guesses:])


def _detects(name: str, reader: Reader, text: str) -> bool:
    """Whether `reader` takes `text`. One of another distribution that fails at it does not."""
    try:
        return bool(reader.detect(text))
    except Exception as error:  # whatever another distribution raises is its own affair
        if name in BUILT_IN:
            raise
        _warn_of(name, "detect", error)
        return False


def _warn_of(name: str, what: str, error: Exception) -> None:
    fails = message("readers.fails", group=GROUP, name=repr(name), what=what)
    plugins.warn(fails, f"{type(error).__name__}: {error}")


def _loaded(name: str) -> Reader:
    reader: Reader = import_module(BUILT_IN[name].module, __name__)
    return reader


def _others() -> Dict[str, Reader]:
    """The readers of other distributions; a name that is taken stays what it was."""
    found = plugins.found(GROUP, _no_reader).values()
    return {reader.NAME: reader for reader in found if reader.NAME not in BUILT_IN}


def _no_reader(loaded: Any) -> str:
    """Why `loaded` is no reader; empty if it is one."""
    missing = [part for part in _PARTS if not callable(getattr(loaded, part, None))]
    if not isinstance(getattr(loaded, "NAME", None), str):
        missing.insert(0, "NAME")
    return message("readers.lacks", parts=missing) if missing else ""
