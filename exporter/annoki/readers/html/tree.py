"""HTML text to a tree with the interface of `xml.etree.ElementTree`, in linear time.

With lxml where it is installed; otherwise (inside Anki) with Python's own `html.parser`, which
tells tags from text and leaves the nesting to us. However deep a page nests, the tree stays shallow
enough for whoever walks it, and no text is lost.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Callable, Dict, Iterator, List, Optional, Set, Tuple, Union, cast
from xml.etree.ElementTree import Element, TreeBuilder

DEEPEST = 200
"""From this depth on `html.parser` elements go on side by side."""

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
_IN_HEAD = {"base", "link", "meta", "noscript", "script", "style", "template", "title"}
_RAW = {"script", "style"}
_CELLS = {"td", "th"}
_SECTIONS = {"tbody", "thead", "tfoot", "caption"}
_ENDS_PARAGRAPH = {
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav",
    "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
# Which open elements a start tag closes, and which others shield those outside them.
_CLOSES: Dict[str, Tuple[Set[str], Set[str]]] = {
    **dict.fromkeys(_ENDS_PARAGRAPH, ({"p"}, {"table", "li", "button", *_CELLS})),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ({"tr", *_SECTIONS, *_CELLS}, {"table"})),
    **dict.fromkeys(_CELLS, (_CELLS, {"table", "tr"})),
    **dict.fromkeys(("dt", "dd"), ({"dt", "dd"}, {"dl", "table"})),
    "li": ({"li"}, {"ul", "ol", "menu", "table"}),
    "tr": ({"tr", *_CELLS}, {"table"}),
    "body": ({"head"}, set()),
}
_START = re.compile(
    r"[\ufeff\s]*(?:<(?:\?[^>]{0,1000}|!DOCTYPE[^>]{0,1000}|!--(?:(?!-->).){0,5000}--)>\s*)*<([A-Za-z]\w*)",
    re.DOTALL | re.IGNORECASE,
)
_CROWDED = re.compile(r"<[A-Za-z][^<>]{100000}")
_NO_PAGES = {"rss", "feed", "rdf", "search", "opml", "xml", "urlset", "sitemapindex"}
_NONE: Tuple[Set[str], Set[str]] = (set(), set())


def is_page(text: str) -> bool:
    """Whether `text` begins like HTML, and not like a feed or another XML document."""
    start = _START.match(text)
    return bool(start) and start.group(1).lower() not in _NO_PAGES if start else False


def parse(html: str) -> Element:
    """The tree of a page or a fragment; broken markup is mended as browsers do, roughly."""
    html = html.replace("\0", "")
    # libxml2 takes quadratic time for one element's attributes.
    root = None if _CROWDED.search(html) else _with_lxml(html)
    return _with_html_parser(html) if root is None else root


def classes(element: Element) -> List[str]:
    """The classes of `element`."""
    return (element.get("class") or "").split()


def find_class(root: Element, *names: str) -> Iterator[Element]:
    """The elements at and below `root` that have one of the classes `names`, in order."""
    for element in root.iter("*"):
        value = element.get("class")
        if value and not set(names).isdisjoint(value.split()):
            yield element


def by_class(root: Element, prefix: str) -> Dict[str, List[Element]]:
    """The elements at and below `root` by each of their classes that begins with `prefix`."""
    found: Dict[str, List[Element]] = {}
    for element in root.iter("*"):
        value = element.get("class")
        if value and prefix in value:
            for name in value.split():
                if name.startswith(prefix):
                    found.setdefault(name, []).append(element)
    return found


def text_of(element: Optional[Element]) -> str:
    """All text in `element` but scripts, white space collapsed; empty without an element."""
    return " ".join("".join(_texts(element)).split()) if element is not None else ""


def _texts(root: Element) -> Iterator[str]:
    stack: List[Union[Element, str]] = [root]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif one.tag not in _RAW:
            for child in reversed(one):
                stack.append(child.tail or "")
                stack.append(child)
            stack.append(one.text or "")


def _with_lxml(html: str) -> Optional[Element]:
    try:
        from lxml import etree
    except ImportError:
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # an empty document
        return Element("html")
    # Beyond its greatest depth libxml2 drops the rest of the page without raising anything.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return None
    return Element("html") if root is None else cast(Element, root)


def _with_html_parser(html: str) -> Element:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.tree()


class _Parser(HTMLParser):
    """Elements from `html.parser`'s tags; an end tag left out is put in where HTML says so.

    What opens a tag or comment that nothing closes is text. The library looks for the closing mark
    from each opening one again; here the last one's place is known, which keeps the time linear.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()
        self._builder.start("html", {})
        self._open: List[str] = []
        self._count: Dict[str, int] = {}
        self._beyond: Dict[str, int] = {}
        self._last: Dict[Tuple[str, int], int] = {}

    def tree(self) -> Element:
        """What has been read."""
        self._close_to(0)
        self._builder.end("html")
        return self._builder.close()

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        """Open an element, after what it closes."""
        if self._open and self._open[-1] == "head" and tag not in _IN_HEAD:
            self._close_to(len(self._open) - 1)
        closed, shields = _CLOSES.get(tag, _NONE)
        concerned = any(map(self._count.get, closed))
        for at in range(len(self._open) - 1, -1, -1) if concerned else ():
            if self._open[at] in shields:
                break
            if self._open[at] in closed:
                self._close_to(at)
        # Of an attribute given twice the first counts.
        self._builder.start(tag, {name: value or "" for name, value in reversed(attrs)})
        if tag in VOID:
            self._builder.end(tag)
        elif len(self._open) >= DEEPEST and tag not in _RAW:
            self._builder.end(tag)
            self._beyond[tag] = self._beyond.get(tag, 0) + 1
        else:
            self._open.append(tag)
            self._count[tag] = self._count.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost open element of that name, and what is open in it."""
        if self._beyond.get(tag):
            self._beyond[tag] -= 1
            return
        if self._count.get(tag):
            self._close_to(len(self._open) - 1 - self._open[::-1].index(tag))

    def handle_data(self, data: str) -> None:
        """Text."""
        self._builder.data(data)

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            tag = self._open.pop()
            self._count[tag] -= 1
            self._builder.end(tag)

    def _closes_after(self, closing: str, at: int) -> bool:
        key = closing, len(self.rawdata)
        if key not in self._last:
            self._last[key] = self.rawdata.rfind(closing)
        return self._last[key] > at

    def _tag_or_text(self, read: Callable[[int], int], at: int) -> int:
        if self._closes_after(">", at):
            return read(at)
        self.handle_data("<")
        return at + 1

    def parse_starttag(self, i: int) -> int:
        """As the library, in linear time."""
        return self._tag_or_text(super().parse_starttag, i)

    def parse_endtag(self, i: int) -> int:
        """As the library, in linear time."""
        return self._tag_or_text(super().parse_endtag, i)

    def parse_html_declaration(self, i: int) -> int:
        """Skip a comment or declaration; the library refuses some of them."""
        closing = "-->" if self.rawdata.startswith("<!--", i) else ">"
        if not self._closes_after(closing, i):
            return i + 2
        return self.rawdata.index(closing, i + 2) + len(closing)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Skip a comment."""
        return self.parse_html_declaration(i)

    def parse_pi(self, i: int) -> int:
        """Skip a processing instruction."""
        return self.parse_html_declaration(i)
