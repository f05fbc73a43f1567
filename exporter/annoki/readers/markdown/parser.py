"""The Markdown that is read: that which people type, whose blocks Python-Markdown tells, and what a
flattened text still holds of it.

CommonMark refuses strong text whose last character is a stop and which a letter follows, as Chinese
often has it. Chinese parts no words, so here only ASCII letters and digits on both sides make a
mark literal (`2*3*4`, `snake_case_name`). HTML that somebody typed is text, but for a few tags.

In a flattened text only code, `**strong**` and links are markup: everything else that looks like it
is what its writer meant to show (`*.py`, `global_step*`, `#define`, `<tracker>`).
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Callable, Deque, List, Optional, Sequence, Tuple, cast
from xml.etree.ElementTree import Element, SubElement

from ...text.urls import ENCLOSED_ADDRESS, TYPED_ADDRESS, is_linkable
from .lines import MOST_LEVELS
from .links import link_at
from .marks import Marked, MarkRule, Wording, read_marks

if TYPE_CHECKING:
    from markdown import Markdown

_Found = Optional[Tuple[Marked, int]]

_WORD = "A-Za-z0-9"
_ESCAPE = r"\\([\\`*_{}\[\]()>#+\-.!$~=|<&\"':])"
_ENTITY = r"&(lt|gt|amp|quot|nbsp|#39|#x27|#\d{1,7});"
_WIKI = r"!?\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]"
_SIZE = re.compile(r"\s*\d+(?:x\d+)?\s*")
_LINE_BREAK = r"<[bB][rR] ?/?>|\\\n"
_PAIR = r"<(b|strong|i|em|u|mark|sub|sup|kbd|code|del|s)>([^<\n]{0,2000})</\1>"


def _between(mark: str, inside: str, spaced: bool = True) -> str:
    """A pattern of text between two `mark`s that hug it.

    A mark with ASCII letters or digits on its outer side and ASCII on its inner one is literal.
    """
    char = re.escape(mark[0])
    sign = re.escape(mark)
    opening = rf"(?<!{char})(?:(?<![{_WORD}])|(?<=[{_WORD}])(?={sign}[^\x00-\x7f])){sign}(?!{char})"
    closing = rf"(?<![\s{char}]){sign}(?:(?![{_WORD}])|(?<=[^\x00-\x7f]{sign}))(?!{char})"
    return rf"{opening}(?![\s.,;:!?)\]}}/])({inside}+?){closing}"


# In the order in which they are tried.
_STRONG_EMPHASIS = _between("***", r"[^*\n]")
_STRONG = _between("**", r"(?:[^*\n]|\*(?!\*))")
_EMPHASIS = _between("*", r"[^*\n]")
_STRONG_LINE = r"(?<![\w_])__(?![\s_])((?=[^\n_]*[^\w_])[^\n_]+?)(?<!\s)__(?![\w_])"
_EMPHASIS_LINE = r"(?<![\w_])_(?![\s_])([^\n_]+?)(?<!\s)_(?![\w_])"
_MARKED = _between("==", r"[^=\n]")
_DELETED = r"(?<!~)~~(?![\s~])([^~\n]+?)(?<!\s)~~(?!~)"


def _itself(text: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str], Wording], _Found]:
    """What is matched means itself, or what `text` says that it stands for, and holds no marks."""
    return lambda match, wording: (html.unescape(text(match)), match.end())


def _set(*tags: str) -> Callable[[re.Match[str], Wording], _Found]:
    """What is matched is words, the match's last group, in elements of these `tags`."""

    def make(match: re.Match[str], wording: Wording) -> _Found:
        outer = inner = Element(tags[0])
        for tag in tags[1:]:
            inner = SubElement(inner, tag)
        inner.text = match.group(match.lastindex or 0)
        return outer, match.end()

    return make


def _pair(match: re.Match[str], wording: Wording) -> _Found:
    return _set(match.group(1))(match, wording)


def _line_break(match: re.Match[str], wording: Wording) -> _Found:
    return Element("br"), match.end()


def _enclosed(match: re.Match[str], wording: Wording) -> _Found:
    element = Element("a", href=match.group(1))
    element.text = match.group(1).replace("mailto:", "", 1)
    return element, match.end()


def _link(match: re.Match[str], wording: Wording) -> _Found:
    link = link_at(match.string, match.end())
    if not link:
        return None
    element = Element("a", href=wording(link.address))
    element.text = link.words
    return element, link.end


def _wiki(match: re.Match[str], wording: Wording) -> _Found:
    """A note or file of a vault, linked or embedded: it is not here. Its words hold no marks."""
    name, words = match.groups()
    words = name if not words or _SIZE.fullmatch(words) else words
    return Element("wikilink", words=html.unescape(words), written=match.group()), match.end()


def _picture(match: re.Match[str], wording: Wording) -> _Found:
    link = link_at(match.string, match.end())
    if not link:
        return None
    words = {"src": wording(link.address), "alt": wording(link.words)}
    return Element("img", {**words, "title": wording(link.title or "")}), link.end


def _flattened_link(match: re.Match[str], wording: Wording) -> _Found:
    """A link to anything but the web or mail stays the text that it was."""
    found = _link(match, wording)
    if not found or isinstance(found[0], str) or not is_linkable(found[0].get("href", "")):
        return None
    words = found[0].text or ""
    found[0].set("end", wording(match.string[match.end() + len(words) : found[1]]))
    return found


_OPENING = r"(?<!!)\["
_TYPED = tuple(
    MarkRule(re.compile(pattern, re.DOTALL), make)
    for pattern, make in (
        (_ESCAPE, _itself(lambda match: match.group(1))),
        (_WIKI, _wiki),
        (r"!\[", _picture),
        (_OPENING, _link),
        (ENCLOSED_ADDRESS, _enclosed),
        (_LINE_BREAK, _line_break),
        (_PAIR, _pair),
        (TYPED_ADDRESS, _itself(lambda match: match.group())),
        (_ENTITY, _itself(lambda match: match.group())),
        (_STRONG_EMPHASIS, _set("strong", "em")),
        (_STRONG, _set("strong")),
        (_EMPHASIS, _set("em")),
        (_STRONG_LINE, _set("strong")),
        (_EMPHASIS_LINE, _set("em")),
        (_MARKED, _set("mark")),
        (_DELETED, _set("del")),
    )
)
"""In the order in which they are tried."""

_FLATTENED = (
    MarkRule(re.compile(_OPENING), _flattened_link),
    MarkRule(re.compile(r"\*\*(\S(?:[^*]*\S)?)\*\*"), _set("strong")),
)


def tree_of(lines: Sequence[str]) -> Element:
    """The element tree of prepared Markdown lines."""
    parser = _parser()
    parser.reset()
    try:
        root = cast(Element, parser.parser.parseDocument(list(lines)).getroot())
    except Exception:
        _parser.cache_clear()  # it would take the next text for a part of this one
        raise
    read_marks(root, _TYPED)
    return root


class _Blocks(Deque[str]):
    """What the library takes the first from, and puts back what it leaves of that: in a list, which
    it gives, all others would move each time."""

    def pop(self, at: int = 0) -> str:
        return self.popleft()


def _shallow(parse: Callable[[Element, List[str]], None]) -> Callable[[Element, List[str]], None]:
    """`parse`, of blocks into an element, but that what nests too deep is a paragraph: how deep the
    library itself goes is up to who has called it, and differs from one program to the next."""
    depth = 0

    def parse_blocks(parent: Element, blocks: List[str]) -> None:
        nonlocal depth
        if depth >= MOST_LEVELS:
            for block in blocks:
                SubElement(parent, "p").text = block.strip()
            blocks.clear()
            return
        depth += 1
        try:
            parse(parent, cast("List[str]", _Blocks(blocks)))
        finally:
            depth -= 1

    return parse_blocks


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    """One reused instance: a fresh one costs as much again as a note."""
    from markdown import Markdown
    from markdown import blockprocessors as blocks
    from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
    from markdown.extensions.tables import TableProcessor
    from markdown.util import Registry

    class Heading(blocks.HashHeaderProcessor):
        """`#flashcard` is a tag: a heading has a space after its signs."""

        RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>[^\n]*)(?:\n|$)")

        def run(self, parent: Element, blocks: List[str]) -> None:
            super().run(parent, blocks)
            text = parent[-1].text or ""
            bare = text.rstrip("#")
            if bare[-1:] in (" ", "\t"):  # signs that close it
                parent[-1].text = bare.rstrip()

    parser = Markdown()
    parser.parser.parseBlocks = _shallow(parser.parser.parseBlocks)  # type: ignore
    parser.preprocessors = Registry()
    parser.postprocessors = Registry()
    chain = parser.parser.blockprocessors = Registry()
    config = {"use_align_attribute": False}
    for priority, (name, block) in enumerate(
        reversed(
            (
                ("empty", blocks.EmptyBlockProcessor(parser.parser)),
                ("indent", blocks.ListIndentProcessor(parser.parser)),
                ("code", blocks.CodeBlockProcessor(parser.parser)),
                ("table", TableProcessor(parser.parser, config)),
                ("hashheader", Heading(parser.parser)),
                ("hr", blocks.HRProcessor(parser.parser)),
                ("olist", SaneOListProcessor(parser.parser)),
                ("ulist", SaneUListProcessor(parser.parser)),
                ("quote", blocks.BlockQuoteProcessor(parser.parser)),
                ("paragraph", blocks.ParagraphProcessor(parser.parser)),
            )
        )
    ):
        chain.register(block, name, priority)
    return parser


def flattened_tree_of(text: str) -> Element:
    """The inline elements in `text`, a flattened one, below one element: `strong`, `a` and `held`.

    The attribute `end` of a link is how it ends in the text.
    """
    line = Element("p")
    line.text = text
    read_marks(line, _FLATTENED)
    return line
