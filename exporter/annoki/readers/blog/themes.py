"""Where the themes of blogs put their posts, as data: selectors of a name, a class, or both.

Of an element's classes are what schema.org calls it (`itemprop`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Callable, Iterator, List, Optional, Sequence, Tuple

from bs4.element import Tag

from ..html.tree import Around, attribute, classes, elements


@dataclass(frozen=True)
class Theme:
    """Of several selectors of a title or body the first that finds anything counts.

    `flat` themes print excerpts without markup, whose code keeps its line numbers.
    """

    name: str
    item: str
    title: Tuple[str, ...]
    body: Tuple[str, ...]
    flat: bool = False


_BODIES = (
    ".post-content", ".entry-content", ".article-entry", ".markdown-body", ".post-body",
    ".e-content", ".article-content", ".article__content", ".articleBody", ".entry-summary",
    ".post-excerpt", ".content", ".summary", ".excerpt",
)  # fmt: skip
_TITLES = (
    ".post-title", ".entry-title", ".article-title", ".p-name", ".title", "h1", "h2", "h3",
)  # fmt: skip

THEMES: Tuple[Theme, ...] = (
    Theme("Butterfly", ".recent-post-item", (".article-title",), (".content",), flat=True),
    Theme("Fluid", ".index-card", (".index-header",), (".index-excerpt",), flat=True),
    Theme("NexT", ".post-block", (".post-title-link", ".post-title"), (".post-body",)),
    Theme("Icarus", "article.card-content", (".title",), (".content",)),
    Theme("Matery", "div.card", (".card-title",), (".summary",), flat=True),
)
ANY = Theme("any", "article", _TITLES, _BODIES)
"""What a page of an unknown theme has, if its author thinks of those who read it by machine."""

BARE: Tuple[str, ...] = (
    ".post-content", ".article-entry", ".markdown-body", ".entry-content", ".post-body",
    ".article-content", ".e-content", ".articleBody",
)  # fmt: skip
"""Where a single post stands on pages without `article`."""


def called(element: Tag) -> Sequence[str]:
    """The classes of `element`, and what schema.org calls it."""
    of_schema = attribute(element, "itemprop")
    return [*classes(element), *of_schema.split()] if of_schema else classes(element)


def matching(root: Tag, *selectors: str) -> Iterator[Tag]:
    """The elements below `root` that one of the `selectors` finds, in order."""
    is_one = _asked(selectors)
    return (one for one in elements(root) if one is not root and is_one(one))


def first(root: Tag, selectors: Sequence[str]) -> Optional[Tag]:
    """The element below `root` that the first selector with any finds first."""
    if not any(True for _ in matching(root, *selectors)):
        return None
    found = (next(matching(root, selector), None) for selector in selectors)
    return next(one for one in found if one is not None)


def outermost(root: Tag, *selectors: str) -> List[Tag]:
    """The elements below `root` that one of the `selectors` finds, but those inside another."""
    inside = Around(_asked(selectors))
    return [
        one for one in matching(root, *selectors) if one.parent is None or not inside(one.parent)
    ]


@lru_cache(maxsize=64)
def _asked(selectors: Tuple[str, ...]) -> Callable[[Tag], bool]:
    parted = [selector.partition(".") for selector in selectors]
    names = {name for name, _, called in parted if not called}
    of_class = {called: name for name, _, called in parted if called}

    def is_one(element: Tag) -> bool:
        if element.name in names:
            return True
        return any(of_class.get(one) in ("", element.name) for one in called(element))

    return is_one
