"""Where the themes of blogs put their posts (source-formats, blogs), as data.

A selector is `tag`, `.class` or `tag.class`; of several the first that is there counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Sequence, Set, Tuple
from xml.etree.ElementTree import Element

from ..html.tree import classes


@dataclass(frozen=True)
class Theme:
    """`flat` themes print excerpts without markup, whose code keeps its line numbers."""

    name: str
    item: str
    title: Tuple[str, ...]
    body: Tuple[str, ...]
    flat: bool = False


_BODIES = (
    ".post-content", ".entry-content", ".article-entry", ".markdown-body", ".post-body",
    ".e-content", ".article-content", ".article__content", ".entry-summary", ".post-excerpt",
    ".content", ".summary",
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

BARE: Tuple[str, ...] = (".post-content", ".article-entry", ".markdown-body", ".entry-content")
"""Where a single post stands on pages without `article`."""


def select(root: Element, selectors: Sequence[str]) -> List[Element]:
    """The elements below `root` that the first selector with any finds, none inside another."""
    for selector in selectors:
        found = list(_outermost(root, selector))
        if found:
            return found
    return []


def _outermost(root: Element, selector: str) -> Iterator[Element]:
    tag, _, name = selector.partition(".")
    inside: Set[Element] = set()
    for element in root.iter("*"):
        if element is root or element in inside:
            continue
        if (not tag or element.tag == tag) and (not name or _has(element, name)):
            inside.update(element.iter("*"))
            yield element


def _has(element: Element, name: str) -> bool:
    return name in (element.get("class") or "") and name in classes(element)
