"""HTML text to a tree of BeautifulSoup's tags, the one that browsers see, and ways through it."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from itertools import chain, islice
from typing import Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, Tag

from ...text.clean import without_icons
from .builder import Builder

_START = re.compile(
    r"[\ufeff\s]*(?:<(?:\?[^>]{0,1000}|!DOCTYPE[^>]{0,1000}|!--(?:(?!-->).){0,5000}--)>\s*)*<([A-Za-z]\w*)",
    re.DOTALL | re.IGNORECASE,
)
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_TEXTS, _FEW = (NavigableString, CData), 500
_NO_PAGES = {"rss", "feed", "rdf", "search", "opml", "xml", "urlset", "sitemapindex"}


def is_page(text: str) -> bool:
    """Whether `text` begins like HTML, and not like a feed or another XML document."""
    start = _START.match(text)
    return bool(start) and start.group(1).lower() not in _NO_PAGES if start else False


@contextmanager
def page_tree(html: str) -> Iterator[Tag]:
    """The tree of a page or a fragment, which gets what is missing around it, as in a browser; it
    is taken apart in the end.

    Raises InputError for a page with more tags than anyone can have meant.
    """
    with page_of(html) as page:
        yield page.root


class Whole(NamedTuple):
    """The tree of a page, and the elements in which it breaks off, if it does, outermost first."""

    root: Tag
    broken: Sequence[Tag]

    def __enter__(self) -> Whole:
        return self

    def __exit__(self, *_error: object) -> None:
        """Take the tree apart, whose tags hold each other: else it would be there until Python's
        garbage collector runs, which large trees keep long."""
        self.root.decompose()

    def breaks_off_in(self, element: Tag) -> bool:
        """Whether `element` is not all there."""
        return any(one is element for one in self.broken)


def page_of(html: str) -> Whole:
    """As `page_tree`, of a page that may be cut: then elements are open at its end that must be
    closed, and it does not say that it ends."""
    builder = Builder()
    # From a stream, as BeautifulSoup warns of a text without tags that it might be an address.
    root = BeautifulSoup(io.StringIO(html.replace("\0", "")), builder=builder)
    return Whole(root, () if _END.search(html) else builder.left_open)


def attribute(element: Optional[Tag], name: str) -> str:
    """What the attribute `name` (not `class`) of `element` says; nothing where it is missing."""
    value = element.attrs.get(name) if element is not None else None
    return without_icons(value) if isinstance(value, str) else ""


def classes(element: Tag) -> Sequence[str]:
    """The classes of `element`."""
    value = element.attrs.get("class")
    return value if isinstance(value, list) else ()


def elements(root: Tag, *names: str) -> Iterator[Tag]:
    """The elements at and below `root`, in order: all, or those with one of the `names`."""
    for one in chain((root,), root.descendants):
        if isinstance(one, Tag) and (not names or one.name in names):
            yield one


def lang_of(element: Tag) -> str:
    """The language that `element` or the nearest around it says it is in; empty if none does."""
    around = (one for one in (element, *element.parents) if isinstance(one, Tag))
    return next(filter(None, (attribute(one, "lang").strip() for one in around)), "")


def find_class(root: Tag, *names: str) -> Iterator[Tag]:
    """The elements at and below `root` that have one of the classes `names`, in order."""
    for element in elements(root):
        if not set(names).isdisjoint(classes(element)):
            yield element


def by_class(root: Tag, prefix: str) -> Dict[str, List[Tag]]:
    """The elements at and below `root` by each of their classes that begins with `prefix`."""
    found: Dict[str, List[Tag]] = {}
    for element in elements(root):
        for name in classes(element):
            if name.startswith(prefix):
                found.setdefault(name, []).append(element)
    return found


class Around:
    """Whether an element is such as `asked`, or stands in one; what is known is not asked again."""

    def __init__(self, asked: Callable[[Tag], bool]) -> None:
        self._asked = asked
        self._known: Dict[int, bool] = {}

    def __call__(self, element: Tag) -> bool:
        """The answer for `element`."""
        found: List[int] = []
        one: Optional[Tag] = element
        answer = False
        while one is not None:
            if id(one) in self._known:
                answer = self._known[id(one)]
                break
            found.append(id(one))
            if self._asked(one):
                answer = True
                break
            one = one.parent
        self._known.update(dict.fromkeys(found, answer))
        return answer


def collapsed_text(element: Optional[Tag]) -> str:
    """All text in `element` but scripts, white space collapsed; empty without an element."""
    return " ".join(element.get_text().split()) if element is not None else ""


def beginning_of(element: Tag) -> str:
    """What `collapsed_text` says of `element`, or, of one that holds much more than a name, how it
    begins: what headings hold that stand in each other is not read for each of them."""
    texts = (one for one in islice(element.descendants, _FEW) if type(one) in _TEXTS)
    return " ".join("".join(map(str, texts)).split())
