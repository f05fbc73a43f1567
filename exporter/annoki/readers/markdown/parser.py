"""Python-Markdown, set up twice: for Markdown as people type it, and for what a flattened text
still holds of it.

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
from typing import TYPE_CHECKING, Callable, List, Optional, Sequence, Tuple, Union, cast
from xml.etree.ElementTree import Element, SubElement

from ...text.urls import ENCLOSED_ADDRESS, TYPED_ADDRESS, is_linkable
from .lines import MOST_LEVELS

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.inlinepatterns import InlineProcessor

_WORD = "A-Za-z0-9"
_ESCAPE = r"\\([\\`*_{}\[\]()>#+\-.!$~=|<&\"':])"
_ENTITY = r"&(lt|gt|amp|quot|nbsp|#39|#x27|#\d{1,7});"
_WIKI = r"!?\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]"
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


def tree_of(lines: Sequence[str]) -> Element:
    """The element tree of prepared Markdown lines."""
    parser = _parser()
    parser.reset()
    try:
        root = cast(Element, parser.parser.parseDocument(list(lines)).getroot())
        parser.treeprocessors["inline"].run(root)
    except Exception:
        _parser.cache_clear()  # it would take the next text for a part of this one
        raise
    return root


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
            parse(parent, blocks)
        finally:
            depth -= 1

    return parse_blocks


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    """One reused instance: a fresh one costs as much again as a note."""
    from markdown import Markdown
    from markdown import blockprocessors as blocks
    from markdown import inlinepatterns as inline
    from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
    from markdown.extensions.tables import TableProcessor
    from markdown.treeprocessors import InlineProcessor as InlineTree
    from markdown.util import Registry

    class Heading(blocks.HashHeaderProcessor):
        """`#flashcard` is a tag: a heading has a space after its signs."""

        RE = re.compile(
            r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|$)"
        )

    class Literal(inline.InlineProcessor):
        """What is matched means itself (or what it stands for) and holds no marks."""

        def handleMatch(  # type: ignore[override]
            self, m: re.Match[str], data: str
        ) -> Tuple[Union[str, Element], Optional[int], Optional[int]]:
            return html.unescape(self.text(m)), m.start(0), m.end(0)

        def text(self, m: re.Match[str]) -> str:
            return m.group(1)

    class Entity(Literal):
        def text(self, m: re.Match[str]) -> str:
            return m.group(0)

    class Wiki(Literal):
        def text(self, m: re.Match[str]) -> str:
            return m.group(2) or m.group(1)

    class AutoLink(inline.InlineProcessor):
        def handleMatch(  # type: ignore[override]
            self, m: re.Match[str], data: str
        ) -> Tuple[Element, int, int]:
            link = Element("a", href=m.group(1))
            link.text = m.group(1).replace("mailto:", "", 1)
            return link, m.start(0), m.end(0)

    class Pair(inline.InlineProcessor):
        def handleMatch(  # type: ignore[override]
            self, m: re.Match[str], data: str
        ) -> Tuple[Element, int, int]:
            element = Element(m.group(1))
            element.text = m.group(2)
            return element, m.start(0), m.end(0)

    def simple(pattern: str, tag: str) -> inline.InlineProcessor:
        # The class expects its text in the second group.
        return inline.SimpleTagInlineProcessor(f"(){pattern}", tag)

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
    patterns = parser.inlinePatterns = Registry()
    for priority, (name, pattern) in enumerate(
        reversed(
            (
                ("held", _held(parser)),
                ("escape", Literal(_ESCAPE, parser)),
                ("wiki", Wiki(_WIKI, parser)),
                ("image", inline.ImageInlineProcessor(inline.IMAGE_LINK_RE, parser)),
                ("link", inline.LinkInlineProcessor(inline.LINK_RE, parser)),
                ("autolink", AutoLink(ENCLOSED_ADDRESS, parser)),
                ("break", inline.SubstituteTagInlineProcessor(_LINE_BREAK, "br")),
                ("pair", Pair(_PAIR, parser)),
                ("url", Literal(f"({TYPED_ADDRESS})", parser)),
                ("entity", Entity(_ENTITY, parser)),
                (
                    "strong_em",
                    inline.DoubleTagInlineProcessor(f"(){_STRONG_EMPHASIS}()", "strong,em"),
                ),
                ("strong", simple(_STRONG, "strong")),
                ("em", simple(_EMPHASIS, "em")),
                ("strong_line", simple(_STRONG_LINE, "strong")),
                ("em_line", simple(_EMPHASIS_LINE, "em")),
                ("marked", simple(_MARKED, "mark")),
                ("deleted", simple(_DELETED, "del")),
            )
        )
    ):
        patterns.register(pattern, name, priority)
    parser.treeprocessors = Registry()
    parser.treeprocessors.register(InlineTree(parser), "inline", 1)
    return parser


def flattened_tree_of(text: str) -> Element:
    """The inline elements in `text`, a flattened one, below one element: `strong`, `a` and `held`.

    The attribute `end` of a link is how it ends in the text.
    """
    root = Element("div")
    line = SubElement(root, "p")
    line.text = text
    _flattened_parser().treeprocessors["inline"].run(root)
    return line


@lru_cache(maxsize=1)
def _flattened_parser() -> Markdown:
    from markdown import Markdown
    from markdown import inlinepatterns as inline
    from markdown.treeprocessors import InlineProcessor as InlineTree
    from markdown.util import Registry

    class Link(inline.LinkInlineProcessor):
        """A link to anything but the web or mail stays the text that it was."""

        def handleMatch(  # type: ignore[override]
            self, m: re.Match[str], data: str
        ) -> Tuple[Optional[Element], Optional[int], Optional[int]]:
            link, start, end = super().handleMatch(m, data)
            if not isinstance(link, Element) or not is_linkable(link.get("href", "")):
                return None, None, None
            _, after, _ = self.getText(data, m.end(0))
            link.set("end", f"]{data[after:end]}")
            return link, start, end

    parser = Markdown()
    patterns = parser.inlinePatterns = Registry()
    patterns.register(_held(parser), "held", 3)
    patterns.register(Link(inline.LINK_RE, parser), "link", 2)
    strong = r"()\*\*(\S(?:[^*]*\S)?)\*\*"
    patterns.register(inline.SimpleTagInlineProcessor(strong, "strong"), "strong", 1)
    parser.treeprocessors = Registry()
    parser.treeprocessors.register(InlineTree(parser), "inline", 1)
    return parser


def held(n: int) -> str:
    """What stands in a text for the thing number `n` that the parser must not read.

    It is made of control characters, of which all input is free, as the parser's own signs are.
    """
    return f"\x02annoki:{n}\x03"


_HELD = re.compile("\x02annoki:(\\d+)\x03")


def holds(text: str) -> bool:
    """Whether `text` holds a place for something."""
    return _HELD.search(text) is not None


def released(text: str, things: Sequence[str]) -> str:
    """`text` with each of `things` in the place that was held for it."""
    return _HELD.sub(lambda match: things[int(match.group(1))], text)


def _held(parser: Markdown) -> InlineProcessor:
    from markdown.inlinepatterns import InlineProcessor

    class Held(InlineProcessor):
        """An element `held` whose attribute `n` is the thing's number."""

        def handleMatch(  # type: ignore[override]
            self, m: re.Match[str], data: str
        ) -> Tuple[Element, int, int]:
            return Element("held", n=m.group(1)), m.start(0), m.end(0)

    return Held(_HELD.pattern, parser)
